//! Whether tools are in scope.

use crate::catalogue::listing::SCOPES;
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::model::Kind;
use crate::query::scope;

static TOOLS: Argument = Argument::subject(
    "tools",
    "TOOL",
    Takes::Records { kinds: &[Kind::Tool], least: 1, most: None },
    "Tools: by id, name or alias",
);

/// The columns of a verdict.
const COLUMNS: &[RowColumn] = &[
    RowColumn::id(Kind::Tool, "tool", "the tool"),
    RowColumn::text("scope", "whether it is in scope, by all that is known").leads(SCOPES),
    RowColumn::id(Kind::Principle, "principle", "the principle; null where the row is the tool's own")
        .nullable(),
    RowColumn::text("type", "what sort of principle it is").nullable().leads(Leads::OneOf(&[
        "principle",
        "antiprinciple",
        "ideal",
        "policy",
    ])),
    RowColumn::text("binding", "whether it rules out what fails it")
        .nullable()
        .leads(Leads::OneOf(&["yes", "no"])),
    RowColumn::text("judgement", "what the principle says of the tool, by all of its verdicts")
        .nullable()
        .leads(Leads::OneOf(&["fail", "contradicted", "pass", "unknown", "unjudged"])),
    RowColumn::text("verdict", "the verdict of this claim")
        .nullable()
        .leads(Leads::OneOf(&["pass", "fail", "unknown"])),
    RowColumn::text("claim", "what the verdict, or the tool's listing as in or out, rests on").nullable(),
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
    details: "A tool is out where it fails a binding principle, in where it is listed as in or passes every binding \
              principle, and open otherwise; then the verdicts are named that a decision needs. That nobody has \
              judged a tool and that somebody could not tell are two different answers.",
    arguments: &[&TOOLS],
    reads: Reads::Landscape,
    reports: &[Shape::of::<scope::Report<'_>>()],
    listings: &[BY_PRINCIPLE],
    example: &["session-recordings"],
    run: |call| Ok(Box::new(scope::scope(call.landscape(), &call.all("tools"), call.places()))),
};
