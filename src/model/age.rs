//! Ages: how long ago something may have been, written `180d`.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// The most that an age may count, so that the calendar can always be asked.
const MOST: u16 = 9999;

/// A length of time in days, weeks, months or years of the calendar, written `180d`, `26w`, `6m` or
/// `1y`.
///
/// # Example
///
/// ```
/// use landscape_graph::model::{Age, Date};
///
/// let half_a_year: Age = "6m".parse()?;
/// assert_eq!(Date::parse("2024-08-31")?.before(half_a_year), Some(Date::parse("2024-02-29")?));
/// assert!("6 moons".parse::<Age>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Age {
    count: u16,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

/// The text is no length of time such as `180d`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("an age is a whole number, at most 9999, and a unit: `180d`, `26w`, `6m` or `1y`")]
pub struct InvalidAge;

impl Age {
    /// Makes an age of whole days.
    #[must_use]
    pub const fn days(count: u16) -> Self {
        Self { count: if count > MOST { MOST } else { count }, unit: Unit::Days }
    }

    pub(super) fn span(self) -> jiff::Span {
        let count = i32::from(self.count);
        match self.unit {
            Unit::Days => jiff::Span::new().days(count),
            Unit::Weeks => jiff::Span::new().weeks(count),
            Unit::Months => jiff::Span::new().months(count),
            Unit::Years => jiff::Span::new().years(count),
        }
    }
}

impl std::str::FromStr for Age {
    type Err = InvalidAge;

    fn from_str(text: &str) -> Result<Self, InvalidAge> {
        let unit = match text.chars().next_back() {
            Some('d') => Unit::Days,
            Some('w') => Unit::Weeks,
            Some('m') => Unit::Months,
            Some('y') => Unit::Years,
            _ => return Err(InvalidAge),
        };
        // Every unit is one byte; a sign before the number is no digit.
        let number = &text[..text.len() - 1];
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidAge);
        }
        let count = number.parse().ok().filter(|count| *count <= MOST).ok_or(InvalidAge)?;
        Ok(Self { count, unit })
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "d",
            Unit::Weeks => "w",
            Unit::Months => "m",
            Unit::Years => "y",
        };
        write!(f, "{}{unit}", self.count)
    }
}

impl Serialize for Age {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Age {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Age".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]+[dwmy]$" })
    }
}
