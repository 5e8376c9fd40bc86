//! What a landscape holds.

use crate::catalogue::{Argument, Group, Question, Reads, Shape};
use crate::query::overview;

static EXPLAIN: Argument = Argument::flag(
    "explain",
    "Also list the sources, with how many claims each supports, and what the product stages mean",
);

/// What a landscape holds.
pub(in crate::catalogue) static OVERVIEW: Question = Question {
    name: "overview",
    group: Group::Ask,
    about: "Show what the landscape holds and what to ask first",
    details: "",
    arguments: &[&EXPLAIN],
    reads: Reads::Landscape,
    reports: &[Shape::of::<overview::Report<'_>>()],
    listings: &[],
    example: &[],
    run: |call| Ok(Box::new(overview::overview(call.landscape()))),
};
