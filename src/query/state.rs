//! What is known of a tool among companies: contested, empty, unsettled or unresearched.

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::ToolClaims;

/// What is known of a tool among the companies asked about.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GapState {
    /// At least one company offers it.
    Contested,
    /// Every company that was looked at says no, and enough were.
    Empty,
    /// There are claims, but too few to call it empty, or of plans.
    Unsettled,
    /// There is no claim: nobody has looked.
    Unresearched,
}

impl GapState {
    /// Every state, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Contested, Self::Empty, Self::Unsettled, Self::Unresearched];

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contested => "contested",
            Self::Empty => "empty",
            Self::Unsettled => "unsettled",
            Self::Unresearched => "unresearched",
        }
    }
}

impl GapState {
    /// Returns the state that claims make, when this many companies must say no before it is empty.
    #[must_use]
    pub fn of(claims: ToolClaims, min_researched: u32) -> Self {
        match claims {
            ToolClaims { offered: 1.., .. } => Self::Contested,
            ToolClaims { planned: 0, no: 0, .. } => Self::Unresearched,
            ToolClaims { planned: 0, no, .. } if no >= min_researched => Self::Empty,
            _ => Self::Unsettled,
        }
    }
}

/// A count for each state.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StateCounts {
    /// How many are contested.
    pub contested: u32,
    /// How many are empty.
    pub empty: u32,
    /// How many are unsettled.
    pub unsettled: u32,
    /// How many are unresearched.
    pub unresearched: u32,
}

impl StateCounts {
    /// Returns the count of a state.
    #[must_use]
    pub const fn of(&self, state: GapState) -> u32 {
        match state {
            GapState::Contested => self.contested,
            GapState::Empty => self.empty,
            GapState::Unsettled => self.unsettled,
            GapState::Unresearched => self.unresearched,
        }
    }

    /// Returns the sum.
    #[must_use]
    pub const fn sum(&self) -> u32 {
        self.contested + self.empty + self.unsettled + self.unresearched
    }

    pub(super) fn add(&mut self, state: GapState) {
        *match state {
            GapState::Contested => &mut self.contested,
            GapState::Empty => &mut self.empty,
            GapState::Unsettled => &mut self.unsettled,
            GapState::Unresearched => &mut self.unresearched,
        } += 1;
    }
}
