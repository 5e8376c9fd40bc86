//! `landscape undo`.

use std::process::ExitCode;

use super::{EditArgs, refused_one, state};
use crate::cli::error::CliError;
use crate::edit;

/// Undo the last edit of the landscape
///
/// Works if nobody has changed the files since then, and only once: git has the edits before that.
/// The last edit is stored outside the landscape, in `$XDG_STATE_HOME/landscape` or
/// `~/.local/state/landscape`.
///
/// Example: landscape undo --dry-run
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let root = args.edit.root()?;
    let report = edit::undo(root, &state(), &args.edit.options()).map_err(refused_one)?;
    args.edit.print(&report)
}
