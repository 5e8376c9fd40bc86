//! What nobody is known to serve, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::query::{Page, scope::ScopeVerdict, state::GapState, whitespace};

use crate::landscapes::{bakery, build, ids};

fn white(landscape: &Landscape) -> whitespace::Report<'_> {
    whitespace::whitespace(landscape, &whitespace::Options::default())
}

/// How many tools there are of each state, in the order of states.
fn states(report: &whitespace::Report<'_>) -> [u32; 4] {
    GapState::ALL.map(|state| report.states.of(state))
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
