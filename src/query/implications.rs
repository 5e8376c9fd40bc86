//! What goes together: every company that offers A and B also offers C, and the largest blocks of
//! companies and tools in common.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use schemars::JsonSchema;
use serde::Serialize;

use super::concepts::{Context, FoundRule, RuleSearch, Searched};
use super::{CompanyRef, DEFAULT_NAMES, Offers, Page, StackRef, ToolRef, Within, count};
use crate::landscape::{CompanyIx, Landscape, ToolIx};
use crate::model::{Date, Support};

/// How to answer [`implications`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which tools to look at.
    pub within: Within,
    /// How many companies must follow a rule, or offer all tools of a block.
    pub min_support: u32,
    /// How many companies may break a rule.
    pub max_exceptions: u32,
    /// How many tools a premise has at most.
    pub max_premise: u32,
    /// Which rules, and which blocks, to list.
    pub page: Page,
    /// How many companies to name for each rule, as exceptions to it, and for each block; all when
    /// none is given.
    pub names: Option<usize>,
    /// How many premises and rules, and how many closed sets, are looked at before the search
    /// stops.
    pub limit: u64,
}

/// How many companies must follow a rule, unless asked otherwise.
pub const MIN_SUPPORT: u32 = 3;

/// How many tools a premise has at most, unless asked otherwise.
pub const MAX_PREMISE: u32 = 2;

impl Default for Options {
    fn default() -> Self {
        Self {
            within: Within::default(),
            min_support: MIN_SUPPORT,
            max_exceptions: 0,
            max_premise: MAX_PREMISE,
            page: Page::default(),
            names: Some(DEFAULT_NAMES),
            limit: 1_000_000,
        }
    }
}

/// What goes together among what companies are known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The stacks asked about; all tools when empty.
    pub stacks: Vec<StackRef<'l>>,
    /// How many tools are looked at.
    pub tools: u32,
    /// How many companies are known to offer any of them: all that rules and blocks are about.
    pub companies: u32,
    /// How many companies are known to offer two or more of them.
    pub companies_with_two: u32,
    /// How many companies must follow a rule, or offer all tools of a block.
    pub min_support: u32,
    /// How many companies may break a rule.
    pub max_exceptions: u32,
    /// How many tools a premise has at most.
    pub max_premise: u32,
    /// The rules that most companies follow first, then those with fewest exceptions, then those
    /// with the shortest premise; ties by ids.
    pub rules: Vec<ToolRule<'l>>,
    /// Where the lists of rules and blocks go on; none where both are at their end.
    pub next: Option<u32>,
    /// How many rules were found, those cut off included.
    pub rules_total: u64,
    /// Whether all rules were found.
    pub rules_search: Search,
    /// The largest blocks first, by companies × tools; ties by the ids of the tools.
    pub blocks: Vec<ToolBlock<'l>>,
    /// How many blocks were found, those cut off included.
    pub blocks_total: u64,
    /// How many sets of tools are closed: no further tool is offered by all the companies that
    /// offer the set.
    pub closed_sets: u64,
    /// Whether all closed sets were found.
    pub blocks_search: Search,
    /// How many premises and rules, and how many closed sets, are looked at before the search
    /// stops.
    pub limit: u64,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// Whether a search went to its end.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Search {
    /// All there is was found.
    Complete,
    /// It stopped at its limit: there may be more, and better.
    Stopped,
}

/// A regularity: the companies that offer the tools of the premise also offer those of the
/// conclusion.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ToolRule<'l> {
    /// The tools that it starts from, in id order; none when it holds for every company.
    pub premise: Vec<ToolRef<'l>>,
    /// The tools that go with them, in id order; one alone where there are exceptions.
    pub conclusions: Vec<Conclusion<'l>>,
    /// How many companies are known to offer the premise and the conclusions.
    pub support: u32,
    /// How many are known to offer the premise.
    pub premise_support: u32,
    /// The share of the former in the latter.
    pub confidence: f64,
    /// The companies that follow it, in id order; not all where fewer names were asked for.
    pub companies: Vec<CompanyRef<'l>>,
    /// The companies that are known to offer the premise and not known to offer the conclusion, in
    /// id order; not all where fewer names were asked for.
    pub exceptions: Vec<RuleException<'l>>,
}

/// A tool that goes with others.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Conclusion<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// How many of all companies of the report are known to offer it.
    pub offered_by: u32,
    /// How many times as common it is among the companies of the premise as among all: at 1, the
    /// premise says nothing about it.
    pub lift: f64,
}

/// A company that breaks a rule, as far as is known.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RuleException<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// What is claimed of the conclusion: planned or no; none when nothing is known, and it may be
    /// no exception.
    pub claim: Option<Support>,
}

/// Tools that the same companies offer: no tool and no company can be added to it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ToolBlock<'l> {
    /// The tools, in id order.
    pub tools: Vec<ToolRef<'l>>,
    /// How many companies are known to offer them all.
    pub support: u32,
    /// These companies, in id order; not all where fewer names were asked for.
    pub companies: Vec<CompanyRef<'l>>,
    /// Companies × tools.
    pub area: u64,
}

/// The best of what was found, up to the end of the page that is asked for.
struct Best<K> {
    kept: BinaryHeap<K>,
    total: u64,
    page: Page,
}

impl<K: Ord> Best<K> {
    fn new(page: Page) -> Self {
        Self { kept: BinaryHeap::new(), total: 0, page }
    }

    fn add(&mut self, item: K) {
        self.total += 1;
        if self.page.end().is_none_or(|end| self.kept.len() < end) {
            self.kept.push(item);
        } else if let Some(mut worst) = self.kept.peek_mut().filter(|worst| item < **worst) {
            *worst = item;
        }
    }

    fn into_page(self) -> Vec<K> {
        let mut sorted = self.kept.into_sorted_vec();
        sorted.drain(..self.page.start.min(sorted.len()));
        sorted
    }
}

/// A rule that was kept, in the order of the report: support, exceptions, premise, conclusions.
type KeptRule = (Reverse<usize>, usize, usize, Vec<ToolIx>, Vec<ToolIx>);

/// A block that was kept, in the order of the report: companies × tools, and the tools.
type KeptBlock = (Reverse<u64>, Vec<ToolIx>, usize);

/// Answers which tools go together, as rules and as blocks.
///
/// Rules are those of formal concept analysis (Ganter & Wille 1999), in the form of a non-redundant
/// basis with minimal premises (Bastide et al. 2000); with exceptions, they are partial
/// implications (Luxenburger 1991).
///
/// # Complexity
///
/// As of the closed sets and premises that at least `min_support` companies offer, of which at most
/// `limit` are looked at: for each of them, O(the offers of these companies) time. O(o + k) memory
/// for o offers and the k rules and blocks that are kept.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::implications};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let options = implications::Options { min_support: 2, ..Default::default() };
/// let report = implications::implications(&market, &options);
/// let rule = &report.rules[0];
/// assert_eq!((rule.premise[0].name, rule.conclusions[0].tool.name), ("Loyalty card", "Stock list"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn implications<'l>(landscape: &'l Landscape, options: &Options) -> Report<'l> {
    // A part is not looked at beside its whole, even where they are in two stacks: that who offers
    // the part offers the whole in part holds by definition.
    let tools = Offers::new(landscape, &options.within).tools();
    let min_support = options.min_support.max(1);
    let context = Context::new(landscape, &tools, min_support as usize);

    let mut rules: Best<KeptRule> = Best::new(options.page);
    let search = RuleSearch {
        max_premise: options.max_premise as usize,
        max_exceptions: options.max_exceptions as usize,
        limit: options.limit,
    };
    let searched = context.rules(&search, |found: FoundRule<'_>| {
        let [premise, conclusions] = [found.premise, found.conclusions].map(|tools| context.named(tools));
        rules.add((Reverse(found.support), found.exceptions, premise.len(), premise, conclusions));
    });
    let (rules_total, rules_search) = (rules.total, Search::of(searched));

    let mut blocks: Best<KeptBlock> = Best::new(options.page);
    let searched = context.closed_sets(options.limit, |tools, companies| {
        if tools.len() > 1 && companies > 1 {
            blocks.add((Reverse(tools.len() as u64 * companies as u64), context.named(tools), companies));
        }
    });

    let companies = context.companies();
    let most = options.names.unwrap_or(usize::MAX);
    let block = |(Reverse(area), tools, support): KeptBlock| ToolBlock {
        support: count(support),
        companies: offering(landscape, &tools).take(most).map(|company| landscape.named(company)).collect(),
        tools: tools.into_iter().map(|tool| landscape.named(tool)).collect(),
        area,
    };
    Report {
        stacks: options.within.stacks.iter().map(|stack| landscape.named(*stack)).collect(),
        tools: count(tools.len()),
        companies: count(companies),
        companies_with_two: count(context.with_two()),
        min_support,
        max_exceptions: options.max_exceptions,
        max_premise: options.max_premise,
        rules: rules.into_page().into_iter().map(|kept| rule(landscape, kept, companies, most)).collect(),
        next: options.page.next(usize::try_from(rules_total.max(blocks.total)).unwrap_or(usize::MAX)),
        rules_total,
        rules_search,
        blocks_total: blocks.total,
        blocks: blocks.into_page().into_iter().map(block).collect(),
        closed_sets: searched.found,
        blocks_search: Search::of(searched),
        limit: options.limit,
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}

fn offers(landscape: &Landscape, company: CompanyIx, tool: ToolIx) -> bool {
    landscape.is_offered(company, tool)
}

/// Iterates over the companies that offer every one of some tools, in id order; nobody where there
/// are none.
fn offering<'l>(landscape: &'l Landscape, tools: &[ToolIx]) -> impl Iterator<Item = CompanyIx> + use<'l> {
    let rarest = tools.iter().copied().min_by_key(|tool| landscape.offerers(*tool));
    let tools: Vec<ToolIx> = tools.to_vec();
    let on_rarest = rarest.into_iter().flat_map(|tool| landscape.companies_on(tool));
    on_rarest
        .filter(move |(company, _)| tools.iter().all(|tool| offers(landscape, *company, *tool)))
        .map(|(company, _)| company)
}

#[allow(clippy::cast_precision_loss, reason = "a share of so many companies needs no more digits")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn rule<'l>(
    landscape: &'l Landscape,
    (Reverse(support), exceptions, _, premise, conclusions): KeptRule,
    companies: usize,
    most: usize,
) -> ToolRule<'l> {
    let confidence = ratio(support, support + exceptions);
    let all: Vec<ToolIx> = premise.iter().chain(&conclusions).copied().collect();
    let conclusion = |tool: &ToolIx| {
        let offered_by = landscape.offerers(*tool);
        let lift = confidence / ratio(offered_by as usize, companies);
        Conclusion { tool: landscape.named(*tool), offered_by, lift }
    };
    let breaks = |company: CompanyIx| {
        let tool = conclusions.iter().find(|tool| !offers(landscape, company, **tool))?;
        let claim = landscape.cell(company, *tool).map(|cell| cell.support());
        Some(RuleException { company: landscape.named(company), claim })
    };
    // Only a rule without exceptions has an empty premise, or more than one conclusion.
    let breaking = if exceptions == 0 {
        Vec::new()
    } else {
        offering(landscape, &premise).filter_map(breaks).take(most).collect()
    };
    ToolRule {
        conclusions: conclusions.iter().map(conclusion).collect(),
        support: count(support),
        premise_support: count(support + exceptions),
        confidence,
        companies: offering(landscape, &all).take(most).map(|company| landscape.named(company)).collect(),
        premise: premise.into_iter().map(|tool| landscape.named(tool)).collect(),
        exceptions: breaking,
    }
}

impl Search {
    fn of(searched: Searched) -> Self {
        if searched.is_whole { Self::Complete } else { Self::Stopped }
    }
}
