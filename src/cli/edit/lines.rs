//! `landscape edit`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{EditArgs, refused, state};
use crate::cli::error::CliError;
use crate::cli::usage;
use crate::edit;

/// Make many edits at once, all or none: one JSON object per line
///
/// Each line has `do` (`add`, `link`, `unlink`, `set`, `unset`, `rename`, `merge`, `rm` or `put`)
/// and the arguments of that command; docs/editing.md has an example of each. Later edits build on
/// earlier ones. If one is refused, none is made, and all reasons are printed.
///
/// Example: echo '{"do":"add","kind":"company","name":"Quill"}' | landscape edit -
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The file with the edits; `-` is standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let root = args.edit.root()?;
    let mut text = String::new();
    let read = if args.path == Path::new("-") {
        std::io::stdin().lock().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(&args.path).map(|read| text = read)
    };
    let shown = args.path.display();
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => usage(format!("there is no file at `{shown}`")),
        std::io::ErrorKind::InvalidData => usage(format!("`{shown}` is not UTF-8 text")),
        _ => CliError::machine(format!("`{shown}` cannot be read"), error),
    })?;
    let edits = edit::parse_lines(&text).map_err(refused)?;
    let report = edit::edit_lines(root, &state(), &edits, &args.edit.options()).map_err(refused)?;
    args.edit.print(&report)
}
