//! The shell of `landscape sql`: queries that end in `;`, one after another.

use std::path::PathBuf;
use std::process::ExitCode;

use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Editor, Helper};

use super::super::error::{CliError, Kind};
use super::super::{tell, usage};
use super::Session;
use crate::Landscape;
use crate::id::nearest;
use crate::model;
use crate::sql::{self, SqlSchema};
use crate::words::Asking;

/// How many ids a completion offers at most.
const MOST_IDS: usize = 50;

const HELP: &str = "\
A query ends in `;`, on as many lines as it takes. The Tab key completes tables, columns, functions and, in quotes, ids.
.tables            the tables and functions
.schema [TABLE]    the columns of one, or of all
.help              this
.quit              leave, as Ctrl-D does";

const KEYWORDS: [&str; 32] = [
    "AND",
    "AS",
    "ASC",
    "BETWEEN",
    "BY",
    "CASE",
    "CROSS",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INTERSECT",
    "IS",
    "JOIN",
    "LEFT",
    "LIKE",
    "LIMIT",
    "NOT",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "SELECT",
    "UNION",
    "WHERE",
    "WITH",
];

/// Asks for queries and answers them until there are no more.
pub(super) fn run(session: &Session<'_>) -> Result<ExitCode, CliError> {
    let failed = |error| CliError::machine("the shell cannot be opened", std::io::Error::other(error));
    let mut editor: Editor<Prompt<'_>, FileHistory> = Editor::new().map_err(failed)?;
    editor.set_helper(Some(Prompt::new(session.database.landscape())));
    let history = history();
    if let Some(path) = &history {
        // There is none the first time.
        let _ = editor.load_history(path);
    }
    tell(&format!("{}: .help tells what can be asked", session.database.landscape().name()));
    loop {
        match editor.readline("sql> ") {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                // A history that cannot be kept is no reason to stop.
                let _ = editor.add_history_entry(line.trim_end());
                match answer(session, line.trim()) {
                    Ok(After::Stay) => {}
                    Ok(After::Leave) => break,
                    Err(error) if error.is_closed_pipe() => return Err(error),
                    Err(error) => error.print(),
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(failed(error)),
        }
    }
    if let Some(path) = history {
        let _ = path.parent().map(std::fs::create_dir_all);
        let _ = editor.save_history(&path);
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the shell goes on.
enum After {
    Stay,
    Leave,
}

fn answer(session: &Session<'_>, line: &str) -> Result<After, CliError> {
    let Some(command) = line.strip_prefix('.') else {
        session.ask(line)?;
        return Ok(After::Stay);
    };
    let mut words = command.trim_end_matches(';').split_whitespace();
    match (words.next().unwrap_or_default(), words.next()) {
        ("help", _) => tell(HELP),
        ("quit" | "exit", _) => return Ok(After::Leave),
        ("tables", _) => {
            let schema = sql::schema();
            let tables = schema.tables.iter().map(|table| (table.name, table.about));
            for (name, about) in tables {
                tell(&format!("{name:<16} {about}"));
            }
            for function in &schema.functions {
                tell(&format!("{:<16} {}", function.call, function.about));
            }
        }
        ("schema", of) => {
            let schema = of.map_or_else(|| Ok(sql::schema()), one)?;
            session.args.format.print(None, &schema, Asking::default())?;
        }
        (other, _) => {
            let help = nearest(other, ["help", "quit", "schema", "tables"]);
            let help = help
                .map_or("`.help` lists the commands".to_owned(), |near| format!("did you mean `.{near}`?"));
            return Err(usage(format!("there is no command `.{other}`")).with_help(help));
        }
    }
    Ok(After::Stay)
}

/// The schema of one table or function.
fn one(name: &str) -> Result<SqlSchema, CliError> {
    let mut schema = sql::schema();
    let all = schema.clone();
    schema.tables.retain(|table| table.name == name);
    schema.functions.retain(|function| function.name == name);
    schema.examples.clear();
    if schema.tables.is_empty() && schema.functions.is_empty() {
        let names = all
            .tables
            .iter()
            .map(|table| table.name)
            .chain(all.functions.iter().map(|function| function.name));
        let error = CliError::new(Kind::Usage, format!("there is no table `{name}`"));
        let help = nearest(name, names).map(|near| format!("did you mean `{near}`?"));
        return Err(error.with_help(help.unwrap_or_else(|| "`.tables` lists them".to_owned())));
    }
    Ok(schema)
}

/// Where what was asked is kept: in the user's folder for such things, where there is one.
fn history() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state")));
    state.filter(|path| path.is_absolute()).map(|path| path.join("landscape/sql-history"))
}

/// What completes a line, and tells whether it is one.
struct Prompt<'l> {
    landscape: &'l Landscape,
    words: Vec<&'static str>,
}

impl<'l> Prompt<'l> {
    fn new(landscape: &'l Landscape) -> Self {
        let schema = sql::schema();
        let columns = schema.tables.iter().map(|table| &table.columns);
        let columns = columns.chain(schema.functions.iter().map(|function| &function.columns)).flatten();
        let names = schema.tables.iter().map(|table| table.name);
        let names = names.chain(schema.functions.iter().map(|function| function.name));
        let mut words: Vec<&'static str> =
            names.chain(columns.map(|column| column.name)).chain(KEYWORDS).collect();
        words.sort_unstable();
        words.dedup();
        Self { landscape, words }
    }

    /// What a line may go on with: ids in quotes, else words; and where the part begins that is
    /// completed.
    fn candidates(&self, before: &str) -> (usize, Vec<String>) {
        let in_quotes = before.matches('\'').count() % 2 == 1;
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || (in_quotes && c == '-');
        let start = before.trim_end_matches(is_part).len();
        let part = &before[start..];
        if in_quotes {
            let nodes = model::Kind::ALL.into_iter().flat_map(|kind| self.landscape.nodes(kind));
            let ids = nodes.map(|node| self.landscape.node(node).id()).filter(|id| id.starts_with(part));
            let mut ids: Vec<String> = ids.take(MOST_IDS).map(str::to_owned).collect();
            ids.sort_unstable();
            ids.dedup();
            return (start, ids);
        }
        let fits = |word: &&&str| !part.is_empty() && word.to_lowercase().starts_with(&part.to_lowercase());
        (start, self.words.iter().filter(fits).map(|word| (*word).to_owned()).collect())
    }
}

impl Completer for Prompt<'_> {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = self.candidates(line.get(..at).unwrap_or(line));
        let pair = |word: String| Pair { display: word.clone(), replacement: word };
        Ok((start, words.into_iter().map(pair).collect()))
    }
}

impl Validator for Prompt<'_> {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let line = context.input().trim();
        let is_whole = line.is_empty() || line.starts_with('.') || line.ends_with(';');
        Ok(if is_whole { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Hinter for Prompt<'_> {
    type Hint = String;
}

impl Highlighter for Prompt<'_> {}

impl Helper for Prompt<'_> {}
