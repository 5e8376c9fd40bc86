//! `landscape implications`.

use crate::query::implications;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::output::ListArgs;
use super::{complete, graph};
use crate::query::{self};

/// How many rules and blocks are listed at most in formats for programs, unless more are asked for.
const MOST_ROWS: usize = 1_000;

/// Tell which tools go together: whoever offers these also offers those
///
/// Lists the rules that companies follow in what they are known to offer, with who follows and who breaks
/// them, and the largest blocks of companies that offer the same tools. These are regularities among known
/// offers, not laws: where nothing is known, a rule may break. In formats other than text, the first 1,000 of
/// each are listed unless `--top` asks for more.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only the tools of this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// How many companies must follow a rule, or offer all tools of a block
    #[arg(long, value_name = "N", default_value_t = implications::Options::default().min_support, value_parser = clap::value_parser!(u32).range(1..))]
    min_support: u32,
    /// How many companies may offer the first tools and not be known to offer the other
    #[arg(long, value_name = "N", default_value_t = implications::Options::default().max_exceptions)]
    max_exceptions: u32,
    /// How many tools a rule starts from at most
    #[arg(long, value_name = "N", default_value_t = implications::Options::default().max_premise, value_parser = clap::value_parser!(u32).range(1..))]
    max_premise: u32,
    #[command(flatten)]
    list: ListArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.load()?;
    let landscape = &loaded.landscape;
    let options = implications::Options {
        stacks: graph::stacks(landscape, &args.stacks)?,
        min_support: args.min_support,
        max_exceptions: args.max_exceptions,
        max_premise: args.max_premise,
        top: args.list.rows().or(Some(MOST_ROWS)),
        names: args.list.names(),
        ..implications::Options::default()
    };
    args.list.print(&loaded, &query::implications::implications(landscape, &options))
}
