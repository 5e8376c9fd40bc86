//! How much the order of gaps is worth: what it would have said earlier, against what came true.

mod matching;
mod metrics;

use schemars::JsonSchema;
use serde::Serialize;

use super::count;
use super::rank::{Candidate, Rank, scored};
use crate::landscape::{CompanyIx, Ix, Landscape, ToolIx};
use crate::model::{Date, Kind};
use matching::Groups;
pub use metrics::{Estimate, Metric};
use metrics::{Figures, bootstrap, by_chance, measure};

/// How to answer [`backtest`].
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The order to test.
    pub rank: Rank,
    /// How many tools a company must offer in the earlier landscape to be tested.
    pub min_tools: u32,
    /// How often the companies are drawn again for the intervals.
    pub resamples: u32,
    /// From where the draws begin: the same seed gives the same intervals.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Options {
    /// What holds unless asked otherwise.
    pub const DEFAULT: Self =
        Self { rank: Rank::Peers(super::peers::Options::DEFAULT), min_tools: 2, resamples: 2_000, seed: 1 };
}

/// With fewer tools added than this, no figure says much.
pub const FEW_POSITIVES: u32 = 100;

/// What an order of gaps was worth on one history.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The earlier landscape, from which the order is made.
    pub train: Side,
    /// The later one, which tells what came true.
    pub test: Side,
    /// The order that was tested.
    pub rank: Rank,
    /// How many tools a company had to offer in the earlier landscape.
    pub min_tools: u32,
    /// Which companies were tested.
    pub companies: Companies,
    /// What there was to foresee.
    pub expansions: Expansions,
    /// Of the first five tools of every company tested, those with nothing to foresee included, the
    /// share that came true.
    pub precision_at_5: Precision,
    /// One entry for each metric, over the companies that added a tool; empty where none did.
    pub metrics: Vec<MetricRow>,
    /// How often the companies were drawn again for the intervals.
    pub resamples: u32,
    /// From where the draws began.
    pub seed: u64,
}

/// One of the two landscapes of a backtest.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Side {
    /// Its name.
    pub name: String,
    /// The day on which its claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// How many companies it has.
    pub companies: u32,
    /// How many tools it has that count.
    pub tools: u32,
}

/// Which companies of the earlier landscape were tested, and which were not.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Companies {
    /// How many were tested.
    pub tested: u32,
    /// How many of those added a tool: over these the metrics are.
    pub expanded: u32,
    /// How many offered too few tools.
    pub too_few_tools: u32,
    /// How many are not in the later landscape.
    pub gone: u32,
    /// How many are one with another company in the later landscape: what they added cannot be told
    /// from what the other had.
    pub merged: u32,
    /// How many lacked no tool, or added every one that they lacked: no order could be better than
    /// another.
    pub nothing_to_rank: u32,
}

/// What there was to foresee.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Expansions {
    /// How many tools the companies tested did not offer in the earlier landscape, summed over the
    /// companies.
    pub absent: u64,
    /// How many of these they offer in the later one.
    pub added: u32,
    /// `added` out of `absent`; 0 where there are none.
    pub base_rate: f64,
    /// How many tools they offer in the later one that the earlier one does not have: no order
    /// could name these, so they are not counted.
    pub beyond: u32,
}

/// The share of the first five that came true, over all companies tested.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Precision {
    /// In the order tested.
    pub ranked: f64,
    /// In the order of popularity.
    pub popularity: f64,
    /// In a random order, on average: the base rate, each company's own.
    pub chance: f64,
}

/// One metric of the order tested, of popularity and of chance.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MetricRow {
    /// The metric.
    pub metric: Metric,
    /// In the order tested.
    pub ranked: Estimate,
    /// In the order of popularity: by how many companies offer a tool.
    pub popularity: Estimate,
    /// In a random order: the exact expectation, company by company.
    pub chance: Estimate,
    /// The order tested less popularity, company by company.
    pub over_popularity: Estimate,
    /// The order tested less chance.
    pub over_chance: Estimate,
}

impl MetricRow {
    /// Returns whether the difference from popularity may well be none: its interval holds 0.
    #[must_use]
    pub fn is_within_noise(&self) -> bool {
        self.over_popularity.low <= 0.0 && self.over_popularity.high >= 0.0
    }
}

/// What is being done, for who shows how far it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Progress {
    /// One more of so many companies is tested.
    Company {
        /// How many there are.
        of: u64,
    },
    /// The companies are drawn again once more, of so many times.
    Resample {
        /// How many times there are.
        of: u64,
    },
}

/// Ranks, for each company of an earlier landscape, the tools that it lacked, and measures the
/// order against what it offers in a later one.
///
/// Tools and companies are matched by id and, where an id is not on both sides, by name and alias,
/// so that what was renamed, merged or divided is no expansion. A tool counts as added when the
/// later landscape says that the company offers it; that the earlier one did not may also mean that
/// nobody had looked.
///
/// `progress` is called after each company and each draw.
///
/// # Complexity
///
/// O(Σ (p + t log t)) time over the companies that added a tool, for p as
/// [`Peers::new`](super::peers::Peers::new) and t tools; then O(r · c) for r resamples of c
/// companies.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::backtest};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// // Against itself: nobody has added anything.
/// let report = backtest::backtest(&market, &market, &Default::default(), &mut |_| ());
/// assert_eq!((report.companies.tested, report.expansions.added), (3, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn backtest(
    train: &Landscape,
    test: &Landscape,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Report {
    let tester = Tester {
        train,
        test,
        options,
        tools: Groups::of(Kind::Tool, train, test),
        companies: Groups::of(Kind::Company, train, test),
        whole: train.whole_tools().collect(),
    };
    let mut tally = Tally::default();
    let of = train.companies().len() as u64;
    for company in train.companies() {
        tester.test(company, &mut tally);
        progress(Progress::Company { of });
    }
    let Tally { companies, mut expansions, precision, rows } = tally;
    #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let (absent, companies_tested) = (expansions.absent as f64, f64::from(companies.tested));
    let share = |sum: f64| if companies_tested > 0.0 { sum / companies_tested } else { 0.0 };
    expansions.base_rate = if absent > 0.0 { f64::from(expansions.added) / absent } else { 0.0 };
    let of = u64::from(options.resamples);
    let estimates =
        bootstrap(&rows, if rows.is_empty() { 0 } else { options.resamples }, options.seed, || {
            progress(Progress::Resample { of });
        });
    let metrics = Metric::ALL.into_iter().enumerate().map(|(at, metric)| {
        let column = |block: usize| estimates[block * Metric::ALL.len() + at];
        MetricRow {
            metric,
            ranked: column(0),
            popularity: column(1),
            chance: column(2),
            over_popularity: column(3),
            over_chance: column(4),
        }
    });
    Report {
        train: Side::of(train),
        test: Side::of(test),
        rank: match options.rank {
            Rank::Peers(parameters) => Rank::Peers(parameters.bounded()),
            rank => rank,
        },
        min_tools: options.min_tools,
        companies,
        expansions,
        precision_at_5: Precision {
            ranked: share(precision.ranked),
            popularity: share(precision.popularity),
            chance: share(precision.chance),
        },
        metrics: if rows.is_empty() { Vec::new() } else { metrics.collect() },
        resamples: options.resamples,
        seed: options.seed,
    }
}

impl Side {
    fn of(landscape: &Landscape) -> Self {
        Self {
            name: landscape.name().to_owned(),
            as_of: landscape.as_of(),
            today: landscape.today(),
            companies: count(landscape.companies().len()),
            tools: count(landscape.whole_tools().count()),
        }
    }
}

/// The figures of the order tested, of popularity, of chance, and the first less each of the
/// others.
const COLUMNS: usize = 5 * Metric::ALL.len();

/// What has been found out so far.
#[derive(Default)]
struct Tally {
    companies: Companies,
    expansions: Expansions,
    precision: Precision,
    /// The figures of each company that added a tool.
    rows: Vec<[f64; COLUMNS]>,
}

struct Tester<'t> {
    train: &'t Landscape,
    test: &'t Landscape,
    options: &'t Options,
    tools: Groups,
    companies: Groups,
    /// The tools of the earlier landscape that count, in id order.
    whole: Vec<ToolIx>,
}

impl Tester<'_> {
    fn test(&self, company: CompanyIx, tally: &mut Tally) {
        let group_of = |tool: ToolIx| self.tools.train[tool.ordinal() as usize];
        let [before, after] =
            &self.companies.members[self.companies.train[company.ordinal() as usize] as usize];
        let mut held: Vec<u32> = self.train.offered_tools(company).map(group_of).collect();
        held.sort_unstable();
        held.dedup();
        if count(held.len()) < self.options.min_tools {
            tally.companies.too_few_tools += 1;
            return;
        }
        if after.is_empty() {
            tally.companies.gone += 1;
            return;
        }
        if before.len() > 1 {
            tally.companies.merged += 1;
            return;
        }
        let offered_later = |company: &u32| {
            let offers = self.test.offers_of(Ix::new(*company)).filter(|(_, cell)| cell.is_offered());
            offers.map(|(tool, _)| tool)
        };
        let counts = |tool: &ToolIx| self.test.wholes(*tool).is_empty();
        let later: Vec<ToolIx> = after.iter().flat_map(offered_later).collect();
        let mut later: Vec<u32> = (later.into_iter())
            .filter(|tool| counts(tool) || !self.train_tools(*tool).is_empty())
            .map(|tool| self.tools.test[tool.ordinal() as usize])
            .collect();
        later.sort_unstable();
        later.dedup();
        later.retain(|group| held.binary_search(group).is_err());

        let absent: Vec<ToolIx> = (self.whole.iter().copied())
            .filter(|tool| held.binary_search(&group_of(*tool)).is_err())
            .collect();
        let mut groups: Vec<u32> = absent.iter().map(|tool| group_of(*tool)).collect();
        groups.sort_unstable();
        groups.dedup();
        let (added, beyond): (Vec<u32>, Vec<u32>) =
            later.into_iter().partition(|group| groups.binary_search(group).is_ok());
        if added.len() == groups.len() {
            tally.companies.nothing_to_rank += 1;
            return;
        }
        tally.companies.tested += 1;
        tally.expansions.absent += groups.len() as u64;
        tally.expansions.added += count(added.len());
        let has_no_past = |group: &&u32| self.tools.members[**group as usize][0].is_empty();
        tally.expansions.beyond += count(beyond.iter().filter(has_no_past).count());
        if added.is_empty() {
            return;
        }
        let of = f64::from(count(groups.len().min(5)));
        let chance = f64::from(count(added.len())) / f64::from(count(groups.len()));
        let order = |rank: Rank| self.order(company, &absent, rank, &added);
        let (ranked, popular) = (order(self.options.rank), order(Rank::Popularity));
        let precision = |order: &[(Key, bool)]| {
            f64::from(count(order.iter().take(5).filter(|(_, is_true)| *is_true).count())) / of
        };
        tally.precision.ranked += precision(&ranked);
        tally.precision.popularity += precision(&popular);
        tally.precision.chance += chance;
        tally.companies.expanded += 1;
        let blocks: [Figures; 3] =
            [measure(&ranked), measure(&popular), by_chance(groups.len(), added.len())];
        let less = |other: usize| std::array::from_fn(|at| blocks[0][at] - blocks[other][at]);
        let all: [Figures; 5] = [blocks[0], blocks[1], blocks[2], less(1), less(2)];
        let flat: Vec<f64> = all.into_iter().flatten().collect();
        tally.rows.push(std::array::from_fn(|at| flat[at]));
    }

    /// The tools of the earlier landscape that are one with a tool of the later.
    fn train_tools(&self, tool: ToolIx) -> &[u32] {
        &self.tools.members[self.tools.test[tool.ordinal() as usize] as usize][0]
    }

    /// The groups of tools that a company lacked, in the order of a rank: of several tools of one
    /// group the first.
    fn order(&self, company: CompanyIx, absent: &[ToolIx], rank: Rank, added: &[u32]) -> Vec<(Key, bool)> {
        let candidate = |tool: &ToolIx| Candidate {
            tool: *tool,
            family: [*tool].into(),
            offerers: self.train.offerers(*tool),
            rivals: 0,
        };
        let ranker = rank.ranker(self.train, company);
        let mut seen = vec![false; self.tools.members.len()];
        let mut order = Vec::with_capacity(absent.len());
        for (score, candidate) in scored(absent.iter().map(candidate).collect(), &*ranker, super::Page::ALL) {
            let group = self.tools.train[candidate.tool.ordinal() as usize];
            if !std::mem::replace(&mut seen[group as usize], true) {
                order.push(((score.0, candidate.offerers), added.binary_search(&group).is_ok()));
            }
        }
        order
    }
}

/// What equal candidates have in common: the score, and how many companies offer them.
type Key = (f64, u32);
