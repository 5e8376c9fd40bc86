//! Printing problems.

use std::io::{self, Write};

use crate::load::Files;
use crate::load::report::{Style, render};
use crate::problem::{Level, Problem, Problems, UNCHECKED};

/// How many problems are printed before the rest is only counted.
const MOST_PRINTED: usize = 100;

/// Prints problems with the level that each has by itself.
pub(super) fn print_all(
    files: &Files,
    problems: &Problems,
    plain: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let levelled: Vec<(&Problem, Level)> =
        problems.problems.iter().map(|problem| (problem, problem.code().level())).collect();
    print(files, &levelled, plain, out)?;
    if problems.relations_unchecked {
        writeln!(out, "{UNCHECKED}")?;
    }
    Ok(())
}

/// Returns whether a stream takes no colours: it is no terminal, or the user asks for none.
pub(super) fn is_plain(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) == anstream::ColorChoice::Never
}

/// Prints problems, each with its level.
pub(super) fn print(
    files: &Files,
    problems: &[(&Problem, Level)],
    plain: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let style = Style { width: super::output::width().clamp(60, 120), colours: !plain };
    for (problem, level) in problems.iter().take(MOST_PRINTED) {
        writeln!(out, "{}\n", render(files, problem, *level, style))?;
    }
    let more = problems.len().saturating_sub(MOST_PRINTED);
    if more > 0 {
        writeln!(out, "… and {more} more: `landscape check --format json` lists all\n")?;
    }
    Ok(())
}
