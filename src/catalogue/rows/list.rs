//! What records there are.

use crate::catalogue::argument::{CURSOR, TOP};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::query::list;

static KINDS: Argument = Argument::subject(
    "kinds",
    "KIND",
    Takes::Kinds,
    "The kinds to list, such as `stacks` or `companies`; without one, every kind is counted",
);

/// What records there are.
pub(super) static LIST: Question = Question {
    name: "list",
    group: Group::LookUp,
    about: "List stacks, tools, companies, roles and all other records",
    details: "",
    arguments: &[&KINDS, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<list::Report<'_>>()],
    // Each kind has a table in SQL.
    listings: &[],
    example: &["stacks"],
    run: |call| {
        let options = list::Options { kinds: call.kinds("kinds"), page: call.page() };
        Ok(Box::new(list::list(call.landscape(), &options)))
    },
};
