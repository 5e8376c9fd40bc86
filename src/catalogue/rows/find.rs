//! Which records a text may mean.

use crate::catalogue::argument::{CURSOR, TOP};
use crate::catalogue::listing::KIND_WORDS;
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::query::find;

static TEXT: Argument = Argument::subject("text", "TEXT", Takes::Text, "What to search for");

static KINDS: Argument = Argument::option(
    "kinds",
    "KIND",
    Takes::Kinds,
    "Only records of this kind, such as `tool`; may be given more than once",
)
.named("kind");

/// One row a record, as the command's records have it.
const BY_RECORD: Listing = Listing {
    name: "find",
    about: "The records that a text may mean, the best first: as the command `find`.",
    arguments: &[&TEXT, &KINDS],
    required: 1,
    columns: &[
        RowColumn::text("kind", "the kind of the record").leads(KIND_WORDS),
        RowColumn::text("id", "its id").leads(Leads::AnyId),
        RowColumn::text("name", "its name"),
        RowColumn::text("matched", "what of it fits: its id, its name or an alias"),
        RowColumn::text("about", "what it is").nullable(),
    ],
    rows: Question::records,
};

/// Which records a text may mean.
pub(super) static FIND: Question = Question {
    name: "find",
    group: Group::LookUp,
    about: "Search names, aliases and ids; letters may be left out",
    details: "Exact names come first. Features come after all other records.",
    arguments: &[&TEXT, &KINDS, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<find::Report<'_>>()],
    listings: &[BY_RECORD],
    example: &["replay"],
    run: |call| {
        let options = find::Options { page: call.page(), kinds: call.kinds("kinds") };
        Ok(Box::new(find::find(call.landscape(), call.text("text"), &options)))
    },
};
