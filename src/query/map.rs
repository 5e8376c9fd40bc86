//! The market map: stacks, their tools, and who offers each.

use super::{CompanyRef, GapState, SourceRef, StackRef, ToolRef, count, sources};
use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::{CompanyIx, Landscape, StackIx, ToolIx};
use crate::model::{Basis, Date, Kind, Support};

/// How to make a [`map`].
#[derive(Clone, Debug)]
pub struct MapOptions {
    /// Only these stacks; all, and the tools in none, when empty.
    pub stacks: Vec<StackIx>,
    /// The company to mark; the landscape's perspective when none is given.
    pub company: Option<CompanyIx>,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
}

impl Default for MapOptions {
    fn default() -> Self {
        Self { stacks: Vec::new(), company: None, min_researched: super::MIN_RESEARCHED }
    }
}

/// The market map.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct MapReport<'l> {
    /// The landscape's name.
    pub name: &'l str,
    /// The company that is marked.
    pub company: Option<CompanyRef<'l>>,
    /// One panel for each stack, in id order; tools in no stack come last, in a panel without one.
    pub panels: Vec<MapPanel<'l>>,
    /// How many tools there are, one in several stacks counted once.
    pub tools: u32,
    /// How many companies offer any of them.
    pub companies: u32,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
}

/// A stack and its tools.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct MapPanel<'l> {
    /// The stack; none for the tools that are in no stack.
    pub stack: Option<StackRef<'l>>,
    /// The tools: those that most companies offer first, then empty, unsettled and unresearched; ties by id.
    pub tools: Vec<MapTool<'l>>,
    /// The companies active in the stack with no tool named, in id order.
    pub active_in: Vec<CompanyRef<'l>>,
    /// How many companies offer any of the tools.
    pub companies: u32,
    /// How many of the tools the marked company offers; none where no claim says what it offers at all.
    pub ours: Option<u32>,
}

/// A tool and who offers it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct MapTool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of it among all companies.
    pub state: GapState,
    /// Who offers it, the marked company first, then by name; its parts' companies stand with the parts.
    pub companies: Vec<MapChip<'l>>,
    /// How many companies offer it, those that offer a part of it included.
    pub offerers: u32,
    /// How many companies are known not to offer it.
    pub known_not: u32,
    /// How many companies plan it.
    pub planned_by: u32,
    /// Its parts, and theirs, in the same form, in id order.
    pub parts: Vec<MapTool<'l>>,
}

/// A company on a tool.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct MapChip<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// Yes or partial.
    pub support: Support,
    /// Whether it is the marked company.
    pub ours: bool,
    /// Its page on the web.
    pub url: Option<&'l str>,
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

/// Makes the market map.
///
/// # Complexity
///
/// O(t + o log o) time for t tools and o offers of them.
#[must_use]
pub fn map<'l>(landscape: &'l Landscape, options: &MapOptions) -> MapReport<'l> {
    let company = options.company.or_else(|| landscape.perspective());
    let mut parts: Vec<Vec<ToolIx>> = vec![Vec::new(); landscape.count(Kind::Tool)];
    for part in landscape.tools() {
        landscape.wholes(part).iter().for_each(|whole| parts[whole.ordinal() as usize].push(part));
    }
    let maker = Maker { landscape, company, min_researched: options.min_researched, parts };
    let stacks: Vec<StackIx> = match options.stacks.as_slice() {
        [] => landscape.stacks().collect(),
        asked => asked.to_vec(),
    };
    let mut panels: Vec<MapPanel<'l>> = Vec::new();
    let mut tools: Vec<ToolIx> = Vec::new();
    for stack in &stacks {
        let counted = landscape.counted_tools_in(*stack);
        tools.extend(&counted);
        let active_in = landscape.active_in(*stack);
        panels.push(maker.panel(Some(landscape.named(*stack)), &counted, &active_in));
    }
    if options.stacks.is_empty() {
        let elsewhere: Vec<ToolIx> =
            landscape.whole_tools().filter(|tool| landscape.stacks_of(*tool).is_empty()).collect();
        if !elsewhere.is_empty() {
            tools.extend(&elsewhere);
            panels.push(maker.panel(None, &elsewhere, &[]));
        }
    }
    tools.sort_unstable();
    tools.dedup();
    MapReport {
        name: landscape.name(),
        company: company.map(|company| landscape.named(company)),
        panels,
        companies: maker.offering(&tools),
        tools: count(tools.len()),
        sources: sources(landscape),
        as_of: landscape.as_of(),
    }
}

struct Maker<'l> {
    landscape: &'l Landscape,
    company: Option<CompanyIx>,
    min_researched: u32,
    /// By tool: all its parts, directly or not, in id order.
    parts: Vec<Vec<ToolIx>>,
}

impl<'l> Maker<'l> {
    fn panel(&self, stack: Option<StackRef<'l>>, tools: &[ToolIx], active_in: &[CompanyIx]) -> MapPanel<'l> {
        let landscape = self.landscape;
        let mut made: Vec<MapTool<'l>> = tools.iter().map(|tool| self.tool(*tool)).collect();
        made.sort_by_key(|tool| (tool.state, std::cmp::Reverse(tool.offerers), tool.tool.id));
        let ours = |tool: &&ToolIx| {
            self.company.and_then(|us| landscape.cell(us, **tool)).is_some_and(|cell| cell.is_offered())
        };
        // Without any claim about the company, "0" would say more than is known.
        let known = self.company.is_some_and(|us| landscape.offers_of(us).len() > 0);
        MapPanel {
            stack,
            tools: made,
            active_in: active_in.iter().map(|company| landscape.named(*company)).collect(),
            companies: self.offering(tools),
            ours: known.then(|| count(tools.iter().filter(ours).count())),
        }
    }

    fn tool(&self, tool: ToolIx) -> MapTool<'l> {
        let parts = self.parts[tool.ordinal() as usize].iter().map(|part| self.card(*part)).collect();
        MapTool { parts, ..self.card(tool) }
    }

    /// A tool without its parts.
    fn card(&self, tool: ToolIx) -> MapTool<'l> {
        let landscape = self.landscape;
        let claims = landscape.claims_about(tool);
        let chip = |(company, cell): (CompanyIx, crate::landscape::Cell)| MapChip {
            company: landscape.named(company),
            support: cell.support(),
            ours: Some(company) == self.company,
            url: landscape.node(company).url(),
            basis: landscape.offer_basis(company, tool),
        };
        // A company known only by a part stands with the part.
        let claimed = landscape
            .companies_on(tool)
            .filter(|(_, cell)| cell.is_offered() && cell.claimed().is_some_and(Support::is_offered));
        let mut companies: Vec<MapChip<'l>> = claimed.map(chip).collect();
        companies.sort_by_key(|chip| (!chip.ours, chip.company.name.to_lowercase(), chip.company.id));
        MapTool {
            tool: landscape.named(tool),
            state: GapState::of(claims, self.min_researched),
            companies,
            offerers: claims.offered,
            known_not: claims.no,
            planned_by: claims.planned,
            parts: Vec::new(),
        }
    }

    /// How many companies offer any of the tools.
    fn offering(&self, tools: &[ToolIx]) -> u32 {
        let offered = tools.iter().flat_map(|tool| self.landscape.companies_on(*tool));
        let mut companies: Vec<CompanyIx> =
            offered.filter(|(_, cell)| cell.is_offered()).map(|(company, _)| company).collect();
        companies.sort_unstable();
        companies.dedup();
        count(companies.len())
    }
}
