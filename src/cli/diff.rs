//! `landscape diff`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::git::Repository;
use super::graph::{self, PathArgs};
use super::output::FormatArgs;
use super::usage;
use crate::Landscape;
use crate::landscape::{BuildOptions, NodeIx};
use crate::load::{self, Files};
use crate::model::{Date, Kind};
use crate::query::{self, DiffOptions, DiffSide};

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
    /// The old landscape; alone, a revision such as `HEAD~5`, or two such as `v1..main`
    #[arg(value_name = "OLD", required_unless_present = "since")]
    old: Option<PathBuf>,
    /// The new landscape
    #[arg(value_name = "NEW")]
    new: Option<PathBuf>,
    /// Compare the last commit before this day, YYYY-MM-DD, with the files as they are
    #[arg(long, value_name = "DAY", conflicts_with_all = ["old", "new"])]
    since: Option<Date>,
    /// Only what touches this record; may be given more than once
    #[arg(long = "watch", value_name = "NAME", add = ArgValueCompleter::new(complete::any))]
    watch: Vec<String>,
    /// Exit with 1 where anything changed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    graph: PathArgs,
    /// Compare what holds on this day, YYYY-MM-DD [default: claims of all days, answers as of each state's newest
    /// evidence]
    #[arg(long, value_name = "DAY")]
    as_of: Option<Date>,
    #[command(flatten)]
    format: FormatArgs,
    /// How many changes of each sort are listed at most [default: 20 in text and Markdown, all in other formats]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
}

/// The files of a state, and what to call it.
struct State {
    files: Files,
    label: String,
}

/// A state, loaded: what is said in it, where that is more than what holds, and what holds.
struct Loaded {
    said: Option<Landscape>,
    holds: Landscape,
}

impl Loaded {
    fn side(&self) -> DiffSide<'_> {
        DiffSide { said: self.said.as_ref().unwrap_or(&self.holds), holds: &self.holds }
    }
}

fn at_path(path: &Path) -> Result<State, CliError> {
    Ok(State { files: graph::read(path)?, label: path.display().to_string() })
}

fn at_revision(repository: &Repository, name: &str, path: &Path) -> Result<State, CliError> {
    in_commit(repository, &repository.revision(name)?, path)
}

fn in_commit(
    repository: &Repository,
    revision: &super::git::Revision,
    path: &Path,
) -> Result<State, CliError> {
    let label = revision.label.clone();
    let missing = || usage(format!("there is no landscape at `{}` in {label}", path.display()));
    let files = repository.files(revision)?.ok_or_else(missing)?;
    Ok(State { files, label })
}

/// Reads the files of both states.
fn states(args: &Args) -> Result<[State; 2], CliError> {
    let path = args.graph.path();
    let now = || Ok::<State, CliError>(State { label: "the files as they are".to_owned(), ..at_path(path)? });
    let old = match (&args.old, &args.new, args.since) {
        (Some(old), Some(new), _) => {
            if old == Path::new("-") && new == Path::new("-") {
                return Err(usage(
                    "standard input can be read once: as the old landscape, or as the new one",
                ));
            }
            return Ok([at_path(old)?, at_path(new)?]);
        }
        (_, _, Some(day)) => {
            let repository = Repository::of(path)?;
            return Ok([in_commit(&repository, &repository.before(day)?, path)?, now()?]);
        }
        (Some(old), None, None) => old,
        (None, ..) => return Err(usage("it is not said what to compare")),
    };
    let name = old.to_str().ok_or_else(|| usage(format!("`{}` is no revision of git", old.display())))?;
    let repository = Repository::of(path)?;
    if name.contains("...") {
        return Err(usage("two revisions are written `OLD..NEW`, with two dots"));
    }
    match name.split_once("..").filter(|_| !old.exists()) {
        // As git has it, a side that is left out is the present commit.
        Some((old, new)) => {
            let or_head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
            let old = at_revision(&repository, &or_head(old), path)?;
            Ok([old, at_revision(&repository, &or_head(new), path)?])
        }
        None => Ok([at_revision(&repository, name, path)?, now()?]),
    }
}

/// Loads a state: what holds on its day and, where no day is asked for and that is more, what is said of all days.
fn load(files: Files, as_of: Option<Date>) -> Result<Loaded, CliError> {
    let options = BuildOptions { as_of };
    let is_more =
        |files: &Files| load::parse(files).is_ok_and(|model| !Landscape::all_claims_hold(&model, &options));
    let said = (as_of.is_none() && is_more(&files)).then(|| load::parse(&files));
    let said = said.and_then(Result::ok).map(Landscape::build_of_all_days);
    Ok(Loaded { said, holds: graph::load(files, as_of)?.landscape })
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
    let [old, new] = states(args)?;
    let labels = [Some(old.label), Some(new.label)];
    let (old, new) = (load(old.files, args.as_of)?, load(new.files, args.as_of)?);
    let watch = watched(&args.watch, &old.holds, &new.holds)?;
    let options =
        DiffOptions { watch, top: args.format.rows_to_read(args.top), labels, ..DiffOptions::default() };
    let report = query::diff(old.side(), new.side(), &options);
    let printed = args.format.print(None, &report)?;
    Ok(if args.exit_code && !report.is_empty() { ExitCode::from(1) } else { printed })
}
