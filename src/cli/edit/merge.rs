//! `landscape merge`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::{EditArgs, link};
use crate::cli::error::CliError;
use crate::edit::{Edit, Merge};

/// Make one record of two that are the same
///
/// Claims, evidence and references of the first go to the second.
///
/// The name and the id of the first stay as aliases. Of single values, those of the second are kept. Where claims of the two
/// contradict each other, both are shown and nothing is changed.
///
/// Example: landscape merge company:split company:harness
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The record that goes
    #[arg(value_name = "FROM", add = ArgValueCompleter::new(link::records))]
    from: String,
    /// The record that stays
    #[arg(value_name = "INTO", add = ArgValueCompleter::new(link::records))]
    into: String,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    args.edit.run(Edit::Merge(Merge { from: args.from.clone(), into: args.into.clone() }))
}
