//! Companies side by side, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::model::{Basis, Support};
use landscape_graph::query::Interval;
use landscape_graph::query::compare;
use landscape_graph::query::compare::Agreement;

use crate::landscapes::{bakery, build, build_as_of, company, ids, tool};

fn side_by_side<'l>(
    landscape: &'l Landscape,
    ids: &[&str],
    features_of: Option<&str>,
) -> compare::Report<'l> {
    let companies: Vec<_> = ids.iter().map(|id| company(landscape, id)).collect();
    let options = compare::Options {
        features_of: features_of.map(|id| tool(landscape, id)),
        rows: compare::Rows::All,
        page: landscape_graph::query::Page::ALL,
        ..Default::default()
    };
    compare::compare(landscape, &companies, &options)
}

/// The word for what a cell holds.
fn word(cell: compare::Cell) -> &'static str {
    match cell.support {
        Some(_) if cell.a_part => "part",
        Some(support) => support.word(),
        None => "?",
    }
}

/// Each row as its agreement, its id and its cells.
fn rows(report: &compare::Report<'_>) -> Vec<String> {
    let row = |row: &landscape_graph::query::compare::Row<'_>| {
        let cells: Vec<&str> = row.cells.iter().copied().map(word).collect();
        format!("{} {}: {}", row.agreement.word(), row.item.id, cells.join(" "))
    };
    report.rows.iter().map(row).collect()
}

/// Each ordered pair with its parity.
fn parity(report: &compare::Report<'_>) -> Vec<String> {
    let pair = |pair: &landscape_graph::query::compare::Parity<'_>| {
        let share = pair.parity.map_or_else(
            || "undefined".to_owned(),
            |Interval { low, high, of }| format!("{low}-{high}/{of}"),
        );
        let in_part = if pair.in_part > 0 { format!(" ({} in part)", pair.in_part) } else { String::new() };
        format!("{} against {}: {share}{in_part}", pair.company.id, pair.against.id)
    };
    report.parity.iter().map(pair).collect()
}

#[test]
fn rows_stand_by_how_the_companies_agree_then_by_stack_and_id() {
    let landscape = bakery();
    let report = side_by_side(&landscape, &["crumb", "loaf", "rye"], None);
    assert_eq!(ids(&report.companies), ["crumb", "loaf", "rye"]);
    assert_eq!(
        rows(&report),
        [
            "differ stock-list: planned yes partial",
            "may-differ loyalty-card: ? yes ?",
            "in-part till: yes part partial",
            "none-offers oven: no no no",
            "none-offers recipe-book: ? ? planned",
            "none-offers bookkeeping: ? no no",
            "unknown route-planner: ? ? ?",
            "unknown proofing-oven: ? ? ?",
            "unknown payroll: ? ? ?",
        ]
    );
    let totals = report.totals;
    assert_eq!(Agreement::ALL.map(|agreement| totals.of(agreement)), [1, 1, 1, 0, 3, 3]);
    assert_eq!(ids(&report.rows[0].stacks), ["counter", "kitchen"]);
}

#[test]
fn a_plan_and_a_no_are_known_to_differ_from_an_offer_and_what_is_unknown_may() {
    let json = |supports: [&str; 3]| {
        let offers = |support: &str| match support {
            "?" => String::new(),
            support => format!(r#"{{ "tool": "t", "support": "{support}" }}"#),
        };
        let company =
            |at: usize| format!(r#"{{ "id": "c{at}", "name": "C", "offers": [{}] }}"#, offers(supports[at]));
        format!(
            r#"{{ "tools": [{{ "id": "t", "name": "T" }}], "companies": [{}, {}, {}] }}"#,
            company(0),
            company(1),
            company(2)
        )
    };
    for (supports, agreement) in [
        (["yes", "no", "?"], Agreement::Differ),
        (["?", "planned", "partial"], Agreement::Differ),
        (["yes", "yes", "?"], Agreement::MayDiffer),
        (["?", "partial", "?"], Agreement::MayDiffer),
        (["yes", "partial", "yes"], Agreement::InPart),
        (["yes", "yes", "yes"], Agreement::AllOffer),
        (["partial", "partial", "partial"], Agreement::AllOffer),
        (["no", "planned", "?"], Agreement::NoneOffers),
        (["?", "?", "?"], Agreement::Unknown),
    ] {
        let landscape = build(&json(supports));
        let report = side_by_side(&landscape, &["c0", "c1", "c2"], None);
        assert_eq!(report.rows[0].agreement, agreement, "{supports:?}");
        assert_eq!(report.totals.of(agreement), 1, "{supports:?}");
    }
}

#[test]
fn parity_is_what_one_offers_of_what_the_other_offers_up_to_what_is_unknown() {
    let landscape = bakery();
    let report = side_by_side(&landscape, &["crumb", "loaf", "rye", "sourdough"], None);
    assert_eq!(
        parity(&report),
        [
            "crumb against loaf: 1-2/3",
            "crumb against rye: 1-1/2",
            "crumb against sourdough: undefined",
            "loaf against crumb: 1-1/1 (1 in part)",
            "loaf against rye: 2-2/2 (1 in part)",
            "loaf against sourdough: undefined",
            "rye against crumb: 1-1/1 (1 in part)",
            "rye against loaf: 2-3/3 (2 in part)",
            "rye against sourdough: undefined",
            "sourdough against crumb: 0-1/1",
            "sourdough against loaf: 0-3/3",
            "sourdough against rye: 0-2/2",
        ]
    );
}

#[test]
fn a_cell_says_on_what_it_rests() {
    let landscape = bakery();
    let report = side_by_side(&landscape, &["crumb", "loaf"], None);
    let till = report.rows.iter().find(|row| row.item.id == "till").expect("the till is a row");
    let [crumb, loaf] = [till.cells[0], till.cells[1]];
    assert_eq!((crumb.support, crumb.a_part, crumb.basis), (Some(Support::Yes), false, Some(Basis::Stated)));
    assert_eq!(
        (loaf.support, loaf.a_part, loaf.basis),
        (Some(Support::Partial), true, Some(Basis::Ambiguous))
    );
}

/// A tool with four features, and three companies.
const FEATURES: &str = r#"{
  "sources": [{ "id": "page", "name": "Page" }],
  "features": [{ "id": "nps", "name": "NPS" }, { "id": "logic", "name": "Logic" }, { "id": "themes", "name": "Themes" },
    { "id": "panel", "name": "Panel" }, { "id": "other", "name": "Other" }],
  "tools": [
    { "id": "surveys", "name": "Surveys", "has": [{ "feature": "themes" }, { "feature": "nps" }, { "feature": "logic" },
      { "feature": "panel", "until": "2030-01-01" }] },
    { "id": "forms", "name": "Forms" }
  ],
  "companies": [
    { "id": "a", "name": "A", "offers": [{ "tool": "surveys", "support": "yes" }], "provides": [
      { "feature": "nps", "support": "no", "evidence": [{ "source": "page", "at": "1", "basis": "stated", "on": "2024-01-01" }] },
      { "feature": "nps", "support": "partial", "since": "2024-02-02", "evidence": [{ "source": "page", "at": "2", "basis": "inferred" }] },
      { "feature": "nps", "support": "partial", "since": "2024-03-03" },
      { "feature": "other", "support": "yes" }] },
    { "id": "b", "name": "B", "provides": [{ "feature": "nps", "support": "yes" }, { "feature": "logic", "support": "yes" }] },
    { "id": "c", "name": "C", "provides": [{ "feature": "logic", "support": "planned" }] }
  ]
}"#;

#[test]
fn features_are_compared_like_tools_and_the_best_claim_that_holds_counts() {
    let landscape = build_as_of(FEATURES, Some("2025-01-01"));
    let report = side_by_side(&landscape, &["a", "b", "c"], Some("surveys"));
    assert_eq!(
        rows(&report),
        [
            "differ logic: ? yes planned",
            "may-differ nps: partial yes ?",
            "unknown panel: ? ? ?",
            "unknown themes: ? ? ?",
        ]
    );
    // The firmest of the claims that say so, and not that of a claim that says less.
    assert_eq!(report.rows[1].cells[0].basis, Some(Basis::Inferred));
    let of = report.of.as_ref().expect("a tool is asked for");
    assert_eq!(
        (of.tool.id.as_str(), of.cells.iter().copied().map(word).collect::<Vec<_>>()),
        ("surveys", vec!["yes", "?", "?"])
    );
    assert_eq!(
        parity(&report),
        [
            "a against b: 1-2/2 (1 in part)",
            "a against c: undefined",
            "b against a: 1-1/1",
            "b against c: undefined",
            "c against a: 0-1/1",
            "c against b: 0-1/2",
        ]
    );
    // On an earlier day only the first claim holds.
    let landscape = build_as_of(FEATURES, Some("2024-01-31"));
    let report = side_by_side(&landscape, &["a", "b", "c"], Some("surveys"));
    assert_eq!(rows(&report)[1], "differ nps: no yes ?");
}

#[test]
fn the_tools_of_which_features_are_listed_are_named() {
    let landscape = build_as_of(FEATURES, Some("2025-01-01"));
    assert_eq!(ids(&side_by_side(&landscape, &["a", "b"], None).with_features), ["surveys"]);
    assert_eq!(ids(&side_by_side(&landscape, &["a", "b"], Some("forms")).with_features), [""; 0]);
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::compare::{self};

    use super::*;
    use crate::landscapes::{graph, graph_of_2023, init, text};

    fn shown(landscape: &Landscape, ids: &[&str], features_of: Option<&str>, rows: compare::Rows) -> String {
        let companies: Vec<_> = ids.iter().map(|id| company(landscape, id)).collect();
        let options = compare::Options {
            features_of: features_of.map(|id| tool(landscape, id)),
            rows,
            page: landscape_graph::query::Page::ALL,
            ..Default::default()
        };
        text(&compare::compare(landscape, &companies, &options))
    }

    /// A text in one line, with one space between words.
    fn flat(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_tool_without_features_says_what_to_add() {
        let landscape = build(FEATURES);
        let report = flat(&shown(&landscape, &["a", "b"], Some("forms"), compare::Rows::All));
        assert!(report.contains("Forms has no features listed"), "{report}");
        assert!(report.contains("`landscape link forms has FEATURE`"), "{report}");
    }

    #[test]
    fn a_percentage_is_none_or_all_only_where_it_is() {
        // Of 300 tools of the one, the other offers 299.
        let tools: Vec<String> = (0..300).map(|at| format!(r#"{{ "id": "t{at}", "name": "T" }}"#)).collect();
        let offers = |from: usize| -> String {
            let offers: Vec<String> =
                (from..300).map(|at| format!(r#"{{ "tool": "t{at}", "support": "yes" }}"#)).collect();
            offers.join(",")
        };
        let landscape = build(&format!(
            r#"{{ "tools": [{}], "companies": [
              {{ "id": "a", "name": "A", "offers": [{{ "tool": "t0", "support": "no" }}, {}] }},
              {{ "id": "b", "name": "B", "offers": [{}] }},
              {{ "id": "c", "name": "C", "offers": [{{ "tool": "t1", "support": "yes" }}] }}] }}"#,
            tools.join(","),
            offers(1),
            offers(0),
        ));
        let report = flat(&shown(&landscape, &["b", "a", "c"], None, compare::Rows::Differing));
        for line in [" A 299 of 300 > 99 % 299 of 299 100 % ", " C 1–300 of 300 < 1–100 % 1 of 1 100 % "]
        {
            assert!(report.contains(line), "{line}: {report}");
        }
    }

    #[test]
    fn four_companies_of_the_sample() {
        let four = ["paper-walrus", "bookish-badger", "inky-octopus", "lingo-lemur"];
        insta::assert_snapshot!(shown(&init(), &four, None, compare::Rows::Differing));
    }

    #[test]
    fn two_companies_of_the_sample_on_every_tool() {
        let two = ["paper-walrus", "bookish-badger"];
        insta::assert_snapshot!(shown(&init(), &two, None, compare::Rows::All));
    }

    #[test]
    fn the_features_of_a_tool_of_the_sample() {
        let three = ["paper-walrus", "footnote-ferret", "lingo-lemur"];
        insta::assert_snapshot!(shown(&init(), &three, Some("reader-feedback"), compare::Rows::Differing));
    }

    /// Every word of the names and tools stands unbroken in a text of 80 columns.
    fn assert_unbroken(report: &str, landscape: &Landscape, companies: &[&str]) {
        assert!(report.lines().all(|line| textwrap::core::display_width(line) <= 80), "{report}");
        let has = |word: &str| report.split_whitespace().any(|one| one.trim_matches([',', ';', ':']) == word);
        let tools = landscape.whole_tools().map(|tool| landscape.node(tool).name());
        let companies = companies.iter().map(|id| landscape.node(company(landscape, id)).name());
        for word in tools.chain(companies).flat_map(str::split_whitespace) {
            assert!(has(word), "`{word}` is broken: {report}");
        }
    }

    #[test]
    fn five_companies_of_the_sample_have_numbers() {
        let five = ["paper-walrus", "bookish-badger", "inky-octopus", "lingo-lemur", "footnote-ferret"];
        let landscape = init();
        let report = shown(&landscape, &five, None, compare::Rows::All);
        assert_unbroken(&report, &landscape, &five);
        insta::assert_snapshot!(report);
    }

    #[test]
    fn eight_companies_of_the_shipped_landscape_fit_the_terminal() {
        let eight = [
            "airbyte",
            "posthog",
            "metabase",
            "snowflake",
            "google-analytics",
            "customer-io",
            "dbt",
            "fivetran",
        ];
        let landscape = graph();
        let report = shown(&landscape, &eight, None, compare::Rows::All);
        assert_unbroken(&report, &landscape, &eight);
        insta::assert_snapshot!(report);
    }

    #[test]
    fn companies_of_the_shipped_landscape_of_which_little_is_known() {
        let three = ["posthog", "metabase", "snowflake"];
        insta::assert_snapshot!(shown(&graph_of_2023(), &three, None, compare::Rows::Differing));
    }

    #[test]
    fn four_companies_with_long_names_fit_the_terminal() {
        let names = [
            "International Breadmaking Machinery",
            "Donaudampfschifffahrtselektrizitätengesellschaft",
            "The Very Old Company of Bakers",
            "Loaf & Sons Incorporated of Delaware",
        ];
        let company = |(at, name): (usize, &&str)| {
            let support = ["yes", "no", "partial", "planned"][at];
            format!(
                r#"{{ "id": "c{at}", "name": "{name}", "offers": [{{ "tool": "t", "support": "{support}" }}, {{ "tool": "u", "support": "no" }}] }}"#
            )
        };
        let companies: Vec<String> = names.iter().enumerate().map(company).collect();
        let landscape = build(&format!(
            r#"{{ "stacks": [{{ "id": "s", "name": "Product analytics and more" }}],
              "tools": [{{ "id": "t", "name": "Monitoring and observability of ovens", "in_stack": [{{ "stack": "s" }}] }},
                {{ "id": "u", "name": "Peel" }}],
              "companies": [{}] }}"#,
            companies.join(",")
        ));
        let report = shown(&landscape, &["c0", "c1", "c2", "c3"], None, compare::Rows::All);
        assert!(report.lines().all(|line| textwrap::core::display_width(line) <= 80), "{report}");
        insta::assert_snapshot!(report);
    }
}

#[cfg(feature = "cli")]
mod cli {
    use crate::landscapes::BAKERY;
    use crate::support::Sandbox;

    fn sandbox() -> Sandbox {
        Sandbox::new().file("graph/all.json", BAKERY)
    }

    #[test]
    fn every_format_lists_the_differences_and_every_row_where_asked() {
        let sandbox = sandbox();
        for (more, listed, rows) in [(&[][..], "differing", 3), (&["--all"], "all", 9)] {
            let json =
                sandbox.run(&[&["compare", "crumb", "loaf", "--format", "json"], more].concat()).json();
            assert_eq!((&json["report"], &json["listed"]), (&"compare".into(), &listed.into()));
            assert_eq!(json["rows"].as_array().map(Vec::len), Some(rows));
            assert_eq!((&json["totals"]["unknown"], &json["known"][0]), (&4.into(), &3.into()));
        }
        let csv = sandbox.run(&["compare", "crumb", "Loaf", "--all", "--format", "csv"]).stdout;
        assert_eq!(csv.lines().count(), 1 + 9 * 2);
        assert!(
            csv.contains("\ntool,till,Till,counter,Counter,in-part,loaf,Loaf,partial,true,ambiguous\n"),
            "{csv}"
        );
        let [few, all] = [&[][..], &["--all"]].map(|more| {
            let outcome = sandbox.run(&[&["compare", "crumb", "loaf"], more].concat());
            assert_eq!(outcome.code, Some(0), "{outcome}");
            outcome.stdout
        });
        assert!(!few.contains("Payroll") && all.contains("Payroll"), "{few}\n{all}");
    }

    #[test]
    fn what_cannot_be_compared_is_wrong_usage() {
        let sandbox = sandbox();
        let nine: Vec<&str> = ["compare"].into_iter().chain(["bun"; 9]).collect();
        let eight = &nine[..9];
        for (arguments, part) in [
            (&["compare", "crumb"][..], "`COMPANY` needs at least 2"),
            (&nine, "`COMPANY` takes at most 8, and 9 are named"),
            (eight, "`bun` is named twice"),
            (&["compare", "crumb", "crumb"], "`crumb` is named twice"),
            (&["compare", "crumb", "lof"], "did you mean `loaf`?"),
            (&["compare", "crumb", "till"], "a company is needed"),
            (&["compare", "crumb", "loaf", "--features", "tll"], "did you mean `till`?"),
            (&["compare", "crumb", "loaf", "--features", "rye"], "a tool is needed"),
        ] {
            let outcome = sandbox.run(arguments);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?} {outcome}");
            assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
        }
        // To have nothing to compare is an answer.
        let outcome = sandbox.run(&["compare", "crumb", "loaf", "--features", "till"]);
        assert_eq!(outcome.code, Some(0), "{outcome}");
    }
}
