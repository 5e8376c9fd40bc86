//! `landscape draw map`.

use crate::query::map;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::complete;
use crate::cli::error::CliError;
use crate::cli::graph::{self, CompanyArgs};
use crate::query::{self};

/// Draw the market map: stacks, their tools, and who offers each
///
/// The company whose view is taken is filled; tools that nobody is known to offer are framed dotted
/// (not researched), dashed (unsettled) or dashed red (empty). A big map is folded: the stacks, tools and companies
/// that come first are drawn, and the rest is counted.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// How many companies must be known not to offer a tool before it is called empty
    #[arg(long, value_name = "N", default_value_t = map::Options::default().min_researched, value_parser = clap::value_parser!(u32).range(1..))]
    min_researched: u32,
    /// Leave nothing out, however big the picture becomes
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    draw: DrawArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let options = map::Options {
        stacks: graph::stacks(landscape, &args.stacks)?,
        company: args.company.company_if_any(landscape)?,
        min_researched: args.min_researched,
        limits: if args.all { map::Limits::NONE } else { map::Limits::default() },
    };
    args.draw.write(&loaded, landscape.name(), &query::map::map(landscape, &options))
}
