//! The history of a record.

use crate::catalogue::argument::{CURSOR, TOP};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::model::Kind;
use crate::query::log;

static NAME: Argument = Argument::subject(
    "name",
    "NAME",
    Takes::Records { kinds: &Kind::ALL, least: 1, most: Some(1) },
    "The record: its name, alias or id; with its kind before a colon where two kinds share it",
);

static GIT: Argument =
    Argument::flag("git", "List the commits as well that changed what the landscape says of it");

/// The history of a record.
pub(super) static LOG: Question = Question {
    name: "log",
    group: Group::Keep,
    about: "Show the history of a record",
    details: "When its claims began, were read and ended, and what happened about it. The days are those that the data names: `since` and `until` of claims, the days on which evidence was \
              read, of signals about the record, and on which sources that speak of it were published. What names no \
              day comes last.",
    arguments: &[&NAME, &GIT, &TOP, &CURSOR],
    reads: Reads::AllDays,
    reports: &[Shape::of::<log::Report<'_>>()],
    listings: &[],
    example: &["posthog"],
    run: |call| {
        let options = log::Options { page: call.page() };
        let (landscape, places) = (call.landscape(), call.places());
        let node = call.node("name")?;
        Ok(Box::new(if call.flag("git") {
            log::log_with_commits(landscape, node, &options, places, call.history()?)?
        } else {
            log::log(landscape, node, &options, places)
        }))
    },
};
