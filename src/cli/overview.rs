//! `landscape` and `landscape overview`.

use std::process::ExitCode;

use super::error::CliError;
use super::output::AskArgs;
use crate::query;

/// Print what the landscape holds, and how much of it is known
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    ask: AskArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.ask.load()?;
    args.ask.print(&loaded, &query::overview::overview(&loaded.landscape))
}
