//! What to look up first.

use crate::catalogue::argument::{COMPANY, CURSOR, EXPLAIN, ROLES, STACKS, TOP_TEN};
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::model::Kind;
use crate::query::next;

static SHELF_LIFE: Argument = Argument::option(
    "older_than",
    "AGE",
    Takes::Age("180d"),
    "The age from which claims are to be read again, in days, weeks, months or years, such as `26w`",
);

/// One row a thing to look up, as the command's records have it.
const BY_LOOKUP: Listing = Listing {
    name: "next",
    about: "What to look up first, for the answers about a company: as the command `next`.",
    arguments: &[],
    required: 0,
    columns: &[
        RowColumn::integer("place", "its place in the queue"),
        RowColumn::text("matter", "what is to be looked up").leads(Leads::OneOf(&next::Matter::WORDS)),
        RowColumn::id(Kind::Company, "company", "the company, for an offer").nullable(),
        RowColumn::id(Kind::Tool, "tool", "the tool, for an offer or a verdict").nullable(),
        RowColumn::id(Kind::Role, "role", "the role, for what it needs").nullable(),
        RowColumn::id(Kind::Principle, "principle", "the principle, for a verdict").nullable(),
        RowColumn::real("worth", "what an answer would change, times how likely a yes is"),
        RowColumn::real("likely", "how likely a yes is"),
        RowColumn::text("why", "what an answer would change"),
        RowColumn::text("command", "the command that records the answer"),
    ],
    rows: Question::records,
};

/// What to look up first.
pub(super) static NEXT: Question = Question {
    name: "next",
    group: Group::Ask,
    about: "List what to look up next, and what blocks most answers",
    details: "An unknown counts by what an answer would change: the gaps of your company, the order of its closest rivals, \
              the coverage of a stack, a question that waits; times how likely a yes is. Claims past their shelf life count \
              too, and what somebody has looked up in vain counts less. Each row has the command that records the answer.",
    arguments: &[&COMPANY, &STACKS, &ROLES, &SHELF_LIFE, &EXPLAIN, &TOP_TEN, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<next::Report<'_>>()],
    listings: &[BY_LOOKUP],
    example: &["--top", "5"],
    run: |call| {
        let default = next::Options::default();
        let options = next::Options {
            page: call.page(),
            within: call.within(&[]),
            shelf_life: call.age("older_than").unwrap_or(default.shelf_life),
        };
        Ok(Box::new(next::next(call.landscape(), call.company()?, &options)))
    },
};
