//! What changed between two states of a landscape.

use crate::catalogue::argument::{CURSOR, TOP};
use crate::catalogue::{Argument, AskError, Call, Group, Question, Reads, Shape, Takes};
use crate::landscape::NodeIx;
use crate::model::Kind;
use crate::query::diff;

static WATCH: Argument = Argument::option(
    "watch",
    "NAME",
    Takes::Names,
    "Only changes that concern this record; may be given more than once",
);

static EVIDENCE: Argument =
    Argument::flag("evidence", "Also list changes of evidence, which are otherwise only counted");

/// What changed between two states of a landscape.
pub(super) static DIFF: Question = Question {
    name: "diff",
    group: Group::Keep,
    about: "Show what changed in offers, answers and other claims",
    details: "With two arguments, each is the path of a landscape. With one, it is a git revision of the landscape \
              that `--graph` names, compared with the files as they are, or two revisions, `OLD..NEW`.\n\n\
              Records are the same if their kind and id are. For an id that is gone, an alias, the name or the same claims \
              show what became of it. All claims are compared, those that have ended included; the answers are those of \
              each state's own day. With `--as-of`, claims and answers are those of that day.",
    arguments: &[&WATCH, &EVIDENCE, &TOP, &CURSOR],
    reads: Reads::States,
    reports: &[Shape::of::<diff::Report<'_>>()],
    listings: &[],
    // From the landscape that `landscape init` writes: what ships has one state.
    example: &["src/cli/init", "graph"],
    run: |call| {
        let [old, new] = call.states()?;
        let options = diff::Options {
            watch: watched(call)?,
            page: call.page(),
            labels: [old, new].map(|state| Some(state.label.to_owned())),
            ..diff::Options::default()
        };
        Ok(Box::new(diff::diff(old, new, &options)))
    },
};

/// Finds the records to watch, in either state: what is gone is found in the old one alone.
fn watched(call: &Call<'_, '_>) -> Result<[Vec<NodeIx>; 2], AskError> {
    let [old, new] = call.states()?.map(|state| state.holds);
    let mut watched = [Vec::new(), Vec::new()];
    for name in call.names("watch") {
        match (old.resolve(name, &Kind::ALL), new.resolve(name, &Kind::ALL)) {
            (Err(_), Err(error)) => return Err(error.into()),
            (before, now) => {
                watched[0].extend(before);
                watched[1].extend(now);
            }
        }
    }
    Ok(watched)
}
