//! `landscape draw roles`.

use crate::query::roles;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::complete;
use crate::cli::error::CliError;
use crate::cli::graph::{self, CompanyArgs};
use crate::query::{self};

/// Draw roles against stacks: how much of what each role needs there is known to be offered
///
/// The darker a cell, the greater the share that the company is known to offer. `landscape roles` lists the same.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only this role; may be given more than once
    #[arg(long = "role", value_name = "ROLE", add = ArgValueCompleter::new(complete::roles))]
    roles: Vec<String>,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    draw: DrawArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let options = roles::Options {
        company: args.company.company_if_any(landscape)?,
        roles: graph::roles(landscape, &args.roles)?,
        ..roles::Options::default()
    };
    let report = query::role_heat::role_heat(landscape, &options);
    args.draw.write(&loaded, &report.title(), &report)
}
