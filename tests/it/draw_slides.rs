//! Pictures on pages: text that can be read there, nothing outside, and counts of what is folded.

use landscape_graph::Landscape;
use landscape_graph::draw::{Page, Picture, Style, Theme};
use landscape_graph::query::{Within, diff, gap_board, map, network, overlap, role_heat, upset, versus};
use serde_json::json;

use crate::awkward::awkward;
use crate::landscapes::{bakery, build, graph, init};
use crate::sheets::Drawn;
use crate::support::data;

/// Slides, a sheet of paper, a square, and the smallest page.
const PAGES: [[u32; 2]; 5] = [[1920, 1080], [1440, 1080], [1684, 1190], [1080, 1080], [800, 450]];

/// How small text may be on a page, in pixels.
const LEAST_TEXT: f64 = 14.0;

fn on(page: [u32; 2]) -> Style<'static> {
    Style { page: Some(Page::new(page[0], page[1]).expect("it is a page")), ..Style::default() }
}

/// Thirty stacks of eight tools, each of which many of a hundred companies offer.
fn crowded() -> Landscape {
    let stacks: Vec<_> =
        (0..30).map(|at| json!({ "id": format!("s{at}"), "name": format!("Stack {at}") })).collect();
    let tool = |at: usize| {
        let stack = json!([{ "stack": format!("s{}", at % 30) }]);
        json!({ "id": format!("t{at}"), "name": format!("A tool with a long name {at}"), "in_stack": stack })
    };
    let tools: Vec<_> = (0..240).map(tool).collect();
    let company = |at: usize| {
        let offer =
            |step: usize| json!({ "tool": format!("t{}", (at * 7 + step * 11) % 240), "support": "yes" });
        let offers: Vec<_> = (0..10 + at % 30).map(offer).collect();
        json!({ "id": format!("c{at}"), "name": format!("Company {at}"), "offers": offers })
    };
    let companies: Vec<_> = (0..100).map(company).collect();
    let roles: Vec<_> = (0..40)
        .map(|at| {
            let needs: Vec<_> =
                (0..30).map(|step| json!({ "tool": format!("t{}", (at + step * 9) % 240) })).collect();
            json!({ "id": format!("r{at}"), "name": format!("Role {at}"), "needs": needs })
        })
        .collect();
    let overview = json!({ "schema": 1, "name": "Crowded", "perspective": "c29" });
    let whole = json!({ "landscape": overview, "stacks": stacks, "tools": tools, "companies": companies, "roles": roles });
    build(&whole.to_string())
}

/// Every picture that can be laid out for a page, by name.
fn pictures<'l>(
    landscape: &'l Landscape,
    before: &'l Landscape,
) -> Vec<(&'static str, Box<dyn Picture + 'l>)> {
    let companies: Vec<_> = landscape.companies().take(12).collect();
    let mut all: Vec<(&'static str, Box<dyn Picture + 'l>)> = vec![
        ("map", Box::new(map::map(landscape, &map::Options::default()))),
        (
            "whole map",
            Box::new(map::map(
                landscape,
                &map::Options { limits: map::Limits::NONE, ..map::Options::default() },
            )),
        ),
        ("overlap", Box::new(network::network(landscape, &network::Options::default()))),
        ("table", Box::new(network::table(landscape, &network::Options::default()))),
        (
            "roles",
            Box::new(role_heat::role_heat(landscape, &landscape_graph::query::roles::Options::default())),
        ),
        ("diff", Box::new(diff::map::map(before, landscape, &diff::map::Options::default()))),
    ];
    if let [first, second, ..] = companies.as_slice() {
        all.push(("gaps", Box::new(gap_board::gap_board(landscape, *first, &gap_board::Options::default()))));
        all.push((
            "versus",
            Box::new(versus::versus(landscape, [*first, *second], &versus::Options::default())),
        ));
        all.push(("upset", Box::new(upset::upset(landscape, &companies, &Within::default()))));
    }
    all
}

#[test]
fn every_picture_can_be_read_on_every_page() {
    let landscapes = [crowded(), awkward(300), graph(), init(), build("{}")];
    let before = bakery();
    for landscape in &landscapes {
        for (name, picture) in pictures(landscape, &before) {
            for page in PAGES {
                let svg = picture.scene(&on(page)).svg(Theme::Light);
                assert_readable(&svg, page, name);
            }
        }
    }
}

/// Asserts that a picture is as large as its page, that its text can be read, and that nothing is
/// outside or over another.
fn assert_readable(svg: &str, [width, height]: [u32; 2], name: &str) {
    let head = format!("width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"");
    assert!(svg.contains(&head), "{name}: {}", svg.chars().take(200).collect::<String>());
    for size in svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let size: f64 = size.parse().expect("a size is a number");
        assert!(size >= LEAST_TEXT - 0.01, "{name} on {width} × {height} has text of {size} px");
    }
    let drawn = Drawn::of(svg);
    drawn.assert_apart();
    let is_outside = |room: &&[f64; 4]| {
        room[0] < -0.5
            || room[1] < -0.5
            || room[2] > f64::from(width) + 0.5
            || room[3] > f64::from(height) + 0.5
    };
    let texts = drawn.texts.iter().map(|(_, room)| room);
    let outside: Vec<_> = drawn.boxes.iter().chain(texts).filter(is_outside).collect();
    assert!(outside.is_empty(), "{name} on {width} × {height}: {outside:?}");
}

#[test]
fn what_a_page_folds_is_counted() {
    let landscape = crowded();
    let report = map::map(&landscape, &map::Options { limits: map::Limits::NONE, ..map::Options::default() });
    for page in PAGES {
        let svg = report.scene(&on(page)).svg(Theme::Light);
        let drawn = Drawn::of(&svg);
        let texts = || drawn.texts.iter().map(|(text, _)| text.as_str());
        assert!(texts().all(|text| !text.contains("too small")), "{page:?}");
        // Each stack is a panel, or one of "+3 more stacks".
        let is_panel =
            |text: &&str| text.strip_prefix("Stack ").is_some_and(|rest| rest.parse::<u32>().is_ok());
        let panels: Vec<&str> = texts().filter(is_panel).collect();
        let more = texts().find(|text| text.contains(" more stacks: ") || text.contains(" more stack: "));
        let more = more.map_or(0, first_number);
        assert_eq!(panels.len() + more, 30, "{page:?}: {panels:?}");
        // Each tool of a panel that is shown is a card, or one of "+3 more tools".
        let cards = svg.matches("<title>A tool with a long name").count();
        let more: usize = texts().filter(|text| text.contains(" more tool")).map(first_number).sum();
        assert_eq!(cards + more, 8 * panels.len(), "{page:?}");
    }
}

fn first_number(text: &str) -> usize {
    text.trim_start_matches('+').split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

#[test]
fn the_closest_rivals_are_folded_last() {
    let landscape = crowded();
    let us = landscape.perspective().expect("there is one");
    let options =
        overlap::Options { page: landscape_graph::query::Page::first(5), ..overlap::Options::default() };
    let ranking = overlap::one(&landscape, us, &options);
    let rivals: Vec<&str> = ranking.others.iter().map(|pair| pair.companies[1].name).collect();
    let table = network::table(&landscape, &network::Options::default());
    let drawn = Drawn::of(&table.scene(&on([1080, 1080])).svg(Theme::Light));
    let has = |name: &str| drawn.texts.iter().any(|(text, _)| text == name);
    assert!(rivals.iter().all(|rival| has(rival)), "{rivals:?}");
    assert!(
        table.network.companies.iter().any(|company| !has(company.company.name)),
        "nothing had to be folded"
    );
}

#[cfg(feature = "cli")]
mod cli {
    use super::{assert_readable, data};
    use crate::support::{Outcome, run_in};

    fn draw(arguments: &[&str]) -> Outcome {
        run_in(&data("named"), &[&["draw", "map", "--graph", "bakery.json"][..], arguments].concat())
    }

    #[test]
    fn pages_have_names_and_sizes() {
        for (size, page) in [
            ("1920x1080", [1920, 1080]),
            ("16:9", [1920, 1080]),
            ("4:3", [1440, 1080]),
            ("A4", [1684, 1190]),
            ("square", [1080, 1080]),
            ("1000 × 800", [1000, 800]),
        ] {
            let outcome = draw(&["--format", "svg", "--theme", "light", "--size", size]);
            assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{size}: {outcome}");
            assert_readable(&outcome.stdout, page, size);
        }
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_page_is_a_slide_in_pdf_and_the_same_bytes_each_time() {
        let draw = |arguments: &[&str]| {
            let sandbox = crate::support::Sandbox::new()
                .file("bakery.json", std::fs::read(data("named/bakery.json")).expect("it is"));
            let all = [&["draw", "map", "--graph", "bakery.json", "-o", "map.pdf"][..], arguments].concat();
            let outcome = sandbox.run(&all);
            assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
            std::fs::read(sandbox.path("map.pdf")).expect("it was written")
        };
        let has = |pdf: &[u8], what: &str| pdf.windows(what.len()).any(|window| window == what.as_bytes());
        let slide = draw(&["--size", "16:9"]);
        assert!(slide.starts_with(b"%PDF-1.7") && has(&slide, "/MediaBox [0 0 960 540]"));
        assert!(has(&draw(&["--size", "a4"]), "/MediaBox [0 0 842 595]"));
        assert!(has(&slide, "/FontFile2") && has(&slide, "/ToUnicode"), "text is text");
        assert_eq!(slide, draw(&["--size", "16:9"]));
        assert!(!has(&draw(&[]), "/MediaBox [0 0 960 540]"));
    }

    #[test]
    fn wrong_pages_are_wrong_usage() {
        for (arguments, said) in [
            (&["--format", "svg", "--size", "wide"][..], "1920x1080"),
            (&["--format", "svg", "--size", "64x64"], "from 800 × 450"),
            (&["--format", "svg", "--size", "99999x1080"], "10000 pixels"),
            (&["--format", "dot", "--size", "16:9"], "`--size` is for SVG, PNG and PDF"),
            (&["--format", "svg", "--engine", "graphviz", "--size", "16:9"], "`--size` is for SVG"),
        ] {
            let outcome = draw(arguments);
            assert_eq!(outcome.code, Some(2), "{arguments:?}: {outcome}");
            assert!(outcome.stderr.contains(said), "{arguments:?}: {outcome}");
        }
    }
}
