//! `landscape scope`.

use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::output::AskArgs;
use super::{complete, usage};
use crate::query;

/// Tell whether tools are in scope, by the verdict of each principle and its evidence
///
/// A tool is out where it fails a binding principle, in where it is listed as in or passes every
/// binding principle, and open otherwise; then the verdicts are named that a decision needs. That
/// nobody has judged a tool and that somebody could not tell are two different answers.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Tools: by id, name or alias
    #[arg(value_name = "TOOL", required = true, add = ArgValueCompleter::new(complete::tools))]
    tools: Vec<String>,
    #[command(flatten)]
    ask: AskArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.ask.load()?;
    let landscape = &loaded.landscape;
    let mut tools = Vec::with_capacity(args.tools.len());
    for name in &args.tools {
        let tool = landscape.tool(name)?;
        if tools.contains(&tool) {
            return Err(usage(format!("`{}` is named twice", landscape.node(tool).id())));
        }
        tools.push(tool);
    }
    args.ask.print(&loaded, &query::scope::scope(landscape, &tools, &loaded.places()))
}
