//! How answers read: each report laid out once as a [`View`], which every format can draw.
//!
//! One file for each question, and `phrases` for what several of them say.

mod backtest;
mod bundle;
pub(crate) mod claims;
mod compare;
mod coverage;
mod covered;
mod diff;
mod find;
pub(crate) mod gaps;
mod implications;
#[cfg(feature = "import")]
mod import;
mod list;
mod log;
mod matrix;
pub(crate) mod next;
pub(crate) mod not_counted;
pub(crate) mod overlap;
mod overview;
pub(crate) mod phrases;
#[cfg(feature = "draw")]
pub(crate) mod pictures;
mod questions;
mod roles;
mod scope;
mod show;
#[cfg(feature = "sql")]
mod sql;
mod stale;
mod view;
mod whitespace;
mod why;

pub use view::{Block, Cell, Column, Holds, Item, Table, View};

use serde::Serialize;

/// How much of an answer its reader wants to see.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Asking {
    /// Whether to take figures apart: what each of them rests on.
    pub explain: bool,
    /// Whether to list what is otherwise summed up or only counted: each claim, each piece of
    /// evidence.
    pub all: bool,
    /// Whether to set what is in a different state apart, under a heading each.
    pub by_state: bool,
    /// How many rows a list has at most whose report is always whole; all when none is given.
    pub top: Option<usize>,
}

impl Asking {
    /// Returns the same with figures taken apart.
    #[must_use]
    pub const fn explained(self) -> Self {
        Self { explain: true, ..self }
    }

    /// Returns the same with each claim listed.
    #[must_use]
    pub const fn listing_all(self) -> Self {
        Self { all: true, ..self }
    }

    /// Returns the same with a heading for each state.
    #[must_use]
    pub const fn by_state(self) -> Self {
        Self { by_state: true, ..self }
    }

    /// Returns the same with at most `top` rows in each list whose report is always whole.
    #[must_use]
    pub const fn with_top(self, top: Option<usize>) -> Self {
        Self { top, ..self }
    }
}

/// A report that reads: what each format makes of a report goes through this.
pub trait Words: Serialize {
    /// The name of the report in JSON, and of its schema.
    const NAME: &'static str;

    /// Lays the report out.
    fn view(&self, asking: &Asking) -> View;

    /// Returns whether it has found nothing, where that is an answer by itself: that nothing
    /// changed.
    fn is_empty(&self) -> bool {
        false
    }
}

/// A report of any question, for those who do not care which: the same as [`Words`], as an object.
pub trait Answer: erased_serde::Serialize {
    /// Returns the name of the report in JSON, and of its schema.
    fn name(&self) -> &'static str;

    /// Lays the report out.
    fn view(&self, asking: &Asking) -> View;

    /// Returns whether it has found nothing, where that is an answer by itself: that nothing
    /// changed.
    fn is_empty(&self) -> bool;
}

impl<W: Words> Answer for W {
    fn name(&self) -> &'static str {
        W::NAME
    }

    fn view(&self, asking: &Asking) -> View {
        Words::view(self, asking)
    }

    fn is_empty(&self) -> bool {
        Words::is_empty(self)
    }
}

erased_serde::serialize_trait_object!(Answer);
