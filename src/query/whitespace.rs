//! White space: what nobody is known to serve, and which facts to look up first.

use crate::query::{
    scope::{self, ScopeVerdict},
    state::{GapState, StateCounts},
};
use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::scope::is_ruled_out;
use super::{CompanyRef, NotCounted, Page, RoleRef, StackRef, ToolRef, Within, count};
use crate::landscape::{CompanyIx, Landscape, RoleIx, StackIx, ToolClaims, ToolIx};
use crate::model::{Date, Kind};

/// How to answer [`whitespace`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which tools, parts, needs and facts to look up to list.
    pub page: Page,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// Which tools to look at.
    pub within: Within,
}

impl Default for Options {
    fn default() -> Self {
        Self { page: Page::default(), min_researched: super::MIN_RESEARCHED, within: Within::default() }
    }
}

/// How many companies are suggested for each stack, to look up.
const LEADS_PER_STACK: usize = 3;

/// What nobody is known to serve.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The tools that nobody is known to offer: empty first, then unsettled, then unresearched;
    /// ties by id.
    pub tools: Vec<Tool<'l>>,
    /// How many such tools there are, those cut off included.
    pub total: u32,
    /// How many tools there are that count.
    pub of: u32,
    /// How many of them are of each state.
    pub states: StateCounts,
    /// The parts of tools that nobody is known to offer, in id order; not counted beside their
    /// whole.
    pub parts: Vec<Part<'l>>,
    /// How many such parts there are, those cut off included.
    pub parts_total: u32,
    /// The stacks that nobody is known to serve, in id order.
    pub stacks: Vec<Stack<'l>>,
    /// The needs that nobody is known to serve, in the order of roles and tools.
    pub needs: Vec<Need<'l>>,
    /// How many such needs there are, those cut off included.
    pub needs_total: u32,
    /// The facts to look up first: those that would settle the most.
    pub lookups: Vec<Lookup<'l>>,
    /// How many such facts there are, those cut off included.
    pub lookups_total: u32,
    /// Where the lists of tools, parts, needs and facts go on; none where all are at their end.
    pub next: Option<u32>,
    /// How many tools have no company to look up first, since none is known in their stacks.
    pub without_lead: u32,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// A tool that nobody is known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Tool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// Empty, unsettled or unresearched.
    pub state: GapState,
    /// How many companies are known not to offer it.
    pub known_not: u32,
    /// How many companies plan it.
    pub planned_by: u32,
    /// The stacks that it is in, in id order.
    pub stacks: Vec<StackRef<'l>>,
    /// Whether it is in scope.
    pub scope: ScopeVerdict,
}

/// A part of a tool that nobody is known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Part<'l> {
    /// The part.
    pub tool: ToolRef<'l>,
    /// Empty, unsettled or unresearched.
    pub state: GapState,
    /// The tools that it is a part of, in id order.
    pub part_of: Vec<ToolRef<'l>>,
}

/// A stack that nobody is known to serve.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Stack<'l> {
    /// The stack.
    pub stack: StackRef<'l>,
    /// Empty when all its tools are, unresearched when none was looked at, else unsettled.
    pub state: GapState,
    /// How many tools count in it.
    pub tools: u32,
}

/// A need that nobody is known to serve.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Need<'l> {
    /// The role.
    pub role: RoleRef<'l>,
    /// The tool that it needs.
    pub tool: ToolRef<'l>,
    /// Empty, unsettled or unresearched.
    pub state: GapState,
}

/// A fact to look up: whether a company offers a tool.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Lookup<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// The tool.
    pub tool: ToolRef<'l>,
    /// How many open points a yes would settle: the tool, stacks that nobody serves, needs on it.
    pub settles: u32,
    /// How many tools the company is known to offer in the tool's stacks, a claim about the stack
    /// as a whole counted as one: why it is a likely one.
    pub known_there: u32,
}

/// Answers what nobody is known to serve, as empty or unresearched, and which facts to look up
/// first.
///
/// # Complexity
///
/// O(t + o) time for t tools and o claims, and O(w) for the w tools that nobody offers.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::whitespace};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = whitespace::whitespace(&market, &Default::default());
/// assert!(report.tools.iter().any(|white| white.tool.name == "Oven"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn whitespace<'l>(landscape: &'l Landscape, options: &Options) -> Report<'l> {
    let state_of = |tool: ToolIx| {
        let claims = landscape.claims_about(tool);
        (GapState::of(claims, options.min_researched), claims)
    };
    let mut white: Vec<(GapState, ToolIx, ToolClaims)> = Vec::new();
    let mut tools = 0;
    for tool in options.within.tools(landscape) {
        tools += 1;
        if landscape.offerers(tool) == 0 {
            let (state, claims) = state_of(tool);
            white.push((state, tool, claims));
        }
    }
    let mut states = StateCounts::default();
    white.iter().for_each(|(state, ..)| states.add(*state));
    let white_part = |tool: ToolIx| Part {
        tool: landscape.named(tool),
        state: state_of(tool).0,
        part_of: landscape.wholes(tool).iter().map(|whole| landscape.named(*whole)).collect(),
    };
    let is_white_part = |tool: &ToolIx| !landscape.wholes(*tool).is_empty() && landscape.offerers(*tool) == 0;

    let white_stack = |stack: StackIx| {
        let tools = landscape.counted_tools_in(stack);
        let served =
            !landscape.active_in(stack).is_empty() || tools.iter().any(|tool| landscape.offerers(*tool) > 0);
        let states: Vec<GapState> = tools.iter().map(|tool| state_of(*tool).0).collect();
        let state = match states.first() {
            Some(first) if states.iter().all(|state| state == first) => *first,
            Some(_) => GapState::Unsettled,
            None => GapState::Unresearched,
        };
        (!served).then(|| Stack { stack: landscape.named(stack), state, tools: count(tools.len()) })
    };
    let named = options.within.named(landscape);
    let is_asked = |tool: &ToolIx| named.as_ref().is_none_or(|named| named.binary_search(tool).is_ok());
    let by_stack = options.within.by_stack(landscape);
    let white_stacks: Vec<StackIx> = by_stack
        .iter()
        .filter_map(|(stack, _)| *stack)
        .filter(|stack| white_stack(*stack).is_some())
        .collect();

    let roles: Vec<RoleIx> = match options.within.roles.as_slice() {
        [] => landscape.roles().collect(),
        roles => roles.to_vec(),
    };
    let needed =
        roles.into_iter().flat_map(|role| landscape.needs(role).into_iter().map(move |tool| (role, tool)));
    let needed = needed.filter(|(_, tool)| is_asked(tool));
    let mut needs: Vec<(RoleIx, ToolIx)> =
        needed.filter(|(_, tool)| state_of(*tool).0 != GapState::Contested).collect();
    let need = |(role, tool): (RoleIx, ToolIx)| Need {
        role: landscape.named(role),
        tool: landscape.named(tool),
        state: state_of(tool).0,
    };
    let mut parts: Vec<ToolIx> = landscape.tools().filter(is_asked).filter(is_white_part).collect();
    let (lookups, lookups_total, without_lead) = lookups(landscape, &white, &white_stacks, options);
    let (total, parts_total, needs_total) = (white.len(), parts.len(), needs.len());
    options.page.keep(&mut white, |(state, tool, _)| (*state, *tool));
    options.page.keep(&mut parts, |part| *part);
    options.page.keep(&mut needs, |need| *need);
    let longest = total.max(parts_total).max(needs_total).max(lookups_total);
    let tool = |(state, tool, claims): &(GapState, ToolIx, ToolClaims)| Tool {
        tool: landscape.named(*tool),
        state: *state,
        known_not: claims.no,
        planned_by: claims.planned,
        stacks: landscape.stacks_of(*tool).into_iter().map(|stack| landscape.named(stack)).collect(),
        scope: scope::scope_of(landscape, *tool).verdict,
    };
    Report {
        tools: white.iter().map(tool).collect(),
        total: count(total),
        of: tools,
        states,
        parts: parts.into_iter().map(white_part).collect(),
        parts_total: count(parts_total),
        stacks: white_stacks.iter().copied().filter_map(white_stack).collect(),
        needs: needs.into_iter().map(need).collect(),
        needs_total: count(needs_total),
        lookups,
        lookups_total: count(lookups_total),
        next: options.page.next(longest),
        without_lead,
        min_researched: options.min_researched,
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &options.within.tools(landscape)),
    }
}

/// The unknown cells that would settle the most: for each tool, the companies that are known best
/// in its stacks; how many there are; and how many tools have none.
fn lookups<'l>(
    landscape: &'l Landscape,
    white: &[(GapState, ToolIx, ToolClaims)],
    white_stacks: &[StackIx],
    options: &Options,
) -> (Vec<Lookup<'l>>, usize, u32) {
    let mut has_white = vec![false; landscape.count(Kind::Stack)];
    for stack in white.iter().flat_map(|(_, tool, _)| landscape.stacks_of(*tool)) {
        has_white[stack.ordinal() as usize] = true;
    }
    let leads: Vec<Vec<(CompanyIx, u32)>> = landscape
        .stacks()
        .zip(has_white)
        .map(|(stack, has_white)| if has_white { leads(landscape, stack) } else { Vec::new() })
        .collect();
    let mut cells: Vec<(u32, u32, CompanyIx, ToolIx)> = Vec::new();
    let mut without_lead = 0;
    let is_open = |(state, tool, _): &&(GapState, ToolIx, ToolClaims)| {
        *state != GapState::Empty && !is_ruled_out(landscape, *tool)
    };
    for (_, tool, _) in white.iter().filter(is_open) {
        let stacks = landscape.stacks_of(*tool);
        let open_stacks = stacks.iter().filter(|stack| white_stacks.contains(stack)).count();
        let settles = 1 + count(open_stacks + landscape.needed_by(*tool).len());
        let unknown = |(company, _): &&(CompanyIx, u32)| landscape.cell(*company, *tool).is_none();
        let leads_in =
            |stack: &StackIx| leads[stack.ordinal() as usize].iter().filter(unknown).take(LEADS_PER_STACK);
        let mut companies: Vec<CompanyIx> =
            stacks.iter().flat_map(leads_in).map(|(company, _)| *company).collect();
        companies.sort_unstable();
        companies.dedup();
        let known: Vec<(CompanyIx, u32)> =
            companies.into_iter().map(|company| (company, known_in(landscape, company, &stacks))).collect();
        without_lead += u32::from(known.is_empty());
        cells.extend(known.into_iter().map(|(company, tools)| (settles, tools, company, *tool)));
    }
    let total = cells.len();
    options.page.keep(&mut cells, |(settles, known, company, tool)| {
        (Reverse(*settles), Reverse(*known), *tool, *company)
    });
    let lookup = |(settles, known_there, company, tool)| Lookup {
        company: landscape.named(company),
        tool: landscape.named(tool),
        settles,
        known_there,
    };
    (cells.into_iter().map(lookup).collect(), total, without_lead)
}

/// How many tools a company is known to offer in any of some stacks, a claim about a stack as a
/// whole counted as one.
fn known_in(landscape: &Landscape, company: CompanyIx, stacks: &[StackIx]) -> u32 {
    let is_there = |tool: &ToolIx| landscape.stacks_of(*tool).iter().any(|stack| stacks.contains(stack));
    let active = landscape.stacks_active_in(company).into_iter().filter(|stack| stacks.contains(stack));
    count(landscape.offered_tools(company).filter(is_there).count() + active.count())
}

/// The companies known in a stack, best first, with how many of its tools each offers; a claim
/// about the stack as a whole counts as one.
fn leads(landscape: &Landscape, stack: StackIx) -> Vec<(CompanyIx, u32)> {
    let mut known = vec![0_u32; landscape.count(Kind::Company)];
    for tool in landscape.counted_tools_in(stack) {
        for (company, _) in landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered()) {
            known[company.ordinal() as usize] += 1;
        }
    }
    for company in landscape.active_in(stack) {
        known[company.ordinal() as usize] += 1;
    }
    let mut leads: Vec<(CompanyIx, u32)> =
        landscape.companies().zip(known).filter(|(_, known)| *known > 0).collect();
    leads.sort_by_key(|(company, known)| (Reverse(*known), *company));
    leads
}
