//! What people type first, and what they get: each line was once refused.

use landscape_graph::catalogue::{Context, Reads, pictures, questions, run};
use serde_json::{Value, json};

use crate::landscapes::build;
use crate::support::{Outcome, Sandbox};

/// A market in which a stack, a tool and two roles have names that begin alike, and whose newest
/// evidence is of 2026-06-30.
const MARKET: &str = r#"{
  "landscape": { "schema": 1, "name": "First words", "perspective": "acme" },
  "stacks": [
    { "id": "data", "name": "Data" },
    { "id": "bi", "name": "BI" },
    { "id": "search", "name": "Search" }
  ],
  "tools": [
    { "id": "dashboards", "name": "Dashboards", "in_stack": [{ "stack": "bi" }] },
    { "id": "crm", "name": "CRM" },
    { "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] },
    { "id": "feature-flags", "name": "Feature flags" },
    { "id": "reranking", "name": "Reranking", "in_stack": [{ "stack": "search" }] },
    { "id": "vector-search", "name": "Vector search", "in_stack": [{ "stack": "search" }] },
    { "id": "warehouse", "name": "Warehouse", "in_stack": [{ "stack": "data" }] }
  ],
  "companies": [
    { "id": "acme", "name": "Acme", "offers": [
      { "tool": "dashboards", "support": "yes" },
      { "tool": "etl", "support": "yes", "since": "2026-06-15", "evidence": [
        { "source": "notes", "basis": "stated", "on": "2026-06-30" }
      ] }
    ] },
    { "id": "posthog", "name": "PostHog", "offers": [
      { "tool": "dashboards", "support": "yes" },
      { "tool": "feature-flags", "support": "yes" }
    ] },
    { "id": "qdrant", "name": "Qdrant", "offers": [
      { "tool": "reranking", "support": "partial" },
      { "tool": "vector-search", "support": "yes" }
    ] },
    { "id": "snowflake", "name": "Snowflake", "active_in": [{ "stack": "bi" }], "offers": [
      { "tool": "etl", "support": "partial" },
      { "tool": "warehouse", "support": "yes" }
    ] }
  ],
  "roles": [
    { "id": "data", "name": "Data", "type": "team", "needs": [{ "tool": "warehouse" }] },
    { "id": "data-engineer", "name": "Data engineer", "type": "role", "needs": [
      { "tool": "etl" }, { "tool": "warehouse" }, { "tool": "reranking" }
    ] },
    { "id": "marketer", "name": "Marketer", "type": "role", "needs": [{ "tool": "crm" }] }
  ],
  "sources": [{ "id": "notes", "name": "Notes" }]
}
"#;

fn market() -> Sandbox {
    Sandbox::new().file("graph/all.json", MARKET)
}

/// Runs a command that must be answered.
fn answered(sandbox: &Sandbox, words: &[&str]) -> Outcome {
    let outcome = sandbox.run(words);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{words:?}\n{outcome}");
    outcome
}

/// Returns the first line of an answer, which is its title.
fn title(sandbox: &Sandbox, words: &[&str]) -> String {
    answered(sandbox, words).stdout.lines().next().unwrap_or_default().to_owned()
}

fn json_of(sandbox: &Sandbox, words: &[&str]) -> Value {
    answered(sandbox, &[words, &["--format", "json"]].concat()).json()
}

/// Returns the ids of records in a list of a report.
fn ids(list: &Value, pointer: &str) -> Vec<String> {
    let id = |entry: &Value| entry.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    list.as_array().expect("it is a list").iter().filter_map(id).collect()
}

fn refused(words: &[&str], parts: &[&str]) {
    let outcome = market().run(words);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{words:?}\n{outcome}");
    for part in parts {
        assert!(outcome.stderr.contains(part), "{words:?}: `{part}` is missing\n{outcome}");
    }
}

/// The options that stand before or after every command that reads a landscape, each with a value
/// that changes something.
const GLOBAL: [(&str, &str); 5] = [
    ("--graph", "other.json"),
    ("--as-of", "2026-06-01"),
    ("--today", "2026-12-24"),
    ("--assume", "posthog offers crm"),
    ("--format", "json"),
];

#[test]
fn options_of_the_program_stand_before_or_after_the_command() {
    let sandbox = market().file("other.json", MARKET.replace("First words", "Other words"));
    let help = answered(&sandbox, &["--help"]).stdout;
    let long = |line: &str| line.trim_start().starts_with("--").then(|| line.trim_start().to_owned());
    for line in help.lines().filter_map(long) {
        let known = GLOBAL.iter().map(|(option, _)| *option).chain(["--explain", "--help", "--version"]);
        assert!(known.into_iter().any(|option| line.starts_with(option)), "`{line}` is not tried here");
    }
    let mut tried = 0;
    for question in questions().iter().filter(|question| question.reads == Reads::Landscape) {
        // Names of the shipped landscape are none here: only what needs no name is asked.
        let subject = question.arguments.iter().any(|argument| {
            argument.place == landscape_graph::catalogue::Place::Subject && is_required(argument.takes)
        });
        if subject {
            continue;
        }
        let mut command = vec![question.name];
        command.extend((question.name == "coverage").then_some("data"));
        for (option, value) in GLOBAL {
            let (before, after) =
                ([&[option, value], &command[..]].concat(), [&command[..], &[option, value]].concat());
            assert_eq!(answered(&sandbox, &before).stdout, answered(&sandbox, &after).stdout, "{before:?}");
            let joined = format!("{option}={value}");
            let joined = [&[joined.as_str()], &command[..]].concat();
            assert_eq!(answered(&sandbox, &joined).stdout, answered(&sandbox, &after).stdout, "{joined:?}");
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried} are tried");
    let pairs = [
        ["--graph other.json draw map --format svg", "draw map --graph other.json --format svg"],
        ["--graph other.json draw --format svg map", "draw map --graph other.json --format svg"],
        ["--graph other.json export csv", "export csv --graph other.json"],
        ["--format csv sql --graph other.json \"\"", "sql --graph other.json \"\" --format csv"],
        ["--graph other.json", "overview --graph other.json"],
        ["--graph other.json check", "check other.json"],
        ["--graph other.json --format json check", "check --format json --graph other.json"],
    ];
    for pair in pairs {
        let [before, after] = pair.map(|line| {
            let words: Vec<&str> = line
                .split(' ')
                .map(|word| if word == "\"\"" { "SELECT id FROM tools" } else { word })
                .collect();
            answered(&sandbox, &words).stdout
        });
        assert_eq!(before, after, "{pair:?}");
    }
}

fn is_required(takes: landscape_graph::catalogue::Takes) -> bool {
    use landscape_graph::catalogue::Takes;
    matches!(takes, Takes::Records { least: 1.., .. } | Takes::Text)
}

#[test]
fn the_kind_that_a_question_is_about_is_meant_first() {
    let sandbox = market();
    let report = json_of(&sandbox, &["coverage", "data"]);
    assert_eq!(report["targets"][0]["target"]["kind"], "stack");
    assert_eq!(report["taken"][0]["by"], "kind");
    assert_eq!(title(&sandbox, &["coverage", "data"]), "Coverage of the stack Data");
    assert_eq!(title(&sandbox, &["coverage", "role:data"]), "Coverage of the role Data");
    assert_eq!(title(&sandbox, &["coverage", "warehouse"]), "Coverage of the tool Warehouse");
    // Where every kind will do, none is first.
    refused(&["show", "data"], &["`data` can be `stack:data` or `role:data`", "write one of these in full"]);
}

#[test]
fn words_for_kinds_in_a_name_are_dropped() {
    let sandbox = market();
    for (typed, kind, id) in [
        ("data stack", "stack", "data"),
        ("BI tools", "stack", "bi"),
        ("data team", "role", "data"),
        ("the-data-role", "", ""),
        ("Snowflake (company)", "", ""),
    ] {
        if kind.is_empty() {
            assert_eq!(sandbox.run(&["coverage", typed]).code, Some(2), "{typed}");
            continue;
        }
        let report = json_of(&sandbox, &["coverage", typed]);
        let target = &report["targets"][0]["target"];
        assert_eq!((target["kind"].as_str(), target["id"].as_str()), (Some(kind), Some(id)), "{typed}");
        assert_eq!(report["taken"][0]["by"], "kind-word", "{typed}");
    }
    assert_eq!(
        title(&sandbox, &["coverage", "data", "stack"]),
        "Coverage of the stack Data (“data stack” taken as the stack Data)"
    );
}

#[test]
fn a_singular_a_plural_or_a_beginning_is_the_name_in_a_question() {
    let sandbox = market();
    for (words, taken) in [
        (&["coverage", "dashboard"], "“dashboard” taken as the tool Dashboards"),
        (&["coverage", "feature flag"], "“feature flag” taken as the tool Feature flags"),
        (&["coverage", "warehouses"], "“warehouses” taken as the tool Warehouse"),
        (&["scope", "rerank"], "“rerank” taken as the tool Reranking"),
        (&["show", "snow"], "“snow” taken as the company Snowflake"),
    ] {
        let title = title(&sandbox, words);
        assert!(title.ends_with(&format!("({taken})")), "{words:?}: {title}");
    }
    let report = json_of(&sandbox, &["coverage", "dashboard", "rerank"]);
    let by: Vec<&str> =
        report["taken"].as_array().expect("a list").iter().filter_map(|taken| taken["by"].as_str()).collect();
    assert_eq!(by, ["number", "prefix"]);
    // An exact name is nobody's beginning, two letters are none, and what two names begin with is
    // neither.
    assert_eq!(title(&sandbox, &["coverage", "search"]), "Coverage of the stack Search");
    refused(&["coverage", "re"], &["there is no stack, tool, role or company called `re`"]);
    refused(&["show", "data-", "--format", "json"], &["can be `stack:data` or `role:data`"]);
    refused(&["roles", "marketing"], &["did you mean `marketer`?"]);
}

#[test]
fn what_may_have_been_meant_is_named_whatever_kind_it_is() {
    refused(
        &["scope", "snowflke"],
        &["there is no tool called `snowflke`", "did you mean `company:snowflake`?"],
    );
    refused(&["overlap", "dashboards"], &["`dashboards` is a tool, and a company is needed"]);
    let three = MARKET.replace("\"etl\"", "\"ware-a\"").replace("\"crm\"", "\"ware-b\"");
    let outcome = Sandbox::new().file("graph/all.json", three).run(&["scope", "ware"]);
    assert!(outcome.stderr.contains("did you mean `ware-a`, `ware-b` or `warehouse`?"), "{outcome}");
}

#[test]
fn assumptions_imports_and_exports_take_a_name_as_it_stands_or_not_at_all() {
    refused(
        &["gaps", "--assume", "posthog offers dashboard"],
        &["no tool called `dashboard`", "`dashboards`"],
    );
    refused(&["gaps", "--assume", "post offers crm"], &["there is no company called `post`"]);
    refused(&["export", "mermaid", "--stack", "dat"], &["there is no stack called `dat`"]);
    let sandbox = market().file("list.csv", "company,tool,support\nposthog,dashboard,no\n");
    answered(&sandbox, &["import", "csv", "list.csv", "--source", "notes"]);
    let tool = json_of(&sandbox, &["show", "tool:dashboard"]);
    assert_eq!(tool["node"]["id"], "dashboard", "a list names a tool of its own");
}

#[test]
fn every_command_takes_what_people_name_first() {
    let sandbox = market();
    // The company's gaps, its gaps in that stack, and both.
    assert_eq!(title(&sandbox, &["gaps", "snowflake"]), "Gaps of Snowflake");
    assert_eq!(title(&sandbox, &["gaps", "data"]), "Gaps of Acme in the stack Data");
    let both = json_of(&sandbox, &["gaps", "qdrant", "stack:data"]);
    assert_eq!((&both["company"]["id"], &both["within"][0]["id"]), (&json!("qdrant"), &json!("data")));
    assert_eq!(ids(&both["gaps"], "/tool/id"), ["etl", "warehouse"]);
    let role = json_of(&sandbox, &["gaps", "data-engineer"]);
    assert_eq!(ids(&role["gaps"], "/tool/id"), ["warehouse", "reranking"]);
    refused(&["gaps", "acme", "qdrant"], &["takes one company"]);
    refused(&["gaps", "acme", "--for", "qdrant"], &["takes one company"]);
    // That role.
    let roles = json_of(&sandbox, &["roles", "data-engineer"]);
    assert_eq!(ids(&roles["roles"], "/role/id"), ["data-engineer"]);
    // What a company covers, by stack.
    let covered = json_of(&sandbox, &["coverage", "snowflake"]);
    assert_eq!(covered["report"], "covered");
    assert_eq!(ids(&covered["rows"], "/target/id"), ["data", "bi", "search"]);
    assert_eq!(covered["rows"][0]["coverage"]["offered"], json!({ "low": 2, "high": 2, "of": 2 }));
    assert_eq!(ids(&covered["active_in"], "/id"), ["bi"]);
    let text = answered(&sandbox, &["coverage", "snowflake"]).stdout;
    let nothing = "Unknown for BI, Search and tools in no stack.";
    assert!(text.contains(nothing), "{text}");
    let of_one = json_of(&sandbox, &["coverage", "snowflake", "search"]);
    assert_eq!(ids(&of_one["rows"], "/target/id"), ["search"]);
    refused(&["coverage", "acme", "snowflake"], &["takes one company", "`compare`"]);
    // What replaces everything that a company offers: Acme is no part of the answer, and no view
    // either.
    let bundle = json_of(&sandbox, &["bundle", "acme"]);
    assert_eq!(ids(&bundle["bundle"]["companies"], "/company/id"), ["posthog", "snowflake"]);
    assert_eq!(bundle["company"], Value::Null);
    assert_eq!(title(&sandbox, &["bundle", "acme"]), "What replaces Acme");
}

/// The questions and pictures that count tools.
const COUNTING: [&str; 8] =
    ["coverage", "overlap", "compare", "bundle", "gaps", "whitespace", "roles", "implications"];
const COUNTING_PICTURES: [&str; 7] = ["map", "gaps", "overlap", "versus", "upset", "roles", "graph"];

#[test]
fn every_question_and_picture_that_counts_tools_keeps_to_stacks_and_roles() {
    let sandbox = market();
    let subjects = |name: &str| -> Vec<&str> {
        match name {
            "coverage" | "bundle" => vec!["stack:data", "search"],
            "compare" | "versus" => vec!["acme", "snowflake"],
            "upset" => vec!["acme", "snowflake", "qdrant"],
            _ => Vec::new(),
        }
    };
    let form = |name: &str, arguments: &[&landscape_graph::catalogue::Argument]| {
        for option in ["stack", "role"] {
            let takes = arguments.iter().any(|argument| argument.on_the_command_line() == option);
            assert!(takes, "`{name}` does not take `--{option}`");
        }
    };
    for name in COUNTING {
        let question = questions().iter().find(|question| question.name == name).expect("it is a question");
        form(name, question.arguments);
        let asked = [&[name], &subjects(name)[..]].concat();
        let plain = json_of(&sandbox, &asked);
        for kept in [["--stack", "search"], ["--role", "marketer"]] {
            let mut kept_to = json_of(&sandbox, &[&asked[..], &kept].concat());
            let within = kept_to["within"].take();
            assert_eq!(ids(&within, "/id"), [kept[1]], "{asked:?}");
            assert_ne!(kept_to, plain, "{asked:?} {kept:?}");
        }
        let stack = title(&sandbox, &[&asked[..], &["--stack", "search"]].concat());
        assert!(stack.contains(" in the stack Search"), "{stack}");
    }
    for name in COUNTING_PICTURES {
        let picture = pictures().iter().find(|picture| picture.name == name).expect("it is a picture");
        form(name, picture.arguments);
        let asked = [&["draw", name], &subjects(name)[..]].concat();
        let plain = answered(&sandbox, &asked).stdout;
        for kept in [["--stack", "data"], ["--role", "data-engineer"]] {
            assert_ne!(answered(&sandbox, &[&asked[..], &kept].concat()).stdout, plain, "{asked:?} {kept:?}");
        }
    }
}

#[test]
fn figures_within_a_stack_or_a_role_are_those_of_its_tools_alone() {
    let sandbox = market();
    // Of data, Acme has ETL and Snowflake both tools: one of two is shared.
    let pair = json_of(&sandbox, &["overlap", "acme", "snowflake", "--stack", "data"]);
    assert_eq!((&pair["tools"], &pair["similarity"]["jaccard"]), (&json!([1, 2]), &json!(0.5)));
    assert_eq!(pair["similarity"]["containment"], json!([1.0, 0.5]));
    let ranking = json_of(&sandbox, &["overlap", "acme", "--stack", "data"]);
    assert_eq!(ids(&ranking["others"], "/companies/1/id"), ["snowflake"]);
    assert_eq!(ranking["tools"], 1);
    let pairs = json_of(&sandbox, &["overlap", "--stack", "data", "--min-tools", "1"]);
    assert_eq!((&pairs["total"], &pairs["compared"]), (&json!(1), &json!(2)));
    // The data engineer needs two tools of data, and one of search.
    let within = json_of(&sandbox, &["overlap", "qdrant", "snowflake", "--role", "data-engineer"]);
    assert_eq!(within["tools"], json!([1, 2]));
    let both = json_of(&sandbox, &["whitespace", "--stack", "search", "--role", "data-engineer"]);
    assert_eq!(both["of"], 1);
    let compare = json_of(&sandbox, &["compare", "acme", "snowflake", "--stack", "data", "--all"]);
    assert_eq!(ids(&compare["rows"], "/item/id"), ["warehouse", "etl"]);
    let roles = json_of(&sandbox, &["roles", "--stack", "search"]);
    assert_eq!(ids(&roles["roles"], "/role/id"), ["data-engineer"]);
    assert_eq!(ids(&roles["roles"][0]["needs"], "/tool/id"), ["reranking"]);
}

#[test]
fn words_between_names_are_passed_over() {
    let sandbox = market();
    let plain = answered(&sandbox, &["compare", "acme", "qdrant"]).stdout;
    for between in ["vs", "vs.", "VS", "versus", "and", "&"] {
        assert_eq!(answered(&sandbox, &["compare", "acme", between, "qdrant"]).stdout, plain, "{between}");
    }
    let named = MARKET.replace("\"qdrant\", \"name\": \"Qdrant\"", "\"vs\", \"name\": \"VS\"");
    let named = Sandbox::new().file("graph/all.json", named);
    assert_eq!(title(&named, &["compare", "acme", "vs"]), "Acme and VS side by side", "it is a name here");
}

#[test]
fn a_name_with_spaces_is_put_together_or_wants_quotes() {
    let sandbox = market();
    let quoted = answered(&sandbox, &["coverage", "Vector search"]).stdout;
    assert_eq!(answered(&sandbox, &["coverage", "Vector", "Search"]).stdout, quoted);
    let several = json_of(&sandbox, &["coverage", "feature", "flags", "BI", "vector", "search"]);
    assert_eq!(ids(&several["targets"], "/target/id"), ["feature-flags", "bi", "vector-search"]);
    assert_eq!(
        answered(&sandbox, &["show", "Vector", "search"]).stdout,
        answered(&sandbox, &["show", "Vector search"]).stdout
    );
    assert_eq!(
        answered(&sandbox, &["find", "vector", "search"]).stdout,
        answered(&sandbox, &["find", "vector search"]).stdout
    );
    refused(&["coverage", "Vector", "Engine"], &["put quotes around a name with spaces"]);
    refused(&["why", "Vector", "search", "qdrant"], &["put quotes around a name with spaces"]);
}

#[test]
fn records_are_listed_kind_by_kind() {
    let sandbox = market();
    let all = json_of(&sandbox, &["list"]);
    let counts: Vec<(&str, u64)> = (all["kinds"].as_array().expect("a list").iter())
        .filter_map(|of| Some((of["kind"].as_str()?, of["total"].as_u64()?)))
        .collect();
    assert_eq!(counts, [("stack", 3), ("tool", 7), ("company", 4), ("role", 3), ("source", 1)]);
    let stacks = json_of(&sandbox, &["list", "stacks"]);
    let of = &stacks["kinds"][0];
    assert_eq!(
        (ids(&of["records"], "/record/id"), &of["counts"]),
        (vec!["data".to_owned(), "search".into(), "bi".into()], &json!("tools"))
    );
    assert_eq!(of["records"][0]["count"], 2);
    for word in ["tools", "companies", "stacks", "features", "tool", "sources"] {
        assert_eq!(answered(&sandbox, &[word]).stdout, answered(&sandbox, &["list", word]).stdout, "{word}");
    }
    assert!(answered(&sandbox, &["tools", "--top", "1"]).stdout.contains("… and 6 more (--top 7 shows all)"));
    refused(&["list", "toools"], &["`KIND` is a kind of record", "`tool`"]);
}

#[test]
fn a_day_may_be_an_age_before_the_day_of_the_landscape() {
    let sandbox = market();
    // Acme offers ETL since 2026-06-15.
    for (age, day) in
        [("1m", "2026-05-30"), ("30d", "2026-05-31"), ("0d", "2026-06-30"), ("2w", "2026-06-16")]
    {
        let by_age = json_of(&sandbox, &["coverage", "etl", "--as-of", age]);
        assert_eq!(by_age, json_of(&sandbox, &["coverage", "etl", "--as-of", day]), "{age}");
        assert_eq!(by_age["as_of"], day);
    }
    refused(&["gaps", "--as-of", "soon"], &["a day is written `YYYY-MM-DD`, or as an age such as `30d`"]);
    let undated = MARKET.replace(", \"on\": \"2026-06-30\"", "").replace(", \"since\": \"2026-06-15\"", "");
    let undated = Sandbox::new().file("graph/all.json", undated).run(&["gaps", "--as-of", "30d"]);
    assert!(undated.stderr.contains("nothing in the landscape is dated"), "{undated}");
    let sides = ["backtest", "--train-date", "1m", "--test-date", "0d", "--resamples", "100"];
    answered(&sandbox, &sides);
    refused(
        &["backtest", "--train-date", "1d", "--test-date", "1m"],
        &["2026-05-30, the day of the test, is not later"],
    );
}

#[test]
fn a_claim_may_be_assumed_in_words() {
    let sandbox = market().file(
        "more.json",
        r#"{ "companies": [{ "id": "acme", "name": "Acme", "offers": [{ "tool": "reranking", "support": "yes" }] }] }"#,
    );
    let gaps = |assumed: &[&str]| {
        let report = json_of(&sandbox, &[&["gaps"], assumed].concat());
        (ids(&report["gaps"], "/tool/id"), report["assuming"].clone())
    };
    let (known, nothing) = gaps(&[]);
    assert!(nothing.is_null() && known.contains(&"crm".to_owned()), "{known:?}");
    let (supposed, said) = gaps(&["--assume", "acme offers crm"]);
    assert!(
        !supposed.contains(&"crm".to_owned()) && supposed.contains(&"reranking".to_owned()),
        "{supposed:?}"
    );
    assert_eq!(said, "acme offers crm");
    let (both, said) = gaps(&["--assume", "more.json", "--assume", "Acme offers Feature flags"]);
    assert_eq!(both, ["vector-search", "warehouse", "crm"]);
    assert_eq!(said, "more.json, Acme offers Feature flags");
    let dashboards = json_of(&sandbox, &["coverage", "dashboards", "--assume", "acme offers crm"]);
    assert_eq!(dashboards["targets"][0]["companies"][0]["company"]["id"], "acme", "what is known stays");
    refused(
        &["gaps", "--assume", "nowhere.json"],
        &["there is no file of assumptions at `nowhere.json`", "COMPANY offers TOOL"],
    );
    refused(&["gaps", "--assume", "acme sells crm"], &["COMPANY offers TOOL"]);
    refused(
        &["gaps", "--assume", "acme offers crn"],
        &["there is no tool called `crn`", "did you mean `crm`?"],
    );
}

#[test]
fn the_help_groups_commands_and_names_each_once() {
    let sandbox = market();
    for help in ["-h", "--help"] {
        let help = answered(&sandbox, &[help]).stdout;
        for heading in [
            "Ask about the market:",
            "Look something up:",
            "Draw pictures:",
            "Tell it more:",
            "Keep the landscape true:",
            "Exchange with other programs:",
        ] {
            assert_eq!(help.matches(&format!("{heading}\n")).count(), 1, "{heading}: {help}");
        }
        for command in landscape_graph::cli::commands().iter().filter(|command| !command.name.contains(' ')) {
            let line = format!("  {} ", command.name);
            let lines = help.lines().filter(|text| text.starts_with(&line) && text.contains(&command.about));
            assert_eq!(lines.count(), 1, "`{}` is on one line: {help}", command.name);
        }
    }
}

#[test]
fn the_program_alone_says_what_is_there_and_three_questions_that_are_answered() {
    let sandbox = market();
    let alone = answered(&sandbox, &[]).stdout;
    assert!(alone.lines().count() < 25, "{alone}");
    let asks: Vec<&str> = (alone.lines())
        .filter_map(|line| line.strip_prefix("- landscape "))
        .filter_map(|line| line.split_once(": ").map(|(command, _)| command))
        .collect();
    assert_eq!(asks, ["gaps", "coverage stack:data", "compare acme posthog"]);
    for ask in asks {
        answered(&sandbox, &ask.split(' ').collect::<Vec<_>>());
    }
    assert!(
        answered(&sandbox, &["overview", "--explain"]).stdout.contains("Notes: supports 1 claim or record")
    );
}

#[test]
fn sql_and_programs_read_names_as_the_command_line_does() {
    let sandbox = market();
    let sql = |query: &str| answered(&sandbox, &["sql", query, "--format", "csv"]).stdout;
    assert_eq!(
        sql("SELECT company FROM coverage('dashboard')"),
        sql("SELECT company FROM coverage('tool:dashboards')")
    );
    assert_eq!(
        sql("SELECT target, offered FROM coverage('snowflake')"),
        "target,offered\ndata,2\nbi,0\nsearch,0\n"
    );
    let landscape = build(MARKET);
    let answer = run(&Context::new(&landscape), "coverage", &json!({ "targets": ["Vector", "searches"] }));
    let answer = serde_json::to_value(&*answer.expect("it is answered")).expect("it is JSON");
    assert_eq!(answer["targets"][0]["target"]["id"], "vector-search");
}
