//! `landscape gaps`.

use crate::query::{
    gaps::{self, PlanOptions, ScopeFilter, Variants},
    peers,
    rank::Rank,
};
use std::process::ExitCode;

use clap::ValueEnum;
use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::graph::{self, CompanyArgs};
use super::output::ListArgs;
use super::usage;
use crate::Landscape;
use crate::landscape::{CompanyIx, NodeIx, StackIx};
use crate::model::Kind;
use crate::query::{self};

/// List the tools that a company is not known to offer, and what is known of each
///
/// A gap is contested (other companies offer it), empty (enough were looked at, and none does),
/// unsettled (too few claims to tell, or plans alone) or unresearched (nobody has looked). Those that
/// are in scope by the owners' principles come first, then the open ones, then those ruled out. Each
/// comes with who offers it, its stacks, what it stands next to, and what it takes to build one.
///
/// The order is by peer support: of the other companies that offer what the company offers, the share
/// that also offers the tool. `--explain` takes every score apart.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only the tools of this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    #[command(flatten)]
    rank: RankArgs,
    /// Take the score of each gap apart: which tools, which companies, how much is general popularity
    #[arg(long)]
    explain: bool,
    /// List only what is in scope
    #[arg(long)]
    in_scope: bool,
    #[command(flatten)]
    plan: PlanArgs,
    /// How many companies must be known not to offer a tool before it is called empty
    #[arg(long, value_name = "N", default_value_t = gaps::Options::default().min_researched, value_parser = clap::value_parser!(u32).range(1..))]
    min_researched: u32,
    /// Count a variant as the tool that it is a variant of
    #[arg(long)]
    fold_variants: bool,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    list: ListArgs,
}

/// What the assumptions change; none where the company is itself one of them.
fn changes<'l>(
    known: &'l Landscape,
    assumed: &'l Landscape,
    company: CompanyIx,
    options: &gaps::Options,
    args: &Args,
) -> Option<Vec<gaps::Change<'l>>> {
    let id = assumed.node(company).id();
    let known_company = known.company(id).ok()?;
    // Stacks that are assumed hold no tool that is known.
    let named = args.stacks.iter().filter_map(|name| known.resolve(name, &[Kind::Stack]).ok());
    let stacks: Vec<StackIx> = named.filter_map(NodeIx::of_kind).collect();
    let before = gaps::Options { stacks, ..options.clone() };
    Some(query::gaps::changes(
        gaps::Question { landscape: known, company: known_company, options: &before },
        gaps::Question { landscape: assumed, company, options },
    ))
}

/// What it takes to build all gaps.
#[derive(clap::Args, Clone, Debug)]
struct PlanArgs {
    /// Sum up what it takes to build all gaps asked for, those that are ruled out left out
    #[arg(long)]
    total: bool,
    /// Plan it for so many teams that build at the same time (with `--total`)
    #[arg(long, value_name = "N", requires = "total", value_parser = clap::value_parser!(u32).range(1..))]
    teams: Option<u32>,
}

/// In which order tools stand that a company lacks.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct RankArgs {
    /// How to order the gaps of each state
    #[arg(long, value_name = "ORDER", default_value = "peers")]
    rank: RankArg,
    /// With peers: for each tool offered, how many companies' worth of general popularity is mixed in
    #[arg(long, value_name = "K", default_value_t = peers::Options::default().kappa, allow_negative_numbers = true)]
    kappa: f64,
    /// With peers: how much a score grows when all that is offered stands in a stack of the tool
    #[arg(long, value_name = "G", default_value_t = peers::Options::default().gamma, allow_negative_numbers = true)]
    gamma: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RankArg {
    /// By peer support: how many of those who offer the same tools offer this one
    Peers,
    /// By how many companies offer the tool
    Popularity,
    /// By id
    Name,
}

impl RankArgs {
    /// Returns the order that is asked for.
    pub(super) fn rank(&self) -> Result<Rank, CliError> {
        for (option, value) in [("--kappa", self.kappa), ("--gamma", self.gamma)] {
            if !(0.0..=1e12).contains(&value) {
                return Err(usage(format!("`{option}` is a number from 0 to 10^12, not {value}")));
            }
        }
        Ok(match self.rank {
            RankArg::Peers => Rank::Peers(peers::Options { kappa: self.kappa, gamma: self.gamma }),
            RankArg::Popularity => Rank::Popularity,
            RankArg::Name => Rank::Name,
        })
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.list.load()?;
    let landscape = &loaded.landscape;
    let options = gaps::Options {
        top: args.list.rows(),
        names: args.list.names(),
        stacks: graph::stacks(landscape, &args.stacks)?,
        min_researched: args.min_researched,
        variants: if args.fold_variants { Variants::Folded } else { Variants::Apart },
        scope: if args.in_scope { ScopeFilter::In } else { ScopeFilter::All },
        explain: args.explain,
        plan: args.plan.total.then_some(PlanOptions { teams: args.plan.teams }),
        rank: args.rank.rank()?,
        ..gaps::Options::default()
    };
    let company = args.company.company(landscape)?;
    let mut report = query::gaps::gaps(landscape, company, &options);
    let known = args.list.load_without_assumptions()?;
    if let Some(known) = &known {
        report.changes = changes(&known.landscape, landscape, company, &options, args);
    }
    args.list.print(&loaded, &report)
}
