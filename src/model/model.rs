//! The model: every record of a landscape, checked and in order.

use super::{
    Company, Feature, Kind, Overview, Principle, Question, Record, Role, Segment, Signal, Source, Stack, Tool,
};

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

/// Every record of a landscape, sorted by id within each kind.
///
/// A model that [`crate::load`] has handed out is checked: ids are unique within their kind,
/// every relation leads to a record of the right kind, and no order leads in a circle.
#[derive(Clone, Debug, Default)]
pub struct Model<'t> {
    pub(crate) documents: Vec<DocumentPlace>,
    pub(crate) overview: Option<(Overview<'t>, u32)>,
    pub(crate) stacks: Vec<Placed<Stack<'t>>>,
    pub(crate) tools: Vec<Placed<Tool<'t>>>,
    pub(crate) features: Vec<Placed<Feature<'t>>>,
    pub(crate) companies: Vec<Placed<Company<'t>>>,
    pub(crate) roles: Vec<Placed<Role<'t>>>,
    pub(crate) segments: Vec<Placed<Segment<'t>>>,
    pub(crate) principles: Vec<Placed<Principle<'t>>>,
    pub(crate) signals: Vec<Placed<Signal<'t>>>,
    pub(crate) questions: Vec<Placed<Question<'t>>>,
    pub(crate) sources: Vec<Placed<Source<'t>>>,
}

/// Does the same with the list of every kind.
macro_rules! each_list {
    ($model:expr, $list:ident => $body:expr) => {{
        let model = $model;
        {
            let $list = &mut model.stacks;
            $body
        }
        {
            let $list = &mut model.tools;
            $body
        }
        {
            let $list = &mut model.features;
            $body
        }
        {
            let $list = &mut model.companies;
            $body
        }
        {
            let $list = &mut model.roles;
            $body
        }
        {
            let $list = &mut model.segments;
            $body
        }
        {
            let $list = &mut model.principles;
            $body
        }
        {
            let $list = &mut model.signals;
            $body
        }
        {
            let $list = &mut model.questions;
            $body
        }
        {
            let $list = &mut model.sources;
            $body
        }
    }};
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

    /// Returns the records of a kind, in id order, each with where it stands.
    #[must_use]
    pub fn records(&self, kind: Kind) -> Box<dyn ExactSizeIterator<Item = (&dyn Record<'t>, Origin)> + '_> {
        match kind {
            Kind::Stack => dynamic(&self.stacks),
            Kind::Tool => dynamic(&self.tools),
            Kind::Feature => dynamic(&self.features),
            Kind::Company => dynamic(&self.companies),
            Kind::Role => dynamic(&self.roles),
            Kind::Segment => dynamic(&self.segments),
            Kind::Principle => dynamic(&self.principles),
            Kind::Signal => dynamic(&self.signals),
            Kind::Question => dynamic(&self.questions),
            Kind::Source => dynamic(&self.sources),
        }
    }

    /// Puts every list in id order, records with the same id in the order in which they stand.
    pub(crate) fn sort(&mut self) {
        each_list!(self, list => list.sort_by(|a, b| a.record.id.cmp(&b.record.id).then(a.origin.cmp(&b.origin))));
    }
}
