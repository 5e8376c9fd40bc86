//! The history of a record.

use crate::catalogue::argument::{ALL, CURSOR, TOP};
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
    Argument::flag("git", "Also list the commits that changed what the landscape says about it");

/// The history of a record.
pub(super) static LOG: Question = Question {
    name: "log",
    group: Group::Keep,
    about: "Show the history of a record",
    details: "Shows when its claims began, were read and ended, what happened about it, and when its sources were \
              published. The days are those in the data: `since` and `until` of claims, the days of evidence and \
              signals, and the dates of sources. Entries without a day come last.",
    arguments: &[&NAME, &GIT, &ALL, &TOP, &CURSOR],
    reads: Reads::AllDays,
    reports: &[Shape::of::<log::Report<'_>>()],
    listings: &[],
    example: &["posthog"],
    run: |call| {
        let options = log::Options { page: call.page_or_all() };
        let (landscape, places) = (call.landscape(), call.places());
        let node = call.node("name")?;
        Ok(Box::new(if call.flag("git") {
            log::log_with_commits(landscape, node, &options, places, call.history()?)?
        } else {
            log::log(landscape, node, &options, places)
        }))
    },
};
