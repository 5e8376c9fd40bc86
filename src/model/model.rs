//! The model: every record of a landscape, checked and in order.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::names::first_bytes;
use super::packed::{Packed, Ranked, Which};
use super::{Date, Document, Kind, LayOverRecord, Overview, Record, each_kind};

/// Where a record stands: the document, and the index in that document's list of its kind.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Origin {
    /// The index of the document.
    pub document: u32,
    /// The index in the document's list.
    pub index: u32,
}

/// A record, and where it stands.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// The record.
    pub record: T,
    /// Where it stands.
    pub origin: Origin,
}

/// Where a document stands: a whole file, or one line of a `.jsonl` file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DocumentPlace {
    /// The index of the file.
    pub file: u32,
    /// The offset of the document's first byte.
    pub start: usize,
    /// The offset after its last byte.
    pub end: usize,
}

/// What the checks have found out on their way, so that nobody has to look it up again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolved<'t> {
    /// From ids to ordinals.
    pub(crate) index: Index<'t>,
    /// The ordinals of the tools of all offers, company after company.
    pub(crate) offers: Vec<u32>,
    /// The newest day on which any evidence was read.
    pub(crate) newest: Option<Date>,
    /// The days on which claims begin and end, so far as they say so.
    pub(crate) turns: BTreeSet<Date>,
}

impl Resolved<'_> {
    /// Returns the day up to which the landscape is known: the newest on which any evidence was
    /// read, or a later one on which a claim began or ended, where that is not after `today`.
    pub(crate) fn day(&self, today: Option<Date>) -> Option<Date> {
        let turned = today.and_then(|today| self.turns.range(..=today).next_back().copied());
        self.newest.max(turned)
    }
}

/// From ids to the ordinals of records: their ranks in id order within their kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index<'t> {
    by_id: [FxHashMap<&'t str, u32>; Kind::ALL.len()],
    /// The companies that are packed, where some are.
    packed: Option<Ranked<'t>>,
}

impl<'t> Index<'t> {
    /// Indexes the records of a model; of two with one id, the first.
    pub(crate) fn new(model: &Model<'t>) -> Self {
        let by_id = Kind::ALL.map(|kind| {
            let records = model.records(kind);
            let mut by_id = FxHashMap::with_capacity_and_hasher(records.len(), rustc_hash::FxBuildHasher);
            for (ordinal, (record, _)) in (0_u32..).zip(records) {
                by_id.entry(record.id()).or_insert(ordinal);
            }
            by_id
        });
        Self { by_id, packed: None }
    }

    /// Indexes the records of a model and packed companies; none where an id stands twice, or a
    /// packed company names a tool that is not known.
    pub(crate) fn with_packed(model: &Model<'t>, packed: &'t Packed) -> Option<Self> {
        let index = Self::new(model);
        let others = model.companies.iter().map(|company| company.record.id.as_str()).collect();
        let ranked = Ranked::new(packed, others, |tool| index.get(Kind::Tool, tool))?;
        Some(Self { packed: Some(ranked), ..index })
    }

    pub(crate) fn get(&self, kind: Kind, id: &str) -> Option<u32> {
        match &self.packed {
            Some(packed) if kind == Kind::Company => packed.ordinal(id),
            _ => self.by_id[kind as usize].get(id).copied(),
        }
    }

    /// Returns how many records of a kind there are.
    pub(crate) fn count(&self, kind: Kind) -> u32 {
        let packed = self.packed.as_ref().filter(|_| kind == Kind::Company);
        let packed = packed.map_or(0, |ranked| ranked.packed().len());
        u32::try_from(self.by_id[kind as usize].len() + packed).unwrap_or(u32::MAX)
    }

    /// Returns how many documents hold nothing but packed companies: the last ones of the model.
    pub(crate) fn packed_documents(&self) -> usize {
        self.packed.as_ref().map_or(0, |ranked| ranked.packed().documents().len())
    }

    /// Iterates over all companies in id order, packed or not.
    pub(crate) fn companies(&self) -> Box<dyn Iterator<Item = Which<'_>> + '_> {
        if let Some(ranked) = &self.packed {
            return Box::new(ranked.all());
        }
        let count = self.by_id[Kind::Company as usize].len();
        Box::new(std::iter::repeat_with(|| Which::Record).take(count))
    }
}

macro_rules! model {
    ($($(#[$doc:meta])* $kind:ident $one:literal $many:ident $id:ident $about:literal;)*) => {
        /// Every record of a landscape, sorted by id within each kind.
        ///
        /// A model that [`crate::load`] has handed out is checked: ids are unique within their
        /// kind, every relation leads to a record of the right kind, and no order leads in a
        /// circle.
        #[derive(Clone, Debug, Default)]
        pub struct Model<'t> {
            pub(crate) documents: Vec<DocumentPlace>,
            pub(crate) resolved: Resolved<'t>,
            /// The records over which assumptions are laid, by kind and ordinal, each with where
            /// those are; in order.
            pub(crate) assumed: Vec<((Kind, u32), Origin)>,
            pub(crate) overview: Option<(Overview<'t>, u32)>,
            $(pub(crate) $many: Vec<Placed<super::$kind<'t>>>,)*
        }

        impl<'t> Model<'t> {
            /// Returns the records of a kind, in id order, each with where it is written.
            #[must_use]
            pub fn records(
                &self,
                kind: Kind,
            ) -> Box<dyn ExactSizeIterator<Item = (&dyn Record<'t>, Origin)> + '_> {
                match kind {
                    $(Kind::$kind => dynamic(&self.$many),)*
                }
            }

            /// Lays the records of every list over those with the same id that come before them.
            fn lay_over_lists(
                &mut self,
                keys: &dyn Fn(Kind, Origin) -> Vec<String>,
                assumed: &mut Vec<((Kind, u32), Origin)>,
            ) {
                $(lay_over(&mut self.$many, keys, assumed);)*
            }

            /// Puts every list in id order, records with the same id in the order in which they are
            /// written.
            pub(crate) fn sort(&mut self) {
                $(sort_by_id(&mut self.$many);)*
            }

            /// Takes in the records of a document.
            pub(crate) fn add(&mut self, document: u32, records: Document<'t>) {
                $(self.$many.extend(placed(document, records.$many));)*
            }

            /// Has `save` read what it can of a document that is not right, list by list.
            pub(crate) fn save(&mut self, save: &mut impl Save<'t>) {
                $(save.list(Kind::$kind, &mut self.$many);)*
            }
        }
    };
}
each_kind!(model);

/// Reads records into a list, whatever their kind.
pub(crate) trait Save<'t> {
    /// Reads what there is of a kind.
    fn list<T: serde::Deserialize<'t>>(&mut self, kind: Kind, list: &mut Vec<Placed<T>>);
}

fn placed<T>(document: u32, records: Vec<T>) -> impl Iterator<Item = Placed<T>> {
    let placed = move |(index, record)| Placed { record, origin: Origin { document, index } };
    (0_u32..).zip(records).map(placed)
}

fn dynamic<'m, 't, T: Record<'t>>(
    list: &'m [Placed<T>],
) -> Box<dyn ExactSizeIterator<Item = (&'m dyn Record<'t>, Origin)> + 'm> {
    Box::new(list.iter().map(|placed| (&placed.record as &dyn Record<'t>, placed.origin)))
}

impl<'t> Model<'t> {
    /// Returns what the landscape says of itself, if it does.
    #[must_use]
    pub fn overview(&self) -> Option<&Overview<'t>> {
        self.overview.as_ref().map(|(overview, _)| overview)
    }

    /// Lays every record over the one with the same id that stands before it; `keys` returns what a
    /// record says.
    pub(crate) fn lay_over(&mut self, keys: &dyn Fn(Kind, Origin) -> Vec<String>) {
        let mut assumed = Vec::new();
        self.lay_over_lists(keys, &mut assumed);
        assumed.sort_unstable();
        self.assumed = assumed;
        let index = Index::new(self);
        let tools =
            self.companies.iter().flat_map(|company| company.record.offers.iter().map(|offer| offer.tool));
        let offers = tools.filter_map(|tool| index.get(Kind::Tool, tool.as_str())).collect();
        self.resolved = Resolved { index, offers, ..std::mem::take(&mut self.resolved) };
    }
}

/// Lays the records of a list over those with the same id that stand before them.
fn lay_over<'t, T: Record<'t> + LayOverRecord>(
    list: &mut Vec<Placed<T>>,
    keys: &dyn Fn(Kind, Origin) -> Vec<String>,
    assumed: &mut Vec<((Kind, u32), Origin)>,
) {
    let mut merged: Vec<Placed<T>> = Vec::with_capacity(list.len());
    for over in std::mem::take(list) {
        let at = u32::try_from(merged.len()).unwrap_or(u32::MAX).saturating_sub(1);
        match merged.last_mut() {
            Some(under) if under.record.id() == over.record.id() => {
                let kind = over.record.kind();
                let said = keys(kind, over.origin);
                under.record.lay_over(over.record, &|key| said.iter().any(|said| said == key));
                assumed.push(((kind, at), over.origin));
            }
            _ => merged.push(over),
        }
    }
    *list = merged;
}

/// Sorts records by id, those with the same id by where they stand.
///
/// Records are big, and there may be millions: what is sorted is their ids' first bytes, and each
/// record is moved once.
fn sort_by_id<'t, T: Record<'t>>(list: &mut Vec<Placed<T>>) {
    let is_in_order =
        |pair: &[Placed<T>]| (pair[0].record.id(), pair[0].origin) <= (pair[1].record.id(), pair[1].origin);
    if list.windows(2).all(is_in_order) {
        return;
    }
    let mut order: Vec<(u64, usize)> =
        list.iter().enumerate().map(|(at, placed)| (first_bytes(placed.record.id()), at)).collect();
    order.sort_unstable_by(|(first_a, a), (first_b, b)| {
        let rest = || (list[*a].record.id(), list[*a].origin).cmp(&(list[*b].record.id(), list[*b].origin));
        first_a.cmp(first_b).then_with(rest)
    });
    let mut unsorted: Vec<Option<Placed<T>>> = std::mem::take(list).into_iter().map(Some).collect();
    list.extend(order.into_iter().filter_map(|(_, at)| unsorted[at].take()));
}
