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
    // Rye and Loaf are the rivals of Crumb, the perspective.
    assert_eq!(kept, ["loaf rye", "rye crumb", "bun loaf", "loaf crumb"]);
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
    // Bun has the proofing oven and the stock list, the others the stock list: they are one.
    assert_eq!(broad, [("bun", 2), ("loaf", 1)]);
    assert_eq!(report.companies[1].same[0].id.as_str(), "rye");
    assert_eq!(report.pairs.len(), 1);
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
    let shown = |most: usize| {
        let options = network::Options { most, ..network::Options::default() };
        let report = network::network(&landscape, &options);
        let all = report.companies.iter().chain(&report.alone);
        let mut shown: Vec<String> = all.map(|one| one.company.id.to_string()).collect();
        shown.sort_unstable();
        (shown, report.alone.len(), report.total)
    };
    // Loaf and Rye are equally close to Crumb, the perspective: where Bun, with the most tools, has
    // no room beside them, they come first, and where only one of them has room, neither comes.
    assert_eq!(shown(3), (["crumb", "loaf", "rye"].map(str::to_owned).to_vec(), 0, 4));
    assert_eq!(shown(2), (["bun", "crumb"].map(str::to_owned).to_vec(), 2, 4));
    let options = network::Options { most: 2, ..network::Options::default() };
    let loaf = Some(company(&landscape, "loaf"));
    let report = network::network(&landscape, &network::Options { most: 1, company: loaf, ..options });
    assert_eq!(report.alone[0].company.id.as_str(), "loaf");
}

#[test]
fn companies_with_the_very_same_tools_are_one() {
    // Seventy-two companies with one tool, and one with that and another.
    let mut offers = vec![vec![0]; 72];
    offers.push(vec![0, 1]);
    let landscape = offering(&offers);
    let report = network::network(&landscape, &network::Options::default());
    let sizes: Vec<usize> = report.companies.iter().map(|company| 1 + company.same.len()).collect();
    assert_eq!((sizes, report.alone.len(), report.total, report.tied), (vec![1, 72], 0, 73, 0));
    assert_eq!(report.pairs.iter().filter(|pair| pair.kept).count(), 1);
    // Nothing but themselves shares their tool, and still they stand with the others.
    let landscape = offering(&vec![vec![0, 1]; 20]);
    let report = network::network(&landscape, &network::Options::default());
    assert_eq!((report.companies[0].same.len(), report.alone.len(), report.pairs.len()), (19, 0, 0));
}

#[test]
fn of_too_many_equals_none_is_drawn() {
    // Each shares one tool with all the others, and has one of its own: all are equally alike.
    let offers: Vec<Vec<usize>> = (1..12).map(|own| vec![0, own]).collect();
    let landscape = offering(&offers);
    let report = network::network(&landscape, &network::Options::default());
    let kept = report.pairs.iter().filter(|pair| pair.kept).count();
    assert_eq!((report.pairs.len(), kept, report.equals), (55, 0, 55));
    // Of four all six pairs are drawn.
    let landscape = offering(&offers[..4]);
    let report = network::network(&landscape, &network::Options::default());
    assert!(report.pairs.iter().all(|pair| pair.kept) && report.equals == 0);
}

#[test]
fn a_cut_takes_all_equals_or_none() {
    // One with three tools, and four with two of their own: nothing but the name tells the four
    // apart.
    let offers: Vec<Vec<usize>> =
        std::iter::once(vec![0, 1, 2]).chain((3..11).step_by(2).map(|own| vec![own, own + 1])).collect();
    let landscape = offering(&offers);
    let shown = |most: usize| {
        let options = network::Options { most, ..network::Options::default() };
        let report = network::network(&landscape, &options);
        (report.companies.len() + report.alone.len(), report.tied)
    };
    assert_eq!([shown(1), shown(3), shown(4), shown(5)], [(1, 0), (1, 4), (5, 0), (5, 0)]);
}

#[test]
fn the_main_stack_is_the_one_of_which_a_company_covers_most() {
    let landscape = build(
        r#"{ "landscape": { "schema": 1, "name": "M", "perspective": "us" },
        "stacks": [{ "id": "bi", "name": "BI" }, { "id": "growth", "name": "Growth" }, { "id": "web", "name": "Web" }],
        "tools": [
          { "id": "a", "name": "A", "in_stack": [{ "stack": "bi" }, { "stack": "growth" }] },
          { "id": "b", "name": "B", "in_stack": [{ "stack": "bi" }] },
          { "id": "c", "name": "C", "in_stack": [{ "stack": "growth" }] },
          { "id": "d", "name": "D", "in_stack": [{ "stack": "web" }] },
          { "id": "e", "name": "E", "in_stack": [{ "stack": "bi" }] },
          { "id": "f", "name": "F" }
        ],
        "companies": [
          { "id": "us", "name": "Us", "offers": [{ "tool": "a", "support": "yes" }, { "tool": "c", "support": "yes" }] },
          { "id": "half", "name": "Half", "offers": [{ "tool": "b", "support": "yes" }, { "tool": "d", "support": "yes" }] },
          { "id": "tie", "name": "Tie", "offers": [{ "tool": "c", "support": "yes" }, { "tool": "a", "support": "no" },
            { "tool": "f", "support": "yes" }] },
          { "id": "torn", "name": "Torn", "offers": [{ "tool": "d", "support": "yes" }, { "tool": "a", "support": "yes" },
            { "tool": "c", "support": "yes" }] }
        ] }"#,
    );
    let report = network::network(&landscape, &network::Options::default());
    let main = |id: &str| {
        let all = || report.companies.iter().chain(&report.alone);
        let company = all().find(|one| one.company.id.as_str() == id).expect("it is shown");
        company.main_stack.map(|stack| report.stacks[stack as usize].name)
    };
    // Us: all of Growth, a third of BI. Half: one of three of BI, all of Web. Torn: all of Web, and
    // all of Growth.
    assert_eq!(
        [main("us"), main("half"), main("tie"), main("torn")],
        [Some("Growth"), Some("Web"), Some("Growth"), None]
    );
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
        // Those with the very same tools are one here, and each of them there.
        let members = |place: u32| {
            let company = &report.companies[place as usize];
            let all: Vec<String> =
                std::iter::once(&company.company).chain(&company.same).map(|one| one.id.to_string()).collect();
            all
        };
        let mut ours: Vec<_> = Vec::new();
        for pair in &report.pairs {
            let [left, right] = pair.companies.map(members);
            for (a, b) in left.iter().flat_map(|a| right.iter().map(move |b| (a, b))) {
                let mut ids = [a.clone(), b.clone()];
                ids.sort();
                ours.push((ids, pair.similarity.shared, (pair.similarity.weighted_jaccard * 1e9).round()));
            }
        }
        for place in 0..u32::try_from(report.companies.len()).expect("few") {
            let (all, tools) = (members(place), &report.companies[place as usize].tools);
            for (at, a) in all.iter().enumerate() {
                let shared = u32::try_from(tools.len()).expect("few");
                ours.extend(all[at + 1..].iter().map(|b| {
                    let mut ids = [a.clone(), b.clone()];
                    ids.sort();
                    (ids, shared, 1e9)
                }));
            }
        }
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
        // But for too many equals, each company's best are kept, too.
        if report.equals == 0 {
            prop_assert_eq!(reached(true), reached(false));
            for place in 0..u32::try_from(report.companies.len()).expect("few") {
                let of = report.pairs.iter().filter(|pair| pair.companies.contains(&place));
                prop_assert!(of.take(best as usize).all(|pair| pair.kept));
            }
        }

        // The order has each company once.
        let table = network::table(&landscape, &options);
        let mut places = table.order.clone();
        places.sort_unstable();
        prop_assert!(places.into_iter().map(|place| place as usize).eq(0..report.companies.len()));
    }
    #[test]
    fn names_decide_nothing(
        offers in prop::collection::vec(prop::collection::vec(0_usize..8, 1..5), 1..14),
        most in 1_usize..14,
        marked in 0_usize..14,
        best in 0_u32..3,
    ) {
        let marked = marked % offers.len();
        // What is drawn, by the tools of those it is about: who is shown, who is joined to whom,
        // what is left out.
        let drawn = |offers: &[Vec<usize>], marked: usize| {
            let landscape = offering(offers);
            let company = Some(company(&landscape, &format!("c{marked}")));
            let options = network::Options { most, best, company, ..network::Options::default() };
            let report = network::network(&landscape, &options);
            let tools = |one: &network::Company<'_>| {
                let tools: Vec<String> = one.tools.iter().map(|tool| tool.tool.id.to_string()).collect();
                (tools, one.ours, one.rival, one.same.len())
            };
            let mut shown: Vec<_> = report.companies.iter().chain(&report.alone).map(tools).collect();
            let mut joined: Vec<_> = (report.pairs.iter().filter(|pair| pair.kept))
                .map(|pair| {
                    let mut ends = pair.companies.map(|place| tools(&report.companies[place as usize]));
                    ends.sort();
                    ends
                })
                .collect();
            shown.sort();
            joined.sort();
            // The closest rivals are joined to the marked company.
            let rivals = report.companies.iter().filter(|one| one.rival).count();
            let of_ours = |pair: &&network::Pair<'_>| {
                let [a, b] = pair.companies.map(|place| &report.companies[place as usize]);
                pair.kept && ((a.ours && b.rival) || (b.ours && a.rival))
            };
            assert_eq!(report.pairs.iter().filter(of_ours).count(), rivals);
            (shown, joined, report.tied, report.thinned, report.equals)
        };
        let turned: Vec<Vec<usize>> = offers.iter().rev().cloned().collect();
        prop_assert_eq!(drawn(&offers, marked), drawn(&turned, offers.len() - 1 - marked));
    }
}
