//! What changed on the market map.

use super::{Drawn, PictureRow};
use crate::catalogue::{Argument, Reads, Takes};
use crate::landscape::StackIx;
use crate::query::{diff, map};

static STACKS: Argument =
    Argument::option("stacks", "STACK", Takes::Names, "Only this stack; can be given more than once")
        .named("stack");

static ALL: Argument = Argument::flag("all", "Draw every change, even if the picture becomes big");

/// What changed on the market map.
pub(super) static DIFF: PictureRow = PictureRow {
    name: "diff",
    about: "Draw what changed on the market map between two states of a landscape",
    details: "Shows added, removed and changed offers, tools and stacks, and counts what did not change. Two arguments are \
              two landscapes. One argument is a git revision of the landscape, compared with the files as they are now, or \
              two revisions, `OLD..NEW`. `landscape diff` lists all changes.",
    arguments: &[&STACKS, &ALL],
    reads: Reads::States,
    // From the landscape that `landscape init` writes: what ships has one state.
    example: &["src/cli/init", "graph"],
    draw: |call| {
        let [old, new] = call.states()?;
        // A stack that is gone is found in the old state alone.
        let mut stacks: [Vec<StackIx>; 2] = [Vec::new(), Vec::new()];
        for name in call.names("stacks") {
            match (old.holds.stack(name), new.holds.stack(name)) {
                (Err(_), Err(error)) => return Err(error.into()),
                (before, now) => {
                    stacks[0].extend(before);
                    stacks[1].extend(now);
                }
            }
        }
        let options = diff::map::Options {
            stacks,
            labels: [old, new].map(|state| Some(state.label.to_owned())),
            limits: if call.flag("all") { map::Limits::NONE } else { map::Limits::default() },
        };
        let report = diff::map::map(old, new, &options);
        Ok(Drawn::new(report, "What changed"))
    },
};
