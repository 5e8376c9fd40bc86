//! Who may write: locks of all that an edit can reach, so that a folder and a file in it keep each
//! other waiting.
//!
//! What an edit may write it locks alone: its landscape, and what links lead to from there. The
//! folders above are locked together with others, which keeps those waiting who edit such a folder
//! as a whole. Everybody takes locks in the order of the paths, so that no two wait for each other.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::EditError;
use super::hash::hash;

/// The folder of the lock files, below that of all stores.
const LOCKS: &str = "locks";

/// How long to wait between two looks at a lock.
const PAUSE: Duration = Duration::from_millis(5);

/// How a path is locked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mode {
    /// Others may have it too, as long as nobody has it alone.
    Together,
    Alone,
}

/// What an edit of a landscape can reach.
#[derive(Clone, Debug)]
pub(super) struct Reach(BTreeMap<PathBuf, Mode>);

impl Reach {
    /// Finds what an edit of a landscape can reach, whose path has no links in it.
    pub(super) fn of(landscape: &Path) -> Self {
        let mut reach = Self(BTreeMap::new());
        reach.add(landscape);
        let is_hidden = |entry: &walkdir::DirEntry| {
            entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        let walk = walkdir::WalkDir::new(landscape).follow_links(true);
        let entries = walk.into_iter().filter_entry(|entry| !is_hidden(entry)).filter_map(Result::ok);
        for link in entries.filter(|entry| entry.path_is_symlink()) {
            // Where a link leads nowhere there is nothing to write.
            if let Ok(target) = link.path().canonicalize() {
                reach.add(&target);
            }
        }
        reach
    }

    fn add(&mut self, path: &Path) {
        for above in path.ancestors().skip(1) {
            self.0.entry(above.to_owned()).or_insert(Mode::Together);
        }
        self.0.insert(path.to_owned(), Mode::Alone);
    }

    /// Whether a file, which need not be there, is locked alone.
    pub(super) fn covers(&self, path: &Path) -> bool {
        // Only the part of a path that is there can have links in it.
        let real = path.ancestors().find_map(|above| {
            let rest = path.strip_prefix(above).ok()?;
            Some(above.canonicalize().ok()?.join(rest))
        });
        let real = real.unwrap_or_else(|| path.to_owned());
        real.ancestors().any(|above| self.0.get(above) == Some(&Mode::Alone))
    }

    /// Takes all locks, whose files are below the folder `state`.
    ///
    /// # Errors
    ///
    /// [`EditError::Locked`] where others have one until `end`, or what the machine says.
    pub(super) fn lock(self, state: &Path, end: Instant) -> Result<Locks, EditError> {
        let folder = state.join(LOCKS);
        let failed = |error| EditError::machine(format!("`{}` cannot be written", folder.display()), error);
        fs::create_dir_all(&folder).map_err(failed)?;
        let mut locks = Locks { files: Vec::with_capacity(self.0.len()), reach: self };
        for (path, mode) in &locks.reach.0 {
            let path = folder.join(hash(path.as_os_str().as_encoded_bytes()));
            let mut options = OpenOptions::new();
            let opened = options.read(true).write(true).create(true).truncate(false).open(path);
            let mut file = opened.map_err(failed)?;
            take(&mut file, *mode, end, &failed)?;
            locks.files.push((file, *mode));
        }
        Ok(locks)
    }
}

fn take(
    file: &mut File,
    mode: Mode,
    end: Instant,
    failed: &dyn Fn(io::Error) -> EditError,
) -> Result<(), EditError> {
    loop {
        let taken = match mode {
            Mode::Together => file.try_lock_shared(),
            Mode::Alone => file.try_lock(),
        };
        match taken {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let pid = file.read_to_string(&mut pid).ok().map(|_| pid.trim().to_owned());
                return Err(EditError::Locked { pid: pid.filter(|pid| !pid.is_empty()) });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    if mode == Mode::Alone {
        file.set_len(0).and_then(|()| file.rewind()).map_err(failed)?;
        writeln!(file, "{}", std::process::id()).map_err(failed)?;
    }
    Ok(())
}

/// Locks that have been taken; they end with this.
#[derive(Debug)]
pub(super) struct Locks {
    files: Vec<(File, Mode)>,
    reach: Reach,
}

impl Locks {
    pub(super) fn reach(&self) -> &Reach {
        &self.reach
    }
}

impl Drop for Locks {
    fn drop(&mut self) {
        for (file, mode) in &self.files {
            if *mode == Mode::Alone {
                // Those who have it together with others do not say who they are, so that no one
                // else may seem to have it.
                let _ = file.set_len(0);
            }
        }
    }
}
