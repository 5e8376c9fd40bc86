//! `landscape overlap`.

use crate::query::overlap;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::output::ListArgs;
use super::{complete, graph, usage};
use crate::query::{self};

/// How many companies can be compared tool by tool.
const MOST_COMPANIES: usize = 12;

/// How many pairs are listed at most in formats for programs, unless more are asked for.
const MOST_PAIRS: usize = 1_000;

/// Compare what companies offer
///
/// With one company, ranks the others by overlap with it; with two, lists what both, one and neither
/// offer; with three to twelve, divides their tools by exactly which of them offer each; with none, ranks
/// all pairs (the first 1,000 in formats for programs, unless `--top` asks for more).
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Up to twelve companies: by id, name or alias
    #[arg(value_name = "COMPANY", add = ArgValueCompleter::new(complete::companies))]
    companies: Vec<String>,
    /// Rank only companies that offer at least this many tools [default: 1]
    #[arg(long, value_name = "N")]
    min_tools: Option<u32>,
    #[command(flatten)]
    list: ListArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.load()?;
    let landscape = &loaded.landscape;
    let companies = graph::companies(landscape, &args.companies)?;
    if companies.len() > MOST_COMPANIES {
        return Err(usage(format!(
            "{} companies are named, and at most {MOST_COMPANIES} can be compared",
            companies.len()
        )));
    }
    if companies.len() > 1 && (args.min_tools.is_some() || args.list.top_is_given()) {
        return Err(usage("`--top` and `--min-tools` are for rankings: of one company, or of all pairs"));
    }
    let top = args.list.rows();
    // All pairs are far more than companies: nobody reads millions, and no machine should print them unasked.
    let top = if companies.is_empty() { top.or(Some(MOST_PAIRS)) } else { top };
    let options = overlap::Options { top, min_tools: args.min_tools.unwrap_or(1) };
    match companies.as_slice() {
        [] => args.list.print(&loaded, &query::overlap::all(landscape, &options)),
        [one] => args.list.print(&loaded, &query::overlap::one(landscape, *one, &options)),
        [a, b] => args.list.print(&loaded, &query::overlap::two(landscape, *a, *b)),
        many => args.list.print(&loaded, &query::overlap::many(landscape, many)),
    }
}
