//! The pictures: DOT that Graphviz reads, the same each time, and sane where there is little to show.

use graphviz_rust::dot_structures::{Graph, Stmt};
use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Style};
use landscape_graph::query::{map, state::GapState};

use crate::awkward::{awkward, names};
use crate::graphviz::assert_silent;
use crate::landscapes::{bakery, build, graph, init, stack};

fn titled(title: &str) -> Style<'_> {
    Style { title: Some(title), ..Style::default() }
}

fn dot(landscape: &Landscape) -> String {
    map::map(landscape, &map::Options::default()).dot(&Style::default())
}

/// The words of a picture: its lines may be broken anywhere between two.
fn words(dot: &str) -> String {
    let inside: Vec<&str> = dot.split('>').map(|piece| piece.split('<').next().unwrap_or_default()).collect();
    inside.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Little to show, each in its own way.
fn small() -> [Landscape; 5] {
    [
        "{}",
        r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#,
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#,
        r#"{ "companies": [{ "id": "us", "name": "Us" }], "landscape": { "schema": 1, "name": "Alone", "perspective": "us" } }"#,
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }],
          "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "yes" }] }] }"#,
    ]
    .map(build)
}

fn landscapes() -> Vec<Landscape> {
    [awkward(30_000), bakery(), graph(), init()].into_iter().chain(small()).collect()
}

/// Asserts that a text is one graph of one node, as the map is, and returns it.
fn assert_one_page(dot: &str) {
    let parsed = graphviz_rust::parse(dot).unwrap_or_else(|error| panic!("{error}\n{dot}"));
    let Graph::Graph { stmts, strict, .. } = parsed else { panic!("a digraph") };
    assert!(!strict);
    let nodes = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Node(_))).count();
    let others = stmts.iter().filter(|stmt| !matches!(stmt, Stmt::Node(_) | Stmt::GAttribute(_))).count();
    assert_eq!((nodes, others), (1, 0), "{dot}");
}

#[test]
fn the_map_is_one_page_whatever_the_names_are() {
    for landscape in landscapes() {
        let dot = dot(&landscape);
        assert_one_page(&dot);
        let hostile = dot.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(hostile, None, "a control character is in the picture");
    }
    let report = init();
    for name in names(30_000) {
        assert_one_page(&map::map(&report, &map::Options::default()).dot(&titled(&name)));
    }
}

#[test]
fn graphviz_draws_every_map_without_a_word() {
    for landscape in landscapes() {
        assert_silent(&dot(&landscape), landscape.name());
    }
}

#[test]
fn the_same_landscape_gives_the_same_bytes() {
    for (first, second) in landscapes().into_iter().zip(landscapes()) {
        assert_eq!(dot(&first), dot(&second));
    }
}

#[test]
fn the_sample_s_map() {
    insta::assert_snapshot!(dot(&init()));
}

#[test]
fn a_landscape_of_nothing_says_so() {
    let [empty, stack, tool, company, both] = small().map(|landscape| words(&dot(&landscape)));
    assert!(empty.contains("0 tools in 0 stacks, offered by 0 companies"), "{empty}");
    assert!(empty.contains("No sources are named."), "{empty}");
    assert!(stack.contains(" Data ") && stack.contains("no tools"), "{stack}");
    assert!(tool.contains(" ETL ") && tool.contains("In no stack"), "{tool}");
    assert!(company.contains("No claim says what Us offers."), "{company}");
    assert!(both.contains("offered by 1 company.") && both.contains(" Us "), "{both}");
}

#[test]
fn a_tool_that_nobody_has_looked_at_is_not_drawn_as_empty() {
    let json =
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }], "companies": [{ "id": "us", "name": "Us" }] }"#;
    let unresearched = dot(&build(json));
    assert!(
        words(&unresearched).contains("0 known to be empty, 0 unsettled, 1 not researched"),
        "{unresearched}"
    );
    assert!(unresearched.contains("ETL: not researched"), "{unresearched}");
    assert!(!unresearched.contains("looked at, none offers it"), "{unresearched}");
    // Its number is not known, which is not 0.
    let head = unresearched.split("TOOLTIP=\"ETL: not researched\"").nth(2).expect("there is a card");
    let head = head.split("</TABLE>").next().expect("the head is a table");
    assert!(head.contains(">?<") && !head.contains(">0<"), "{head}");

    let json = r#"{ "tools": [{ "id": "etl", "name": "ETL" }],
      "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "no" }] }] }"#;
    let landscape = build(json);
    let report = map::map(&landscape, &map::Options { min_researched: 1, ..map::Options::default() });
    assert_eq!(report.panels[0].tools[0].state, GapState::Empty);
    let empty = report.dot(&Style::default());
    assert!(empty.contains("empty: 1 looked at, none offers it"), "{empty}");
    assert!(words(&empty).contains("1 known to be empty, 0 unsettled, 0 not researched"), "{empty}");
    // A dotted card is one that nobody has looked at; that of the legend is always there.
    let dotted = |dot: &str| dot.matches("DOTTED").count();
    assert_eq!((dotted(&unresearched), dotted(&empty)), (2, 1));
}

#[test]
fn a_map_of_some_stacks_holds_those_alone() {
    let landscape = bakery();
    let stacks = vec![stack(&landscape, "office")];
    let dot =
        map::map(&landscape, &map::Options { stacks, ..map::Options::default() }).dot(&titled("Office"));
    assert!(dot.contains("2 tools in 1 stack") && dot.contains(">Payroll<"), "{dot}");
    assert!(!dot.contains("Counter") && !dot.contains("Oven"), "{dot}");
}
