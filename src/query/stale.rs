//! Claims past their shelf life: what was last read too long ago, and what rests on it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::said::{Said, every_record, said_by};

use super::{AnyRef, Page, SourceRef, ToolRef, count};
use crate::landscape::{ClaimView, CompanyIx, Landscape, NodeIx, Places, ToolIx};
use crate::model::{Age, Date, Relation, Support, Verdict, When};

/// How to answer [`stale`].
#[derive(Clone, Debug)]
pub struct Options {
    /// How long ago, at most, the newest evidence of a claim may have been read.
    pub older_than: Age,
    /// Which claims to list of each sort.
    pub page: Page,
}

impl Default for Options {
    fn default() -> Self {
        Self { older_than: Age::days(180), page: Page::default() }
    }
}

/// Claims past their shelf life.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The day from which is counted back: that of the landscape, never that of the clock.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// How long ago, at most, the newest evidence of a claim may have been read.
    pub older_than: Age,
    /// The first day on which a claim may have been read last; none where there is no day to count
    /// from.
    pub fresh_from: Option<Date>,
    /// How many claims there are, those cut off included.
    pub totals: Totals,
    /// The same claims put together, the oldest first, those without a day last: each source, day
    /// and key once.
    pub groups: Vec<Group<'l>>,
    /// How many groups there are, those cut off included.
    pub groups_total: u32,
    /// Where the lists go on; none where all are at their end.
    pub next: Option<u32>,
    /// The claims that were last read before that day, the oldest first; ties in the order of the
    /// records.
    pub stale: Vec<Claim<'l>>,
    /// The claims without any evidence that is dated, in the order of the records.
    pub undated: Vec<Claim<'l>>,
}

/// How many claims there are of each age.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// The claims that hold on the day.
    pub claims: u32,
    /// Those that were read recently enough.
    pub fresh: u32,
    /// Those that were last read too long ago.
    pub stale: u32,
    /// Those without any evidence that is dated.
    pub undated: u32,
}

/// Claims of one key that were last read on one day in the same sources.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Group<'l> {
    /// The key under which they are written.
    pub key: &'static str,
    /// The day, month or year in which they were last read; none where no evidence of them is
    /// dated.
    pub last_read: Option<When>,
    /// Their sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// How many there are.
    pub claims: u32,
    /// The first of the records that make them.
    pub records: Vec<AnyRef<'l>>,
    /// How many records make them.
    pub records_total: u32,
}

/// How many records are named of each group.
const RECORDS_NAMED: usize = 8;

/// A claim that should be looked at again.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Claim<'l> {
    /// The record that makes it.
    pub from: AnyRef<'l>,
    /// The key under which it is written: that of a relation, or of a claim about the record alone.
    pub key: &'static str,
    /// What it leads to; none for a claim about the record alone.
    pub to: Option<AnyRef<'l>>,
    /// The day, month or year in which it was last read; none where no evidence of it is dated.
    pub last_read: Option<When>,
    /// How many days before the landscape's day that was, counted from the first day that may be
    /// meant.
    pub days: Option<i32>,
    /// The claim, with its evidence.
    pub claim: ClaimView<'l>,
    /// What rests on it.
    pub rests: Vec<Rest<'l>>,
    /// How many other claims that were read recently enough say the same.
    pub fresh_others: u32,
    /// How many other claims say the same that are stale or undated too.
    pub other_others: u32,
    /// The parts of the tool that the company is said to offer: they alone would make the offer of
    /// the whole partial.
    pub parts: Vec<ToolRef<'l>>,
}

/// Something that rests on a claim.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rest<'l> {
    /// What of it.
    pub what: RestsOn,
    /// Of which record.
    pub of: AnyRef<'l>,
}

/// What of a record rests on a claim.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestsOn {
    /// The company's cell for a tool.
    Cell,
    /// The company's cell for a whole, which is concluded from the part.
    WholeCell,
    /// The coverage of a stack.
    Coverage,
    /// Whether a tool is in scope.
    Scope,
    /// What a role needs, and so its coverage.
    Needs,
    /// Which tools count as parts of a tool.
    Parts,
    /// Which tools count as variants of a tool, where variants are folded.
    Variants,
    /// What has to be built before a tool.
    BuildOrder,
    /// The comparison by features.
    Features,
    /// Where a role stands among others.
    Roles,
}

/// Where a claim stands among those of its record.
#[derive(Clone, Copy)]
struct Found {
    last_read: Option<When>,
    owner: NodeIx,
    at: usize,
}

/// Lists the claims whose newest evidence was read too long before the landscape's day, and those
/// whose evidence is not dated at all.
///
/// What a question, a signal or a passage is about is no claim, and the evidence of records, stages
/// and build costs is not looked at.
///
/// # Complexity
///
/// O(n log n) time for n claims and pieces of evidence; details are made for the claims that are
/// listed alone.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, model::Age, query::stale};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let options = stale::Options { older_than: Age::days(180), ..stale::Options::default() };
/// let report = stale::stale(&market, &options, &NoPlaces);
/// assert_eq!((report.totals.stale, report.totals.fresh), (0, 4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn stale<'l>(landscape: &'l Landscape, options: &Options, places: &dyn Places) -> Report<'l> {
    let as_of = landscape.as_of();
    // Where the calendar has no day so long ago, nothing is that old.
    let fresh_from = as_of.and_then(|day| day.before(options.older_than));
    let is_stale = |read: When| fresh_from.is_some_and(|fresh_from| read.first() < fresh_from);
    let mut totals = Totals::default();
    let (mut old, mut undated) = (Vec::new(), Vec::new());
    let mut grouped = Grouped::default();
    for owner in every_record(landscape) {
        for (at, said) in said_by(landscape, owner).iter().enumerate().filter(|(_, said)| said.is_claim()) {
            totals.claims += 1;
            let found = Found { last_read: last_read(&said.claim), owner, at };
            if found.last_read.is_none_or(is_stale) {
                grouped.add(landscape, owner, said, found.last_read);
            }
            match found.last_read {
                None => {
                    if options.page.holds(totals.undated as usize) {
                        undated.push(found);
                    }
                    totals.undated += 1;
                }
                Some(day) if is_stale(day) => old.push(found),
                Some(_) => totals.fresh += 1,
            }
        }
    }
    totals.stale = count(old.len());
    options.page.keep(&mut old, |found: &Found| (found.last_read, found.owner, found.at));
    let mut describe = Describe { landscape, fresh_from, places, owners: BTreeMap::new() };
    let mut all = |found: Vec<Found>| found.into_iter().filter_map(|found| describe.claim(found)).collect();
    let (stale, undated) = (all(old), all(undated));
    let mut groups: Vec<Group<'l>> = grouped.0.into_values().map(|(group, _)| group).collect();
    let groups_total = count(groups.len());
    options.page.keep(&mut groups, |group| {
        (group.last_read.is_none(), group.last_read, Reverse(group.claims), group.key)
    });
    let next = options.page.next(totals.stale.max(totals.undated) as usize);
    Report {
        as_of,
        today: landscape.today(),
        older_than: options.older_than,
        fresh_from,
        totals,
        groups,
        groups_total,
        next,
        stale,
        undated,
    }
}

/// The claims to be looked at again, by when they were read, their key and the ids of their
/// sources; with the record of the last one.
#[derive(Default)]
struct Grouped<'l>(BTreeMap<Likeness<'l>, (Group<'l>, NodeIx)>);

/// When claims were read, their key and the ids of their sources.
type Likeness<'l> = (Option<When>, &'static str, Vec<&'l str>);

impl<'l> Grouped<'l> {
    fn add(&mut self, landscape: &'l Landscape, owner: NodeIx, said: &Said<'l>, last_read: Option<When>) {
        let cited = said.claim.evidence.iter().map(|evidence| (evidence.source.id.as_str(), evidence.source));
        let cited: BTreeMap<&'l str, SourceRef<'l>> = cited.collect();
        let key = (last_read, said.key, cited.keys().copied().collect());
        let is_new = self.0.get(&key).is_none_or(|(_, last)| *last != owner);
        let empty = || {
            let (records, sources) = (Vec::new(), cited.into_values().collect());
            Group { key: said.key, last_read, sources, claims: 0, records, records_total: 0 }
        };
        let (group, last) = self.0.entry(key).or_insert_with(|| (empty(), owner));
        group.claims += 1;
        *last = owner;
        if is_new {
            group.records_total += 1;
            if group.records.len() < RECORDS_NAMED {
                group.records.push(AnyRef::of(landscape, owner));
            }
        }
    }
}

/// Returns when a claim was read last.
fn last_read(claim: &ClaimView<'_>) -> Option<When> {
    claim.evidence.iter().filter_map(|evidence| evidence.on).max()
}

/// What a claim says of what, its details aside.
type Meaning<'l> = (&'static str, Option<NodeIx>, Option<Support>, Option<Verdict>, Option<&'l str>);

fn meaning<'l>(said: &Said<'l>) -> Meaning<'l> {
    let Said { key, to, claim } = said;
    (*key, *to, claim.support, claim.verdict, claim.segment.map(|segment| segment.id.as_str()))
}

/// The claims of a record, and how many of them say each thing: those read recently enough, and the
/// rest.
struct Owner<'l> {
    said: Vec<Said<'l>>,
    counts: BTreeMap<Meaning<'l>, (u32, u32)>,
}

/// Describes claims; each record is looked at once, however many of its claims are listed.
struct Describe<'l, 'p> {
    landscape: &'l Landscape,
    fresh_from: Option<Date>,
    places: &'p dyn Places,
    owners: BTreeMap<NodeIx, Owner<'l>>,
}

impl<'l> Describe<'l, '_> {
    fn is_fresh(&self, said: &Said<'_>) -> bool {
        last_read(&said.claim)
            .is_some_and(|read| self.fresh_from.is_none_or(|fresh_from| read.first() >= fresh_from))
    }

    fn owner(&mut self, owner: NodeIx) -> &Owner<'l> {
        if !self.owners.contains_key(&owner) {
            let said = said_by(self.landscape, owner);
            let mut counts: BTreeMap<Meaning<'l>, (u32, u32)> = BTreeMap::new();
            for claim in &said {
                let (fresh, rest) = counts.entry(meaning(claim)).or_default();
                *if self.is_fresh(claim) { fresh } else { rest } += 1;
            }
            self.owners.insert(owner, Owner { said, counts });
        }
        &self.owners[&owner]
    }

    fn claim(&mut self, found: Found) -> Option<Claim<'l>> {
        let (landscape, places) = (self.landscape, self.places);
        let owner = self.owner(found.owner);
        let said = owner.said.get(found.at)?.clone();
        let (fresh_others, rest) = owner.counts.get(&meaning(&said)).copied().unwrap_or_default();
        let offer: Option<(CompanyIx, ToolIx)> = match said.relation() {
            Some(Relation::Offers) => found.owner.of_kind().zip(said.to.and_then(NodeIx::of_kind)),
            _ => None,
        };
        let offer = offer.filter(|(_, tool)| !landscape.parts(*tool).is_empty());
        let parts = offer.map(|(company, tool)| {
            landscape.offered_parts(company, tool).map(|part| landscape.named(part)).collect()
        });
        let rests = rests(landscape, found.owner, &said);
        let place = said.claim.at.and_then(|at| places.claim(&at));
        // Where the owners list a tool as in scope, the tool itself is the place.
        let place = place.or_else(|| said.to.is_none().then(|| places.record(found.owner))?);
        Some(Claim {
            from: AnyRef::of(landscape, found.owner),
            key: said.key,
            to: said.to.map(|to| AnyRef::of(landscape, to)),
            last_read: found.last_read,
            days: landscape.as_of().zip(found.last_read).map(|(day, read)| day.days_since(read.first())),
            rests,
            fresh_others,
            // The claim itself is one of the rest.
            other_others: rest.saturating_sub(1),
            parts: parts.unwrap_or_default(),
            claim: ClaimView { place, ..said.claim },
        })
    }
}

/// Returns what rests on a claim: nothing where no figure does.
fn rests<'l>(landscape: &'l Landscape, owner: NodeIx, said: &Said<'l>) -> Vec<Rest<'l>> {
    let rest = |what: RestsOn, of: NodeIx| Rest { what, of: AnyRef::of(landscape, of) };
    let coverage = |tool: ToolIx| landscape.stacks_of(tool).into_iter().map(|stack| stack.into());
    let (Some(relation), Some(to)) = (said.relation(), said.to) else {
        return if said.key == "in_scope" { vec![rest(RestsOn::Scope, owner)] } else { Vec::new() };
    };
    match relation {
        Relation::Offers => {
            let mut rests = vec![rest(RestsOn::Cell, to)];
            let tool: Option<ToolIx> = to.of_kind();
            let is_offered = said.claim.support.is_some_and(Support::is_offered);
            let wholes = tool.filter(|_| is_offered).map(|tool| landscape.wholes(tool)).unwrap_or_default();
            rests.extend(wholes.iter().map(|whole| rest(RestsOn::WholeCell, (*whole).into())));
            let stacks: BTreeSet<NodeIx> =
                tool.iter().chain(wholes).flat_map(|tool| coverage(*tool)).collect();
            rests.extend(stacks.into_iter().map(|stack| rest(RestsOn::Coverage, stack)));
            rests
        }
        Relation::InStack | Relation::ActiveIn => vec![rest(RestsOn::Coverage, to)],
        Relation::Assesses => vec![rest(RestsOn::Scope, to)],
        Relation::Needs => vec![rest(RestsOn::Needs, owner)],
        Relation::PartOf => vec![rest(RestsOn::Parts, to)],
        Relation::VariantOf => vec![rest(RestsOn::Variants, to)],
        Relation::After => vec![rest(RestsOn::BuildOrder, owner)],
        Relation::Has | Relation::Provides => vec![rest(RestsOn::Features, owner)],
        Relation::ReportsTo | Relation::Plays => vec![rest(RestsOn::Roles, owner)],
        _ => Vec::new(),
    }
}
