//! The network and the table of overlaps as pictures: nothing overlaps or stands outside, whatever
//! the names are.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Theme};
use landscape_graph::query::network;
use serde_json::json;

use crate::awkward::awkward;
use crate::landscapes::{bakery, build, graph, init};
use crate::sheets::{Drawn, LIGHT, Written, assert_sane_within};
use crate::support::{Outcome, Sandbox, data, run_in};

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

#[test]
fn boxes_stand_apart_and_inside_whatever_the_names_are() {
    for landscape in landscapes().into_iter().chain([graph()]) {
        let report = network::network(&landscape, &options());
        assert_sane_within(&report, 2_400.0);
        let drawn = Drawn::of(&report.scene(&LIGHT).svg(Theme::Light));
        let shown = report.companies.len() + report.alone.len().min(30);
        let written = Written::of(&report.dot(&LIGHT));
        assert_eq!(written.labels("company").len(), shown);
        let is_company = |group: &&String| group.chars().any(|letter| !letter.is_ascii_digit());
        assert_eq!(drawn.groups.iter().filter(is_company).count(), shown);
        assert_sane_within(&network::table(&landscape, &options()), 2_400.0);
    }
}

#[test]
fn every_cell_and_line_is_the_report_s() {
    let landscape = graph();
    let report = network::network(&landscape, &options());
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    let lines = svg.matches(" in common: ").count();
    assert_eq!(lines, report.pairs.iter().filter(|pair| pair.kept).count());
    assert!(svg.contains(&format!("{lines} of {} overlaps are drawn", report.pairs.len())), "{svg}");
    let table = network::table(&landscape, &options()).scene(&LIGHT).svg(Theme::Light);
    assert_eq!(table.matches(" in common: ").count(), 2 * report.pairs.len());
    let table = network::table(&landscape, &options());
    let mut shared: Vec<String> =
        table.network.pairs.iter().map(|pair| pair.similarity.shared.to_string()).collect();
    let edges = Written::of(&table.dot(&LIGHT)).edges;
    let mut numbers: Vec<String> = edges.into_iter().map(|(_, label)| label).collect();
    shared.sort_unstable();
    numbers.sort_unstable();
    assert_eq!(numbers, shared);
    // Graphviz draws no more lines than the network has; the other edges are there unseen, and
    // counted.
    let dot = table.dot(&LIGHT);
    assert_eq!(dot.matches("style=\"invis\"").count(), table.network.pairs.len() - lines);
    assert!(dot.contains(&format!("{lines} of {} pairs have a line", table.network.pairs.len())), "{dot}");
    assert_eq!(Written::of(&report.dot(&LIGHT)).edges.len(), lines);
}

#[test]
fn a_table_of_a_few_has_a_line_for_each_pair() {
    let landscape = bakery();
    let options = network::Options { least: 0.0, ..options() };
    let dot = network::table(&landscape, &options).dot(&LIGHT);
    assert!(!dot.contains("invis") && !dot.contains("have a line"), "{dot}");
}

#[test]
fn a_long_name_has_two_lines() {
    let name = "Open Infrastructure and Standards Foundation";
    let company = |id: &str, name: &str| {
        format!(r#"{{ "id": "{id}", "name": "{name}", "offers": [{{ "tool": "t", "support": "yes" }}] }}"#)
    };
    let us = r#"{ "id": "us", "name": "Us", "offers": [{ "tool": "t", "support": "yes" }, { "tool": "u", "support": "yes" }] }"#;
    let companies = [us.to_owned(), company("they", name)].join(",");
    let landscape = build(&format!(
        r#"{{ "tools": [{{ "id": "t", "name": "T" }}, {{ "id": "u", "name": "U" }}], "companies": [{companies}] }}"#
    ));
    let report = network::network(&landscape, &options());
    assert_sane_within(&report, 2_400.0);
    let drawn = Drawn::of(&report.scene(&LIGHT).svg(Theme::Light));
    let texts = drawn.texts.iter().map(|(text, _)| text.as_str());
    let lines: Vec<&str> = texts.filter(|text| name.contains(text)).collect();
    assert_eq!((lines.len(), lines.join(" ").as_str()), (2, name));
    let written = Written::of(&report.dot(&LIGHT));
    assert!(written.labels("company").iter().any(|label| label.contains(name)), "{:?}", written.nodes);
}

#[test]
fn equals_stand_in_one_box_that_says_how_many_they_are() {
    let company =
        |at: usize, offers: &str| format!(r#"{{ "id": "c{at}", "name": "C{at}", "offers": [{offers}] }}"#);
    let yes = |tool: &str| format!(r#"{{ "tool": "{tool}", "support": "yes" }}"#);
    let mut companies: Vec<String> = (0..72).map(|at| company(at, &yes("host"))).collect();
    companies.push(company(72, &[yes("host"), yes("cache")].join(",")));
    let landscape = build(&format!(
        r#"{{ "tools": [{{ "id": "host", "name": "Hosting" }}, {{ "id": "cache", "name": "Cache" }}], "companies": [{}] }}"#,
        companies.join(",")
    ));
    let report = network::network(&landscape, &options());
    assert_sane_within(&report, 2_400.0);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert_eq!(svg.matches(" in common: ").count(), 1);
    let texts = Drawn::of(&svg).texts;
    let texts = texts.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(texts.contains("72 companies with Hosting"), "{texts}");
    assert!(texts.contains("72 companies with the very same tools as others share 1 box."), "{texts}");
    assert!(report.mermaid(&LIGHT).expect("a flowchart").contains("72 companies with Hosting (1)"));
    let table = network::table(&landscape, &options());
    assert_eq!(table.network.companies.len(), 2);
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
    assert!(svg.contains(" of 10000 companies, "), "{svg}");
    assert!(report.pairs.iter().filter(|pair| pair.kept).count() <= 200);
    let table = network::table(&landscape, &options());
    assert_eq!(table.order.len(), report.companies.len());
}

#[test]
fn little_is_said_of_little() {
    let [nothing, no_offers, alone] = small().try_into().expect("there are three");
    let svg = |landscape: &Landscape| network::network(landscape, &options()).scene(&LIGHT).svg(Theme::Light);
    assert!(svg(&nothing).contains("No two companies here have a known tool in common."));
    assert!(!svg(&no_offers).contains("known to offer 0 tools"));
    assert!(svg(&alone).contains("No known tool in common with the companies here"));
    let chart = network::network(&nothing, &options()).mermaid(&LIGHT).expect("a flowchart");
    assert!(chart.contains("none[\"No company is known to offer a tool\"]"), "{chart}");
}

#[test]
fn the_bakery_s_network_as_a_flowchart() {
    let landscape = bakery();
    let report = network::network(&landscape, &options());
    insta::assert_snapshot!("bakery_network_mermaid", report.mermaid(&LIGHT).expect("a flowchart"));
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
    assert!(svg(&["--most", "2"]).contains("Shown: 2 of 4 companies"));
    assert!(svg(&["--best", "0", "--least", "0.9"]).contains("4 of 5 overlaps are drawn"));
    assert!(svg(&["--matrix"]).contains("are closest to Crumb"));
    assert!(svg(&["--title", "Bread"]).contains(">Bread<"));
    assert!(draw(&["--format", "mermaid"]).stdout.contains("flowchart LR"));
}

#[test]
fn wrong_options_are_wrong_usage() {
    for (arguments, said) in [
        (&["--for", "crmb"][..], "did you mean `crumb`"),
        (&["--stack", "kitchn"], "did you mean `kitchen`"),
        (&["--most", "0"], "--most"),
        (&["--least", "2"], "from 0 to 1"),
        (&["--least", "NaN"], "from 0 to 1"),
        (&["--matrix", "--best", "1"], "`--best` is for the network"),
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
