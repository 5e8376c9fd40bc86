//! The rows of the catalogue.

mod coverage;

use super::Question;

/// Every question, in the order of the help.
pub(super) static ALL: &[&Question] = &[&coverage::COVERAGE];
