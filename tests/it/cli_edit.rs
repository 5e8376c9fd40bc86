//! The commands that change a landscape, as a user types them.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Outcome, Sandbox};

fn done(outcome: &Outcome) -> &str {
    assert_eq!(outcome.code, Some(0), "{outcome}");
    outcome.stdout.trim_end()
}

fn refused(outcome: &Outcome, code: i32, parts: &[&str]) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome}");
    for part in parts {
        assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
    }
}

fn sample() -> Sandbox {
    let sandbox = Sandbox::new();
    done(&sandbox.run(&["init"]));
    sandbox
}

fn read(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_strategist_s_morning() {
    let sandbox = Sandbox::new();
    let begun = sandbox.run(&["init", "--empty", "--name", "Our market", "--perspective", "Acme"]);
    assert_eq!(begun.code, Some(0), "{begun}");
    assert!(begun.stderr.contains("next: add a company, `landscape add company \"Quill\"`"), "{begun}");
    for (arguments, wanted) in [
        (vec!["add", "company", "Quill"], "graph/companies/quill.json: added company `quill`"),
        (vec!["add", "stack", "Product"], "graph/stacks.json: added stack `product`"),
        (vec!["add", "tool", "Heatmaps", "--stack", "Product"], "graph/tools.json: added tool `heatmaps`"),
        (
            vec![
                "add",
                "source",
                "Quill's docs",
                "--id",
                "quill-docs",
                "--url",
                "https://docs.quill.example",
            ],
            "graph/sources.json: added source `quill-docs`",
        ),
        (
            vec![
                "link",
                "quill",
                "offers",
                "heatmaps",
                "--support",
                "yes",
                "--source",
                "quill-docs",
                "--at",
                "page 2",
                "--on",
                "2026-11-28",
            ],
            "graph/companies/quill.json: added `quill offers heatmaps`",
        ),
    ] {
        assert_eq!(done(&sandbox.run(&arguments)), wanted);
    }
    let gaps = sandbox.run(&["gaps", "--format", "json"]);
    done(&sandbox.run(&["check"]));
    assert_eq!(gaps.json()["gaps"][0]["tool"]["id"], "heatmaps", "{gaps}");
    insta::assert_snapshot!(read(&sandbox, "graph/companies/quill.json"));
    let today = sandbox.run(&[
        "link",
        "quill",
        "offers",
        "heatmaps",
        "--support",
        "yes",
        "--source",
        "quill-docs",
        "--on",
        "today",
    ]);
    assert_eq!(done(&today), "graph/companies/quill.json: added to `quill offers heatmaps`, which was there");
    let written: Value =
        serde_json::from_str(&read(&sandbox, "graph/companies/quill.json")).expect("it is JSON");
    let day = written["companies"][0]["offers"][0]["evidence"][1]["on"].as_str().expect("there is a day");
    assert!(landscape_graph::model::Date::parse(day).is_ok(), "{day}");
}

#[test]
fn a_dry_run_prints_the_difference_and_writes_nothing() {
    let sandbox = sample();
    let before = read(&sandbox, "graph/companies.json");
    let arguments = ["set", "bookish-badger", "url", "https://badger.example", "--dry-run"];
    let shown = sandbox.run(&arguments);
    insta::assert_snapshot!(shown);
    assert_eq!(read(&sandbox, "graph/companies.json"), before);
    let report = sandbox.run(&[&arguments[..], &["--format", "json"]].concat()).json();
    assert_eq!(report["files"][0]["diff"], done(&shown).to_owned() + "\n");
    let written = sandbox.run(&[&arguments[..4], &["--format", "json"]].concat()).json();
    assert_eq!(
        (&report["hash_after"], &report["files"][0]["hash_after"]),
        (&written["hash_after"], &written["files"][0]["hash_after"])
    );
    assert_eq!(written["changes"][0]["did"], "set");
    let text = read(&sandbox, "graph/companies.json");
    let span = &written["files"][0]["spans"][0];
    let [start, end] =
        ["start", "end"].map(|key| usize::try_from(span[key].as_u64().expect("a number")).expect("it fits"));
    assert!(text[start..end].contains("https://badger.example"), "{span}");
    assert_eq!(done(&sandbox.run(&["undo"])), "graph/companies.json: as it was before the last edit");
    assert_eq!(read(&sandbox, "graph/companies.json"), before);
    refused(&sandbox.run(&["undo"]), 2, &["there is no edit to undo"]);
}

#[test]
fn what_is_refused_says_how_to_do_it() {
    let sandbox = sample();
    let link = ["link", "bookish-badger", "offers", "command-reference", "--support"];
    let with = |more: &[&str]| sandbox.run(&[&link[..], more].concat());
    refused(&with(&["yes"]), 1, &["says otherwise", "companies.json:8:9", "`--replace`", "`--close DAY`"]);
    refused(&with(&["yess"]), 2, &["'yess'", "yes"]);
    refused(&with(&["no", "--at", "p. 1"]), 2, &["evidence needs a source", "`--source`"]);
    refused(
        &sandbox.run(&["link", "bookish-badger", "offers", "reader-feedback"]),
        2,
        &["needs `support`", "--support yes|partial|planned|no"],
    );
    refused(
        &sandbox.run(&["link", "bookish-badgr", "offers", "command-reference"]),
        2,
        &["did you mean `bookish-badger`?"],
    );
    refused(&sandbox.run(&["link", "bookish-badger", "offers"]), 2, &["the target is missing"]);
    refused(
        &sandbox.run(&["add", "company", "Bookish badger"]),
        2,
        &["is the id of the company `bookish-badger`", "companies.json"],
    );
    refused(&sandbox.run(&["add", "company", "日本"]), 2, &["`--id`"]);
    refused(
        &sandbox.run(&["add", "principle", "Be quick"]),
        2,
        &["a principle needs `type`", "--type principle|antiprinciple|ideal|policy"],
    );
    refused(&sandbox.run(&["add", "compny", "X"]), 2, &["did you mean `company`?"]);
    refused(&sandbox.run(&["rm", "bookish-badger"]), 2, &["refer", "`--cascade`"]);
    refused(&sandbox.run(&["set", "bookish-badger", "id", "x"]), 2, &["landscape rename"]);
    refused(&sandbox.run(&["set", "bookish-badger", "urll", "x"]), 2, &["did you mean `url`?"]);
    refused(
        &sandbox.run(&["set", "bookish-badger", "offers:command-reference", "since", "soon"]),
        1,
        &["date::invalid", "nothing was written"],
    );
    refused(&sandbox.run(&["set", "bookish-badger", "url", "x", "--if-match", "0"]), 3, &["has the hash"]);
    refused(&sandbox.run(&["undo", "--graph", "-"]), 2, &["standard input"]);
}

#[test]
fn many_edits_are_made_at_once_or_not_at_all() {
    let sandbox = sample();
    let lines = |lines: &[Value]| lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let good = [
        json!({"do": "add", "kind": "company", "name": "Quill", "values": {"url": "https://q"}}),
        json!({"do": "link", "from": "Quill", "relation": "offers", "to": "command-reference", "values": {"support": "yes"}}),
    ];
    let made = sandbox.stdin(&lines(&good), &["edit", "-"]);
    assert_eq!(done(&made).lines().count(), 2);
    let bad = [
        json!({"do": "rm", "record": "nobody"}),
        json!({"do": "set", "record": "quill", "key": "urll", "value": "x"}),
    ];
    let both = sandbox.stdin(&lines(&bad), &["edit", "-"]);
    refused(&both, 2, &["line 1: ", "line 2: ", "did you mean `url`?", "2 edits are refused; none was made"]);
    let again = sandbox.file("edits.jsonl", lines(&good[1..])).run(&["edit", "edits.jsonl"]);
    assert_eq!(done(&again), "nothing to change: the landscape says so already");
}

#[test]
fn a_file_with_errors_is_left_alone_and_the_others_are_formatted() {
    let market = r#"{ "tools": [{ "name": "ETL", "id": "etl" }] }"#;
    let sandbox = Sandbox::new()
        .file("graph/a.json", market)
        .file("graph/b.json", r#"{ "companies": [{ "id": "b", "name": "B", "ofers": [] }] }"#)
        .file("graph/c.jsonl", "{\"stacks\": [{\"id\":\"s\",  \"name\":\"S\"}]}\n");
    let checked = sandbox.run(&["fmt", "--check"]);
    assert_eq!(
        (checked.code, checked.stdout.as_str()),
        (Some(1), "graph/a.json\ngraph/c.jsonl\n"),
        "{checked}"
    );
    assert_eq!(read(&sandbox, "graph/a.json"), market);
    let formatted = sandbox.run(&["fmt"]);
    assert_eq!(formatted.code, Some(1), "{formatted}");
    assert!(
        formatted.stderr.contains("unknown key `ofers`") && formatted.stderr.contains("was left alone"),
        "{formatted}"
    );
    assert_eq!(read(&sandbox, "graph/c.jsonl"), "{\"stacks\":[{\"id\":\"s\",\"name\":\"S\"}]}\n");
    let standard = sandbox.stdin(market, &["fmt", "-"]);
    assert_eq!(standard.stdout, read(&sandbox, "graph/a.json"));
    assert_eq!(done(&sandbox.run(&["fmt", "--check", "graph/a.json"])), "");
    assert_eq!(sandbox.stdin("{", &["fmt", "-"]).code, Some(1));
}

#[test]
fn an_empty_start_needs_a_name_and_is_in_order() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "--empty"]).code, Some(2));
    assert_eq!(sandbox.run(&["init", "--name", "M"]).code, Some(2));
    done(&sandbox.run(&["init", "m", "--empty", "--name", "M"]));
    assert_eq!(done(&sandbox.run(&["fmt", "--check", "m"])), "");
    let add = sandbox.run(&["add", "company", "Us", "--graph", "m"]);
    assert_eq!(done(&add), "m/companies/us.json: added company `us`");
    let set = sandbox.run(&["set", "landscape", "perspective", "Us", "--graph", "m"]);
    assert_eq!(done(&set), "m/landscape.json: set `perspective` of the landscape to \"us\"");
}
