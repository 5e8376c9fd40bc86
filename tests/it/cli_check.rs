//! `landscape check` and `landscape explain`: levels, exit codes, formats, and what stops a query.

use landscape_graph::problem::{Code, Level};
use serde_json::{Value, json};

use crate::support::{Sandbox, data, run_in};

/// A tool in no stack and a claim without evidence: two warnings.
const TWO_WARNINGS: &str = r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [
    { "id": "etl", "name": "ETL" },
    { "id": "sql", "name": "SQL editor", "in_stack": [{ "stack": "data" }] }
  ],
  "companies": [{ "id": "acme", "name": "Acme", "offers": [{ "tool": "sql", "support": "yes" }] }]
}
"#;

/// An offer of a tool that is misspelt, on a line that is not ASCII.
const ONE_ERROR: &str = r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "companies": [{ "id": "dbt", "name": "dbt – «Labs»", "offers": [{ "tool": "elt", "support": "yes" }] }]
}
"#;

/// Returns the codes that a run reported, with their levels.
fn levels(sandbox: &Sandbox, arguments: &[&str]) -> (Option<i32>, Vec<(String, String)>) {
    let outcome = sandbox.run(&[&["check", "graph", "--format", "json"], arguments].concat());
    let report = outcome.json();
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    let problems = report["problems"].as_array().expect("it is a list");
    (outcome.code, problems.iter().map(|problem| (text(&problem["code"]), text(&problem["level"]))).collect())
}

#[test]
fn warnings_are_reported_and_the_data_is_still_fine() {
    let sandbox = Sandbox::new().file("graph/tools.json", TWO_WARNINGS);
    insta::assert_snapshot!(sandbox.run(&["check"]));
}

#[test]
fn the_level_of_each_warning_can_be_set() {
    let sandbox = Sandbox::new().file("graph/tools.json", TWO_WARNINGS);
    let expect = |arguments: &[&str], code: i32, levels_of: [Option<&str>; 2]| {
        let names = ["node::orphan", "claim::no_evidence"];
        let expected: Vec<(String, String)> = (names.into_iter().zip(levels_of))
            .filter_map(|(name, level)| Some((name.to_owned(), level?.to_owned())))
            .collect();
        assert_eq!(levels(&sandbox, arguments), (Some(code), expected), "{arguments:?}");
    };
    let (warn, error) = (Some("warn"), Some("error"));
    expect(&[], 0, [warn, warn]);
    expect(&["--deny", "warnings"], 1, [error, error]);
    expect(&["--deny", "node::orphan"], 1, [error, warn]);
    expect(&["--allow", "warnings"], 0, [None, None]);
    expect(&["--allow", "claim::no_evidence"], 0, [warn, None]);
    expect(&["--deny", "warnings", "--allow", "node::orphan"], 1, [None, error]);
    expect(&["--deny", "warnings", "--warn", "node::orphan"], 1, [warn, error]);
    expect(
        &["--deny", "warnings", "--warn", "node::orphan", "--allow", "claim::no_evidence"],
        0,
        [warn, None],
    );
    expect(&["--allow", "warnings", "--deny", "claim::no_evidence"], 1, [None, error]);
    // Of two levels for the same, the stricter holds, in whatever order they are written.
    expect(&["--deny", "node::orphan", "--allow", "node::orphan"], 1, [error, warn]);
    expect(&["--allow", "warnings", "--deny", "warnings"], 1, [error, error]);
    // A code that is an error anyway can be denied.
    expect(&["--deny", "relation::cycle"], 0, [warn, warn]);
}

#[test]
fn errors_cannot_be_allowed() {
    let sandbox = Sandbox::new().file("graph/tools.json", "{}");
    for flag in ["--allow", "--warn"] {
        let outcome = sandbox.run(&["check", flag, "relation::cycle"]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{outcome}");
        assert!(outcome.stderr.contains("`relation::cycle` is always an error"), "{outcome}");
    }
}

#[test]
fn a_level_for_a_code_that_does_not_exist_is_wrong_usage() {
    let sandbox = Sandbox::new().file("graph/tools.json", "{}");
    insta::assert_snapshot!(sandbox.run(&["check", "--deny", "node::orphans"]));
}

#[test]
fn the_exit_code_tells_what_kind_of_trouble_there_is() {
    let sandbox = Sandbox::new()
        .file("fine/tools.json", "{}")
        .file("wrong/tools.json", ONE_ERROR)
        .file("empty/readme.md", "nothing here")
        .file("one.json", TWO_WARNINGS);
    for (path, code) in [("fine", 0), ("one.json", 0), ("wrong", 1), ("empty", 1), ("missing", 2)] {
        let outcome = sandbox.run(&["check", path]);
        assert_eq!(outcome.code, Some(code), "{path}: {outcome}");
    }
}

#[test]
fn json_holds_every_problem_with_its_lines_and_columns() {
    let sandbox = Sandbox::new()
        .file("graph/a.json", r#"{ "companies": [{ "id": "dbt", "name": "dbt" }] }"#)
        .file("graph/b.json", ONE_ERROR);
    let outcome = sandbox.run(&["check", "--format", "json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), ""), "{outcome}");
    let place = |file: &str, line: u32, from: u32, to: u32| {
        json!({
            "file": format!("graph/{file}"),
            "start": { "line": line, "column": from },
            "end": { "line": line, "column": to },
        })
    };
    let expected = json!({
        "report": "check",
        "version": 2,
        "errors": 2,
        "warnings": 0,
        "relations_unchecked": false,
        "problems": [
            {
                "code": "id::duplicate",
                "level": "error",
                "message": "two company records have the id `dbt`",
                "help": "merge the two records, or give one another id",
                "place": place("b.json", 3, 25, 30),
                "other": place("a.json", 1, 25, 30),
            },
            {
                "code": "relation::unknown_target",
                "level": "error",
                "message": "`offers` names the tool `elt`, which does not exist",
                "help": "did you mean `etl`?",
                "place": place("b.json", 3, 77, 82),
                "other": null,
            },
        ],
    });
    assert_eq!(outcome.json(), expected);
}

#[test]
fn sarif_names_the_rule_and_the_region_of_each_problem() {
    let sandbox = Sandbox::new()
        .file("graph/a tool.json", ONE_ERROR)
        .file("graph/b.json", "{ \"stacks\": [{ \"id\": \"a\", \"name\": \"A\", \"stack\": 1 }] }");
    let outcome = sandbox.run(&["check", "--format", "sarif"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), ""), "{outcome}");
    let log = outcome.json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");

    let rules = run["tool"]["driver"]["rules"].as_array().expect("it is a list");
    let ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids, Code::ALL.map(Code::name));

    let results = run["results"].as_array().expect("it is a list");
    let rule_ids: Vec<&Value> = results.iter().map(|result| &result["ruleId"]).collect();
    assert_eq!(rule_ids, ["relation::unknown_target", "shape::unknown_key"]);
    for result in results {
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
        assert_eq!(rules[index.expect("it is an index")]["id"], result["ruleId"]);
        assert_eq!(result["level"], "error");
    }
    assert_eq!(
        results[0]["locations"],
        json!([{ "physicalLocation": {
            "artifactLocation": { "uri": "graph/a%20tool.json" },
            "region": { "startLine": 3, "startColumn": 77, "endLine": 3, "endColumn": 82 },
        } }])
    );
}

#[test]
fn sarif_calls_a_warning_a_warning_unless_it_is_denied() {
    let sandbox = Sandbox::new().file("graph/tools.json", TWO_WARNINGS);
    let levels_with = |arguments: &[&str]| {
        let log = sandbox.run(&[&["check", "--format", "sarif"], arguments].concat()).json();
        let results = log["runs"][0]["results"].as_array().expect("it is a list").clone();
        results.iter().map(|result| result["level"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(levels_with(&[]), ["warning", "warning"]);
    assert_eq!(levels_with(&["--deny", "node::orphan"]), ["error", "warning"]);
    assert_eq!(levels_with(&["--allow", "warnings"]), [Value::Null; 0]);
}

#[test]
fn standard_input_is_one_document_or_one_a_line() {
    let sandbox = Sandbox::new();
    let document = sandbox.stdin(TWO_WARNINGS, &["check", "-"]);
    assert_eq!(document.code, Some(0), "{document}");
    assert!(document.stdout.ends_with("1 file, 4 records: 0 errors, 2 warnings\n"), "{document}");

    let lines = "{ \"stacks\": [{ \"id\": \"data\", \"name\": \"Data\" }] }\n\n{ \"stacks\": [{ \"id\": \"bi\" }] }\n";
    insta::assert_snapshot!(sandbox.stdin(lines, &["check", "-"]));
}

#[test]
fn nothing_on_standard_input_is_an_empty_file() {
    insta::assert_snapshot!(Sandbox::new().stdin("", &["check", "-"]));
}

#[test]
fn a_file_of_any_name_can_be_checked_alone() {
    let sandbox = Sandbox::new().file("export.txt", TWO_WARNINGS);
    let outcome = sandbox.run(&["check", "export.txt"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
}

#[test]
fn other_files_in_the_folder_are_passed_over_and_said_so() {
    let sandbox = Sandbox::new()
        .file("graph/tools.json", "{}")
        .file("graph/notes.md", "to do")
        .file("graph/old/tools.yaml", "tools: []")
        .file("graph/.git/config.json", "hidden");
    insta::assert_snapshot!(sandbox.run(&["check"]));
}

#[test]
fn an_empty_folder_is_no_landscape() {
    let sandbox = Sandbox::new().file("graph/notes.md", "to do");
    let outcome = sandbox.run(&["check"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stdout.starts_with("file::none\n"), "{outcome}");
    assert!(outcome.stdout.contains("`landscape init` writes"), "{outcome}");
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    let sandbox = Sandbox::new().file("graph/tools.json", "").file("graph/stacks.json", " \n\t\n");
    insta::assert_snapshot!(sandbox.run(&["check"]));
}

#[test]
fn bytes_that_are_no_utf8_are_shown_in_their_place() {
    let text = b"{\n  \"stacks\": [{ \"id\": \"data\", \"name\": \"D\xe9jeuner\" }]\n}\n";
    insta::assert_snapshot!(Sandbox::new().file("graph/stacks.json", text).run(&["check"]));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_a_failure_of_the_machine() {
    let sandbox = Sandbox::new().file("graph/stacks.json", "{}").link("graph/tools.json", "gone.json");
    let outcome = sandbox.run(&["check"]);
    assert_eq!(outcome.code, Some(3), "{outcome}");
    assert!(outcome.stdout.starts_with("file::unreadable\n"), "{outcome}");
    assert!(outcome.stdout.contains("`graph/tools.json` cannot be read: "), "{outcome}");
    assert!(
        outcome.stdout.contains("references were not checked, because some files could not be read"),
        "{outcome}"
    );
    assert_eq!(sandbox.run(&["gaps"]).code, Some(3));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_above_is_reported_and_not_followed() {
    let sandbox = Sandbox::new().file("graph/old/stacks.json", "{}").link("graph/old/loop", "..");
    let outcome = sandbox.run(&["check"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stdout.starts_with("file::symlink_loop\n"), "{outcome}");
    assert!(outcome.stdout.contains("`graph/old/loop` is a symbolic link"), "{outcome}");
}

#[test]
fn a_fault_in_a_line_of_a_megabyte_shows_an_excerpt_of_it() {
    let tools = |from: usize| {
        let tool = |n: usize| format!(r#"{{"id":"tool-{n}","name":"Tool number {n}"}}"#);
        (from..from + 12_000).map(tool).collect::<Vec<_>>().join(",")
    };
    let (before, after) = (tools(10_000), tools(30_000));
    let text = format!(r#"{{"tools":[{before},{{"id":"bad id","name":"日本"}},{after}]}}"#);
    assert!(text.len() > 1_000_000 && !text.contains('\n'), "{} bytes", text.len());
    insta::assert_snapshot!(Sandbox::new().file("graph/tools.json", text).run(&["check"]));
}

#[test]
fn of_many_problems_the_first_hundred_are_printed_and_all_are_counted() {
    let tools: Vec<String> = (0..250).map(|n| format!(r#"{{ "id": "Tool {n}", "name": "Tool" }}"#)).collect();
    let sandbox =
        Sandbox::new().file("graph/tools.json", format!("{{ \"tools\": [\n{}\n] }}", tools.join(",\n")));
    let text = sandbox.run(&["check"]);
    assert_eq!(text.stdout.matches("id::invalid\n").count(), 100);
    assert!(text.stdout.contains("\n… and 150 more: `landscape check --format json` lists all\n"), "{text}");
    assert!(text.stdout.ends_with("\n1 file: 250 errors, 0 warnings\n"), "{text}");
    let json = sandbox.run(&["check", "--format", "json"]).json();
    assert_eq!(json["problems"].as_array().map(Vec::len), Some(250));
}

#[test]
fn what_the_data_says_reaches_the_terminal_without_control_characters() {
    let text = r#"{ "stacks": [{ "id": "\u001b[31mred", "name": "Red", "\u0007bell": 1 }] }"#;
    let outcome = Sandbox::new().file("graph/stacks.json", text).run(&["check"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    let control = outcome.stdout.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(control, None, "{outcome}");
}

#[test]
fn a_landscape_with_problems_answers_nothing_and_says_why() {
    let sandbox = Sandbox::new().file("graph/companies.json", ONE_ERROR);
    insta::assert_snapshot!(sandbox.run(&["gaps", "--for", "dbt"]));
    for command in [&["coverage", "--all"][..], &["overlap"], &["show", "dbt"], &["draw", "map"], &[]] {
        let outcome = sandbox.run(command);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{command:?}: {outcome}");
        assert!(outcome.stderr.contains("graph/companies.json:3:77"), "{command:?}: {outcome}");
    }
}

#[test]
fn warnings_keep_no_question_from_being_answered() {
    let sandbox = Sandbox::new().file("graph/tools.json", TWO_WARNINGS);
    let outcome = sandbox.run(&["show", "etl"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
    assert!(outcome.stdout.contains("ETL"), "{outcome}");
}

#[test]
fn the_awkward_landscape_passes_with_warnings_denied() {
    let outcome = run_in(&data(""), &["check", "valid", "--deny", "warnings"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
    assert!(outcome.stdout.ends_with(": 0 errors, 0 warnings\n"), "{outcome}");
}

#[test]
fn every_code_can_be_explained() {
    let sandbox = Sandbox::new();
    for code in Code::ALL {
        let explanation = code.explanation();
        let outcome = sandbox.run(&["explain", code.name()]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{code}: {outcome}");
        let level = if code.level() == Level::Error { "error" } else { "warning" };
        let head = format!("{code} ({level}): {}\n\n", explanation.title);
        assert!(outcome.stdout.starts_with(&head), "{outcome}");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
        let said = words(&outcome.stdout);
        let parts = [Some(explanation.meaning), explanation.wrong, explanation.right];
        for part in parts.into_iter().flatten() {
            assert!(said.contains(&words(part)), "{code}: {part}\n{outcome}");
        }
    }
}

#[test]
fn an_explanation_shows_the_fault_and_the_file_put_right() {
    insta::assert_snapshot!(Sandbox::new().run(&["explain", "relation::cycle"]));
}

#[test]
fn all_codes_are_listed_where_none_is_named() {
    insta::assert_snapshot!(Sandbox::new().run(&["explain"]));
}

#[test]
fn a_code_that_does_not_exist_cannot_be_explained() {
    let sandbox = Sandbox::new();
    let near = sandbox.run(&["explain", "relation::cylce"]);
    assert_eq!((near.code, near.stdout.as_str()), (Some(2), ""), "{near}");
    assert!(near.stderr.contains("did you mean `relation::cycle`?"), "{near}");
    let far = sandbox.run(&["explain", "E0308"]);
    assert_eq!((far.code, far.stdout.as_str()), (Some(2), ""), "{far}");
    assert!(far.stderr.contains("`landscape explain` lists all codes"), "{far}");
}

#[test]
fn a_first_draft_without_evidence_is_one_line_and_its_own_order_needs_none() {
    let record = |id: &str, rest: &str| format!(r#"{{ "id": "{id}", "name": "{id}", {rest} }}"#);
    let all = |count: usize, rest: &dyn Fn(usize) -> String| -> String {
        let ids: Vec<String> = (0..count).map(rest).collect();
        ids.join(", ")
    };
    let tools = all(20, &|at| record(&format!("tool-{at}"), r#""in_stack": [{ "stack": "data" }]"#));
    let companies = all(22, &|at| {
        let offers =
            all(10, &|tool| format!(r#"{{ "tool": "tool-{}", "support": "yes" }}"#, (at + tool) % 20));
        record(&format!("company-{at}"), &format!(r#""offers": [{offers}]"#))
    });
    let needs = record("analyst", r#""needs": [{ "tool": "tool-1" }]"#);
    let draft = format!(
        r#"{{ "stacks": [{{ "id": "data", "name": "Data" }}], "tools": [{tools}], "companies": [{companies}], "roles": [{needs}] }}"#
    );
    let sandbox = Sandbox::new().file("graph/draft.json", &draft);
    let checked = sandbox.run(&["check"]);
    let line = "warning: 220 of 220 claims have no evidence (22 records); `--all` lists them";
    assert!(checked.stdout.starts_with(line), "{checked}");
    assert!(checked.stdout.lines().count() < 5, "{checked}");
    let listed = sandbox.run(&["check", "--all"]);
    assert_eq!(listed.stdout.matches("claim::no_evidence").count(), 22, "{listed}");
    assert!(!listed.stdout.contains("analyst"), "what a role needs is the owners' own: {listed}");
    // What is denied is an error, and no error is summed up.
    let denied = sandbox.run(&["check", "--deny", "claim::no_evidence"]);
    assert_eq!((denied.code, denied.stdout.matches("claim::no_evidence").count()), (Some(1), 22), "{denied}");
}
