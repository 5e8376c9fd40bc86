//! All that is known of a record, each claim with its evidence and its place.

use crate::query::scope::{self, Scope, ScopeVerdict};
use crate::words::{Table, View, Words};
use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, ToolRef, names, reading};
use crate::landscape::{ClaimPlace, ClaimView, EvidenceView, Landscape, NodeIx, PassageView};
use crate::model::{Date, Relation, Support};

/// Tells where records and relations stand in the files, for reports that show it.
pub trait Places {
    /// Where a record stands, such as `graph/tools.json:12:5`.
    fn record(&self, node: NodeIx) -> Option<String>;
    /// Where a claim stands.
    fn claim(&self, at: &ClaimPlace) -> Option<String>;
}

/// No places: for landscapes whose files are not at hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPlaces;

impl Places for NoPlaces {
    fn record(&self, _node: NodeIx) -> Option<String> {
        None
    }
    fn claim(&self, _at: &ClaimPlace) -> Option<String> {
        None
    }
}

/// All that is known of a record.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The record.
    pub node: AnyRef<'l>,
    /// Other names.
    pub aliases: Vec<&'l str>,
    /// What it is.
    pub description: Option<&'l str>,
    /// Its page on the web.
    pub url: Option<&'l str>,
    /// What a reader should know about it.
    pub note: Option<&'l str>,
    /// What only this kind of record has: names and values, in a fixed order.
    pub facts: Vec<(&'static str, String)>,
    /// Where it is named.
    pub evidence: Vec<EvidenceView<'l>>,
    /// Whether a tool is in scope, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope<'l>>,
    /// The passages of a source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<PassageView<'l>>,
    /// Where it stands.
    pub place: Option<String>,
    /// Everything claimed between it and other records, by relation and direction.
    pub relations: Vec<RelationGroup<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
}

/// The relations of one kind and direction.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RelationGroup<'l> {
    /// The relation.
    pub relation: Relation,
    /// Whether it leads from the record to the others.
    pub outgoing: bool,
    /// How to read it: "offers", "is offered by".
    pub reading: &'static str,
    /// One entry for each other record, in order.
    pub entries: Vec<RelationEntry<'l>>,
}

/// What is claimed between a record and another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RelationEntry<'l> {
    /// The other record.
    pub other: AnyRef<'l>,
    /// The support that counts, for offers and features.
    pub support: Option<Support>,
    /// The parts that the company offers, where its offer of a tool is concluded from those alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub concluded_from: Vec<ToolRef<'l>>,
    /// The claims; none where an offer is concluded from that of a part.
    pub claims: Vec<ClaimView<'l>>,
}

/// Shows all that is known of a record.
///
/// # Complexity
///
/// O(d log d) time for a record with d relations, besides what `places` takes.
#[must_use]
pub fn show<'l>(landscape: &'l Landscape, ix: NodeIx, places: &dyn Places) -> Report<'l> {
    let node = landscape.node(ix);
    let mut relations: Vec<RelationGroup<'l>> = Vec::new();
    for connection in landscape.connections(ix) {
        let (relation, outgoing) = (connection.relation, connection.outgoing);
        if relations.last().is_none_or(|group| (group.relation, group.outgoing) != (relation, outgoing)) {
            let reading = reading(relation, outgoing, ix.kind(), connection.other.kind());
            relations.push(RelationGroup { relation, outgoing, reading, entries: Vec::new() });
        }
        let (from, to) = if outgoing { (ix, connection.other) } else { (connection.other, ix) };
        let entry = RelationEntry {
            other: AnyRef::of(landscape, connection.other),
            support: connection.support,
            concluded_from: if connection.claims.is_empty() {
                offered_parts(landscape, from, to)
            } else {
                Vec::new()
            },
            claims: located(connection.claims, places),
        };
        if let Some(group) = relations.last_mut() {
            group.entries.push(entry);
        }
    }
    Report {
        node: AnyRef::of(landscape, ix),
        aliases: node.aliases().collect(),
        description: node.description(),
        url: node.url(),
        note: node.note(),
        facts: node.facts(),
        evidence: node.evidence(),
        scope: ix.of_kind().map(|tool| scope::scope_of(landscape, tool)),
        passages: node.passages(),
        place: places.record(ix),
        relations,
        as_of: landscape.as_of(),
    }
}

/// Says where each claim stands.
pub(super) fn located<'l>(claims: Vec<ClaimView<'l>>, places: &dyn Places) -> Vec<ClaimView<'l>> {
    let locate =
        |claim: ClaimView<'l>| ClaimView { place: claim.at.and_then(|at| places.claim(&at)), ..claim };
    claims.into_iter().map(locate).collect()
}

fn offered_parts(landscape: &Landscape, company: NodeIx, whole: NodeIx) -> Vec<ToolRef<'_>> {
    let (Some(company), Some(whole)) = (company.of_kind(), whole.of_kind()) else { return Vec::new() };
    landscape.offered_parts(company, whole).map(|tool| landscape.named(tool)).collect()
}

/// Returns "handbook line 88, stated, 2023-03-24".
pub(super) fn evidence_text(evidence: &EvidenceView<'_>) -> String {
    let mut text = evidence.source.id.to_string();
    if let Some(at) = evidence.at {
        text.push_str(&format!(" {at}"));
    }
    text.push_str(&format!(", {}", evidence.basis.word()));
    if let Some(on) = evidence.on {
        text.push_str(&format!(", {on}"));
    }
    if let Some(note) = evidence.note {
        text.push_str(&format!(" ({note})"));
    }
    text
}

/// Returns what a claim says besides who and what, its days, its note and its evidence left out.
pub(super) fn details(claim: &ClaimView<'_>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(claim.maturity.map(|maturity| format!("maturity {}", maturity.word())));
    parts.extend(claim.product.map(|product| format!("as “{product}”")));
    parts.extend(claim.url.map(str::to_owned));
    parts.extend(claim.importance.map(|importance| importance.word().to_owned()));
    parts.extend(claim.played_by.map(|role| format!("by {}", role.name)));
    parts.extend(claim.segment.map(|segment| format!("in {}", segment.name)));
    parts.extend(claim.verdict.map(|verdict| verdict.word().to_owned()));
    if let Some(passage) = claim.passage {
        parts.push(format!("{}, {}: “{}”", passage.at, passage.reading.word(), passage.text));
        parts.extend(passage.note.map(str::to_owned));
    }
    parts
}

/// Returns what a claim says besides who and what, and its evidence.
pub(super) fn claim_text(claim: &ClaimView<'_>) -> String {
    let mut parts = details(claim);
    parts.extend(claim.since.map(|day| format!("since {day}")));
    parts.extend(claim.until.map(|day| format!("until {day}")));
    parts.extend(claim.note.map(str::to_owned));
    if claim.evidence.is_empty() && claim.passage.is_none() {
        parts.push("no evidence".to_owned());
    }
    parts.extend(claim.evidence.iter().map(evidence_text));
    parts.join("; ")
}

/// Returns where a claim stands, as it follows the claim.
pub(super) fn place_text(claim: &ClaimView<'_>) -> String {
    claim.place.as_ref().map_or_else(String::new, |place| format!(" <{place}>"))
}

/// Returns where claims stand, in one field.
pub(super) fn join_places(claims: &[ClaimView<'_>]) -> String {
    claims.iter().filter_map(|claim| claim.place.as_deref()).collect::<Vec<_>>().join(" | ")
}

/// Returns "scope: open: no verdict by …", with what makes it so.
fn scope_text(scope: &Scope<'_>) -> String {
    let missing = || names(scope.missing.iter().map(|principle| principle.name), 20);
    let why = match (scope.verdict, &scope.listed) {
        (ScopeVerdict::Out, _) => {
            let reason = |reason: &scope::Reason<'_>| {
                format!("{}: {}", reason.principle.name, claim_text(&reason.claim))
            };
            scope.ruled_out_by.iter().map(reason).collect::<Vec<_>>().join("; ")
        }
        (ScopeVerdict::In, Some(claim)) => format!("listed: {}", claim_text(claim)),
        (ScopeVerdict::In, None) => "every binding principle passes".to_owned(),
        (ScopeVerdict::Open, _) if scope.missing.is_empty() => {
            "no principle is binding, and it is not listed".to_owned()
        }
        (ScopeVerdict::Open, _) => format!("no pass or fail by {}", missing()),
    };
    format!("scope: {}; {why}", scope.verdict.word())
}

impl Words for Report<'_> {
    const NAME: &'static str = "show";

    fn view(&self) -> View {
        let AnyRef { kind, id, name } = self.node;
        let mut view = View::new(format!("{name} ({kind}:{id})"));
        view.lead.extend(self.description.map(str::to_owned));
        let mut about = Vec::new();
        if !self.aliases.is_empty() {
            about.push(format!("also called: {}", self.aliases.join(", ")));
        }
        about.extend(self.url.map(|url| format!("page: {url}")));
        about.extend(self.facts.iter().map(|(name, value)| format!("{name}: {value}")));
        about.extend(self.note.map(|note| format!("note: {note}")));
        about.extend(self.scope.as_ref().map(scope_text));
        about.extend(self.evidence.iter().map(|evidence| format!("named in: {}", evidence_text(evidence))));
        about.extend(self.place.as_ref().map(|place| format!("stands at: {place}")));
        view.list(about);
        view.records = Table::new(["relation", "direction", "kind", "id", "support", "claim", "place"]);
        for group in &self.relations {
            let reading = match (group.relation, group.outgoing) {
                (Relation::Offers, true) => "offers, plans or lacks",
                (Relation::Offers, false) => "offered, planned or lacked by",
                (Relation::Provides, true) => "provides, plans or lacks",
                (Relation::Provides, false) => "provided, planned or lacked by",
                _ => group.reading,
            };
            view.heading(format!("{reading} ({})", group.entries.len()));
            let mut items = Vec::new();
            for entry in &group.entries {
                let support =
                    entry.support.map_or_else(String::new, |support| format!(" [{}]", support.word()));
                let mut item = format!("{}{support}", entry.other.name);
                if entry.claims.is_empty() {
                    let parts: Vec<&str> = entry.concluded_from.iter().map(|part| part.name).collect();
                    item.push_str(&format!(": concluded from the offer of its part {}", parts.join(", ")));
                }
                for claim in &entry.claims {
                    let support = claim.support.filter(|_| entry.claims.len() > 1);
                    let support = support.map_or_else(String::new, |support| format!("{}; ", support.word()));
                    item.push_str(&format!(": {support}{}", claim_text(claim)));
                    item.push_str(&place_text(claim));
                }
                items.push(item);
                let direction = if group.outgoing { "out" } else { "in" };
                let head = [group.relation.to_string(), direction.to_owned(), entry.other.kind.to_string()];
                let tail = [
                    entry.other.id.to_owned(),
                    entry.support.map_or_else(String::new, |support| support.word().to_owned()),
                    entry.claims.iter().map(claim_text).collect::<Vec<_>>().join(" | "),
                    join_places(&entry.claims),
                ];
                view.records.push(head.into_iter().chain(tail));
            }
            view.list(items);
        }
        if !self.passages.is_empty() {
            view.heading(format!("passages from which no claim follows ({})", self.passages.len()));
            let passage = |passage: &PassageView<'_>| {
                let note = passage.note.map_or_else(String::new, |note| format!(" ({note})"));
                format!("{}, {}: “{}”{note}", passage.at, passage.reading.word(), passage.text)
            };
            view.list(self.passages.iter().map(passage).collect());
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}: claims that do not hold on that day are left out."));
        }
        if self.relations.is_empty() {
            view.text("No claim joins it with anything.");
        }
        view
    }
}
