//! Imports of relations and of what records are.

use serde_json::{Value, json};

use crate::support::Sandbox;

/// A landscape of bakers, with at least one record of every kind that a relation joins.
const BASE: &str = r#"{
  "stacks": [{ "id": "baking", "name": "Baking" }],
  "tools": [{ "id": "flour", "name": "Flour store" }, { "id": "ovens", "name": "Ovens" }],
  "companies": [
    { "id": "crumb", "name": "Crumb Ltd", "url": "https://crumb.example", "aliases": ["Crumb"] },
    { "id": "loaf", "name": "Loaf" },
    { "id": "mill", "name": "Mill" }
  ],
  "roles": [{ "id": "baker", "name": "Baker" }, { "id": "owner", "name": "Owner" }],
  "segments": [{ "id": "small", "name": "Small bakeries" }],
  "principles": [{ "id": "fresh", "name": "Keep it fresh", "type": "policy" }],
  "questions": [{ "id": "rye", "name": "Is rye worth it?" }],
  "sources": [{ "id": "list", "name": "The list" }]
}
"#;

fn base() -> Sandbox {
    Sandbox::new().file("g/all.json", BASE)
}

const CITED: [&str; 4] = ["--source", "list", "--on", "2026-02-01"];

/// Imports a list from standard input, and returns the audit; a second import must change nothing.
fn csv(sandbox: &Sandbox, text: &str, more: &[&str]) -> Value {
    let arguments = [&["import", "csv", "-", "--into", "g", "--format", "json"], more].concat();
    let outcome = sandbox.stdin(text, &arguments);
    assert_eq!(outcome.code, Some(0), "{outcome}");
    let report = outcome.json();
    let again = sandbox.stdin(text, &arguments).json();
    assert_eq!((&again["written"], &again["totals"]["mapped"]), (&json!([]), &json!(0)), "{again:#}");
    report
}

/// The totals: mapped, merged, dropped, contradicted.
fn totals(report: &Value) -> [u64; 4] {
    ["mapped", "merged", "dropped", "contradicted"]
        .map(|key| report["totals"][key].as_u64().expect("a number"))
}

/// The reasons that were told with one fate.
fn told<'r>(report: &'r Value, fate: &str) -> Vec<&'r Value> {
    let entries = report["entries"].as_array().expect("it is a list").iter();
    entries.filter(|entry| entry["fate"] == fate).map(|entry| &entry["why"]).collect()
}

fn document(sandbox: &Sandbox, path: &str) -> Value {
    let text = std::fs::read_to_string(sandbox.path(path)).expect("the file is there");
    serde_json::from_str(&text).expect("the file is JSON")
}

fn all(sandbox: &Sandbox) -> Value {
    document(sandbox, "g/all.json")
}

/// The words that the program prints where it refuses a list.
fn refused(sandbox: &Sandbox, text: &str, more: &[&str]) -> String {
    let outcome = sandbox.stdin(text, &[&["import", "csv", "-", "--into", "g"], more].concat());
    assert!(matches!(outcome.code, Some(1 | 2)), "{outcome}");
    assert_eq!(std::fs::read_to_string(sandbox.path("g/all.json")).expect("it is there"), BASE);
    outcome.stderr
}

#[test]
fn a_table_of_owners_is_taken_over_by_its_mapping() {
    let map = r#"{
        "columns": { "from": "company", "to": "owner", "status": "relation", "evidence_url": "page" },
        "defaults": { "relation": "owned_by" },
        "words": { "status": { "owned": "completed", "talks": null } }
    }"#;
    let list = "company,owner,relation,since,basis,page,note\n\
                Loaf,crumb,owned,2021-09,inferred,https://loaf.example/news,Bought for cash\n\
                Mill,New Owner,announced,,,,\n\
                Crumb Ltd,Mill,talks,,,,\n\
                Crumb Ltd,,owned,,,,\n";
    let sandbox = base().file("map.json", map);
    let report = csv(&sandbox, list, &[&CITED[..], &["--map", "map.json"]].concat());
    assert_eq!(totals(&report), [2, 0, 2, 0], "{report:#}");
    assert_eq!(
        told(&report, "dropped"),
        [
            &json!({ "by": "unsaid", "relation": "owned_by", "key": "status" }),
            &json!({ "by": "unnamed", "kind": "company" })
        ]
    );
    assert_eq!(report["new_records"], json!([{ "kind": "company", "id": "new-owner", "name": "New Owner" }]));
    let companies = &all(&sandbox)["companies"];
    assert_eq!(
        companies[1]["owned_by"],
        json!([{
            "company": "crumb", "status": "completed", "since": "2021-09", "note": "Bought for cash",
            "evidence": [{ "source": "list", "at": "line 2", "url": "https://loaf.example/news",
                           "basis": "inferred", "on": "2026-02-01" }]
        }])
    );
    assert_eq!(companies[2]["owned_by"][0]["status"], "announced");
    assert_eq!(companies[0].get("owned_by"), None);
}

#[test]
fn needs_and_reports_are_taken_over_by_their_mappings() {
    let needs = r#"{
        "columns": { "from": "role", "to": "tool", "source": "source_title" },
        "defaults": { "relation": "needs" },
        "words": { "importance": { "core": "should", "useful": "could" } },
        "roles": { "Chief baker": "baker", "Guest": null },
        "tools": { "Oven timer": { "id": "oven-timer", "stacks": ["Baking"] } }
    }"#;
    let list = "role,tool,importance,vendor,source_title\n\
                Chief baker,flour store,core,Mill,The survey\n\
                Owner,Oven timer,useful,,The survey\n\
                Baker,Ovens,Must,,\n\
                Baker,Till,,,\n\
                Guest,Ovens,core,,\n";
    let sandbox = base().file("needs.json", needs);
    let report = csv(&sandbox, list, &["--map", "needs.json"]);
    assert_eq!(totals(&report), [4, 0, 1, 0], "{report:#}");
    assert!(told(&report, "guessed").contains(&&json!({ "by": "unread-columns" })), "the vendor is told");
    let roles = &all(&sandbox)["roles"];
    assert_eq!(
        roles[0]["needs"],
        json!([
            { "tool": "flour", "importance": "should",
              "evidence": [{ "source": "the-survey", "at": "line 2", "basis": "stated" }] },
            { "tool": "ovens", "importance": "must" },
            { "tool": "till" }
        ])
    );
    assert_eq!(document(&sandbox, "g/tools.json")["tools"][0]["in_stack"][0]["stack"], "baking");

    let map =
        r#"{ "columns": { "from": "role", "to": "reports_to" }, "defaults": { "relation": "reports_to" } }"#;
    let sandbox = base().file("map.json", map);
    let report = csv(&sandbox, "role,reports_to\nBaker,Owner\nOwner,\n", &["--map", "map.json"]);
    assert_eq!(totals(&report), [1, 0, 1, 0], "{report:#}");
    assert_eq!(all(&sandbox)["roles"][0]["reports_to"], json!([{ "role": "owner" }]));
}

#[test]
fn a_column_names_the_relation_of_each_row() {
    let list = "from,relation,to,segment,support,verdict,maturity\n\
                Flour store,in_stack,Baking,,,,\n\
                Baker,plays,Owner,Small bakeries,,,\n\
                Keep it fresh,assesses,Ovens,,,pass,\n\
                Loaf,offers,Ovens,,✓,,best in class\n\
                Ovens,has,Steam,,,,\n\
                Loaf,provides,ovens/steam,,no,,\n\
                Ovens,shown by,Steam,,partial,,\n\
                question:rye,about,tool:ovens,,,,\n\
                Is rye worth it?,about,Loaf,,,,\n\
                Loaf,Integrates-With,company:Mill,,,,\n";
    let sandbox = base();
    let report = csv(&sandbox, list, &[]);
    assert_eq!(totals(&report), [10, 0, 0, 0], "{report:#}");
    let all = all(&sandbox);
    assert_eq!(all["tools"][0]["in_stack"], json!([{ "stack": "baking" }]));
    assert_eq!(all["roles"][0]["plays"], json!([{ "role": "owner", "segment": "small" }]));
    assert_eq!(all["principles"][0]["assesses"], json!([{ "tool": "ovens", "verdict": "pass" }]));
    assert_eq!(
        all["companies"][1],
        json!({ "id": "loaf", "name": "Loaf",
            "offers": [{ "tool": "ovens", "support": "yes", "maturity": "best-in-class" }],
            "provides": [{ "feature": "steam", "support": "no" }],
            "integrates_with": [{ "company": "mill" }] })
    );
    assert_eq!(all["tools"][1]["shown_by"], json!([{ "feature": "steam", "support": "partial" }]));
    assert_eq!(all["questions"][0]["about"], json!(["tool:ovens", "company:loaf"]));
}

#[test]
fn what_cannot_be_claimed_is_dropped_with_its_reason() {
    let list = "from,relation,to,verdict\n\
                New rule,assesses,Ovens,pass\n\
                Is rye worth it?,about,Nobody,\n\
                The list,about,tool:ovens,\n\
                Baker,reports_to,baker,\n";
    let report = csv(&base(), list, &[]);
    assert_eq!(totals(&report), [0, 0, 4, 0], "{report:#}");
    assert_eq!(
        told(&report, "dropped"),
        [
            &json!({ "by": "cannot-make", "kind": "principle", "name": "New rule" }),
            &json!({ "by": "which-kind", "name": "Nobody", "candidates": [] }),
            &json!({ "by": "only-in-passages" }),
            &json!({ "by": "to-itself", "relation": "reports_to" })
        ]
    );
    assert_eq!(report["new_records"], json!([]), "nothing is made for a row that is dropped");
}

#[test]
fn two_owners_at_one_time_contradict_each_other_and_the_first_stays() {
    let list = "from,relation,to,status,since,until\n\
                Loaf,owned_by,Crumb,completed,2020,2022-03-01\n\
                Loaf,owned_by,Mill,completed,2022-03-01,\n\
                Loaf,owned_by,Crumb,completed,2024,\n\
                Loaf,owned_by,Crumb,announced,2023,2023-06\n";
    let sandbox = base();
    let report = csv(&sandbox, list, &[]);
    assert_eq!(totals(&report), [3, 0, 0, 1], "{report:#}");
    let [why] = told(&report, "contradicted")[..] else { panic!("there is one: {report:#}") };
    assert_eq!(
        (&why["place"], &why["there"]["said"], &why["here"]["said"]),
        (&json!("<stdin>:3"), &json!("mill, completed"), &json!("crumb, completed"))
    );
    let owners = all(&sandbox)["companies"][1]["owned_by"].clone();
    let owners: Vec<&Value> = owners.as_array().expect("a list").iter().map(|one| &one["company"]).collect();
    assert_eq!(owners, ["crumb", "mill", "crumb"]);
    assert_eq!(sandbox.run(&["check", "g", "--allow", "warnings"]).code, Some(0));
}

#[test]
fn what_a_need_or_a_verdict_says_otherwise_is_contradicted() {
    let list = "from,relation,to,importance,verdict\n\
                Baker,needs,Ovens,must,\nBaker,needs,Ovens,could,\n\
                Keep it fresh,assesses,Ovens,,pass\nKeep it fresh,assesses,Ovens,,fail\n";
    let report = csv(&base(), list, &[]);
    assert_eq!(totals(&report), [2, 0, 0, 2], "{report:#}");
    let said = |why: &&Value| (why["there"]["said"].clone(), why["here"]["said"].clone());
    assert_eq!(
        told(&report, "contradicted").iter().map(said).collect::<Vec<_>>(),
        [(json!("must"), json!("could")), (json!("pass"), json!("fail"))]
    );
}

#[test]
fn a_list_of_records_says_what_nobody_has_said() {
    let map =
        r#"{ "columns": { "record": "company", "description": "what" }, "defaults": { "kind": "company" } }"#;
    let list = "company,what,homepage,aliases,source\n\
                Loaf,Bread by post,https://loaf.example,Loaf Inc; Brot,The list\n\
                Crumb Ltd,,https://other.example,Mill,\n\
                Rye,Dark bread,,,\n";
    let sandbox = base().file("map.json", map);
    let report = csv(&sandbox, list, &["--map", "map.json"]);
    assert_eq!(totals(&report), [2, 0, 0, 1], "{report:#}");
    let contradicted = told(&report, "contradicted");
    assert_eq!(
        (&contradicted[0]["key"], &contradicted[0]["was"]),
        (&json!("url"), &json!("https://crumb.example"))
    );
    assert_eq!(
        contradicted[1],
        &json!({ "by": "alias-taken", "alias": "Mill", "kind": "company", "ids": ["mill"] })
    );
    let companies = &all(&sandbox)["companies"];
    assert_eq!(
        companies[1],
        json!({ "id": "loaf", "name": "Loaf", "aliases": ["Loaf Inc", "Brot"], "description": "Bread by post",
            "url": "https://loaf.example",
            "evidence": [{ "source": "list", "at": "line 2", "basis": "stated" }] })
    );
    assert_eq!(
        (&companies[0]["url"], &companies[0]["aliases"]),
        (&json!("https://crumb.example"), &json!(["Crumb"]))
    );
    assert_eq!(
        document(&sandbox, "g/companies/rye.json")["companies"][0],
        json!({ "id": "rye", "name": "Rye", "description": "Dark bread" })
    );

    let report = csv(&base(), "record,kind,note\nBaker,role,Up early\nOvens,tool,\n", &[]);
    assert_eq!(totals(&report), [1, 1, 0, 0], "{report:#}");
    assert!(
        refused(&base().file("map.json", map), list, &["--map", "map.json", "--strict"])
            .contains("<stdin>:4: no company is called `Rye`")
    );
}

#[test]
fn every_problem_of_a_list_of_relations_is_told_with_its_place() {
    let problems = |text: &str, parts: &[&str]| {
        let stderr = refused(&base(), text, &[]);
        for part in parts {
            assert!(stderr.contains(part), "`{part}` is missing: {stderr}");
        }
    };
    problems(
        "from,relation,to\nBaker,neds,Ovens\nBaker,,Ovens\n",
        &[
            "<stdin>:2: column `relation`: `neds` is not a word for `relation` (did you mean `needs`?)",
            "<stdin>:3: column `relation`: the cell is empty",
        ],
    );
    problems(
        "from,relation,to,importance,status\n\
         Baker,needs,Ovens,shuold,\n,needs,Ovens,,completed\nLoaf,owned_by,Mill,,done\n",
        &[
            "<stdin>:2: column `importance`: `shuold` is not a word for `importance` (did you mean `should`?)",
            "<stdin>:3: column `from`: the cell is empty",
            "<stdin>:3: column `status`: claims of `needs` do not say `status` (leave it blank",
            "<stdin>:4: column `status`: `done` is not a word for `status` (the words are announced, completed; explain other words in the mapping, under `words`)",
        ],
    );
    problems(
        "from,relation,to,support\nOvens,shown_by,Steam,planned\n",
        &["column `support`: `planned` is not a word for `support` (the words are yes, partial;"],
    );
    problems(
        "from,relation,too\nBaker,needs,Ovens\n",
        &[
            "<stdin>:1: the head has no column `to`; its columns are `from`, `relation`, `too` (did you mean `too`?",
        ],
    );
    problems(
        "record,what\nLoaf,Bread\n",
        &["<stdin>:1: nothing says what kind of record these are (add a column `kind`"],
    );
    problems("record,kind\nLoaf,compny\n", &["`compny` is not a word for `kind` (did you mean `company`?)"]);
    let strict = refused(
        &base(),
        "from,relation,to\nBakr,needs,Ovens\nquestion:rye,about,Nobody\nNew rule,assesses,Ovens\n",
        &["--strict"],
    );
    for part in [
        "<stdin>:2: no role is called `Bakr` (did you mean `Baker`?)",
        "<stdin>:3: no record is called `Nobody`, and nothing says what kind of record",
        "<stdin>:4: no principle is called `New rule`",
    ] {
        assert!(strict.contains(part), "`{part}` is missing: {strict}");
    }
}

#[test]
fn a_mapping_that_does_not_fit_its_list_is_refused() {
    let refuse = |map: &str, text: &str, parts: &[&str]| {
        let stderr = refused(&base().file("map.json", map), text, &["--map", "map.json"]);
        for part in parts {
            assert!(stderr.contains(part), "`{part}` is missing: {stderr}");
        }
    };
    refuse(
        "{ \"words\": {\n\"importance\": { \"core\": \"shuld\" },\n\"support\": {},\n\"colour\": {} },\n\"role\": {} }",
        "from,relation,to\nBaker,needs,Ovens\n",
        &[
            "map.json:2: `shuld` is not a word for `importance` (did you mean `should`?)",
            "map.json:3: the words of support are explained under `support`",
            "map.json:4: unknown key `colour` (the keys are maturity, concluded, basis,",
            "map.json:5: unknown key `role` (did you mean `roles`?)",
        ],
    );
    refuse(
        r#"{ "defaults": { "relation": "needs", "status": "completed", "tool": "Ovens" } }"#,
        "from,to\nBaker,Ovens\n",
        &[
            "<stdin>:1: a list of relations has no column `tool`, and the mapping names it (its columns are from,",
        ],
    );
    refuse(
        r#"{ "defaults": { "relation": "needs", "status": "completed" } }"#,
        "from,to\nBaker,Ovens\n",
        &["<stdin>:1: claims of `needs` do not say `status`"],
    );
    refuse(
        r#"{ "columns": { "importance": "how much" } }"#,
        "company,tool,how much\nLoaf,Ovens,must\n",
        &["<stdin>:1: a list of offers has no column `importance`"],
    );
}

#[test]
fn a_list_of_offers_stays_one_whatever_else_its_head_has() {
    let sandbox = base();
    let report = csv(&sandbox, "company,tool,relation,record\nLoaf,Ovens,friend,x\n", &[]);
    assert_eq!(totals(&report), [1, 0, 0, 0], "{report:#}");
    assert_eq!(all(&sandbox)["companies"][1]["offers"], json!([{ "tool": "ovens", "support": "yes" }]));
}

#[test]
fn the_examples_of_the_manual_are_taken_over() {
    let manual = include_str!("../../docs/import.md");
    let mut blocks = manual.split("```").skip(1).step_by(2);
    let mut examples = 0;
    while let Some(block) = blocks.next() {
        let Some(list) = block.strip_prefix("csv\n") else { continue };
        let map =
            blocks.next().and_then(|block| block.strip_prefix("json\n")).expect("a mapping follows the list");
        let sandbox = base().file("map.json", map);
        let report = csv(&sandbox, list, &["--map", "map.json"]);
        let rows = list.lines().count() as u64 - 1;
        assert_eq!(totals(&report), [rows, 0, 0, 0], "{list}: {report:#}");
        assert_eq!(sandbox.run(&["check", "g", "--allow", "warnings"]).code, Some(0));
        examples += 1;
    }
    assert_eq!(examples, 5);
}
