//! Signals: things that companies did or announced.

use super::claim::record;
use super::{AnyId, SignalId, When};

record! {
    /// Something that a company did or announced.
    pub struct Signal<'t>: SignalId<'t> {
        /// The day, month or year in which it happened, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub happened: Option<When>,
        /// What it is about, such as `company:snowflake`.
        #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
        pub about: Box<[AnyId<'t>]>,
    }
}
