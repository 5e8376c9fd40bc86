//! The files of a landscape while they are edited: every change is made to the text and to the
//! value.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::EditError;
use super::names::{self, At, Entry};
use super::piece::{Joined, Piece};
use super::splice::{self, NoSuchPlace, Op, Splice};
use super::style::{Form, Style, newline_of};
use super::value::{Json, Step};
use super::vocabulary::{self, Refers, Shape};
use crate::load::{Files, PackedName, map_all};
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
    pub(super) is_lines: bool,
    pub(super) documents: Vec<Doc<'f>>,
    /// What is behind the last document.
    tail: Piece<'f>,
}

/// A document that is being edited.
pub(super) struct Doc<'f> {
    /// What is between it and the one before.
    gap: Piece<'f>,
    piece: Piece<'f>,
    /// Where it was before; none of a new one.
    was: Option<Range<usize>>,
    /// What it says, once that has been asked for.
    value: Option<Json>,
}

impl Doc<'_> {
    pub(super) fn text(&self) -> &str {
        self.piece.text()
    }
}

/// A file as edits leave it.
pub(super) struct Edited<'f> {
    /// The name under which it was read; none of a new one.
    pub(super) was: Option<String>,
    /// The name that it has; nothing if it goes.
    pub(super) name: Option<String>,
    pub(super) before: &'f str,
    pub(super) text: Cow<'f, str>,
    pub(super) is_lines: bool,
    /// The ranges of the text that are new.
    pub(super) spans: Vec<Range<usize>>,
    /// Of each document, what it shall say.
    pub(super) documents: Vec<Said>,
    /// The first of the kinds of its records; none of a file without records.
    pub(super) kind: Option<Kind>,
}

/// What a document shall say.
pub(super) enum Said {
    /// What it said before, at a range of the text before.
    AsBefore(Range<usize>),
    /// A value.
    Value(Json),
}

impl Edited<'_> {
    pub(super) fn is_changed(&self) -> bool {
        // What has not been touched need not be compared.
        self.was != self.name || matches!(&self.text, Cow::Owned(text) if text != self.before)
    }
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
            let mut end = 0;
            let doc = |at: Range<usize>| {
                let gap = Piece::read(&text[std::mem::replace(&mut end, at.end)..at.start]);
                Doc { gap, piece: Piece::read(&text[at.clone()]), was: Some(at), value: None }
            };
            let documents: Vec<Doc<'_>> = documents(text, file.is_lines()).into_iter().map(doc).collect();
            let mut others = Vec::new();
            for (number, doc) in documents.iter().enumerate() {
                let is_here = |(file, start, ..): &PackedName<'_>| {
                    *file as usize == index && doc.was.as_ref().is_some_and(|was| was.start == *start)
                };
                if packed.peek().is_some_and(is_here) {
                    // What these lines hold is known already.
                    while let Some((.., at, id, name)) = packed.next_if(is_here) {
                        let at = At { file: index, document: number, index: at as usize };
                        workspace.entries.push(Entry::of_company(id, name, at));
                    }
                    continue;
                }
                others.push((number, doc.text()));
            }
            let entries = map_all(&others, &|(number, text)| names::entries(text, index, *number));
            workspace.entries.extend(entries.into_iter().flatten().flatten());
            let tail = Piece::read(&text[end..]);
            workspace.files.push(WorkFile {
                was: Some(file.name().to_owned()),
                name: Some(file.name().to_owned()),
                before: text,
                is_lines: file.is_lines(),
                documents,
                tail,
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
        let doc = &self.files[tool.at.file].documents[tool.at.document];
        let parsed = match &doc.value {
            Some(_) => None,
            None => Json::parse(doc.text()).ok(),
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
        self.places([(file, document, path)]).remove(0)
    }

    /// The places of parts of documents, as people read them.
    pub(super) fn places<'p>(
        &self,
        wanted: impl IntoIterator<Item = (usize, usize, &'p [Step])>,
    ) -> Vec<String> {
        let mut lines_before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let place = |(file, document, path): (usize, usize, &[Step])| {
            let found = &self.files[file];
            let text = found.documents[document].text();
            let start = splice::find(text, path).map_or(0, |range| range.start);
            let before = lines_before.entry(file).or_insert_with(|| found.lines_before())[document];
            let LineColumn { line, column } = LineColumn::of(text, start);
            let line = before + line;
            format!("{}:{line}:{column}", found.name.as_deref().or(found.was.as_deref()).unwrap_or_default())
        };
        wanted.into_iter().map(place).collect()
    }

    /// What a document says.
    pub(super) fn document(&mut self, file: usize, document: usize) -> Result<&mut Json, EditError> {
        let found = &mut self.files[file];
        let doc = &mut found.documents[document];
        if doc.value.is_none() {
            let value = Json::parse(doc.text()).ok();
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
        self.document(file, document)?;
        let WorkFile { was, is_lines, documents, .. } = &mut self.files[file];
        let Doc { piece, value: Some(value), .. } = &mut documents[document] else {
            return Err(broken(was.as_ref()));
        };
        change(value, piece, *is_lines, op).map_err(|_| broken(was.as_ref()))?;
        if op.may_change_names() {
            self.index(file, document);
        }
        Ok(())
    }

    /// Puts other texts in the place of values of a document, each with its path, in the order in
    /// which they stand.
    pub(super) fn replace_texts(
        &mut self,
        file: usize,
        document: usize,
        texts: &[(&[Step], String)],
    ) -> Result<(), EditError> {
        self.document(file, document)?;
        let WorkFile { was, documents, .. } = &mut self.files[file];
        let broken = || broken(was.as_ref());
        let doc = &mut documents[document];
        let value = doc.value.as_mut().ok_or_else(broken)?;
        for (path, text) in texts {
            *value.at_mut(path).ok_or_else(broken)? = Json::from(text.as_str());
        }
        let paths: Vec<&[Step]> = texts.iter().map(|(path, _)| *path).collect();
        let places = splice::find_all(doc.text(), &paths).ok_or_else(broken)?;
        let pieces = texts.iter().map(|(_, text)| Piece::new(Json::from(text.as_str()).to_string()));
        let others: Vec<(Range<usize>, Piece<'_>)> = places.into_iter().zip(pieces).collect();
        doc.piece.replace_all(&others);
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

    /// Writes the claims of a relation of a record in full, where some are written short: what is
    /// to be changed or searched in them has no place of its own in a short form.
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
        let path = with_its_list(self.document(file, document)?, path).to_vec();
        self.apply(file, document, &Op::Remove { path })
    }

    /// Removes many parts of a document, which are in the order in which they stand, as
    /// [`pull`](Self::pull) does from the last to the first.
    pub(super) fn pull_all(
        &mut self,
        (file, document): (usize, usize),
        paths: &[&[Step]],
    ) -> Result<(), EditError> {
        const RECORD: usize = 2;
        let of_records: Vec<&[&[Step]]> =
            paths.chunk_by(|one, other| one.get(..RECORD) == other.get(..RECORD)).collect();
        if of_records.len() < 2 || paths.iter().any(|path| path.len() <= RECORD) {
            return paths.iter().rev().try_for_each(|path| self.pull((file, document), path));
        }
        self.document(file, document)?;
        let WorkFile { was, is_lines, documents, .. } = &mut self.files[file];
        let broken = || broken(was.as_ref());
        let doc = &mut documents[document];
        let value = doc.value.as_mut().ok_or_else(broken)?;
        let records: Vec<&[Step]> = of_records.iter().map(|paths| &paths[0][..RECORD]).collect();
        let places = splice::find_all(doc.piece.text(), &records).ok_or_else(broken)?;
        let mut pieces = Vec::with_capacity(records.len());
        for ((record, at), paths) in records.into_iter().zip(places).zip(of_records) {
            let value = value.at_mut(record).ok_or_else(broken)?;
            let mut piece = doc.piece.part(&at);
            for path in paths.iter().rev() {
                let path = with_its_list(value, &path[RECORD..]).to_vec();
                change(value, &mut piece, *is_lines, &Op::Remove { path }).map_err(|_| broken())?;
            }
            pieces.push((at, piece));
        }
        doc.piece.replace_all(&pieces);
        Ok(())
    }

    /// Adds a record to a file, where it belongs by its id if the records there are in order, else
    /// at the end.
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
        let newline = newline_of(found.before);
        let style = match found.documents.get(document.saturating_sub(1)) {
            Some(near) => {
                let whole = 0..near.text().len();
                Style::learn(near.text(), &[whole])
            }
            None => Style::compact(),
        };
        let piece = Piece::new(style.inline(&value));
        let newline = Piece::new(newline.to_owned());
        let is_empty = found.documents.is_empty();
        let gap = match found.documents.get_mut(document) {
            Some(next) => std::mem::replace(&mut next.gap, newline),
            None if is_empty => std::mem::replace(&mut found.tail, newline),
            None => newline,
        };
        found.documents.insert(document, Doc { gap, piece, was: None, value: Some(value) });
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
        let gone = found.documents.remove(document);
        let is_first = document == 0;
        let behind = match found.documents.get_mut(document) {
            Some(next) => &mut next.gap,
            None => &mut found.tail,
        };
        let rest = behind.text();
        let ending = rest.len() - rest.trim_start_matches('\r').strip_prefix('\n').unwrap_or(rest).len();
        behind.replace(&Splice { at: 0..ending, text: String::new() });
        // The last line may have no end: then that of the line before it goes.
        if ending > 0 || is_first {
            behind.prepend(&gone.gap);
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
        let piece = Piece::new(text);
        let doc = Doc { gap: Piece::default(), piece, was: None, value: Some(document) };
        self.files.push(WorkFile {
            was: None,
            name: Some(name.to_owned()),
            before: "",
            is_lines: false,
            documents: vec![doc],
            tail: Piece::default(),
        });
        self.index(file, 0);
    }

    /// Lists where all files refer to a record: the file, the document, the path, and how. Claims
    /// that do so in a short form are written in full first.
    pub(super) fn references(&mut self, kind: Kind, id: &str) -> Result<Vec<Reference>, EditError> {
        let mentions = self.mentions(id);
        for (file, document) in &mentions {
            let Some(value) = self.said(*file, *document) else { continue };
            for (owner, index, rule) in vocabulary::short_references(&value, kind, id) {
                self.write_in_full(At { file: *file, document: *document, index }, owner, rule)?;
            }
        }
        let mut found = Vec::new();
        for (file, document) in mentions {
            let Some(value) = self.said(file, document) else { continue };
            let references = vocabulary::references(&value, kind, id).into_iter();
            found.extend(references.map(|(path, refers)| Reference { file, document, path, refers }));
        }
        Ok(found)
    }

    /// What a document says, without keeping it; nothing of one that is no JSON.
    fn said(&self, file: usize, document: usize) -> Option<Cow<'_, Json>> {
        let doc = &self.files[file].documents[document];
        match &doc.value {
            Some(value) => Some(Cow::Borrowed(value)),
            None => Json::parse(doc.text()).ok().map(Cow::Owned),
        }
    }

    /// Lists the documents in whose text an id can be found.
    fn mentions(&self, id: &str) -> Vec<(usize, usize)> {
        // An id is written without escapes, and it is all that is left of the text that it stands
        // in.
        let end = format!("{id}\"");
        let in_file = |(file, work): (usize, &WorkFile<'_>)| {
            let documents = work.documents.iter().enumerate().filter(|_| work.name.is_some());
            let mentions = documents.filter(|(_, doc)| doc.text().contains(&end));
            mentions.map(|(document, _)| (file, document)).collect::<Vec<_>>()
        };
        self.files.iter().enumerate().flat_map(in_file).collect()
    }

    /// Puts the files together as they are now.
    pub(super) fn edited(self) -> Vec<Edited<'f>> {
        let mut kinds: Vec<Option<Kind>> = vec![None; self.files.len()];
        for entry in &self.entries {
            let first = &mut kinds[entry.at.file];
            // Sources come first of all: what is new may cite them.
            let rank = |kind: Kind| (kind != Kind::Source, kind);
            if first.is_none_or(|kind| rank(entry.kind) < rank(kind)) {
                *first = Some(entry.kind);
            }
        }
        self.files.into_iter().zip(kinds).map(|(file, kind)| file.edited(kind)).collect()
    }
}

fn broken(file: Option<&String>) -> EditError {
    EditError::Broken { file: file.cloned().unwrap_or_default() }
}

/// Makes a change of a value and of the text that says it.
fn change(value: &mut Json, piece: &mut Piece<'_>, is_line: bool, op: &Op) -> Result<(), NoSuchPlace> {
    let splice = splice::splice(piece.text(), is_line, op)?;
    splice::apply(value, op)?;
    piece.replace(&splice);
    Ok(())
}

/// Returns the path of an element of a list, or that of the list if there is no other element.
fn with_its_list<'p>(value: &Json, path: &'p [Step]) -> &'p [Step] {
    match path.split_last() {
        Some((Step::Index(_), list))
            if !list.is_empty() && value.at(list).is_some_and(|list| list.elements().len() == 1) =>
        {
            list
        }
        _ => path,
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

impl Reference {
    /// The file, and the document in it.
    pub(super) fn document(&self) -> (usize, usize) {
        (self.file, self.document)
    }
}

impl<'f> WorkFile<'f> {
    /// Of each document, how many lines end before it.
    fn lines_before(&self) -> Vec<usize> {
        let ends = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
        let mut lines = 0;
        let of = |doc: &Doc<'_>| {
            let before = lines + ends(doc.gap.text());
            lines = before + ends(doc.text());
            before
        };
        self.documents.iter().map(of).collect()
    }

    /// Puts the file together as it is now.
    fn edited(self, kind: Option<Kind>) -> Edited<'f> {
        let is_as_read = self.tail.is_as_read()
            && self.documents.iter().all(|doc| doc.gap.is_as_read() && doc.piece.is_as_read());
        let mut joined = Joined::default();
        let mut documents = Vec::with_capacity(self.documents.len());
        for Doc { gap, piece, was, value } in self.documents {
            if !is_as_read {
                joined.push(&gap);
                joined.push(&piece);
            }
            let said = match (was, value) {
                // What was only read, and not changed, is proven by its bytes.
                (Some(was), _) if piece.is_as_read() => Said::AsBefore(was),
                (_, value) => Said::Value(value.unwrap_or_default()),
            };
            documents.push(said);
        }
        if !is_as_read {
            joined.push(&self.tail);
        }
        let text = if is_as_read { Cow::Borrowed(self.before) } else { Cow::Owned(joined.text) };
        Edited {
            was: self.was,
            name: self.name,
            before: self.before,
            text,
            is_lines: self.is_lines,
            spans: joined.spans,
            documents,
            kind,
        }
    }
}
