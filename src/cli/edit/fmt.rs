//! `landscape fmt`.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{refused_one, state};
use crate::cli::error::{CliError, Kind};
use crate::cli::graph::{self, must_exist};
use crate::cli::{diagnostics, tell};
use crate::edit;
use crate::load::{self, Files};
use crate::problem::{Code, Problems};
use crate::words::phrases::plural;

/// Format the files of a landscape
///
/// Puts the keys in their usual order, indents by two spaces, and keeps a value on one line if it
/// fits in 140 columns; a longer one fills its lines. It does not change what the files say. It
/// skips a file with errors.
///
/// Example: landscape fmt graph --check
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The landscape, or one file of it; `-` formats standard input to standard output
    #[arg(value_name = "PATH", env = "LANDSCAPE_GRAPH", default_value = "graph")]
    path: PathBuf,
    /// Write nothing, and exit with 1 if a file needs formatting
    #[arg(long)]
    check: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    if args.path == Path::new("-") {
        return standard_input(args.check);
    }
    must_exist(&args.path)?;
    let formatted = edit::format_files(&args.path, &state(), args.check).map_err(refused_one)?;
    let mut out = crate::cli::stdout();
    for name in &formatted.changed {
        writeln!(out, "{name}")?;
    }
    out.flush()?;
    for name in &formatted.broken {
        tell(&format!("`{name}` has errors, and was left alone"));
        print_problems(&graph::read(Path::new(name))?);
    }
    let count = formatted.changed.len();
    if args.check && count > 0 {
        let files = plural(count, "file is", "files are");
        tell(&format!("{files} in another form: `landscape fmt {}` formats", args.path.display()));
    }
    let is_fine = formatted.broken.is_empty() && !(args.check && count > 0);
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn standard_input(check: bool) -> Result<ExitCode, CliError> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| CliError::machine("standard input cannot be read", error))?;
    let files = Files::from_reader("<stdin>", bytes.as_slice());
    let Some(file) = files.iter().next() else { return Ok(ExitCode::SUCCESS) };
    let Ok(text) = edit::format(file.text(), file.is_lines()) else {
        print_problems(&files);
        return Err(CliError::new(Kind::Data, "standard input has errors"));
    };
    if check {
        return Ok(if text == file.text() { ExitCode::SUCCESS } else { ExitCode::from(1) });
    }
    let mut out = crate::cli::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what is wrong with the shape of a file; what it refers to may be in others.
fn print_problems(files: &Files) {
    let Err(mut problems) = load::parse(files) else { return };
    problems.problems.retain(|problem| !matches!(problem.code(), Code::UnknownTarget | Code::WrongKind));
    let problems = Problems { relations_unchecked: false, ..problems };
    // That nobody reads it is no reason to fail otherwise.
    let _ = diagnostics::print_all(files, &problems, &mut anstream::stderr().lock());
}
