//! What an edit has come to: what was changed, in which files, and where.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::value::Json;
use crate::model::Kind;

/// What an edit has come to.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EditReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The hash of all files before.
    pub hash_before: String,
    /// The hash of all files after.
    pub hash_after: String,
    /// What was changed, in the order of the edits.
    pub changes: Vec<Change>,
    /// The files that change, in the order of their names.
    pub files: Vec<ChangedFile>,
    /// What was taken note of while an interrupted edit was dealt with.
    pub recovered: Option<Recovered>,
}

/// What became of an edit that was interrupted.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovered {
    /// It was finished.
    Finished,
    /// It was undone, since a file had been changed meanwhile.
    Undone,
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Finished => "an edit that was interrupted has been finished",
            Self::Undone => {
                "an edit that was interrupted has been undone, since a file was changed meanwhile"
            }
        })
    }
}

/// A file that changes.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChangedFile {
    /// Its name; the new one, where it is renamed.
    pub file: String,
    /// The name that it had, where that was another.
    pub renamed_from: Option<String>,
    /// Its hash before; none of a new one.
    pub hash_before: Option<String>,
    /// Its hash after; none of one that goes.
    pub hash_after: Option<String>,
    /// What is new in it.
    pub spans: Vec<Span>,
    /// The difference, line by line, where nothing was written.
    pub diff: Option<String>,
}

/// A range of a file as it is after the edit; an empty one where something went.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One change, and the file it is in.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The file.
    pub file: String,
    /// What was done.
    #[serde(flatten)]
    pub done: Done,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.done)
    }
}

/// A claim, by what it joins.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Joined {
    /// The id of the record that it starts from.
    pub from: String,
    /// The relation.
    pub relation: String,
    /// The id of the record that it leads to.
    pub to: String,
}

impl fmt::Display for Joined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{} {} {}`", self.from, self.relation, self.to)
    }
}

/// What was done.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "did", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Done {
    /// A new record.
    Added {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A new claim.
    Linked {
        /// The claim.
        claim: Joined,
    },
    /// Evidence, or more of what it says, for a claim that was there.
    Supported {
        /// The claim.
        claim: Joined,
    },
    /// A claim in the place of one that said otherwise.
    Replaced {
        /// The claim.
        claim: Joined,
        /// What was there.
        removed: Json,
    },
    /// A claim behind one that ends.
    Followed {
        /// The claim.
        claim: Joined,
        /// The day on which the former ends.
        day: String,
    },
    /// A claim that went.
    Unlinked {
        /// The claim.
        claim: Joined,
        /// What was there.
        removed: Json,
    },
    /// Evidence that went.
    Unsupported {
        /// The claim.
        claim: Joined,
        /// What was there.
        removed: Vec<Json>,
    },
    /// A value.
    Set {
        /// What has it.
        of: String,
        /// The key.
        key: String,
        /// What was there.
        before: Option<Json>,
        /// What is there now.
        after: Json,
    },
    /// A value that went.
    Unset {
        /// What had it.
        of: String,
        /// The key.
        key: String,
        /// What was there.
        removed: Json,
    },
    /// Another id or name.
    Renamed {
        /// The kind.
        kind: Kind,
        /// The old id.
        from: String,
        /// The new id.
        to: String,
        /// How many references were changed.
        references: usize,
        /// In how many files.
        files: usize,
    },
    /// Two records that are one now.
    Merged {
        /// The kind.
        kind: Kind,
        /// The id of the one that went.
        from: String,
        /// The id of the one that stays.
        into: String,
        /// How many references were changed.
        references: usize,
    },
    /// A record that went.
    Removed {
        /// The kind.
        kind: Kind,
        /// The id.
        id: String,
        /// How many references went with it.
        references: usize,
        /// What was there.
        removed: Json,
    },
    /// A record that says something else now.
    Changed {
        /// What was changed.
        of: String,
    },
    /// A file that is as it was before the last edit.
    Restored,
    /// A file that is laid out in the canonical form now.
    Formatted,
}

fn count(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { kind, id } => write!(f, "added {kind} `{id}`"),
            Self::Linked { claim } => write!(f, "added {claim}"),
            Self::Supported { claim } => write!(f, "added to {claim}, which was there"),
            Self::Replaced { claim, removed } => write!(f, "replaced {claim}; it was {removed}"),
            Self::Followed { claim, day } => {
                write!(f, "added {claim} from {day} on; the former claim ends then")
            }
            Self::Unlinked { claim, removed } => write!(f, "removed {claim}; it was {removed}"),
            Self::Unsupported { claim, removed } => {
                let removed: Vec<String> = removed.iter().map(Json::to_string).collect();
                write!(f, "removed evidence of {claim}; it was {}", removed.join(", "))
            }
            Self::Set { of, key, before: Some(before), after } => {
                write!(f, "set `{key}` of {of} to {after}; it was {before}")
            }
            Self::Set { of, key, before: None, after } => write!(f, "set `{key}` of {of} to {after}"),
            Self::Unset { of, key, removed } => write!(f, "removed `{key}` of {of}; it was {removed}"),
            Self::Renamed { kind, from, to, references: 0, .. } => {
                write!(f, "renamed {kind} `{from}` to `{to}`")
            }
            Self::Renamed { kind, from, to, references, files } => write!(
                f,
                "renamed {kind} `{from}` to `{to}`, with {} in {}",
                count(*references, "reference"),
                count(*files, "file")
            ),
            Self::Merged { kind, from, into, references: 0 } => {
                write!(f, "merged {kind} `{from}` into `{into}`")
            }
            Self::Merged { kind, from, into, references } => {
                write!(f, "merged {kind} `{from}` into `{into}`, with {}", count(*references, "reference"))
            }
            Self::Removed { kind, id, references: 0, .. } => write!(f, "removed {kind} `{id}`"),
            Self::Removed { kind, id, references, .. } => {
                write!(f, "removed {kind} `{id}` and {} to it", count(*references, "reference"))
            }
            Self::Changed { of } => write!(f, "changed {of}"),
            Self::Restored => f.write_str("as it was before the last edit"),
            Self::Formatted => f.write_str("formatted"),
        }
    }
}
