//! What an order was worth: two small histories worked out by hand, names that change, and chance
//! by counting all orders.

use landscape_graph::Landscape;
use landscape_graph::query::{
    backtest::{self, Companies, Estimate, Metric, MetricRow, Progress},
    peers,
    rank::Rank,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::landscapes::{build, build_as_of};
use crate::properties::{float, settings};
use crate::support::data;

const PLAIN: peers::Options = peers::Options { kappa: 0.0, gamma: 0.0 };

fn tested(train: &Landscape, test: &Landscape, options: &backtest::Options) -> backtest::Report {
    backtest::backtest(train, test, options, &mut |_| ())
}

fn ranked_by(rank: Rank) -> backtest::Options {
    backtest::Options { rank, resamples: 200, ..backtest::Options::default() }
}

#[cfg(feature = "import")]
fn lists() -> [Landscape; 2] {
    use landscape_graph::import::edges::{Delimiter, edge_list};
    [("earlier.tsv", Delimiter::Tab), ("later.csv", Delimiter::Comma)].map(|(name, delimiter)| {
        let bytes = std::fs::read(data("backtest").join(name)).expect("the file can be read");
        build(&edge_list(name, &bytes, delimiter).expect("it is a list of edges").document)
    })
}

fn row(report: &backtest::Report, metric: Metric) -> &MetricRow {
    report.metrics.iter().find(|row| row.metric == metric).expect("every metric has a row")
}

/// Asserts the means of an order in the order of [`Metric::ALL`].
#[track_caller]
fn assert_means(report: &backtest::Report, of: impl Fn(&MetricRow) -> Estimate, wanted: [f64; 6]) {
    let found: Vec<f64> = report.metrics.iter().map(|row| of(row).mean).collect();
    for ((found, wanted), metric) in found.iter().zip(wanted).zip(Metric::ALL) {
        assert!((found - wanted).abs() < 1e-12, "{metric:?} is {found}, not {wanted}: {:?}", report.metrics);
    }
    assert_eq!(found.len(), 6);
}

fn assert_counts(companies: Companies, wanted: [u32; 6]) {
    let Companies { tested, expanded, too_few_tools, gone, merged, nothing_to_rank, .. } = companies;
    assert_eq!([tested, expanded, too_few_tools, gone, merged, nothing_to_rank], wanted);
}

// Earlier: mixer 4 (alder, birch, elm, fir), oven 3 (alder, birch, cedar), till 3 (cedar, dogwood,
// elm), scale 2 (birch, cedar), label 1 (fir). Later alder adds the till, and a robot that nobody
// had; fir the oven and the scale; cedar all that it lacked; dogwood, which had one tool, the oven;
// birch nothing. Elm is gone.
//
// What alder lacks: label, scale, till. What fir lacks: oven, scale, till.
#[cfg(feature = "import")]
#[test]
fn who_is_tested_and_what_was_added() {
    let [train, test] = lists();
    let report = tested(&train, &test, &ranked_by(Rank::Popularity));
    assert_counts(report.companies, [3, 2, 1, 1, 0, 1]);
    let found = report.expansions;
    // Alder lacks 3, birch 2, fir 3. Cedar, which had nothing left to lack, is not among them.
    assert_eq!((found.absent, found.added, found.base_rate, found.beyond), (8, 3, 3.0 / 8.0, 1));
    assert_eq!(
        (report.train.companies, report.train.tools, report.test.companies, report.test.tools),
        (6, 5, 5, 6)
    );
    assert_eq!(report.rank, Rank::Popularity);
    let more = backtest::Options { min_tools: 3, ..ranked_by(Rank::Popularity) };
    assert_counts(tested(&train, &test, &more).companies, [1, 0, 4, 0, 0, 1]);
}

#[cfg(feature = "import")]
#[test]
fn every_metric_is_the_one_worked_out_by_hand() {
    let [train, test] = lists();
    // By popularity, alder: till (3) comes true, scale (2), label (1): all figures are 1. Fir: oven
    // (3) comes true, till (3) not, scale (2) does. Average precision (1/1 + 2/3) / 2 = 5/6; of the
    // two pairs the oven and the till are equal, which is half, and the scale is behind the till:
    // AUC 1/4.
    let popular = tested(&train, &test, &ranked_by(Rank::Popularity));
    assert_means(&popular, |row| row.ranked, [1.0, 1.0, 1.0, 1.0, 11.0 / 12.0, 0.625]);
    assert_means(&popular, |row| row.over_popularity, [0.0; 6]);
    // By chance, alder: 1 of 3, whose reciprocal rank is (1 + 1/2 + 1/3) / 3 = 11/18, which is its
    // average precision too. Fir: 2 of 3, of which the first is at rank 1 in two thirds of the
    // orders, else at 2: 5/6; and the average precisions 1, 5/6 and 7/12 of the three orders have
    // the mean 29/36.
    let map = f64::midpoint(11.0 / 18.0, 29.0 / 36.0);
    let chance = [1.0, 1.0, 1.0, f64::midpoint(11.0 / 18.0, 5.0 / 6.0), map, 0.5];
    assert_means(&popular, |row| row.chance, chance);
    assert_means(&popular, |row| row.over_chance, [0.0, 0.0, 0.0, 1.0 - chance[3], 11.0 / 12.0 - map, 0.125]);
    // By peers, alder, who has mixer (3 others) and oven (2): scale (1/3)/3 + (1/3 + 1/3)/2 = 4/9,
    // till (1/2)/3 + (1/3)/2 = 1/3, label (1/2)/3 = 1/6: the till is second. Fir, who has mixer and
    // label, which nobody else has: oven (1/2 + 1/3)/3, till (1/2)/3, scale (1/3)/3: as by
    // popularity, but the oven is before the till.
    let peers = tested(&train, &test, &ranked_by(Rank::Peers(PLAIN)));
    let wanted = [1.0, 1.0, 1.0, 0.75, 2.0 / 3.0, 0.5];
    assert_means(&peers, |row| row.ranked, wanted);
    assert_means(&peers, |row| row.popularity, [1.0, 1.0, 1.0, 1.0, 11.0 / 12.0, 0.625]);
    assert_means(&peers, |row| row.over_popularity, [0.0, 0.0, 0.0, -0.25, -0.25, -0.125]);
    assert_eq!(peers.rank, Rank::Peers(PLAIN));
    // By id, alder: label, scale, till: the last of three. Fir: oven, scale, till: the first two of
    // three.
    let name = tested(&train, &test, &ranked_by(Rank::Name));
    assert_means(&name, |row| row.ranked, [1.0, 1.0, 1.0, 2.0 / 3.0, 2.0 / 3.0, 0.5]);
    // Fewer than five are lacking, so that every order has them all among the first five: 1/3 and
    // 2/3, and 0 of birch.
    for report in [&popular, &peers, &name] {
        let precision = report.precision_at_5;
        for found in [precision.ranked, precision.popularity, precision.chance] {
            assert!((found - 1.0 / 3.0).abs() < 1e-12, "{precision:?}");
        }
    }
}

#[test]
fn one_landscape_on_two_days() {
    let text = std::fs::read_to_string(data("backtest/dated.json")).expect("the file can be read");
    let on = |day| build_as_of(&text, Some(day));
    let report = tested(&on("2021-01-01"), &on("2023-01-01"), &ranked_by(Rank::default()));
    // Ada lacks jam and tart, Bo tart, Cy jam; Ada adds the jam.
    assert_counts(report.companies, [3, 1, 0, 0, 0, 0]);
    assert_eq!(
        (report.expansions.absent, report.expansions.added, report.expansions.base_rate),
        (4, 1, 0.25)
    );
    // Bo offers the one and Cy the other, both with three tools: equal in all, so that the id
    // decides. Equal is half.
    assert_means(&report, |row| row.ranked, [1.0, 1.0, 1.0, 1.0, 1.0, 0.5]);
    assert_means(&report, |row| row.chance, [1.0, 1.0, 1.0, 0.75, 0.75, 0.5]);
    let precision = report.precision_at_5;
    assert!((precision.ranked - 1.0 / 6.0).abs() < 1e-12 && (precision.chance - 1.0 / 6.0).abs() < 1e-12);
    let plain = tested(&on("2021-01-01"), &on("2023-01-01"), &ranked_by(Rank::Peers(PLAIN)));
    assert_eq!((plain.rank, plain.metrics == report.metrics), (Rank::Peers(PLAIN), true));
    // The other way round nothing is added, and a year on Cy's tart has gone.
    let back = tested(&on("2023-01-01"), &on("2021-01-01"), &ranked_by(Rank::default()));
    assert_eq!((back.companies.expanded, back.metrics.len()), (0, 0));
    let later = tested(&on("2023-01-01"), &on("2025-01-01"), &ranked_by(Rank::default()));
    assert_eq!((later.expansions.added, later.companies.gone), (0, 0));
}

/// A landscape of tools and companies, each as id, name and aliases; and of companies the tools
/// that they offer.
fn named(tools: &[(&str, &str, &[&str])], companies: &[(&str, &str, &[&str], &[&str])]) -> Landscape {
    let tool =
        |(id, name, aliases): &(&str, &str, &[&str])| json!({ "id": id, "name": name, "aliases": aliases });
    let company = |(id, name, aliases, offers): &(&str, &str, &[&str], &[&str])| {
        let offers: Vec<Value> =
            offers.iter().map(|tool| json!({ "tool": tool, "support": "yes" })).collect();
        json!({ "id": id, "name": name, "aliases": aliases, "offers": offers })
    };
    let document = json!({ "tools": tools.iter().map(tool).collect::<Vec<_>>(),
        "companies": companies.iter().map(company).collect::<Vec<_>>() });
    build(&document.to_string())
}

/// The tools `a` to `e`, and us who offer a and b.
fn before() -> Landscape {
    let tools = ["a", "b", "c", "d", "e"].map(|id| (id, id, &[][..]));
    named(&tools, &[("us", "Us", &[], &["a", "b"]), ("x", "X", &[], &["c", "d", "e"])])
}

#[track_caller]
fn assert_added(test: &Landscape, added: u32, beyond: u32) {
    let report = tested(&before(), test, &ranked_by(Rank::Popularity));
    assert_eq!(
        (report.expansions.added, report.expansions.beyond),
        (added, beyond),
        "{:?}",
        report.companies
    );
}

#[test]
fn what_was_renamed_merged_or_divided_is_no_addition() {
    let x = ("x", "X", &[][..], &[][..]);
    let plain = |id: &'static str| (id, id, &[][..]);
    // B is called `bee` now; by its alias, and by its name.
    let rest = [plain("a"), plain("c"), plain("d"), plain("e")];
    for bee in [("bee", "Bee", &["B"][..]), ("bee", "B", &[])] {
        let test = named(&[&rest[..], &[bee]].concat(), &[("us", "Us", &[], &["a", "bee"]), x]);
        assert_added(&test, 0, 0);
    }
    // B and c are one: who had b has added nothing; who had neither would have.
    let rest = [plain("a"), plain("d"), plain("e")];
    let merged = [&rest[..], &[("bc", "BC", &["b", "c"][..])]].concat();
    assert_added(&named(&merged, &[("us", "Us", &[], &["a", "bc"]), x]), 0, 0);
    let merged = [&[plain("a"), plain("b"), plain("e")][..], &[("cd", "CD", &["c", "d"][..])]].concat();
    assert_added(&named(&merged, &[("us", "Us", &[], &["a", "b", "cd"]), x]), 1, 0);
    // B is divided in two: who had it has both.
    let rest = [plain("a"), plain("c"), plain("d"), plain("e")];
    let divided = [&rest[..], &[("b", "B1", &[][..]), ("b2", "B", &[])]].concat();
    assert_added(&named(&divided, &[("us", "Us", &[], &["a", "b", "b2"]), x]), 0, 0);
    // On both sides under its id, c has not become b, whatever it is called besides.
    let both = [plain("a"), plain("b"), ("c", "c", &["bees"]), plain("d"), plain("e")];
    assert_added(&named(&both, &[("us", "Us", &[], &["a", "b", "c"]), x]), 1, 0);
    // What nobody had is beyond what any order could name.
    let new = [plain("a"), plain("b"), plain("c"), plain("d"), plain("e"), plain("new")];
    assert_added(&named(&new, &[("us", "Us", &[], &["a", "b", "c", "new"]), x]), 1, 1);
}

#[test]
fn companies_that_were_renamed_or_merged_are_no_news() {
    let tools = ["a", "b", "c", "d", "e"].map(|id| (id, id, &[][..]));
    let test = |companies: &[(&str, &str, &[&str], &[&str])]| {
        tested(&before(), &named(&tools, companies), &ranked_by(Rank::Popularity))
    };
    let x = ("x", "X", &[][..], &["c", "d", "e"][..]);
    let renamed = test(&[("we", "We", &["Us"], &["a", "b", "c"]), x]);
    assert_counts(renamed.companies, [2, 1, 0, 0, 0, 0]);
    assert_eq!((renamed.expansions.added, renamed.expansions.absent), (1, 5));
    // Bought by X, which now offers what both did.
    let merged = test(&[("x", "X", &["us"], &["a", "b", "c", "d", "e"])]);
    assert_counts(merged.companies, [0, 0, 0, 0, 2, 0]);
    assert_eq!((merged.expansions.absent, merged.expansions.added), (0, 0));
    assert_counts(test(&[x]).companies, [1, 0, 0, 1, 0, 0]);
    // Two companies of today that were one: what either offers is what it offers.
    let divided = test(&[("us", "Us", &[], &["a"]), ("us-2", "US", &[], &["b", "c"]), x]);
    assert_eq!((divided.companies.tested, divided.expansions.added), (2, 1));
}

#[test]
fn very_many_of_one_name_are_matched_in_no_time() {
    let many = |from: usize| {
        let companies: Vec<Value> =
            (from..from + 20_000).map(|at| json!({ "id": format!("c{at:06}"), "name": "Unknown" })).collect();
        build(&json!({ "companies": companies }).to_string())
    };
    // A product of the two would be four hundred million pairs.
    let report =
        tested(&many(0), &many(10_000), &backtest::Options { min_tools: 1, ..backtest::Options::default() });
    assert_eq!(report.companies.too_few_tools, 20_000);
}

#[test]
fn a_company_that_lacks_no_tool_has_nothing_to_rank() {
    let landscape = named(&[("a", "A", &[]), ("b", "B", &[])], &[("us", "Us", &[], &["a", "b"])]);
    let report = tested(&landscape, &landscape, &backtest::Options::default());
    assert_counts(report.companies, [0, 0, 0, 0, 0, 1]);
    assert_eq!((report.metrics.len(), report.expansions.base_rate), (0, 0.0));
}

/// Forty companies of eight to choose from, of which some add one or two.
fn history() -> [Landscape; 2] {
    let tools: Vec<String> = (0..8).map(|at| format!("t{at}")).collect();
    let landscape = |later: bool| {
        let company = |at: usize| {
            let held = [at % 8, (at * at + 1) % 8, (3 * at + 2) % 8];
            let added = [(at * 5 + 3) % 8, (at * 7) % 8];
            let more = if later { at % 3 } else { 0 };
            let mut offered: Vec<usize> = held.iter().chain(added.iter().take(more)).copied().collect();
            offered.sort_unstable();
            offered.dedup();
            let offers: Vec<Value> =
                offered.into_iter().map(|tool| json!({ "tool": tools[tool], "support": "yes" })).collect();
            json!({ "id": format!("c{at:02}"), "name": format!("C {at}"), "offers": offers })
        };
        let tools: Vec<Value> = tools.iter().map(|id| json!({ "id": id, "name": id })).collect();
        build(&json!({ "tools": tools, "companies": (0..40).map(company).collect::<Vec<_>>() }).to_string())
    };
    [landscape(false), landscape(true)]
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_other_intervals() {
    let [train, test] = history();
    let json = |seed| {
        let options = backtest::Options { seed, resamples: 100, ..backtest::Options::default() };
        serde_json::to_string(&tested(&train, &test, &options)).expect("a report can be written")
    };
    assert_eq!(json(1), json(1));
    let intervals = |seed| {
        let options = backtest::Options { seed, resamples: 100, ..backtest::Options::default() };
        let report = tested(&train, &test, &options);
        assert!(report.companies.expanded > 15, "{:?}", report.companies);
        report
            .metrics
            .iter()
            .map(|row| (row.ranked.mean, row.ranked.low, row.ranked.high))
            .collect::<Vec<_>>()
    };
    let (one, two) = (intervals(1), intervals(2));
    assert_ne!(one, two);
    assert!(
        one.iter().zip(&two).all(|(one, two)| one.0.to_bits() == two.0.to_bits()),
        "the means are no matter of luck"
    );
}

#[test]
fn intervals_hold_the_mean_and_every_step_is_told() {
    let [train, test] = history();
    let (mut companies, mut draws) = (0_u64, 0_u64);
    let options = backtest::Options { resamples: 500, ..backtest::Options::default() };
    let report = backtest::backtest(&train, &test, &options, &mut |progress| match progress {
        Progress::Company { of } => {
            companies += 1;
            assert_eq!(of, 40);
        }
        Progress::Resample { of } => {
            draws += 1;
            assert_eq!(of, 500);
        }
    });
    assert_eq!((companies, draws), (40, 500));
    for row in &report.metrics {
        for estimate in [row.ranked, row.popularity, row.chance, row.over_popularity, row.over_chance] {
            assert!(estimate.low <= estimate.mean && estimate.mean <= estimate.high, "{row:?}");
        }
        let differs = (row.ranked.mean - row.popularity.mean - row.over_popularity.mean).abs();
        assert!(differs < 1e-12, "{row:?}");
        let noise = row.over_popularity.low <= 0.0 && row.over_popularity.high >= 0.0;
        assert_eq!(row.is_within_noise(), noise);
    }
    let precision = row(&report, Metric::AveragePrecision);
    assert!(precision.ranked.low < precision.ranked.high);
}

/// Every set of ranks that `positives` of `candidates` can have: all orders, as far as the figures
/// can tell.
fn every_order(candidates: usize, positives: usize) -> Vec<Vec<usize>> {
    let sets = (0_u32..1 << candidates).filter(|set| set.count_ones() as usize == positives);
    sets.map(|set| (1..=candidates).filter(|rank| set >> (rank - 1) & 1 == 1).collect()).collect()
}

/// The figures of an order, as they are defined.
fn naive(ranks: &[usize], candidates: usize) -> [f64; 6] {
    let within = |first: usize| float(ranks.iter().filter(|rank| **rank <= first).count());
    let precision: f64 = ranks.iter().map(|rank| within(*rank) / float(*rank)).sum();
    let mut better = 0.0;
    for other in (1..=candidates).filter(|rank| !ranks.contains(rank)) {
        better += float(ranks.iter().filter(|rank| **rank < other).count());
    }
    let positives = float(ranks.len());
    [
        within(5).min(1.0),
        within(10).min(1.0),
        within(10) / positives,
        1.0 / float(ranks[0]),
        precision / positives,
        better / (positives * float(candidates - ranks.len())),
    ]
}

proptest! {
    #![proptest_config(settings(60))]

    #[test]
    fn figures_and_chance_are_those_of_all_orders(candidates in 2_usize..13, set in any::<u32>()) {
        // By name the ranks are those of the ids: which come true is which ranks come true.
        let ranks: Vec<usize> = (1..=candidates).filter(|rank| set >> rank & 1 == 1).collect();
        prop_assume!(!ranks.is_empty() && ranks.len() < candidates);
        let tools: Vec<Value> = (0..=candidates).map(|at| json!({ "id": format!("t{at:02}"), "name": format!("T{at}") })).collect();
        let landscape = |offered: &[usize]| {
            let offers: Vec<Value> =
                offered.iter().map(|at| json!({ "tool": format!("t{at:02}"), "support": "yes" })).collect();
            build(&json!({ "tools": tools, "companies": [{ "id": "us", "name": "Us", "offers": offers }] }).to_string())
        };
        let later: Vec<usize> = std::iter::once(0).chain(ranks.iter().copied()).collect();
        let options = backtest::Options { rank: Rank::Name, min_tools: 1, resamples: 1, seed: 1 };
        let report = tested(&landscape(&[0]), &landscape(&later), &options);
        prop_assert_eq!(report.metrics.len(), 6);
        let orders = every_order(candidates, ranks.len());
        let mut sums = [0.0; 6];
        for order in &orders {
            sums.iter_mut().zip(naive(order, candidates)).for_each(|(sum, figure)| *sum += figure);
        }
        for ((row, wanted), sum) in report.metrics.iter().zip(naive(&ranks, candidates)).zip(sums) {
            prop_assert!((row.ranked.mean - wanted).abs() < 1e-12, "{:?} is not {}", row, wanted);
            let chance = sum / float(orders.len());
            prop_assert!((row.chance.mean - chance).abs() < 1e-12, "{:?}: chance is {}", row, chance);
        }
    }
}

#[cfg(all(feature = "render", feature = "import"))]
mod text {
    use landscape_graph::query::backtest;
    use landscape_graph::query::rank::Rank;

    use super::{before, history, lists, ranked_by, tested};
    use crate::landscapes::text;

    #[test]
    fn two_lists_of_edges() {
        let [train, test] = lists();
        insta::assert_snapshot!(text(&tested(&train, &test, &backtest::Options::default())));
    }

    #[test]
    fn popularity_alone() {
        let [train, test] = history();
        insta::assert_snapshot!(text(&tested(&train, &test, &ranked_by(Rank::Popularity))));
    }

    #[test]
    fn nothing_to_measure() {
        insta::assert_snapshot!(text(&tested(&before(), &before(), &backtest::Options::default())));
    }
}
