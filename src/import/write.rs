//! From a draft to files: one for each new company, one for each other kind, and every record where it stood.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::audit::WrittenFile;
use super::claims::Object;
use super::draft::Draft;
use super::merge::Import;
use crate::load::Files;
use crate::model::{Document, Kind, Model};

/// A file as it is to be written: whole, in canonical form.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PlannedFile {
    /// Its path.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Whether it was not there before.
    pub is_new: bool,
}

impl PlannedFile {
    pub(super) fn describe(&self) -> WrittenFile {
        WrittenFile { file: self.name.clone(), is_new: self.is_new }
    }
}

impl Import {
    /// Returns the files of the landscape as they will be, so that they can be checked before anything is written.
    #[must_use]
    pub fn result(&self, files: &Files) -> Files {
        let planned: BTreeMap<&str, &str> =
            self.files.iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
        let old = files.iter().filter(|file| !planned.contains_key(file.name()));
        let mut all: BTreeMap<&str, &str> = old.map(|file| (file.name(), file.text())).collect();
        all.extend(planned);
        Files::from_texts(all)
    }
}

/// What changes in one file.
#[derive(Default)]
struct Edit {
    file: Option<u32>,
    /// Records in place of those that stand there: document, kind, index.
    replaced: Vec<(u32, Kind, u32, Value)>,
    new: Vec<(Kind, String, Value)>,
    overview: Option<(Option<u32>, Value)>,
    rank: usize,
}

/// In this order files are written, so that one that is cut short refers to few records that are not there.
const ORDER: [Kind; 10] = [
    Kind::Source,
    Kind::Stack,
    Kind::Feature,
    Kind::Tool,
    Kind::Company,
    Kind::Segment,
    Kind::Role,
    Kind::Principle,
    Kind::Signal,
    Kind::Question,
];

/// Plans the files of a draft.
pub(super) fn plan(into: &str, files: &Files, model: &Model<'_>, draft: &Draft<'_>) -> Vec<PlannedFile> {
    let indexes: BTreeMap<&str, u32> = files.iter().map(|file| file.name()).zip(0_u32..).collect();
    let mut edits: BTreeMap<String, Edit> = BTreeMap::new();
    let rank = |kind: Kind| ORDER.iter().position(|other| *other == kind).unwrap_or(ORDER.len());
    for ((kind, id), held) in draft.held.iter().filter(|(_, held)| held.changed) {
        let value = Value::Object(held.value.clone());
        let name = match held.origin {
            Some(origin) => files.get(model.documents[origin.document as usize].file).name().to_owned(),
            None => home(into, *kind, id),
        };
        let edit = edits.entry(name).or_insert_with(|| Edit { rank: ORDER.len(), ..Edit::default() });
        edit.rank = edit.rank.min(rank(*kind));
        match held.origin {
            Some(origin) => edit.replaced.push((origin.document, *kind, origin.index, value)),
            None => edit.new.push((*kind, id.clone(), value)),
        }
    }
    if let Some(overview) = draft.overview.as_ref().filter(|_| draft.overview_changed) {
        let name = match draft.overview_document {
            Some(document) => files.get(model.documents[document as usize].file).name().to_owned(),
            None => join(into, &["landscape.json"]),
        };
        let edit = edits.entry(name).or_insert_with(|| Edit { rank: ORDER.len(), ..Edit::default() });
        edit.overview = Some((draft.overview_document, Value::Object(overview.clone())));
    }
    let schemas = Schemas::new(into, files);
    let mut planned: Vec<(usize, PlannedFile)> = Vec::with_capacity(edits.len());
    for (name, mut edit) in edits {
        edit.file = indexes.get(name.as_str()).copied();
        let rank = edit.rank;
        let is_new = edit.file.is_none();
        let text = if is_new { new_text(&name, &schemas, edit) } else { edited_text(files, model, edit) };
        planned.push((rank, PlannedFile { name, text, is_new }));
    }
    planned.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    planned.into_iter().map(|(_, file)| file).collect()
}

/// Where a new record goes.
fn home(into: &str, kind: Kind, id: &str) -> String {
    match kind {
        Kind::Company => join(into, &["companies", &format!("{id}.json")]),
        _ => join(into, &[&format!("{}.json", kind.plural())]),
    }
}

fn join(into: &str, parts: &[&str]) -> String {
    let mut path = Path::new(into).to_path_buf();
    path.extend(parts);
    path.display().to_string()
}

fn new_text(name: &str, schemas: &Schemas<'_>, edit: Edit) -> String {
    let mut document = Object::new();
    if let Some(schema) = schemas.of(name) {
        document.insert("$schema".to_owned(), schema.into());
    }
    if let Some((_, overview)) = edit.overview {
        document.insert("landscape".to_owned(), overview);
    }
    add(&mut document, edit.new);
    canonical(document, false)
}

fn edited_text(files: &Files, model: &Model<'_>, edit: Edit) -> String {
    let Some(index) = edit.file else { return String::new() };
    let file = files.get(index);
    let places = (0_u32..).zip(&model.documents).filter(|(_, place)| place.file == index);
    let mut documents: Vec<(u32, Object)> = places
        .map(|(at, place)| {
            let text = file.text().get(place.start..place.end).unwrap_or_default();
            (at, serde_json::from_str(text).unwrap_or_default())
        })
        .collect();
    let mut overview = edit.overview;
    for (at, document) in &mut documents {
        for (_, kind, index, value) in edit.replaced.iter().filter(|replaced| replaced.0 == *at) {
            let list = document.get_mut(kind.plural()).and_then(Value::as_array_mut);
            if let Some(place) = list.and_then(|list| list.get_mut(*index as usize)) {
                *place = value.clone();
            }
        }
        if let Some((_, value)) =
            overview.take_if(|(document, _)| document.is_none_or(|document| document == *at))
        {
            document.insert("landscape".to_owned(), value);
        }
    }
    if let Some((_, document)) = documents.first_mut() {
        add(document, edit.new);
    }
    let lines = file.is_lines();
    documents.into_iter().map(|(_, document)| canonical(document, lines)).collect()
}

/// Adds records to a document: where they belong by id if the list is in that order, else at its end.
fn add(document: &mut Object, new: Vec<(Kind, String, Value)>) {
    fn id_of(value: &Value) -> &str {
        value["id"].as_str().unwrap_or_default()
    }
    let mut by_kind: BTreeMap<Kind, Vec<Value>> = BTreeMap::new();
    for (kind, _, value) in new {
        by_kind.entry(kind).or_default().push(value);
    }
    for (kind, mut new) in by_kind {
        let mut list = match document.remove(kind.plural()) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        let is_in_order = list.is_sorted_by(|one, other| id_of(one) <= id_of(other));
        list.append(&mut new);
        if is_in_order {
            list.sort_by(|one, other| id_of(one).cmp(id_of(other)));
        }
        document.insert(kind.plural().to_owned(), Value::Array(list));
    }
}

/// The schemas that the files of a landscape name, by folder, each with how deep the folder is.
struct Schemas<'i> {
    into: &'i Path,
    named: BTreeMap<PathBuf, (usize, String)>,
}

impl<'i> Schemas<'i> {
    fn new(into: &'i str, files: &Files) -> Self {
        #[derive(serde::Deserialize)]
        struct Head {
            #[serde(rename = "$schema")]
            schema: Option<String>,
        }
        let mut schemas = Self { into: Path::new(into), named: BTreeMap::new() };
        for file in files.iter().filter(|file| file.text().contains("\"$schema\"")) {
            let schema = serde_json::from_str(file.text()).ok().and_then(|head: Head| head.schema);
            if let (Some(schema), Some((folder, depth))) = (schema, schemas.folder(file.name())) {
                schemas.named.entry(folder).or_insert((depth, schema));
            }
        }
        schemas
    }

    /// The folder of a file below that of the landscape, and how deep it is.
    fn folder(&self, name: &str) -> Option<(PathBuf, usize)> {
        let folder = Path::new(name).strip_prefix(self.into).ok()?.parent()?;
        Some((folder.to_owned(), folder.components().count()))
    }

    /// The schema that a new file names: that of its neighbours, else that of another folder, from where it stands.
    fn of(&self, name: &str) -> Option<String> {
        let (folder, wanted) = self.folder(name)?;
        if let Some((_, schema)) = self.named.get(&folder) {
            return Some(schema.clone());
        }
        let (at, schema) = self.named.values().next()?;
        if schema.contains("://") || schema.starts_with('/') {
            return Some(schema.clone());
        }
        match wanted.checked_sub(*at) {
            Some(deeper) => Some(format!("{}{schema}", "../".repeat(deeper))),
            None => schema.strip_prefix(&"../".repeat(at - wanted)).map(str::to_owned),
        }
    }
}

/// Writes a document in canonical form: every key in the order of the format, two spaces for each level, or one line.
fn canonical(document: Object, on_one_line: bool) -> String {
    fn write<T: serde::Serialize>(value: &T, on_one_line: bool) -> Option<String> {
        if on_one_line { serde_json::to_string(value) } else { serde_json::to_string_pretty(value) }.ok()
    }
    let document = Value::Object(document);
    let text = document.to_string();
    // What is no document is written as it is, and the check of the result tells what is wrong.
    let typed = serde_json::from_str::<Document<'_>>(&text).ok();
    let text = typed.and_then(|typed| write(&typed, on_one_line)).or_else(|| write(&document, on_one_line));
    format!("{}\n", text.unwrap_or_default())
}
