//! What an import has come to, piece by piece.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Fate, Reason, RelationRow, Row, Subject};
use crate::model::{Holds, Kind};

/// How an import went: what became of every row of every file.
///
/// Every row is mapped, merged, dropped or contradicted, and each is counted once; the other
/// entries are remarks.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ImportReport {
    /// The landscape into which it goes.
    pub into: String,
    /// Whether only the audit was asked for, and nothing was written.
    pub dry_run: bool,
    /// How many rows came to what.
    pub totals: Totals,
    /// The files that were read, in the order in which they were named.
    pub read: Vec<ReadTotals>,
    /// The records that are new, in the order of kinds and ids.
    pub new_records: Vec<NewRecord>,
    /// What became of each row, and remarks, in the order of the files and their lines.
    pub entries: Vec<Entry>,
    /// The files that are new or changed, in the order of their names.
    pub written: Vec<WrittenFile>,
}

/// How many rows came to what: the last four add up to the first.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// All rows that were read; blank cells of a matrix are among them.
    pub rows: u64,
    /// They became a record or a claim.
    pub mapped: u64,
    /// They say what is known.
    pub merged: u64,
    /// Nothing became of them.
    pub dropped: u64,
    /// They contradict another claim.
    pub contradicted: u64,
}

/// How many rows a file has.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReadTotals {
    /// The file.
    pub file: String,
    /// Its rows; blank cells of a matrix are among them.
    pub rows: u64,
}

/// A record that is new.
#[derive(Clone, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct NewRecord {
    /// The kind.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// What became of a row, or a remark.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// The file.
    pub file: String,
    /// The line, from 1; none where it is about the file as a whole.
    pub line: Option<u64>,
    /// What happened.
    pub fate: Fate,
    /// How many rows it accounts for; none where it is a remark.
    pub rows: u64,
    /// Which piece, as it is written in the file.
    pub what: String,
    /// What became of it, or why nothing did.
    pub why: Reason,
}

/// A file of the landscape that is new or changed.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WrittenFile {
    /// The file.
    pub file: String,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// What is collected while an import goes on.
#[derive(Debug, Default)]
pub(super) struct Audit {
    pub(super) read: Vec<ReadTotals>,
    pub(super) entries: Vec<Entry>,
    pub(super) new_records: Vec<NewRecord>,
}

impl Audit {
    pub(super) fn read(&mut self, file: &str, rows: u64) {
        self.read.push(ReadTotals { file: file.to_owned(), rows });
    }

    pub(super) fn report(mut self, into: &str, written: Vec<WrittenFile>) -> ImportReport {
        let of = |fate| self.entries.iter().filter(|entry| entry.fate == fate).map(|entry| entry.rows).sum();
        let totals = Totals {
            rows: self.read.iter().map(|read| read.rows).sum(),
            mapped: of(Fate::Mapped),
            merged: of(Fate::Merged),
            dropped: of(Fate::Dropped),
            contradicted: of(Fate::Contradicted),
        };
        self.new_records.sort();
        ImportReport {
            into: into.to_owned(),
            dry_run: false,
            totals,
            read: self.read,
            new_records: self.new_records,
            entries: self.entries,
            written,
        }
    }
}

/// Returns a row as people read it.
pub(super) fn describe(row: &Row) -> String {
    match &row.subject {
        Subject::Offer => describe_offer(row),
        Subject::Relation(relation) => describe_relation(relation),
        Subject::Record(about) => format!("{} {}", about.kind, about.name),
    }
}

fn describe_relation(row: &RelationRow) -> String {
    let rule = row.relation.rule();
    let words = rule.says.iter().filter(|said| matches!(said.holds, Holds::OneOf(_)));
    let words: Vec<&str> =
        words.filter_map(|said| row.says.get(said.detail.key)).map(String::as_str).collect();
    let said = if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
    format!("{} {} {}{said}", row.from, rule.key, row.to)
}

fn describe_offer(row: &Row) -> String {
    let support = row.support.map(|support| format!(": {}", support.word())).unwrap_or_default();
    let parts = [Some(row.company.as_str()), Some(row.tool.as_str()), row.feature.as_deref()];
    let mut parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let stacks = row.stacks.join("; ");
    if row.tool.is_empty() && row.feature.is_none() && !stacks.is_empty() {
        parts.push(&stacks);
    }
    format!("{}{support}", parts.join(", "))
}
