//! `landscape coverage`.

use crate::query::coverage;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::graph::{self, CompanyArgs};
use super::output::ListArgs;
use super::{complete, usage};
use crate::query::{self};

/// List the companies that cover a stack, a tool, or what a role needs
///
/// For each company: how many of the tools it offers, in part, plans, is known not to offer, and what
/// is unknown. The count is an interval, from what is known to all that is not known to be missing.
/// Claims about a stack that name no tool stand apart and never count as a tool.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Stacks, tools or roles: by id, name or alias
    #[arg(value_name = "STACK|TOOL|ROLE", required_unless_present = "all", add = ArgValueCompleter::new(complete::targets))]
    targets: Vec<String>,
    /// Print companies against all stacks instead, as one table
    #[arg(long, conflicts_with = "targets")]
    all: bool,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    list: ListArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.load()?;
    let landscape = &loaded.landscape;
    let always = args.company.company_if_any(landscape)?;
    let options = coverage::Options { top: args.list.rows(), always };
    if args.all {
        return args.list.print(&loaded, &query::matrix::matrix(landscape, &options));
    }
    let targets = graph::targets(landscape, &args.targets)?;
    if targets.is_empty() {
        return Err(usage("name a stack, a tool or a role"));
    }
    args.list.print(&loaded, &query::coverage::coverage(landscape, &targets, &options))
}
