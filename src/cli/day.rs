//! A day as it is written on the command line: of the calendar, or so long before the landscape's
//! day.

use std::fmt;
use std::str::FromStr;

use super::error::CliError;
use super::usage;
use crate::model::{Age, Date};

/// A day of the calendar, or an age that is counted back from the landscape's day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Day {
    /// A day of the calendar.
    On(Date),
    /// So long before the landscape's day.
    Ago(Age),
}

/// The text is neither.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a day is written `YYYY-MM-DD`, or as an age such as `30d`, `6m` or `1y` before the landscape's day")]
pub(super) struct InvalidDay;

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        let on = Date::parse(text).map(Self::On);
        on.or_else(|_| text.parse().map(Self::Ago)).map_err(|_| InvalidDay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => date.fmt(f),
            Self::Ago(age) => age.fmt(f),
        }
    }
}

impl Day {
    /// Returns the day of the calendar; `newest` tells the landscape's day, and is asked only where
    /// an age is counted back.
    pub(super) fn date(
        self,
        newest: impl FnOnce() -> Result<Option<Date>, CliError>,
    ) -> Result<Date, CliError> {
        match self {
            Self::On(date) => Ok(date),
            Self::Ago(age) => {
                let named = "name a day as `YYYY-MM-DD`";
                let newest = newest()?.ok_or_else(|| {
                    usage(format!("`{age}` cannot be counted back: nothing in the landscape is dated"))
                        .with_help(named)
                })?;
                newest.before(age).ok_or_else(|| {
                    usage(format!("`{age}` before {newest} is no day of the calendar")).with_help(named)
                })
            }
        }
    }
}
