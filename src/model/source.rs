//! Sources: where claims come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{record, visit_about};
use super::word::words;
use super::{AnyId, Link, LinkPlace, When};

words! {
    /// Why a passage is recorded although no plain claim follows from it.
    pub enum Reading {
        /// It can be read in more than one way.
        Ambiguous = "ambiguous",
        /// The source leaves it unfinished.
        Unfinished = "unfinished",
        /// The source marks it as provisional.
        Provisional = "provisional",
        /// It mentions something without claiming anything that the vocabulary can hold.
        Remark = "remark",
    }
}

/// A passage of a source from which no plain claim follows.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Passage<'t> {
    /// The place in the source, such as `line 60`.
    pub at: Box<str>,
    /// The words at that place.
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

impl<'t> Passage<'t> {
    /// Calls `visit` for what the passage at an index of its source is about.
    pub(super) fn visit_about(&self, at: usize, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit_about(&self.about, &mut |link| {
            let place = match link.place {
                LinkPlace::Entry(index) => LinkPlace::Passage(at, index),
                place @ LinkPlace::Passage(..) => place,
            };
            visit(Link { place, ..link });
        });
    }
}

record! {
    /// Where claims come from, such as a page or a document.
    pub struct Source<'t> {
        may {
            /// When it was published or last changed, to the day, month or year.
            published: When,
            /// Whose interest it serves, where it is not neutral.
            interest: Box<str>,
        }
        lists {
            /// Passages from which no plain claim follows.
            passages: Passage,
        }
    }
}
