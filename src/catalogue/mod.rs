//! The questions, one row each: what each is called, what it takes, how it is answered and how its
//! answer reads.
//!
//! The command line, the JSON Schemas, the functions in SQL, the lists in tests and the table of
//! commands in the documentation are made from these rows. A program that has only names and JSON
//! values asks through [`run`]:
//!
//! ```
//! use landscape_graph::catalogue::{Context, run};
//! use landscape_graph::landscape::Landscape;
//! use landscape_graph::load::{Files, parse};
//! use serde_json::json;
//!
//! let files = Files::from_text("market.json", r#"{
//!   "tools": [{ "id": "etl", "name": "ETL" }],
//!   "companies": [{ "id": "airbyte", "name": "Airbyte", "offers": [{ "tool": "etl", "support": "yes" }] }]
//! }"#);
//! let market = Landscape::build(parse(&files)?, &Default::default());
//! let answer = run(&Context::new(&market), "coverage", &json!({ "targets": ["etl"], "top": 5 }))?;
//! assert_eq!(answer.name(), "coverage");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod argument;
mod call;
mod error;
mod listing;
#[cfg(feature = "draw")]
mod pictures;
mod reading;
mod rows;
mod shape;

pub use argument::{Argument, MOST_NAMES, Place, Takes, VIEW};
pub use call::{Call, Context, State};
pub use error::AskError;
pub use listing::{Leads, Listing, MakeRows, RowColumn, RowType};
#[cfg(feature = "draw")]
pub use pictures::{Draw, Drawn, PictureRow, picture, pictures};
pub use shape::{JSON_VERSION, Shape, schema_of};

use serde_json::Value;

use crate::words::Answer;

/// A question: all that the rest of the program needs to know of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Question {
    /// Its name, which is its command.
    pub name: &'static str,
    /// What people do who ask it.
    pub group: Group,
    /// What it does, in one line that begins with a verb in the imperative.
    pub about: &'static str,
    /// More about it: paragraphs with an empty line between them.
    pub details: &'static str,
    /// What it takes, in the order of its help: first what it is asked about.
    pub arguments: &'static [&'static Argument],
    /// What it reads.
    pub reads: Reads,
    /// The reports that it may answer with.
    pub reports: &'static [Shape],
    /// Its rows as tables with fixed columns, each a function in SQL; none where the columns depend
    /// on the data, or where it reads more than one landscape of one day.
    pub listings: &'static [Listing],
    /// A call on the shipped landscape, as it is typed after the name.
    pub example: &'static [&'static str],
    /// Answers it.
    pub run: Run,
}

/// What a question or a picture is called, and what it takes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Form {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// More about it.
    pub details: &'static str,
    /// What it takes.
    pub arguments: &'static [&'static Argument],
    /// What it reads.
    pub reads: Reads,
}

impl Question {
    /// Returns what it is called and what it takes.
    #[must_use]
    pub const fn form(&self) -> Form {
        Form {
            name: self.name,
            about: self.about,
            details: self.details,
            arguments: self.arguments,
            reads: self.reads,
        }
    }
}

/// How a question is answered.
pub type Run = for<'l> fn(&Call<'_, 'l>) -> Result<Box<dyn Answer + 'l>, AskError>;

/// What people do who ask a question.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Group {
    /// They ask about the market.
    Ask,
    /// They look something up.
    LookUp,
    /// They keep the landscape true.
    Keep,
}

/// What a question reads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reads {
    /// A landscape, as of one day.
    Landscape,
    /// A landscape with the claims of all days.
    AllDays,
    /// Two states of a landscape: [`Context::states`].
    States,
    /// Two landscapes, an earlier one to learn from and a later one to measure against:
    /// [`Context::states`].
    Backtest,
}

/// Returns every question, in the order of the help.
#[must_use]
pub fn questions() -> &'static [&'static Question] {
    rows::ALL
}

/// Returns the question that is asked where none is named: what the landscape holds.
#[must_use]
pub fn first_question() -> &'static Question {
    &rows::OVERVIEW
}

/// Returns the question of a name.
///
/// # Errors
///
/// [`AskError::Unknown`], with the nearest name.
pub fn question(name: &str) -> Result<&'static Question, AskError> {
    let found = questions().iter().find(|question| question.name == name);
    found.copied().ok_or_else(|| AskError::unknown(name, questions().iter().map(|question| question.name)))
}

/// Asks the question of a name.
///
/// `arguments` is an object with a value for each argument that is given, or null: a record by id,
/// name or alias; a number, also as text; a flag as true or false. Where an argument takes several
/// records it is a list or a single one.
///
/// # Errors
///
/// [`AskError`] where there is no such question, where it takes no such argument, or where a value
/// does not fit.
pub fn run<'l>(
    context: &Context<'l>,
    name: &str,
    arguments: &Value,
) -> Result<Box<dyn Answer + 'l>, AskError> {
    let question = question(name)?;
    (question.run)(&Call::new(question.form(), context, arguments)?)
}
