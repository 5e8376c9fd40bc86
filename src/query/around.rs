//! One record and what is around it, in layers.

use crate::query::overlap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, Page, SourceRef, count, sources};
use crate::landscape::{ClaimView, CompanyIx, Landscape, NodeIx, RoleIx, StackIx, ToolIx};
use crate::model::{Basis, Date, Kind, Relation, Support};

/// How to answer [`around`].
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many companies, roles, and other records of a sort are listed at most; of tools twice as
    /// many.
    pub most: u32,
}

/// How many companies, and how many roles, are shown at most, unless asked otherwise.
pub const DEFAULT_MOST: u32 = 10;

impl Default for Options {
    fn default() -> Self {
        Self { most: DEFAULT_MOST }
    }
}

/// The kinds of record that [`around`] can stand at.
pub const KINDS: [Kind; 4] = [Kind::Company, Kind::Tool, Kind::Stack, Kind::Role];

/// One record and what is around it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The record.
    pub centre: AnyRef<'l>,
    /// How many tools it offers, holds or needs; for a tool, how many companies offer it.
    pub size: u32,
    /// How many companies plan it, and how many are known not to offer it; for a tool alone.
    pub otherwise: Option<[u32; 2]>,
    /// The records, by layer and then by sort, the first that matter most.
    pub nodes: Vec<Node<'l>>,
    /// What joins records of neighbouring layers.
    pub links: Vec<Link<'l>>,
    /// How many records of a sort are left out, where any are, with their layer.
    pub left_out: Vec<(u32, Sort, u32)>,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// What a record is to the one in the middle.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The record itself.
    Centre,
    /// A stack that it is in, or that its tools are in.
    Stack,
    /// A tool that it offers, holds or needs.
    Tool,
    /// A tool that it is a part of.
    Whole,
    /// A part of it.
    Part,
    /// A company that offers some of the tools.
    Company,
    /// A role that needs some of the tools.
    Role,
}

/// A record around another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Node<'l> {
    /// The record; none for tools that are in no stack, which stand together.
    pub record: Option<AnyRef<'l>>,
    /// The layer, from the left.
    pub layer: u32,
    /// What it is to the one in the middle.
    pub sort: Sort,
    /// Which stack it is, or is in, by its place among all stacks.
    pub stack: Option<u32>,
    /// Of how many of the tools it is true that the company offers them or the role needs them.
    pub tools: Option<u32>,
    /// Whether the company in the middle offers it in whole or in part.
    pub support: Option<Support>,
    /// Its page on the web.
    pub url: Option<&'l str>,
    /// What joins it to the one in the middle, where that is a claim of one of the two.
    pub said: Option<Join<'l>>,
}

/// What joins two records of neighbouring layers, both by their place in the list.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Link<'l> {
    /// The one on the left.
    pub from: u32,
    /// The one on the right.
    pub to: u32,
    /// The relation.
    pub relation: Relation,
    /// Whether a tool is offered in whole or in part.
    pub support: Option<Support>,
    /// The firmest basis; none where there is no evidence.
    pub basis: Option<Basis>,
    /// The claims; none where it needs none, such as for what stands in a stack.
    pub said: Option<Join<'l>>,
}

/// What one record says of another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Join<'l> {
    /// The record that makes the claims.
    pub from: AnyRef<'l>,
    /// The relation.
    pub relation: Relation,
    /// What it leads to.
    pub to: AnyRef<'l>,
    /// The claims, with their evidence.
    pub claims: Vec<ClaimView<'l>>,
    /// Whether an offer is concluded from that of a part.
    pub derived: bool,
}

/// Returns what stands around a company, tool, stack or role; none for other kinds.
///
/// # Complexity
///
/// O(Σ n + s log s) time for the n companies on each of its tools and the s records listed.
#[must_use]
pub fn around<'l>(landscape: &'l Landscape, node: NodeIx, options: &Options) -> Option<Report<'l>> {
    let report = Report {
        centre: AnyRef::of(landscape, node),
        size: 0,
        otherwise: None,
        nodes: Vec::new(),
        links: Vec::new(),
        left_out: Vec::new(),
        sources: sources(landscape),
        as_of: landscape.as_of(),
        today: landscape.today(),
    };
    let most = options.most.max(1) as usize;
    let mut maker = Maker { landscape, most, report, placed: BTreeMap::new() };
    match node.kind() {
        Kind::Tool => maker.tool(node.of_kind()?),
        Kind::Company => maker.company(node, node.of_kind()?),
        Kind::Stack => maker.companies_on(node, &landscape.counted_tools_in(node.of_kind()?)),
        Kind::Role => maker.companies_on(node, &landscape.without_parts(&landscape.needs(node.of_kind()?))),
        _ => return None,
    }
    Some(maker.report)
}

struct Maker<'l> {
    landscape: &'l Landscape,
    most: usize,
    report: Report<'l>,
    placed: BTreeMap<NodeIx, u32>,
}

impl<'l> Maker<'l> {
    fn company(&mut self, node: NodeIx, company: CompanyIx) {
        let landscape = self.landscape;
        let tools: Vec<ToolIx> = landscape.offered_tools(company).collect();
        let options = overlap::Options { page: Page::first(self.most), ..overlap::Options::default() };
        let ranking = overlap::one(landscape, company, &options);
        let rivals = ranking.others.iter().filter_map(|pair| {
            let rival = landscape.find(Kind::Company, pair.companies[1].id.as_str())?.of_kind()?;
            Some((rival, pair.similarity.shared))
        });
        let rivals: Vec<(CompanyIx, u32)> = rivals.collect();
        self.tools(node, &tools, &rivals, ranking.total as usize);
    }

    /// The companies that offer most of the tools.
    fn companies_on(&mut self, node: NodeIx, tools: &[ToolIx]) {
        let (companies, total) = self.best_on(tools);
        self.tools(node, tools, &companies, total);
    }

    fn add(&mut self, ix: NodeIx, layer: u32, sort: Sort) -> u32 {
        let landscape = self.landscape;
        let stack =
            match (ix.of_kind::<crate::model::kinds::Stack>(), ix.of_kind::<crate::model::kinds::Tool>()) {
                (Some(stack), _) => Some(stack),
                (None, Some(tool)) => landscape.stacks_of(tool).first().copied(),
                (None, None) => None,
            };
        let at = count(self.report.nodes.len());
        self.report.nodes.push(Node {
            record: Some(AnyRef::of(landscape, ix)),
            layer,
            sort,
            stack: stack.map(StackIx::ordinal),
            tools: None,
            support: None,
            url: landscape.node(ix).url(),
            said: None,
        });
        self.placed.insert(ix, at);
        at
    }

    fn left_out(&mut self, layer: u32, sort: Sort, total: usize, shown: usize) {
        if total > shown {
            self.report.left_out.push((layer, sort, count(total - shown)));
        }
    }

    fn link(
        &mut self,
        [from, to]: [u32; 2],
        relation: Relation,
        support: Option<Support>,
        (basis, said): (Option<Basis>, Option<Join<'l>>),
    ) {
        self.report.links.push(Link { from, to, relation, support, basis, said });
    }

    /// What is said of whether a company offers a tool, with its firmest basis.
    fn offer(&self, company: CompanyIx, tool: ToolIx) -> (Option<Basis>, Option<Join<'l>>) {
        let landscape = self.landscape;
        let cell = landscape.cell(company, tool);
        let join = Join {
            from: AnyRef::of(landscape, company.into()),
            relation: Relation::Offers,
            to: AnyRef::of(landscape, tool.into()),
            claims: landscape.offer_claims(company, tool),
            derived: cell.is_some_and(|cell| !cell.claimed().is_some_and(Support::is_offered)),
        };
        (landscape.offer_basis(company, tool), Some(join))
    }

    /// What a role says of its need of a tool, with its firmest basis.
    fn need(&self, role: RoleIx, tool: ToolIx) -> (Option<Basis>, Option<Join<'l>>) {
        let landscape = self.landscape;
        let claims = landscape.need_claims(role).into_iter().filter(|(needed, _)| *needed == tool);
        let claims: Vec<_> = claims.flat_map(|(_, claims)| claims).collect();
        let basis = claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| evidence.basis).min();
        let join = Join {
            from: AnyRef::of(landscape, role.into()),
            relation: Relation::Needs,
            to: AnyRef::of(landscape, tool.into()),
            claims,
            derived: false,
        };
        (basis, Some(join))
    }

    /// The companies that offer the most of some tools, as many as are listed, and how many offer
    /// any.
    fn best_on(&self, tools: &[ToolIx]) -> (Vec<(CompanyIx, u32)>, usize) {
        let mut counts: BTreeMap<CompanyIx, u32> = BTreeMap::new();
        for tool in tools {
            for (company, _) in self.landscape.companies_on(*tool).filter(|(_, cell)| cell.is_offered()) {
                *counts.entry(company).or_default() += 1;
            }
        }
        let total = counts.len();
        let mut best: Vec<(CompanyIx, u32)> = counts.into_iter().collect();
        super::keep_top(&mut best, Some(self.most), |(company, tools)| (Reverse(*tools), *company));
        (best, total)
    }

    /// A company, stack or role: its tools by stack, then who else offers or needs them.
    fn tools(&mut self, centre: NodeIx, all: &[ToolIx], companies: &[(CompanyIx, u32)], total: usize) {
        let landscape = self.landscape;
        self.report.size = count(all.len());
        let is_stack = centre.kind() == Kind::Stack;
        let middle = self.add(centre, 0, Sort::Centre);
        let mut shown = all.to_vec();
        super::keep_top(&mut shown, Some(self.most * 2), |tool| (Reverse(landscape.offerers(*tool)), *tool));
        shown.sort_unstable();
        let layer = if is_stack { 1 } else { 2 };
        if !is_stack {
            let stacks: BTreeSet<StackIx> =
                shown.iter().flat_map(|tool| landscape.stacks_of(*tool)).collect();
            for stack in stacks {
                let at = self.add(stack.into(), 1, Sort::Stack);
                let in_it = all.iter().filter(|tool| landscape.stacks_of(**tool).contains(&stack)).count();
                self.report.nodes[at as usize].tools = Some(count(in_it));
                self.link([middle, at], Relation::InStack, None, (None, None));
            }
        }
        let mut loose: Option<u32> = None;
        for tool in &shown {
            let at = self.add((*tool).into(), layer, Sort::Tool);
            let (support, said) = match (centre.of_kind(), centre.of_kind()) {
                (Some(company), _) => {
                    (landscape.cell(company, *tool).map(|cell| cell.support()), self.offer(company, *tool).1)
                }
                (None, Some(role)) => (None, self.need(role, *tool).1),
                (None, None) => (None, None),
            };
            let node = &mut self.report.nodes[at as usize];
            (node.support, node.said) = (support, said.clone());
            let stacks = landscape.stacks_of(*tool);
            let mut before: Vec<u32> = if is_stack {
                vec![middle]
            } else {
                stacks.iter().filter_map(|stack| self.placed.get(&(*stack).into()).copied()).collect()
            };
            if before.is_empty() {
                before.push(*loose.get_or_insert_with(|| {
                    let at = count(self.report.nodes.len());
                    self.report.nodes.push(Node {
                        record: None,
                        layer: 1,
                        sort: Sort::Stack,
                        stack: None,
                        tools: None,
                        support: None,
                        url: None,
                        said: None,
                    });
                    self.report.links.push(Link {
                        from: middle,
                        to: at,
                        relation: Relation::InStack,
                        support: None,
                        basis: None,
                        said: None,
                    });
                    at
                }));
            }
            for stack in before {
                self.link([stack, at], Relation::InStack, support, (None, said.clone()));
            }
        }
        self.left_out(layer, Sort::Tool, all.len(), shown.len());
        for (company, tools) in companies {
            let at = self.add((*company).into(), layer + 1, Sort::Company);
            self.report.nodes[at as usize].tools = Some(*tools);
            self.link_offers(&shown, *company, at, false);
        }
        self.left_out(layer + 1, Sort::Company, total, companies.len());
        if centre.kind() != Kind::Role {
            self.roles(&shown, layer + 1);
        }
    }

    /// Joins a company with those of some tools that it offers.
    fn link_offers(&mut self, tools: &[ToolIx], company: CompanyIx, at: u32, on_the_left: bool) {
        for tool in tools {
            let cell = self.landscape.cell(company, *tool).filter(|cell| cell.is_offered());
            if let (Some(cell), Some(tool_at)) = (cell, self.placed.get(&(*tool).into()).copied()) {
                let ends = if on_the_left { [at, tool_at] } else { [tool_at, at] };
                self.link(ends, Relation::Offers, Some(cell.support()), self.offer(company, *tool));
            }
        }
    }

    /// The roles that need some tools.
    fn roles(&mut self, tools: &[ToolIx], layer: u32) {
        let mut needs: BTreeMap<RoleIx, Vec<ToolIx>> = BTreeMap::new();
        for tool in tools {
            self.landscape
                .needed_by(*tool)
                .into_iter()
                .for_each(|role| needs.entry(role).or_default().push(*tool));
        }
        let total = needs.len();
        let mut shown: Vec<(RoleIx, Vec<ToolIx>)> = needs.into_iter().collect();
        super::keep_top(&mut shown, Some(self.most), |(role, tools)| (Reverse(tools.len()), *role));
        self.left_out(layer, Sort::Role, total, shown.len());
        for (role, tools) in shown {
            let at = self.add(role.into(), layer, Sort::Role);
            self.report.nodes[at as usize].tools = Some(count(tools.len()));
            for tool in tools {
                if let Some(tool_at) = self.placed.get(&tool.into()).copied() {
                    self.link([tool_at, at], Relation::Needs, None, self.need(role, tool));
                }
            }
        }
    }

    /// A tool: who offers it on the left; its stacks, wholes, parts and roles on the right.
    fn tool(&mut self, tool: ToolIx) {
        let landscape = self.landscape;
        let claims = landscape.claims_about(tool);
        self.report.size = claims.offered;
        self.report.otherwise = Some([claims.planned, claims.no]);
        let offering = landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered());
        let mut companies: Vec<CompanyIx> = offering.map(|(company, _)| company).collect();
        let total = companies.len();
        super::keep_top(&mut companies, Some(self.most), |company| {
            (Reverse(landscape.breadth(*company)), *company)
        });
        let middle = self.add(tool.into(), 1, Sort::Centre);
        for company in &companies {
            let at = self.add((*company).into(), 0, Sort::Company);
            self.link_offers(&[tool], *company, at, true);
        }
        self.left_out(0, Sort::Company, total, companies.len());
        let stacks = landscape.stacks_of(tool).into_iter().map(NodeIx::from).collect();
        let wholes = landscape.wholes(tool).iter().copied().map(NodeIx::from).collect();
        let parts = landscape.parts(tool).into_iter().map(NodeIx::from).collect();
        for (sort, relation, nodes) in [
            (Sort::Stack, Relation::InStack, stacks),
            (Sort::Whole, Relation::PartOf, wholes),
            (Sort::Part, Relation::PartOf, parts),
        ] {
            let nodes: Vec<NodeIx> = nodes;
            for node in nodes.iter().take(self.most) {
                let at = self.add(*node, 2, sort);
                self.link([middle, at], relation, None, (None, None));
            }
            self.left_out(2, sort, nodes.len(), nodes.len().min(self.most));
        }
        self.roles(&[tool], 2);
    }
}
