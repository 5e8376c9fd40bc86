//! `landscape unlink`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::values::ClaimValues;
use super::{EditArgs, link};
use crate::cli::error::CliError;
use crate::edit::{Edit, Unlink};

/// Remove a claim, or the evidence of one source for it
///
/// Prints what it removed as JSON. If several claims match, the answer lists them and removes
/// nothing.
///
/// Example: landscape unlink quill offers heatmaps --source quill-docs
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The record that the claim is about
    #[arg(value_name = "RECORD", add = ArgValueCompleter::new(link::records))]
    from: String,
    /// The relation, such as `offers`
    #[arg(value_name = "RELATION")]
    relation: String,
    /// The other record
    #[arg(value_name = "TARGET", add = ArgValueCompleter::new(link::records))]
    to: String,
    /// Remove only the evidence of this source, and keep the claim
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    #[command(flatten)]
    values: ClaimValues,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    args.edit.run(Edit::Unlink(Unlink {
        from: args.from.clone(),
        relation: args.relation.clone(),
        to: args.to.clone(),
        values: args.values.0.clone(),
        source: args.source.clone(),
    }))
}
