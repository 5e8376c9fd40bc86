//! Stacks: groups of tools that one part of a company buys.

use super::record::record;
use super::word::words;

words! {
    /// Whether a stack's list of tools is meant to be complete.
    #[derive(Default)]
    pub enum Listing {
        /// There may be more tools in the stack than are listed.
        #[default]
        Open = "open",
        /// The list is complete.
        Closed = "closed",
    }
}

record! {
    /// A group of tools that one part of a company buys, such as `data`.
    pub struct Stack<'t> {
        usual {
            /// Whether the list of its tools is complete.
            listing: Listing,
        }
    }
}
