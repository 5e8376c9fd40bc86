//! A table of companies by tools.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::Landscape;

/// Writes a table: a row for each company, and a column for each tool after those of the company's
/// id and name, all in id order. A cell holds the support that counts: `yes`, `partial`, `planned`
/// or `no`, and nothing where it is not known. What nobody claims has with it what it is concluded
/// from, as in `no (listing)`; an import claims nothing of such a cell.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(c · t) time for c companies and t tools, which is what is written; one row is kept.
pub fn matrix(landscape: &Landscape, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(
        ["company", "company_name"]
            .into_iter()
            .chain(landscape.tools().map(|tool| landscape.node(tool).id())),
    )?;
    for company in landscape.companies() {
        let node = landscape.node(company);
        csv.write_field(node.id())?;
        csv.write_field(node.name())?;
        let mut offers = landscape.cells_of(company).peekable();
        for tool in landscape.tools() {
            let cell = offers.next_if(|(offered, _)| *offered == tool).map(|(_, cell)| cell);
            let text: Cow<'_, str> = cell.map_or("".into(), |cell| match cell.ground() {
                Some(ground) => format!("{} ({})", cell.support().word(), ground.word()).into(),
                None => cell.support().word().into(),
            });
            csv.write_field(&*text)?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()
}
