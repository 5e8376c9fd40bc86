//! `landscape` and `landscape overview`.

use std::process::ExitCode;

use super::error::CliError;
use super::graph::GraphArgs;
use super::output::FormatArgs;
use crate::query;

/// Print what the landscape holds, and how much of it is known
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.graph.load()?;
    args.format.print(&loaded, &query::overview(&loaded.landscape))
}
