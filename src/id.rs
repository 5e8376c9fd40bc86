//! Ids: one type for each kind of record, one grammar for all.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest id that is accepted, in bytes.
pub const MAX_ID_LENGTH: usize = 100;

/// The grammar of ids as a regular expression, for the JSON Schema.
pub const ID_PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// Why a text is not an id.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidId {
    /// There is no text.
    #[error("an id cannot be empty")]
    Empty,
    /// The text is longer than [`MAX_ID_LENGTH`].
    #[error("an id has at most {MAX_ID_LENGTH} characters")]
    TooLong,
    /// The text is written with JSON escapes.
    #[error("an id is written without JSON escapes")]
    Escaped,
    /// A character that the grammar does not have.
    #[error("an id is made of `a` to `z`, `0` to `9` and single hyphens between them")]
    Character,
}

/// Checks that `text` is a slug: lower-case ASCII letters and digits, with single hyphens between
/// them.
///
/// # Errors
///
/// Returns the first of the [`InvalidId`] reasons that applies.
///
/// # Example
///
/// ```
/// use landscape_graph::id::{InvalidId, check_slug};
///
/// assert_eq!(check_slug("customer-io"), Ok(()));
/// assert_eq!(check_slug("Customer.io"), Err(InvalidId::Character));
/// ```
pub fn check_slug(text: &str) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.len() > MAX_ID_LENGTH {
        return Err(InvalidId::TooLong);
    }
    let mut after_hyphen = true;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => after_hyphen = false,
            b'-' if !after_hyphen => after_hyphen = true,
            _ => return Err(InvalidId::Character),
        }
    }
    if after_hyphen { Err(InvalidId::Character) } else { Ok(()) }
}

/// Returns the slug nearest to a free text: the one to suggest, never one to assume.
///
/// # Example
///
/// ```
/// assert_eq!(landscape_graph::id::slug_of("Customer.io"), "customer-io");
/// ```
#[must_use]
pub fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() == MAX_ID_LENGTH {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Returns a name as it is compared: without case, spaces and punctuation.
///
/// `+` and `#` stay, since `C++` and `C#` are two names. A name of nothing but other signs stays as
/// it is.
///
/// # Example
///
/// ```
/// use landscape_graph::id::fold_name;
///
/// assert_eq!(fold_name("Customer.io"), fold_name("customer-io"));
/// assert_ne!(fold_name("C++"), fold_name("C#"));
/// ```
#[must_use]
pub fn fold_name(name: &str) -> String {
    let folded: String = name
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, '+' | '#'))
        .flat_map(char::to_lowercase)
        .collect();
    if folded.is_empty() { name.to_owned() } else { folded }
}

/// Names that are each given once, as [`fold_name`] compares them.
#[cfg(any(feature = "export", feature = "import"))]
#[derive(Debug, Default)]
pub(crate) struct FreeNames {
    /// From each name that is given to the number that a second one like it is tried with.
    given: std::collections::BTreeMap<String, u64>,
}

#[cfg(any(feature = "export", feature = "import"))]
impl FreeNames {
    /// Gives the first candidate that is free, else the last one with a number behind it.
    pub(crate) fn first_free(&mut self, candidates: impl IntoIterator<Item = String>) -> String {
        let mut last = String::new();
        for candidate in candidates {
            if self.is_new(&candidate) {
                return candidate;
            }
            last = candidate;
        }
        let folded = fold_name(&last);
        loop {
            let number = self.given.entry(folded.clone()).or_insert(2);
            let numbered = format!("{last} ({number})");
            *number += 1;
            if self.is_new(&numbered) {
                return numbered;
            }
        }
    }

    fn is_new(&mut self, name: &str) -> bool {
        let before = self.given.len();
        self.given.entry(fold_name(name)).or_insert(2);
        self.given.len() > before
    }
}

/// Returns the candidate nearest to `text`, when one is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance of at most a third of the longer of the two,
/// ties going to the first candidate in order.
///
/// # Example
///
/// ```
/// use landscape_graph::id::nearest;
///
/// assert_eq!(nearest("warehuse", ["warehouse", "roadmap"]), Some("warehouse"));
/// assert_eq!(nearest("xyz", ["warehouse", "roadmap"]), None);
/// ```
pub fn nearest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = text.to_lowercase();
    let length = lower.chars().count();
    if length > MAX_ID_LENGTH {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = candidate.chars().count();
        let limit = (length.max(other) / 3).max(1);
        // The distance is at least the difference in length, which costs nothing to see.
        if length.abs_diff(other) > best.map_or(limit, |(distance, _)| distance.min(limit)) {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The id of a record of kind `K`, borrowed from the text or the landscape that holds it.
///
/// Parsing ([`Id::parse`]) is the only way in from outside, so an id is always a slug.
pub struct Id<'a, K> {
    text: &'a str,
    kind: PhantomData<fn() -> K>,
}

impl<'a, K> Id<'a, K> {
    /// Reads an id.
    ///
    /// # Errors
    ///
    /// As [`check_slug`].
    pub fn parse(text: &'a str) -> Result<Self, InvalidId> {
        check_slug(text)?;
        Ok(Self::checked(text))
    }

    /// Wraps a text that has been an id before.
    pub(crate) fn checked(text: &'a str) -> Self {
        Self { text, kind: PhantomData }
    }

    /// Returns the slug.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }
}

impl<K> Clone for Id<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<'_, K> {}

impl<K> PartialEq for Id<'_, K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Id<'_, K> {}

impl<K> Ord for Id<'_, K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(other.text)
    }
}

impl<K> PartialOrd for Id<'_, K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Hash for Id<'_, K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<K> fmt::Debug for Id<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text, f)
    }
}

impl<K> fmt::Display for Id<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

impl<K> Serialize for Id<'_, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text)
    }
}

impl<'de: 'a, 'a, K> Deserialize<'de> for Id<'a, K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(<&str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<K> JsonSchema for Id<'_, K> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "id",
            "pattern": ID_PATTERN,
            "maxLength": MAX_ID_LENGTH,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_of_ids() {
        for good in ["a", "6sense", "n8n", "customer-io", "a-b-c", &"a".repeat(100)] {
            assert_eq!(check_slug(good), Ok(()), "{good}");
        }
        for bad in ["-a", "a-", "a--b", "A", "a b", "é", "a_b", "a/b"] {
            assert_eq!(check_slug(bad), Err(InvalidId::Character), "{bad}");
        }
        assert_eq!(check_slug(""), Err(InvalidId::Empty));
        assert_eq!(check_slug(&"a".repeat(101)), Err(InvalidId::TooLong));
    }

    #[test]
    fn a_suggested_slug_is_a_slug_or_empty() {
        for text in ["Customer.io", "  x  ", "AT&T", "日本", "--", "C++", &"é-a".repeat(80)] {
            let slug = slug_of(text);
            assert!(slug.is_empty() || check_slug(&slug).is_ok(), "{text} → {slug}");
        }
    }
}
