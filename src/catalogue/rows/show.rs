//! All that is known of a record.

use crate::catalogue::argument::{ALL, ANY_KIND, CURSOR, TOP};
use crate::catalogue::listing::{KIND_WORDS, SUPPORTS};
use crate::catalogue::{Argument, AskError, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::query::show;

static RECORD: Argument = Argument::subject(
    "record",
    "NAME",
    Takes::Records { kinds: ANY_KIND, least: 1, most: Some(1) },
    "The record: its name, alias or id; with its kind before a colon where two kinds share it",
);

/// The columns of a related record.
const COLUMNS: &[RowColumn] = &[
    RowColumn::text("relation", "the relation"),
    RowColumn::text("direction", "out where the relation starts at the record, in where it ends there")
        .leads(Leads::OneOf(&["out", "in"])),
    RowColumn::text("kind", "the kind of the other record").leads(KIND_WORDS),
    RowColumn::text("id", "its id").leads(Leads::AnyId),
    RowColumn::text("support", "how far it is offered or provided").nullable().leads(SUPPORTS),
    RowColumn::text("claim", "what is claimed, and what it rests on"),
];

/// One row for each record to which it is related, as the command's records have it, but for the
/// place.
const BY_CLAIM: Listing = Listing {
    name: "show",
    about: "The records to which a record is related, and by which claims: as the command `show`.",
    arguments: &[&RECORD],
    required: 1,
    columns: COLUMNS,
    rows: |question, call| question.records_as(call, COLUMNS),
};

/// All that is known of a record.
pub(super) static SHOW: Question = Question {
    name: "show",
    group: Group::LookUp,
    about: "Show what is known of a record, by relation",
    details: "A record with many relations is summarised; `--all` lists each claim with its evidence.",
    arguments: &[&RECORD, &ALL, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<show::Report<'_>>()],
    listings: &[BY_CLAIM],
    example: &["tool:session-recordings"],
    run: |call| match call.nodes("record") {
        [] => Err(AskError::Few { argument: "record", least: 1 }),
        [record, ..] => {
            let options = show::Options { page: call.page_or_all() };
            Ok(Box::new(show::show(call.landscape(), *record, &options, call.places())))
        }
    },
};
