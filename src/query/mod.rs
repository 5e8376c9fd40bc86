//! The questions: one module each, with its options, its report and the function that answers it.
//!
//! A report is plain data in a documented order. It never prints, knows no format and says no
//! sentence: how it reads is in `words`.

pub mod around;
pub mod backtest;
pub mod bundle;
pub mod compare;
mod concepts;
pub mod cover;
pub mod coverage;
pub mod covered;
pub mod diff;
pub mod effort;
pub mod find;
pub mod gap_board;
pub mod gaps;
pub mod graph;
pub mod implications;
pub mod list;
pub mod log;
pub mod looked;
pub mod map;
pub mod matrix;
pub mod network;
pub mod next;
pub mod not_counted;
pub mod overlap;
pub mod overview;
pub mod peers;
pub mod plan;
pub mod questions;
pub mod rank;
pub mod role_heat;
pub mod roles;
pub mod said;
pub mod scope;
pub mod show;
pub mod stale;
pub mod state;
pub mod upset;
pub mod versus;
pub mod whitespace;
pub mod why;
mod within;

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::{Landscape, Named, NodeIx, Standing};
use crate::model::{AnyId, Kind, kinds};

pub use not_counted::NotCounted;
use within::Offers;
pub use within::Within;

/// A company in a report.
pub type CompanyRef<'l> = Named<'l, kinds::Company>;
/// A tool in a report.
pub type ToolRef<'l> = Named<'l, kinds::Tool>;
/// A stack in a report.
pub type StackRef<'l> = Named<'l, kinds::Stack>;
/// A role in a report.
pub type RoleRef<'l> = Named<'l, kinds::Role>;
/// A segment in a report.
pub type SegmentRef<'l> = Named<'l, kinds::Segment>;
/// A principle in a report.
pub type PrincipleRef<'l> = Named<'l, kinds::Principle>;
/// A question in a report.
pub type QuestionRef<'l> = Named<'l, kinds::Question>;
/// A source in a report.
pub type SourceRef<'l> = Named<'l, kinds::Source>;

/// A record of any kind in a report.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct AnyRef<'l> {
    /// The kind.
    pub kind: Kind,
    /// The id, unique within the kind.
    pub id: &'l str,
    /// The name.
    pub name: &'l str,
    /// The name of the tool whose feature it is, where another feature has its name too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<&'l str>,
    /// What a reader must know of a company besides: who owns it, what is counted with it, and
    /// whether it has ceased to be.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'l Standing>,
}

impl<'l> AnyRef<'l> {
    pub(crate) fn of(landscape: &'l Landscape, ix: NodeIx) -> Self {
        let node = landscape.node(ix);
        let tool = landscape.telling_tool(ix).map(|tool| landscape.node(tool).name());
        let standing = landscape.standing_of(ix);
        Self { kind: node.kind(), id: node.id(), name: node.name(), tool, standing }
    }

    /// Returns the name, with its tool before it where it is a feature that shares its name:
    /// `Session replay/Canvas recording`; with the owner behind it where a company has one.
    #[must_use]
    pub fn full_name(&self) -> Cow<'l, str> {
        match self.tool {
            Some(tool) => format!("{tool}/{}", self.name).into(),
            None => Standing::name(self.standing, self.name),
        }
    }
}

/// What an answer was made of, where that is more than was typed.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Understood<'l> {
    /// What was taken for names that no record has as they were typed, or that several have, in the
    /// order typed.
    pub taken: Vec<Taken<'l>>,
    /// The stacks and roles to which the answer keeps.
    pub within: Vec<AnyRef<'l>>,
    /// Whether a company and what it owns count as one.
    pub owners_grouped: bool,
}

/// What was taken for a name.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Taken<'l> {
    /// What was typed.
    pub typed: String,
    /// The record that it was taken as.
    pub record: AnyRef<'l>,
    /// Why.
    pub by: TakenBy,
}

impl<'l> Taken<'l> {
    pub(crate) fn new(typed: &str, record: AnyRef<'l>, by: TakenBy) -> Self {
        Self { typed: typed.to_owned(), record, by }
    }
}

/// Why a record was taken for a name.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TakenBy {
    /// Records of other kinds have the name too, and the question is about this kind first.
    Kind,
    /// The name had a word for a kind in it, which was left out.
    KindWord,
    /// It is the singular of the record's name, or its plural.
    Number,
    /// Only this record's name begins so.
    Prefix,
}

/// A question of the catalogue, with the records to ask it about.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Ask<'l> {
    /// The name of the question.
    pub ask: &'static str,
    /// The records, by the argument that takes them: each by kind and id, so that no other can be
    /// meant.
    pub arguments: BTreeMap<&'static str, Vec<AnyId<'l>>>,
}

impl<'l> Ask<'l> {
    /// Asks a question without saying more.
    fn plain(ask: &'static str) -> Self {
        Self { ask, arguments: BTreeMap::new() }
    }

    /// Asks a question about records.
    fn about(
        ask: &'static str,
        argument: &'static str,
        records: impl IntoIterator<Item = AnyRef<'l>>,
    ) -> Self {
        let records = records.into_iter().map(|record| AnyId { kind: record.kind, id: record.id });
        Self { ask, arguments: BTreeMap::from([(argument, records.collect())]) }
    }
}

/// A count that is known only to lie between two numbers, since some claims are unknown.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Interval {
    /// What is known: the least that it can be.
    pub low: u32,
    /// The most that it can be, if everything unknown turned out to count.
    pub high: u32,
    /// What it is counted out of.
    pub of: u32,
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.low == self.high {
            write!(f, "{} of {}", self.low, self.of)
        } else {
            write!(f, "{}–{} of {}", self.low, self.high, self.of)
        }
    }
}

/// How many companies must be known not to offer a tool before it is called empty, unless asked
/// otherwise.
pub const MIN_RESEARCHED: u32 = 3;

/// Returns the sources of a landscape, in id order.
fn sources(landscape: &Landscape) -> Vec<SourceRef<'_>> {
    landscape.nodes(Kind::Source).filter_map(NodeIx::of_kind).map(|ix| landscape.named(ix)).collect()
}

/// How many names a row of an answer has, unless asked otherwise.
pub const DEFAULT_NAMES: usize = 5;

/// Which part of a long list to return: the list is counted whole whatever is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Page {
    /// How many rows to leave out at the beginning: the `next` of the page before.
    pub start: usize,
    /// How many rows to return at most; all when none is given.
    pub top: Option<usize>,
}

impl Default for Page {
    fn default() -> Self {
        Self::first(Self::DEFAULT_TOP)
    }
}

impl Page {
    /// How many rows a page has, unless asked otherwise.
    pub const DEFAULT_TOP: usize = 20;

    /// Every row.
    pub const ALL: Self = Self { start: 0, top: None };

    /// The first `top` rows.
    #[must_use]
    pub const fn first(top: usize) -> Self {
        Self { start: 0, top: Some(top) }
    }

    /// Returns where the page after this one begins, in a list of `total` rows; none where this one
    /// is the last.
    #[must_use]
    pub fn next(self, total: usize) -> Option<u32> {
        let end = self.end()?;
        (end < total).then(|| count(end))
    }

    /// Returns the same page of a list before which another one of `before` rows stands, as it
    /// falls on the second list.
    fn after(self, before: usize) -> Self {
        let start = self.start.saturating_sub(before);
        let top = self.end().map(|end| end.saturating_sub(self.start.max(before)));
        Self { start, top }
    }

    /// Returns whether the row of this place, counted from 0, is on the page.
    fn holds(self, at: usize) -> bool {
        at >= self.start && self.end().is_none_or(|end| at < end)
    }

    /// Where the page ends; none where it has no end.
    fn end(self) -> Option<usize> {
        self.top.map(|top| self.start.saturating_add(top))
    }

    /// Sorts by a key and keeps the rows of the page, without sorting the rest.
    fn keep<T, K: Ord>(self, items: &mut Vec<T>, key: impl Fn(&T) -> K) {
        keep_top(items, self.end(), key);
        items.drain(..self.start.min(items.len()));
    }
}

pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Returns a share or a weight as whole billionths: what the last digit of a logarithm is differs
/// between machines, and no order may.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares and weights are positive, and far below 2^33"
)]
fn billionths(number: f64) -> u64 {
    (number * 1e9).round() as u64
}

/// Cuts a list that is in order, never between equals: after `wanted` items and those that tie with
/// the last of these, or, where that is more than `most`, before all that tie. Returns the equals
/// that are left out.
fn cut_at_ties<T, K: PartialEq>(
    items: &mut Vec<T>,
    wanted: usize,
    most: usize,
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    let Some(last) = wanted.checked_sub(1) else {
        items.clear();
        return Vec::new();
    };
    let Some(tie) = items.get(last).map(&key) else { return Vec::new() };
    let begin = items[..last].iter().rposition(|item| key(item) != tie).map_or(0, |at| at + 1);
    let end = wanted + items[wanted..].iter().take_while(|item| key(item) == tie).count();
    items.truncate(end);
    if end <= most { Vec::new() } else { items.split_off(begin) }
}

/// Sorts by a key and keeps the first `top`, without sorting the rest.
fn keep_top<T, K: Ord>(items: &mut Vec<T>, top: Option<usize>, key: impl Fn(&T) -> K) {
    if let Some(top) = top
        && top < items.len()
    {
        if top > 0 {
            items.select_nth_unstable_by_key(top - 1, &key);
        }
        items.truncate(top);
    }
    items.sort_by_key(key);
}
