//! How two records are connected: the shortest chains of claims between them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::looked::{self, Looked};
use super::show::located;
use super::{AnyRef, Page, count};
use crate::landscape::{ClaimView, Connection, Landscape, NodeIx, Places, SegmentIx, Step};
use crate::model::{Kind, Relation, Support};

/// How to answer [`why`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which of the shortest chains to list.
    pub page: Page,
}

/// How many chains are listed, unless asked otherwise.
pub const DEFAULT_CHAINS: usize = 5;

impl Default for Options {
    fn default() -> Self {
        Self { page: Page::first(DEFAULT_CHAINS) }
    }
}

/// How two records are connected.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// Where the chains start.
    pub from: AnyRef<'l>,
    /// Where they end.
    pub to: AnyRef<'l>,
    /// How many steps the shortest chains have; none when the two are not connected.
    pub length: Option<u32>,
    /// The shortest chains, in the order of their records, read from the end.
    pub chains: Vec<Vec<ChainStep<'l>>>,
    /// All chains but the first of those listed, by the relations that they follow, in the order of
    /// their first chains; what comes after the first thousand chains is left out.
    pub others: Vec<Alike<'l>>,
    /// How many chains stand before the first of those listed.
    pub before: u32,
    /// Where the list of chains goes on; none where it is at its end.
    pub next: Option<u32>,
    /// How many chains of that length there are; capped at a million.
    pub total: u32,
    /// What somebody looked up between the two, a company and a tool, without finding an answer:
    /// that joins nothing.
    pub looked: Vec<Looked<'l>>,
}

/// A step of a chain.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ChainStep<'l> {
    /// Where it starts.
    pub from: AnyRef<'l>,
    /// The relation.
    pub relation: Relation,
    /// Whether it is followed from its start to its end.
    pub outgoing: bool,
    /// Where it ends.
    pub to: AnyRef<'l>,
    /// The support that counts, for offers and features.
    pub support: Option<Support>,
    /// The claims behind it.
    pub claims: Vec<ClaimView<'l>>,
}

/// Chains that follow the same relations.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Alike<'l> {
    /// Their steps.
    pub steps: Vec<AlikeStep>,
    /// How many there are.
    pub total: u32,
    /// The records between the two ends, of the first chains.
    pub through: Vec<Vec<AnyRef<'l>>>,
}

/// A step that several chains have in common.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AlikeStep {
    /// The relation.
    pub relation: Relation,
    /// Whether it is followed from its start to its end.
    pub outgoing: bool,
    /// The kind of record that it starts from.
    pub from: Kind,
    /// The kind of record that it leads to.
    pub to: Kind,
}

/// How many chains are told by what they have in common.
const MOST_ALIKE: usize = 1000;

/// How many chains of each sort are named.
const THROUGH_NAMED: usize = 8;

/// Chains are counted up to this many.
const MOST_CHAINS: u32 = 1_000_000;

/// Finds the shortest chains of claims between two records, whichever way each is read.
///
/// What is known not to be offered joins nothing, and neither does what somebody looked up without
/// finding an answer. Where the claims come from joins nothing either:
/// that two things are named in one source is no connection.
///
/// # Complexity
///
/// O(n + m) time for n records and m relations within the distance of the two.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, query::why};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let [crumb, loaf] = [market.company("crumb")?, market.company("loaf")?];
/// let report = why::why(&market, crumb.into(), loaf.into(), &Default::default(), &NoPlaces);
/// // Crumb plans the stock list that Loaf offers.
/// assert_eq!(report.length, Some(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn why<'l>(
    landscape: &'l Landscape,
    from: NodeIx,
    to: NodeIx,
    options: &Options,
    places: &dyn Places,
) -> Report<'l> {
    let found = search(landscape, from, to);
    let total = found.as_ref().map_or(0, |reached| reached[&to].1);
    let mut chains: Vec<Vec<(NodeIx, Step)>> = Vec::new();
    if let Some(reached) = &found {
        // The first one tells how long all are.
        let end = options.page.end().unwrap_or(MOST_CHAINS as usize).max(MOST_ALIKE);
        unwind(reached, from, to, end, &mut Vec::new(), &mut chains);
    }
    let length = chains.first().map(|chain| count(chain.len()));
    let before = options.page.start.min(total as usize);
    let others = alike(landscape, &chains, before);
    chains.truncate(options.page.end().unwrap_or(usize::MAX));
    chains.drain(..before.min(chains.len()));
    let step = |(from, step): &(NodeIx, Step)| chain_step(landscape, *from, *step, places);
    Report {
        from: AnyRef::of(landscape, from),
        to: AnyRef::of(landscape, to),
        length,
        chains: chains.iter().map(|chain| chain.iter().map(step).collect()).collect(),
        others,
        before: count(before),
        next: options.page.next(total as usize),
        total,
        looked: looked(landscape, from, to, places),
    }
}

/// What somebody looked up of a company and a tool, whichever is named first.
fn looked<'l>(landscape: &'l Landscape, from: NodeIx, to: NodeIx, places: &dyn Places) -> Vec<Looked<'l>> {
    let pair = from.of_kind().zip(to.of_kind()).or_else(|| to.of_kind().zip(from.of_kind()));
    let looked = pair.map(|(company, tool)| looked::between(landscape, company, tool));
    let located = |looked: Looked<'l>| {
        let claim = located(vec![looked.claim], places).pop().unwrap_or_default();
        Looked { claim, ..looked }
    };
    looked.into_iter().flatten().map(located).collect()
}

/// Puts chains together that follow the same relations, all but the one at `left_out`.
fn alike<'l>(landscape: &'l Landscape, chains: &[Vec<(NodeIx, Step)>], left_out: usize) -> Vec<Alike<'l>> {
    let mut found: Vec<Alike<'l>> = Vec::new();
    let others = chains.iter().take(MOST_ALIKE).enumerate().filter(|(at, _)| *at != left_out);
    for (_, chain) in others {
        let step = |(from, step): &(NodeIx, Step)| AlikeStep {
            relation: step.relation,
            outgoing: step.outgoing,
            from: from.kind(),
            to: step.to.kind(),
        };
        let steps: Vec<AlikeStep> = chain.iter().map(step).collect();
        let at = found.iter().position(|alike| alike.steps == steps).unwrap_or_else(|| {
            found.push(Alike { steps, total: 0, through: Vec::new() });
            found.len() - 1
        });
        let alike = &mut found[at];
        alike.total += 1;
        if alike.through.len() < THROUGH_NAMED {
            alike.through.push(chain.iter().skip(1).map(|(node, _)| AnyRef::of(landscape, *node)).collect());
        }
    }
    found
}

/// For each record reached, the steps that lead to it from one step nearer, and how many chains do.
type Reached = BTreeMap<NodeIx, (Vec<(NodeIx, Step)>, u32)>;

/// Breadth first, one distance after another, until `to` is reached.
fn search(landscape: &Landscape, from: NodeIx, to: NodeIx) -> Option<Reached> {
    let mut reached: Reached = BTreeMap::from([(from, (Vec::new(), 1))]);
    let mut frontier = vec![from];
    while !frontier.is_empty() {
        if reached.contains_key(&to) {
            return Some(reached);
        }
        let mut next: Reached = BTreeMap::new();
        for node in frontier {
            let chains = reached[&node].1;
            for step in landscape.steps(node) {
                // Sources would join everything with everything that stands on the same page.
                let through_source = step.to.kind() == Kind::Source && step.to != to;
                if through_source || reached.contains_key(&step.to) {
                    continue;
                }
                let (steps, total) = next.entry(step.to).or_default();
                steps.push((node, step));
                *total = (*total + chains).min(MOST_CHAINS);
            }
        }
        frontier = next.keys().copied().collect();
        reached.append(&mut next);
    }
    None
}

/// Lists chains from their end to their start, the first `top` of them.
fn unwind(
    reached: &Reached,
    from: NodeIx,
    at: NodeIx,
    top: usize,
    tail: &mut Vec<(NodeIx, Step)>,
    chains: &mut Vec<Vec<(NodeIx, Step)>>,
) {
    if at == from {
        chains.push(tail.iter().rev().copied().collect());
        return;
    }
    for (before, step) in &reached[&at].0 {
        if chains.len() == top {
            return;
        }
        tail.push((*before, *step));
        unwind(reached, from, *before, top, tail, chains);
        tail.pop();
    }
}

fn chain_step<'l>(landscape: &'l Landscape, from: NodeIx, step: Step, places: &dyn Places) -> ChainStep<'l> {
    // A role names a segment in its claims alone.
    let segment =
        from.of_kind().or_else(|| step.to.of_kind()).map(|segment: SegmentIx| landscape.named(segment));
    let at = if from.kind() == Kind::Segment { step.to } else { from };
    let is_meant = |connection: &Connection<'_>| match segment {
        Some(segment) => connection.claims.iter().any(|claim| claim.segment == Some(segment)),
        None => (connection.outgoing, connection.other) == (step.outgoing, step.to),
    };
    let mut meant = landscape.connections(at);
    meant.retain(|connection| connection.relation == step.relation && is_meant(connection));
    ChainStep {
        from: AnyRef::of(landscape, from),
        relation: step.relation,
        outgoing: step.outgoing,
        to: AnyRef::of(landscape, step.to),
        support: meant.iter().find_map(|connection| connection.support),
        claims: located(meant.into_iter().flat_map(|connection| connection.claims).collect(), places),
    }
}
