//! What companies are said to offer, but not on the day of the landscape.

use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyIx, Landscape, ToolIx};
use crate::model::{Support, When};

/// A claim about whether a company offers a tool that does not hold on the day of the landscape.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// The company.
    pub company: CompanyIx,
    /// The tool.
    pub tool: ToolIx,
    /// What is claimed.
    pub support: Support,
    /// Why it does not hold.
    pub because: Because,
    /// When it begins, or ended.
    pub day: When,
}

/// Why a claim does not hold on a day.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Because {
    /// It begins later.
    Begins,
    /// It has ended.
    Ended,
}

impl Because {
    /// Every reason, as files and tables have the word.
    pub const WORDS: [&'static str; 2] = ["begins", "ended"];

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl Landscape {
    /// Returns the claims about companies and tools that do not hold on the day of the landscape,
    /// in the order of both.
    ///
    /// A claim that has ended while another about the same company and tool holds is not among
    /// them: the other took its place.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
}
