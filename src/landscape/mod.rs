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
mod market;
mod name;
mod node;
mod nodes;
mod offers;
mod owners;
mod people;
mod places;
mod walk;

use std::collections::BTreeMap;
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
    Complexity, Date, DocumentPlace, Kind, Model, Origin, PackedModel, Relation, Stage, Support, Verdict,
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
