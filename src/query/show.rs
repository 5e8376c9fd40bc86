//! All that is known of a record, each claim with its evidence and its place.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::query::scope::{self, Scope};
use schemars::JsonSchema;
use serde::Serialize;

use super::looked::{self, Looked};
use super::{AnyRef, CompanyRef, Page, SourceRef, ToolRef};
use crate::landscape::{ClaimView, CompanyIx, EvidenceView, Fact, Landscape, NodeIx, PassageView, Places};
use crate::model::{Date, Kind, Relation, Support, When};

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
    /// What only this kind of record has, in a fixed order.
    pub facts: Vec<Fact<'l>>,
    /// Where it is named.
    pub evidence: Vec<EvidenceView<'l>>,
    /// Whether a tool is in scope, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope<'l>>,
    /// The claim that somebody looked for a company that offers the tool and found nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked: Option<Looked<'l>>,
    /// The passages of a source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<PassageView<'l>>,
    /// Where it stands.
    pub place: Option<String>,
    /// Who owns a company on the day: its owner, the owner of that, and so on to the top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<CompanyRef<'l>>,
    /// The companies that a company owns on the day, directly or through others, in id order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owns: Vec<CompanyRef<'l>>,
    /// Everything claimed between it and other records, by relation and direction.
    pub relations: Vec<RelationGroup<'l>>,
    /// How many claims join it with others.
    pub claims: u32,
    /// The sources of these claims, those of the most claims first; ties in id order.
    pub sources: Vec<SourceOfClaims<'l>>,
    /// How many of these claims have no evidence.
    pub without_evidence: u32,
    /// Where the groups go on; none where each of them is at its end.
    pub next: Option<u32>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// The relations of one kind and direction.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RelationGroup<'l> {
    /// The relation.
    pub relation: Relation,
    /// Whether it leads from the record to the others.
    pub outgoing: bool,
    /// How many other records there are, those cut off included.
    pub total: u32,
    /// What kind of record the others are; the first of them where they are of several.
    pub other: Kind,
    /// How many of the others there are of each support, those cut off included; nothing where the
    /// relation has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supports: Vec<OfSupport<'l>>,
    /// One entry for each other record, in order.
    pub entries: Vec<RelationEntry<'l>>,
}

/// The other records of a relation that have one support.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OfSupport<'l> {
    /// The support that counts.
    pub support: Support,
    /// How many there are.
    pub total: u32,
    /// The first of them.
    pub records: Vec<AnyRef<'l>>,
}

/// How many records of each support are named.
const RECORDS_NAMED: usize = 8;

/// A source of claims.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SourceOfClaims<'l> {
    /// The source.
    pub source: SourceRef<'l>,
    /// How many claims cite it.
    pub claims: u32,
    /// When it was first read for one of them.
    pub first_read: Option<When>,
    /// When it was last read for one of them.
    pub last_read: Option<When>,
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
    /// The features that the company provides, where its offer of a tool is concluded from those.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shown_by: Vec<AnyRef<'l>>,
    /// The claims; none where an offer is concluded from that of a part, or from a feature.
    pub claims: Vec<ClaimView<'l>>,
}

/// How to answer [`show`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Which records to list of each relation and direction.
    pub page: Page,
}

/// Shows all that is known of a record.
///
/// # Complexity
///
/// O(d log d) time for a record with d relations, besides what `places` takes.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, query::show};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = show::show(&market, market.tool("proofer")?.into(), &show::Options::default(), &NoPlaces);
/// assert_eq!((report.node.name, &report.aliases[..]), ("Proofing oven", &["Proofer"][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn show<'l>(landscape: &'l Landscape, ix: NodeIx, options: &Options, places: &dyn Places) -> Report<'l> {
    let node = landscape.node(ix);
    let mut relations: Vec<RelationGroup<'l>> = Vec::new();
    let mut cited = Cited::default();
    for connection in landscape.connections(ix) {
        let (relation, outgoing) = (connection.relation, connection.outgoing);
        if relations.last().is_none_or(|group| (group.relation, group.outgoing) != (relation, outgoing)) {
            let other = connection.other.kind();
            let (supports, entries) = (Vec::new(), Vec::new());
            relations.push(RelationGroup { relation, outgoing, total: 0, other, supports, entries });
        }
        let Some(group) = relations.last_mut() else { continue };
        group.total += 1;
        if let Some(support) = connection.support {
            group.add(support, AnyRef::of(landscape, connection.other));
        }
        if relation != Relation::About {
            for claim in &connection.claims {
                cited.add(claim);
            }
        }
        if !options.page.holds(group.total as usize - 1) {
            continue;
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
            shown_by: shown_by(landscape, from, to),
            claims: located(connection.claims, places),
        };
        group.entries.push(entry);
    }
    for group in &mut relations {
        group.supports.sort_by_key(|of| of.support);
    }
    let companies = |companies: Option<Vec<CompanyIx>>| -> Vec<CompanyRef<'l>> {
        companies.unwrap_or_default().into_iter().map(|company| landscape.named(company)).collect()
    };
    let Cited { claims, without_evidence, sources } = cited;
    let mut sources: Vec<SourceOfClaims<'l>> = sources.into_values().collect();
    sources.sort_by_key(|source| Reverse(source.claims));
    let longest = relations.iter().map(|group| group.total as usize).max().unwrap_or_default();
    Report {
        node: AnyRef::of(landscape, ix),
        aliases: node.aliases().collect(),
        description: node.description(),
        url: node.url(),
        note: node.note(),
        facts: node.facts(),
        evidence: node.evidence(),
        scope: ix.of_kind().map(|tool| scope::scope_of(landscape, tool)),
        looked: ix.of_kind().and_then(|tool| looked::nobody(landscape, tool)),
        passages: node.passages(),
        place: places.record(ix),
        owners: companies(ix.of_kind().map(|company| landscape.owners_of(company))),
        owns: companies(ix.of_kind().map(|company| landscape.owned_by(company))),
        relations,
        claims,
        sources,
        without_evidence,
        next: options.page.next(longest),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}

impl<'l> RelationGroup<'l> {
    fn add(&mut self, support: Support, other: AnyRef<'l>) {
        let at = self.supports.iter().position(|of| of.support == support).unwrap_or_else(|| {
            self.supports.push(OfSupport { support, total: 0, records: Vec::new() });
            self.supports.len() - 1
        });
        let of = &mut self.supports[at];
        of.total += 1;
        if of.records.len() < RECORDS_NAMED {
            of.records.push(other);
        }
    }
}

/// What claims rest on.
#[derive(Default)]
struct Cited<'l> {
    claims: u32,
    without_evidence: u32,
    /// By the ids of the sources.
    sources: BTreeMap<&'l str, SourceOfClaims<'l>>,
}

impl<'l> Cited<'l> {
    fn add(&mut self, claim: &ClaimView<'l>) {
        self.claims += 1;
        self.without_evidence += u32::from(claim.evidence.is_empty());
        let mut days: BTreeMap<&'l str, (SourceRef<'l>, Vec<When>)> = BTreeMap::new();
        for evidence in &claim.evidence {
            let of = days.entry(evidence.source.id.as_str()).or_insert((evidence.source, Vec::new()));
            of.1.extend(evidence.on);
        }
        for (id, (source, days)) in days {
            let new = SourceOfClaims { source, claims: 0, first_read: None, last_read: None };
            let of = self.sources.entry(id).or_insert(new);
            of.claims += 1;
            of.first_read = of.first_read.into_iter().chain(days.iter().copied()).min();
            of.last_read = of.last_read.into_iter().chain(days).max();
        }
    }
}

/// Says where each claim stands.
pub(super) fn located<'l>(claims: Vec<ClaimView<'l>>, places: &dyn Places) -> Vec<ClaimView<'l>> {
    let locate =
        |claim: ClaimView<'l>| ClaimView { place: claim.at.and_then(|at| places.claim(&at)), ..claim };
    claims.into_iter().map(locate).collect()
}

fn shown_by(landscape: &Landscape, company: NodeIx, tool: NodeIx) -> Vec<AnyRef<'_>> {
    let (Some(company), Some(tool)) = (company.of_kind(), tool.of_kind()) else { return Vec::new() };
    let features = landscape.shown_by(company, tool).into_iter();
    features.map(|feature| AnyRef::of(landscape, feature.into())).collect()
}

fn offered_parts(landscape: &Landscape, company: NodeIx, whole: NodeIx) -> Vec<ToolRef<'_>> {
    let (Some(company), Some(whole)) = (company.of_kind(), whole.of_kind()) else { return Vec::new() };
    landscape.offered_parts(company, whole).map(|tool| landscape.named(tool)).collect()
}
