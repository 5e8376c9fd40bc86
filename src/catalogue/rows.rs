//! The rows of the catalogue.

mod backtest;
mod bundle;
mod compare;
mod coverage;
mod diff;
mod find;
mod gaps;
mod implications;
mod list;
mod log;
mod next;
mod overlap;
mod overview;
mod questions;
mod roles;
mod scope;
mod show;
mod stale;
mod whitespace;
mod why;

pub(super) use overview::OVERVIEW;

use super::Question;

/// Every question, in the order of the help.
pub(super) static ALL: &[&Question] = &[
    &OVERVIEW,
    &coverage::COVERAGE,
    &overlap::OVERLAP,
    &compare::COMPARE,
    &bundle::BUNDLE,
    &gaps::GAPS,
    &backtest::BACKTEST,
    &whitespace::WHITESPACE,
    &next::NEXT,
    &scope::SCOPE,
    &questions::QUESTIONS,
    &roles::ROLES,
    &implications::IMPLICATIONS,
    &list::LIST,
    &show::SHOW,
    &find::FIND,
    &why::WHY,
    &diff::DIFF,
    &log::LOG,
    &stale::STALE,
];
