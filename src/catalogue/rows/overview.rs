//! What a landscape holds.

use crate::catalogue::{Group, Question, Reads, Shape};
use crate::query::overview;

/// What a landscape holds.
pub(in crate::catalogue) static OVERVIEW: Question = Question {
    name: "overview",
    group: Group::Ask,
    about: "Print what the landscape holds, and how much of it is known",
    details: "",
    arguments: &[],
    reads: Reads::Landscape,
    reports: &[Shape::of::<overview::Report<'_>>()],
    listings: &[],
    example: &[],
    run: |call| Ok(Box::new(overview::overview(call.landscape()))),
};
