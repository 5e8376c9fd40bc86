//! Roles against stacks: how much of what each role needs there is known to be offered.

use crate::query::{roles, state::GapState};
use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Page, SourceRef, StackRef, sources};
use crate::landscape::{Landscape, NoPlaces, NodeIx, StackIx, ToolIx};
use crate::model::{Kind, Support};

/// Roles against stacks.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The roles as [`roles`] has them.
    pub roles: roles::Report<'l>,
    /// The stacks in which any of the roles needs a tool: those of most needs first, ties by id.
    pub stacks: Vec<StackRef<'l>>,
    /// Whether any role needs a tool that is in no stack: the cells of those come after those of
    /// the stacks.
    pub has_none: bool,
    /// One row for each role with known needs, in the order of `roles`.
    pub rows: Vec<Row>,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
}

/// The needs of a role, by stack.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// Of all its needs, each counted once.
    pub all: Cell,
    /// One cell for each stack, and one for the tools in no stack where there are any. A tool in
    /// several stacks counts in each.
    pub cells: Vec<Cell>,
}

/// How much of some needs is known to be offered.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Cell {
    /// The needs: where each stands among those of the role.
    pub needs: Vec<usize>,
    /// How many of them the company is known to offer; without a company, how many anybody is.
    pub offered: u32,
    /// How many of them the company is known not to offer, plans included; without a company, 0.
    pub lacking: u32,
    /// How many of them nobody has looked up for any company.
    pub unresearched: u32,
}

impl Cell {
    /// Counts some of the needs of a role: those at `chosen`.
    pub(crate) fn of(needs: &[roles::Need<'_>], chosen: Vec<usize>, by_company: bool) -> Self {
        let mut cell = Self::default();
        for at in chosen {
            if let Some(need) = needs.get(at) {
                cell.add(at, need, by_company);
            }
        }
        cell
    }

    fn add(&mut self, at: usize, need: &roles::Need<'_>, by_company: bool) {
        self.needs.push(at);
        let offers = need.support.map(Support::is_offered);
        self.offered += u32::from(if by_company { offers == Some(true) } else { need.offered_by > 0 });
        self.lacking += u32::from(by_company && offers == Some(false));
        self.unresearched += u32::from(need.state == GapState::Unresearched);
    }
}

/// Answers how much of what roles need in each stack is known to be offered: of all roles, whatever
/// page is asked for.
///
/// # Complexity
///
/// As [`roles`], then O(n log n) time for the n needs of all roles listed.
#[must_use]
pub fn role_heat<'l>(landscape: &'l Landscape, options: &roles::Options) -> Report<'l> {
    let options = roles::Options { page: Page::ALL, ..options.clone() };
    let roles = roles::roles(landscape, &options, &NoPlaces);
    let by_company = roles.company.is_some();
    let with_needs = || roles.roles.iter().filter(|entry| !entry.needs.is_empty());
    let split: Vec<_> = with_needs().map(|entry| by_stack(landscape, entry, by_company)).collect();
    let mut sizes: BTreeMap<StackIx, usize> = BTreeMap::new();
    for (stack, cell) in split.iter().flatten() {
        if let Some(stack) = stack {
            *sizes.entry(*stack).or_default() += cell.needs.len();
        }
    }
    let mut stacks: Vec<(Reverse<usize>, StackIx)> =
        sizes.into_iter().map(|(stack, needs)| (Reverse(needs), stack)).collect();
    stacks.sort_unstable();
    let has_none = split.iter().any(|cells| cells.contains_key(&None));
    let columns: Vec<Option<StackIx>> =
        stacks.iter().map(|(_, stack)| Some(*stack)).chain(has_none.then_some(None)).collect();
    let row = |(entry, mut cells): (&roles::Entry<'l>, BTreeMap<Option<StackIx>, Cell>)| {
        let all = Cell::of(&entry.needs, (0..entry.needs.len()).collect(), by_company);
        Row { all, cells: columns.iter().map(|stack| cells.remove(stack).unwrap_or_default()).collect() }
    };
    let rows = with_needs().zip(split).map(row).collect();
    Report {
        stacks: stacks.into_iter().map(|(_, stack)| landscape.named(stack)).collect(),
        has_none,
        rows,
        sources: sources(landscape),
        roles,
    }
}

/// The needs of a role by stack; without a stack, those that are in none.
fn by_stack(
    landscape: &Landscape,
    entry: &roles::Entry<'_>,
    by_company: bool,
) -> BTreeMap<Option<StackIx>, Cell> {
    let mut cells: BTreeMap<Option<StackIx>, Cell> = BTreeMap::new();
    for (at, need) in entry.needs.iter().enumerate() {
        let tool: Option<ToolIx> =
            landscape.find(Kind::Tool, need.tool.id.as_str()).and_then(NodeIx::of_kind);
        let stacks = tool.map(|tool| landscape.stacks_of(tool)).unwrap_or_default();
        let stacks = stacks.into_iter().map(Some);
        let none = tool.is_none_or(|tool| landscape.stacks_of(tool).is_empty()).then_some(None);
        for stack in stacks.chain(none) {
            cells.entry(stack).or_default().add(at, need, by_company);
        }
    }
    cells
}
