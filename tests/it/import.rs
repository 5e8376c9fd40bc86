//! Imports: what becomes of rows, what is refused, and what is never lost.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Outcome, Sandbox, data};

/// A bakers' landscape by hand: two companies, three tools, two sources.
const BASE: &str = r#"{
  "$schema": "../docs/landscape.schema.json",
  "stacks": [{ "id": "baking", "name": "Baking" }],
  "tools": [
    { "id": "delivery", "name": "Delivery", "in_stack": [{ "stack": "baking" }] },
    { "id": "flour", "name": "Flour store", "aliases": ["Flour"], "in_stack": [{ "stack": "baking" }] },
    { "id": "ovens", "name": "Ovens" }
  ],
  "companies": [
    { "id": "crumb", "name": "Crumb Ltd", "url": "https://www.crumb.example/about", "note": "By hand", "offers": [
      { "tool": "flour", "support": "yes", "note": "Hand-made", "evidence": [
        { "source": "page", "at": "line 88", "basis": "stated", "on": "2023-03-24" }
      ] },
      { "tool": "ovens", "support": "yes" }
    ] },
    { "id": "loaf", "name": "Loaf" }
  ],
  "sources": [
    { "id": "list", "name": "The list" },
    { "id": "page", "name": "The page" }
  ]
}
"#;

fn base() -> Sandbox {
    Sandbox::new().file("g/all.json", BASE)
}

/// Every file of the landscape.
fn texts(sandbox: &Sandbox) -> BTreeMap<String, String> {
    fn walk(folder: &std::path::Path, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let text = std::fs::read_to_string(&path).expect("the file can be read");
                found.insert(path.display().to_string(), text);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&sandbox.path("g"), &mut found);
    found
}

fn document(sandbox: &Sandbox, path: &str) -> Value {
    let text = std::fs::read_to_string(sandbox.path(path)).expect("the file is there");
    serde_json::from_str(&text).expect("the file is JSON")
}

/// Imports a list from standard input, and returns the audit, with the reasons in words.
fn csv(sandbox: &Sandbox, text: &str, more: &[&str]) -> Value {
    let before = ["import", "csv", "-", "--into", "g", "--format", "csv"];
    let dry: &[&str] = if more.contains(&"--dry-run") { &[] } else { &["--dry-run"] };
    let sheet = sandbox.stdin(text, &[&before, dry, more].concat()).stdout;
    let arguments = [&["import", "csv", "-", "--into", "g", "--format", "json"], more].concat();
    let outcome = sandbox.stdin(text, &arguments);
    assert_eq!(outcome.code, Some(0), "{outcome}");
    assert!(outcome.stderr.lines().all(|line| line.starts_with("note: no `--source`")), "{outcome}");
    let report = in_words(outcome.json(), &sheet);
    let count = |key: &str| report["totals"][key].as_u64().expect("it is a number");
    assert_eq!(
        count("rows"),
        count("mapped") + count("merged") + count("dropped") + count("contradicted"),
        "{report:#}"
    );
    report
}

/// Puts the words of an audit as CSV in the place of its reasons, which are data.
fn in_words(mut report: Value, sheet: &str) -> Value {
    let entries = report["entries"].as_array_mut().expect("it is a list");
    let mut rows = csv::Reader::from_reader(sheet.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("it is CSV")).collect();
    assert_eq!(rows.len(), entries.len());
    for (entry, row) in entries.iter_mut().zip(rows) {
        assert!(entry["why"]["by"].is_string(), "{entry}");
        entry["why"] = row[5].into();
    }
    report
}

/// The totals: mapped, merged, dropped, contradicted.
fn totals(report: &Value) -> [u64; 4] {
    ["mapped", "merged", "dropped", "contradicted"]
        .map(|key| report["totals"][key].as_u64().expect("a number"))
}

/// What was told with one fate, reasons alone.
fn told(report: &Value, fate: &str) -> Vec<String> {
    let entries = report["entries"].as_array().expect("it is a list").iter();
    let with = entries.filter(|entry| entry["fate"] == fate);
    with.map(|entry| entry["why"].as_str().expect("it is a text").to_owned()).collect()
}

fn offers(sandbox: &Sandbox, company: usize) -> Value {
    document(sandbox, "g/all.json")["companies"][company]["offers"].clone()
}

const CITED: [&str; 4] = ["--source", "list", "--on", "2026-02-01"];

#[test]
fn a_list_is_taken_over_as_its_mapping_says() {
    let list = std::fs::read_to_string(data("import/long.csv")).expect("the list is there");
    let map = std::fs::read(data("import/map.json")).expect("the mapping is there");
    let sandbox = base().file("map.json", map);
    let report = csv(&sandbox, &list, &[&CITED[..], &["--map", "map.json"]].concat());
    assert_eq!(totals(&report), [3, 0, 1, 0], "{report:#}");
    assert_eq!(told(&report, "dropped"), ["the mapping drops the tool `internal_thing`"]);
    assert_eq!(told(&report, "guessed"), ["these columns were not imported"]);
    let rye = document(&sandbox, "g/companies/rye.json");
    let expected = json!({
        "$schema": "../../docs/landscape.schema.json",
        "companies": [{
            "id": "rye", "name": "Rye", "aliases": ["Rye & Co"],
            "offers": [
                { "tool": "oven-timer", "support": "yes", "note": "Seen in the shop,\ntwice",
                  "evidence": [{ "source": "list", "at": "line 2", "basis": "stated", "on": "2026-03-01" }] },
                { "tool": "flour", "support": "planned",
                  "evidence": [{ "source": "list", "at": "line 4", "basis": "stated", "on": "2026-02-01" }] }
            ],
            "evidence": [{ "source": "list", "at": "line 2", "basis": "stated", "on": "2026-03-01" }]
        }]
    });
    assert_eq!(rye, expected);
    let timer = document(&sandbox, "g/tools.json")["tools"][0].clone();
    assert_eq!((&timer["id"], &timer["in_stack"][0]["stack"]), (&json!("oven-timer"), &json!("baking")));
    assert_eq!(timer["in_stack"][0]["evidence"][0]["basis"], "inferred");
    assert_eq!(sandbox.run(&["check", "g", "--allow", "warnings"]).code, Some(0));
}

#[test]
fn a_matrix_claims_what_its_cells_say_and_nothing_for_blank_ones() {
    let list = std::fs::read_to_string(data("import/wide.csv")).expect("the matrix is there");
    let sandbox = base();
    let report = csv(&sandbox, &list, &CITED);
    assert_eq!(report["totals"]["rows"], 9);
    assert_eq!(totals(&report), [6, 0, 2, 1], "{report:#}");
    let [contradiction] = told(&report, "contradicted").try_into().expect("there is one");
    assert_eq!(
        contradiction,
        "g/all.json:11:7 says `yes` (page line 88, stated, 2023-03-24), but here it is `partial` (list line 3, \
         stated, 2026-02-01): it stays"
    );
    let rye = document(&sandbox, "g/companies/rye.json");
    let said: Vec<&Value> = rye["companies"][0]["offers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|offer| &offer["support"])
        .collect();
    assert_eq!(said, ["yes", "no"], "a blank cell is no claim, and never no");
    assert!(told(&report, "guessed").iter().any(|why| why.contains("a cross was read as yes")));
}

#[test]
fn importing_again_changes_nothing_and_what_was_made_by_hand_stays() {
    let sandbox = base();
    let list = "company,tool,support,date\nLoaf,Flour,yes,2026-01-01\nCrumb Ltd,flour store,yes,\nNew One,New tool,no,\n";
    let first = csv(&sandbox, list, &CITED);
    assert_eq!(totals(&first), [2, 1, 0, 0]);
    let crumb = document(&sandbox, "g/all.json")["companies"][0].clone();
    assert_eq!((&crumb["note"], &crumb["offers"][0]["note"]), (&json!("By hand"), &json!("Hand-made")));
    assert_eq!(
        crumb["offers"][0]["evidence"],
        json!([
            { "source": "page", "at": "line 88", "basis": "stated", "on": "2023-03-24" },
            { "source": "list", "at": "line 3", "basis": "stated", "on": "2026-02-01" }
        ]),
        "the older and the newer reading stand at one claim"
    );
    let before = texts(&sandbox);
    let again = csv(&sandbox, list, &CITED);
    assert_eq!((totals(&again), &again["written"]), ([0, 3, 0, 0], &json!([])));
    assert_eq!(texts(&sandbox), before);
    // A row above the others moves the lines, and says nothing new of them.
    let moved = list.replace("date\n", "date\nLoaf,Ovens,yes,\n");
    let moved = csv(&sandbox, &moved, &CITED);
    assert_eq!(moved["written"].as_array().map(Vec::len), Some(1));
    assert_eq!(document(&sandbox, "g/all.json")["companies"][0], crumb);
}

#[test]
fn a_dry_run_writes_nothing() {
    let sandbox = base();
    let before = texts(&sandbox);
    let report = csv(&sandbox, "company,tool\nLoaf,Flour\n", &["--dry-run"]);
    assert_eq!((&report["dry_run"], &report["written"][0]["file"]), (&json!(true), &json!("g/all.json")));
    assert_eq!(texts(&sandbox), before);
    let text =
        sandbox.stdin("company,tool\nLoaf,Flour\n", &["import", "csv", "-", "--into", "g", "--dry-run"]);
    assert!(text.stdout.contains("Dry run, nothing written: 1 file would change."), "{text}");
}

#[test]
fn what_is_contradicted_stays_unless_asked_and_evidence_of_others_always() {
    let list = "company,tool,support\nCrumb Ltd,Flour,no\nCrumb Ltd,Ovens,no\n";
    let sandbox = base();
    assert_eq!(totals(&csv(&sandbox, list, &CITED)), [0, 0, 0, 2]);
    assert_eq!(std::fs::read_to_string(sandbox.path("g/all.json")).expect("it is there"), BASE);

    let report = csv(&sandbox, list, &[&CITED[..], &["--replace"]].concat());
    assert_eq!(totals(&report), [2, 0, 0, 0], "{report:#}");
    let mine = |line: u32| json!({ "source": "list", "at": format!("line {line}"), "basis": "stated", "on": "2026-02-01" });
    assert_eq!(
        offers(&sandbox, 0),
        json!([
            // What rests on another source ends, and stays.
            { "tool": "flour", "support": "yes", "until": "2026-02-01", "note": "Hand-made",
              "evidence": [{ "source": "page", "at": "line 88", "basis": "stated", "on": "2023-03-24" }] },
            // What rests on nothing gives way.
            { "tool": "ovens", "support": "no", "evidence": [mine(3)] },
            { "tool": "flour", "support": "no", "since": "2026-02-01", "evidence": [mine(2)] }
        ])
    );
    assert_eq!(told(&report, "guessed"), ["it had changed by 2026-02-01; the exact day is unknown"]);
    let before = texts(&sandbox);
    assert_eq!(totals(&csv(&sandbox, list, &[&CITED[..], &["--replace"]].concat())), [0, 2, 0, 0]);
    assert_eq!(texts(&sandbox), before);
}

#[test]
fn without_a_day_or_with_an_older_one_a_claim_of_other_sources_is_not_ended() {
    let list = "company,tool,support\nCrumb Ltd,Flour,no\n";
    for (more, why) in [
        (&["--source", "list"][..], "with `--on DAY` it would end on that day"),
        (&["--source", "list", "--on", "2020-01-01"][..], "is not older than the new one"),
    ] {
        let sandbox = base();
        let report = csv(&sandbox, list, &[more, &["--replace"]].concat());
        assert_eq!(totals(&report), [0, 0, 0, 1]);
        assert!(told(&report, "contradicted")[0].ends_with(why), "{report:#}");
    }
}

#[test]
fn a_list_that_contradicts_itself_keeps_its_first_row_and_names_both() {
    let sandbox = base();
    let report = csv(
        &sandbox,
        "company,tool,support\nLoaf,Flour,yes\nLoaf,Flour,no\n",
        &["--replace", "--source", "list"],
    );
    assert_eq!(totals(&report), [1, 0, 0, 1]);
    let [why] = told(&report, "contradicted").try_into().expect("there is one");
    assert!(
        why.starts_with(
            "<stdin>:2 says `yes` (list line 2, stated), but here it is `no` (list line 3, stated)"
        ),
        "{why}"
    );
}

#[test]
fn claims_for_other_times_and_other_products_stand_side_by_side() {
    let sandbox = base();
    let list = "company,tool,support,product,since,until\n\
                Loaf,Flour,no,,,2024-01-01\nLoaf,Flour,yes,Mill,2024-01-01,\nLoaf,Flour,yes,Sack,2024-01-01,\n\
                Loaf,Flour,yes,mill,,\n";
    let report = csv(&sandbox, list, &CITED);
    assert_eq!(totals(&report), [3, 1, 0, 0], "{report:#}");
    let offers = offers(&sandbox, 1);
    let products: Vec<&Value> =
        offers.as_array().expect("a list").iter().map(|offer| &offer["product"]).collect();
    assert_eq!(products, [&Value::Null, &json!("Mill"), &json!("Sack")]);
    assert_eq!(
        offers[1]["evidence"].as_array().map(Vec::len),
        Some(1),
        "lines that are counted tell no two apart"
    );
}

#[test]
fn stacks_features_and_sources_of_rows_are_taken_over() {
    let sandbox = base();
    let list = "company,tool,stack,feature,support,source,at\n\
                Loaf,,Baking;Sales,,,The page,top\n\
                Loaf,Ovens,baking,Steam,no,https://loaf.example/ovens,end\n\
                Loaf,,,,yes,,\n";
    let report = csv(&sandbox, list, &[]);
    assert_eq!(totals(&report), [2, 0, 1, 0], "{report:#}");
    let all = document(&sandbox, "g/all.json");
    let loaf = &all["companies"][1];
    assert_eq!(
        loaf["active_in"][1],
        json!({ "stack": "sales", "evidence": [{ "source": "page", "at": "top", "basis": "stated" }] })
    );
    let source = document(&sandbox, "g/sources.json")["sources"][0].clone();
    assert_eq!(source["url"], "https://loaf.example/ovens");
    let provided = json!([{ "feature": "steam", "support": "no",
        "evidence": [{ "source": source["id"], "at": "end", "basis": "stated" }] }]);
    assert_eq!(
        (&loaf["provides"], loaf.get("offers")),
        (&provided, None),
        "a feature is no offer of the tool"
    );
    assert_eq!(all["tools"][2]["has"][0]["feature"], "steam");
    assert_eq!(all["tools"][2]["in_stack"][0]["stack"], "baking");
}

#[test]
fn that_a_company_is_not_in_a_stack_is_no_claim_that_it_is() {
    let list = "company,tool,stack,support\nLoaf,,Sales,no\nLoaf,,Sales,planned\n";
    let report = csv(&base(), list, &[]);
    assert_eq!(totals(&report), [0, 0, 2, 0], "{report:#}");
}

#[test]
fn a_quote_that_is_never_closed_swallows_nothing() {
    for (list, line) in [
        (
            "company,tool,note\nA,ETL,fine\nB,ETL,\"open\nC,ETL,x\nD,CDP,y\n",
            "<stdin>:3: the quote that opens here",
        ),
        (
            "company,tool,note\nA,ETL,\"oops\nB,CDP,fine\nC,CDP,\"ok\"\nD,ETL,z\n",
            "<stdin>:4: there is text behind the quote",
        ),
    ] {
        let outcome = base().stdin(list, &["import", "csv", "-", "--into", "g"]);
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert!(outcome.stderr.contains(line), "{outcome}");
    }
    let fine = "company,tool,note\nA,Ovens,\"two\nlines, \"\"quoted\"\"\" \nB,Ovens,5\" pipe\n";
    assert_eq!(totals(&csv(&base(), fine, &[]))[0], 2);
}

#[test]
fn one_feature_of_two_tools_is_told() {
    let list = "company,tool,feature,support\nLoaf,Ovens,Batching,no\nLoaf,Tills,Batching,yes\n";
    let report = csv(&base(), list, &[]);
    assert!(
        told(&report, "guessed").iter().any(|why| why.contains("read as the feature of the same name")),
        "{report:#}"
    );
}

#[test]
fn a_blank_cell_cannot_be_made_a_no() {
    let sandbox = base().file("map.json", r#"{ "support": { "words": { "": "no" } } }"#);
    let outcome =
        sandbox.stdin("company,Ovens\nA,\n", &["import", "csv", "-", "--into", "g", "--map", "map.json"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stderr.contains("a blank cell is unknown"), "{outcome}");
}

#[test]
fn the_basis_of_a_list_is_kept() {
    let sandbox = base();
    let list = "company,tool,support,source,basis,evidence_note\nLoaf,Tills,yes,The page,inferred,Between the lines\n";
    csv(&sandbox, list, &[]);
    let all = document(&sandbox, "g/all.json").to_string();
    assert!(all.contains("\"basis\":\"inferred\"") && all.contains("Between the lines"), "{all}");
}

#[test]
fn records_that_look_alike_are_told_and_left_apart() {
    let list = "company,tool,company url\nCrumb Limited,Oven,http://crumb.example\n";
    let report = csv(&base(), list, &[]);
    assert_eq!(
        told(&report, "similar"),
        ["the company `crumb` has the same web domain", "the tool `ovens` has a name like it"]
    );
}

#[test]
fn other_encodings_are_read_and_told() {
    let latin = std::fs::read(data("import/windows-1252.csv")).expect("the list is there");
    let utf16: Vec<u8> =
        "\u{feff}company\ttool\nCafé Crème\tFlour\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sandbox =
        base().file("latin.csv", latin).file("marked.tsv", "\u{feff}company\ttool\nCafé Crème\tFlour\n");
    let sandbox = sandbox.file("wide.tsv", utf16);
    for (form, file, guessed) in
        [("csv", "latin.csv", true), ("tsv", "marked.tsv", false), ("tsv", "wide.tsv", false)]
    {
        let report =
            sandbox.run(&["import", form, file, "--into", "g", "--dry-run", "--format", "json"]).json();
        assert_eq!(report["new_records"][0]["name"], "Café Crème", "{file}");
        let read = json!({ "by": "read-in-encoding", "encoding": "windows-1252" });
        let is_told = report["entries"].as_array().expect("a list").iter().any(|entry| entry["why"] == read);
        assert_eq!(is_told, guessed, "{file}");
    }
}

fn assert_refused(outcome: &Outcome, code: i32, parts: &[&str]) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome}");
    for part in parts {
        assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
    }
}

#[test]
fn every_problem_of_a_list_is_told_with_its_place_and_nothing_is_written() {
    let sandbox = base();
    let before = texts(&sandbox);
    let import = |text: &str, more: &[&str]| {
        sandbox.stdin(text, &[&["import", "csv", "-", "--into", "g"], more].concat())
    };
    let wrong = "company,tool,support,date,maturity\n\n\"A\nB\",B,yse,2026-1-1,mpv\n,B,no,,\n";
    let parts = [
        "<stdin>:3: column `support`: `yse` does not say whether it is offered (did you mean `yes`?)",
        "<stdin>:3: column `date`: `2026-1-1` is no date",
        "<stdin>:3: column `maturity`: `mpv` is not a word for `maturity` (did you mean `mvp`?)",
        "<stdin>:5: column `company`: the cell is empty",
        "`<stdin>` has 4 problems; nothing was written",
    ];
    assert_refused(&import(wrong, &[]), 1, &parts);
    assert_refused(
        &import("company,tool\nA,B,C\nA\n", &[]),
        1,
        &["<stdin>:2: the row has 3 fields, and the head 2", "<stdin>:3: the row has 1 fields"],
    );
    assert_refused(
        &import("company,Flour,flour\nA,1,\n", &[]),
        1,
        &["column `flour`: the header has this column twice"],
    );
    assert_refused(&import("", &[]), 1, &["the file is empty"]);
    assert_refused(&import("company,tool\n", &[]), 1, &["there is no row below the head"]);
    assert_refused(&import("company;tool\nA;B\n", &[]), 1, &["`--delimiter ';'` gives more columns"]);
    assert_refused(&import("compny,tool\nA,B\n", &[]), 1, &["no column `company`", "did you mean `compny`?"]);
    assert_refused(&import("company,tol\nA,B\n", &[]), 1, &["`--layout long` reads it as a list"]);
    assert_refused(
        &import("company,tool\nA,B\n", &["--source", "lst"]),
        2,
        &["there is no source `lst`", "did you mean `list`?", "`--source-name NAME` creates it"],
    );
    let strict = import("company,tool\nCrum Ltd,Flour\n", &["--strict"]);
    assert_refused(&strict, 2, &["<stdin>:2: no company is called `Crum Ltd` (did you mean `Crumb Ltd`?)"]);
    assert_eq!(texts(&sandbox), before);
}

#[test]
fn every_problem_of_a_mapping_is_told_with_its_line() {
    let map = "{ \"colums\": {},\n \"columns\": { \"compny\": \"a\" },\n \"tools\": { \"a\": 3, \"b\": \"No Id\" },\n \
               \"support\": { \"words\": { \"q\": \"yess\" }, \"words\": {} } }";
    let sandbox = base().file("map.json", map).file("a.csv", "company,tool\nA,B\n");
    let outcome = sandbox.run(&["import", "csv", "a.csv", "--into", "g", "--map", "map.json"]);
    let parts = [
        "map.json:1: unknown key `colums` (did you mean `columns`?)",
        "map.json:2: unknown key `compny` (did you mean `company`?)",
        "map.json:3: expected an id, null, or an object",
        "map.json:3: `No Id` is no id (did you mean `no-id`?)",
        "map.json:4: `yess` does not say whether it is offered (did you mean `yes`?)",
        "map.json:4: the key `words` is in one object twice",
    ];
    assert_refused(&outcome, 1, &parts);
}

#[test]
fn a_result_that_would_not_load_is_not_written() {
    let map = r#"{ "companies": { "New": { "id": "new", "aliases": ["Crumb Ltd"] } } }"#;
    let sandbox = base().file("map.json", map);
    let before = texts(&sandbox);
    let outcome = sandbox
        .stdin("company,tool\nNew,Flour\n", &["import", "csv", "-", "--into", "g", "--map", "map.json"]);
    assert_refused(&outcome, 1, &["alias::collision", "nothing was written"]);
    assert_eq!(texts(&sandbox), before);
    let broken = Sandbox::new().file("g/a.json", "{").file("a.csv", "company,tool\nA,B\n");
    let outcome = broken.run(&["import", "csv", "a.csv", "--into", "g"]);
    assert_refused(&outcome, 1, &["json::syntax"]);
}

#[test]
fn a_landscape_is_put_to_another_and_conflicts_are_told_from_both_sides() {
    let theirs = r#"{
  "landscape": { "schema": 1, "name": "Theirs" },
  "companies": [
    { "id": "crumb", "name": "Crumb", "url": "https://www.crumb.example/about",
      "offers": [
        { "tool": "flour", "support": "no" },
        { "tool": "delivery", "support": "yes" }
      ] },
    { "id": "new", "name": "New", "offers": [{ "tool": "flour", "support": "yes" }] }
  ]
}"#;
    let sandbox = base().file("theirs.json", theirs);
    let command = ["import", "json", "theirs.json", "--into", "g", "--format"];
    let sheet = sandbox.run(&[&command[..], &["csv", "--dry-run"]].concat()).stdout;
    let outcome = sandbox.run(&[&command[..], &["json"]].concat());
    assert_eq!(outcome.code, Some(0), "{outcome}");
    let report = in_words(outcome.json(), &sheet);
    // The description, one claim, and a new company with a claim; the name and the other claim
    // contradict.
    assert_eq!(totals(&report), [4, 0, 0, 2], "{report:#}");
    assert_eq!(
        told(&report, "contradicted"),
        [
            "`name` is `Crumb` here, but `Crumb Ltd` at g/all.json:10:5, which stays",
            "g/all.json:11:7 says `yes` (page line 88, stated, 2023-03-24), but here it is `no` (no evidence): it stays",
        ]
    );
    let lines: Vec<&Value> =
        report["entries"].as_array().expect("a list").iter().map(|entry| &entry["line"]).collect();
    assert_eq!(lines, [2, 4, 6, 7, 9], "every piece is told with the line that it stands on");
    assert_eq!(offers(&sandbox, 0)[2], json!({ "tool": "delivery", "support": "yes" }));
    assert_eq!(document(&sandbox, "g/landscape.json")["landscape"]["name"], "Theirs");
}

#[test]
fn problems_of_the_other_landscape_are_told_as_check_tells_them() {
    let theirs =
        r#"{ "companies": [{ "id": "a", "name": "A", "offers": [{ "tool": "flor", "suport": "yes" }] }] }"#;
    let sandbox = base().file("theirs.json", theirs);
    let outcome = sandbox.run(&["import", "json", "theirs.json", "--into", "g"]);
    assert_refused(&outcome, 1, &["unknown key `suport`", "did you mean `support`?", "theirs.json:1"]);
    assert_refused(
        &sandbox.run(&["import", "json", "theirs.json", "--on", "2026-01-01"]),
        2,
        &["`--on` is only for lists"],
    );
    assert_refused(&sandbox.run(&["import", "json", "no.json"]), 2, &["there is no landscape at `no.json`"]);
    assert_refused(&sandbox.run(&["import", "csv", "no.csv"]), 2, &["there is no file at `no.csv`"]);
}

#[test]
fn lines_stay_lines_and_files_that_do_not_change_stay_as_they_are() {
    let lines =
        "{\"tools\":[{\"id\":\"t\",\"name\":\"T\"}]}\n\n{\"companies\":[{\"name\":\"B\",\"id\":\"b\"}]}\n";
    let odd = "{ \"sources\": [ { \"name\": \"S\", \"id\": \"s\" } ] }";
    let sandbox = Sandbox::new().file("g/all.jsonl", lines).file("g/odd.json", odd);
    csv(&sandbox, "company,tool\nB,T\nA,T\n", &["--source", "s"]);
    let texts = texts(&sandbox);
    let text =
        |name: &str| texts.iter().find(|(path, _)| path.ends_with(name)).map(|(_, text)| text.as_str());
    assert_eq!(text("odd.json"), Some(odd));
    assert_eq!(
        text("all.jsonl"),
        Some(
            "{\"tools\":[{\"id\":\"t\",\"name\":\"T\"}]}\n\n{\"companies\":[{\"name\":\"B\",\"id\":\"b\",\"offers\":[{\"tool\":\"t\",\"support\":\"yes\",\"evidence\":[{\"source\":\"s\",\"at\":\"line 2\",\"basis\":\"stated\"}]}]}]}\n"
        )
    );
    assert!(
        text("companies/a.json")
            .is_some_and(|text| text.starts_with("{\n  \"companies\": [\n    {\n      \"id\": \"a\""))
    );
}

#[test]
fn what_a_hand_has_laid_out_stays_and_nothing_is_added_that_nobody_wrote() {
    let market = r#"{
  "stacks":  [ { "id": "data",  "name": "Data" },
               { "id": "ops",   "name": "Ops", "note": null } ],
  "tools":   [ { "id": "etl", "name": "ETL", "in_stack": ["data"] } ],
  "companies": [ { "id": "acme", "name": "Acme", "offers": { "etl": "yes" } },
                 { "id": "bolt", "name": "Bolt" } ],
  "sources": [ { "id": "s", "name": "S" } ]
}
"#;
    let sandbox = Sandbox::new().file("g/market.json", market);
    csv(&sandbox, "company,tool,stack,support\nBolt,ETL,Ops,yes\n", &["--source", "s"]);
    let texts = texts(&sandbox);
    let evidence = r#""evidence": [{ "source": "s", "at": "line 2", "basis": "stated" }]"#;
    // As its neighbours are laid out: a space inside the brackets.
    let spaced = evidence.replace("[{", "[ {").replace("}]", "} ]");
    let offer = format!(r#"{{ "tool": "etl", "support": "yes", {spaced} }}"#);
    let wanted = market
        .replace(r#""name": "Bolt" }"#, &format!(r#""name": "Bolt", "offers": [ {offer} ] }}"#))
        .replace(r#"["data"]"#, &format!(r#"[{{ "stack": "data" }}, {{ "stack": "ops", {evidence} }}]"#));
    assert_eq!(texts.values().map(String::as_str).collect::<Vec<_>>(), [wanted]);
}

#[test]
fn two_imports_at_once_lose_nothing() {
    for _ in 0..5 {
        let sandbox = Sandbox::new()
            .file("g/tools.json", r#"{ "tools": [{ "id": "t", "name": "T" }] }"#)
            .file("one.csv", "company,tool\nA,T\nB,One\n")
            .file("two.csv", "company,tool\nA,Two\nC,T\n");
        let import = |file: &str| {
            let outcome = sandbox.run(&["import", "csv", file, "--into", "g"]);
            assert_eq!(outcome.code, Some(0), "{outcome}");
        };
        std::thread::scope(|scope| {
            scope.spawn(|| import("one.csv"));
            scope.spawn(|| import("two.csv"));
        });
        let outcome = sandbox.run(&["export", "csv", "--graph", "g"]);
        let cells = |line: &str| [1, 3].map(|at| line.split(',').nth(at).unwrap_or_default()).join(" ");
        let found: std::collections::BTreeSet<String> = outcome.stdout.lines().skip(1).map(cells).collect();
        assert_eq!(found, ["A T", "A Two", "B One", "C T"].map(str::to_owned).into(), "{outcome}");
    }
}

#[test]
fn the_audit_reads_well() {
    let list = std::fs::read_to_string(data("import/wide.csv")).expect("the matrix is there");
    let sandbox = base().file("wide.csv", list);
    let arguments =
        ["import", "csv", "wide.csv", "--into", "g", "--dry-run", "--source", "list", "--on", "2026-02-01"];
    insta::assert_snapshot!(sandbox.run(&arguments).stdout);
}

#[test]
fn what_a_list_excludes_is_dropped_with_its_reason() {
    let list = "company\ttool\tproduct\treason\n\
                crumb\tFlour\t\tIt buys its flour\n\
                Loaf Inc\tovens\tSteam\tA part that it resells\n";
    let rows = "company,tool,support,product,feature\n\
                Crumb Ltd,Flour store,partial,,\n\
                Crumb Ltd,Flour store,yes,,Rye\n\
                Loaf Inc,Ovens,yes,Steam,\n\
                Loaf Inc,Ovens,yes,Deck,\n\
                Crumb Ltd,Delivery,no,,\n";
    let sandbox = base().file("excluded.tsv", list);
    let report = csv(&sandbox, rows, &["--exclude", "excluded.tsv", "--source", "list"]);
    // A feature is not the tool, and another product is another offer.
    assert_eq!(totals(&report), [3, 0, 2, 0], "{report:#}");
    let dropped = told(&report, "dropped");
    assert!(dropped[0].contains("excluded at excluded.tsv:2: It buys its flour"), "{dropped:?}");
    assert!(dropped[1].contains("excluded at excluded.tsv:3: A part that it resells"), "{dropped:?}");
    let again = csv(&sandbox, rows, &["--exclude", "excluded.tsv", "--source", "list"]);
    assert_eq!((totals(&again), &again["written"]), ([0, 3, 2, 0], &json!([])));
}

#[test]
fn that_a_company_does_not_offer_a_tool_is_never_excluded() {
    let sandbox = base().file("excluded.csv", "company,tool,reason\nLoaf,Ovens,It fires other people's\n");
    let report = csv(&sandbox, "company,tool,support\nLoaf,Ovens,no\n", &["--exclude", "excluded.csv"]);
    assert_eq!(totals(&report), [1, 0, 0, 0], "{report:#}");
}

#[test]
fn a_list_of_exclusions_that_would_exclude_nothing_is_refused() {
    let rows = "company,tool,support\nLoaf,Ovens,yes\n";
    for (list, parts) in [
        (
            "company\ttool\treason\nLoaf\tOven\tNo\n",
            ["excluded.tsv:2: column `tool`", "no tool is called `Oven`"],
        ),
        ("company\ttool\treason\nLoaf\tovens\t\n", ["excluded.tsv:2: column `reason`", "the cell is empty"]),
        ("company\ttool\nLoaf\tovens\n", ["excluded.tsv:1: ", "the header has no column `reason`"]),
    ] {
        let sandbox = base().file("excluded.tsv", list);
        let before = texts(&sandbox);
        let outcome = sandbox.stdin(
            rows,
            &["import", "csv", "-", "--into", "g", "--source", "list", "--exclude", "excluded.tsv"],
        );
        assert_ne!(outcome.code, Some(0), "{outcome}");
        for part in parts {
            assert!(outcome.stderr.contains(part), "{outcome}");
        }
        assert_eq!(texts(&sandbox), before);
    }
}
