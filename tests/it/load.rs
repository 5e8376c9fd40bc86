//! Reading landscapes: every fault is found, in its place, and nothing that is right is refused.

use std::collections::BTreeSet;

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, Places};
use landscape_graph::load::{self, FilePlaces, Files};
use landscape_graph::model::{Date, Document, Kind, Model, Relation};
use landscape_graph::problem::{Code, Level, Problem};

use crate::support::{data, entries};

/// Codes that no text can show: their tests make them in the file system.
const MADE_BY_TESTS: [Code; 5] =
    [Code::Unreadable, Code::SymlinkLoop, Code::NoFiles, Code::EmptyFile, Code::NotUtf8];

/// The day on which the fixtures are looked at.
fn today() -> Option<Date> {
    Date::parse(crate::support::TODAY).ok()
}

/// Returns everything that is reported about files: the errors, or the warnings where there are
/// none.
fn problems(files: &Files) -> Vec<Problem> {
    match load::parse(files) {
        Ok(model) => load::warnings(files, &model, today()),
        Err(problems) => problems.problems,
    }
}

/// Returns each problem in short: its code and its place.
fn summary(files: &Files, problems: &[Problem]) -> Vec<String> {
    let place = |problem: &Problem| problem.place.map_or("nowhere".to_owned(), |at| files.describe(at));
    problems.iter().map(|problem| format!("{} {}", problem.code(), place(problem))).collect()
}

/// Loads texts, and returns each of their problems in short.
fn reported(texts: &[(&str, &str)]) -> Vec<String> {
    let files = Files::from_texts(texts.iter().copied());
    summary(&files, &problems(&files))
}

/// Returns the text that a problem marks.
fn marked<'f>(files: &'f Files, problem: &Problem) -> &'f str {
    let place = problem.place.expect("the problem has a place");
    &files.get(place.file).text()[place.start..place.end]
}

fn fixture_folder(code: Code) -> String {
    code.name().replace("::", "--")
}

/// The fixtures, with the code that each is for.
fn fixtures() -> Vec<(String, Code)> {
    let folders = entries(&data("invalid"));
    let code = |folder: String| {
        let code = folder.replace("--", "::").parse().expect("a fixture is named after a code");
        (folder, code)
    };
    folders.into_iter().map(code).collect()
}

#[test]
fn every_code_has_a_fixture_or_is_made_by_a_test() {
    for code in Code::ALL {
        let has_fixture = data("invalid").join(fixture_folder(code)).is_dir();
        assert_ne!(has_fixture, MADE_BY_TESTS.contains(&code), "{code}");
    }
}

#[test]
fn the_readme_of_the_data_tells_of_every_fixture() {
    let readme = std::fs::read_to_string(data("README.md")).expect("the page can be read");
    for (folder, _) in fixtures() {
        assert!(readme.contains(&format!("\n| `{folder}` | ")), "{folder} is missing");
    }
}

#[test]
fn each_fixture_shows_its_own_fault_and_no_other() {
    for (folder, code) in fixtures() {
        let files = Files::read(&data("invalid").join(&folder));
        let result = load::parse(&files);
        assert_eq!(result.is_ok(), code.level() == Level::Warn, "{folder}");
        let found = problems(&files);
        let codes: Vec<Code> = found.iter().map(Problem::code).collect();
        assert_eq!(codes, [code], "{folder}: {found:?}");
    }
}

#[test]
fn each_fault_is_marked_at_the_bytes_to_change() {
    let root = format!("{}/", data("invalid").display());
    let mut table = String::new();
    for (folder, _) in fixtures() {
        let files = Files::read(&data("invalid").join(&folder));
        for problem in problems(&files) {
            let at = |place| files.describe(place).replace(&root, "");
            let place = problem.place.expect("a fixture's fault has a place");
            table.push_str(&format!("{}  {}\n", at(place), marked(&files, &problem)));
            if let Some(other) = problem.other {
                table.push_str(&format!("  and {}\n", at(other)));
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[cfg(feature = "cli")]
#[test]
fn check_shows_each_fault_with_its_line_and_what_to_do() {
    for (folder, code) in fixtures() {
        let outcome = crate::support::run_in(&data("invalid"), &["check", &folder]);
        let expected = i32::from(code.level() == Level::Error);
        assert_eq!(outcome.code, Some(expected), "{outcome}");
        insta::assert_snapshot!(format!("check_{folder}"), outcome);
    }
}

/// Makes a file of an example: one document a line where each line is one, one document otherwise.
fn example(text: &str) -> Files {
    let is_document = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
    let is_lines = text.lines().count() > 1 && text.lines().all(is_document);
    Files::from_text(if is_lines { "example.jsonl" } else { "example.json" }, text)
}

#[test]
fn the_wrong_example_of_each_explanation_shows_its_code() {
    for code in Code::ALL {
        let Some(wrong) = code.explanation().wrong else {
            assert!(MADE_BY_TESTS.contains(&code), "{code} has no example");
            continue;
        };
        let files = example(wrong);
        let codes: Vec<Code> = problems(&files).iter().map(Problem::code).collect();
        assert!(codes.contains(&code), "{code}: {codes:?}");
        if code.level() == Level::Error {
            assert!(codes.iter().all(|other| *other == code), "{code}: more than one fault: {codes:?}");
        }
    }
}

#[test]
fn the_right_example_of_each_explanation_loads_without_its_code() {
    for (code, right) in Code::ALL.iter().filter_map(|code| Some((code, code.explanation().right?))) {
        let files = example(right);
        let model = load::parse(&files).unwrap_or_else(|problems| panic!("{code}: {problems:?}"));
        let codes: Vec<Code> = load::warnings(&files, &model, today()).iter().map(Problem::code).collect();
        assert!(!codes.contains(code), "{code}: {codes:?}");
    }
}

#[test]
fn an_awkward_landscape_loads_without_a_word() {
    let files = Files::read(&data("valid"));
    let model = load::parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(load::warnings(&files, &model, today()), []);

    let mut kinds = BTreeSet::new();
    let mut relations = BTreeSet::new();
    for kind in Kind::ALL {
        for (record, _) in model.records(kind) {
            kinds.insert(kind);
            record.links(&mut |link| _ = relations.insert(link.relation));
        }
    }
    assert_eq!(kinds, Kind::ALL.into(), "it holds every kind");
    assert_eq!(relations, Relation::all().collect(), "and every relation");
}

#[test]
fn the_faults_of_all_files_are_reported_in_file_order() {
    let found = reported(&[
        (
            "a.json",
            r#"{ "tools": [
  { "id": "etl", "name": "ETL", "part_of": [{ "tool": "cpd" }], "complexity": "simpel" },
  { "id": "cdp", "name": "CDP", "in_stack": [{ "stack": "dta" }] }
] }"#,
        ),
        (
            "b.json",
            r#"{ "stacks": [{ "id": "data", "name": "Data" }, { "id": "BI", "name": "BI", "stack": [] }] }"#,
        ),
        (
            "c.jsonl",
            r#"{ "companies": [{ "id": "dbt", "name": "dbt", "offers": [{ "tool": "etl", "support": "yes" }] }] }
{ "companies": [{ "id": "dbt", "name": "dbt Labs", "offers": [{ "tool": "data", "support": "no" }] }] }"#,
        ),
    ]);
    assert_eq!(
        found,
        [
            "shape::unknown_value a.json:2:79",
            "relation::unknown_target a.json:3:57",
            "id::invalid b.json:1:56",
            "shape::unknown_key b.json:1:76",
            "id::duplicate c.jsonl:2:25",
            "relation::wrong_kind c.jsonl:2:73",
        ]
    );
}

#[test]
fn a_file_that_is_no_json_holds_back_unknown_targets_alone() {
    let rest = (
        "b.json",
        r#"{ "tools": [
  { "id": "etl", "name": "ETL", "part_of": [{ "tool": "cdp" }], "after": [{ "tool": "etl" }] },
  { "id": "sql", "name": "SQL", "complexity": 3 }
] }"#,
    );
    let cycle = "relation::cycle b.json:2:75";
    let shape = "shape::wrong_type b.json:3:47";
    assert_eq!(
        reported(&[("a.json", r#"{ "tools": [] }"#), rest]),
        ["relation::unknown_target b.json:2:55", cycle, shape]
    );

    let files = Files::from_texts([("a.json", r#"{ "tools": [ }"#), rest]);
    let problems = load::parse(&files).expect_err("there are faults");
    assert!(problems.relations_unchecked);
    assert_eq!(summary(&files, &problems.problems), ["json::syntax a.json:1:14", cycle, shape]);
}

#[test]
fn a_record_that_is_broken_still_exists() {
    let found = reported(&[(
        "a.json",
        r#"{
  "tools": [{ "id": "etl", "name": 7 }],
  "companies": [{ "id": "dbt", "name": "dbt", "offers": [{ "tool": "etl", "support": "yes" }] }]
}"#,
    )]);
    assert_eq!(found, ["shape::wrong_type a.json:2:36"]);
}

#[test]
fn an_id_that_stands_in_two_files_is_shown_in_both() {
    let files = Files::from_texts([
        ("a.json", r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
        ("b.json", r#"{ "stacks": [{ "name": "Data stack", "id": "data" }] }"#),
    ]);
    let found = problems(&files);
    assert_eq!(summary(&files, &found), ["id::duplicate b.json:1:44"]);
    assert_eq!(found[0].other.map(|other| files.describe(other)).as_deref(), Some("a.json:1:22"));
}

#[test]
fn the_same_id_in_two_kinds_is_no_fault() {
    let found = reported(&[(
        "a.json",
        r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "roles": [{ "id": "data", "name": "Data" }],
  "questions": [{ "id": "data", "name": "Data", "about": ["stack:data", "role:data"] }]
}"#,
    )]);
    assert_eq!(found, ["stack::empty a.json:2:22"]);
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    const LEVELS: usize = 100_000;
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(LEVELS), close.repeat(LEVELS));
    let lists = deep("[", "]");
    let objects = deep(r#"{"a":"#, "}");
    let cases = [
        (lists.clone(), Code::WrongType),
        (objects.clone(), Code::UnknownKey),
        ("[".repeat(LEVELS), Code::Syntax),
        (r#"{"tools":"#.repeat(LEVELS), Code::Syntax),
        (format!(r#"{{"tools":{lists}}}"#), Code::WrongType),
        (format!(r#"{{"stacks":[{{"id":"a","name":{lists}}}]}}"#), Code::WrongType),
        (format!(r#"{{"landscape":{objects}}}"#), Code::UnknownKey),
        (format!(r#"{{"stacks":[{{"id":"a","name":"A","evidence":[{objects}]}}]}}"#), Code::UnknownKey),
    ];
    for (index, (text, code)) in cases.iter().enumerate() {
        for name in ["deep.json", "deep.jsonl"] {
            let files = Files::from_text(name, text);
            let problems = load::parse(&files).expect_err("a fault is found");
            let codes: Vec<Code> = problems.problems.iter().map(Problem::code).collect();
            assert!(codes.contains(code), "case {index}: {codes:?}");
        }
    }
}

#[test]
fn a_text_of_five_megabytes_is_read_and_a_fault_in_it_is_found() {
    let long = "é".repeat(5 << 19);
    let name = format!(r#"{{ "stacks": [{{ "id": "data", "name": "{long}" }}] }}"#);
    let files = Files::from_text("a.json", &name);
    let model = load::parse(&files).expect("a name can be of any length");
    let names: Vec<usize> =
        model.records(Kind::Stack).map(|(record, _)| record.common().name.len()).collect();
    assert_eq!(names, [5 << 20]);

    let id = format!(r#"{{ "stacks": [{{ "id": "{long}", "name": "Data" }}] }}"#);
    assert_eq!(reported(&[("a.json", &id)]), ["id::invalid a.json:1:22"]);
    let key = format!(r#"{{ "stacks": [{{ "id": "data", "{long}": 1, "name": "Data" }}] }}"#);
    assert_eq!(reported(&[("a.json", &key)]), ["shape::unknown_key a.json:1:30"]);
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let good = "\u{feff}{ \"questions\": [{ \"id\": \"why\", \"name\": \"Why?\", \"about\": [\"question:why\"] }] }\n";
    assert_eq!(reported(&[("a.json", good), ("b.jsonl", "\u{feff}{}\n{}\n")]), [""; 0]);

    let bad = "\u{feff}{\n  \"stacks\": [{ \"id\": \"data\", \"nam\": 1, \"name\": \"Data\" }]\n}\n";
    let files = Files::from_text("a.json", bad);
    let found = problems(&files);
    assert_eq!(summary(&files, &found), ["shape::unknown_key a.json:2:30"]);
    assert_eq!(marked(&files, &found[0]), "\"nam\"");

    assert_eq!(reported(&[("a.json", "\u{feff}")]), ["file::empty a.json:1:1"]);
}

#[test]
fn lines_may_end_as_windows_ends_them() {
    let document = "{\r\n  \"stacks\": [\r\n    { \"id\": \"data\", \"nam\": \"Data\", \"name\": \"Data\" }\r\n  ]\r\n}\r\n";
    let lines = "{}\r\n\r\n{ \"stacks\": [{ \"id\": \"bi\", \"name\": \"BI\" }, { \"id\": \"B\", \"name\": \"B\" }] }\r\n{ \"stacks\": ]\r\n";
    let files = Files::from_texts([("a.json", document), ("b.jsonl", lines)]);
    let found = problems(&files);
    assert_eq!(
        summary(&files, &found),
        ["shape::unknown_key a.json:3:21", "id::invalid b.jsonl:3:52", "json::syntax b.jsonl:4:13"]
    );
    assert_eq!(
        found.iter().map(|problem| marked(&files, problem)).collect::<Vec<_>>(),
        ["\"nam\"", "\"B\"", "]"]
    );
}

#[test]
fn columns_count_characters_and_marks_count_bytes() {
    let text = r#"{ "stacks": [{ "name": "日本🐦é", "id": "DATA" }] }"#;
    let files = Files::from_text("a.json", text);
    let found = problems(&files);
    assert_eq!(summary(&files, &found), ["id::invalid a.json:1:38"]);
    assert_eq!(marked(&files, &found[0]), "\"DATA\"");
}

#[test]
fn every_way_in_which_json_breaks_off_has_its_place() {
    let places = [
        ("{", "1:1"),
        ("{\n  \"stacks\": [\n\n", "2:13"),
        ("{ \"stacks\": [] }\n}\n", "2:1"),
        ("{ \"stacks\": nul }", "1:16"),
        ("{ \"stacks\": [{ \"id\": \"é\\q\" }] }", "1:25"),
        ("stacks", "1:1"),
        ("{ 'stacks': [] }", "1:3"),
        ("{ \"stacks\": [] // all\n}", "1:16"),
    ];
    for (text, place) in places {
        assert_eq!(reported(&[("a.json", text)]), [format!("json::syntax a.json:{place}")], "{text:?}");
    }
}

/// Returns all that a model says, in its own order.
fn contents(model: &Model<'_>) -> Vec<String> {
    let mut contents: Vec<String> =
        model.overview().map(|overview| format!("{overview:?}")).into_iter().collect();
    for kind in Kind::ALL {
        for (record, _) in model.records(kind) {
            contents.push(format!("{kind} {} {:?}", record.id(), record.common()));
            record.links(&mut |link| {
                let evidence = link.claim.map(|claim| (claim.since(), claim.until(), claim.evidence()));
                contents.push(format!("  {} {} {evidence:?}", link.relation, link.to));
            });
        }
    }
    contents
}

#[test]
fn the_order_of_files_does_not_matter() {
    let read = Files::read(&data("valid"));
    let texts: Vec<(&str, &str)> = read.iter().map(|file| (file.name(), file.text())).collect();
    assert!(texts.len() > 2, "there are files to reorder");
    let expected = contents(&load::parse(&read).expect("the landscape is valid"));
    for turn in 1..texts.len() {
        let mut reordered = texts.clone();
        reordered.rotate_left(turn);
        reordered[1..].reverse();
        let files = Files::from_texts(reordered);
        let model = load::parse(&files).expect("the landscape is valid in any order");
        assert_eq!(contents(&model), expected);
    }
}

#[test]
fn one_file_says_the_same_as_many() {
    let model_of =
        |text: &str| contents(&load::parse(&Files::from_text("a.jsonl", text)).expect("it is valid"));
    let apart = "{ \"stacks\": [{ \"id\": \"bi\", \"name\": \"BI\" }] }\n{ \"stacks\": [{ \"id\": \"a\", \"name\": \"A\" }] }";
    let together =
        "{ \"stacks\": [{ \"id\": \"a\", \"name\": \"A\" }, { \"id\": \"bi\", \"name\": \"BI\" }] }";
    assert_eq!(model_of(apart), model_of(together));
}

#[test]
fn the_schema_that_a_file_names_is_never_read() {
    assert_eq!(reported(&[("a.json", r#"{ "$schema": "no/such/file.json", "stacks": [] }"#)]), [""; 0]);
}

#[test]
fn a_folder_becomes_a_landscape_in_one_step_that_finds_records_by_name() {
    let market = load::landscape(data("valid")).expect("the landscape is right");
    let company = market.companies().next().expect("there is a company");
    let node = market.node(company);
    assert_eq!(market.company(node.id()), Ok(company));
    assert_eq!(market.company(&node.name().to_uppercase()), Ok(company));
    let wrong = market.company(&format!("{}x", node.id())).expect_err("no company is called that");
    assert_eq!(wrong.help(), Some(format!("did you mean `{}`?", node.id())));
    assert_eq!(wrong.to_string(), format!("{}; did you mean `{}`?", wrong.message(), node.id()));
    let stack = market.stacks().next().expect("there is a stack");
    let wrong = market.company(&market.any_id(stack.into())).expect_err("it is a stack");
    assert!(wrong.to_string().ends_with("and a company is needed"), "{wrong}");
}

#[test]
fn an_error_of_loading_shows_every_fault_with_its_place_and_what_to_do() {
    let folder = data("invalid").join(fixture_folder(Code::UnknownTarget));
    let error = load::landscape(&folder).expect_err("the landscape is wrong");
    let (text, debug) = (error.to_string(), format!("{error:?}"));
    assert_eq!(text, debug, "`main` shows what is wrong whichever way it prints");
    assert!(text.starts_with(&format!("the landscape has {}", error.problems)), "{text}");
    for problem in &error.problems.problems {
        let place = problem.place.map(|place| error.files.describe(place)).expect("the fault has a place");
        let help = problem.fault.help().expect("there is something to do about it");
        assert!(text.contains(&place) && text.contains(&problem.to_string()), "{text}");
        // The help may be broken over lines.
        assert!(text.contains(help.split(' ').next().unwrap_or_default()), "{text}");
    }
    let nowhere = load::landscape(folder.join("nowhere")).expect_err("there is nothing");
    assert!(nowhere.problems.unreadable() && nowhere.to_string().contains("file::unreadable"), "{nowhere}");
}

#[test]
fn the_short_forms_say_the_same_as_the_long_ones() {
    let long = r#"{
  "stacks": [{ "id": "search", "name": "Search" }],
  "tools": [{ "id": "retrieval", "name": "Retrieval", "in_stack": [{ "stack": "search" }] },
    { "id": "heatmaps", "name": "Heatmaps" }],
  "companies": [{ "id": "quill", "name": "Quill",
    "offers": [{ "tool": "heatmaps", "support": "yes" }, { "tool": "retrieval", "support": "no" }],
    "owned_by": [{ "company": "ink", "status": "announced" }], "looked": [{ "tool": "heatmaps" }] },
    { "id": "ink", "name": "Ink" }]
}"#;
    let short = r#"{
  "stacks": [{ "id": "search", "name": "Search" }],
  "tools": [{ "id": "retrieval", "name": "Retrieval", "in_stack": ["search"] },
    { "id": "heatmaps", "name": "Heatmaps" }],
  "companies": [{ "id": "quill", "name": "Quill", "offers": { "heatmaps": "yes", "retrieval": "no" },
    "owned_by": { "ink": "announced" }, "looked": ["heatmaps"] }, { "id": "ink", "name": "Ink" }]
}"#;
    let documents =
        [long, short].map(|text| serde_json::from_str::<Document<'_>>(text).expect("it has the right form"));
    assert_eq!(documents[0], documents[1]);
    let files = Files::from_text("a.json", short);
    let model = load::parse(&files).expect("nothing is wrong with it");
    let landscape = Landscape::build(model, &BuildOptions::default());
    let places = FilePlaces::new(&files, &landscape);
    let quill = landscape.company("quill").expect("it is there");
    let heatmaps = landscape.tool("heatmaps").expect("it is there");
    let claim = &landscape.offer_claims(quill, heatmaps)[0];
    let place = claim.at.and_then(|at| places.claim(&at));
    assert_eq!(place.as_deref(), Some("a.json:5:63"), "the place of an entry is that of its target");
}

#[test]
fn a_short_form_that_says_too_little_is_answered_with_the_text_to_write() {
    let helps = |record: &str| -> Vec<String> {
        let text = format!(r#"{{ "companies": [{{ "id": "quill", "name": "Quill", {record} }}] }}"#);
        let problems = load::parse(&Files::from_text("a.json", &text)).expect_err("it is refused");
        problems.problems.iter().filter_map(|problem| problem.fault.help()).collect()
    };
    assert_eq!(helps(r#""offers": ["heatmaps"]"#), [r#"write `{ "tool": "heatmaps", "support": "yes" }`"#]);
    assert_eq!(helps(r#""active_in": "data""#), [r#"write `["data"]`"#]);
    assert_eq!(helps(r#""offers": { "heatmaps": "yess" }"#), ["did you mean `yes`?"]);
    assert_eq!(helps(r#""owned_by": "ink""#), [r#"write `[{ "company": "ink", "status": "announced" }]`"#]);
}

#[test]
fn the_claims_of_a_company_end_with_it() {
    let text = r#"{ "tools": [{ "id": "etl", "name": "ETL" }], "stacks": [{ "id": "data", "name": "Data" }],
      "companies": [{ "id": "koala", "name": "Koala", "until": "2025-09-01", "active_in": ["data"],
        "offers": [{ "tool": "etl", "support": "yes", "since": "2024-01-01" }] }] }"#;
    let offers = |day: &str| {
        let files = Files::from_text("a.json", text);
        let options = BuildOptions { as_of: Date::parse(day).ok(), ..BuildOptions::default() };
        let landscape = Landscape::build(load::parse(&files).expect("nothing is wrong with it"), &options);
        let koala = landscape.company("koala").expect("it is there");
        (landscape.offered_tools(koala).count(), landscape.stacks_active_in(koala).len())
    };
    assert_eq!([offers("2025-08-31"), offers("2025-09-01")], [(1, 1), (0, 0)]);
}
