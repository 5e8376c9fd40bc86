//! The kinds of record, and ids that carry their kind with them.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Attribute;
use crate::id::{InvalidId, check_slug};

/// Declares the kinds of record, once: whatever has something for each kind is made by a macro that
/// this one calls.
///
/// A kind is its name, the word for one, the word for many (its key in a file), its type of id, and
/// what its records are.
macro_rules! each_kind {
    ($then:ident) => {
        $then! {
            /// A group of tools that one part of a company buys.
            Stack "stack" stacks StackId "Groups of tools that one part of a company buys.";
            /// A product category: something that a customer could buy or use.
            Tool "tool" tools ToolId "Product categories: what a customer could buy or use.";
            /// A part of a tool that one can have or lack.
            Feature "feature" features FeatureId "Parts of tools that one can have or lack.";
            /// Who offers tools.
            Company "company" companies CompanyId "Who offers tools.";
            /// Who uses tools: an ICP role or a team.
            Role "role" roles RoleId "Who uses tools.";
            /// A kind of customer company.
            Segment "segment" segments SegmentId "Kinds of customer company.";
            /// A rule that puts tools in or out of scope.
            Principle "principle" principles PrincipleId "Rules that put tools in or out of scope.";
            /// Something that a company did or announced.
            Signal "signal" signals SignalId "Things that companies did or announced.";
            /// Something that the owners still ask.
            Question "question" questions QuestionId "What the owners still ask.";
            /// Where claims come from.
            Source "source" sources SourceId "Where claims come from.";
        }
    };
}

pub(crate) use each_kind;

macro_rules! kind {
    ($($(#[$doc:meta])* $kind:ident $one:literal $many:ident $id:ident $about:literal;)*) => {
        /// A kind of record.
        ///
        /// The order is the order of nodes in the graph and of sections in every report.
        #[derive(Clone, Copy, Debug, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// Every kind, in order.
            pub const ALL: [Self; [$($one),*].len()] = [$(Self::$kind),*];

            /// The word for each, in the same order.
            pub(crate) const WORDS: [&'static str; Self::ALL.len()] = [$($one),*];

            /// Returns the word for one record of this kind, which is also the prefix of its ids.
            #[must_use]
            pub const fn singular(self) -> &'static str {
                Self::WORDS[self as usize]
            }

            /// Returns the word for many records, which is also their key in a file.
            #[must_use]
            pub const fn plural(self) -> &'static str {
                match self { $(Self::$kind => stringify!($many),)* }
            }

            /// Returns its name as a type is named: `Stack`.
            #[must_use]
            pub const fn type_name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind),)* }
            }

            /// Returns what records of this kind are, in a sentence.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$kind => $about,)* }
            }

            /// Returns what records of this kind say of themselves besides what all do, in the
            /// order of the format.
            #[must_use]
            pub const fn attributes(self) -> &'static [Attribute] {
                match self { $(Self::$kind => super::$kind::ATTRIBUTES,)* }
            }
        }

        /// One marker type for each kind, so that the id of a tool is no id of a stack.
        pub mod kinds {
            $(
                #[doc = concat!("Marks ids of kind [`super::Kind::", stringify!($kind), "`].")]
                #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
                pub enum $kind {}
            )*
        }

        $(
            #[doc = concat!("The id of a ", $one, ".")]
            pub type $id<'a> = crate::id::Id<'a, kinds::$kind>;
        )*
    };
}
each_kind!(kind);

impl Kind {
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
