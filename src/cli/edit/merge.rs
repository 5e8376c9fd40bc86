//! `landscape merge`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::{EditArgs, link};
use crate::cli::error::CliError;
use crate::edit::{Edit, Merge};

/// Merge two records that are the same
///
/// Moves claims, evidence and references of the first record to the second. The name and the id of
/// the first become aliases. Where both have a value, the second keeps its own. If claims of the
/// two contradict each other, the answer shows both and changes nothing.
///
/// Example: landscape merge company:split company:harness
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The record to remove
    #[arg(value_name = "FROM", add = ArgValueCompleter::new(link::records))]
    from: String,
    /// The record to keep
    #[arg(value_name = "INTO", add = ArgValueCompleter::new(link::records))]
    into: String,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    args.edit.run(Edit::Merge(Merge { from: args.from.clone(), into: args.into.clone() }))
}
