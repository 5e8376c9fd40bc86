//! The market map: stacks, their tools, and who offers each.

use crate::query::overlap::closest_rivals;
use crate::query::state::{GapState, StateCounts};
use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    CompanyRef, NotCounted, SourceRef, StackRef, ToolRef, Within, billionths, count, keep_top, sources,
};
use crate::landscape::{Cell, ClaimView, CompanyIx, Landscape, StackIx, ToolIx};
use crate::model::{Basis, Date, Kind, Support};

/// How many tools a stack has at least that somebody can cover as a whole: to cover one or two says
/// little.
const LEAST_COVERED: usize = 3;

/// How to make a [`map`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which tools to show.
    pub within: Within,
    /// The company to mark; the landscape's perspective when none is given.
    pub company: Option<CompanyIx>,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// How much of it to list.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            within: Within::default(),
            company: None,
            min_researched: super::MIN_RESEARCHED,
            limits: Limits::default(),
        }
    }
}

/// How much of a map to list. What is left out is counted, and all counts include it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// How many stacks: those whose tools most companies offer.
    pub stacks: usize,
    /// How many tools of each stack: the first in their order.
    pub tools: usize,
    /// How many parts of each tool: the first in their order.
    pub parts: usize,
    /// How many companies on each tool: the first in their order.
    pub companies: usize,
    /// How many tools in no stack, where there are stacks.
    pub loose: usize,
}

impl Limits {
    /// Everything is listed.
    pub const NONE: Self = Self {
        stacks: usize::MAX,
        tools: usize::MAX,
        parts: usize::MAX,
        companies: usize::MAX,
        loose: usize::MAX,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self { stacks: 24, tools: 20, parts: 6, companies: 12, loose: 0 }
    }
}

/// The market map.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The landscape's name.
    pub name: &'l str,
    /// The company that is marked.
    pub company: Option<CompanyRef<'l>>,
    /// How many of the tools it offers; none where no claim says what it offers at all.
    pub ours: Option<u32>,
    /// One panel for each stack, in id order; tools in no stack come last, in a panel without one.
    pub panels: Vec<Panel<'l>>,
    /// The stacks that are left out, in id order.
    pub more_stacks: Vec<StackRef<'l>>,
    /// How many tools there are, one in several stacks counted once.
    pub tools: u32,
    /// How many of them are in no stack.
    pub in_no_stack: u32,
    /// How many of them are in each state.
    pub states: StateCounts,
    /// How many companies offer any of them.
    pub companies: u32,
    /// The stacks of three tools or more that a company offers all of in full, and who does: those
    /// of most tools first, ties by id.
    pub covered: Vec<Covered<'l>>,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// A stack that companies cover as a whole.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Covered<'l> {
    /// The stack.
    pub stack: StackRef<'l>,
    /// How many tools it has.
    pub tools: u32,
    /// The companies that offer each of its tools in full, in id order.
    pub companies: Vec<CompanyRef<'l>>,
}

/// A stack and its tools.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Panel<'l> {
    /// The stack; none for the tools that are in no stack.
    pub stack: Option<StackRef<'l>>,
    /// The tools: those that most companies offer first, then empty, unsettled and unresearched;
    /// ties by id.
    pub tools: Vec<Tool<'l>>,
    /// The tools that are left out, in the same order.
    pub more_tools: Vec<ToolRef<'l>>,
    /// The companies active in the stack with no tool named, in id order.
    pub active_in: Vec<CompanyRef<'l>>,
    /// How many companies offer any of the tools.
    pub companies: u32,
    /// How many of the tools the marked company offers; none where no claim says what it offers at
    /// all.
    pub ours: Option<u32>,
}

/// A tool and who offers it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Tool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of it among all companies.
    pub state: GapState,
    /// Who offers it: the marked company, its five closest rivals, then those that offer most
    /// tools, ties by the weight of these and id; its parts' companies are with the parts.
    pub companies: Vec<Chip<'l>>,
    /// How many more companies are left out.
    pub more_companies: u32,
    /// How many companies offer it, those that offer a part of it included.
    pub offerers: u32,
    /// How many companies are known not to offer it.
    pub known_not: u32,
    /// How many companies plan it.
    pub planned_by: u32,
    /// Its parts, and theirs, in the same form and in the order of tools.
    pub parts: Vec<Tool<'l>>,
    /// How many more parts are left out.
    pub more_parts: u32,
}

/// A company on a tool.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Chip<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// Yes or partial.
    pub support: Support,
    /// Whether it is the marked company.
    pub ours: bool,
    /// The page of the product on the web, or else that of the company.
    pub url: Option<&'l str>,
    /// The firmest basis of the claims; none where they carry no evidence.
    pub basis: Option<Basis>,
    /// The claims, with their evidence.
    pub claims: Vec<ClaimView<'l>>,
}

/// Makes the market map.
///
/// # Complexity
///
/// O(s log s + t log t + o) time for s stacks, t tools in them and o offers of them, besides O(k
/// log k) for the k companies that are listed on each tool.
#[must_use]
pub fn map<'l>(landscape: &'l Landscape, options: &Options) -> Report<'l> {
    let company = options.company.or_else(|| landscape.perspective());
    let parts = parts_of_all(landscape);
    let maker = Maker {
        landscape,
        company,
        rivals: company.map_or_else(Vec::new, |company| closest_rivals(landscape, company, &options.within)),
        min_researched: options.min_researched,
        limits: options.limits,
        parts,
    };
    let by_stack = options.within.by_stack(landscape);
    let mut tools: Vec<ToolIx> = by_stack.iter().flat_map(|(_, tools)| tools.iter().copied()).collect();
    let elsewhere: Vec<ToolIx> =
        by_stack.iter().filter(|(stack, _)| stack.is_none()).flat_map(|(_, tools)| tools.clone()).collect();
    let stacks: Vec<Counted> =
        by_stack.into_iter().filter_map(|(stack, tools)| Some((stack?, tools))).collect();
    let covered = maker.covered(&stacks);
    let (listed, more_stacks) = maker.listed_stacks(stacks);
    // Tools that were put into no stack are what remains; where there are no stacks they are all
    // there is.
    let loose = if listed.is_empty() { options.limits.tools } else { options.limits.loose };
    let mut panels: Vec<Panel<'l>> = listed
        .into_iter()
        .map(|(stack, counted)| {
            maker.panel(
                Some(landscape.named(stack)),
                &counted,
                &landscape.active_without_tool(stack),
                options.limits.tools,
            )
        })
        .collect();
    if !elsewhere.is_empty() {
        panels.push(maker.panel(None, &elsewhere, &[], loose));
    }
    tools.sort_unstable();
    tools.dedup();
    let mut states = StateCounts::default();
    tools.iter().for_each(|tool| states.add(maker.state(*tool)));
    Report {
        name: landscape.name(),
        company: company.map(|company| landscape.named(company)),
        ours: maker.ours(&tools),
        panels,
        more_stacks: more_stacks.into_iter().map(|(stack, _)| landscape.named(stack)).collect(),
        companies: maker.offering(&tools),
        covered,
        tools: count(tools.len()),
        in_no_stack: count(elsewhere.len()),
        states,
        sources: sources(landscape),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &tools),
    }
}

/// Returns by tool all its parts, directly or not, in id order.
pub(super) fn parts_of_all(landscape: &Landscape) -> Vec<Vec<ToolIx>> {
    let mut parts: Vec<Vec<ToolIx>> = vec![Vec::new(); landscape.count(Kind::Tool)];
    for part in landscape.tools() {
        landscape.wholes(part).iter().for_each(|whole| parts[whole.ordinal() as usize].push(part));
    }
    parts
}

/// Makes the chip of a company on a tool; `us` is the company to mark.
pub(super) fn chip(
    landscape: &Landscape,
    us: Option<CompanyIx>,
    company: CompanyIx,
    cell: Cell,
    tool: ToolIx,
) -> Chip<'_> {
    let claims = landscape.offer_claims(company, tool);
    Chip {
        company: landscape.named(company),
        support: cell.support(),
        ours: Some(company) == us,
        url: claims.iter().find_map(|claim| claim.url).or_else(|| landscape.node(company).url()),
        basis: landscape.offer_basis(company, tool),
        claims,
    }
}

/// A stack, and those of its tools that are counted.
type Counted = (StackIx, Vec<ToolIx>);

struct Maker<'l> {
    landscape: &'l Landscape,
    company: Option<CompanyIx>,
    /// Its closest rivals, closest first.
    rivals: Vec<CompanyIx>,
    min_researched: u32,
    limits: Limits,
    /// By tool: all its parts, directly or not, in id order.
    parts: Vec<Vec<ToolIx>>,
}

impl<'l> Maker<'l> {
    /// Divides stacks into those that are listed and the rest, both in the order in which they
    /// came.
    fn listed_stacks(&self, stacks: Vec<Counted>) -> (Vec<Counted>, Vec<Counted>) {
        if stacks.len() <= self.limits.stacks {
            return (stacks, Vec::new());
        }
        let mut biggest: Vec<(Reverse<u32>, StackIx)> =
            stacks.iter().map(|(stack, tools)| (Reverse(self.offering(tools)), *stack)).collect();
        biggest.sort_unstable();
        biggest.truncate(self.limits.stacks);
        let mut listed: Vec<StackIx> = biggest.into_iter().map(|(_, stack)| stack).collect();
        listed.sort_unstable();
        stacks.into_iter().partition(|(stack, _)| listed.binary_search(stack).is_ok())
    }

    /// Finds the stacks that a company offers all of: those of most tools first, ties by id.
    fn covered(&self, stacks: &[Counted]) -> Vec<Covered<'l>> {
        let whole = |(stack, tools): &Counted| {
            let mut offered: BTreeMap<CompanyIx, usize> = BTreeMap::new();
            for (company, cell) in tools.iter().flat_map(|tool| self.landscape.companies_on(*tool)) {
                *offered.entry(company).or_default() += usize::from(cell.support() == Support::Yes);
            }
            let all = offered.into_iter().filter(|(_, offered)| *offered == tools.len());
            let companies: Vec<CompanyRef<'l>> =
                all.map(|(company, _)| self.landscape.named(company)).collect();
            (!companies.is_empty()).then(|| Covered {
                stack: self.landscape.named(*stack),
                tools: count(tools.len()),
                companies,
            })
        };
        let wide = stacks.iter().filter(|(_, tools)| tools.len() >= LEAST_COVERED);
        let mut covered: Vec<Covered<'l>> = wide.filter_map(whole).collect();
        covered.sort_by_key(|covered| Reverse(covered.tools));
        covered
    }

    fn panel(
        &self,
        stack: Option<StackRef<'l>>,
        tools: &[ToolIx],
        active_in: &[CompanyIx],
        most: usize,
    ) -> Panel<'l> {
        let landscape = self.landscape;
        let ordered = self.in_order(tools);
        let (listed, more) = ordered.split_at(ordered.len().min(most));
        Panel {
            stack,
            tools: listed.iter().map(|tool| self.tool(*tool)).collect(),
            more_tools: more.iter().map(|tool| landscape.named(*tool)).collect(),
            active_in: active_in.iter().map(|company| landscape.named(*company)).collect(),
            companies: self.offering(tools),
            ours: self.ours(tools),
        }
    }

    fn tool(&self, tool: ToolIx) -> Tool<'l> {
        let parts = self.in_order(&self.parts[tool.ordinal() as usize]);
        let listed = parts.iter().take(self.limits.parts);
        Tool {
            parts: listed.map(|part| self.card(*part)).collect(),
            more_parts: count(parts.len().saturating_sub(self.limits.parts)),
            ..self.card(tool)
        }
    }

    fn in_order(&self, tools: &[ToolIx]) -> Vec<ToolIx> {
        let mut tools = tools.to_vec();
        tools.sort_by_key(|tool| (self.state(*tool), Reverse(self.landscape.offerers(*tool)), *tool));
        tools
    }

    /// A tool without its parts.
    fn card(&self, tool: ToolIx) -> Tool<'l> {
        let landscape = self.landscape;
        let claims = landscape.claims_about(tool);
        // A company known only by a part stands with the part.
        let mut claimed: Vec<(CompanyIx, Cell)> = landscape
            .companies_on(tool)
            .filter(|(_, cell)| {
                cell.is_offered() && !cell.is_by_part() && cell.claimed().is_none_or(Support::is_offered)
            })
            .collect();
        let all = claimed.len();
        keep_top(&mut claimed, Some(self.limits.companies), |(company, _)| {
            let rival = self.rivals.iter().position(|rival| rival == company).unwrap_or(usize::MAX);
            let weight = billionths(landscape.weight_of_offers(*company));
            let breadth = landscape.breadth(*company);
            (Some(*company) != self.company, rival, Reverse(breadth), Reverse(weight), *company)
        });
        Tool {
            tool: landscape.named(tool),
            state: self.state(tool),
            more_companies: count(all - claimed.len()),
            companies: claimed
                .into_iter()
                .map(|(company, cell)| chip(landscape, self.company, company, cell, tool))
                .collect(),
            offerers: claims.offered,
            known_not: claims.no,
            planned_by: claims.planned,
            parts: Vec::new(),
            more_parts: 0,
        }
    }

    fn state(&self, tool: ToolIx) -> GapState {
        GapState::of(self.landscape.claims_about(tool), self.min_researched)
    }

    /// How many of the tools the marked company offers.
    fn ours(&self, tools: &[ToolIx]) -> Option<u32> {
        let landscape = self.landscape;
        // Without any claim about the company, "0" would say more than is known.
        let us = self.company.filter(|us| landscape.offers_of(*us).len() > 0)?;
        let offers = |tool: &&ToolIx| landscape.cell(us, **tool).is_some_and(Cell::is_offered);
        Some(count(tools.iter().filter(offers).count()))
    }

    /// How many companies offer any of the tools.
    fn offering(&self, tools: &[ToolIx]) -> u32 {
        let offered = tools.iter().flat_map(|tool| self.landscape.companies_on(*tool));
        let mut companies: Vec<CompanyIx> =
            offered.filter(|(_, cell)| cell.is_offered()).map(|(company, _)| company).collect();
        companies.sort_unstable();
        companies.dedup();
        count(companies.len())
    }
}
