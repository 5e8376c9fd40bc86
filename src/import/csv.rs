//! Comma-separated and tab-separated lists: one row a claim or a record, or a matrix with a company
//! a row and a tool a column.

mod relations;

use std::collections::BTreeMap;

use super::error::{Fault, ImportError, Problem};
use super::mapping::{COMMON_COLUMNS, Mapping, OFFER_COLUMNS};
use super::{AuditEntry, Fate, ReadFile, Reason, Row};
use crate::id::{fold_name, nearest};
use crate::landscape::Ground;
use crate::model::{Basis, Maturity, Support, When, Word};

/// How a list is laid out.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Layout {
    /// As a long list where the head has a column for the tool, for a relation or for a record,
    /// else as a matrix.
    #[default]
    Detect,
    /// One row for each claim or record.
    Long,
    /// One row for each company and one column for each tool.
    Wide,
}

/// How to read a list.
#[derive(Clone, Debug)]
pub struct CsvOptions<'m> {
    /// What stands between the cells of a row.
    pub delimiter: u8,
    /// How it is laid out.
    pub layout: Layout,
    /// What its heads and words mean.
    pub mapping: &'m Mapping,
}

/// The heads that are understood beside a column's own name.
const ALSO: [(&str, &[&str]); 6] = [
    ("company", &["organisation", "organization"]),
    ("tool", &["subcategory"]),
    ("stack", &["stacks", "category"]),
    ("date", &["on"]),
    ("company_url", &["company url"]),
    ("evidence_url", &["evidence url"]),
];

/// Reads a list.
///
/// A file that is no UTF-8 is read as Windows-1252, and the audit says so. Blank cells claim
/// nothing.
///
/// # Errors
///
/// Every problem, with its line and column: a file without rows, columns that are missing or stand
/// twice, rows that are too long or too short, words that do not say whether a tool is offered,
/// dates that are none.
///
/// # Example
///
/// ```
/// use landscape_graph::import::Mapping;
/// use landscape_graph::import::csv::{CsvOptions, Layout, read};
///
/// let mapping = Mapping::default();
/// let options = CsvOptions { delimiter: b',', layout: Layout::Detect, mapping: &mapping };
/// let long = read("a.csv", b"company,tool,support\nSprig,Surveys,yes\n", &options)?;
/// let wide = read("b.csv", "vendor,Surveys,Tours\nSprig,✓,\n".as_bytes(), &options)?;
/// assert_eq!(long.rows[0].tool, wide.rows[0].tool);
/// assert_eq!(wide.blank, 1);
/// # Ok::<(), landscape_graph::import::ImportError>(())
/// ```
pub fn read(file: &str, bytes: &[u8], options: &CsvOptions<'_>) -> Result<ReadFile, ImportError> {
    let mut list = ReadFile::default();
    let (text, encoding) = decode(bytes);
    if let Some(encoding) = encoding {
        list.audit.push(AuditEntry {
            file: file.to_owned(),
            line: None,
            fate: Fate::Guessed,
            what: "the encoding".to_owned(),
            why: Reason::ReadInEncoding { encoding: encoding.to_string() },
        });
    }
    if text.trim().is_empty() {
        return Err(ImportError::whole(file, Fault::Empty));
    }
    if let Some((line, reason)) = broken_quote(text.as_bytes(), options.delimiter) {
        return Err(ImportError::new(
            file,
            vec![Problem::at(line, Fault::Malformed { reason: reason.to_owned() })],
        ));
    }
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(options.delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut lines: Vec<(u64, ::csv::StringRecord)> = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|error| ImportError::whole(file, Fault::Malformed { reason: error.to_string() }))?;
        let line = record.position().map_or(1, |position| {
            // The reader passes over blank lines after it has noted where it is.
            let offset = usize::try_from(position.byte()).unwrap_or(usize::MAX);
            let rest = text.as_bytes().get(offset..).unwrap_or_default();
            let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
            position.line() + blank.filter(|byte| **byte == b'\n').count() as u64
        });
        if record.iter().any(|cell| !cell.is_empty()) {
            lines.push((line, record));
        }
    }
    let mut lines = lines.into_iter();
    let Some((head_line, head)) = lines.next() else { return Err(ImportError::whole(file, Fault::Empty)) };
    let head: Vec<String> = head.iter().map(str::to_owned).collect();
    let mut table = Table { file, head, head_line, options, as_matrix: false, problems: Vec::new(), list };
    table.read(&lines.collect());
    let Table { mut problems, list, .. } = table;
    if problems.is_empty() {
        return Ok(list);
    }
    problems.sort_by_key(|problem| problem.line);
    Err(ImportError::new(file, problems))
}

/// Finds a quote that swallows what follows: one that is never closed, or text behind one that
/// closes a cell. The reader itself takes both for a long cell.
pub(super) fn broken_quote(text: &[u8], delimiter: u8) -> Option<(u64, &'static str)> {
    let mut bytes = text.iter().copied().peekable();
    let (mut line, mut at_start) = (1, true);
    while let Some(byte) = bytes.next() {
        if byte != b'"' || !at_start {
            line += u64::from(byte == b'\n');
            at_start = byte == delimiter || byte == b'\n' || byte == b'\r';
            continue;
        }
        let opened = line;
        loop {
            match bytes.next() {
                None => return Some((opened, "the quote that opens here is never closed")),
                Some(b'"') if bytes.peek() == Some(&b'"') => {
                    bytes.next();
                }
                Some(b'"') => break,
                Some(byte) => line += u64::from(byte == b'\n'),
            }
        }
        while bytes.next_if(|byte| *byte != delimiter && matches!(byte, b' ' | b'\t')).is_some() {}
        if bytes.peek().is_some_and(|byte| *byte != delimiter && !matches!(byte, b'\n' | b'\r')) {
            return Some((
                line,
                "there is text behind the quote that closes a cell; inside a cell a quote is written twice",
            ));
        }
        at_start = false;
    }
    None
}

/// Decodes a text; tells the encoding where that is a guess.
fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return (encoding.decode_without_bom_handling(rest).0.into_owned(), None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let encoding = encoding_rs::WINDOWS_1252;
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), Some(encoding.name()))
}

struct Table<'t, 'm> {
    file: &'t str,
    head: Vec<String>,
    head_line: u64,
    options: &'t CsvOptions<'m>,
    /// Whether the file was found to be a matrix, and nobody has said so.
    as_matrix: bool,
    problems: Vec<Problem>,
    list: ReadFile,
}

type Lines = Vec<(u64, ::csv::StringRecord)>;

impl Table<'_, '_> {
    fn read(&mut self, lines: &Lines) {
        if lines.is_empty() {
            self.problems.push(Problem { line: None, column: None, fault: Fault::NoRows });
        }
        self.check_head(lines);
        self.check_lengths(lines);
        if !self.problems.is_empty() {
            return;
        }
        if self.options.layout != Layout::Wide {
            if self.is_of("relation") {
                return self.relations(lines);
            }
            if self.is_of("record") {
                return self.records(lines);
            }
        }
        let tool = self.find("tool");
        let is_long = match self.options.layout {
            Layout::Long => true,
            Layout::Wide => false,
            Layout::Detect => tool.is_some() || self.options.mapping.columns.contains_key("tool"),
        };
        self.as_matrix = !is_long && self.options.layout == Layout::Detect;
        if is_long { self.long(lines) } else { self.wide(lines) }
    }

    /// Returns whether the list is one of relations or of records: the mapping gives it that
    /// column, or its head has it and is not that of a list of offers.
    fn is_of(&self, column: &str) -> bool {
        let Mapping { columns, defaults, .. } = self.options.mapping;
        let is_of_offers = || self.find("company").is_some() && self.find("tool").is_some();
        columns.contains_key(column)
            || defaults.contains_key(column)
            || self.find_unclaimed(column).is_some() && !is_of_offers()
    }

    fn check_head(&mut self, lines: &Lines) {
        let mut seen = std::collections::BTreeSet::new();
        for (at, name) in self.head.iter().enumerate() {
            let is_used = || lines.iter().any(|(_, row)| row.get(at).is_some_and(|cell| !cell.is_empty()));
            let fault = match name.as_str() {
                "" if at > 0 && is_used() => Fault::UnnamedColumn,
                "" => continue,
                name if !seen.insert(name.to_lowercase()) => Fault::DuplicateColumn,
                _ => continue,
            };
            let name = if name.is_empty() { (at + 1).to_string() } else { name.clone() };
            self.problems.push(Problem::in_cell(self.head_line, name, fault));
        }
    }

    fn check_lengths(&mut self, lines: &Lines) {
        let expected = self.head.len();
        for (line, row) in lines.iter().filter(|(_, row)| row.len() != expected) {
            self.problems.push(Problem::at(*line, Fault::Ragged { found: row.len(), expected }));
        }
    }

    /// Finds a column by the head that the mapping gives it, else by its own name.
    fn find(&self, column: &str) -> Option<usize> {
        let named = |name: &str| self.head.iter().position(|head| head.to_lowercase() == name.to_lowercase());
        if let Some(name) = self.options.mapping.columns.get(column) {
            return named(name);
        }
        let also = ALSO.iter().find(|(name, _)| *name == column).map(|(_, also)| *also).unwrap_or_default();
        named(column).or_else(|| also.iter().find_map(|name| named(name)))
    }

    /// Finds a column like [`find`](Self::find), but under no head that the mapping gives to
    /// another one.
    fn find_unclaimed(&self, column: &str) -> Option<usize> {
        let heads = &self.options.mapping.columns;
        let is_claimed = |at: &usize| {
            let head = self.head.get(*at).map(|head| head.to_lowercase());
            heads.values().any(|claimed| Some(claimed.to_lowercase()) == head)
        };
        self.find(column).filter(|at| heads.contains_key(column) || !is_claimed(at))
    }

    /// Refuses columns and defaults of the mapping that this kind of list does not have.
    fn check_mapping(&mut self, of: &'static str, wanted: &[&'static str]) {
        let Mapping { columns, defaults, .. } = self.options.mapping;
        let mut named: Vec<&String> = columns.keys().chain(defaults.keys()).collect();
        named.sort_unstable();
        named.dedup();
        for column in named.into_iter().filter(|column| !wanted.contains(&column.as_str())) {
            let known = wanted.iter().map(|column| (*column).to_owned()).collect();
            let fault = Fault::NotOfList { of, column: column.clone(), known };
            self.problems.push(Problem::at(self.head_line, fault));
        }
    }

    /// Tells of columns from which nothing is read.
    fn tell_unread(&mut self, columns: &BTreeMap<&'static str, usize>) {
        let unread: Vec<String> = (0..self.head.len())
            .filter(|at| !columns.values().any(|used| used == at))
            .filter_map(|at| Some(format!("`{}`", self.head.get(at).filter(|name| !name.is_empty())?)))
            .collect();
        if !unread.is_empty() {
            self.remark(Fate::Guessed, &unread.join(", "), Reason::UnreadColumns);
        }
    }

    fn missing(&mut self, wanted: &str) {
        let heads: Vec<&str> = self.head.iter().map(String::as_str).collect();
        let nearest = nearest(wanted, heads.iter().copied()).map(str::to_owned);
        let found = self.head.clone();
        let fault = Fault::NoColumn { wanted: wanted.to_owned(), found, nearest };
        self.problems.push(Problem::at(self.head_line, fault));
    }

    /// The columns that there are, each with its number; a column that the mapping names must be
    /// there.
    fn columns(
        &mut self,
        wanted: &[&'static str],
        find: fn(&Self, &str) -> Option<usize>,
    ) -> BTreeMap<&'static str, usize> {
        let mut columns = BTreeMap::new();
        for name in wanted.iter().copied() {
            match (find(self, name), self.options.mapping.columns.get(name)) {
                (Some(at), _) => {
                    columns.insert(name, at);
                }
                (None, Some(head)) => {
                    let head = head.clone();
                    self.missing(&head);
                }
                (None, None) => {}
            }
        }
        columns
    }

    fn remark(&mut self, fate: Fate, what: &str, why: Reason) {
        let (file, what) = (self.file.to_owned(), what.to_owned());
        self.list.audit.push(AuditEntry { file, line: Some(self.head_line), fate, what, why });
    }

    fn long(&mut self, lines: &Lines) {
        let wanted = [&OFFER_COLUMNS[..], &COMMON_COLUMNS].concat();
        self.check_mapping("offers", &wanted);
        let columns = self.columns(&wanted, Self::find);
        let defaults = &self.options.mapping.defaults;
        for needed in ["company", "tool"] {
            let is_there = columns.contains_key(needed)
                || defaults.contains_key(needed)
                || needed == "tool" && (columns.contains_key("stack") || columns.contains_key("feature"));
            if !is_there && !self.options.mapping.columns.contains_key(needed) {
                self.missing(needed);
            }
        }
        if !self.problems.is_empty() {
            return;
        }
        let by = self.options.mapping.support.by.as_deref().unwrap_or("support");
        if !columns.contains_key(by) && !defaults.contains_key("support") {
            self.remark(Fate::Guessed, "support", Reason::NoSupportColumn);
        }
        self.tell_unread(&columns);
        for (line, cells) in lines {
            self.long_row(*line, cells, &columns, by);
        }
    }

    fn long_row(
        &mut self,
        line: u64,
        cells: &::csv::StringRecord,
        columns: &BTreeMap<&'static str, usize>,
        by: &str,
    ) {
        let cells = self.cells(line, cells, columns);
        let mut problems = Vec::new();
        if cells.get("company").is_empty() {
            problems.push(cells.problem("company", Fault::EmptyCell));
        }
        let common = cells.common(&mut problems);
        let maturity = cells.word("maturity", Maturity::WORDS, &mut problems);
        let concluded = cells.word("concluded", &Ground::WORDS, &mut problems);
        let has_support = columns.contains_key(by) || cells.mapping.defaults.contains_key("support");
        let support = if has_support { cells.support(by) } else { Ok(Some(Support::Yes)) };
        let support = support.unwrap_or_else(|fault| {
            problems.push(cells.problem(by, fault));
            None
        });
        let row = Row {
            company: on_one_line(cells.get("company")),
            company_url: cells.text("company_url"),
            tool: on_one_line(cells.get("tool")),
            stacks: cells.list("stack").map(on_one_line).collect(),
            feature: cells.text("feature").as_deref().map(on_one_line),
            support,
            concluded: concluded.and_then(Ground::from_word),
            maturity: maturity.and_then(Maturity::from_word),
            product: cells.text("product"),
            url: cells.text("url"),
            ..common
        };
        if problems.is_empty() {
            self.list.rows.push(row);
        }
        self.problems.append(&mut problems);
    }

    /// The cells of a row, by the names of their columns.
    fn cells<'c>(
        &'c self,
        line: u64,
        row: &'c ::csv::StringRecord,
        columns: &'c BTreeMap<&'static str, usize>,
    ) -> Cells<'c> {
        Cells {
            line,
            row,
            columns,
            head: &self.head,
            mapping: self.options.mapping,
            as_matrix: self.as_matrix,
        }
    }

    fn wide(&mut self, lines: &Lines) {
        // A tool may be called like a column, so only what the mapping names is no tool.
        let wanted = [&OFFER_COLUMNS[..], &COMMON_COLUMNS].concat();
        self.check_mapping("offers", &wanted);
        let is_named = |name: &&str| self.options.mapping.columns.contains_key(*name);
        let named: Vec<&'static str> = wanted.into_iter().filter(is_named).collect();
        let columns = self.columns(&named, Self::find);
        if !self.problems.is_empty() {
            return;
        }
        let company = columns.get("company").copied().or_else(|| self.find("company")).unwrap_or(0);
        // `export matrix` writes the name beside the id.
        let name = self.find("company").and_then(|_| self.find("company_name"));
        let taken: Vec<usize> = columns.values().copied().chain([company]).chain(name).collect();
        let tools: Vec<(usize, String)> = (self.head.iter().cloned().enumerate())
            .filter(|(at, name)| !taken.contains(at) && !name.is_empty())
            .collect();
        if tools.is_empty() {
            self.missing("tool");
            return;
        }
        let mut x_is_yes = false;
        for (line, cells) in lines {
            // What is no tool is read as in a list, once for the whole row.
            let before = self.list.rows.len();
            let mut of_row: BTreeMap<&'static str, usize> = columns.clone();
            of_row.insert("company", company);
            of_row.remove("tool");
            of_row.remove("support");
            let problems = self.problems.len();
            self.long_row(*line, cells, &of_row, "support");
            let row = self.list.rows.split_off(before.min(self.list.rows.len())).pop();
            if self.problems.len() > problems {
                continue;
            }
            let Some(row) = row else { continue };
            for (at, tool) in &tools {
                let cell = cells.get(*at).unwrap_or_default();
                let (cell, concluded) = parted(cell);
                x_is_yes |= cell.eq_ignore_ascii_case("x");
                match support(self.options.mapping, cell, self.as_matrix) {
                    Ok(Some(support)) => {
                        let (tool, support) = (on_one_line(tool), Some(support));
                        self.list.rows.push(Row { tool, support, concluded, ..row.clone() });
                    }
                    Ok(None) => self.list.blank += 1,
                    Err(fault) => self.problems.push(Problem::in_cell(*line, tool.clone(), fault)),
                }
            }
        }
        if x_is_yes && !self.options.mapping.support.words.contains_key("x") {
            self.remark(Fate::Guessed, "x", Reason::Cross);
        }
    }
}

/// Takes apart a cell such as `no (listing)`, as `export matrix` writes what nobody claims.
fn parted(cell: &str) -> (&str, Option<Ground>) {
    let parts = cell.strip_suffix(')').and_then(|cell| cell.rsplit_once(" ("));
    let read = parts.and_then(|(word, ground)| Some((word, Ground::from_word(ground)?)));
    read.map_or((cell, None), |(word, ground)| (word, Some(ground)))
}

/// The cells of a row, by the names of their columns.
struct Cells<'c> {
    line: u64,
    row: &'c ::csv::StringRecord,
    columns: &'c BTreeMap<&'static str, usize>,
    head: &'c [String],
    mapping: &'c Mapping,
    as_matrix: bool,
}

/// What a mapping says of a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Meant<'c> {
    /// It does not say what it means.
    Unsaid,
    /// It means nothing.
    Nothing,
    /// It means another word.
    Word(&'c str),
}

impl<'c> Cells<'c> {
    /// Returns what stands in a column, with nothing in the place of a blank cell.
    fn written(&self, column: &str) -> &'c str {
        self.columns.get(column).and_then(|at| self.row.get(*at)).unwrap_or_default()
    }

    /// Returns what stands in a column; where that is blank, what the mapping says.
    fn get(&self, column: &str) -> &'c str {
        match self.written(column) {
            "" => self.mapping.defaults.get(column).map_or("", String::as_str),
            cell => cell,
        }
    }

    fn text(&self, column: &str) -> Option<String> {
        Some(self.get(column)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }

    /// The parts of a cell, with `;` between them.
    fn list(&self, column: &str) -> impl Iterator<Item = &'c str> {
        self.get(column).split(';').map(str::trim).filter(|part| !part.is_empty())
    }

    fn problem(&self, column: &str, fault: Fault) -> Problem {
        let head = self.columns.get(column).and_then(|at| self.head.get(*at));
        Problem::in_cell(self.line, head.map_or(column, String::as_str), fault)
    }

    /// Reads what rows of every kind of list say: where they come from, and when they hold.
    fn common(&self, problems: &mut Vec<Problem>) -> Row {
        let mut date = |column: &str| {
            let text = self.get(column);
            let date = When::parse(text).ok();
            if date.is_none() && !text.is_empty() {
                problems.push(self.problem(column, Fault::NotADate { text: text.to_owned() }));
            }
            date
        };
        let [on, since, until] = [date("date"), date("since"), date("until")];
        if matches!((since, until), (Some(since), Some(until)) if until.ends_by(since)) {
            problems.push(self.problem("until", Fault::DateOrder));
        }
        Row {
            line: self.line,
            since,
            until,
            source: self.text("source"),
            on,
            at: self.text("at"),
            note: self.text("note"),
            basis: self.word("basis", Basis::WORDS, problems).and_then(Basis::from_word),
            evidence_note: self.text("evidence_note"),
            evidence_url: self.text("evidence_url"),
            quote: self.text("quote"),
            ..Row::default()
        }
    }

    /// Returns what the mapping says that the word in a column means.
    fn meant(&self, column: &str) -> Meant<'c> {
        let words = self.mapping.words.get(column);
        match words.and_then(|words| words.get(&self.get(column).to_lowercase())) {
            None => Meant::Unsaid,
            Some(None) => Meant::Nothing,
            Some(Some(word)) => Meant::Word(word),
        }
    }

    /// Reads a word in a column; none where it says nothing.
    fn word(
        &self,
        column: &str,
        known: &[&'static str],
        problems: &mut Vec<Problem>,
    ) -> Option<&'static str> {
        let word = match self.meant(column) {
            Meant::Word(word) => word,
            Meant::Nothing => return None,
            Meant::Unsaid => self.get(column),
        };
        if word.is_empty() {
            return None;
        }
        let found = known.iter().copied().find(|known| fold_name(known) == fold_name(word));
        if found.is_none() {
            problems.push(self.problem(column, Fault::unknown_word(column, word, known)));
        }
        found
    }

    /// Reads a word about support, which stands in the column `by`; none where it says nothing.
    fn support(&self, by: &str) -> Result<Option<Support>, Fault> {
        let cell = if by == "support" { self.get(by) } else { self.written(by) };
        support(self.mapping, cell, self.as_matrix)
    }
}

/// Reads a word about support; none where it says nothing.
fn support(mapping: &Mapping, cell: &str, as_matrix: bool) -> Result<Option<Support>, Fault> {
    let words = &mapping.support;
    let lower = cell.to_lowercase();
    if let Some(meant) = words.words.get(&lower) {
        return Ok(*meant);
    }
    if words.by.as_deref().is_none_or(|by| by == "support")
        && let Some((meant, _)) = USUAL_WORDS.iter().find(|(_, usual)| usual.contains(&lower.as_str()))
    {
        return Ok(*meant);
    }
    match words.other {
        Some(other) if !cell.is_empty() => Ok(Some(other)),
        _ if cell.is_empty() => Ok(None),
        _ => {
            let usual = Support::ALL.map(Support::word);
            let known = words.words.keys().map(String::as_str).chain(usual);
            let nearest = nearest(cell, known).map(str::to_owned);
            Err(Fault::UnknownSupport { word: cell.to_owned(), nearest, as_matrix })
        }
    }
}

/// A name that was broken over lines, as people write it elsewhere.
fn on_one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words and signs that are understood without a mapping.
const USUAL_WORDS: [(Option<Support>, &[&str]); 5] = [
    (Some(Support::Yes), &["yes", "y", "true", "1", "x", "✓", "✔", "✔\u{fe0f}", "✅", "☑", "☑\u{fe0f}"]),
    (Some(Support::No), &["no", "n", "false", "0", "✗", "✘", "✕", "❌"]),
    (Some(Support::Partial), &["partial", "½"]),
    (Some(Support::Planned), &["planned"]),
    (None, &["", "?", "unknown"]),
];
