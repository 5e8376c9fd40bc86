//! Exclusive intersections of the tools of companies, as an `UpSet` plot shows them.

use crate::query::overlap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Page, SourceRef, Within, sources};
use crate::landscape::{CompanyIx, Landscape, NodeIx};
use crate::model::{Date, Kind};

/// How many closest companies stand beside one where no others are named.
const CLOSEST: usize = 5;

/// How the tools of companies divide, and where that is known from.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The intersections.
    pub overlap: overlap::Intersections<'l>,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// Divides the tools of several companies, of all tools or a part of them; of one company, with the
/// five closest to it.
///
/// # Complexity
///
/// O(Σ d log d) time for companies with d offers; for one, that of [`overlap::one`] besides.
#[must_use]
pub fn upset<'l>(landscape: &'l Landscape, companies: &[CompanyIx], within: &Within) -> Report<'l> {
    let mut all = companies.to_vec();
    if let [one] = companies {
        let options = overlap::Options {
            page: Page::first(CLOSEST),
            within: within.clone(),
            ..overlap::Options::default()
        };
        let ranking = overlap::one(landscape, *one, &options);
        let others = ranking
            .others
            .iter()
            .filter_map(|pair| landscape.find(Kind::Company, pair.companies[1].id.as_str()));
        all.extend(others.filter_map(NodeIx::of_kind::<crate::model::kinds::Company>));
    }
    Report {
        overlap: overlap::many_within(landscape, &all, within),
        sources: sources(landscape),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}
