//! The keys that commands can set, from the one declaration of the format.

use super::vocabulary::{self, EVIDENCE, Field, Shape};
use crate::model::{Kind, Rule, When};

/// A key that can be set to one value.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Key {
    /// The key, as it is written in files.
    pub key: String,
    /// What it is, in a sentence.
    pub about: String,
    /// The words that it can have; empty if it can have any text.
    pub words: Vec<String>,
    /// Whether it holds a day.
    pub is_day: bool,
    /// What has it: kinds of records, or relations.
    pub of: Vec<&'static str>,
}

fn add(keys: &mut Vec<Key>, field: &Field, of: &'static str) {
    if matches!(field.shape, Shape::List(_) | Shape::Object(_)) {
        return;
    }
    if let Some(known) = keys.iter_mut().find(|known| known.key == field.key) {
        known.of.push(of);
        for word in field.shape.words() {
            if !known.words.contains(word) {
                known.words.push(word.clone());
            }
        }
        return;
    }
    keys.push(Key {
        key: field.key.clone(),
        about: field.about.clone(),
        words: field.shape.words().to_vec(),
        is_day: matches!(&field.shape, Shape::Text { format: Some(format), .. } if *format == When::FORMAT),
        of: vec![of],
    });
}

/// Returns the keys of records that hold one value, besides the id and the name.
#[must_use]
pub fn record_keys() -> Vec<Key> {
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        let fields = vocabulary::record(kind).fields().iter();
        fields.filter(|field| !matches!(field.key.as_str(), "id" | "name")).for_each(|field| {
            add(&mut keys, field, kind.singular());
        });
    }
    keys
}

/// Returns the keys of claims that hold one value, besides the target.
#[must_use]
pub fn claim_keys() -> Vec<Key> {
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        for rule in vocabulary::relations_from(kind).filter(|rule| rule.target_key.is_some()) {
            let fields = vocabulary::entry(kind, rule).map(Shape::fields).unwrap_or_default().iter();
            let own =
                fields.filter(|field| Some(field.key.as_str()) != rule.target_key && field.key != EVIDENCE);
            own.for_each(|field| add(&mut keys, field, rule.key));
        }
    }
    keys
}

/// Returns the keys of evidence.
#[must_use]
pub fn evidence_keys() -> Vec<Key> {
    let mut keys = Vec::new();
    vocabulary::evidence().fields().iter().for_each(|field| add(&mut keys, field, EVIDENCE));
    keys
}

/// Returns the one relation from a kind to another that needs nothing but a target; nothing if
/// there are several.
#[must_use]
pub fn plain_links(from: Kind, to: Kind) -> Option<&'static str> {
    let needs_no_more = |rule: &&'static Rule| {
        let fields = vocabulary::entry(from, rule).map(Shape::fields).unwrap_or_default();
        rule.to == [to]
            && fields.iter().all(|field| !field.required || Some(field.key.as_str()) == rule.target_key)
    };
    let mut fitting = vocabulary::relations_from(from).filter(needs_no_more);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first.key)
}
