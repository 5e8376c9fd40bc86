//! CSV: a header and one row for each fact.

use std::io::{self, Write};

use super::{Format, Layout, clean};
use crate::words::Answer;

/// One row for each fact, with ids.
pub static CSV: Format =
    Format { word: "csv", about: "The main table, with ids", is_for_people: false, write };

fn write(answer: &dyn Answer, layout: &Layout<'_>, out: &mut dyn Write) -> io::Result<()> {
    let records = answer.view(&layout.asking).records;
    let mut csv = ::csv::Writer::from_writer(out);
    csv.write_record(records.columns.iter().map(|column| &column.name))?;
    for row in &records.rows {
        csv.write_record(row.iter().map(|cell| clean(cell)))?;
    }
    csv.flush()
}
