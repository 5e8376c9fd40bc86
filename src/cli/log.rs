//! `landscape log`.

use crate::query::{diff, log::CommitChange};
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::git::{Commit, Repository};
use super::graph::{self, PathArgs};
use super::output::FormatArgs;
use crate::Landscape;
use crate::landscape::BuildOptions;
use crate::load::{self, Files};
use crate::model::Kind;
use crate::query::{self};

/// Tell the history of a record: when its claims began, were read and ended, and what happened about it
///
/// The days are those that the data names: `since` and `until` of claims, the days on which evidence was read, of
/// signals about the record, and on which sources that speak of it were published. What names no day comes last.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The record: by id, name or alias; with its kind before a colon where two kinds share it
    #[arg(value_name = "NAME", add = ArgValueCompleter::new(complete::any))]
    name: String,
    /// List the commits as well that changed what the landscape says of it
    #[arg(long)]
    git: bool,
    #[command(flatten)]
    graph: PathArgs,
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let path = args.graph.path();
    let repository = args.git.then(|| Repository::of(path)).transpose()?;
    let loaded = graph::load_all_days(graph::read(path)?)?;
    let landscape = &loaded.landscape;
    let node = landscape.resolve(&args.name, &Kind::ALL)?;
    let mut report = query::log::log(landscape, node, &loaded.places());
    if let Some(repository) = &repository {
        report.shallow = repository.is_shallow()?;
        let id = landscape.node(node).id().to_owned();
        report.commits = Some(commits(repository, landscape, (node.kind(), id), report.shallow)?);
    }
    args.format.print(loaded.assuming.as_deref(), &report)
}

/// Compares every commit with the one before it, back from the files as they are.
fn commits(
    repository: &Repository,
    now: &Landscape,
    mut id: (Kind, String),
    shallow: bool,
) -> Result<Vec<CommitChange>, CliError> {
    let mut found = Vec::new();
    let mut add = |mut newer: CommitChange, changes: Vec<String>, unreadable: &mut Vec<CommitChange>| {
        let unreadable = std::mem::take(unreadable);
        if !changes.is_empty() {
            newer.changes = changes;
            found.push(newer);
            found.extend(unreadable);
        }
    };
    let mut newer = CommitChange::new(None, "not committed yet".to_owned());
    let mut newer_state: Option<Landscape> = None;
    // What lies between a state and the one before it that can be read.
    let mut unreadable = Vec::new();
    for commit in repository.commits()? {
        let entry = named(&commit);
        let files = repository.files(&commit.revision())?.unwrap_or_default();
        let Ok(model) = load::parse(&files) else {
            unreadable.push(CommitChange { unreadable: true, ..entry });
            continue;
        };
        let older_state = Landscape::build_of_all_days(model);
        let (changes, was) = changes(&older_state, newer_state.as_ref().unwrap_or(now), &id);
        add(newer, changes, &mut unreadable);
        id = was;
        newer = entry;
        newer_state = Some(older_state);
    }
    if !shallow {
        let (changes, _) = changes(&empty(), newer_state.as_ref().unwrap_or(now), &id);
        add(newer, changes, &mut unreadable);
    }
    Ok(found)
}

fn named(commit: &Commit) -> CommitChange {
    CommitChange::new(Some((commit.short.clone(), commit.day.clone())), commit.subject.clone())
}

/// The landscape before anything was said.
fn empty() -> Landscape {
    let files = Files::default();
    Landscape::build(load::parse(&files).unwrap_or_default(), &BuildOptions::default())
}

/// Returns what changed about a record, and its id in the older state.
fn changes(older: &Landscape, newer: &Landscape, id: &(Kind, String)) -> (Vec<String>, (Kind, String)) {
    let (kind, name) = (id.0, id.1.as_str());
    let now: Vec<_> = newer.find(kind, name).into_iter().collect();
    let before: Vec<_> = older.find(kind, name).into_iter().collect();
    if now.is_empty() && before.is_empty() {
        return (Vec::new(), id.clone());
    }
    let answers = diff::Answers::LeftOut;
    let options = diff::Options { watch: [before, now], answers, ..diff::Options::default() };
    let report = query::diff::diff(older, newer, &options);
    let renamed = report.records.iter().find(|change| (change.record.kind, change.record.id) == (kind, name));
    let was = renamed.and_then(|change| change.was).map(|was| (kind, was.id.to_owned()));
    (report.lines(), was.unwrap_or_else(|| id.clone()))
}
