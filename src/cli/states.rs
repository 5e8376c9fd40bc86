//! Loading the two states of a landscape that a command compares.

use std::path::{Path, PathBuf};

use super::day::Day;
use super::error::CliError;
use super::git::{Repository, Revision};
use super::graph::{self, PathArgs};
use super::usage;
use crate::Landscape;
use crate::catalogue;
use crate::landscape::BuildOptions;
use crate::load::{self, Files};
use crate::model::Date;
use crate::query::diff;

/// Which two states of a landscape to compare.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct StatesArgs {
    /// The old landscape, or a git revision such as `HEAD~5`, or two such as `v1..main`
    #[arg(value_name = "OLD", required_unless_present = "since")]
    old: Option<PathBuf>,
    /// The new landscape
    #[arg(value_name = "NEW")]
    new: Option<PathBuf>,
    /// Compare the last commit before this day with the files as they are now: YYYY-MM-DD, or an
    /// age such as 30d
    #[arg(long, value_name = "DAY", conflicts_with_all = ["old", "new"])]
    since: Option<Day>,
    #[command(flatten)]
    graph: PathArgs,
    /// Compare both states as of this day: YYYY-MM-DD, or an age such as 30d [default: the claims
    /// of all days, and answers as of each state's newest evidence]
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
}

impl StatesArgs {
    /// Loads the old state and the new one; prints all problems where there are any.
    pub(super) fn load(&self) -> Result<[Loaded; 2], CliError> {
        let [old, new] = states(self)?;
        let as_of = self.as_of.map(|day| day.date(|| graph::day_of(&new.files, new.today))).transpose()?;
        Ok([load(old, as_of)?, load(new, as_of)?])
    }
}

/// The files of a state, and what to call it.
struct State {
    files: Files,
    label: String,
    /// What was today when it was so: the day of the commit, or the present day.
    today: Option<Date>,
}

/// A state, loaded: what is said in it, where that is more than what holds, what holds, and what to
/// call it.
pub(super) struct Loaded {
    said: Option<Landscape>,
    pub(super) holds: Landscape,
    pub(super) label: String,
}

impl Loaded {
    pub(super) fn state(&self) -> catalogue::State<'_> {
        let diff::Side { said, holds } = self.side();
        catalogue::State { said, holds, label: &self.label }
    }

    pub(super) fn side(&self) -> diff::Side<'_> {
        diff::Side { said: self.said.as_ref().unwrap_or(&self.holds), holds: &self.holds }
    }
}

fn at_path(path: &Path, today: Option<Date>) -> Result<State, CliError> {
    Ok(State { files: graph::read(path)?, label: path.display().to_string(), today })
}

fn at_revision(repository: &Repository, name: &str, path: &Path) -> Result<State, CliError> {
    in_commit(repository, &repository.revision(name)?, path)
}

fn in_commit(repository: &Repository, revision: &Revision, path: &Path) -> Result<State, CliError> {
    let label = revision.label.clone();
    let missing = || usage(format!("there is no landscape at `{}` in {label}", path.display()));
    let files = repository.files(revision)?.ok_or_else(missing)?;
    Ok(State { files, label, today: repository.day(revision)? })
}

/// Reads the files of both states.
fn states(args: &StatesArgs) -> Result<[State; 2], CliError> {
    let (path, today) = (args.graph.path(), args.graph.today());
    let now = || {
        Ok::<State, CliError>(State { label: "the files as they are".to_owned(), ..at_path(path, today)? })
    };
    let old = match (&args.old, &args.new, args.since) {
        (Some(old), Some(new), _) => {
            if old == Path::new("-") && new == Path::new("-") {
                return Err(usage(
                    "standard input can be read only once: as the old landscape, or as the new one",
                ));
            }
            return Ok([at_path(old, today)?, at_path(new, today)?]);
        }
        (_, _, Some(day)) => {
            let repository = Repository::of(path)?;
            let now = now()?;
            let day = day.date(|| graph::day_of(&now.files, today))?;
            return Ok([in_commit(&repository, &repository.before(day)?, path)?, now]);
        }
        (Some(old), None, None) => old,
        (None, ..) => return Err(usage("name two landscapes to compare, or a git revision")),
    };
    let name = old.to_str().ok_or_else(|| usage(format!("`{}` is not a git revision", old.display())))?;
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

/// Loads a state: what holds on its day and, where no day is asked for and that is more, what is
/// said of all days.
fn load(State { files, label, today }: State, as_of: Option<Date>) -> Result<Loaded, CliError> {
    let options = BuildOptions { as_of, today };
    let is_more =
        |files: &Files| load::parse(files).is_ok_and(|model| !Landscape::all_claims_hold(&model, &options));
    let said = (as_of.is_none() && is_more(&files)).then(|| load::parse(&files));
    let said = said.and_then(Result::ok).map(Landscape::build_of_all_days);
    Ok(Loaded { said, holds: graph::load(files, options)?.landscape, label })
}
