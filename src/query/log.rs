//! The history of a record, from the days that its claims and their evidence name.

use crate::words::claims::{details, sentence, with_id};
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::said::{Said, every_record, said_by};

use super::AnyRef;
use crate::landscape::{ClaimView, Connection, EvidenceView, Landscape, NodeIx, Places, SourceIx};
use crate::model::{Date, Kind, Relation};

/// The history of a record.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The record.
    pub node: AnyRef<'l>,
    /// What is said of a day, in the order of days; of one day, in the order of [`Event`].
    pub entries: Vec<Entry<'l>>,
    /// The claims that name no day at all.
    pub undated: Vec<Entry<'l>>,
    /// The commits that changed what the landscape says of it, the newest first; none where nobody asked.
    pub commits: Option<Vec<CommitChange>>,
    /// Whether the history that was asked goes back no further than to a copy of its last part.
    pub shallow: bool,
}

/// What is said of a record and a day.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Entry<'l> {
    /// The day; none where none is named.
    pub day: Option<Date>,
    /// What the day is.
    pub event: Event,
    /// The claim in a sentence.
    pub text: String,
    /// The key under which the claim stands; none for what is no claim.
    pub key: Option<&'static str>,
    /// The record at the other end of the claim; the signal or source where that is what is dated.
    pub other: Option<AnyRef<'l>>,
    /// The evidence: the piece that was read on the day, or all of the claim's.
    pub evidence: Vec<EvidenceView<'l>>,
    /// Where the claim stands in the files, where they are at hand.
    pub place: Option<String>,
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
pub struct CommitChange {
    /// The short id of the commit; none for what is not committed yet.
    pub commit: Option<String>,
    /// The day of the commit, by its own clock.
    pub day: Option<String>,
    /// The first line of its message.
    pub subject: String,
    /// What changed, a line for each.
    pub changes: Vec<String>,
    /// Whether the landscape could not be loaded as of this commit, so that what changed in it stands at the next.
    pub unreadable: bool,
}

impl CommitChange {
    #[cfg(feature = "cli")]
    pub(crate) fn new(commit: Option<(String, String)>, subject: String) -> Self {
        let (commit, day) = commit.unzip();
        Self { commit, day, subject, changes: Vec::new(), unreadable: false }
    }
}

/// Tells the history of a record: when its claims began, were read and ended, what happened about it, and when the
/// sources that speak of it were published.
///
/// The landscape is best one of all days ([`Landscape::build_of_all_days`]): of one day, what has ended by then is
/// missing.
///
/// # Complexity
///
/// O(d log d) time for a record with d relations and pieces of evidence; for a source, O(n log n) for the n claims and
/// pieces of evidence of the landscape.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, query::log};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = log::log(&market, market.tool("till")?.into(), &NoPlaces);
/// let first = report.entries[0].day.map(|day| day.to_string());
/// assert_eq!(first.as_deref(), Some("2025-02-01"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn log<'l>(landscape: &'l Landscape, ix: NodeIx, places: &dyn Places) -> Report<'l> {
    let mut history = History { landscape, places, entries: Vec::new(), sources: BTreeMap::new() };
    let node = AnyRef::of(landscape, ix);
    for connection in landscape.connections(ix) {
        history.add_connection(ix, &connection);
    }
    if let Some(claim) = said_by(landscape, ix).into_iter().find(|said| said.relation.is_none()) {
        history.add_claim(&node, &claim, None);
    }
    for evidence in landscape.node(ix).evidence() {
        history.add_reading(format!("{} is named", node.name), None, None, evidence, None);
    }
    if let Some(source) = ix.of_kind() {
        history.add_citations(source);
        history.add_published(landscape.node(ix).published(), node);
    }
    if let Some(day) = landscape.node(ix).happened() {
        let evidence = landscape.node(ix).evidence();
        history.push(Some(day), Event::Happened, node.name.to_owned(), None, None, evidence, None);
    }
    history.add_sources();
    let (mut entries, undated): (Vec<_>, Vec<_>) =
        history.entries.into_iter().partition(|entry| entry.day.is_some());
    // The sort is stable, so that what is alike stays in the order of relations and records.
    entries.sort_by_key(|entry| (entry.day, entry.event));
    Report { node, entries, undated, commits: None, shallow: false }
}

struct History<'l, 'p> {
    landscape: &'l Landscape,
    places: &'p dyn Places,
    entries: Vec<Entry<'l>>,
    /// The sources that claims cite, by id.
    sources: BTreeMap<&'l str, NodeIx>,
}

impl<'l> History<'l, '_> {
    #[allow(clippy::too_many_arguments, reason = "an entry has so many parts, and each is of its own type")]
    fn push(
        &mut self,
        day: Option<Date>,
        event: Event,
        text: String,
        key: Option<&'static str>,
        other: Option<AnyRef<'l>>,
        evidence: Vec<EvidenceView<'l>>,
        place: Option<String>,
    ) {
        self.entries.push(Entry { day, event, text, key, other, evidence, place });
    }

    fn add_connection(&mut self, ix: NodeIx, connection: &Connection<'l>) {
        let other = AnyRef::of(self.landscape, connection.other);
        let (from, to) = if connection.outgoing { (ix, connection.other) } else { (connection.other, ix) };
        let from_ref = AnyRef::of(self.landscape, from);
        for claim in &connection.claims {
            if connection.relation == Relation::About {
                self.add_about(from, to, other, claim);
                continue;
            }
            let said = Said { relation: Some(connection.relation), to: Some(to), claim: claim.clone() };
            self.add_claim(&from_ref, &said, Some(other));
        }
    }

    /// What a signal, a question or a passage is about.
    fn add_about(&mut self, from: NodeIx, to: NodeIx, other: AnyRef<'l>, claim: &ClaimView<'l>) {
        let node = self.landscape.node(from);
        let key = Some(Relation::About.rule().key);
        let place = claim.at.and_then(|at| self.places.claim(&at));
        let (day, event, text) = match (from.kind(), claim.passage) {
            (Kind::Signal, _) => (node.happened(), Event::Happened, node.name().to_owned()),
            (_, Some(passage)) => {
                let text = format!("{}, {}: “{}”", passage.at, passage.reading.word(), passage.text);
                (node.published(), Event::Published, format!("{}, {text}", node.name()))
            }
            _ => {
                let about = AnyRef::of(self.landscape, to);
                (None, Event::Said, format!("{}: is about {}", node.name(), about.name))
            }
        };
        let event = if day.is_some() { event } else { Event::Said };
        let evidence = claim.evidence.clone();
        self.push(day, event, text, key, Some(other), evidence, place);
    }

    fn add_claim(&mut self, from: &AnyRef<'l>, said: &Said<'l>, other: Option<AnyRef<'l>>) {
        let Said { relation, to, claim } = said;
        let to = to.map(|to| AnyRef::of(self.landscape, to));
        let mut parts = vec![sentence(from, *relation, to.as_ref(), claim.support)];
        parts.extend(details(claim));
        parts.extend(claim.note.map(str::to_owned));
        let text = parts.join("; ");
        let place = claim.at.and_then(|at| self.places.claim(&at));
        let key = Some(said.key());
        for (day, event) in [(claim.since, Event::Began), (claim.until, Event::Ended)] {
            if day.is_some() {
                let evidence = claim.evidence.clone();
                self.push(day, event, text.clone(), key, other, evidence, place.clone());
            }
        }
        let read: Vec<EvidenceView<'l>> =
            claim.evidence.iter().copied().filter(|evidence| evidence.on.is_some()).collect();
        if read.is_empty() && claim.since.is_none() && claim.until.is_none() {
            self.push(None, Event::Said, text.clone(), key, other, claim.evidence.clone(), place.clone());
        }
        for evidence in read {
            self.add_reading(text.clone(), key, other, evidence, place.clone());
        }
        for evidence in &claim.evidence {
            self.cite(evidence);
        }
    }

    fn add_reading(
        &mut self,
        text: String,
        key: Option<&'static str>,
        other: Option<AnyRef<'l>>,
        evidence: EvidenceView<'l>,
        place: Option<String>,
    ) {
        self.cite(&evidence);
        let event = if evidence.on.is_some() { Event::Read } else { Event::Said };
        self.push(evidence.on, event, text, key, other, vec![evidence], place);
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
                self.add_reading(format!("{} is named", with_id(&from)), None, Some(from), evidence, None);
            }
            for said in said_by(self.landscape, ix).into_iter().filter(Said::is_claim) {
                let to = said.to.map(|to| AnyRef::of(self.landscape, to));
                let place = said.claim.at.and_then(|at| self.places.claim(&at));
                for evidence in said.claim.evidence.iter().copied().filter(cites) {
                    let text = sentence(&from, said.relation, to.as_ref(), said.claim.support);
                    self.add_reading(text, Some(said.key()), Some(from), evidence, place.clone());
                }
            }
        }
        self.sources.clear();
    }

    fn add_published(&mut self, day: Option<Date>, source: AnyRef<'l>) {
        if day.is_some() {
            self.push(day, Event::Published, source.name.to_owned(), None, Some(source), Vec::new(), None);
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
