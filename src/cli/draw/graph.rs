//! `landscape draw graph`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::error::CliError;
use crate::cli::{complete, graph, usage};
use crate::model::Kind;
use crate::query;

/// How many offers are drawn without being asked twice.
const MOST_OFFERS: u32 = 150;

/// Draw every record and every claim that joins two
///
/// Companies stand on the left, tools in the frames of their stacks, roles on the right. Features, which are far more than
/// a page can hold, are drawn with `--with feature`. Of more than 150 offers it asks for a part of the landscape, or for
/// `--force`.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Only this stack, its tools and what they are joined to; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// Only this record and what it is joined to: any kind, by id, name or alias
    #[arg(long, value_name = "NAME", conflicts_with = "stacks", add = ArgValueCompleter::new(complete::any))]
    around: Option<String>,
    /// With records of this kind that are left out otherwise: `feature`
    #[arg(long, value_name = "KIND", value_parser = left_out)]
    with: Vec<Kind>,
    /// Without records of this kind, such as `role`; may be given more than once
    #[arg(long, value_name = "KIND", value_parser = kind)]
    without: Vec<Kind>,
    /// Draw it whatever its size
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    draw: DrawArgs,
}

/// What is left out unless it is asked for.
const LEFT_OUT: Kind = Kind::Feature;

fn left_out(word: &str) -> Result<Kind, String> {
    let is_left_out = |kind: &Kind| *kind == LEFT_OUT;
    Kind::from_word(word).filter(is_left_out).ok_or_else(|| format!("only {LEFT_OUT} is left out otherwise"))
}

fn kind(word: &str) -> Result<Kind, String> {
    let words = Kind::ALL.map(Kind::singular).join(", ");
    Kind::from_word(word).ok_or_else(|| format!("the kinds are {words}"))
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let around = args.around.as_ref().map(|name| landscape.resolve(name, &Kind::ALL)).transpose()?;
    let stacks = graph::stacks(landscape, &args.stacks)?;
    let mut without = args.without.clone();
    // What the picture is about is drawn in any case.
    if args.with.is_empty() && around.is_none_or(|node| node.kind() != LEFT_OUT) {
        without.push(LEFT_OUT);
    }
    without.sort_unstable();
    without.dedup();
    let report = query::graph::graph(landscape, &query::graph::Options { stacks, around, without });
    if report.offers > MOST_OFFERS && !args.force {
        let help = if args.stacks.is_empty() && args.around.is_none() {
            "`--stack STACK` or `--around NAME` draws a part of it, `--force` draws all"
        } else {
            "`--force` draws it all the same"
        };
        return Err(usage(format!(
            "the picture would have {} offers, and more than {MOST_OFFERS} can hardly be read",
            report.offers
        ))
        .with_help(help));
    }
    args.draw.write(&loaded, landscape.name(), &report)
}
