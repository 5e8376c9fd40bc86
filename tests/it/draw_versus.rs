//! Two companies against each other: the numbers are those of `overlap`, and unknown is told from
//! no.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Theme};
use landscape_graph::query::versus;

use crate::landscapes::{bakery, build, company, graph, ids, init, stack};
use crate::sheets::{Drawn, LIGHT, Written, assert_sane, big, landscapes};

fn against<'l>(landscape: &'l Landscape, a: &str, b: &str) -> versus::Report<'l> {
    versus::versus(landscape, [a, b].map(|id| company(landscape, id)), &versus::Options::default())
}

#[test]
fn a_tool_stands_once_in_each_stack_as_svg_and_as_dot() {
    let landscape = bakery();
    let report = against(&landscape, "rye", "loaf");
    let written = Written::of(&report.dot(&LIGHT));
    let drawn = Drawn::of(&report.scene(&LIGHT).svg(Theme::Light));
    let cells = written.labels("tool");
    let shown = report.rows.iter().flat_map(|row| &row.tools).filter(|tool| tool.offered() != [false; 2]);
    for tool in shown.clone() {
        let says = |label: &str| label.trim_start_matches("½ ").split(" (").next() == Some(tool.tool.name);
        let stands = shown.clone().filter(|other| other.tool.id == tool.tool.id).count();
        let as_dot = cells.iter().filter(|label| says(label)).count();
        let as_svg = drawn.labels().into_iter().filter(|label| says(label)).count();
        assert_eq!((as_svg, as_dot), (stands, stands), "{}", tool.tool.id);
    }
    assert_eq!(written.clusters.iter().filter(|(class, _)| class == "stack").count(), report.rows.len());
}

#[test]
fn every_pair_is_sane() {
    for landscape in landscapes() {
        let companies: Vec<_> = landscape.companies().take(40).step_by(5).collect();
        for pair in companies.windows(2) {
            assert_sane(&versus::versus(&landscape, [pair[0], pair[1]], &versus::Options::default()));
        }
    }
    let big = big(10_000, 10_000);
    let report = against(&big, "c0", "c1");
    assert_sane(&report);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains("+20 more stacks") && svg.contains(" more</text>"), "{svg}");
}

#[test]
fn the_numbers_are_those_of_the_overlap() {
    for landscape in [bakery(), init(), graph()] {
        let companies: Vec<_> = landscape.companies().take(12).collect();
        for (a, b) in companies.iter().flat_map(|a| companies.iter().map(move |b| (*a, *b))) {
            let report = versus::versus(&landscape, [a, b], &versus::Options::default());
            let of = |sides: [bool; 2]| -> Vec<String> {
                ids(report.tools.iter().filter(|tool| tool.offered() == sides).map(|tool| &tool.tool))
            };
            let pair = &report.pair;
            assert_eq!(of([true, true]), ids(pair.shared.iter().map(|shared| &shared.tool)));
            assert_eq!(of([true, false]), ids(pair.only_first.iter().map(|one| &one.tool)));
            assert_eq!(of([false, true]), ids(pair.only_second.iter().map(|one| &one.tool)));
            assert_eq!(of([false, false]).len(), pair.neither.len() + pair.unknown.len());
            let [of_a, of_b] = pair.companies.map(|company| company.name);
            let svg = report.scene(&LIGHT).svg(Theme::Light);
            let heads = [
                format!("Both: {}<", pair.shared.len()),
                format!(
                    "{} known of {of_a} alone, {} of {of_b} alone",
                    pair.only_first.len(),
                    pair.only_second.len()
                ),
                format!("Neither: {}<", pair.neither.len() + pair.unknown.len()),
            ];
            for head in heads {
                assert!(svg.contains(&head), "{head}\n{svg}");
            }
        }
    }
}

#[test]
fn what_is_known_not_to_be_offered_is_told_from_what_is_unknown() {
    let landscape = build(
        r#"{ "tools": [{ "id": "a", "name": "Anvil" }, { "id": "b", "name": "Bellows" }, { "id": "c", "name": "Chisel" }],
          "companies": [
            { "id": "us", "name": "Us", "offers": [
              { "tool": "a", "support": "yes" }, { "tool": "b", "support": "yes" }, { "tool": "c", "support": "partial" }] },
            { "id": "they", "name": "They", "offers": [
              { "tool": "a", "support": "no" }, { "tool": "c", "support": "planned" }] }] }"#,
    );
    let svg = against(&landscape, "us", "they").scene(&LIGHT).svg(Theme::Light);
    for chip in [">Anvil (no)<", ">Bellows (?)<", ">½ Chisel (planned)<"] {
        assert!(svg.contains(chip), "{chip}\n{svg}");
    }
    let us = against(&landscape, "they", "us").scene(&LIGHT).svg(Theme::Light);
    assert!(us.contains(">Known of Us alone: 3<") && us.contains(">Known of They alone: 0<"), "{us}");
}

#[test]
fn a_stack_alone_has_its_own_counts() {
    let landscape = bakery();
    let options = versus::Options { within: vec![stack(&landscape, "kitchen")].into() };
    let report = versus::versus(&landscape, ["rye", "loaf"].map(|id| company(&landscape, id)), &options);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    // Over all stacks they share the till too.
    assert!(svg.contains(">Both: 1<") && svg.contains("Over all stacks, both offer "), "{svg}");
}

#[cfg(feature = "cli")]
mod cli {
    use crate::sheets::{assert_refused, on_bakery};

    #[test]
    fn the_command_takes_two_companies() {
        let dot = on_bakery(&["versus", "Rye", "Loaf"]);
        assert_eq!(dot.code, Some(0), "{dot}");
        assert!(
            dot.stdout.contains("Rye and Loaf: 2 tools in common; 0 known of Rye alone, 1 of Loaf alone"),
            "{dot}"
        );
        assert_refused(&["versus", "Rye"], 2, &["needs at least 2"]);
        assert_refused(&["versus", "Rye", "Loaf", "Bun"], 2, &["takes at most 2, and 3 are named"]);
        assert_refused(&["versus", "Rye", "rye"], 2, &["named twice"]);
        assert_refused(&["versus", "Rye", "Loav"], 2, &["Loav", "loaf"]);
        assert_refused(&["versus", "Rye", "Loaf", "--output", "no/where.svg"], 3, &["cannot be written"]);
    }
}
