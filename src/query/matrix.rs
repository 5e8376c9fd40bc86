//! How much of every stack each company covers, as a table of companies and stacks.

use crate::query::coverage;
use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyRef, Interval, NotCounted, Offers, StackRef, count};
use crate::landscape::{CompanyIx, Landscape, StackIx};
use crate::model::Date;

/// How much of every stack each company covers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The stacks, in id order: the columns.
    pub stacks: Vec<StackRef<'l>>,
    /// How many tools count in each stack.
    pub tools: Vec<u32>,
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

/// A row of the table.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Row<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// One cell for each stack.
    pub cells: Vec<Cell>,
}

/// How much of one stack one company covers.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cell {
    /// How many of the stack's tools it offers.
    pub offered: Interval,
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
    let by_stack = options.within.by_stack(landscape).into_iter();
    let (stacks, tools): (Vec<StackIx>, Vec<_>) =
        by_stack.filter_map(|(stack, tools)| Some((stack?, tools))).unzip();
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
        let cell = |(stack, tools): (&StackIx, &Vec<_>)| {
            let known = tools.iter().filter_map(|tool| landscape.cell(company, *tool));
            let (mut offered, mut lacking) = (0, 0);
            for cell in known {
                *(if cell.is_offered() { &mut offered } else { &mut lacking }) += 1;
            }
            let of = count(tools.len());
            Cell {
                offered: Interval { low: offered, high: of - lacking, of },
                has_claims: offered + lacking > 0,
                active_in: active_in.contains(stack),
            }
        };
        Row { company: landscape.named(company), cells: stacks.iter().zip(&tools).map(cell).collect() }
    };
    Report {
        stacks: stacks.iter().map(|stack| landscape.named(*stack)).collect(),
        tools: tools.iter().map(|tools| count(tools.len())).collect(),
        companies: companies.into_iter().map(row).collect(),
        next: options.page.next(total),
        total: count(total),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &options.within.tools(landscape)),
    }
}
