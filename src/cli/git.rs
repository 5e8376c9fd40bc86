//! Reading a landscape as it was in a commit, through the `git` program: the only place that starts
//! a process.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::error::{CliError, Kind};
use super::usage;
use crate::Landscape;
use crate::load::{self, Files};
use crate::model::Date;
use crate::query::log::{self, Past, PastError};

/// Where a landscape stands in a git repository.
pub(super) struct Repository {
    top: PathBuf,
    /// The landscape's path from there, with `/` between its parts; empty for the whole repository.
    path: String,
    /// The contents of files by their ids, since most files are the same in most commits.
    contents: RefCell<BTreeMap<String, Vec<u8>>>,
}

/// A commit that a user has named.
#[derive(Clone, Debug)]
pub(super) struct Revision {
    /// The full id.
    id: String,
    /// What the user called it, with the short id where that is not the same.
    pub(super) label: String,
}

/// A commit of the history of a landscape.
#[derive(Clone, Debug)]
struct Commit {
    short: String,
    /// The day by the clock of who committed it.
    day: String,
    subject: String,
    id: String,
}

impl Commit {
    fn revision(&self) -> Revision {
        Revision { id: self.id.clone(), label: self.short.clone() }
    }
}

impl Repository {
    /// Finds the repository that a landscape stands in. The path itself need not be there any more.
    pub(super) fn of(path: &Path) -> Result<Self, CliError> {
        if path == Path::new("-") {
            return Err(usage("standard input has no history: name the landscape with `--graph`"));
        }
        let shown = path.display();
        // git takes a link for what it is, and its target has the history.
        let real = if path.is_symlink() { path.canonicalize().ok() } else { None };
        let path = real.as_deref().unwrap_or(path);
        let mut folder = path.to_path_buf();
        let mut below: Vec<String> = Vec::new();
        while !folder.is_dir() {
            let name = match folder.components().next_back() {
                Some(Component::Normal(name)) => name.to_str(),
                _ => None,
            };
            let name =
                name.ok_or_else(|| usage(format!("`{shown}` is no path that git can be asked for")))?;
            below.insert(0, name.to_owned());
            folder = match folder.parent() {
                Some(parent) if parent != Path::new("") => parent.to_path_buf(),
                _ => PathBuf::from("."),
            };
        }
        let ask = |what: &str| {
            let output = run(&folder, &["rev-parse", what], None)?;
            answer(output).map_err(|reason| {
                usage(format!("`{shown}` is in no git repository that can be read: {reason}"))
            })
        };
        let top = PathBuf::from(line(&ask("--show-toplevel")?)?);
        let prefix = line(&ask("--show-prefix")?)?;
        let parts = prefix.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
        let path = parts.chain(below).collect::<Vec<_>>().join("/");
        Ok(Self { top, path, contents: RefCell::default() })
    }

    /// Finds the commit that a revision names, as `git rev-parse` does.
    pub(super) fn revision(&self, name: &str) -> Result<Revision, CliError> {
        // git would take it for an option.
        if name.is_empty() || name.starts_with('-') || name.contains(['\0', '\n']) {
            return Err(usage(format!("`{name}` is not a git revision")));
        }
        let output = self.run(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")], None)?;
        let Ok(id) = answer(output) else {
            let unknown = usage(format!("git knows no revision `{name}`"));
            return Err(unknown.with_help(if self.is_shallow()? {
                "the repository is a shallow clone: `git fetch --unshallow` gets the rest of its history"
            } else {
                "one argument is a revision or two, written `OLD..NEW`; two arguments are the paths of two landscapes"
            }));
        };
        let id = line(&id)?;
        let label = match id.get(..8) {
            Some(short) if !id.starts_with(name) => format!("{name} ({short})"),
            _ => name.to_owned(),
        };
        Ok(Revision { id, label })
    }

    /// Returns the day of a commit, by the clock of who committed it.
    pub(super) fn day(&self, revision: &Revision) -> Result<Option<Date>, CliError> {
        let output = self.run(&["show", "--no-patch", "--format=%cs", &revision.id], None)?;
        let day = answer(output).map_err(|reason| failed(&reason))?;
        Ok(Date::parse(&line(&day)?).ok())
    }

    /// Returns whether the history is a copy of its last part alone.
    pub(super) fn is_shallow(&self) -> Result<bool, CliError> {
        let output = self.run(&["rev-parse", "--is-shallow-repository"], None)?;
        Ok(answer(output).is_ok_and(|text| text.starts_with(b"true")))
    }

    /// Returns the commits that changed the landscape on the way to the present one, the newest
    /// first: of a branch that was merged, the merge alone.
    fn commits(&self) -> Result<Vec<Commit>, CliError> {
        if answer(self.run(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], None)?).is_err() {
            return Ok(Vec::new());
        }
        let path = format!(":(top,literal){}", self.path);
        let path = if self.path.is_empty() { "." } else { &path };
        let format = "--format=%H%x00%h%x00%cs%x00%s";
        let output = self.run(&["log", "--first-parent", "-z", format, "HEAD", "--", path], None)?;
        let text = answer(output).map_err(|reason| failed(&reason))?;
        let text = String::from_utf8_lossy(&text);
        let fields: Vec<&str> = text.split('\0').collect();
        let commit = |fields: &[&str]| match fields {
            [id, short, day, subject] => Some(Commit {
                id: (*id).to_owned(),
                short: (*short).to_owned(),
                day: (*day).to_owned(),
                subject: (*subject).to_owned(),
            }),
            _ => None,
        };
        Ok(fields.chunks(4).filter_map(commit).collect())
    }

    /// Finds the last commit before a day that changed the landscape.
    pub(super) fn before(&self, day: Date) -> Result<Revision, CliError> {
        let is_before = |commit: &Commit| Date::parse(&commit.day).is_ok_and(|committed| committed < day);
        if let Some(commit) = self.commits()?.iter().find(|commit| is_before(commit)) {
            let label = format!("{} of {}", commit.short, commit.day);
            return Ok(Revision { label, ..commit.revision() });
        }
        let none = usage(format!("no commit before {day} has the landscape"));
        Err(if self.is_shallow()? {
            none.with_help(
                "the repository is a shallow clone: `git fetch --unshallow` gets the rest of its history",
            )
        } else {
            none
        })
    }

    /// Reads the landscape as it was in a commit; nothing where it was not there.
    pub(super) fn files(&self, revision: &Revision) -> Result<Option<Files>, CliError> {
        let object = format!("{}:{}", revision.id, self.path);
        let Ok(kind) = answer(self.run(&["cat-file", "-t", &object], None)?) else { return Ok(None) };
        let named: Vec<(String, String)> = if kind.starts_with(b"tree") {
            self.listed(revision, &object)?
        } else {
            let id = answer(self.run(&["rev-parse", "--verify", &object], None)?);
            vec![(self.path.clone(), line(&id.map_err(|reason| failed(&reason))?)?)]
        };
        if named.is_empty() {
            return Ok(None);
        }
        self.fetch(named.iter().map(|(_, id)| id.as_str()))?;
        let contents = self.contents.borrow();
        let file = |(name, id): (String, String)| {
            (format!("{}:{name}", revision.label), contents.get(&id).cloned().unwrap_or_default())
        };
        Ok(Some(Files::from_bytes(named.into_iter().map(file))))
    }

    /// The name, from the top of the repository, and the id of every data file below a folder of a
    /// commit.
    fn listed(&self, revision: &Revision, tree: &str) -> Result<Vec<(String, String)>, CliError> {
        let output = self.run(&["ls-tree", "-r", "-z", "--full-tree", tree], None)?;
        let text = answer(output).map_err(|reason| failed(&reason))?;
        let mut named = Vec::new();
        for entry in text.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            let Some((head, name)) = entry.split_once('\t') else { continue };
            // As in a folder, names that begin with a dot are passed over.
            if name.split('/').any(|part| part.starts_with('.')) {
                continue;
            }
            let mut words = head.split(' ');
            let (mode, id) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
            let path = if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) };
            let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
            let is_data = matches!(extension, Some("json" | "jsonl"));
            let refuse = |what: &str| {
                let label = &revision.label;
                Err(CliError::new(Kind::Machine, format!("`{path}` of {label} cannot be read: it is {what}")))
            };
            match mode {
                "120000" if is_data || extension.is_none() => {
                    return refuse("a symbolic link, and those are not followed into a commit");
                }
                "160000" => return refuse("a repository of its own"),
                _ if is_data => named.push((path, id.to_owned())),
                _ => {}
            }
        }
        Ok(named)
    }

    /// Reads the contents that have not been read.
    fn fetch<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Result<(), CliError> {
        let mut contents = self.contents.borrow_mut();
        let wanted: Vec<&str> = ids.filter(|id| !contents.contains_key(*id)).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let input = wanted.join("\n") + "\n";
        let output = self.run(&["cat-file", "--batch"], Some(input.as_bytes()))?;
        let bytes = answer(output).map_err(|reason| failed(&reason))?;
        let mut rest = bytes.as_slice();
        for id in wanted {
            let read = batch_entry(&mut rest).ok_or_else(|| failed(&format!("there is no object {id}")))?;
            contents.insert(id.to_owned(), read.to_vec());
        }
        Ok(())
    }

    fn run(&self, arguments: &[&str], input: Option<&[u8]>) -> Result<Output, CliError> {
        run(&self.top, arguments, input)
    }
}

/// The history of a landscape, for which git is asked only when somebody wants to know.
pub(super) struct GitPast<'p> {
    path: &'p Path,
    opened: OnceCell<(Repository, Vec<Commit>)>,
    /// Why git could not be asked, as the program says it.
    failed: RefCell<Option<CliError>>,
}

impl<'p> GitPast<'p> {
    /// The history of the landscape at a path.
    pub(super) fn of(path: &'p Path) -> Self {
        Self { path, opened: OnceCell::new(), failed: RefCell::default() }
    }

    /// Returns why git could not be asked, where that is why there is no answer.
    pub(super) fn failure(&self) -> Option<CliError> {
        self.failed.take()
    }

    fn opened(&self) -> Result<&(Repository, Vec<Commit>), CliError> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let repository = Repository::of(self.path)?;
        let commits = repository.commits()?;
        Ok(self.opened.get_or_init(|| (repository, commits)))
    }

    fn told<T>(&self, answer: Result<T, CliError>) -> Result<T, PastError> {
        answer.map_err(|error| {
            let told = PastError(error.to_string());
            self.failed.replace(Some(error));
            told
        })
    }
}

impl Past for GitPast<'_> {
    fn is_shallow(&self) -> Result<bool, PastError> {
        self.told(self.opened().and_then(|(repository, _)| repository.is_shallow()))
    }

    fn commits(&self) -> Result<Vec<log::Commit>, PastError> {
        let (_, commits) = self.told(self.opened())?;
        let commit = |commit: &Commit| log::Commit {
            id: commit.short.clone(),
            day: Date::parse(&commit.day).ok(),
            subject: commit.subject.clone(),
        };
        Ok(commits.iter().map(commit).collect())
    }

    fn load(&self, at: usize) -> Result<Option<Landscape>, PastError> {
        let (repository, commits) = self.told(self.opened())?;
        let Some(commit) = commits.get(at) else { return Ok(None) };
        let files = self.told(repository.files(&commit.revision()))?.unwrap_or_default();
        Ok(load::parse(&files).ok().map(Landscape::build_of_all_days))
    }
}

/// Takes the next object from what `git cat-file --batch` printed: a line with its size, itself,
/// and a line's end.
fn batch_entry<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(rest.get(..end)?).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let start = end + 1;
    let object = rest.get(start..start.checked_add(size)?)?;
    *rest = rest.get(start + size + 1..)?;
    Some(object)
}

/// Runs git in a folder. No shell reads the arguments, and nothing that the repository configures
/// is started.
fn run(folder: &Path, arguments: &[&str], input: Option<&[u8]>) -> Result<Output, CliError> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).arg("--no-pager");
    command.args([
        "-c",
        "log.showSignature=false",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.quotePath=false",
    ]);
    command.args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => CliError::new(Kind::Machine, "the program `git` is not to be found")
            .with_help("revisions are read through git; two folders can be compared without it"),
        _ => CliError::machine("the program `git` cannot be run", error),
    };
    let mut child = command.spawn().map_err(start)?;
    let stdin = child.stdin.take();
    // git answers while it is asked: who wrote all first would wait for a reader that waits for
    // him.
    let output = std::thread::scope(|scope| {
        if let Some((mut stdin, input)) = stdin.zip(input) {
            // Where git has stopped reading, its own words say why.
            scope.spawn(move || stdin.write_all(input).is_ok());
        }
        child.wait_with_output()
    });
    output.map_err(|error| CliError::machine("the program `git` cannot be run", error))
}

/// Returns what git printed, or why it failed, in its own words.
fn answer(output: Output) -> Result<Vec<u8>, String> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let first = stderr.lines().find(|line| !line.trim().is_empty()).unwrap_or("it says nothing");
    Err(first.trim_start_matches("fatal: ").to_owned())
}

fn failed(reason: &str) -> CliError {
    CliError::new(Kind::Machine, format!("git failed: {reason}"))
}

/// Returns the one line that git printed.
fn line(bytes: &[u8]) -> Result<String, CliError> {
    let text = std::str::from_utf8(bytes).map_err(|_| failed("a path is not UTF-8"))?;
    Ok(text.strip_suffix('\n').unwrap_or(text).to_owned())
}
