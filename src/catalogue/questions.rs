//! The rows of the catalogue.

mod bundle;
mod compare;
mod coverage;
mod gaps;
mod overlap;
mod roles;
mod whitespace;

use super::Question;

/// Every question, in the order of the help.
pub(super) static ALL: &[&Question] = &[
    &coverage::COVERAGE,
    &overlap::OVERLAP,
    &compare::COMPARE,
    &bundle::BUNDLE,
    &gaps::GAPS,
    &whitespace::WHITESPACE,
    &roles::ROLES,
];
