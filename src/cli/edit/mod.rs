//! The commands that change a landscape, and what they share.

mod add;
mod fmt;
mod lines;
mod link;
mod merge;
mod rename;
mod rm;
mod set;
mod undo;
mod unlink;
mod values;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use dialoguer::{Input, Select};

use super::error::{CliError, Kind};
use super::graph::{must_exist, refuse, usual_path};
use super::{tell, usage};
use crate::edit::{self, Blame, Change, Done, Edit, EditError, EditOptions, EditReport, Json};
use crate::model::{self, Relation};

/// The name of the report in JSON.
pub(super) const REPORT: &str = "edit";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Add(add::Args),
    Link(Box<link::Args>),
    Unlink(Box<unlink::Args>),
    Set(set::Args),
    Unset(set::UnsetArgs),
    Rename(rename::Args),
    Merge(merge::Args),
    Rm(rm::Args),
    Undo(undo::Args),
    Fmt(fmt::Args),
    Edit(lines::Args),
}

pub(super) fn run(command: &Command) -> Result<ExitCode, CliError> {
    match command {
        Command::Add(args) => add::run(args),
        Command::Link(args) => link::run(args),
        Command::Unlink(args) => unlink::run(args),
        Command::Set(args) => set::set(args),
        Command::Unset(args) => set::unset(args),
        Command::Rename(args) => rename::run(args),
        Command::Merge(args) => merge::run(args),
        Command::Rm(args) => rm::run(args),
        Command::Undo(args) => undo::run(args),
        Command::Fmt(args) => fmt::run(args),
        Command::Edit(args) => lines::run(args),
    }
}

/// What all edits can be told.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct EditArgs {
    /// The landscape to change: a folder or a file
    #[arg(long, value_name = "PATH", env = "LANDSCAPE_GRAPH", default_value = "graph")]
    graph: PathBuf,
    /// Print the changes, and write nothing
    #[arg(long, help_heading = "How to write")]
    dry_run: bool,
    /// Only change the landscape, or the one changed file, if it has this hash; `--format json`
    /// prints hashes
    #[arg(long, value_name = "HASH", help_heading = "How to write")]
    if_match: Option<String>,
    /// The format of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "How to write")]
    format: EditFormat,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum EditFormat {
    /// For people
    Text,
    /// What changed and where, with hashes: see `landscape schema --report edit`
    Json,
}

impl EditArgs {
    fn options(&self) -> EditOptions {
        EditOptions::default().with_dry_run(self.dry_run).with_if_match(self.if_match.clone())
    }

    /// Returns where the landscape is, which must be something that can be written.
    fn root(&self) -> Result<&Path, CliError> {
        if self.graph == Path::new("-") {
            return Err(
                usage("standard input cannot be changed").with_help("name a folder or a file with `--graph`")
            );
        }
        must_exist(&self.graph)?;
        Ok(&self.graph)
    }

    /// Makes an edit; asks for what is missing where somebody is there to answer.
    fn run(&self, mut edit: Edit) -> Result<ExitCode, CliError> {
        let root = self.root()?;
        loop {
            let done = edit::edit(root, &state(), std::slice::from_ref(&edit), &self.options());
            let errors = match done {
                Ok(report) => return self.print(&report),
                Err(errors) => errors,
            };
            let missing = match errors.as_slice() {
                [EditError::MissingKey { of, key, known }] if can_ask() => (of, key, known),
                _ => return Err(refused(errors)),
            };
            let (of, key, known) = missing;
            let value = ask(&format!("{of} needs `{key}`"), known)?;
            let values = match &mut edit {
                Edit::Add(add) => &mut add.values,
                Edit::Link(link) => &mut link.values,
                _ => return Err(refused(errors)),
            };
            if let Json::Object(members) = values {
                members.push((key.clone(), Json::from(value.as_str())));
            }
        }
    }

    /// Prints what was done.
    fn print(&self, report: &EditReport) -> Result<ExitCode, CliError> {
        let mut out = super::stdout();
        if self.format == EditFormat::Json {
            // Written as it is: what was removed keeps the order of its keys.
            crate::render::write_alike(REPORT, report, &mut out)?;
            out.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(recovered) = &report.recovered {
            tell(&format!("note: {recovered}"));
        }
        if report.changes.is_empty() {
            writeln!(out, "nothing to change: the landscape says so already")?;
        }
        if report.dry_run {
            for file in &report.files {
                // As `patch` reads it, byte by byte.
                write!(out, "{}", file.diff.as_deref().unwrap_or_default())?;
            }
        }
        for change in &report.changes {
            let line = crate::harmless::clean(&change.to_string());
            if report.dry_run { tell(&format!("would be done: {line}")) } else { writeln!(out, "{line}")? }
        }
        out.flush()?;
        if !report.dry_run
            && let Some(next) = report.changes.last().and_then(next)
        {
            // Where another landscape than the usual one is meant, each command has to be told.
            let graph = if self.graph == usual_path() {
                String::new()
            } else {
                format!(", with `--graph {}`", self.graph.display())
            };
            tell(&format!("next: {next}{graph}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// How to go on after a change.
fn next(change: &Change) -> Option<String> {
    Some(match &change.done {
        Done::Added { kind, id } => match kind {
            model::Kind::Company => {
                format!("`landscape link {id} offers TOOL --support yes --source SOURCE --on today`")
            }
            kind => format!("`landscape show {kind}:{id}`"),
        },
        Done::Linked { claim }
        | Done::Supported { claim }
        | Done::Replaced { claim, .. }
        | Done::Followed { claim, .. }
            if claim.relation == Relation::Offers.rule().key =>
        {
            format!("`landscape why {} {}`", claim.from, claim.to)
        }
        Done::Restored => return None,
        _ => "`landscape undo` takes it back".to_owned(),
    })
}

/// Returns the folder for what is kept of edits: locks, journals, and the last edit of each
/// landscape.
fn state() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || set("HOME").map(|home| home.join(".local").join("state"));
    set("XDG_STATE_HOME")
        .or_else(|| if cfg!(windows) { set("LOCALAPPDATA") } else { home() })
        .unwrap_or_else(std::env::temp_dir)
        .join("landscape")
}

/// Does something while no other edit of a landscape can be written; one that was interrupted is
/// finished first.
pub(super) fn locked<T>(
    root: &Path,
    then: impl FnOnce(&edit::Locked<'_>) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let store = edit::Store::of(&state(), root).map_err(refused_one)?;
    let locked = store.lock(edit::WAIT).map_err(refused_one)?;
    if let Some(recovered) = locked.recover().map_err(refused_one)? {
        tell(&format!("note: {recovered}"));
    }
    then(&locked)
}

/// Prints why edits are refused, and returns the error for all of them.
fn refused(mut errors: Vec<EditError>) -> CliError {
    if errors.len() == 1 {
        return refused_one(errors.remove(0));
    }
    let kind = errors.iter().map(kind_of).max_by_key(|kind| *kind as u8).unwrap_or(Kind::Usage);
    for error in &errors {
        tell(&format!("error: {error}"));
        if let Some(help) = help(error) {
            tell(&format!("  help: {help}"));
        }
    }
    CliError::new(kind, format!("{} edits are refused; none was made", errors.len()))
}

fn kind_of(error: &EditError) -> Kind {
    match error.blame() {
        Blame::Data => Kind::Data,
        Blame::Usage => Kind::Usage,
        Blame::Machine => Kind::Machine,
    }
}

pub(super) fn refused_one(error: EditError) -> CliError {
    match error {
        EditError::Name(error) => error.into(),
        EditError::NewProblems { files, problems } => {
            refuse(&files, &problems, "the result").with_help("nothing was written")
        }
        EditError::Machine { what, error } => CliError::machine(what, error),
        error => {
            let refused = CliError::new(kind_of(&error), error.to_string());
            match help(&error) {
                Some(help) => refused.with_help(help),
                None => refused,
            }
        }
    }
}

/// Returns what to do about an error, in the words of the command line.
fn help(error: &EditError) -> Option<String> {
    let option = |key: &str| format!("--{}", key.replace('_', "-"));
    Some(match error {
        EditError::NoId { suggestion: Some(id), .. } => format!("name one: `--id {id}` would do"),
        EditError::NoId { suggestion: None, .. } => "name one with `--id`".to_owned(),
        EditError::Contradiction { can_replace: true, .. } => {
            "`--replace` puts the new claim in the place of the old one; `--close DAY` ends the old one on a day, on which \
             the new one begins"
                .to_owned()
        }
        EditError::Contradiction { can_replace: false, .. } => {
            "correct one of the two first, with `landscape set` or `landscape unlink`".to_owned()
        }
        EditError::Referred { .. } => "`--cascade` removes these too".to_owned(),
        EditError::Evidence { .. } => {
            "`--cascade --yes` removes this evidence; claims that rest on nothing else stay without".to_owned()
        }
        EditError::SeveralClaims { .. } => "say which, with what it says besides, such as `--product`".to_owned(),
        EditError::NoSource => "name it with `--source`".to_owned(),
        EditError::MissingKey { key, known, .. } if known.is_empty() => format!("add `{}`", option(key)),
        EditError::MissingKey { key, known, .. } => format!("add `{} {}`", option(key), known.join("|")),
        EditError::Taken { .. } => "use that record, or another name".to_owned(),
        EditError::Interrupted => "any edit without `--dry-run` finishes it first".to_owned(),
        EditError::OtherFile { .. } => "name a `.json` file in the folder of the landscape".to_owned(),
        EditError::Broken { .. } => "`landscape check` shows them".to_owned(),
        EditError::OtherEdit { by, .. } if *by == "rename" => "use `landscape rename`".to_owned(),
        EditError::Locked { .. } => "try again when it has ended".to_owned(),
        error => return error.help(),
    })
}

/// Whether somebody is there to answer.
fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a value: one of the words, where there are any.
fn ask(prompt: &str, words: &[String]) -> Result<String, CliError> {
    let asked = if words.is_empty() {
        Input::<String>::new().with_prompt(prompt).interact_text()
    } else {
        let chosen = Select::new().with_prompt(prompt).items(words).default(0).interact();
        chosen.map(|index| words[index].clone())
    };
    asked.map_err(|error| CliError::machine("the answer cannot be read", error.into()))
}

/// Returns what is given, or asks for it; where nobody can answer, it is missing.
fn given(value: Option<&String>, what: &str, words: &[String]) -> Result<String, CliError> {
    match value {
        Some(value) => Ok(value.clone()),
        None if can_ask() => ask(what, words),
        None => Err(usage(format!("{what} is missing")).with_help("`--help` shows an example")),
    }
}

/// Returns a value as it is written in files: `today` is the day of the machine, where a day is
/// needed.
fn day(key: &edit::Key, text: &str) -> String {
    if key.is_day { day_text(text) } else { text.to_owned() }
}

fn day_text(text: &str) -> String {
    if text == "today" { jiff::Zoned::now().date().to_string() } else { text.to_owned() }
}
