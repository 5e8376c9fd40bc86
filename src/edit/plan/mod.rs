//! From edits to what changes in the files: one file for each group of edits.

mod add;
mod claims;
mod gone;
mod put;
mod rename;
mod values;

use super::EditError;
use super::change::{Edit, Put};
use super::report::Change;
use super::value::{Json, Step};
use super::vocabulary::{self, EVIDENCE, Field, Shape};
use super::workspace::Workspace;
use crate::id::nearest;
use crate::model::{Kind, Rule};

/// Makes an edit, and returns what it has changed.
/// Makes records, and the landscape as a whole, what they shall be.
pub(super) fn records(
    workspace: &mut Workspace<'_>,
    overview: Option<Json>,
    records: Vec<(Kind, Json)>,
) -> Result<Vec<Change>, EditError> {
    let mut changes = match overview {
        Some(record) => {
            let put = Put { kind: vocabulary::LANDSCAPE.to_owned(), record, file: None };
            put::put(workspace, &put)?
        }
        None => Vec::new(),
    };
    changes.extend(put::put_all(workspace, records)?);
    Ok(changes)
}

pub(super) fn edit(workspace: &mut Workspace<'_>, edit: &Edit) -> Result<Vec<Change>, EditError> {
    match edit {
        Edit::Add(edit) => add::add(workspace, edit),
        Edit::Link(edit) => claims::link(workspace, edit),
        Edit::Unlink(edit) => claims::unlink(workspace, edit),
        Edit::Set(edit) => values::set(workspace, edit),
        Edit::Unset(edit) => values::unset(workspace, edit),
        Edit::Rename(edit) => rename::rename(workspace, edit),
        Edit::Merge(edit) => rename::merge(workspace, edit),
        Edit::Rm(edit) => gone::remove(workspace, edit),
        Edit::Put(edit) => put::put(workspace, edit),
    }
}

/// Finds a kind by its word, in the singular or the plural.
fn kind(word: &str) -> Result<Kind, EditError> {
    Kind::from_word(word).ok_or_else(|| {
        let words = Kind::ALL.iter().flat_map(|kind| [kind.singular(), kind.plural()]);
        let near = nearest(word, words).and_then(Kind::from_word);
        EditError::UnknownKind { word: word.to_owned(), nearest: near.map(|kind| kind.singular().to_owned()) }
    })
}

/// Finds a relation that a kind of record carries, by its key; hyphens and spaces may be typed for
/// underscores.
fn relation(kind: Kind, word: &str) -> Result<&'static Rule, EditError> {
    let key = word.replace(['-', ' '], "_");
    vocabulary::relations_from(kind).find(|rule| rule.key == key).ok_or_else(|| {
        let known: Vec<String> = vocabulary::relations_from(kind).map(|rule| rule.key.to_owned()).collect();
        let nearest = nearest(&key, known.iter().map(String::as_str)).map(str::to_owned);
        EditError::UnknownRelation { word: word.to_owned(), kind, nearest, known }
    })
}

/// Finds a key of an object.
fn field<'s>(shape: &'s Shape, key: &str, of: &str) -> Result<&'s Field, EditError> {
    let plain = key.replace('-', "_");
    shape.field(key).or_else(|| shape.field(&plain)).ok_or_else(|| EditError::UnknownKey {
        of: of.to_owned(),
        key: key.to_owned(),
        nearest: shape.nearest(&plain),
        known: shape.fields().iter().map(|field| field.key.clone()).collect(),
    })
}

/// Checks a value against what may be under its key, and finds the records that it names.
fn value(
    workspace: &Workspace<'_>,
    relation: Option<&str>,
    field: &Field,
    value: &Json,
) -> Result<Json, EditError> {
    shaped(workspace, relation, &field.key, &field.shape, value)
}

fn shaped(
    workspace: &Workspace<'_>,
    relation: Option<&str>,
    key: &str,
    shape: &Shape,
    value: &Json,
) -> Result<Json, EditError> {
    let wrong = |expected| Err(EditError::WrongType { key: key.to_owned(), expected });
    match (shape, value) {
        (Shape::Text { words, .. }, Json::Text(text)) => {
            if !words.is_empty() && !words.contains(text) {
                return Err(EditError::UnknownValue {
                    key: key.to_owned(),
                    value: text.clone(),
                    nearest: nearest(text, words.iter().map(String::as_str)).map(str::to_owned),
                    known: words.clone(),
                });
            }
            Ok(match vocabulary::refers(relation, key, shape) {
                Some(vocabulary::Refers::To(kind)) => Json::from(&*workspace.resolve(text, &[kind])?.id),
                Some(vocabulary::Refers::ToAny) => Json::Text(workspace.resolve(text, &Kind::ALL)?.any_id()),
                None => value.clone(),
            })
        }
        (Shape::Text { .. }, _) => wrong("a text"),
        (Shape::Number, Json::Text(text)) => match text.parse::<u32>() {
            Ok(number) => Ok(Json::Number(number.into())),
            Err(_) => wrong("a whole number"),
        },
        (Shape::Number, Json::Number(_)) | (Shape::Flag, Json::Flag(_)) => Ok(value.clone()),
        (Shape::Number, _) => wrong("a whole number"),
        (Shape::Flag, Json::Text(text)) if text == "true" || text == "false" => {
            Ok(Json::Flag(text == "true"))
        }
        (Shape::Flag, _) => wrong("`true` or `false`"),
        (Shape::List(element), Json::List(elements)) => {
            let shaped = elements.iter().map(|value| shaped(workspace, relation, key, element, value));
            Ok(Json::List(shaped.collect::<Result<_, _>>()?))
        }
        // A text that is JSON is read as the value itself: the command line has nothing but texts.
        (Shape::List(_) | Shape::Object(_), Json::Text(text))
            if text.trim_start().starts_with(['{', '[']) =>
        {
            match Json::parse(text) {
                Ok(parsed) => shaped(workspace, relation, key, shape, &parsed),
                Err(_) => wrong("JSON"),
            }
        }
        (Shape::List(element), Json::Text(_)) if matches!(**element, Shape::Text { .. }) => {
            Ok(Json::List(vec![shaped(workspace, relation, key, element, value)?]))
        }
        (Shape::List(_), _) => wrong("a list, written as JSON"),
        (Shape::Object(_), Json::Object(members)) => {
            let of = format!("`{key}`");
            let member = |(name, value): &(String, Json)| {
                let field = field(shape, name, &of)?;
                Ok((field.key.clone(), shaped(workspace, Some(key), &field.key, &field.shape, value)?))
            };
            Ok(ordered(shape, members.iter().map(member).collect::<Result<_, EditError>>()?))
        }
        (Shape::Object(_), _) => wrong("an object, written as JSON"),
    }
}

/// Puts members in the order of the format.
fn ordered(shape: &Shape, mut members: Vec<(String, Json)>) -> Json {
    let rank = |key: &str| shape.fields().iter().position(|field| field.key == key).unwrap_or(usize::MAX);
    members.sort_by_key(|(key, _)| rank(key));
    Json::Object(members)
}

/// Whether a list, a text or an object says nothing.
fn is_empty(value: &Json) -> bool {
    match value {
        Json::List(elements) => elements.is_empty(),
        other => other.is_nothing(),
    }
}

/// The steps to a member of a value at a path.
fn inside(path: &[Step], key: &str) -> Vec<Step> {
    path.iter().cloned().chain([key.into()]).collect()
}

/// The evidence of a claim.
fn evidence_of(claim: &Json) -> &[Json] {
    claim.get(EVIDENCE).map(Json::elements).unwrap_or_default()
}
