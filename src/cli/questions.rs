//! `landscape questions`.

use std::process::ExitCode;

use super::error::CliError;
use super::output::AskArgs;
use crate::query;

/// List the owners' questions: which the landscape can speak to, and which claims the others wait for
///
/// A question is answered (by the owners), answerable (the commands that speak about what it is about
/// have the claims that they read) or blocked (some of these are missing; they are named, with how to
/// add them). The words of a question are not read: whether the commands settle it, you decide.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    ask: AskArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let loaded = args.ask.load()?;
    args.ask.print(&loaded, &query::questions::questions(&loaded.landscape))
}
