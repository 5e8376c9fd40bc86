//! What changed on the market map: its numbers are those of the list of changes, and it is sane
//! whatever changed.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Theme};
use landscape_graph::query::{
    diff::{self, Change},
    map,
};

use crate::landscapes::{build, graph, graph_of_2023};
use crate::sheets::{Drawn, LIGHT, Written, assert_sane_within, big, landscapes};
use crate::support::Sandbox;

/// How wide a map of six columns of panels is, with its margins.
const WIDEST: f64 = 2_816.0;

const OLD: &str = r#"{
  "stacks": [{ "id": "data", "name": "Data" }, { "id": "ops", "name": "Ops" }],
  "tools": [
    { "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] },
    { "id": "crm", "name": "CRM", "in_stack": [{ "stack": "ops" }] }
  ],
  "companies": [
    { "id": "ant", "name": "Ant", "offers": [{ "tool": "etl", "support": "partial" }, { "tool": "crm", "support": "yes" }] },
    { "id": "bee", "name": "Bee", "offers": [{ "tool": "etl", "support": "yes" }] },
    { "id": "cat", "name": "Cat", "offers": [{ "tool": "etl", "support": "yes" }] }
  ]
}"#;

/// Ant's ETL is whole now, Bee's is gone, Cat is called otherwise, Dog and its ETL are new, and so
/// is a tool.
const NEW: &str = r#"{
  "stacks": [{ "id": "data", "name": "Data" }, { "id": "ops", "name": "Ops" }],
  "tools": [
    { "id": "bi", "name": "BI", "in_stack": [{ "stack": "data" }] },
    { "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] },
    { "id": "crm", "name": "CRM", "in_stack": [{ "stack": "ops" }] }
  ],
  "companies": [
    { "id": "ant", "name": "Ant", "offers": [{ "tool": "etl", "support": "yes" }, { "tool": "crm", "support": "yes" }] },
    { "id": "bee", "name": "Bee" },
    { "id": "cat", "name": "Kitten", "offers": [{ "tool": "etl", "support": "yes" }] },
    { "id": "dog", "name": "Dog", "offers": [{ "tool": "etl", "support": "yes" }, { "tool": "bi", "support": "yes" }] }
  ]
}"#;

fn compared<'l>(old: &'l Landscape, new: &'l Landscape) -> diff::map::Report<'l> {
    diff::map::map(
        old,
        new,
        &diff::map::Options { limits: map::Limits::NONE, ..diff::map::Options::default() },
    )
}

#[test]
fn each_offer_is_added_removed_or_changed() {
    let (old, new) = (build(OLD), build(NEW));
    let report = compared(&old, &new);
    assert_eq!((report.offers.added, report.offers.removed, report.offers.changed), (2, 1, 1));
    assert_eq!((report.panels.len(), report.unchanged_stacks), (1, 1));
    let tools: Vec<_> = report.panels[0]
        .tools
        .iter()
        .map(|tool| (tool.tool.id.as_str(), tool.change, tool.unchanged))
        .collect();
    assert_eq!(tools, [("etl", None, 1), ("bi", Some(Change::Added), 0)]);
    let offers: Vec<_> = report.panels[0].tools[0]
        .offers
        .iter()
        .map(|offer| (offer.chip.company.id.as_str(), offer.change))
        .collect();
    assert_eq!(offers, [("dog", Change::Added), ("bee", Change::Removed), ("ant", Change::Changed)]);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    for said in ["+ Dog", "− Bee", "~ Ant", "Cat → Kitten", "1 stack without changes"] {
        assert!(svg.contains(said), "{said}\n{svg}");
    }
    let (drawn, written) = (Drawn::of(&svg), Written::of(&report.dot(&LIGHT)));
    let chips = ["+ Dog", "+ Dog", "~ Ant: partial → yes", "− Bee"];
    assert_eq!(written.labels("company"), chips);
    let shown = drawn.labels().into_iter().filter(|label| chips.contains(label));
    assert_eq!(shown.collect::<Vec<_>>(), chips);
}

#[test]
fn the_way_back_is_the_way_turned() {
    let (old, new) = (graph_of_2023(), graph());
    let (there, back) = (compared(&old, &new).offers, compared(&new, &old).offers);
    assert!(there.added > 200, "{there:?}");
    assert_eq!((there.added, there.removed, there.changed), (back.removed, back.added, back.changed));
}

#[test]
fn every_picture_is_sane() {
    let empty = build("{}");
    for landscape in landscapes() {
        assert_sane_within(&compared(&empty, &landscape), WIDEST);
        assert_sane_within(&compared(&landscape, &empty), WIDEST);
        let same = compared(&landscape, &landscape);
        assert!(same.is_empty());
        let svg = same.scene(&LIGHT).svg(Theme::Light);
        assert!(svg.contains("Nothing on the market map changed"), "{svg}");
    }
}

#[test]
fn much_is_folded_and_counted() {
    let (old, new) = (build("{}"), big(2_000, 10_000));
    let report = diff::map::map(&old, &new, &diff::map::Options::default());
    assert_eq!(report.offers.added, 10_000);
    let limits = map::Limits::default();
    assert_eq!(report.panels.len() + report.more_stacks as usize, 50);
    assert!(report.panels.iter().all(|panel| panel.tools.len() <= limits.tools && panel.more_tools > 0));
    assert_sane_within(&report, WIDEST);
}

#[test]
fn the_command_takes_two_paths_and_refuses_what_is_not_there() {
    let sandbox = Sandbox::new().file("old.json", OLD).file("new.json", NEW);
    let drawn = sandbox.run(&["draw", "diff", "old.json", "new.json", "--format", "svg"]);
    assert_eq!(drawn.code, Some(0), "{drawn}");
    assert!(drawn.stdout.contains("2 offers added, 1 removed, 1 changed"), "{drawn}");
    let stack = sandbox.run(&["draw", "diff", "old.json", "new.json", "--stack", "ops", "--format", "svg"]);
    assert!(stack.stdout.contains("No offer was added, removed or changed"), "{stack}");
    let unknown = sandbox.run(&["draw", "diff", "old.json", "new.json", "--stack", "dta"]);
    assert_eq!(unknown.code, Some(2), "{unknown}");
    assert!(unknown.stderr.contains("did you mean `data`?"), "{unknown}");
    let missing = sandbox.run(&["draw", "diff", "old.json", "none.json"]);
    assert_eq!((missing.code, missing.stdout.as_str()), (Some(2), ""), "{missing}");
}
