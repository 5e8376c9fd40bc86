//! Claims that were last read too long ago.

use crate::catalogue::argument::{CURSOR, TOP};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::query::stale;

static OLDER_THAN: Argument = Argument::option(
    "older_than",
    "AGE",
    Takes::Age("180d"),
    "How long ago a claim may have been read last: days, weeks, months or years, such as `26w`",
);

/// Claims that were last read too long ago.
pub(super) static STALE: Question = Question {
    name: "stale",
    group: Group::Keep,
    about: "List the claims that were last read too long ago, the oldest first, and what rests on them",
    details: "A claim is as old as its newest evidence, counted back from the landscape's day, which is the newest day \
              on which any evidence was read. The clock of the machine is never asked: `--as-of` with the day of today \
              does so. Claims whose evidence is not dated come apart.",
    arguments: &[&OLDER_THAN, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<stale::Report<'_>>()],
    listings: &[],
    example: &["--older-than", "2y"],
    run: |call| {
        let default = stale::Options::default();
        let older_than = call.age("older_than").unwrap_or(default.older_than);
        let options = stale::Options { older_than, page: call.page() };
        Ok(Box::new(stale::stale(call.landscape(), &options, call.places())))
    },
};
