//! Signals: things that companies did or announced.

use super::When;
use super::record::record;

record! {
    /// Something that a company did or announced.
    pub struct Signal<'t> {
        may {
            /// The day, month or year in which it happened.
            happened: When,
        }
        about {
            /// What it is about, such as `company:snowflake`.
            about
        }
    }
}
