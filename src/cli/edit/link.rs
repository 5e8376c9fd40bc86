//! `landscape link`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::values::LinkValues;
use super::{EditArgs, day_text, given};
use crate::cli::complete;
use crate::cli::error::CliError;
use crate::edit::{Edit, Link, Otherwise};
use crate::model::{Kind, Relation};

/// Add a claim, or more evidence for a claim
///
/// If another claim contradicts it, the answer shows that claim and changes nothing; `--replace` or
/// `--close` decides. Write days as YYYY-MM-DD, or `today`.
///
/// Example: landscape link quill offers heatmaps --support yes --source quill-docs --at "page
/// Heatmaps" --on today
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The record that the claim is about
    #[arg(value_name = "RECORD", add = ArgValueCompleter::new(records))]
    from: Option<String>,
    /// The relation, such as `offers`
    #[arg(value_name = "RELATION")]
    relation: Option<String>,
    /// The other record
    #[arg(value_name = "TARGET", add = ArgValueCompleter::new(records))]
    to: Option<String>,
    #[command(flatten)]
    values: LinkValues,
    /// Replace the claim that contradicts it
    #[arg(long, conflicts_with = "close", help_heading = "Where a claim says otherwise")]
    replace: bool,
    /// End the contradicting claim on this day, and begin the new one
    #[arg(long, value_name = "DAY", help_heading = "Where a claim says otherwise")]
    close: Option<String>,
    #[command(flatten)]
    edit: EditArgs,
}

/// Completes names of all kinds.
pub(super) fn records(current: &std::ffi::OsStr) -> Vec<clap_complete::engine::CompletionCandidate> {
    complete::names(current, &Kind::ALL)
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    args.edit.root()?;
    let relations: Vec<String> = Relation::all().map(|relation| relation.to_string()).collect();
    let link = Link {
        from: given(args.from.as_ref(), "the record", &[])?,
        relation: given(args.relation.as_ref(), "the relation", &relations)?,
        to: given(args.to.as_ref(), "the target", &[])?,
        values: args.values.claim.clone(),
        evidence: args.values.evidence.clone(),
        otherwise: match &args.close {
            Some(day) => Otherwise::Close(day_text(day)),
            None if args.replace => Otherwise::Replace,
            None => Otherwise::Refuse,
        },
    };
    args.edit.run(Edit::Link(link))
}
