//! What nobody is known to serve, and what to look up first, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::query::{Page, scope::ScopeVerdict, state::GapState, whitespace};

use crate::landscapes::{BAKERY, bakery, build, ids};

fn white(landscape: &Landscape) -> whitespace::Report<'_> {
    whitespace::whitespace(landscape, &whitespace::Options::default())
}

/// How many tools there are of each state, in the order of states.
fn states(report: &whitespace::Report<'_>) -> [u32; 4] {
    GapState::ALL.map(|state| report.states.of(state))
}

fn lookups(report: &whitespace::Report<'_>) -> Vec<(String, u32, u32)> {
    let one = |lookup: &landscape_graph::query::whitespace::Lookup<'_>| {
        (format!("{} {}", lookup.company.id, lookup.tool.id), lookup.settles, lookup.known_there)
    };
    report.lookups.iter().map(one).collect()
}

#[test]
fn tools_that_nobody_offers_are_empty_unsettled_or_unresearched() {
    let landscape = bakery();
    let report = white(&landscape);
    assert_eq!((report.total, report.of, states(&report)), (5, 9, [0, 2, 1, 2]));
    let tools: Vec<_> = (report.tools.iter())
        .map(|white| (white.tool.id.as_str(), white.state, white.known_not, white.planned_by, white.scope))
        .collect();
    assert_eq!(
        tools,
        [
            ("bookkeeping", GapState::Empty, 3, 0, ScopeVerdict::In),
            // The perspective's own no counts here as anybody's.
            ("oven", GapState::Empty, 3, 0, ScopeVerdict::Open),
            ("recipe-book", GapState::Unsettled, 0, 1, ScopeVerdict::Out),
            ("payroll", GapState::Unresearched, 0, 0, ScopeVerdict::Out),
            ("route-planner", GapState::Unresearched, 0, 0, ScopeVerdict::Open),
        ]
    );
    assert_eq!(ids(&report.tools[0].stacks), ["office"]);
    let options =
        whitespace::Options { min_researched: 4, page: Page::first(1), ..whitespace::Options::default() };
    let report = whitespace::whitespace(&landscape, &options);
    assert_eq!((report.total, report.of, states(&report)), (5, 9, [0, 0, 3, 2]));
    assert_eq!(report.min_researched, 4);
    assert_eq!(ids(report.tools.iter().map(|white| &white.tool)), ["bookkeeping"]);
    assert_eq!(report.lookups.len(), 1);
}

#[test]
fn a_stack_is_white_when_nobody_offers_its_tools_nor_is_active_in_it() {
    let landscape = bakery();
    let report = white(&landscape);
    // Nobody offers a route planner, but Rye is active in delivery.
    let stacks: Vec<_> =
        report.stacks.iter().map(|white| (white.stack.id.as_str(), white.state, white.tools)).collect();
    assert_eq!(stacks, [("office", GapState::Unsettled, 2)]);
    // All of one state make the stack of that state.
    let json = r#"{ "stacks": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
      "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "a" }] },
        { "id": "cdp", "name": "CDP", "in_stack": [{ "stack": "b" }] }],
      "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "no" }] }] }"#;
    let landscape = build(json);
    let report = whitespace::whitespace(
        &landscape,
        &whitespace::Options { min_researched: 1, page: Page::ALL, ..whitespace::Options::default() },
    );
    let stacks: Vec<_> =
        report.stacks.iter().map(|white| (white.stack.id.as_str(), white.state, white.tools)).collect();
    assert_eq!(stacks, [("a", GapState::Empty, 1), ("b", GapState::Unresearched, 1)]);
}

#[test]
fn a_part_that_nobody_offers_is_told_apart_from_the_tools() {
    let json = r#"{ "tools": [{ "id": "car", "name": "Car" }, { "id": "horn", "name": "Horn", "part_of": [{ "tool": "car" }] },
      { "id": "wheel", "name": "Wheel", "part_of": [{ "tool": "car" }] }],
      "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "wheel", "support": "yes" }] }] }"#;
    let landscape = build(json);
    let report = white(&landscape);
    assert_eq!((report.total, report.of), (0, 1));
    let parts: Vec<_> =
        report.parts.iter().map(|part| (part.tool.id.as_str(), part.state, ids(&part.part_of))).collect();
    assert_eq!(parts, [("horn", GapState::Unresearched, vec!["car".to_owned()])]);
    assert!(white(&bakery()).parts.is_empty());
}

#[test]
fn a_need_is_white_when_nobody_offers_the_tool() {
    let landscape = bakery();
    let report = white(&landscape);
    let needs: Vec<_> = (report.needs.iter())
        .map(|need| (need.role.id.as_str(), need.tool.id.as_str(), need.state))
        .collect();
    assert_eq!(
        needs,
        [("bookkeeper", "bookkeeping", GapState::Empty), ("bookkeeper", "payroll", GapState::Unresearched)]
    );
}

#[test]
fn who_is_known_best_around_a_tool_is_looked_up_first() {
    let landscape = bakery();
    let report = white(&landscape);
    let lookup = |text: &str, settles, known| (text.to_owned(), settles, known);
    // Payroll and the recipe book are out of scope, so that nobody need ask. Rye is known to be
    // active in delivery, and no more.
    assert_eq!(lookups(&report), [lookup("rye route-planner", 1, 1)]);
    assert_eq!((report.lookups_total, report.without_lead), (1, 0));

    let principles = BAKERY.find("  \"principles\"").expect("there are principles");
    let sources = BAKERY.find("  \"sources\"").expect("there are sources");
    let without = format!("{}{}", &BAKERY[..principles], &BAKERY[sources..]);
    let landscape = build(&without);
    let report = white(&landscape);
    // Rye already plans a recipe book. Nobody is known in the office, so that there is nobody to
    // ask about payroll.
    assert_eq!(
        lookups(&report),
        [
            lookup("bun recipe-book", 1, 2),
            lookup("loaf recipe-book", 1, 1),
            lookup("rye route-planner", 1, 1)
        ]
    );
    assert_eq!((report.lookups_total, report.without_lead), (3, 1));
    let cut = whitespace::whitespace(
        &landscape,
        &whitespace::Options { page: Page::first(1), ..whitespace::Options::default() },
    );
    assert_eq!((lookups(&cut).len(), cut.lookups_total), (1, 3));
}

#[test]
fn a_lookup_settles_the_tool_and_every_need_of_it() {
    let json = r#"{ "stacks": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
      "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "a" }] },
        { "id": "cdp", "name": "CDP", "in_stack": [{ "stack": "a" }] },
        { "id": "crm", "name": "CRM", "in_stack": [{ "stack": "a" }, { "stack": "b" }] }],
      "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "yes" }] }],
      "roles": [{ "id": "x", "name": "X", "needs": [{ "tool": "cdp" }] }, { "id": "y", "name": "Y", "needs": [{ "tool": "cdp" }, { "tool": "crm" }] }] }"#;
    let landscape = build(json);
    let report = white(&landscape);
    // Two needs and the tool; one need, the tool, and stack B that nobody serves.
    assert_eq!(lookups(&report), [("us cdp".to_owned(), 3, 1), ("us crm".to_owned(), 3, 1)]);
}

#[cfg(feature = "render")]
mod text {
    use crate::landscapes::{graph, init, text};

    #[test]
    fn the_sample_s_white_space() {
        insta::assert_snapshot!(text(&super::white(&init())));
    }

    #[test]
    fn the_shipped_landscape_s_white_space() {
        insta::assert_snapshot!(text(&super::white(&graph())));
    }
}
