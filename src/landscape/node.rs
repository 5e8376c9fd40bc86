//! Nodes: typed handles, and what is known of a record itself.

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;

use super::claim::Claim;
use super::nodes::More;
use super::{ClaimView, EvidenceView, Landscape};
use crate::id::Id;
use crate::model::{
    Complexity, Kind, Listing, Origin, PrincipleType, QuestionStatus, Reading, RoleStatus, RoleType, When,
    kinds,
};

/// A marker of a kind, that knows which.
pub trait KindMarker {
    /// The kind.
    const KIND: Kind;
}

macro_rules! markers {
    ($($name:ident)*) => {
        $(impl KindMarker for kinds::$name {
            const KIND: Kind = Kind::$name;
        })*
    };
}
markers!(Stack Tool Feature Company Role Segment Principle Signal Question Source);

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

/// What each kind has besides.
#[derive(Debug)]
pub(super) enum Attributes {
    None,
    Stack { listing: Listing },
    Tool { complexity: Option<Complexity>, in_scope: Option<Box<Claim>> },
    Role { r#type: RoleType, status: Option<RoleStatus> },
    Principle { r#type: PrincipleType },
    Signal { happened: Option<When> },
    Question { status: QuestionStatus, answer: Option<Box<str>> },
    Source(Box<SourceAttributes>),
}

#[derive(Debug)]
pub(super) struct SourceAttributes {
    pub(super) published: Option<When>,
    pub(super) interest: Option<Box<str>>,
    pub(super) passages: Vec<Passage>,
}

#[derive(Debug)]
pub(super) struct Passage {
    pub(super) at: Box<str>,
    pub(super) text: Box<str>,
    pub(super) reading: Reading,
    pub(super) note: Option<Box<str>>,
}

/// Something that only records of one kind have.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "fact", content = "value", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fact<'l> {
    /// Whether a stack's list of tools is complete.
    Listing(Listing),
    /// How hard a tool is to build, where that is known.
    Complexity(Option<Complexity>),
    /// Whether a role is one person's or a team's.
    RoleType(RoleType),
    /// How a role stands to the ideal customer profile.
    RoleStatus(RoleStatus),
    /// What kind of rule a principle is.
    PrincipleType(PrincipleType),
    /// The day on which a signal happened.
    Happened(When),
    /// Whether the owners have answered a question.
    QuestionStatus(QuestionStatus),
    /// The answer that they gave.
    Answer(&'l str),
    /// The day on which a source was published or last changed.
    Published(When),
    /// Whose interest a source serves.
    Interest(&'l str),
}

impl Fact<'_> {
    /// Returns the key under which it stands in the record.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Listing(_) => "listing",
            Self::Complexity(_) => "complexity",
            Self::RoleType(_) | Self::PrincipleType(_) => "type",
            Self::RoleStatus(_) | Self::QuestionStatus(_) => "status",
            Self::Happened(_) => "happened",
            Self::Answer(_) => "answer",
            Self::Published(_) => "published",
            Self::Interest(_) => "interest",
        }
    }

    /// Returns its value as it stands in the record; `unknown` where the record has none.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Listing(listing) => listing.word().to_owned(),
            Self::Complexity(complexity) => complexity.map_or("unknown", Complexity::word).to_owned(),
            Self::RoleType(r#type) => r#type.word().to_owned(),
            Self::RoleStatus(status) => status.word().to_owned(),
            Self::PrincipleType(r#type) => r#type.word().to_owned(),
            Self::Happened(day) | Self::Published(day) => day.to_string(),
            Self::QuestionStatus(status) => status.word().to_owned(),
            Self::Answer(text) | Self::Interest(text) => (*text).to_owned(),
        }
    }
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

    pub(super) fn attributes(&self) -> &'l Attributes {
        self.more().map_or(&Attributes::None, |more| &more.attributes)
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

    /// Returns the claim that the owners list a tool as in scope, where they do.
    #[must_use]
    pub fn in_scope(&self) -> Option<ClaimView<'l>> {
        match self.attributes() {
            Attributes::Tool { in_scope: Some(claim), .. } => Some(claim.view(self.landscape)),
            _ => None,
        }
    }

    /// Returns the answer that the owners gave to a question, where they wrote one down.
    #[must_use]
    pub fn answer(&self) -> Option<&'l str> {
        match self.attributes() {
            Attributes::Question { answer, .. } => answer.as_deref(),
            _ => None,
        }
    }

    /// Returns the day on which a signal happened, where that is known.
    #[must_use]
    pub fn happened(&self) -> Option<When> {
        match self.attributes() {
            Attributes::Signal { happened } => *happened,
            _ => None,
        }
    }

    /// Returns the day on which a source was published or last changed, where that is known.
    #[must_use]
    pub fn published(&self) -> Option<When> {
        match self.attributes() {
            Attributes::Source(source) => source.published,
            _ => None,
        }
    }

    /// Returns whose interest a source serves, where it is not neutral.
    #[must_use]
    pub fn interest(&self) -> Option<&'l str> {
        match self.attributes() {
            Attributes::Source(source) => source.interest.as_deref(),
            _ => None,
        }
    }

    /// Returns the passages of a source.
    #[must_use]
    pub fn passages(&self) -> Vec<PassageView<'l>> {
        match self.attributes() {
            Attributes::Source(source) => source.passages.iter().map(Passage::view).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns what only this kind of record has, in a fixed order.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact<'l>> {
        match self.attributes() {
            Attributes::None => Vec::new(),
            Attributes::Stack { listing } => vec![Fact::Listing(*listing)],
            Attributes::Tool { complexity, .. } => vec![Fact::Complexity(*complexity)],
            Attributes::Role { r#type, status } => {
                [Fact::RoleType(*r#type)].into_iter().chain(status.map(Fact::RoleStatus)).collect()
            }
            Attributes::Principle { r#type } => vec![Fact::PrincipleType(*r#type)],
            Attributes::Signal { happened } => happened.map(Fact::Happened).into_iter().collect(),
            Attributes::Question { status, answer } => [Fact::QuestionStatus(*status)]
                .into_iter()
                .chain(answer.as_deref().map(Fact::Answer))
                .collect(),
            Attributes::Source(source) => {
                let published = source.published.map(Fact::Published);
                published.into_iter().chain(source.interest.as_deref().map(Fact::Interest)).collect()
            }
        }
    }
}

impl Passage {
    pub(super) fn view(&self) -> PassageView<'_> {
        PassageView { at: &self.at, text: &self.text, reading: self.reading, note: self.note.as_deref() }
    }
}
