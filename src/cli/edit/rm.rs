//! `landscape rm`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::{EditArgs, link};
use crate::cli::error::CliError;
use crate::edit::{Edit, Remove};

/// Remove a record
///
/// If something refers to it, the answer lists the places and removes nothing. `--format json`
/// prints what was removed.
///
/// Example: landscape rm company:quill --cascade
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The record
    #[arg(value_name = "RECORD", add = ArgValueCompleter::new(link::records))]
    record: String,
    /// Also remove everything that refers to it: claims, evidence, and entries of `about`
    #[arg(long)]
    cascade: bool,
    /// Remove a source even if claims lose their evidence
    #[arg(long, requires = "cascade")]
    yes: bool,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    args.edit.run(Edit::Rm(Remove { record: args.record.clone(), cascade: args.cascade, yes: args.yes }))
}
