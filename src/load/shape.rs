//! Everything that is wrong with the shape of a document, found by its JSON Schema.
//!
//! The schema is made from the types of [`crate::model`], so there is one description of the
//! format. This reads a document only after the types have refused it, and, other than they, to its
//! end.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde_json::Value;
use serde_json::value::RawValue;

use super::json;
use crate::id::nearest;
use crate::id::{check_slug, slug_of};
use crate::model::{AnyId, Document, InvalidAnyId, Kind, When};
use crate::problem::Fault;

/// The JSON Schema of a data file.
pub(crate) static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| schemars::schema_for!(Document<'static>).to_value());

/// Finds everything that is wrong with the shape of a document, each with its range of bytes.
pub(super) fn inspect(text: &str, document: &RawValue) -> Vec<(Range<usize>, Fault)> {
    let mut inspection = Inspection { text, found: Vec::new() };
    inspection.value(&SCHEMA, document);
    inspection.found
}

struct Inspection<'t> {
    text: &'t str,
    found: Vec<(Range<usize>, Fault)>,
}

impl Inspection<'_> {
    fn report(&mut self, at: &RawValue, fault: Fault) {
        self.found.push((json::range(self.text, at.get()), fault));
    }

    fn value(&mut self, schema: &Value, value: &RawValue) {
        let schema = resolve(schema);
        let found = json_type(value);
        if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            // Choices are between a value and none, or between what is written in full and short:
            // their types differ.
            let has_type =
                |choice: &&Value| resolve(choice).get("type").and_then(Value::as_str) == Some(found);
            let choice = choices.iter().find(has_type);
            match choice.or_else(|| choices.first()) {
                Some(choice) if choice.get("type").and_then(Value::as_str) != Some("null") => {
                    self.value(choice, value);
                }
                _ => {}
            }
            return;
        }
        let expected: Vec<&str> = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        let expected_type = expected.iter().copied().find(|name| *name != "null").unwrap_or("string");
        if found == "null" && expected.contains(&"null") {
            return;
        }
        match (expected_type, found) {
            ("object", "object") => self.object(schema, value),
            ("array", "array") => {
                for element in json::elements(value) {
                    self.value(&schema["items"], element);
                }
            }
            ("string", "string") => self.string(schema, value),
            ("integer", "number") if serde_json::from_str::<u32>(value.get()).is_ok() => {}
            _ => {
                let instead = (found == "string").then(|| instead(schema, expected_type, value)).flatten();
                let (expected, found) = (in_words(expected_type), in_words(found));
                let fault = Fault::WrongType { expected, found, instead };
                self.report(value, fault);
            }
        }
    }

    /// Checks an object of ids and words: a short form.
    fn map(&mut self, schema: &Value, value: &RawValue) {
        let mut seen = BTreeSet::new();
        for (key, key_text, member) in json::members(value) {
            self.string(&schema["propertyNames"], key_text);
            if !seen.insert(key.clone()) {
                self.report(key_text, Fault::DuplicateKey { key });
            }
            self.value(&schema["additionalProperties"], member);
        }
    }

    fn object(&mut self, schema: &Value, value: &RawValue) {
        let Some(properties) = schema["properties"].as_object() else { return self.map(schema, value) };
        let members = json::members(value);
        let mut seen = BTreeSet::new();
        for (key, key_text, member) in &members {
            if !seen.insert(key.as_str()) {
                self.report(key_text, Fault::DuplicateKey { key: key.clone() });
            }
            if let Some(property) = properties.get(key) {
                self.value(property, member);
            } else {
                let known: Vec<String> = properties.keys().cloned().collect();
                let nearest = nearest(key, properties.keys().map(String::as_str)).map(str::to_owned);
                self.report(key_text, Fault::UnknownKey { key: key.clone(), nearest, known });
            }
        }
        let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        for key in required.iter().filter_map(Value::as_str) {
            if !seen.contains(key) {
                self.report(value, Fault::MissingKey { key: key.to_owned() });
            }
        }
    }

    fn string(&mut self, schema: &Value, value: &RawValue) {
        let text = json::text(value);
        // Ids and dates are read in place, so they cannot be written with escapes.
        let plain = value.get().len() == text.len() + 2;
        match schema.get("format").and_then(Value::as_str) {
            Some("id") => {
                let escaped = if plain { Ok(()) } else { Err(crate::id::InvalidId::Escaped) };
                if let Err(reason) = check_slug(&text).and(escaped) {
                    let suggestion = Some(slug_of(&text)).filter(|slug| !slug.is_empty());
                    self.report(value, Fault::InvalidId { text, reason, suggestion });
                }
            }
            Some("any-id") => {
                let escaped = if plain { Ok(()) } else { Err(InvalidAnyId::NoKind) };
                if let Err(reason) = AnyId::parse(&text).map(|_| ()).and(escaped) {
                    let nearest = match &reason {
                        InvalidAnyId::UnknownKind(word) => {
                            let rest = text.split_once(':').map_or("", |(_, rest)| rest);
                            nearest(word, Kind::ALL.map(Kind::singular)).map(|kind| format!("{kind}:{rest}"))
                        }
                        _ => None,
                    };
                    self.report(value, Fault::InvalidReference { text, reason, nearest });
                }
            }
            Some(When::FORMAT) if When::parse(&text).is_err() || !plain => {
                self.report(value, Fault::InvalidDate { text });
            }
            _ => {
                let known = allowed_values(schema);
                if !known.is_empty() && !known.contains(&text) {
                    let nearest = nearest(&text, known.iter().map(String::as_str)).map(str::to_owned);
                    self.report(value, Fault::UnknownValue { value: text, nearest, known });
                }
            }
        }
    }
}

/// Returns what to write in place of a text where a list or a claim is expected: the same in the
/// shortest right form.
fn instead(schema: &Value, expected: &str, text: &RawValue) -> Option<String> {
    match expected {
        "array" => {
            let items = resolve(&schema["items"]);
            let choices = items.get("anyOf").and_then(Value::as_array);
            let takes_text = |choice: &Value| choice.get("type").and_then(Value::as_str) == Some("string");
            let is_short = choices.is_some_and(|choices| choices.iter().any(takes_text)) || takes_text(items);
            let entry = if is_short { text.get().to_owned() } else { instead(items, "object", text)? };
            Some(format!("[{entry}]"))
        }
        "object" => {
            let keys = schema["required"].as_array()?.iter().filter_map(Value::as_str);
            let (mut pairs, mut is_target) = (Vec::new(), true);
            for key in keys {
                let words = allowed_values(resolve(&schema["properties"][key]));
                match words.first() {
                    Some(word) => pairs.push(format!("\"{key}\": \"{word}\"")),
                    None if std::mem::take(&mut is_target) => {
                        pairs.push(format!("\"{key}\": {}", text.get()));
                    }
                    None => return None,
                }
            }
            (!is_target).then(|| format!("{{ {} }}", pairs.join(", ")))
        }
        _ => None,
    }
}

/// Follows references to what they lead to.
pub(crate) fn resolve(schema: &Value) -> &Value {
    let reference = schema.get("$ref").and_then(Value::as_str);
    match reference.and_then(|reference| SCHEMA.pointer(reference.trim_start_matches('#'))) {
        Some(target) => resolve(target),
        None => schema,
    }
}

/// Returns the words that an enumeration allows: `enum`, or `oneOf` with a `const` each.
pub(crate) fn allowed_values(schema: &Value) -> Vec<String> {
    let words = |values: &Value| {
        let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
        values.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let choices = schema["oneOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut known = words(&schema["enum"]);
    for choice in choices {
        known.extend(choice.get("const").and_then(Value::as_str).map(str::to_owned));
        known.extend(words(&choice["enum"]));
    }
    known
}

fn json_type(value: &RawValue) -> &'static str {
    match value.get().as_bytes().first() {
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b'"') => "string",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        _ => "number",
    }
}

fn in_words(json_type: &str) -> String {
    match json_type {
        "object" => "an object `{…}`",
        "array" => "a list `[…]`",
        "string" => "a text",
        "integer" => "a whole number from 0 to 4294967295",
        "number" => "a number",
        "boolean" => "true or false",
        _ => "null",
    }
    .to_owned()
}
