//! The fewest companies that together cover what a customer needs, and how many of them one stands
//! in for.

mod parts;
mod sets;

pub(super) use parts::counted_wholes;
pub use parts::{PartMember, UncountedPart};
pub use sets::SmallestSets;

use crate::query::{cover, coverage::CoveredTool, state::GapState};
use std::cmp::Reverse;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Serialize;

use super::cover::{Candidate, fewest};
use super::{AnyRef, CompanyRef, NotCounted, ToolRef, Within, count};
use crate::landscape::{Cell, CompanyIx, Landscape, NodeIx, ToolIx};
use crate::model::{Date, Listing, Support};

/// How to answer [`bundle`].
#[derive(Clone, Debug)]
pub struct Options {
    /// The company whose view is taken: it is no part of the bundle. Nor are companies that are to
    /// be replaced.
    pub company: Option<CompanyIx>,
    /// Which of the tools to cover.
    pub within: Within,
    /// What counts as covering a tool.
    pub covering: Covering,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// How much work may go into finding the fewest.
    pub limits: cover::Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            company: None,
            within: Within::default(),
            covering: Covering::default(),
            min_researched: super::MIN_RESEARCHED,
            limits: cover::Limits::default(),
        }
    }
}

/// What counts as covering a tool.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covering {
    /// To offer it, in full or in part.
    #[default]
    InPart,
    /// To offer it in full.
    InFull,
}

impl Covering {
    fn is_covered(self, cell: Cell) -> bool {
        self.counts(cell.support())
    }

    /// Returns whether a support is enough.
    pub(crate) fn counts(self, support: Support) -> bool {
        match self {
            Self::InPart => support.is_offered(),
            Self::InFull => support == Support::Yes,
        }
    }
}

/// The fewest companies that together cover stacks, tools or what roles need.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// What is to be covered, in the order asked.
    pub targets: Vec<AnyRef<'l>>,
    /// The targets of which no tools are known.
    pub without_tools: Vec<AnyRef<'l>>,
    /// The stacks that may have more tools than are listed.
    pub open_lists: Vec<AnyRef<'l>>,
    /// The company whose view is taken.
    pub company: Option<CompanyRef<'l>>,
    /// What counts as covering a tool.
    pub covering: Covering,
    /// How many tools the targets come to: each once, a part not beside its whole.
    pub tools: u32,
    /// The parts among the tools of the targets that are not counted, since their whole is, in id
    /// order. The bundle is not made to cover them.
    pub parts: Vec<UncountedPart<'l>>,
    /// The tools that another company covers, in id order: what the bundle is made for.
    pub coverable: Vec<ToolRef<'l>>,
    /// The tools that no other company covers: contested first (with full support alone), then
    /// empty, unsettled, unresearched; ties by id.
    pub uncovered: Vec<UncoveredTool<'l>>,
    /// The fewest companies, that of the view left out.
    pub bundle: Bundle<'l>,
    /// What the company of the view changes; none where no view is taken or nothing can be covered.
    pub stand_in: Option<StandIn<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// A tool that no company but that of the view covers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct UncoveredTool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of it among the other companies; contested where they only offer it in part.
    pub state: GapState,
    /// What is known of the company of the view; none when nothing is.
    pub own: Option<Support>,
}

/// Companies that together cover tools.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Bundle<'l> {
    /// How many the fewest are, over what is known; at least and at most differ where not every set
    /// was tried.
    pub fewest: Bounds,
    /// How they were looked for.
    pub method: cover::Method,
    /// The companies: those that cover most first; ties by id.
    pub companies: Vec<Member<'l>>,
    /// How many sets are as small, and which; none where it is not known that no smaller set will
    /// do.
    pub smallest: Option<SmallestSets<'l>>,
}

/// A number that lies between two.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Bounds {
    /// The least that it can be.
    pub at_least: u32,
    /// The most that it can be.
    pub at_most: u32,
}

impl std::fmt::Display for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.at_least == self.at_most {
            write!(f, "{}", self.at_most)
        } else {
            write!(f, "{}–{}", self.at_least, self.at_most)
        }
    }
}

/// A company of a bundle, and what it brings.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Member<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// The tools that it offers, in id order.
    pub yes: Vec<CoveredTool<'l>>,
    /// The tools that it offers in part, or of which it offers a part, in id order.
    pub partial: Vec<CoveredTool<'l>>,
    /// The tools that it alone is known to cover, the company of the view left out: it is
    /// irreplaceable for them, as far as is known.
    pub alone_for: Vec<ToolRef<'l>>,
    /// The first companies that can take its place, the others of the bundle unchanged, in id
    /// order: at most 20.
    pub instead: Vec<CompanyRef<'l>>,
    /// How many such companies there are.
    pub instead_total: u32,
}

/// What a company changes for a customer who would otherwise need a bundle of others.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct StandIn<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// The tools of the bundle that it offers.
    pub yes: Vec<CoveredTool<'l>>,
    /// The tools of the bundle that it offers in part, or of which it offers a part.
    pub partial: Vec<CoveredTool<'l>>,
    /// Of how many tools of the bundle it is not known whether it covers them. Where only full
    /// support counts, those are among them of which it is only known to offer a part.
    pub unknown: u32,
    /// The fewest others that are needed beside it.
    pub beside: Bundle<'l>,
    /// How many others it stands in for: the fewest without it, less those beside it.
    pub stands_in_for: Bounds,
    /// How many it would stand in for if it offered all that is unknown of it.
    pub at_best: Bounds,
}

/// The tools to cover, and who covers them.
struct Universe<'l> {
    landscape: &'l Landscape,
    covering: Covering,
    limits: cover::Limits,
    /// Who is no part of any bundle: the company of the view, and those that are to be replaced.
    left_out: Vec<CompanyIx>,
    tools: Vec<ToolIx>,
    /// For each tool, the one company that covers it; none where there are more.
    alone: Vec<Option<CompanyIx>>,
    /// In id order; of companies that cover the same, the first.
    companies: Vec<CompanyIx>,
    candidates: Vec<Candidate>,
}

/// Answers which fewest companies together cover the tools of stacks and roles, tools themselves,
/// and what companies are known to offer: those companies are to be replaced, and no part of the
/// answer.
///
/// Targets of other kinds are passed over.
///
/// # Complexity
///
/// O(o log o) time for o claims about the tools, and a bounded search for the fewest
/// ([`cover::Limits`]).
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::bundle};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = bundle::bundle(&market, &[market.stack("counter")?.into()], &Default::default());
/// assert_eq!(report.bundle.companies[0].company.name, "Loaf");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn bundle<'l>(landscape: &'l Landscape, targets: &[NodeIx], options: &Options) -> Report<'l> {
    let of_target = |target: &NodeIx| {
        let mut tools = parts::named_by(landscape, *target)?;
        options.within.keep(landscape, &mut tools);
        Some((*target, tools))
    };
    let of_targets: Vec<(NodeIx, Vec<ToolIx>)> = targets.iter().filter_map(of_target).collect();
    let replaced: Vec<CompanyIx> = targets.iter().filter_map(|target| target.of_kind()).collect();
    // Who is to be replaced is no view to take.
    let options = &Options {
        company: options.company.filter(|company| !replaced.contains(company)),
        ..options.clone()
    };
    let mut named: Vec<ToolIx> = of_targets.iter().flat_map(|(_, tools)| tools.iter().copied()).collect();
    named.sort_unstable();
    named.dedup();
    let tools = landscape.without_parts(&named);
    let (universe, uncovered) = Universe::of(landscape, &tools, options, &replaced);

    let all = universe.whole();
    let bundle = universe.bundle(&all);
    let stand_in = options
        .company
        .filter(|_| !universe.tools.is_empty())
        .map(|company| universe.stand_in(company, bundle.fewest));
    let refs = |is_listed: &dyn Fn(NodeIx, &[ToolIx]) -> bool| -> Vec<AnyRef<'l>> {
        let listed = of_targets.iter().filter(|(target, tools)| is_listed(*target, tools));
        listed.map(|(target, _)| AnyRef::of(landscape, *target)).collect()
    };
    Report {
        targets: refs(&|_, _| true),
        without_tools: refs(&|_, tools| tools.is_empty()),
        open_lists: refs(&|target, _| landscape.node(target).listing() == Some(Listing::Open)),
        company: options.company.map(|company| landscape.named(company)),
        covering: options.covering,
        tools: count(tools.len()),
        parts: parts::uncounted(landscape, &named, &tools, &bundle, options, &replaced),
        coverable: universe.tools.iter().map(|tool| landscape.named(*tool)).collect(),
        uncovered,
        bundle,
        stand_in,
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &tools),
    }
}

impl<'l> Universe<'l> {
    /// Divides tools into those that a company other than that of the view covers, and the others.
    fn of(
        landscape: &'l Landscape,
        tools: &[ToolIx],
        options: &Options,
        replaced: &[CompanyIx],
    ) -> (Self, Vec<UncoveredTool<'l>>) {
        let mut universe = Self {
            landscape,
            covering: options.covering,
            limits: options.limits,
            left_out: options.company.iter().chain(replaced).copied().collect(),
            tools: Vec::new(),
            alone: Vec::new(),
            companies: Vec::new(),
            candidates: Vec::new(),
        };
        let mut uncovered = Vec::new();
        let mut offers: Vec<(CompanyIx, usize, bool)> = Vec::new();
        for tool in tools {
            let (position, before) = (universe.tools.len(), offers.len());
            let others = landscape.companies_on(*tool).filter(|(company, cell)| {
                universe.may_choose(*company) && options.covering.is_covered(*cell)
            });
            offers.extend(others.map(|(company, cell)| (company, position, cell.support() == Support::Yes)));
            match offers.get(before..).unwrap_or_default() {
                [] => uncovered.push(UncoveredTool::of(landscape, *tool, options, replaced)),
                coverers => {
                    let alone = if let [(company, ..)] = coverers { Some(*company) } else { None };
                    universe.tools.push(*tool);
                    universe.alone.push(alone);
                }
            }
        }
        uncovered.sort_by_key(|uncovered| uncovered.state);
        offers.sort_unstable();
        let mut seen: FxHashSet<Candidate> = FxHashSet::default();
        let none = FixedBitSet::with_capacity(universe.tools.len());
        for of_one in offers.chunk_by(|(one, ..), (other, ..)| one == other) {
            let mut candidate = Candidate { covers: none.clone(), in_full: none.clone() };
            for (_, position, is_full) in of_one {
                candidate.covers.insert(*position);
                candidate.in_full.set(*position, *is_full);
            }
            if let Some((company, ..)) = of_one.first()
                && seen.insert(candidate.clone())
            {
                universe.companies.push(*company);
                universe.candidates.push(candidate);
            }
        }
        (universe, uncovered)
    }

    fn whole(&self) -> FixedBitSet {
        let mut all = FixedBitSet::with_capacity(self.tools.len());
        all.insert_range(..);
        all
    }

    /// Returns how many of the fewest companies cover some of the tools, and which.
    fn bundle(&self, tools: &FixedBitSet) -> Bundle<'l> {
        let cover = fewest(&self.candidates, tools, self.limits);
        let chosen: Vec<CompanyIx> =
            cover.chosen.iter().filter_map(|at| self.companies.get(*at).copied()).collect();
        let mut companies: Vec<Member<'l>> =
            chosen.iter().map(|company| self.member(*company, &chosen, tools)).collect();
        let is_smallest = cover.at_least == chosen.len() && !chosen.is_empty();
        // The sort is stable: ties stay in id order.
        companies.sort_by_key(|member| Reverse((member.yes.len() + member.partial.len(), member.yes.len())));
        Bundle {
            fewest: Bounds { at_least: count(cover.at_least), at_most: count(cover.chosen.len()) },
            method: cover.method,
            companies,
            smallest: is_smallest.then(|| self.smallest_sets(tools, chosen.len())),
        }
    }

    /// Whether a company may be part of a bundle.
    fn may_choose(&self, company: CompanyIx) -> bool {
        !self.left_out.contains(&company)
    }

    fn member(&self, company: CompanyIx, bundle: &[CompanyIx], tools: &FixedBitSet) -> Member<'l> {
        let [yes, partial] = self.offered(company, tools);
        let instead = self.instead_of(company, bundle, tools);
        let is_alone = |at: &usize| self.alone.get(*at) == Some(&Some(company));
        let alone_for = tools.ones().filter(is_alone).filter_map(|at| self.tools.get(at));
        Member {
            company: self.landscape.named(company),
            yes,
            partial,
            alone_for: alone_for.map(|tool| self.landscape.named(*tool)).collect(),
            instead: instead.iter().take(sets::NAMED).map(|other| self.landscape.named(*other)).collect(),
            instead_total: count(instead.len()),
        }
    }

    /// The tools that a company covers, those that it offers in full apart from those in part.
    fn offered(&self, company: CompanyIx, tools: &FixedBitSet) -> [Vec<CoveredTool<'l>>; 2] {
        let with = |support: Support| {
            let covered = |at: usize| {
                let tool = *self.tools.get(at)?;
                let cell = self.landscape.cell(company, tool)?;
                let counts = self.covering.is_covered(cell) && cell.support() == support;
                counts.then(|| CoveredTool::of(self.landscape, company, tool, cell))
            };
            tools.ones().filter_map(covered).collect()
        };
        [with(Support::Yes), with(Support::Partial)]
    }

    fn stand_in(&self, company: CompanyIx, without: Bounds) -> StandIn<'l> {
        let all = self.whole();
        let (mut needed, mut needed_at_best, mut unknown) = (all.clone(), all.clone(), 0);
        for (position, tool) in self.tools.iter().enumerate() {
            let cell = self.landscape.cell(company, *tool);
            let is_covered = cell.is_some_and(|cell| self.covering.is_covered(cell));
            // To offer a part says nothing of whether the whole is offered in full.
            let is_unknown = !is_covered && cell.is_none_or(Cell::is_by_part);
            unknown += u32::from(is_unknown);
            needed.set(position, !is_covered);
            needed_at_best.set(position, !(is_covered || is_unknown));
        }
        let [yes, partial] = self.offered(company, &all);
        let beside = self.bundle(&needed);
        let least = fewest(&self.candidates, &needed_at_best, self.limits);
        let least = Bounds { at_least: count(least.at_least), at_most: count(least.chosen.len()) };
        let less = |others: Bounds| Bounds {
            at_least: without.at_least.saturating_sub(others.at_most),
            at_most: without.at_most.saturating_sub(others.at_least),
        };
        StandIn {
            company: self.landscape.named(company),
            yes,
            partial,
            unknown,
            stands_in_for: less(beside.fewest),
            at_best: less(least),
            beside,
        }
    }
}

impl<'l> UncoveredTool<'l> {
    fn of(landscape: &'l Landscape, tool: ToolIx, options: &Options, replaced: &[CompanyIx]) -> Self {
        let claims = parts::claims_of_others(landscape, tool, options.company.as_slice(), replaced);
        let own = options.company.and_then(|company| landscape.cell(company, tool));
        Self {
            tool: landscape.named(tool),
            state: GapState::of(claims, options.min_researched),
            own: own.map(Cell::support),
        }
    }
}
