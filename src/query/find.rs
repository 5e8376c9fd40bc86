//! Fuzzy search over ids, names and aliases.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, Page, count};
use crate::id::{fold_name, nearest};
use crate::landscape::{Landscape, NodeIx};
use crate::model::Kind;

/// How to answer [`find`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which hits to list.
    pub page: Page,
    /// Only records of these kinds; of any when empty.
    pub kinds: Vec<Kind>,
}

/// The records that a text may mean.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The text.
    pub text: String,
    /// The best hits first: those whose id, name or alias is the text itself; then all other
    /// records before features; then by score. Ties are ordered by kind and id.
    pub hits: Vec<Hit<'l>>,
    /// Where the list of hits goes on; none where it is at its end.
    pub next: Option<u32>,
    /// How many hits there are, those cut off included.
    pub total: u32,
}

/// A record that a text may mean.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Hit<'l> {
    /// The record.
    pub node: AnyRef<'l>,
    /// The id, name or alias that fits best.
    pub matched: &'l str,
    /// What the record is.
    pub description: Option<&'l str>,
    /// How well: the score of the fuzzy matcher, comparable within one search.
    pub score: u32,
}

/// Finds the records whose id, name or alias fits a text, letters left out allowed; behind a tool
/// and a slash, the features of that tool.
///
/// # Complexity
///
/// O(n) time for n names.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::find};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = find::find(&market, "proof", &Default::default());
/// assert_eq!(report.hits[0].node.name, "Proofing oven");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn find<'l>(landscape: &'l Landscape, text: &str, options: &Options) -> Report<'l> {
    let wanted = |kind: &Kind| options.kinds.is_empty() || options.kinds.contains(kind);
    // Behind a tool and a slash, a feature of that tool is meant; but a name may hold a slash
    // itself.
    let address = Some(text).filter(|_| wanted(&Kind::Feature)).and_then(|text| text.split_once('/'));
    let address = address.and_then(|(tool, name)| Some((landscape.tool(tool.trim()).ok()?, name.trim())));
    let of_tool = address.map(|(tool, name)| {
        let features = landscape.features_of(tool).into_iter().map(NodeIx::from);
        fitting(landscape, name, &mut { features })
    });
    let mut hits = of_tool.unwrap_or_default();
    if hits.is_empty() {
        let kinds = Kind::ALL.into_iter().filter(wanted);
        hits = fitting(landscape, text, &mut kinds.flat_map(|kind| landscape.nodes(kind)));
    }
    // Scattered letters fit almost anything: what fits much worse than the best is not meant.
    let best = hits.iter().map(|hit| hit.0).max().unwrap_or_default();
    hits.retain(|hit| hit.0 * 2 >= best);
    if hits.is_empty() {
        hits.extend(misspelt(landscape, text, options).map(|(ix, name)| (0, ix, name)));
    }
    let total = hits.len();
    let wanted = fold_name(text);
    let is_exact = |ix: NodeIx| {
        let node = landscape.node(ix);
        let mut names = [node.name(), node.id()].into_iter().chain(node.aliases());
        names.any(|name| fold_name(name) == wanted)
    };
    // A tool has dozens of features with its name in theirs, which would hide the tools and
    // companies.
    options
        .page
        .keep(&mut hits, |(score, ix, _)| (!is_exact(*ix), ix.kind() == Kind::Feature, Reverse(*score), *ix));
    let hit = |(score, ix, matched)| Hit {
        node: AnyRef::of(landscape, ix),
        matched,
        description: landscape.node(ix).description(),
        score,
    };
    Report {
        text: text.to_owned(),
        hits: hits.into_iter().map(hit).collect(),
        next: options.page.next(total),
        total: count(total),
    }
}

/// Returns the records that fit a text, each with how well and by which of its names.
fn fitting<'l>(
    landscape: &'l Landscape,
    text: &str,
    nodes: &mut dyn Iterator<Item = NodeIx>,
) -> Vec<(u32, NodeIx, &'l str)> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(text, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut hits = Vec::new();
    for ix in nodes {
        let node = landscape.node(ix);
        let names = [node.name(), node.id()].into_iter().chain(node.aliases());
        let score =
            |name: &'l str| Some((pattern.score(Utf32Str::new(name, &mut buffer), &mut matcher)?, name));
        // The first of equal ones stays, so a name is preferred to an id.
        let best = names.filter_map(score).reduce(|best, next| if next.0 > best.0 { next } else { best });
        hits.extend(best.map(|(score, name)| (score, ix, name)));
    }
    hits
}

/// The record whose name is nearest to a text that fits none.
fn misspelt<'l>(landscape: &'l Landscape, text: &str, options: &Options) -> Option<(NodeIx, &'l str)> {
    let kinds: Vec<Kind> = if options.kinds.is_empty() { Kind::ALL.to_vec() } else { options.kinds.clone() };
    let names = |ix: NodeIx| {
        let node = landscape.node(ix);
        [node.name(), node.id()].into_iter().chain(node.aliases()).map(move |name| (ix, name))
    };
    let all: Vec<(NodeIx, &'l str)> =
        kinds.iter().flat_map(|kind| landscape.nodes(*kind)).flat_map(names).collect();
    let meant = nearest(text, all.iter().map(|(_, name)| *name))?;
    all.into_iter().find(|(_, name)| *name == meant)
}
