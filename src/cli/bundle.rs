//! `landscape bundle`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::graph::{self, CompanyArgs, GraphArgs};
use super::output::FormatArgs;
use crate::query::{self, BundleOptions, Covering};

/// Find the fewest companies that together cover stacks, tools, or what roles need
///
/// This is what a customer would otherwise have to buy. For the company whose view is taken, it also says
/// how many others are still needed beside it, and so how many it stands in for. Tools that nobody is
/// known to offer stand apart and are never counted as covered.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Stacks, tools or roles: by id, name or alias
    #[arg(value_name = "STACK|TOOL|ROLE", required = true, add = ArgValueCompleter::new(complete::targets))]
    targets: Vec<String>,
    /// Count a tool as covered only by a company that offers it in full
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.graph.load()?;
    let landscape = &loaded.landscape;
    let options = BundleOptions {
        company: args.company.company_if_any(landscape)?,
        covering: if args.full { Covering::InFull } else { Covering::InPart },
        ..BundleOptions::default()
    };
    let targets = graph::targets(landscape, &args.targets)?;
    args.format.print(&loaded, &query::bundle(landscape, &targets, &options))
}
