//! The rows of the catalogue.

mod coverage;
mod find;
mod implications;
mod overview;
mod questions;
mod scope;
mod show;
mod stale;
mod why;

pub(super) use overview::OVERVIEW;

use super::Question;

/// Every question, in the order of the help.
pub(super) static ALL: &[&Question] = &[
    &OVERVIEW,
    &coverage::COVERAGE,
    &scope::SCOPE,
    &questions::QUESTIONS,
    &implications::IMPLICATIONS,
    &show::SHOW,
    &find::FIND,
    &why::WHY,
    &stale::STALE,
];
