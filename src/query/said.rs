//! The claims that a record makes, one after the other, and what they say in words.

use crate::landscape::{ClaimView, Landscape, NodeIx, ToolIx};
use crate::model::{Kind, Relation};

/// The key under which the owners list a tool as in scope: a claim that leads to no other record.
pub(super) const IN_SCOPE: &str = "in_scope";

/// A claim of a record, as it stands in the data.
#[derive(Clone, Debug)]
pub(super) struct Said<'l> {
    /// The relation; none where the owners list a tool as in scope.
    pub(super) relation: Option<Relation>,
    /// What it leads to; none where the owners list a tool as in scope.
    pub(super) to: Option<NodeIx>,
    /// The claim.
    pub(super) claim: ClaimView<'l>,
}

impl Said<'_> {
    /// Returns the key under which it stands in the record.
    pub(super) fn key(&self) -> &'static str {
        key(self.relation)
    }

    /// Returns whether it is a claim of its own: what a question or a passage is about is none.
    pub(super) fn is_claim(&self) -> bool {
        self.relation != Some(Relation::About)
    }
}

/// Returns the key under which a claim stands in its record.
pub(super) fn key(relation: Option<Relation>) -> &'static str {
    relation.map_or(IN_SCOPE, |relation| relation.rule().key)
}

/// Returns all that a record says of others, in the order of the relations and, within one, of the data; then whether
/// it is listed as in scope. What is only concluded from parts is not among it.
///
/// # Complexity
///
/// O(d log d) time for a record with d relations.
pub(super) fn said_by(landscape: &Landscape, node: NodeIx) -> Vec<Said<'_>> {
    let mut all = Vec::new();
    for connection in landscape.connections_from(node) {
        let (relation, to) = (connection.relation, connection.other);
        let said = |claim| Said { relation: Some(relation), to: Some(to), claim };
        all.extend(connection.claims.into_iter().map(said));
    }
    let tool: Option<ToolIx> = node.of_kind();
    if let Some(claim) = tool.and_then(|tool| landscape.node(tool).in_scope()) {
        all.push(Said { relation: None, to: None, claim });
    }
    all
}

/// Returns every record, in the order of the kinds and of their ids.
pub(super) fn every_record(landscape: &Landscape) -> impl Iterator<Item = NodeIx> + '_ {
    Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind))
}
