//! Claims and evidence as the landscape keeps them.

use schemars::JsonSchema;
use serde::Serialize;

use super::node::PassageView;
use super::{Landscape, Named, NodeIx, SegmentIx, SourceIx};
use crate::model::{self, Basis, Importance, LinkPlace, Maturity, Relation, Support, Verdict, When, kinds};

/// An edge of the graph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) relation: Relation,
    /// The index of its claim; none for `about`.
    pub(super) claim: Option<u32>,
    pub(super) detail: Detail,
    /// Where it stands in its record.
    pub(super) place: LinkPlace,
}

/// Where a claim stands: the record that carries it, under which relation, and at which entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ClaimPlace {
    /// The record that carries the claim.
    pub owner: NodeIx,
    /// The relation.
    pub relation: Relation,
    /// The entry; none for an offer that says nothing but the support, of which no more is kept than
    /// what it leads to.
    pub entry: Option<LinkPlace>,
    /// The record that it leads to.
    pub to: NodeIx,
}

/// What a relation carries besides its claim.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Detail {
    /// Nothing.
    None,
    /// Whether a feature is provided.
    Support(Support),
    /// How much a tool is needed.
    Importance(Importance),
    /// The kind of company where a role is played.
    Segment(SegmentIx),
    /// A principle's verdict.
    Verdict(Verdict),
    /// The index of the passage of a source.
    Passage(u32),
}

/// When a claim holds and why we believe it.
#[derive(Debug, Default)]
pub(super) struct Claim {
    /// Its index in the list of offers.
    pub(super) entry: u32,
    pub(super) support: Option<Support>,
    pub(super) maturity: Option<Maturity>,
    pub(super) product: Option<Box<str>>,
    pub(super) url: Option<Box<str>>,
    pub(super) since: Option<When>,
    pub(super) until: Option<When>,
    pub(super) note: Option<Box<str>>,
    pub(super) evidence: Box<[Evidence]>,
}

#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) source: SourceIx,
    pub(super) at: Option<Box<str>>,
    pub(super) url: Option<Box<str>>,
    pub(super) quote: Option<Box<str>>,
    pub(super) basis: Basis,
    pub(super) on: Option<When>,
    pub(super) note: Option<Box<str>>,
}

/// A claim with its evidence, as reports carry it.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct ClaimView<'l> {
    /// Whether a tool or feature is offered, where the relation says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// How far the company's own tool has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maturity: Option<Maturity>,
    /// The name that a tool is sold under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<&'l str>,
    /// The product's page on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'l str>,
    /// How much a tool is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance: Option<Importance>,
    /// The kind of company where a role is played.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Named<'l, kinds::Segment>>,
    /// Who plays a role, where the claim is listed with the kind of company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub played_by: Option<Named<'l, kinds::Role>>,
    /// A principle's verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The passage of a source that is about something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<PassageView<'l>>,
    /// The day, month or year in which it began to be true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<When>,
    /// The day, month or year in which it ceased to be true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// What a reader should know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'l str>,
    /// Why we believe it.
    pub evidence: Vec<EvidenceView<'l>>,
    /// The file, line and column where it stands, where the report says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Where it stands in the data.
    #[serde(skip)]
    pub at: Option<ClaimPlace>,
}

/// One place in one source that supports a claim, as reports carry it.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct EvidenceView<'l> {
    /// The source.
    pub source: Named<'l, kinds::Source>,
    /// The place in it.
    pub at: Option<&'l str>,
    /// The address of the very page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'l str>,
    /// The words of the source, short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<&'l str>,
    /// How the claim follows from it.
    pub basis: Basis,
    /// The day, month or year in which it was read or checked.
    pub on: Option<When>,
    /// What a reader should know about the reading.
    pub note: Option<&'l str>,
}

impl Claim {
    pub(super) fn view<'l>(&'l self, landscape: &'l Landscape) -> ClaimView<'l> {
        ClaimView {
            support: self.support,
            maturity: self.maturity,
            product: self.product.as_deref(),
            url: self.url.as_deref(),
            since: self.since,
            until: self.until,
            note: self.note.as_deref(),
            evidence: landscape.evidence_views(&self.evidence),
            ..ClaimView::default()
        }
    }
}

impl Landscape {
    pub(super) fn evidence_views<'l>(&'l self, evidence: &'l [Evidence]) -> Vec<EvidenceView<'l>> {
        let view = |evidence: &'l Evidence| EvidenceView {
            source: self.named(evidence.source),
            at: evidence.at.as_deref(),
            url: evidence.url.as_deref(),
            quote: evidence.quote.as_deref(),
            basis: evidence.basis,
            on: evidence.on,
            note: evidence.note.as_deref(),
        };
        evidence.iter().map(view).collect()
    }

    pub(super) fn claim_view(&self, edge: &Edge) -> ClaimView<'_> {
        let mut view = edge.claim.map(|claim| self.claims[claim as usize].view(self)).unwrap_or_default();
        match edge.detail {
            Detail::None | Detail::Passage(_) => {}
            Detail::Support(support) => view.support = Some(support),
            Detail::Importance(importance) => view.importance = Some(importance),
            Detail::Segment(segment) => view.segment = Some(self.named(segment)),
            Detail::Verdict(verdict) => view.verdict = Some(verdict),
        }
        view
    }

    /// Returns the claim of an `about` edge: it rests on the passage, or on the evidence of its record.
    pub(super) fn about_view(&self, from: NodeIx, edge: &Edge) -> ClaimView<'_> {
        let node = self.node(from);
        match edge.detail {
            Detail::Passage(passage) => {
                ClaimView { passage: node.passages().get(passage as usize).copied(), ..ClaimView::default() }
            }
            _ => ClaimView { evidence: node.evidence(), ..ClaimView::default() },
        }
    }
}

/// Returns when a claim began: `since`, else the earliest day of its evidence.
pub(super) fn begun(claim: &dyn model::Claim<'_>) -> Option<When> {
    claim.since().or_else(|| claim.evidence().iter().filter_map(|evidence| evidence.on).min())
}
