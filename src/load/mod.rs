//! From text to [`Model`]: reading files, the shape of records, and every check, with places.
//!
//! A good file is parsed once, straight into the types of [`crate::model`], and pays nothing for
//! error reports. Only when something is wrong is its text read again, by `shape` for what has
//! the wrong form and by `locate` for where a wrong relation stands.

mod assume;
mod blocks;
mod check;
mod files;
pub(crate) mod json;
mod locate;
mod naming;
mod parse;
mod places;
#[cfg(feature = "diagnostics")]
pub mod report;
#[cfg(feature = "edit")]
pub(crate) mod same;
pub(crate) mod shape;
mod threads;
mod warn;
mod whole;

#[cfg(feature = "edit")]
pub(crate) use files::PackedName;
pub use files::{File, Files, ReadOptions};
pub use locate::Locator;
#[cfg(feature = "import")]
pub(crate) use locate::Step;
pub use places::FilePlaces;
#[cfg(feature = "edit")]
pub(crate) use threads::map_all;
pub use whole::{LoadError, landscape};

use rustc_hash::FxHashSet;

use crate::id::fold_name;
use crate::model::{Date, Index, Model, PackedModel};
use crate::problem::{Problem, Problems};
use parse::Companies;

/// Parses and checks all files.
///
/// # Errors
///
/// Every problem of every file, ordered by file and place. Relations between records are checked
/// only where every file could be read as JSON, since what they name may stand in one that could
/// not.
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
    let mut draft = parse::draft(files, Companies::Unpacked);
    let mut problems = Problems {
        problems: files.problems().iter().cloned().chain(draft.problems.drain(..)).collect(),
        relations_unchecked: draft.incomplete || files.iter().len() > 0 && !files.problems().is_empty(),
    };
    let index = Index::new(&draft.model);
    let checked = check::check(files, &draft, index, problems.relations_unchecked);
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

/// Parses and checks all files as [`parse`] does, and leaves packed what large files of lines say
/// of companies: enough to build a landscape, in a tenth of the memory.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_packed(files: &Files) -> Result<PackedModel<'_>, Problems> {
    match packed_if_sound(files) {
        Some(model) => Ok(model),
        // Assumptions, and reports of what is wrong, need every record.
        None => parse(files).map(PackedModel::from),
    }
}

/// Returns whether nothing is wrong with files; where something may be, it takes [`parse`] to say
/// what.
#[cfg(feature = "edit")]
pub(crate) fn is_sound(files: &Files) -> bool {
    if_sound(files).is_some()
}

/// Parses and checks files whose companies are packed; none where nothing is packed or anything is
/// wrong.
fn packed_if_sound(files: &Files) -> Option<PackedModel<'_>> {
    if files.packed().is_empty() { None } else { if_sound(files) }
}

/// Parses and checks files whose companies may be packed; none where anything may be wrong.
fn if_sound(files: &Files) -> Option<PackedModel<'_>> {
    let packed = files.packed();
    if !files.problems().is_empty() || files.iter().any(File::is_assumed) {
        return None;
    }
    let mut draft = parse::draft(files, Companies::Packed);
    let index = Index::with_packed(&draft.model, packed).filter(|_| draft.problems.is_empty())?;
    // An alias must not be the name of another company.
    let aliases = draft.model.companies.iter().flat_map(|company| &company.record.aliases);
    let aliases: FxHashSet<String> = aliases.map(|alias| fold_name(alias)).collect();
    let is_alias = |name: &str| !aliases.is_empty() && aliases.contains(&fold_name(name));
    if packed.companies().any(|company| is_alias(company.id()) || is_alias(company.name())) {
        return None;
    }
    let checked = check::check(files, &draft, index, false);
    if !checked.problems.is_empty() {
        return None;
    }
    draft.model.documents.extend_from_slice(packed.documents());
    draft.model.resolved = checked.resolved;
    Some(PackedModel::from(draft.model))
}

/// Finds what is not wrong with a landscape but looks like an oversight; `today` is the day on
/// which somebody looks, where that is known.
///
/// # Complexity
///
/// O(n) time and memory for n relations and names.
#[must_use]
pub fn warnings(files: &Files, model: &Model<'_>, today: Option<Date>) -> Vec<Problem> {
    let mut problems = Problems { problems: warn::warnings(files, model, today), relations_unchecked: false };
    problems.sort();
    problems.problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    #[test]
    fn companies_that_say_nothing_but_their_offers_stay_packed() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("a.jsonl");
        let line = r#"{"companies":[{"id":"c","name":"C"},{"id":"a","name":"A"}]}"#;
        let more = r#"{"companies":[{"id":"b","name":"B","note":"more"}]}"#;
        std::fs::write(&path, format!("{line}\n{more}\n")).expect("a file can be written");
        let files = Files::read_with(&path, &ReadOptions { block: 10, ..ReadOptions::default() });
        let PackedModel(model) = packed_if_sound(&files).expect("nothing is wrong with the file");
        let order: Vec<_> = ["a", "b", "c"].map(|id| model.resolved.index.get(Kind::Company, id)).into();
        assert_eq!((files.packed().len(), model.companies.len()), (2, 1));
        assert_eq!(order, [Some(0), Some(1), Some(2)]);
    }

    /// What is packed of files, what is not, and where.
    #[cfg(feature = "edit")]
    fn kept(files: &Files) -> String {
        let packed = files.packed();
        let companies =
            packed.companies().map(|company| format!("{:?}\n", (company.origin(), company.unpack())));
        let lines = files.iter().map(|file| {
            let lines: Vec<_> = file.kept_lines().map(|lines| lines.iter().collect()).unwrap_or_default();
            format!("{} {lines:?}\n", file.name())
        });
        let documents = format!("{:?}\n", packed.documents());
        std::iter::once(documents).chain(companies).chain(lines).collect()
    }

    #[cfg(feature = "edit")]
    #[test]
    fn files_that_are_changed_in_part_are_what_they_are_when_read_as_a_whole() {
        let options = ReadOptions { block: 20, ..ReadOptions::default() };
        let company = |id: &str| {
            format!(
                r#"{{"companies":[{{"id":"{id}","name":"Ü","offers":[{{"tool":"t-{id}","support":"yes"}}]}}]}}"#
            )
        };
        let noted = r#"{"companies":[{"id":"n","name":"N","note":"é"}]}"#.to_owned();
        let tools = r#"{"tools":[{"id":"t-a","name":"A"}]}"#.to_owned();
        let lines = [tools, company("a"), company("ab"), noted, String::new(), company("b"), company("bb")];
        let mut texts = vec![
            lines.join("\n"),
            lines.join("\n") + "\n",
            lines.join("\r\n"),
            format!("\u{feff}{}", lines.join("\n")),
        ];
        for at in 0..lines.len() {
            let mut changed = lines.to_vec();
            changed[at] = company("new");
            texts.push(changed.join("\n"));
            changed[at] = r#"{"companies":[{"id":"u","name":"U","url":"https://u.example"}]}"#.to_owned();
            texts.push(changed.join("\n") + "\n");
            changed.remove(at);
            texts.push(changed.join("\n"));
            changed.insert(at, lines[at].replace("Ü", "Ûber"));
            changed.swap(0, at);
            texts.push(changed.join("\n"));
        }
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let other = format!("{}\n{}\n", company("z"), company("zz"));
        for name in ["a.jsonl", "c.jsonl"] {
            std::fs::write(folder.path().join(name), other.replace("\"z", &format!("\"{}", &name[..1])))
                .expect("a file can be written");
        }
        let path = folder.path().join("b.jsonl");
        let read = |text: &str| {
            std::fs::write(&path, text).expect("a file can be written");
            Files::read_with(folder.path(), &options)
        };
        let name = path.display().to_string();
        for before in &texts {
            for after in &texts {
                let files = read(before);
                let changes = [(Some(name.as_str()), Some((name.as_str(), after.as_str())))];
                let part = files.replaced_in_part(changes).expect("some companies are packed");
                assert_eq!(kept(&part), kept(&read(after)), "{before:?} becomes {after:?}");
            }
        }
    }
}
