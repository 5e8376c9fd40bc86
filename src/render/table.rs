//! CSV: a head and one row for each fact.

use std::io::{self, Write};

use super::{Csv, Renderer, clean};
use crate::words::View;

impl Renderer for Csv {
    fn render(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(view.records.columns.iter().map(|column| &column.name))?;
        for row in &view.records.rows {
            csv.write_record(row.iter().map(|cell| clean(cell)))?;
        }
        csv.flush()
    }
}
