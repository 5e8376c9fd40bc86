//! The claims that a record makes, one after the other, and what they say in words.

use super::AnyRef;
use crate::landscape::{ClaimView, Landscape, NodeIx, ToolIx};
use crate::model::{Kind, Relation, Support};

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

/// Returns a claim as a sentence without its details: "Rye offers Till", "Crumb plans Stock list".
pub(super) fn sentence(
    from: &AnyRef<'_>,
    relation: Option<Relation>,
    to: Option<&AnyRef<'_>>,
    support: Option<Support>,
) -> String {
    let name = |of: &AnyRef<'_>| of.name.to_owned();
    let Some(relation) = relation else { return format!("{} is listed as in scope", name(from)) };
    let verb = match (relation, support) {
        (Relation::Offers | Relation::Provides, Some(Support::Planned)) => "plans",
        (Relation::Offers, Some(Support::No)) => "does not offer",
        (Relation::Provides, Some(Support::No)) => "does not provide",
        (Relation::Offers, Some(Support::Partial)) => "offers in part",
        (Relation::Provides, Some(Support::Partial)) => "provides in part",
        _ => relation.rule().forward,
    };
    format!("{} {verb} {}", name(from), to.map(name).unwrap_or_default())
}

/// Returns "Rye (company:rye)".
pub(super) fn with_id(record: &AnyRef<'_>) -> String {
    format!("{} ({}:{})", record.name, record.kind, record.id)
}

/// Returns every record, in the order of the kinds and of their ids.
pub(super) fn every_record(landscape: &Landscape) -> impl Iterator<Item = NodeIx> + '_ {
    Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind))
}

/// How many pieces of evidence a tooltip names.
const EVIDENCE_NAMED: usize = 3;

/// Returns why claims are believed, at most three pieces of evidence: "stated, Notes of the guild page 3, 2025-02-01".
#[must_use]
pub fn evidence_of(claims: &[ClaimView<'_>]) -> String {
    let mut pieces = claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| {
        let at = evidence.at.map_or_else(String::new, |at| format!(" {at}"));
        let on = evidence.on.map_or_else(String::new, |day| format!(", {day}"));
        format!("{}, {}{at}{on}", evidence.basis.word(), evidence.source.name)
    });
    let named: Vec<String> = pieces.by_ref().take(EVIDENCE_NAMED).collect();
    match (named.is_empty(), pieces.count()) {
        (true, _) => "no evidence".to_owned(),
        (false, 0) => named.join("; "),
        (false, more) => format!("{}; +{more} more", named.join("; ")),
    }
}
