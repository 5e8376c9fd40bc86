//! How two records are connected.

use crate::catalogue::argument::{ANY_KIND, CURSOR};
use crate::catalogue::{Argument, AskError, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::query::why;

static FROM: Argument = Argument::subject(
    "from",
    "A",
    Takes::Records { kinds: ANY_KIND, least: 1, most: Some(1) },
    "Where the chains start",
);

static TO: Argument = Argument::subject(
    "to",
    "B",
    Takes::Records { kinds: ANY_KIND, least: 1, most: Some(1) },
    "Where they end",
);

static ALL: Argument = Argument::flag("all", "Show every chain in full, instead of the first");

static TOP: Argument = Argument::option(
    "top",
    "N",
    Takes::Limit(why::DEFAULT_CHAINS),
    "How many of the shortest chains to list at most, with `--all`, JSON or CSV: a number, or `all`",
);

/// The columns of a step; `from` and `to` are words of SQL.
const COLUMNS: &[RowColumn] = &[
    RowColumn::integer("chain", "which chain it is, from 1"),
    RowColumn::integer("step", "which step of the chain it is, from 1"),
    RowColumn::text("from_record", "where the step starts, such as tool:etl"),
    RowColumn::text("relation", "the relation"),
    RowColumn::text("direction", "out where the relation is followed to its end, in where to its start")
        .leads(Leads::OneOf(&["out", "in"])),
    RowColumn::text("to_record", "where the step ends"),
    RowColumn::text("claims", "what is claimed, and what it rests on"),
];

/// One row a step, as the command's records have it, but for its place.
const BY_STEP: Listing = Listing {
    name: "why",
    about: "The shortest chains of claims between two records, step by step: as the command `why`.",
    arguments: &[&FROM, &TO, &TOP],
    required: 2,
    columns: COLUMNS,
    rows: |question, call| question.records_as(call, COLUMNS),
};

/// How two records are connected.
pub(super) static WHY: Question = Question {
    name: "why",
    group: Group::LookUp,
    about: "Show how two records are connected, claim by claim",
    details: "Shows the first of the shortest chains of claims in full, and the others by what they have in common.",
    arguments: &[&FROM, &TO, &ALL, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<why::Report<'_>>()],
    listings: &[BY_STEP],
    example: &["company:posthog", "company:mixpanel"],
    run: |call| match (call.nodes("from"), call.nodes("to")) {
        ([from, ..], [to, ..]) => {
            let options = why::Options { page: call.page_or_all() };
            Ok(Box::new(why::why(call.landscape(), *from, *to, &options, call.places())))
        }
        ([], _) => Err(AskError::Few { argument: "from", least: 1 }),
        (_, []) => Err(AskError::Few { argument: "to", least: 1 }),
    },
};
