//! `landscape gaps`.

use std::process::ExitCode;

use clap::ValueEnum;
use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::graph::{self, CompanyArgs};
use super::output::ListArgs;
use crate::query::{self, GapOptions, Rank, Variants};

/// List the tools that a company is not known to offer, and what is known of each
///
/// A gap is contested (other companies offer it), empty (enough were looked at, and none does),
/// unsettled (too few claims to tell, or plans alone) or unresearched (nobody has looked). Each comes
/// with who offers it, its stacks, whether it is in scope by the owners' principles, and what it takes
/// to build one.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only the tools of this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// How to order the gaps of each state
    #[arg(long, value_name = "ORDER", default_value = "popularity")]
    rank: RankArg,
    /// How many companies must be known not to offer a tool before it is called empty
    #[arg(long, value_name = "N", default_value_t = GapOptions::default().min_researched)]
    min_researched: u32,
    /// Count a variant as the tool that it is a variant of
    #[arg(long)]
    fold_variants: bool,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RankArg {
    /// By how many companies offer the tool
    Popularity,
    /// By how many rivals offer it: companies with a Jaccard of at least 0.1
    Rivals,
    /// By id
    Name,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.graph.load()?;
    let landscape = &loaded.landscape;
    let options = GapOptions {
        top: args.list.rows(),
        names: args.list.format.names(),
        stacks: graph::stacks(landscape, &args.stacks)?,
        min_researched: args.min_researched.max(1),
        variants: if args.fold_variants { Variants::Folded } else { Variants::Apart },
        rank: match args.rank {
            RankArg::Popularity => Rank::Popularity,
            RankArg::Rivals => Rank::Rivals,
            RankArg::Name => Rank::Name,
        },
        ..GapOptions::default()
    };
    let company = args.company.company(landscape)?;
    args.list.format.print(&query::gaps(landscape, company, &options))
}
