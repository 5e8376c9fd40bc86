//! The network and the table of overlaps as pictures: nothing overlaps or stands outside, whatever the names are.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Style, Theme};
use landscape_graph::query::network;
use serde_json::json;

use crate::awkward::awkward;
use crate::graphviz::assert_silent;
use crate::landscapes::{bakery, build, graph, init};
use crate::support::{Outcome, Sandbox, data, run_in};

const LIGHT: Style<'static> = Style { title: None, theme: Theme::Light };

fn options() -> network::Options {
    network::Options::default()
}

/// Little to show, each in its own way.
fn small() -> Vec<Landscape> {
    let one = |offers: &str| {
        format!(
            r#"{{ "stacks": [{{ "id": "s", "name": "Stack" }}], "tools": [{{ "id": "t", "name": "Tool" }}],
               "companies": [{{ "id": "a", "name": "A", "offers": [{offers}] }}, {{ "id": "b", "name": "B" }}] }}"#
        )
    };
    ["{}".to_owned(), one(""), one(r#"{ "tool": "t", "support": "yes" }"#)].map(|json| build(&json)).into()
}

fn landscapes() -> Vec<Landscape> {
    let mut all = small();
    all.extend([awkward(300), bakery(), init()]);
    all
}

/// A rectangle: left, top, width, height.
type Room = [f64; 4];

/// Asserts that nothing stands outside the picture, and returns the boxes of companies.
fn boxes(svg: &str) -> Vec<Room> {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let root = document.root_element();
    let number = |node: roxmltree::Node<'_, '_>, key: &str| {
        node.attribute(key).map_or(0.0, |text| text.parse::<f64>().expect("a number"))
    };
    let whole = [number(root, "width"), number(root, "height")];
    let mut boxes = Vec::new();
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        let mut at = [0.0; 2];
        for above in node.ancestors().filter_map(|above| above.attribute("transform")) {
            if let Some(by) = above.strip_prefix("translate(").and_then(|rest| rest.strip_suffix(')')) {
                let (x, y) = by.split_once(' ').expect("two numbers");
                at = [at[0] + x.parse::<f64>().expect("x"), at[1] + y.parse::<f64>().expect("y")];
            }
        }
        if matches!(node.tag_name().name(), "rect" | "text") {
            let (left, top) = (at[0] + number(node, "x"), at[1] + number(node, "y"));
            let (width, height) = (number(node, "width"), number(node, "height"));
            assert!(left >= 0.0 && top >= 0.0, "{left} {top} is outside of {whole:?}");
            assert!(
                left + width <= whole[0] + 0.01 && top + height <= whole[1] + 0.01,
                "{left} {top} {whole:?}"
            );
            if node.attribute("rx") == Some("7") {
                boxes.push([left, top, width, height]);
            }
        }
    }
    boxes
}

fn overlap([x, y, width, height]: Room, [left, top, wide, high]: Room) -> bool {
    x < left + wide && left < x + width && y < top + high && top < y + height
}

#[test]
fn boxes_stand_apart_and_inside_whatever_the_names_are() {
    for landscape in landscapes() {
        let report = network::network(&landscape, &options());
        let boxes = boxes(&report.scene(&LIGHT).svg(Theme::Light));
        assert_eq!(boxes.len(), report.companies.len() + report.alone.len().min(30));
        for (at, one) in boxes.iter().enumerate() {
            assert!(boxes[..at].iter().all(|other| !overlap(*one, *other)), "{one:?}");
        }
        let table = network::table(&landscape, &options()).scene(&LIGHT).svg(Theme::Auto);
        self::boxes(&table);
    }
}

#[test]
fn every_cell_and_line_is_the_report_s() {
    let landscape = graph();
    let report = network::network(&landscape, &options());
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    let lines = svg.matches(" known in common: ").count();
    assert_eq!(lines, report.pairs.iter().filter(|pair| pair.kept).count());
    assert!(svg.contains(&format!("{lines} of {} overlaps are drawn", report.pairs.len())), "{svg}");
    let table = network::table(&landscape, &options()).scene(&LIGHT).svg(Theme::Light);
    assert_eq!(table.matches(" known in common: ").count(), 2 * report.pairs.len());
}

#[test]
fn graphviz_draws_each_without_a_word() {
    for landscape in landscapes().into_iter().chain([graph()]) {
        let pictures = [
            network::network(&landscape, &options()).dot(&LIGHT),
            network::table(&landscape, &options()).dot(&LIGHT),
        ];
        for dot in pictures {
            graphviz_rust::parse(&dot).unwrap_or_else(|error| panic!("{error}\n{dot}"));
            assert_silent(&dot, landscape.name());
        }
    }
}

#[test]
fn ten_thousand_companies_make_a_picture_of_the_broadest() {
    let tools: Vec<_> =
        (0..40).map(|at| json!({ "id": format!("t{at}"), "name": format!("T{at}") })).collect();
    let offer = |at: usize, step: usize| json!({ "tool": format!("t{}", (at * 7 + step * 5) % 40), "support": "yes" });
    let company = |at: usize| {
        let offers: Vec<_> = (0..=at % 6).map(|step| offer(at, step)).collect();
        json!({ "id": format!("c{at}"), "name": format!("C{at}"), "offers": offers })
    };
    let companies: Vec<_> = (0..10_000).map(company).collect();
    let landscape = build(&json!({ "tools": tools, "companies": companies }).to_string());
    let report = network::network(&landscape, &options());
    assert_eq!((report.companies.len() + report.alone.len(), report.total), (60, 10_000));
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains("Compared are the 60 companies with the most tools of 10000"), "{svg}");
    assert!(report.pairs.iter().filter(|pair| pair.kept).count() <= 200);
    let table = network::table(&landscape, &options());
    assert_eq!(table.order.len(), report.companies.len());
}

#[test]
fn little_is_said_of_little() {
    let [nothing, no_offers, alone] = small().try_into().expect("there are three");
    let svg = |landscape: &Landscape| network::network(landscape, &options()).scene(&LIGHT).svg(Theme::Light);
    assert!(svg(&nothing).contains("No two companies here are known to offer the same tool."));
    assert!(!svg(&no_offers).contains("known to offer 0 tools"));
    assert!(svg(&alone).contains("Not known to share a tool with another company here"));
    let chart = network::network(&nothing, &options()).mermaid(&LIGHT).expect("a flowchart");
    assert!(chart.contains("none[\"No company is known to offer a tool\"]"), "{chart}");
}

#[test]
fn the_bakery_s_network() {
    let landscape = bakery();
    let report = network::network(&landscape, &options());
    insta::assert_snapshot!("bakery_network_svg", report.scene(&LIGHT).svg(Theme::Light));
    insta::assert_snapshot!("bakery_network_dot", report.dot(&LIGHT));
    insta::assert_snapshot!("bakery_network_mermaid", report.mermaid(&LIGHT).expect("a flowchart"));
}

#[test]
fn the_bakery_s_table() {
    let landscape = bakery();
    let report = network::table(&landscape, &options());
    insta::assert_snapshot!("bakery_table_svg", report.scene(&LIGHT).svg(Theme::Light));
    insta::assert_snapshot!("bakery_table_dot", report.dot(&LIGHT));
    assert!(report.mermaid(&LIGHT).is_none());
}

fn draw(arguments: &[&str]) -> Outcome {
    run_in(&data("named"), &[&["draw", "overlap", "--graph", "bakery.json"][..], arguments].concat())
}

#[test]
fn options_reach_the_picture() {
    let svg = |arguments: &[&str]| {
        let outcome = draw(&[&["--format", "svg"][..], arguments].concat());
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{arguments:?}: {outcome}");
        outcome.stdout
    };
    assert!(svg(&[]).contains("filled: Crumb"));
    assert!(svg(&["--for", "Loaf"]).contains("filled: Loaf"));
    assert!(svg(&["--stack", "kitchen"]).contains("Only tools of Kitchen count."));
    assert!(svg(&["--most", "2"]).contains("the 2 companies with the most tools of 4"));
    assert!(svg(&["--best", "0", "--least", "0.9"]).contains("3 of 5 overlaps are drawn"));
    assert!(svg(&["--matrix"]).contains("Overlap of companies"));
    assert!(svg(&["--title", "Bread"]).contains(">Bread<"));
    assert!(draw(&["--format", "mermaid"]).stdout.contains("flowchart LR"));
}

#[test]
fn wrong_options_are_wrong_usage() {
    for (arguments, said) in [
        (&["--for", "crum"][..], "did you mean `crumb`"),
        (&["--stack", "kitchn"], "did you mean `kitchen`"),
        (&["--most", "0"], "--most"),
        (&["--least", "2"], "from 0 to 1"),
        (&["--least", "NaN"], "from 0 to 1"),
        (&["--matrix", "--best", "1"], "cannot be used with"),
        (&["--matrix", "--format", "mermaid"], "Mermaid cannot show this picture"),
    ] {
        let outcome = draw(arguments);
        assert_eq!(outcome.code, Some(2), "{arguments:?}: {outcome}");
        assert!(outcome.stderr.contains(said), "{arguments:?}: {outcome}");
    }
    let unwritable =
        Sandbox::new().file("bakery.json", std::fs::read(data("named/bakery.json")).expect("it is"));
    let outcome =
        unwritable.run(&["draw", "overlap", "--graph", "bakery.json", "--output", "no/such/folder/x.svg"]);
    assert_eq!(outcome.code, Some(3), "{outcome}");
}
