//! Companies that say nothing but which tools they offer, in as little memory as that takes.

use rustc_hash::FxHashMap;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::names::Names;
use super::{
    Claim, Company, CompanyId, Document, DocumentPlace, Kind, Model, Offer, Origin, Placed, SaysOnly,
    Support, ToolId, each_kind,
};

/// Companies of which nothing is said but an id, a name and offers that say nothing but the
/// support.
///
/// In the largest landscapes nearly all are such. An offer takes 5 bytes here and 112 in a
/// [`Company`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Packed {
    names: Names,
    /// Where each company stands: the document is a position in `documents`.
    origins: Vec<Origin>,
    /// The documents that hold nothing but packed companies, in the order in which they stand.
    documents: Vec<DocumentPlace>,
    /// Where the offers of each company end; those of the first begin at 0.
    ends: Vec<u32>,
    /// The tools of the offers, as positions in `tool_ids`.
    tools: Vec<u32>,
    supports: Vec<Support>,
    tool_ids: Vec<Box<str>>,
}

/// Packs documents, one after another.
#[derive(Default)]
pub(crate) struct Packer<'t> {
    packed: Packed,
    /// From the ids of tools to their positions.
    tools: FxHashMap<&'t str, u32>,
    /// The tools of the company at hand, in order.
    sorted: Vec<u32>,
}

impl<'t> Packer<'t> {
    /// Packs a document, if it holds nothing but companies that can be packed.
    pub(crate) fn push(&mut self, document: &Document<'t>, place: DocumentPlace) -> bool {
        if !document.companies.iter().all(is_plain) || !document.has_only_companies() {
            return false;
        }
        let offers_before = self.packed.tools.len();
        for company in &document.companies {
            let first = self.packed.tools.len();
            for offer in &company.offers {
                let next = self.packed.tool_ids.len();
                let tool = *self.tools.entry(offer.tool.as_str()).or_insert_with_key(|id| {
                    self.packed.tool_ids.push((*id).into());
                    u32::try_from(next).unwrap_or(u32::MAX)
                });
                self.packed.tools.push(tool);
            }
            self.sorted.clear();
            self.sorted.extend_from_slice(&self.packed.tools[first..]);
            self.sorted.sort_unstable();
            if self.sorted.windows(2).any(|pair| pair[0] == pair[1]) {
                // Two claims about one tool may contradict each other.
                self.packed.tools.truncate(offers_before);
                return false;
            }
        }
        let index = u32::try_from(self.packed.documents.len()).unwrap_or(u32::MAX);
        self.packed.documents.push(place);
        let mut end = offers_before;
        for (at, company) in (0_u32..).zip(&document.companies) {
            self.packed.names.push(company.id.as_str(), &company.name);
            self.packed.origins.push(Origin { document: index, index: at });
            self.packed.supports.extend(company.offers.iter().map(|offer| offer.support));
            end += company.offers.len();
            self.packed.ends.push(u32::try_from(end).unwrap_or(u32::MAX));
        }
        true
    }

    pub(crate) fn finish(self) -> Packed {
        self.packed
    }
}

/// Whether a company has an id, a name and bare offers, and nothing else.
fn is_plain(company: &Company<'_>) -> bool {
    !company.name.trim().is_empty()
        && company.says_only(&["offers"])
        && company.offers.iter().all(Claim::is_bare)
}

impl Packed {
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn documents(&self) -> &[DocumentPlace] {
        &self.documents
    }

    /// Iterates over the companies, in the order in which they stand.
    pub(crate) fn companies(&self) -> impl ExactSizeIterator<Item = PackedCompany<'_>> {
        (0..self.len()).map(|at| PackedCompany { packed: self, at })
    }

    /// Returns the offers of a company, in the order in which they stand; the tools by their
    /// positions.
    fn offers(&self, at: usize) -> impl ExactSizeIterator<Item = (u32, Support)> + use<'_> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        let range = start..self.ends[at] as usize;
        self.tools[range.clone()].iter().copied().zip(self.supports[range].iter().copied())
    }

    /// Returns the companies of some documents, each with where it stands now.
    #[cfg(feature = "edit")]
    pub(crate) fn placed_anew(&self, place: impl Fn(DocumentPlace) -> Option<DocumentPlace>) -> Self {
        let mut some = Self::default();
        let mut positions: Vec<Option<u32>> = vec![None; self.tool_ids.len()];
        let mut last = None;
        for at in 0..self.len() {
            let Origin { document, index } = self.origins[at];
            let Some(place) = place(self.documents[document as usize]) else { continue };
            if last != Some(document) {
                last = Some(document);
                some.documents.push(place);
            }
            let document = u32::try_from(some.documents.len() - 1).unwrap_or(u32::MAX);
            some.names.push(self.names.id(at), self.names.name(at));
            some.origins.push(Origin { document, index });
            for (tool, support) in self.offers(at) {
                let next = some.tool_ids.len();
                let position = *positions[tool as usize].get_or_insert_with(|| {
                    some.tool_ids.push(self.tool_ids[tool as usize].clone());
                    u32::try_from(next).unwrap_or(u32::MAX)
                });
                some.tools.push(position);
                some.supports.push(support);
            }
            some.ends.push(u32::try_from(some.tools.len()).unwrap_or(u32::MAX));
        }
        some
    }

    /// Adds other companies behind these; the indexes of their files are moved on.
    pub(crate) fn append(&mut self, others: &Self, files: u32) {
        let mut positions: FxHashMap<&str, u32> = self.tool_ids.iter().map(|id| &**id).zip(0_u32..).collect();
        let mut more = Vec::new();
        let known = self.tool_ids.len();
        let renumbered: Vec<u32> = others
            .tool_ids
            .iter()
            .map(|id| {
                *positions.entry(&**id).or_insert_with(|| {
                    more.push(id.clone());
                    u32::try_from(known + more.len() - 1).unwrap_or(u32::MAX)
                })
            })
            .collect();
        self.tool_ids.extend(more);
        let (document, offers) = (self.documents.len(), self.tools.len());
        let [document, offers] = [document, offers].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        self.names.append(&others.names);
        let moved =
            |origin: &Origin| Origin { document: origin.document.saturating_add(document), ..*origin };
        self.origins.extend(others.origins.iter().map(moved));
        let shifted = |place: &DocumentPlace| DocumentPlace { file: place.file + files, ..*place };
        self.documents.extend(others.documents.iter().map(shifted));
        self.ends.extend(others.ends.iter().map(|end| end.saturating_add(offers)));
        self.tools.extend(others.tools.iter().map(|tool| renumbered[*tool as usize]));
        self.supports.extend_from_slice(&others.supports);
    }
}

/// One packed company.
#[derive(Clone, Copy)]
pub(crate) struct PackedCompany<'t> {
    packed: &'t Packed,
    at: usize,
}

impl<'t> PackedCompany<'t> {
    pub(crate) fn id(&self) -> &'t str {
        self.packed.names.id(self.at)
    }

    pub(crate) fn name(&self) -> &'t str {
        self.packed.names.name(self.at)
    }

    /// Returns where it stands: the document is a position in [`Packed::documents`].
    pub(crate) fn origin(&self) -> Origin {
        self.packed.origins[self.at]
    }

    /// Returns where its document stands.
    pub(crate) fn document(&self) -> DocumentPlace {
        self.packed.documents[self.origin().document as usize]
    }

    /// Returns the company as the record that it was packed from.
    pub(crate) fn unpack(&self) -> Company<'t> {
        let offer = |(tool, support): (u32, Support)| {
            Offer::from((ToolId::checked(&self.packed.tool_ids[tool as usize]), support))
        };
        let company = Company::from((CompanyId::checked(self.id()), self.name().into()));
        Company { offers: self.packed.offers(self.at).map(offer).collect(), ..company }
    }
}

/// A checked model of which some companies may be packed: what a landscape is built from.
///
/// Any [`Model`] is one of which none are. Of a packed one, no more can be asked than to build a
/// landscape.
#[derive(Clone, Debug, Default)]
pub struct PackedModel<'t>(pub(crate) Model<'t>);

impl<'t> From<Model<'t>> for PackedModel<'t> {
    fn from(model: Model<'t>) -> Self {
        Self(model)
    }
}

macro_rules! serialize {
    ($($(#[$doc:meta])* $kind:ident $one:literal $many:ident $id:ident $about:literal;)*) => {
        /// One document, all records in id order within each kind.
        impl Serialize for PackedModel<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Self(model) = self;
                let mut document = serializer.serialize_map(None)?;
                if let Some(overview) = model.overview() {
                    document.serialize_entry("landscape", overview)?;
                }
                $(if Kind::$kind != Kind::Company {
                    if !model.$many.is_empty() {
                        document.serialize_entry(Kind::$kind.plural(), &Records(&model.$many))?;
                    }
                } else if model.resolved.index.count(Kind::Company) > 0 {
                    document.serialize_entry(Kind::Company.plural(), &AllCompanies(model))?;
                })*
                document.end()
            }
        }
    };
}
each_kind!(serialize);

struct Records<'m, T>(&'m [Placed<T>]);

impl<T: Serialize> Serialize for Records<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|placed| &placed.record))
    }
}

/// All companies of a model, packed or not.
struct AllCompanies<'m, 't>(&'m Model<'t>);

impl Serialize for AllCompanies<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut records = self.0.companies.iter();
        let mut list = serializer.serialize_seq(None)?;
        for which in self.0.resolved.index.companies() {
            match which {
                Which::Record => match records.next() {
                    Some(company) => list.serialize_element(&company.record)?,
                    None => break,
                },
                Which::Packed(ranked) => list.serialize_element(&ranked.company.unpack())?,
            }
        }
        list.end()
    }
}

/// Packed companies in id order, among the other companies of a model.
#[derive(Clone, Debug)]
pub(crate) struct Ranked<'t> {
    packed: &'t Packed,
    /// The positions of the packed companies, in id order.
    order: Vec<u32>,
    /// The ordinals of the tools that are named, by position.
    tools: Vec<u32>,
    /// The ids of the companies that are not packed, in order.
    others: Vec<&'t str>,
}

/// The next of all companies.
pub(crate) enum Which<'t> {
    /// The next that is not packed.
    Record,
    /// One that is packed.
    Packed(RankedCompany<'t>),
}

/// A packed company whose tools are known.
pub(crate) struct RankedCompany<'r> {
    pub(crate) company: PackedCompany<'r>,
    tools: &'r [u32],
}

impl RankedCompany<'_> {
    /// Returns the ordinals of the tools of its offers, in the order in which they stand, each with
    /// the support.
    pub(crate) fn offers(&self) -> impl Iterator<Item = (u32, Support)> + '_ {
        let offers = self.company.packed.offers(self.company.at);
        offers.map(|(tool, support)| (self.tools[tool as usize], support))
    }
}

impl<'t> Ranked<'t> {
    /// Ranks packed companies among others; none where an id stands twice, or a tool is not known.
    pub(super) fn new(
        packed: &'t Packed,
        others: Vec<&'t str>,
        tool: impl Fn(&str) -> Option<u32>,
    ) -> Option<Self> {
        let tools = packed.tool_ids.iter().map(|id| tool(id)).collect::<Option<_>>()?;
        let ranked = Self { packed, order: packed.names.order(), tools, others };
        let stands_twice = ranked.order.windows(2).any(|pair| {
            let [first, second] = [pair[0], pair[1]].map(|at| packed.names.id(at as usize));
            first == second
        });
        let is_other = ranked.others.iter().any(|id| ranked.rank(id).is_ok());
        (!stands_twice && !is_other).then_some(ranked)
    }

    pub(super) fn packed(&self) -> &'t Packed {
        self.packed
    }

    /// Returns the ordinal among all companies.
    pub(super) fn ordinal(&self, id: &str) -> Option<u32> {
        let (rank, other) = (self.rank(id), self.others.binary_search(&id));
        let found = rank.is_ok() || other.is_ok();
        let before = |found: Result<usize, usize>| found.unwrap_or_else(|before| before);
        u32::try_from(before(rank) + before(other)).ok().filter(|_| found)
    }

    fn rank(&self, id: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|at| self.packed.names.id(*at as usize).cmp(id))
    }

    /// Iterates over all companies in id order, packed or not.
    pub(super) fn all(&self) -> impl Iterator<Item = Which<'_>> {
        let mut others = self.others.iter().peekable();
        let packed = self.order.iter().map(|at| PackedCompany { packed: self.packed, at: *at as usize });
        let mut packed = packed.peekable();
        std::iter::from_fn(move || {
            let packed_is_next = match (others.peek(), packed.peek()) {
                (Some(other), Some(company)) => company.id() < **other,
                (other, _) => other.is_none(),
            };
            if packed_is_next {
                packed.next().map(|company| Which::Packed(RankedCompany { company, tools: &self.tools }))
            } else {
                others.next().map(|_| Which::Record)
            }
        })
    }
}
