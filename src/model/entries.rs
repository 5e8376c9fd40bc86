//! Lists of claims, and the short forms in which people write them first.
//!
//! `"in_stack": ["retrieval"]` says of each no more than where it leads, and
//! `"offers": { "heatmaps": "yes" }` no more than where it leads and the one word that such a claim
//! must say.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::Schema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::json;

use super::{Entry, Holds};

/// A claim that can be written short.
pub(crate) trait Short<'t>: Entry<'t> {
    /// The word that its short form says besides where it leads: what it can be; none where it says
    /// no more.
    const WORD: Option<Holds>;

    /// Reads where a claim leads, and nothing else.
    fn alone(target: &'t str) -> Result<Self, ShortError>
    where
        Self: Sized;

    /// Reads where a claim leads, and its one word.
    fn with_word(target: &'t str, word: &str) -> Result<Self, ShortError>
    where
        Self: Sized;
}

/// Why a short form is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShortError {
    #[error(transparent)]
    Id(#[from] crate::id::InvalidId),
    #[error("`{0}` is none of the words that can be said here")]
    Word(String),
    #[error("this says too little of it")]
    Form,
}

/// An entry of a list, written as a text or in full.
struct OneEntry<E>(E);

impl<'de, E: Short<'de> + Deserialize<'de>> Deserialize<'de> for OneEntry<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<E>(PhantomData<E>);

        impl<'de, E: Short<'de> + Deserialize<'de>> Visitor<'de> for Read<E> {
            type Value = OneEntry<E>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object, or an id")
            }

            fn visit_borrowed_str<R: de::Error>(self, target: &'de str) -> Result<OneEntry<E>, R> {
                E::alone(target).map(OneEntry).map_err(R::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneEntry<E>, A::Error> {
                E::deserialize(MapAccessDeserializer::new(map)).map(OneEntry)
            }
        }

        deserializer.deserialize_any(Read(PhantomData))
    }
}

/// Reads claims: a list of them, each in full or as an id, or an object of ids and words.
pub(super) fn entries<'de, E, D>(deserializer: D) -> Result<Box<[E]>, D::Error>
where
    E: Short<'de> + Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Read<E>(PhantomData<E>);

    impl<'de, E: Short<'de> + Deserialize<'de>> Visitor<'de> for Read<E> {
        type Value = Box<[E]>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list, or an object of ids and words")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Box<[E]>, A::Error> {
            let mut all = Vec::new();
            while let Some(OneEntry(entry)) = list.next_element()? {
                all.push(entry);
            }
            Ok(all.into())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Box<[E]>, A::Error> {
            let mut all = Vec::new();
            while let Some((target, word)) = map.next_entry::<&'de str, Cow<'de, str>>()? {
                all.push(E::with_word(target, &word).map_err(de::Error::custom)?);
            }
            Ok(all.into())
        }
    }

    deserializer.deserialize_any(Read(PhantomData))
}

/// Adds to the JSON Schema of a list of claims the short forms that [`entries`] reads.
pub(super) fn allow_short<E: Short<'static>>(schema: &mut Schema) {
    let id = json!({
        "type": "string",
        "format": "id",
        "pattern": crate::id::ID_PATTERN,
        "maxLength": crate::id::MAX_ID_LENGTH,
    });
    match E::WORD {
        None => {
            if let Some(full) = schema.remove("items") {
                schema.insert("items".to_owned(), json!({ "anyOf": [full, id] }));
            }
        }
        Some(Holds::OneOf(words)) => {
            if let (Some(r#type), Some(items)) = (schema.remove("type"), schema.remove("items")) {
                let object = json!({
                    "type": "object",
                    "propertyNames": id,
                    "additionalProperties": { "type": "string", "enum": words },
                });
                schema.insert("anyOf".to_owned(), json!([{ "type": r#type, "items": items }, object]));
            }
        }
        Some(_) => {}
    }
}

/// Says how a claim is written short, by what it must say: nothing, or one word.
macro_rules! short {
    ($entry:ident, $id:ty, ) => {
        impl<'t> $crate::model::entries::Short<'t> for $entry<'t> {
            const WORD: Option<$crate::model::Holds> = None;

            fn alone(target: &'t str) -> Result<Self, $crate::model::entries::ShortError> {
                Ok(Self::from((<$id>::parse(target)?,)))
            }

            fn with_word(_: &'t str, _: &str) -> Result<Self, $crate::model::entries::ShortError> {
                Err($crate::model::entries::ShortError::Form)
            }
        }
    };
    ($entry:ident, $id:ty, $must:ty) => {
        impl<'t> $crate::model::entries::Short<'t> for $entry<'t> {
            const WORD: Option<$crate::model::Holds> = Some(<$must as $crate::model::Holding>::HOLDS);

            fn alone(_: &'t str) -> Result<Self, $crate::model::entries::ShortError> {
                Err($crate::model::entries::ShortError::Form)
            }

            fn with_word(target: &'t str, word: &str) -> Result<Self, $crate::model::entries::ShortError> {
                let said = <$must as $crate::model::Word>::from_word(word);
                let said = said.ok_or_else(|| $crate::model::entries::ShortError::Word(word.to_owned()))?;
                Ok(Self::from((<$id>::parse(target)?, said)))
            }
        }
    };
}
pub(super) use short;
