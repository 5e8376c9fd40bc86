//! Sources: where claims come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claim::record;
use super::{AnyId, SourceId, When};

/// Why a passage is recorded although no plain claim follows from it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// It can be read in more than one way.
    Ambiguous,
    /// The source leaves it unfinished.
    Unfinished,
    /// The source marks it as provisional.
    Provisional,
    /// It mentions something without claiming anything that the vocabulary can hold.
    Remark,
}

impl Reading {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::Unfinished => "unfinished",
            Self::Provisional => "provisional",
            Self::Remark => "remark",
        }
    }
}

/// A passage of a source from which no plain claim follows.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Passage<'t> {
    /// The place in the source, such as `line 60`.
    pub at: Box<str>,
    /// What stands there.
    pub text: Box<str>,
    /// Why no claim follows.
    pub reading: Reading,
    /// What it is about, such as `tool:warehouse`.
    #[serde(borrow, default, skip_serializing_if = "<[_]>::is_empty")]
    pub about: Box<[AnyId<'t>]>,
    /// What a reader should know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}

record! {
    /// Where claims come from, such as a page or a document.
    pub struct Source<'t>: SourceId<'t> {
        /// The day, month or year in which it was published or last changed, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published: Option<When>,
        /// Whose interest it serves, where it is not neutral.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub interest: Option<Box<str>>,
        /// Passages from which no plain claim follows.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub passages: Box<[Passage<'t>]>,
    }
}
