//! Other people's formats.
//!
//! A reader of a format turns a file into [`Row`]s, each with the line that it stands on, and tells
//! of all that it could not take over: [`ReadFile`]. What happens to rows does not depend on where
//! they come from: [`import_rows`] lays them beside what a landscape says already, and plans the
//! files that come of it.

mod audit;
mod claims;
pub mod csv;
mod draft;
pub mod edges;
mod error;
mod exclusion;
mod json;
pub mod landscape2;
mod mapping;
mod merge;
mod names;
mod reason;
mod write;

pub use audit::{Entry, ImportReport, NewRecord, ReadTotals, Totals, WrittenFile};
pub use error::{Fault, ImportError, Problem};
pub use exclusion::{Exclusion, Exclusions};
pub use json::{LandscapeError, import_landscape};
pub use mapping::{Mapping, NewTarget, SupportWords, Target};
pub use merge::{Import, MergeOptions, SourceRecord, import_rows};
pub use reason::{Added, Against, CitedAs, Claimed, InStack, Reason, RecordSays, Stays};
pub use write::PlannedImport;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::Ground;
use crate::model::{Basis, Kind, Maturity, Relation, Support, When};

/// A reader of a format: from the name and the bytes of a file to what stands in it.
///
/// A file is refused as a whole where a part of it cannot be read: nobody notices what is left out
/// in silence.
pub type Reader = fn(&str, &[u8]) -> Result<ReadFile, ImportError>;

/// What a reader has found in a file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ReadFile {
    /// The claims, in the order in which they stand.
    pub rows: Vec<Row>,
    /// What the records are that the rows name, where the file says more of them than a name.
    pub about: Vec<About>,
    /// What the reader has to tell. An entry that says `dropped` or `merged` stands for one piece
    /// of the file that is in no row; all others are remarks.
    pub audit: Vec<AuditEntry>,
    /// How many cells are blank, and so claim nothing.
    pub blank: u64,
}

/// What a file says of a record, besides claims.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct About {
    /// The line, from 1.
    pub line: u64,
    /// The kind of the record.
    pub kind: Kind,
    /// Its name, as it is written in the rows.
    pub name: String,
    /// Other names that people use for it.
    pub aliases: Vec<String>,
    /// What it is, in a sentence.
    pub description: Option<String>,
    /// Its page on the web.
    pub url: Option<String>,
}

/// What a row is about.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Subject {
    /// That a company offers a tool, provides a feature of it, or is active in a stack.
    #[default]
    Offer,
    /// That a record has a relation to another.
    Relation(RelationRow),
    /// What a record is.
    Record(About),
}

/// The claim that a record has a relation to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RelationRow {
    /// The record where the relation starts, as it is written; with its kind before it where
    /// several kinds fit.
    pub from: String,
    /// The relation.
    pub relation: Relation,
    /// The record where it leads, written like the other.
    pub to: String,
    /// What the claim says besides, by key: words as files have them, texts, and names of records.
    pub says: BTreeMap<&'static str, String>,
}

/// One row of a file: by default that a company offers a tool, provides a feature of it, or is
/// active in a stack.
///
/// Rows about a [`Subject::Relation`] or a [`Subject::Record`] say nothing of a company, a tool,
/// stacks, a feature, support, maturity or a product.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Row {
    /// The line, from 1, in the file that it comes from.
    pub line: u64,
    /// What it is about.
    pub subject: Subject,
    /// The company, as it is written.
    pub company: String,
    /// The company's page on the web.
    pub company_url: Option<String>,
    /// The tool, as it is written. Where it is empty, the claim is that the company is active in
    /// the stacks.
    pub tool: String,
    /// The stacks of the tool, as they are written.
    pub stacks: Vec<String>,
    /// The feature of the tool, where the claim is about one.
    pub feature: Option<String>,
    /// Whether it is offered or provided; nothing is claimed when there is none.
    pub support: Option<Support>,
    /// What the support was concluded from, where nobody claims it: the row then claims nothing.
    pub concluded: Option<Ground>,
    /// How far the company's own tool has come.
    pub maturity: Option<Maturity>,
    /// The name that it is sold under.
    pub product: Option<String>,
    /// The product's page on the web.
    pub url: Option<String>,
    /// When the claim began to be true.
    pub since: Option<When>,
    /// When it ceased to be true.
    pub until: Option<When>,
    /// The source, as it is written, where the row names one of its own.
    pub source: Option<String>,
    /// When it was read, where the file says so.
    pub on: Option<When>,
    /// The place in the source, where the file says more than the line.
    pub at: Option<String>,
    /// What a reader should know about it.
    pub note: Option<String>,
    /// How it follows from the source, where the file says so.
    pub basis: Option<Basis>,
    /// What a reader should know about the reading.
    pub evidence_note: Option<String>,
    /// The address of the very page.
    pub evidence_url: Option<String>,
    /// The words of the source.
    pub quote: Option<String>,
}

/// What happened to a piece of a file that was imported.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct AuditEntry {
    /// The file.
    pub file: String,
    /// The line, from 1; none where it is about the file as a whole.
    pub line: Option<u64>,
    /// What happened.
    pub fate: Fate,
    /// Which piece, as it is written in the file.
    pub what: String,
    /// What became of it, or why nothing did.
    pub why: Reason,
}

/// What happened to a piece of a file that was imported.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It became a record or a claim.
    Mapped,
    /// It says again what is known, or was put together with another.
    Merged,
    /// Nothing became of it.
    Dropped,
    /// It was taken over in a way that the file does not say.
    Guessed,
    /// It took the place of something else, as was asked.
    Replaced,
    /// It contradicts another claim.
    Contradicted,
    /// Two records look like one, and were left apart.
    Similar,
}

impl Fate {
    /// Returns the word as it stands in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mapped => "mapped",
            Self::Merged => "merged",
            Self::Dropped => "dropped",
            Self::Guessed => "guessed",
            Self::Replaced => "replaced",
            Self::Contradicted => "contradicted",
            Self::Similar => "similar",
        }
    }
}
