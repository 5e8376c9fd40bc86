//! Pieces of JSON text that still know where they stand.
//!
//! A borrowed [`RawValue`] is a slice of the text, so its address tells its place.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of a JSON object, in order, doubles included.
pub(crate) struct Members<'t>(pub(crate) Vec<(&'t RawValue, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Members<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    members.push(entry);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

/// Returns the members of an object; none where the value is no object.
pub(crate) fn members<'t>(value: &'t RawValue) -> Vec<(String, &'t RawValue, &'t RawValue)> {
    let members =
        serde_json::from_str::<Members<'t>>(value.get()).map(|members| members.0).unwrap_or_default();
    members.into_iter().map(|(key, value)| (text(key), key, value)).collect()
}

/// Returns the keys of an object; none where the value is no object.
pub(crate) fn keys(value: &RawValue) -> Vec<String> {
    members(value).into_iter().map(|(key, ..)| key).collect()
}

/// Returns the value of a member.
pub(crate) fn member<'t>(value: &'t RawValue, key: &str) -> Option<&'t RawValue> {
    members(value).into_iter().find_map(|(name, _, value)| (name == key).then_some(value))
}

/// Returns the elements of a list; none where the value is no list.
pub(crate) fn elements(value: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

/// Returns the text of a string, or the JSON itself where it is none.
pub(crate) fn text(value: &RawValue) -> String {
    serde_json::from_str(value.get()).unwrap_or_else(|_| value.get().to_owned())
}

/// Returns the range of bytes of `piece`, a slice of `whole`.
pub(crate) fn range(whole: &str, piece: &str) -> std::ops::Range<usize> {
    let start = piece.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + piece.len()
}
