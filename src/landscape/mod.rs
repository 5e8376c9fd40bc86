//! The landscape as a typed graph: built once, never edited, asked by the queries.
//!
//! Nodes stand in id order within their kind. All relations are edges of a petgraph graph, but for
//! `offers`: there are far more of those than of all others together, so they stand beside it as
//! compressed sparse rows, both ways. This is the only module that says petgraph.

pub(crate) mod algo;
mod build;
mod claim;
mod features;
mod left_out;
mod links;
mod looked;
mod name;
mod node;
mod nodes;
mod offers;
mod owners;
mod people;
mod places;
mod walk;

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::OnceLock;

use petgraph::Direction;
use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;
use schemars::JsonSchema;
use serde::Serialize;

pub use build::BuildOptions;
pub use claim::{ClaimPlace, ClaimView, EvidenceView};
pub use features::{FeatureIx, ProvidedFeature};
pub use left_out::{Because, LeftOut};
pub use links::LinkIx;
pub use name::NameError;
pub use node::{
    CompanyIx, Fact, Ix, KindMarker, Named, NodeIx, NodeView, PassageView, PrincipleIx, QuestionIx, RoleIx,
    SegmentIx, SourceIx, StackIx, ToolIx,
};
pub use offers::{Cell, Ground};
pub use owners::{NamedCompany, Standing};
pub use people::Play;
pub use places::{NoPlaces, Places, PlacesWithin};
pub use walk::{Connection, Step};

use crate::model::{
    Basis, Complexity, Date, DocumentPlace, Kind, LinkPlace, Maturity, Model, Origin, PackedModel, Relation,
    Stage, Support, Verdict,
};
use claim::{Claim, Edge, Evidence};
use nodes::Nodes;
use offers::Offers;
use owners::{Closed, Owners};

/// A competitor landscape, ready to be asked.
///
/// # Example
///
/// ```
/// use landscape_graph::Landscape;
/// use landscape_graph::load::{Files, parse};
///
/// let files = Files::from_text("a.json", r#"{
///   "tools": [{ "id": "etl", "name": "ETL" }],
///   "companies": [{ "id": "airbyte", "name": "Airbyte", "offers": [{ "tool": "etl", "support": "yes" }] }]
/// }"#);
/// let landscape = Landscape::build(parse(&files)?, &Default::default());
/// let etl = landscape.tools().next().unwrap();
/// assert_eq!(landscape.companies_on(etl).count(), 1);
/// # Ok::<(), landscape_graph::problem::Problems>(())
/// ```
#[derive(Debug)]
pub struct Landscape {
    overview: Overview,
    as_of: Option<Date>,
    today: Option<Date>,
    documents: Vec<DocumentPlace>,
    /// The records over which assumptions are laid, each with where those stand; in order.
    assumed: Vec<(NodeIx, Origin)>,
    /// All nodes, by kind and then by id.
    nodes: Nodes,
    /// Where each kind begins in `nodes`, and where the last one ends.
    starts: [u32; Kind::ALL.len() + 1],
    /// Every relation but `offers`; node indexes are those of `nodes`.
    graph: DiGraph<(), Edge>,
    claims: Vec<Claim>,
    offers: Offers,
    /// What is said of offers but does not hold on the day, by company and tool.
    left_out: Vec<LeftOut>,
    /// The companies whose lists of offers are complete.
    closed: BTreeMap<CompanyIx, Closed>,
    /// For each tool, the tools that it is a part of, directly or not; in order.
    wholes: Vec<Box<[ToolIx]>>,
    breadth: Breadth,
    /// Who owns whom on the day.
    owners: Owners,
    /// The landscape in which owners and what they own are one; made when it is first asked for.
    grouped: OnceLock<Box<Landscape>>,
}

/// How much is offered of each tool and by each company: counted once, asked by every query.
#[derive(Debug, Default)]
struct Breadth {
    by_tool: Vec<ToolClaims>,
    by_company: Vec<u32>,
    weights: Vec<f64>,
    votes: Vec<f64>,
    weight_by_company: Vec<f64>,
}

/// How many companies there is each kind of claim about, for one tool.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ToolClaims {
    /// How many offer it: yes or partial.
    pub offered: u32,
    /// How many plan it.
    pub planned: u32,
    /// How many are known not to offer it.
    pub no: u32,
}

impl ToolClaims {
    /// Counts one more claim.
    pub(crate) fn add(&mut self, support: Support) {
        *self.of(support) += 1;
    }

    /// The count that a support belongs to.
    pub(crate) fn of(&mut self, support: Support) -> &mut u32 {
        match support {
            Support::Yes | Support::Partial => &mut self.offered,
            Support::Planned => &mut self.planned,
            Support::No => &mut self.no,
        }
    }
}

/// What holds for a landscape as a whole.
#[derive(Clone, Debug)]
struct Overview {
    name: Box<str>,
    description: Option<Box<str>>,
    perspective: Option<CompanyIx>,
    stages: Vec<StageInfo>,
    build_costs: Vec<BuildCostInfo>,
}

#[derive(Clone, Debug)]
struct StageInfo {
    stage: Stage,
    after: Box<[Stage]>,
    definitions: Vec<(Box<str>, Box<[Evidence]>)>,
}

#[derive(Clone, Debug)]
struct BuildCostInfo {
    complexity: Complexity,
    stage: Stage,
    engineers: u32,
    months: u32,
    note: Option<Box<str>>,
    evidence: Box<[Evidence]>,
}

/// What a stage means, and where that stands.
#[derive(Clone, Debug)]
pub struct StageView<'l> {
    /// The stage.
    pub stage: Stage,
    /// The stages directly before it.
    pub after: &'l [Stage],
    /// What it means, once for each place that says so.
    pub definitions: Vec<(&'l str, Vec<EvidenceView<'l>>)>,
}

/// What it takes to bring a tool to a stage, from the stage before it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BuildCostView<'l> {
    /// The complexity of the tool.
    pub complexity: Complexity,
    /// The stage that is reached.
    pub stage: Stage,
    /// How many engineers work on it.
    pub engineers: u32,
    /// For how many months.
    pub months: u32,
    /// What a reader should know about the figures.
    pub note: Option<&'l str>,
    /// Where they stand.
    pub evidence: Vec<EvidenceView<'l>>,
}

impl Landscape {
    /// Builds the graph of a model, of which companies may be packed.
    ///
    /// # Complexity
    ///
    /// O(n log n) time for n records and relations; for offers, twice 5 bytes each are kept, and
    /// more only for those that carry evidence or other detail.
    #[must_use]
    pub fn build<'t>(model: impl Into<PackedModel<'t>>, options: &BuildOptions) -> Self {
        build::build(model.into(), options)
    }

    /// Builds the graph of a model with the claims of all days, those that have ended and those
    /// that have yet to begin among them: to list claims and to compare what is said, not to count.
    /// A tool that a company offered once and lacks now has both claims here, and its
    /// [`cell`](Self::cell) is that of either.
    ///
    /// # Complexity
    ///
    /// As [`build`](Self::build).
    #[must_use]
    pub fn build_of_all_days<'t>(model: impl Into<PackedModel<'t>>) -> Self {
        build::build_of_all_days(model.into())
    }

    /// Returns whether every claim of a model holds on the day of the options, so that
    /// [`build`](Self::build) leaves out none.
    ///
    /// # Complexity
    ///
    /// O(n) time for n claims and their evidence.
    #[must_use]
    pub fn all_claims_hold(model: &Model<'_>, options: &BuildOptions) -> bool {
        build::all_hold(model, options)
    }

    /// Returns the landscape's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.overview.name
    }

    /// Returns what the landscape is, in a sentence.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.overview.description.as_deref()
    }

    /// Returns the company whose view this is.
    #[must_use]
    pub fn perspective(&self) -> Option<CompanyIx> {
        self.overview.perspective
    }

    /// Returns the day on which the claims hold that the landscape is built of: the day that was
    /// asked for, else the newest day on which any evidence was read, or a later one up to
    /// [`today`](Self::today) on which a claim began or ended; none when nothing is dated.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// Returns the day on which the landscape is asked, where whoever built it has said so: nothing
    /// here reads a clock.
    #[must_use]
    pub fn today(&self) -> Option<Date> {
        self.today
    }

    /// Returns where the documents stand that the landscape was built from.
    #[must_use]
    pub fn documents(&self) -> &[DocumentPlace] {
        &self.documents
    }

    /// Returns where the assumption stands that is laid over a record, if one is.
    #[must_use]
    pub fn assumed(&self, node: NodeIx) -> Option<Origin> {
        let at = self.assumed.binary_search_by_key(&node, |(node, _)| *node).ok()?;
        Some(self.assumed[at].1)
    }

    /// Returns what the owners mean by the stages of a product, in order.
    #[must_use]
    pub fn stages(&self) -> Vec<StageView<'_>> {
        self.overview.stages.iter().map(|info| self.stage_view(info)).collect()
    }

    /// Returns what it takes to reach each stage, in the order of complexity and stage.
    #[must_use]
    pub fn build_costs(&self) -> Vec<BuildCostView<'_>> {
        self.overview.build_costs.iter().map(|info| self.build_cost_view(info)).collect()
    }

    /// Returns how many records of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.range(kind).len()
    }

    /// Iterates over the records of a kind, in id order.
    #[must_use]
    pub fn nodes(&self, kind: Kind) -> impl ExactSizeIterator<Item = NodeIx> + use<> {
        (0..u32::try_from(self.count(kind)).unwrap_or(u32::MAX)).map(move |ordinal| NodeIx { kind, ordinal })
    }

    /// Iterates over the stacks, in id order.
    #[must_use]
    pub fn stacks(&self) -> impl ExactSizeIterator<Item = StackIx> + use<> {
        self.nodes(Kind::Stack).map(|node| Ix::new(node.ordinal))
    }

    /// Iterates over the tools, in id order.
    #[must_use]
    pub fn tools(&self) -> impl ExactSizeIterator<Item = ToolIx> + use<> {
        self.nodes(Kind::Tool).map(|node| Ix::new(node.ordinal))
    }

    /// Iterates over the companies, in id order.
    #[must_use]
    pub fn companies(&self) -> impl ExactSizeIterator<Item = CompanyIx> + use<> {
        self.nodes(Kind::Company).map(|node| Ix::new(node.ordinal))
    }

    /// Iterates over the roles, in id order.
    #[must_use]
    pub fn roles(&self) -> impl ExactSizeIterator<Item = RoleIx> + use<> {
        self.nodes(Kind::Role).map(|node| Ix::new(node.ordinal))
    }

    /// Returns what is known of a record itself.
    #[must_use]
    pub fn node(&self, node: impl Into<NodeIx>) -> NodeView<'_> {
        NodeView { landscape: self, ix: node.into() }
    }

    /// Returns the id and name of a record, for a report.
    #[must_use]
    pub fn named<K: KindMarker>(&self, ix: Ix<K>) -> Named<'_, K> {
        let node = ix.into();
        let at = self.index_of(node);
        Named {
            id: crate::id::Id::checked(self.nodes.id(at)),
            name: self.nodes.name(at),
            standing: self.standing_of(node),
        }
    }

    /// Iterates over the tools that are said to be in a stack, in id order.
    #[must_use]
    pub fn tools_in(&self, stack: StackIx) -> Vec<ToolIx> {
        self.targets(stack.into(), Relation::InStack, Direction::Incoming)
    }

    /// Returns the tools of a stack that count: those that are no part of another tool of it.
    #[must_use]
    pub fn counted_tools_in(&self, stack: StackIx) -> Vec<ToolIx> {
        self.without_parts(&self.tools_in(stack))
    }

    /// Leaves out the tools that are parts of others among `tools`, which are in order.
    #[must_use]
    pub fn without_parts(&self, tools: &[ToolIx]) -> Vec<ToolIx> {
        let is_beside =
            |tool: &ToolIx| !self.wholes(*tool).iter().any(|whole| tools.binary_search(whole).is_ok());
        tools.iter().copied().filter(is_beside).collect()
    }

    /// Returns the tools that are no part of another, in id order: those that count.
    pub fn whole_tools(&self) -> impl Iterator<Item = ToolIx> + '_ {
        self.tools().filter(|tool| self.wholes(*tool).is_empty())
    }

    /// Returns the stacks that a tool is in, in id order.
    #[must_use]
    pub fn stacks_of(&self, tool: ToolIx) -> Vec<StackIx> {
        self.targets(tool.into(), Relation::InStack, Direction::Outgoing)
    }

    /// Returns the tools that a tool is a part of, directly or not, in id order.
    #[must_use]
    pub fn wholes(&self, tool: ToolIx) -> &[ToolIx] {
        &self.wholes[tool.ordinal() as usize]
    }

    /// Returns the tools that are directly parts of a tool, in id order.
    #[must_use]
    pub fn parts(&self, tool: ToolIx) -> Vec<ToolIx> {
        self.targets(tool.into(), Relation::PartOf, Direction::Incoming)
    }

    /// Returns the tools that a tool is a variant of, in id order.
    #[must_use]
    pub fn variant_of(&self, tool: ToolIx) -> Vec<ToolIx> {
        self.targets(tool.into(), Relation::VariantOf, Direction::Outgoing)
    }

    /// Returns the tools that are variants of a tool, in id order.
    #[must_use]
    pub fn variants(&self, tool: ToolIx) -> Vec<ToolIx> {
        self.targets(tool.into(), Relation::VariantOf, Direction::Incoming)
    }

    /// Returns the tools that are built before a tool, in id order.
    #[must_use]
    pub fn built_before(&self, tool: ToolIx) -> Vec<ToolIx> {
        self.targets(tool.into(), Relation::After, Direction::Outgoing)
    }

    /// Returns the tools that a role needs, in id order.
    #[must_use]
    pub fn needs(&self, role: RoleIx) -> Vec<ToolIx> {
        self.targets(role.into(), Relation::Needs, Direction::Outgoing)
    }

    /// Returns the roles that need a tool, in id order.
    #[must_use]
    pub fn needed_by(&self, tool: ToolIx) -> Vec<RoleIx> {
        self.targets(tool.into(), Relation::Needs, Direction::Incoming)
    }

    /// Returns the companies that are said to be active in a stack, in id order.
    #[must_use]
    pub fn active_in(&self, stack: StackIx) -> Vec<CompanyIx> {
        self.targets(stack.into(), Relation::ActiveIn, Direction::Incoming)
    }

    /// Returns the companies that are active in a stack, with no offer of a tool of it on record,
    /// in id order.
    ///
    /// # Complexity
    ///
    /// O(c · t · log n) time for c such companies, t tools of the stack and n offers of a company.
    #[must_use]
    pub fn active_without_tool(&self, stack: StackIx) -> Vec<CompanyIx> {
        let mut companies = self.active_in(stack);
        let tools = self.counted_tools_in(stack);
        companies.retain(|company| !self.offers_any_of(*company, &tools));
        companies
    }

    /// Whether a company is known to offer any of some tools.
    #[must_use]
    pub fn offers_any_of(&self, company: CompanyIx, tools: &[ToolIx]) -> bool {
        tools.iter().any(|tool| self.is_offered(company, *tool))
    }

    /// Returns the stacks that a company is said to be active in, in id order.
    #[must_use]
    pub fn stacks_active_in(&self, company: CompanyIx) -> Vec<StackIx> {
        self.targets(company.into(), Relation::ActiveIn, Direction::Outgoing)
    }

    /// Returns the verdicts of principles on a tool, in the order of the principles' ids and,
    /// within one, of the data.
    #[must_use]
    pub fn verdicts(&self, tool: ToolIx) -> Vec<(PrincipleIx, Verdict, ClaimView<'_>)> {
        let mut edges: Vec<_> =
            self.graph.edges_directed(self.graph_ix(tool.into()), Direction::Incoming).collect();
        edges.sort_by_key(EdgeRef::id);
        let mut verdicts: Vec<_> = edges
            .into_iter()
            .filter(|edge| edge.weight().relation == Relation::Assesses)
            .filter_map(|edge| {
                let principle = Ix::new(self.node_ix(edge.source()).ordinal);
                let claim = self.placed_claim(edge.source(), edge.target(), edge.weight());
                Some((principle, claim.verdict?, claim))
            })
            .collect();
        verdicts.sort_by_key(|(principle, ..)| *principle);
        verdicts
    }

    /// Returns what a company offers or is known not to offer, in the order of the tools' ids.
    ///
    /// A tool of which the company offers a part is among them, as partial.
    #[must_use]
    pub fn offers_of(&self, company: CompanyIx) -> impl ExactSizeIterator<Item = (ToolIx, Cell)> + '_ {
        self.offers.row(company)
    }

    /// Returns which companies there are claims about for a tool, in the order of the companies'
    /// ids.
    #[must_use]
    pub fn companies_on(&self, tool: ToolIx) -> impl ExactSizeIterator<Item = (CompanyIx, Cell)> + '_ {
        self.offers.column(tool)
    }

    /// Returns what is known of whether a company offers a tool; none when nothing is.
    ///
    /// A tool that is not in a company's complete list is a concluded `no`, for this company alone:
    /// what is said of the market ([`companies_on`](Self::companies_on),
    /// [`claims_about`](Self::claims_about)) is without it.
    #[must_use]
    pub fn cell(&self, company: CompanyIx, tool: ToolIx) -> Option<Cell> {
        self.market_cell(company, tool)
            .or_else(|| self.closed.get(&company)?.rules_out(tool).then_some(Cell::NOT_LISTED))
    }

    /// Whether a company is known to offer a tool, in full or in part.
    #[must_use]
    pub fn is_offered(&self, company: CompanyIx, tool: ToolIx) -> bool {
        self.cell(company, tool).is_some_and(|cell| cell.is_offered())
    }

    /// Iterates over the tools of which anything is known for a company, in id order: what
    /// [`cell`](Self::cell) says of each.
    ///
    /// Where its list of offers is complete, these are all tools.
    ///
    /// # Complexity
    ///
    /// O(d) time for a company with d offers; O(t) for all t tools where its list is complete.
    pub fn cells_of(&self, company: CompanyIx) -> impl Iterator<Item = (ToolIx, Cell)> + '_ {
        let mut known = self.offers.row(company).peekable();
        let closed = self.closed.get(&company);
        let every = if closed.is_some() { self.count(Kind::Tool) } else { 0 };
        let ruled_out = (0..u32::try_from(every).unwrap_or(u32::MAX)).map(Ix::new);
        let is_ruled_out = move |tool: &ToolIx| closed.is_some_and(|list| list.rules_out(*tool));
        let mut ruled_out = ruled_out.filter(is_ruled_out).peekable();
        std::iter::from_fn(move || merge(&mut known, &mut ruled_out))
    }

    /// Iterates over the companies of which anything is known for a tool, in id order: what
    /// [`cell`](Self::cell) says of each.
    ///
    /// # Complexity
    ///
    /// O(d + l) time for d companies with claims about the tool, and l whose lists are complete.
    pub fn cells_on(&self, tool: ToolIx) -> impl Iterator<Item = (CompanyIx, Cell)> + '_ {
        let mut known = self.offers.column(tool).peekable();
        let closed = self.closed.iter().filter(move |(_, list)| list.rules_out(tool));
        let mut closed = closed.map(|(company, _)| *company).peekable();
        std::iter::from_fn(move || merge(&mut known, &mut closed))
    }

    /// Returns the same without what a complete list says of tools that are not in it: what counts
    /// for the market.
    #[must_use]
    pub fn market_cell(&self, company: CompanyIx, tool: ToolIx) -> Option<Cell> {
        self.offers.cell(company, tool)
    }

    /// Returns how many companies have a list of offers that is complete on the day of the
    /// landscape.
    #[must_use]
    pub fn closed_lists(&self) -> usize {
        self.closed.len()
    }

    /// Returns whether a company's list of offers is claimed to be complete on the day of the
    /// landscape.
    #[must_use]
    pub fn has_closed_list(&self, company: CompanyIx) -> bool {
        self.closed.get(&company).is_some_and(|list| list.tools.is_none())
    }

    /// Returns the features that a company provides and that show a tool of which nothing is
    /// claimed, in id order.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a company and a tool with d relations.
    #[must_use]
    pub fn shown_by(&self, company: CompanyIx, tool: ToolIx) -> Vec<FeatureIx> {
        if self.market_cell(company, tool).and_then(Cell::ground) != Some(Ground::Feature) {
            return Vec::new();
        }
        let mut shows: Vec<FeatureIx> = self.targets(tool.into(), Relation::ShownBy, Direction::Outgoing);
        let features = self.provided_by(company);
        shows.retain(|feature| {
            let is_there = |one: &ProvidedFeature| one.feature == *feature && one.support.is_offered();
            features.iter().any(is_there)
        });
        shows
    }

    /// Returns the claims behind a company's offer of a tool, in the order in which they stand.
    #[must_use]
    pub fn offer_claims(&self, company: CompanyIx, tool: ToolIx) -> Vec<ClaimView<'_>> {
        let (owner, to) = (company.into(), tool.into());
        let place = |entry| ClaimPlace { owner, relation: Relation::Offers, entry, to };
        let at = |entry: u32| Some(place(Some(LinkPlace::Entry(entry as usize))));
        let claims = self.offers.claims(company, tool);
        let mut views: Vec<ClaimView<'_>> =
            claims.map(|claim| ClaimView { at: at(claim.entry), ..claim.view(self) }).collect();
        let claimed = self.cell(company, tool).and_then(Cell::claimed);
        if views.is_empty() && claimed.is_some() {
            views.push(ClaimView { support: claimed, at: Some(place(None)), ..ClaimView::default() });
        }
        views
    }

    /// Returns how many companies offer a tool.
    #[must_use]
    pub fn offerers(&self, tool: ToolIx) -> u32 {
        self.claims_about(tool).offered
    }

    /// Returns how many companies there is each kind of claim about.
    #[must_use]
    pub fn claims_about(&self, tool: ToolIx) -> ToolClaims {
        self.breadth.by_tool[tool.ordinal() as usize]
    }

    /// Returns how many tools that count a company offers: wholes alone, parts under them.
    #[must_use]
    pub fn breadth(&self, company: CompanyIx) -> u32 {
        self.breadth.by_company[company.ordinal() as usize]
    }

    /// Returns how much a shared tool says: ln(1 + N / n) for N companies of which n offer it; 0
    /// when nobody does.
    ///
    /// This is the inverse document frequency of information retrieval (Spärck Jones 1972),
    /// smoothed.
    #[must_use]
    pub fn weight(&self, tool: ToolIx) -> f64 {
        self.breadth.weights[tool.ordinal() as usize]
    }

    /// Returns the votes for a tool, where each company has one and splits it evenly over the tools
    /// that count and that it offers: the sum of 1 / [`breadth`](Self::breadth) over the companies
    /// that offer it.
    #[must_use]
    pub fn votes(&self, tool: ToolIx) -> f64 {
        self.breadth.votes[tool.ordinal() as usize]
    }

    /// Returns the sum of the weights of the tools that count and that a company offers.
    #[must_use]
    pub fn weight_of_offers(&self, company: CompanyIx) -> f64 {
        self.breadth.weight_by_company[company.ordinal() as usize]
    }

    /// Iterates over the tools that count and that a company offers, in id order.
    pub fn offered_tools(&self, company: CompanyIx) -> impl Iterator<Item = ToolIx> + '_ {
        let counts = |(tool, cell): &(ToolIx, Cell)| cell.is_offered() && self.wholes(*tool).is_empty();
        self.offers_of(company).filter(counts).map(|(tool, _)| tool)
    }

    fn stage_view<'l>(&'l self, info: &'l StageInfo) -> StageView<'l> {
        let definitions = info.definitions.iter();
        let definitions = definitions.map(|(text, evidence)| (&**text, self.evidence_views(evidence)));
        StageView { stage: info.stage, after: &info.after, definitions: definitions.collect() }
    }

    fn build_cost_view<'l>(&'l self, info: &'l BuildCostInfo) -> BuildCostView<'l> {
        BuildCostView {
            complexity: info.complexity,
            stage: info.stage,
            engineers: info.engineers,
            months: info.months,
            note: info.note.as_deref(),
            evidence: self.evidence_views(&info.evidence),
        }
    }

    /// Iterates over the parts of a tool that a company is itself said to offer, or shown to by a
    /// feature, in id order.
    pub fn offered_parts(&self, company: CompanyIx, whole: ToolIx) -> impl Iterator<Item = ToolIx> + '_ {
        let is_part = move |(tool, cell): &(ToolIx, Cell)| {
            !cell.is_by_part() && cell.is_offered() && self.wholes(*tool).contains(&whole)
        };
        self.offers_of(company).filter(is_part).map(|(tool, _)| tool)
    }

    /// Returns the firmest basis on which a company is said to offer a tool; none without evidence.
    ///
    /// An offer that is concluded stands on the firmest basis of what it is concluded from: of
    /// parts, of features, or of the claim that the list is complete.
    #[must_use]
    pub fn offer_basis(&self, company: CompanyIx, tool: ToolIx) -> Option<Basis> {
        match self.cell(company, tool).and_then(Cell::ground) {
            None => {}
            Some(Ground::Part) => {
                let parts = self.offered_parts(company, tool);
                return parts.filter_map(|part| self.offer_basis(company, part)).min();
            }
            Some(Ground::Feature) => {
                let by = self.shown_by(company, tool);
                let features = self.provided_by(company).into_iter();
                return features.filter(|one| by.contains(&one.feature)).filter_map(|one| one.basis).min();
            }
            Some(Ground::Listing) => return self.closed.get(&company).and_then(|list| list.basis),
        }
        let evidence = self.offers.claims(company, tool).flat_map(|claim| claim.evidence.iter());
        evidence.map(|evidence| evidence.basis).min()
    }

    /// Returns how far a company's own tool has come, where that is claimed: the furthest that any
    /// claim says.
    #[must_use]
    pub fn maturity(&self, company: CompanyIx, tool: ToolIx) -> Option<Maturity> {
        self.offers.claims(company, tool).filter_map(|claim| claim.details.maturity).max()
    }

    fn range(&self, kind: Kind) -> Range<usize> {
        self.starts[kind as usize] as usize..self.starts[kind as usize + 1] as usize
    }

    /// Returns the index among the nodes of all kinds.
    fn index_of(&self, ix: NodeIx) -> usize {
        (self.starts[ix.kind as usize] + ix.ordinal) as usize
    }

    fn graph_ix(&self, ix: NodeIx) -> petgraph::graph::NodeIndex {
        petgraph::graph::NodeIndex::new(self.index_of(ix))
    }

    fn node_ix(&self, ix: petgraph::graph::NodeIndex) -> NodeIx {
        let index = u32::try_from(ix.index()).unwrap_or(u32::MAX);
        let kind = Kind::ALL[self.starts.partition_point(|start| *start <= index) - 1];
        NodeIx { kind, ordinal: index - self.starts[kind as usize] }
    }

    /// Returns the nodes that a relation joins with a node, in order, each once.
    fn targets<K: KindMarker>(&self, from: NodeIx, relation: Relation, direction: Direction) -> Vec<Ix<K>> {
        let edges = self.graph.edges_directed(self.graph_ix(from), direction);
        let mut targets: Vec<Ix<K>> = edges
            .filter(|edge| edge.weight().relation == relation)
            .map(|edge| match direction {
                Direction::Outgoing => edge.target(),
                Direction::Incoming => edge.source(),
            })
            .map(|ix| Ix::new(self.node_ix(ix).ordinal))
            .collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    }
}

/// Returns the next of what is known and of what complete lists rule out, where nothing is known.
fn merge<K: Ord + Copy>(
    known: &mut Peekable<impl Iterator<Item = (K, Cell)>>,
    ruled_out: &mut Peekable<impl Iterator<Item = K>>,
) -> Option<(K, Cell)> {
    let next = known.peek().map(|(key, _)| *key);
    let is_before = |key: &K| next.is_none_or(|next| *key < next);
    if let Some(key) = ruled_out.next_if(is_before) {
        return Some((key, Cell::NOT_LISTED));
    }
    let (key, cell) = known.next()?;
    ruled_out.next_if(|ruled_out| *ruled_out == key);
    Some((key, cell))
}
