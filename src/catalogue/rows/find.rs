//! Which records a text may mean.

use crate::catalogue::argument::{CURSOR, TOP};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::query::find;

static TEXT: Argument = Argument::subject("text", "TEXT", Takes::Text, "What to search for");

static KINDS: Argument = Argument::option(
    "kinds",
    "KIND",
    Takes::Kinds,
    "Only records of this kind, such as `tool`; may be given more than once",
)
.named("kind");

/// Which records a text may mean.
pub(super) static FIND: Question = Question {
    name: "find",
    group: Group::LookUp,
    about: "Search ids, names and aliases, letters left out allowed",
    details: "",
    arguments: &[&TEXT, &KINDS, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<find::Report<'_>>()],
    listings: &[],
    example: &["replay"],
    run: |call| {
        let options = find::Options { page: call.page(), kinds: call.kinds("kinds") };
        Ok(Box::new(find::find(call.landscape(), call.text("text"), &options)))
    },
};
