//! Questions: what the owners still ask.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claim::record;
use super::{AnyId, QuestionId};

/// Whether the owners have answered a question.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QuestionStatus {
    /// They have not.
    #[default]
    Open,
    /// They have: see the answer.
    Answered,
}

impl QuestionStatus {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
        }
    }
}

record! {
    /// Something that the owners still ask.
    pub struct Question<'t>: QuestionId<'t> {
        /// Whether it has been answered.
        #[serde(default)]
        pub status: QuestionStatus,
        /// The answer that the owners gave.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answer: Option<Box<str>>,
        /// What it is about, such as `tool:etl`.
        #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
        pub about: Box<[AnyId<'t>]>,
    }
}
