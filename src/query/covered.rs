//! What one company covers, stack by stack.

use schemars::JsonSchema;
use serde::Serialize;

use super::coverage::{CompanyCoverage, tools_of};
use super::looked::{self, Looked};
use super::{AnyRef, CompanyRef, NotCounted, Offers, Within, count};
use crate::landscape::{CompanyIx, Landscape, NodeIx, ToolIx};
use crate::model::Date;

/// How to answer [`covered`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The stacks, tools and roles to look at, in this order; every stack, and what is in none,
    /// when empty.
    pub targets: Vec<NodeIx>,
    /// Which of their tools to count.
    pub within: Within,
}

/// What one company covers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// How many tools it is known to offer, one in several stacks counted once.
    pub offered: u32,
    /// One row for each target, in the order asked; for each stack, those where it offers the most
    /// first, ties by id, and last the tools in no stack.
    pub rows: Vec<Row<'l>>,
    /// The stacks in which it is said to be active, whatever the tool, in id order.
    pub active_in: Vec<AnyRef<'l>>,
    /// What somebody looked up at it without finding an answer: unknown in every count.
    pub looked: Vec<Looked<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// What one company covers of one target.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Row<'l> {
    /// The stack, tool or role; none for the tools that are in no stack.
    pub target: Option<AnyRef<'l>>,
    /// How much of it the company covers.
    pub coverage: CompanyCoverage<'l>,
}

/// Answers how much of each stack one company covers, or of what is asked for.
///
/// Targets that are no stack, tool or role are passed over.
///
/// # Complexity
///
/// O(t log d) time for the t tools of all targets and a company with d offers.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::covered};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = covered::covered(&market, market.company("loaf")?, &Default::default());
/// let counter = report.rows.iter().find(|row| row.target.is_some_and(|target| target.id == "counter"));
/// assert_eq!(counter.map(|row| row.coverage.offered.to_string()), Some("3 of 3".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn covered<'l>(landscape: &'l Landscape, company: CompanyIx, options: &Options) -> Report<'l> {
    let row = |(target, tools): (Option<NodeIx>, Vec<ToolIx>)| Row {
        target: target.map(|target| AnyRef::of(landscape, target)),
        coverage: CompanyCoverage::of(landscape, company, &tools),
    };
    let rows = if options.targets.is_empty() {
        let stacks = options.within.by_stack(landscape).into_iter();
        let mut rows: Vec<Row<'l>> =
            stacks.map(|(stack, tools)| row((stack.map(NodeIx::from), tools))).collect();
        // The sort is stable: ties stay in id order, and what is in no stack is last.
        rows.sort_by_key(|row| (row.target.is_none(), std::cmp::Reverse(row.coverage.offered.low)));
        rows
    } else {
        let of_target = |target: &NodeIx| {
            let mut tools = tools_of(landscape, *target)?;
            options.within.keep(landscape, &mut tools);
            Some(row((Some(*target), tools)))
        };
        options.targets.iter().filter_map(of_target).collect()
    };
    let asked = asked_tools(landscape, options);
    let active_in = landscape.stacks_active_in(company).into_iter();
    let active_in =
        active_in.filter(|stack| !landscape.offers_any_of(company, &landscape.counted_tools_in(*stack)));
    let is_asked = |stack: &NodeIx| {
        (options.targets.is_empty() || options.targets.contains(stack))
            && (options.within.stacks.is_empty()
                || options.within.stacks.iter().any(|of| *stack == (*of).into()))
    };
    Report {
        company: landscape.named(company),
        offered: count(Offers::new(landscape, &options.within).of(company).len()),
        rows,
        active_in: (active_in.map(NodeIx::from).filter(is_asked))
            .map(|stack| AnyRef::of(landscape, stack))
            .collect(),
        looked: looked::of_company(landscape, company, &asked),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_companies(landscape, &[company], &asked),
    }
}

/// Returns the tools that are asked about, in id order.
fn asked_tools(landscape: &Landscape, options: &Options) -> Vec<ToolIx> {
    if options.targets.is_empty() {
        return options.within.tools(landscape);
    }
    let tools = options.targets.iter().filter_map(|target| tools_of(landscape, *target));
    let mut tools: Vec<ToolIx> = tools.flatten().collect();
    options.within.keep(landscape, &mut tools);
    tools.sort_unstable();
    tools.dedup();
    tools
}
