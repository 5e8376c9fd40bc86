//! `landscape roles`.

use crate::query::roles;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::graph::CompanyArgs;
use super::output::ListArgs;
use crate::query::{self};

/// List the roles and teams, how much of what they need a company covers, and who else serves them
///
/// Roles of whose needs most is known to be covered come first. Each comes with what the company is not
/// known to offer, the companies that cover most of it, what nobody is known to offer, to whom the role
/// reports, and who plays it in which kind of company. Roles whose needs nobody has claimed are listed
/// apart.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only roles that report to this one, directly or not
    #[arg(long, value_name = "ROLE", add = ArgValueCompleter::new(complete::roles))]
    under: Option<String>,
    /// Only roles that somebody plays in this kind of company
    #[arg(long, value_name = "SEGMENT", add = ArgValueCompleter::new(complete::segments))]
    segment: Option<String>,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    list: ListArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.load()?;
    let landscape = &loaded.landscape;
    let options = roles::Options {
        company: args.company.company_if_any(landscape)?,
        under: args.under.as_deref().map(|name| landscape.role(name)).transpose()?,
        segment: args.segment.as_deref().map(|name| landscape.segment(name)).transpose()?,
        top: args.list.rows(),
        ..roles::Options::default()
    };
    args.list.print(&loaded, &query::roles::roles(landscape, &options, &loaded.places()))
}
