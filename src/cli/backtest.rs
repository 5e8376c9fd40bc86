//! `landscape backtest`.

use crate::query::{
    backtest::{self, Progress},
    peers,
    rank::Rank,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use indicatif::ProgressBar;

use super::error::{CliError, Kind};
use super::output::FormatArgs;
use super::{graph, progress, tell, usage};
use crate::Landscape;
use crate::import::edges::{Delimiter, edge_list};
use crate::load::Files;
use crate::model::Date;
use crate::query::{self};

/// Measure what the order of gaps is worth: what it would have said earlier, against what came true
///
/// For each company of an earlier landscape, ranks the tools that it lacked then, and looks which of them
/// it offers in a later one; beside the order by popularity and the mean of all random orders. The two are
/// two landscapes (`--train`, `--test`), or one on two days (`--train-date`, `--test-date`), or both.
///
/// In place of a landscape, each side may be a file that ends in `.csv` or `.tsv` with the columns
/// organisation, category and subcategory: one row for each tool (subcategory) that a company offers.
///
/// Tools and companies are matched by id, name and alias, so that a new name is no addition.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The landscape of which a side is one where no path is given for it: a folder or a file
    #[arg(long, value_name = "PATH", env = "LANDSCAPE_GRAPH", default_value = "graph")]
    graph: PathBuf,
    /// The earlier landscape, from which the order is made
    #[arg(long, value_name = "PATH")]
    train: Option<PathBuf>,
    /// The later landscape, which tells what came true
    #[arg(long, value_name = "PATH")]
    test: Option<PathBuf>,
    /// The day of the earlier landscape, YYYY-MM-DD [default: the newest on which any evidence was read]
    #[arg(long, value_name = "DAY")]
    train_date: Option<Date>,
    /// The day of the later landscape
    #[arg(long, value_name = "DAY")]
    test_date: Option<Date>,
    #[command(flatten)]
    rank: RankArgs,
    /// How many tools a company must offer in the earlier landscape
    #[arg(long, value_name = "N", default_value_t = backtest::Options::default().min_tools, value_parser = clap::value_parser!(u32).range(1..))]
    min_tools: u32,
    /// How often the companies are drawn again for the intervals
    #[arg(long, value_name = "N", default_value_t = backtest::Options::default().resamples, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    resamples: u32,
    /// From where the draws begin: the same seed gives the same intervals
    #[arg(long, value_name = "N", default_value_t = backtest::Options::default().seed)]
    seed: u64,
    #[command(flatten)]
    format: FormatArgs,
}

/// In which order tools stand that a company lacks.
#[derive(clap::Args, Clone, Debug)]
struct RankArgs {
    /// How to order the gaps of each state
    #[arg(long, value_name = "ORDER", default_value = "peers")]
    rank: RankArg,
    /// With peers: for each tool offered, how many companies' worth of general popularity is mixed in
    #[arg(long, value_name = "K", default_value_t = peers::Options::default().kappa, allow_negative_numbers = true)]
    kappa: f64,
    /// With peers: how much a score grows when all that is offered stands in a stack of the tool
    #[arg(long, value_name = "G", default_value_t = peers::Options::default().gamma, allow_negative_numbers = true)]
    gamma: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RankArg {
    /// By peer support: how many of those who offer the same tools offer this one
    Peers,
    /// By how many companies offer the tool
    Popularity,
    /// By id
    Name,
}

impl RankArgs {
    /// Returns the order that is asked for.
    fn rank(&self) -> Result<Rank, CliError> {
        for (option, value) in [("--kappa", self.kappa), ("--gamma", self.gamma)] {
            if !(0.0..=1e12).contains(&value) {
                return Err(usage(format!("`{option}` is a number from 0 to 10^12, not {value}")));
            }
        }
        Ok(match self.rank {
            RankArg::Peers => Rank::Peers(peers::Options { kappa: self.kappa, gamma: self.gamma }),
            RankArg::Popularity => Rank::Popularity,
            RankArg::Name => Rank::Name,
        })
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    if args.train.is_some() != args.test.is_some() {
        return Err(usage("one side alone is named").with_help(
            "name both with `--train` and `--test`; or neither, and two days with `--train-date` and `--test-date`",
        ));
    }
    let [train, test] = [&args.train, &args.test].map(|path| path.as_ref().unwrap_or(&args.graph));
    if train == test && args.train_date == args.test_date {
        return Err(usage("the two sides are the same landscape on the same day").with_help(
            "name two landscapes with `--train` and `--test`, or two days with `--train-date` and `--test-date`",
        ));
    }
    if let (Some(earlier), Some(later)) = (args.train_date, args.test_date)
        && later <= earlier
    {
        return Err(usage(format!("{later}, the day of the test, is not later than {earlier}")));
    }
    if train == test && train == Path::new("-") {
        return Err(usage("standard input can be read once, for one of the two sides"));
    }
    let options = backtest::Options {
        rank: args.rank.rank()?,
        min_tools: args.min_tools,
        resamples: args.resamples,
        seed: args.seed,
    };
    let train = side(train, args.train_date)?;
    let test = side(test, args.test_date)?;
    let mut bar = Bar::new();
    let report = query::backtest::backtest(&train, &test, &options, &mut |progress| bar.show(progress));
    bar.0.finish_and_clear();
    args.format.print(None, &report)
}

/// Loads a side: a landscape, or a list of edges.
fn side(path: &Path, day: Option<Date>) -> Result<Landscape, CliError> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let delimiter = match extension.as_deref() {
        Some("csv") => Delimiter::Comma,
        Some("tsv") => Delimiter::Tab,
        _ => return Ok(graph::load(graph::read(path)?, day)?.landscape),
    };
    let shown = path.display();
    if let Some(day) = day {
        return Err(usage(format!(
            "`{shown}` is a list of edges, which has no days: {day} cannot be asked for"
        )));
    }
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => usage(format!("there is no file at `{shown}`")),
        _ => CliError::machine(format!("`{shown}` cannot be read"), error),
    })?;
    let name = path.file_name().map_or_else(|| shown.to_string(), |name| name.to_string_lossy().into_owned());
    let list = edge_list(&name, &bytes, delimiter)
        .map_err(|error| CliError::new(Kind::Data, format!("{shown}: {error}")))?;
    if list.repeated > 0 {
        tell(&format!("{shown}: {} of {} rows say again what an earlier one says", list.repeated, list.rows));
    }
    if let Some((spelling, first)) = list.respelt.first() {
        tell(&format!(
            "{shown}: {} read as names that differ from them in case, spaces or punctuation alone, such as `{spelling}` \
             as `{first}`",
            crate::words::phrases::plural(list.respelt.len(), "spelling was", "spellings were")
        ));
    }
    Ok(graph::load(Files::from_text(&name, &list.document), None)?.landscape)
}

/// A bar that shows how far it is, where somebody watches and it takes long.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        Self(progress::bar("{msg} [{wide_bar}] {pos}/{len} {eta}"))
    }

    fn show(&mut self, progress: Progress) {
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
}
