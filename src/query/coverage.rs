//! Which companies cover a stack, a tool, or what a role needs.

use schemars::JsonSchema;
use serde::Serialize;

use super::looked::{self, Looked};
use super::{AnyRef, CompanyRef, Interval, NotCounted, Page, ToolRef, Within, count};
use crate::landscape::{Cell, CompanyIx, Ground, Ix, Landscape, NodeIx, ToolIx};
use crate::model::{Basis, Date, Kind, Listing, Support, kinds};

/// How to answer [`coverage`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which companies to list for each target.
    pub page: Page,
    /// A company to list whatever its rank.
    pub always: Option<CompanyIx>,
    /// Which of a target's tools to count.
    pub within: Within,
}

/// Which companies cover each of the targets.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// One entry for each target, in the order asked.
    pub targets: Vec<TargetCoverage<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// Which companies cover one target.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct TargetCoverage<'l> {
    /// The stack, tool or role.
    pub target: AnyRef<'l>,
    /// The tools that it is counted over, in id order: a part is not counted beside its whole.
    pub tools: Vec<ToolRef<'l>>,
    /// Whether there may be more tools in the stack than are listed.
    pub open_list: bool,
    /// The companies with the most tools first, then by most `yes`; ties by id.
    pub companies: Vec<CompanyCoverage<'l>>,
    /// Where the list of companies goes on; none where it is at its end.
    pub next: Option<u32>,
    /// How many companies there is any claim about, those cut off included.
    pub companies_with_claims: u32,
    /// How many companies there is no claim about for any of the tools.
    pub companies_without_claims: u32,
    /// The first companies that are active in the stack, with no offer of a tool of it on record,
    /// in id order; never counted as a tool.
    pub active_in_stack: Vec<CompanyRef<'l>>,
    /// How many such companies there are, those cut off included.
    pub companies_active_in_stack: u32,
    /// For each tool of `tools`, how many companies are known to offer it.
    pub offered_by: Vec<u32>,
    /// What somebody looked up without finding an answer: unknown in every count.
    pub looked: Vec<Looked<'l>>,
}

/// How much of a target one company covers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct CompanyCoverage<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// How many tools it offers: at least those known, at most all but those known to be missing.
    pub offered: Interval,
    /// The tools that it offers.
    pub yes: Vec<CoveredTool<'l>>,
    /// The tools that it offers in part, or of which it offers a part.
    pub partial: Vec<CoveredTool<'l>>,
    /// The tools that it has said it will offer.
    pub planned: Vec<CoveredTool<'l>>,
    /// The tools that it is known not to offer.
    pub no: Vec<CoveredTool<'l>>,
    /// For how many tools nothing is known.
    pub unknown: u32,
}

/// A tool that a claim is about.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct CoveredTool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// Whether the company is only said to offer a part of it.
    pub a_part: bool,
    /// What the support is concluded from; none where it is claimed of the very tool.
    pub concluded: Option<Ground>,
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

impl<'l> CoveredTool<'l> {
    /// The tool as what is known of a company and it makes it.
    pub(super) fn of(landscape: &'l Landscape, company: CompanyIx, tool: ToolIx, cell: Cell) -> Self {
        let basis = landscape.offer_basis(company, tool);
        Self { tool: landscape.named(tool), a_part: cell.is_by_part(), concluded: cell.ground(), basis }
    }
}

impl<'l> CompanyCoverage<'l> {
    pub(super) fn of(landscape: &'l Landscape, company: CompanyIx, tools: &[ToolIx]) -> Self {
        let with = |support: Support| -> Vec<CoveredTool<'l>> {
            let covered = |tool: &ToolIx| {
                let cell = landscape.cell(company, *tool).filter(|cell| cell.support() == support)?;
                Some(CoveredTool::of(landscape, company, *tool, cell))
            };
            tools.iter().filter_map(covered).collect()
        };
        let [yes, partial, planned, no] = Support::ALL.map(with);
        let of = count(tools.len());
        let offered = count(yes.len() + partial.len());
        let known = offered + count(planned.len() + no.len());
        Self {
            company: landscape.named(company),
            offered: Interval { low: offered, high: of - count(planned.len() + no.len()), of },
            unknown: of - known,
            yes,
            partial,
            planned,
            no,
        }
    }
}

/// Answers which companies cover each target: a stack, a tool, or what a role needs.
///
/// Targets of other kinds are passed over.
///
/// # Complexity
///
/// O(c + o + k · t) time for c companies, o claims about the tools of the target, and k companies
/// listed over t tools.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::coverage};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = coverage::coverage(&market, &[market.stack("counter")?.into()], &Default::default());
/// let best = &report.targets[0].companies[0];
/// assert_eq!((best.company.name, best.offered.to_string()), ("Loaf", "3 of 3".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn coverage<'l>(landscape: &'l Landscape, targets: &[NodeIx], options: &Options) -> Report<'l> {
    let one = |target: &NodeIx| {
        let mut tools = tools_of(landscape, *target)?;
        options.within.keep(landscape, &mut tools);
        Some((*target, tools))
    };
    let targets: Vec<(NodeIx, Vec<ToolIx>)> = targets.iter().filter_map(one).collect();
    let mut asked: Vec<ToolIx> = targets.iter().flat_map(|(_, tools)| tools.iter().copied()).collect();
    asked.sort_unstable();
    Report {
        targets: targets.iter().map(|(target, tools)| cover(landscape, *target, tools, options)).collect(),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &asked),
    }
}

/// The tools that a target is counted over, in id order; none for what is no stack, tool or role.
pub(super) fn tools_of(landscape: &Landscape, target: NodeIx) -> Option<Vec<ToolIx>> {
    Some(match target.kind() {
        Kind::Stack => landscape.counted_tools_in(target.of_kind()?),
        Kind::Tool => vec![target.of_kind()?],
        Kind::Role => landscape.without_parts(&landscape.needs(target.of_kind()?)),
        _ => return None,
    })
}

fn cover<'l>(
    landscape: &'l Landscape,
    target: NodeIx,
    tools: &[ToolIx],
    options: &Options,
) -> TargetCoverage<'l> {
    // For each company that any claim is about: how many tools it offers, and how many as `yes`.
    let mut offered = vec![(0_u32, 0_u32); landscape.count(Kind::Company)];
    let mut seen: Vec<CompanyIx> = Vec::new();
    let mut is_seen = vec![false; offered.len()];
    for tool in tools {
        for (company, cell) in landscape.companies_on(*tool) {
            let at = company.ordinal() as usize;
            offered[at].0 += u32::from(cell.is_offered());
            offered[at].1 += u32::from(cell.support() == Support::Yes);
            if !std::mem::replace(&mut is_seen[at], true) {
                seen.push(company);
            }
        }
    }
    let with_claims = seen.len();
    options.page.keep(&mut seen, |company| {
        let (offered, yes) = offered[company.ordinal() as usize];
        (std::cmp::Reverse(offered), std::cmp::Reverse(yes), *company)
    });
    if let Some(always) = options.always.filter(|company| !seen.contains(company)) {
        seen.push(always);
    }
    let stack: Option<Ix<kinds::Stack>> = target.of_kind();
    let mut active_in = stack.map(|stack| landscape.active_without_tool(stack)).unwrap_or_default();
    let companies_active_in_stack = count(active_in.len());
    active_in.truncate(options.page.top.unwrap_or(usize::MAX));
    TargetCoverage {
        target: AnyRef::of(landscape, target),
        tools: tools.iter().map(|tool| landscape.named(*tool)).collect(),
        open_list: landscape.node(target).listing() == Some(Listing::Open),
        companies: seen.into_iter().map(|company| CompanyCoverage::of(landscape, company, tools)).collect(),
        next: options.page.next(with_claims),
        companies_with_claims: count(with_claims),
        companies_without_claims: count(landscape.count(Kind::Company) - with_claims),
        active_in_stack: active_in.into_iter().map(|company| landscape.named(company)).collect(),
        companies_active_in_stack,
        offered_by: tools.iter().map(|tool| landscape.offerers(*tool)).collect(),
        looked: looked::of_tools(landscape, tools),
    }
}
