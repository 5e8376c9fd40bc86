//! Text to records: the fast path for good files, and what can be saved of bad ones.

use std::collections::BTreeSet;
use std::iter::Peekable;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::blocks::{byte_order_mark, documents};
use super::threads::map_all;
use super::{Files, json, shape};
use crate::id::check_slug;
use crate::model::{Document, DocumentPlace, Kind, Model, Origin, Overview, PackedCompany, Placed, Save};
use crate::problem::{Fault, Place, Problem};

/// How many lines are parsed, on all threads, before their records are taken over.
const MOST_AT_ONCE: usize = 1 << 13;

/// Records whose relations have not been checked.
#[derive(Default)]
pub(super) struct Draft<'t> {
    /// The records that have the right shape, in id order.
    pub(super) model: Model<'t>,
    /// The ids of records that do not, so that what refers to them is not called wrong as well.
    pub(super) broken: BTreeSet<(Kind, &'t str)>,
    /// What the assumptions say of the landscape as a whole.
    pub(super) assumed_overview: Option<(Overview<'t>, u32)>,
    /// Overviews after the first, and after the first of the assumptions.
    pub(super) more_overviews: Vec<u32>,
    /// Whether there is text that is no JSON, so that records may be missing.
    pub(super) incomplete: bool,
    /// Whether the file at hand is one of assumptions.
    assuming: bool,
    /// What is wrong with the shapes.
    pub(super) problems: Vec<Problem>,
}

/// What becomes of the companies that are packed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Companies {
    /// They are left out.
    Packed,
    /// They are records like all others.
    Unpacked,
}

/// Parses all files.
pub(super) fn draft(files: &Files, companies: Companies) -> Draft<'_> {
    let mut draft = Draft::default();
    let unreadable: BTreeSet<u32> = files.problems().iter().filter_map(|p| Some(p.place?.file)).collect();
    let mut packed = files.packed().companies().peekable();
    for (index, file) in (0_u32..).zip(files.iter()) {
        if unreadable.contains(&index) {
            continue;
        }
        draft.assuming = file.is_assumed();
        if let Some(lines) = file.kept_lines() {
            match companies {
                Companies::Packed => draft.add_lines(index, lines.iter(), &mut std::iter::empty().peekable()),
                Companies::Unpacked => draft.add_lines(index, lines.iter(), &mut packed),
            }
            continue;
        }
        let start = byte_order_mark(file.text());
        let text = &file.text()[start..];
        if text.trim().is_empty() {
            let place = Place { file: index, start: 0, end: file.text().len() };
            draft.problems.push(Problem::at(place, Fault::EmptyFile));
            // Most often a write that failed: what it held may be what others name.
            draft.incomplete = true;
        } else if file.is_lines() {
            draft.add_lines(index, documents(text, start), &mut std::iter::empty().peekable());
        } else {
            let place = DocumentPlace { file: index, start, end: file.text().len() };
            draft.add(place, text, serde_json::from_str(text));
        }
    }
    draft.model.sort();
    draft
}

impl<'t> Draft<'t> {
    /// Adds the lines of a file and the companies that are packed from it, in the order in which
    /// they stand.
    fn add_lines(
        &mut self,
        file: u32,
        mut lines: impl Iterator<Item = (usize, &'t str)>,
        packed: &mut Peekable<impl Iterator<Item = PackedCompany<'t>>>,
    ) {
        loop {
            let some: Vec<(usize, &'t str)> = lines.by_ref().take(MOST_AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            let parsed = map_all(&some, &|(_, line)| serde_json::from_str::<Document<'t>>(line));
            for ((start, line), parsed) in some.into_iter().zip(parsed) {
                self.add_packed(packed, |place| (place.file, place.start) < (file, start));
                self.add(DocumentPlace { file, start, end: start + line.len() }, line, parsed);
            }
        }
        self.add_packed(packed, |place| place.file == file);
    }

    /// Adds the next of the packed companies, as long as their documents are among those asked for.
    fn add_packed(
        &mut self,
        packed: &mut Peekable<impl Iterator<Item = PackedCompany<'t>>>,
        are_asked: impl Fn(DocumentPlace) -> bool,
    ) {
        while let Some(company) = packed.next_if(|company| are_asked(company.document())) {
            let place = company.document();
            if self.model.documents.last() != Some(&place) {
                self.model.documents.push(place);
            }
            let document = u32::try_from(self.model.documents.len() - 1).unwrap_or(u32::MAX);
            let origin = Origin { document, ..company.origin() };
            self.model.companies.push(Placed { record: company.unpack(), origin });
        }
    }

    fn add(&mut self, place: DocumentPlace, text: &'t str, parsed: serde_json::Result<Document<'t>>) {
        let index = u32::try_from(self.model.documents.len()).unwrap_or(u32::MAX);
        self.model.documents.push(place);
        let is_object = text.trim_start().starts_with('{');
        match parsed {
            // A list would be taken for the struct, its fields in order.
            Ok(document) if is_object => self.add_document(index, document),
            Ok(_) => {
                let fault = Fault::WrongType {
                    expected: "an object `{…}`".into(),
                    found: "something else".into(),
                    instead: None,
                };
                self.problems
                    .push(Problem::at(Place { file: place.file, start: place.start, end: place.end }, fault));
                self.incomplete = true;
            }
            Err(error) => self.salvage(index, place, text, &error),
        }
    }

    fn add_overview(&mut self, document: u32, overview: Overview<'t>) {
        let first = if self.assuming { &mut self.assumed_overview } else { &mut self.model.overview };
        if first.is_some() {
            self.more_overviews.push(document);
        } else {
            *first = Some((overview, document));
        }
    }

    fn add_document(&mut self, document: u32, mut records: Document<'t>) {
        if let Some(overview) = records.landscape.take() {
            self.add_overview(document, overview);
        }
        self.model.add(document, records);
    }

    /// Reports all that is wrong with a document, and keeps the records that are not.
    fn salvage(&mut self, document: u32, place: DocumentPlace, text: &'t str, error: &serde_json::Error) {
        let at = |range: std::ops::Range<usize>| Place {
            file: place.file,
            start: place.start + range.start,
            end: place.start + range.end,
        };
        let value = match serde_json::from_str::<&RawValue>(text) {
            Ok(value) => value,
            Err(raw_error) => {
                // The first error says more of what was expected, where it is one of syntax.
                let error = if error.is_data() { &raw_error } else { error };
                self.incomplete = true;
                self.problems.push(Problem::at(at(error_range(text, error)), syntax(error)));
                return;
            }
        };
        let found = shape::inspect(text, value);
        if found.is_empty() {
            // The schema is made from the types, so it finds what they refuse; should it ever not,
            // the parser's own words are better than none.
            self.problems.push(Problem::at(at(error_range(text, error)), syntax(error)));
        }
        self.problems.extend(found.into_iter().map(|(range, fault)| Problem::at(at(range), fault)));

        // Records under a misspelt or doubled key, or in no list, are not known, but they may be
        // what others name.
        let mut keys = BTreeSet::new();
        let is_lost = |(key, _, list): &(String, &RawValue, &RawValue)| {
            let is_known = matches!(key.as_str(), "$schema" | "landscape")
                || is_kind(key) && list.get().starts_with('[');
            !is_known || !keys.insert(key.clone())
        };
        self.incomplete |= json::members(value).iter().any(is_lost) || !value.get().starts_with('{');

        if let Some(overview) = json::member(value, "landscape")
            && let Ok(overview) = serde_json::from_str(overview.get())
        {
            self.add_overview(document, overview);
        }
        let Self { model, broken, .. } = self;
        model.save(&mut Saved { document, value, broken });
    }
}

/// Returns whether a key of a document holds the records of a kind.
fn is_kind(key: &str) -> bool {
    Kind::ALL.iter().any(|kind| kind.plural() == key)
}

/// Saves the records that have the right shape, and the ids of those that do not.
struct Saved<'d, 't> {
    document: u32,
    value: &'t RawValue,
    broken: &'d mut BTreeSet<(Kind, &'t str)>,
}

impl<'t> Save<'t> for Saved<'_, 't> {
    fn list<T: Deserialize<'t>>(&mut self, kind: Kind, list: &mut Vec<Placed<T>>) {
        let records = json::member(self.value, kind.plural()).map(json::elements).unwrap_or_default();
        for (index, raw) in (0_u32..).zip(records) {
            if raw.get().starts_with('{')
                && let Ok(record) = serde_json::from_str::<T>(raw.get())
            {
                list.push(Placed { record, origin: Origin { document: self.document, index } });
            } else if let Some(id) =
                json::member(raw, "id").and_then(|id| serde_json::from_str::<&str>(id.get()).ok())
                && check_slug(id).is_ok()
            {
                self.broken.insert((kind, id));
            }
        }
    }
}

fn syntax(error: &serde_json::Error) -> Fault {
    let message = error.to_string();
    let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
    Fault::Syntax { reason: reason.to_owned() }
}

/// Returns the byte at which the parser stopped; the last one where it stopped at the end.
fn error_range(text: &str, error: &serde_json::Error) -> std::ops::Range<usize> {
    let line_start =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let mut start =
        (line_start + error.column().saturating_sub(1)).min(text.trim_end().len().saturating_sub(1));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    start..end
}
