//! Reading objects as objects alone: serde would take a list for a struct, its fields in order.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// A value that stands as an object.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Read(PhantomData))
    }
}

/// Reads a list of objects.
pub(super) fn objects<'de, T, L, D>(deserializer: D) -> Result<L, D::Error>
where
    T: Deserialize<'de>,
    L: FromIterator<T> + AsRef<[T]>,
    D: Deserializer<'de>,
{
    struct Read<T, L>(PhantomData<(T, L)>);

    impl<'de, T: Deserialize<'de>, L: FromIterator<T>> Visitor<'de> for Read<T, L> {
        type Value = L;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<L, A::Error> {
            let mut failed = None;
            let elements = std::iter::from_fn(|| match list.next_element::<Object<T>>() {
                Ok(element) => element.map(|object| object.0),
                Err(error) => {
                    failed = Some(error);
                    None
                }
            });
            let read = elements.collect();
            failed.map_or(Ok(read), Err)
        }
    }

    deserializer.deserialize_seq(Read(PhantomData::<(T, L)>))
}

/// Reads an object, or none where there is null.
pub(super) fn object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(Option::<Object<T>>::deserialize(deserializer)?.map(|object| object.0))
}
