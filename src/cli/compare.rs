//! `landscape compare`.

use crate::query::compare;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::output::AskArgs;
use super::{complete, graph, usage};
use crate::model::Kind;
use crate::query::{self};

/// Lay companies side by side, tool by tool, or by the features of one tool
///
/// Lists the tools on which they are known to differ, then those on which they may, since nothing is
/// known of some; the others are counted. Parity is how much of what one company offers another
/// offers too, from what is known to all that is not known to be missing.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Two to eight companies: by id, name or alias; the first is the one that the others are held against
    #[arg(value_name = "COMPANY", num_args = 2.., required = true, add = ArgValueCompleter::new(complete::companies))]
    companies: Vec<String>,
    /// Compare the features of this tool instead
    #[arg(long, value_name = "TOOL", add = ArgValueCompleter::new(complete::tools))]
    features: Option<String>,
    /// Also list what all offer, what none offers and what nothing is known of; JSON and CSV always do
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    ask: AskArgs,
}

/// How many companies stand side by side at most.
const MOST_COMPANIES: usize = 8;

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    if args.companies.len() > MOST_COMPANIES {
        return Err(usage(format!(
            "at most eight companies can be compared, and {} are named",
            args.companies.len()
        )));
    }
    let loaded = args.ask.load()?;
    let landscape = &loaded.landscape;
    let companies = graph::companies(landscape, &args.companies)?;
    let tool = |name: &String| {
        let found = landscape.resolve(name, &[Kind::Tool])?;
        found.of_kind().ok_or_else(|| usage(format!("`{name}` is no tool")))
    };
    let options = compare::Options {
        features_of: args.features.as_ref().map(tool).transpose()?,
        rows: if args.all { compare::Rows::All } else { compare::Rows::Differing },
    };
    args.ask.print(&loaded, &query::compare::compare(landscape, &companies, &options))
}
