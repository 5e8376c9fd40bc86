//! The pictures as DOT: a graph that Graphviz reads, the same each time, and sane where there is
//! little to show.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Style};
use landscape_graph::query::{map, state::GapState};

use crate::awkward::{awkward, names};
use crate::landscapes::{bakery, build, graph, init, stack};
use crate::sheets::Written;

fn titled(title: &str) -> Style<'_> {
    Style { title: Some(title), ..Style::default() }
}

fn mapped(landscape: &Landscape) -> map::Report<'_> {
    map::map(landscape, &map::Options::default())
}

fn dot(landscape: &Landscape) -> String {
    mapped(landscape).dot(&Style::default())
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

#[test]
fn the_map_is_a_cluster_a_stack_a_cluster_a_tool_and_a_node_a_company() {
    for landscape in landscapes() {
        let report = mapped(&landscape);
        let dot = dot(&landscape);
        let written = Written::of(&dot);
        let hostile = dot.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(hostile, None, "a control character is in the picture");
        let clusters = |class: &str| written.clusters.iter().filter(|(of, _)| of == class).count();
        let tools = || report.panels.iter().flat_map(|panel| &panel.tools);
        assert_eq!((clusters("stack"), clusters("tool")), (report.panels.len(), tools().count()));
        let chips = tools().flat_map(|tool| std::iter::once(tool).chain(&tool.parts));
        let chips: usize = chips.map(|tool| tool.companies.len()).sum();
        assert_eq!(written.labels("company").len(), chips);
    }
    let landscape = init();
    let report = mapped(&landscape);
    let nodes = Written::of(&report.dot(&Style::default())).nodes;
    for name in names(30_000) {
        assert_eq!(Written::of(&report.dot(&titled(&name))).nodes, nodes, "{name}");
    }
}

#[test]
fn the_same_landscape_gives_the_same_bytes() {
    for (first, second) in landscapes().into_iter().zip(landscapes()) {
        assert_eq!(dot(&first), dot(&second));
    }
}

#[test]
fn a_landscape_of_nothing_says_so() {
    let [empty, stack, tool, company, both] = small().map(|landscape| words(&dot(&landscape)));
    assert!(empty.contains("0 tools in 0 stacks, offered by 0 companies"), "{empty}");
    assert!(empty.contains("No sources are named."), "{empty}");
    assert!(stack.contains(" Data ") && stack.contains("no tools"), "{stack}");
    assert!(tool.contains(" ETL ") && tool.contains("In no stack"), "{tool}");
    assert!(company.contains("Nobody has recorded what Us offers."), "{company}");
    assert!(both.contains("offered by 1 company.") && both.contains(" Us "), "{both}");
}

#[test]
fn a_tool_that_nobody_has_looked_at_is_not_drawn_as_empty() {
    let json =
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }], "companies": [{ "id": "us", "name": "Us" }] }"#;
    let unresearched = dot(&build(json));
    assert!(words(&unresearched).contains("Offered by nobody: 1 not researched."), "{unresearched}");
    assert!(!unresearched.contains("do not offer it"), "{unresearched}");
    // Its number is not known, which is not 0.
    let written = Written::of(&unresearched);
    assert!(written.clusters.contains(&("tool".to_owned(), "ETL ?".to_owned())), "{:?}", written.clusters);
    assert_eq!(written.labels("state"), ["not researched"]);

    let json = r#"{ "tools": [{ "id": "etl", "name": "ETL" }],
      "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "no" }] }] }"#;
    let landscape = build(json);
    let report = map::map(&landscape, &map::Options { min_researched: 1, ..map::Options::default() });
    assert_eq!(report.panels[0].tools[0].state, GapState::Empty);
    let empty = report.dot(&Style::default());
    assert_eq!(Written::of(&empty).labels("state"), ["empty: 1 do not offer it"]);
    assert!(words(&empty).contains("Offered by nobody: 1 empty."), "{empty}");
    // A dotted card is one that nobody has looked at, and the legend has it where there is one.
    let dotted = |dot: &str| dot.to_lowercase().matches("dotted").count();
    assert_eq!((dotted(&unresearched), dotted(&empty)), (2, 0));
}

#[test]
fn a_map_of_some_stacks_holds_those_alone() {
    let landscape = bakery();
    let stacks = vec![stack(&landscape, "office")];
    let dot = map::map(&landscape, &map::Options { within: stacks.into(), ..map::Options::default() })
        .dot(&titled("Office"));
    assert!(dot.contains("2 tools in 1 stack") && dot.contains(">Payroll<"), "{dot}");
    assert!(!dot.contains("Counter") && !dot.contains("Oven"), "{dot}");
}
