//! `landscape why`.

use crate::query::why;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::output::AskArgs;
use crate::model::Kind;
use crate::query::{self};

/// Tell how two records are connected: the shortest chains of claims, each with its evidence
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Where the chains start
    #[arg(value_name = "A", add = ArgValueCompleter::new(complete::any))]
    from: String,
    /// Where they end
    #[arg(value_name = "B", add = ArgValueCompleter::new(complete::any))]
    to: String,
    /// How many of the shortest chains to list at most
    #[arg(long, value_name = "N", default_value_t = why::Options::default().top)]
    top: usize,
    #[command(flatten)]
    ask: AskArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.ask.load()?;
    let landscape = &loaded.landscape;
    let from = landscape.resolve(&args.from, &Kind::ALL)?;
    let to = landscape.resolve(&args.to, &Kind::ALL)?;
    let options = why::Options { top: args.top.max(1) };
    args.ask.print(&loaded, &query::why::why(landscape, from, to, &options, &loaded.places()))
}
