//! Features: which a tool can have, and which a company provides.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use super::{CompanyIx, Ix, Landscape, NodeIx, ToolIx};
use crate::id::fold_name;
use crate::model::{Basis, Kind, Relation, Support, kinds};

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

    /// Returns the tools that have a feature, in id order.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a feature with d relations.
    #[must_use]
    pub fn tools_with(&self, feature: FeatureIx) -> Vec<ToolIx> {
        self.targets(feature.into(), Relation::Has, Direction::Incoming)
    }

    /// Returns the tool whose name tells a feature from others: the first that has it, where
    /// another feature has its name or an alias of it too. None for other records.
    #[must_use]
    pub fn telling_tool(&self, node: NodeIx) -> Option<ToolIx> {
        self.nodes.feature_tools.get(&node.of_kind()?).copied()
    }

    /// Notes the tools of the features whose names are not theirs alone.
    pub(super) fn with_tools_of_shared_names(mut self) -> Self {
        let mut features_with: BTreeMap<String, BTreeSet<FeatureIx>> = BTreeMap::new();
        for node in self.nodes(Kind::Feature) {
            let view = self.node(node);
            for name in std::iter::once(view.name()).chain(view.aliases()) {
                features_with.entry(fold_name(name)).or_default().extend(node.of_kind::<kinds::Feature>());
            }
        }
        let shared = features_with.into_values().filter(|features| features.len() > 1).flatten();
        let tools = shared.filter_map(|feature| Some((feature, *self.tools_with(feature).first()?)));
        self.nodes.feature_tools = tools.collect();
        self
    }

    /// Returns what a company provides, plans or is known not to provide, in the order of the
    /// features' ids.
    ///
    /// Where several claims about one feature hold, the best support counts.
    ///
    /// # Complexity
    ///
    /// O(d log d + e) time for a company with d relations other than offers, and e pieces of
    /// evidence.
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
