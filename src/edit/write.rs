//! Writing several files as one: a lock, a journal, and what is needed to take the last edit back.
//!
//! All new files are written beside the old ones first. Then a journal says what is to become of
//! them, and from then on the edit is done: whoever comes next finishes it. The journal of a
//! finished edit is what `undo` reads.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::EditError;
use super::hash::hash;
use super::lock::{Locks, Reach};
use super::report::Recovered;
use crate::load::same::{same_at_end, same_at_start};

/// A file as it was and as it is to be.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PlannedFile<'t> {
    /// Its name; nothing if it is new.
    pub was: Option<String>,
    /// The name that it is to have; nothing if it goes.
    pub name: Option<String>,
    /// Its text before; nothing if it is new.
    pub before: Option<Cow<'t, str>>,
    /// Its text after; nothing if it goes.
    pub after: Option<Cow<'t, str>>,
}

impl PlannedFile<'_> {
    /// Returns the same with texts of its own.
    #[must_use]
    pub fn into_owned(self) -> PlannedFile<'static> {
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        PlannedFile { was: self.was, name: self.name, before: owned(self.before), after: owned(self.after) }
    }
}

/// The folder outside a landscape in which its journal and the last edit are kept.
#[derive(Clone, Debug)]
pub struct Store {
    /// The folder of all stores and locks.
    state: PathBuf,
    /// Where the landscape really is.
    landscape: PathBuf,
    folder: PathBuf,
}

/// Something that is done on the way, told right before it is done.
pub type Told<'t> = &'t mut dyn FnMut(&str);

const JOURNAL: &str = "journal.json";
const UNDO: &str = "undo.json";
const TEMPS: &str = "temporary.json";

impl Store {
    /// Returns the store of a landscape in the folder `state`, named after where the landscape
    /// really is.
    ///
    /// # Errors
    ///
    /// A landscape that is not there.
    pub fn of(state: &Path, root: &Path) -> Result<Self, EditError> {
        let real = root
            .canonicalize()
            .map_err(|error| EditError::machine(format!("`{}` cannot be read", root.display()), error))?;
        Ok(Self::at(state, real))
    }

    fn at(state: &Path, landscape: PathBuf) -> Self {
        let folder = state.join(hash(landscape.as_os_str().as_encoded_bytes()));
        Self { state: state.to_owned(), landscape, folder }
    }

    /// Waits until no other edit that can reach the same files is being written, and keeps others
    /// waiting: those of the landscape, of folders around it, of files in it, and of what links
    /// lead to.
    ///
    /// Of these, edits of other landscapes that were interrupted are finished or undone first.
    ///
    /// # Errors
    ///
    /// [`EditError::Locked`] where it takes longer than `wait`, or what the machine says.
    pub fn lock(&self, wait: Duration) -> Result<Locked<'_>, EditError> {
        let end = Instant::now() + wait;
        let mut recovered = None;
        loop {
            let locks = Reach::of(&self.landscape).lock(&self.state, end)?;
            fs::create_dir_all(&self.folder).map_err(|error| unwritable(&self.folder, error))?;
            let Some(other) = self.interrupted(locks.reach())?.into_iter().find(|other| !self.is(other))
            else {
                return Ok(Locked { store: self, locks, recovered });
            };
            // More may have to be locked for it.
            drop(locks);
            let locks = Reach::of(&other.landscape).lock(&self.state, end)?;
            recovered = Locked { store: &other, locks, recovered: None }.recover()?.or(recovered);
        }
    }

    fn is(&self, other: &Self) -> bool {
        self.folder == other.folder
    }

    /// Returns whether an edit of what this landscape holds was interrupted while it was written.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        // What cannot be read is told by whoever has to write.
        self.interrupted(&Reach::of(&self.landscape)).is_ok_and(|stores| !stores.is_empty())
    }

    /// Finds the stores of edits that were interrupted while they wrote a file within reach, in the
    /// order of their names.
    fn interrupted(&self, reach: &Reach) -> Result<Vec<Self>, EditError> {
        let stores = match fs::read_dir(&self.state) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            stores => stores.map_err(|error| unreadable(&self.state, error))?,
        };
        let mut found = Vec::new();
        for store in stores {
            let journal = store.map_err(|error| unreadable(&self.state, error))?.path().join(JOURNAL);
            let Some(journal) = read::<Journal>(&journal)? else { continue };
            let mut paths = journal.files.iter().flat_map(|step| step.from.iter().chain(&step.to));
            if journal.landscape == self.landscape || paths.any(|path| reach.covers(path)) {
                found.push(Self::at(&self.state, journal.landscape));
            }
        }
        found.sort_by(|one, other| one.folder.cmp(&other.folder));
        Ok(found)
    }
}

/// A store that nobody else can use; the lock ends with it.
#[derive(Debug)]
pub struct Locked<'s> {
    store: &'s Store,
    locks: Locks,
    /// What became of edits of other landscapes that were interrupted.
    recovered: Option<Recovered>,
}

/// What is to become of the files.
#[derive(Debug, Deserialize, Serialize)]
struct Journal {
    /// Where the landscape is.
    landscape: PathBuf,
    files: Vec<Step>,
    /// The folders that were made for them, the outermost first.
    made: Vec<PathBuf>,
}

/// What is to become of one file.
#[derive(Debug, Deserialize, Serialize)]
struct Step {
    /// Where it was; none of a new one.
    from: Option<PathBuf>,
    /// Where it is to be; none of one that goes.
    to: Option<PathBuf>,
    /// Where its new text is until then.
    temp: Option<PathBuf>,
    before: Option<String>,
    after: Option<String>,
    /// How the text before differs from that after.
    old: Difference,
}

/// A text as it differs from another: so many bytes at its beginning and end are the same.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Difference {
    head: usize,
    tail: usize,
    middle: String,
}

impl Difference {
    fn new(text: &str, other: &str) -> Self {
        let (bytes, others) = (text.as_bytes(), other.as_bytes());
        let mut head = same_at_start(bytes, others);
        while !text.is_char_boundary(head) {
            head -= 1;
        }
        let mut tail = same_at_end(&bytes[head..], &others[head..]);
        while !text.is_char_boundary(text.len() - tail) {
            tail -= 1;
        }
        Self { head, tail, middle: text[head..text.len() - tail].to_owned() }
    }

    fn text(&self, other: &str) -> Option<String> {
        let tail = other.len().checked_sub(self.tail)?;
        Some(format!("{}{}{}", other.get(..self.head)?, self.middle, other.get(tail..)?))
    }
}

impl Locked<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.store.folder.join(name)
    }

    /// Finishes an edit that was interrupted, or undoes it where a file has been changed meanwhile.
    ///
    /// # Errors
    ///
    /// What the machine says.
    pub fn recover(&self) -> Result<Option<Recovered>, EditError> {
        self.recover_telling(&mut |_| {})
    }

    /// Does as [`recover`](Self::recover); `told` is told of every step right before it is made.
    ///
    /// # Errors
    ///
    /// What the machine says.
    pub fn recover_telling(&self, told: Told<'_>) -> Result<Option<Recovered>, EditError> {
        let mut temps = self.read::<Vec<PathBuf>>(TEMPS)?.unwrap_or_default();
        let Some(journal) = self.read::<Journal>(JOURNAL)? else {
            // Of an edit that was not yet decided on, the new files are all that is left.
            self.forget_temps(&temps, told)?;
            return Ok(self.recovered);
        };
        let states = journal.files.iter().map(State::of).collect::<Result<Vec<State>, EditError>>()?;
        if !states.contains(&State::Foreign) {
            self.finish(&journal, told)?;
            return Ok(Some(Recovered::Finished));
        }
        let written = journal.files.iter().zip(&states);
        let written = written.filter(|(_, state)| matches!(state, State::Done | State::Halfway));
        let written: Vec<&Step> = written.map(|(step, _)| step).collect();
        // Whoever stops while the files are restored leaves the new ones of this time as well.
        temps.extend(journal.files.iter().filter_map(|step| step.temp.clone()));
        temps.extend(written.iter().filter_map(|step| step.from.as_deref()).map(|from| beside(from, 0)));
        self.save(TEMPS, &temps, told)?;
        for step in written {
            step.restore(told)?;
        }
        told("forget the journal");
        remove(&self.path(JOURNAL))?;
        self.forget_temps(&temps, told)?;
        Ok(Some(Recovered::Undone))
    }

    /// Removes temporary files, and forgets that there were some.
    fn forget_temps(&self, temps: &[PathBuf], told: Told<'_>) -> Result<(), EditError> {
        for temp in temps {
            told("remove a temporary file");
            remove(temp)?;
        }
        told("forget the temporary files");
        remove(&self.path(TEMPS))
    }

    /// Writes files, all or none of them. `told` is told of every step right before it is made.
    ///
    /// # Errors
    ///
    /// Where a file is not what it was when it was read, is no plain file, or cannot be written;
    /// then all files are as they were.
    pub fn write(&self, files: &[PlannedFile<'_>], told: Told<'_>) -> Result<(), EditError> {
        let mut journal = Journal {
            landscape: self.store.landscape.clone(),
            files: Vec::with_capacity(files.len()),
            made: Vec::new(),
        };
        for (number, file) in files.iter().enumerate() {
            let step = plan(file, number)?;
            // A link that leads elsewhere since the locks were taken leads to what others may
            // write.
            if step.from.iter().chain(&step.to).any(|path| !self.locks.reach().covers(path)) {
                let file = file.was.as_ref().or(file.name.as_ref()).cloned().unwrap_or_default();
                return Err(EditError::Changed { file });
            }
            journal.files.push(step);
        }
        for step in &journal.files {
            if let (Some(to), None) = (&step.to, &step.from) {
                journal.made.extend(missing_folders(to));
            }
        }
        journal.made.dedup();
        let temps: Vec<&PathBuf> = journal.files.iter().filter_map(|step| step.temp.as_ref()).collect();
        self.save(TEMPS, &temps, told)?;
        let written = write_temps(files, &journal, told).and_then(|()| {
            // The last look, right before it is decided.
            for (file, step) in files.iter().zip(&journal.files) {
                unchanged(file, step)?;
            }
            self.save(JOURNAL, &journal, told)
        });
        if let Err(error) = written {
            for temp in temps {
                remove(temp)?;
            }
            for folder in journal.made.iter().rev() {
                // Others may have put something there meanwhile.
                let _ = fs::remove_dir(folder);
            }
            remove(&self.path(TEMPS))?;
            return Err(error);
        }
        self.finish(&journal, told)
    }

    fn finish(&self, journal: &Journal, told: Told<'_>) -> Result<(), EditError> {
        for step in &journal.files {
            if let (Some(temp), Some(to)) = (&step.temp, &step.to)
                && temp.exists()
            {
                told("rename a file");
                fs::rename(temp, to).map_err(|error| unwritable(to, error))?;
                told("make the folder of a file last");
                sync_folder(to)?;
            }
        }
        for step in journal.files.iter().filter(|step| step.from != step.to) {
            if let Some(from) = &step.from {
                told("remove a file");
                remove(from)?;
                told("make the folder of a file last");
                sync_folder(from)?;
            }
        }
        told("keep the journal for undo");
        let (journal, undo) = (self.path(JOURNAL), self.path(UNDO));
        fs::rename(&journal, &undo).map_err(|error| unwritable(&undo, error))?;
        told("forget the temporary files");
        remove(&self.path(TEMPS))
    }

    /// Plans how to take back the last edit.
    ///
    /// # Errors
    ///
    /// [`EditError::NothingToUndo`], or [`EditError::ChangedSince`] where a file is not as the edit
    /// left it.
    pub fn undo(&self) -> Result<Vec<PlannedFile<'static>>, EditError> {
        let journal = self.read::<Journal>(UNDO)?.ok_or(EditError::NothingToUndo)?;
        let name = |path: &PathBuf| path.display().to_string();
        let mut files = Vec::with_capacity(journal.files.len());
        for step in &journal.files {
            let changed = || {
                let path = step.to.as_ref().or(step.from.as_ref());
                EditError::ChangedSince { file: path.map(name).unwrap_or_default() }
            };
            if State::of(step)? != State::Done {
                return Err(changed());
            }
            let now = match &step.to {
                Some(to) => Some(fs::read_to_string(to).map_err(|error| unreadable(to, error))?),
                None => None,
            };
            let before = match &step.from {
                Some(_) => Some(step.old.text(now.as_deref().unwrap_or_default()).ok_or_else(changed)?),
                None => None,
            };
            files.push(PlannedFile {
                was: step.to.as_ref().map(name),
                name: step.from.as_ref().map(name),
                before: now.map(Cow::Owned),
                after: before.map(Cow::Owned),
            });
        }
        Ok(files)
    }

    /// Returns the folders that the last edit made.
    pub(super) fn made(&self) -> Result<Vec<PathBuf>, EditError> {
        Ok(self.read::<Journal>(UNDO)?.map(|journal| journal.made).unwrap_or_default())
    }

    /// Forgets the last edit, once it has been taken back, and removes the folders that it made.
    pub(super) fn forget(&self, made: &[PathBuf]) -> Result<(), EditError> {
        for folder in made.iter().rev() {
            // What others have put there stays.
            let _ = fs::remove_dir(folder);
        }
        remove(&self.path(UNDO))
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Result<Option<T>, EditError> {
        read(&self.path(name))
    }

    /// Writes a file of the store, whole.
    fn save(&self, name: &str, value: &impl Serialize, told: Told<'_>) -> Result<(), EditError> {
        let path = self.path(name);
        let temp = self.path(&format!("{name}.new"));
        let text = serde_json::to_vec(value).map_err(|error| unwritable(&path, error.into()))?;
        let mut write = || -> io::Result<()> {
            told("make a file of the store");
            let mut file = File::create(&temp)?;
            told("write a file of the store");
            file.write_all(&text)?;
            told("make a file of the store last");
            file.sync_all()?;
            told("rename a file of the store");
            fs::rename(&temp, &path)
        };
        write().map_err(|error| unwritable(&path, error))?;
        told("make the folder of the store last");
        sync_folder(&path)
    }
}

/// Reads a file of a store; none where there is none, or where it was cut off.
fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Option<T>, EditError> {
    match fs::read(path) {
        // What was cut off while it was written was not yet decided.
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(unreadable(path, error)),
    }
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// The file is what it was.
    Open,
    /// A file that moves is where it is to be, and still where it was; one that goes is still
    /// there.
    Halfway,
    /// The file is what it is to be.
    Done,
    /// It is neither.
    Foreign,
}

impl State {
    fn of(step: &Step) -> Result<Self, EditError> {
        let (to, from) = (found(step.to.as_ref())?, found(step.from.as_ref())?);
        if step.from == step.to {
            return Ok(match &to {
                now if *now == step.after => Self::Done,
                now if *now == step.before => Self::Open,
                _ => Self::Foreign,
            });
        }
        // Where the file moves, comes or goes, the one and the other are looked at.
        let is_new_there = step.to.is_none() || to == step.after;
        let is_old_there = step.from.is_some() && from == step.before;
        Ok(match (is_new_there, is_old_there) {
            (true, false) if from.is_none() => Self::Done,
            (true, true) => Self::Halfway,
            (false, is_old) if to.is_none() && (is_old || step.from.is_none()) => Self::Open,
            _ => Self::Foreign,
        })
    }
}

/// Returns the hash of a file; none where there is none.
fn found(path: Option<&PathBuf>) -> Result<Option<String>, EditError> {
    let Some(path) = path else { return Ok(None) };
    match fs::read(path) {
        Ok(bytes) => Ok(Some(hash(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, error)),
    }
}

impl Step {
    /// Makes the file what it was.
    fn restore(&self, told: Told<'_>) -> Result<(), EditError> {
        if let Some(from) = self.from.as_ref().filter(|_| self.before.is_some())
            && found(Some(from))? != self.before
        {
            let now = match &self.to {
                Some(to) => fs::read_to_string(to).map_err(|error| unreadable(to, error))?,
                None => String::new(),
            };
            // That the text is the one that was written has been seen by its hash.
            let Some(text) = self.old.text(&now) else { return Err(EditError::Interrupted) };
            let temp = beside(from, 0);
            remove(&temp)?;
            write_temp(&temp, &text, self.to.as_ref(), told)?;
            told("rename a file");
            fs::rename(&temp, from).map_err(|error| unwritable(from, error))?;
            told("make the folder of a file last");
            sync_folder(from)?;
        }
        match &self.to {
            Some(to) if self.from.as_ref() != Some(to) => {
                told("remove a file");
                remove(to)
            }
            _ => Ok(()),
        }
    }
}

/// Plans what becomes of a file, and refuses what is no plain file.
fn plan(file: &PlannedFile<'_>, number: usize) -> Result<Step, EditError> {
    let refused = |file: &str, why| Err(EditError::NoPlainFile { file: file.to_owned(), why });
    let from = match &file.was {
        None => None,
        Some(name) => {
            // A link stays a link, and what it leads to is written.
            let real = fs::canonicalize(name).map_err(|error| unreadable(Path::new(name), error))?;
            let about = fs::metadata(&real).map_err(|error| unreadable(&real, error))?;
            if !about.is_file() {
                return refused(name, "is no plain file");
            }
            if about.permissions().readonly() {
                return refused(name, "is read-only");
            }
            let is_link = Path::new(name).is_symlink();
            if is_link && file.name.as_ref() != Some(name) {
                return refused(name, "is a symbolic link, and stays where it is");
            }
            Some(real)
        }
    };
    let to = match &file.name {
        None => None,
        Some(name) if file.was.as_ref() == Some(name) => from.clone(),
        Some(name) => {
            let path = std::path::absolute(name).map_err(|error| unwritable(Path::new(name), error))?;
            if path.symlink_metadata().is_ok() {
                return refused(name, "is there already, and is not read as a file of the landscape");
            }
            Some(path)
        }
    };
    let old = match &file.before {
        Some(before) => Difference::new(before, file.after.as_deref().unwrap_or_default()),
        None => Difference::default(),
    };
    for path in from.iter().chain(&to) {
        if path.to_str().is_none() {
            return refused(&path.display().to_string(), "has a name that is not UTF-8");
        }
    }
    Ok(Step {
        temp: to.as_ref().map(|to| beside(to, number)),
        from,
        to,
        before: file.before.as_ref().map(|text| hash(text.as_bytes())),
        after: file.after.as_ref().map(|text| hash(text.as_bytes())),
        old,
    })
}

/// A name beside a file that is passed over when a landscape is read.
fn beside(path: &Path, number: usize) -> PathBuf {
    path.with_file_name(format!(".landscape-{}-{number}.new", std::process::id()))
}

/// The folders above a file that are not there, the outermost first.
fn missing_folders(path: &Path) -> Vec<PathBuf> {
    let mut missing: Vec<PathBuf> =
        path.ancestors().skip(1).take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
    missing.reverse();
    missing
}

fn write_temps(files: &[PlannedFile<'_>], journal: &Journal, told: Told<'_>) -> Result<(), EditError> {
    for folder in &journal.made {
        told("make a folder");
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(unwritable(folder, error));
            }
            _ => sync_folder(folder)?,
        }
    }
    for (file, step) in files.iter().zip(&journal.files) {
        if let (Some(text), Some(temp)) = (&file.after, &step.temp) {
            write_temp(temp, text, step.from.as_ref(), told)?;
        }
    }
    Ok(())
}

fn write_temp(temp: &Path, text: &str, like: Option<&PathBuf>, told: Told<'_>) -> Result<(), EditError> {
    let mut write = || -> io::Result<()> {
        told("make a temporary file");
        let mut file = OpenOptions::new().write(true).create_new(true).open(temp)?;
        if let Some(like) = like {
            file.set_permissions(fs::metadata(like)?.permissions())?;
        }
        told("write a temporary file");
        file.write_all(text.as_bytes())?;
        told("make a temporary file last");
        file.sync_all()
    };
    write().map_err(|error| unwritable(temp, error))
}

/// Checks that a file is what it was when it was read.
fn unchanged(file: &PlannedFile<'_>, step: &Step) -> Result<(), EditError> {
    let (Some(before), Some(from)) = (&file.before, &step.from) else { return Ok(()) };
    if is_still(from, before.as_bytes()).map_err(|error| unreadable(from, error))? {
        return Ok(());
    }
    let now = fs::read(from).map_err(|error| unreadable(from, error))?;
    let name = file.was.clone().unwrap_or_default();
    if std::str::from_utf8(&now).is_err() {
        return Err(EditError::NoPlainFile { file: name, why: "is not UTF-8 text" });
    }
    Err(EditError::Changed { file: name })
}

/// Whether a file holds these bytes; it is not read whole.
fn is_still(path: &Path, mut bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut part = vec![0; 1 << 16];
    loop {
        let read = match file.read(&mut part) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if read == 0 {
            return Ok(bytes.is_empty());
        }
        match bytes.split_at_checked(read) {
            Some((same, rest)) if same == &part[..read] => bytes = rest,
            _ => return Ok(false),
        }
    }
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> Result<(), EditError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(path, error)),
        _ => Ok(()),
    }
}

/// Makes the entries of the folder above a path last.
fn sync_folder(path: &Path) -> Result<(), EditError> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        return synced.map_err(|error| unwritable(folder, error));
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn unreadable(path: &Path, error: io::Error) -> EditError {
    EditError::machine(format!("`{}` cannot be read", path.display()), error)
}

fn unwritable(path: &Path, error: io::Error) -> EditError {
    EditError::machine(format!("`{}` cannot be written", path.display()), error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::same::BLOCK;

    #[test]
    fn a_text_is_what_it_was_by_how_it_differs_from_another() {
        let long = "é".repeat(BLOCK);
        let texts = [
            "",
            "a",
            "é",
            "è",
            "aé",
            "aèa",
            &long,
            &format!("{long}a{long}"),
            &format!("a{long}"),
            &format!("{long}b"),
        ];
        for one in texts {
            for other in texts {
                let difference = Difference::new(one, other);
                assert_eq!(difference.text(other).as_deref(), Some(one));
            }
        }
        let near = Difference::new(&format!("{long}a{long}"), &format!("{long}b{long}"));
        assert_eq!(near.middle, "a");
    }
}
