//! How good an order is, given what came true; what chance would do; and how sure the figures are.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};
use schemars::JsonSchema;
use serde::Serialize;

/// How good an order of candidates is. All are from 0 to 1, the more the better.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Whether one of the first five came true.
    HitAt5,
    /// Whether one of the first ten did.
    HitAt10,
    /// The share of what came true that is among the first ten.
    RecallAt10,
    /// One over the rank of the first that came true.
    ReciprocalRank,
    /// The mean, over what came true, of the share that came true up to its rank.
    AveragePrecision,
    /// The share of pairs of one that came true and one that did not in which the first has the
    /// higher score or, of equal scores, is offered by more companies; pairs equal in both are
    /// counted as half.
    Auc,
}

impl Metric {
    /// Every metric, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::HitAt5,
        Self::HitAt10,
        Self::RecallAt10,
        Self::ReciprocalRank,
        Self::AveragePrecision,
        Self::Auc,
    ];

    /// Returns how it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::HitAt5 => "hit@5",
            Self::HitAt10 => "hit@10",
            Self::RecallAt10 => "recall@10",
            Self::ReciprocalRank => "MRR",
            Self::AveragePrecision => "MAP",
            Self::Auc => "AUC",
        }
    }
}

/// One company's figures, in the order of [`Metric::ALL`].
pub(super) type Figures = [f64; Metric::ALL.len()];

#[allow(clippy::cast_precision_loss, reason = "ranks are far below 2^52")]
fn float(number: usize) -> f64 {
    number as f64
}

/// Measures an order: for each candidate, first to last, a key that is equal for equal scores, and
/// whether it came true. At least one must have, and at least one must not.
pub(super) fn measure<K: PartialEq>(order: &[(K, bool)]) -> Figures {
    let true_at: Vec<usize> =
        (1..).zip(order).filter(|(_, (_, is_true))| *is_true).map(|(rank, _)| rank).collect();
    let positives = true_at.len();
    let within = |first: usize| float(true_at.iter().filter(|rank| **rank <= first).count());
    let hit = |first: usize| if within(first) > 0.0 { 1.0 } else { 0.0 };
    let precisions = (1..).zip(&true_at).map(|(found, rank)| float(found) / float(*rank));
    let mut pairs = 0.0;
    // Those that did not come true and stand after the runs of equal scores looked at so far.
    let mut below = float(order.len() - positives);
    for run in order.chunk_by(|(a, _), (b, _)| a == b) {
        let came_true = float(run.iter().filter(|(_, is_true)| *is_true).count());
        let did_not = float(run.len()) - came_true;
        below -= did_not;
        pairs += came_true * (below + did_not / 2.0);
    }
    [
        hit(5),
        hit(10),
        within(10) / float(positives),
        true_at.first().map_or(0.0, |rank| 1.0 / float(*rank)),
        precisions.sum::<f64>() / float(positives),
        pairs / (float(positives) * float(order.len() - positives)),
    ]
}

/// Returns what a random order of `candidates`, `positives` of which came true, scores on average:
/// exactly, not by trial.
pub(super) fn by_chance(candidates: usize, positives: usize) -> Figures {
    // The chance that none of the first `k` came true, for every k.
    let mut none = vec![1.0];
    for drawn in 0..candidates {
        let left = float(candidates - drawn);
        let did_not = float((candidates - positives).saturating_sub(drawn));
        none.push(none[drawn] * did_not / left);
    }
    let hit = |first: usize| 1.0 - none[first.min(candidates)];
    let reciprocal: f64 = (1..=candidates).map(|rank| (none[rank - 1] - none[rank]) / float(rank)).sum();
    // The expected precision at the rank of a positive: itself, and of those before it the share
    // that came true too.
    let harmonic: f64 = (1..=candidates).map(|rank| 1.0 / float(rank)).sum();
    let others = if candidates > 1 { float(positives - 1) / float(candidates - 1) } else { 0.0 };
    let average = (harmonic + others * (float(candidates) - harmonic)) / float(candidates);
    [hit(5), hit(10), (10.0 / float(candidates)).min(1.0), reciprocal, average, 0.5]
}

/// A mean over companies, and between which two numbers it lies 95 times out of 100 when the
/// companies are drawn again.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// The 2.5th percentile of the bootstrap.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

/// Draws companies with replacement, again and again, and returns for each column of `rows` the
/// mean with the interval of the middle 95 % of all draws: the percentile bootstrap (Efron 1979,
/// Bootstrap methods: another look at the jackknife, *Annals of Statistics* 7(1), 1–26). The same
/// seed gives the same draws on every machine.
pub(super) fn bootstrap<const N: usize>(
    rows: &[[f64; N]],
    resamples: u32,
    seed: u64,
    mut tick: impl FnMut(),
) -> [Estimate; N] {
    let mean = |sums: [f64; N]| sums.map(|sum| sum / float(rows.len().max(1)));
    let add = |mut sums: [f64; N], row: &[f64; N]| {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        sums
    };
    let means = mean(rows.iter().fold([0.0; N], add));
    let mut draws: Vec<[f64; N]> = Vec::with_capacity(resamples as usize);
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    for _ in 0..resamples {
        let one = |_| &rows[below(&mut random, rows.len())];
        draws.push(mean((0..rows.len()).map(one).fold([0.0; N], add)));
        tick();
    }
    std::array::from_fn(|column| {
        let mut sorted: Vec<f64> = draws.iter().map(|draw| draw[column]).collect();
        sorted.sort_by(f64::total_cmp);
        // As many draws are cut off at each end: 2.5 in 100, rounded down.
        let cut = sorted.len() * 25 / 1000;
        let at = |index: usize| sorted.get(index).copied().unwrap_or(means[column]);
        Estimate { mean: means[column], low: at(cut), high: at(sorted.len().saturating_sub(cut + 1)) }
    })
}

/// Draws a number below `bound`, all as likely as each other to within 2^-64 (Lemire 2019, without
/// the rejection).
fn below(random: &mut Pcg64Mcg, bound: usize) -> usize {
    let drawn = u128::from(random.next_u64()) * bound as u128;
    usize::try_from(drawn >> 64).unwrap_or(0)
}
