//! Stacks: groups of tools that one part of a company buys.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::StackId;
use super::claim::record;

/// Whether a stack's list of tools is meant to be complete.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Listing {
    /// There may be more tools in the stack than are listed.
    #[default]
    Open,
    /// The list is complete.
    Closed,
}

impl Listing {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

record! {
    /// A group of tools that one part of a company buys, such as `data`.
    pub struct Stack<'t>: StackId<'t> {
        /// Whether the list of its tools is complete.
        #[serde(default)]
        pub listing: Listing,
    }
}
