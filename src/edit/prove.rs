//! The proof of an edit, before a byte is written: the bytes say what the edit says, and nothing
//! new is wrong.

use std::collections::BTreeMap;

use super::EditError;
use super::value::Json;
use super::workspace::{Edited, Said, documents};
use crate::load::{self, Files};
use crate::problem::{Code, Problem, Problems};

/// Proves all changes of a landscape.
pub(super) fn prove(edited: &[Edited<'_>], files: &Files) -> Result<(), EditError> {
    for file in edited.iter().filter(|file| file.is_changed()) {
        if file.name.is_some() && !says_it(file) {
            let name = file.name.clone().unwrap_or_default();
            return Err(EditError::Unproven { file: name });
        }
    }
    no_new_problems(edited, files)
}

/// Whether the text of a file is that of before, but for the documents that were changed, and
/// whether those say what they shall.
fn says_it(file: &Edited<'_>) -> bool {
    let found = documents(&file.text, file.is_lines);
    found.len() == file.documents.len()
        && found.iter().zip(&file.documents).all(|(at, shall)| {
            let text = &file.text[at.clone()];
            match shall {
                Said::Value(value) => Json::parse(text).is_ok_and(|said| said == *value),
                Said::AsBefore(was) => *text == file.before[was.clone()],
            }
        })
}

fn no_new_problems(edited: &[Edited<'_>], files: &Files) -> Result<(), EditError> {
    let changed = edited.iter().filter(|file| file.is_changed());
    let changed = changed.map(|file| {
        let after = file.name.as_deref().map(|name| (name, &*file.text));
        (file.was.as_deref(), after)
    });
    // Lines that are the same bytes as before are the same records: it is enough to parse the
    // others, and to check all.
    if files.replaced_in_part(changed.clone()).is_some_and(|after| load::is_sound(&after)) {
        return Ok(());
    }
    let after = files.replaced(changed);
    let Err(problems) = load::parse_packed(&after) else { return Ok(()) };
    let before = load::parse_packed(files).err().unwrap_or_default();
    let new = new(&before, problems);
    if new.problems.is_empty() {
        Ok(())
    } else {
        Err(EditError::NewProblems { files: Box::new(after), problems: new })
    }
}

/// The problems that were not there before.
fn new(before: &Problems, after: Problems) -> Problems {
    let key = |problem: &Problem| (problem.code(), problem.to_string());
    let mut known: BTreeMap<(Code, String), usize> = BTreeMap::new();
    for problem in &before.problems {
        *known.entry(key(problem)).or_default() += 1;
    }
    // A landscape that is being repaired may show what could not be seen before.
    let was_hidden = |problem: &Problem| {
        before.relations_unchecked && matches!(problem.code(), Code::UnknownTarget | Code::WrongKind)
    };
    let is_new = |problem: &Problem| match known.get_mut(&key(problem)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => !was_hidden(problem),
    };
    let mut is_new = is_new;
    let problems = after.problems.into_iter().filter(|problem| is_new(problem)).collect();
    Problems { problems, relations_unchecked: false }
}
