//! The part of the market that an answer keeps to.

use crate::landscape::{CompanyIx, Landscape, RoleIx, StackIx, ToolIx};

/// The part of the market that an answer keeps to: the tools of some stacks that some roles need.
/// All tools when empty.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::{Within, gaps}};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let within = Within { stacks: vec![market.stack("counter")?], ..Within::default() };
/// let options = gaps::Options { within, ..gaps::Options::default() };
/// let report = gaps::gaps(&market, market.company("crumb")?, &options);
/// assert!(report.totals.tools < market.whole_tools().count() as u32);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Within {
    /// Only tools of these stacks; of any when empty.
    pub stacks: Vec<StackIx>,
    /// Only tools that these roles need; whoever needs them when empty.
    pub roles: Vec<RoleIx>,
}

impl From<Vec<StackIx>> for Within {
    fn from(stacks: Vec<StackIx>) -> Self {
        Self { stacks, roles: Vec::new() }
    }
}

impl Within {
    /// Returns whether every tool is part of it.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.stacks.is_empty() && self.roles.is_empty()
    }

    /// Returns the tools that belong to it, parts beside their wholes, in id order; none where
    /// every tool does.
    pub(super) fn named(&self, landscape: &Landscape) -> Option<Vec<ToolIx>> {
        let mut stacked: Vec<ToolIx> =
            self.stacks.iter().flat_map(|stack| landscape.tools_in(*stack)).collect();
        let mut needed: Vec<ToolIx> = self.roles.iter().flat_map(|role| landscape.needs(*role)).collect();
        for tools in [&mut stacked, &mut needed] {
            tools.sort_unstable();
            tools.dedup();
        }
        match (self.stacks.is_empty(), self.roles.is_empty()) {
            (true, true) => None,
            (false, true) => Some(stacked),
            (true, false) => Some(needed),
            (false, false) => {
                stacked.retain(|tool| needed.binary_search(tool).is_ok());
                Some(stacked)
            }
        }
    }

    /// Returns the counted tools that belong to it, in id order.
    pub(super) fn tools(&self, landscape: &Landscape) -> Vec<ToolIx> {
        if !self.roles.is_empty() {
            return landscape.without_parts(&self.named(landscape).unwrap_or_default());
        }
        let mut tools: Vec<ToolIx> = match self.stacks.as_slice() {
            [] => landscape.whole_tools().collect(),
            stacks => stacks.iter().flat_map(|stack| landscape.counted_tools_in(*stack)).collect(),
        };
        tools.sort_unstable();
        tools.dedup();
        tools
    }

    /// Returns stacks with their counted tools: those asked for, or all, and then without a stack
    /// the tools that are in none. Where only what roles need counts, stacks without any of it are
    /// left out.
    pub(super) fn by_stack(&self, landscape: &Landscape) -> Vec<(Option<StackIx>, Vec<ToolIx>)> {
        let needed = (!self.roles.is_empty()).then(|| self.tools(landscape));
        let of_stack = |stack: StackIx| {
            let tools = match &needed {
                None => landscape.counted_tools_in(stack),
                Some(needed) => {
                    let is_there = |tool: &ToolIx| landscape.stacks_of(*tool).contains(&stack);
                    needed.iter().copied().filter(is_there).collect()
                }
            };
            (Some(stack), tools)
        };
        let is_listed = |(_, tools): &(Option<StackIx>, Vec<ToolIx>)| needed.is_none() || !tools.is_empty();
        if !self.stacks.is_empty() {
            return self.stacks.iter().copied().map(of_stack).filter(is_listed).collect();
        }
        let elsewhere: Vec<ToolIx> =
            self.tools(landscape).into_iter().filter(|tool| landscape.stacks_of(*tool).is_empty()).collect();
        let last = (!elsewhere.is_empty()).then_some((None, elsewhere));
        landscape.stacks().map(of_stack).filter(is_listed).chain(last).collect()
    }

    /// Keeps the tools that belong to it.
    pub(super) fn keep(&self, landscape: &Landscape, tools: &mut Vec<ToolIx>) {
        if let Some(named) = self.named(landscape) {
            tools.retain(|tool| named.binary_search(tool).is_ok());
        }
    }
}

/// The tools that companies are known to offer within a part of the market.
pub(super) struct Offers<'l> {
    landscape: &'l Landscape,
    /// In id order; none where all count.
    tools: Option<Vec<ToolIx>>,
}

impl<'l> Offers<'l> {
    pub(super) fn new(landscape: &'l Landscape, within: &Within) -> Self {
        Self { landscape, tools: within.named(landscape).map(|tools| landscape.without_parts(&tools)) }
    }

    /// Returns the tools that a company offers and that count, in id order.
    pub(super) fn of(&self, company: CompanyIx) -> Vec<ToolIx> {
        match &self.tools {
            None => self.landscape.offered_tools(company).collect(),
            Some(tools) => {
                let offers = |tool: &ToolIx| self.landscape.is_offered(company, *tool);
                tools.iter().copied().filter(offers).collect()
            }
        }
    }

    /// Returns how many tools that count a company offers.
    pub(super) fn breadth(&self, company: CompanyIx) -> u32 {
        match self.tools {
            None => self.landscape.breadth(company),
            Some(_) => super::count(self.of(company).len()),
        }
    }

    /// Returns how many tools that count each company offers, in the order of companies.
    pub(super) fn breadths(&self) -> Vec<u32> {
        let landscape = self.landscape;
        let Some(tools) = &self.tools else {
            return landscape.companies().map(|company| landscape.breadth(company)).collect();
        };
        let mut breadths = vec![0; landscape.companies().len()];
        for (company, cell) in tools.iter().flat_map(|tool| landscape.companies_on(*tool)) {
            breadths[company.ordinal() as usize] += u32::from(cell.is_offered());
        }
        breadths
    }

    /// Returns how much they weigh together.
    pub(super) fn weight(&self, company: CompanyIx) -> f64 {
        match self.tools {
            None => self.landscape.weight_of_offers(company),
            // Not `sum`, which makes -0 of nothing.
            Some(_) => self.of(company).into_iter().fold(0.0, |sum, tool| sum + self.landscape.weight(tool)),
        }
    }

    /// Returns the tools that count, in id order.
    pub(super) fn tools(&self) -> Vec<ToolIx> {
        self.tools.clone().unwrap_or_else(|| self.landscape.whole_tools().collect())
    }
}
