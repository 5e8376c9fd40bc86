//! The kinds of record, and ids that carry their kind with them.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::id::{InvalidId, check_slug};

/// A kind of record.
///
/// The order is the order of nodes in the graph and of sections in every report.
#[derive(Clone, Copy, Debug, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A group of tools that one part of a company buys.
    Stack,
    /// A product category: something that a customer could buy or use.
    Tool,
    /// A part of a tool that one can have or lack.
    Feature,
    /// Who offers tools.
    Company,
    /// Who uses tools: an ICP role or a team.
    Role,
    /// A kind of customer company.
    Segment,
    /// A rule that puts tools in or out of scope.
    Principle,
    /// Something that a company did or announced.
    Signal,
    /// Something that the owners still ask.
    Question,
    /// Where claims come from.
    Source,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Self; 10] = [
        Self::Stack,
        Self::Tool,
        Self::Feature,
        Self::Company,
        Self::Role,
        Self::Segment,
        Self::Principle,
        Self::Signal,
        Self::Question,
        Self::Source,
    ];

    /// The word for each, in the same order.
    pub(crate) const WORDS: [&'static str; Self::ALL.len()] = {
        let mut words = [""; Self::ALL.len()];
        let mut at = 0;
        while at < words.len() {
            words[at] = Self::ALL[at].singular();
            at += 1;
        }
        words
    };

    /// Returns the word for one record of this kind, which is also the prefix of its ids.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Stack => "stack",
            Self::Tool => "tool",
            Self::Feature => "feature",
            Self::Company => "company",
            Self::Role => "role",
            Self::Segment => "segment",
            Self::Principle => "principle",
            Self::Signal => "signal",
            Self::Question => "question",
            Self::Source => "source",
        }
    }

    /// Returns the word for many records, which is also their key in a file.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Stack => "stacks",
            Self::Tool => "tools",
            Self::Feature => "features",
            Self::Company => "companies",
            Self::Role => "roles",
            Self::Segment => "segments",
            Self::Principle => "principles",
            Self::Signal => "signals",
            Self::Question => "questions",
            Self::Source => "sources",
        }
    }

    /// Returns the kind that a word (singular or plural) names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| word == kind.singular() || word == kind.plural())
    }

    /// Returns "1 tool" or "3 tools".
    #[must_use]
    pub fn count(self, count: usize) -> String {
        let word = if count == 1 { self.singular() } else { self.plural() };
        format!("{count} {word}")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.singular())
    }
}

/// One marker type for each kind, so that the id of a tool is no id of a stack.
pub mod kinds {
    macro_rules! markers {
        ($($name:ident)*) => {
            $(
                #[doc = concat!("Marks ids of kind [`super::Kind::", stringify!($name), "`].")]
                #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
                pub enum $name {}
            )*
        };
    }
    markers!(Stack Tool Feature Company Role Segment Principle Signal Question Source);
}

/// An id of any kind, written `kind:id`, such as `company:snowflake`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct AnyId<'a> {
    /// The kind before the colon.
    pub kind: Kind,
    /// The slug after the colon.
    pub id: &'a str,
}

/// Why a text is not an [`AnyId`].
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAnyId {
    /// There is no colon.
    #[error("a reference to any kind of record is written `kind:id`, such as `company:snowflake`")]
    NoKind,
    /// The word before the colon is no kind.
    #[error("`{0}` is no kind of record")]
    UnknownKind(String),
    /// The text after the colon is no id.
    #[error(transparent)]
    Id(#[from] InvalidId),
}

impl<'a> AnyId<'a> {
    /// Reads an id with its kind before it.
    ///
    /// # Errors
    ///
    /// When the kind is missing or unknown, or the rest is no slug.
    pub fn parse(text: &'a str) -> Result<Self, InvalidAnyId> {
        let (word, id) = text.split_once(':').ok_or(InvalidAnyId::NoKind)?;
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| kind.singular() == word)
            .ok_or_else(|| InvalidAnyId::UnknownKind(word.to_owned()))?;
        check_slug(id)?;
        Ok(Self { kind, id })
    }
}

impl fmt::Display for AnyId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

impl Serialize for AnyId<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for AnyId<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(<&str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for AnyId<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AnyId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.singular()).collect();
        json_schema!({
            "type": "string",
            "format": "any-id",
            "pattern": format!("^({}):[a-z0-9]+(-[a-z0-9]+)*$", words.join("|")),
        })
    }
}
