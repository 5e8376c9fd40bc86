//! Where records and claims stand, for answers that say it.

use std::path::Path;

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

/// Places as they are named from the folder that holds the landscape: for what leaves this machine,
/// where nobody should read how its folders are called.
///
/// A place elsewhere is named by its file alone.
pub struct PlacesWithin<'p> {
    places: &'p dyn Places,
    folder: &'p Path,
}

impl<'p> PlacesWithin<'p> {
    /// Names places from a folder on.
    #[must_use]
    pub fn new(places: &'p dyn Places, folder: &'p Path) -> Self {
        Self { places, folder }
    }

    fn shortened(&self, place: &str) -> String {
        let path = Path::new(place);
        let short = match path.strip_prefix(self.folder) {
            Ok(within) => Some(within),
            Err(_) if path.is_absolute() => path.file_name().map(Path::new),
            Err(_) => None,
        };
        short.map_or_else(|| place.to_owned(), |short| short.display().to_string())
    }
}

impl Places for PlacesWithin<'_> {
    fn record(&self, node: NodeIx) -> Option<String> {
        self.places.record(node).map(|place| self.shortened(&place))
    }

    fn claim(&self, at: &ClaimPlace) -> Option<String> {
        self.places.claim(at).map(|place| self.shortened(&place))
    }
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
