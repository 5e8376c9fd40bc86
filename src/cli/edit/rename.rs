//! `landscape rename`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::{EditArgs, link};
use crate::cli::error::CliError;
use crate::edit::{Edit, Rename};

/// Give a record another id, and change all references to it
///
/// The old id stays as an alias, so that links and habits still work. A file that is called after the record is renamed
/// with it.
///
/// Example: landscape rename tool:etl data-pipelines --name "Data pipelines"
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The record
    #[arg(value_name = "RECORD", add = ArgValueCompleter::new(link::records))]
    record: String,
    /// The new id
    #[arg(value_name = "ID")]
    to: String,
    /// Give it another name too
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Keep neither the old id nor the old name as an alias
    #[arg(long)]
    no_alias: bool,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    args.edit.run(Edit::Rename(Rename {
        record: args.record.clone(),
        to: args.to.clone(),
        name: args.name.clone(),
        forget: args.no_alias,
    }))
}
