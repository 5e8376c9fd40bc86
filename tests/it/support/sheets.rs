//! What holds for every picture that is a table, as SVG and as DOT.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Style, Theme};

use crate::awkward::awkward;
use crate::graphviz::assert_silent;
use crate::landscapes::{bakery, build, graph, init};

/// How the snapshots are drawn.
pub(crate) const LIGHT: Style<'_> = Style { title: None, theme: Theme::Light };

/// Landscapes with much, with little and with hostile names.
pub(crate) fn landscapes() -> Vec<Landscape> {
    let small = [
        "{}",
        r#"{ "companies": [{ "id": "us", "name": "Us" }, { "id": "they", "name": "They" }] }"#,
        r#"{ "stacks": [{ "id": "data", "name": "Data" }], "companies": [{ "id": "us", "name": "Us" }] }"#,
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }],
          "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "yes" }] }],
          "roles": [{ "id": "dev", "name": "Dev", "needs": [{ "tool": "etl" }] }] }"#,
    ];
    [awkward(300), awkward(30_000), bakery(), graph(), init()].into_iter().chain(small.map(build)).collect()
}

/// One stack with so many tools, which one of so many companies offers each.
pub(crate) fn big(tools: usize, companies: usize) -> Landscape {
    let tool = |at: usize| {
        format!(r#"{{ "id": "t{at}", "name": "Tool {at}", "in_stack": [{{ "stack": "s{}" }}] }}"#, at % 50)
    };
    let company = |at: usize| {
        format!(
            r#"{{ "id": "c{at}", "name": "C {at}", "offers": [{{ "tool": "t{}", "support": "yes" }}] }}"#,
            at % tools
        )
    };
    let stack = |at: usize| format!(r#"{{ "id": "s{at}", "name": "Stack {at}" }}"#);
    let need = |at: usize| format!(r#"{{ "tool": "t{at}" }}"#);
    let role = |at: usize| {
        let needs: Vec<String> = (0..60).map(|step| need((at + step) % tools)).collect();
        format!(r#"{{ "id": "r{at}", "name": "Role {at}", "needs": [{}] }}"#, needs.join(","))
    };
    let list =
        |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
    build(&format!(
        r#"{{ "stacks": [{}], "tools": [{}], "companies": [{}], "roles": [{}] }}"#,
        list(50, &stack),
        list(tools, &tool),
        list(companies, &company),
        list(100, &role),
    ))
}

/// Asserts that a picture is sane whatever it shows: well-formed, nothing outside it, no complaint of Graphviz, the same
/// bytes each time.
pub(crate) fn assert_sane(picture: &impl Picture) {
    assert_sane_within(picture, 1_650.0);
}

/// The same of a picture that may be so wide.
pub(crate) fn assert_sane_within(picture: &impl Picture, most: f64) {
    let svg = picture.scene(&LIGHT).svg(Theme::Light);
    assert_eq!(svg, picture.scene(&LIGHT).svg(Theme::Light));
    let document = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let root = document.root_element();
    let size = ["width", "height"].map(|name| number(root, name));
    assert!(size[0] <= most, "{size:?}");
    inside(root, (0.0, 0.0), size);

    let dot = picture.dot(&LIGHT);
    assert_eq!(dot, picture.dot(&LIGHT));
    graphviz_rust::parse(&dot).unwrap_or_else(|error| panic!("{error}\n{dot}"));
    let hostile = dot.chars().find(|character| character.is_control() && *character != '\n');
    assert_eq!(hostile, None, "a control character is in the picture");
    assert_silent(&dot, "a table");
}

fn number(node: roxmltree::Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// Asserts that boxes and the places of texts are inside the picture.
fn inside(node: roxmltree::Node<'_, '_>, from: (f64, f64), [width, height]: [f64; 2]) {
    for child in node.children().filter(roxmltree::Node::is_element) {
        if child.has_tag_name("defs") {
            continue;
        }
        let moved = child.attribute("transform").and_then(|text| text.strip_prefix("translate("));
        let moved = moved.and_then(|text| text.strip_suffix(')')?.split_once(' '));
        let moved = moved.map_or((0.0, 0.0), |(x, y)| (x.parse().unwrap_or(0.0), y.parse().unwrap_or(0.0)));
        let from = (from.0 + moved.0, from.1 + moved.1);
        if child.has_tag_name("rect") || child.has_tag_name("text") {
            let (x, y) = (from.0 + number(child, "x"), from.1 + number(child, "y"));
            let (right, bottom) = (x + number(child, "width"), y + number(child, "height"));
            let is_inside = x >= 0.0 && y >= 0.0 && right <= width + 0.1 && bottom <= height + 0.1;
            assert!(is_inside, "{x} {y} {right} {bottom} is not in {width} {height}: {child:?}");
        }
        inside(child, from, [width, height]);
    }
}

/// Asserts that a command on the bakery is refused, and what is said.
#[cfg(feature = "cli")]
pub(crate) fn assert_refused(arguments: &[&str], code: i32, parts: &[&str]) {
    let outcome = on_bakery(arguments);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{arguments:?}: {outcome}");
    for part in parts {
        assert!(outcome.stderr.contains(part), "{arguments:?}: {part} is not said: {outcome}");
    }
}

/// Runs `landscape draw` on the bakery.
#[cfg(feature = "cli")]
pub(crate) fn on_bakery(arguments: &[&str]) -> crate::support::Outcome {
    let folder = crate::support::data("named");
    crate::support::run_in(&folder, &[&["draw"][..], arguments, &["--graph", "bakery.json"]].concat())
}
