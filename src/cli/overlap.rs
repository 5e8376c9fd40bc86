//! `landscape overlap`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::graph::{self, GraphArgs};
use super::output::{FormatArgs, TopArgs};
use super::{complete, usage};
use crate::query::{self, OverlapOptions};

/// Compare what companies offer
///
/// With one company, ranks the others by overlap with it; with two, lists what both, one and neither
/// offer; with three to six, divides their tools by exactly which of them offer each; with none, ranks
/// all pairs.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Up to six companies: by id, name or alias
    #[arg(value_name = "COMPANY", num_args = 0..=6, add = ArgValueCompleter::new(complete::companies))]
    companies: Vec<String>,
    /// Compare only companies that offer at least this many tools
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_tools: u32,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    top: TopArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.graph.load()?;
    let landscape = &loaded.landscape;
    let company = |name: &String| graph::company(landscape, name);
    let companies = args.companies.iter().map(company).collect::<Result<Vec<_>, _>>()?;
    for (position, company) in companies.iter().enumerate() {
        if companies[..position].contains(company) {
            return Err(usage(format!("`{}` is named twice", landscape.node(*company).id())));
        }
    }
    let options = OverlapOptions { top: args.top.rows(&args.format), min_tools: args.min_tools };
    match companies.as_slice() {
        [] => args.format.print(&query::overlap_all(landscape, &options)),
        [one] => args.format.print(&query::overlap_one(landscape, *one, &options)),
        [a, b] => args.format.print(&query::overlap_two(landscape, *a, *b)),
        many => args.format.print(&query::overlap_many(landscape, many)),
    }
}
