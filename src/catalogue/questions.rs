//! The rows of the catalogue.

mod backtest;
mod coverage;
mod diff;
mod log;

use super::Question;

/// Every question, in the order of the help.
pub(super) static ALL: &[&Question] = &[&coverage::COVERAGE, &backtest::BACKTEST, &diff::DIFF, &log::LOG];
