//! Signals: things that companies did or announced.

use super::When;
use super::record::record;

record! {
    /// Something that a company did or announced.
    pub struct Signal<'t> {
        may {
            /// When it happened, to the day, month or year.
            happened: When,
        }
        about {
            /// What it is about, such as `company:snowflake`.
            about
        }
    }
}
