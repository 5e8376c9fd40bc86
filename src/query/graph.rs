//! The landscape, or the neighbourhood of a part of it, as nodes and edges: what the faithful
//! picture draws.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::said::every_record;

use super::{AnyRef, SourceRef, Within, count, sources};
use crate::landscape::{ClaimView, Fact, Landscape, NodeIx, StackIx, ToolIx};
use crate::model::{Basis, Date, Kind, Relation, Support};

/// How to answer [`graph`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only these stacks and roles, the tools of these stacks that these roles need, and what all
    /// of them are joined to, with the stacks of other tools among them.
    pub within: Within,
    /// Only this record and what it is joined to, with the stacks of tools among them.
    pub around: Option<NodeIx>,
    /// Without records of these kinds.
    pub without: Vec<Kind>,
}

/// Nodes and edges.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The landscape's name.
    pub name: &'l str,
    /// The records, by kind and then by id.
    pub nodes: Vec<Node<'l>>,
    /// The claims that join them, each once, in the order of where they start.
    pub edges: Vec<Edge<'l>>,
    /// How many of the edges are offers, plans to offer and claims of no offer.
    pub offers: u32,
    /// How many records of the landscape are left out.
    pub left_out: u32,
    /// The kinds that were to be left out and of which there are records, in order.
    pub without: Vec<Kind>,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// A record.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Node<'l> {
    /// The record.
    pub record: AnyRef<'l>,
    /// Its page on the web.
    pub url: Option<&'l str>,
    /// The first stack that it is, or is in, by its place among all stacks.
    pub stack: Option<u32>,
    /// Whether nobody is known to offer it, of a tool.
    pub not_known_offered: bool,
    /// What it is.
    pub description: Option<&'l str>,
    /// What only this kind of record has, in a fixed order.
    pub facts: Vec<Fact<'l>>,
    /// What a reader should know about it.
    pub note: Option<&'l str>,
}

/// A claim that joins two records, both by their place in the list.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Edge<'l> {
    /// Where it starts.
    pub from: u32,
    /// Where it leads.
    pub to: u32,
    /// The relation.
    pub relation: Relation,
    /// Whether a tool or feature is offered.
    pub support: Option<Support>,
    /// The firmest basis; none where there is no evidence.
    pub basis: Option<Basis>,
    /// Whether it is concluded from the offer of a part.
    pub derived: bool,
    /// The claim, with its evidence; none where it is concluded.
    pub claim: Option<ClaimView<'l>>,
}

/// Returns the nodes and edges of a landscape, or of a part of it with all that it is joined to.
///
/// # Complexity
///
/// O(n log n) time for the n records and claims that are looked at.
#[must_use]
pub fn graph<'l>(landscape: &'l Landscape, options: &Options) -> Report<'l> {
    let chosen: BTreeSet<NodeIx> = chosen(landscape, options);
    let chosen: Vec<NodeIx> =
        chosen.into_iter().filter(|node| !options.without.contains(&node.kind())).collect();
    let places: BTreeMap<NodeIx, u32> = chosen.iter().copied().zip(0..).collect();
    let mut edges = Vec::new();
    for (node, from) in &places {
        for connection in landscape.connections_from(*node) {
            let Some(to) = places.get(&connection.other).copied() else { continue };
            let relation = connection.relation;
            let is_claimed =
                connection.claims.iter().any(|claim| claim.support.is_some_and(Support::is_offered));
            for claim in connection.claims {
                edges.push(Edge {
                    from: *from,
                    to,
                    relation,
                    support: claim.support,
                    basis: claim.evidence.iter().map(|evidence| evidence.basis).min(),
                    derived: false,
                    claim: Some(claim),
                });
            }
            if relation == Relation::Offers
                && !is_claimed
                && connection.support.is_some_and(Support::is_offered)
            {
                let support = connection.support;
                edges.push(Edge {
                    from: *from,
                    to,
                    relation,
                    support,
                    basis: None,
                    derived: true,
                    claim: None,
                });
            }
        }
    }
    let all: usize = Kind::ALL.into_iter().map(|kind| landscape.count(kind)).sum();
    Report {
        name: landscape.name(),
        nodes: chosen.iter().map(|ix| node(landscape, *ix)).collect(),
        offers: count(edges.iter().filter(|edge| edge.relation == Relation::Offers).count()),
        edges,
        left_out: count(all - chosen.len()),
        without: options.without.iter().copied().filter(|kind| landscape.count(*kind) > 0).collect(),
        sources: sources(landscape),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}

/// The records to draw: all, or what was asked for, its neighbours, and the stacks of tools among
/// them.
fn chosen(landscape: &Landscape, options: &Options) -> BTreeSet<NodeIx> {
    let tools = options.within.named(landscape);
    if tools.is_none() && options.around.is_none() {
        return every_record(landscape).collect();
    }
    let mut chosen: BTreeSet<NodeIx> = options.around.into_iter().collect();
    let Within { stacks, roles } = &options.within;
    chosen.extend(stacks.iter().copied().map(NodeIx::from));
    chosen.extend(roles.iter().copied().map(NodeIx::from));
    chosen.extend(tools.into_iter().flatten().map(NodeIx::from));
    let middle: Vec<NodeIx> = chosen.iter().copied().collect();
    for node in middle {
        chosen.extend(landscape.connections(node).iter().map(|connection| connection.other));
    }
    // A tool without its stacks would look like one in none.
    let tools = chosen.iter().filter_map(|node| node.of_kind());
    let stacks: Vec<NodeIx> =
        tools.flat_map(|tool: ToolIx| landscape.stacks_of(tool)).map(NodeIx::from).collect();
    chosen.extend(stacks);
    chosen
}

fn node(landscape: &Landscape, ix: NodeIx) -> Node<'_> {
    let view = landscape.node(ix);
    let tool: Option<ToolIx> = ix.of_kind();
    let stack: Option<StackIx> =
        ix.of_kind().or_else(|| tool.and_then(|tool| landscape.stacks_of(tool).first().copied()));
    Node {
        record: AnyRef::of(landscape, ix),
        url: view.url(),
        stack: stack.map(StackIx::ordinal),
        not_known_offered: tool.is_some_and(|tool| landscape.offerers(tool) == 0),
        description: view.description(),
        facts: view.facts(),
        note: view.note(),
    }
}
