//! Attributes: what records of one kind say of themselves besides what records of all kinds do.

use super::{Claim, Kind, SegmentId, When, Word};

/// Something that records of one kind say of themselves, declared in the file of the kind.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Attribute {
    /// Its key in a record, and its name in reports.
    pub key: &'static str,
    /// What it says, in a sentence.
    pub about: &'static str,
    /// What its value can be.
    pub holds: Holds,
    /// Whether every record has a value, if only the usual one.
    pub always: bool,
}

/// What the value of an attribute, or of something else that a claim says, can be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holds {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A text.
    Text,
    /// A day, a month or a year.
    When,
    /// A claim about the record alone.
    Claim,
    /// A record of a kind.
    Record(Kind),
}

/// The value of an attribute.
#[derive(Clone, Copy)]
pub enum AttributeValue<'r, 't> {
    /// A word out of a fixed list.
    Word(&'static str),
    /// A text.
    Text(&'r str),
    /// A day, a month or a year.
    When(When),
    /// A claim about the record alone.
    Claim(&'r dyn Claim<'t>),
}

/// A type whose values can be told in general.
pub(crate) trait Holding {
    /// What its values can be.
    const HOLDS: Holds;
}

impl<W: Word> Holding for W {
    const HOLDS: Holds = Holds::OneOf(W::WORDS);
}

impl Holding for Box<str> {
    const HOLDS: Holds = Holds::Text;
}

impl Holding for When {
    const HOLDS: Holds = Holds::When;
}

impl Holding for SegmentId<'_> {
    const HOLDS: Holds = Holds::Record(Kind::Segment);
}

/// A type that an attribute can have.
pub(crate) trait AttributeType<'t> {
    /// Returns the value, where there is one.
    fn value(&self) -> Option<AttributeValue<'_, 't>>;
}

impl<'t, W: Word> AttributeType<'t> for W {
    fn value(&self) -> Option<AttributeValue<'_, 't>> {
        Some(AttributeValue::Word(self.word()))
    }
}

impl<'t> AttributeType<'t> for Box<str> {
    fn value(&self) -> Option<AttributeValue<'_, 't>> {
        Some(AttributeValue::Text(self))
    }
}

impl<'t> AttributeType<'t> for When {
    fn value(&self) -> Option<AttributeValue<'_, 't>> {
        Some(AttributeValue::When(*self))
    }
}

impl<'t, T: AttributeType<'t>> AttributeType<'t> for Option<T> {
    fn value(&self) -> Option<AttributeValue<'_, 't>> {
        self.as_ref().and_then(T::value)
    }
}

/// Whether a value says nothing.
pub(crate) trait Absent {
    /// Returns whether it says nothing.
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Box<[T]> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<W: Word> Absent for W {
    /// A word always says something.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Returns the text of a doc comment without what it begins and ends with.
pub(crate) const fn sentence(doc: &'static str) -> &'static str {
    let bytes = doc.as_bytes();
    let start = if !bytes.is_empty() && bytes[0] == b' ' { 1 } else { 0 };
    let end =
        if bytes.len() > start && bytes[bytes.len() - 1] == b'.' { bytes.len() - 1 } else { bytes.len() };
    doc.split_at(end).0.split_at(start).1
}
