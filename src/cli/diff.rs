//! `landscape diff`.

use crate::query::diff;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::output::FormatArgs;
use super::states::StatesArgs;
use crate::Landscape;
use crate::landscape::NodeIx;
use crate::model::Kind;
use crate::query::{self};

/// Tell what changed between two states of a landscape, and what that does to the answers
///
/// With two arguments, each is the path of a landscape. With one, it is a git revision of the landscape that `--graph`
/// names, compared with the files as they are, or two revisions, `OLD..NEW`.
///
/// Records are the same where kind and id are; where an id is gone, an alias, the name or the same claims tell what
/// became of it. All claims are compared, also those that have ended; the answers are those of each state's own day.
/// With `--as-of`, claims and answers are those of that day.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    states: StatesArgs,
    /// Only what touches this record; may be given more than once
    #[arg(long = "watch", value_name = "NAME", add = ArgValueCompleter::new(complete::any))]
    watch: Vec<String>,
    /// Exit with 1 where anything changed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    format: FormatArgs,
    /// How many changes of each sort are listed at most [default: 20 in text and Markdown, all in other formats]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
}

/// Finds the records to watch, in either state: what is gone is found in the old one alone.
fn watched(names: &[String], old: &Landscape, new: &Landscape) -> Result<[Vec<NodeIx>; 2], CliError> {
    let mut watched = [Vec::new(), Vec::new()];
    for name in names {
        let (before, now) = (old.resolve(name, &Kind::ALL), new.resolve(name, &Kind::ALL));
        match (before, now) {
            (Err(_), Err(error)) => return Err(error.into()),
            (before, now) => {
                watched[0].extend(before);
                watched[1].extend(now);
            }
        }
    }
    Ok(watched)
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let [old, new] = args.states.load()?;
    let labels = [&old, &new].map(|state| Some(state.label.clone()));
    let watch = watched(&args.watch, &old.holds, &new.holds)?;
    let options =
        diff::Options { watch, top: args.format.rows_to_read(args.top), labels, ..diff::Options::default() };
    let report = query::diff::diff(old.side(), new.side(), &options);
    let printed = args.format.print(None, &report)?;
    Ok(if args.exit_code && !report.is_empty() { ExitCode::from(1) } else { printed })
}
