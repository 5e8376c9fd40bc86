//! All that is known of a record.

use crate::catalogue::argument::ANY_KIND;
use crate::catalogue::{Argument, AskError, Group, Question, Reads, Shape, Takes};
use crate::query::show;

static RECORD: Argument = Argument::subject(
    "record",
    "NAME",
    Takes::Records { kinds: ANY_KIND, least: 1, most: Some(1) },
    "The record: by id, name or alias; with its kind before a colon where two kinds share it",
);

/// All that is known of a record.
pub(super) static SHOW: Question = Question {
    name: "show",
    group: Group::LookUp,
    about: "Show all that is known of a record: each claim with its source, place, basis, date and file",
    details: "",
    arguments: &[&RECORD],
    reads: Reads::Landscape,
    reports: &[Shape::of::<show::Report<'_>>()],
    listings: &[],
    example: &["tool:session-recordings"],
    run: |call| match call.nodes("record") {
        [] => Err(AskError::Few { argument: "record", least: 1 }),
        [record, ..] => Ok(Box::new(show::show(call.landscape(), *record, call.places()))),
    },
};
