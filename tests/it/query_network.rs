//! The network of companies: its numbers by hand, and the backbone and the order against what they
//! promise.

use std::collections::BTreeSet;

use landscape_graph::Landscape;
use landscape_graph::query::Page;
use landscape_graph::query::{network, overlap};
use proptest::prelude::*;
use serde_json::json;

use crate::landscapes::{bakery, build, company, stack};

fn names(report: &network::Report<'_>, pair: [u32; 2]) -> [String; 2] {
    pair.map(|place| report.companies[place as usize].company.id.to_string())
}

/// Companies `c0`, `c1` … that offer the tools of these numbers.
fn offering(offers: &[Vec<usize>]) -> Landscape {
    let tools: Vec<_> = (0..12).map(|at| json!({ "id": format!("t{at}"), "name": "Tool" })).collect();
    let offer = |tool: &usize| json!({ "tool": format!("t{tool}"), "support": "yes" });
    let company = |(at, tools): (usize, &Vec<usize>)| {
        let tools: BTreeSet<&usize> = tools.iter().collect();
        let offers: Vec<_> = tools.into_iter().map(offer).collect();
        json!({ "id": format!("c{at}"), "name": "Company", "offers": offers })
    };
    let companies: Vec<_> = offers.iter().enumerate().map(company).collect();
    build(&json!({ "tools": tools, "companies": companies }).to_string())
}

#[test]
fn the_bakery_s_network() {
    let landscape = bakery();
    let report = network::network(&landscape, &network::Options::default());
    let broad: Vec<_> =
        report.companies.iter().map(|one| (one.company.id.to_string(), one.tools.len())).collect();
    let expected = [("bun", 3), ("loaf", 3), ("rye", 2), ("crumb", 1)];
    assert_eq!(broad, expected.map(|(id, tools)| (id.to_owned(), tools)));
    // Sourdough is not known to offer anything, so that there is nothing to compare.
    assert_eq!((report.alone.len(), report.total), (0, 4));
    let pairs: Vec<_> = report
        .pairs
        .iter()
        .map(|pair| {
            let [a, b] = names(&report, pair.companies);
            (format!("{a} {b}"), pair.similarity.shared, (pair.similarity.weighted_jaccard * 1e3).round())
        })
        .collect();
    let expected = [
        ("loaf rye", 2, 610.0),
        ("rye crumb", 1, 500.0),
        ("bun loaf", 2, 446.0),
        ("loaf crumb", 1, 305.0),
        ("bun rye", 1, 196.0),
    ];
    assert_eq!(pairs, expected.map(|(pair, shared, share)| (pair.to_owned(), shared, share)));
    let main = |at: usize| report.companies[at].main_stack.map(|stack| report.stacks[stack as usize].name);
    assert_eq!((main(0), main(3)), (Some("Counter"), Some("Counter")));
    assert!(report.companies[3].ours);
}

#[test]
fn few_ties_are_kept_where_few_are_asked_for() {
    let landscape = bakery();
    let options = network::Options { best: 0, least: 0.9, ..network::Options::default() };
    let report = network::network(&landscape, &options);
    let kept: Vec<_> = (report.pairs.iter().filter(|pair| pair.kept))
        .map(|pair| names(&report, pair.companies).join(" "))
        .collect();
    assert_eq!(kept, ["loaf rye", "rye crumb", "bun loaf"]);
}

#[test]
fn a_stack_s_tools_alone_count_where_one_is_named() {
    let landscape = bakery();
    let stacks = vec![stack(&landscape, "kitchen")];
    let report = network::network(
        &landscape,
        &network::Options { within: stacks.into(), ..network::Options::default() },
    );
    let broad: Vec<_> =
        report.companies.iter().map(|one| (one.company.id.as_str(), one.tools.len())).collect();
    // Bun has the proofing oven and the stock list, the others the stock list.
    assert_eq!(broad, [("bun", 2), ("loaf", 1), ("rye", 1)]);
    assert_eq!(report.pairs.len(), 3);
    let office = vec![stack(&landscape, "office")];
    let none = network::network(
        &landscape,
        &network::Options { within: office.into(), ..network::Options::default() },
    );
    assert_eq!((none.companies.len(), none.alone.len(), none.total), (0, 0, 0));
}

#[test]
fn the_marked_company_is_among_the_fewest() {
    let landscape = bakery();
    let options = network::Options { most: 2, ..network::Options::default() };
    let report = network::network(&landscape, &options);
    let mut shown: Vec<_> =
        report.companies.iter().chain(&report.alone).map(|one| one.company.id.as_str()).collect();
    shown.sort_unstable();
    // Bun is the broadest, and shares nothing that is known with Crumb, the perspective.
    assert_eq!((shown, report.alone.len(), report.total), (vec!["bun", "crumb"], 2, 4));
    let loaf = Some(company(&landscape, "loaf"));
    let report = network::network(&landscape, &network::Options { most: 1, company: loaf, ..options });
    assert_eq!(report.alone[0].company.id.as_str(), "loaf");
}

#[test]
fn a_clique_of_equals_is_thinned_out() {
    let landscape = offering(&vec![vec![0, 1]; 20]);
    let report = network::network(&landscape, &network::Options::default());
    let kept = report.pairs.iter().filter(|pair| pair.kept).count();
    assert_eq!((report.pairs.len(), kept + report.thinned as usize), (190, 190));
    assert!(kept <= 60, "{kept} of 190 are a hairball");
}

#[test]
fn a_chain_is_put_in_order() {
    // c0 and c3 are one end and the next of a chain whose order is 3, 0, 4, 1, 2.
    let offers = [vec![2, 3], vec![4, 5], vec![5, 6], vec![1, 2], vec![3, 4]];
    let landscape = offering(&offers);
    let report = network::table(&landscape, &network::Options::default());
    assert!(matches!(report.order.as_slice(), [2, 1, 4, 0, 3] | [3, 0, 4, 1, 2]), "{:?}", report.order);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_network_keeps_what_it_promises(
        offers in prop::collection::vec(prop::collection::vec(0_usize..12, 0..5), 0..14),
        best in 0_u32..3,
    ) {
        let landscape = offering(&offers);
        let options = network::Options { best, ..network::Options::default() };
        let report = network::network(&landscape, &options);

        // All pairs, with the figures of the query of all pairs.
        let all = overlap::all(&landscape, &overlap::Options { page: Page::ALL, min_tools: Some(1), ..overlap::Options::default() });
        let mut ours: Vec<_> = report.pairs.iter().map(|pair| {
            let mut ids = names(&report, pair.companies);
            ids.sort();
            (ids, pair.similarity.shared, (pair.similarity.weighted_jaccard * 1e9).round())
        }).collect();
        let mut theirs: Vec<_> = all.pairs.iter().map(|pair| {
            let mut ids = pair.companies.map(|company| company.id.to_string());
            ids.sort();
            (ids, pair.similarity.shared, (pair.similarity.weighted_jaccard * 1e9).round())
        }).collect();
        ours.sort_by(|a, b| a.0.cmp(&b.0));
        theirs.sort_by(|a, b| a.0.cmp(&b.0));
        prop_assert_eq!(ours, theirs);

        // What hangs together through all pairs hangs together through those that are kept.
        let reached = |kept_alone: bool| {
            let mut groups: Vec<usize> = (0..report.companies.len()).collect();
            for _ in 0..groups.len() {
                for pair in report.pairs.iter().filter(|pair| pair.kept || !kept_alone) {
                    let [a, b] = pair.companies.map(|place| place as usize);
                    let least = groups[a].min(groups[b]);
                    (groups[a], groups[b]) = (least, least);
                }
            }
            groups
        };
        prop_assert_eq!(reached(true), reached(false));

        // Each company's best are kept.
        for place in 0..u32::try_from(report.companies.len()).expect("few") {
            let of = report.pairs.iter().filter(|pair| pair.companies.contains(&place));
            prop_assert!(of.take(best as usize).all(|pair| pair.kept));
        }

        // The order has each company once.
        let table = network::table(&landscape, &options);
        let mut places = table.order.clone();
        places.sort_unstable();
        prop_assert!(places.into_iter().map(|place| place as usize).eq(0..report.companies.len()));
    }
}
