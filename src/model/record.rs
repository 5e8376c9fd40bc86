//! Records: what those of all kinds have in common, and how a kind is declared.

use super::{AnyId, Attribute, AttributeValue, Claim, Details, Evidence, Kind, Passage, Relation, When};

/// A record of any kind.
pub trait Record<'t> {
    /// Its kind.
    fn kind(&self) -> Kind;

    /// Its id, unique within the kind.
    fn id(&self) -> &'t str;

    /// What records of every kind have.
    fn common(&self) -> Common<'_, 't>;

    /// Calls `visit` for every attribute that has a value, in the order of the format.
    fn attributes(&self, visit: &mut dyn FnMut(&'static Attribute, AttributeValue<'_, 't>));

    /// Returns when the record ceased to be, where it did: its claims end with it.
    fn ceased(&self) -> Option<When> {
        let mut ceased = None;
        self.attributes(&mut |attribute, value| {
            if let ("until", AttributeValue::When(when)) = (attribute.key, value) {
                ceased = Some(when);
            }
        });
        ceased
    }

    /// Returns the passages of a source; none of other kinds.
    fn passages(&self) -> &[Passage<'t>] {
        &[]
    }

    /// Calls `visit` for every relation that the record carries, in the order in which they are
    /// written.
    fn links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        self.links_of(&|_| true, visit);
    }

    /// Calls `visit` as [`links`](Self::links) does, for those of the relations that are wanted.
    fn links_of(&self, wanted: &dyn Fn(Relation) -> bool, visit: &mut dyn FnMut(Link<'_, 't>));
}

/// What records of every kind have, besides an id and relations.
#[derive(Clone, Copy, Debug)]
pub struct Common<'r, 't> {
    /// The name that people read.
    pub name: &'r str,
    /// Other names that people use for it.
    pub aliases: &'r [Box<str>],
    /// What it is, in a sentence.
    pub description: Option<&'r str>,
    /// Its page on the web.
    pub url: Option<&'r str>,
    /// What a reader should know about it.
    pub note: Option<&'r str>,
    /// Where it is named.
    pub evidence: &'r [Evidence<'t>],
}

/// One relation of a record, as it is written in its file.
#[derive(Clone, Copy)]
pub struct Link<'r, 't> {
    /// The relation.
    pub relation: Relation,
    /// Where it is in the record.
    pub place: LinkPlace,
    /// What it leads to.
    pub to: AnyId<'t>,
    /// The claim; none for `about`, which rests on the evidence of its record.
    pub claim: Option<&'r dyn Claim<'t>>,
}

impl<'r, 't> Link<'r, 't> {
    /// Returns what the claim says besides.
    #[must_use]
    pub fn details(&self) -> Details<'r, 't> {
        self.claim.map(Claim::details).unwrap_or_default()
    }
}

/// Where a relation is in its record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LinkPlace {
    /// At an index of the list under the relation's key.
    Entry(usize),
    /// In a passage of a source: the index of the passage, and that in its `about`.
    Passage(usize, usize),
}

/// What only some kinds do when their relations are visited: see `about` in [`record`].
pub(super) fn visit_about<'t>(about: &[AnyId<'t>], visit: &mut dyn FnMut(Link<'_, 't>)) {
    for (index, to) in about.iter().enumerate() {
        visit(Link { relation: Relation::About, place: LinkPlace::Entry(index), to: *to, claim: None });
    }
}

/// Declares a kind of record: the keys that all kinds have, and between them those of its own, in
/// the order of the format.
///
/// - `must`: attributes that every record says; `usual`: attributes with a usual value, where a
///   record says none; `may`: attributes that a record can leave out;
/// - `claims`: claims about the record alone;
/// - `relations`: lists of claims that lead to other records, each declared in `relation.rs`;
/// - `lists`: what else there is, and `about`: the records that one of another kind is about.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident<'t> {
            $(must { $(#[doc = $must_doc:literal] $must:ident: $must_type:ty,)* })?
            $(usual { $(#[doc = $usual_doc:literal] $usual:ident: $usual_type:ty,)* })?
            $(may { $(#[doc = $may_doc:literal] $may:ident: $may_type:ty,)* })?
            $(claims { $(#[doc = $claim_doc:literal] $claim:ident: $claim_type:ident,)* })?
            $(relations { $(#[doc = $relation_doc:literal] $relation:ident: $relation_type:ident,)* })?
            $(lists { $($(#[$list_meta:meta])* $list:ident: $list_type:ident,)* })?
            $(about { $(#[$about_meta:meta])* $about:ident })?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, serde::Deserialize, Eq, schemars::JsonSchema, PartialEq, serde::Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name<'t> {
            /// The id, unique within the kind.
            #[serde(borrow)]
            pub id: $crate::id::Id<'t, $crate::model::kinds::$name>,
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
            $($(#[doc = $must_doc] pub $must: $must_type,)*)?
            $($(#[doc = $usual_doc] #[serde(default)] pub $usual: $usual_type,)*)?
            $($(
                #[doc = $may_doc]
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $may: Option<$may_type>,
            )*)?
            $($(
                #[doc = $claim_doc]
                #[serde(
                    borrow,
                    default,
                    deserialize_with = "crate::model::object",
                    skip_serializing_if = "Option::is_none"
                )]
                pub $claim: Option<$crate::model::$claim_type<'t>>,
            )*)?
            $($(
                #[doc = $relation_doc]
                #[serde(
                    borrow,
                    default,
                    deserialize_with = "crate::model::entries::entries",
                    skip_serializing_if = "<[_]>::is_empty"
                )]
                #[schemars(transform = $crate::model::entries::allow_short::<$crate::model::relation::$relation_type<'static>>)]
                pub $relation: Box<[$crate::model::relation::$relation_type<'t>]>,
            )*)?
            $($(
                $(#[$list_meta])*
                #[serde(
                    borrow,
                    default,
                    deserialize_with = "crate::model::objects",
                    skip_serializing_if = "<[_]>::is_empty"
                )]
                pub $list: Box<[$list_type<'t>]>,
            )*)?
            $(
                $(#[$about_meta])*
                #[serde(borrow, default, skip_serializing_if = "<[_]>::is_empty")]
                pub $about: Box<[$crate::model::AnyId<'t>]>,
            )?
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

        impl $name<'_> {
            /// What its records say of themselves besides what those of all kinds do, in the order
            /// of the format.
            pub(crate) const ATTRIBUTES: &'static [$crate::model::Attribute] = {
                #[allow(unused_imports, reason = "not every kind has an attribute")]
                use $crate::model::{Attribute, Holding, Holds, sentence};
                &[
                    $($(Attribute {
                        key: $crate::model::plain(stringify!($must)),
                        about: sentence($must_doc),
                        holds: <$must_type as Holding>::HOLDS,
                        always: true,
                    },)*)?
                    $($(Attribute {
                        key: $crate::model::plain(stringify!($usual)),
                        about: sentence($usual_doc),
                        holds: <$usual_type as Holding>::HOLDS,
                        always: true,
                    },)*)?
                    $($(Attribute {
                        key: $crate::model::plain(stringify!($may)),
                        about: sentence($may_doc),
                        holds: <$may_type as Holding>::HOLDS,
                        always: false,
                    },)*)?
                    $($(Attribute {
                        key: stringify!($claim),
                        about: sentence($claim_doc),
                        holds: Holds::Claim,
                        always: false,
                    },)*)?
                ]
            };
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
            fn attributes(
                &self,
                visit: &mut dyn FnMut(&'static $crate::model::Attribute, $crate::model::AttributeValue<'_, 't>),
            ) {
                #[allow(unused_imports, reason = "not every kind has an attribute")]
                use $crate::model::{AttributeType, AttributeValue};
                let values: &[Option<AttributeValue<'_, 't>>] = &[
                    $($(self.$must.value(),)*)?
                    $($(self.$usual.value(),)*)?
                    $($(self.$may.value(),)*)?
                    $($(self.$claim.as_ref().map(|claim| AttributeValue::Claim(claim)),)*)?
                ];
                for (attribute, value) in Self::ATTRIBUTES.iter().zip(values) {
                    if let Some(value) = value {
                        visit(attribute, *value);
                    }
                }
            }
            $($(fn $list(&self) -> &[$crate::model::Passage<'t>] {
                &self.$list
            })*)?
            fn links_of(
                &self,
                wanted: &dyn Fn($crate::model::Relation) -> bool,
                visit: &mut dyn FnMut($crate::model::Link<'_, 't>),
            ) {
                #[allow(unused_imports, reason = "not every kind has a relation")]
                use $crate::model::{Entry, Link, LinkPlace};
                $($(
                    let relation = <$crate::model::relation::$relation_type<'t> as Entry<'t>>::RELATION;
                    if wanted(relation) {
                        for (index, entry) in self.$relation.iter().enumerate() {
                            let place = LinkPlace::Entry(index);
                            visit(Link { relation, place, to: entry.target(), claim: Some(entry) });
                        }
                    }
                )*)?
                $(if wanted($crate::model::Relation::About) {
                    $(self.$list.iter().enumerate().for_each(|(at, one)| one.visit_about(at, visit));)*
                })?
                $(if wanted($crate::model::Relation::About) {
                    $crate::model::record::visit_about(&self.$about, visit);
                })?
                let _ = (wanted, visit);
            }
        }

        impl $crate::model::LayOverRecord for $name<'_> {
            fn lay_over(&mut self, over: Self, says: &dyn Fn(&str) -> bool) {
                // The id is the same; every other key is one that the file may or may not say.
                $crate::model::record::lay_over_keys!(
                    self, over, says, name aliases description url $($($must)*)? $($($usual)*)? $($($may)*)?
                    $($($claim)*)? $($($relation)*)? $($($list)*)? $($about)? note evidence
                );
            }
        }

        impl $crate::model::SaysOnly for $name<'_> {
            fn says_only(&self, keys: &[&str]) -> bool {
                use $crate::model::Absent;
                let has = |key: &str| keys.contains(&key);
                (self.aliases.is_absent() || has("aliases"))
                    && (self.description.is_absent() || has("description"))
                    && (self.url.is_absent() || has("url"))
                    $($(&& (self.$must.is_absent() || has(stringify!($must))))*)?
                    $($(&& (self.$usual.is_absent() || has(stringify!($usual))))*)?
                    $($(&& (self.$may.is_absent() || has(stringify!($may))))*)?
                    $($(&& (self.$claim.is_absent() || has(stringify!($claim))))*)?
                    $($(&& (self.$relation.is_absent() || has(stringify!($relation))))*)?
                    $($(&& (self.$list.is_absent() || has(stringify!($list))))*)?
                    $(&& (self.$about.is_absent() || has(stringify!($about))))?
                    && (self.note.is_absent() || has("note"))
                    && (self.evidence.is_absent() || has("evidence"))
            }
        }

        /// A record that says nothing but what it must.
        impl<'t> From<($crate::id::Id<'t, $crate::model::kinds::$name>, Box<str> $($(, $must_type)*)?)> for $name<'t> {
            fn from(
                (id, name $($(, $must)*)?): ($crate::id::Id<'t, $crate::model::kinds::$name>, Box<str> $($(, $must_type)*)?),
            ) -> Self {
                Self {
                    id,
                    name,
                    aliases: Box::default(),
                    description: None,
                    url: None,
                    $($($must,)*)?
                    $($($usual: Default::default(),)*)?
                    $($($may: None,)*)?
                    $($($claim: None,)*)?
                    $($($relation: Box::default(),)*)?
                    $($($list: Box::default(),)*)?
                    $($about: Box::default(),)?
                    note: None,
                    evidence: Box::default(),
                }
            }
        }
    };
}

/// Lays the keys of one record over those of another, where they are said.
macro_rules! lay_over_keys {
    ($self:ident, $over:ident, $says:ident, $($key:ident)*) => {
        $(if $says($crate::model::plain(stringify!($key))) {
            $crate::model::LayOver::lay_over(&mut $self.$key, $over.$key);
        })*
    };
}

pub(super) use {lay_over_keys, record};

/// A record that can tell whether it says nothing but some keys, its id and its name.
pub(crate) trait SaysOnly {
    /// Returns whether it says nothing but these keys, its id and its name.
    fn says_only(&self, keys: &[&str]) -> bool;
}

/// Returns the name of a field as it is written in files, where it may be a word that Rust
/// reserves.
pub(crate) const fn plain(field: &'static str) -> &'static str {
    let bytes = field.as_bytes();
    if bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#' { field.split_at(2).1 } else { field }
}
