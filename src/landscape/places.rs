//! Where records and claims stand, for answers that say it.

use super::{ClaimPlace, NodeIx};

/// Tells where records and claims stand in the files, as people read it: `graph/tools.json:12:5`.
///
/// A landscape does not keep its files: whoever has them says where things stand, such as
/// [`FilePlaces`](crate::load::FilePlaces).
pub trait Places {
    /// Where a record stands.
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
