//! `landscape draw overlap`.

use crate::query::network;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::complete;
use crate::cli::error::CliError;
use crate::cli::graph::{self, CompanyArgs};
use crate::query::{self};

/// Draw which companies are known to offer the same tools
///
/// As a network, in which lines join companies that are alike: of the many overlaps, those that hold the network
/// together, each company's strongest, and all that are strong. As a table with `--matrix`: of all pairs, in an order in
/// which neighbours are alike. The company whose view is taken is filled.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Draw a table of all pairs
    #[arg(long)]
    matrix: bool,
    /// Count only the tools of this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// How many companies to show, those with the most tools first
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u8).range(1..=200))]
    most: u8,
    /// How many of each company's strongest overlaps to draw in the network
    #[arg(long, value_name = "N", default_value_t = network::Options::default().best, conflicts_with = "matrix")]
    best: u32,
    /// How alike two companies must be for their overlap to be drawn in any case, from 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = network::Options::default().least, value_parser = share, conflicts_with = "matrix")]
    least: f64,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    draw: DrawArgs,
}

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "a number, such as 0.3".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("from 0 to 1".to_owned()) }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let options = network::Options {
        stacks: graph::stacks(landscape, &args.stacks)?,
        company: args.company.company_if_any(landscape)?,
        most: args.most.into(),
        best: args.best,
        least: args.least,
    };
    if args.matrix {
        let report = query::network::table(landscape, &options);
        args.draw.write(&loaded, "Overlap of companies", &report)
    } else {
        args.draw.write(&loaded, "Who competes with whom", &query::network::network(landscape, &options))
    }
}
