//! What changed in the evidence of a claim or a record.

use schemars::JsonSchema;
use serde::Serialize;

use super::Change;
use super::claims::Side;
use super::records::Pairs;
use crate::landscape::EvidenceView;
use crate::model::Kind;

/// A piece of evidence that changed.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct EvidenceChange<'l> {
    /// Whether it was added, removed or changed.
    pub change: Change,
    /// As it was.
    pub old: Option<EvidenceView<'l>>,
    /// As it is.
    pub new: Option<EvidenceView<'l>>,
}

/// Compares two lists of evidence: what is alike stands for each other first, then what has the
/// same source and place, then what has the same source.
pub(super) fn changes<'l>(
    old: &[EvidenceView<'l>],
    new: &[EvidenceView<'l>],
    pairs: &Pairs<'l>,
) -> Vec<EvidenceChange<'l>> {
    let keyed = |evidence: &EvidenceView<'l>, side: Side| {
        (side.id(pairs, Kind::Source, evidence.source.id.as_str()), *evidence)
    };
    let mut old: Vec<_> = old.iter().map(|evidence| keyed(evidence, Side::Old)).collect();
    let mut new: Vec<_> = new.iter().map(|evidence| keyed(evidence, Side::New)).collect();
    let words = |(source, evidence): &(&'l str, EvidenceView<'l>)| {
        let words = (evidence.at, evidence.url, evidence.quote, evidence.note);
        (*source, words, evidence.basis, evidence.on)
    };
    let _ = pair_off(&mut old, &mut new, words);
    let mut changed = pair_off(&mut old, &mut new, |(source, evidence)| (*source, evidence.at));
    changed.extend(pair_off(&mut old, &mut new, |(source, _)| *source));
    let both = changed.into_iter().map(|((_, old), (_, new))| EvidenceChange {
        change: Change::Changed,
        old: Some(old),
        new: Some(new),
    });
    let added =
        new.into_iter().map(|(_, new)| EvidenceChange { change: Change::Added, old: None, new: Some(new) });
    let removed =
        old.into_iter().map(|(_, old)| EvidenceChange { change: Change::Removed, old: Some(old), new: None });
    added.chain(removed).chain(both).collect()
}

/// Takes out of two lists, one with one, what has the same key, and leaves the rest in the order of
/// the keys.
pub(super) fn pair_off<T, K: Ord>(old: &mut Vec<T>, new: &mut Vec<T>, key: impl Fn(&T) -> K) -> Vec<(T, T)> {
    let keyed = |list: &mut Vec<T>| {
        let mut keyed: Vec<(K, T)> =
            std::mem::take(list).into_iter().map(|item| (key(&item), item)).collect();
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        keyed.into_iter().peekable()
    };
    let (mut left, mut right) = (keyed(old), keyed(new));
    let mut pairs = Vec::new();
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some((a, _)), Some((b, _))) => a.cmp(b),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return pairs,
        };
        match order {
            std::cmp::Ordering::Less => old.extend(left.next().map(|(_, item)| item)),
            std::cmp::Ordering::Greater => new.extend(right.next().map(|(_, item)| item)),
            std::cmp::Ordering::Equal => {
                pairs.extend(left.next().zip(right.next()).map(|((_, a), (_, b))| (a, b)));
            }
        }
    }
}
