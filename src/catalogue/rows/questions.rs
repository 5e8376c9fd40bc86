//! The owners' questions.

use crate::catalogue::{Group, Question, Reads, Shape};
use crate::query::questions;

/// The owners' questions.
pub(super) static QUESTIONS: Question = Question {
    name: "questions",
    group: Group::Ask,
    about: "List the owners' questions: which the landscape can speak to, and which claims the others wait for",
    details: "A question is answered (by the owners), answerable (the commands that speak about what it is about have \
              the claims that they read) or blocked (some of these are missing; they are named, with how to add them). \
              The words of a question are not read: whether the commands settle it, you decide.",
    arguments: &[],
    reads: Reads::Landscape,
    reports: &[Shape::of::<questions::Report<'_>>()],
    listings: &[],
    example: &[],
    run: |call| Ok(Box::new(questions::questions(call.landscape()))),
};
