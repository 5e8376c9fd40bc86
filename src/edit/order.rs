//! The order of keys, as the types of the model have it.
//!
//! The JSON Schema has no order. A type names all its keys, in order, in the error for a key that
//! it does not know: so it is given one, at each place in a document.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::model::Document;

/// One step down from the top of a document.
#[derive(Clone, Debug)]
pub(super) enum Hop {
    Key(String),
    Element,
}

/// Returns the keys of the object at a place, in the order of the format; nothing if there is no
/// object.
pub(super) fn keys_at(path: &[Hop]) -> Option<&'static [&'static str]> {
    Document::<'static>::deserialize(Probe { path }).err().and_then(|stop| stop.0)
}

/// A key that no object has.
const NO_KEY: &str = "\0";

/// Why the look ends: always, and with the keys where it has found them.
#[derive(Debug)]
struct Stop(Option<&'static [&'static str]>);

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(None)
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self(Some(expected))
    }
}

/// A document with nothing in it but the way to one object.
struct Probe<'p> {
    path: &'p [Hop],
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.path.split_first() {
            None => visitor.visit_map(One { key: Some(NO_KEY), path: &[] }),
            Some((Hop::Key(key), path)) => visitor.visit_map(One { key: Some(key), path }),
            Some((Hop::Element, path)) => visitor.visit_seq(One { key: Some(NO_KEY), path }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// An object of one member, or a list of one element.
struct One<'p> {
    key: Option<&'p str>,
    path: &'p [Hop],
}

impl<'de> MapAccess<'de> for One<'_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let key = self.key.take();
        key.map(|key| -> Result<_, Stop> {
            let key: StrDeserializer<'_, Stop> = key.into_deserializer();
            seed.deserialize(key)
        })
        .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        seed.deserialize(Probe { path: self.path })
    }
}

impl<'de> SeqAccess<'de> for One<'_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        self.key.take().map(|_| seed.deserialize(Probe { path: self.path })).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(path: &[&str]) -> Vec<&'static str> {
        let hop = |step: &&str| if *step == "[]" { Hop::Element } else { Hop::Key((*step).to_owned()) };
        let path: Vec<Hop> = path.iter().map(hop).collect();
        keys_at(&path).unwrap_or_default().to_vec()
    }

    #[test]
    fn keys_are_in_the_order_of_the_types() {
        assert_eq!(keys(&[])[..2], ["$schema", "landscape"]);
        assert_eq!(keys(&["companies", "[]"])[..3], ["id", "name", "aliases"]);
        assert_eq!(keys(&["companies", "[]", "offers", "[]"])[..2], ["tool", "support"]);
        assert_eq!(keys(&["companies", "[]", "offers", "[]", "evidence", "[]"])[0], "source");
        assert_eq!(keys(&["landscape"])[..2], ["schema", "name"]);
        assert_eq!(keys(&["tools", "[]", "in_scope"]).last(), Some(&"evidence"));
        assert_eq!(keys(&["companies", "[]", "name"]), [""; 0]);
    }
}
