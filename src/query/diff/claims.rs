//! Which claims of two states are the same, and what changed in them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Change;
use super::evidence::{self, EvidenceChange, pair_off};
use super::records::{KeyChange, KeyValue, Pairs, Watch};
use crate::landscape::{ClaimView, Landscape, NodeIx, ToolIx};
use crate::model::{Detail, Holds, Kind, Relation, Support, Word as _};
use crate::query::said::{Said, every_record, said_by};
use crate::query::{AnyRef, StackRef, ToolRef};

/// A claim that changed.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ClaimChange<'l> {
    /// Whether it was added, removed or changed.
    pub change: Change,
    /// The record that makes it, as it is; as it was where it is gone.
    pub from: AnyRef<'l>,
    /// The key under which it stands: a relation, or `in_scope`.
    pub key: &'static str,
    /// What it leads to; none for `in_scope`.
    pub to: Option<AnyRef<'l>>,
    /// What changed in it, its evidence aside.
    pub keys: Vec<KeyChange<'l>>,
    /// What changed in its evidence.
    pub evidence: Vec<EvidenceChange<'l>>,
    /// The claim, as it is; as it was where it was removed.
    pub claim: ClaimView<'l>,
}

impl ClaimChange<'_> {
    /// Returns the relation; none for a claim of a record about itself alone.
    #[must_use]
    pub fn relation(&self) -> Option<Relation> {
        self.to.and_then(|_| Relation::from_key(self.key))
    }

    /// Returns whether an offer came, went or changed its support.
    #[must_use]
    pub fn is_offer(&self) -> bool {
        self.offer().is_some()
    }

    /// Returns whether nothing but its evidence changed.
    #[must_use]
    pub fn is_evidence_alone(&self) -> bool {
        self.change == Change::Changed && self.keys.is_empty()
    }
}

impl<'l> ClaimChange<'l> {
    /// Returns what became of an offer, where that came, went or changed its support.
    pub(super) fn offer(&self) -> Option<OfferChange<'l>> {
        if self.relation() != Some(Relation::Offers) {
            return None;
        }
        let is = self.claim.support;
        let [old, new] = match self.change {
            Change::Added => [None, is],
            Change::Removed => [is, None],
            Change::Changed | Change::Renamed => {
                let key = self.keys.iter().find(|key| key.key == "support")?;
                [&key.old, &key.new].map(|value| match value {
                    Some(KeyValue::Text(word)) => Support::from_word(word),
                    _ => None,
                })
            }
        };
        Some(OfferChange { company: self.from, tool: self.to?, old, new })
    }
}

/// What became of an offer.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OfferChange<'l> {
    /// The company.
    pub company: AnyRef<'l>,
    /// The tool.
    pub tool: AnyRef<'l>,
    /// The support before; none where nobody claimed any.
    pub old: Option<Support>,
    /// The support now; none where nobody claims any.
    pub new: Option<Support>,
}

/// A tool that left one stack and came into another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ToolMove<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// The stacks that it left, in id order.
    pub from: Vec<StackRef<'l>>,
    /// The stacks that it came into, in id order.
    pub to: Vec<StackRef<'l>>,
}

/// One of the two states.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    /// Returns the id by which a record of this state is compared.
    pub(super) fn id<'l>(self, pairs: &Pairs<'l>, kind: Kind, id: &'l str) -> &'l str {
        match self {
            Self::Old => pairs.canonical_id(kind, id),
            Self::New => id,
        }
    }
}

/// What tells the claims of a record apart: the relation and what it leads to, by the id by which
/// that is compared.
type Place<'l> = (Option<Relation>, &'static str, Option<(Kind, &'l str)>);

/// Compares the claims of all records; returns the tools that moved between stacks besides.
pub(super) fn changes<'l>(pairs: &Pairs<'l>, watch: &Watch<'l>) -> (Vec<ClaimChange<'l>>, Vec<ToolMove<'l>>) {
    let mut changes = Vec::new();
    let mut moved = Vec::new();
    let mut owner = |was: Option<NodeIx>, is: Option<NodeIx>| {
        let first = changes.len();
        owner_changes(pairs, watch, was, is, &mut changes);
        moved.extend(tool_move(pairs, was, is, &changes[first..]));
    };
    for ix in every_record(pairs.new) {
        owner(pairs.before(ix), Some(ix));
    }
    for ix in every_record(pairs.old).filter(|ix| pairs.now(*ix).is_none()) {
        owner(Some(ix), None);
    }
    changes.sort_by_key(|change: &ClaimChange<'l>| {
        let to = change.to.map(|to| (to.kind, to.id));
        (change.from.kind, change.from.id, change.relation(), to, change.change)
    });
    moved.sort_by_key(|moved: &ToolMove<'l>| moved.tool.id);
    (changes, moved)
}

/// Compares the claims of one record.
fn owner_changes<'l>(
    pairs: &Pairs<'l>,
    watch: &Watch<'l>,
    was: Option<NodeIx>,
    is: Option<NodeIx>,
    changes: &mut Vec<ClaimChange<'l>>,
) {
    let mut groups: BTreeMap<Place<'l>, [Vec<Said<'l>>; 2]> = BTreeMap::new();
    for said in was.map(|was| said_by(pairs.old, was)).into_iter().flatten() {
        let to = said.to.map(|to| (to.kind(), pairs.canonical_id(to.kind(), pairs.old.node(to).id())));
        groups.entry((said.relation(), said.key, to)).or_default()[0].push(said);
    }
    for said in is.map(|is| said_by(pairs.new, is)).into_iter().flatten() {
        let to = said.to.map(|to| (to.kind(), pairs.new.node(to).id()));
        groups.entry((said.relation(), said.key, to)).or_default()[1].push(said);
    }
    let is_owner = |ix: NodeIx| AnyRef::of(pairs.new, ix);
    let Some(from) = is.map(is_owner).or_else(|| was.map(|was| AnyRef::of(pairs.old, was))) else { return };
    for ((_, key, to), [old, new]) in groups {
        let ends_watched = watch.has(from.kind, from.id) || to.is_some_and(|(kind, id)| watch.has(kind, id));
        let is_watched = |claims: &[(&Said<'l>, Side)]| {
            ends_watched || claims.iter().any(|(said, side)| touches(&said.claim, pairs, *side, watch))
        };
        let end = |said: &Said<'l>, landscape: &'l Landscape| said.to.map(|to| AnyRef::of(landscape, to));
        let change = |change, said: &Said<'l>, to, keys, evidence| ClaimChange {
            change,
            from,
            key,
            to,
            keys,
            evidence,
            claim: said.claim.clone(),
        };
        let (alone, both) = matched(pairs, old, new);
        for (old, new) in &both {
            let keys = key_changes(&old.claim, &new.claim);
            // What is about something rests on the evidence of its record, which is compared there.
            let evidence = if new.is_claim() {
                evidence::changes(&old.claim.evidence, &new.claim.evidence, pairs)
            } else {
                Vec::new()
            };
            let is_same = keys.is_empty() && evidence.is_empty();
            if !is_same && is_watched(&[(old, Side::Old), (new, Side::New)]) {
                changes.push(change(Change::Changed, new, end(new, pairs.new), keys, evidence));
            }
        }
        for said in alone[0].iter().filter(|said| is_watched(&[(said, Side::Old)])) {
            // What is still there is called by the name that it has now.
            let to = said.to.map(|to| match pairs.now(to) {
                Some(now) => AnyRef::of(pairs.new, now),
                None => AnyRef::of(pairs.old, to),
            });
            changes.push(change(Change::Removed, said, to, Vec::new(), Vec::new()));
        }
        for said in alone[1].iter().filter(|said| is_watched(&[(said, Side::New)])) {
            changes.push(change(Change::Added, said, end(said, pairs.new), Vec::new(), Vec::new()));
        }
    }
}

/// Claims that are in one state alone, of the old and of the new, and those that are in both.
type Matched<'l> = ([Vec<Said<'l>>; 2], Vec<(Said<'l>, Said<'l>)>);

/// Finds which claims of one record about one other stand for each other.
fn matched<'l>(pairs: &Pairs<'l>, mut old: Vec<Said<'l>>, mut new: Vec<Said<'l>>) -> Matched<'l> {
    // Most often there is one claim at most: the sorting is for the rest.
    if let ([was], [is]) = (old.as_slice(), new.as_slice())
        && thing(&was.claim, pairs, Side::Old) == thing(&is.claim, pairs, Side::New)
    {
        return (Default::default(), old.pop().into_iter().zip(new.pop()).collect());
    }
    if old.is_empty() || new.is_empty() {
        return ([old, new], Vec::new());
    }
    let with_side = |claims: Vec<Said<'l>>, side| -> Vec<(Side, Said<'l>)> {
        claims.into_iter().map(|said| (side, said)).collect()
    };
    let (mut old, mut new) = (with_side(old, Side::Old), with_side(new, Side::New));
    // Those that are the same to the letter change nothing.
    let _ = pair_off(&mut old, &mut new, |(side, said)| fingerprint(&said.claim, pairs, *side));
    let thing = |(side, said): &(Side, Said<'l>)| thing(&said.claim, pairs, *side);
    let mut both = pair_off(&mut old, &mut new, |at| {
        let claim = &at.1.claim;
        (thing(at), claim.product, claim.support, claim.since)
    });
    both.extend(pair_off(&mut old, &mut new, |at| (thing(at), at.1.claim.product, at.1.claim.support)));
    both.extend(pair_off(&mut old, &mut new, |at| (thing(at), at.1.claim.product)));
    both.extend(pair_off(&mut old, &mut new, thing));
    let bare = |claims: Vec<(Side, Said<'l>)>| claims.into_iter().map(|(_, said)| said).collect();
    ([bare(old), bare(new)], both.into_iter().map(|((_, old), (_, new))| (old, new)).collect())
}

/// What tells claims with the same ends apart: the passage of a source, or the kind of company.
fn thing<'l>(claim: &ClaimView<'l>, pairs: &Pairs<'l>, side: Side) -> (Option<&'l str>, Option<&'l str>) {
    let segment = claim.segment.map(|segment| side.id(pairs, Kind::Segment, segment.id.as_str()));
    (claim.passage.map(|passage| passage.at), segment)
}

/// Compares what two claims say.
fn key_changes<'l>(old: &ClaimView<'l>, new: &ClaimView<'l>) -> Vec<KeyChange<'l>> {
    let values = said_values(old).into_iter().zip(said_values(new));
    values.filter_map(|((key, old), (_, new))| KeyChange::of(key, old, new)).collect()
}

/// What a claim says, key by key; which records it names is compared elsewhere.
fn said_values<'l>(claim: &ClaimView<'l>) -> Vec<(&'static str, Option<KeyValue<'l>>)> {
    let said = claim.details();
    let of = |key: &str| said.iter().find(|(said, _)| *said == key).map(|(_, value)| (*value).into());
    let is_record = |detail: &&Detail| matches!(detail.holds, Holds::Record(_));
    let details =
        Detail::ALL.iter().filter(|detail| !is_record(detail)).map(|detail| (detail.key, of(detail.key)));
    let all = [
        ("since", claim.since.map(Into::into)),
        ("until", claim.until.map(Into::into)),
        ("note", claim.note.map(Into::into)),
    ];
    details.chain(all).collect()
}

/// Returns all that a claim says, with its evidence, as one text: the same for claims that are the
/// same.
pub(super) fn fingerprint<'l>(claim: &ClaimView<'l>, pairs: &Pairs<'l>, side: Side) -> String {
    let segment = claim.segment.map(|segment| side.id(pairs, Kind::Segment, segment.id.as_str()));
    let passage = claim.passage.map(|passage| (passage.at, passage.text));
    let mut evidence: Vec<String> = claim
        .evidence
        .iter()
        .map(|evidence| {
            let source = side.id(pairs, Kind::Source, evidence.source.id.as_str());
            let words = (evidence.at, evidence.url, evidence.quote, evidence.note);
            format!("{:?}", (source, words, evidence.basis, evidence.on))
        })
        .collect();
    evidence.sort_unstable();
    format!("{:?}", (said_values(claim), segment, passage, evidence))
}

/// Whether a claim names a record that is watched besides its ends: a source, or a kind of company.
fn touches<'l>(claim: &ClaimView<'l>, pairs: &Pairs<'l>, side: Side, watch: &Watch<'l>) -> bool {
    let has = |kind, id| watch.has(kind, side.id(pairs, kind, id));
    claim.evidence.iter().any(|evidence| has(Kind::Source, evidence.source.id.as_str()))
        || claim.segment.is_some_and(|segment| has(Kind::Segment, segment.id.as_str()))
}

/// Returns whether a tool left stacks and came into others.
fn tool_move<'l>(
    pairs: &Pairs<'l>,
    was: Option<NodeIx>,
    is: Option<NodeIx>,
    changes: &[ClaimChange<'l>],
) -> Option<ToolMove<'l>> {
    was?;
    let tool: ToolIx = is?.of_kind()?;
    let stacks = |wanted: Change, landscapes: [&'l Landscape; 2]| -> Vec<StackRef<'l>> {
        let in_stack = |change: &&ClaimChange<'l>| {
            change.relation() == Some(Relation::InStack) && change.change == wanted
        };
        let ends = changes.iter().filter(in_stack).filter_map(|change| change.to);
        let found = |to: AnyRef<'l>| {
            landscapes.iter().find_map(|landscape| Some((*landscape, landscape.find(Kind::Stack, to.id)?)))
        };
        let named =
            ends.filter_map(|to| found(to).and_then(|(landscape, ix)| Some(landscape.named(ix.of_kind()?))));
        let mut stacks: Vec<StackRef<'l>> = named.collect();
        stacks.sort_by_key(|stack| stack.id);
        stacks.dedup();
        stacks
    };
    let from = stacks(Change::Removed, [pairs.new, pairs.old]);
    let to = stacks(Change::Added, [pairs.new, pairs.old]);
    let has_moved = !from.is_empty() && !to.is_empty();
    has_moved.then(|| ToolMove { tool: pairs.new.named(tool), from, to })
}
