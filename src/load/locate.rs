//! From a record to the bytes it stands in, found only when somebody asks.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{File, Files, json};
use crate::model::{DocumentPlace, Kind, LinkPlace, Origin, Relation};
use crate::problem::{LineColumn, Lines, Place};

/// One step from a value to a value inside it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    Key(&'static str),
    Index(usize),
}

/// Returns the steps from a record to one of its relations.
pub(super) fn steps_to_link(relation: Relation, place: LinkPlace) -> Vec<Step> {
    match place {
        LinkPlace::Entry(index) => vec![Step::Key(relation.rule().key), Step::Index(index)],
        LinkPlace::Passage(passage, index) => {
            vec![Step::Key("passages"), Step::Index(passage), Step::Key("about"), Step::Index(index)]
        }
    }
}

/// Finds where records and parts of them stand in their files.
///
/// # Complexity
///
/// The first look into a document reads it once; each further one reads a single record.
pub struct Locator<'f> {
    files: &'f Files,
    documents: Vec<DocumentPlace>,
    lists: RefCell<BTreeMap<(u32, Kind), Vec<&'f RawValue>>>,
    /// The lines of each file, found when the first place in it is asked for.
    lines: RefCell<BTreeMap<u32, Lines<'f>>>,
}

impl<'f> Locator<'f> {
    /// Makes a locator for the documents of a model (or of a landscape built from it).
    #[must_use]
    pub fn new(files: &'f Files, documents: &[DocumentPlace]) -> Self {
        let documents = documents.to_vec();
        Self { files, documents, lists: RefCell::default(), lines: RefCell::default() }
    }

    /// Returns where a record stands.
    #[must_use]
    pub fn record(&self, kind: Kind, origin: Origin) -> Place {
        self.find(kind, origin, &[])
    }

    /// Returns where an entry of a relation stands.
    #[must_use]
    pub fn entry(&self, kind: Kind, origin: Origin, relation: Relation, entry: LinkPlace) -> Place {
        self.find(kind, origin, &steps_to_link(relation, entry))
    }

    /// Returns where the first entry of a relation stands that leads to a target.
    #[must_use]
    pub fn entry_to(&self, kind: Kind, origin: Origin, relation: Relation, target: &str) -> Option<Place> {
        let rule = relation.rule();
        let list = json::member(self.raw_record(kind, origin)?, rule.key)?;
        let key = rule.target_key?;
        let is_target = |to: &RawValue| json::text(to) == target;
        // In the short forms an entry is the target itself, or its word is behind the target.
        let leads_there =
            |entry: &&RawValue| json::member(entry, key).map_or_else(|| is_target(entry), is_target);
        let short = || json::members(list).into_iter().map(|(_, key, _)| key).find(|key| is_target(key));
        let entry = json::elements(list).into_iter().find(leads_there).or_else(short);
        entry.map(|entry| self.place(origin.document, entry))
    }

    /// Returns a place as people read it, `graph/tools.json:3:5`; none in a file that has changed
    /// since it was read.
    #[must_use]
    pub fn describe(&self, place: Place) -> Option<String> {
        let LineColumn { line, column } = self.line_column(place)?;
        Some(format!("{}:{line}:{column}", self.file(place).name()))
    }

    /// Returns the line and column of a place; none in a file that has changed since it was read.
    pub(crate) fn line_column(&self, place: Place) -> Option<LineColumn> {
        let text = self.file(place).same_text()?;
        Some(self.lines.borrow_mut().entry(place.file).or_insert_with(|| Lines::new(text)).find(place.start))
    }

    /// Returns the file that a place is in.
    pub(crate) fn file(&self, place: Place) -> &'f File {
        self.files.get(place.file)
    }

    /// Follows steps from a record as far as they lead, and returns where that is.
    pub(crate) fn find(&self, kind: Kind, origin: Origin, steps: &[Step]) -> Place {
        match self.raw_record(kind, origin) {
            Some(record) => self.place(origin.document, follow(record, steps)),
            None => self.whole(origin.document),
        }
    }

    /// Follows steps from the top of a document.
    pub(crate) fn find_in_document(&self, document: u32, steps: &[Step]) -> Place {
        match serde_json::from_str::<&RawValue>(self.text(document)) {
            Ok(value) => self.place(document, follow(value, steps)),
            Err(_) => self.whole(document),
        }
    }

    /// Returns the text of what a document says of the landscape as a whole.
    pub(crate) fn raw_overview(&self, document: u32) -> Option<&'f RawValue> {
        json::member(serde_json::from_str(self.text(document)).ok()?, "landscape")
    }

    /// Returns the text of a record.
    pub(crate) fn raw_record(&self, kind: Kind, origin: Origin) -> Option<&'f RawValue> {
        let mut lists = self.lists.borrow_mut();
        let list = lists.entry((origin.document, kind)).or_insert_with(|| {
            let document = serde_json::from_str::<&RawValue>(self.text(origin.document)).ok();
            document
                .and_then(|value| json::member(value, kind.plural()))
                .map(json::elements)
                .unwrap_or_default()
        });
        list.get(origin.index as usize).copied()
    }

    fn text(&self, document: u32) -> &'f str {
        let place = self.documents[document as usize];
        // A file that is read again may have become another.
        self.files.get(place.file).text().get(place.start..place.end).unwrap_or_default()
    }

    fn whole(&self, document: u32) -> Place {
        let DocumentPlace { file, start, end } = self.documents[document as usize];
        Place { file, start, end }
    }

    fn place(&self, document: u32, value: &RawValue) -> Place {
        let DocumentPlace { file, start, .. } = self.documents[document as usize];
        let range = json::range(self.text(document), value.get());
        Place { file, start: start + range.start, end: start + range.end }
    }
}

fn follow<'t>(mut value: &'t RawValue, steps: &[Step]) -> &'t RawValue {
    for step in steps {
        let next = match step {
            Step::Key(key) => json::member(value, key),
            // The entries of a short form are the members of an object.
            Step::Index(index) if value.get().starts_with('{') => {
                json::members(value).get(*index).map(|(_, key, _)| *key)
            }
            Step::Index(index) => json::elements(value).get(*index).copied(),
        };
        match next {
            Some(next) => value = next,
            None => break,
        }
    }
    value
}
