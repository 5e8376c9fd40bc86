//! `landscape draw diff`.

use crate::query::{diff, map};
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::PictureArgs;
use crate::Landscape;
use crate::cli::error::CliError;
use crate::cli::states::StatesArgs;
use crate::cli::{complete, graph};
use crate::landscape::StackIx;
use crate::query::{self};

/// Draw what changed on the market map between two states of a landscape
///
/// What is known of who offers what: added, removed and changed offers, tools and stacks; what did not change is counted.
/// With two arguments, each is the path of a landscape. With one, it is a git revision of the landscape that `--graph`
/// names, compared with the files as they are, or two revisions, `OLD..NEW`. `landscape diff` lists all changes.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    states: StatesArgs,
    /// Only this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// Leave no change out, however big the picture becomes
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    picture: PictureArgs,
}

/// Finds stacks in either state: one that is gone is found in the old one alone.
fn stacks(names: &[String], old: &Landscape, new: &Landscape) -> Result<[Vec<StackIx>; 2], CliError> {
    let mut found = [Vec::new(), Vec::new()];
    for name in names {
        let name = std::slice::from_ref(name);
        match (graph::stacks(old, name), graph::stacks(new, name)) {
            (Err(_), Err(error)) => return Err(error),
            (before, now) => {
                found[0].extend(before.into_iter().flatten());
                found[1].extend(now.into_iter().flatten());
            }
        }
    }
    Ok(found)
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let [old, new] = args.states.load()?;
    let options = diff::map::Options {
        stacks: stacks(&args.stacks, &old.holds, &new.holds)?,
        labels: [&old, &new].map(|state| Some(state.label.clone())),
        limits: if args.all { map::Limits::NONE } else { map::Limits::default() },
    };
    let report = query::diff::map::map(old.side(), new.side(), &options);
    args.picture.write(args.picture.title.as_deref(), &report)
}
