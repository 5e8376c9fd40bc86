//! The market map: its chips are those of the report, what is folded adds up, and all of it stands
//! inside the picture.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Theme};
use landscape_graph::model::Support;
use landscape_graph::query::map;
use serde_json::json;

use crate::landscapes::{bakery, build, graph, init};
use crate::sheets::{Drawn, LIGHT, Written, assert_sane_within, big, landscapes};

/// How wide a map of six columns of panels is, with its margins.
const WIDEST: f64 = 2_816.0;

fn mapped(landscape: &Landscape) -> map::Report<'_> {
    map::map(landscape, &map::Options::default())
}

fn mapped_within(landscape: &Landscape, limits: map::Limits) -> map::Report<'_> {
    map::map(landscape, &map::Options { limits, ..map::Options::default() })
}

/// Stacks of three tools each, and which companies offer all of each; the last stack has one tool
/// more where it is wider.
fn covering(stacks: &[&[&str]], wider: bool, perspective: Option<&str>) -> Landscape {
    let tools: Vec<(String, usize)> = (0..stacks.len())
        .flat_map(|stack| {
            let more = usize::from(wider && stack + 1 == stacks.len());
            (0..3 + more).map(move |at| (format!("t{stack}-{at}"), stack))
        })
        .collect();
    let tool = |(id, stack): &(String, usize)| json!({ "id": id, "name": id, "in_stack": [{ "stack": format!("s{stack}") }] });
    let company = |name: &str| {
        let offered = tools.iter().filter(|(_, stack)| stacks[*stack].contains(&name));
        let offers: Vec<_> = offered.map(|(id, _)| json!({ "tool": id, "support": "yes" })).collect();
        json!({ "id": name.to_lowercase(), "name": name, "offers": offers })
    };
    let names = ["Ash", "Birch", "Cedar", "Date", "Us"];
    let whole = json!({
        "landscape": { "schema": 1, "name": "Woods", "perspective": perspective },
        "stacks": (0..stacks.len()).map(|at| json!({ "id": format!("s{at}"), "name": format!("S{at}") })).collect::<Vec<_>>(),
        "tools": tools.iter().map(tool).collect::<Vec<_>>(),
        "companies": names.map(company),
    });
    build(&whole.to_string())
}

#[test]
fn a_title_says_who_covers_a_stack_and_never_by_the_order_of_ids() {
    let title = |stacks: &[&[&str]], wider, perspective| {
        let landscape = covering(stacks, wider, perspective);
        mapped(&landscape).title()
    };
    assert_eq!(title(&[&[], &[]], false, None), "Woods");
    assert_eq!(
        title(&[&["Ash"], &["Cedar", "Birch"]], true, None),
        "Birch and Cedar cover the whole S1 stack"
    );
    assert_eq!(
        title(&[&[], &["Ash", "Birch", "Cedar", "Date"]], true, None),
        "4 companies cover the whole S1 stack"
    );
    // Stacks of equally many tools: none of them is the one to name.
    let equal: &[&[&str]] = &[&["Ash"], &["Birch"], &[]];
    assert_eq!(title(equal, false, None), "In 2 of 3 stacks one company covers everything");
    // What the perspective covers comes before a wider stack.
    assert_eq!(title(&[&["Us"], &["Ash"]], true, Some("us")), "Us covers the whole S0 stack");
    assert_eq!(title(&[&["Us"], &["Us"]], false, Some("us")), "Us covers the whole S0 and S1 stacks");
    assert_eq!(title(&[&["Ash"]], false, None), "Ash covers all tools");
}

fn svg(report: &map::Report<'_>) -> String {
    report.scene(&LIGHT).svg(Theme::Light)
}

/// A tool and its parts.
fn with_parts<'r, 'l>(tool: &'r map::Tool<'l>) -> impl Iterator<Item = &'r map::Tool<'l>> {
    std::iter::once(tool).chain(&tool.parts)
}

#[test]
fn the_bakery_s_map_as_a_flowchart() {
    let landscape = bakery();
    let report = mapped(&landscape);
    insta::assert_snapshot!("bakery_map_mermaid", report.mermaid(&LIGHT).expect("a map is a flowchart"));
}

#[test]
fn every_map_is_sane() {
    for landscape in landscapes() {
        assert_sane_within(&mapped(&landscape), WIDEST);
        // Of one stack alone, whose cards stand in as many columns as they need.
        for stack in landscape.stacks().take(3) {
            let alone =
                map::map(&landscape, &map::Options { within: vec![stack].into(), ..map::Options::default() });
            assert_sane_within(&alone, WIDEST);
        }
    }
}

#[test]
fn every_chip_of_the_report_is_drawn_once() {
    for landscape in [bakery(), init(), graph()] {
        let report = mapped_within(&landscape, map::Limits::NONE);
        let drawn = Drawn::of(&svg(&report));
        let written = Written::of(&report.dot(&LIGHT));
        let titles: Vec<&str> = drawn.titles.iter().filter_map(|title| title.lines().next()).collect();
        let chips = report.panels.iter().flat_map(|panel| &panel.tools).flat_map(with_parts);
        let chips = chips.flat_map(|tool| &tool.companies).map(|chip| {
            let partly = if chip.support == Support::Partial { "½ " } else { "" };
            format!("{partly}{}", chip.company.full_name())
        });
        let mut chips: Vec<String> = chips.collect();
        chips.sort_unstable();
        assert_eq!(written.labels("company"), chips);
        for tool in report.panels.iter().flat_map(|panel| &panel.tools).flat_map(with_parts) {
            for chip in &tool.companies {
                let says = |verb: &str| {
                    let said = format!("{} {verb} {}", chip.company.full_name(), tool.tool.name);
                    titles.iter().filter(|title| **title == said).count()
                };
                let stands = report.panels.iter().flat_map(|panel| &panel.tools).flat_map(with_parts);
                let stands = stands.filter(|other| other.tool.id == tool.tool.id).count();
                assert_eq!(
                    says("offers") + says("offers in part"),
                    stands,
                    "{} {}",
                    chip.company.id,
                    tool.tool.id
                );
            }
        }
    }
}

#[test]
fn the_state_of_a_part_with_a_long_name_is_not_cut() {
    let landscape = build(
        r#"{ "tools": [{ "id": "cdp", "name": "CDP" },
          { "id": "sync", "name": "Synchronising people, cohorts and computed properties to destinations", "part_of": [{ "tool": "cdp" }] }] }"#,
    );
    let drawn = Drawn::of(&svg(&mapped(&landscape)));
    let head =
        "sub-tool: Synchronising people, cohorts and computed properties to destinations, not researched";
    let lines: Vec<&str> = drawn.texts.iter().map(|(text, _)| text.as_str()).collect();
    assert!(lines.join(" ").contains(head), "{lines:?}");
    assert!(!lines.contains(&head), "it has room in one line: {lines:?}");
}

#[test]
fn what_is_folded_adds_up() {
    for landscape in [bakery(), init(), graph(), big(200, 1_000)] {
        let all = mapped_within(&landscape, map::Limits::NONE);
        assert!(all.more_stacks.is_empty());
        let limits = map::Limits { stacks: 2, tools: 2, parts: 1, companies: 2, loose: 2 };
        let folded = mapped_within(&landscape, limits);
        // The figures are of the whole, however little of it is listed.
        assert_eq!((folded.tools, folded.companies, folded.ours), (all.tools, all.companies, all.ours));
        let of =
            |report: &map::Report<'_>| report.panels.iter().filter(|panel| panel.stack.is_some()).count();
        assert_eq!(of(&folded) + folded.more_stacks.len(), of(&all));
        for panel in &folded.panels {
            let whole =
                all.panels.iter().find(|whole| whole.stack == panel.stack).expect("it is a stack of all");
            assert_eq!(panel.companies, whole.companies);
            assert_eq!(panel.tools.len() + panel.more_tools.len(), whole.tools.len());
            for (tool, whole) in panel.tools.iter().zip(&whole.tools) {
                assert_eq!(tool.tool.id, whole.tool.id);
                assert_eq!(tool.parts.len() + tool.more_parts as usize, whole.parts.len());
                assert_eq!(tool.companies.len() + tool.more_companies as usize, whole.companies.len());
                assert_eq!(tool.offerers, whole.offerers);
            }
        }
        let drawn = svg(&folded);
        let hidden = folded.panels.iter().flat_map(|panel| &panel.tools).flat_map(with_parts);
        for more in hidden.map(|tool| tool.more_companies).filter(|more| *more > 0) {
            assert!(drawn.contains(&format!(">+{more} more<")), "{more}");
        }
        for panel in folded.panels.iter().filter(|panel| !panel.more_tools.is_empty()) {
            let tools = if panel.more_tools.len() == 1 { "more tool" } else { "more tools" };
            assert!(drawn.contains(&format!(">+{} {tools}: ", panel.more_tools.len())), "{drawn}");
        }
    }
}

#[test]
fn a_map_of_ten_thousand_companies_is_no_bigger_than_others() {
    let landscape = big(2_000, 10_000);
    let report = mapped(&landscape);
    assert_sane_within(&report, WIDEST);
    let drawn = svg(&report);
    // 24 of 50 stacks, 20 of 40 tools of each; five companies offer each tool.
    assert!(drawn.contains("26 stacks are left out") && drawn.contains(">+20 more tools: "), "{drawn}");
    assert!(drawn.contains("2000 tools in 50 stacks, offered by 10000 companies."), "{drawn}");
    assert_eq!(drawn.matches("offers Tool ").count(), 24 * 20 * 5);

    let popular = big(50, 10_000);
    let drawn = svg(&mapped(&popular));
    // 200 companies offer each tool, of which 12 are named.
    assert_eq!(drawn.matches(">+188 more<").count(), 24);
    let all = svg(&mapped_within(&popular, map::Limits::NONE));
    assert_eq!(all.matches("offers Tool ").count(), 10_000);
}

#[test]
fn a_link_leads_to_the_web_or_nowhere() {
    let landscape = build(
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }], "companies": [
          { "id": "a", "name": "Plain", "url": "https://example.com/a", "offers": [{ "tool": "etl", "support": "yes" }] },
          { "id": "b", "name": "Script", "url": "javascript:alert(1)", "offers": [{ "tool": "etl", "support": "partial" }] }] }"#,
    );
    let report = mapped(&landscape);
    for picture in [svg(&report), report.dot(&LIGHT)] {
        assert!(picture.contains("https://example.com/a") && !picture.contains("javascript"), "{picture}");
    }
    assert!(svg(&report).contains(">½ Script<"));
}

#[cfg(feature = "cli")]
mod cli {
    use crate::sheets::{assert_refused, on_bakery};

    #[test]
    fn the_command_draws_the_stacks_that_are_asked_for() {
        let svg = on_bakery(&["map", "--for", "Rye", "--stack", "Office", "--format", "svg"]);
        assert_eq!(svg.code, Some(0), "{svg}");
        assert!(svg.stdout.contains(">Payroll<") && !svg.stdout.contains(">Oven<"), "{svg}");
        let mermaid = on_bakery(&["map", "--all", "--format", "mermaid"]);
        assert!(mermaid.stdout.starts_with("flowchart LR"), "{mermaid}");
        assert_refused(&["map", "--for", "Ryee"], 2, &["Ryee", "rye"]);
        assert_refused(&["map", "--stack", "Ofice"], 2, &["Ofice", "office"]);
        assert_refused(&["map", "--min-researched", "0"], 2, &["min-researched"]);
        assert_refused(&["map", "--output", "no/where.svg"], 3, &["cannot be written"]);
        assert_refused(&["map", "--output", "map.jpg"], 2, &["map.jpg", ".svg"]);
    }
}
