//! The day on which a command is run: the only place where the clock is asked.

use clap::Args;

use crate::model::Date;

/// The day on which the answer is asked for.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct TodayArgs {
    /// Take this day, YYYY-MM-DD, for today: no claim that begins or ends after it moves the
    /// landscape's day [default: the day of the clock]
    #[arg(long, value_name = "DAY", env = "LANDSCAPE_TODAY", hide_env_values = true)]
    today: Option<Date>,
}

impl TodayArgs {
    /// Returns the day; none where the clock shows one that no calendar has.
    pub(super) fn day(self) -> Option<Date> {
        self.today.or_else(|| Date::parse(&jiff::Zoned::now().date().to_string()).ok())
    }
}
