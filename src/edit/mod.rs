//! Changing a landscape: the one layer that writes its files.
//!
//! An [`Edit`] becomes bytes to replace, in one file or several; all other bytes stay as they are.
//! Before a byte is written, the change is made a second time on the value of each document, and
//! the two are compared; then the files as they will be are checked as a whole. Writing is all or
//! nothing, also where the machine stops in the middle.
//!
//! The library asks neither the clock nor the environment: where locks and journals are kept is
//! told by the caller.

mod change;
mod error;
mod fmt;
mod hash;
mod lock;
mod names;
mod order;
mod piece;
mod plan;
mod prove;
mod report;
mod splice;
mod style;
mod value;
mod vocabulary;
mod words;
mod workspace;
mod write;

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

pub use change::{Add, Edit, Link, Merge, Otherwise, Put, Remove, Rename, Set, Unlink, Unset, parse_lines};
pub use error::{Blame, EditError};
pub use fmt::{FormatError, Formatted, format, format_files};
pub use report::{Change, ChangedFile, Done, EditReport, Joined, Recovered, Span};
pub use value::Json;
pub use words::{Key, claim_keys, evidence_keys, plain_links, record_keys};
pub use write::{Locked, PlannedFile, Store, Told};

use crate::load::{Files, ReadOptions};
use crate::model::Kind;
use crate::problem::{LineColumn, Lines};
use hash::{hash, hash_of_all};
use workspace::{Edited, Workspace};

/// How to edit.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct EditOptions {
    /// Whether nothing is written.
    pub dry_run: bool,
    /// The hash that the landscape must have, or the file that changes where it is one.
    pub if_match: Option<String>,
}

impl EditOptions {
    /// Returns the same without writing anything.
    #[must_use]
    pub fn with_dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// Returns the same for a landscape with a hash.
    #[must_use]
    pub fn with_if_match(self, if_match: Option<String>) -> Self {
        Self { if_match, ..self }
    }
}

/// What is to be written, and what it comes to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Plan<'f> {
    /// The files that change.
    pub files: Vec<PlannedFile<'f>>,
    /// What it comes to.
    pub report: EditReport,
}

/// For how long to wait for another edit.
pub const WAIT: Duration = Duration::from_secs(30);

/// Plans edits of the landscape at `root`, whose files have been read: each sees what those before
/// it have done.
///
/// Nothing is written. The plan is proven: its bytes say what the edits say, and the landscape has
/// no problem that it did not have before.
///
/// # Errors
///
/// Why edits are refused, every one of them.
///
/// # Example
///
/// ```
/// use landscape_graph::edit::{Add, Edit, EditOptions, plan};
/// use landscape_graph::load::Files;
///
/// let files = Files::from_text("market.json", r#"{ "companies": [{ "id": "acme", "name": "Acme" }] }"#);
/// let edits = [Edit::Add(Add::new("company", "Quill"))];
/// let plan = plan("market.json".as_ref(), &files, &edits, &EditOptions::default()).unwrap();
/// let text = r#"{ "companies": [{ "id": "acme", "name": "Acme" }, { "id": "quill", "name": "Quill" }] }"#;
/// assert_eq!(plan.files[0].after.as_deref(), Some(text));
/// ```
pub fn plan<'f>(
    root: &Path,
    files: &'f Files,
    edits: &[Edit],
    options: &EditOptions,
) -> Result<Plan<'f>, Vec<EditError>> {
    let lines: Vec<(Option<usize>, &Edit)> = edits.iter().map(|edit| (None, edit)).collect();
    plan_lines(root, files, &lines, options)
}

/// Returns the text of a record with all its claims written in full.
#[cfg(feature = "import")]
pub(crate) fn record_in_full(kind: Kind, text: &str) -> String {
    match Json::parse(text) {
        Ok(record) => vocabulary::record_in_full(kind, record).to_string(),
        // What is no JSON is found by those who read it.
        Err(_) => text.to_owned(),
    }
}

/// Plans to make records, and the landscape as a whole, what they shall be: those that are there
/// are changed where they differ, and the others are added.
///
/// # Errors
///
/// Why that is refused.
pub fn plan_records<'f>(
    root: &Path,
    files: &'f Files,
    overview: Option<Json>,
    records: Vec<(Kind, Json)>,
) -> Result<Plan<'f>, EditError> {
    let mut workspace = Workspace::new(root, files);
    let changes = plan::records(&mut workspace, overview, records)?;
    let edited = workspace.edited();
    prove::prove(&edited, files)?;
    planned(edited, changes, &EditOptions::default())
}

fn plan_lines<'f>(
    root: &Path,
    files: &'f Files,
    edits: &[(Option<usize>, &Edit)],
    options: &EditOptions,
) -> Result<Plan<'f>, Vec<EditError>> {
    let mut workspace = Workspace::new(root, files);
    let (mut changes, mut errors) = (Vec::new(), Vec::new());
    for (line, edit) in edits {
        match (plan::edit(&mut workspace, edit), line) {
            (Ok(more), _) => changes.extend(more),
            (Err(error), None) => errors.push(error),
            (Err(error), Some(line)) => {
                errors.push(EditError::InLine { line: *line, error: Box::new(error) });
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let edited = workspace.edited();
    prove::prove(&edited, files).map_err(|error| vec![error])?;
    planned(edited, changes, options).map_err(|error| vec![error])
}

/// Where a file comes among those that are written: sources first, which all others cite, then in
/// the order of the kinds, then files without records, and last those that go.
fn rank(file: &Edited<'_>) -> usize {
    match (&file.name, file.kind) {
        (None, _) => usize::MAX,
        (_, None) => usize::MAX - 1,
        (_, Some(Kind::Source)) => 0,
        (_, Some(kind)) => 1 + kind as usize,
    }
}

fn planned<'f>(
    edited: Vec<Edited<'f>>,
    changes: Vec<Change>,
    options: &EditOptions,
) -> Result<Plan<'f>, EditError> {
    let hashes = |after: bool| {
        let of = move |file: &Edited<'_>| {
            let (name, text) =
                if after { (file.name.clone(), &*file.text) } else { (file.was.clone(), file.before) };
            name.map(|name| (name, hash(text.as_bytes())))
        };
        edited.iter().filter_map(of).collect::<Vec<(String, String)>>()
    };
    let is_unchanged = edited.iter().all(|file| !file.is_changed());
    let before = hashes(false);
    let after = if is_unchanged { before.clone() } else { hashes(true) };
    let of_all = |files: &[(String, String)]| {
        hash_of_all(files.iter().map(|(name, hash)| (name.as_str(), hash.as_str())))
    };
    let hash_of = |files: &[(String, String)], wanted: Option<&str>| {
        files.iter().find(|(name, _)| Some(name.as_str()) == wanted).map(|(_, hash)| hash.clone())
    };
    let mut ordered: Vec<Edited<'_>> = edited.into_iter().filter(Edited::is_changed).collect();
    ordered.sort_by(|one, other| (rank(one), &one.name).cmp(&(rank(other), &other.name)));
    let mut described: Vec<ChangedFile> = ordered
        .iter()
        .map(|file| ChangedFile {
            file: file.name.clone().or_else(|| file.was.clone()).unwrap_or_default(),
            renamed_from: file.was.clone().filter(|was| file.name.as_ref().is_some_and(|name| name != was)),
            hash_before: hash_of(&before, file.was.as_deref()),
            hash_after: hash_of(&after, file.name.as_deref()),
            spans: if file.name.is_some() { spans(file) } else { Vec::new() },
            diff: options.dry_run.then(|| difference(file)),
        })
        .collect();
    described.sort_by(|one, other| one.file.cmp(&other.file));
    let hash_before = of_all(&before);
    if let Some(wanted) = &options.if_match {
        let only = match described.as_slice() {
            [one] => one.hash_before.as_ref(),
            _ => None,
        };
        if *wanted != hash_before && Some(wanted) != only {
            return Err(EditError::NoMatch { wanted: wanted.clone(), found: hash_before });
        }
    }
    let files = ordered.into_iter().map(|file| PlannedFile {
        before: file.was.is_some().then_some(Cow::Borrowed(file.before)),
        after: file.name.is_some().then_some(file.text),
        was: file.was,
        name: file.name,
    });
    let files = files.collect();
    let report = EditReport {
        dry_run: options.dry_run,
        hash_before,
        hash_after: of_all(&after),
        changes,
        files: described,
        recovered: None,
    };
    Ok(Plan { files, report })
}

fn spans(file: &Edited<'_>) -> Vec<Span> {
    let lines = Lines::new(&file.text);
    let span = |range: &std::ops::Range<usize>| {
        let LineColumn { line, column } = lines.find(range.start);
        Span { start: range.start, end: range.end, line, column }
    };
    file.spans.iter().map(span).collect()
}

/// Writes the difference of a file, as `patch` reads it.
fn difference(file: &Edited<'_>) -> String {
    let after = if file.name.is_some() { &*file.text } else { "" };
    unified(file.was.as_deref(), file.name.as_deref(), file.before, after)
}

fn unified(was: Option<&str>, name: Option<&str>, before: &str, after: &str) -> String {
    const NOWHERE: &str = "/dev/null";
    let diff = similar::TextDiff::from_lines(before, after);
    let names = [was.unwrap_or(NOWHERE), name.unwrap_or(NOWHERE)];
    let mut unified = diff.unified_diff();
    let text = unified.context_radius(3).header(names[0], names[1]).to_string();
    // Nothing but the name is another.
    if text.is_empty() && names[0] != names[1] {
        format!("--- {}\n+++ {}\n", names[0], names[1])
    } else {
        text
    }
}

/// Edits the landscape at `root`: reads it, plans and proves the edits, and writes them, all or
/// none.
///
/// Locks, journals and the last edit are kept below the folder `state`. With `dry_run` nothing is
/// written.
///
/// # Errors
///
/// Why edits are refused, every one of them, or why they cannot be written. Then all files are as
/// they were.
pub fn edit(
    root: &Path,
    state: &Path,
    edits: &[Edit],
    options: &EditOptions,
) -> Result<EditReport, Vec<EditError>> {
    let edits: Vec<(Option<usize>, &Edit)> = edits.iter().map(|edit| (None, edit)).collect();
    run(root, state, &edits, options)
}

/// Edits as [`edit`] does; each edit has the number of its line, which errors name.
///
/// # Errors
///
/// As [`edit`].
pub fn edit_lines(
    root: &Path,
    state: &Path,
    edits: &[(usize, Edit)],
    options: &EditOptions,
) -> Result<EditReport, Vec<EditError>> {
    let edits: Vec<(Option<usize>, &Edit)> = edits.iter().map(|(line, edit)| (Some(*line), edit)).collect();
    run(root, state, &edits, options)
}

fn run(
    root: &Path,
    state: &Path,
    edits: &[(Option<usize>, &Edit)],
    options: &EditOptions,
) -> Result<EditReport, Vec<EditError>> {
    let one = |error| vec![error];
    let store = Store::of(state, root).map_err(one)?;
    if options.dry_run {
        if store.is_interrupted() {
            return Err(one(EditError::Interrupted));
        }
        return plan_lines(root, &Files::read_with_text(root), edits, options).map(|plan| plan.report);
    }
    let locked = store.lock(WAIT).map_err(one)?;
    let recovered = locked.recover().map_err(one)?;
    let read = Files::read_with_text(root);
    let Plan { files, mut report } = plan_lines(root, &read, edits, options)?;
    if !files.is_empty() {
        locked.write(&files, &mut |_| {}).map_err(one)?;
    }
    report.recovered = recovered;
    Ok(report)
}

/// Takes back the last edit of the landscape at `root`.
///
/// # Errors
///
/// [`EditError::NothingToUndo`], or [`EditError::ChangedSince`] where a file is not as the edit
/// left it.
pub fn undo(root: &Path, state: &Path, options: &EditOptions) -> Result<EditReport, EditError> {
    let store = Store::of(state, root)?;
    if options.dry_run && store.is_interrupted() {
        return Err(EditError::Interrupted);
    }
    let locked = store.lock(WAIT)?;
    let recovered = if options.dry_run { None } else { locked.recover()? };
    let mut files = locked.undo()?;
    let here = |name: &mut Option<String>| {
        if let Some(path) = name.take() {
            *name = Some(as_read(root, &path));
        }
    };
    for file in &mut files {
        here(&mut file.was);
        here(&mut file.name);
    }
    // Nothing is asked of it but the texts.
    let read = Files::read_with(root, &ReadOptions { block: usize::MAX, ..ReadOptions::default() });
    let hashes_before: Vec<(String, String)> =
        read.iter().map(|file| (file.name().to_owned(), hash(file.text().as_bytes()))).collect();
    let mut hashes_after = hashes_before.clone();
    for file in &files {
        hashes_after.retain(|(name, _)| Some(name) != file.was.as_ref());
        if let (Some(name), Some(text)) = (&file.name, &file.after) {
            hashes_after.push((name.clone(), hash(text.as_bytes())));
        }
    }
    let of_all =
        |all: &[(String, String)]| hash_of_all(all.iter().map(|(name, hash)| (name.as_str(), hash.as_str())));
    let (hash_before, hash_after) = (of_all(&hashes_before), of_all(&hashes_after));
    if let Some(wanted) = options.if_match.as_ref().filter(|wanted| **wanted != hash_before) {
        return Err(EditError::NoMatch { wanted: wanted.clone(), found: hash_before });
    }
    let hashed = |text: &Option<Cow<'_, str>>| text.as_ref().map(|text| hash(text.as_bytes()));
    let described = |file: &PlannedFile<'_>| ChangedFile {
        file: file.name.clone().or_else(|| file.was.clone()).unwrap_or_default(),
        renamed_from: file.was.clone().filter(|was| file.name.as_ref().is_some_and(|name| name != was)),
        hash_before: hashed(&file.before),
        hash_after: hashed(&file.after),
        spans: Vec::new(),
        diff: options.dry_run.then(|| {
            let [before, after] = [&file.before, &file.after].map(|text| text.as_deref().unwrap_or_default());
            unified(file.was.as_deref(), file.name.as_deref(), before, after)
        }),
    };
    let mut described: Vec<ChangedFile> = files.iter().map(described).collect();
    described.sort_by(|one, other| one.file.cmp(&other.file));
    let changes =
        described.iter().map(|file| Change { file: file.file.clone(), done: Done::Restored }).collect();
    if !options.dry_run {
        let made = locked.made()?;
        locked.write(&files, &mut |_| {})?;
        locked.forget(&made)?;
    }
    Ok(EditReport { dry_run: options.dry_run, hash_before, hash_after, changes, files: described, recovered })
}

/// Returns a path as the files of a landscape are called when it is read from `root`.
fn as_read(root: &Path, path: &str) -> String {
    let real = root.canonicalize().ok();
    let below = real.and_then(|real| Path::new(path).strip_prefix(real).map(Path::to_owned).ok());
    match below {
        Some(below) if below.as_os_str().is_empty() => root.display().to_string(),
        Some(below) => root.join(below).display().to_string(),
        None => path.to_owned(),
    }
}
