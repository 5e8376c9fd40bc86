//! New records.

use std::path::Path;

use serde_json::value::RawValue;

use super::{field, kind, ordered, relation, value};
use crate::edit::EditError;
use crate::edit::change::Add;
use crate::edit::names;
use crate::edit::report::{Change, Done};
use crate::edit::value::Json;
use crate::edit::vocabulary;
use crate::edit::workspace::Workspace;
use crate::id::{check_slug, fold_name, slug_of};
use crate::load::json;
use crate::model::Kind;

pub(super) fn add(workspace: &mut Workspace<'_>, add: &Add) -> Result<Vec<Change>, EditError> {
    let kind = kind(&add.kind)?;
    let shape = vocabulary::record(kind);
    let of = format!("a {kind}");
    if add.name.trim().is_empty() {
        return Err(EditError::EmptyName);
    }
    let id = match &add.id {
        Some(id) => id.clone(),
        None => id_of(&add.name)?,
    };
    check_id(&id)?;
    let called = [(id.as_str(), true), (add.name.as_str(), false)].into_iter();
    for (text, is_id) in called.chain(add.aliases.iter().map(|alias| (alias.as_str(), false))) {
        free(workspace, kind, text, is_id, None)?;
    }
    let mut members =
        vec![("id".to_owned(), Json::Text(id.clone())), ("name".to_owned(), Json::from(add.name.as_str()))];
    if !add.aliases.is_empty() {
        let aliases = add.aliases.iter().map(|alias| Json::from(alias.as_str())).collect();
        members.push(("aliases".to_owned(), Json::List(aliases)));
    }
    for (key, given) in add.values.members() {
        let field = field(shape, key, &of)?;
        if members.iter().any(|(other, _)| *other == field.key) {
            return Err(EditError::OtherEdit { key: key.clone(), by: "the name and the id" });
        }
        members.push((field.key.clone(), value(workspace, None, field, given)?));
    }
    for (word, targets) in &add.links {
        let rule = relation(kind, word)?;
        let mut entries = Vec::with_capacity(targets.len());
        for target in targets {
            let found = workspace.resolve(target, rule.to)?;
            entries.push(match rule.target_key {
                Some(key) => Json::Object(vec![(key.to_owned(), Json::from(&*found.id))]),
                None => Json::Text(found.any_id()),
            });
        }
        members.push((rule.key.to_owned(), Json::List(entries)));
    }
    for field in shape.fields().iter().filter(|field| field.required) {
        if members.iter().all(|(key, _)| *key != field.key) {
            let known = field.shape.words().to_vec();
            return Err(EditError::MissingKey { of, key: field.key.clone(), known });
        }
    }
    let file = write(workspace, kind, &id, ordered(shape, members), add.file.as_deref())?;
    Ok(vec![Change { file, done: Done::Added { kind, id } }])
}

/// Makes an id of a name that says as much as the name.
pub(super) fn id_of(name: &str) -> Result<String, EditError> {
    let slug = slug_of(name);
    if !slug.is_empty() && fold_name(&slug) == fold_name(name) {
        return Ok(slug);
    }
    Err(EditError::NoId { name: name.to_owned(), suggestion: Some(slug).filter(|slug| !slug.is_empty()) })
}

pub(super) fn check_id(id: &str) -> Result<(), EditError> {
    check_slug(id).map_err(|reason| {
        let suggestion = Some(slug_of(id)).filter(|slug| !slug.is_empty());
        EditError::InvalidId { id: id.to_owned(), reason, suggestion }
    })
}

/// Checks that an id, name or alias leads to no other record of its kind.
pub(super) fn free(
    workspace: &Workspace<'_>,
    kind: Kind,
    text: &str,
    is_id: bool,
    but: Option<&str>,
) -> Result<(), EditError> {
    // An id is another one unless it is the same to the letter, or the name of another.
    let taken = names::taken(&workspace.entries, kind, text, but);
    let Some((what, other)) = taken else { return Ok(()) };
    let is_near = is_id && what == "the id" && *other.id != *text;
    if is_near && !workspace.entries.iter().any(|entry| entry.kind == kind && *entry.id == *text) {
        return Ok(());
    }
    Err(EditError::Taken {
        text: text.to_owned(),
        what,
        kind,
        other: other.id.to_string(),
        place: workspace.place_of(other.at, kind, &[]),
    })
}

/// Writes a new record where it belongs, and returns the name of the file.
pub(super) fn write(
    workspace: &mut Workspace<'_>,
    kind: Kind,
    id: &str,
    record: Json,
    wanted: Option<&str>,
) -> Result<String, EditError> {
    let name = match wanted {
        Some(wanted) => named(workspace, wanted)?,
        None => home(workspace, kind, id),
    };
    let known = workspace.files.iter().position(|file| file.name.as_deref() == Some(name.as_str()));
    if let Some(file) = known {
        workspace.add_record(file, kind, record)?;
        return Ok(name);
    }
    let mut document = Vec::new();
    if let Some(schema) = schema_for(workspace, &name) {
        document.push(("$schema".to_owned(), Json::Text(schema)));
    }
    document.push((kind.plural().to_owned(), Json::List(vec![record])));
    workspace.add_file(&name, Json::Object(document));
    Ok(name)
}

/// The file that somebody names: as it is reached from here, or from the folder of the landscape.
fn named(workspace: &Workspace<'_>, wanted: &str) -> Result<String, EditError> {
    let below = workspace.root.join(wanted).display().to_string();
    let is_known = |name: &str| workspace.files.iter().any(|file| file.name.as_deref() == Some(name));
    if let Some(known) = [wanted, &below].into_iter().find(|name| is_known(name)) {
        return Ok(known.to_owned());
    }
    let path = Path::new(wanted);
    let is_plain = |path: &Path| {
        path.components().all(|part| match part {
            std::path::Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
            _ => false,
        })
    };
    let inside = path.strip_prefix(&workspace.root).unwrap_or(path);
    let is_data = path.extension().is_some_and(|extension| extension == "json");
    if !workspace.is_folder || !is_data || !is_plain(inside) {
        return Err(EditError::OtherFile { file: wanted.to_owned() });
    }
    Ok(workspace.root.join(inside).display().to_string())
}

/// Where a new record goes.
pub(super) fn home(workspace: &Workspace<'_>, kind: Kind, id: &str) -> String {
    if !workspace.is_folder {
        let only = workspace.files.first().and_then(|file| file.name.clone());
        return only.unwrap_or_else(|| workspace.root.display().to_string());
    }
    let join = |parts: &[&str]| {
        let mut path = workspace.root.clone();
        path.extend(parts);
        path.display().to_string()
    };
    // A landscape that has the records of a kind as lines of one file goes on with that.
    let lines = join(&[&format!("{}.jsonl", kind.plural())]);
    let is_known = |name: &str| workspace.files.iter().any(|file| file.name.as_deref() == Some(name));
    let usual = match kind {
        Kind::Company => join(&[kind.plural(), &format!("{id}.json")]),
        _ => join(&[&format!("{}.json", kind.plural())]),
    };
    if is_known(&lines) && !is_known(&usual) { lines } else { usual }
}

/// The schema that a new file names: that of its neighbours, else that of another folder, from
/// where the file is.
pub(super) fn schema_for(workspace: &Workspace<'_>, name: &str) -> Option<String> {
    let depth = |name: &str| {
        let folder = Path::new(name).strip_prefix(&workspace.root).ok()?.parent()?.to_path_buf();
        let depth = folder.components().count();
        Some((folder, depth))
    };
    let (folder, wanted) = depth(name)?;
    let named: Vec<(std::path::PathBuf, usize, String)> = workspace
        .files
        .iter()
        .filter(|file| !file.is_lines)
        .filter_map(|file| {
            let text = file.documents.first()?.text();
            let value: &RawValue =
                text.contains("\"$schema\"").then(|| serde_json::from_str(text).ok())??;
            let schema = json::text(json::member(value, "$schema")?);
            let (folder, depth) = depth(file.name.as_deref()?)?;
            Some((folder, depth, schema))
        })
        .collect();
    if let Some((.., schema)) = named.iter().find(|(other, ..)| *other == folder) {
        return Some(schema.clone());
    }
    let (_, at, schema) = named.first()?;
    if schema.contains("://") || schema.starts_with('/') {
        return Some(schema.clone());
    }
    match wanted.checked_sub(*at) {
        Some(deeper) => Some(format!("{}{schema}", "../".repeat(deeper))),
        None => schema.strip_prefix(&"../".repeat(at - wanted)).map(str::to_owned),
    }
}
