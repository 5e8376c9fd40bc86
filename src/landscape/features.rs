//! Features: which a tool can have, and which a company provides.

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use super::{CompanyIx, Ix, Landscape, ToolIx};
use crate::model::{Basis, Relation, Support, kinds};

/// A handle on a feature.
pub type FeatureIx = Ix<kinds::Feature>;

/// What is known of whether one company provides one feature.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ProvidedFeature {
    /// The feature.
    pub feature: FeatureIx,
    /// The support that counts: the best one that is claimed.
    pub support: Support,
    /// The firmest basis of the claims with that support; none without evidence.
    pub basis: Option<Basis>,
}

impl Landscape {
    /// Returns the features that a tool can have, in id order.
    ///
    /// Those of its parts are not among them.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a tool with d relations.
    #[must_use]
    pub fn features_of(&self, tool: ToolIx) -> Vec<FeatureIx> {
        self.targets(tool.into(), Relation::Has, Direction::Outgoing)
    }

    /// Returns what a company provides, plans or is known not to provide, in the order of the features' ids.
    ///
    /// Where several claims about one feature hold, the best support counts.
    ///
    /// # Complexity
    ///
    /// O(d log d + e) time for a company with d relations other than offers, and e pieces of evidence.
    #[must_use]
    pub fn provided_by(&self, company: CompanyIx) -> Vec<ProvidedFeature> {
        let edges = self.graph.edges_directed(self.graph_ix(company.into()), Direction::Outgoing);
        let mut provided: Vec<ProvidedFeature> = edges
            .filter(|edge| edge.weight().relation == Relation::Provides)
            .filter_map(|edge| {
                let claim = self.claim_of(edge.weight())?;
                let support = claim.details.support?;
                let feature = self.node_ix(edge.target()).of_kind()?;
                let basis = claim.evidence.iter().map(|evidence| evidence.basis).min();
                Some(ProvidedFeature { feature, support, basis })
            })
            .collect();
        // A claim with evidence is firmer than one without.
        provided.sort_by_key(|one| (one.feature, one.support, one.basis.is_none(), one.basis));
        provided.dedup_by_key(|one| one.feature);
        provided
    }
}
