//! The board of gaps: its numbers are those of `gaps`, and it says no more than is known.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Theme};
use landscape_graph::query::{Page, gap_board, gaps, overlap, scope::ScopeVerdict, state::GapState};

use crate::landscapes::{bakery, build, company, graph, ids, init, stack};
use crate::sheets::{Drawn, LIGHT, Written, assert_sane, big, landscapes};

fn board<'l>(landscape: &'l Landscape, id: &str) -> gap_board::Report<'l> {
    gap_board::gap_board(landscape, company(landscape, id), &gap_board::Options::default())
}

fn tools<'r, 'l>(report: &'r gap_board::Report<'l>) -> impl Iterator<Item = &'r gap_board::Tool<'l>> {
    report.rows.iter().flat_map(|row| &row.tools)
}

#[test]
fn a_box_says_the_same_as_svg_and_as_dot_and_stands_once_in_each_stack() {
    for (landscape, us) in [(bakery(), "crumb"), (graph(), "posthog")] {
        let report = board(&landscape, us);
        let (drawn, written) =
            (Drawn::of(&report.scene(&LIGHT).svg(Theme::Light)), Written::of(&report.dot(&LIGHT)));
        let mut boxes: Vec<&str> = written.labels("tool");
        boxes.extend(written.clusters.iter().map(|(_, label)| label.as_str()));
        boxes.sort_unstable();
        assert_eq!(drawn.labels(), boxes);
        assert_eq!(written.labels("tool").len(), tools(&report).count());
        for tool in tools(&report) {
            let half = format!("½ {}", tool.tool.name);
            let shown =
                boxes.iter().filter(|label| label.starts_with(tool.tool.name) || label.starts_with(&half));
            let stands = tools(&report).filter(|other| other.tool.name.starts_with(tool.tool.name)).count();
            assert_eq!(shown.count(), stands, "{}", tool.tool.id);
        }
    }
}

#[test]
fn every_board_is_sane() {
    for landscape in landscapes() {
        for company in landscape.companies().take(40).step_by(5) {
            assert_sane(&gap_board::gap_board(&landscape, company, &gap_board::Options::default()));
        }
    }
}

#[test]
fn text_stands_clear_of_the_edges_of_its_box() {
    let landscape = build(
        r#"{ "tools": [{ "id": "t", "name": "Templates for notebooks, dashboards and everything" }],
          "companies": [{ "id": "us", "name": "Us" }] }"#,
    );
    let drawn = Drawn::of(&board(&landscape, "us").scene(&LIGHT).svg(Theme::Light));
    let inside = |[left, top, right, bottom]: [f64; 4]| {
        let holds =
            move |[x, y, end, below]: [f64; 4]| x >= left && y >= top && end <= right && below <= bottom;
        drawn.texts.iter().filter(move |(_, room)| holds(*room)).map(|(_, room)| *room).collect::<Vec<_>>()
    };
    let full = drawn.boxes.iter().find(|room| inside(**room).len() == 3).expect("a box has three lines");
    for [_, top, _, bottom] in inside(*full) {
        // The letters with tails reach a little lower than the room of a text.
        assert!(top - full[1] >= 4.0 && full[3] - bottom >= 4.0, "{top} to {bottom} in {full:?}");
    }
}

#[test]
fn a_big_board_is_folded() {
    let landscape = big(10_000, 10_000);
    let report = board(&landscape, "c0");
    assert_sane(&report);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    // 200 tools a stack, of which 23 have room beside the count of the rest; 30 of 50 stacks.
    assert!(svg.contains("+177 more<") && svg.contains("+20 more stacks"), "{svg}");
}

#[test]
fn the_numbers_are_those_of_the_gaps() {
    for landscape in [bakery(), init(), graph()] {
        for us in landscape.companies().take(20) {
            let report = gap_board::gap_board(&landscape, us, &gap_board::Options::default());
            let listed = gaps::gaps(&landscape, us, &gaps::Options::default());
            assert_eq!(report.totals, listed.totals);
            let all = listed.gaps.iter().chain(&listed.out_of_scope);
            for gap in all.clone() {
                for tool in tools(&report).filter(|tool| tool.tool.id == gap.tool.id) {
                    assert_eq!(
                        (tool.own, tool.state, tool.offerers, tool.known_not, tool.planned_by, tool.scope),
                        (gap.own, gap.state, gap.offerers, gap.known_not, gap.planned_by, gap.scope.verdict),
                        "{}",
                        gap.tool.id
                    );
                }
                assert!(tools(&report).any(|tool| tool.tool.id == gap.tool.id), "{}", gap.tool.id);
            }
            let first = listed.gaps.iter().take(3).filter(|gap| gap.state == GapState::Contested);
            assert_eq!(ids(&report.strongest), ids(first.map(|gap| &gap.tool)));
            let closest = overlap::Options { page: Page::first(5), ..overlap::Options::default() };
            let closest = overlap::one(&landscape, us, &closest);
            assert_eq!(ids(&report.rivals), ids(closest.others.iter().map(|pair| &pair.companies[1])));
            for tool in tools(&report) {
                let offers = |rival: &String| {
                    let cell = landscape.cell(
                        company(&landscape, rival),
                        crate::landscapes::tool(&landscape, tool.tool.id.as_str()),
                    );
                    cell.is_some_and(|cell| cell.is_offered())
                };
                assert_eq!(
                    tool.rivals as usize,
                    ids(&report.rivals).iter().filter(|rival| offers(rival)).count()
                );
            }
        }
    }
}

#[test]
fn a_row_has_what_is_offered_first_and_what_is_ruled_out_last() {
    for landscape in [bakery(), init(), graph()] {
        for us in landscape.companies().take(20) {
            for row in gap_board::gap_board(&landscape, us, &gap_board::Options::default()).rows {
                let group = |tool: &gap_board::Tool<'_>| match (tool.is_offered(), tool.scope) {
                    (true, _) => 0,
                    (false, ScopeVerdict::In | ScopeVerdict::Open) => 1,
                    (false, ScopeVerdict::Out) => 2,
                };
                let groups: Vec<i32> = row.tools.iter().map(group).collect();
                assert!(groups.is_sorted(), "{groups:?}");
                let near = row.tools.iter().filter(|tool| group(tool) == 1).map(|tool| tool.rivals);
                assert!(near.is_sorted_by(|a, b| a >= b));
                let offered = groups.iter().filter(|group| **group == 0).count();
                assert_eq!(row.offered as usize, offered);
            }
        }
    }
}

#[test]
fn where_nothing_is_known_the_board_says_so_and_is_of_use() {
    let landscape = bakery();
    let report = board(&landscape, "sourdough");
    assert!(report.rivals.is_empty() && report.totals.offered == 0);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains("Nobody has recorded what Sourdough offers"), "{svg}");
    assert!(svg.contains("offered by 3 companies") && !svg.contains("closest rivals;"), "{svg}");
}

#[test]
fn a_board_of_one_stack_holds_that_alone() {
    let landscape = bakery();
    let options = gap_board::Options {
        within: vec![stack(&landscape, "office")].into(),
        ..gap_board::Options::default()
    };
    let report = gap_board::gap_board(&landscape, company(&landscape, "crumb"), &options);
    assert_eq!((report.rows.len(), report.totals.tools, report.parts), (1, 2, 0));
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert!(
        svg.contains(">Payroll<")
            && svg.contains("out of scope: Used on every day")
            && !svg.contains(">Till<")
    );
    // Nobody has looked up payroll, and two bakeries say that they have no bookkeeping.
    assert!(svg.contains("empty: 3 do not offer it"), "{svg}");
}

#[test]
fn a_tool_that_nobody_has_looked_at_is_not_drawn_as_one_that_nobody_offers() {
    let unknown =
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }], "companies": [{ "id": "us", "name": "Us" }] }"#;
    let landscape = build(unknown);
    let svg = board(&landscape, "us").scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains("? not researched<") && svg.contains("hatch-") && !svg.contains("empty"), "{svg}");
    assert!(!svg.contains("does not offer"), "{svg}");
}

#[cfg(feature = "cli")]
mod cli {
    use crate::sheets::{assert_refused, on_bakery};

    #[test]
    fn the_command_draws_for_who_is_asked_and_refuses_the_rest() {
        let svg = on_bakery(&["gaps", "--for", "Rye", "--stack", "Counter", "--format", "svg"]);
        assert_eq!(svg.code, Some(0), "{svg}");
        assert!(svg.stdout.contains("Rye offers 2 of 3 tools"), "{svg}");
        assert_refused(&["gaps", "--for", "Ryee"], 2, &["Ryee", "rye"]);
        assert_refused(&["gaps", "--stack", "Countr"], 2, &["Countr", "counter"]);
        assert_refused(&["gaps", "--output", "no/where.svg"], 3, &["cannot be written"]);
        assert_refused(&["gaps", "--format", "mermaid"], 2, &["Mermaid"]);
    }
}
