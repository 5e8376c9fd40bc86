//! Who covers a stack, a tool and what a role needs, counted by hand.

use landscape_graph::landscape::{CompanyIx, NodeIx};
use landscape_graph::model::Support;
use landscape_graph::query::coverage;
use landscape_graph::query::coverage::CompanyCoverage;
use landscape_graph::query::coverage::TargetCoverage;
use landscape_graph::query::map;
use landscape_graph::query::matrix;
use landscape_graph::query::{AnyRef, Interval};

use crate::landscapes::{bakery, build, build_as_of, company, ids, node, stack};

fn cover<'l>(
    landscape: &'l landscape_graph::Landscape,
    target: &str,
    top: Option<usize>,
    always: Option<CompanyIx>,
) -> TargetCoverage<'l> {
    let target: NodeIx = node(landscape, target);
    let coverage::Report { mut targets, .. } = coverage::coverage(
        landscape,
        &[target],
        &coverage::Options {
            page: landscape_graph::query::Page { start: 0, top },
            always,
            ..coverage::Options::default()
        },
    );
    assert_eq!(targets.len(), 1, "one target has one answer");
    targets.remove(0)
}

/// Low, high and all; then the ids of yes, partial, planned and no; then how many are unknown.
type Row<'r> = (&'r str, [u32; 3], [&'r [&'r str]; 4], u32);

fn assert_row(row: &CompanyCoverage<'_>, (id, [low, high, of], supports, unknown): Row<'_>) {
    assert_eq!(row.company.id.as_str(), id);
    assert_eq!(row.offered, Interval { low, high, of }, "{id}");
    for (found, wanted) in [&row.yes, &row.partial, &row.planned, &row.no].into_iter().zip(supports) {
        assert_eq!(ids(found.iter().map(|covered| &covered.tool)), wanted, "{id}");
    }
    assert_eq!(row.unknown, unknown, "{id}");
}

fn assert_rows(target: &TargetCoverage<'_>, rows: &[Row<'_>]) {
    let companies: Vec<&str> = target.companies.iter().map(|row| row.company.id.as_str()).collect();
    assert_eq!(companies, rows.iter().map(|row| row.0).collect::<Vec<_>>());
    for (found, wanted) in target.companies.iter().zip(rows) {
        assert_row(found, *wanted);
    }
}

#[test]
fn a_stack_is_covered_from_what_is_known_up_to_all_that_is_not_known_to_be_missing() {
    let landscape = bakery();
    let counter = cover(&landscape, "counter", None, None);
    // The receipt printer is in the stack too, but it is a part of the till.
    assert_eq!(ids(&counter.tools), ["loyalty-card", "stock-list", "till"]);
    assert_eq!(counter.offered_by, [2, 3, 3]);
    assert_eq!((counter.companies_with_claims, counter.companies_without_claims), (4, 1));
    assert!(!counter.open_list);
    assert_rows(
        &counter,
        &[
            ("loaf", [3, 3, 3], [&["loyalty-card", "stock-list"], &["till"], &[], &[]], 0),
            ("bun", [2, 2, 3], [&["loyalty-card", "stock-list"], &[], &[], &["till"]], 0),
            ("rye", [2, 3, 3], [&[], &["stock-list", "till"], &[], &[]], 1),
            ("crumb", [1, 2, 3], [&["till"], &[], &["stock-list"], &[]], 1),
        ],
    );
}

#[test]
fn a_tool_in_two_stacks_counts_in_both_and_once_in_all() {
    let landscape = bakery();
    let kitchen = cover(&landscape, "kitchen", None, None);
    assert!(kitchen.open_list);
    assert_eq!(ids(&kitchen.tools), ["oven", "proofing-oven", "recipe-book", "stock-list"]);
    assert_rows(
        &kitchen,
        &[
            ("bun", [2, 4, 4], [&["proofing-oven", "stock-list"], &[], &[], &[]], 2),
            ("loaf", [1, 3, 4], [&["stock-list"], &[], &[], &["oven"]], 2),
            ("rye", [1, 2, 4], [&[], &["stock-list"], &["recipe-book"], &["oven"]], 1),
            ("crumb", [0, 2, 4], [&[], &[], &["stock-list"], &["oven"]], 2),
        ],
    );
    // Loaf: loyalty card, stock list, till.
    assert_eq!(landscape.breadth(company(&landscape, "loaf")), 3);
    let counter_and_kitchen = ["counter", "kitchen"].map(|id| stack(&landscape, id)).to_vec();
    let options = map::Options { within: counter_and_kitchen.into(), ..map::Options::default() };
    assert_eq!(map::map(&landscape, &options).tools, 6);
}

#[test]
fn a_part_makes_its_whole_partial_and_the_whole_says_nothing_of_the_part() {
    let landscape = bakery();
    let till = cover(&landscape, "till", None, None);
    assert_rows(
        &till,
        &[
            ("crumb", [1, 1, 1], [&["till"], &[], &[], &[]], 0),
            ("loaf", [1, 1, 1], [&[], &["till"], &[], &[]], 0),
            ("rye", [1, 1, 1], [&[], &["till"], &[], &[]], 0),
            ("bun", [0, 0, 1], [&[], &[], &[], &["till"]], 0),
        ],
    );
    // Crumb offers the till, and that says nothing of whether the till has a card reader.
    let reader = cover(&landscape, "card-reader", None, None);
    assert_rows(&reader, &[("loaf", [1, 1, 1], [&["card-reader"], &[], &[], &[]], 0)]);
    let printer = cover(&landscape, "receipt-printer", None, None);
    assert_rows(
        &printer,
        &[
            ("rye", [1, 1, 1], [&["receipt-printer"], &[], &[], &[]], 0),
            ("crumb", [0, 0, 1], [&[], &[], &[], &["receipt-printer"]], 0),
        ],
    );
}

#[test]
fn a_part_of_a_part_makes_the_whole_partial_whatever_is_claimed_of_it() {
    let of_whole = |claim: &str| {
        let json = format!(
            r#"{{ "tools": [{{ "id": "car", "name": "Car" }},
              {{ "id": "engine", "name": "Engine", "part_of": [{{ "tool": "car" }}] }},
              {{ "id": "piston", "name": "Piston", "part_of": [{{ "tool": "engine" }}] }}],
              "companies": [{{ "id": "maker", "name": "Maker", "offers": [{claim} {{ "tool": "piston", "support": "yes" }}] }}] }}"#
        );
        let landscape = build(&json);
        let car = cover(&landscape, "car", None, None);
        (car.companies[0].yes.len(), car.companies[0].partial.len())
    };
    assert_eq!(of_whole(""), (0, 1));
    assert_eq!(of_whole(r#"{ "tool": "car", "support": "no" },"#), (0, 1));
    assert_eq!(of_whole(r#"{ "tool": "car", "support": "planned" },"#), (0, 1));
    assert_eq!(of_whole(r#"{ "tool": "car", "support": "yes" },"#), (1, 0));
}

#[test]
fn a_part_that_is_planned_or_lacked_says_nothing_of_the_whole() {
    for support in ["planned", "no"] {
        let json = format!(
            r#"{{ "tools": [{{ "id": "car", "name": "Car" }},
              {{ "id": "engine", "name": "Engine", "part_of": [{{ "tool": "car" }}] }}],
              "companies": [{{ "id": "maker", "name": "Maker", "offers": [{{ "tool": "engine", "support": "{support}" }}] }}] }}"#
        );
        let landscape = build(&json);
        let car = cover(&landscape, "car", None, None);
        assert_eq!((car.companies.len(), car.companies_without_claims), (0, 1), "{support}");
    }
}

#[test]
fn a_part_counts_in_a_stack_that_its_whole_is_not_in() {
    let landscape = bakery();
    let stall = cover(&landscape, "market-stall", None, None);
    assert_eq!(ids(&stall.tools), ["card-reader"]);
    assert_rows(&stall, &[("loaf", [1, 1, 1], [&["card-reader"], &[], &[], &[]], 0)]);
}

#[test]
fn being_active_in_a_stack_is_shown_and_never_counted() {
    let landscape = bakery();
    let delivery = cover(&landscape, "delivery", None, None);
    assert_eq!(ids(&delivery.active_in_stack), ["rye"]);
    assert_rows(&delivery, &[]);
    assert_eq!((delivery.companies_with_claims, delivery.companies_without_claims), (0, 5));
    assert_eq!(delivery.offered_by, [0]);
    let rye = company(&landscape, "rye");
    let asked_for = cover(&landscape, "delivery", None, Some(rye));
    assert_rows(&asked_for, &[("rye", [0, 1, 1], [&[], &[], &[], &[]], 1)]);
}

#[test]
fn what_a_role_needs_is_covered_without_the_parts_of_what_it_needs() {
    let landscape = bakery();
    let baker = cover(&landscape, "baker", None, None);
    assert_eq!(ids(&baker.tools), ["stock-list", "till"]);
    assert_rows(
        &baker,
        &[
            ("loaf", [2, 2, 2], [&["stock-list"], &["till"], &[], &[]], 0),
            ("rye", [2, 2, 2], [&[], &["stock-list", "till"], &[], &[]], 0),
            ("bun", [1, 1, 2], [&["stock-list"], &[], &[], &["till"]], 0),
            ("crumb", [1, 1, 2], [&["till"], &[], &["stock-list"], &[]], 0),
        ],
    );
}

#[test]
fn targets_are_answered_in_the_order_asked_and_companies_are_no_target() {
    let landscape = bakery();
    let targets = ["till", "crumb", "counter"].map(|name| node(&landscape, name));
    let report = coverage::coverage(&landscape, &targets, &coverage::Options::default());
    let names: Vec<AnyRef<'_>> = report.targets.iter().map(|target| target.target).collect();
    assert_eq!(names.iter().map(|target| target.name).collect::<Vec<_>>(), ["Till", "Counter"]);
}

#[test]
fn the_company_asked_for_is_listed_whatever_its_rank() {
    let landscape = bakery();
    let sourdough = company(&landscape, "sourdough");
    let counter = cover(&landscape, "counter", Some(1), Some(sourdough));
    assert_eq!(counter.companies_with_claims, 4);
    assert_rows(
        &counter,
        &[
            ("loaf", [3, 3, 3], [&["loyalty-card", "stock-list"], &["till"], &[], &[]], 0),
            ("sourdough", [0, 3, 3], [&[], &[], &[], &[]], 3),
        ],
    );
    // Not twice where it is listed anyway.
    let loaf = company(&landscape, "loaf");
    assert_eq!(cover(&landscape, "counter", Some(1), Some(loaf)).companies.len(), 1);
}

#[test]
fn the_matrix_has_a_cell_for_every_company_and_stack() {
    let landscape = bakery();
    let report = matrix::matrix(&landscape, &coverage::Options::default());
    let stacks: Vec<&str> = report.columns.iter().filter_map(|column| column.of).map(|of| of.id).collect();
    assert_eq!(stacks, ["counter", "delivery", "kitchen", "market-stall", "office"]);
    assert_eq!(report.columns.iter().map(|column| column.tools).collect::<Vec<_>>(), [3, 1, 4, 1, 2]);
    let rows: Vec<(&str, Vec<String>)> = (report.companies.iter())
        .map(|row| {
            let cell = |cell: &landscape_graph::query::matrix::Cell| {
                let Interval { low, high, of } = cell.offered;
                let claims = if cell.has_claims { "" } else { "?" };
                let active = if cell.active_in { "a" } else { "" };
                format!("{low}-{high}/{of}{claims}{active}")
            };
            (row.company.id.as_str(), row.cells.iter().map(cell).collect())
        })
        .collect();
    let row = |cells: &str| -> Vec<String> { cells.split(' ').map(str::to_owned).collect() };
    assert_eq!(
        rows,
        [
            ("bun", row("2-2/3 0-1/1? 2-4/4 0-1/1? 0-1/2")),
            ("loaf", row("3-3/3 0-1/1? 1-3/4 1-1/1 0-1/2")),
            ("rye", row("2-3/3 0-1/1?a 1-2/4 0-1/1? 0-1/2")),
            ("crumb", row("1-2/3 0-1/1? 0-2/4 0-1/1? 0-2/2?")),
            ("sourdough", row("0-3/3? 0-1/1? 0-4/4? 0-1/1? 0-2/2?")),
        ]
    );
}

#[test]
fn tools_in_no_stack_have_a_column_of_their_own_or_one_each() {
    let tools = r#""tools": [{ "id": "crm", "name": "CRM" }, { "id": "apm", "name": "APM", "in_stack": [] }],
        "companies": [{ "id": "acme", "name": "Acme", "offers": [{ "tool": "crm", "support": "no" }] }]"#;
    let landscape = build(&format!("{{ {tools} }}"));
    let report = matrix::matrix(&landscape, &coverage::Options::default());
    let columns: Vec<&str> = report.columns.iter().filter_map(|column| column.of).map(|of| of.id).collect();
    assert_eq!(columns, ["apm", "crm"], "there are no stacks: each tool is a column");
    let supports: Vec<_> = report.companies[0].cells.iter().map(|cell| cell.support).collect();
    assert_eq!(supports, [None, Some(Support::No)]);
    let stacked = tools.replace(r#""in_stack": []"#, r#""in_stack": [{ "stack": "ops" }]"#);
    let landscape = build(&format!(r#"{{ "stacks": [{{ "id": "ops", "name": "Ops" }}], {stacked} }}"#));
    let report = matrix::matrix(&landscape, &coverage::Options::default());
    let columns: Vec<_> = report.columns.iter().map(|column| column.of.map(|of| of.id)).collect();
    assert_eq!(columns, [Some("ops"), None], "what is in no stack comes last");
    let offered: Vec<_> = report.companies[0].cells.iter().map(|cell| cell.offered.high).collect();
    assert_eq!(offered, [1, 0], "it is known to lack the CRM");
}

/// One tool, and a company whose claim about it is `claim`.
fn dated(claim: &str) -> String {
    format!(
        r#"{{ "sources": [{{ "id": "page", "name": "Page" }}], "stacks": [{{ "id": "all", "name": "All" }}],
          "tools": [{{ "id": "etl", "name": "ETL", "in_stack": [{{ "stack": "all" }}] }}],
          "companies": [{{ "id": "us", "name": "Us", "offers": [{{ "tool": "etl", "support": "yes"{claim} }}] }}] }}"#
    )
}

#[test]
fn a_claim_counts_from_the_day_it_begins_until_the_day_it_ends() {
    let since_until = r#", "since": "2024-03-01", "until": "2024-06-01""#;
    let until = r#", "until": "2024-06-01""#;
    // `on` is when it was read, which is when it began only where nothing says since.
    let both = r#", "since": "2024-03-01", "evidence": [{ "source": "page", "basis": "stated", "on": "2025-01-01" }]"#;
    let read = r#", "evidence": [{ "source": "page", "basis": "stated", "on": "2024-05-05" },
        { "source": "page", "at": "2", "basis": "stated", "on": "2024-04-04" }, { "source": "page", "at": "3", "basis": "stated" }]"#;
    for (claim, day, holds) in [
        ("", "1999-01-01", true),
        (since_until, "2024-02-29", false),
        (since_until, "2024-03-01", true),
        (since_until, "2024-05-31", true),
        (since_until, "2024-06-01", false),
        (until, "1999-01-01", true),
        (until, "2024-05-31", true),
        (until, "2024-06-01", false),
        (both, "2024-02-29", false),
        (both, "2024-03-01", true),
        (read, "2024-04-03", false),
        (read, "2024-04-04", true),
    ] {
        let landscape = build_as_of(&dated(claim), Some(day));
        let all = cover(&landscape, "all", None, None);
        assert_eq!(all.offered_by, [u32::from(holds)], "{claim} on {day}");
        assert_eq!(all.companies_with_claims, u32::from(holds), "{claim} on {day}");
        assert_eq!(landscape.as_of().map(|day| day.to_string()), Some(day.to_owned()));
    }
}

#[test]
fn a_landscape_is_of_the_newest_day_that_a_claim_names() {
    let begun = r#", "since": "2024-03-01", "evidence": [{ "source": "page", "basis": "stated", "on": "2025-01-01" }]"#;
    let landscape = build(&dated(begun));
    assert_eq!(landscape.as_of().map(|day| day.to_string()).as_deref(), Some("2025-01-01"));
    assert_eq!(build(&dated("")).as_of(), None);
    // What has ended is no longer counted, though no other claim names a later day.
    let ended = build(&dated(r#", "until": "2024-06-01""#));
    assert_eq!(cover(&ended, "all", None, None).offered_by, [0]);
}

#[test]
fn what_a_stack_holds_changes_with_the_day_too() {
    let json = r#"{ "stacks": [{ "id": "all", "name": "All" }],
      "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "all", "since": "2024-01-01" }] },
        { "id": "cdp", "name": "CDP", "in_stack": [{ "stack": "all", "until": "2024-01-01" }] }] }"#;
    let tools = |day| ids(&cover(&build_as_of(json, Some(day)), "all", None, None).tools);
    assert_eq!((tools("2023-12-31"), tools("2024-01-01")), (vec!["cdp".to_owned()], vec!["etl".to_owned()]));
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::model::Kind;
    use landscape_graph::query::{
        coverage::{self},
        matrix,
    };

    use crate::landscapes::{bakery, graph, init, node, text};

    #[test]
    fn a_role_that_needs_nothing_yet_says_what_is_missing() {
        let landscape = bakery();
        let apprentice = node(&landscape, "apprentice");
        let report = text(&coverage::coverage(&landscape, &[apprentice], &coverage::Options::default()));
        assert!(report.contains("Nobody has said what Apprentice needs."), "{report}");
        assert!(report.contains("`landscape link apprentice"), "{report}");
    }

    #[test]
    fn a_stack_that_nobody_has_looked_at_says_so() {
        let landscape = bakery();
        let delivery = node(&landscape, "delivery");
        let report = text(&coverage::coverage(&landscape, &[delivery], &coverage::Options::default()));
        assert!(report.contains("Nobody has recorded who offers this"), "{report}");
        assert!(report.contains("Active in the stack, no tool named: Rye."), "{report}");
    }

    #[test]
    fn the_sample_s_stacks_tools_and_roles() {
        let landscape = init();
        let of_kinds = [Kind::Stack, Kind::Role].into_iter().flat_map(|kind| landscape.nodes(kind));
        let targets: Vec<_> = of_kinds.chain([node(&landscape, "translation")]).collect();
        insta::assert_snapshot!(text(&coverage::coverage(
            &landscape,
            &targets,
            &coverage::Options::default()
        )));
    }

    #[test]
    fn the_sample_s_matrix() {
        insta::assert_snapshot!(text(&matrix::matrix(&init(), &coverage::Options::default())));
    }

    #[test]
    fn the_data_stack_of_the_shipped_landscape() {
        let landscape = graph();
        let data = node(&landscape, "stack:data");
        insta::assert_snapshot!(text(&coverage::coverage(
            &landscape,
            &[data],
            &coverage::Options::default()
        )));
    }
}
