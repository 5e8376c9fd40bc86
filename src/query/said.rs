//! The claims that a record makes, one after the other, and what they say in words.

use crate::landscape::{ClaimView, Landscape, NodeIx};
use crate::model::{Kind, Relation};

/// A claim of a record, as it is written in the data.
#[derive(Clone, Debug)]
pub(super) struct Said<'l> {
    /// The key under which it is written: that of a relation, or of a claim about the record alone.
    pub(super) key: &'static str,
    /// What it leads to; none for a claim about the record alone.
    pub(super) to: Option<NodeIx>,
    /// The claim.
    pub(super) claim: ClaimView<'l>,
}

impl Said<'_> {
    /// Returns the relation; none for a claim about the record alone.
    pub(super) fn relation(&self) -> Option<Relation> {
        self.to.and_then(|_| Relation::from_key(self.key))
    }

    /// Returns whether it is a claim of its own: what a question or a passage is about is none.
    pub(super) fn is_claim(&self) -> bool {
        self.relation() != Some(Relation::About)
    }
}

/// Returns all that a record says of others, in the order of the relations and, within one, of the
/// data; then what it claims about itself alone. What is only concluded from parts is not among it.
///
/// # Complexity
///
/// O(d log d) time for a record with d relations.
pub(super) fn said_by(landscape: &Landscape, node: NodeIx) -> Vec<Said<'_>> {
    let mut all = Vec::new();
    for connection in landscape.connections_from(node) {
        let (key, to) = (connection.relation.rule().key, connection.other);
        all.extend(connection.claims.into_iter().map(|claim| Said { key, to: Some(to), claim }));
    }
    let own = landscape.node(node).own_claims().into_iter();
    all.extend(own.map(|(key, claim)| Said { key, to: None, claim }));
    all
}

/// Returns every record, in the order of the kinds and of their ids.
pub(super) fn every_record(landscape: &Landscape) -> impl Iterator<Item = NodeIx> + '_ {
    Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind))
}
