//! `landscape rename`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::{EditArgs, link};
use crate::cli::error::CliError;
use crate::edit::{Edit, Rename};

/// Change the id of a record, and all references to it
///
/// The old id becomes an alias, so it still works. A file with the record's name is renamed too.
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
    /// Change its name too
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Do not keep the old id and name as aliases
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
