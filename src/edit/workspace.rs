//! The files of a landscape while they are edited: every change is made to the text and to the value.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::EditError;
use super::names::{self, At, Entry};
use super::splice::{self, Op, Splice};
use super::style::{Form, Style, newline_of};
use super::value::{Json, Step};
use super::vocabulary::{self, Refers, Shape};
use crate::load::{Files, PackedName};
use crate::model::{Kind, Relation, Rule};
use crate::problem::LineColumn;

/// A landscape that is being edited.
pub(super) struct Workspace<'f> {
    pub(super) root: PathBuf,
    /// Whether it is a folder, to which files can be added.
    pub(super) is_folder: bool,
    pub(super) files: Vec<WorkFile<'f>>,
    pub(super) entries: Vec<Entry>,
}

/// A file that is being edited.
pub(super) struct WorkFile<'f> {
    /// The name under which it was read; none of a new one.
    pub(super) was: Option<String>,
    /// The name that it has; nothing if it goes.
    pub(super) name: Option<String>,
    pub(super) before: &'f str,
    pub(super) text: Cow<'f, str>,
    pub(super) is_lines: bool,
    pub(super) documents: Vec<Doc>,
    /// The ranges of the text that are new.
    pub(super) spans: Vec<Range<usize>>,
}

/// A document that is being edited.
pub(super) struct Doc {
    pub(super) at: Range<usize>,
    /// Where it was before; none of a new one.
    pub(super) was: Option<Range<usize>>,
    /// What it says, once it has been changed.
    pub(super) value: Option<Json>,
}

/// Returns the ranges of the documents of a text.
pub(super) fn documents(text: &str, is_lines: bool) -> Vec<Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if !is_lines {
        return std::iter::once(start..text.len()).collect();
    }
    let mut found = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        if !content.trim().is_empty() {
            found.push(at..at + content.len());
        }
        at += line.len();
    }
    found
}

impl<'f> Workspace<'f> {
    /// Takes the files of a landscape.
    pub(super) fn new(root: &Path, files: &'f Files) -> Self {
        let mut workspace = Self {
            root: root.to_owned(),
            // One that is not there yet becomes a folder.
            is_folder: files.iter().all(|file| Path::new(file.name()) != root),
            files: Vec::with_capacity(files.iter().len()),
            entries: Vec::new(),
        };
        let mut packed = files.packed_companies().peekable();
        for (index, file) in files.iter().enumerate() {
            let text = file.text();
            let doc = |at: Range<usize>| Doc { was: Some(at.clone()), at, value: None };
            let documents: Vec<Doc> = documents(text, file.is_lines()).into_iter().map(doc).collect();
            for (number, doc) in documents.iter().enumerate() {
                let is_here =
                    |(file, start, ..): &PackedName<'_>| *file as usize == index && *start == doc.at.start;
                if packed.peek().is_some_and(is_here) {
                    // What these lines hold is known already.
                    while let Some((.., at, id, name)) = packed.next_if(is_here) {
                        let at = At { file: index, document: number, index: at as usize };
                        workspace.entries.push(Entry::of_company(id, name, at));
                    }
                    continue;
                }
                let found = names::entries(&text[doc.at.clone()], index, number);
                workspace.entries.extend(found.unwrap_or_default());
            }
            workspace.files.push(WorkFile {
                was: Some(file.name().to_owned()),
                name: Some(file.name().to_owned()),
                before: text,
                text: Cow::Borrowed(text),
                is_lines: file.is_lines(),
                documents,
                spans: Vec::new(),
            });
        }
        workspace
    }

    /// Finds a record by its exact id, name or alias.
    pub(super) fn resolve(&self, text: &str, kinds: &[Kind]) -> Result<&Entry, EditError> {
        let place = |entry: &Entry| self.place_of(entry.at, entry.kind, &[]);
        names::resolve(&self.entries, text, kinds, &place, &|tool| self.features_of(tool))
    }

    /// Lists the ids of the features that a tool has.
    fn features_of(&self, tool: &Entry) -> Vec<String> {
        let rule = Relation::Has.rule();
        let file = &self.files[tool.at.file];
        let doc = &file.documents[tool.at.document];
        let parsed = match &doc.value {
            Some(_) => None,
            None => Json::parse(&file.text[doc.at.clone()]).ok(),
        };
        let value = doc.value.as_ref().or(parsed.as_ref());
        let path = Self::path(tool.at, Kind::Tool, &[rule.key.into()]);
        let Some(claims) = value.and_then(|value| value.at(&path)) else { return Vec::new() };
        let full = vocabulary::in_full(Kind::Tool, rule, claims);
        let claims = full.as_ref().unwrap_or(claims).elements().iter();
        claims.filter_map(|claim| claim.get(rule.target_key?)?.text()).map(str::to_owned).collect()
    }

    /// The name of the file in which a record is.
    pub(super) fn file_name(&self, at: At) -> String {
        let file = &self.files[at.file];
        file.name.clone().or_else(|| file.was.clone()).unwrap_or_default()
    }

    /// The path to a record in its document.
    pub(super) fn path(at: At, kind: Kind, inside: &[Step]) -> Vec<Step> {
        let mut path: Vec<Step> = vec![kind.plural().into(), at.index.into()];
        path.extend_from_slice(inside);
        path
    }

    /// The place of a part of a record, as people read it.
    pub(super) fn place_of(&self, at: At, kind: Kind, inside: &[Step]) -> String {
        self.place(at.file, at.document, &Self::path(at, kind, inside))
    }

    /// The place of a part of a document, as people read it.
    pub(super) fn place(&self, file: usize, document: usize, path: &[Step]) -> String {
        let found = &self.files[file];
        let range = splice::find(&found.text, &found.documents[document].at, path);
        let start = range.map_or(found.documents[document].at.start, |range| range.start);
        let LineColumn { line, column } = LineColumn::of(&found.text, start);
        format!("{}:{line}:{column}", found.name.as_deref().or(found.was.as_deref()).unwrap_or_default())
    }

    /// What a document says.
    pub(super) fn document(&mut self, file: usize, document: usize) -> Result<&mut Json, EditError> {
        let found = &mut self.files[file];
        let doc = &mut found.documents[document];
        if doc.value.is_none() {
            let value = Json::parse(&found.text[doc.at.clone()]).ok();
            let broken = || EditError::Broken { file: found.was.clone().unwrap_or_default() };
            doc.value = Some(value.filter(|value| matches!(value, Json::Object(_))).ok_or_else(broken)?);
        }
        let broken = EditError::Broken { file: String::new() };
        doc.value.as_mut().ok_or(broken)
    }

    /// What a record says.
    pub(super) fn record(&mut self, at: At, kind: Kind) -> Result<Json, EditError> {
        let file = self.file_name(at);
        let value = self.document(at.file, at.document)?.at(&Self::path(at, kind, &[])).cloned();
        value.filter(|value| matches!(value, Json::Object(_))).ok_or(EditError::Broken { file })
    }

    /// Makes a change of a document, in its text and in its value.
    pub(super) fn apply(&mut self, file: usize, document: usize, op: &Op) -> Result<(), EditError> {
        let broken = |file: &WorkFile<'_>| EditError::Broken { file: file.was.clone().unwrap_or_default() };
        self.document(file, document)?;
        let found = &mut self.files[file];
        let at = found.documents[document].at.clone();
        let splice = splice::splice(&found.text, &at, op).map_err(|_| broken(found))?;
        let value = found.documents[document].value.as_mut();
        value.and_then(|value| splice::apply(value, op).ok()).ok_or_else(|| broken(found))?;
        found.splice(&splice);
        self.index(file, document);
        Ok(())
    }

    /// Lists the records of a document anew.
    fn index(&mut self, file: usize, document: usize) {
        self.entries.retain(|entry| (entry.at.file, entry.at.document) != (file, document));
        if let Some(value) = &self.files[file].documents[document].value {
            self.entries.extend(names::entries_of(value, file, document));
        }
    }

    /// Makes a change of a part of a record.
    pub(super) fn apply_in(&mut self, at: At, op: &Op) -> Result<(), EditError> {
        self.apply(at.file, at.document, op)
    }

    /// Writes the claims of a relation of a record in full, where some are written short: what is to be changed or
    /// searched in them has no place of its own in a short form.
    pub(super) fn write_in_full(&mut self, at: At, kind: Kind, rule: &Rule) -> Result<(), EditError> {
        let record = self.record(at, kind)?;
        let full = record.get(rule.key).and_then(|claims| vocabulary::in_full(kind, rule, claims));
        match full {
            Some(value) => {
                let path = Self::path(at, kind, &[rule.key.into()]);
                self.apply_in(at, &Op::Replace { path, value })
            }
            None => Ok(()),
        }
    }

    /// Sets a member of the object at a path, or adds it where it belongs.
    pub(super) fn put(
        &mut self,
        (file, document): (usize, usize),
        object: &[Step],
        shape: &Shape,
        key: &str,
        value: Json,
    ) -> Result<(), EditError> {
        let path = object.to_vec();
        let of = self.document(file, document)?.at(object).cloned().unwrap_or_default();
        let op = if of.get(key).is_some() {
            let path = path.into_iter().chain([key.into()]).collect();
            Op::Replace { path, value }
        } else {
            let index = shape.index_of(key, of.members().iter().map(|(key, _)| key.as_str()));
            Op::InsertMember { path, index, key: key.to_owned(), value }
        };
        self.apply(file, document, &op)
    }

    /// Adds an element behind the last of the list under a key, or makes the list.
    pub(super) fn push(
        &mut self,
        (file, document): (usize, usize),
        object: &[Step],
        shape: &Shape,
        key: &str,
        value: Json,
    ) -> Result<(), EditError> {
        let list: Vec<Step> = object.iter().cloned().chain([key.into()]).collect();
        match self.document(file, document)?.at(&list) {
            Some(Json::List(elements)) => {
                let index = elements.len();
                self.apply(file, document, &Op::InsertElement { path: list, index, value })
            }
            None => self.put((file, document), object, shape, key, Json::List(vec![value])),
            // Whatever else it is must not be lost.
            Some(_) => Err(EditError::Broken { file: self.files[file].was.clone().unwrap_or_default() }),
        }
    }

    /// Removes an element of a list, and the list where it was the only one.
    pub(super) fn pull(&mut self, (file, document): (usize, usize), path: &[Step]) -> Result<(), EditError> {
        let mut path = path.to_vec();
        if let Some((Step::Index(_), list)) = path.split_last()
            && self.document(file, document)?.at(list).is_some_and(|list| list.elements().len() == 1)
            && !list.is_empty()
        {
            path.pop();
        }
        self.apply(file, document, &Op::Remove { path })
    }

    /// Adds a record to a file, where it belongs by its id if the records there are in order, else at the end.
    pub(super) fn add_record(&mut self, file: usize, kind: Kind, record: Json) -> Result<(), EditError> {
        let id = record.get("id").and_then(Json::text).unwrap_or_default().to_owned();
        let mut there: Vec<(At, Box<str>)> = self
            .entries
            .iter()
            .filter(|entry| entry.kind == kind && entry.at.file == file)
            .map(|entry| (entry.at, entry.id.clone()))
            .collect();
        there.sort();
        let is_in_order = there.is_sorted_by(|one, other| one.1 <= other.1);
        let next = there.iter().position(|(_, other)| is_in_order && **other > *id);
        if self.files[file].is_lines {
            let document = next.map_or_else(
                || there.last().map_or(self.files[file].documents.len(), |(at, _)| at.document + 1),
                |next| there[next].0.document,
            );
            let value = Json::Object(vec![(kind.plural().to_owned(), Json::List(vec![record]))]);
            self.add_line(file, document, value);
            return Ok(());
        }
        let list = [Step::from(kind.plural())];
        // The ids may not be all that is in the list.
        let value = self.document(file, 0)?.at(&list);
        let index = match (next, value) {
            (Some(next), _) => there[next].0.index,
            (None, value) => value.map_or(0, |list| list.elements().len()),
        };
        match value {
            Some(Json::List(_)) => {
                self.apply(file, 0, &Op::InsertElement { path: list.into(), index, value: record })
            }
            _ => self.put((file, 0), &[], vocabulary::document(), kind.plural(), Json::List(vec![record])),
        }
    }

    /// Adds a document as a line of its own, before the document with an index.
    fn add_line(&mut self, file: usize, document: usize, value: Json) {
        let found = &mut self.files[file];
        let newline = newline_of(&found.text);
        let near = found.documents.get(document.saturating_sub(1)).map(|doc| doc.at.clone());
        let style = match near {
            Some(near) => Style::learn(&found.text, &[near]),
            None => Style::compact(),
        };
        let line = style.inline(&value);
        let end = found.documents.last().map_or(found.text.len(), |last| last.at.end);
        let (at, text, start) = match found.documents.get(document) {
            Some(next) => (next.at.start, format!("{line}{newline}"), next.at.start),
            None if found.documents.is_empty() => (end, format!("{line}{newline}"), end),
            None => (end, format!("{newline}{line}"), end + newline.len()),
        };
        let shift = text.len();
        found.replace(&Splice { at: at..at, text });
        for doc in &mut found.documents[document..] {
            doc.at = doc.at.start + shift..doc.at.end + shift;
        }
        let doc = Doc { at: start..start + line.len(), was: None, value: Some(value) };
        found.documents.insert(document, doc);
        for entry in &mut self.entries {
            if entry.at.file == file && entry.at.document >= document {
                entry.at.document += 1;
            }
        }
        self.index(file, document);
    }

    /// Removes a document that has a line of its own, with the end of the line.
    fn remove_line(&mut self, file: usize, document: usize) {
        let found = &mut self.files[file];
        let at = found.documents[document].at.clone();
        let rest = &found.text[at.end..];
        let ending = rest.len() - rest.trim_start_matches('\r').strip_prefix('\n').unwrap_or(rest).len();
        let range = match (document.checked_sub(1), ending) {
            // The last line may have no end.
            (Some(before), 0) => found.documents[before].at.end..at.end,
            (_, ending) => at.start..at.end + ending,
        };
        let shift = range.len();
        found.replace(&Splice { at: range, text: String::new() });
        found.documents.remove(document);
        for doc in &mut found.documents[document..] {
            doc.at = doc.at.start - shift..doc.at.end - shift;
        }
        self.entries.retain(|entry| (entry.at.file, entry.at.document) != (file, document));
        for entry in &mut self.entries {
            if entry.at.file == file && entry.at.document > document {
                entry.at.document -= 1;
            }
        }
    }

    /// Removes a record; a line or a file in which there is nothing else goes with it.
    pub(super) fn remove_record(&mut self, at: At, kind: Kind) -> Result<(), EditError> {
        let document = self.document(at.file, at.document)?;
        let is_only = document.get(kind.plural()).is_some_and(|list| list.elements().len() == 1);
        let others =
            document.members().iter().filter(|(key, _)| key != kind.plural() && key != "$schema").count();
        if is_only && others == 0 {
            if self.files[at.file].is_lines && self.files[at.file].documents.len() > 1 {
                self.remove_line(at.file, at.document);
                return Ok(());
            }
            if self.is_folder && !self.files[at.file].is_lines {
                self.files[at.file].name = None;
                self.entries.retain(|entry| entry.at.file != at.file);
                return Ok(());
            }
        }
        self.pull((at.file, at.document), &Self::path(at, kind, &[]))
    }

    /// Adds a file with one document.
    pub(super) fn add_file(&mut self, name: &str, document: Json) {
        let text = format!("{}\n", Style::canonical("\n").block(&document, "", 0, Form::Broken(3)));
        let file = self.files.len();
        let doc = Doc { at: 0..text.len(), was: None, value: Some(document) };
        self.files.push(WorkFile {
            was: None,
            name: Some(name.to_owned()),
            before: "",
            spans: std::iter::once(0..text.len()).collect(),
            text: Cow::Owned(text),
            is_lines: false,
            documents: vec![doc],
        });
        self.index(file, 0);
    }

    /// Lists where all files refer to a record: the file, the document, the path, and how. Claims that do so in a short
    /// form are written in full first.
    pub(super) fn references(&mut self, kind: Kind, id: &str) -> Result<Vec<Reference>, EditError> {
        for (file, document) in self.mentions(id) {
            let Ok(value) = self.document(file, document) else { continue };
            for (owner, index, rule) in vocabulary::short_references(value, kind, id) {
                self.write_in_full(At { file, document, index }, owner, rule)?;
            }
        }
        let mut found = Vec::new();
        for (file, work) in self.files.iter().enumerate() {
            for (document, doc) in work.documents.iter().enumerate().filter(|_| work.name.is_some()) {
                let text = &work.text[doc.at.clone()];
                // An id is written without escapes, so that a text that does not have it refers to nothing.
                if !text.contains(id) {
                    continue;
                }
                let parsed;
                let value = match &doc.value {
                    Some(value) => value,
                    None => match Json::parse(text) {
                        Ok(value) => {
                            parsed = value;
                            &parsed
                        }
                        Err(_) => continue,
                    },
                };
                let references = vocabulary::references(value, kind, id).into_iter();
                found.extend(references.map(|(path, refers)| Reference { file, document, path, refers }));
            }
        }
        Ok(found)
    }

    /// Lists the documents in whose text an id can be found.
    fn mentions(&self, id: &str) -> Vec<(usize, usize)> {
        let in_file = |(file, work): (usize, &WorkFile<'_>)| {
            let documents = work.documents.iter().enumerate().filter(|_| work.name.is_some());
            let mentions = documents.filter(|(_, doc)| work.text[doc.at.clone()].contains(id));
            mentions.map(|(document, _)| (file, document)).collect::<Vec<_>>()
        };
        self.files.iter().enumerate().flat_map(in_file).collect()
    }
}

/// A place that refers to a record.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) file: usize,
    pub(super) document: usize,
    pub(super) path: Vec<Step>,
    pub(super) refers: Refers,
}

impl WorkFile<'_> {
    pub(super) fn is_changed(&self) -> bool {
        // What has not been touched need not be compared.
        self.was != self.name || matches!(&self.text, Cow::Owned(text) if text != self.before)
    }

    /// Replaces bytes inside a document.
    fn splice(&mut self, splice: &Splice) {
        let (start, old, new) = (splice.at.start, splice.at.len(), splice.text.len());
        self.replace(splice);
        for doc in &mut self.documents {
            if doc.at.start > start {
                doc.at.start = doc.at.start - old + new;
            }
            if doc.at.end > start {
                doc.at.end = doc.at.end - old + new;
            }
        }
    }

    /// Replaces bytes, and keeps count of what is new.
    fn replace(&mut self, splice: &Splice) {
        let (at, length) = (&splice.at, splice.text.len());
        self.text.to_mut().replace_range(at.clone(), &splice.text);
        let mut whole = at.start..at.start + length;
        let mut spans = Vec::with_capacity(self.spans.len() + 1);
        for span in self.spans.drain(..) {
            if span.end < at.start {
                spans.push(span);
            } else if span.start > at.end {
                spans.push(span.start - at.len() + length..span.end - at.len() + length);
            } else {
                let end = if span.end > at.end { span.end - at.len() + length } else { whole.end };
                whole = whole.start.min(span.start)..whole.end.max(end);
            }
        }
        spans.push(whole);
        spans.sort_by_key(|span| span.start);
        self.spans = spans;
    }
}
