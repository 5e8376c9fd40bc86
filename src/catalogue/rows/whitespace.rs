//! What nobody is known to serve.

use crate::catalogue::argument::{CURSOR, MIN_RESEARCHED, TOP};
use crate::catalogue::{Group, Question, Reads, Shape};
use crate::query::whitespace;

/// What nobody is known to serve.
pub(super) static WHITESPACE: Question = Question {
    name: "whitespace",
    group: Group::Ask,
    about: "List the tools, stacks and needs that nobody is known to serve, and which facts to look up first",
    details: "White space is empty where enough companies were looked at and none serves it, unresearched where \
              nobody has looked, and unsettled in between. Only the first is a finding; the others are questions.",
    arguments: &[&MIN_RESEARCHED, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<whitespace::Report<'_>>()],
    listings: &[],
    example: &["--top", "5"],
    run: |call| {
        let options = whitespace::Options { page: call.page(), min_researched: call.count("min_researched") };
        Ok(Box::new(whitespace::whitespace(call.landscape(), &options)))
    },
};
