//! Relations one by one: a handle on each of those that are no offers.

use petgraph::Direction;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

use super::{ClaimView, Landscape, NodeIx};
use crate::model::Relation;

/// A handle on one claim that joins two records, offers aside.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct LinkIx(u32);

impl Landscape {
    /// Returns how many claims there are of each relation, offers aside, in the order of
    /// [`Relation::all`].
    ///
    /// # Complexity
    ///
    /// O(m) time for m claims.
    #[must_use]
    pub fn link_counts(&self) -> Vec<usize> {
        let mut counts = vec![0; Relation::all().len()];
        for edge in self.graph.edge_references() {
            counts[edge.weight().relation as usize] += 1;
        }
        counts
    }

    /// Returns how many pairs of a company and a tool there are about which anything is claimed or
    /// follows from a part.
    #[must_use]
    pub fn cell_count(&self) -> usize {
        self.offers.len()
    }

    /// Returns the claims of one relation that lead from a record, in the order of where they lead.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a record with d relations.
    #[must_use]
    pub fn links_from(&self, from: NodeIx, relation: Relation) -> Vec<LinkIx> {
        self.links(from, relation, Direction::Outgoing)
    }

    /// Returns the claims of one relation that lead to a record, in the order of where they come
    /// from.
    ///
    /// # Complexity
    ///
    /// As [`links_from`](Self::links_from).
    #[must_use]
    pub fn links_to(&self, to: NodeIx, relation: Relation) -> Vec<LinkIx> {
        self.links(to, relation, Direction::Incoming)
    }

    fn links(&self, of: NodeIx, relation: Relation, direction: Direction) -> Vec<LinkIx> {
        let edges = self.graph.edges_directed(self.graph_ix(of), direction);
        let edges = edges.filter(|edge| edge.weight().relation == relation);
        let other = |edge: &petgraph::graph::EdgeReference<'_, super::Edge>| match direction {
            Direction::Outgoing => edge.target(),
            Direction::Incoming => edge.source(),
        };
        let mut links: Vec<_> = edges.map(|edge| (other(&edge), edge.id())).collect();
        links.sort_unstable();
        links.into_iter().map(|(_, edge)| LinkIx(u32::try_from(edge.index()).unwrap_or(u32::MAX))).collect()
    }

    /// Returns the records that a claim leads from and to.
    #[must_use]
    pub fn link_ends(&self, link: LinkIx) -> [NodeIx; 2] {
        let edge = &self.graph.raw_edges()[link.0 as usize];
        [self.node_ix(edge.source()), self.node_ix(edge.target())]
    }

    /// Returns what a claim says, and where it stands.
    #[must_use]
    pub fn link_claim(&self, link: LinkIx) -> ClaimView<'_> {
        let edge = &self.graph.raw_edges()[link.0 as usize];
        self.placed_claim(edge.source(), edge.target(), &edge.weight)
    }

    /// Returns which of the claims of one relation between the same two records this is, from 1.
    ///
    /// # Complexity
    ///
    /// O(d) time for a record with d relations.
    #[must_use]
    pub fn link_number(&self, link: LinkIx) -> u32 {
        let edge = &self.graph.raw_edges()[link.0 as usize];
        let between = self.graph.edges_connecting(edge.source(), edge.target());
        let is_before = |id: EdgeIndex| id.index() < link.0 as usize;
        let before =
            between.filter(|other| other.weight().relation == edge.weight.relation && is_before(other.id()));
        u32::try_from(before.count()).unwrap_or(u32::MAX).saturating_add(1)
    }
}
