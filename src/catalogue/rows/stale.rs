//! Claims that were last read too long ago.

use crate::catalogue::argument::{ALL, CURSOR, TOP};
use crate::catalogue::listing::{KIND_WORDS, SUPPORTS};
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::query::stale;

static OLDER_THAN: Argument = Argument::option(
    "older_than",
    "AGE",
    Takes::Age("180d"),
    "The age from which claims are listed, in days, weeks, months or years, such as `26w`",
);

/// The columns of a claim.
const COLUMNS: &[RowColumn] = &[
    RowColumn::text("sort", "whether it was read too long ago or on no known day")
        .leads(Leads::OneOf(&["stale", "undated"])),
    RowColumn::text("last_read", "the day on which it was last read").nullable(),
    RowColumn::integer("days", "how many days ago that was").nullable(),
    RowColumn::text("kind", "the kind of the record that makes the claim").leads(KIND_WORDS),
    RowColumn::text("id", "its id").leads(Leads::AnyId),
    RowColumn::text("key", "the key that the claim is under"),
    RowColumn::text("to_kind", "the kind of the record that it is about").nullable().leads(KIND_WORDS),
    RowColumn::text("to_id", "its id").nullable().leads(Leads::AnyId),
    RowColumn::text("support", "what it says of an offer").nullable().leads(SUPPORTS),
    RowColumn::text("sources", "what it rests on"),
    RowColumn::text("rests_on", "what rests on it"),
    RowColumn::integer("fresh_others", "how many fresh claims say the same"),
    RowColumn::integer("other_others", "how many further claims say the same"),
    RowColumn::text("parts", "the ids of the parts that say the same, between blanks"),
];

/// One row a claim, as the command's records have it, but for its place.
const BY_CLAIM: Listing = Listing {
    name: "stale",
    about: "The claims that were last read too long ago, the oldest first: as the command `stale`.",
    arguments: &[&OLDER_THAN],
    required: 0,
    columns: COLUMNS,
    rows: |question, call| question.records_as(call, COLUMNS),
};

/// Claims that were last read too long ago.
pub(super) static STALE: Question = Question {
    name: "stale",
    group: Group::Keep,
    about: "List the claims to read again, the oldest first",
    details: "A claim is as old as its newest evidence, counted back from the landscape's day: the newest day on which \
              any evidence was read. For the age as of today, give today's date with `--as-of`.",
    arguments: &[&OLDER_THAN, &ALL, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<stale::Report<'_>>()],
    listings: &[BY_CLAIM],
    example: &["--older-than", "2y"],
    run: |call| {
        let default = stale::Options::default();
        let older_than = call.age("older_than").unwrap_or(default.older_than);
        let options = stale::Options { older_than, page: call.page_or_all() };
        Ok(Box::new(stale::stale(call.landscape(), &options, call.places())))
    },
};
