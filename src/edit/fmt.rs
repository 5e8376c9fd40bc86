//! The canonical form: keys in the order of the format, two spaces a level, and small values on one
//! line.

use std::path::Path;

use super::style::{Form, Style, newline_of};
use super::value::Json;
use super::vocabulary::{self, LANDSCAPE};
use super::workspace::documents;
use super::write::{PlannedFile, Store};
use super::{EditError, WAIT};
use crate::load::{Files, ReadOptions};
use crate::model::Document;

/// Why a text cannot be formatted: it is no data file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the text has errors")]
pub struct FormatError;

/// Returns the text of a data file in canonical form; `is_lines` says whether it has one document a
/// line.
///
/// What it says stays the same: defaults that are written stay, and so does `null`. A document that
/// is a line of its own has no spaces; every other one is broken down to its records, and what is
/// below them stays on one line where it fits in 140 columns. A longer claim or evidence fills its
/// lines, and each evidence of a claim begins a line. How lines end stays, and so does a byte order
/// mark.
///
/// # Errors
///
/// [`FormatError`] where the text is no data file: [`load::parse`](crate::load::parse) tells why.
///
/// # Example
///
/// ```
/// let text = landscape_graph::edit::format(r#"{"stacks":[{"name":"Data","id":"data"}]}"#, false)?;
/// assert_eq!(text, "{\n  \"stacks\": [\n    {\n      \"id\": \"data\",\n      \"name\": \"Data\"\n    }\n  ]\n}\n");
/// # Ok::<(), landscape_graph::edit::FormatError>(())
/// ```
pub fn format(text: &str, is_lines: bool) -> Result<String, FormatError> {
    let newline = newline_of(text);
    let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let mut out = mark.to_owned();
    let found = documents(text, is_lines);
    if found.is_empty() {
        return Err(FormatError);
    }
    for at in found {
        let text = &text[at];
        let is_document =
            text.trim_start().starts_with('{') && serde_json::from_str::<Document<'_>>(text).is_ok();
        let value = Json::parse(text).ok().filter(|_| is_document).ok_or(FormatError)?;
        let value = vocabulary::document().ordered(value);
        if is_lines {
            out.push_str(&Style::compact().inline(&value));
        } else {
            document(&value, newline, &mut out);
        }
        out.push_str(newline);
    }
    Ok(out)
}

/// What became of the files of a landscape that was to be formatted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Formatted {
    /// The files that were in another form.
    pub changed: Vec<String>,
    /// The files that have errors, and were left alone.
    pub broken: Vec<String>,
}

/// Formats the files of the landscape at `root`, or finds those that are in another form where
/// `only_check` is given.
///
/// Locks, journals and the last edit are kept below the folder `state`, as for every edit.
///
/// # Errors
///
/// Where files cannot be read or written; then all are as they were.
pub fn format_files(root: &Path, state: &Path, only_check: bool) -> Result<Formatted, EditError> {
    let store = Store::of(state, root)?;
    let locked = if only_check { None } else { Some(store.lock(WAIT)?) };
    if let Some(locked) = &locked {
        locked.recover()?;
    }
    let mut formatted = Formatted::default();
    let mut planned = Vec::new();
    let files = Files::read_with(root, &ReadOptions { block: usize::MAX, ..ReadOptions::default() });
    for file in files.iter() {
        match format(file.text(), file.is_lines()) {
            Err(FormatError) => formatted.broken.push(file.name().to_owned()),
            Ok(text) if text == file.text() => {}
            Ok(text) => {
                if !says_the_same(file.text(), &text, file.is_lines()) {
                    return Err(EditError::Unproven { file: file.name().to_owned() });
                }
                formatted.changed.push(file.name().to_owned());
                planned.push(PlannedFile {
                    was: Some(file.name().to_owned()),
                    name: Some(file.name().to_owned()),
                    before: Some(file.text().into()),
                    after: Some(text.into()),
                });
            }
        }
    }
    if let Some(locked) = locked.filter(|_| !planned.is_empty()) {
        locked.write(&planned, &mut |_| {})?;
    }
    Ok(formatted)
}

/// Whether two texts are the same documents, to the types of the model.
fn says_the_same(one: &str, other: &str, is_lines: bool) -> bool {
    let (ones, others) = (documents(one, is_lines), documents(other, is_lines));
    let document = |text: &str| serde_json::from_str::<Document<'_>>(text).is_ok();
    ones.len() == others.len()
        && ones.into_iter().zip(others).all(|(at, other_at)| {
            let (one, other) = (&one[at], &other[other_at]);
            let values = [one, other].map(serde_json::from_str::<serde_json::Value>);
            // Without the order of keys, which is what a format may change.
            matches!(&values, [Ok(one), Ok(other)] if one == other) && document(other)
        })
}

fn document(value: &Json, newline: &str, out: &mut String) {
    const UNIT: &str = "  ";
    let style = Style::canonical(newline);
    let mut is_first = true;
    out.push('{');
    for (key, value) in value.members() {
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        out.push_str(newline);
        out.push_str(UNIT);
        let key_text = style.key(key);
        out.push_str(&key_text);
        // Lists of records, records, and what holds for the landscape as a whole.
        let levels = match value {
            _ if key == LANDSCAPE => 1,
            Json::List(_) => 2,
            _ => 0,
        };
        let form = if levels == 0 { Form::Fits } else { Form::Broken(levels) };
        out.push_str(&style.block(value, UNIT, UNIT.len() + key_text.len(), form));
    }
    if !is_first {
        out.push_str(newline);
    }
    out.push('}');
}
