//! The history of a record, from the days that its claims name.

use landscape_graph::Landscape;
use landscape_graph::landscape::NoPlaces;
use landscape_graph::load::{Files, parse};
use landscape_graph::query::log;

use crate::landscapes::node;

const SHOP: &str = r#"{
  "sources": [
    { "id": "notes", "name": "Notes" },
    { "id": "page", "name": "Page", "published": "2023-05-01",
      "passages": [{ "at": "line 7", "text": "Elm, perhaps", "reading": "ambiguous", "about": ["company:elm"] }] }
  ],
  "stacks": [{ "id": "front", "name": "Front" }],
  "tools": [
    { "id": "scale", "name": "Scale", "in_scope": { "since": "2024-02-02" } },
    { "id": "till", "name": "Till", "in_stack": [{ "stack": "front" }] }
  ],
  "companies": [
    { "id": "elm", "name": "Elm",
      "evidence": [{ "source": "notes", "basis": "stated", "on": "2023-06-01" }],
      "active_in": [{ "stack": "front" }],
      "offers": [
        { "tool": "till", "support": "planned", "since": "2024-01-01", "until": "2025-01-01" },
        { "tool": "till", "support": "yes", "since": "2025-01-01", "product": "Elm Till",
          "evidence": [
            { "source": "page", "at": "line 3", "basis": "stated", "on": "2025-02-01" },
            { "source": "notes", "basis": "inferred" }
          ] }
      ] }
  ],
  "signals": [
    { "id": "launch", "name": "Elm opens a shop", "happened": "2025-01-15", "about": ["company:elm"],
      "evidence": [{ "source": "notes", "basis": "stated", "on": "2025-01-20" }] },
    { "id": "rumour", "name": "Elm may sell", "about": ["company:elm"] }
  ]
}"#;

fn shop() -> Landscape {
    let files = Files::from_text("all.json", SHOP);
    Landscape::build_of_all_days(parse(&files).expect("it is right"))
}

fn lines(report: &log::Report<'_>) -> Vec<String> {
    let entries = report.entries.iter().chain(&report.undated);
    entries
        .map(|entry| {
            let day = entry.day.map_or_else(|| "-".to_owned(), |day| day.to_string());
            format!("{day} {}: {}", entry.event.word(), entry.text)
        })
        .collect()
}

#[test]
fn a_company_has_the_history_that_its_claims_tell() {
    let landscape = shop();
    let report = log::log(&landscape, node(&landscape, "elm"), &NoPlaces);
    assert_eq!(
        lines(&report),
        [
            "2023-05-01 published: Page, line 7, ambiguous: “Elm, perhaps”",
            "2023-05-01 published: Page",
            "2023-06-01 read: Elm is named",
            "2024-01-01 began: Elm plans Till",
            "2025-01-01 began: Elm offers Till; as “Elm Till”",
            "2025-01-01 ended: Elm plans Till",
            "2025-01-15 happened: Elm opens a shop",
            "2025-02-01 read: Elm offers Till; as “Elm Till”",
            "- said: Elm is active in Front",
            "- said: Elm may sell",
        ]
    );
    let began = &report.entries[4];
    assert_eq!((began.evidence.len(), began.other.map(|other| other.id)), (2, Some("till")));
    assert_eq!((began.key, report.commits.is_none()), (Some("offers"), true));
}

#[test]
fn the_other_end_has_the_same_claims() {
    let landscape = shop();
    let report = log::log(&landscape, node(&landscape, "till"), &NoPlaces);
    let found = lines(&report);
    assert!(found.contains(&"2025-01-01 ended: Elm plans Till".to_owned()), "{found:#?}");
    assert!(found.contains(&"- said: Till is in Front".to_owned()), "{found:#?}");
    let report = log::log(&landscape, node(&landscape, "scale"), &NoPlaces);
    assert_eq!(lines(&report), ["2024-02-02 began: Scale is listed as in scope"]);
}

#[test]
fn a_source_has_the_history_of_its_readings_and_a_signal_its_day() {
    let landscape = shop();
    let report = log::log(&landscape, node(&landscape, "source:notes"), &NoPlaces);
    assert_eq!(
        lines(&report),
        [
            "2023-06-01 read: Elm (company:elm) is named",
            "2025-01-20 read: Elm opens a shop (signal:launch) is named",
            "- said: Elm offers Till",
        ]
    );
    let report = log::log(&landscape, node(&landscape, "signal:launch"), &NoPlaces);
    assert_eq!(lines(&report)[0], "2025-01-15 happened: Elm opens a shop");
    let report = log::log(&landscape, node(&landscape, "source:page"), &NoPlaces);
    assert_eq!(report.entries.iter().filter(|entry| entry.text == "Page").count(), 1);
}

#[cfg(feature = "render")]
#[test]
fn a_history_reads_well() {
    let landscape = shop();
    insta::assert_snapshot!(crate::landscapes::text(&log::log(
        &landscape,
        node(&landscape, "elm"),
        &NoPlaces
    )));
}
