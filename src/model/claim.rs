//! Claims: what every relation carries, and the evidence for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::word::words;
use super::{
    AnyId, DealStatus, Holds, Importance, Kind, Listing, Maturity, Relation, SegmentId, SourceId, Support,
    Verdict, When, Word, may_meet, sentence,
};

/// One place in one source that supports a claim.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence<'t> {
    /// The source.
    #[serde(borrow)]
    pub source: SourceId<'t>,
    /// The place in it, such as `line 88`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Box<str>>,
    /// The address of the very page, where that is not the source's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Box<str>>,
    /// The words of the source, short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Box<str>>,
    /// How the claim follows from it.
    pub basis: Basis,
    /// The day, month or year in which it was read or checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<When>,
    /// What a reader should know about the reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}

words! {
    /// How a claim follows from its source.
    pub enum Basis {
        /// The source says so.
        Stated = "stated",
        /// The source does not say so, but we conclude it from what it says.
        Inferred = "inferred",
        /// The source can be read in more than one way.
        Ambiguous = "ambiguous",
    }
}

/// Declares what claims can say besides what they join and when they hold, once.
///
/// Each is a key, and what its value is: one of some words, a text, or a record of a kind.
macro_rules! each_detail {
    ($then:ident) => {
        $then! {
            /// Whether a tool or feature is offered, where the relation says so.
            support: word Support;
            /// How far the company's own tool has come.
            maturity: word Maturity;
            /// The name that a tool is sold under.
            product: text;
            /// The product's page on the web.
            url: text;
            /// How much a tool is needed.
            importance: word Importance;
            /// The kind of company where a role is played.
            segment: record Segment;
            /// Whether the tool satisfies the principle.
            verdict: word Verdict;
            /// Whether a deal is announced or completed.
            status: word DealStatus;
            /// Whether a list is complete.
            state: word Listing;
        }
    };
}
pub(crate) use each_detail;

/// The type of what a claim says, as the model has it.
macro_rules! said_type {
    ($r:lifetime $t:lifetime word $word:ident) => { $word };
    ($r:lifetime $t:lifetime text) => { &$r str };
    ($r:lifetime $t:lifetime record Segment) => { SegmentId<$t> };
}

/// What values of a sort can be.
macro_rules! holds {
    (word $word:ident) => {
        Holds::OneOf(<$word as Word>::WORDS)
    };
    (text) => {
        Holds::Text
    };
    (record $kind:ident) => {
        Holds::Record(Kind::$kind)
    };
}

/// Something that claims can say besides what they join and when they hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Detail {
    /// Its key.
    pub key: &'static str,
    /// What it says, in a sentence.
    pub about: &'static str,
    /// What its value can be.
    pub holds: Holds,
}

macro_rules! details_struct {
    ($(#[doc = $doc:literal] $key:ident: $sort:ident $($what:ident)?;)*) => {
        /// What a claim says besides what it joins and when it holds.
        #[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
        #[non_exhaustive]
        pub struct Details<'r, 't> {
            $(#[doc = $doc] pub $key: Option<said_type!('r 't $sort $($what)?)>,)*
        }

        impl Detail {
            /// Everything that claims can say.
            pub const ALL: &'static [Self] = &[
                $(Self { key: stringify!($key), about: sentence($doc), holds: holds!($sort $($what)?) },)*
            ];
        }
    };
}
each_detail!(details_struct);

/// A field of a claim that says something: what it says, where it does.
pub(crate) trait Say<'r, O> {
    /// Returns what it says.
    fn say(&'r self) -> Option<O>;
}

impl<W: Word> Say<'_, W> for W {
    fn say(&self) -> Option<W> {
        Some(*self)
    }
}

impl<W: Word> Say<'_, W> for Option<W> {
    fn say(&self) -> Option<W> {
        *self
    }
}

impl<'r> Say<'r, &'r str> for Option<Box<str>> {
    fn say(&'r self) -> Option<&'r str> {
        self.as_deref()
    }
}

impl<'t> Say<'_, SegmentId<'t>> for Option<SegmentId<'t>> {
    fn say(&self) -> Option<SegmentId<'t>> {
        *self
    }
}

/// What all claims have, whatever they say: when they hold and why we believe them.
pub trait Claim<'t> {
    /// What it says besides.
    fn details(&self) -> Details<'_, 't>;
    /// When the claim began to be true.
    fn since(&self) -> Option<When>;
    /// When it ceased to be true.
    fn until(&self) -> Option<When>;
    /// What a reader should know about it.
    fn note(&self) -> Option<&str>;
    /// Why we believe it.
    fn evidence(&self) -> &[Evidence<'t>];
    /// Whether it says nothing but what it must: no day, no note, no evidence and nothing that can
    /// be left out.
    fn is_bare(&self) -> bool;
}

/// Returns whether there is a day on which both claims may hold.
pub(crate) fn may_both_hold<'t>(one: &impl Claim<'t>, other: &impl Claim<'t>) -> bool {
    may_meet((one.since(), one.until()), (other.since(), other.until()))
}

/// A claim that leads to another record: an entry in the list of a relation.
pub trait Entry<'t>: Claim<'t> {
    /// The relation.
    const RELATION: Relation;

    /// Returns where it leads.
    fn target(&self) -> AnyId<'t>;
}

/// Declares the shape of a claim as it is written in files: what it must say, what it can say, and
/// what every claim can.
macro_rules! claim {
    (
        $(#[$meta:meta])*
        pub struct $name:ident<'t> {
            $(to { $(#[$to_meta:meta])* $to:ident: $to_type:ty })?
            must { $($(#[$must_meta:meta])* $must:ident: $must_type:ty,)* }
            may { $($(#[$may_meta:meta])* $may:ident: $may_type:ty,)* }
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, serde::Deserialize, Eq, schemars::JsonSchema, PartialEq, serde::Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name<'t> {
            $($(#[$to_meta])* #[serde(borrow)] pub $to: $to_type,)?
            $($(#[$must_meta])* pub $must: $must_type,)*
            $($(#[$may_meta])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $may: Option<$may_type>,)*
            /// The day, month or year in which this began to be true.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub since: Option<$crate::model::When>,
            /// The day, month or year in which this ceased to be true.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub until: Option<$crate::model::When>,
            /// What a reader should know about this claim.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub note: Option<Box<str>>,
            /// Why we believe it.
            #[serde(
                borrow,
                default,
                deserialize_with = "crate::model::objects",
                skip_serializing_if = "<[_]>::is_empty"
            )]
            pub evidence: Box<[$crate::model::Evidence<'t>]>,
        }

        impl<'t> $crate::model::Claim<'t> for $name<'t> {
            #[allow(clippy::needless_update, reason = "one macro for claims that say little and much")]
            fn details(&self) -> $crate::model::Details<'_, 't> {
                $crate::model::Details {
                    $($must: $crate::model::Say::say(&self.$must),)*
                    $($may: $crate::model::Say::say(&self.$may),)*
                    ..$crate::model::Details::default()
                }
            }
            fn since(&self) -> Option<$crate::model::When> {
                self.since
            }
            fn until(&self) -> Option<$crate::model::When> {
                self.until
            }
            fn note(&self) -> Option<&str> {
                self.note.as_deref()
            }
            fn evidence(&self) -> &[$crate::model::Evidence<'t>] {
                &self.evidence
            }
            fn is_bare(&self) -> bool {
                self.since.is_none()
                    && self.until.is_none()
                    && self.note.is_none()
                    && self.evidence.is_empty()
                    $(&& self.$may.is_none())*
            }
        }

        /// A claim that says nothing but what it must.
        impl<'t> From<($($to_type,)? $($must_type,)*)> for $name<'t> {
            fn from(($($to,)? $($must,)*): ($($to_type,)? $($must_type,)*)) -> Self {
                Self {
                    $($to,)?
                    $($must,)*
                    $($may: None,)*
                    since: None,
                    until: None,
                    note: None,
                    evidence: Box::default(),
                }
            }
        }
    };
}

pub(super) use claim;
