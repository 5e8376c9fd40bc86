//! The network of companies: who is known to offer the same tools as whom, and which of those ties
//! say the most.

mod backbone;
mod choose;
mod seriation;

use crate::query::overlap::Similarity;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyRef, Offers, SourceRef, StackRef, ToolRef, Within, billionths, count, cut_at_ties};
use crate::landscape::{CompanyIx, Landscape, NodeIx, StackIx, ToolIx};
use crate::model::{Basis, Date, Kind, Support};
use backbone::LeftOut;
use choose::{Chosen, Unit};

/// How many companies are compared at most, however many are asked for: more could not be read in a
/// picture.
const MOST: usize = 200;

/// How to make a [`network`] or an [`table`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which tools to count.
    pub within: Within,
    /// The company to mark, which is shown however few tools it offers; the landscape's perspective
    /// when none is given.
    pub company: Option<CompanyIx>,
    /// How many companies to show: the marked one and its closest rivals, then those with the most
    /// tools; 200 at most. Companies with the very same tools count as one.
    pub most: usize,
    /// How many of each company's strongest ties to keep.
    pub best: u32,
    /// The weighted Jaccard from which on a tie is strong, and kept unless there are too many.
    pub least: f64,
}

/// How many of each company's strongest overlaps are kept, unless asked otherwise.
pub const DEFAULT_BEST: u32 = 2;

/// How alike two companies must be for their overlap to be kept in any case, unless asked
/// otherwise.
pub const DEFAULT_LEAST: f64 = 0.3;

impl Default for Options {
    fn default() -> Self {
        Self { within: Within::default(), company: None, most: 60, best: DEFAULT_BEST, least: DEFAULT_LEAST }
    }
}

/// Companies, and what each pair of them is known to have in common.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The company that is marked.
    pub company: Option<CompanyRef<'l>>,
    /// The stacks that were asked for; none where all tools count.
    pub asked: Vec<StackRef<'l>>,
    /// The stacks that are the main one of a company, in id order.
    pub stacks: Vec<StackRef<'l>>,
    /// The companies that share a tool with another one here: those with the most tools first; ties
    /// by id. Those with the very same tools are one, but for the marked one.
    pub companies: Vec<Company<'l>>,
    /// The companies that are not known to share any with another one here, in the same order.
    pub alone: Vec<Company<'l>>,
    /// The pairs with a tool in common, highest weighted Jaccard first; ties in the order of the
    /// companies.
    pub pairs: Vec<Pair<'l>>,
    /// How many companies are known to offer a tool, those left out included.
    pub total: u32,
    /// How many companies are left out since they are equal to one another, and not all of them
    /// have room.
    pub tied: u32,
    /// How many of each company's strongest pairs are kept.
    pub best: u32,
    /// The weighted Jaccard from which on a pair is strong.
    pub least: f64,
    /// How many strong pairs are not kept, since there are too many to draw.
    pub thinned: u32,
    /// How many pairs are not kept that say as much as others, since so many are equally strong.
    pub equals: u32,
    /// The sources, in id order.
    pub sources: Vec<SourceRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// A company of the network.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Company<'l> {
    /// The company: of those with the very same tools the first by id.
    pub company: CompanyRef<'l>,
    /// The other companies with the very same tools, in id order.
    pub same: Vec<CompanyRef<'l>>,
    /// Whether it is the marked company.
    pub ours: bool,
    /// Whether it is among the closest rivals of the marked company.
    pub rival: bool,
    /// Its page on the web.
    pub url: Option<&'l str>,
    /// The tools that it offers, in id order.
    pub tools: Vec<Tool<'l>>,
    /// The stack that it covers most of, by its place among the report's stacks, unless several
    /// tie.
    pub main_stack: Option<u32>,
}

/// A tool that a company of the network offers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Tool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// Yes or partial.
    pub support: Support,
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

/// Two companies that offer a tool in common.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Pair<'l> {
    /// The two companies, by their places among the report's companies, the lower first.
    pub companies: [u32; 2],
    /// How alike they are, over the tools that count here.
    pub similarity: Similarity,
    /// The tools that both offer, in id order.
    pub shared: Vec<ToolRef<'l>>,
    /// Whether the tie belongs to the backbone: see [`network`].
    pub kept: bool,
}

/// The same companies and pairs, in an order in which neighbours are alike.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct TableReport<'l> {
    /// The companies and all their pairs.
    pub network: Report<'l>,
    /// The places of the companies in the network, in the order of the rows and columns.
    pub order: Vec<u32>,
}

impl Company<'_> {
    /// Returns how many companies it is: itself, and those with the very same tools.
    pub(crate) fn count(&self) -> usize {
        1 + self.same.len()
    }
}

impl<'l> Report<'l> {
    /// Returns the network of at most so many of the companies that share a tool: the marked one,
    /// its closest rivals, then those with the most tools; those that share none only where all
    /// others are shown. Of companies with equally many none is taken where not all have room. How
    /// alike pairs are stays as it is; which of them are kept is asked anew.
    #[must_use]
    pub fn first(&self, most: usize) -> Self {
        let all = &self.companies;
        let rank = |at: &usize| {
            let company = &all[*at];
            (!company.ours, !company.rival, Reverse(company.tools.len()), Reverse(company.same.len()))
        };
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|at| (rank(at), *at));
        let alone = if most < order.len() { &[][..] } else { &self.alone };
        let equals = cut_at_ties(&mut order, most, most, rank);
        let tied: usize = equals.into_iter().map(|at| all[at].count()).sum();
        order.sort_unstable();
        let place = |old: u32| order.binary_search(&(old as usize)).ok().map(count);
        let pair = |pair: &Pair<'l>| {
            let [a, b] = pair.companies.map(place);
            Some(Pair { companies: [a?, b?], ..pair.clone() })
        };
        let mut first = Self {
            companies: order.iter().map(|at| all[*at].clone()).collect(),
            alone: alone.to_vec(),
            pairs: self.pairs.iter().filter_map(pair).collect(),
            tied: self.tied + count(tied),
            ..self.clone()
        };
        // What held a company to one that is left out holds it no more.
        first.keep_backbone();
        first
    }

    /// Marks the pairs to keep: see [`network`].
    fn keep_backbone(&mut self) {
        let companies = &self.companies;
        let joins_rivals = |[a, b]: [u32; 2]| {
            let [a, b] = [&companies[a as usize], &companies[b as usize]];
            (a.ours && b.rival) || (b.ours && a.rival)
        };
        let LeftOut { thinned, equals } =
            backbone::keep(&mut self.pairs, companies.len(), self.best, self.least, joins_rivals);
        (self.thinned, self.equals) = (thinned, equals);
    }
}

/// Makes the network of companies.
///
/// Alike are companies by the weighted Jaccard of the tools that they are known to offer. Kept are
/// the ties that hold the network together (a maximum spanning forest: Kruskal, "On the Shortest
/// Spanning Subtree of a Graph and the Traveling Salesman Problem", Proceedings of the American
/// Mathematical Society 7(1), 1956, pp. 48-50), the strongest of each company, and all that are
/// strong. Where that would be more than two ties for each company, a strong one is kept only if it
/// is among the three strongest of both of its companies. The marked company is joined to its
/// closest rivals in any case. Ties that are equally strong are all kept, or, where there are too
/// many, none of them.
///
/// # Complexity
///
/// O(c + o) time to choose k of c companies (o claims on the tools of the stacks asked for), then
/// O(k · m + Σ n²) for m tools in stacks and n of the chosen companies on each tool.
#[must_use]
pub fn network<'l>(landscape: &'l Landscape, options: &Options) -> Report<'l> {
    let marked = options.company.or_else(|| landscape.perspective());
    let Chosen { units, total, tied } =
        choose::choose(landscape, &options.within, options.most.min(MOST), marked);
    let offers: Vec<Vec<ToolIx>> = units.iter().map(|unit| unit.tools.clone()).collect();
    let shared = shared_tools(&offers);
    // Those that are one share all that they offer.
    let mut is_alone: Vec<bool> = units.iter().map(|unit| unit.companies.len() == 1).collect();
    for pair in shared.keys().flatten() {
        is_alone[*pair as usize] = false;
    }

    let main_stacks = main_stacks(landscape, &options.within.stacks, &units);
    let mut stacks: Vec<StackIx> = main_stacks.iter().copied().flatten().collect();
    stacks.sort_unstable();
    stacks.dedup();
    let (mut companies, mut alone) = (Vec::new(), Vec::new());
    // Where each chosen company stands among those that are not alone.
    let mut places: Vec<u32> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        let Some((company, same)) = unit.companies.split_first() else { continue };
        places.push(count(companies.len()));
        let tool = |tool: &ToolIx| Tool {
            tool: landscape.named(*tool),
            support: landscape.cell(*company, *tool).map_or(Support::Yes, |cell| cell.support()),
            basis: landscape.offer_basis(*company, *tool),
        };
        let place = |stack: StackIx| stacks.binary_search(&stack).ok().map(count);
        let made = Company {
            company: landscape.named(*company),
            same: same.iter().map(|other| landscape.named(*other)).collect(),
            ours: Some(*company) == marked,
            rival: unit.is_rival,
            url: landscape.node(*company).url().filter(|_| same.is_empty()),
            tools: offers[at].iter().map(tool).collect(),
            main_stack: main_stacks[at].and_then(place),
        };
        if is_alone[at] { alone.push(made) } else { companies.push(made) }
    }

    let weight_of = |tools: &[ToolIx]| tools.iter().fold(0.0, |sum, tool| sum + landscape.weight(*tool));
    let weights: Vec<f64> = offers.iter().map(|tools| weight_of(tools)).collect();
    let pair = |([a, b], tools): ([u32; 2], Vec<ToolIx>)| {
        let [left, right] = [a as usize, b as usize];
        let breadths = [count(offers[left].len()), count(offers[right].len())];
        Pair {
            companies: [places[left], places[right]],
            similarity: Similarity::of_counts(
                breadths,
                [weights[left], weights[right]],
                count(tools.len()),
                weight_of(&tools),
            ),
            shared: tools.into_iter().map(|tool| landscape.named(tool)).collect(),
            kept: false,
        }
    };
    let mut pairs: Vec<Pair<'l>> = shared.into_iter().map(pair).collect();
    pairs.sort_by_key(|pair| (Reverse(likeness(&pair.similarity)), pair.companies));
    let sources = landscape.nodes(Kind::Source).filter_map(NodeIx::of_kind).map(|ix| landscape.named(ix));
    let mut report = Report {
        company: marked.map(|company| landscape.named(company)),
        asked: options.within.stacks.iter().map(|stack| landscape.named(*stack)).collect(),
        stacks: stacks.into_iter().map(|stack| landscape.named(stack)).collect(),
        companies,
        alone,
        pairs,
        total,
        tied,
        best: options.best,
        least: options.least,
        thinned: 0,
        equals: 0,
        sources: sources.collect(),
        as_of: landscape.as_of(),
        today: landscape.today(),
    };
    report.keep_backbone();
    report
}

/// Makes the table of all pairs of companies, in an order in which neighbours are alike.
///
/// The order is the best one that keeps clusters together: average linkage (Sokal and Michener, "A
/// Statistical Method for Evaluating Systematic Relationships", University of Kansas Science
/// Bulletin 38, 1958, pp. 1409-1438), whose leaves are ordered as in Bar-Joseph, Gifford and
/// Jaakkola, "Fast optimal leaf ordering for hierarchical clustering", Bioinformatics 17(suppl. 1),
/// 2001, pp. S22-S29.
///
/// # Complexity
///
/// That of [`network`], and O(k³) time for k companies shown.
#[must_use]
pub fn table<'l>(landscape: &'l Landscape, options: &Options) -> TableReport<'l> {
    let network = network(landscape, options);
    let order = seriation::order(&network.pairs, network.companies.len());
    TableReport { network, order }
}

/// How alike two companies are, as whole billionths: what a logarithm's last digit is differs
/// between machines, and the order of pairs must not.
fn likeness(similarity: &Similarity) -> u64 {
    billionths(similarity.weighted_jaccard)
}

/// Finds all pairs with a tool in common, through the companies of each tool: places in `offers`,
/// the lower first.
fn shared_tools(offers: &[Vec<ToolIx>]) -> BTreeMap<[u32; 2], Vec<ToolIx>> {
    let mut offered_by: BTreeMap<ToolIx, Vec<u32>> = BTreeMap::new();
    for (place, tools) in (0_u32..).zip(offers) {
        tools.iter().for_each(|tool| offered_by.entry(*tool).or_default().push(place));
    }
    let mut shared: BTreeMap<[u32; 2], Vec<ToolIx>> = BTreeMap::new();
    for (tool, places) in offered_by {
        for (at, left) in places.iter().enumerate() {
            for right in &places[at + 1..] {
                shared.entry([*left, *right]).or_default().push(tool);
            }
        }
    }
    shared
}

/// Finds for each company the stack that it covers most of, if it offers anything of one and no
/// others tie.
fn main_stacks(landscape: &Landscape, asked: &[StackIx], units: &[Unit]) -> Vec<Option<StackIx>> {
    let mut stacks: Vec<StackIx> =
        if asked.is_empty() { landscape.stacks().collect() } else { asked.to_vec() };
    stacks.sort_unstable();
    stacks.dedup();
    // The share as a fraction, so that equal shares are equal.
    let mut best: Vec<([usize; 2], Option<StackIx>)> = vec![([0, 1], None); units.len()];
    for stack in stacks {
        let tools = landscape.counted_tools_in(stack);
        for (unit, best) in units.iter().zip(&mut best) {
            let is_offered = |tool: &&ToolIx| {
                unit.companies.first().is_some_and(|company| landscape.is_offered(*company, **tool))
            };
            let offered = tools.iter().filter(is_offered).count();
            let [most, of] = best.0;
            match (offered * of).cmp(&(most * tools.len())) {
                Ordering::Greater => *best = ([offered, tools.len()], Some(stack)),
                Ordering::Equal if offered > 0 => best.1 = None,
                _ => {}
            }
        }
    }
    best.into_iter().map(|(_, stack)| stack).collect()
}
