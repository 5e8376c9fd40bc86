//! `landscape bundle`.

use crate::query::bundle::{self, Covering};
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::graph::{self, CompanyArgs};
use super::output::AskArgs;
use crate::query::{self};

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
    ask: AskArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.ask.load()?;
    let landscape = &loaded.landscape;
    let options = bundle::Options {
        company: args.company.company_if_any(landscape)?,
        covering: if args.full { Covering::InFull } else { Covering::InPart },
        ..bundle::Options::default()
    };
    let targets = graph::targets(landscape, &args.targets)?;
    args.ask.print(&loaded, &query::bundle::bundle(landscape, &targets, &options))
}
