//! The records of a landscape, kind by kind, each with the counts that say what there is about it.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, Page, count};
use crate::landscape::{Landscape, NodeIx, ToolIx};
use crate::model::Kind;

/// How to answer [`list`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The kinds to list; where there are none, all are counted and none is listed.
    pub kinds: Vec<Kind>,
    /// Which records of each kind to list.
    pub page: Page,
}

/// The records of a landscape.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The kinds asked for, in the order asked; all that there is anything of, in the order of
    /// kinds.
    pub kinds: Vec<OfKind<'l>>,
    /// Whether the records themselves are listed.
    pub is_listed: bool,
    /// Where the lists go on; none where all are at their end.
    pub next: Option<u32>,
}

/// The records of one kind.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OfKind<'l> {
    /// The kind.
    pub kind: Kind,
    /// How many there are, those cut off included.
    pub total: u32,
    /// What is counted for each record; none where no count says more than the others.
    pub counts: Option<Counts>,
    /// The records with the highest count first; ties by id.
    pub records: Vec<Entry<'l>>,
}

/// What is counted for a record.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// For a stack: the tools that count in it.
    Tools,
    /// For a tool: the companies that are known to offer it.
    Offerers,
    /// For a feature: the companies that are known to provide it.
    Providers,
    /// For a company: the tools that it is known to offer.
    Offers,
    /// For a role: the tools that it is known to need.
    Needs,
    /// For any other: the records that it is related to.
    Related,
}

/// A record and its count.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Entry<'l> {
    /// The record.
    pub record: AnyRef<'l>,
    /// The count.
    pub count: u32,
    /// What it is, in a sentence.
    pub description: Option<&'l str>,
}

/// Lists the records of some kinds, or counts those of all.
///
/// # Complexity
///
/// O(n log n + m) time for n records of the kinds and their m relations.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, model::Kind, query::list};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = list::list(&market, &list::Options { kinds: vec![Kind::Company], ..Default::default() });
/// let first = &report.kinds[0].records[0];
/// assert_eq!(first.count, market.breadth(market.company(first.record.id)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn list<'l>(landscape: &'l Landscape, options: &Options) -> Report<'l> {
    let is_listed = !options.kinds.is_empty();
    let mut kinds = options.kinds.clone();
    if !is_listed {
        kinds.extend(Kind::ALL.into_iter().filter(|kind| landscape.count(*kind) > 0));
    }
    let mut longest = 0;
    let of_kind = |kind: Kind| {
        let mut records: Vec<(u32, NodeIx)> = Vec::new();
        if is_listed {
            records.extend(landscape.nodes(kind).map(|node| (counted(landscape, node), node)));
            longest = longest.max(records.len());
            options.page.keep(&mut records, |(count, node)| (Reverse(*count), *node));
        }
        let entry = |(count, node): (u32, NodeIx)| Entry {
            record: AnyRef::of(landscape, node),
            count,
            description: landscape.node(node).description(),
        };
        OfKind {
            kind,
            total: count(landscape.count(kind)),
            counts: is_listed.then_some(Counts::of(kind)),
            records: records.into_iter().map(entry).collect(),
        }
    };
    Report { kinds: kinds.into_iter().map(of_kind).collect(), is_listed, next: options.page.next(longest) }
}

impl Counts {
    /// Returns what is counted for the records of a kind.
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Stack => Self::Tools,
            Kind::Tool => Self::Offerers,
            Kind::Feature => Self::Providers,
            Kind::Company => Self::Offers,
            Kind::Role => Self::Needs,
            _ => Self::Related,
        }
    }
}

/// The count of a record.
fn counted(landscape: &Landscape, node: NodeIx) -> u32 {
    let tools = |tools: Option<Vec<ToolIx>>| count(tools.unwrap_or_default().len());
    match node.kind() {
        Kind::Stack => tools(node.of_kind().map(|stack| landscape.counted_tools_in(stack))),
        Kind::Tool => node.of_kind().map_or(0, |tool| landscape.offerers(tool)),
        Kind::Company => node.of_kind().map_or(0, |company| landscape.breadth(company)),
        Kind::Role => tools(node.of_kind().map(|role| landscape.needs(role))),
        Kind::Feature => {
            let provides = |support: crate::model::Support| support.is_offered();
            let all = landscape.connections(node);
            count(all.iter().filter(|connection| connection.support.is_some_and(provides)).count())
        }
        _ => {
            let mut others: Vec<NodeIx> =
                landscape.connections(node).iter().map(|connection| connection.other).collect();
            others.sort_unstable();
            others.dedup();
            count(others.len())
        }
    }
}
