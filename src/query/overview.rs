//! What a landscape holds, on one screen.

use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, Ask, CompanyRef, Page, SourceRef, count, overlap, sources};
use crate::landscape::Landscape;
use crate::model::{Date, Kind, Relation, Stage, Support};

/// What a landscape holds.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The landscape's name.
    pub name: &'l str,
    /// What it is.
    pub description: Option<&'l str>,
    /// The company whose view it is.
    pub perspective: Option<CompanyRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// How many records there are of each kind, in the order of kinds.
    pub kinds: Vec<KindCount>,
    /// How many of the tools are sub-tools, which the questions count with their tools.
    pub sub_tools: u32,
    /// How many relations there are, `offers` included.
    pub relations: u32,
    /// What is known of the company × tool matrix.
    pub offers: SupportCounts,
    /// The sources, in id order, each with how many claims rest on it.
    pub sources: Vec<SourceUse<'l>>,
    /// What the owners mean by the stages of a product, in order.
    pub stages: Vec<StageMeaning<'l>>,
    /// What to ask next: what is lacking, who covers the stack with the most tools, and how the
    /// closest companies compare.
    pub try_next: Vec<Ask<'l>>,
}

/// What the owners mean by a stage of a product.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct StageMeaning<'l> {
    /// The stage.
    pub stage: Stage,
    /// What it means, once for each place that says so: a source may define it more than once.
    pub definitions: Vec<&'l str>,
}

/// How many records there are of a kind.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: Kind,
    /// How many.
    pub count: u32,
}

/// What is known of the company × tool matrix, tools that are parts included.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
pub struct SupportCounts {
    /// How many cells it has: companies times tools.
    pub cells: u64,
    /// How many claims say yes.
    pub yes: u64,
    /// How many say partial.
    pub partial: u64,
    /// How many say planned.
    pub planned: u64,
    /// How many say no.
    pub no: u64,
}

/// How many claims rest on a source.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct SourceUse<'l> {
    /// The source.
    pub source: SourceRef<'l>,
    /// How many claims and records name it as evidence.
    pub claims: u32,
}

/// Answers what a landscape holds.
///
/// # Complexity
///
/// O(n + m log m) time for n records and m relations, and what [`overlap::one`] takes.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::overview};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = overview::overview(&market);
/// assert_eq!(report.perspective.map(|us| us.name), Some("Crumb"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn overview(landscape: &Landscape) -> Report<'_> {
    let mut offers = SupportCounts {
        cells: landscape.count(Kind::Company) as u64 * landscape.count(Kind::Tool) as u64,
        ..SupportCounts::default()
    };
    let mut relations = 0_u32;
    let mut uses = vec![0_u32; landscape.count(Kind::Source)];
    let sources: Vec<SourceRef<'_>> = sources(landscape);
    let mut see = |evidence: &[crate::landscape::EvidenceView<'_>]| {
        let mut named: Vec<usize> = evidence
            .iter()
            .filter_map(|e| sources.binary_search_by_key(&e.source.id, |source| source.id).ok())
            .collect();
        named.sort_unstable();
        named.dedup();
        named.into_iter().for_each(|source| uses[source] += 1);
    };
    landscape.stages().iter().flat_map(|stage| &stage.definitions).for_each(|(_, evidence)| see(evidence));
    landscape.build_costs().iter().for_each(|cost| see(&cost.evidence));
    for ix in Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)) {
        see(&landscape.node(ix).evidence());
        landscape.node(ix).own_claims().iter().for_each(|(_, claim)| see(&claim.evidence));
        for connection in landscape.connections_from(ix) {
            relations += u32::from(!connection.claims.is_empty());
            if connection.relation != Relation::About {
                connection.claims.iter().for_each(|claim| see(&claim.evidence));
            }
        }
    }
    for (_, cell) in landscape.companies().flat_map(|company| landscape.offers_of(company)) {
        match cell.claimed() {
            Some(Support::Yes) => offers.yes += 1,
            Some(Support::Partial) => offers.partial += 1,
            Some(Support::Planned) => offers.planned += 1,
            Some(Support::No) => offers.no += 1,
            None => {}
        }
    }
    let busiest = landscape
        .stacks()
        .max_by_key(|stack| (landscape.counted_tools_in(*stack).len(), std::cmp::Reverse(*stack)));
    let us = landscape.perspective();
    let lacking = Ask::plain(if us.is_some() { "gaps" } else { "whitespace" });
    let busiest = busiest.map(|stack| AnyRef::of(landscape, stack.into()));
    let coverage = busiest.map(|stack| Ask::about("coverage", "targets", [stack]));
    let closest = us.and_then(|us| {
        let options = overlap::Options { page: Page::first(1), ..overlap::Options::default() };
        let pair = overlap::one(landscape, us, &options).others.into_iter().next()?.companies;
        let record = |company: CompanyRef<'_>| landscape.find(Kind::Company, company.id.as_str());
        Some([record(pair[0])?, record(pair[1])?].map(|company| AnyRef::of(landscape, company)))
    });
    let compared = match closest {
        Some(pair) => Ask::about("compare", "companies", pair),
        None => Ask::plain("overlap"),
    };
    Report {
        name: landscape.name(),
        description: landscape.description(),
        perspective: landscape.perspective().map(|company| landscape.named(company)),
        as_of: landscape.as_of(),
        today: landscape.today(),
        kinds: Kind::ALL.map(|kind| KindCount { kind, count: count(landscape.count(kind)) }).to_vec(),
        sub_tools: count(landscape.count(Kind::Tool) - landscape.whole_tools().count()),
        relations,
        offers,
        sources: sources.into_iter().zip(uses).map(|(source, claims)| SourceUse { source, claims }).collect(),
        stages: (landscape.stages().into_iter())
            .map(|stage| StageMeaning {
                stage: stage.stage,
                definitions: stage.definitions.iter().map(|(text, _)| *text).collect(),
            })
            .collect(),
        try_next: [lacking].into_iter().chain(coverage).chain([compared]).collect(),
    }
}
