//! How much of every stack each company covers, as a table of companies and stacks; of companies
//! and tools where there are no stacks.

use crate::query::coverage;
use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, CompanyRef, Interval, NotCounted, Offers, count};
use crate::landscape::{CompanyIx, Landscape, NodeIx, StackIx, ToolIx};
use crate::model::{Date, Support};

/// With more tools than this, and no stacks, all tools share one column.
const MOST_TOOLS: usize = 200;

/// How much of every stack each company covers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The columns: the stacks in id order, and last the tools that are in none. Where there are no
    /// stacks, the tools.
    pub columns: Vec<Column<'l>>,
    /// The companies with the most tools first; ties by id.
    pub companies: Vec<Row<'l>>,
    /// Where the list of companies goes on; none where it is at its end.
    pub next: Option<u32>,
    /// How many companies there are, those cut off included.
    pub total: u32,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Column<'l> {
    /// The stack or the tool; none for the tools that are in no stack.
    pub of: Option<AnyRef<'l>>,
    /// How many tools count in it.
    pub tools: u32,
}

/// A row of the table.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Row<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

/// How much of one column one company covers.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cell {
    /// How many of the column's tools it offers.
    pub offered: Interval,
    /// What is claimed of the tool, in a column of one tool alone.
    pub support: Option<Support>,
    /// Whether there is any claim about one of the tools.
    pub has_claims: bool,
    /// Whether it is said to be active in the stack as a whole.
    pub active_in: bool,
}

/// Answers how much of every stack each company covers.
///
/// # Complexity
///
/// O(k · m) time for k companies listed and m tools in stacks, after O(c) to choose them.
#[must_use]
pub fn matrix<'l>(landscape: &'l Landscape, options: &coverage::Options) -> Report<'l> {
    let mut groups: Vec<(Option<StackIx>, Vec<ToolIx>)> = options.within.by_stack(landscape);
    let is_stackless = groups.iter().all(|(stack, _)| stack.is_none());
    let of_tools = is_stackless && groups.iter().map(|(_, tools)| tools.len()).sum::<usize>() <= MOST_TOOLS;
    if of_tools {
        groups = groups.into_iter().flat_map(|(_, tools)| tools).map(|tool| (None, vec![tool])).collect();
    }
    let mut companies: Vec<CompanyIx> = landscape.companies().collect();
    let total = companies.len();
    let breadths = Offers::new(landscape, &options.within).breadths();
    options.page.keep(&mut companies, |company| {
        let active = landscape.stacks_active_in(*company).len();
        (std::cmp::Reverse((breadths[company.ordinal() as usize], active)), *company)
    });
    if let Some(always) = options.always.filter(|company| !companies.contains(company)) {
        companies.push(always);
    }
    let row = |company: CompanyIx| {
        let active_in = landscape.stacks_active_in(company);
        let cell = |(stack, tools): &(Option<StackIx>, Vec<ToolIx>)| {
            let known = tools.iter().filter_map(|tool| landscape.cell(company, *tool));
            let (mut offered, mut lacking) = (0, 0);
            for cell in known {
                *(if cell.is_offered() { &mut offered } else { &mut lacking }) += 1;
            }
            let of = count(tools.len());
            Cell {
                offered: Interval { low: offered, high: of - lacking, of },
                has_claims: offered + lacking > 0,
                support: tools
                    .first()
                    .filter(|_| of_tools)
                    .and_then(|tool| landscape.cell(company, *tool))
                    .map(|cell| cell.support()),
                active_in: stack.is_some_and(|stack| active_in.contains(&stack)),
            }
        };
        Row { company: landscape.named(company), cells: groups.iter().map(cell).collect() }
    };
    let column = |(stack, tools): &(Option<StackIx>, Vec<ToolIx>)| {
        let tool = tools.first().filter(|_| of_tools).map(|tool| NodeIx::from(*tool));
        let of = stack.map(NodeIx::from).or(tool).map(|node| AnyRef::of(landscape, node));
        Column { of, tools: count(tools.len()) }
    };
    Report {
        columns: groups.iter().map(column).collect(),
        companies: companies.into_iter().map(row).collect(),
        next: options.page.next(total),
        total: count(total),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &options.within.tools(landscape)),
    }
}
