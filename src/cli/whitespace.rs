//! `landscape whitespace`.

use crate::query::whitespace;
use std::process::ExitCode;

use super::error::CliError;
use super::output::ListArgs;
use crate::query::{self};

/// List the tools, stacks and needs that nobody is known to serve, and which facts to look up first
///
/// White space is empty where enough companies were looked at and none serves it, unresearched where
/// nobody has looked, and unsettled in between. Only the first is a finding; the others are questions.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// How many companies must be known not to offer a tool before it is called empty
    #[arg(long, value_name = "N", default_value_t = whitespace::Options::default().min_researched, value_parser = clap::value_parser!(u32).range(1..))]
    min_researched: u32,
    #[command(flatten)]
    list: ListArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.load()?;
    let options = whitespace::Options { top: args.list.rows(), min_researched: args.min_researched };
    args.list.print(&loaded, &query::whitespace::whitespace(&loaded.landscape, &options))
}
