//! `landscape stale`.

use crate::query::stale;
use std::process::ExitCode;

use super::error::CliError;
use super::output::ListArgs;
use crate::model::Age;
use crate::query::{self};

/// List the claims that were last read too long ago, the oldest first, and what rests on them
///
/// A claim is as old as its newest evidence, counted back from the landscape's day, which is the newest day on which
/// any evidence was read. The clock of the machine is never asked: `--as-of` with the day of today does so. Claims
/// whose evidence is not dated come apart.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// How long ago a claim may have been read last: days, weeks, months or years, such as `26w`
    #[arg(long, value_name = "AGE", default_value = "180d")]
    older_than: Age,
    #[command(flatten)]
    list: ListArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.load()?;
    let options = stale::Options { older_than: args.older_than, top: args.list.rows() };
    let report = query::stale::stale(&loaded.landscape, &options, &loaded.places());
    args.list.print(&loaded, &report)
}
