//! The board of gaps: for each stack, what a company offers and what others offer that it is not
//! known to.

use crate::query::{
    gaps,
    scope::{self, ScopeVerdict},
    state::GapState,
};
use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::gaps::claims_about;
use super::scope::{binding_principles, verdict_of};
use super::{CompanyRef, Page, PrincipleRef, SourceRef, StackRef, ToolRef, Within, sources};
use crate::landscape::{ClaimView, CompanyIx, Landscape, NodeIx, PrincipleIx, StackIx, ToolIx};
use crate::model::{Date, Kind, Support};

/// How many gaps are called the strongest.
const STRONGEST: usize = 3;

/// How to make a [`gap_board`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which tools to show.
    pub within: Within,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { within: Within::default(), min_researched: super::MIN_RESEARCHED }
    }
}

/// What a company offers and what it is not known to offer, stack by stack.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// Of how many tools something is claimed, or concluded from a part, for the company itself.
    pub own_claims: u32,
    /// The five other companies with the highest weighted Jaccard, highest first; fewer where fewer
    /// share a tool.
    pub rivals: Vec<CompanyRef<'l>>,
    /// Those of the first three gaps, in the order of [`gaps`], that others offer.
    pub strongest: Vec<ToolRef<'l>>,
    /// The counts of [`gaps`], in which a tool in several stacks counts once.
    pub totals: gaps::Totals,
    /// One row for each stack: those of which most tools are known to be offered first, then those
    /// whose gaps most closest rivals offer, ties by id; tools in no stack come last, in a row
    /// without one.
    pub rows: Vec<Row<'l>>,
    /// How many tools stand in more than one row.
    pub repeated: u32,
    /// How many tools stand in a row only as parts: their whole counts in the place of them.
    pub parts: u32,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// A stack on a board.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Row<'l> {
    /// The stack; none for the tools that are in no stack.
    pub stack: Option<StackRef<'l>>,
    /// How many of the tools the company is known to offer.
    pub offered: u32,
    /// The tools: those offered, in full before in part; then gaps that others offer, by closest
    /// rivals, then by all; then empty, unsettled and unresearched ones; last what a principle
    /// rules out. Ties by id.
    pub tools: Vec<Tool<'l>>,
}

/// A tool on a board.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Tool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of the company; none when nothing is.
    pub own: Option<Support>,
    /// The claims about the company itself; none where that is concluded from parts.
    pub claims: Vec<ClaimView<'l>>,
    /// Its page on the web: the company's own where it offers the tool, else the tool's.
    pub url: Option<&'l str>,
    /// What is known of it among the other companies.
    pub state: GapState,
    /// How many of the closest rivals offer it.
    pub rivals: u32,
    /// How many other companies offer it.
    pub offerers: u32,
    /// How many other companies are known not to offer it.
    pub known_not: u32,
    /// How many other companies plan it.
    pub planned_by: u32,
    /// Whether it is in scope.
    pub scope: ScopeVerdict,
    /// The principles that rule it out, in id order.
    pub ruled_out_by: Vec<PrincipleRef<'l>>,
}

impl Tool<'_> {
    /// Returns whether the company is known to offer it, in full or in part.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        self.own.is_some_and(Support::is_offered)
    }

    /// Returns where it stands in its row, before ties are broken by id.
    fn rank(&self) -> (u8, Option<Support>, GapState, Reverse<u32>, Reverse<u32>) {
        let group = match self.scope {
            _ if self.is_offered() => 0,
            ScopeVerdict::In | ScopeVerdict::Open => 1,
            ScopeVerdict::Out => 2,
        };
        let (own, state) = if group == 0 { (self.own, GapState::Contested) } else { (None, self.state) };
        let by = |number: u32| Reverse(if group == 0 { 0 } else { number });
        (group, own, state, by(self.rivals), by(self.offerers))
    }
}

/// Makes the board of what a company offers and what it is not known to offer.
///
/// # Complexity
///
/// As [`gaps`] with at most three gaps of each state, then O(t log t + Σ d) for t tools and the d
/// offers of each of the five closest rivals.
#[must_use]
pub fn gap_board<'l>(landscape: &'l Landscape, company: CompanyIx, options: &Options) -> Report<'l> {
    let listed = gaps::gaps(
        landscape,
        company,
        &gaps::Options {
            page: Page::first(STRONGEST),
            names: Some(0),
            within: options.within.clone(),
            min_researched: options.min_researched,
            ..gaps::Options::default()
        },
    );
    let maker = Maker {
        landscape,
        company,
        min_researched: options.min_researched,
        rivals_on: offered_by(landscape, &listed.closest_rivals),
        binding: binding_principles(landscape),
    };
    let stacks = options.within.by_stack(landscape);
    let mut all: Vec<ToolIx> = stacks.iter().flat_map(|(_, tools)| tools.iter().copied()).collect();
    all.sort_unstable();
    let repeated = all.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).count();
    all.dedup();
    let mut rows: Vec<Row<'l>> = stacks.iter().map(|(stack, tools)| maker.row(*stack, tools)).collect();
    let near = |row: &Row<'_>| row.tools.iter().map(|tool| tool.rivals).sum::<u32>();
    rows.sort_by_key(|row| {
        (row.stack.is_none(), Reverse(row.offered), Reverse(near(row)), row.stack.map(|stack| stack.id))
    });
    let contested = listed.gaps.iter().filter(|gap| gap.state == GapState::Contested);
    Report {
        company: landscape.named(company),
        own_claims: listed.own_claims,
        rivals: listed.closest_rivals,
        strongest: contested.take(STRONGEST).map(|gap| gap.tool).collect(),
        totals: listed.totals,
        rows,
        repeated: super::count(repeated),
        parts: super::count(all.len()).saturating_sub(listed.totals.tools),
        sources: sources(landscape),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}

/// By tool: how many of some companies offer it.
fn offered_by(landscape: &Landscape, companies: &[CompanyRef<'_>]) -> Vec<u32> {
    let mut counts = vec![0_u32; landscape.count(Kind::Tool)];
    let found = companies.iter().filter_map(|company| landscape.find(Kind::Company, company.id.as_str()));
    for company in found.filter_map(NodeIx::of_kind::<crate::model::kinds::Company>) {
        for (tool, cell) in landscape.offers_of(company) {
            counts[tool.ordinal() as usize] += u32::from(cell.is_offered());
        }
    }
    counts
}

struct Maker<'l> {
    landscape: &'l Landscape,
    company: CompanyIx,
    min_researched: u32,
    /// By tool: how many of the closest rivals offer it.
    rivals_on: Vec<u32>,
    binding: Vec<PrincipleIx>,
}

impl<'l> Maker<'l> {
    fn row(&self, stack: Option<StackIx>, tools: &[ToolIx]) -> Row<'l> {
        let mut tools: Vec<Tool<'l>> = tools.iter().map(|tool| self.tool(*tool)).collect();
        tools.sort_by_key(|tool| (tool.rank(), tool.tool.id));
        Row {
            stack: stack.map(|stack| self.landscape.named(stack)),
            offered: super::count(tools.iter().filter(|tool| tool.is_offered()).count()),
            tools,
        }
    }

    fn tool(&self, tool: ToolIx) -> Tool<'l> {
        let landscape = self.landscape;
        let claims = landscape.offer_claims(self.company, tool);
        let others = claims_about(landscape, tool, self.company);
        let scope = verdict_of(landscape, tool, &self.binding);
        let ruled_out_by = match scope {
            ScopeVerdict::Out => scope::scope_of(landscape, tool).ruled_out_by,
            ScopeVerdict::In | ScopeVerdict::Open => Vec::new(),
        };
        let own_page = claims.iter().filter(|claim| claim.support.is_some_and(Support::is_offered));
        Tool {
            tool: landscape.named(tool),
            own: landscape.cell(self.company, tool).map(|cell| cell.support()),
            url: own_page.clone().find_map(|claim| claim.url).or_else(|| landscape.node(tool).url()),
            claims,
            state: GapState::of(others, self.min_researched),
            rivals: self.rivals_on[tool.ordinal() as usize],
            offerers: others.offered,
            known_not: others.no,
            planned_by: others.planned,
            scope,
            ruled_out_by: ruled_out_by.into_iter().map(|reason| reason.principle).collect(),
        }
    }
}
