//! White space: what nobody is known to serve.

use crate::query::{
    scope::{self, ScopeVerdict},
    state::{GapState, StateCounts},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{NotCounted, Page, RoleRef, StackRef, ToolRef, Within, count};
use crate::landscape::{Landscape, RoleIx, StackIx, ToolClaims, ToolIx};
use crate::model::Date;

/// How to answer [`whitespace`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which tools, parts and needs to list.
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
    /// Where the lists of tools, parts and needs go on; none where all are at their end.
    pub next: Option<u32>,
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

/// Answers what nobody is known to serve, as empty or unresearched.
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
    let (total, parts_total, needs_total) = (white.len(), parts.len(), needs.len());
    options.page.keep(&mut white, |(state, tool, _)| (*state, *tool));
    options.page.keep(&mut parts, |part| *part);
    options.page.keep(&mut needs, |need| *need);
    let longest = total.max(parts_total).max(needs_total);
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
        next: options.page.next(longest),
        min_researched: options.min_researched,
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &options.within.tools(landscape)),
    }
}
