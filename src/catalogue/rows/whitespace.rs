//! What nobody is known to serve.

use crate::catalogue::argument::{CURSOR, MIN_RESEARCHED, ROLES, STACKS, TOP};
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
    about: "List what nobody is known to offer",
    details: "Empty: enough companies are known not to offer it. Unresearched: nobody has looked yet. Unsettled: something in \
              between. Only empty is a finding; the others are open questions.",
    arguments: &[&STACKS, &ROLES, &MIN_RESEARCHED, &TOP, &CURSOR],
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
