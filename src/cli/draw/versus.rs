//! `landscape draw versus`.

use crate::query::versus;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::error::CliError;
use crate::cli::{complete, graph, usage};
use crate::query::{self};

/// Draw two companies against each other: what only one, both or neither are known to offer
///
/// One row for each stack. What only one is known to offer says whether the other is known not to, plans it, or is
/// unknown there. `landscape overlap A B` lists the same.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The two companies: by id, name or alias
    #[arg(value_names = ["A", "B"], num_args = 2, required = true, add = ArgValueCompleter::new(complete::companies))]
    companies: Vec<String>,
    /// Only the tools of this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    #[command(flatten)]
    draw: DrawArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let companies = graph::companies(landscape, &args.companies)?;
    let pair = companies.try_into().map_err(|_| usage("two companies are set against each other"))?;
    let options = versus::Options { stacks: graph::stacks(landscape, &args.stacks)? };
    let report = query::versus::versus(landscape, pair, &options);
    args.draw.write(&loaded, &report.title(), &report)
}
