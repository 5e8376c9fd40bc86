//! The list of offers that no import takes over, each with the reason.

use super::csv::{CsvOptions, Layout, read};
use super::error::{Fault, ImportError, Problem};
use super::mapping::Mapping;

/// Offers that no import takes over, since somebody has found that they are none: an integration,
/// another meaning of the word, a product that has ended.
///
/// # Example
///
/// ```
/// use landscape_graph::import::Exclusions;
///
/// let list = b"company\ttool\treason\nFivetran\tWarehouse\tIt loads the customer's own\n";
/// assert_eq!(Exclusions::parse("excluded.tsv", list)?.entries.len(), 1);
/// assert!(Exclusions::parse("excluded.tsv", b"company\ttool\treason\nFivetran\tWarehouse\t\n").is_err());
/// # Ok::<(), landscape_graph::import::ImportError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Exclusions {
    /// The file that holds them.
    pub file: String,
    /// What is excluded, in the order of the lines.
    pub entries: Vec<Exclusion>,
}

/// One offer that no import takes over.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Exclusion {
    /// The line, from 1.
    pub line: u64,
    /// The company: an id, a name or an alias.
    pub company: String,
    /// The tool: an id, a name or an alias.
    pub tool: String,
    /// The product, where others of the company do count.
    pub product: Option<String>,
    /// Why it is no offer.
    pub reason: String,
}

impl Exclusions {
    /// Reads a list with the columns `company`, `tool`, `reason` and, where it needs one,
    /// `product`. Cells are separated by tabs; where the name of the file ends in `.csv`, by
    /// commas.
    ///
    /// # Errors
    ///
    /// What is wrong with any list, and each row without a company, a tool or a reason.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, ImportError> {
        let mut mapping = Mapping::default();
        mapping.columns.insert("note".to_owned(), "reason".to_owned());
        let is_csv = file.to_lowercase().ends_with(".csv");
        let delimiter = if is_csv { b',' } else { b'\t' };
        let list = read(file, bytes, &CsvOptions { delimiter, layout: Layout::Long, mapping: &mapping })
            .map_err(in_words_of_the_list)?;
        let (mut entries, mut problems) = (Vec::with_capacity(list.rows.len()), Vec::new());
        for row in list.rows {
            let reason = row.note.unwrap_or_default();
            let cells = [("company", &row.company), ("tool", &row.tool), ("reason", &reason)];
            let blank = cells.into_iter().filter(|(_, cell)| cell.trim().is_empty());
            problems.extend(blank.map(|(column, _)| Problem::in_cell(row.line, column, Fault::EmptyCell)));
            let (line, company, tool, product) = (row.line, row.company, row.tool, row.product);
            entries.push(Exclusion { line, company, tool, product, reason });
        }
        if problems.is_empty() {
            Ok(Self { file: file.to_owned(), entries })
        } else {
            Err(ImportError::new(file, problems))
        }
    }
}

/// Says which columns the list has, since no mapping names them.
fn in_words_of_the_list(mut error: ImportError) -> ImportError {
    for problem in &mut error.problems {
        if let Fault::NoColumn { wanted, .. } = &problem.fault {
            let reason = format!(
                "the header has no column `{wanted}`; a list of exclusions has the columns `company`, `tool`, `reason` and, if \
                 one product is meant, `product`"
            );
            problem.fault = Fault::Malformed { reason };
        }
    }
    error
}
