//! Exclusive intersections of the tools of companies, as an `UpSet` plot shows them.

use crate::query::overlap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Offers, Page, SourceRef, Within, count, cut_at_ties, sources};
use crate::landscape::{CompanyIx, Landscape};
use crate::model::Date;

/// How many closest companies stand beside one where no others are named.
const CLOSEST: usize = overlap::CLOSEST_RIVALS;

/// How the tools of companies divide, and where that is known from.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The intersections.
    pub overlap: overlap::Intersections<'l>,
    /// How many companies are known to offer a tool that counts, those of the intersections
    /// included.
    pub total: u32,
    /// How many companies are left out since they tie as the closest ones, and not all of them have
    /// room.
    pub tied: u32,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// Divides the tools of several companies, of all tools or a part of them; of one company, with the
/// five closest to it and those that tie with the fifth. Where those are too many, none that ties
/// with it is taken.
///
/// # Complexity
///
/// O(Σ d log d) time for companies with d offers; for one, that of [`overlap::one`] besides.
#[must_use]
pub fn upset<'l>(landscape: &'l Landscape, companies: &[CompanyIx], within: &Within) -> Report<'l> {
    let mut all = companies.to_vec();
    let mut tied = 0;
    if let [one] = companies {
        let (mut others, _) = overlap::closest(landscape, *one, within, Page::ALL);
        // One place is that of the company itself.
        let left_out = cut_at_ties(&mut others, CLOSEST, overlap::MOST_COMPARED - 1, |(_, similarity)| {
            similarity.closeness_to(0)
        });
        tied = count(left_out.len());
        all.extend(others.into_iter().map(|(other, _)| other));
    }
    let breadths = Offers::new(landscape, within).breadths();
    Report {
        overlap: overlap::many_within(landscape, &all, within),
        total: count(breadths.into_iter().filter(|breadth| *breadth > 0).count()),
        tied,
        sources: sources(landscape),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}
