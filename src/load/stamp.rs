//! Whether the files of a landscape have changed: first by what the file system says of them, then
//! by what is in them.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::Files;

/// How many bytes of a file are read at a time.
const BLOCK: usize = 64 * 1024;

/// What the file system says of the files that a landscape would be read from.
///
/// Two stamps that are equal were taken of the same files, unless somebody has set their times
/// back.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Stamp {
    files: Vec<Stamped>,
    /// What could not be listed.
    unreadable: Vec<String>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Stamped {
    path: PathBuf,
    /// Its length and when it was last changed; none where there is no such file.
    about: Option<(u64, Option<SystemTime>)>,
}

impl Stamp {
    /// Takes a stamp of files, and of the data files in folders, without opening one.
    ///
    /// # Complexity
    ///
    /// O(n) calls of the file system for n files and folders.
    ///
    /// # Example
    ///
    /// ```
    /// use landscape_graph::load::Stamp;
    ///
    /// let [before, after] = [(); 2].map(|()| Stamp::of([std::path::Path::new("tests/data/named")]));
    /// assert_eq!(before, after);
    /// assert_eq!(before.digest(), after.digest());
    /// ```
    #[must_use]
    pub fn of<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Self {
        let mut stamp = Self::default();
        for path in paths {
            let mut found = Vec::new();
            if path.is_dir() {
                stamp.unreadable.extend(Files::list(path, &mut found));
            } else {
                found.push(path.to_owned());
            }
            stamp.files.extend(found.into_iter().map(|path| {
                let about = std::fs::metadata(&path).ok();
                let about = about.map(|about| (about.len(), about.modified().ok()));
                Stamped { path, about }
            }));
        }
        stamp
    }

    /// Returns a number for the paths and for all that is in the files: the same for the same
    /// files, whenever they were written.
    ///
    /// A file that cannot be read counts as one that is not there.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let mut all = Sha256::new();
        for file in &self.files {
            all.update(file.path.as_os_str().as_encoded_bytes());
            // No path and no content can be taken for the end of the other.
            all.update([0]);
            match content(&file.path) {
                Ok(content) => all.update(content),
                Err(_) => all.update([0]),
            }
        }
        for line in &self.unreadable {
            all.update(line.as_bytes());
            all.update([1]);
        }
        all.finalize().into()
    }
}

/// The digest of what is in a file.
fn content(path: &Path) -> std::io::Result<[u8; 32]> {
    let (mut file, mut hash, mut block) = (File::open(path)?, Sha256::new(), vec![0; BLOCK]);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hash.finalize().into()),
            length => hash.update(&block[..length]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_sees_every_change_and_a_digest_only_those_of_the_content() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("a.json");
        let look = || Stamp::of([folder.path()]);
        std::fs::write(&path, "{}").expect("a file can be written");
        let first = look();
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(later))
            .expect("its time can be set");
        let touched = look();
        assert_ne!(first, touched);
        // A digest reads the files when it is asked for.
        let digest = touched.digest();
        assert_eq!(first.digest(), digest);
        std::fs::write(&path, "[]").expect("a file can be written");
        assert_ne!(look().digest(), digest);
        let before = look();
        std::fs::write(folder.path().join("b.jsonl"), "").expect("a file can be written");
        assert_ne!(look().digest(), before.digest());
        // A page about the landscape is none of its files.
        let before = look();
        std::fs::write(folder.path().join("README.md"), "").expect("a file can be written");
        assert_eq!(look(), before);
    }
}
