//! Walking the landscape from record to record, whatever the relation.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::claim::Edge;
use super::{ClaimPlace, ClaimView, Landscape, NodeIx, SegmentIx};
use crate::model::{Relation, Support};

/// A relation that joins one record with another, with the claims behind it.
#[derive(Clone, Debug)]
pub struct Connection<'l> {
    /// The relation.
    pub relation: Relation,
    /// The record at the other end.
    pub other: NodeIx,
    /// Whether the relation leads from the record to the other one.
    pub outgoing: bool,
    /// The claims: more than one where an offer is claimed more than once; none where it is derived
    /// from the offer of a part.
    pub claims: Vec<ClaimView<'l>>,
    /// The support that counts, for offers.
    pub support: Option<Support>,
}

/// One step of a walk: a relation, without its claims.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Step {
    /// The relation.
    pub relation: Relation,
    /// Whether it is followed from its start to its end.
    pub outgoing: bool,
    /// Where it leads.
    pub to: NodeIx,
}

impl Landscape {
    /// Returns every step that leads on from a record, in the order of relation, direction and
    /// record.
    ///
    /// What a company is known not to offer or provide joins nothing, so it is no step; and neither
    /// is that somebody looked and could not tell.
    ///
    /// # Complexity
    ///
    /// O(d log d) for a record with d relations.
    #[must_use]
    pub fn steps(&self, from: NodeIx) -> Vec<Step> {
        let says = |edge: &Edge| self.claim_of(edge).map(|claim| &claim.details);
        let is_no = |edge: &Edge| says(edge).is_some_and(|says| says.support == Some(Support::No));
        let is_step = |edge: &Edge| match edge.relation {
            Relation::Provides => !is_no(edge),
            Relation::Looked => false,
            _ => true,
        };
        let mut steps: Vec<Step> = Vec::new();
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let edges = self.graph.edges_directed(self.graph_ix(from), direction);
            for edge in edges.filter(|edge| is_step(edge.weight())) {
                let outgoing = direction == Direction::Outgoing;
                let to = self.node_ix(if outgoing { edge.target() } else { edge.source() });
                steps.push(Step { relation: edge.weight().relation, outgoing, to });
            }
        }
        // A segment is named by the roles that are played in it: the edge joins the roles, and it
        // as a third.
        if let Some(segment) = from.of_kind() {
            for (role, played, _) in self.plays_in(segment) {
                steps.extend([role, played].map(|to| Step {
                    relation: Relation::Plays,
                    outgoing: false,
                    to,
                }));
            }
        }
        for edge in [Direction::Outgoing, Direction::Incoming]
            .into_iter()
            .flat_map(|direction| self.graph.edges_directed(self.graph_ix(from), direction))
        {
            if let Some(segment) = says(edge.weight()).and_then(|says| says.segment) {
                steps.push(Step { relation: Relation::Plays, outgoing: true, to: segment.into() });
            }
        }
        let offers = |outgoing| move |to| Step { relation: Relation::Offers, outgoing, to };
        let is_joined = |cell: super::Cell| cell.claimed().is_some_and(|support| support != Support::No);
        if let Some(company) = from.of_kind() {
            let tools = self.offers_of(company).filter(|(_, cell)| is_joined(*cell));
            steps.extend(tools.map(|(tool, _)| tool.into()).map(offers(true)));
        }
        if let Some(tool) = from.of_kind() {
            let companies = self.companies_on(tool).filter(|(_, cell)| is_joined(*cell));
            steps.extend(companies.map(|(company, _)| company.into()).map(offers(false)));
        }
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// Returns the claim of an edge, with where it stands.
    pub(super) fn placed_claim(&self, from: NodeIndex, to: NodeIndex, edge: &Edge) -> ClaimView<'_> {
        let (owner, to) = (self.node_ix(from), self.node_ix(to));
        let claim = match edge.relation {
            Relation::About => self.about_view(owner, edge),
            _ => self.claim_view(edge),
        };
        let at = ClaimPlace { owner, relation: edge.relation, entry: Some(edge.place), to };
        ClaimView { at: Some(at), ..claim }
    }

    /// Returns the roles that are played in a segment: who plays which, and the claim.
    fn plays_in(&self, segment: SegmentIx) -> Vec<(NodeIx, NodeIx, ClaimView<'_>)> {
        let is_in =
            |edge: &Edge| self.claim_of(edge).is_some_and(|claim| claim.details.segment == Some(segment));
        let in_segment = self.graph.edge_references().filter(|edge| is_in(edge.weight()));
        in_segment
            .map(|edge| {
                (self.node_ix(edge.source()), self.node_ix(edge.target()), self.claim_view(edge.weight()))
            })
            .collect()
    }

    /// Returns everything that is claimed between a record and others, in the order of relation,
    /// direction and record.
    #[must_use]
    pub fn connections(&self, of: NodeIx) -> Vec<Connection<'_>> {
        let mut connections = self.connections_from(of);
        connections.extend(self.connections_to(of));
        connections.sort_by_key(|connection| (connection.relation, !connection.outgoing, connection.other));
        connections
    }

    /// Returns everything that a record itself claims of others, offers last.
    #[must_use]
    pub fn connections_from(&self, of: NodeIx) -> Vec<Connection<'_>> {
        let mut connections = self.edge_connections(of, Direction::Outgoing);
        if let Some(company) = of.of_kind() {
            for (tool, cell) in self.offers_of(company) {
                let claims = self.offer_claims(company, tool);
                connections.push(offer(tool.into(), true, cell, claims));
            }
        }
        connections
    }

    /// Returns everything that other records claim of one.
    fn connections_to(&self, of: NodeIx) -> Vec<Connection<'_>> {
        let mut connections = self.edge_connections(of, Direction::Incoming);
        if let Some(segment) = of.of_kind() {
            for (role, played, claim) in self.plays_in(segment) {
                let played_by = role.of_kind().map(|role| self.named(role));
                connections.push(Connection {
                    relation: Relation::Plays,
                    other: played,
                    outgoing: false,
                    support: None,
                    claims: vec![ClaimView { played_by, segment: None, ..claim }],
                });
            }
        }
        if let Some(tool) = of.of_kind() {
            for (company, cell) in self.companies_on(tool) {
                let claims = self.offer_claims(company, tool);
                connections.push(offer(company.into(), false, cell, claims));
            }
        }
        connections
    }

    /// Returns the relations of a record that are edges of the graph, in the order of the data.
    fn edge_connections(&self, of: NodeIx, direction: Direction) -> Vec<Connection<'_>> {
        let outgoing = direction == Direction::Outgoing;
        let mut edges: Vec<_> = self.graph.edges_directed(self.graph_ix(of), direction).collect();
        edges.sort_by_key(EdgeRef::id);
        let connection = |edge: petgraph::graph::EdgeReference<'_, Edge>| {
            let other = if outgoing { edge.target() } else { edge.source() };
            let claim = self.placed_claim(edge.source(), edge.target(), edge.weight());
            Connection {
                relation: edge.weight().relation,
                other: self.node_ix(other),
                outgoing,
                support: claim.support,
                claims: vec![claim],
            }
        };
        edges.into_iter().map(connection).collect()
    }
}

fn offer(other: NodeIx, outgoing: bool, cell: super::Cell, claims: Vec<ClaimView<'_>>) -> Connection<'_> {
    Connection { relation: Relation::Offers, other, outgoing, claims, support: Some(cell.support()) }
}
