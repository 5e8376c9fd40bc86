//! From the checked model to the graph.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::algo;
use super::claim::{Claim, Details, Edge, Evidence, begun};
use super::left_out::{Because, LeftOut};
use super::node::{Kept, Passage};
use super::nodes::{More, Nodes};
use super::offers::{Cell, Offers, OffersBuilder};
use super::owners::{Closed, Owners};
use super::{
    Breadth, BuildCostInfo, FeatureIx, Ix, Landscape, NodeIx, Overview, StageInfo, ToolClaims, ToolIx,
};
use crate::model::{
    self, AttributeValue, Claim as _, Company, Date, Kind, Link, LinkPlace, Listing, Model, OfferListing,
    Origin, PackedModel, Placed, RankedCompany, Record, Relation, Support, When, Which,
};

/// Which claims a landscape is built of.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions {
    /// The day on which the claims must hold. When none is given, the newest day on which any
    /// evidence was read, or a later one on which a claim began or ended, where that is not after
    /// `today`.
    pub as_of: Option<Date>,
    /// The day on which the answers are asked for; when none is given, no claim moves the day by
    /// itself.
    pub today: Option<Date>,
}

/// From the records' ids to handles.
struct Handles<'t>(model::Index<'t>);

impl Handles<'_> {
    /// Returns the handle of a record that the checks have found to exist.
    fn get<K: super::KindMarker>(&self, id: &crate::id::Id<'_, K>) -> Ix<K> {
        Ix::new(self.ordinal(K::KIND, id.as_str()))
    }

    fn ordinal(&self, kind: Kind, id: &str) -> u32 {
        self.0.get(kind, id).unwrap_or_default()
    }

    fn evidence(&self, evidence: &[model::Evidence<'_>]) -> Box<[Evidence]> {
        let own = |evidence: &model::Evidence<'_>| Evidence {
            source: self.get(&evidence.source),
            at: evidence.at.clone(),
            url: evidence.url.clone(),
            quote: evidence.quote.clone(),
            basis: evidence.basis,
            on: evidence.on,
            note: evidence.note.clone(),
        };
        evidence.iter().map(own).collect()
    }

    fn claim(&self, claim: &dyn model::Claim<'_>) -> Claim {
        Claim {
            entry: 0,
            details: Details::keep(claim.details(), |segment| self.get(segment)),
            since: claim.since(),
            until: claim.until(),
            note: claim.note().map(Into::into),
            evidence: self.evidence(claim.evidence()),
        }
    }
}

/// The days of which a landscape has claims.
#[derive(Clone, Copy)]
pub(super) enum Days {
    /// One day; where it is not known, every claim that names no end.
    One(Option<Date>),
    /// All: claims that have ended, and those that have yet to begin, are kept.
    All,
}

/// Whether a claim of a record that ceased to be, if it did, holds on the days that the landscape
/// is built for.
fn holds(claim: &dyn model::Claim<'_>, ceased: Option<When>, days: Days) -> bool {
    missed(claim, ceased, days).is_none()
}

/// Why a claim of a record that ceased to be, if it did, does not hold on the days that the
/// landscape is built for, and when it begins or ended; none where it holds.
fn missed(claim: &dyn model::Claim<'_>, ceased: Option<When>, days: Days) -> Option<(Because, When)> {
    let Days::One(as_of) = days else { return None };
    // Where no day is known at all, every claim has begun, and a claim that names its end is taken
    // to have ended.
    let is_over = |until: &When| is_past(*until, days);
    let ended =
        [claim.until(), ceased].into_iter().flatten().filter(is_over).min_by_key(|until| until.last());
    let is_ahead = |begins: &When| as_of.is_some_and(|day| begins.first() > day);
    let ended = ended.map(|ended| (Because::Ended, ended));
    ended.or_else(|| Some((Because::Begins, begun(claim).filter(is_ahead)?)))
}

/// Whether what ends on a day has ended on the day that the landscape is built for.
fn is_past(until: When, days: Days) -> bool {
    matches!(days, Days::One(as_of) if as_of.is_none_or(|day| until.last() <= day))
}

/// Whether every claim of a model holds on the day of the options.
pub(super) fn all_hold(model: &Model<'_>, options: &BuildOptions) -> bool {
    let days = Days::One(day_of(model, options));
    let all_hold = |record: &dyn Record<'_>| {
        let (mut all, ceased) = (true, record.ceased());
        record.links(&mut |link| all &= link.claim.is_none_or(|claim| holds(claim, ceased, days)));
        record.attributes(&mut |_, value| {
            if let AttributeValue::Claim(claim) = value {
                all &= holds(claim, ceased, days);
            }
        });
        all
    };
    Kind::ALL.into_iter().all(|kind| model.records(kind).all(|(record, _)| all_hold(record)))
}

/// The day of a landscape: the one that is asked for, else its own.
fn day_of(model: &Model<'_>, options: &BuildOptions) -> Option<Date> {
    options.as_of.or_else(|| model.resolved.day(options.today))
}

pub(super) fn build(model: PackedModel<'_>, options: &BuildOptions) -> Landscape {
    let as_of = day_of(&model.0, options);
    let landscape = build_of(model.0, as_of, Days::One(as_of)).with_tools_of_shared_names();
    Landscape { today: options.today, ..landscape }
}

/// Builds a landscape of the claims of all days, whose day is the newest on which any evidence was
/// read.
pub(super) fn build_of_all_days(model: PackedModel<'_>) -> Landscape {
    let as_of = model.0.resolved.newest;
    build_of(model.0, as_of, Days::All).with_tools_of_shared_names()
}

fn build_of(mut model: Model<'_>, as_of: Option<Date>, days: Days) -> Landscape {
    let resolved = std::mem::take(&mut model.resolved);
    let index = Handles(resolved.index);
    let mut offered = resolved.offers.into_iter().map(Ix::new);
    let overview = overview(&model, &index);

    let mut starts = [0; Kind::ALL.len() + 1];
    for kind in Kind::ALL {
        starts[kind as usize + 1] = starts[kind as usize] + index.0.count(kind);
    }
    let (graph, claims) = graph(&model, &index, &starts, days);
    let wholes = wholes(&graph, starts[Kind::Tool as usize], model.tools.len());
    let tools = model.tools.len();
    let documents = std::mem::take(&mut model.documents);
    let node_ix = |((kind, ordinal), origin)| (NodeIx { kind, ordinal }, origin);
    let assumed = std::mem::take(&mut model.assumed).into_iter().map(node_ix).collect();
    // The documents of packed companies come last.
    let first_packed = u32::try_from(documents.len() - index.0.packed_documents()).unwrap_or(u32::MAX);
    let mut nodes = Nodes::default();
    let mut offers = OffersBuilder::new();
    let (mut left_out, mut closed, mut ceased) = (Vec::new(), BTreeMap::new(), Vec::new());
    let shown = shown_tools(&model, &index, days);

    for kind in Kind::ALL {
        if kind != Kind::Company {
            for (record, origin) in model.records(kind) {
                push(&mut nodes, &index, record, origin, days);
            }
            continue;
        }
        // Companies are by far the most: each one's offers are freed as soon as they are taken in.
        let mut companies = std::mem::take(&mut model.companies).into_iter();
        let mut cells = Vec::new();
        for which in index.0.companies() {
            cells.clear();
            match which {
                Which::Record => {
                    let Some(Placed { record, origin }) = companies.next() else { break };
                    push(&mut nodes, &index, &record, origin, days);
                    let taken = company_offers(&record, &mut offered, &index, days, &mut cells);
                    let company = Ix::new(offers.next_company());
                    let (claims, passed_over) = taken;
                    left_out.extend(passed_over.into_iter().map(|of| LeftOut { company, ..of }));
                    show(&record, &shown, &index, days, &mut cells);
                    complete(&mut cells, &wholes);
                    offers.push(&cells, claims);
                    if let Some(listing) = closed_list(&record, days) {
                        let basis = listing.evidence.iter().map(|evidence| evidence.basis).min();
                        closed.insert(company, Closed { basis, tools: None });
                    }
                    ceased
                        .extend(record.until.filter(|until| is_past(*until, days)).map(|day| (company, day)));
                }
                Which::Packed(ranked) => {
                    let RankedCompany { company, .. } = &ranked;
                    let Origin { document, index } = company.origin();
                    let origin = Origin { document: document + first_packed, index };
                    nodes.push(company.id(), company.name(), origin);
                    let claimed = |(tool, support)| (Ix::new(tool), Cell::claimed_as(support));
                    cells.extend(ranked.offers().map(claimed));
                    complete(&mut cells, &wholes);
                    offers.push(&cells, Vec::new());
                }
            }
        }
    }
    let offers = offers.finish(tools);
    let breadth =
        breadth(&offers, &wholes, starts[Kind::Company as usize + 1] - starts[Kind::Company as usize]);
    let landscape = Landscape {
        overview,
        as_of,
        today: None,
        documents,
        assumed,
        nodes,
        starts,
        graph,
        claims,
        offers,
        left_out,
        closed,
        wholes,
        breadth,
        owners: Owners::default(),
        grouped: OnceLock::new(),
    };
    // Of all days, a company may have had several owners.
    if let Days::One(_) = days { landscape.with_owners(ceased) } else { landscape }
}

pub(super) fn breadth(offers: &Offers, wholes: &[Box<[ToolIx]>], companies: u32) -> Breadth {
    let claims_about = |tool| {
        let mut claims = ToolClaims::default();
        for (_, cell) in offers.column(tool) {
            claims.add(cell.support());
        }
        claims
    };
    let by_tool: Vec<ToolClaims> =
        (0_u32..).take(wholes.len()).map(|tool| claims_about(Ix::new(tool))).collect();
    let weight = |claims: &ToolClaims| match claims.offered {
        0 => 0.0,
        offered => (f64::from(companies) / f64::from(offered)).ln_1p(),
    };
    let weights: Vec<f64> = by_tool.iter().map(weight).collect();
    let votes = vec![0.0; wholes.len()];
    let mut breadth = Breadth { by_tool, weights, votes, ..Breadth::default() };
    for company in (0..companies).map(Ix::new) {
        let (mut count, mut sum) = (0_u32, 0.0);
        for (tool, cell) in offers.row(company) {
            let tool = tool.ordinal() as usize;
            if cell.is_offered() && wholes[tool].is_empty() {
                count += 1;
                sum += breadth.weights[tool];
            }
        }
        for (tool, cell) in offers.row(company) {
            if cell.is_offered() {
                breadth.votes[tool.ordinal() as usize] += 1.0 / f64::from(count.max(1));
            }
        }
        breadth.by_company.push(count);
        breadth.weight_by_company.push(sum);
    }
    breadth
}

fn overview(model: &Model<'_>, index: &Handles<'_>) -> Overview {
    let Some(overview) = model.overview() else {
        return Overview {
            name: "Landscape".into(),
            description: None,
            perspective: None,
            stages: Vec::new(),
            build_costs: Vec::new(),
        };
    };
    let stage = |stage: &model::StageRecord<'_>| StageInfo {
        stage: stage.stage,
        after: stage.after.clone(),
        definitions: stage
            .definitions
            .iter()
            .map(|d| (d.text.clone(), index.evidence(&d.evidence)))
            .collect(),
    };
    let cost = |cost: &model::BuildCost<'_>| BuildCostInfo {
        complexity: cost.complexity,
        stage: cost.stage,
        engineers: cost.engineers,
        months: cost.months,
        note: cost.note.clone(),
        evidence: index.evidence(&cost.evidence),
    };
    let mut stages: Vec<StageInfo> = overview.stages.iter().map(stage).collect();
    stages.sort_by_key(|info| info.stage);
    let mut build_costs: Vec<BuildCostInfo> = overview.build_costs.iter().map(cost).collect();
    build_costs.sort_by_key(|info| (info.complexity, info.stage));
    Overview {
        name: overview.name.clone(),
        description: overview.description.clone(),
        perspective: overview.perspective.as_ref().map(|company| index.get(company)),
        stages,
        build_costs,
    }
}

fn push<'t>(nodes: &mut Nodes, index: &Handles<'t>, record: &dyn Record<'t>, origin: Origin, days: Days) {
    let common = record.common();
    let ceased = record.ceased();
    let mut attributes = Vec::new();
    record.attributes(&mut |attribute, value| {
        let kept = match value {
            AttributeValue::Word(word) => Kept::Word(word),
            AttributeValue::Text(text) => Kept::Text(text.into()),
            AttributeValue::When(when) => Kept::When(when),
            AttributeValue::Claim(claim) if holds(claim, ceased, days) => {
                Kept::Claim(Box::new(index.claim(claim)))
            }
            AttributeValue::Claim(_) => return,
        };
        attributes.push((attribute, kept));
    });
    let passage = |passage: &model::Passage<'_>| Passage {
        at: passage.at.clone(),
        text: passage.text.clone(),
        reading: passage.reading,
        note: passage.note.clone(),
    };
    let more = More {
        aliases: common.aliases.into(),
        description: common.description.map(Into::into),
        url: common.url.map(Into::into),
        note: common.note.map(Into::into),
        evidence: index.evidence(common.evidence),
        attributes: attributes.into(),
        passages: record.passages().iter().map(passage).collect(),
    };
    nodes.push_with(record.id(), common.name, origin, more);
}

/// Every relation but `offers` that holds, in the order of the records' ids.
fn graph(
    model: &Model<'_>,
    index: &Handles<'_>,
    starts: &[u32; Kind::ALL.len() + 1],
    days: Days,
) -> (DiGraph<(), Edge>, Vec<Claim>) {
    let nodes = starts[Kind::ALL.len()] as usize;
    let mut graph = DiGraph::with_capacity(nodes, 0);
    for _ in 0..nodes {
        graph.add_node(());
    }
    let graph_ix = |kind: Kind, ordinal: u32| NodeIndex::new((starts[kind as usize] + ordinal) as usize);
    let mut claims = Vec::new();
    let mut add = |kind: Kind, ordinal: u32, ceased: Option<When>, link: &Link<'_, '_>| {
        if link.claim.is_some_and(|claim| !holds(claim, ceased, days)) {
            return;
        }
        let claim = link.claim.map(|claim| {
            claims.push(index.claim(claim));
            u32::try_from(claims.len() - 1).unwrap_or(u32::MAX)
        });
        let passage = match link.place {
            LinkPlace::Passage(passage, _) => Some(u32::try_from(passage).unwrap_or(u32::MAX)),
            LinkPlace::Entry(_) => None,
        };
        let to = graph_ix(link.to.kind, index.ordinal(link.to.kind, link.to.id));
        graph.add_edge(
            graph_ix(kind, ordinal),
            to,
            Edge { relation: link.relation, claim, passage, place: link.place },
        );
    };
    // Offers may be far more than all others, and are kept beside the graph.
    let is_edge = |relation| relation != Relation::Offers;
    for kind in Kind::ALL {
        for (record, _) in model.records(kind) {
            let (ordinal, ceased) = (index.ordinal(kind, record.id()), record.ceased());
            record.links_of(&is_edge, &mut |link| add(kind, ordinal, ceased, &link));
        }
    }
    (graph, claims)
}

/// For each tool, all that it is a part of, directly or not.
fn wholes(graph: &DiGraph<(), Edge>, first_tool: u32, tools: usize) -> Vec<Box<[ToolIx]>> {
    let nodes = first_tool as usize..first_tool as usize + tools;
    let tool = |node: NodeIndex| u32::try_from(node.index()).unwrap_or(u32::MAX) - first_tool;
    let parts = nodes.flat_map(|at| graph.edges(NodeIndex::new(at)));
    let parts = parts.filter(|edge| edge.weight().relation == Relation::PartOf);
    let above = algo::reach(tools, parts.map(|edge| (tool(edge.source()), tool(edge.target()))));
    above.into_iter().map(|wholes| wholes.into_iter().map(Ix::new).collect()).collect()
}

/// The claims behind the offers of a company that say more than the support, in tool order.
type OfferClaims = Vec<(ToolIx, Claim)>;

/// Takes in a company's offers that hold; returns their claims, and the offers that are left out,
/// in tool order.
fn company_offers(
    company: &Company<'_>,
    offered: &mut impl Iterator<Item = ToolIx>,
    index: &Handles<'_>,
    days: Days,
    cells: &mut Vec<(ToolIx, Cell)>,
) -> (OfferClaims, Vec<LeftOut>) {
    let (mut claims, mut passed_over) = (Vec::new(), Vec::new());
    // The offers come first, so that where they end no tool of the next company is taken.
    for (entry, (offer, tool)) in (0_u32..).zip(company.offers.iter().zip(offered)) {
        if let Some((because, day)) = missed(offer, company.until, days) {
            passed_over.push(LeftOut { company: Ix::new(0), tool, support: offer.support, because, day });
            continue;
        }
        cells.push((tool, Cell::claimed_as(offer.support)));
        if !offer.is_bare() {
            let claim = Claim { entry, ..index.claim(offer) };
            claims.push((tool, claim));
        }
    }
    claims.sort_by_key(|(tool, _)| *tool);
    // What has ended while another claim about the same tool holds has not vanished: the other took
    // its place.
    let is_replaced = |tool: ToolIx| cells.iter().any(|(other, _)| *other == tool);
    passed_over.retain(|of| of.because == Because::Begins || !is_replaced(of.tool));
    passed_over.sort_by_key(|of| of.tool);
    (claims, passed_over)
}

/// For each feature, the tools that it shows on the days that the landscape is built for, and how
/// much of each.
type Shown = BTreeMap<FeatureIx, Vec<(ToolIx, Support)>>;

fn shown_tools(model: &Model<'_>, index: &Handles<'_>, days: Days) -> Shown {
    let mut shown = Shown::default();
    for Placed { record, .. } in &model.tools {
        let tool = index.get(&record.id);
        for link in record.shown_by.iter().filter(|link| holds(*link, None, days)) {
            let support = link.details().support.unwrap_or(Support::Partial);
            shown.entry(index.get(&link.feature)).or_default().push((tool, support));
        }
    }
    shown
}

/// Adds what the features of a company show of tools about which nothing is claimed of it: the best
/// of what they show.
fn show(
    company: &Company<'_>,
    shown: &Shown,
    index: &Handles<'_>,
    days: Days,
    cells: &mut Vec<(ToolIx, Cell)>,
) {
    if shown.is_empty() {
        return;
    }
    let mut best: BTreeMap<ToolIx, Support> = BTreeMap::new();
    for provided in company.provides.iter().filter(|provided| provided.support.is_offered()) {
        let Some(tools) = shown.get(&index.get(&provided.feature)) else { continue };
        if !holds(provided, company.until, days) {
            continue;
        }
        for (tool, support) in tools {
            // The lesser of the two: `yes` comes before `partial`.
            let support = provided.support.max(*support);
            best.entry(*tool).and_modify(|known| *known = support.min(*known)).or_insert(support);
        }
    }
    best.retain(|tool, _| cells.iter().all(|(claimed, _)| claimed != tool));
    cells.extend(best.into_iter().map(|(tool, support)| (tool, Cell::shown(support))));
}

/// The claim that a company's list of offers is complete, where that holds on the day.
fn closed_list<'r, 't>(company: &'r Company<'t>, days: Days) -> Option<&'r OfferListing<'t>> {
    let listing = company.listing.as_ref().filter(|listing| listing.state == Listing::Closed)?;
    // Of all days, a tool that is not listed may have been offered once.
    let is_known = matches!(days, Days::One(_)) && holds(listing, company.until, days);
    is_known.then_some(listing)
}

/// Puts a company's cells in tool order, each tool once, and adds what offering a part says of the
/// whole.
fn complete(cells: &mut Vec<(ToolIx, Cell)>, wholes: &[Box<[ToolIx]>]) {
    cells.sort_unstable_by_key(|(tool, _)| *tool);
    cells.dedup_by_key(|(tool, _)| *tool);
    let is_offered_part =
        |(tool, cell): &&(ToolIx, Cell)| cell.is_offered() && !wholes[tool.ordinal() as usize].is_empty();
    let parts: Vec<ToolIx> = cells.iter().filter(is_offered_part).map(|(tool, _)| *tool).collect();
    for whole in parts.iter().flat_map(|part| wholes[part.ordinal() as usize].iter()) {
        match cells.binary_search_by_key(whole, |(tool, _)| *tool) {
            Ok(at) => cells[at].1 = cells[at].1.with_part(),
            Err(at) => cells.insert(at, (*whole, Cell::PART_OFFERED)),
        }
    }
}
