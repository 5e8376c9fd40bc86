//! Companies tool by tool: two against each other, and how the tools of several divide.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Similarity;
use crate::landscape::{CompanyIx, Landscape, ToolIx};
use crate::model::{Date, Support};
use crate::query::{CompanyRef, NotCounted, Offers, ToolRef, Within, count};

/// How many companies can be compared tool by tool.
pub const MOST_COMPARED: usize = 12;

/// What two companies have in common, tool by tool.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Pair<'l> {
    /// The two companies, in the order asked.
    pub companies: [CompanyRef<'l>; 2],
    /// How many tools each offers.
    pub tools: [u32; 2],
    /// How alike they are, over what is known.
    pub similarity: Similarity,
    /// The least and the most that their Jaccard can be, whatever the unknown claims turn out to
    /// be.
    pub jaccard_range: [f64; 2],
    /// The tools that both offer, in id order.
    pub shared: Vec<SharedTool<'l>>,
    /// The tools that only the first is known to offer.
    pub only_first: Vec<OneSided<'l>>,
    /// The tools that only the second is known to offer.
    pub only_second: Vec<OneSided<'l>>,
    /// The tools that neither offers as far as is known, where something is known of at least one,
    /// in id order.
    pub neither: Vec<NeitherOffers<'l>>,
    /// The tools of which nothing is known for either, in id order.
    pub unknown: Vec<ToolRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// A tool that two companies both offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SharedTool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// How far each offers it: yes or partial.
    pub supports: [Support; 2],
}

/// A tool that one of two companies offers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OneSided<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// How far the one offers it: yes or partial.
    pub support: Support,
    /// What is claimed of the other company: planned or no; none when nothing is known.
    pub other: Option<Support>,
}

/// A tool that neither of two companies is known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct NeitherOffers<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is claimed of each: planned or no; none when nothing is known.
    pub claims: [Option<Support>; 2],
}

/// Compares two companies, tool by tool.
///
/// # Complexity
///
/// O(t log d) time for t tools and companies with d offers.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::overlap};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let pair = overlap::two(&market, market.company("bun")?, market.company("loaf")?);
/// let shared: Vec<_> = pair.shared.iter().map(|shared| shared.tool.name).collect();
/// assert_eq!(shared, ["Loyalty card", "Stock list"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn two<'l>(landscape: &'l Landscape, a: CompanyIx, b: CompanyIx) -> Pair<'l> {
    two_within(landscape, [a, b], &Within::default())
}

/// Compares two companies as [`two`] does, over a part of the tools.
///
/// # Complexity
///
/// As [`two`].
#[must_use]
pub fn two_within<'l>(landscape: &'l Landscape, [a, b]: [CompanyIx; 2], within: &Within) -> Pair<'l> {
    let offers = Offers::new(landscape, within);
    let (mut shared, mut neither, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    let (mut only_first, mut only_second) = (Vec::new(), Vec::new());
    // Tools that could join either side, for the range: those that could become shared, and those
    // that could come to be offered by one alone.
    let (mut could_share, mut could_split, mut could_join) = (0_u32, 0_u32, 0_u32);
    let mut shared_weight = 0.0;
    for tool in offers.tools() {
        let named = landscape.named(tool);
        let [of_a, of_b] = [a, b].map(|company| landscape.cell(company, tool).map(|cell| cell.support()));
        if let (Some(support_a), Some(support_b)) = (of_a, of_b)
            && support_a.is_offered()
            && support_b.is_offered()
        {
            shared.push(SharedTool { tool: named, supports: [support_a, support_b] });
            shared_weight += landscape.weight(tool);
            continue;
        }
        let offered = |support: Option<Support>| support.filter(|support| support.is_offered());
        match (offered(of_a), offered(of_b)) {
            (Some(support), _) => {
                could_share += u32::from(of_b.is_none());
                only_first.push(OneSided { tool: named, support, other: of_b });
            }
            (None, Some(support)) => {
                could_share += u32::from(of_a.is_none());
                only_second.push(OneSided { tool: named, support, other: of_a });
            }
            (None, None) => {
                could_split += u32::from(of_a.is_none() || of_b.is_none());
                could_join += u32::from(of_a.is_none() && of_b.is_none());
                match (of_a, of_b) {
                    (None, None) => unknown.push(named),
                    claims => neither.push(NeitherOffers { tool: named, claims: claims.into() }),
                }
            }
        }
    }
    let similarity = Similarity::new(&offers, [a, b], count(shared.len()), shared_weight);
    let either = count(shared.len() + only_first.len() + only_second.len());
    let ratio = |part: u32, whole: u32| if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) };
    let low = ratio(similarity.shared, either + could_split);
    let high = ratio(similarity.shared + could_share + could_join, either + could_join);
    Pair {
        companies: [a, b].map(|company| landscape.named(company)),
        tools: [a, b].map(|company| offers.breadth(company)),
        similarity,
        jaccard_range: [low, high],
        shared,
        only_first,
        only_second,
        neither,
        unknown,
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_companies(landscape, &[a, b], &offers.tools()),
    }
}

/// How the tools of several companies divide: the numbers of an `UpSet` plot (Lex et al. 2014).
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Intersections<'l> {
    /// The companies, in the order asked.
    pub companies: Vec<CompanyRef<'l>>,
    /// How many tools each offers.
    pub tools: Vec<u32>,
    /// The sets of tools that exactly the same companies are known to offer, largest first; ties by
    /// more companies, then in the order asked.
    pub intersections: Vec<Intersection<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// The tools that exactly these companies are known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Intersection<'l> {
    /// The companies that offer them all, in the order asked.
    pub companies: Vec<CompanyRef<'l>>,
    /// The tools, in id order.
    pub tools: Vec<ToolRef<'l>>,
    /// For each tool, how many of the other companies asked are known not to offer it; the rest
    /// plan it, or nothing is known.
    pub known_not: Vec<u32>,
    /// For each tool, how many companies besides those asked are known to offer it.
    pub others: Vec<u32>,
}

/// Divides the tools of several companies by exactly which of them offer each.
///
/// # Complexity
///
/// O(Σ d log d) time for companies with d offers.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::overlap};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let companies = [market.company("bun")?, market.company("loaf")?, market.company("rye")?];
/// let report = overlap::many(&market, &companies);
/// let by_all = report.intersections.iter().find(|set| set.companies.len() == 3);
/// assert_eq!(by_all.map(|set| set.tools[0].name), Some("Stock list"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn many<'l>(landscape: &'l Landscape, companies: &[CompanyIx]) -> Intersections<'l> {
    many_within(landscape, companies, &Within::default())
}

/// Divides the tools of several companies as [`many`] does, over a part of the tools.
///
/// # Complexity
///
/// As [`many`].
#[must_use]
pub fn many_within<'l>(
    landscape: &'l Landscape,
    companies: &[CompanyIx],
    within: &Within,
) -> Intersections<'l> {
    let offers = Offers::new(landscape, within);
    let mut offered_by: BTreeMap<ToolIx, Vec<usize>> = BTreeMap::new();
    for (position, company) in companies.iter().enumerate() {
        for tool in offers.of(*company) {
            offered_by.entry(tool).or_default().push(position);
        }
    }
    let mut groups: BTreeMap<Vec<usize>, Vec<ToolIx>> = BTreeMap::new();
    for (tool, positions) in offered_by {
        groups.entry(positions).or_default().push(tool);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(positions, tools)| {
        (Reverse(tools.len()), Reverse(positions.len()), positions.clone())
    });
    let intersection = |(positions, tools): (Vec<usize>, Vec<ToolIx>)| {
        let known_not = |tool: &ToolIx| {
            let others = companies.iter().enumerate().filter(|(position, _)| !positions.contains(position));
            let says_no =
                |company| landscape.cell(company, *tool).map(|cell| cell.support()) == Some(Support::No);
            count(others.filter(|(_, company)| says_no(**company)).count())
        };
        Intersection {
            companies: positions.iter().map(|position| landscape.named(companies[*position])).collect(),
            known_not: tools.iter().map(known_not).collect(),
            others: (tools.iter())
                .map(|tool| landscape.offerers(*tool).saturating_sub(count(positions.len())))
                .collect(),
            tools: tools.into_iter().map(|tool| landscape.named(tool)).collect(),
        }
    };
    Intersections {
        companies: companies.iter().map(|company| landscape.named(*company)).collect(),
        tools: companies.iter().map(|company| offers.breadth(*company)).collect(),
        intersections: groups.into_iter().map(intersection).collect(),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_companies(landscape, companies, &offers.tools()),
    }
}
