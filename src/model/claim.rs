//! Claims: what every relation carries, and the evidence for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{SourceId, When};

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

/// How a claim follows from its source.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The source says so.
    Stated,
    /// The source does not say so, but we conclude it from what it says.
    Inferred,
    /// The source can be read in more than one way.
    Ambiguous,
}

impl Basis {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Inferred => "inferred",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// What all claims have, whatever they say: when they hold and why we believe them.
pub trait Claim<'t> {
    /// When the claim began to be true.
    fn since(&self) -> Option<When>;
    /// When it ceased to be true.
    fn until(&self) -> Option<When>;
    /// What a reader should know about it.
    fn note(&self) -> Option<&str>;
    /// Why we believe it.
    fn evidence(&self) -> &[Evidence<'t>];
}

/// Declares the shape of one relation as it stands on disk: its own keys, and those of every claim.
macro_rules! claim {
    (
        $(#[$meta:meta])*
        pub struct $name:ident<'t> { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Debug, serde::Deserialize, Eq, schemars::JsonSchema, PartialEq, serde::Serialize,
        )]
        #[serde(deny_unknown_fields)]
        pub struct $name<'t> {
            $($(#[$field_meta])* pub $field: $type,)*
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
        }
    };
}

/// Declares a kind of record: the keys that all kinds have, and those of its own.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident<'t> : $id:ty { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Debug, serde::Deserialize, Eq, schemars::JsonSchema, PartialEq, serde::Serialize,
        )]
        #[serde(deny_unknown_fields)]
        pub struct $name<'t> {
            /// The id, unique within the kind.
            #[serde(borrow)]
            pub id: $id,
            /// The name that people read.
            pub name: Box<str>,
            /// Other names that people use for it.
            #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
            pub aliases: Box<[Box<str>]>,
            /// What it is, in a sentence.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub description: Option<Box<str>>,
            /// Its page on the web.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub url: Option<Box<str>>,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What a reader should know about this record.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub note: Option<Box<str>>,
            /// Where it is named.
            #[serde(
                borrow,
                default,
                deserialize_with = "crate::model::objects",
                skip_serializing_if = "<[_]>::is_empty"
            )]
            pub evidence: Box<[$crate::model::Evidence<'t>]>,
        }

        impl<'t> $crate::model::Record<'t> for $name<'t> {
            fn kind(&self) -> $crate::model::Kind {
                $crate::model::Kind::$name
            }
            fn id(&self) -> &'t str {
                self.id.as_str()
            }
            fn common(&self) -> $crate::model::Common<'_, 't> {
                $crate::model::Common {
                    name: &self.name,
                    aliases: &self.aliases,
                    description: self.description.as_deref(),
                    url: self.url.as_deref(),
                    note: self.note.as_deref(),
                    evidence: &self.evidence,
                }
            }
            fn links(&self, visit: &mut dyn FnMut($crate::model::Link<'_, 't>)) {
                self.visit_links(visit);
            }
        }

        impl $crate::model::LayOverRecord for $name<'_> {
            fn lay_over(&mut self, over: Self, says: &dyn Fn(&str) -> bool) {
                use $crate::model::assume::LayOver;
                // The id is the same; every other key is one that the file may or may not say.
                $crate::model::claim::lay_over_keys!(
                    self, over, says, name aliases description url $($field)* note evidence
                );
            }
        }
    };
}

/// Lays the keys of one record over those of another, where they are said.
macro_rules! lay_over_keys {
    ($self:ident, $over:ident, $says:ident, $($key:ident)*) => {
        $(if $says(stringify!($key).trim_start_matches("r#")) {
            $self.$key.lay_over($over.$key);
        })*
    };
}

pub(super) use {claim, lay_over_keys, record};
