//! Why a file cannot be imported: every problem of it, with the line and the column.

use std::fmt;

use crate::id::nearest;
use crate::model::Kind;

/// Why a file cannot be imported. Nothing of it has been taken over.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ImportError {
    /// The file, or what stands in place of one: where the source is named.
    pub file: String,
    /// Every problem that was found, in the order of the lines; there is one at least.
    pub problems: Vec<Problem>,
}

impl std::error::Error for ImportError {}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            let break_before = if at == 0 { "" } else { "\n" };
            write!(f, "{break_before}{}{problem}", self.file)?;
        }
        Ok(())
    }
}

impl ImportError {
    /// Makes an error of what was found in a file.
    #[must_use]
    pub fn new(file: impl Into<String>, problems: Vec<Problem>) -> Self {
        Self { file: file.into(), problems }
    }

    /// Makes an error of one fault that is in no line more than in another.
    #[must_use]
    pub fn whole(file: impl Into<String>, fault: Fault) -> Self {
        Self::new(file, vec![Problem { line: None, column: None, fault }])
    }
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// The line, from 1; none where it is about the file as a whole.
    pub line: Option<u64>,
    /// The column, by its head or by its number in the line.
    pub column: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

impl Problem {
    /// Makes a problem of a line.
    #[must_use]
    pub fn at(line: u64, fault: Fault) -> Self {
        Self { line: Some(line), column: None, fault }
    }

    /// Makes a problem of a cell.
    #[must_use]
    pub fn in_cell(line: u64, column: impl Into<String>, fault: Fault) -> Self {
        Self { line: Some(line), column: Some(column.into()), fault }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        match &self.column {
            Some(column) => write!(f, ": column `{column}`: {}", self.fault)?,
            None => write!(f, ": {}", self.fault)?,
        }
        match self.fault.help() {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// What is wrong with a file.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each message says what the variant means")]
pub enum Fault {
    #[error("the file is empty")]
    Empty,
    #[error("there is no row below the head")]
    NoRows,
    #[error("the head has no column `{wanted}`; its columns are {}", quoted(found))]
    NoColumn { wanted: String, found: Vec<String>, nearest: Option<String> },
    #[error("the header has this column twice")]
    DuplicateColumn,
    #[error("the column has no name, and cells below it are filled")]
    UnnamedColumn,
    #[error("the row has {found} fields, and the head {expected}")]
    Ragged { found: usize, expected: usize },
    #[error("the cell is empty")]
    EmptyCell,
    #[error("`{word}` does not say whether it is offered")]
    UnknownSupport { word: String, nearest: Option<String>, as_matrix: bool },
    #[error("`{text}` is no date")]
    NotADate { text: String },
    #[error("`until` is not later than `since`")]
    DateOrder,
    #[error("`{word}` is not a word for `{column}`")]
    UnknownWord { column: String, word: String, nearest: Option<String>, known: Vec<String> },
    #[error("claims of {} do not say `{key}`", quoted(relations))]
    NotSaid { relations: Vec<String>, key: String },
    #[error("a list of {of} has no column `{column}`, and the mapping names it")]
    NotOfList { of: &'static str, column: String, known: Vec<String> },
    #[error("nothing says what kind of record these are")]
    NoKind,
    #[error("{}", which_kind(name, candidates))]
    WhichKind { name: String, candidates: Vec<String> },
    #[error("no {kind} is called `{name}`")]
    UnknownRecord { kind: Kind, name: String, nearest: Option<String> },
    #[error("there is no source `{id}`")]
    NoSource { id: String, nearest: Option<String> },
    #[error("`{name}` may be any of the {} {}", kind.plural(), quoted(candidates))]
    AmbiguousRecord { kind: Kind, name: String, candidates: Vec<String> },
    #[error("unknown key `{key}`")]
    UnknownKey { key: String, nearest: Option<String>, known: Vec<String> },
    #[error("the key `{key}` is in one object twice")]
    DuplicateKey { key: String },
    #[error("expected {expected}")]
    WrongType { expected: &'static str },
    #[error("`{text}` is no id")]
    NotAnId { text: String, suggestion: Option<String> },
    #[error("{reason}")]
    Malformed { reason: String },
    #[error(transparent)]
    Landscape2(#[from] super::landscape2::Landscape2Error),
}

impl Fault {
    /// Makes the fault of a word that a column does not know.
    pub(super) fn unknown_word(column: &str, word: &str, known: &[&str]) -> Self {
        Self::UnknownWord {
            column: column.to_owned(),
            word: word.to_owned(),
            nearest: nearest(word, known.iter().copied()).map(str::to_owned),
            known: known.iter().map(|word| (*word).to_owned()).collect(),
        }
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn which_kind(name: &str, candidates: &[String]) -> String {
    if candidates.is_empty() {
        format!("no record is called `{name}`, and nothing says what kind of record a new one would be")
    } else {
        format!("`{name}` may be any of {}", quoted(candidates))
    }
}
