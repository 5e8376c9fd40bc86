//! The history of a record, from the days that its claims and their evidence name, and from older
//! states.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::diff::{self, ClaimChange, RecordChange};
use super::said::{Said, every_record, said_by};
use super::{AnyRef, Page, count};
use crate::landscape::{
    ClaimView, Connection, EvidenceView, Landscape, NodeIx, PassageView, Places, SourceIx,
};
use crate::model::{Date, Kind, Model, Relation, Support, When};

/// How to answer [`log`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Which part of each list to return.
    pub page: Page,
}

/// The history of a record.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The record.
    pub node: AnyRef<'l>,
    /// How long each list is, what is cut off included.
    pub totals: Totals,
    /// Where the page after this one begins, in every list alike; none where no list has more.
    pub next: Option<u32>,
    /// The first day, month or year of which anything is said.
    pub first: Option<When>,
    /// The last day, month or year of which anything is said.
    pub last: Option<When>,
    /// What is said of a day, a month or a year, in order: what ended by its last day, all else by
    /// its first; of one day, in the order of [`Event`].
    pub entries: Vec<Entry<'l>>,
    /// The claims that name no day at all.
    pub undated: Vec<Entry<'l>>,
    /// All entries put together where they say the same of the same day by the same sources, in
    /// order; those without a day come last.
    pub groups: Vec<Group<'l>>,
    /// The commits that changed what the landscape says of it, the newest first; none where nobody
    /// asked.
    pub commits: Option<Vec<CommitChange<'l>>>,
    /// Whether the history that was asked goes back no further than to a copy of its last part.
    pub shallow: bool,
}

/// How long the lists of a history are.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// What is said of a day.
    pub entries: u32,
    /// What names no day.
    pub undated: u32,
    /// What is put together.
    pub groups: u32,
    /// The commits, those that could not be loaded included; what is not committed yet is none.
    pub commits: u32,
}

/// What is said of a record and a day.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Entry<'l> {
    /// The day, month or year; none where none is named.
    pub day: Option<When>,
    /// What the day is.
    pub event: Event,
    /// What is said.
    pub told: Told<'l>,
    /// The key under which the claim stands; none for what is no claim.
    pub key: Option<&'static str>,
    /// The record at the other end of the claim; the signal or source where that is what is dated.
    pub other: Option<AnyRef<'l>>,
    /// The evidence: the piece that was read on the day, or all of the claim's.
    pub evidence: Vec<EvidenceView<'l>>,
    /// Where the claim stands in the files, where they are at hand.
    pub place: Option<String>,
}

/// Entries that say the same of the same day by the same sources, each of another record.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Group<'l> {
    /// The first of them.
    pub first: Entry<'l>,
    /// How many there are.
    pub total: u32,
    /// The first of the records at their other ends.
    pub others: Vec<AnyRef<'l>>,
    /// How many records are at their other ends.
    pub others_total: u32,
}

/// How many records are named of each group.
const OTHERS_NAMED: usize = 8;

/// What is said of a record.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Told<'l> {
    /// A claim.
    Claim {
        /// The record that makes it.
        from: AnyRef<'l>,
        /// The key under which it is written: that of a relation, or of a claim about the record
        /// alone.
        key: &'static str,
        /// What it leads to.
        to: Option<AnyRef<'l>>,
        /// The claim.
        claim: Box<ClaimView<'l>>,
    },
    /// A source names a record.
    Name {
        /// The record.
        record: AnyRef<'l>,
    },
    /// Something happened.
    Signal {
        /// What.
        signal: AnyRef<'l>,
    },
    /// A source was published.
    Source {
        /// The source.
        source: AnyRef<'l>,
    },
    /// A passage of a source, from which no plain claim follows.
    Passage {
        /// The source.
        source: AnyRef<'l>,
        /// The passage.
        passage: PassageView<'l>,
    },
    /// A record is about another.
    About {
        /// The record, such as a question.
        from: AnyRef<'l>,
        /// What it is about.
        about: AnyRef<'l>,
    },
}

/// What a day in the history of a record is.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Event {
    /// A source was published that says something of it.
    Published,
    /// A signal that is about it happened.
    Happened,
    /// A claim began to hold.
    Began,
    /// A claim was read in a source.
    Read,
    /// A claim ceased to hold.
    Ended,
    /// It is said, and nobody says when.
    Said,
}

impl Event {
    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Happened => "happened",
            Self::Began => "began",
            Self::Read => "read",
            Self::Ended => "ended",
            Self::Said => "said",
        }
    }
}

/// A commit that changed what a landscape says of a record.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct CommitChange<'l> {
    /// The short id of the commit; none for what is not committed yet.
    pub commit: Option<String>,
    /// The day of the commit, by its own clock.
    pub day: Option<Date>,
    /// The first line of its message; none for what is not committed yet.
    pub subject: Option<String>,
    /// The record, where that itself changed.
    pub records: Vec<RecordChange<'l>>,
    /// The claims by it and of it that changed.
    pub claims: Vec<ClaimChange<'l>>,
    /// Whether the landscape could not be loaded as of this commit, so that what changed in it
    /// stands at the next.
    pub unreadable: bool,
}

/// A commit of the history of a landscape.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Commit {
    /// Its short id.
    pub id: String,
    /// Its day, by its own clock.
    pub day: Option<Date>,
    /// The first line of its message.
    pub subject: String,
}

/// Where the older states of a landscape come from.
pub trait Past {
    /// Returns whether it goes back no further than to a copy of the last part of the history.
    ///
    /// # Errors
    ///
    /// [`PastError`] where the history cannot be read.
    fn is_shallow(&self) -> Result<bool, PastError>;

    /// Returns the commits that changed the landscape, the newest first.
    ///
    /// # Errors
    ///
    /// [`PastError`] where the history cannot be read.
    fn commits(&self) -> Result<Vec<Commit>, PastError>;

    /// Loads the landscape of a commit, with the claims of all days, by its place among the
    /// commits; none where it has problems.
    ///
    /// # Errors
    ///
    /// [`PastError`] where the history cannot be read.
    fn load(&self, at: usize) -> Result<Option<Landscape>, PastError>;
}

/// A history cannot be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct PastError(pub String);

/// The older states of a landscape, of which those are kept that an answer speaks of.
pub struct History<'p> {
    past: &'p dyn Past,
    kept: Kept,
}

/// Landscapes that are kept, each in a box of its own, so that they stay where they are when more
/// are added.
#[derive(Default)]
struct Kept(OnceCell<Box<(Landscape, Kept)>>);

impl<'p> History<'p> {
    /// Makes a history of which nothing is loaded yet.
    #[must_use]
    pub fn new(past: &'p dyn Past) -> Self {
        Self { past, kept: Kept::default() }
    }

    fn keep(&self, landscape: Landscape) -> &Landscape {
        let mut free = &self.kept;
        while let Some(next) = free.0.get() {
            free = &next.1;
        }
        &free.0.get_or_init(|| Box::new((landscape, Kept::default()))).0
    }
}

/// Tells the history of a record: when its claims began, were read and ended, what happened about
/// it, and when the sources that speak of it were published.
///
/// The landscape is best one of all days ([`Landscape::build_of_all_days`]): of one day, what has
/// ended by then is missing.
///
/// # Complexity
///
/// O(d log d) time for a record with d relations and pieces of evidence; for a source, O(n log n)
/// for the n claims and pieces of evidence of the landscape.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, query::log};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = log::log(&market, market.tool("till")?.into(), &log::Options::default(), &NoPlaces);
/// let first = report.entries[0].day.map(|day| day.to_string());
/// assert_eq!(first.as_deref(), Some("2025-02-01"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn log<'l>(landscape: &'l Landscape, ix: NodeIx, options: &Options, places: &dyn Places) -> Report<'l> {
    let report = told(landscape, ix, places);
    report.cut(options.page)
}

/// Tells the same, and which commits changed what the landscape says of the record, back from the
/// landscape as it is.
///
/// # Errors
///
/// [`PastError`] where the history cannot be read.
///
/// # Complexity
///
/// As [`log`], and O(n log n) for each commit with n records, claims and pieces of evidence. No
/// more than two states are held at a time besides those of the answer.
pub fn log_with_commits<'l>(
    landscape: &'l Landscape,
    ix: NodeIx,
    options: &Options,
    places: &dyn Places,
    history: &'l History<'_>,
) -> Result<Report<'l>, PastError> {
    let mut report = told(landscape, ix, places);
    report.shallow = history.past.is_shallow()?;
    report.commits = Some(commits(landscape, ix, history, report.shallow)?);
    Ok(report.cut(options.page))
}

impl Report<'_> {
    fn cut(mut self, page: Page) -> Self {
        fn cut<T>(list: &mut Vec<T>, page: Page) -> usize {
            let total = list.len();
            list.drain(..page.start.min(total));
            list.truncate(page.top.unwrap_or(usize::MAX));
            total
        }
        self.groups = grouped(self.entries.iter().chain(&self.undated));
        let groups = cut(&mut self.groups, page);
        let [entries, undated] = [&mut self.entries, &mut self.undated].map(|list| cut(list, page));
        let is_committed = |change: &&CommitChange<'_>| change.commit.is_some();
        let committed = self.commits.iter().flatten().filter(is_committed).count();
        let commits = self.commits.as_mut().map_or(0, |list| cut(list, page));
        self.totals = Totals {
            entries: count(entries),
            undated: count(undated),
            groups: count(groups),
            commits: count(committed),
        };
        self.next = page.next(entries.max(undated).max(commits));
        self
    }
}

/// Puts entries together that say the same of the same day by the same sources.
fn grouped<'e, 'l: 'e>(entries: impl Iterator<Item = &'e Entry<'l>>) -> Vec<Group<'l>> {
    let mut groups: Vec<Group<'l>> = Vec::new();
    let mut places = BTreeMap::new();
    let mut last = Vec::new();
    for entry in entries {
        let at = *places.entry(entry.likeness(groups.len())).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Group { first: entry.clone(), total: 0, others: Vec::new(), others_total: 0 });
            last.push(None);
        }
        let group = &mut groups[at];
        group.total += 1;
        let other = entry.other.map(|other| (other.kind, other.id));
        // The claims of one record follow one another.
        if other.is_some() && other != last[at] {
            group.others_total += 1;
            last[at] = other;
            if group.others.len() < OTHERS_NAMED {
                group.others.extend(entry.other);
            }
        }
    }
    groups
}

/// What entries have in common that are put together: day, event, key, kinds of the two ends,
/// support, sources; and for what is no claim of a relation, its own number.
type Likeness<'l> = (
    Option<When>,
    Event,
    Option<&'static str>,
    Option<(Kind, Kind, bool)>,
    Option<Support>,
    Vec<&'l str>,
    Option<usize>,
);

fn told<'l>(landscape: &'l Landscape, ix: NodeIx, places: &dyn Places) -> Report<'l> {
    let mut teller = Teller { landscape, places, entries: Vec::new(), sources: BTreeMap::new() };
    let node = AnyRef::of(landscape, ix);
    for connection in landscape.connections(ix) {
        teller.add_connection(ix, &connection);
    }
    for claim in said_by(landscape, ix).into_iter().filter(|said| said.to.is_none()) {
        teller.add_claim(node, &claim, None);
    }
    for evidence in landscape.node(ix).evidence() {
        teller.add_reading(&Told::Name { record: node }, None, None, evidence, None);
    }
    if let Some(source) = ix.of_kind() {
        teller.add_citations(source);
        teller.add_published(landscape.node(ix).published(), node);
    }
    if let Some(day) = landscape.node(ix).happened() {
        let evidence = landscape.node(ix).evidence();
        let told = Told::Signal { signal: node };
        teller.entries.push(Entry { evidence, ..Entry::of(Some(day), Event::Happened, told) });
    }
    teller.add_sources();
    let (mut entries, undated): (Vec<_>, Vec<_>) =
        teller.entries.into_iter().partition(|entry| entry.day.is_some());
    // The sort is stable, so that what is alike stays in the order of relations and records.
    entries.sort_by_key(|entry| (entry.counted_day(), entry.event, entry.day));
    Report {
        node,
        totals: Totals::default(),
        next: None,
        first: entries.first().and_then(|entry| entry.day),
        last: entries.last().and_then(|entry| entry.day),
        entries,
        undated,
        groups: Vec::new(),
        commits: None,
        shallow: false,
    }
}

/// A state of a landscape: one that an answer speaks of, or one that may be dropped again.
enum State<'l> {
    Kept(&'l Landscape),
    Loaded(Box<Landscape>),
}

impl<'l> State<'l> {
    fn get(&self) -> &Landscape {
        match self {
            Self::Kept(landscape) => landscape,
            Self::Loaded(landscape) => landscape,
        }
    }

    fn keep(self, history: &'l History<'_>) -> &'l Landscape {
        match self {
            Self::Kept(landscape) => landscape,
            Self::Loaded(landscape) => history.keep(*landscape),
        }
    }
}

/// Compares every commit with the one before it, back from the landscape as it is.
fn commits<'l>(
    now: &'l Landscape,
    ix: NodeIx,
    history: &'l History<'_>,
    shallow: bool,
) -> Result<Vec<CommitChange<'l>>, PastError> {
    let mut found = Vec::new();
    let mut id = now.node(ix).id().to_owned();
    let mut newer = (CommitChange::of(None), State::Kept(now));
    // What lies between a state and the one before it that can be read.
    let mut unreadable = Vec::new();
    let all = history.past.commits()?;
    let before_all = if shallow { None } else { Some(None) };
    for (at, commit) in all.into_iter().map(Some).chain(before_all).enumerate() {
        let loaded = match &commit {
            Some(_) => history.past.load(at)?,
            None => Some(Landscape::build_of_all_days(Model::default())),
        };
        let entry = CommitChange::of(commit);
        let Some(older) = loaded else {
            unreadable.push(CommitChange { unreadable: true, ..entry });
            continue;
        };
        let (change, state) = newer;
        let between = changes(&older, state.get(), ix.kind(), &id);
        let was = between.was.map(str::to_owned);
        let is_same = between.records.is_empty() && between.claims.is_empty();
        let unreadable = std::mem::take(&mut unreadable);
        let older = if is_same {
            State::Loaded(Box::new(older))
        } else {
            let (older, state) = (history.keep(older), state.keep(history));
            let Between { records, claims, .. } = changes(older, state, ix.kind(), &id);
            found.push(CommitChange { records, claims, ..change });
            found.extend(unreadable);
            State::Kept(older)
        };
        id = was.unwrap_or(id);
        newer = (entry, older);
    }
    Ok(found)
}

impl CommitChange<'_> {
    fn of(commit: Option<Commit>) -> Self {
        let (id, day, subject) = match commit {
            Some(Commit { id, day, subject }) => (Some(id), day, Some(subject)),
            None => (None, None, None),
        };
        Self { commit: id, day, subject, records: Vec::new(), claims: Vec::new(), unreadable: false }
    }
}

/// What changed about a record between two states.
struct Between<'l> {
    records: Vec<RecordChange<'l>>,
    claims: Vec<ClaimChange<'l>>,
    /// Its id in the older state, where it was renamed.
    was: Option<&'l str>,
}

fn changes<'l>(older: &'l Landscape, newer: &'l Landscape, kind: Kind, id: &str) -> Between<'l> {
    let now: Vec<_> = newer.find(kind, id).into_iter().collect();
    let before: Vec<_> = older.find(kind, id).into_iter().collect();
    if now.is_empty() && before.is_empty() {
        return Between { records: Vec::new(), claims: Vec::new(), was: None };
    }
    let answers = diff::Answers::LeftOut;
    let options =
        diff::Options { watch: [before, now], answers, page: Page::ALL, ..diff::Options::default() };
    let diff::Report { records, claims, .. } = diff::diff(older, newer, &options);
    let renamed = records.iter().find(|change| (change.record.kind, change.record.id) == (kind, id));
    let was = renamed.and_then(|change| change.was).map(|was| was.id);
    Between { records, claims, was }
}

impl<'l> Entry<'l> {
    fn of(day: Option<When>, event: Event, told: Told<'l>) -> Self {
        Self { day, event, told, key: None, other: None, evidence: Vec::new(), place: None }
    }

    fn likeness(&self, number: usize) -> Likeness<'l> {
        let sources: BTreeSet<&'l str> = self.evidence.iter().map(|of| of.source.id.as_str()).collect();
        let (ends, support) = match &self.told {
            Told::Claim { from, to: Some(to), claim, .. } => {
                let is_outgoing = self.other.is_some_and(|other| (other.kind, other.id) == (to.kind, to.id));
                (Some((from.kind, to.kind, is_outgoing)), claim.support)
            }
            _ => (None, None),
        };
        let own = ends.is_none().then_some(number);
        (self.day, self.event, self.key, ends, support, sources.into_iter().collect(), own)
    }

    /// Returns the day that it is in order by: what ended in a year had surely ended on its last
    /// day.
    fn counted_day(&self) -> Option<Date> {
        self.day.map(|day| if self.event == Event::Ended { day.last() } else { day.first() })
    }
}

struct Teller<'l, 'p> {
    landscape: &'l Landscape,
    places: &'p dyn Places,
    entries: Vec<Entry<'l>>,
    /// The sources that claims cite, by id.
    sources: BTreeMap<&'l str, NodeIx>,
}

impl<'l> Teller<'l, '_> {
    fn add_connection(&mut self, ix: NodeIx, connection: &Connection<'l>) {
        let other = AnyRef::of(self.landscape, connection.other);
        let (from, to) = if connection.outgoing { (ix, connection.other) } else { (connection.other, ix) };
        let from_ref = AnyRef::of(self.landscape, from);
        for claim in &connection.claims {
            if connection.relation == Relation::About {
                self.add_about(from, to, other, claim);
                continue;
            }
            let key = connection.relation.rule().key;
            let said = Said { key, to: Some(to), claim: claim.clone() };
            self.add_claim(from_ref, &said, Some(other));
        }
    }

    /// What a signal, a question or a passage is about.
    fn add_about(&mut self, from: NodeIx, to: NodeIx, other: AnyRef<'l>, claim: &ClaimView<'l>) {
        let (node, of) = (self.landscape.node(from), AnyRef::of(self.landscape, from));
        let (day, event, told) = match (from.kind(), claim.passage) {
            (Kind::Signal, _) => (node.happened(), Event::Happened, Told::Signal { signal: of }),
            (_, Some(passage)) => (node.published(), Event::Published, Told::Passage { source: of, passage }),
            _ => (None, Event::Said, Told::About { from: of, about: AnyRef::of(self.landscape, to) }),
        };
        let event = if day.is_some() { event } else { Event::Said };
        self.entries.push(Entry {
            key: Some(Relation::About.rule().key),
            other: Some(other),
            evidence: claim.evidence.clone(),
            place: claim.at.and_then(|at| self.places.claim(&at)),
            ..Entry::of(day, event, told)
        });
    }

    fn add_claim(&mut self, from: AnyRef<'l>, said: &Said<'l>, other: Option<AnyRef<'l>>) {
        let claim = &said.claim;
        let told = self.claim(from, said);
        let place = claim.at.and_then(|at| self.places.claim(&at));
        let key = Some(said.key);
        let whole = |day, event| Entry {
            key,
            other,
            evidence: claim.evidence.clone(),
            place: place.clone(),
            ..Entry::of(day, event, told.clone())
        };
        for (day, event) in [(claim.since, Event::Began), (claim.until, Event::Ended)] {
            if day.is_some() {
                self.entries.push(whole(day, event));
            }
        }
        let read: Vec<EvidenceView<'l>> =
            claim.evidence.iter().copied().filter(|evidence| evidence.on.is_some()).collect();
        if read.is_empty() && claim.since.is_none() && claim.until.is_none() {
            self.entries.push(whole(None, Event::Said));
        }
        for evidence in read {
            self.add_reading(&told, key, other, evidence, place.as_ref());
        }
        for evidence in &claim.evidence {
            self.cite(evidence);
        }
    }

    fn claim(&self, from: AnyRef<'l>, said: &Said<'l>) -> Told<'l> {
        Told::Claim {
            from,
            key: said.key,
            to: said.to.map(|to| AnyRef::of(self.landscape, to)),
            claim: Box::new(said.claim.clone()),
        }
    }

    fn add_reading(
        &mut self,
        told: &Told<'l>,
        key: Option<&'static str>,
        other: Option<AnyRef<'l>>,
        evidence: EvidenceView<'l>,
        place: Option<&String>,
    ) {
        self.cite(&evidence);
        let event = if evidence.on.is_some() { Event::Read } else { Event::Said };
        self.entries.push(Entry {
            key,
            other,
            evidence: vec![evidence],
            place: place.cloned(),
            ..Entry::of(evidence.on, event, told.clone())
        });
    }

    fn cite(&mut self, evidence: &EvidenceView<'l>) {
        let id = evidence.source.id.as_str();
        if let Some(source) = self.landscape.find(Kind::Source, id) {
            self.sources.insert(id, source);
        }
    }

    /// Every claim and record that names a source as evidence.
    fn add_citations(&mut self, source: SourceIx) {
        let id = self.landscape.named(source).id;
        let cites = |evidence: &EvidenceView<'l>| evidence.source.id == id;
        for ix in every_record(self.landscape) {
            let from = AnyRef::of(self.landscape, ix);
            for evidence in self.landscape.node(ix).evidence().into_iter().filter(cites) {
                self.add_reading(&Told::Name { record: from }, None, Some(from), evidence, None);
            }
            for said in said_by(self.landscape, ix).into_iter().filter(Said::is_claim) {
                let place = said.claim.at.and_then(|at| self.places.claim(&at));
                let told = self.claim(from, &said);
                for evidence in said.claim.evidence.iter().copied().filter(cites) {
                    self.add_reading(&told, Some(said.key), Some(from), evidence, place.as_ref());
                }
            }
        }
        self.sources.clear();
    }

    fn add_published(&mut self, day: Option<When>, source: AnyRef<'l>) {
        if day.is_some() {
            let told = Told::Source { source };
            self.entries.push(Entry { other: Some(source), ..Entry::of(day, Event::Published, told) });
        }
    }

    /// When the sources were published that the claims cite.
    fn add_sources(&mut self) {
        for source in std::mem::take(&mut self.sources).into_values() {
            let day = self.landscape.node(source).published();
            self.add_published(day, AnyRef::of(self.landscape, source));
        }
    }
}
