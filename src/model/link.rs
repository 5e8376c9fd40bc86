//! What all records have in common: an id, a name, evidence, and relations that can be walked.

use super::{
    AnyId, Claim, Company, Evidence, Feature, Importance, Kind, Offer, Principle, Question, Relation, Role,
    Segment, SegmentId, Signal, Source, Stack, Support, Tool, Verdict,
};

/// A record of any kind.
pub trait Record<'t> {
    /// Its kind.
    fn kind(&self) -> Kind;

    /// Its id, unique within the kind.
    fn id(&self) -> &'t str;

    /// What records of every kind have.
    fn common(&self) -> Common<'_, 't>;

    /// Calls `visit` for every relation that the record carries, in the order in which they stand.
    fn links(&self, visit: &mut dyn FnMut(Link<'_, 't>));
}

/// What records of every kind have, besides an id and relations.
#[derive(Clone, Copy, Debug)]
pub struct Common<'r, 't> {
    /// The name that people read.
    pub name: &'r str,
    /// Other names that people use for it.
    pub aliases: &'r [Box<str>],
    /// What it is, in a sentence.
    pub description: Option<&'r str>,
    /// Its page on the web.
    pub url: Option<&'r str>,
    /// What a reader should know about it.
    pub note: Option<&'r str>,
    /// Where it is named.
    pub evidence: &'r [Evidence<'t>],
}

/// One relation of a record, as it stands on disk.
#[derive(Clone, Copy)]
pub struct Link<'r, 't> {
    /// The relation.
    pub relation: Relation,
    /// Where it stands in the record.
    pub place: LinkPlace,
    /// What it leads to.
    pub to: AnyId<'t>,
    /// The claim; none for `about`, which rests on the evidence of its record.
    pub claim: Option<&'r dyn Claim<'t>>,
    /// What the relation carries besides.
    pub detail: Detail<'r, 't>,
}

/// Where a relation stands in its record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LinkPlace {
    /// At an index of the list under the relation's key.
    Entry(usize),
    /// In a passage of a source: the index of the passage, and that in its `about`.
    Passage(usize, usize),
}

/// What a relation carries besides its claim.
#[derive(Clone, Copy)]
pub enum Detail<'r, 't> {
    /// Nothing.
    None,
    /// An offer.
    Offer(&'r Offer<'t>),
    /// Whether a feature is provided.
    Support(Support),
    /// How much a tool is needed.
    Importance(Option<Importance>),
    /// The kind of company where a role is played.
    Segment(Option<SegmentId<'t>>),
    /// A verdict.
    Verdict(Verdict),
}

/// Visits a list of relations that all have the same kind of target.
macro_rules! visit {
    ($visit:ident, $list:expr, $relation:ident, $kind:ident, $key:ident $(, $entry:ident => $detail:expr)?) => {
        for (index, entry) in $list.iter().enumerate() {
            $visit(Link {
                relation: Relation::$relation,
                place: LinkPlace::Entry(index),
                to: AnyId { kind: Kind::$kind, id: entry.$key.as_str() },
                claim: Some(entry),
                detail: visit!(@detail entry $(, $entry => $detail)?),
            });
        }
    };
    (@detail $value:ident) => { Detail::None };
    (@detail $value:ident, $entry:ident => $detail:expr) => {{
        let $entry = $value;
        $detail
    }};
}

impl<'t> Tool<'t> {
    pub(super) fn visit_links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit!(visit, self.in_stack, InStack, Stack, stack);
        visit!(visit, self.part_of, PartOf, Tool, tool);
        visit!(visit, self.variant_of, VariantOf, Tool, tool);
        visit!(visit, self.enhances, Enhances, Tool, tool);
        visit!(visit, self.after, After, Tool, tool);
        visit!(visit, self.has, Has, Feature, feature);
    }
}

impl<'t> Company<'t> {
    pub(super) fn visit_links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit!(visit, self.offers, Offers, Tool, tool, entry => Detail::Offer(entry));
        self.visit_links_but_offers(visit);
    }

    /// Visits all relations but `offers`, of which there may be far more than of all others.
    pub(crate) fn visit_links_but_offers(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit!(visit, self.active_in, ActiveIn, Stack, stack);
        visit!(visit, self.provides, Provides, Feature, feature, entry => Detail::Support(entry.support));
        visit!(visit, self.integrates_with, IntegratesWith, Company, company);
    }
}

impl<'t> Role<'t> {
    pub(super) fn visit_links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit!(visit, self.needs, Needs, Tool, tool, entry => Detail::Importance(entry.importance));
        visit!(visit, self.reports_to, ReportsTo, Role, role);
        visit!(visit, self.plays, Plays, Role, role, entry => Detail::Segment(entry.segment));
    }
}

impl<'t> Principle<'t> {
    pub(super) fn visit_links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit!(visit, self.assesses, Assesses, Tool, tool, entry => Detail::Verdict(entry.verdict));
    }
}

fn visit_about<'t>(about: &[AnyId<'t>], visit: &mut dyn FnMut(Link<'_, 't>)) {
    for (index, to) in about.iter().enumerate() {
        let place = LinkPlace::Entry(index);
        visit(Link { relation: Relation::About, place, to: *to, claim: None, detail: Detail::None });
    }
}

impl<'t> Signal<'t> {
    pub(super) fn visit_links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit_about(&self.about, visit);
    }
}

impl<'t> Question<'t> {
    pub(super) fn visit_links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        visit_about(&self.about, visit);
    }
}

impl<'t> Source<'t> {
    pub(super) fn visit_links(&self, visit: &mut dyn FnMut(Link<'_, 't>)) {
        for (passage, about) in self.passages.iter().enumerate() {
            visit_about(&about.about, &mut |link| {
                let place = match link.place {
                    LinkPlace::Entry(index) => LinkPlace::Passage(passage, index),
                    place @ LinkPlace::Passage(..) => place,
                };
                visit(Link { place, ..link });
            });
        }
    }
}

/// Kinds whose records carry no relations.
macro_rules! no_links {
    ($($name:ident)*) => {
        $(impl<'t> $name<'t> {
            #[allow(clippy::unused_self, reason = "every kind has the same signature")]
            pub(super) fn visit_links(&self, _visit: &mut dyn FnMut(Link<'_, 't>)) {}
        })*
    };
}
no_links!(Stack Feature Segment);
