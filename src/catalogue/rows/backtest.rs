//! What the order of gaps is worth.

use crate::catalogue::argument::{EXPLAIN, GAMMA, KAPPA, RANK};
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
    "How many tools a company must offer in the earlier landscape to be tested",
);

static RESAMPLES: Argument = Argument::option(
    "resamples",
    "N",
    Takes::Count { least: 100, most: 1_000_000, default: Some(backtest::Options::DEFAULT.resamples as u64) },
    "How many times companies are drawn again to find the ranges",
);

static SEED: Argument = Argument::option(
    "seed",
    "N",
    Takes::Count { least: 0, most: u64::MAX, default: Some(backtest::Options::DEFAULT.seed) },
    "The seed of the draws: the same seed gives the same ranges",
);

/// What the order of gaps is worth.
pub(super) static BACKTEST: Question = Question {
    name: "backtest",
    group: Group::Ask,
    about: "Back-test the order of gaps with an earlier landscape",
    details: "For each company of an earlier landscape, ranks the tools that it lacked, and checks which of them it offers in a \
              later landscape. It does the same for the order by popularity and for chance. The two can be two landscapes \
              (`--train`, `--test`), one landscape on two days (`--train-date`, `--test-date`), or both.\n\n\
              Instead of a landscape, each side can be a `.csv` or `.tsv` file with the columns organisation, category and \
              subcategory, one row for each tool (subcategory) that a company offers.\n\n\
              Tools and companies are matched by id, name and alias, so a new name is not an addition.",
    arguments: &[&RANK, &KAPPA, &GAMMA, &MIN_TOOLS, &RESAMPLES, &SEED, &EXPLAIN],
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
