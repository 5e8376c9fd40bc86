//! Which companies cover a stack, a tool, or what a role needs.

use crate::words::{Table, View, Words};
use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, CompanyRef, Interval, ToolRef, count, keep_top, names, plural};
use crate::landscape::{Cell, CompanyIx, Ix, Landscape, NodeIx, ToolIx};
use crate::model::{Basis, Date, Kind, Listing, Support, kinds};

/// How to answer [`coverage`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How many companies to list for each target; all when none is given.
    pub top: Option<usize>,
    /// A company to list whatever its rank.
    pub always: Option<CompanyIx>,
}

/// Which companies cover each of the targets.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// One entry for each target, in the order asked.
    pub targets: Vec<TargetCoverage<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
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
    /// How many companies there is any claim about, those cut off included.
    pub companies_with_claims: u32,
    /// How many companies there is no claim about for any of the tools.
    pub companies_without_claims: u32,
    /// The companies said to be active in the stack, whatever the tool, in id order; never counted as a tool.
    pub active_in_stack: Vec<CompanyRef<'l>>,
    /// For each tool of `tools`, how many companies are known to offer it.
    pub offered_by: Vec<u32>,
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
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

impl<'l> CoveredTool<'l> {
    /// The tool as what is known of a company and it makes it.
    pub(super) fn of(landscape: &'l Landscape, company: CompanyIx, tool: ToolIx, cell: Cell) -> Self {
        let basis = landscape.offer_basis(company, tool);
        Self { tool: landscape.named(tool), a_part: cell.claimed().is_none(), basis }
    }

    /// The tool's name, with what keeps the claim from being a plain stated one.
    pub(super) fn text(&self, support: Support) -> String {
        let support = match support {
            Support::Yes => None,
            Support::Partial if self.a_part => Some("a part"),
            other => Some(other.word()),
        };
        let basis = self.basis.filter(|basis| *basis != Basis::Stated).map(Basis::word);
        let doubts: Vec<&str> = support.into_iter().chain(basis).collect();
        if doubts.is_empty() {
            self.tool.name.to_owned()
        } else {
            format!("{} ({})", self.tool.name, doubts.join(", "))
        }
    }
}

impl<'l> CompanyCoverage<'l> {
    fn of(landscape: &'l Landscape, company: CompanyIx, tools: &[ToolIx]) -> Self {
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
#[must_use]
pub fn coverage<'l>(landscape: &'l Landscape, targets: &[NodeIx], options: &Options) -> Report<'l> {
    let one = |target: &NodeIx| Some(cover(landscape, *target, &tools_of(landscape, *target)?, options));
    Report { targets: targets.iter().filter_map(one).collect(), as_of: landscape.as_of() }
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
    keep_top(&mut seen, options.top, |company| {
        let (offered, yes) = offered[company.ordinal() as usize];
        (std::cmp::Reverse(offered), std::cmp::Reverse(yes), *company)
    });
    if let Some(always) = options.always.filter(|company| !seen.contains(company)) {
        seen.push(always);
    }
    let stack: Option<Ix<kinds::Stack>> = target.of_kind();
    let active_in = stack.map(|stack| landscape.active_in(stack)).unwrap_or_default();
    TargetCoverage {
        target: AnyRef::of(landscape, target),
        tools: tools.iter().map(|tool| landscape.named(*tool)).collect(),
        open_list: landscape.node(target).listing() == Some(Listing::Open),
        companies: seen.into_iter().map(|company| CompanyCoverage::of(landscape, company, tools)).collect(),
        companies_with_claims: count(with_claims),
        companies_without_claims: count(landscape.count(Kind::Company) - with_claims),
        active_in_stack: active_in.into_iter().map(|company| landscape.named(company)).collect(),
        offered_by: tools.iter().map(|tool| landscape.offerers(*tool)).collect(),
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "coverage";

    fn view(&self) -> View {
        let mut view = View::new("Coverage");
        view.records = Table::new(["kind", "target", "company", "tool", "support", "basis"]);
        for target in &self.targets {
            target.lay_out(&mut view);
        }
        view.note("Offered is an interval: what is known, up to all that is not known to be missing. ½ is partial, ? unknown.");
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        view
    }
}

impl TargetCoverage<'_> {
    fn lay_out(&self, view: &mut View) {
        let AnyRef { kind, name, .. } = self.target;
        view.heading(format!("{kind} {name}"));
        if self.tools.is_empty() {
            view.text(match kind {
                Kind::Role => format!(
                    "Nobody has claimed what {name} needs. Add `needs` to the role `{}` to make this answerable.",
                    self.target.id
                ),
                _ => format!("{name} has no tools, so there is nothing to cover."),
            });
            return;
        }
        let tools = plural(self.tools.len(), "tool", "tools");
        let open = if self.open_list { " (the list is open: there may be more)" } else { "" };
        if kind != Kind::Tool {
            view.text(format!("{tools}{open}: {}", names(self.tools.iter().map(|tool| tool.name), 40)));
        }
        let nobody: Vec<&str> = (self.tools.iter().zip(&self.offered_by))
            .filter(|(_, offered_by)| **offered_by == 0)
            .map(|(tool, _)| tool.name)
            .collect();
        let mut table = Table::new(["company", "#offered", "#yes", "#½", "#plan", "#no", "#?", "tools"]);
        for row in &self.companies {
            let by_support = [&row.yes, &row.partial, &row.planned, &row.no];
            let offered: Vec<String> = (Support::ALL.into_iter().zip(by_support))
                .flat_map(|(support, tools)| tools.iter().map(move |tool| tool.text(support)))
                .collect();
            let counts =
                [row.yes.len(), row.partial.len(), row.planned.len(), row.no.len()].map(|n| n.to_string());
            let [yes, partial, planned, no] = counts;
            let tools = names(offered.iter().map(String::as_str), 12);
            let company = row.company.name.to_owned();
            table.push([
                company,
                row.offered.to_string(),
                yes,
                partial,
                planned,
                no,
                row.unknown.to_string(),
                tools,
            ]);
            for (support, tools) in Support::ALL.into_iter().zip(by_support) {
                for covered in tools {
                    let target = [kind.to_string(), self.target.id.to_owned()];
                    let basis = covered.basis.map_or("", Basis::word).to_owned();
                    let claim =
                        [row.company.id.to_string(), covered.tool.id.to_string(), support.word().to_owned()];
                    view.records.push(target.into_iter().chain(claim).chain([basis]));
                }
            }
        }
        view.table(table, self.companies.len().max(self.companies_with_claims as usize));
        if self.companies_with_claims == 0 {
            view.text(
                "No claim says that anybody offers, plans or lacks any of these tools: nobody has looked.",
            );
        } else if !nobody.is_empty() {
            view.text(format!("Nobody is known to offer: {}.", nobody.join(", ")));
        }
        if !self.active_in_stack.is_empty() {
            view.text(format!(
                "Active in the stack as a whole, no tool named: {}.",
                names(self.active_in_stack.iter().map(|company| company.name), 20)
            ));
        }
        if self.companies_without_claims == 0 {
            return;
        }
        view.text(format!(
            "{} with no claim about any of these tools.",
            plural(self.companies_without_claims as usize, "company", "companies")
        ));
    }
}
