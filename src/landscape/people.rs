//! Roles: whom they report to, what they need, and who plays which where.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::{Dfs, EdgeFiltered, Reversed, Walker};

use super::{ClaimView, Ix, Landscape, RoleIx, SegmentIx, ToolIx};
use crate::model::{Kind, Relation};

/// Who fills a role of which a kind of company has nobody.
#[derive(Clone, Debug)]
pub struct Play<'l> {
    /// Who plays it.
    pub player: RoleIx,
    /// What is played.
    pub role: RoleIx,
    /// The kind of company where; everywhere when none.
    pub segment: Option<SegmentIx>,
    /// The claim.
    pub claim: ClaimView<'l>,
}

impl Play<'_> {
    /// Returns whether it holds for a kind of company.
    #[must_use]
    pub fn is_in(&self, segment: SegmentIx) -> bool {
        self.segment.is_none_or(|other| other == segment)
    }
}

impl Landscape {
    /// Returns the roles that a role reports to directly, in id order.
    #[must_use]
    pub fn reports_to(&self, role: RoleIx) -> Vec<RoleIx> {
        self.targets(role.into(), Relation::ReportsTo, Direction::Outgoing)
    }

    /// Returns the roles that a role reports to, directly or not, in id order.
    ///
    /// # Complexity
    ///
    /// O(r log r) time for the r roles and reporting lines above.
    #[must_use]
    pub fn roles_above(&self, role: RoleIx) -> BTreeSet<RoleIx> {
        self.all_along(role, Direction::Outgoing)
    }

    /// Returns the roles that report to a role, directly or not, in id order.
    ///
    /// # Complexity
    ///
    /// O(r log r) time for the r roles and reporting lines below.
    #[must_use]
    pub fn roles_below(&self, role: RoleIx) -> BTreeSet<RoleIx> {
        self.all_along(role, Direction::Incoming)
    }

    /// Follows reporting lines to their ends. They never lead back, so the role itself is not met.
    fn all_along(&self, role: RoleIx, direction: Direction) -> BTreeSet<RoleIx> {
        let lines = EdgeFiltered::from_fn(&self.graph, |edge| edge.weight().relation == Relation::ReportsTo);
        let start = self.graph_ix(role.into());
        let met: Vec<NodeIndex> = match direction {
            Direction::Outgoing => Dfs::new(&lines, start).iter(&lines).collect(),
            Direction::Incoming => Dfs::new(&lines, start).iter(Reversed(&lines)).collect(),
        };
        met.into_iter().skip(1).filter_map(|node| self.node_ix(node).of_kind()).collect()
    }

    /// Returns the claims of whom a role reports to, in id order of the role above.
    #[must_use]
    pub fn reports_to_claims(&self, role: RoleIx) -> Vec<(RoleIx, Vec<ClaimView<'_>>)> {
        let connections = self.connections_from(role.into()).into_iter();
        let lines = connections.filter(|connection| connection.relation == Relation::ReportsTo);
        grouped(lines.filter_map(|line| Some((line.other.of_kind()?, line.claims))))
    }

    /// Returns the claims of what a role needs, in id order of the tools; parts stand beside their
    /// wholes.
    #[must_use]
    pub fn need_claims(&self, role: RoleIx) -> Vec<(ToolIx, Vec<ClaimView<'_>>)> {
        let connections = self.connections_from(role.into()).into_iter();
        let needs = connections.filter(|connection| connection.relation == Relation::Needs);
        grouped(needs.filter_map(|need| Some((need.other.of_kind()?, need.claims))))
    }

    /// Returns what a role plays, then who plays it, each in the order of the other role and the
    /// segment.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a role with d relations.
    #[must_use]
    pub fn plays(&self, role: RoleIx) -> [Vec<Play<'_>>; 2] {
        let (mut plays, mut played_by) = (Vec::new(), Vec::new());
        for connection in self.connections(role.into()) {
            let Some(other) = connection.other.of_kind().filter(|_| connection.relation == Relation::Plays)
            else {
                continue;
            };
            let (player, filled) = if connection.outgoing { (role, other) } else { (other, role) };
            for claim in connection.claims {
                let segment = claim
                    .segment
                    .and_then(|segment| self.find(Kind::Segment, segment.id.as_str())?.of_kind());
                let play = Play { player, role: filled, segment, claim };
                if connection.outgoing { &mut plays } else { &mut played_by }.push(play);
            }
        }
        plays.sort_by_key(|play| (play.role, play.segment));
        played_by.sort_by_key(|play| (play.player, play.segment));
        [plays, played_by]
    }
}

/// Groups claims by what they are about, in order.
fn grouped<'l, K>(
    claims: impl Iterator<Item = (Ix<K>, Vec<ClaimView<'l>>)>,
) -> Vec<(Ix<K>, Vec<ClaimView<'l>>)> {
    let mut groups: BTreeMap<Ix<K>, Vec<ClaimView<'l>>> = BTreeMap::new();
    for (about, claims) in claims {
        groups.entry(about).or_default().extend(claims);
    }
    groups.into_iter().collect()
}
