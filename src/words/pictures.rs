//! What pictures say of claims when a reader points at them.

use super::claims::{claim_text, sentence};
use crate::landscape::ClaimView;
use crate::model::Relation;
use crate::query::AnyRef;
use crate::query::around::Join;
use crate::query::graph;

/// Returns a claim as a sentence, with its details and evidence: "Rye offers Till: notes page 3,
/// stated".
fn spoken(from: &AnyRef<'_>, relation: Relation, to: &AnyRef<'_>, claim: &ClaimView<'_>) -> String {
    let sentence = sentence(from, relation.rule().key, Some(to), claim.support);
    match claim.passage {
        Some(passage) => format!("{sentence}: “{}”, {}", passage.text, passage.at),
        None => format!("{sentence}: {}", claim_text(claim)),
    }
}

/// Returns what joins two records in a picture, a line for each claim.
pub(crate) fn joined(join: &Join<'_>) -> Vec<String> {
    let Join { from, relation, to, claims, derived } = join;
    let mut lines: Vec<String> = claims.iter().map(|claim| spoken(from, *relation, to, claim)).collect();
    if *derived {
        lines.push(format!("{} offers a sub-tool of {}", from.name, to.name));
    }
    lines
}

/// Returns what an edge of a graph says.
pub(crate) fn edge_text(report: &graph::Report<'_>, edge: &graph::Edge<'_>) -> String {
    let [Some(from), Some(to)] = [edge.from, edge.to].map(|at| report.nodes.get(at as usize)) else {
        return String::new();
    };
    match &edge.claim {
        Some(claim) => spoken(&from.record, edge.relation, &to.record, claim),
        None => {
            format!("{} offers {} in part, because it offers a sub-tool", from.record.name, to.record.name)
        }
    }
}
