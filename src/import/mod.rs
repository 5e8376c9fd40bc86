//! Other people's formats.
//!
//! A reader of a format turns a file into [`Row`]s, each with the line that it stands on, and tells of all that it could not
//! take over. What happens to rows does not depend on where they come from.

pub mod edges;
pub mod landscape2;

use serde::Serialize;

use crate::model::{Date, Maturity, Support};

/// One claim of a file: that a company offers a tool, provides a feature of it, or stands in a stack.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Row {
    /// The line, from 1, in the file that it comes from.
    pub line: u64,
    /// The company, as it is written.
    pub company: String,
    /// The company's page on the web.
    pub company_url: Option<String>,
    /// The tool, as it is written.
    pub tool: String,
    /// The stacks of the tool, as they are written.
    pub stacks: Vec<String>,
    /// The feature of the tool, where the claim is about one.
    pub feature: Option<String>,
    /// Whether it is offered or provided; nothing is claimed when there is none.
    pub support: Option<Support>,
    /// How far the company's own tool has come.
    pub maturity: Option<Maturity>,
    /// The name that it is sold under.
    pub product: Option<String>,
    /// The product's page on the web.
    pub url: Option<String>,
    /// The day on which the claim began to be true.
    pub since: Option<Date>,
    /// The day on which it ceased to be true.
    pub until: Option<Date>,
    /// The day on which it was read, where the file says so.
    pub on: Option<Date>,
    /// The place in the source, where the file says more than the line.
    pub at: Option<String>,
    /// What a reader should know about it.
    pub note: Option<String>,
}

/// What happened to a piece of a file that was imported.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
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
    pub why: String,
}

/// What happened to a piece of a file that was imported.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
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
    /// It contradicts another claim.
    Contradicted,
    /// Two records look like one, and were left apart.
    Similar,
}
