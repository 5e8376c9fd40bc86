//! Claims and evidence as the landscape keeps them.

use schemars::JsonSchema;
use serde::Serialize;

use super::node::PassageView;
use super::{Landscape, Named, NodeIx, SegmentIx, SourceIx};
use crate::model::{
    self, Basis, DealStatus, Importance, LinkPlace, Listing, Maturity, Relation, Support, Verdict, When,
    each_detail, kinds,
};

/// An edge of the graph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) relation: Relation,
    /// The index of its claim; none for `about`.
    pub(super) claim: Option<u32>,
    /// The index of the passage of a source that it is in.
    pub(super) passage: Option<u32>,
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
    /// The entry; none for an offer that says nothing but the support, of which no more is kept
    /// than what it leads to.
    pub entry: Option<LinkPlace>,
    /// The record that it leads to.
    pub to: NodeIx,
}

/// The type of what a claim says, as the landscape keeps it.
macro_rules! kept_type {
    (word $word:ident) => { $word };
    (text) => { Box<str> };
    (record Segment) => { SegmentIx };
}

/// The type of what a claim says, as reports carry it.
macro_rules! shown_type {
    ($l:lifetime word $word:ident) => { $word };
    ($l:lifetime text) => { &$l str };
    ($l:lifetime record $kind:ident) => { Named<$l, kinds::$kind> };
}

/// From the model to the landscape.
macro_rules! keep {
    ($index:ident word $value:expr) => {
        Some($value)
    };
    ($index:ident text $value:expr) => {
        Some($value.into())
    };
    ($index:ident record $value:expr) => {
        Some($index(&$value))
    };
}

/// From the landscape to reports.
macro_rules! show {
    ($landscape:ident word $value:expr) => {
        *$value
    };
    ($landscape:ident text $value:expr) => {
        &**$value
    };
    ($landscape:ident record $value:expr) => {
        $landscape.named(*$value)
    };
}

/// As a text: the word as it is written in files, or the id of the record.
macro_rules! text {
    (word $value:expr) => {
        $value.word()
    };
    (text $value:expr) => {
        $value
    };
    (record $value:expr) => {
        $value.id.as_str()
    };
}

macro_rules! details {
    ($($(#[$doc:meta])* $key:ident: $sort:ident $($what:ident)?;)*) => {
        /// What a claim says besides what it joins and when it holds.
        #[derive(Clone, Debug, Default)]
        pub(super) struct Details {
            $(pub(super) $key: Option<kept_type!($sort $($what)?)>,)*
        }

        impl Details {
            /// Keeps what a claim of the model says; `segment` finds the records that it names.
            pub(super) fn keep<'t>(
                said: model::Details<'_, 't>,
                segment: impl Fn(&model::SegmentId<'t>) -> SegmentIx,
            ) -> Self {
                let _ = &segment;
                Self { $($key: said.$key.and_then(|value| keep!(segment $sort value)),)* }
            }
        }

        /// A claim with its evidence, as reports carry it.
        #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
        pub struct ClaimView<'l> {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $key: Option<shown_type!('l $sort $($what)?)>,)*
            /// Who plays a role, where the claim is listed with the kind of company.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub played_by: Option<Named<'l, kinds::Role>>,
            /// The passage of a source that is about something.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub passage: Option<PassageView<'l>>,
            /// The day on which it began to be true.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub since: Option<When>,
            /// The day on which it ceased to be true.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub until: Option<When>,
            /// What a reader should know about it.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub note: Option<&'l str>,
            /// Why we believe it.
            pub evidence: Vec<EvidenceView<'l>>,
            /// The file, line and column of the claim, where the report says so.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub place: Option<String>,
            /// Where it is in the data.
            #[serde(skip)]
            pub at: Option<ClaimPlace>,
        }

        impl<'l> ClaimView<'l> {
            /// Returns what it says besides what it joins and when it holds: each key with its
            /// word, text or id.
            #[must_use]
            pub fn details(&self) -> Vec<(&'static str, &'l str)> {
                let mut said = Vec::new();
                $(said.extend(self.$key.map(|value| (stringify!($key), text!($sort value))));)*
                said
            }
        }

        impl Claim {
            pub(super) fn view<'l>(&'l self, landscape: &'l Landscape) -> ClaimView<'l> {
                ClaimView {
                    $($key: self.details.$key.as_ref().map(|value| show!(landscape $sort value)),)*
                    since: self.since,
                    until: self.until,
                    note: self.note.as_deref(),
                    evidence: landscape.evidence_views(&self.evidence),
                    ..ClaimView::default()
                }
            }
        }
    };
}
each_detail!(details);

/// When a claim holds and why we believe it.
#[derive(Clone, Debug, Default)]
pub(super) struct Claim {
    /// Its index in the list of offers.
    pub(super) entry: u32,
    pub(super) details: Details,
    pub(super) since: Option<When>,
    pub(super) until: Option<When>,
    pub(super) note: Option<Box<str>>,
    pub(super) evidence: Box<[Evidence]>,
}

#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) source: SourceIx,
    pub(super) at: Option<Box<str>>,
    pub(super) url: Option<Box<str>>,
    pub(super) quote: Option<Box<str>>,
    pub(super) basis: Basis,
    pub(super) on: Option<When>,
    pub(super) note: Option<Box<str>>,
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

    /// Returns the claim of an edge; none for `about`.
    pub(super) fn claim_of(&self, edge: &Edge) -> Option<&Claim> {
        self.claims.get(edge.claim? as usize)
    }

    pub(super) fn claim_view(&self, edge: &Edge) -> ClaimView<'_> {
        self.claim_of(edge).map(|claim| claim.view(self)).unwrap_or_default()
    }

    /// Returns the claim of an `about` edge: it rests on the passage, or on the evidence of its
    /// record.
    pub(super) fn about_view(&self, from: NodeIx, edge: &Edge) -> ClaimView<'_> {
        let node = self.node(from);
        match edge.passage {
            Some(passage) => {
                ClaimView { passage: node.passages().get(passage as usize).copied(), ..ClaimView::default() }
            }
            None => ClaimView { evidence: node.evidence(), ..ClaimView::default() },
        }
    }
}

/// Returns when a claim began: `since`, else the earliest day of its evidence.
pub(super) fn begun(claim: &dyn model::Claim<'_>) -> Option<When> {
    claim.since().or_else(|| claim.evidence().iter().filter_map(|evidence| evidence.on).min())
}
