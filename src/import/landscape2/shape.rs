//! The shape of a landscape file as it stands on disk, each part with its place.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde_saphyr::Spanned;

/// A text that may be left out or `null`; a number or a truth value is the text that stands there.
pub(super) type Text = Option<Spanned<String>>;

/// A map with keys that are read, and others.
pub(super) trait Shape: Default {
    /// What the map is, for messages.
    const WHAT: &'static str;

    /// Reads the value of a key; returns false, and reads nothing, if the key is none that is read.
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;

    /// Takes what stands as a list where the map should be, if that is understood.
    fn take_list<'de, A: SeqAccess<'de>>(list: A) -> Result<Map<Self>, A::Error> {
        let _ = list;
        Err(serde::de::Error::invalid_type(serde::de::Unexpected::Seq, &Self::WHAT))
    }
}

/// A map of the file.
#[derive(Debug, Default)]
pub(super) struct Map<T> {
    /// The keys that are read.
    pub(super) keys: T,
    /// The keys that are not, each with its line.
    pub(super) others: Vec<(String, u64)>,
}

struct Expecting<T>(PhantomData<T>);

impl<'de, T: Shape> Visitor<'de> for Expecting<T> {
    type Value = Map<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map<T>, A::Error> {
        let mut read = Map { keys: T::default(), others: Vec::new() };
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            if !read.keys.take(&key.value, &mut map)? {
                map.next_value::<IgnoredAny>()?;
                read.others.push((key.value, key.referenced.line()));
            }
        }
        Ok(read)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Map<T>, A::Error> {
        T::take_list(list)
    }
}

impl<'de, T: Shape> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Expecting(PhantomData))
    }
}

/// A list of maps, each with its place; `null` is none.
#[derive(Debug)]
pub(super) struct List<T>(pub(super) Vec<Spanned<Map<T>>>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Shape> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfMaps<T>(PhantomData<T>);
        impl<'de, T: Shape> Visitor<'de> for OfMaps<T> {
            type Value = List<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list, each entry of it {}", T::WHAT)
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<List<T>, E> {
                Ok(List::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<List<T>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(List)
            }
        }
        deserializer.deserialize_any(OfMaps(PhantomData))
    }
}

/// The file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) categories: List<Category>,
}

impl Shape for File {
    const WHAT: &'static str = "a map with the key `categories` or `landscape`";

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "categories" | "landscape" => self.categories.0.extend(map.next_value::<List<Category>>()?.0),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// A category.
#[derive(Debug, Default)]
pub(super) struct Category {
    pub(super) name: Text,
    pub(super) subcategories: List<Subcategory>,
}

impl Shape for Category {
    const WHAT: &'static str = "a category, which is a map";

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "name" => self.name = map.next_value()?,
            "subcategories" => self.subcategories = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// A subcategory.
#[derive(Debug, Default)]
pub(super) struct Subcategory {
    pub(super) name: Text,
    pub(super) items: List<Item>,
}

impl Shape for Subcategory {
    const WHAT: &'static str = "a subcategory, which is a map";

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "name" => self.name = map.next_value()?,
            "items" => self.items = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// An item.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) name: Text,
    pub(super) homepage_url: Text,
    pub(super) description: Text,
    pub(super) crunchbase: Text,
    pub(super) organization: Option<Spanned<Organization>>,
    pub(super) project: Text,
    pub(super) joined: Text,
    pub(super) second_path: Option<Spanned<Texts>>,
    pub(super) additional_categories: List<OtherPlace>,
    pub(super) extra: Map<Extra>,
}

impl Shape for Item {
    const WHAT: &'static str = "an item, which is a map";

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "name" => self.name = map.next_value()?,
            "homepage_url" => self.homepage_url = map.next_value()?,
            "description" => self.description = map.next_value()?,
            "crunchbase" => self.crunchbase = map.next_value()?,
            "organization" => self.organization = map.next_value()?,
            "project" => self.project = map.next_value()?,
            "joined" => self.joined = map.next_value()?,
            "second_path" => self.second_path = map.next_value()?,
            "additional_categories" => self.additional_categories = map.next_value()?,
            "extra" => self.extra = map.next_value::<Option<_>>()?.unwrap_or_default(),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// A further place of an item.
#[derive(Debug, Default)]
pub(super) struct OtherPlace {
    pub(super) category: Text,
    pub(super) subcategory: Text,
}

impl Shape for OtherPlace {
    const WHAT: &'static str = "a map with the keys `category` and `subcategory`";

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "category" => self.category = map.next_value()?,
            "subcategory" => self.subcategory = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// What is said of a foundation's project.
#[derive(Debug, Default)]
pub(super) struct Extra {
    pub(super) accepted: Text,
    pub(super) incubating: Text,
    pub(super) graduated: Text,
    pub(super) archived: Text,
}

impl Shape for Extra {
    const WHAT: &'static str = "a map of extra information";

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "accepted" => self.accepted = map.next_value()?,
            "incubating" => self.incubating = map.next_value()?,
            "graduated" => self.graduated = map.next_value()?,
            "archived" => self.archived = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    // The example in the format's own documentation has a list of one map here.
    fn take_list<'de, A: SeqAccess<'de>>(list: A) -> Result<Map<Self>, A::Error> {
        let mut all = Map::<Self>::default();
        for Map { keys, others } in Vec::<Map<Self>>::deserialize(SeqAccessDeserializer::new(list))? {
            all.keys = Self {
                accepted: all.keys.accepted.or(keys.accepted),
                incubating: all.keys.incubating.or(keys.incubating),
                graduated: all.keys.graduated.or(keys.graduated),
                archived: all.keys.archived.or(keys.archived),
            };
            all.others.extend(others);
        }
        Ok(all)
    }
}

/// One text or a list of texts.
#[derive(Debug)]
pub(super) enum Texts {
    /// One.
    One(String),
    /// A list.
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrList;
        impl<'de> Visitor<'de> for TextOrList {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts::One(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Texts, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Texts::Many)
            }
        }
        deserializer.deserialize_any(TextOrList)
    }
}

/// The organisation that an item belongs to: its name, or a map with it.
#[derive(Debug)]
pub(super) struct Organization {
    pub(super) name: Option<String>,
    pub(super) others: Vec<(String, u64)>,
}

#[derive(Debug, Default)]
struct OrganizationMap {
    name: Text,
}

impl Shape for OrganizationMap {
    const WHAT: &'static str = "a map with the key `name`";

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "name" => self.name = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl<'de> Deserialize<'de> for Organization {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrMap;
        impl<'de> Visitor<'de> for TextOrMap {
            type Value = Organization;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a map with the key `name`")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Organization, E> {
                Ok(Organization { name: Some(text.to_owned()), others: Vec::new() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Organization, A::Error> {
                let Map { keys, others } = Expecting::<OrganizationMap>(PhantomData).visit_map(map)?;
                Ok(Organization { name: keys.name.map(|name| name.value), others })
            }
        }
        deserializer.deserialize_any(TextOrMap)
    }
}
