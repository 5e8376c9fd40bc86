//! Whether tools are in scope.

use crate::catalogue::argument::EXPLAIN;
use crate::catalogue::listing::SCOPES;
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::model::Kind;
use crate::query::scope;

static TOOLS: Argument = Argument::subject(
    "tools",
    "TOOL",
    Takes::Records { kinds: &[Kind::Tool], least: 1, most: None },
    "The tools",
);

/// The columns of a verdict.
const COLUMNS: &[RowColumn] = &[
    RowColumn::id(Kind::Tool, "tool", "the tool"),
    RowColumn::text("scope", "whether it is in scope: `in`, `out`, or `open` (not reviewed)").leads(SCOPES),
    RowColumn::id(Kind::Principle, "principle", "the principle; null where the row is the tool's own")
        .nullable(),
    RowColumn::text("type", "the type of the principle").nullable().leads(Leads::OneOf(&[
        "principle",
        "antiprinciple",
        "ideal",
        "policy",
    ])),
    RowColumn::text("binding", "whether a tool that fails it is out of scope")
        .nullable()
        .leads(Leads::OneOf(&["yes", "no"])),
    RowColumn::text("judgement", "the verdict on the tool by this principle, over all claims")
        .nullable()
        .leads(Leads::OneOf(&["fail", "contradicted", "pass", "unknown", "unjudged"])),
    RowColumn::text("verdict", "the verdict in this claim")
        .nullable()
        .leads(Leads::OneOf(&["pass", "fail", "unknown"])),
    RowColumn::text("claim", "the evidence of the verdict, or of the tool being listed as in scope")
        .nullable(),
];

/// One row a verdict, as the command's records have it, but for its place.
const BY_PRINCIPLE: Listing = Listing {
    name: "scope",
    about: "Whether tools are in scope, by the verdict of each principle: as the command `scope`.",
    arguments: &[&TOOLS],
    required: 1,
    columns: COLUMNS,
    rows: |question, call| question.records_as(call, COLUMNS),
};

/// Whether tools are in scope.
pub(super) static SCOPE: Question = Question {
    name: "scope",
    group: Group::Ask,
    about: "Show which tools are in scope, and which principle decides",
    details: "A tool is out of scope if it fails a binding principle. It is in scope if it is listed as in scope or passes every \
              binding principle. Anything else is not reviewed, and the answer names the verdicts that are missing.",
    arguments: &[&TOOLS, &EXPLAIN],
    reads: Reads::Landscape,
    reports: &[Shape::of::<scope::Report<'_>>()],
    listings: &[BY_PRINCIPLE],
    example: &["session-recordings"],
    run: |call| Ok(Box::new(scope::scope(call.landscape(), &call.all("tools"), call.places()))),
};
