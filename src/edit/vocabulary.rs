//! What may be where: keys in their order, words, and what refers to which record, read from the
//! types of the model.

use std::sync::LazyLock;

use serde_json::Value;

use super::order::{Hop, keys_at};
use super::value::{Json, Step};
use crate::id::nearest;
use crate::load::shape::{SCHEMA, allowed_values, resolve};
use crate::model::{AnyId, Kind, Relation, Rule};

/// What may be at a place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Object(Vec<Field>),
    List(Box<Shape>),
    /// A text; one of the words, where there are any.
    Text {
        format: Option<String>,
        words: Vec<String>,
    },
    Number,
    Flag,
}

/// A key of an object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Field {
    pub(super) key: String,
    pub(super) about: String,
    pub(super) required: bool,
    pub(super) shape: Shape,
}

/// How deep the format is nested at most; it is about five.
const MOST_LEVELS: usize = 12;

static DOCUMENT: LazyLock<Shape> = LazyLock::new(|| shape(&SCHEMA, &mut Vec::new()));

fn shape(schema: &Value, path: &mut Vec<Hop>) -> Shape {
    let schema = resolve(schema);
    let is_null = |choice: &&Value| choice["type"] == "null";
    if let Some(choice) =
        schema["anyOf"].as_array().and_then(|all| all.iter().find(|choice| !is_null(choice)))
    {
        return shape(choice, path);
    }
    let named = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        other => other.as_str(),
    };
    match named {
        Some("object") if path.len() < MOST_LEVELS => Shape::Object(fields(schema, path)),
        Some("array") => {
            path.push(Hop::Element);
            let element = shape(&schema["items"], path);
            path.pop();
            Shape::List(Box::new(element))
        }
        Some("integer" | "number") => Shape::Number,
        Some("boolean") => Shape::Flag,
        _ => Shape::Text {
            format: schema["format"].as_str().map(str::to_owned),
            words: allowed_values(schema),
        },
    }
}

fn fields(schema: &Value, path: &mut Vec<Hop>) -> Vec<Field> {
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    let ordered = keys_at(path).unwrap_or_default();
    // What the types do not name comes last, in the order of the alphabet.
    let others = properties.keys().map(String::as_str).filter(|key| !ordered.contains(key));
    let keys = ordered.iter().copied().filter(|key| properties.contains_key(*key)).chain(others);
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let field = |key: &str| {
        path.push(Hop::Key(key.to_owned()));
        let about = properties[key]["description"].as_str().unwrap_or_default().to_owned();
        let shape = shape(&properties[key], path);
        path.pop();
        Field { key: key.to_owned(), about, required: required.contains(&key), shape }
    };
    keys.map(field).collect()
}

/// The shape of a document.
pub(super) fn document() -> &'static Shape {
    &DOCUMENT
}

/// The shape of a record of a kind.
pub(super) fn record(kind: Kind) -> &'static Shape {
    document().field(kind.plural()).map_or(document(), |field| field.shape.element())
}

impl Shape {
    /// The keys of an object, in the order of the format; none of anything else.
    pub(super) fn fields(&self) -> &[Field] {
        match self {
            Self::Object(fields) => fields,
            _ => &[],
        }
    }

    pub(super) fn field(&self, key: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.key == key)
    }

    /// The shape of each element of a list; of anything else, its own.
    pub(super) fn element(&self) -> &Self {
        match self {
            Self::List(element) => element,
            other => other,
        }
    }

    pub(super) fn words(&self) -> &[String] {
        match self {
            Self::Text { words, .. } => words,
            _ => &[],
        }
    }

    /// Where a new key belongs among others: behind the last of those that the format has before
    /// it.
    pub(super) fn index_of<'k>(&self, key: &str, others: impl Iterator<Item = &'k str>) -> usize {
        let rank = |key: &str| self.fields().iter().position(|field| field.key == key).unwrap_or(usize::MAX);
        let own = rank(key);
        others.enumerate().filter(|(_, other)| rank(other) <= own).map(|(at, _)| at + 1).last().unwrap_or(0)
    }

    /// Puts the keys of a value in the order of the format, and those of all values below it.
    pub(super) fn ordered(&self, value: Json) -> Json {
        match value {
            Json::Object(members) => {
                let rank =
                    |key: &str| self.fields().iter().position(|field| field.key == key).unwrap_or(usize::MAX);
                let below = |(key, value): (String, Json)| {
                    let value = match self.field(&key) {
                        Some(field) => field.shape.ordered(value),
                        None => value,
                    };
                    (key, value)
                };
                let mut members: Vec<(String, Json)> = members.into_iter().map(below).collect();
                members.sort_by_key(|(key, _)| rank(key));
                Json::Object(members)
            }
            Json::List(elements) => {
                Json::List(elements.into_iter().map(|element| self.element().ordered(element)).collect())
            }
            other => other,
        }
    }

    /// The key nearest to one that there is not.
    pub(super) fn nearest(&self, key: &str) -> Option<String> {
        nearest(key, self.fields().iter().map(|field| field.key.as_str())).map(str::to_owned)
    }
}

/// The relations that a record of a kind carries under a key of its own.
pub(super) fn relations_from(kind: Kind) -> impl Iterator<Item = &'static Rule> {
    Relation::all()
        .map(Relation::rule)
        .filter(move |rule| rule.from.contains(&kind) && record(kind).field(rule.key).is_some())
}

/// The shape of an entry of a relation.
pub(super) fn entry(kind: Kind, rule: &Rule) -> Option<&'static Shape> {
    record(kind).field(rule.key).map(|field| field.shape.element())
}

/// Returns the claims of a relation as they are written in full; nothing if no claim is written
/// short.
pub(super) fn in_full(kind: Kind, rule: &Rule, claims: &Json) -> Option<Json> {
    let target_key = rule.target_key?;
    let target = |id: &str| (target_key.to_owned(), Json::from(id));
    match claims {
        Json::Object(members) => {
            let word =
                entry(kind, rule)?.fields().iter().find(|field| field.required && field.key != target_key)?;
            let claim = |(id, said): &(String, Json)| {
                Json::Object(vec![target(id), (word.key.clone(), said.clone())])
            };
            Some(Json::List(members.iter().map(claim).collect()))
        }
        Json::List(elements) if elements.iter().any(|element| element.text().is_some()) => {
            let claim = |element: &Json| match element.text() {
                Some(id) => Json::Object(vec![target(id)]),
                None => element.clone(),
            };
            Some(Json::List(elements.iter().map(claim).collect()))
        }
        _ => None,
    }
}

/// Returns a record whose claims are all written in full.
pub(super) fn record_in_full(kind: Kind, record: Json) -> Json {
    let Json::Object(mut members) = record else { return record };
    for rule in relations_from(kind) {
        let claims = members.iter_mut().find(|(key, _)| key == rule.key);
        if let Some((_, claims)) = claims
            && let Some(full) = in_full(kind, rule, claims)
        {
            *claims = full;
        }
    }
    Json::Object(members)
}

/// Returns the relations of the records of a document that name a record in a short form: the kind
/// and index of each record, and the relation.
pub(super) fn short_references(document: &Json, kind: Kind, id: &str) -> Vec<(Kind, usize, &'static Rule)> {
    let mut found = Vec::new();
    for owner in Kind::ALL {
        let records = document.get(owner.plural()).map(Json::elements).unwrap_or_default();
        for rule in relations_from(owner).filter(|rule| rule.target_key.is_some() && rule.to.contains(&kind))
        {
            let names_it = |claims: &Json| match claims {
                Json::Object(members) => members.iter().any(|(key, _)| key == id),
                Json::List(elements) => elements.iter().any(|element| element.text() == Some(id)),
                _ => false,
            };
            let named =
                records.iter().enumerate().filter(|(_, record)| record.get(rule.key).is_some_and(names_it));
            found.extend(named.map(|(index, _)| (owner, index, rule)));
        }
    }
    found
}

/// The shape of evidence: that of a record's own.
pub(super) fn evidence() -> &'static Shape {
    let of = |kind: &Kind| record(*kind).field(EVIDENCE);
    Kind::ALL.iter().find_map(of).map_or(document(), |field| field.shape.element())
}

/// The key of evidence, in records and claims.
pub(super) const EVIDENCE: &str = "evidence";

/// The key of what holds for the landscape as a whole.
pub(super) const LANDSCAPE: &str = "landscape";

/// How a text refers to a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refers {
    /// By its id: the kind is fixed.
    To(Kind),
    /// With its kind before the id.
    ToAny,
}

impl Refers {
    /// The text that refers to a record; nothing if it can refer to no record of that kind.
    pub(super) fn text(self, kind: Kind, id: &str) -> Option<String> {
        match self {
            Self::To(wanted) => (wanted == kind).then(|| id.to_owned()),
            Self::ToAny => Some(AnyId { kind, id }.to_string()),
        }
    }
}

/// How the text under a key refers to a record, if it does: `relation` is the key of the list in
/// the record.
pub(super) fn refers(relation: Option<&str>, key: &str, shape: &Shape) -> Option<Refers> {
    let Shape::Text { format: Some(format), .. } = shape else { return None };
    match format.as_str() {
        "any-id" => Some(Refers::ToAny),
        "id" if key == "id" => None,
        "id" => {
            let rules = || Relation::all().map(Relation::rule);
            let target = |rule: &Rule| Some(rule.key) == relation && rule.target_key == Some(key);
            let of_relation = rules().find(|rule| target(rule)).and_then(|rule| rule.to.first().copied());
            let of_key = || Kind::ALL.into_iter().find(|kind| kind.singular() == key);
            // The view that is taken is that of a company.
            let of_overview = || (key == "perspective").then_some(Kind::Company);
            of_relation.or_else(of_key).or_else(of_overview).map(Refers::To)
        }
        _ => None,
    }
}

/// Where a document refers to a record: the path, and how.
pub(super) fn references(document: &Json, kind: Kind, id: &str) -> Vec<(Vec<Step>, Refers)> {
    let mut found = Vec::new();
    let mut path = Vec::new();
    walk(document, self::document(), &mut path, &mut |path, text, refers| {
        if refers.text(kind, id).as_deref() == Some(text) {
            found.push((path.to_vec(), refers));
        }
    });
    found
}

type Visit<'v> = dyn FnMut(&[Step], &str, Refers) + 'v;

fn walk(value: &Json, shape: &Shape, path: &mut Vec<Step>, visit: &mut Visit<'_>) {
    match (value, shape) {
        (Json::Object(members), shape) => {
            for (key, value) in members {
                if let Some(field) = shape.field(key) {
                    path.push(Step::Key(key.clone()));
                    walk(value, &field.shape, path, visit);
                    path.pop();
                }
            }
        }
        (Json::List(elements), Shape::List(element)) => {
            for (index, value) in elements.iter().enumerate() {
                path.push(Step::Index(index));
                walk(value, element, path, visit);
                path.pop();
            }
        }
        (Json::Text(text), shape) => {
            let mut keys = path.iter().rev().filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::Index(_) => None,
            });
            let key = keys.next().unwrap_or_default();
            if let Some(refers) = refers(keys.next(), key, shape) {
                visit(path, text, refers);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_has_a_key_and_a_target_that_is_found() {
        for rule in Relation::all().map(Relation::rule) {
            let carried = rule.from.iter().filter_map(|kind| entry(*kind, rule));
            for shape in carried {
                match rule.target_key {
                    Some(key) => {
                        let field = shape.field(key).unwrap_or_else(|| panic!("{} has no {key}", rule.key));
                        assert_eq!(refers(Some(rule.key), key, &field.shape), Some(Refers::To(rule.to[0])));
                    }
                    None => assert_eq!(refers(None, rule.key, shape), Some(Refers::ToAny), "{}", rule.key),
                }
            }
        }
    }

    #[test]
    fn references_stand_in_relations_evidence_passages_and_the_overview() {
        let text = r#"{"landscape":{"perspective":"a"},"companies":[{"id":"a","offers":[{"tool":"t","evidence":
            [{"source":"s"}]}],"integrates_with":[{"company":"a"}]}],"sources":[{"id":"s","passages":[{"about":
            ["company:a","tool:t"]}]}],"roles":[{"plays":[{"role":"r","segment":"a"}]}]}"#;
        let document = Json::parse(text).expect("it is JSON");
        let count = |kind, id| references(&document, kind, id).len();
        assert_eq!(count(Kind::Company, "a"), 3);
        assert_eq!(count(Kind::Tool, "t"), 2);
        assert_eq!(count(Kind::Source, "s"), 1);
        assert_eq!(count(Kind::Segment, "a"), 1);
        assert_eq!(count(Kind::Tool, "a"), 0);
    }

    #[test]
    fn a_new_key_goes_behind_those_that_the_format_has_before_it() {
        let company = record(Kind::Company);
        assert_eq!(company.index_of("offers", ["id", "name", "evidence"].into_iter()), 2);
        assert_eq!(company.index_of("id", ["name"].into_iter()), 0);
        assert_eq!(company.index_of("note", ["offers", "evidence", "name"].into_iter()), 3);
    }
}
