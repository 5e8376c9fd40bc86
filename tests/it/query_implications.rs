//! What goes together, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::model::Support;
use landscape_graph::query::implications::{self, Search, ToolRule};

use crate::landscapes::{bakery, build, ids, stack};

/// Seven companies: jam is always sold with bread and butter, and salt by too few to tell. Of the
/// two that sell bread and butter without jam, one is known not to sell it. The last sells a part
/// of bread.
const BREAKFAST: &str = r#"{
  "landscape": { "schema": 1, "name": "Breakfast" },
  "stacks": [{ "id": "morning", "name": "Morning" }, { "id": "oven", "name": "Oven" }],
  "tools": [{ "id": "bread", "name": "Bread", "in_stack": [{ "stack": "morning" }] },
    { "id": "butter", "name": "Butter", "in_stack": [{ "stack": "morning" }] },
    { "id": "crust", "name": "Crust", "part_of": [{ "tool": "bread" }], "in_stack": [{ "stack": "oven" }] },
    { "id": "jam", "name": "Jam" }, { "id": "salt", "name": "Salt" }],
  "companies": [
    { "id": "c1", "name": "One", "offers": [{ "tool": "bread", "support": "yes" }, { "tool": "butter", "support": "yes" }, { "tool": "jam", "support": "yes" }] },
    { "id": "c2", "name": "Two", "offers": [{ "tool": "bread", "support": "yes" }, { "tool": "butter", "support": "partial" }, { "tool": "jam", "support": "yes" }] },
    { "id": "c3", "name": "Three", "offers": [{ "tool": "bread", "support": "yes" }, { "tool": "butter", "support": "yes" }, { "tool": "jam", "support": "yes" }, { "tool": "salt", "support": "yes" }] },
    { "id": "c4", "name": "Four", "offers": [{ "tool": "bread", "support": "yes" }, { "tool": "butter", "support": "yes" }, { "tool": "jam", "support": "no" }] },
    { "id": "c5", "name": "Five", "offers": [{ "tool": "bread", "support": "planned" }, { "tool": "butter", "support": "yes" }, { "tool": "salt", "support": "yes" }] },
    { "id": "c6", "name": "Six", "offers": [{ "tool": "bread", "support": "yes" }, { "tool": "butter", "support": "yes" }] },
    { "id": "c7", "name": "Seven", "offers": [{ "tool": "crust", "support": "yes" }] },
    { "id": "c8", "name": "Eight", "offers": [{ "tool": "bread", "support": "no" }] }
  ]
}"#;

fn ask(landscape: &Landscape, max_exceptions: u32) -> implications::Report<'_> {
    implications::implications(
        landscape,
        &implications::Options { max_exceptions, ..implications::Options::default() },
    )
}

/// A rule as "premise > conclusions, companies of those with the premise".
fn rules(report: &implications::Report<'_>) -> Vec<String> {
    let text = |rule: &ToolRule<'_>| {
        let conclusions: Vec<_> =
            rule.conclusions.iter().map(|conclusion| conclusion.tool.id.as_str()).collect();
        let premise = ids(&rule.premise).join("+");
        format!("{premise} > {}, {} of {}", conclusions.join("+"), rule.support, rule.premise_support)
    };
    report.rules.iter().map(text).collect()
}

fn blocks(report: &implications::Report<'_>) -> Vec<String> {
    report.blocks.iter().map(|block| format!("{} x {}", ids(&block.tools).join("+"), block.support)).collect()
}

#[test]
fn a_rule_without_exceptions_concludes_all_that_goes_with_its_premise() {
    let landscape = build(BREAKFAST);
    let report = ask(&landscape, 0);
    assert_eq!((report.tools, report.companies, report.companies_with_two), (4, 7, 6));
    assert_eq!(rules(&report), ["jam > bread+butter, 3 of 3"]);
    let jam = &report.rules[0];
    assert_eq!(ids(&jam.companies), ["c1", "c2", "c3"]);
    assert!(jam.exceptions.is_empty());
    // Six of seven offer bread.
    let bread = &jam.conclusions[0];
    assert_eq!((bread.offered_by, jam.confidence.to_bits()), (6, 1_f64.to_bits()));
    assert!((bread.lift - 7.0 / 6.0).abs() < 1e-12, "{}", bread.lift);
}

#[test]
fn a_rule_with_exceptions_names_them_and_says_what_is_known_of_them() {
    let landscape = build(BREAKFAST);
    let report = ask(&landscape, 2);
    // That jam goes with bread alone has four exceptions; with butter too, two.
    assert_eq!(
        rules(&report),
        [
            "bread > butter, 5 of 6",
            "butter > bread, 5 of 6",
            "jam > bread+butter, 3 of 3",
            "bread+butter > jam, 3 of 5"
        ]
    );
    let exceptions = |at: usize| -> Vec<(&str, Option<Support>)> {
        let exceptions = report.rules[at].exceptions.iter();
        exceptions.map(|exception| (exception.company.id.as_str(), exception.claim)).collect()
    };
    assert_eq!(exceptions(0), [("c7", None)]);
    assert_eq!(exceptions(1), [("c5", Some(Support::Planned))]);
    assert_eq!(exceptions(3), [("c4", Some(Support::No)), ("c6", None)]);
    assert!((report.rules[3].confidence - 0.6).abs() < 1e-12);
}

#[test]
fn blocks_are_the_sets_that_no_company_and_no_tool_can_be_added_to() {
    let landscape = build(BREAKFAST);
    let report = ask(&landscape, 0);
    assert_eq!(blocks(&report), ["bread+butter x 5", "bread+butter+jam x 3"]);
    assert_eq!((report.blocks[0].area, report.blocks[1].area), (10, 9));
    assert_eq!(ids(&report.blocks[1].companies), ["c1", "c2", "c3"]);
    // Besides the two: none, bread alone, butter alone.
    assert_eq!((report.closed_sets, report.blocks_total), (5, 2));
    assert_eq!((report.rules_search, report.blocks_search), (Search::Complete, Search::Complete));
}

#[test]
fn a_tool_that_every_company_offers_follows_from_nothing_and_is_said_once() {
    let json = r#"{ "tools": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
      "companies": [
        { "id": "c1", "name": "C1", "offers": [{ "tool": "a", "support": "yes" }, { "tool": "b", "support": "yes" }] },
        { "id": "c2", "name": "C2", "offers": [{ "tool": "a", "support": "yes" }, { "tool": "b", "support": "yes" }] },
        { "id": "c3", "name": "C3", "offers": [{ "tool": "a", "support": "yes" }] }] }"#;
    let landscape = build(json);
    let options =
        implications::Options { min_support: 2, max_exceptions: 1, ..implications::Options::default() };
    // That A goes with B follows from its being everywhere, and that B goes with A, but for one,
    // says no more than that two of three offer B.
    let report = implications::implications(&landscape, &options);
    assert_eq!(rules(&report), [" > a, 3 of 3"]);
}

#[test]
fn of_stacks_a_part_is_not_looked_at_beside_its_whole() {
    let landscape = build(BREAKFAST);
    let ask = |stacks: &[&str]| {
        let stacks: Vec<_> = stacks.iter().map(|id| stack(&landscape, id)).collect();
        let options = implications::Options {
            within: stacks.into(),
            min_support: 1,
            ..implications::Options::default()
        };
        implications::implications(&landscape, &options)
    };
    // In the oven, crust is the only tool, and Seven alone sells it.
    let oven = ask(&["oven"]);
    assert_eq!((oven.tools, oven.companies, rules(&oven)), (1, 1, vec![" > crust, 1 of 1".to_owned()]));
    // Beside bread it would follow from crust that there is bread.
    let both = ask(&["oven", "morning"]);
    assert_eq!((both.tools, both.companies), (2, 7));
    assert!(rules(&both).is_empty(), "{:?}", rules(&both));
    assert_eq!(ids(&both.stacks), ["oven", "morning"]);
}

#[test]
fn a_search_that_stops_at_its_limit_says_so() {
    let landscape = build(BREAKFAST);
    let with_limit = |limit| {
        implications::implications(
            &landscape,
            &implications::Options { limit, ..implications::Options::default() },
        )
    };
    let whole = with_limit(5);
    assert_eq!((whole.blocks_search, whole.closed_sets), (Search::Complete, 5));
    let cut = with_limit(4);
    assert_eq!((cut.blocks_search, cut.closed_sets), (Search::Stopped, 4));
    let nothing = with_limit(0);
    assert_eq!((nothing.rules_search, nothing.blocks_search), (Search::Stopped, Search::Stopped));
    assert!(nothing.blocks.is_empty());
}

#[test]
fn the_bakeries_have_one_pair_that_goes_together() {
    let landscape = bakery();
    // Stock list is offered by Bun, Loaf and Rye; with the loyalty card by Bun and Loaf, with the
    // till by Loaf and Rye. Nobody offers oven or recipe book.
    let options = implications::Options { min_support: 2, ..implications::Options::default() };
    let report = implications::implications(&landscape, &options);
    assert_eq!((report.companies, report.companies_with_two), (4, 3));
    assert_eq!(rules(&report), ["loyalty-card > stock-list, 2 of 2"]);
    assert_eq!(blocks(&report), ["loyalty-card+stock-list x 2", "stock-list+till x 2"]);
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::implications;

    use crate::landscapes::{build, graph_of_2023, init, text};

    #[test]
    fn rules_with_and_without_exceptions() {
        insta::assert_snapshot!(text(&super::ask(&build(super::BREAKFAST), 2)));
    }

    #[test]
    fn the_sample_s_rules() {
        let options = implications::Options { min_support: 2, ..implications::Options::default() };
        insta::assert_snapshot!(text(&implications::implications(&init(), &options)));
    }

    #[test]
    fn the_shipped_landscape_says_that_too_little_is_known() {
        insta::assert_snapshot!(text(&super::ask(&graph_of_2023(), 0)));
    }

    #[test]
    fn a_search_that_stopped() {
        let options = implications::Options { limit: 3, min_support: 1, ..implications::Options::default() };
        insta::assert_snapshot!(text(&implications::implications(&build(super::BREAKFAST), &options)));
    }
}
