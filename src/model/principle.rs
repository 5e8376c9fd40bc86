//! Principles: rules that put tools in or out of scope.

use super::record::record;
use super::word::words;

words! {
    /// What kind of rule a principle is.
    pub enum PrincipleType {
        /// What every tool must satisfy. Binding.
        Principle = "principle",
        /// What no tool may do. Binding.
        Antiprinciple = "antiprinciple",
        /// What would be best. Not binding.
        Ideal = "ideal",
        /// How to go about it once a tool is in scope. Not binding.
        Policy = "policy",
    }
}

impl PrincipleType {
    /// Returns whether a tool must pass it to be in scope.
    #[must_use]
    pub const fn is_binding(self) -> bool {
        matches!(self, Self::Principle | Self::Antiprinciple)
    }
}

words! {
    /// Whether a tool satisfies a principle.
    pub enum Verdict {
        /// It does.
        Pass = "pass",
        /// It does not: where the principle is binding, the tool is out of scope.
        Fail = "fail",
        /// Somebody has looked and could not tell.
        Unknown = "unknown",
    }
}

record! {
    /// A rule that puts tools in or out of scope, such as "don't host on behalf of customers".
    pub struct Principle<'t> {
        must {
            /// What kind of rule it is.
            r#type: PrincipleType,
        }
        relations {
            /// Its verdicts on tools.
            assesses: Assessment,
        }
    }
}
