//! Why an edit is refused, or cannot be written.

use std::io;

use crate::id::InvalidId;
use crate::landscape::NameError;
use crate::load::Files;
use crate::model::Kind;
use crate::problem::Problems;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// A name leads to no one record.
    #[error("{}", .0.message())]
    Name(NameError),
    /// More than one record has an id, which is a fault of the data.
    #[error("{} have the id `{id}`: {}", kind.count(places.len()), places.join(", "))]
    TwoOfOneId {
        /// Their kind.
        kind: Kind,
        /// Their id.
        id: String,
        /// Where they are.
        places: Vec<String>,
    },
    /// A word is no kind of record.
    #[error("`{word}` is no kind of record")]
    UnknownKind {
        /// The word.
        word: String,
        /// The kind that may have been meant.
        nearest: Option<String>,
    },
    /// A word is no relation, or none that a kind of record has.
    #[error("a {kind} has no relation `{word}`")]
    UnknownRelation {
        /// The word.
        word: String,
        /// The kind of the record that it would start from.
        kind: Kind,
        /// The relation that may have been meant.
        nearest: Option<String>,
        /// The relations that there are.
        known: Vec<String>,
    },
    /// A key that what is edited does not have.
    #[error("{of} has no key `{key}`")]
    UnknownKey {
        /// What is edited.
        of: String,
        /// The key.
        key: String,
        /// The key that may have been meant.
        nearest: Option<String>,
        /// The keys that there are.
        known: Vec<String>,
    },
    /// A word that a key cannot have.
    #[error("`{key}` cannot be `{value}`")]
    UnknownValue {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// The word that may have been meant.
        nearest: Option<String>,
        /// The words that there are.
        known: Vec<String>,
    },
    /// A value of the wrong type.
    #[error("`{key}` needs {expected}")]
    WrongType {
        /// The key.
        key: String,
        /// What it needs.
        expected: &'static str,
    },
    /// A key that must be there.
    #[error("{of} needs `{key}`")]
    MissingKey {
        /// What is edited.
        of: String,
        /// The key.
        key: String,
        /// The words that it can have.
        known: Vec<String>,
    },
    /// A key that must stay.
    #[error("{of} cannot be without `{key}`")]
    NeededKey {
        /// What is edited.
        of: String,
        /// The key.
        key: String,
    },
    /// A key that another edit changes.
    #[error("`{key}` is changed by `{by}`")]
    OtherEdit {
        /// The key.
        key: String,
        /// The edit.
        by: &'static str,
    },
    /// There is no such value to remove.
    #[error("{of} has no `{key}`")]
    NoValue {
        /// What is edited.
        of: String,
        /// The key.
        key: String,
    },
    /// A text is no id.
    #[error("`{id}` is no id: {reason}")]
    InvalidId {
        /// The text.
        id: String,
        /// Why it is none.
        reason: InvalidId,
        /// What would be one.
        suggestion: Option<String>,
    },
    /// No id says all that a name says.
    #[error("no id can be made of the name `{name}`")]
    NoId {
        /// The name.
        name: String,
        /// What comes near.
        suggestion: Option<String>,
    },
    /// A name without anything to read.
    #[error("the name is empty")]
    EmptyName,
    /// An id, a name or an alias leads to another record.
    #[error("`{text}` is {what} of the {kind} `{other}` at {place}")]
    Taken {
        /// The id, name or alias.
        text: String,
        /// What it is already.
        what: &'static str,
        /// The kind.
        kind: Kind,
        /// The id of the record that has it.
        other: String,
        /// Where that is.
        place: String,
    },
    /// There is no such claim.
    #[error("`{from}` has no claim `{relation}` about `{to}`")]
    NoClaim {
        /// The record that it would start from.
        from: String,
        /// The relation.
        relation: String,
        /// The record that it would lead to.
        to: String,
        /// Whether there are such claims which say something else.
        otherwise: Vec<String>,
    },
    /// No evidence of a claim names a source.
    #[error("no evidence of this claim names the source `{source_id}`")]
    NoEvidence {
        /// The source.
        source_id: String,
    },
    /// Several claims fit.
    #[error("{} claims fit:\n{}", claims.len(), claims.join("\n"))]
    SeveralClaims {
        /// The claims, each with its place.
        claims: Vec<String>,
    },
    /// Evidence is given, and no source for it.
    #[error("evidence needs a source")]
    NoSource,
    /// A claim says otherwise.
    #[error("a claim says otherwise:\n{old}\n{new}")]
    Contradiction {
        /// The claim that is there, with its place.
        old: String,
        /// The new claim.
        new: String,
        /// Whether one could take the place of the other here.
        can_replace: bool,
    },
    /// Something refers to the record.
    #[error("{} to the {kind} `{id}`:\n{}", refer(places.len()), shown(places))]
    Referred {
        /// The kind.
        kind: Kind,
        /// The id.
        id: String,
        /// Where.
        places: Vec<String>,
    },
    /// Claims would lose their evidence.
    #[error("the source `{id}` is evidence in {} places:\n{}", places.len(), shown(places))]
    Evidence {
        /// The id of the source.
        id: String,
        /// Where.
        places: Vec<String>,
    },
    /// A record cannot be merged.
    #[error("`{from}` and `{into}` are {why}")]
    NoMerge {
        /// The first.
        from: String,
        /// The second.
        into: String,
        /// Why.
        why: &'static str,
    },
    /// A file is no part of the landscape.
    #[error("`{file}` is not a data file of the landscape")]
    OtherFile {
        /// The file.
        file: String,
    },
    /// A place whose document is broken.
    #[error("`{file}` has errors that must be corrected by hand first")]
    Broken {
        /// The file.
        file: String,
    },
    /// Something else than a plain file that can be written.
    #[error("`{file}` {why}")]
    NoPlainFile {
        /// The file.
        file: String,
        /// What it is.
        why: &'static str,
    },
    /// The change would make the landscape wrong.
    #[error("the landscape would have {problems}, so nothing was written")]
    NewProblems {
        /// The files as they would be.
        files: Box<Files>,
        /// What would be wrong with them.
        problems: Problems,
    },
    /// The bytes do not say what the edit says.
    #[error("the change of `{file}` could not be proven, so nothing was written")]
    Unproven {
        /// The file.
        file: String,
    },
    /// Somebody has changed a file since it was read.
    #[error("`{file}` has been changed meanwhile, so nothing was written")]
    Changed {
        /// The file.
        file: String,
    },
    /// The landscape is not what the caller takes it for.
    #[error("the landscape has the hash `{found}`, not `{wanted}`")]
    NoMatch {
        /// The hash that was asked for.
        wanted: String,
        /// The hash that the landscape has.
        found: String,
    },
    /// Another edit is being written.
    #[error("another edit of this landscape is being written{}", pid.as_ref().map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    Locked {
        /// The process.
        pid: Option<String>,
    },
    /// An edit was interrupted.
    #[error("an edit was interrupted while it was written")]
    Interrupted,
    /// There is no edit to take back.
    #[error("there is no edit to undo")]
    NothingToUndo,
    /// The files are not as the last edit left them.
    #[error("`{file}` is not as the last edit left it")]
    ChangedSince {
        /// The file.
        file: String,
    },
    /// A line that is no edit.
    #[error("{reason}")]
    NoEdit {
        /// Why.
        reason: String,
    },
    /// An error of one of several edits.
    #[error("line {line}: {error}")]
    InLine {
        /// The line.
        line: usize,
        /// The error.
        error: Box<Self>,
    },
    /// The machine failed.
    #[error("{what}: {error}")]
    Machine {
        /// What failed.
        what: String,
        /// Why.
        error: io::Error,
    },
}

/// How many places are shown.
const MOST_SHOWN: usize = 20;

fn refer(count: usize) -> String {
    if count == 1 { "1 place refers".to_owned() } else { format!("{count} places refer") }
}

fn shown(places: &[String]) -> String {
    let mut lines: Vec<String> = places.iter().take(MOST_SHOWN).map(|place| format!("  {place}")).collect();
    if places.len() > MOST_SHOWN {
        lines.push(format!("  … and {} more", places.len() - MOST_SHOWN));
    }
    lines.join("\n")
}

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Blame {
    /// The data's.
    Data,
    /// That of who asked.
    Usage,
    /// The machine's, or another program's.
    Machine,
}

impl EditError {
    pub(super) fn machine(what: impl Into<String>, error: io::Error) -> Self {
        Self::Machine { what: what.into(), error }
    }

    /// Returns whose fault it is.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::TwoOfOneId { .. }
            | Self::Broken { .. }
            | Self::NewProblems { .. }
            | Self::Contradiction { .. } => Blame::Data,
            Self::NoPlainFile { .. }
            | Self::Unproven { .. }
            | Self::Changed { .. }
            | Self::ChangedSince { .. }
            | Self::NoMatch { .. }
            | Self::Locked { .. }
            | Self::Interrupted
            | Self::Machine { .. } => Blame::Machine,
            Self::InLine { error, .. } => error.blame(),
            _ => Blame::Usage,
        }
    }

    /// Returns what to do about it, where that can be said without knowing who asks.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let did_you_mean =
            |nearest: &Option<String>| nearest.as_ref().map(|near| format!("did you mean `{near}`?"));
        let or_list = |nearest: &Option<String>, known: &[String]| {
            did_you_mean(nearest)
                .or_else(|| (!known.is_empty()).then(|| format!("it can be {}", known.join(", "))))
        };
        match self {
            Self::Name(error) => error.help(),
            Self::UnknownKind { nearest, .. } => did_you_mean(nearest)
                .or_else(|| Some(format!("the kinds are {}", Kind::ALL.map(Kind::singular).join(", ")))),
            Self::UnknownRelation { nearest, known, .. } | Self::UnknownKey { nearest, known, .. } => {
                did_you_mean(nearest).or_else(|| Some(format!("there is {}", known.join(", "))))
            }
            Self::UnknownValue { nearest, known, .. } => or_list(nearest, known),
            Self::MissingKey { known, .. } => or_list(&None, known),
            Self::InvalidId { suggestion, .. } => {
                suggestion.as_ref().map(|slug| format!("`{slug}` would be an id"))
            }
            Self::NoClaim { otherwise, .. } if !otherwise.is_empty() => {
                Some(format!("there is {}", otherwise.join("; ")))
            }
            Self::Changed { .. } | Self::NoMatch { .. } => {
                Some("look at it again, and repeat the edit".to_owned())
            }
            Self::InLine { error, .. } => error.help(),
            _ => None,
        }
    }
}

impl From<NameError> for EditError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}
