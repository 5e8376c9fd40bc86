//! `landscape show`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::output::AskArgs;
use crate::model::Kind;
use crate::query;

/// Show all that is known of a record: each claim with its source, place, basis, date and file
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The record: by id, name or alias; with its kind before a colon where two kinds share it
    #[arg(value_name = "NAME", add = ArgValueCompleter::new(complete::any))]
    name: String,
    #[command(flatten)]
    ask: AskArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.ask.load()?;
    let node = loaded.landscape.resolve(&args.name, &Kind::ALL)?;
    args.ask.print(&loaded, &query::show::show(&loaded.landscape, node, &loaded.places()))
}
