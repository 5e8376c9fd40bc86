//! Roles: who uses tools.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claim::{claim, record};
use super::{RoleId, SegmentId, ToolId};

/// Whether a role is one person's or a whole team's.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleType {
    /// One person's role.
    #[default]
    Role,
    /// A team or department.
    Team,
}

impl RoleType {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Team => "team",
        }
    }
}

/// How a role stands to the ideal customer profile (ICP).
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleStatus {
    /// It is in the ideal customer profile.
    Icp,
    /// The owners ask whether to expand to it.
    ExpansionCandidate,
}

impl RoleStatus {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Icp => "icp",
            Self::ExpansionCandidate => "expansion-candidate",
        }
    }
}

/// How much a role needs a tool.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Importance {
    /// It cannot work without one.
    Must,
    /// It works better with one.
    Should,
    /// It may use one.
    Could,
}

impl Importance {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Could => "could",
        }
    }
}

record! {
    /// Who uses tools: an ICP role or a team, such as `product-engineer`.
    pub struct Role<'t>: RoleId<'t> {
        /// Whether it is a person's role or a team.
        #[serde(default)]
        pub r#type: RoleType,
        /// How it stands to the ideal customer profile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<RoleStatus>,
        /// The tools that it needs.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub needs: Box<[Need<'t>]>,
        /// The roles that it reports to.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub reports_to: Box<[ReportsTo<'t>]>,
        /// The roles that it fills in a kind of company that has nobody else for them.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub plays: Box<[Plays<'t>]>,
    }
}

claim! {
    /// The claim that a role needs a tool.
    pub struct Need<'t> {
        /// The tool.
        #[serde(borrow)]
        pub tool: ToolId<'t>,
        /// How much.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub importance: Option<Importance>,
    }
}

claim! {
    /// The claim that a role reports to another.
    pub struct ReportsTo<'t> {
        /// The role above.
        #[serde(borrow)]
        pub role: RoleId<'t>,
    }
}

claim! {
    /// The claim that a role fills another role.
    pub struct Plays<'t> {
        /// The role that it fills.
        #[serde(borrow)]
        pub role: RoleId<'t>,
        /// The kind of company where it does so; everywhere when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub segment: Option<SegmentId<'t>>,
    }
}
