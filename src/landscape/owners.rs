//! Who owns whom, and the landscape in which an owner and what it owns are one company.

use std::borrow::Cow;
use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use schemars::JsonSchema;
use serde::Serialize;

use super::build::breadth;
use super::claim::{Claim, Edge};
use super::left_out::{Because, LeftOut};
use super::nodes::Nodes;
use super::offers::{Cell, Offers, OffersBuilder};
use super::{CompanyIx, Ix, Landscape, NodeIx, Overview, ToolIx};
use crate::model::{Basis, DealStatus, Kind, Relation, Support, When};

/// What a reader must know of a company beside its name.
#[derive(Clone, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Standing {
    /// The company that owns it, by a completed deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<NamedCompany>,
    /// The companies that it owns and that are counted with it, in id order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with_owned: Vec<NamedCompany>,
    /// When it ceased to be, where that is past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceased: Option<When>,
}

impl Standing {
    /// Returns a name with what a reader must know besides.
    pub(crate) fn name<'l>(standing: Option<&Self>, name: &'l str) -> Cow<'l, str> {
        let Some(Self { owner, with_owned, ceased }) = standing else { return name.into() };
        let mut name = name.to_owned();
        if !with_owned.is_empty() {
            name.push_str(&format!(" +{} owned", with_owned.len()));
        }
        let owner = owner.as_ref().map(|owner| owner.name.to_string());
        let ceased = ceased.map(|day| format!("ceased {day}"));
        let known: Vec<String> = owner.into_iter().chain(ceased).collect();
        if !known.is_empty() {
            name.push_str(&format!(" ({})", known.join(", ")));
        }
        name.into()
    }
}

/// The id and name of a company that stands beside another.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct NamedCompany {
    /// The id.
    pub id: Box<str>,
    /// The name.
    pub name: Box<str>,
}

/// Who owns whom on the day, and what a reader must know of companies beside their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Owners {
    of: BTreeMap<CompanyIx, CompanyIx>,
    standing: BTreeMap<CompanyIx, Standing>,
}

/// The tools that a company's complete list rules out.
#[derive(Clone, Debug)]
pub(super) struct Closed {
    /// The firmest basis of the claim; none without evidence.
    pub(super) basis: Option<Basis>,
    /// Which tools, in order; none for all.
    pub(super) tools: Option<Box<[ToolIx]>>,
}

impl Closed {
    pub(super) fn rules_out(&self, tool: ToolIx) -> bool {
        self.tools.as_ref().is_none_or(|tools| tools.binary_search(&tool).is_ok())
    }
}

impl Landscape {
    /// Returns what a reader must know of a company beside its name.
    #[must_use]
    pub fn standing(&self, company: CompanyIx) -> Option<&Standing> {
        self.owners.standing.get(&company)
    }

    /// The same of a record of any kind.
    pub(crate) fn standing_of(&self, node: NodeIx) -> Option<&Standing> {
        self.standing(node.of_kind()?)
    }

    /// Returns the company that owns another on the day of the landscape: a deal that is only
    /// announced makes no owner.
    #[must_use]
    pub fn owner_of(&self, company: CompanyIx) -> Option<CompanyIx> {
        self.owners.of.get(&company).copied()
    }

    /// Returns the owners of a company: its own, the owner of that, and so on to the top.
    #[must_use]
    pub fn owners_of(&self, company: CompanyIx) -> Vec<CompanyIx> {
        // Nobody owns themselves: the checks have seen to that. The bound holds without them.
        let chain = std::iter::successors(self.owner_of(company), |owner| self.owner_of(*owner));
        chain.take(self.owners.of.len()).collect()
    }

    /// Returns the companies that a company owns, directly or through others, in id order.
    ///
    /// # Complexity
    ///
    /// O(o · h) time for o owned companies in the landscape, with chains of h owners.
    #[must_use]
    pub fn owned_by(&self, owner: CompanyIx) -> Vec<CompanyIx> {
        let all = self.owners.of.keys().copied();
        all.filter(|company| *company != owner && self.owners_of(*company).contains(&owner)).collect()
    }

    /// Returns the landscape in which a company and what it owns, directly or through others, are
    /// one: the company at the top, with the best of what is known of any of them of each tool and
    /// feature, and `no` only where all of them are known to lack it.
    ///
    /// The names of what is owned lead to the company at the top. Handles are those of the returned
    /// landscape. It is made when it is first asked for; where nobody owns anybody, it is this one.
    ///
    /// # Complexity
    ///
    /// O(n log n) time for n records and relations, once.
    ///
    /// # Example
    ///
    /// ```
    /// use landscape_graph::Landscape;
    /// use landscape_graph::load::{Files, parse};
    ///
    /// let files = Files::from_text("a.json", r#"{
    ///   "tools": [{ "id": "heatmaps", "name": "Heatmaps" }],
    ///   "companies": [
    ///     { "id": "contentsquare", "name": "Contentsquare" },
    ///     { "id": "hotjar", "name": "Hotjar", "offers": [{ "tool": "heatmaps", "support": "yes" }],
    ///       "owned_by": [{ "company": "contentsquare", "status": "completed" }] }
    ///   ]
    /// }"#);
    /// let market = Landscape::build(parse(&files)?, &Default::default());
    /// let grouped = market.grouped_by_owner();
    /// let heatmaps = grouped.tools().next().unwrap();
    /// let by: Vec<_> = grouped.companies_on(heatmaps).map(|(by, _)| grouped.node(by).id()).collect();
    /// assert_eq!(by, ["contentsquare"]);
    /// # Ok::<(), landscape_graph::problem::Problems>(())
    /// ```
    #[must_use]
    pub fn grouped_by_owner(&self) -> &Self {
        if self.owners.of.is_empty() {
            return self;
        }
        self.grouped.get_or_init(|| Box::new(Groups::new(self).landscape()))
    }

    /// Notes who owns whom, and when companies ceased to be.
    pub(super) fn with_owners(mut self, ceased: Vec<(CompanyIx, When)>) -> Self {
        let mut owners = Owners::default();
        for edge in self.graph.edge_references() {
            let is_deal = edge.weight().relation == Relation::OwnedBy;
            let claim = self.claim_of(edge.weight()).filter(|_| is_deal);
            if claim.and_then(|claim| claim.details.status) != Some(DealStatus::Completed) {
                continue;
            }
            let ends = [edge.source(), edge.target()].map(|end| self.node_ix(end).of_kind());
            let [Some(company), Some(owner)] = ends else { continue };
            owners.of.entry(company).or_insert(owner);
            owners.standing.entry(company).or_default().owner = Some(self.named_company(owner));
        }
        for (company, when) in ceased {
            owners.standing.entry(company).or_default().ceased = Some(when);
        }
        self.owners = owners;
        self
    }

    fn named_company(&self, company: CompanyIx) -> NamedCompany {
        let node = self.node(company);
        NamedCompany { id: node.id().into(), name: node.name().into() }
    }
}

/// The companies of a landscape, each with what it owns as one.
struct Groups<'l> {
    landscape: &'l Landscape,
    /// The companies at the top, in order.
    tops: Vec<CompanyIx>,
    /// For each company, the place of its group among `tops`.
    group: Vec<u32>,
    /// What is owned by each company at the top that owns any, in order.
    owned: BTreeMap<CompanyIx, Vec<CompanyIx>>,
}

impl<'l> Groups<'l> {
    fn new(landscape: &'l Landscape) -> Self {
        let is_top = |company: &CompanyIx| landscape.owner_of(*company).is_none();
        let tops: Vec<CompanyIx> = landscape.companies().filter(is_top).collect();
        let mut group = vec![0; landscape.count(Kind::Company)];
        for (at, top) in (0_u32..).zip(&tops) {
            group[top.ordinal() as usize] = at;
        }
        let mut owned: BTreeMap<CompanyIx, Vec<CompanyIx>> = BTreeMap::new();
        for company in landscape.owners.of.keys() {
            let Some(top) = landscape.owners_of(*company).pop() else { continue };
            group[company.ordinal() as usize] = group[top.ordinal() as usize];
            owned.entry(top).or_default().push(*company);
        }
        Self { landscape, tops, group, owned }
    }

    fn of(&self, company: CompanyIx) -> CompanyIx {
        Ix::new(self.group[company.ordinal() as usize])
    }

    /// The companies of a group, the one at the top first.
    fn members(&self, top: CompanyIx) -> Vec<CompanyIx> {
        let owned = self.owned.get(&top).into_iter().flatten().copied();
        std::iter::once(top).chain(owned).collect()
    }

    /// Where a record is in the grouped landscape.
    fn moved(&self, node: NodeIx) -> NodeIx {
        node.of_kind().map_or(node, |company| self.of(company).into())
    }

    fn landscape(&self) -> Landscape {
        let old = self.landscape;
        let fewer = u32::try_from(old.count(Kind::Company) - self.tops.len()).unwrap_or(u32::MAX);
        let mut starts = old.starts;
        starts[Kind::Company as usize + 1..].iter_mut().for_each(|start| *start -= fewer);
        let (offers, closed) = self.offers();
        let companies = u32::try_from(self.tops.len()).unwrap_or(u32::MAX);
        let mut assumed: Vec<_> = old.assumed.iter().map(|(node, at)| (self.moved(*node), *at)).collect();
        assumed.sort_by_key(|(node, _)| *node);
        assumed.dedup_by_key(|(node, _)| *node);
        let perspective = old.overview.perspective.map(|company| self.of(company));
        Landscape {
            overview: Overview { perspective, ..old.overview.clone() },
            as_of: old.as_of,
            today: old.today,
            documents: old.documents.clone(),
            assumed,
            nodes: self.nodes(),
            starts,
            graph: self.graph(&starts),
            claims: old.claims.clone(),
            left_out: self.left_out(&offers),
            breadth: breadth(&offers, &old.wholes, companies),
            offers,
            closed,
            wholes: old.wholes.clone(),
            owners: self.owners(),
            grouped: std::sync::OnceLock::new(),
        }
    }

    /// The records: a company at the top has the names of what it owns besides its own.
    fn nodes(&self) -> Nodes {
        let old = self.landscape;
        let mut nodes = Nodes::default();
        nodes.feature_tools.clone_from(&old.nodes.feature_tools);
        for node in Kind::ALL.into_iter().flat_map(|kind| old.nodes(kind)) {
            let company: Option<CompanyIx> = node.of_kind();
            if company.is_some_and(|company| old.owner_of(company).is_some()) {
                continue;
            }
            let at = old.index_of(node);
            let mut more = old.nodes.more(at).cloned().unwrap_or_default();
            let owned = company.and_then(|company| self.owned.get(&company)).into_iter().flatten();
            let names = owned.flat_map(|company| {
                let view = old.node(*company);
                [view.id(), view.name()].into_iter().chain(view.aliases())
            });
            more.aliases = more.aliases.iter().map(|alias| &**alias).chain(names).map(Into::into).collect();
            nodes.push_with(old.nodes.id(at), old.nodes.name(at), old.nodes.origin(at), more);
        }
        nodes
    }

    /// The relations: those of a company and of what it owns lead from and to the one at the top.
    fn graph(&self, starts: &[u32; Kind::ALL.len() + 1]) -> DiGraph<(), Edge> {
        let old = self.landscape;
        let nodes = starts[Kind::ALL.len()] as usize;
        let mut graph = DiGraph::with_capacity(nodes, old.graph.edge_count());
        for _ in 0..nodes {
            graph.add_node(());
        }
        let lacking = self.lacking_features();
        for edge in old.graph.edge_references() {
            let [from, to] = [edge.source(), edge.target()].map(|end| self.moved(old.node_ix(end)));
            let weight = *edge.weight();
            // What a company owns is no other company any more.
            if from == to && weight.relation == Relation::OwnedBy {
                continue;
            }
            let support = old.claim_of(&weight).and_then(|claim| claim.details.support);
            let is_no = weight.relation == Relation::Provides && support == Some(Support::No);
            if is_no && lacking.get(&(from, to)) == Some(&false) {
                continue;
            }
            let at = |node: NodeIx| NodeIndex::new((starts[node.kind() as usize] + node.ordinal()) as usize);
            graph.add_edge(at(from), at(to), weight);
        }
        graph
    }

    /// For each group of several companies and each feature that one of them is known to lack,
    /// whether all of them are.
    fn lacking_features(&self) -> BTreeMap<(NodeIx, NodeIx), bool> {
        let mut lacking = BTreeMap::new();
        for top in self.owned.keys() {
            let members = self.members(*top);
            let mut lack: BTreeMap<NodeIx, usize> = BTreeMap::new();
            for member in &members {
                for provided in self.landscape.provided_by(*member) {
                    if provided.support == Support::No {
                        *lack.entry(provided.feature.into()).or_default() += 1;
                    }
                }
            }
            let all = |(feature, count)| ((self.of(*top).into(), feature), count == members.len());
            lacking.extend(lack.into_iter().map(all));
        }
        lacking
    }

    /// What the groups offer, and which of them have complete lists.
    fn offers(&self) -> (Offers, BTreeMap<CompanyIx, Closed>) {
        let old = self.landscape;
        let mut offers = OffersBuilder::new();
        let mut closed = BTreeMap::new();
        for top in &self.tops {
            let group = self.of(*top);
            if !self.owned.contains_key(top) {
                let cells: Vec<(ToolIx, Cell)> = old.offers_of(*top).collect();
                offers.push(
                    &cells,
                    old.offers.claims_of(*top).map(|(tool, claim)| (tool, claim.clone())).collect(),
                );
                closed.extend(old.closed.get(top).map(|list| (group, list.clone())));
                continue;
            }
            let merged = self.merged(*top);
            offers.push(&merged.cells, merged.claims);
            closed.extend(merged.closed.map(|list| (group, list)));
        }
        (offers.finish(old.count(Kind::Tool)), closed)
    }

    fn merged(&self, top: CompanyIx) -> Merged {
        let old = self.landscape;
        let members = self.members(top);
        // For each tool, the best cell and how many members have one.
        let mut best: BTreeMap<ToolIx, (Cell, usize)> = BTreeMap::new();
        for (tool, cell) in members.iter().flat_map(|member| old.offers_of(*member)) {
            let rank = |cell: Cell| (cell.support(), cell.ground());
            let known = best.entry(tool).or_insert((cell, 0));
            known.1 += 1;
            if rank(cell) < rank(known.0) {
                known.0 = cell;
            }
        }
        let (mut cells, mut ruled_out) = (Vec::new(), Vec::new());
        for (tool, (cell, known)) in &best {
            if cell.support() != Support::No || *known == members.len() {
                cells.push((*tool, *cell));
                continue;
            }
            // Where one of them lacks it and nothing is known of another, that other may offer it.
            if members.iter().all(|member| old.cell(*member, *tool).is_some()) {
                ruled_out.push(*tool);
            }
        }
        let mut claims: Vec<(ToolIx, Claim)> = Vec::new();
        for member in &members {
            for (tool, claim) in old.offers.claims_of(*member) {
                let own = old.market_cell(*member, tool).map(Cell::support);
                if own == best.get(&tool).map(|(cell, _)| cell.support()) {
                    claims.push((tool, claim.clone()));
                }
            }
        }
        claims.sort_by_key(|(tool, _)| *tool);
        let lists: Vec<&Closed> = members.iter().filter_map(|member| old.closed.get(member)).collect();
        let tools = (lists.len() < members.len()).then(|| ruled_out.into_boxed_slice());
        // What several lists rule out together is no firmer than the least firm of them.
        let each: Option<Vec<Basis>> = lists.iter().map(|list| list.basis).collect();
        let basis = each.and_then(|each| each.into_iter().max());
        let is_any = tools.as_ref().is_none_or(|tools| !tools.is_empty());
        Merged { cells, claims, closed: is_any.then_some(Closed { basis, tools }) }
    }

    fn left_out(&self, offers: &Offers) -> Vec<LeftOut> {
        let moved = self.landscape.left_out.iter().map(|of| LeftOut { company: self.of(of.company), ..*of });
        let is_replaced = |of: &LeftOut| offers.cell(of.company, of.tool).is_some();
        let mut left_out: Vec<LeftOut> =
            moved.filter(|of| of.because == Because::Begins || !is_replaced(of)).collect();
        left_out.sort_by_key(|of| (of.company, of.tool));
        left_out
    }

    fn owners(&self) -> Owners {
        let mut standing = BTreeMap::new();
        for top in &self.tops {
            let owned = self.owned.get(top).into_iter().flatten();
            let with_owned: Vec<NamedCompany> =
                owned.map(|company| self.landscape.named_company(*company)).collect();
            let ceased = self.landscape.standing(*top).and_then(|standing| standing.ceased);
            if !with_owned.is_empty() || ceased.is_some() {
                standing.insert(self.of(*top), Standing { owner: None, with_owned, ceased });
            }
        }
        Owners { of: BTreeMap::new(), standing }
    }
}

/// What a group of companies offers.
struct Merged {
    cells: Vec<(ToolIx, Cell)>,
    claims: Vec<(ToolIx, Claim)>,
    closed: Option<Closed>,
}
