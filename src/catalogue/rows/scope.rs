//! Whether tools are in scope.

use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::model::Kind;
use crate::query::scope;

static TOOLS: Argument = Argument::subject(
    "tools",
    "TOOL",
    Takes::Records { kinds: &[Kind::Tool], least: 1, most: None },
    "Tools: by id, name or alias",
);

/// Whether tools are in scope.
pub(super) static SCOPE: Question = Question {
    name: "scope",
    group: Group::Ask,
    about: "Tell whether tools are in scope, by the verdict of each principle and its evidence",
    details: "A tool is out where it fails a binding principle, in where it is listed as in or passes every binding \
              principle, and open otherwise; then the verdicts are named that a decision needs. That nobody has \
              judged a tool and that somebody could not tell are two different answers.",
    arguments: &[&TOOLS],
    reads: Reads::Landscape,
    reports: &[Shape::of::<scope::Report<'_>>()],
    listings: &[],
    example: &["session-recordings"],
    run: |call| Ok(Box::new(scope::scope(call.landscape(), &call.all("tools"), call.places()))),
};
