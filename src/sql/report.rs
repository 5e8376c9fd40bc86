//! The answer to a query.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Date;

/// The answer to a query: rows under the columns that it names.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SqlReport {
    /// The names of the columns, in the order asked.
    pub columns: Vec<String>,
    /// The rows, each with a value for each column.
    pub rows: Vec<Vec<SqlValue>>,
    /// Whether there are more rows than were asked for.
    pub is_cut: bool,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// A value of an answer.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum SqlValue {
    /// None.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
}

impl SqlValue {
    /// Returns the value as a row shows it; nothing for none.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Integer(number) => number.to_string(),
            // With its point, so that it is seen to be no whole number.
            Self::Real(number) => format!("{number:?}"),
            Self::Text(text) => text.clone(),
        }
    }
}
