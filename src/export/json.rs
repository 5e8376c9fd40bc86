//! The landscape as one document of the project's own format.

use std::io::{self, Write};

use crate::model::PackedModel;

/// Writes every record and every claim as one document, whatever the day on which a claim holds:
/// records in id order within their kind, keys in the order of the types, claims in the order in
/// which they stand.
///
/// Loading what is written gives the same landscape, and exporting that gives the same bytes.
/// `"$schema"`, which says nothing of the landscape, is left out.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n) time for n records and claims; of packed companies, one at a time is kept as a record.
pub fn json<'t>(model: impl Into<PackedModel<'t>>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &model.into())?;
    writeln!(out)
}
