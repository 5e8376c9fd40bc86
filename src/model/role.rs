//! Roles: who uses tools.

use super::record::record;
use super::word::words;

words! {
    /// Whether a role is one person's or a whole team's.
    #[derive(Default)]
    pub enum RoleType {
        /// One person's role.
        #[default]
        Role = "role",
        /// A team or department.
        Team = "team",
    }
}

words! {
    /// Whether a role is in the ideal customer profile (ICP).
    pub enum RoleStatus {
        /// It is in the ideal customer profile.
        Icp = "icp",
        /// The owners ask whether to expand to it.
        ExpansionCandidate = "expansion-candidate",
    }
}

record! {
    /// Who uses tools: an ICP role or a team, such as `product-engineer`.
    pub struct Role<'t> {
        usual {
            /// Whether it is a person's role or a team.
            r#type: RoleType,
        }
        may {
            /// Whether it is in the ideal customer profile.
            status: RoleStatus,
        }
        relations {
            /// The tools that it needs.
            needs: Need,
            /// The roles that it reports to.
            reports_to: ReportsTo,
            /// The roles that it fills in a kind of company that has nobody else for them.
            plays: Plays,
        }
    }
}
