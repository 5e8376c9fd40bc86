//! The files of a landscape, read whole; but large files of lines in blocks.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

#[cfg(feature = "edit")]
use super::blocks::Changed;
use super::blocks::{self, Kept, Lines};
#[cfg(feature = "edit")]
use crate::model::DocumentPlace;
use crate::model::Packed;
use crate::problem::{Fault, LineColumn, Place, Problem};

/// A file of a landscape.
#[derive(Clone, Debug)]
pub struct File {
    name: String,
    text: Text,
    lines: bool,
    /// 0 for what is known; what is assumed is laid over it, and over what was assumed before.
    layer: u32,
}

/// The text of a file.
#[derive(Clone, Debug)]
enum Text {
    Whole(String),
    /// That of a large file of lines, of which only some lines are at hand.
    OnDisk(Box<OnDisk>),
}

#[derive(Clone, Debug)]
struct OnDisk {
    path: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
    /// The lines that are not packed.
    kept: Lines,
    /// The whole text, once somebody has asked for it; none where the file is no longer what it
    /// was.
    text: OnceLock<Option<String>>,
}

impl OnDisk {
    fn read_again(&self) -> Option<String> {
        let is_the_same = || {
            let now = std::fs::metadata(&self.path).ok()?;
            (now.len() == self.length && now.modified().ok() == self.modified).then_some(())
        };
        is_the_same()?;
        let text = std::fs::read_to_string(&self.path).ok()?;
        is_the_same()?;
        Some(text)
    }
}

/// How to read files.
#[derive(Clone, Copy)]
pub struct ReadOptions<'o> {
    /// How many bytes of a file of lines are read at a time. Of a larger one, no more is kept than
    /// is needed to build a landscape: its text is read again where something is to be shown of it.
    pub block: usize,
    /// What is told, from any thread, how many bytes have been read, and of how many.
    pub told: &'o (dyn Fn(u64, u64) + Sync),
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        Self { block: 4 << 20, told: &|_, _| {} }
    }
}

impl std::fmt::Debug for ReadOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadOptions").field("block", &self.block).finish_non_exhaustive()
    }
}

impl File {
    /// Returns the name under which it is reported: its path, as it was reached.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns its text; that of a large file of lines is read again when it is first asked for.
    ///
    /// It is empty where the file has changed since.
    #[must_use]
    pub fn text(&self) -> &str {
        self.same_text().unwrap_or_default()
    }

    /// Returns its text; none where it is to be read again and the file has changed.
    pub(crate) fn same_text(&self) -> Option<&str> {
        match &self.text {
            Text::Whole(text) => Some(text),
            Text::OnDisk(file) => file.text.get_or_init(|| file.read_again()).as_deref(),
        }
    }

    /// Returns the lines that are not packed; none where no line is.
    pub(super) fn kept_lines(&self) -> Option<&Lines> {
        match &self.text {
            Text::Whole(_) => None,
            Text::OnDisk(file) => Some(&file.kept),
        }
    }

    /// Returns whether what it says is only supposed.
    #[must_use]
    pub fn is_assumed(&self) -> bool {
        self.layer > 0
    }

    /// Returns how many layers it is laid over: 0 where it is no assumption.
    pub(super) fn layer(&self) -> u32 {
        self.layer
    }

    #[cfg(feature = "edit")]
    fn whole(name: &str, text: &str, lines: bool) -> Self {
        Self { name: name.to_owned(), text: Text::Whole(text.to_owned()), lines, layer: 0 }
    }

    /// Packs what can be packed of a large file of lines whose text is at hand; nothing of any
    /// other.
    #[cfg(feature = "edit")]
    fn pack(&mut self, block: usize) -> Packed {
        let Text::Whole(text) = &mut self.text else { return Packed::default() };
        if !self.lines || text.len() <= block {
            return Packed::default();
        }
        let Kept { packed, lines: kept } = blocks::read_text(text, 0, block);
        if packed.is_empty() && kept.is_empty() {
            return Packed::default();
        }
        let on_disk = OnDisk {
            path: PathBuf::new(),
            length: text.len() as u64,
            modified: None,
            kept,
            text: OnceLock::from(Some(std::mem::take(text))),
        };
        self.text = Text::OnDisk(Box::new(on_disk));
        packed
    }

    /// Returns the same with other lines that are not packed, and without its text.
    #[cfg(feature = "edit")]
    fn without_text(&self, kept: Lines) -> Self {
        let on_disk =
            OnDisk { path: PathBuf::new(), length: 0, modified: None, kept, text: OnceLock::from(None) };
        Self { name: self.name.clone(), text: Text::OnDisk(Box::new(on_disk)), ..*self }
    }

    /// Returns whether every line is a document of its own.
    pub(crate) fn is_lines(&self) -> bool {
        self.lines
    }
}

/// A company that is packed: the index of its file, where its document begins there, its index in
/// the document, its id, and its name.
#[cfg(feature = "edit")]
pub(crate) type PackedName<'f> = (u32, usize, u32, &'f str, &'f str);

/// What a file is called, or none for a new one, and its new name and text, or none where it goes.
#[cfg(feature = "edit")]
pub(crate) type FileChange<'t> = (Option<&'t str>, Option<(&'t str, &'t str)>);

/// Returns packed companies once others stand in a changed stretch of a file.
#[cfg(feature = "edit")]
fn repacked(packed: &Packed, file: u32, changed: &Changed, new: &Packed) -> Packed {
    let before = |place: &DocumentPlace| (place.file, place.start) < (file, changed.before.start);
    let behind = |place: &DocumentPlace| (place.file, place.start) >= (file, changed.before.end);
    let mut all = packed.placed_anew(|place| before(&place).then_some(place));
    all.append(new, file);
    let moved = |place: DocumentPlace| {
        if place.file == file {
            let [start, end] = [place.start, place.end].map(|at| changed.moved(at));
            DocumentPlace { start, end, ..place }
        } else {
            place
        }
    };
    all.append(&packed.placed_anew(|place| behind(&place).then(|| moved(place))), 0);
    all
}

/// The files of a landscape, in the order of their paths, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Files {
    all: Vec<File>,
    /// The companies of large files of lines that say nothing but which tools they offer.
    packed: Packed,
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
        Self::read_with(path, &ReadOptions::default())
    }

    /// Reads as [`read`](Self::read) does, with options.
    #[must_use]
    pub fn read_with(path: &Path, options: &ReadOptions<'_>) -> Self {
        let mut files = Self::default();
        let mut paths = Vec::new();
        if path.is_dir() {
            files.find(path, &mut paths);
        } else {
            paths.push(path.to_owned());
        }
        let lengths = paths.iter().map(|path| std::fs::metadata(path).map_or(0, |file| file.len()));
        let lengths: Vec<u64> = lengths.collect();
        let (mut read, total) = (0, lengths.iter().sum());
        for (path, length) in paths.iter().zip(lengths) {
            files.add_path(path, options.block, &|bytes| (options.told)(read + bytes as u64, total));
            read += length;
            (options.told)(read, total);
        }
        if files.all.is_empty() && files.problems.is_empty() {
            files.add_fault(Fault::NoFiles { path: path.display().to_string() });
        }
        files
    }

    /// Finds the data files of a folder.
    fn find(&mut self, folder: &Path, paths: &mut Vec<PathBuf>) {
        let walk = walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name();
        let is_hidden = |entry: &walkdir::DirEntry| {
            entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        for entry in walk.into_iter().filter_entry(|entry| !is_hidden(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => match entry.path().extension().and_then(|extension| extension.to_str()) {
                    Some("json" | "jsonl") => paths.push(entry.into_path()),
                    // A page about the landscape is meant to be beside it.
                    Some("md") => {}
                    _ => self.ignored.push(entry.into_path()),
                },
                Err(error) => self.add_walk_error(folder, &error),
            }
        }
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

    /// Makes a file of a text, for tests and examples. A name that ends in `.jsonl` has a document
    /// a line.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self::from_texts([(name, text)])
    }

    /// Makes files of texts.
    #[must_use]
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::from_bytes(texts.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())))
    }

    /// Makes files of bytes that were read elsewhere, such as from a version of the landscape that
    /// is kept in a history. A name that ends in `.jsonl` has a document a line.
    #[must_use]
    pub fn from_bytes(contents: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files = Self::default();
        for (name, bytes) in contents {
            let lines = Path::new(&name).extension().is_some_and(|extension| extension == "jsonl");
            files.add_bytes(name, bytes, Some(lines));
        }
        files
    }

    /// Adds files of assumptions, which [`parse`](super::parse) lays over what the others say: of a
    /// record with the same id, every key that they say, and in lists of relations every entry that
    /// leads where one of theirs does.
    pub fn assume(&mut self, assumed: Self) {
        let first = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let shift = |place: Option<Place>| place.map(|place| Place { file: place.file + first, ..place });
        self.problems.extend(assumed.problems.into_iter().map(|problem| Problem {
            place: shift(problem.place),
            other: shift(problem.other),
            ..problem
        }));
        let layer = self.all.iter().map(|file| file.layer).max().unwrap_or_default() + 1;
        self.all.extend(assumed.all.into_iter().map(|file| File { layer, ..file }));
        self.packed.append(&assumed.packed, first);
        self.ignored.extend(assumed.ignored);
    }

    /// Returns the files that are no assumptions. They must have been read whole, as those of a
    /// stream are.
    #[cfg(feature = "cli")]
    pub(crate) fn without_assumptions(&self) -> Self {
        let known = self.all.iter().filter(|file| !file.is_assumed()).cloned();
        Self { all: known.collect(), ..Self::default() }
    }

    /// Adds the files of another folder, as if they stood beside these.
    #[cfg(feature = "cli")]
    pub(crate) fn extend(&mut self, more: Self) {
        let first = self.all.len();
        self.assume(more);
        self.all.iter_mut().skip(first).for_each(|file| file.layer = 0);
    }

    /// Reads as [`read`](Self::read) does, once: the text of large files of lines is kept too.
    #[cfg(feature = "edit")]
    pub(crate) fn read_with_text(path: &Path) -> Self {
        // No file is so large that it is read in blocks.
        let mut files = Self::read_with(path, &ReadOptions { block: usize::MAX, ..ReadOptions::default() });
        files.pack(ReadOptions::default().block);
        files
    }

    /// Packs what can be packed of large files of lines that have been read whole and are text.
    #[cfg(feature = "edit")]
    fn pack(&mut self, block: usize) {
        let broken: Vec<u32> = self.problems.iter().filter_map(|p| Some(p.place?.file)).collect();
        for (index, file) in (0_u32..).zip(&mut self.all) {
            if !broken.contains(&index) {
                let packed = file.pack(block);
                self.packed.append(&packed, index);
            }
        }
    }

    /// Returns the files as they will be once some have other texts. Each change names a file, or
    /// none for a new one, and its new name and text, or none where it goes.
    #[cfg(feature = "edit")]
    pub(crate) fn replaced<'t>(&self, changes: impl IntoIterator<Item = FileChange<'t>>) -> Self {
        let mut files = self.clone();
        let mut packed_again = false;
        for (was, after) in changes {
            let at = was.and_then(|was| self.all.iter().position(|file| file.name == was));
            let (name, text) = match (after, at) {
                (Some(after), _) => after,
                // The places of other files are told by their indexes, so that one that goes leaves
                // an empty document.
                (None, Some(at)) => (self.all[at].name.as_str(), "{}"),
                (None, None) => continue,
            };
            let lines = Path::new(name).extension().is_some_and(|extension| extension == "jsonl");
            let Some(at) = at else {
                files.all.push(File::whole(name, text, lines));
                continue;
            };
            packed_again |= matches!(self.all[at].text, Text::OnDisk(_));
            files.all[at] = File::whole(name, text, lines);
        }
        if packed_again {
            files.packed = Packed::default();
            for file in &mut files.all {
                if let Text::OnDisk(_) = file.text {
                    file.text = Text::Whole(file.text().to_owned());
                }
            }
            files.pack(ReadOptions::default().block);
        }
        files
    }

    /// Returns the files as [`replaced`](Self::replaced) does, but for the texts of large files of
    /// lines, of which no more than the lines that change is parsed; none where that cannot be, or
    /// where there are no such files.
    ///
    /// Of such files nothing can be shown.
    #[cfg(feature = "edit")]
    pub(crate) fn replaced_in_part<'t>(
        &self,
        changes: impl IntoIterator<Item = FileChange<'t>>,
    ) -> Option<Self> {
        if !self.all.iter().any(|file| matches!(file.text, Text::OnDisk(_))) {
            return None;
        }
        let mut files = Self {
            all: Vec::with_capacity(self.all.len()),
            packed: self.packed.clone(),
            problems: self.problems.clone(),
            ignored: Vec::new(),
        };
        let changes: Vec<FileChange<'t>> = changes.into_iter().collect();
        for (index, file) in (0_u32..).zip(&self.all) {
            let change = changes.iter().find(|(was, _)| *was == Some(file.name.as_str()));
            let lines =
                |name: &str| Path::new(name).extension().is_some_and(|extension| extension == "jsonl");
            files.all.push(match (change, &file.text) {
                (None, Text::Whole(_)) => file.clone(),
                (None, Text::OnDisk(on_disk)) => file.without_text(on_disk.kept.clone()),
                // A file that becomes empty is a problem of its own.
                (Some((_, Some((name, text)))), Text::OnDisk(on_disk))
                    if *name == file.name && !text.trim().is_empty() =>
                {
                    let stretch = Changed::between(file.same_text()?, text);
                    let part = &text[stretch.after.clone()];
                    let new = blocks::read_text(part, stretch.after.start, ReadOptions::default().block);
                    files.packed = repacked(&files.packed, index, &stretch, &new.packed);
                    file.without_text(on_disk.kept.with_changed(&stretch, &new.lines))
                }
                (Some((_, Some((name, text)))), Text::Whole(_)) => File::whole(name, text, lines(name)),
                (Some((_, None)), Text::Whole(_)) => File::whole(&file.name, "{}", file.lines),
                (Some(_), Text::OnDisk(_)) => return None,
            });
        }
        for (name, text) in changes.iter().filter(|(was, _)| was.is_none()).filter_map(|(_, after)| *after) {
            let lines = Path::new(name).extension().is_some_and(|extension| extension == "jsonl");
            files.all.push(File::whole(name, text, lines));
        }
        Some(files)
    }

    /// Lists the companies that are packed, in the order in which they stand.
    #[cfg(feature = "edit")]
    pub(crate) fn packed_companies(&self) -> impl Iterator<Item = PackedName<'_>> {
        self.packed.companies().map(|company| {
            let DocumentPlace { file, start, .. } = company.document();
            (file, start, company.origin().index, company.id(), company.name())
        })
    }

    /// Returns whether there was no data file where some were looked for, and nothing else was
    /// wrong.
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

    /// Returns the files of the folder that are no data files and were passed over, Markdown pages
    /// left out.
    #[must_use]
    pub fn ignored(&self) -> &[PathBuf] {
        &self.ignored
    }

    /// Returns a place as people read it: `graph/tools.json:3:5`.
    #[must_use]
    pub fn describe(&self, place: Place) -> String {
        let file = self.get(place.file);
        let at = LineColumn::of(file.text(), place.start);
        format!("{}:{}:{}", file.name, at.line, at.column)
    }

    /// Returns the companies that are packed.
    pub(super) fn packed(&self) -> &Packed {
        &self.packed
    }

    /// Returns what could not be read.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn add_path(&mut self, path: &Path, block: usize, told: &(dyn Fn(usize) + Sync)) {
        let name = path.display().to_string();
        let lines = path.extension().is_some_and(|extension| extension == "jsonl");
        if lines && let Some(file) = self.read_in_blocks(path, block, told) {
            self.all.push(File { name, text: Text::OnDisk(Box::new(file)), lines, layer: 0 });
            return;
        }
        match std::fs::read(path) {
            Ok(bytes) => self.add_bytes(name, bytes, Some(lines)),
            Err(error) => self.add_unreadable(&name, &error),
        }
    }

    /// Reads a file of lines in blocks and packs what can be packed; none where it is better read
    /// whole: where it is small, cannot be read again, holds nothing, is no text, or cannot be read
    /// at all.
    fn read_in_blocks(&mut self, path: &Path, block: usize, told: &(dyn Fn(usize) + Sync)) -> Option<OnDisk> {
        let file = std::fs::File::open(path).ok()?;
        let about = file.metadata().ok().filter(|about| about.is_file() && about.len() > block as u64)?;
        let Kept { packed, lines: kept } = blocks::read(&file, block, told).ok()??;
        if packed.is_empty() && kept.is_empty() {
            return None;
        }
        self.packed.append(&packed, u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let modified = about.modified().ok();
        Some(OnDisk { path: path.to_owned(), length: about.len(), modified, kept, text: OnceLock::new() })
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
        self.all.push(File { name, text: Text::Whole(text), lines, layer: 0 });
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
