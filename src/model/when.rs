//! When something was: a day, a month or a year, as exactly as somebody knows it.

use std::cmp::Ordering;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Date;

/// A day, a month or a year, written `2026-01-31`, `2026-01` or `2026`.
///
/// What begins is compared by the [first](Self::first) day that may be meant, and what ends by the
/// [last](Self::last). The order is that of the first days, and of those that begin on one day the
/// more exact comes last: that of the texts.
///
/// # Example
///
/// ```
/// use landscape_graph::model::{Date, When};
///
/// let (year, month) = (When::parse("2024")?, When::parse("2024-02")?);
/// assert_eq!(month.last(), Date::parse("2024-02-29")?);
/// assert!(year < month && year.last() > month.last());
/// assert_eq!(month.to_string(), "2024-02");
/// assert!(When::parse("2024-13").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct When {
    first: Date,
    precision: Precision,
}

/// How exactly somebody knows when something was.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Precision {
    /// To the year.
    Year,
    /// To the month.
    Month,
    /// To the day.
    Day,
}

/// The text is no day, month or year of the calendar.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a date is a day, a month or a year, written `2026-01-31`, `2026-01` or `2026`")]
pub struct InvalidWhen;

impl When {
    /// What JSON Schemas call the form of the text.
    pub(crate) const FORMAT: &'static str = "day-month-or-year";

    /// Reads a day, a month or a year.
    ///
    /// # Errors
    ///
    /// [`InvalidWhen`] for any other form, and for what the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, InvalidWhen> {
        let read = |day: &str, precision| match Date::parse(day) {
            Ok(first) => Ok(Self { first, precision }),
            Err(_) => Err(InvalidWhen),
        };
        match text.len() {
            4 => read(&format!("{text}-01-01"), Precision::Year),
            7 => read(&format!("{text}-01"), Precision::Month),
            _ => read(text, Precision::Day),
        }
    }

    /// Returns the first day that may be meant.
    #[must_use]
    pub fn first(self) -> Date {
        self.first
    }

    /// Returns the last day that may be meant.
    #[must_use]
    pub fn last(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// Returns how exact it is.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// Returns whether what ends then has surely ended before, or as, what begins at `since`
    /// begins.
    #[must_use]
    pub fn ends_by(self, since: Self) -> bool {
        self.last() <= since.first()
    }
}

/// Returns whether two periods, each from when to when where that is known, may have a day in
/// common.
pub(crate) fn may_meet(one: (Option<When>, Option<When>), other: (Option<When>, Option<When>)) -> bool {
    let ends_before = |until: Option<When>, since: Option<When>| {
        until.zip(since).is_some_and(|(until, since)| until.ends_by(since))
    };
    !ends_before(one.1, other.0) && !ends_before(other.1, one.0)
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        Self { first: day, precision: Precision::Day }
    }
}

impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first, self.precision).cmp(&(other.first, other.precision))
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::str::FromStr for When {
    type Err = InvalidWhen;

    fn from_str(text: &str) -> Result<Self, InvalidWhen> {
        Self::parse(text)
    }
}

/// As it is written.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first.to_string();
        f.write_str(match self.precision {
            Precision::Day => &day,
            Precision::Month => &day[..7],
            Precision::Year => &day[..4],
        })
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(<&str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for When {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "When".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": Self::FORMAT,
            "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
        })
    }
}
