//! `landscape set` and `landscape unset`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::{EditArgs, day, link};
use crate::cli::error::CliError;
use crate::cli::usage;
use crate::edit::{Edit, Json, Set, Unset, claim_keys, record_keys};

/// Set one value of a record, of a claim, or of the landscape
///
/// Name a claim as `relation:target` after the record. The record `landscape` is the whole
/// landscape. Write lists and objects as JSON.
///
/// Example: landscape set quill offers:heatmaps maturity pmf
#[derive(clap::Args, Clone, Debug)]
#[command(override_usage = "landscape set [OPTIONS] <RECORD> [RELATION:TARGET] <KEY> <VALUE>")]
pub(in crate::cli) struct Args {
    /// The record, or `landscape`
    #[arg(value_name = "RECORD", add = ArgValueCompleter::new(link::records))]
    record: String,
    /// For a claim, `relation:target`; then the key and the value. Put `--` before a value that
    /// begins with a hyphen
    #[arg(value_name = "KEY VALUE", num_args = 2..=3, required = true)]
    rest: Vec<String>,
    #[command(flatten)]
    edit: EditArgs,
}

/// Remove one value of a record, of a claim, or of the landscape
///
/// Prints what it removed as JSON. It also removes unknown keys.
///
/// Example: landscape unset quill offers:heatmaps maturity
#[derive(clap::Args, Clone, Debug)]
#[command(override_usage = "landscape unset [OPTIONS] <RECORD> [RELATION:TARGET] <KEY>")]
pub(in crate::cli) struct UnsetArgs {
    /// The record, or `landscape`
    #[arg(value_name = "RECORD", add = ArgValueCompleter::new(link::records))]
    record: String,
    /// For a claim, `relation:target`; then the key
    #[arg(value_name = "KEY", num_args = 1..=2, required = true)]
    rest: Vec<String>,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn set(args: &Args) -> Result<ExitCode, CliError> {
    let (claim, key, value) = match args.rest.as_slice() {
        [key, value] => (None, key, value),
        [claim, key, value] => (Some(claim), key, value),
        _ => return Err(usage("a key and a value are needed")),
    };
    let known = if claim.is_some() { claim_keys() } else { record_keys() };
    let value = match known.iter().find(|known| known.key == *key) {
        Some(known) => day(known, value),
        None => value.clone(),
    };
    args.edit.run(Edit::Set(Set {
        record: args.record.clone(),
        claim: claim.cloned(),
        key: key.clone(),
        value: Json::Text(value),
    }))
}

pub(super) fn unset(args: &UnsetArgs) -> Result<ExitCode, CliError> {
    let (claim, key) = match args.rest.as_slice() {
        [claim, key] => (Some(claim), key),
        [key] => (None, key),
        _ => return Err(usage("a key is needed")),
    };
    args.edit.run(Edit::Unset(Unset { record: args.record.clone(), claim: claim.cloned(), key: key.clone() }))
}
