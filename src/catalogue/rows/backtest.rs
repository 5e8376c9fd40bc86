//! What the order of gaps is worth.

use crate::catalogue::argument::{GAMMA, KAPPA, RANK};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::query::backtest;

static MIN_TOOLS: Argument = Argument::option(
    "min_tools",
    "N",
    Takes::Count {
        least: 1,
        most: u32::MAX as u64,
        default: Some(backtest::Options::DEFAULT.min_tools as u64),
    },
    "How many tools a company must offer in the earlier landscape",
);

static RESAMPLES: Argument = Argument::option(
    "resamples",
    "N",
    Takes::Count { least: 100, most: 1_000_000, default: Some(backtest::Options::DEFAULT.resamples as u64) },
    "How often the companies are drawn again for the intervals",
);

static SEED: Argument = Argument::option(
    "seed",
    "N",
    Takes::Count { least: 0, most: u64::MAX, default: Some(backtest::Options::DEFAULT.seed) },
    "From where the draws begin: the same seed gives the same intervals",
);

/// What the order of gaps is worth.
pub(super) static BACKTEST: Question = Question {
    name: "backtest",
    group: Group::Ask,
    about: "Measure what the order of gaps was worth on an earlier landscape",
    details: "For each company of an earlier landscape, ranks the tools that it lacked then, and looks which of them \
              it offers in a later one; beside the order by popularity and the mean of all random orders. The two are \
              two landscapes (`--train`, `--test`), or one on two days (`--train-date`, `--test-date`), or both.\n\n\
              In place of a landscape, each side may be a file that ends in `.csv` or `.tsv` with the columns \
              organisation, category and subcategory: one row for each tool (subcategory) that a company offers.\n\n\
              Tools and companies are matched by id, name and alias, so that a new name is no addition.",
    arguments: &[&RANK, &KAPPA, &GAMMA, &MIN_TOOLS, &RESAMPLES, &SEED],
    reads: Reads::Backtest,
    reports: &[Shape::of::<backtest::Report>()],
    listings: &[],
    example: &["--train-date", "2023-06-01", "--test-date", "2026-11-22", "--resamples", "100"],
    run: |call| {
        let [train, test] = call.states()?.map(|state| state.holds);
        let options = backtest::Options {
            rank: call.rank(),
            min_tools: call.count("min_tools"),
            resamples: call.count("resamples"),
            seed: call.count_if_any("seed").unwrap_or(backtest::Options::DEFAULT.seed),
        };
        let report = backtest::backtest(train, test, &options, &mut |progress| call.progress(progress));
        Ok(Box::new(report))
    },
};
