//! CSV: a header and one row for each fact.

use std::io::{self, Write};

use super::{Format, Layout, clean};
use crate::words::{Answer, Holds};

/// One row for each fact, with ids.
pub static CSV: Format =
    Format { word: "csv", about: "The main table, with ids", is_for_people: false, is_whole: true, write };

fn write(answer: &dyn Answer, layout: &Layout<'_>, out: &mut dyn Write) -> io::Result<()> {
    let records = answer.view(&layout.asking).records;
    let mut csv = ::csv::Writer::from_writer(out);
    for column in &records.columns {
        csv.write_field(&column.name)?;
        match column.holds {
            Holds::Name => csv.write_field(format!("{}_name", column.name))?,
            Holds::List => csv.write_field(format!("{}_names", column.name))?,
            Holds::Text | Holds::Number | Holds::Id => {}
        }
    }
    csv.write_record(None::<&[u8]>)?;
    for row in &records.rows {
        for (cell, column) in row.iter().zip(&records.columns) {
            csv.write_field(clean(&cell.exact()))?;
            // A column of records has its names beside it in every row, one without a record too.
            if matches!(column.holds, Holds::Name | Holds::List) {
                csv.write_field(clean(&cell.names().unwrap_or_default()))?;
            }
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()
}
