//! SQL: the questions as views over the tables, in what `SQLite`, `DuckDB` and Spark have in
//! common.

use std::io::{self, Write};

use crate::Landscape;
use crate::landscape::CompanyIx;

/// The script, with `{asked}` where the id of the company stands that is asked about.
const QUESTIONS: &str = include_str!("questions.sql");

/// Writes a script that makes a view for each question over the tables that [`crate::tables`]
/// lists: coverage, overlap of `company` and of all pairs, the gaps of `company`, and peer support
/// for them.
///
/// # Errors
///
/// Only what `out` itself returns.
pub fn sql(landscape: &Landscape, company: CompanyIx, out: &mut dyn Write) -> io::Result<()> {
    // An id is a slug: there is nothing in it that ends a text.
    let id = landscape.node(company).id();
    out.write_all(QUESTIONS.replace("{asked}", id).as_bytes())
}
