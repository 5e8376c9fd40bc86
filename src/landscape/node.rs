//! Nodes: typed handles, and what is known of a record itself.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;

use super::claim::Claim;
use super::nodes::More;
use super::{ClaimView, EvidenceView, Landscape, Standing};
use crate::id::Id;
use crate::model::{
    Attribute, Complexity, Kind, Listing, Origin, PrincipleType, QuestionStatus, Reading, RoleStatus,
    RoleType, When, Word, each_kind, kinds,
};

/// A marker of a kind, that knows which.
pub trait KindMarker {
    /// The kind.
    const KIND: Kind;
}

macro_rules! markers {
    ($($(#[$doc:meta])* $kind:ident $one:literal $many:ident $id:ident $about:literal;)*) => {
        $(impl KindMarker for kinds::$kind {
            const KIND: Kind = Kind::$kind;
        })*
    };
}
each_kind!(markers);

/// A handle on a record of kind `K` in one landscape: its rank in id order.
pub struct Ix<K> {
    ordinal: u32,
    kind: PhantomData<fn() -> K>,
}

/// A handle on a stack.
pub type StackIx = Ix<kinds::Stack>;
/// A handle on a tool.
pub type ToolIx = Ix<kinds::Tool>;
/// A handle on a company.
pub type CompanyIx = Ix<kinds::Company>;
/// A handle on a role.
pub type RoleIx = Ix<kinds::Role>;
/// A handle on a segment.
pub type SegmentIx = Ix<kinds::Segment>;
/// A handle on a principle.
pub type PrincipleIx = Ix<kinds::Principle>;
/// A handle on a question.
pub type QuestionIx = Ix<kinds::Question>;
/// A handle on a source.
pub type SourceIx = Ix<kinds::Source>;

impl<K> Ix<K> {
    pub(crate) const fn new(ordinal: u32) -> Self {
        Self { ordinal, kind: PhantomData }
    }

    /// Returns the rank in id order, from 0.
    #[must_use]
    pub const fn ordinal(self) -> u32 {
        self.ordinal
    }
}

impl<K> Clone for Ix<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Ix<K> {}
impl<K> PartialEq for Ix<K> {
    fn eq(&self, other: &Self) -> bool {
        self.ordinal == other.ordinal
    }
}
impl<K> Eq for Ix<K> {}
impl<K> Ord for Ix<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.ordinal.cmp(&other.ordinal)
    }
}
impl<K> PartialOrd for Ix<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: KindMarker> fmt::Debug for Ix<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", K::KIND, self.ordinal)
    }
}

/// A handle on a record of any kind.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NodeIx {
    pub(super) kind: Kind,
    pub(super) ordinal: u32,
}

impl NodeIx {
    /// Returns the kind.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// Returns the rank in id order among the records of its kind, from 0.
    #[must_use]
    pub const fn ordinal(self) -> u32 {
        self.ordinal
    }

    /// Returns the handle of kind `K`, when this is one.
    #[must_use]
    pub fn of_kind<K: KindMarker>(self) -> Option<Ix<K>> {
        (self.kind == K::KIND).then(|| Ix::new(self.ordinal))
    }
}

impl<K: KindMarker> From<Ix<K>> for NodeIx {
    fn from(ix: Ix<K>) -> Self {
        Self { kind: K::KIND, ordinal: ix.ordinal }
    }
}

/// A record's id and name, as reports carry them.
#[derive(JsonSchema, Serialize)]
#[serde(bound = "", rename = "Named")]
#[schemars(bound = "", rename = "Named")]
pub struct Named<'l, K> {
    /// The id.
    pub id: Id<'l, K>,
    /// The name.
    pub name: &'l str,
    /// What a reader must know of a company besides: who owns it, what is counted with it, and
    /// whether it has ceased to be.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'l Standing>,
}

impl<'l, K> Named<'l, K> {
    /// Returns the name with what a reader must know besides: "Hotjar (Contentsquare)", "June
    /// (ceased 2025-08-08)", or "Contentsquare +1 owned" where that is counted with it.
    #[must_use]
    pub fn full_name(&self) -> Cow<'l, str> {
        Standing::name(self.standing, self.name)
    }
}

impl<K> Clone for Named<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Named<'_, K> {}
impl<K> PartialEq for Named<'_, K> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl<K> Eq for Named<'_, K> {}
impl<K> fmt::Debug for Named<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}

/// What a record says of itself besides what records of all kinds do, in the order of the format.
pub(super) type Attributes = Box<[(&'static Attribute, Kept)]>;

/// The value of an attribute.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    Word(&'static str),
    Text(Box<str>),
    When(When),
    Claim(Box<Claim>),
}

#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) at: Box<str>,
    pub(super) text: Box<str>,
    pub(super) reading: Reading,
    pub(super) note: Option<Box<str>>,
}

impl Kept {
    /// Returns it as it is written in the record; none where it is a claim.
    fn written(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Word(word) => Some(Cow::Borrowed(word)),
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::When(when) => Some(Cow::Owned(when.to_string())),
            Self::Claim(_) => None,
        }
    }
}

/// Something that only records of one kind say of themselves.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Fact<'l> {
    /// The key under which it is written in the record.
    pub fact: &'static str,
    /// Its value, as it is written there.
    pub value: Cow<'l, str>,
}

/// What is known of a record itself, its relations aside.
#[derive(Clone, Copy)]
pub struct NodeView<'l> {
    pub(super) landscape: &'l Landscape,
    pub(super) ix: NodeIx,
}

/// A passage of a source, from which no plain claim follows.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct PassageView<'l> {
    /// The place in the source.
    pub at: &'l str,
    /// What stands there.
    pub text: &'l str,
    /// Why no claim follows.
    pub reading: Reading,
    /// What a reader should know about it.
    pub note: Option<&'l str>,
}

impl<'l> NodeView<'l> {
    /// Returns what is known besides the id and the name, if anything is.
    fn more(&self) -> Option<&'l More> {
        self.landscape.nodes.more(self.at())
    }

    /// Returns the index among all nodes.
    fn at(&self) -> usize {
        self.landscape.index_of(self.ix)
    }

    /// Returns the value of an attribute.
    fn attribute(&self, key: &str) -> Option<&'l Kept> {
        self.attributes().iter().find(|(attribute, _)| attribute.key == key).map(|(_, value)| value)
    }

    fn attributes(&self) -> &'l [(&'static Attribute, Kept)] {
        self.more().map(|more| &*more.attributes).unwrap_or_default()
    }

    /// Returns the word that an attribute says, where the record has one of this kind.
    fn word<W: Word>(&self, kind: Kind, key: &str) -> Option<W> {
        match self.attribute(key).filter(|_| self.kind() == kind) {
            Some(Kept::Word(word)) => W::from_word(word),
            _ => None,
        }
    }

    fn text(&self, key: &str) -> Option<&'l str> {
        match self.attribute(key) {
            Some(Kept::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn when(&self, key: &str) -> Option<When> {
        match self.attribute(key) {
            Some(Kept::When(when)) => Some(*when),
            _ => None,
        }
    }

    fn own_claim(&self, key: &str) -> Option<ClaimView<'l>> {
        match self.attribute(key) {
            Some(Kept::Claim(claim)) => Some(claim.view(self.landscape)),
            _ => None,
        }
    }

    /// Returns the handle.
    #[must_use]
    pub fn ix(&self) -> NodeIx {
        self.ix
    }

    /// Returns where the record stands.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.landscape.nodes.origin(self.at())
    }

    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.ix.kind
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> &'l str {
        self.landscape.nodes.id(self.at())
    }

    /// Returns the name that people read.
    #[must_use]
    pub fn name(&self) -> &'l str {
        self.landscape.nodes.name(self.at())
    }

    /// Iterates over the other names.
    #[must_use]
    pub fn aliases(&self) -> impl ExactSizeIterator<Item = &'l str> + use<'l> {
        self.more().map(|more| &*more.aliases).unwrap_or_default().iter().map(|alias| &**alias)
    }

    /// Returns what it is, in a sentence.
    #[must_use]
    pub fn description(&self) -> Option<&'l str> {
        self.more()?.description.as_deref()
    }

    /// Returns its page on the web.
    #[must_use]
    pub fn url(&self) -> Option<&'l str> {
        self.more()?.url.as_deref()
    }

    /// Returns what a reader should know about it.
    #[must_use]
    pub fn note(&self) -> Option<&'l str> {
        self.more()?.note.as_deref()
    }

    /// Returns where it is named.
    #[must_use]
    pub fn evidence(&self) -> Vec<EvidenceView<'l>> {
        self.landscape.evidence_views(self.more().map(|more| &*more.evidence).unwrap_or_default())
    }

    /// Returns the claims that a record makes about itself alone, such as that a tool is in scope,
    /// each with its key.
    #[must_use]
    pub fn own_claims(&self) -> Vec<(&'static str, ClaimView<'l>)> {
        let claim = |(attribute, value): &'l (&'static Attribute, Kept)| match value {
            Kept::Claim(claim) => Some((attribute.key, claim.view(self.landscape))),
            _ => None,
        };
        self.attributes().iter().filter_map(claim).collect()
    }

    /// Returns the claim that the owners list a tool as in scope, where they do.
    #[must_use]
    pub fn in_scope(&self) -> Option<ClaimView<'l>> {
        self.own_claim("in_scope")
    }

    /// Returns the claim that somebody looked for a company that offers a tool and found nobody,
    /// where there is one.
    #[must_use]
    pub fn looked(&self) -> Option<ClaimView<'l>> {
        (self.ix.kind == Kind::Tool).then(|| self.own_claim("looked"))?
    }

    /// Returns whether a stack's list of tools is complete; none for other kinds.
    #[must_use]
    pub fn listing(&self) -> Option<Listing> {
        self.word(Kind::Stack, "listing")
    }

    /// Returns how much work a tool is to build, where that is known.
    #[must_use]
    pub fn complexity(&self) -> Option<Complexity> {
        self.word(Kind::Tool, "complexity")
    }

    /// Returns the kind of rule that a principle is; none for other kinds.
    #[must_use]
    pub fn principle_type(&self) -> Option<PrincipleType> {
        self.word(Kind::Principle, "type")
    }

    /// Returns whether the owners have answered a question; none for other kinds.
    #[must_use]
    pub fn question_status(&self) -> Option<QuestionStatus> {
        self.word(Kind::Question, "status")
    }

    /// Returns whether a role is one person's or a team's; none for other kinds.
    #[must_use]
    pub fn role_type(&self) -> Option<RoleType> {
        self.word(Kind::Role, "type")
    }

    /// Returns how a role stands to the ideal customer profile, where that is claimed.
    #[must_use]
    pub fn role_status(&self) -> Option<RoleStatus> {
        self.word(Kind::Role, "status")
    }

    /// Returns the answer that the owners gave to a question, where they wrote one down.
    #[must_use]
    pub fn answer(&self) -> Option<&'l str> {
        self.text("answer")
    }

    /// Returns when a signal happened, where that is known.
    #[must_use]
    pub fn happened(&self) -> Option<When> {
        self.when("happened")
    }

    /// Returns when a source was published or last changed, where that is known.
    #[must_use]
    pub fn published(&self) -> Option<When> {
        self.when("published")
    }

    /// Returns whose interest a source serves, where it is not neutral.
    #[must_use]
    pub fn interest(&self) -> Option<&'l str> {
        self.text("interest")
    }

    /// Returns the passages of a source.
    #[must_use]
    pub fn passages(&self) -> Vec<PassageView<'l>> {
        self.more().map(|more| more.passages.iter().map(Passage::view).collect()).unwrap_or_default()
    }

    /// Returns what only this kind of record says of itself, in the order of the format; claims
    /// aside.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact<'l>> {
        let fact = |(attribute, value): &'l (&'static Attribute, Kept)| {
            value.written().map(|value| Fact { fact: attribute.key, value })
        };
        self.attributes().iter().filter_map(fact).collect()
    }

    /// Returns the value of one of the [facts](Self::facts).
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<Cow<'l, str>> {
        self.attribute(key)?.written()
    }
}

impl Passage {
    pub(super) fn view(&self) -> PassageView<'_> {
        PassageView { at: &self.at, text: &self.text, reading: self.reading, note: self.note.as_deref() }
    }
}
