//! Why a query has no answer, where in its text, and what may have been meant.

use std::time::Duration;

use rusqlite::ErrorCode;

use super::functions::{NO_VIEW, functions};
use super::guard::{ALLOWED, Guard};
use crate::id::nearest;
use crate::tables::{TABLES, Table, table};

/// What the engine says before the name of a table that does not exist.
const NO_TABLE: &str = "no such table: ";

/// Why a query has no answer.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SqlError {
    /// The text holds no statement.
    #[error("there is no query to answer")]
    Empty,
    /// The text holds more than one statement.
    #[error("one query at a time: there is a second statement behind the first")]
    Several,
    /// The statement would do more than read the landscape.
    #[error("{what} is not allowed: a query reads the landscape and nothing else")]
    Refused {
        /// What it would do.
        what: String,
        /// Where it says so, in bytes from its beginning.
        at: Option<usize>,
    },
    /// The query asks for the moment at which it runs.
    #[error("a query cannot ask the clock: the same question has the same answer every day")]
    Clock {
        /// Where it does, in bytes from its beginning.
        at: usize,
    },
    /// The query leaves values open.
    #[error("the query leaves values open (`?`): write them into it")]
    Open,
    /// The query is no SQL, or names what does not exist.
    #[error("{message}")]
    Invalid {
        /// What is wrong.
        message: String,
        /// Where, in bytes from its beginning.
        at: Option<usize>,
        /// What may have been meant.
        help: Option<String>,
    },
    /// A function takes somebody's view, and it is not said whose.
    #[error("{0}")]
    NoView(
        /// Which function, and how to name a company in it.
        String,
    ),
    /// The query ran for longer than it may.
    #[error("stopped after {} seconds without an answer", .0.as_secs_f64())]
    TimedOut(
        /// How long it was let run.
        Duration,
    ),
    /// The query needs more memory than it may take.
    #[error("stopped: the query needs too much memory")]
    OutOfMemory,
    /// `SQLite` itself failed.
    #[error("the query engine failed: {0}")]
    Engine(
        /// What it says.
        String,
    ),
}

impl SqlError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Invalid { help, .. } => help.clone(),
            Self::Refused { what, .. } if what.starts_with("calling") => Some(
                "functions are allowed that give the same answer every time, and that touch nothing"
                    .to_owned(),
            ),
            Self::Clock { .. } => Some(
                "write the day, or ask `(SELECT as_of FROM landscape)`; days compare as texts".to_owned(),
            ),
            Self::TimedOut(_) => Some(
                "join on ids or numbers, compare with a company, tool or stack, or give it longer".to_owned(),
            ),
            Self::Several => Some("run them one after another".to_owned()),
            _ => None,
        }
    }

    /// Whether the list of the tables tells what to do about it: [`schema`](super::schema).
    #[must_use]
    pub fn is_about_tables(&self) -> bool {
        match self {
            Self::Refused { what, .. } => what.contains("sqlite_") || what.contains("pragma"),
            Self::Invalid { message, help: None, .. } => message.starts_with(NO_TABLE),
            _ => false,
        }
    }

    /// Returns where in the query it is, in bytes from its beginning, where that is known.
    #[must_use]
    pub fn at(&self) -> Option<usize> {
        match self {
            Self::Invalid { at, .. } | Self::Refused { at, .. } => *at,
            Self::Clock { at } => Some(*at),
            _ => None,
        }
    }

    /// Reads what the engine says of a query.
    pub(super) fn of(error: rusqlite::Error, sql: &str, guard: &Guard, timeout: Duration) -> Self {
        use rusqlite::Error;
        let refused = |at| guard.refused().map(|what| Self::Refused { what, at });
        match error {
            Error::MultipleStatement => Self::Several,
            Error::SqlInputError { msg, offset, .. } => {
                let at = usize::try_from(offset).ok();
                refused(at).unwrap_or_else(|| Self::invalid(&msg, sql, at))
            }
            Error::SqliteFailure(error, message) => match (error.code, message) {
                (ErrorCode::OperationInterrupted, _) => Self::TimedOut(timeout),
                (ErrorCode::OutOfMemory, _) => Self::OutOfMemory,
                // The tables refuse before the guard is asked.
                (_, Some(message)) if message.contains(" may not be ") => Self::writing(),
                (_, Some(message)) if message.contains(NO_VIEW) => Self::NoView(message),
                (_, Some(message)) => refused(None).unwrap_or_else(|| Self::invalid(&message, sql, None)),
                (_, None) => refused(None).unwrap_or_else(|| Self::Engine(error.to_string())),
            },
            other => Self::Engine(other.to_string()),
        }
    }

    /// A statement that does more than read.
    pub(super) fn writing() -> Self {
        Self::Refused { what: "writing".to_owned(), at: None }
    }

    fn invalid(message: &str, sql: &str, at: Option<usize>) -> Self {
        let named = |before: &str| message.strip_prefix(before).map(|name| last_part(name).to_owned());
        let (name, help) = if let Some(name) = named(NO_TABLE) {
            let help = did_you_mean(&name, sources());
            (Some(name), help)
        } else if let Some(name) = named("no such column: ") {
            let help = column_help(&name, sql);
            (Some(name), help)
        } else if let Some(name) = named("no such function: ") {
            let own = functions().iter().map(|function| function.name);
            let help = if own.clone().any(|own| own == name) {
                Some(format!("`{name}` returns rows: write it behind FROM, as in `SELECT * FROM {name}(…)`"))
            } else {
                did_you_mean(&name, ALLOWED.into_iter().chain(own))
            };
            (Some(name), help)
        } else {
            (None, None)
        };
        let at = at.or_else(|| place_of_word(sql, &name?)).filter(|at| sql.is_char_boundary(*at));
        Self::Invalid { message: lower_first(message), at, help }
    }
}

fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// The column of `table.column`; what engines add behind a name is no part of it.
fn last_part(name: &str) -> &str {
    let name = name.split(" - ").next().unwrap_or(name);
    name.rsplit('.').next().unwrap_or(name)
}

fn sources() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.name()).chain(functions().iter().map(|function| function.name))
}

fn did_you_mean<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(name, names).map(|name| format!("did you mean `{name}`?"))
}

/// Suggests a column of the tables and functions that a query names, or else lists theirs.
fn column_help(name: &str, sql: &str) -> Option<String> {
    let columns = |source: &'static str| -> Vec<&'static str> {
        let function = functions().iter().find(|function| function.name == source);
        let of_function = function.map(|function| function.columns.clone());
        let columns = table(source).map(Table::columns).or(of_function).unwrap_or_default();
        columns.into_iter().map(|column| column.name).collect()
    };
    let named: Vec<&str> = sources().filter(|source| place_of_word(sql, source).is_some()).collect();
    let meant = did_you_mean(name, named.iter().flat_map(|source| columns(source)));
    meant.or_else(|| {
        let lists = named.iter().map(|source| format!("`{source}` has {}", columns(source).join(", ")));
        let lists: Vec<String> = lists.take(3).collect();
        (!lists.is_empty()).then(|| lists.join("; "))
    })
}

/// The place of a word in a query, whatever its case.
pub(super) fn place_of_word(sql: &str, word: &str) -> Option<usize> {
    let (sql, word) = (sql.to_ascii_lowercase(), word.to_ascii_lowercase());
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let stands_alone = |at: &usize| {
        let (before, after) = (sql[..*at].chars().next_back(), sql[at + word.len()..].chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    };
    if word.is_empty() { None } else { sql.match_indices(&word).map(|(at, _)| at).find(stands_alone) }
}
