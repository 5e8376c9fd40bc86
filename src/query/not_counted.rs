//! What an answer leaves out: claims that do not hold on its day.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyRef, ToolRef, count};
use crate::landscape::{Because, CompanyIx, Landscape, LeftOut, ToolIx};
use crate::model::{Support, When};

/// How many claims are named at most; all are counted.
pub const MOST_NAMED: usize = 20;

/// The claims that an answer leaves out, since they begin after its day or have ended by then.
///
/// A claim that has ended while another about the same company and tool holds is not among them.
#[derive(Clone, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NotCounted<'l> {
    /// How many there are.
    pub total: u32,
    /// How many of them begin later.
    pub begins: u32,
    /// How many have ended.
    pub ended: u32,
    /// How many of those that have ended are claims about companies that have ceased.
    pub of_ceased: u32,
    /// The first of them: those that begin, the next day first, then those that ended, the last day
    /// first, and those of companies that have ceased at the end; ties by company and tool.
    pub claims: Vec<NotCountedClaim<'l>>,
}

/// A claim that an answer leaves out.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NotCountedClaim<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is claimed.
    pub support: Support,
    /// Why it does not count on the day.
    pub because: Because,
    /// When it begins, or ended.
    pub day: When,
}

impl<'l> NotCounted<'l> {
    /// Returns what is left out of an answer about some companies and tools: those for which
    /// `is_asked` holds.
    ///
    /// # Complexity
    ///
    /// O(n log n) time for n claims that do not hold on the day.
    #[must_use]
    pub fn of(landscape: &'l Landscape, is_asked: impl Fn(CompanyIx, ToolIx) -> bool) -> Self {
        let asked = landscape.left_out().iter().filter(|claim| is_asked(claim.company, claim.tool));
        let mut asked: Vec<&LeftOut> = asked.collect();
        let begins = asked.iter().filter(|claim| claim.because == Because::Begins).count();
        // The sort is stable: ties stay in the order of companies and tools.
        asked.sort_by_key(|claim| match claim.because {
            Because::Begins => (Some(claim.day.first()), Reverse(None)),
            Because::Ended => (None, Reverse(Some(claim.day.last()))),
        });
        let is_of_ceased = |claim: &LeftOut| {
            claim.because == Because::Ended
                && landscape.standing(claim.company).is_some_and(|of| of.ceased.is_some())
        };
        asked.sort_by_key(|claim| (claim.because, is_of_ceased(claim)));
        let claim = |claim: &&LeftOut| NotCountedClaim {
            company: landscape.named(claim.company),
            tool: landscape.named(claim.tool),
            support: claim.support,
            because: claim.because,
            day: claim.day,
        };
        Self {
            total: count(asked.len()),
            begins: count(begins),
            ended: count(asked.len() - begins),
            of_ceased: count(asked.iter().filter(|claim| is_of_ceased(claim)).count()),
            claims: asked.iter().take(MOST_NAMED).map(claim).collect(),
        }
    }

    /// Returns the same of some tools and their parts, whichever the company; `tools` are in order.
    #[must_use]
    pub fn of_tools(landscape: &'l Landscape, tools: &[ToolIx]) -> Self {
        Self::of(landscape, |_, tool| is_among(landscape, tools, tool))
    }

    /// Returns the same of some companies, and of some tools and their parts; `tools` are in order.
    #[must_use]
    pub fn of_companies(landscape: &'l Landscape, companies: &[CompanyIx], tools: &[ToolIx]) -> Self {
        Self::of(landscape, |company, tool| companies.contains(&company) && is_among(landscape, tools, tool))
    }
}

/// Whether a tool is one of those asked about or a part of one; `tools` are in order.
fn is_among(landscape: &Landscape, tools: &[ToolIx], tool: ToolIx) -> bool {
    let is_asked = |tool: &ToolIx| tools.binary_search(tool).is_ok();
    is_asked(&tool) || landscape.wholes(tool).iter().any(is_asked)
}
