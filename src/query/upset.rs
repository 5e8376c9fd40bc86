//! Exclusive intersections of the tools of companies, as an `UpSet` plot shows them.

use schemars::JsonSchema;
use serde::Serialize;

use super::{IntersectionReport, OverlapOptions, SourceRef, overlap_many, overlap_one, sources};
use crate::landscape::{CompanyIx, Landscape, NodeIx};
use crate::model::{Date, Kind};

/// How many closest companies stand beside one where no others are named.
const CLOSEST: usize = 5;

/// How the tools of companies divide, and where that is known from.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct UpsetReport<'l> {
    /// The intersections.
    pub overlap: IntersectionReport<'l>,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
}

/// Divides the tools of several companies; of one, with the five closest to it.
///
/// # Complexity
///
/// O(Σ d log d) time for companies with d offers; for one, that of [`overlap_one`] besides.
#[must_use]
pub fn upset<'l>(landscape: &'l Landscape, companies: &[CompanyIx]) -> UpsetReport<'l> {
    let mut all = companies.to_vec();
    if let [one] = companies {
        let options = OverlapOptions { top: Some(CLOSEST), min_tools: 1 };
        let ranking = overlap_one(landscape, *one, &options);
        let others = ranking
            .others
            .iter()
            .filter_map(|pair| landscape.find(Kind::Company, pair.companies[1].id.as_str()));
        all.extend(others.filter_map(NodeIx::of_kind::<crate::model::kinds::Company>));
    }
    UpsetReport {
        overlap: overlap_many(landscape, &all),
        sources: sources(landscape),
        as_of: landscape.as_of(),
    }
}
