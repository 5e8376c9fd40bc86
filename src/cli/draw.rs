//! `landscape draw`.

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::error::CliError;
use super::graph::{self, CompanyArgs, GraphArgs};
use super::write::OutputArgs;
use crate::query::{self, MapOptions};

/// Draw the landscape as a diagram
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    picture: Picture,
}

#[derive(Clone, Debug, Subcommand)]
enum Picture {
    Map(MapArgs),
}

/// Draw the market map: stacks, their tools, and who offers each
///
/// The company whose view is taken is filled; tools that nobody is known to offer are framed dotted
/// (not researched), dashed (unsettled) or dashed red (empty).
#[derive(clap::Args, Clone, Debug)]
struct MapArgs {
    /// Only this stack; may be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    /// How many companies must be known not to offer a tool before it is called empty
    #[arg(long, value_name = "N", default_value_t = MapOptions::default().min_researched, value_parser = clap::value_parser!(u32).range(1..))]
    min_researched: u32,
    /// The title [default: the landscape's name]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    graph: GraphArgs,
    /// The format of the diagram
    #[arg(long, value_name = "FORMAT", default_value = "dot")]
    format: DiagramFormat,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DiagramFormat {
    /// Graphviz: `dot -Tsvg map.dot` makes a picture of it
    Dot,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    match &args.picture {
        Picture::Map(args) => map(args),
    }
}

fn map(args: &MapArgs) -> Result<ExitCode, CliError> {
    let loaded = args.graph.load()?;
    let landscape = &loaded.landscape;
    let options = MapOptions {
        stacks: graph::stacks(landscape, &args.stacks)?,
        company: args.company.company_if_any(landscape)?,
        min_researched: args.min_researched,
    };
    let report = query::map(landscape, &options);
    // A picture goes where nobody sees the command that made it.
    let assuming =
        |path: &String| format!("{}, assuming {path}", args.title.as_deref().unwrap_or(landscape.name()));
    let title = loaded.assuming.as_ref().map(assuming).or_else(|| args.title.clone());
    let diagram = match args.format {
        DiagramFormat::Dot => crate::draw::map(&report, title.as_deref()),
    };
    args.output.write(|out| out.write_all(diagram.as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}
