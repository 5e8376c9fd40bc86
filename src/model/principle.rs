//! Principles: rules that put tools in or out of scope.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claim::{claim, record};
use super::{PrincipleId, ToolId};

/// What kind of rule a principle is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PrincipleType {
    /// What every tool must satisfy. Binding.
    Principle,
    /// What no tool may do. Binding.
    Antiprinciple,
    /// What would be best. Not binding.
    Ideal,
    /// How to go about it once a tool is in scope. Not binding.
    Policy,
}

impl PrincipleType {
    /// Returns whether a tool must pass it to be in scope.
    #[must_use]
    pub const fn is_binding(self) -> bool {
        matches!(self, Self::Principle | Self::Antiprinciple)
    }

    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Principle => "principle",
            Self::Antiprinciple => "antiprinciple",
            Self::Ideal => "ideal",
            Self::Policy => "policy",
        }
    }
}

/// Whether a tool satisfies a principle.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It does.
    Pass,
    /// It does not: where the principle is binding, the tool is out of scope.
    Fail,
    /// Somebody has looked and could not tell.
    Unknown,
}

impl Verdict {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

record! {
    /// A rule that puts tools in or out of scope, such as "don't host on behalf of customers".
    pub struct Principle<'t>: PrincipleId<'t> {
        /// What kind of rule it is.
        pub r#type: PrincipleType,
        /// Its verdicts on tools.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub assesses: Box<[Assessment<'t>]>,
    }
}

claim! {
    /// A principle's verdict on a tool.
    pub struct Assessment<'t> {
        /// The tool.
        #[serde(borrow)]
        pub tool: ToolId<'t>,
        /// Whether it satisfies the principle.
        pub verdict: Verdict,
    }
}
