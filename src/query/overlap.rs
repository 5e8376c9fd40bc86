//! Where companies overlap: pairs, rankings, and exclusive intersections.

mod tool_by_tool;

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyRef, NotCounted, Offers, Page, ToolRef, Within, count};
use crate::landscape::{CompanyIx, Ix, Landscape, ToolIx};
use crate::model::Date;

pub use tool_by_tool::{
    Intersection, Intersections, MOST_COMPARED, NeitherOffers, OneSided, Pair, SharedTool, many, many_within,
    two, two_within,
};

/// How to answer [`one`] and [`all`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which companies or pairs to list.
    pub page: Page,
    /// How many tools a company must offer to be compared; where none is given, one with one
    /// company, and [`PAIR_MIN_TOOLS`] for all pairs.
    pub min_tools: Option<u32>,
    /// Which tools to compare.
    pub within: Within,
    /// The order; where none is given, by what we offer with one company ([`By::Ours`]), and
    /// [`By::Weighted`] for all pairs.
    pub by: Option<By>,
}

/// How many tools a company must offer for all pairs, unless asked otherwise: two that offer one
/// and the same tool are wholly alike, and nobody learns anything by it.
pub const PAIR_MIN_TOOLS: u32 = 2;

/// The same for one company.
const ONE_MIN_TOOLS: u32 = 1;

/// By what companies are ranked. Of equal ones, those that share more tools come first, then the
/// smaller ids.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// How much of what the first offers the other offers too: weighted containment.
    Ours,
    /// How much of what the other offers the first offers too.
    Theirs,
    /// Jaccard.
    Jaccard,
    /// Weighted Jaccard.
    Weighted,
    /// How many tools both offer.
    Shared,
}

impl By {
    /// Every order, as it is written.
    pub const WORDS: [&'static str; 5] = ["ours", "theirs", "jaccard", "weighted", "shared"];

    /// Returns the order of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Ours, Self::Theirs, Self::Jaccard, Self::Weighted, Self::Shared];
        all.into_iter().find(|by| by.word() == word)
    }

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The figure that it ranks by.
    fn figure(self, similarity: &Similarity) -> f64 {
        match self {
            Self::Ours => similarity.weighted_containment[0],
            Self::Theirs => similarity.weighted_containment[1],
            Self::Jaccard => similarity.jaccard,
            Self::Weighted => similarity.weighted_jaccard,
            Self::Shared => f64::from(similarity.shared),
        }
    }
}

/// How alike the tools of two companies are, over what is known.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Similarity {
    /// How many tools both offer.
    pub shared: u32,
    /// Shared tools out of all that either offers (Jaccard 1901).
    pub jaccard: f64,
    /// The same with each tool weighted by ln(1 + N / n): rare shared tools count more.
    pub weighted_jaccard: f64,
    /// Shared tools out of those of the first company, and of those of the second.
    pub containment: [f64; 2],
    /// The same with each tool weighted: how much of what the first offers the second offers too,
    /// and the other way about.
    pub weighted_containment: [f64; 2],
    /// Shared tools out of those of the smaller of the two.
    pub overlap_coefficient: f64,
}

impl Similarity {
    fn new(offers: &Offers<'_>, companies: [CompanyIx; 2], shared: u32, shared_weight: f64) -> Self {
        let breadths = companies.map(|company| offers.breadth(company));
        let weights = companies.map(|company| offers.weight(company));
        Self::of_counts(breadths, weights, shared, shared_weight)
    }

    /// Returns how close the other company is to the first of the two (0) or the second (1) as a
    /// rival: those for which it is equal are equally close.
    pub(crate) fn closeness_to(&self, of: usize) -> (u64, u32) {
        (super::billionths(self.weighted_containment[of]), self.shared)
    }

    /// Makes the figures of how many tools each of two offers, what those weigh, and the same of
    /// what both offer.
    pub(super) fn of_counts(
        [of_a, of_b]: [u32; 2],
        [weight_of_a, weight_of_b]: [f64; 2],
        shared: u32,
        shared_weight: f64,
    ) -> Self {
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let both = f64::from(shared);
        Self {
            shared,
            jaccard: ratio(both, f64::from(of_a + of_b - shared)),
            weighted_jaccard: ratio(shared_weight, weight_of_a + weight_of_b - shared_weight),
            containment: [ratio(both, f64::from(of_a)), ratio(both, f64::from(of_b))],
            weighted_containment: [ratio(shared_weight, weight_of_a), ratio(shared_weight, weight_of_b)],
            overlap_coefficient: ratio(both, f64::from(of_a.min(of_b))),
        }
    }
}

/// A pair of companies and how alike they are.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct PairOverlap<'l> {
    /// The two companies, in id order, or the one asked for first.
    pub companies: [CompanyRef<'l>; 2],
    /// How alike they are.
    pub similarity: Similarity,
    /// The tools that both offer, in id order.
    pub shared: Vec<ToolRef<'l>>,
}

/// All pairs of companies, ranked.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Pairs<'l> {
    /// The pairs with a tool in common, the highest figure first, then most shared; ties by id.
    pub pairs: Vec<PairOverlap<'l>>,
    /// Where the list of pairs goes on; none where it is at its end.
    pub next: Option<u32>,
    /// How many pairs have a tool in common, those cut off included.
    pub total: u64,
    /// How many companies offer enough tools to be compared.
    pub compared: u32,
    /// How many companies offer some, but too few to be compared.
    pub too_few: u32,
    /// How many tools a company had to offer to be compared.
    pub min_tools: u32,
    /// By what the pairs are ranked.
    pub by: By,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// The other companies, ranked by overlap with one.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Ranking<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// How many tools it offers.
    pub tools: u32,
    /// The others with a tool in common, the highest figure first, then most shared; ties by id.
    pub others: Vec<PairOverlap<'l>>,
    /// Where the list of others goes on; none where it is at its end.
    pub next: Option<u32>,
    /// How many of those compared have a tool in common, those cut off included.
    pub total: u32,
    /// How many tools a company had to offer to be compared.
    pub min_tools: u32,
    /// By what the others are ranked.
    pub by: By,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// Counts tools shared with one company after another, through the companies of each tool.
struct SharedCounter {
    shared: Vec<u32>,
    weight: Vec<f64>,
    touched: Vec<CompanyIx>,
}

impl SharedCounter {
    fn new(companies: usize) -> Self {
        Self { shared: vec![0; companies], weight: vec![0.0; companies], touched: Vec::new() }
    }

    fn add(&mut self, other: CompanyIx, weight: f64) {
        let at = other.ordinal() as usize;
        if self.shared[at] == 0 {
            self.touched.push(other);
        }
        self.shared[at] += 1;
        self.weight[at] += weight;
    }
}

/// Counts what every other company shares with `company`.
fn shared_with(landscape: &Landscape, offers: &Offers<'_>, company: CompanyIx) -> SharedCounter {
    let mut counter = SharedCounter::new(landscape.companies().len());
    for tool in offers.of(company) {
        let weight = landscape.weight(tool);
        for (other, cell) in landscape.companies_on(tool) {
            if other != company && cell.is_offered() {
                counter.add(other, weight);
            }
        }
    }
    counter
}

/// Returns the companies whose Jaccard with `company` is at least `least`, in id order.
///
/// # Complexity
///
/// O(n log n) time for n offers of the company's tools by others.
#[must_use]
pub(super) fn rivals(landscape: &Landscape, company: CompanyIx, least: f64) -> Vec<CompanyIx> {
    let offered = |tool| landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered());
    let others = landscape.offered_tools(company).flat_map(offered).map(|(other, _)| other);
    let mut others: Vec<CompanyIx> = others.filter(|other| *other != company).collect();
    others.sort_unstable();
    // Each company stands as often as it shares a tool.
    let is_rival = |shared: &&[CompanyIx]| {
        let count = count(shared.len());
        let either = landscape.breadth(company) + landscape.breadth(shared[0]) - count;
        f64::from(count) / f64::from(either) >= least
    };
    others.chunk_by(|one, other| one == other).filter(is_rival).map(|shared| shared[0]).collect()
}

/// How many other companies count as the closest rivals of one.
pub const CLOSEST_RIVALS: usize = 5;

/// Returns the companies that overlap most with one over the tools that count, in the order of
/// [`one`]: at most [`CLOSEST_RIVALS`].
pub(super) fn closest_rivals(landscape: &Landscape, company: CompanyIx, within: &Within) -> Vec<CompanyIx> {
    let (closest, _) = closest(landscape, company, within, Page::first(CLOSEST_RIVALS));
    closest.into_iter().map(|(rival, _)| rival).collect()
}

/// Returns the others that overlap with a company over the tools that count, in the order of
/// [`one`], with how alike they are: those of the page, and how many there are.
///
/// # Complexity
///
/// O(c log c + Σ n) time for c companies and n companies on each of the company's tools.
pub(crate) fn closest(
    landscape: &Landscape,
    company: CompanyIx,
    within: &Within,
    page: Page,
) -> (Vec<(CompanyIx, Similarity)>, usize) {
    let offers = Offers::new(landscape, within);
    ranked(landscape, &offers, company, page, (ONE_MIN_TOOLS, By::Ours))
}

/// Ranks the others that have a tool in common with a company: those of the page, and how many
/// there are.
fn ranked(
    landscape: &Landscape,
    offers: &Offers<'_>,
    company: CompanyIx,
    page: Page,
    (min_tools, by): (u32, By),
) -> (Vec<(CompanyIx, Similarity)>, usize) {
    let counter = shared_with(landscape, offers, company);
    let compare = |other: &CompanyIx| {
        let at = other.ordinal() as usize;
        (*other, Similarity::new(offers, [company, *other], counter.shared[at], counter.weight[at]))
    };
    let compared = counter.touched.iter().filter(|other| offers.breadth(**other) >= min_tools);
    let mut others: Vec<(CompanyIx, Similarity)> = compared.map(compare).collect();
    let total = others.len();
    page.keep(&mut others, |(other, similarity)| {
        (descending(by.figure(similarity)), Reverse(similarity.shared), *other)
    });
    (others, total)
}

/// Returns the tools that both of two companies offer, in id order.
fn shared(landscape: &Landscape, offers: &Offers<'_>, [a, b]: [CompanyIx; 2]) -> Vec<ToolIx> {
    let mut shared = offers.of(a);
    shared.retain(|tool| landscape.is_offered(b, *tool));
    shared
}

/// Returns how much some tools weigh together.
pub(super) fn weight_of(landscape: &Landscape, tools: &[ToolIx]) -> f64 {
    // Not `sum`, which makes -0 of nothing.
    tools.iter().fold(0.0, |sum, tool| sum + landscape.weight(*tool))
}

/// A float as a sort key; similarities are never NaN.
fn descending(value: f64) -> Reverse<u64> {
    // Non-negative floats compare like their bits.
    Reverse(value.to_bits())
}

/// Ranks the other companies by their overlap with one.
///
/// # Complexity
///
/// O(c + Σ n) time for c companies and n companies on each of the company's tools.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::overlap};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let ranking = overlap::one(&market, market.company("bun")?, &Default::default());
/// assert_eq!(ranking.others[0].companies[1].name, "Loaf");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn one<'l>(landscape: &'l Landscape, company: CompanyIx, options: &Options) -> Ranking<'l> {
    let offers = Offers::new(landscape, &options.within);
    let (min_tools, by) = (options.min_tools.unwrap_or(ONE_MIN_TOOLS), options.by.unwrap_or(By::Ours));
    let (others, total) = ranked(landscape, &offers, company, options.page, (min_tools, by));
    let pair = |(other, similarity)| PairOverlap {
        companies: [landscape.named(company), landscape.named(other)],
        similarity,
        shared: (shared(landscape, &offers, [company, other]).into_iter())
            .map(|tool| landscape.named(tool))
            .collect(),
    };
    Ranking {
        company: landscape.named(company),
        tools: offers.breadth(company),
        others: others.into_iter().map(pair).collect(),
        next: options.page.next(total),
        total: count(total),
        min_tools,
        by,
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &offers.tools()),
    }
}

/// A pair that was kept; the greatest is the worst, whose place a better one takes.
type Kept = (Reverse<u64>, Reverse<u32>, u32, u32);

/// Ranks all pairs of companies that have a tool in common.
///
/// # Complexity
///
/// O(Σ n²) time for n companies on each tool, counted through the companies of each tool; O(c + p)
/// memory for c companies and the p pairs kept.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::overlap};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = overlap::all(&market, &Default::default());
/// assert_eq!(report.pairs[0].companies.map(|company| company.name), ["Loaf", "Rye"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn all<'l>(landscape: &'l Landscape, options: &Options) -> Pairs<'l> {
    let offers = Offers::new(landscape, &options.within);
    let min_tools = options.min_tools.unwrap_or(PAIR_MIN_TOOLS);
    let by = options.by.unwrap_or(By::Weighted);
    let breadths = offers.breadths();
    let too_few = breadths.iter().filter(|breadth| **breadth > 0 && **breadth < min_tools).count();
    let (compared, breadths): (Vec<CompanyIx>, Vec<u32>) =
        landscape.companies().zip(breadths).filter(|(_, breadth)| *breadth >= min_tools).unzip();
    let weights: Vec<f64> = compared.iter().map(|company| offers.weight(*company)).collect();
    // For each company compared, its tools; for each tool, the companies compared. Both as plain
    // numbers, so that the innermost loop below looks at nothing else.
    let mut by_tool: Vec<Vec<u32>> = vec![Vec::new(); landscape.tools().len()];
    let tools: Vec<Vec<u32>> = (0_u32..)
        .zip(&compared)
        .map(|(rank, company)| {
            let tools: Vec<u32> = offers.of(*company).into_iter().map(Ix::ordinal).collect();
            tools.iter().for_each(|tool| by_tool[*tool as usize].push(rank));
            tools
        })
        .collect();

    let mut kept: std::collections::BinaryHeap<Kept> = std::collections::BinaryHeap::new();
    let mut total = 0_u64;
    let mut both_offer = vec![0_u32; compared.len()];
    let mut weight_of_both = vec![0.0; compared.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut passed = vec![0_usize; by_tool.len()];
    let end = options.page.end().unwrap_or(usize::MAX);
    for (a, of_a) in (0_u32..).zip(&tools) {
        for tool in of_a {
            let (weight, tool) = (landscape.weight(Ix::new(*tool)), *tool as usize);
            // This company is the first not yet passed; those after it are its partners.
            passed[tool] += 1;
            for &b in &by_tool[tool][passed[tool]..] {
                if both_offer[b as usize] == 0 {
                    touched.push(b);
                }
                both_offer[b as usize] += 1;
                weight_of_both[b as usize] += weight;
            }
        }
        total += touched.len() as u64;
        for b in touched.drain(..) {
            let both = std::mem::take(&mut both_offer[b as usize]);
            let weight = std::mem::take(&mut weight_of_both[b as usize]);
            let of = |rank: u32| (breadths[rank as usize], weights[rank as usize]);
            let ((of_a, weight_of_a), (of_b, weight_of_b)) = (of(a), of(b));
            let similarity = Similarity::of_counts([of_a, of_b], [weight_of_a, weight_of_b], both, weight);
            let pair: Kept = (descending(by.figure(&similarity)), Reverse(both), a, b);
            if kept.len() < end {
                kept.push(pair);
            } else if kept.peek().is_some_and(|worst| pair < *worst) {
                kept.pop();
                kept.push(pair);
            }
        }
    }
    let pair = |(_, _, a, b): Kept| {
        let [a, b] = [a, b].map(|rank| compared[rank as usize]);
        let shared = shared(landscape, &offers, [a, b]);
        let weight = weight_of(landscape, &shared);
        PairOverlap {
            companies: [landscape.named(a), landscape.named(b)],
            similarity: Similarity::new(&offers, [a, b], count(shared.len()), weight),
            shared: shared.into_iter().map(|tool| landscape.named(tool)).collect(),
        }
    };
    Pairs {
        pairs: kept.into_sorted_vec().into_iter().skip(options.page.start).map(pair).collect(),
        next: options.page.next(usize::try_from(total).unwrap_or(usize::MAX)),
        total,
        compared: count(compared.len()),
        too_few: count(too_few),
        min_tools,
        by,
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &offers.tools()),
    }
}
