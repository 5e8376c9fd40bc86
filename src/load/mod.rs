//! From text to [`Model`]: reading files, the shape of records, and every check, with places.
//!
//! A good file is parsed once, straight into the types of [`crate::model`], and pays nothing for
//! error reports. Only when something is wrong is its text read again, by `shape` for what has
//! the wrong form and by `locate` for where a wrong relation stands.

mod assume;
mod check;
mod cycle;
mod files;
pub(crate) mod json;
mod locate;
mod parse;
mod shape;
mod warn;

pub use files::{File, Files};
pub use locate::Locator;
#[cfg(feature = "import")]
pub(crate) use locate::Step;

use crate::model::Model;
use crate::problem::{Problem, Problems};

/// Parses and checks all files.
///
/// # Errors
///
/// Every problem of every file, ordered by file and place. Relations between records are checked
/// only where every file could be read as JSON, since what they name may stand in one that could not.
///
/// # Example
///
/// ```
/// use landscape_graph::load::{Files, parse};
///
/// let files = Files::from_text("a.json", r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#);
/// let model = parse(&files)?;
/// assert_eq!(model.records(landscape_graph::model::Kind::Stack).count(), 1);
/// # Ok::<(), landscape_graph::problem::Problems>(())
/// ```
pub fn parse(files: &Files) -> Result<Model<'_>, Problems> {
    let mut draft = parse::draft(files);
    let mut problems = Problems {
        problems: files.problems().iter().cloned().chain(draft.problems.drain(..)).collect(),
        relations_unchecked: draft.incomplete || files.iter().len() > 0 && !files.problems().is_empty(),
    };
    let checked = check::check(files, &draft, problems.relations_unchecked);
    problems.problems.extend(checked.problems);
    if problems.problems.is_empty() {
        draft.model.resolved = checked.resolved;
        if files.iter().any(File::is_assumed) {
            assume::lay_over(files, &mut draft);
        }
        Ok(draft.model)
    } else {
        problems.sort();
        Err(problems)
    }
}

/// Finds what is not wrong with a landscape but looks like an oversight.
///
/// # Complexity
///
/// O(n) time and memory for n relations and names.
#[must_use]
pub fn warnings(files: &Files, model: &Model<'_>) -> Vec<Problem> {
    let mut problems = Problems { problems: warn::warnings(files, model), relations_unchecked: false };
    problems.sort();
    problems.problems
}
