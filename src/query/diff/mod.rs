//! What changed from one state of a landscape to another, and what that does to the answers.

mod answers;
mod claims;
mod evidence;
pub mod map;
mod records;

use crate::query::gaps;
use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, CompanyRef, NotCounted, Page};
use crate::landscape::{Landscape, NodeIx};
use crate::model::Date;
pub use answers::{StackChange, StackEntry, ToolChange};
pub use claims::{ClaimChange, OfferChange, ToolMove};
pub use evidence::EvidenceChange;
use records::Pairs;
pub use records::{KeyChange, KeyValue, RecordChange, RenameGround};

/// How to answer [`diff`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The only records to look at, of the old state and of the new one; all when both are empty.
    pub watch: [Vec<NodeIx>; 2],
    /// Which part of each list of changes to return.
    pub page: Page,
    /// What to call the old state and the new one.
    pub labels: [Option<String>; 2],
    /// Whether to compare the answers as well.
    pub answers: Answers,
}

/// Whether to compare the answers of two states besides what is said.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Answers {
    /// They are compared.
    #[default]
    Compared,
    /// They are left out.
    LeftOut,
}

/// A state of a landscape: what is said in it, and what of that holds on its day.
///
/// A landscape alone stands for both: then claims that do not hold on its day are not compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'l> {
    /// What is said: all records, and the claims to compare.
    pub said: &'l Landscape,
    /// What holds on the day of which the answers are.
    pub holds: &'l Landscape,
}

impl<'l> From<&'l Landscape> for Side<'l> {
    fn from(landscape: &'l Landscape) -> Self {
        Self { said: landscape, holds: landscape }
    }
}

/// Whether something is there only now, only before, or in both and not the same.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is there only in the new state.
    Added,
    /// It is there only in the old state.
    Removed,
    /// It is there in both, under another name or id.
    Renamed,
    /// It is there in both, and not the same.
    Changed,
}

impl Change {
    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

/// What changed from one state of a landscape to another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The old state.
    pub old: State<'l>,
    /// The new state.
    pub new: State<'l>,
    /// The records that alone were looked at; all when none is named.
    pub watched: Vec<AnyRef<'l>>,
    /// How many changes there are of each sort, those cut off included.
    pub totals: Totals,
    /// Where the page after this one begins, in every list alike; none where no list has more.
    pub next: Option<u32>,
    /// What the landscape says of itself that changed.
    pub overview: Vec<KeyChange<'l>>,
    /// The records that changed: by kind and id, those last whose evidence alone changed.
    pub records: Vec<RecordChange<'l>>,
    /// The tools that left one stack for another, in id order; their claims are among `claims` too.
    pub moved: Vec<ToolMove<'l>>,
    /// The offers that came, went or changed their support, by company and tool; their claims are
    /// among `claims` too.
    pub offers: Vec<OfferChange<'l>>,
    /// The claims that changed: those that are no change of an offer, then those that are, then
    /// those whose evidence alone changed; of each sort, by the record that makes them, the
    /// relation, and what it leads to.
    pub claims: Vec<ClaimChange<'l>>,
    /// The stacks that companies entered or left, in id order.
    pub stacks: Vec<StackChange<'l>>,
    /// The tools that somebody offers and nobody did, or nobody does and somebody did, in id order.
    pub tools: Vec<ToolChange<'l>>,
    /// The company whose gaps are compared: the perspective of both states.
    pub company: Option<CompanyRef<'l>>,
    /// Its gaps that closed, opened or changed their state; moves within an order alone are left
    /// out.
    pub gaps: Vec<gaps::Change<'l>>,
}

/// A state of a landscape that was compared.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct State<'l> {
    /// What it is called: a path, or a revision.
    pub label: Option<String>,
    /// The landscape's name.
    pub name: &'l str,
    /// The day of which its answers are.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// How many changes there are of each sort.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// Of records.
    pub records: ChangeCounts,
    /// Of claims; none is renamed.
    pub claims: ChangeCounts,
    /// Of claims: the offers that came, went or changed their support.
    pub offers: u32,
    /// Of records and claims: those whose evidence alone changed.
    pub evidence_alone: EvidenceAlone,
    /// Of what the landscape says of itself.
    pub overview: u32,
    /// Of tools between stacks.
    pub moved: u32,
    /// Of stacks with companies that entered or left.
    pub stacks: u32,
    /// Of tools that somebody or nobody offers now.
    pub tools: u32,
    /// Of gaps.
    pub gaps: u32,
}

/// How many changed in their evidence alone.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EvidenceAlone {
    /// How many records.
    pub records: u32,
    /// How many claims.
    pub claims: u32,
}

/// A count for each kind of change.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChangeCounts {
    /// How many were added.
    pub added: u32,
    /// How many were removed.
    pub removed: u32,
    /// How many were renamed.
    pub renamed: u32,
    /// How many changed otherwise.
    pub changed: u32,
}

impl ChangeCounts {
    fn of(changes: impl Iterator<Item = Change>) -> Self {
        let mut counts = Self::default();
        for change in changes {
            *match change {
                Change::Added => &mut counts.added,
                Change::Removed => &mut counts.removed,
                Change::Renamed => &mut counts.renamed,
                Change::Changed => &mut counts.changed,
            } += 1;
        }
        counts
    }

    /// Returns the sum.
    #[must_use]
    pub const fn sum(&self) -> u32 {
        self.added + self.removed + self.renamed + self.changed
    }
}

impl Report<'_> {
    /// Returns whether nothing changed: neither in what is said nor in the answers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Totals { records, claims, overview, moved, stacks, tools, gaps, .. } = self.totals;
        records.sum() + claims.sum() + overview + moved + stacks + tools + gaps == 0
    }
}

/// Compares two states of a landscape: what is said, record by record and claim by claim, and what
/// that does to the answers.
///
/// Records are the same where kind and id are, or where [`RenameGround`] tells why. Claims are the
/// same where the record that makes them, the relation and what it leads to are; where there are
/// several, those that are alike stand for each other first.
///
/// # Complexity
///
/// O(n log n) time for n records, claims and pieces of evidence in both, besides that of [`gaps`]
/// for the perspective.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::diff};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = diff::diff(&market, &market, &Default::default());
/// assert!(report.records.is_empty() && report.claims.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn diff<'l>(old: impl Into<Side<'l>>, new: impl Into<Side<'l>>, options: &Options) -> Report<'l> {
    let (old, new) = (old.into(), new.into());
    let pairs = Pairs::of(old.said, new.said);
    let watch = records::Watch::of(&pairs, &options.watch);
    let mut records = records::changes(&pairs, &watch);
    let (mut claims, mut moved) = claims::changes(&pairs, &watch);
    let mut overview = if watch.is_all() { records::overview(&pairs) } else { Vec::new() };
    let (mut stacks, mut tools, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    let mut company = None;
    if options.answers == Answers::Compared {
        stacks = answers::stacks(old.holds, new.holds, &pairs, &watch);
        tools = answers::tools(old.holds, new.holds, &pairs, &watch);
        (company, gaps) = answers::gaps(old.holds, new.holds, &pairs, &watch);
    }
    records.sort_by_key(RecordChange::is_evidence_alone);
    let mut offers: Vec<OfferChange<'l>> = claims.iter().filter_map(ClaimChange::offer).collect();
    claims.sort_by_key(|claim| (claim.is_evidence_alone(), claim.is_offer()));
    let evidence_alone = EvidenceAlone {
        records: super::count(records.iter().filter(|record| record.is_evidence_alone()).count()),
        claims: super::count(claims.iter().filter(|claim| claim.is_evidence_alone()).count()),
    };
    let totals = Totals {
        offers: super::count(offers.len()),
        evidence_alone,
        records: ChangeCounts::of(records.iter().map(|record| record.change)),
        claims: ChangeCounts::of(claims.iter().map(|claim| claim.change)),
        overview: super::count(overview.len()),
        moved: super::count(moved.len()),
        stacks: super::count(stacks.len()),
        tools: super::count(tools.len()),
        gaps: super::count(gaps.len()),
    };
    let longest = [
        records.len(),
        claims.len(),
        offers.len(),
        overview.len(),
        moved.len(),
        stacks.len(),
        tools.len(),
        gaps.len(),
    ];
    let next = options.page.next(longest.into_iter().max().unwrap_or(0));
    cut(&mut overview, options.page);
    cut(&mut records, options.page);
    cut(&mut claims, options.page);
    cut(&mut offers, options.page);
    cut(&mut moved, options.page);
    cut(&mut stacks, options.page);
    cut(&mut tools, options.page);
    cut(&mut gaps, options.page);
    let [old_label, new_label] = options.labels.clone();
    Report {
        old: state_of(old.holds, old_label),
        new: state_of(new.holds, new_label),
        watched: watch.named(&pairs),
        totals,
        next,
        overview,
        records,
        moved,
        offers,
        claims,
        stacks,
        tools,
        company,
        gaps,
    }
}

fn state_of(holds: &Landscape, label: Option<String>) -> State<'_> {
    State {
        label,
        name: holds.name(),
        as_of: holds.as_of(),
        today: holds.today(),
        not_counted: NotCounted::of(holds, |_, _| true),
    }
}

/// Keeps the part of a list that is asked for; the list is in order.
fn cut<T>(list: &mut Vec<T>, page: Page) {
    list.drain(..page.start.min(list.len()));
    list.truncate(page.top.unwrap_or(usize::MAX));
}
