//! Where companies overlap, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::model::Support;
use landscape_graph::query::overlap::{self, By, PairOverlap, Similarity};

use crate::landscapes::{bakery, company, ids};

/// The weights of the bakery's tools: ln(1 + 5 companies / those that offer it).
struct Weights {
    stock_list: f64,
    till: f64,
    loyalty_card: f64,
    proofing_oven: f64,
}

fn weights() -> Weights {
    Weights {
        stock_list: (8.0_f64 / 3.0).ln(),
        till: (8.0_f64 / 3.0).ln(),
        loyalty_card: 3.5_f64.ln(),
        proofing_oven: 6.0_f64.ln(),
    }
}

fn assert_close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}");
}

/// Asserts shared, Jaccard, weighted Jaccard, containment both ways and the overlap coefficient.
fn assert_similarity(found: Similarity, shared: u32, wanted: [f64; 5]) {
    assert_eq!(found.shared, shared);
    let [a, b] = found.containment;
    let found = [found.jaccard, found.weighted_jaccard, a, b, found.overlap_coefficient];
    found.into_iter().zip(wanted).for_each(|(found, wanted)| assert_close(found, wanted));
}

fn pairs(pairs: &[PairOverlap<'_>]) -> Vec<String> {
    let text = |pair: &PairOverlap<'_>| {
        let [a, b] = pair.companies.map(|company| company.id);
        format!("{a} {b}: {}", ids(&pair.shared).join(" "))
    };
    pairs.iter().map(text).collect()
}

#[test]
fn all_pairs_are_ranked_by_jaccard_then_by_what_they_share() {
    let landscape = bakery();
    let options =
        overlap::Options { min_tools: Some(1), by: Some(By::Jaccard), ..overlap::Options::default() };
    let report = overlap::all(&landscape, &options);
    assert_eq!((report.total, report.compared, report.too_few), (5, 4, 0));
    assert_eq!(
        pairs(&report.pairs),
        [
            "loaf rye: stock-list till",
            "bun loaf: loyalty-card stock-list",
            "crumb rye: till",
            "crumb loaf: till",
            "bun rye: stock-list",
        ]
    );
    let jaccards: Vec<f64> = report.pairs.iter().map(|pair| pair.similarity.jaccard).collect();
    let wanted = [2.0 / 3.0, 0.5, 0.5, 1.0 / 3.0, 0.25];
    jaccards.into_iter().zip(wanted).for_each(|(found, wanted)| assert_close(found, wanted));
}

#[test]
fn all_pairs_do_not_lead_with_those_who_share_their_only_tool() {
    let landscape = bakery();
    let report = overlap::all(&landscape, &overlap::Options::default());
    // Crumb offers a till alone.
    assert_eq!((report.compared, report.too_few, report.min_tools, report.by), (3, 1, 2, By::Weighted));
    assert_eq!(
        pairs(&report.pairs),
        ["loaf rye: stock-list till", "bun loaf: loyalty-card stock-list", "bun rye: stock-list"]
    );
}

#[test]
fn the_figures_of_a_pair_are_those_of_the_literature() {
    let landscape = bakery();
    let Weights { stock_list, till, loyalty_card, proofing_oven } = weights();
    let [bun, loaf] = ["bun", "loaf"].map(|id| company(&landscape, id));
    let report = overlap::two(&landscape, loaf, bun);
    let both = loyalty_card + stock_list;
    // Two of three each: loyalty card and stock list of four tools.
    let figures = [0.5, both / (both + till + proofing_oven), 2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0];
    assert_similarity(report.similarity, 2, figures);
    assert_eq!(report.tools, [3, 3]);

    let rye = company(&landscape, "rye");
    let both = stock_list + till;
    let figures = [2.0 / 3.0, both / (both + loyalty_card), 2.0 / 3.0, 1.0, 1.0];
    assert_similarity(overlap::two(&landscape, loaf, rye).similarity, 2, figures);
    let turned = [figures[0], figures[1], figures[3], figures[2], figures[4]];
    assert_similarity(overlap::two(&landscape, rye, loaf).similarity, 2, turned);
}

#[test]
fn rare_shared_tools_weigh_more_than_common_ones() {
    let landscape = bakery();
    let Weights { stock_list, loyalty_card, proofing_oven, .. } = weights();
    for (id, weight) in
        [("stock-list", stock_list), ("loyalty-card", loyalty_card), ("proofing-oven", proofing_oven)]
    {
        assert_close(landscape.weight(crate::landscapes::tool(&landscape, id)), weight);
    }
    assert!(stock_list < loyalty_card && loyalty_card < proofing_oven);
    assert_close(landscape.weight(crate::landscapes::tool(&landscape, "payroll")), 0.0);
}

#[test]
fn one_company_s_others_are_ranked_by_how_much_of_its_offer_they_have() {
    let landscape = bakery();
    let report = overlap::one(&landscape, company(&landscape, "loaf"), &overlap::Options::default());
    assert_eq!((report.tools, report.total), (3, 3));
    assert_eq!(
        pairs(&report.others),
        ["loaf bun: loyalty-card stock-list", "loaf rye: stock-list till", "loaf crumb: till"]
    );
    let Weights { stock_list, till, loyalty_card, .. } = weights();
    let of_loaf = loyalty_card + stock_list + till;
    let wanted = [(loyalty_card + stock_list) / of_loaf, (stock_list + till) / of_loaf, till / of_loaf];
    for (pair, wanted) in report.others.iter().zip(wanted) {
        assert_close(pair.similarity.weighted_containment[0], wanted);
    }
    let by = |by| {
        let options = overlap::Options { by: Some(by), ..overlap::Options::default() };
        let report = overlap::one(&landscape, company(&landscape, "loaf"), &options);
        report.others.iter().map(|pair| pair.companies[1].id.to_string()).collect::<Vec<_>>()
    };
    // Crumb offers nothing but what Loaf offers too, and so does Rye.
    assert_eq!(by(By::Theirs), ["rye", "crumb", "bun"]);
    assert_eq!(by(By::Weighted), ["rye", "bun", "crumb"]);
    assert_eq!(by(By::Jaccard), ["rye", "bun", "crumb"]);
    assert_eq!(by(By::Shared), ["bun", "rye", "crumb"]);
}

#[test]
fn a_company_without_offers_overlaps_with_nobody() {
    let landscape = bakery();
    let sourdough = company(&landscape, "sourdough");
    let report = overlap::one(&landscape, sourdough, &overlap::Options::default());
    assert_eq!((report.tools, report.total, report.others.len()), (0, 0, 0));
    let report = overlap::two(&landscape, sourdough, company(&landscape, "loaf"));
    assert_similarity(report.similarity, 0, [0.0; 5]);
}

#[test]
fn the_least_number_of_tools_leaves_small_companies_out() {
    let landscape = bakery();
    let options = overlap::Options { min_tools: Some(2), ..overlap::Options::default() };
    let report = overlap::all(&landscape, &options);
    assert_eq!((report.total, report.compared, report.min_tools), (3, 3, 2));
    assert_eq!(
        pairs(&report.pairs),
        ["loaf rye: stock-list till", "bun loaf: loyalty-card stock-list", "bun rye: stock-list"]
    );
    let report = overlap::one(&landscape, company(&landscape, "crumb"), &options);
    assert_eq!(pairs(&report.others), ["crumb loaf: till", "crumb rye: till"]);
}

#[test]
fn a_pair_is_compared_tool_by_tool() {
    let landscape = bakery();
    let report = overlap::two(&landscape, company(&landscape, "crumb"), company(&landscape, "loaf"));
    assert_eq!(ids(report.shared.iter().map(|shared| &shared.tool)), ["till"]);
    assert_eq!(report.shared[0].supports, [Support::Yes, Support::Partial]);
    assert!(report.only_first.is_empty());
    let only: Vec<(&str, Option<Support>)> =
        report.only_second.iter().map(|one| (one.tool.id.as_str(), one.other)).collect();
    assert_eq!(only, [("loyalty-card", None), ("stock-list", Some(Support::Planned))]);
    let neither: Vec<(&str, [Option<Support>; 2])> =
        report.neither.iter().map(|one| (one.tool.id.as_str(), one.claims)).collect();
    let no = Some(Support::No);
    assert_eq!(neither, [("bookkeeping", [None, no]), ("oven", [no, no])]);
    assert_eq!(ids(&report.unknown), ["payroll", "proofing-oven", "recipe-book", "route-planner"]);
    // At worst five tools more come to be offered by one alone: bookkeeping by Crumb, and the four
    // of which nothing is known. At best Crumb offers the loyalty card and both offer those four;
    // the stock list that it plans and the oven that neither has change nothing.
    assert_close(report.jaccard_range[0], 1.0 / 8.0);
    assert_close(report.similarity.jaccard, 1.0 / 3.0);
    assert_close(report.jaccard_range[1], 6.0 / 7.0);
}

#[test]
fn what_is_known_of_both_in_full_has_no_range() {
    let json = r#"{ "tools": [{ "id": "etl", "name": "ETL" }, { "id": "cdp", "name": "CDP" }],
      "companies": [
        { "id": "a", "name": "A", "offers": [{ "tool": "etl", "support": "yes" }, { "tool": "cdp", "support": "no" }] },
        { "id": "b", "name": "B", "offers": [{ "tool": "etl", "support": "yes" }, { "tool": "cdp", "support": "partial" }] }] }"#;
    let landscape = crate::landscapes::build(json);
    let report = overlap::two(&landscape, company(&landscape, "a"), company(&landscape, "b"));
    report.jaccard_range.into_iter().for_each(|end| assert_close(end, 0.5));
}

fn intersections(landscape: &Landscape, asked: &[&str]) -> Vec<(String, String, Vec<u32>)> {
    let companies: Vec<_> = asked.iter().map(|id| company(landscape, id)).collect();
    let report = overlap::many(landscape, &companies);
    assert_eq!(ids(&report.companies), asked);
    let group = |group: &landscape_graph::query::overlap::Intersection<'_>| {
        (ids(&group.companies).join(" "), ids(&group.tools).join(" "), group.known_not.clone())
    };
    report.intersections.iter().map(group).collect()
}

#[test]
fn several_companies_are_divided_by_exactly_who_offers_each_tool() {
    let landscape = bakery();
    let text = |companies: &str, tools: &str, known_not: &[u32]| {
        (companies.to_owned(), tools.to_owned(), known_not.to_vec())
    };
    assert_eq!(
        intersections(&landscape, &["loaf", "bun", "crumb"]),
        [
            text("loaf bun", "loyalty-card stock-list", &[0, 0]),
            // Bun is known not to offer a till.
            text("loaf crumb", "till", &[1]),
            text("bun", "proofing-oven", &[0]),
        ]
    );
    assert_eq!(
        intersections(&landscape, &["crumb", "loaf", "rye", "sourdough"]),
        [
            text("crumb loaf rye", "till", &[0]),
            text("loaf rye", "stock-list", &[0]),
            text("loaf", "loyalty-card", &[0]),
        ]
    );
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::overlap;

    use crate::landscapes::{company, init, text};

    #[test]
    fn the_sample_s_pairs() {
        insta::assert_snapshot!(text(&overlap::all(&init(), &overlap::Options::default())));
    }

    #[test]
    fn the_sample_s_own_company_against_all_others() {
        let landscape = init();
        let us = company(&landscape, "paper-walrus");
        insta::assert_snapshot!(text(&overlap::one(&landscape, us, &overlap::Options::default())));
    }

    #[test]
    fn two_companies_of_the_sample() {
        let landscape = init();
        let [a, b] = ["paper-walrus", "bookish-badger"].map(|id| company(&landscape, id));
        insta::assert_snapshot!(text(&overlap::two(&landscape, a, b)));
    }

    #[test]
    fn four_companies_of_the_sample() {
        let landscape = init();
        let asked = ["paper-walrus", "bookish-badger", "inky-octopus", "riddle-raven"];
        let companies = asked.map(|id| company(&landscape, id));
        insta::assert_snapshot!(text(&overlap::many(&landscape, &companies)));
    }

    #[test]
    fn eight_companies_stand_side_by_side() {
        let landscape = crate::landscapes::graph();
        let companies: Vec<_> = landscape.companies().take(8).collect();
        let text = text(&overlap::many(&landscape, &companies));
        assert!(text.contains("\nA  B  C  D  E  F  G  H  TOOLS  WHICH"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

#[cfg(feature = "cli")]
#[test]
fn twelve_companies_can_be_compared_and_no_more() {
    let landscape = crate::landscapes::graph();
    let ids: Vec<String> =
        landscape.companies().take(13).map(|ix| landscape.named(ix).id.to_string()).collect();
    let overlap = |companies: usize| {
        let ids = ids.iter().take(companies).map(String::as_str);
        let arguments: Vec<&str> = ["overlap"].into_iter().chain(ids).collect();
        crate::support::run_in(&crate::support::root(""), &arguments)
    };
    let twelve = overlap(12);
    assert_eq!((twelve.code, twelve.stderr.as_str()), (Some(0), ""), "{twelve}");
    let thirteen = overlap(13);
    assert_eq!((thirteen.code, thirteen.stdout.as_str()), (Some(2), ""), "{thirteen}");
    assert!(thirteen.stderr.contains("`COMPANY` takes at most 12, and 13 are named"), "{thirteen}");
}
