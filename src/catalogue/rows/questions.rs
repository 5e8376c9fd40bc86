//! The owners' questions.

use crate::catalogue::argument::ALL;
use crate::catalogue::{Group, Leads, Listing, Question, Reads, RowColumn, Shape};
use crate::model::Kind;
use crate::query::questions;

/// The columns of a command.
const COLUMNS: &[RowColumn] = &[
    RowColumn::id(Kind::Question, "question", "the question"),
    RowColumn::text("state", "whether it is answered, answerable or blocked").leads(Leads::OneOf(&[
        "answerable",
        "blocked",
        "answered",
    ])),
    RowColumn::text("command", "a command that speaks about what the question is about").nullable(),
    RowColumn::text("ready", "whether every claim is there that the command reads")
        .nullable()
        .leads(Leads::OneOf(&["yes", "no"])),
    RowColumn::text("missing", "what is missing").nullable(),
    RowColumn::text("record", "the record that misses it, such as tool:etl").nullable(),
    RowColumn::integer("claims", "how many claims are missing"),
    RowColumn::text("to_add", "how to add them").nullable(),
    RowColumn::text("answer", "the owners' answer").nullable(),
];

/// One row for each command that is ready, missing claim, or answer, as the command's records have
/// it. There is a table `questions`, which has the records; and `add` is a word of SQL.
const BY_COMMAND: Listing = Listing {
    name: "question_commands",
    about: "The commands that speak about each question, and the claims that they wait for: as the command `questions`.",
    arguments: &[],
    required: 0,
    columns: COLUMNS,
    rows: |question, call| question.records_as(call, COLUMNS),
};

/// The owners' questions.
pub(super) static QUESTIONS: Question = Question {
    name: "questions",
    group: Group::Ask,
    about: "List the owners' open questions, and what each waits for",
    details: "A question is answered (by the owners), answerable (every command about its records has the claims it \
              needs) or blocked (claims are missing). The program does not read the words of a question: whether the \
              commands answer it, you decide.",
    arguments: &[&ALL],
    reads: Reads::Landscape,
    reports: &[Shape::of::<questions::Report<'_>>()],
    listings: &[BY_COMMAND],
    example: &[],
    run: |call| Ok(Box::new(questions::questions(call.landscape()))),
};
