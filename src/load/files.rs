//! The files of a landscape, read whole.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::problem::{Fault, LineColumn, Place, Problem};

/// A file of a landscape.
#[derive(Clone, Debug)]
pub struct File {
    name: String,
    text: String,
    lines: bool,
    assumed: bool,
}

impl File {
    /// Returns the name under which it is reported: its path, as it was reached.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether what it says is only supposed.
    #[must_use]
    pub fn is_assumed(&self) -> bool {
        self.assumed
    }

    /// Returns whether every line is a document of its own.
    pub(crate) fn is_lines(&self) -> bool {
        self.lines
    }
}

/// The files of a landscape, in the order of their paths, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Files {
    all: Vec<File>,
    problems: Vec<Problem>,
    ignored: Vec<PathBuf>,
}

impl Files {
    /// Reads a file, or all `.json` and `.jsonl` files of a folder and the folders in it.
    ///
    /// What cannot be read is kept as a problem, so that the problems of all files can be told at
    /// once. Names that begin with a dot are passed over.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let mut files = Self::default();
        if !path.is_dir() {
            files.add_path(path);
            return files;
        }
        let walk = walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name();
        let is_hidden = |entry: &walkdir::DirEntry| {
            entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        for entry in walk.into_iter().filter_entry(|entry| !is_hidden(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => match entry.path().extension().and_then(|extension| extension.to_str()) {
                    Some("json" | "jsonl") => files.add_path(entry.path()),
                    _ => files.ignored.push(entry.into_path()),
                },
                Err(error) => files.add_walk_error(path, &error),
            }
        }
        if files.all.is_empty() && files.problems.is_empty() {
            files.add_fault(Fault::NoFiles { path: path.display().to_string() });
        }
        files
    }

    /// Reads all of `input` as one file: one document, or one a line.
    #[must_use]
    pub fn from_reader(name: &str, mut input: impl Read) -> Self {
        let mut files = Self::default();
        let mut bytes = Vec::new();
        match input.read_to_end(&mut bytes) {
            Ok(_) => files.add_bytes(name.to_owned(), bytes, None),
            Err(error) => files.add_unreadable(name, &error),
        }
        files
    }

    /// Makes a file of a text, for tests and examples. A name that ends in `.jsonl` has a document a line.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self::from_texts([(name, text)])
    }

    /// Makes files of texts.
    #[must_use]
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::from_bytes(texts.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())))
    }

    /// Makes files of bytes that were read elsewhere, such as from a version of the landscape that is kept in a history.
    /// A name that ends in `.jsonl` has a document a line.
    #[must_use]
    pub fn from_bytes(contents: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files = Self::default();
        for (name, bytes) in contents {
            let lines = Path::new(&name).extension().is_some_and(|extension| extension == "jsonl");
            files.add_bytes(name, bytes, Some(lines));
        }
        files
    }

    /// Adds files of assumptions, which [`parse`](super::parse) lays over what the others say: of a record with the same
    /// id, every key that they say, and in lists of relations every entry that leads where one of theirs does.
    pub fn assume(&mut self, assumed: Self) {
        let first = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let shift = |place: Option<Place>| place.map(|place| Place { file: place.file + first, ..place });
        self.problems.extend(assumed.problems.into_iter().map(|problem| Problem {
            place: shift(problem.place),
            other: shift(problem.other),
            ..problem
        }));
        self.all.extend(assumed.all.into_iter().map(|file| File { assumed: true, ..file }));
        self.ignored.extend(assumed.ignored);
    }

    /// Adds the files of another folder, as if they stood beside these.
    #[cfg(feature = "cli")]
    pub(crate) fn extend(&mut self, more: Self) {
        let first = self.all.len();
        self.assume(more);
        self.all.iter_mut().skip(first).for_each(|file| file.assumed = false);
    }

    /// Returns whether there was no data file where some were looked for, and nothing else was wrong.
    #[cfg(feature = "cli")]
    pub(crate) fn has_none(&self) -> bool {
        self.all.is_empty()
            && self.problems.iter().all(|problem| matches!(problem.fault, Fault::NoFiles { .. }))
    }

    /// Returns the file with an index, as places have it.
    #[must_use]
    pub fn get(&self, index: u32) -> &File {
        &self.all[index as usize]
    }

    /// Iterates over the files in the order of their indexes.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &File> {
        self.all.iter()
    }

    /// Returns the files of the folder that are no data files and were passed over.
    #[must_use]
    pub fn ignored(&self) -> &[PathBuf] {
        &self.ignored
    }

    /// Returns a place as people read it: `graph/tools.json:3:5`.
    #[must_use]
    pub fn describe(&self, place: Place) -> String {
        let file = self.get(place.file);
        let at = LineColumn::of(&file.text, place.start);
        format!("{}:{}:{}", file.name, at.line, at.column)
    }

    /// Returns what could not be read.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn add_path(&mut self, path: &Path) {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => {
                let lines = path.extension().is_some_and(|extension| extension == "jsonl");
                self.add_bytes(name, bytes, Some(lines));
            }
            Err(error) => self.add_unreadable(&name, &error),
        }
    }

    /// Adds a file; whether its lines are documents is found out where it is not said.
    fn add_bytes(&mut self, name: String, bytes: Vec<u8>, lines: Option<bool>) {
        let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            let at = error.utf8_error().valid_up_to();
            let end = at + error.utf8_error().error_len().unwrap_or(1);
            self.problems.push(Problem::at(Place { file: index, start: at, end }, Fault::NotUtf8));
            // Kept for the report alone.
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        let lines = lines.unwrap_or_else(|| is_one_document_a_line(&text));
        self.all.push(File { name, text, lines, assumed: false });
    }

    fn add_fault(&mut self, fault: Fault) {
        self.problems.push(Problem { fault, place: None, other: None });
    }

    fn add_unreadable(&mut self, path: &str, error: &io::Error) {
        self.add_fault(Fault::Unreadable { path: path.to_owned(), reason: error.to_string() });
    }

    fn add_walk_error(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root).display().to_string();
        match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => self.add_fault(Fault::SymlinkLoop { path }),
            (None, Some(error)) => self.add_unreadable(&path, error),
            (None, None) => self.add_fault(Fault::Unreadable { path, reason: error.to_string() }),
        }
    }
}

/// Standard input has no name that tells: it is lines when its first line alone is a whole document
/// and more follows.
fn is_one_document_a_line(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    let first_is_whole = lines.next().is_some_and(|line| {
        line.trim_end().ends_with('}') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
    });
    first_is_whole && lines.next().is_some()
}
