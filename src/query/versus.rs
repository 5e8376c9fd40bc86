//! Two companies against each other, stack by stack.

use crate::query::overlap;
use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::{SourceRef, StackRef, ToolRef, Within, sources};
use crate::landscape::{ClaimView, CompanyIx, Landscape, StackIx, ToolIx};
use crate::model::{Date, Support};

/// How to set two companies [`versus`] each other.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which tools to show.
    pub within: Within,
}

/// What two companies offer, stack by stack.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The two over all tools, whichever part of them is asked for.
    pub pair: overlap::Pair<'l>,
    /// Whether all tools are asked for.
    pub is_whole: bool,
    /// The tools of the rows, one in several stacks counted once, in id order.
    pub tools: Vec<Tool<'l>>,
    /// One row for each stack: where both offer most first, then where either does, ties by id;
    /// tools in no stack come last, in a row without one.
    pub rows: Vec<Row<'l>>,
    /// How many tools stand in a row only as parts: their whole counts in the place of them.
    pub parts: u32,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// A stack and what two companies offer in it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Row<'l> {
    /// The stack; none for the tools that are in no stack.
    pub stack: Option<StackRef<'l>>,
    /// The counted tools: those that most companies offer first, ties by id.
    pub tools: Vec<Tool<'l>>,
}

/// A tool and what is known of two companies.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Tool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of each of the two; none when nothing is.
    pub supports: [Option<Support>; 2],
    /// The claims about each of the two; none where that is concluded from parts.
    pub claims: [Vec<ClaimView<'l>>; 2],
    /// How many companies offer it, the two included.
    pub offerers: u32,
    /// Its page on the web.
    pub url: Option<&'l str>,
}

impl Tool<'_> {
    /// Returns whether each of the two is known to offer it, in full or in part.
    #[must_use]
    pub fn offered(&self) -> [bool; 2] {
        self.supports.map(|support| support.is_some_and(Support::is_offered))
    }
}

/// Sets two companies against each other, stack by stack.
///
/// # Complexity
///
/// O(t log (t d)) time for t tools and companies with d offers.
#[must_use]
pub fn versus<'l>(landscape: &'l Landscape, companies: [CompanyIx; 2], options: &Options) -> Report<'l> {
    let tool = |tool: ToolIx| Tool {
        tool: landscape.named(tool),
        supports: companies.map(|company| landscape.cell(company, tool).map(|cell| cell.support())),
        claims: companies.map(|company| landscape.offer_claims(company, tool)),
        offerers: landscape.offerers(tool),
        url: landscape.node(tool).url(),
    };
    let row = |(stack, tools): (Option<StackIx>, Vec<ToolIx>)| {
        let mut tools: Vec<Tool<'l>> = tools.into_iter().map(tool).collect();
        tools.sort_by_key(|tool| (Reverse(tool.offerers), tool.tool.id));
        Row { stack: stack.map(|stack| landscape.named(stack)), tools }
    };
    let stacks = options.within.by_stack(landscape);
    let counted = options.within.tools(landscape);
    let mut parts: Vec<ToolIx> = stacks.iter().flat_map(|(_, tools)| tools.iter().copied()).collect();
    parts.sort_unstable();
    parts.dedup();
    parts.retain(|tool| counted.binary_search(tool).is_err());
    let mut rows: Vec<Row<'l>> = stacks.into_iter().map(row).collect();
    let offered = |row: &Row<'_>, least: usize| {
        let by = |tool: &&Tool<'_>| tool.offered().into_iter().filter(|offers| *offers).count() >= least;
        row.tools.iter().filter(by).count()
    };
    rows.sort_by_cached_key(|row| {
        let id = row.stack.map(|stack| stack.id.to_string());
        (row.stack.is_none(), Reverse(offered(row, 2)), Reverse(offered(row, 1)), id)
    });
    let [a, b] = companies;
    Report {
        pair: overlap::two(landscape, a, b),
        is_whole: options.within.is_all(),
        tools: counted.into_iter().map(tool).collect(),
        rows,
        parts: super::count(parts.len()),
        sources: sources(landscape),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}
