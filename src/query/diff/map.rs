//! What changed on the market map from one state of a landscape to another.

use crate::query::{
    diff::{Change, RecordChange},
    map,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::records::{self, Pairs, Watch};
use super::{claims, state_of};
use crate::landscape::{
    Cell, CompanyIx, Ix, KindMarker, Landscape, Named, NodeIx, StackIx, ToolClaims, ToolIx,
};
use crate::model::{Date, Kind, Relation, Support, kinds};
use crate::query::map::{chip, parts_of_all};
use crate::query::{SourceRef, StackRef, ToolRef, Within, count, keep_top, sources};

/// How to make a [`map()`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only these stacks, of the old state and of the new one; all, and the tools in none, when
    /// both are empty.
    pub stacks: [Vec<StackIx>; 2],
    /// What to call the old state and the new one.
    pub labels: [Option<String>; 2],
    /// How much to list of what changed.
    pub limits: map::Limits,
}

/// What changed on the market map.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The old state.
    pub old: super::State<'l>,
    /// The new state.
    pub new: super::State<'l>,
    /// How many offers changed, one of a tool in several stacks counted once.
    pub offers: OfferChanges,
    /// One panel for each stack in which anything changed, in the order of their ids; tools in no
    /// stack come last.
    pub panels: Vec<Panel<'l>>,
    /// How many more such stacks are left out.
    pub more_stacks: u32,
    /// In how many stacks nothing changed.
    pub unchanged_stacks: u32,
    /// The companies that were added, removed or renamed.
    pub companies: Vec<RecordChange<'l>>,
    /// How many claims that a tool is offered differ in their evidence alone.
    pub evidence_alone: u32,
    /// How many differ in details, such as the product's name, and not in the support.
    pub details: u32,
    /// How many other claims changed, which are not drawn.
    pub other_claims: u32,
    /// The sources of the new state, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims of the new state hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// How many offers changed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct OfferChanges {
    /// How many are known now and were not.
    pub added: u32,
    /// How many were known and are not now.
    pub removed: u32,
    /// How many are in part now and were in full, or the other way about.
    pub changed: u32,
}

/// A stack in which something changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Panel<'l> {
    /// The stack, as it was where it is gone; none for the tools that are in no stack.
    pub stack: Option<StackRef<'l>>,
    /// What became of the stack itself: added, removed or renamed.
    pub change: Option<Change>,
    /// Its name before, where that was another.
    pub was: Option<&'l str>,
    /// The tools of which anything changed: those with the most changed offers first, ties by name.
    pub tools: Vec<Tool<'l>>,
    /// How many more such tools are left out.
    pub more_tools: u32,
    /// Of how many tools nothing changed.
    pub unchanged_tools: u32,
}

/// A tool of which something changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tool<'l> {
    /// The tool, as it was where it is gone.
    pub tool: ToolRef<'l>,
    /// What became of the tool in its stack: added, removed or renamed.
    pub change: Option<Change>,
    /// Whether it is in both states, and in one alone in this stack.
    pub moved: bool,
    /// Its name before, where that was another.
    pub was: Option<&'l str>,
    /// What was claimed of it; none where it was not there.
    pub before: Option<ToolClaims>,
    /// What is claimed of it; none where it is gone.
    pub after: Option<ToolClaims>,
    /// The offers that changed: added, removed, changed; ties by name.
    pub offers: Vec<Offer<'l>>,
    /// How many more are left out.
    pub more_offers: u32,
    /// How many did not change.
    pub unchanged: u32,
    /// Its parts of which something changed, and theirs, in the same form.
    pub parts: Vec<Tool<'l>>,
    /// How many more such parts are left out.
    pub more_parts: u32,
}

/// An offer that changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Offer<'l> {
    /// The offer, as it is; as it was where it was removed.
    pub chip: map::Chip<'l>,
    /// Added, removed or changed.
    pub change: Change,
    /// What was claimed; none where nothing was.
    pub before: Option<Support>,
    /// What is claimed; none where nothing is.
    pub after: Option<Support>,
    /// The company's name before, where that was another.
    pub was: Option<&'l str>,
    /// Whether the company is in one of the states alone.
    pub company_alone: bool,
}

impl Report<'_> {
    /// Returns whether nothing changed that the map shows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.panels.is_empty() && self.companies.is_empty()
    }
}

/// A record of both states, old and new.
type Twin<K> = [Option<Ix<K>>; 2];
type ToolTwin = Twin<kinds::Tool>;
type StackTwin = Twin<kinds::Stack>;
type CompanyTwin = Twin<kinds::Company>;

/// Compares the market maps of two states of a landscape: which offers are known in one alone, and
/// which are of another support.
///
/// Records are the same that [`diff`](super::diff) takes for the same. An offer is a company and a
/// tool of which that company is claimed to offer it, in full or in part; what follows from a part
/// stands with the part.
///
/// # Complexity
///
/// O(n log n) time for n records, claims and pieces of evidence in both.
#[must_use]
pub fn map<'l>(
    old: impl Into<super::Side<'l>>,
    new: impl Into<super::Side<'l>>,
    options: &Options,
) -> Report<'l> {
    let (old, new) = (old.into(), new.into());
    let pairs = Pairs::of(old.said, new.said);
    let watch = Watch::of(&pairs, &Default::default());
    let mut companies = records::changes(&pairs, &watch);
    companies.retain(|record| record.record.kind == Kind::Company && record.change != Change::Changed);
    let (claims, _) = claims::changes(&pairs, &watch);
    let states = [old.holds, new.holds];
    let maker = Maker { states, pairs: &pairs, parts: states.map(parts_of_all), limits: options.limits };

    let stacks = maker.stacks(&options.stacks);
    let shown = maker.with_parts(stacks.values().flat_map(BTreeMap::keys).copied());
    let ids: BTreeSet<&str> =
        shown.iter().filter_map(|tool| maker.named(*tool)).map(|tool| tool.id.as_str()).collect();
    let mut offers = OfferChanges::default();
    for tool in &shown {
        maker.offers(*tool).into_values().for_each(|sides| offers.add(turn(sides)));
    }
    let (mut evidence_alone, mut details, mut other_claims) = (0, 0, 0);
    for claim in &claims {
        let is_shown =
            claim.relation() == Some(Relation::Offers) && claim.to.is_some_and(|to| ids.contains(to.id));
        match (claim.change, claim.keys.as_slice()) {
            _ if claim.relation() == Some(Relation::InStack) => {}
            _ if !is_shown => other_claims += 1,
            (Change::Changed, []) => evidence_alone += 1,
            (Change::Changed, keys) if keys.iter().all(|key| key.key != "support") => details += 1,
            _ => {}
        }
    }
    let all = stacks.len();
    let mut panels: Vec<Panel<'l>> =
        stacks.into_iter().filter_map(|(stack, tools)| maker.panel(stack, tools)).collect();
    let unchanged = all - panels.len();
    let more = panels.len().saturating_sub(options.limits.stacks);
    let order = |panel: &Panel<'l>| (panel.stack.is_none(), panel.stack.map(|stack| stack.id));
    keep_top(&mut panels, Some(options.limits.stacks), |panel| {
        let changed: usize = panel.tools.iter().map(weight).sum();
        (Reverse(changed), order(panel))
    });
    panels.sort_by_key(order);
    let [old_label, new_label] = options.labels.clone();
    Report {
        old: state_of(old.holds, old_label),
        new: state_of(new.holds, new_label),
        offers,
        panels,
        more_stacks: count(more),
        unchanged_stacks: count(unchanged),
        companies,
        evidence_alone,
        details,
        other_claims,
        sources: sources(new.holds),
        as_of: new.holds.as_of(),
        today: new.holds.today(),
    }
}

impl OfferChanges {
    fn add(&mut self, change: Option<Change>) {
        match change {
            Some(Change::Added) => self.added += 1,
            Some(Change::Removed) => self.removed += 1,
            Some(Change::Changed) => self.changed += 1,
            Some(Change::Renamed) | None => {}
        }
    }
}

fn claimed(cell: Option<Cell>) -> Option<Support> {
    cell.and_then(Cell::claimed)
}

fn is_offered(cell: Option<Cell>) -> bool {
    claimed(cell).is_some_and(Support::is_offered)
}

/// Returns what became of an offer; none where it did not change, or never was one.
fn turn(sides: [Option<Cell>; 2]) -> Option<Change> {
    match sides.map(is_offered) {
        [false, true] => Some(Change::Added),
        [true, false] => Some(Change::Removed),
        [true, true] if claimed(sides[0]) != claimed(sides[1]) => Some(Change::Changed),
        _ => None,
    }
}

/// How much changed of a tool.
fn weight(tool: &Tool<'_>) -> usize {
    let own = tool.offers.len() + tool.more_offers as usize + usize::from(tool.change.is_some());
    own + tool.parts.iter().map(weight).sum::<usize>()
}

/// Which tools are in a stack, in the old state and in the new one.
type Contents = BTreeMap<ToolTwin, [bool; 2]>;

struct Maker<'p, 'l> {
    states: [&'l Landscape; 2],
    pairs: &'p Pairs<'l>,
    /// By tool of each state: all its parts, directly or not, in id order.
    parts: [Vec<Vec<ToolIx>>; 2],
    limits: map::Limits,
}

impl<'l> Maker<'_, 'l> {
    /// Finds what a record of one of the states is in the other.
    fn twin<K: KindMarker>(&self, side: usize, ix: Ix<K>) -> Twin<K> {
        if side == 0 {
            [Some(ix), self.pairs.now(ix.into()).and_then(NodeIx::of_kind)]
        } else {
            [self.pairs.before(ix.into()).and_then(NodeIx::of_kind), Some(ix)]
        }
    }

    /// Returns a record, as it is or, where it is gone, as it was.
    fn named<K: KindMarker>(&self, twin: Twin<K>) -> Option<Named<'l, K>> {
        let [old, new] = self.states;
        let [was, now] = twin;
        now.map(|now| new.named(now)).or_else(|| was.map(|was| old.named(was)))
    }

    /// Returns what became of a record, and its name before where that was another.
    fn record_change<K: KindMarker>(&self, twin: Twin<K>) -> (Option<Change>, Option<&'l str>) {
        match twin {
            [Some(was), Some(now)] => {
                let (was, now) = (self.states[0].named(was), self.states[1].named(now));
                let old_name = (was.name != now.name).then_some(was.name);
                let is_renamed = old_name.is_some() || was.id.as_str() != now.id.as_str();
                (is_renamed.then_some(Change::Renamed), old_name)
            }
            [None, _] => (Some(Change::Added), None),
            [_, None] => (Some(Change::Removed), None),
        }
    }

    /// Returns the stacks of both states, and in which of them each tool is.
    fn stacks(&self, asked: &[Vec<StackIx>; 2]) -> BTreeMap<Option<StackTwin>, Contents> {
        let twins = [0, 1].map(|side| asked[side].iter().map(move |stack| self.twin(side, *stack)));
        let wanted: BTreeSet<_> = twins.into_iter().flatten().collect();
        let mut stacks: BTreeMap<_, Contents> = BTreeMap::new();
        for (side, landscape) in self.states.into_iter().enumerate() {
            for (stack, tools) in Within::default().by_stack(landscape) {
                let stack = stack.map(|stack| self.twin(side, stack));
                if !wanted.is_empty() && !stack.is_some_and(|stack| wanted.contains(&stack)) {
                    continue;
                }
                let contents = stacks.entry(stack).or_default();
                for tool in tools {
                    contents.entry(self.twin(side, tool)).or_default()[side] = true;
                }
            }
        }
        stacks
    }

    fn parts(&self, tool: ToolTwin) -> BTreeSet<ToolTwin> {
        let mut parts = BTreeSet::new();
        for (side, whole) in tool.into_iter().enumerate() {
            let of_whole = whole.and_then(|whole| self.parts[side].get(whole.ordinal() as usize));
            parts.extend(of_whole.into_iter().flatten().map(|part| self.twin(side, *part)));
        }
        parts
    }

    /// Returns tools with their parts, each once.
    fn with_parts(&self, tools: impl Iterator<Item = ToolTwin>) -> BTreeSet<ToolTwin> {
        tools.flat_map(|tool| self.parts(tool).into_iter().chain([tool])).collect()
    }

    /// Returns what is known of each company on a tool, in the old state and in the new one.
    fn offers(&self, tool: ToolTwin) -> BTreeMap<CompanyTwin, [Option<Cell>; 2]> {
        let mut offers: BTreeMap<_, [Option<Cell>; 2]> = BTreeMap::new();
        for (side, tool) in tool.into_iter().enumerate() {
            for (company, cell) in tool.into_iter().flat_map(|tool| self.states[side].companies_on(tool)) {
                offers.entry(self.twin(side, company)).or_default()[side] = Some(cell);
            }
        }
        offers
    }

    /// Makes the panel of a stack; none where nothing changed.
    fn panel(&self, stack: Option<StackTwin>, contents: Contents) -> Option<Panel<'l>> {
        let all = contents.len();
        let both = stack.is_none_or(|stack| stack.iter().all(Option::is_some));
        let made = contents.into_iter().filter_map(|(tool, is_in)| {
            // In a stack that is new or gone itself, that is said of the stack.
            let moved = both && tool.iter().all(Option::is_some) && is_in[0] != is_in[1];
            self.tool(tool, moved.then_some(is_in))
        });
        let mut tools: Vec<Tool<'l>> = made.collect();
        let unchanged = all - tools.len();
        let (change, was) = stack.map_or((None, None), |stack| self.record_change(stack));
        if tools.is_empty() && change.is_none() {
            return None;
        }
        let more = tools.len().saturating_sub(self.limits.tools);
        keep_top(&mut tools, Some(self.limits.tools), |tool| {
            (Reverse(weight(tool)), tool.tool.name, tool.tool.id)
        });
        Some(Panel {
            stack: stack.and_then(|stack| self.named(stack)),
            change,
            was,
            tools,
            more_tools: count(more),
            unchanged_tools: count(unchanged),
        })
    }

    /// Makes the card of a tool, with its parts; none where nothing changed.
    fn tool(&self, tool: ToolTwin, is_in: Option<[bool; 2]>) -> Option<Tool<'l>> {
        let mut parts: Vec<Tool<'l>> = self
            .parts(tool)
            .into_iter()
            .filter_map(|part| self.card(part))
            .filter(Tool::is_changed)
            .collect();
        let more = parts.len().saturating_sub(self.limits.parts);
        keep_top(&mut parts, Some(self.limits.parts), |part| {
            (Reverse(weight(part)), part.tool.name, part.tool.id)
        });
        let card = Tool { parts, more_parts: count(more), ..self.card(tool)? };
        let moved = is_in.map(|[_, is_now]| if is_now { Change::Added } else { Change::Removed });
        let card = Tool { change: moved.or(card.change), moved: moved.is_some(), ..card };
        card.is_changed().then_some(card)
    }

    /// A tool without its parts.
    fn card(&self, tool: ToolTwin) -> Option<Tool<'l>> {
        let (mut offers, mut unchanged) = (Vec::new(), 0);
        for (company, sides) in self.offers(tool) {
            match turn(sides) {
                Some(change) => offers.extend(self.offer(tool, company, sides, change)),
                None => unchanged += u32::from(is_offered(sides[1])),
            }
        }
        let more = offers.len().saturating_sub(self.limits.companies);
        keep_top(&mut offers, Some(self.limits.companies), |offer| {
            (offer.change, offer.chip.company.name.to_lowercase(), offer.chip.company.id)
        });
        let (change, was) = self.record_change(tool);
        let [before, after] = [0, 1].map(|side| tool[side].map(|tool| self.states[side].claims_about(tool)));
        Some(Tool {
            tool: self.named(tool)?,
            change,
            moved: false,
            was,
            before,
            after,
            offers,
            more_offers: count(more),
            unchanged,
            parts: Vec::new(),
            more_parts: 0,
        })
    }

    fn offer(
        &self,
        tool: ToolTwin,
        company: CompanyTwin,
        sides: [Option<Cell>; 2],
        change: Change,
    ) -> Option<Offer<'l>> {
        let side = usize::from(change != Change::Removed);
        let landscape = self.states[side];
        let at: (CompanyIx, Cell, ToolIx) = (company[side]?, sides[side]?, tool[side]?);
        Some(Offer {
            chip: chip(landscape, landscape.perspective(), at.0, at.1, at.2),
            change,
            before: claimed(sides[0]),
            after: claimed(sides[1]),
            was: self.record_change(company).1,
            company_alone: company.contains(&None),
        })
    }
}

impl Tool<'_> {
    /// Whether anything changed that the map shows or counts.
    fn is_changed(&self) -> bool {
        let claims_changed = match (self.before, self.after) {
            (Some(before), Some(after)) => (before.no, before.planned) != (after.no, after.planned),
            _ => true,
        };
        self.change.is_some() || claims_changed || !self.offers.is_empty() || !self.parts.is_empty()
    }
}
