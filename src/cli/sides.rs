//! The two landscapes of a backtest: where they come from, and how far it is.

use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use super::day::Day;
use super::error::{CliError, Kind};
use super::today::TodayArgs;
use super::{graph, progress, tell, usage};
use crate::Landscape;
use crate::import::edges::{Delimiter, edge_list};
use crate::landscape::BuildOptions;
use crate::load::Files;
use crate::model::Date;
use crate::query::backtest::Progress;

/// Which two landscapes to measure against each other.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct SidesArgs {
    /// The landscape for a side without a path of its own: a folder or a file
    #[arg(long, value_name = "PATH", env = "LANDSCAPE_GRAPH", default_value = "graph")]
    graph: PathBuf,
    /// The earlier landscape, which is ranked
    #[arg(long, value_name = "PATH")]
    train: Option<PathBuf>,
    /// The later landscape, which shows what was added
    #[arg(long, value_name = "PATH")]
    test: Option<PathBuf>,
    /// The day of the earlier landscape: YYYY-MM-DD, or an age such as 2y [default: the newest day
    /// on which evidence was read]
    #[arg(long, value_name = "DAY")]
    train_date: Option<Day>,
    /// The day of the later landscape
    #[arg(long, value_name = "DAY")]
    test_date: Option<Day>,
    #[command(flatten)]
    today: TodayArgs,
}

impl SidesArgs {
    /// Loads the earlier landscape and the later one; prints all problems where there are any.
    pub(super) fn load(&self) -> Result<[Landscape; 2], CliError> {
        if self.train.is_some() != self.test.is_some() {
            return Err(usage("only one side is named").with_help(
                "name both sides with `--train` and `--test`, or two days with `--train-date` and `--test-date`",
            ));
        }
        let [train, test] = self.paths();
        if train == test && self.train_date == self.test_date {
            return Err(usage("the two sides are the same landscape on the same day").with_help(
                "name two landscapes with `--train` and `--test`, or two days with `--train-date` and `--test-date`",
            ));
        }
        if train == test && train == Path::new("-") {
            return Err(usage("standard input can be read only once, for one of the two sides"));
        }
        let today = self.today.day();
        let [train, test] = [side(train, self.train_date, today)?, side(test, self.test_date, today)?];
        if self.train_date.is_some()
            && self.test_date.is_some()
            && let (Some(earlier), Some(later)) = (train.as_of(), test.as_of())
            && later <= earlier
        {
            return Err(usage(format!("{later}, the day of the test, is not later than {earlier}")));
        }
        Ok([train, test])
    }

    fn paths(&self) -> [&Path; 2] {
        [&self.train, &self.test].map(|path| path.as_ref().unwrap_or(&self.graph).as_path())
    }

    /// Returns what to call the two.
    pub(super) fn labels(&self) -> [String; 2] {
        self.paths().map(|path| path.display().to_string())
    }
}

/// Loads a side: a landscape, or a list of edges.
fn side(path: &Path, day: Option<Day>, today: Option<Date>) -> Result<Landscape, CliError> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let delimiter = match extension.as_deref() {
        Some("csv") => Delimiter::Comma,
        Some("tsv") => Delimiter::Tab,
        _ => return Ok(graph::load_on(graph::read(path)?, day, today)?.landscape),
    };
    let shown = path.display();
    if let Some(day) = day {
        return Err(usage(format!("`{shown}` is a list of edges, which has no days: leave out {day}")));
    }
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => usage(format!("there is no file at `{shown}`")),
        _ => CliError::machine(format!("`{shown}` cannot be read"), error),
    })?;
    let name = path.file_name().map_or_else(|| shown.to_string(), |name| name.to_string_lossy().into_owned());
    let list = edge_list(&name, &bytes, delimiter)
        .map_err(|error| CliError::new(Kind::Data, format!("{shown}: {error}")))?;
    if list.repeated > 0 {
        tell(&format!("{shown}: {} of {} rows repeat an earlier row", list.repeated, list.rows));
    }
    if let Some((spelling, first)) = list.respelt.first() {
        tell(&format!(
            "{shown}: {} read as names that differ from them in case, spaces or punctuation alone, such as `{spelling}` \
             as `{first}`",
            crate::words::phrases::plural(list.respelt.len(), "spelling was", "spellings were")
        ));
    }
    Ok(graph::load(Files::from_text(&name, &list.document), BuildOptions::default())?.landscape)
}

/// A bar that shows how far it is, where somebody watches and it takes long.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new() -> Self {
        Self(progress::bar("{msg} [{wide_bar}] {pos}/{len} {eta}"))
    }

    pub(super) fn show(&self, progress: Progress) {
        let (message, of) = match progress {
            Progress::Company { of } => ("companies", of),
            Progress::Resample { of } => ("draws", of),
        };
        if self.0.length() != Some(of) || self.0.message() != message {
            self.0.reset();
            self.0.set_length(of);
            self.0.set_message(message);
        }
        self.0.inc(1);
    }
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
