//! Which companies a network shows: those that are closest to the marked one, then those with the
//! most tools.
//!
//! Companies with the very same tools are one unit, and a cut never goes through equals: all of
//! them are taken, or none.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Offers, count};
use crate::landscape::{CompanyIx, Landscape, ToolIx};
use crate::query::{Page, Within, billionths, cut_at_ties, overlap};

/// How many closest rivals the marked company is always joined to; those that tie with the last one
/// come with it.
const RIVALS: usize = overlap::CLOSEST_RIVALS;

/// How many rivals there are at most with those that tie.
const MOST_RIVALS: usize = 8;

/// Companies that offer the very same tools.
pub(super) struct Unit {
    /// In id order; the marked company is always alone in its unit.
    pub(super) companies: Vec<CompanyIx>,
    /// In id order.
    pub(super) tools: Vec<ToolIx>,
    /// Whether they are among the closest rivals of the marked company.
    pub(super) is_rival: bool,
}

/// The companies of a network.
#[derive(Default)]
pub(super) struct Chosen {
    /// Those with the most tools first; ties by id.
    pub(super) units: Vec<Unit>,
    /// How many companies offer a tool that counts.
    pub(super) total: u32,
    /// How many companies are left out since they are equal to one another, and not all of them
    /// have room.
    pub(super) tied: u32,
}

/// Chooses `most` units: the marked company and its rivals, then those with the most tools.
pub(super) fn choose(
    landscape: &Landscape,
    within: &Within,
    most: usize,
    marked: Option<CompanyIx>,
) -> Chosen {
    let offers = Offers::new(landscape, within);
    let breadths = offers.breadths();
    let breadth = |company: CompanyIx| breadths[company.ordinal() as usize];
    let mut companies: Vec<CompanyIx> =
        landscape.companies().filter(|company| breadth(*company) > 0).collect();
    let total = count(companies.len());
    companies.sort_by_key(|company| (Reverse(breadth(*company)), *company));
    let marked = marked.filter(|marked| breadth(*marked) > 0);

    let mut units: Vec<Unit> = Vec::new();
    if let Some(marked) = marked {
        units.push(Unit { companies: vec![marked], tools: offers.of(marked), is_rival: false });
        for tools in rivals(landscape, within, &offers, marked, most.saturating_sub(1)) {
            let wide = count(tools.len());
            let from = companies.partition_point(|company| breadth(*company) > wide);
            let same = companies[from..].iter().take_while(|company| breadth(**company) == wide);
            let same = same.filter(|company| **company != marked && offers.of(**company) == tools);
            units.push(Unit { companies: same.copied().collect(), tools, is_rival: true });
        }
    }
    let mut tied = 0;
    'all: for level in companies.chunk_by(|a, b| breadth(*a) == breadth(*b)) {
        if units.len() >= most {
            break;
        }
        for equals in equals(landscape, &offers, level, &units) {
            if units.len() >= most {
                break 'all;
            }
            // A few more than asked for are better than none of them.
            if units.len() + equals.len() > most + most / 4 {
                tied = count(equals.iter().map(|unit| unit.companies.len()).sum());
                break 'all;
            }
            units.extend(equals);
        }
    }
    units.sort_by_key(|unit| (Reverse(unit.tools.len()), unit.companies.first().copied()));
    Chosen { units, total, tied }
}

/// Returns companies with equally many tools as units that are not yet taken, in groups of equals:
/// the units of most companies first, then those with the rarest tools.
fn equals(landscape: &Landscape, offers: &Offers<'_>, level: &[CompanyIx], taken: &[Unit]) -> Vec<Vec<Unit>> {
    let mut by_tools: BTreeMap<Vec<ToolIx>, Vec<CompanyIx>> = BTreeMap::new();
    for company in level.iter().filter(|company| taken.iter().all(|unit| !unit.companies.contains(*company)))
    {
        by_tools.entry(offers.of(*company)).or_default().push(*company);
    }
    let key = |unit: &Unit| {
        let weight = overlap::weight_of(landscape, &unit.tools);
        (Reverse(unit.companies.len()), Reverse(billionths(weight)))
    };
    let unit = |(tools, companies)| Unit { companies, tools, is_rival: false };
    let mut units: Vec<Unit> = by_tools.into_iter().map(unit).collect();
    units.sort_by_key(key);
    let mut groups: Vec<Vec<Unit>> = Vec::new();
    for unit in units {
        match groups.last_mut().filter(|group| group.first().is_some_and(|first| key(first) == key(&unit))) {
            Some(group) => group.push(unit),
            None => groups.push(vec![unit]),
        }
    }
    groups
}

/// Returns the tools of each of the closest rivals, closest first, and those of all that tie with
/// the last one; where these are too many, of none that ties with it.
fn rivals(
    landscape: &Landscape,
    within: &Within,
    offers: &Offers<'_>,
    marked: CompanyIx,
    most: usize,
) -> Vec<Vec<ToolIx>> {
    let (others, _) = overlap::closest(landscape, marked, within, Page::ALL);
    let mut found: Vec<((u64, u32), Vec<ToolIx>)> = Vec::new();
    for (other, similarity) in others {
        let alike = similarity.closeness_to(0);
        if found.len() > MOST_RIVALS && found.last().is_some_and(|(last, _)| *last != alike) {
            break;
        }
        let tools = offers.of(other);
        if found.iter().all(|(_, known)| *known != tools) {
            found.push((alike, tools));
        }
    }
    cut_at_ties(&mut found, RIVALS.min(most), MOST_RIVALS.min(most), |(alike, _)| *alike);
    found.into_iter().map(|(_, tools)| tools).collect()
}
