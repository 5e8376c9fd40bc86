//! Signals: things that companies did or announced.

use super::Date;
use super::record::record;

record! {
    /// Something that a company did or announced.
    pub struct Signal<'t> {
        may {
            /// The day on which it happened.
            happened: Date,
        }
        about {
            /// What it is about, such as `company:snowflake`.
            about
        }
    }
}
