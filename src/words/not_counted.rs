//! How an answer says what it leaves out.

use super::View;
use super::phrases::plural;
use crate::landscape::Because;
use crate::query::NotCounted;
use crate::query::not_counted::NotCountedClaim;

/// How many claims are named.
const MOST_NAMED: usize = 3;

/// Notes the claims that do not count on the day of an answer, where there are any.
pub(crate) fn note(view: &mut View, left_out: &NotCounted<'_>) {
    view.notes.extend(text(left_out));
}

/// "1 claim not counted: Acme, Reranking, begins 2027-03-01; `--as-of 2027-03-01` counts it.";
/// nothing where all count.
pub(crate) fn text(left_out: &NotCounted<'_>) -> Option<String> {
    let ceased = left_out.of_ceased as usize;
    let ceased = (ceased > 0)
        .then(|| format!("{} of companies that have ceased not counted.", plural(ceased, "claim", "claims")));
    let others = others_text(left_out);
    let said: Vec<String> = others.into_iter().chain(ceased).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The same of the claims of companies that are still there.
fn others_text(left_out: &NotCounted<'_>) -> Option<String> {
    let total = (left_out.total - left_out.of_ceased) as usize;
    if total == 0 {
        return None;
    }
    let claim = |claim: &NotCountedClaim<'_>| {
        format!("{}, {}, {} {}", claim.company.name, claim.tool.name, claim.because.word(), claim.day)
    };
    let named: Vec<&NotCountedClaim<'_>> = left_out.claims.iter().take(total.min(MOST_NAMED)).collect();
    let mut said: Vec<String> = named.iter().map(|of| claim(of)).collect();
    if total > named.len() {
        said.push(format!("+{} more", total - named.len()));
    }
    // Those that begin come first, the next day first.
    if let Some(last) = named.iter().rev().find(|claim| claim.because == Because::Begins) {
        let what = if total == 1 { "it" } else { "what has begun by then" };
        said.push(format!("`--as-of {}` counts {what}", last.day.first()));
    }
    Some(format!("{} not counted: {}.", plural(total, "claim", "claims"), said.join("; ")))
}
