//! Where the records and claims of a landscape stand, from the files that it was read from.

use super::{Files, Locator};
use crate::landscape::{ClaimPlace, Landscape, NodeIx, Places};

/// The places of a landscape whose files are at hand.
///
/// # Example
///
/// ```
/// use landscape_graph::Landscape;
/// use landscape_graph::landscape::Places;
/// use landscape_graph::load::{FilePlaces, Files, parse};
///
/// let files = Files::from_text("a.json", r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#);
/// let landscape = Landscape::build(parse(&files)?, &Default::default());
/// let etl = landscape.tool("etl").unwrap();
/// assert_eq!(FilePlaces::new(&files, &landscape).record(etl.into()).as_deref(), Some("a.json:1:13"));
/// # Ok::<(), landscape_graph::problem::Problems>(())
/// ```
pub struct FilePlaces<'f> {
    landscape: &'f Landscape,
    locator: Locator<'f>,
}

impl<'f> FilePlaces<'f> {
    /// Takes a landscape, and the files that it was built from.
    #[must_use]
    pub fn new(files: &'f Files, landscape: &'f Landscape) -> Self {
        Self { landscape, locator: Locator::new(files, landscape.documents()) }
    }
}

impl Places for FilePlaces<'_> {
    fn record(&self, node: NodeIx) -> Option<String> {
        let origin = self.landscape.node(node).origin();
        self.locator.describe(self.locator.record(node.kind(), origin))
    }

    fn claim(&self, at: &ClaimPlace) -> Option<String> {
        let (kind, origin) = (at.owner.kind(), self.landscape.node(at.owner).origin());
        let target = self.landscape.node(at.to).id();
        let entry_to = |origin| self.locator.entry_to(kind, origin, at.relation, target);
        let place = match (self.landscape.assumed(at.owner), at.entry) {
            // Which entry it was is not known once assumptions are laid over the record; theirs are
            // what counts.
            (Some(over), _) => entry_to(over).or_else(|| entry_to(origin))?,
            (None, Some(entry)) => self.locator.entry(kind, origin, at.relation, entry),
            (None, None) => entry_to(origin)?,
        };
        self.locator.describe(place)
    }
}
