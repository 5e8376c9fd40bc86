//! `landscape draw gaps`.

use crate::query::gap_board;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::complete;
use crate::cli::error::CliError;
use crate::cli::graph::{self, CompanyArgs};
use crate::query::{self};

/// Draw what a company offers and what it is not known to offer, stack by stack
///
/// What it offers is blue; a gap is the darker orange, the more of the five closest rivals offer it. What is empty,
/// unsettled, not researched or ruled out by a principle is told apart. `landscape gaps` lists the same.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only the tools of this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// How many companies must be known not to offer a tool before it is called empty
    #[arg(long, value_name = "N", default_value_t = gap_board::Options::default().min_researched, value_parser = clap::value_parser!(u32).range(1..))]
    min_researched: u32,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    draw: DrawArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let options = gap_board::Options {
        stacks: graph::stacks(landscape, &args.stacks)?,
        min_researched: args.min_researched,
    };
    let report = query::gap_board::gap_board(landscape, args.company.company(landscape)?, &options);
    args.draw.write(&loaded, &report.title(), &report)
}
