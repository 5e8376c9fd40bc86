//! Lists of relations, one claim a row, and lists of what records are, one record a row.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cells, Lines, Meant, Table, on_one_line};
use crate::import::error::{Fault, Problem};
use crate::import::mapping::{COMMON_COLUMNS, RECORD_COLUMNS, RELATION_COLUMNS, said_columns};
use crate::import::{About, AuditEntry, Fate, Reason, RelationRow, Row, Subject};
use crate::model::{Holds, Kind, Relation, Support};

/// What the column of a row that decides on the whole row says.
enum Decided<T> {
    /// This.
    As(T),
    /// The mapping says that the word claims nothing.
    Dropped(Reason),
    /// Something that cannot be read.
    Wrong,
}

impl Table<'_, '_> {
    /// Reads a list of relations.
    pub(super) fn relations(&mut self, lines: &Lines) {
        let mut wanted = [&RELATION_COLUMNS[..], &COMMON_COLUMNS].concat();
        wanted.extend(said_columns());
        self.check_mapping("relations", &wanted);
        let mut columns = self.columns(&wanted, Self::find_unclaimed);
        self.need(&RELATION_COLUMNS, &columns);
        if !self.problems.is_empty() {
            return;
        }
        let mut rows: Vec<(u64, &::csv::StringRecord, Relation)> = Vec::with_capacity(lines.len());
        for (line, cells) in lines {
            let mut problems = Vec::new();
            let keys: Vec<&str> = Relation::all().map(|relation| relation.rule().key).collect();
            let cells_of = self.cells(*line, cells, &columns);
            match cells_of.decides("relation", &keys, &mut problems) {
                Decided::As(key) => {
                    rows.extend(Relation::from_key(key).map(|relation| (*line, cells, relation)));
                }
                Decided::Dropped(why) => {
                    let what = format!("{}, {}", cells_of.get("from"), cells_of.get("to"));
                    self.drop_row(*line, what, why);
                }
                Decided::Wrong => {}
            }
            self.problems.append(&mut problems);
        }
        if !self.problems.is_empty() {
            return;
        }
        self.leave_unsaid(&mut columns, &rows.iter().map(|(.., relation)| *relation).collect());
        self.tell_unread(&columns);
        for (line, cells, relation) in rows {
            let mut problems = Vec::new();
            let row = self.cells(line, cells, &columns).relation(relation, &mut problems);
            if problems.is_empty() {
                self.list.rows.push(row);
            }
            self.problems.append(&mut problems);
        }
    }

    /// Leaves columns out that no relation of the list has anything to say in; it is an error where
    /// the mapping names them.
    fn leave_unsaid(&mut self, columns: &mut BTreeMap<&'static str, usize>, relations: &BTreeSet<Relation>) {
        if relations.is_empty() {
            return;
        }
        let mapping = self.options.mapping;
        for key in said_columns() {
            let is_said = relations.iter().any(|relation| says(*relation, key));
            let is_by = mapping.support.by.as_deref() == Some(key);
            if is_said || COMMON_COLUMNS.contains(&key) || is_by {
                continue;
            }
            columns.remove(key);
            if mapping.columns.contains_key(key) || mapping.defaults.contains_key(key) {
                let relations = relations.iter().map(ToString::to_string).collect();
                let fault = Fault::NotSaid { relations, key: key.to_owned() };
                self.problems.push(Problem::at(self.head_line, fault));
            }
        }
    }

    /// Reads a list of what records are.
    pub(super) fn records(&mut self, lines: &Lines) {
        // A record holds for no time: its claims do.
        let mut wanted = [&RECORD_COLUMNS[..], &COMMON_COLUMNS].concat();
        wanted.retain(|column| !matches!(*column, "since" | "until"));
        self.check_mapping("records", &wanted);
        let mut columns = self.columns(&wanted, Self::find_unclaimed);
        // A record has one page: the other column is told as one that is not read.
        if columns.contains_key("url") && columns.contains_key("homepage") {
            let is_named = self.options.mapping.columns.contains_key("homepage");
            columns.remove(if is_named { "url" } else { "homepage" });
        }
        self.need(&["record"], &columns);
        if !columns.contains_key("kind") && !self.options.mapping.defaults.contains_key("kind") {
            self.problems.push(Problem::at(self.head_line, Fault::NoKind));
        }
        if !self.problems.is_empty() {
            return;
        }
        self.tell_unread(&columns);
        for (line, cells) in lines {
            let mut problems = Vec::new();
            let cells = self.cells(*line, cells, &columns);
            let written = cells.get("record");
            match cells.decides("kind", &Kind::ALL.map(Kind::singular), &mut problems) {
                Decided::As(kind) => {
                    let row = Kind::from_word(kind).map(|kind| cells.record(kind, &mut problems));
                    if problems.is_empty() {
                        self.list.rows.extend(row);
                    }
                }
                Decided::Dropped(why) => self.drop_row(*line, written.to_owned(), why),
                Decided::Wrong => {}
            }
            self.problems.append(&mut problems);
        }
    }

    /// Tells of columns that must be there, or have a default, and do not.
    fn need(&mut self, needed: &[&'static str], columns: &BTreeMap<&'static str, usize>) {
        let mapping = self.options.mapping;
        for column in needed {
            let is_there = columns.contains_key(column)
                || mapping.defaults.contains_key(*column)
                || mapping.columns.contains_key(*column);
            if !is_there {
                self.missing(column);
            }
        }
    }

    fn drop_row(&mut self, line: u64, what: String, why: Reason) {
        let file = self.file.to_owned();
        self.list.audit.push(AuditEntry { file, line: Some(line), fate: Fate::Dropped, what, why });
    }
}

/// Returns whether claims of a relation say something under a key.
fn says(relation: Relation, key: &str) -> bool {
    relation.rule().says.iter().any(|said| said.detail.key == key)
}

impl Cells<'_> {
    /// Reads a word that must be there.
    fn decides(
        &self,
        column: &'static str,
        known: &[&'static str],
        problems: &mut Vec<Problem>,
    ) -> Decided<&'static str> {
        if self.meant(column) == Meant::Nothing {
            let (column, word) = (column.to_owned(), self.get(column).to_owned());
            return Decided::Dropped(Reason::WordDropped { column, word });
        }
        if self.meant(column) == Meant::Unsaid && self.get(column).is_empty() {
            problems.push(self.problem(column, Fault::EmptyCell));
        }
        self.word(column, known, problems).map_or(Decided::Wrong, Decided::As)
    }

    fn relation(&self, relation: Relation, problems: &mut Vec<Problem>) -> Row {
        let rule = relation.rule();
        let common = self.common(problems);
        // Where a relation may lead to records of any kind, nothing but the name says to which.
        let ends: &[&str] = if rule.to.len() > 1 { &["from", "to"] } else { &["from"] };
        for end in ends.iter().filter(|end| self.get(end).is_empty()) {
            problems.push(self.problem(end, Fault::EmptyCell));
        }
        let mut said = BTreeMap::new();
        for one in rule.says {
            let key = one.detail.key;
            let value = match one.holds {
                Holds::OneOf(words) if key == "support" => {
                    self.word_of_support(words, problems).map(str::to_owned)
                }
                Holds::OneOf(words) => self.word(key, words, problems).map(str::to_owned),
                Holds::Record(_) => self.text(key).as_deref().map(on_one_line),
                _ => self.text(key),
            };
            said.extend(value.map(|value| (key, value)));
        }
        let is_claim = rule.target_key.is_some();
        let by = self.mapping.support.by.as_deref();
        let others = said_columns().filter(|key| !says(relation, key) && by != Some(key));
        let of_claims = ["since", "until", "note"].into_iter().filter(|key| !is_claim && by != Some(key));
        for key in others.chain(of_claims).filter(|key| !self.written(key).is_empty()) {
            let fault = Fault::NotSaid { relations: vec![rule.key.to_owned()], key: key.to_owned() };
            problems.push(self.problem(key, fault));
        }
        let [from, to] = ["from", "to"].map(|end| on_one_line(self.get(end)));
        Row { subject: Subject::Relation(RelationRow { from, relation, to, says: said }), ..common }
    }

    /// Reads a word about support, of which a relation may know only some.
    fn word_of_support(&self, known: &[&'static str], problems: &mut Vec<Problem>) -> Option<&'static str> {
        let by = self.mapping.support.by.as_deref().unwrap_or("support");
        let support = self.support(by).unwrap_or_else(|fault| {
            problems.push(self.problem(by, fault));
            None
        });
        let word = support.map(Support::word)?;
        if !known.contains(&word) {
            problems.push(self.problem(by, Fault::unknown_word("support", word, known)));
        }
        Some(word)
    }

    fn record(&self, kind: Kind, problems: &mut Vec<Problem>) -> Row {
        let common = self.common(problems);
        if self.get("record").is_empty() {
            problems.push(self.problem("record", Fault::EmptyCell));
        }
        let about = About {
            line: self.line,
            kind,
            name: on_one_line(self.get("record")),
            aliases: self.list("aliases").map(on_one_line).collect(),
            description: self.text("description"),
            url: self.text("url").or_else(|| self.text("homepage")),
        };
        Row { subject: Subject::Record(about), ..common }
    }
}
