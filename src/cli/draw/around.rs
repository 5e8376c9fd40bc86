//! `landscape draw around`.

use crate::query::around;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::DrawArgs;
use crate::cli::error::CliError;
use crate::cli::{complete, usage};
use crate::query::{self};

/// Draw a company, tool, stack or role and what stands around it
///
/// A company with its stacks, its tools, its closest rivals and the roles that need the tools; a tool with who offers and
/// who needs it; a stack with who offers the most of it; a role with what it needs and who offers that.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// A company, tool, stack or role: by id, name or alias
    #[arg(value_name = "NAME", add = ArgValueCompleter::new(complete::any))]
    name: String,
    /// How many companies, and how many roles, are drawn at most; of tools twice as many; the rest is counted
    #[arg(long, value_name = "N", default_value_t = around::Options::default().most, value_parser = clap::value_parser!(u32).range(1..=200))]
    most: u32,
    #[command(flatten)]
    draw: DrawArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.draw.graph.load()?;
    let landscape = &loaded.landscape;
    let node = landscape.resolve(&args.name, &around::KINDS)?;
    let report = query::around::around(landscape, node, &around::Options { most: args.most })
        .ok_or_else(|| usage(format!("`{}` is no company, tool, stack or role", args.name)))?;
    args.draw.write(&loaded, report.centre.name, &report)
}
