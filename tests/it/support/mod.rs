//! A folder to try things in, and the program run in it: status, stdout and stderr as one text.

#[cfg(feature = "cli")]
use std::fmt;
use std::path::{Path, PathBuf};
#[cfg(feature = "cli")]
use std::process::{Command, Stdio};

/// What the program takes for today, so that no test depends on the clock.
pub(crate) const TODAY: &str = "2026-11-28";

/// Returns a path below `tests/data`.
pub(crate) fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}

/// Returns a path below the package's root.
pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the names of what a folder holds, in order; those that begin with a dot left out.
pub(crate) fn entries(folder: &Path) -> Vec<String> {
    let read = std::fs::read_dir(folder).expect("the folder can be read");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("the entry can be read").file_name().into_string().expect("names here are UTF-8")
    };
    let mut names: Vec<String> = read.map(name).filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

/// A temporary folder to run the program in; gone when it is dropped.
#[cfg(feature = "cli")]
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

#[cfg(feature = "cli")]
impl Sandbox {
    /// Makes an empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn file(self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("the path is below the sandbox"))
            .expect("a folder can be made");
        std::fs::write(path, contents).expect("a file can be written");
        self
    }

    /// Makes a symbolic link whose text is `target`.
    #[cfg(unix)]
    pub(crate) fn link(self, path: &str, target: &str) -> Self {
        std::os::unix::fs::symlink(target, self.path(path)).expect("a link can be made");
        self
    }

    /// Returns a path in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        run_in(self.folder.path(), arguments)
    }

    /// Runs the program in the folder with `text` on its standard input.
    pub(crate) fn stdin(&self, text: &str, arguments: &[&str]) -> Outcome {
        use std::io::Write;
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        stdin.write_all(text.as_bytes()).expect("the program reads its standard input");
        drop(stdin);
        Outcome::of(&child.wait_with_output().expect("the program ends"))
    }

    /// Returns the program, ready to be run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        command_in(self.folder.path(), arguments)
    }
}

/// Runs the program in a folder.
#[cfg(feature = "cli")]
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Outcome {
    let output = command_in(folder, arguments).stdin(Stdio::null()).output();
    Outcome::of(&output.expect("the program starts"))
}

/// Returns the program with nothing in its environment that could change what it prints.
#[cfg(feature = "cli")]
pub(crate) fn command_in(folder: &Path, arguments: &[&str]) -> Command {
    const KEPT: [&str; 4] = ["PATH", "SYSTEMROOT", "TMPDIR", "LLVM_PROFILE_FILE"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_landscape"));
    command.current_dir(folder).env_clear();
    command.envs(KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    // What is kept of edits goes with the folder.
    command.env("XDG_STATE_HOME", folder.join(".state"));
    command.env("NO_COLOR", "1").env("LANDSCAPE_TODAY", TODAY).args(arguments);
    command
}

/// What a run of the program came to.
#[cfg(feature = "cli")]
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code; none when a signal ended the program.
    pub(crate) code: Option<i32>,
    /// What it wrote to standard output.
    pub(crate) stdout: String,
    /// What it wrote to standard error.
    pub(crate) stderr: String,
}

#[cfg(feature = "cli")]
impl Outcome {
    pub(crate) fn of(output: &std::process::Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Returns the standard output, read as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON: {error}\n{self}"))
    }
}

#[cfg(feature = "cli")]
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.map_or_else(|| "none: a signal ended it".to_owned(), |code| code.to_string());
        write!(f, "exit code: {code}\n--- stdout\n{}--- stderr\n{}", self.stdout, self.stderr)
    }
}
