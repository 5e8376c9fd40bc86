//! The answer to a query.

use crate::words::phrases::plural;
use crate::words::{Asking, Block, Column, Table, View, Words};
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

impl Words for SqlReport {
    const NAME: &'static str = "sql";

    fn view(&self, _asking: &Asking) -> View {
        let rows = plural(self.rows.len(), "row", "rows");
        let mut view = View::new(if self.is_cut { format!("The first {rows}") } else { rows });
        let column = |(at, name): (usize, &String)| {
            let is_text = self.rows.iter().any(|row| matches!(row.get(at), Some(SqlValue::Text(_))));
            if is_text { Column::text(name) } else { Column::number(name) }
        };
        view.records = Table {
            columns: self.columns.iter().enumerate().map(column).collect(),
            rows: self.rows.iter().map(|row| row.iter().map(SqlValue::text).collect()).collect(),
        };
        if !self.rows.is_empty() {
            view.blocks.push(Block::Table(view.records.clone()));
        }
        let day = self.as_of.map_or_else(String::new, |day| format!("As of {day}. "));
        view.note(format!("{day}What nobody has claimed has no row: it is not known, and that is not a no."));
        view
    }
}
