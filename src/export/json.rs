//! The landscape as one document of the project's own format.

use std::io::{self, Write};

use crate::model::{Document, Model};

/// Writes every record and every claim as one document, whatever the day on which a claim holds: records in id order
/// within their kind, keys in the order of the types, claims in the order in which they stand.
///
/// Loading what is written gives the same landscape, and exporting that gives the same bytes. `"$schema"`, which says
/// nothing of the landscape, is left out.
///
/// # Errors
///
/// Only what `out` itself returns.
pub fn json(model: Model<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document::from(model))?;
    writeln!(out)
}
