//! What nobody is known to serve.

use crate::catalogue::argument::{CURSOR, EXPLAIN, MIN_RESEARCHED, ROLES, STACKS, TOP};
use crate::catalogue::listing::{SCOPES, STATES};
use crate::catalogue::{Group, Listing, Question, Reads, RowColumn, Shape};
use crate::model::Kind;
use crate::query::whitespace;

/// One row a tool, as the command's records have it.
const BY_TOOL: Listing = Listing {
    name: "whitespace",
    about: "The tools that nobody is known to offer: as the command `whitespace`.",
    arguments: &[&MIN_RESEARCHED],
    required: 0,
    columns: &[
        RowColumn::id(Kind::Tool, "tool", "the tool"),
        RowColumn::text("state", "what is known of it").leads(STATES),
        RowColumn::integer("known_not", "how many companies are known not to offer it"),
        RowColumn::integer("planned_by", "how many plan it"),
        RowColumn::text("scope", "whether it is in scope").leads(SCOPES),
        RowColumn::text("stacks", "the ids of its stacks, between semicolons"),
    ],
    rows: Question::records,
};

/// What nobody is known to serve.
pub(super) static WHITESPACE: Question = Question {
    name: "whitespace",
    group: Group::Ask,
    about: "List the tools without a known offer, and what to look up first",
    details: "A tool is empty where enough companies were asked and none offers it, unresearched where nobody has \
              looked, and unsettled in between. Only the first is a finding; the others are a research list.",
    arguments: &[&STACKS, &ROLES, &MIN_RESEARCHED, &EXPLAIN, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<whitespace::Report<'_>>()],
    listings: &[BY_TOOL],
    example: &["--top", "5"],
    run: |call| {
        let options = whitespace::Options {
            page: call.page(),
            min_researched: call.count("min_researched"),
            within: call.within(&[]),
        };
        Ok(Box::new(whitespace::whitespace(call.landscape(), &options)))
    },
};
