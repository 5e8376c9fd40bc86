//! Dates: days of the calendar, written `YYYY-MM-DD`.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Age;

/// A day of the calendar.
///
/// # Example
///
/// ```
/// use landscape_graph::model::Date;
///
/// let day = Date::parse("2024-02-29")?;
/// assert!(day < Date::parse("2024-03-01")?);
/// assert!(Date::parse("2023-02-29").is_err());
/// # Ok::<(), landscape_graph::model::InvalidDate>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Date(jiff::civil::Date);

/// The text is no day of the calendar, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a date is a day of the calendar, written `YYYY-MM-DD`")]
pub struct InvalidDate;

impl Date {
    /// Reads a date.
    ///
    /// # Errors
    ///
    /// [`InvalidDate`] for any other form, and for days that the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        let bytes = text.as_bytes();
        let digits = |range: std::ops::Range<usize>| {
            bytes.get(range)?.iter().try_fold(0_i16, |number, byte| {
                byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0'))
            })
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(InvalidDate);
        }
        let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else {
            return Err(InvalidDate);
        };
        let small = |number: i16| i8::try_from(number).map_err(|_| InvalidDate);
        jiff::civil::Date::new(year, small(month)?, small(day)?).map(Self).map_err(|_| InvalidDate)
    }
}

impl Date {
    /// Returns the day that lies so long before this one; none where the calendar has no such day.
    #[must_use]
    pub fn before(self, age: Age) -> Option<Self> {
        self.0.checked_sub(age.span()).ok().map(Self)
    }

    /// Returns how many days have passed since another day; less than 0 where it lies ahead.
    #[must_use]
    pub fn days_since(self, other: Self) -> i32 {
        (self.0 - other.0).get_days()
    }

    pub(super) fn last_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    pub(super) fn last_of_year(self) -> Self {
        Self(self.0.last_of_year())
    }

    /// Returns how many days have passed since the first of January 1970; less than 0 before it.
    #[must_use]
    pub fn since_1970(self) -> i32 {
        self.days_since(Self(jiff::civil::date(1970, 1, 1)))
    }
}

impl std::str::FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        Self::parse(text)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(<&str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}
