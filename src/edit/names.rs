//! From names as they are written to the records that have them, exact names alone.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::EditError;
use super::value::Json;
use crate::id::{fold_name, nearest};
use crate::landscape::NameError;
use crate::load::json;
use crate::model::Kind;

/// Where a record is: the file, the document in it, and the index in that document's list.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) document: usize,
    pub(super) index: usize,
}

/// What is needed of a record to find it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) id: Box<str>,
    pub(super) name: Box<str>,
    pub(super) aliases: Box<[Box<str>]>,
    pub(super) at: At,
}

impl Entry {
    /// A company of which only an id and a name are said.
    pub(super) fn of_company(id: &str, name: &str, at: At) -> Self {
        Self { kind: Kind::Company, id: id.into(), name: name.into(), aliases: Box::default(), at }
    }

    pub(super) fn any_id(&self) -> String {
        format!("{}:{}", self.kind, self.id)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        [&self.id, &self.name].into_iter().chain(&self.aliases).map(|name| &**name)
    }

    fn has_name(&self, fits: &dyn Fn(&str) -> bool) -> bool {
        fits(&self.name) || self.aliases.iter().any(|alias| fits(alias))
    }
}

/// Finds the record of one of `kinds` that a text names, by the rules of [`Landscape::resolve`].
///
/// The place of a record is told by `place`, and the ids of the features of a tool by `features`.
///
/// [`Landscape::resolve`]: crate::Landscape::resolve
pub(super) fn resolve<'e>(
    entries: &'e [Entry],
    text: &str,
    kinds: &[Kind],
    place: &dyn Fn(&Entry) -> String,
    features: &dyn Fn(&Entry) -> Vec<String>,
) -> Result<&'e Entry, EditError> {
    let (kinds, wanted) = match text.split_once(':') {
        Some((word, rest)) => match Kind::from_word(word) {
            Some(kind) if kinds.contains(&kind) => (vec![kind], rest),
            _ => (kinds.to_vec(), text),
        },
        None => (kinds.to_vec(), text),
    };
    let of_kinds: Vec<&Entry> = entries.iter().filter(|entry| kinds.contains(&entry.kind)).collect();
    let mut found = called(&of_kinds, wanted);
    if found.is_empty() && kinds.contains(&Kind::Feature) {
        found = addressed(entries, wanted, features);
    }
    match found.as_slice() {
        [] => {}
        [one] => return Ok(one),
        many if many.iter().all(|entry| (entry.kind, &entry.id) == (many[0].kind, &many[0].id)) => {
            let places = many.iter().map(|entry| place(entry)).collect();
            return Err(EditError::TwoOfOneId { kind: many[0].kind, id: many[0].id.to_string(), places });
        }
        many => {
            let candidates = many.iter().map(|entry| format!("`{}`", entry.any_id())).collect();
            return Err(NameError::Ambiguous { text: text.to_owned(), candidates }.into());
        }
    }
    if kinds.len() < Kind::ALL.len()
        && let Ok(other) = resolve(entries, wanted, &Kind::ALL, place, features)
    {
        return Err(NameError::WrongKind { text: text.to_owned(), kinds, found: other.kind }.into());
    }
    let nearest = near_address(entries, wanted, &kinds, features)
        .or_else(|| nearest(wanted, of_kinds.iter().flat_map(|entry| entry.names())).map(str::to_owned));
    Err(NameError::Unknown { text: text.to_owned(), kinds, nearest: nearest.into_iter().collect() }.into())
}

/// Returns the records that a text is the id of; else those with it as name or alias; else ignoring
/// case and punctuation.
fn called<'e>(all: &[&'e Entry], text: &str) -> Vec<&'e Entry> {
    let folded = fold_name(text);
    let steps: [&dyn Fn(&Entry) -> bool; 4] = [
        &|entry| &*entry.id == text,
        &|entry| entry.has_name(&|name| name == text),
        &|entry| entry.has_name(&|name| fold_name(name) == folded),
        &|entry| fold_name(&entry.id) == folded,
    ];
    let mut found =
        steps.into_iter().map(|fits| all.iter().copied().filter(|entry| fits(entry)).collect::<Vec<_>>());
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

/// Returns the features that a text names by a tool and a name within it,
/// `session-replay/canvas recording`. A name may hold a slash itself, so that every slash may be
/// the one that parts the two.
fn addressed<'e>(
    entries: &'e [Entry],
    text: &str,
    features: &dyn Fn(&Entry) -> Vec<String>,
) -> Vec<&'e Entry> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('/') {
        let (tool, name) = (text[..at].trim(), text[at + 1..].trim());
        for tool in tools_called(entries, tool) {
            let within = features_within(entries, &features(tool));
            found.extend(called(&within, name));
        }
    }
    found.sort_by_key(|entry| entry.at);
    found.dedup_by_key(|entry| entry.at);
    found
}

fn tools_called<'e>(entries: &'e [Entry], text: &str) -> Vec<&'e Entry> {
    let tools: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == Kind::Tool).collect();
    called(&tools, text)
}

fn features_within<'e>(entries: &'e [Entry], ids: &[String]) -> Vec<&'e Entry> {
    let is_within = |entry: &&Entry| entry.kind == Kind::Feature && ids.iter().any(|id| **id == *entry.id);
    entries.iter().filter(is_within).collect()
}

/// Returns the address of the feature that may be meant by one that leads nowhere, where its tool
/// is known.
fn near_address(
    entries: &[Entry],
    text: &str,
    kinds: &[Kind],
    features: &dyn Fn(&Entry) -> Vec<String>,
) -> Option<String> {
    let (tool, name) = text.split_once('/').filter(|_| kinds.contains(&Kind::Feature))?;
    let [tool] = tools_called(entries, tool.trim())[..] else { return None };
    let within = features_within(entries, &features(tool));
    let near = nearest(name.trim(), within.into_iter().flat_map(Entry::names))?;
    Some(format!("{}/{near}", tool.id))
}

/// Returns what a name is already among the records of a kind, and of which.
pub(super) fn taken<'e>(
    entries: &'e [Entry],
    kind: Kind,
    name: &str,
    but: Option<&str>,
) -> Option<(&'static str, &'e Entry)> {
    let folded = fold_name(name);
    let is_it = |other: &str| other == name || fold_name(other) == folded;
    let others = || entries.iter().filter(|entry| entry.kind == kind && Some(&*entry.id) != but);
    let by =
        |what, fits: &dyn Fn(&Entry) -> bool| others().find(|entry| fits(entry)).map(|entry| (what, entry));
    by("the id", &|entry| is_it(&entry.id))
        .or_else(|| by("the name", &|entry| is_it(&entry.name)))
        .or_else(|| by("an alias", &|entry| entry.aliases.iter().any(|alias| is_it(alias))))
}

/// Lists the records of a document.
pub(super) fn entries(text: &str, file: usize, document: usize) -> Option<Vec<Entry>> {
    let place = |kind: Kind, index: usize, light: Light| Entry {
        kind,
        id: light.id,
        name: light.name,
        aliases: light.aliases,
        at: At { file, document, index },
    };
    let lists = serde_json::from_str::<LightDocument>(text).map(|document| document.0).ok();
    // What has another shape is looked through piece by piece.
    let lists = match lists {
        Some(lists) => lists,
        None => slowly(text)?,
    };
    let listed = lists.into_iter().flat_map(|(kind, records)| {
        records.into_iter().enumerate().map(move |(index, light)| (kind, index, light))
    });
    let named = listed.filter(|(_, _, light)| !light.id.is_empty());
    Some(named.map(|(kind, index, light)| place(kind, index, light)).collect())
}

/// Lists the records of a document whose value is at hand.
pub(super) fn entries_of(value: &Json, file: usize, document: usize) -> Vec<Entry> {
    let mut found = Vec::new();
    for (key, list) in value.members() {
        let Some(kind) = kind_of(key) else { continue };
        for (index, record) in list.elements().iter().enumerate() {
            let text = |key: &str| record.get(key).and_then(Json::text).unwrap_or_default();
            let aliases = record.get("aliases").map(Json::elements).unwrap_or_default();
            if !text("id").is_empty() {
                found.push(Entry {
                    kind,
                    id: text("id").into(),
                    name: text("name").into(),
                    aliases: aliases.iter().filter_map(Json::text).map(Box::from).collect(),
                    at: At { file, document, index },
                });
            }
        }
    }
    found
}

pub(super) fn kind_of(key: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.plural() == key)
}

fn slowly(text: &str) -> Option<Vec<(Kind, Vec<Light>)>> {
    let value: &RawValue = serde_json::from_str(text).ok()?;
    let light = |record: &RawValue| {
        let text = |key: &str| json::member(record, key).map(json::text).unwrap_or_default();
        let aliases = json::member(record, "aliases").map(json::elements).unwrap_or_default();
        Light {
            id: text("id").into(),
            name: text("name").into(),
            aliases: aliases.into_iter().map(|alias| json::text(alias).into()).collect(),
        }
    };
    let members = json::members(value).into_iter();
    let lists = members.filter_map(|(key, _, list)| Some((kind_of(&key)?, list)));
    Some(lists.map(|(kind, list)| (kind, json::elements(list).into_iter().map(light).collect())).collect())
}

/// A document of which only the names are read.
struct LightDocument(Vec<(Kind, Vec<Light>)>);

#[derive(Default)]
struct Light {
    id: Box<str>,
    name: Box<str>,
    aliases: Box<[Box<str>]>,
}

impl<'de> Deserialize<'de> for LightDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = LightDocument;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a document")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LightDocument, A::Error> {
                let mut lists = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    match kind_of(&key) {
                        Some(kind) => lists.push((kind, map.next_value()?)),
                        None => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(LightDocument(lists))
            }
        }

        deserializer.deserialize_map(Read)
    }
}

impl<'de> Deserialize<'de> for Light {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        /// A key that tells a name, or any other.
        enum Key {
            Id,
            Name,
            Aliases,
            Other,
        }

        impl<'de> Deserialize<'de> for Key {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ReadKey;

                impl Visitor<'_> for ReadKey {
                    type Value = Key;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a key")
                    }

                    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                        Ok(match key {
                            "id" => Key::Id,
                            "name" => Key::Name,
                            "aliases" => Key::Aliases,
                            _ => Key::Other,
                        })
                    }
                }

                deserializer.deserialize_identifier(ReadKey)
            }
        }

        impl<'de> Visitor<'de> for Read {
            type Value = Light;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Light, A::Error> {
                let mut light = Light::default();
                while let Some(key) = map.next_key()? {
                    match key {
                        Key::Id => light.id = map.next_value()?,
                        Key::Name => light.name = map.next_value()?,
                        Key::Aliases => light.aliases = map.next_value()?,
                        Key::Other => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(light)
            }
        }

        deserializer.deserialize_map(Read)
    }
}
