//! Columns, and the values that they hold.

use std::borrow::Cow;

use crate::landscape::NodeIx;
use crate::model::{self, Date, Kind, When};

/// The type of a column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Type {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// A day, written `YYYY-MM-DD`.
    Date,
    /// A day, a month or a year, written `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    When,
    /// 0 or 1.
    Boolean,
}

impl Type {
    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Real => "real",
            Self::Date | Self::When => "date",
            Self::Boolean => "boolean",
        }
    }
}

/// What the values of a column lead to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holds {
    /// Nothing: they stand for themselves.
    Plain,
    /// The id of a record of a kind.
    Id(Kind),
    /// The number of a record of a kind: its rank in id order, from 0.
    Number(Kind),
    /// The id of a record, whose kind stands in another column.
    AnyId,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// The type of its values.
    pub r#type: Type,
    /// Whether it can be without a value.
    pub nullable: bool,
    /// What its values lead to.
    pub holds: Holds,
    /// Which of the table's keys it is, where rows can be found by it.
    pub key: Option<usize>,
}

impl Column {
    const fn new(r#type: Type, name: &'static str, about: &'static str) -> Self {
        Self { name, about, r#type, nullable: false, holds: Holds::Plain, key: None }
    }

    pub(crate) const fn text(name: &'static str, about: &'static str) -> Self {
        Self::new(Type::Text, name, about)
    }

    pub(crate) const fn integer(name: &'static str, about: &'static str) -> Self {
        Self::new(Type::Integer, name, about)
    }

    pub(crate) const fn real(name: &'static str, about: &'static str) -> Self {
        Self::new(Type::Real, name, about)
    }

    pub(crate) const fn date(name: &'static str, about: &'static str) -> Self {
        Self::new(Type::Date, name, about)
    }

    pub(crate) const fn when(name: &'static str, about: &'static str) -> Self {
        Self::new(Type::When, name, about)
    }

    pub(crate) const fn boolean(name: &'static str, about: &'static str) -> Self {
        Self::new(Type::Boolean, name, about)
    }

    pub(crate) const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    pub(crate) const fn holds(self, holds: Holds) -> Self {
        Self { holds, ..self }
    }

    pub(crate) const fn key(self, key: usize) -> Self {
        Self { key: Some(key), ..self }
    }
}

/// Returns the column for something that records or claims say under a key.
pub(super) fn of(key: &'static str, about: &'static str, holds: model::Holds) -> Column {
    match holds {
        model::Holds::OneOf(words) => Column::text(key, about).holds(Holds::OneOf(words)),
        model::Holds::Text => Column::text(key, about),
        model::Holds::When => Column::when(key, about),
        model::Holds::Claim => Column::boolean(key, about),
        model::Holds::Record(kind) => Column::text(key, about).holds(Holds::Id(kind)),
    }
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'l> {
    /// None: nothing is known.
    Null,
    /// A text.
    Text(Cow<'l, str>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A day.
    Date(Date),
    /// A day, a month or a year.
    When(When),
    /// Whether something holds.
    Boolean(bool),
}

impl<'l> From<&'l str> for Value<'l> {
    fn from(text: &'l str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Boolean(flag)
    }
}

impl From<Date> for Value<'_> {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl From<When> for Value<'_> {
    fn from(when: When) -> Self {
        Self::When(when)
    }
}

impl From<NodeIx> for Value<'_> {
    fn from(node: NodeIx) -> Self {
        node.ordinal().into()
    }
}

impl<'l, V: Into<Value<'l>>> From<Option<V>> for Value<'l> {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
