//! From a path to a landscape in one step.

use std::fmt;
use std::path::Path;

use super::{Files, parse_packed};
use crate::landscape::{BuildOptions, Landscape};
use crate::problem::{Problem, Problems, UNCHECKED};

/// How many problems an error shows before the rest is only counted.
const MOST_SHOWN: usize = 100;

/// Reads, checks and builds the landscape in a file or folder, as of the newest day on which any
/// evidence was read.
///
/// [`Files`], [`parse`](super::parse) and [`Landscape::build`] are the same in steps: with other
/// options, and with the files at hand for the places of claims.
///
/// # Errors
///
/// Every problem of every file. The error shows each with its file, line and column, and what to
/// do.
///
/// # Example
///
/// ```
/// let market = landscape_graph::load::landscape("graph")?;
/// let posthog = market.company("posthog")?;
/// assert!(market.offered_tools(posthog).count() > 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn landscape(path: impl AsRef<Path>) -> Result<Landscape, LoadError> {
    let files = Files::read(path.as_ref());
    match parse_packed(&files) {
        Ok(model) => Ok(Landscape::build(model, &BuildOptions::default())),
        Err(problems) => Err(LoadError { problems, files: Box::new(files) }),
    }
}

/// Why a landscape cannot be loaded: all that is wrong with its files.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub struct LoadError {
    /// The files.
    pub files: Box<Files>,
    /// What is wrong with them.
    pub problems: Problems,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems = &self.problems.problems;
        write!(f, "the landscape has {}", self.problems)?;
        for problem in problems.iter().take(MOST_SHOWN) {
            write!(f, "\n\n{}", shown(&self.files, problem))?;
        }
        if let Some(more) = problems.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            write!(f, "\n\n… and {more} more")?;
        }
        if self.problems.relations_unchecked {
            write!(f, "\n\n{UNCHECKED}")?;
        }
        Ok(())
    }
}

/// The same as what is displayed, so that a `main` that returns the error shows what is wrong.
impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "diagnostics")]
fn shown(files: &Files, problem: &Problem) -> String {
    super::report::render(files, problem, problem.code().level(), super::report::Style::default())
}

#[cfg(not(feature = "diagnostics"))]
fn shown(files: &Files, problem: &Problem) -> String {
    let place = problem.place.map_or_else(String::new, |place| format!("{}: ", files.describe(place)));
    let help = problem.fault.help().map_or_else(String::new, |help| format!("\n  help: {help}"));
    format!("{place}{}: {problem}{help}", problem.code())
}
