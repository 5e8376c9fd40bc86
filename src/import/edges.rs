//! A tidy list of who offers what, one row each: organisation, category, subcategory.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::csv::broken_quote;
use super::names::id_of_name;
use crate::id::fold_name;

/// The columns that are needed, each with the spellings that are understood.
const COLUMNS: [(&str, &[&str]); 3] = [
    ("organisation", &["organisation", "organization", "company"]),
    ("category", &["category", "stack"]),
    ("subcategory", &["subcategory", "tool"]),
];

/// What is between the fields of a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delimiter {
    /// A comma: CSV.
    Comma,
    /// A tabulator: TSV.
    Tab,
}

/// Why a list of edges cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EdgeError {
    /// A row is broken.
    #[error("line {line}: {reason}")]
    Row {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The head lacks a column.
    #[error("line 1: there is no column `{missing}`; the columns are {found}")]
    Column {
        /// The column.
        missing: &'static str,
        /// The columns that there are.
        found: String,
    },
    /// A cell is empty that must not be.
    #[error("line {line}: the column `{column}` is empty")]
    Empty {
        /// The line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// There is no row.
    #[error("there is no row below the head")]
    NoRows,
    /// There is no head either.
    #[error("it is empty: a head with the columns organisation, category and subcategory is needed")]
    NoHead,
}

/// A landscape that was read from a list of edges.
#[derive(Clone, Debug)]
pub struct EdgeList {
    /// The landscape as a document of the project's own format.
    pub document: String,
    /// How many rows there were.
    pub rows: u64,
    /// How many rows say again what an earlier one says.
    pub repeated: u64,
    /// The spellings that were taken for an earlier one, since they differ in case, spaces or
    /// punctuation alone: each with the one that it was taken for, in order.
    pub respelt: Vec<(String, String)>,
}

/// Names of one kind, each with the id that it has: the same for the same spelling in every list in
/// which it comes before any other spelling of the name.
#[derive(Default)]
struct Names {
    /// From the folded name to the first spelling and the id.
    known: BTreeMap<String, (String, String)>,
    respelt: BTreeSet<(String, String)>,
}

impl Names {
    fn id(&mut self, name: &str) -> String {
        let folded = fold_name(name);
        let (first, id) = self.known.entry(folded).or_insert_with(|| (name.to_owned(), id_of_name(name)));
        if first != name {
            self.respelt.insert((name.to_owned(), first.clone()));
        }
        id.clone()
    }
}

/// Reads a list of edges: a head with the columns organisation, category and subcategory in any
/// order, and any others; then a row for each tool (subcategory) that a company (organisation)
/// offers, with the stack (category) that it is in. An empty category is no stack. Names that
/// differ in case, spaces or punctuation alone are one.
///
/// # Errors
///
/// [`EdgeError`] for a head that lacks a column, a row of the wrong length, text that is no UTF-8,
/// a row without organisation or subcategory, a list without rows, and one without a head.
///
/// # Example
///
/// ```
/// use landscape_graph::import::edges::{Delimiter, edge_list};
///
/// let text = "organisation,category,subcategory\nSprig,Product,Surveys\n";
/// let list = edge_list("Market", text.as_bytes(), Delimiter::Comma)?;
/// assert_eq!(list.rows, 1);
/// # Ok::<(), landscape_graph::import::edges::EdgeError>(())
/// ```
pub fn edge_list(name: &str, bytes: &[u8], delimiter: Delimiter) -> Result<EdgeList, EdgeError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let separator = match delimiter {
        Delimiter::Comma => b',',
        Delimiter::Tab => b'\t',
    };
    if let Some((line, reason)) = broken_quote(bytes, separator) {
        return Err(EdgeError::Row { line, reason: reason.to_owned() });
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).from_reader(bytes);
    let head = reader.headers().map_err(|error| row_error(&error, bytes))?.clone();
    if head.iter().all(str::is_empty) {
        return Err(EdgeError::NoHead);
    }
    let column = |(name, spellings): &(&'static str, &[&str])| {
        // The first spelling before the others: a `tool` beside a `subcategory` is a column more.
        let of = |spelling: &&str| head.iter().position(|head| head.to_lowercase() == *spelling);
        spellings.iter().find_map(of).ok_or_else(|| EdgeError::Column {
            missing: name,
            found: head.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        })
    };
    let [organisation, category, subcategory] =
        [column(&COLUMNS[0])?, column(&COLUMNS[1])?, column(&COLUMNS[2])?];

    let [mut companies, mut stacks, mut tools] = [Names::default(), Names::default(), Names::default()];
    let mut offers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut in_stack: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut rows, mut repeated) = (0, 0);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| row_error(&error, bytes))? {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        for (at, column) in [(organisation, COLUMNS[0].0), (subcategory, COLUMNS[2].0)] {
            if cell(at).is_empty() {
                return Err(EdgeError::Empty { line: line_of(record.position(), bytes), column });
            }
        }
        rows += 1;
        let (company, tool) = (companies.id(cell(organisation)), tools.id(cell(subcategory)));
        let stacks_of_tool = in_stack.entry(tool.clone()).or_default();
        let is_new_stack = !cell(category).is_empty() && stacks_of_tool.insert(stacks.id(cell(category)));
        let is_new = offers.entry(company).or_default().insert(tool);
        repeated += u64::from(!is_new && !is_new_stack);
    }
    if rows == 0 {
        return Err(EdgeError::NoRows);
    }
    let records = |names: &Names, links: &dyn Fn(&str) -> (&'static str, Vec<serde_json::Value>)| {
        let record = |(name, id): &(String, String)| {
            let (key, links) = links(id);
            let mut record = json!({ "id": id, "name": name });
            if !links.is_empty() {
                record[key] = links.into();
            }
            record
        };
        names.known.values().map(record).collect::<Vec<_>>()
    };
    let to = |ids: Option<&BTreeSet<String>>, link: &dyn Fn(&String) -> serde_json::Value| {
        ids.into_iter().flatten().map(link).collect::<Vec<_>>()
    };
    let document = json!({
        "landscape": { "schema": crate::model::SCHEMA_VERSION, "name": name },
        "stacks": records(&stacks, &|_| ("", Vec::new())),
        "tools": records(&tools, &|id| ("in_stack", to(in_stack.get(id), &|stack| json!({ "stack": stack })))),
        "companies": records(&companies, &|id| {
            ("offers", to(offers.get(id), &|tool| json!({ "tool": tool, "support": "yes" })))
        }),
    });
    let respelt = [companies.respelt, stacks.respelt, tools.respelt].into_iter().flatten().collect();
    Ok(EdgeList { document: document.to_string(), rows, repeated, respelt })
}

/// Returns the line, from 1, on which a row begins: the reader counts the empty lines before it to
/// the row.
fn line_of(position: Option<&csv::Position>, bytes: &[u8]) -> u64 {
    let Some(position) = position else { return 1 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = bytes.get(start..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    position.line() + empty.count() as u64
}

fn row_error(error: &csv::Error, bytes: &[u8]) -> EdgeError {
    let line = line_of(error.position(), bytes);
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} fields, and the head {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "the row is no UTF-8".to_owned(),
        _ => error.to_string(),
    };
    EdgeError::Row { line, reason }
}
