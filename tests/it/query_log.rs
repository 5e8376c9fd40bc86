//! The history of a record, from the days that its claims name.

use landscape_graph::Landscape;
use landscape_graph::catalogue::{AskError, Context, run};
use landscape_graph::landscape::NoPlaces;
use landscape_graph::load::{Files, parse};
use landscape_graph::query::Page;
use landscape_graph::query::log::{self, Commit, History, Past, PastError};
use landscape_graph::words::{Asking, Cell, Words};
use serde_json::{Value, json};

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

/// The day of each entry, what the day is, and what is said.
fn lines(report: &log::Report<'_>) -> Vec<String> {
    let records = Words::view(report, &Asking::default()).records;
    let day = |day: &str| if day.is_empty() { "-".to_owned() } else { day.to_owned() };
    let line = |row: &Vec<Cell>| format!("{} {}: {}", day(&row[0].exact()), row[1].exact(), row[5].exact());
    records.rows.iter().map(line).collect()
}

fn told<'l>(landscape: &'l Landscape, name: &str) -> log::Report<'l> {
    log::log(landscape, node(landscape, name), &log::Options { page: Page::ALL }, &NoPlaces)
}

#[test]
fn a_company_has_the_history_that_its_claims_tell() {
    let landscape = shop();
    let report = told(&landscape, "elm");
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
    let report = told(&landscape, "till");
    let found = lines(&report);
    assert!(found.contains(&"2025-01-01 ended: Elm plans Till".to_owned()), "{found:#?}");
    assert!(found.contains(&"- said: Till is in Front".to_owned()), "{found:#?}");
    let report = told(&landscape, "scale");
    assert_eq!(lines(&report), ["2024-02-02 began: Scale is in scope"]);
}

#[test]
fn a_source_has_the_history_of_its_readings_and_a_signal_its_day() {
    let landscape = shop();
    let report = told(&landscape, "source:notes");
    assert_eq!(
        lines(&report),
        [
            "2023-06-01 read: Elm (company:elm) is named",
            "2025-01-20 read: Elm opens a shop (signal:launch) is named",
            "- said: Elm offers Till",
        ]
    );
    let report = told(&landscape, "signal:launch");
    assert_eq!(lines(&report)[0], "2025-01-15 happened: Elm opens a shop");
    let report = told(&landscape, "source:page");
    assert_eq!(lines(&report).iter().filter(|line| line.ends_with(": Page")).count(), 1);
}

/// A history of three commits, of which the one in the middle has problems.
struct Shops;

impl Past for Shops {
    fn is_shallow(&self) -> Result<bool, PastError> {
        Ok(false)
    }

    fn commits(&self) -> Result<Vec<Commit>, PastError> {
        let commit = |(id, day): (&str, &str)| Commit {
            id: id.to_owned(),
            day: day.parse().ok(),
            subject: format!("Commit {id}"),
        };
        Ok([("c", "2025-03-01"), ("b", "2025-02-01"), ("a", "2025-01-01")].map(commit).into())
    }

    fn load(&self, at: usize) -> Result<Option<Landscape>, PastError> {
        let of = |text: &str| {
            let files = Files::from_text("all.json", text);
            Landscape::build_of_all_days(parse(&files).expect("it is right"))
        };
        Ok(match at {
            0 => Some(of(&SHOP.replace("\"planned\"", "\"no\""))),
            2 => Some(of(r#"{ "companies": [{ "id": "elm-co", "name": "Elm" }] }"#)),
            _ => None,
        })
    }
}

#[test]
fn commits_are_compared_back_to_the_first() {
    let landscape = shop();
    let history = History::new(&Shops);
    let context = Context::new(&landscape).with_history(&history);
    let ask = |arguments: Value| -> Value {
        let answer = run(&context, "log", &arguments).expect("the question can be asked");
        serde_json::to_value(&*answer).expect("a report is JSON")
    };
    let report = ask(json!({ "name": "elm", "git": true, "top": "all" }));
    let commits: Vec<(&Value, &Value, &Value)> = report["commits"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|commit| (&commit["commit"], &commit["unreadable"], &commit["records"][0]["change"]))
        .collect();
    let (no, yes) = (&json!(false), &json!(true));
    let none = &Value::Null;
    assert_eq!(
        commits,
        [
            (none, no, none),
            (&json!("c"), no, &json!("renamed")),
            (&json!("b"), yes, none),
            (&json!("a"), no, &json!("added")),
        ]
    );
    // What is not committed yet: the support of one claim.
    assert_eq!(report["commits"][0]["claims"][0]["keys"][0]["old"], "no");
    assert_eq!((&report["totals"]["commits"], &report["next"]), (&json!(3), none));
    assert_eq!(ask(json!({ "name": "elm" }))["commits"], Value::Null);
    let without = run(&Context::new(&landscape), "log", &json!({ "name": "elm", "git": true })).err();
    assert!(matches!(without, Some(AskError::NoHistory { question: "log" })), "{without:?}");
}

#[test]
fn pages_put_together_are_the_whole() {
    let landscape = shop();
    let ask = |arguments: Value| -> Value {
        let answer = run(&Context::new(&landscape), "log", &arguments).expect("the question can be asked");
        serde_json::to_value(&*answer).expect("a report is JSON")
    };
    let whole = ask(json!({ "name": "elm", "top": "all" }));
    let (mut cursor, mut entries, mut undated) = (json!(0), Vec::new(), Vec::new());
    while !cursor.is_null() {
        let page = ask(json!({ "name": "elm", "top": 3, "cursor": cursor }));
        assert_eq!((&page["totals"], &page["last"]), (&whole["totals"], &whole["last"]));
        entries.extend(page["entries"].as_array().expect("a list").clone());
        undated.extend(page["undated"].as_array().expect("a list").clone());
        cursor = page["next"].clone();
    }
    assert_eq!((json!(entries), json!(undated)), (whole["entries"].clone(), whole["undated"].clone()));
}

#[cfg(feature = "render")]
#[test]
fn a_history_reads_well() {
    let landscape = shop();
    insta::assert_snapshot!(crate::landscapes::text(&told(&landscape, "elm")));
}
