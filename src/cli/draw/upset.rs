//! `landscape draw upset`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::error::CliError;
use crate::cli::graph::{self, CompanyArgs};
use crate::cli::{complete, usage};
use crate::query;

/// How many companies can stand side by side.
const MOST_COMPANIES: usize = 12;

/// Draw how the tools of companies divide by exactly who offers each
///
/// An `UpSet` plot: a row for each group of companies that alone offer the same tools, largest first. With one company or
/// none, it and the five closest to it.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Up to twelve companies: by id, name or alias
    #[arg(value_name = "COMPANY", conflicts_with = "company", add = ArgValueCompleter::new(complete::companies))]
    companies: Vec<String>,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    draw: DrawArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let mut companies = graph::companies(landscape, &args.companies)?;
    if companies.is_empty() {
        companies.push(args.company.company(landscape)?);
    }
    if companies.len() > MOST_COMPANIES {
        let named = companies.len();
        return Err(usage(format!("{named} companies are named, and at most {MOST_COMPANIES} can be drawn")));
    }
    args.draw.write(&loaded, landscape.name(), &query::upset::upset(landscape, &companies))
}
