//! Features: their names are unique within their tool, and a tool before the name says which is
//! meant.

use landscape_graph::Landscape;
use landscape_graph::landscape::NoPlaces;
use landscape_graph::load::{self, Files, parse};
use landscape_graph::model::Kind;
use landscape_graph::query::{compare, find, log, show};
use landscape_graph::words::{Asking, Words};
use serde_json::json;

use crate::landscapes::{build, node};

/// Two tools with a feature called Canvas, one with a name that holds a slash, and one feature of
/// both tools.
const SHOP: &str = r#"{
  "tools": [
    { "id": "replay", "name": "Session replay", "aliases": ["Recordings"],
      "has": [{ "feature": "replay-canvas" }, { "feature": "masking" }, { "feature": "ci" }] },
    { "id": "design", "name": "Design/draw", "has": [{ "feature": "design-canvas" }, { "feature": "masking" }] }
  ],
  "features": [
    { "id": "replay-canvas", "name": "Canvas" },
    { "id": "design-canvas", "name": "canvas", "aliases": ["Whiteboard"] },
    { "id": "masking", "name": "Masking" },
    { "id": "ci", "name": "CI/CD" }
  ],
  "companies": [{ "id": "elm", "name": "Elm", "provides": [
    { "feature": "replay-canvas", "support": "yes" }, { "feature": "design-canvas", "support": "no" },
    { "feature": "masking", "support": "yes" }
  ] }]
}"#;

fn faults(text: &str) -> Vec<String> {
    let files = Files::from_text("all.json", text);
    let problems = match parse(&files) {
        Ok(model) => load::warnings(&files, &model, None),
        Err(problems) => problems.problems,
    };
    let part = |place: Option<landscape_graph::problem::Place>| {
        place.map_or("", |place| &text[place.start..place.end])
    };
    let line = |problem: &landscape_graph::problem::Problem| {
        format!("{}: {} | {} | {}", problem.code(), problem.fault, part(problem.place), part(problem.other))
    };
    let of_names = |line: &String| line.starts_with("name::") || line.starts_with("alias::");
    problems.iter().map(line).filter(of_names).collect()
}

/// Features with names and aliases, and the tools that have each.
fn features(all: &[(&str, &str, &[&str], &[&str])]) -> String {
    let features: Vec<_> = all
        .iter()
        .map(|(id, name, aliases, _)| json!({ "id": id, "name": name, "aliases": aliases }))
        .collect();
    let tools = ["a", "b"].map(|tool| {
        let has =
            all.iter().filter(|(.., tools)| tools.contains(&tool)).map(|(id, ..)| json!({ "feature": id }));
        json!({ "id": tool, "name": tool.to_uppercase(), "has": has.collect::<Vec<_>>() })
    });
    json!({ "tools": tools, "features": features }).to_string()
}

#[test]
fn names_are_unique_within_their_tool_alone() {
    assert_eq!(faults(SHOP), Vec::<String>::new());
    let one = |tools: &[&str], others: &[&str]| {
        faults(&features(&[("f", "Canvas", &[], tools), ("g", "CANVAS", &[], others)]))
    };
    let shared = |of: &str| {
        format!("name::shared: the feature `f`{of} has the same name, `CANVAS` | \"CANVAS\" | \"Canvas\"")
    };
    assert_eq!(one(&["a"], &["b"]), Vec::<String>::new());
    assert_eq!(one(&["a"], &["a"]), [shared(" of the tool `a`")]);
    // Two tools in common are one problem; without a tool, the kind is what names must differ in.
    assert_eq!(one(&["a", "b"], &["a", "b"]), [shared(" of the tool `a`")]);
    assert_eq!(one(&["a", "b"], &["b"]), [shared(" of the tool `b`")]);
    assert_eq!(one(&[], &[]), [shared("")]);
    assert_eq!(one(&["a"], &[]), Vec::<String>::new());

    let alias = |tools: &[&str], others: &[&str]| {
        faults(&features(&[("f", "Canvas", &[], tools), ("g", "Board", &["canvas"], others)]))
    };
    assert_eq!(alias(&["a"], &["b"]), Vec::<String>::new());
    assert_eq!(
        alias(&["a", "b"], &["b", "a"]),
        ["alias::collision: the alias `canvas` is also the name of the feature `f` | \"canvas\" | \"f\""]
    );
}

fn called(landscape: &Landscape, text: &str) -> String {
    match landscape.feature(text) {
        Ok(feature) => landscape.node(feature).id().to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_feature_is_named_by_its_tool_and_its_name() {
    let landscape = build(SHOP);
    for (text, wanted) in [
        ("replay-canvas", "replay-canvas"),
        ("Masking", "masking"),
        ("replay/canvas", "replay-canvas"),
        ("replay/replay-canvas", "replay-canvas"),
        ("session replay / Canvas", "replay-canvas"),
        ("Recordings/CANVAS", "replay-canvas"),
        ("feature:recordings/canvas", "replay-canvas"),
        ("design/whiteboard", "design-canvas"),
        // A slash may be part of either name.
        ("Design/draw/canvas", "design-canvas"),
        ("CI/CD", "ci"),
        ("replay/CI/CD", "ci"),
        ("ci/cd", "ci"),
        ("Whiteboard", "design-canvas"),
        ("design/masking", "masking"),
    ] {
        assert_eq!(called(&landscape, text), wanted, "{text}");
    }
    for (text, wanted) in [
        ("Canvas", "`Canvas` can be"),
        ("CANVAS", "`CANVAS` can be `design/canvas` or `replay/Canvas`; write one of these in full"),
        ("design/ci/cd", "there is no feature called `design/ci/cd`"),
        ("replay/canvs", "there is no feature called `replay/canvs`; did you mean `replay/Canvas`?"),
        ("nothing/canvas", "there is no feature called `nothing/canvas`"),
        ("/", "there is no feature called `/`"),
        ("replay/", "`replay/` is a tool, and a feature is needed"),
    ] {
        if text == "Canvas" {
            // As it stands, only one has the name.
            assert_eq!(called(&landscape, text), "replay-canvas");
        } else {
            assert!(called(&landscape, text).starts_with(wanted), "{text}: {}", called(&landscape, text));
        }
    }
    assert_eq!(
        landscape.tool("replay/canvas").map_err(|error| error.to_string()).err().as_deref(),
        Some("`replay/canvas` is a feature, and a tool is needed")
    );
}

#[test]
fn each_address_that_an_error_lists_leads_to_one_feature() {
    // Within the tool `a` the name is not unique, so that only the id helps.
    let text =
        features(&[("f", "Canvas", &[], &["a"]), ("g", "Canvas", &[], &["a"]), ("h", "Canvas", &[], &["b"])]);
    let landscape = build(&text);
    assert_eq!(
        called(&landscape, "canvas"),
        "`canvas` can be `feature:f` or `feature:g` or `b/Canvas`; write one of these in full"
    );
    for (address, id) in [("feature:f", "f"), ("feature:g", "g"), ("b/Canvas", "h")] {
        assert_eq!(called(&landscape, address), id);
    }
    // Something else is called as the address reads.
    let other = features(&[
        ("f", "Canvas", &[], &["a"]),
        ("g", "Canvas", &[], &["b"]),
        ("h", "B canvas", &[], &["a"]),
    ]);
    let other = build(&other);
    assert!(called(&other, "canvas").starts_with("`canvas` can be `a/Canvas` or `feature:g`;"));
    for landscape in [&landscape, &other, &build(SHOP)] {
        for ix in landscape.nodes(Kind::Feature) {
            assert_eq!(landscape.resolve(&landscape.address(ix), &Kind::ALL), Ok(ix));
        }
    }
}

#[test]
fn a_name_that_is_not_unique_is_shown_with_its_tool() {
    let landscape = build(SHOP);
    let asking = Asking::default();
    let elm = show::show(&landscape, node(&landscape, "elm"), &show::Options::default(), &NoPlaces);
    let text = format!("{:?}", elm.view(&asking));
    assert!(text.contains("Session replay/Canvas: no evidence"), "{text}");
    assert!(text.contains("does not provide 1 feature") && text.contains("Design/draw/canvas"), "{text}");
    assert!(text.contains("\"Masking: no evidence"), "{text}");
    // Below their own tool, features need no more than their names; nor where the tool is in the
    // title.
    let replay = show::show(&landscape, node(&landscape, "replay"), &show::Options::default(), &NoPlaces);
    let text = format!("{:?}", replay.view(&asking));
    assert!(text.contains("\"Canvas: no evidence"), "{text}");
    let options =
        compare::Options { features_of: landscape.tool("replay").ok(), ..compare::Options::default() };
    let companies = [landscape.company("elm").expect("it is there")];
    let report = compare::compare(&landscape, &companies, &options);
    assert!(report.rows.iter().all(|row| row.item.tool.is_none()));
    let report = log::log(&landscape, node(&landscape, "elm"), &log::Options::default(), &NoPlaces);
    let text = format!("{:?}", report.view(&asking));
    assert!(text.contains("Elm provides Session replay/Canvas"), "{text}");
    assert!(text.contains("Elm does not provide Design/draw/canvas"), "{text}");
    // The data have the tool where the name alone would not do, and nowhere else.
    let report = serde_json::to_string(&elm).expect("it is JSON");
    assert!(
        report.contains(r#"{"kind":"feature","id":"replay-canvas","name":"Canvas","tool":"Session replay"}"#),
        "{report}"
    );
    assert!(report.contains(r#"{"kind":"feature","id":"masking","name":"Masking"}"#), "{report}");
}

#[test]
fn behind_a_tool_only_its_features_are_found() {
    let landscape = build(SHOP);
    let ids = |text: &str, kinds: Vec<Kind>| {
        let report = find::find(&landscape, text, &find::Options { kinds, ..find::Options::default() });
        report.hits.iter().map(|hit| hit.node.id.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("replay/canv", Vec::new()), ["replay-canvas"]);
    assert_eq!(
        ids("canv", vec![Kind::Feature]),
        ["replay-canvas", "design-canvas"].map(str::to_owned).into_iter().rev().collect::<Vec<_>>()
    );
    assert_eq!(ids("ci/cd", Vec::new()), ["ci"]);
    // Where what is before the slash is a tool without such a feature, the whole is a name.
    let tools = build(r#"{ "tools": [{ "id": "ci", "name": "CI" }, { "id": "ci-cd", "name": "CI/CD" }] }"#);
    let report = find::find(&tools, "ci/cd", &find::Options::default());
    assert_eq!(report.hits.first().map(|hit| hit.node.id), Some("ci-cd"));
}

#[cfg(feature = "cli")]
#[test]
fn commands_take_a_feature_by_its_tool() {
    use crate::support::Sandbox;

    let sandbox = Sandbox::new().file("graph/all.json", SHOP);
    let shown = sandbox.run(&["show", "replay/canvas"]);
    assert!(shown.stdout.starts_with("Session replay/Canvas (feature:replay-canvas)"), "{shown}");
    let why = sandbox.run(&["why", "elm", "design/canvas"]);
    assert!(why.stdout.contains("Elm"), "{why}");
    let refused = sandbox.run(&["show", "CANVAS"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("`design/canvas` or `replay/Canvas`"), "{refused}");
}

#[cfg(feature = "import")]
#[test]
fn an_import_takes_the_feature_of_the_row() {
    use landscape_graph::import::csv::{CsvOptions, Layout, read};
    use landscape_graph::import::{Mapping, MergeOptions, import_rows};

    let files = Files::from_text("g/all.json", SHOP);
    let model = parse(&files).expect("it is right");
    let mapping = Mapping::default();
    let options = CsvOptions { delimiter: b',', layout: Layout::Long, mapping: &mapping };
    let list = "company,tool,feature,support\nAsh,Recordings,CANVAS,yes\nAsh,design,CANVAS,partial\nAsh,,replay/canvas,yes\nAsh,,CANVAS,yes\n";
    let read = [("list.csv".to_owned(), read("list.csv", list.as_bytes(), &options).expect("it is a list"))];
    let import =
        import_rows("g", &files, &model, &read, &mapping, &MergeOptions::default()).expect("it fits");
    let import = import.plan(&files).expect("the result is right");
    let is_ash = |name: &String| name.ends_with("ash.json");
    let ash = import.files.iter().find(|file| file.name.as_ref().is_some_and(is_ash)).expect("Ash is new");
    let ash = ash.after.as_deref().expect("it has a text");
    let ash: serde_json::Value = serde_json::from_str(ash).expect("it is JSON");
    let provides = ash["companies"][0]["provides"].as_array().expect("it provides something");
    let said: Vec<String> =
        provides.iter().map(|claim| format!("{} {}", claim["feature"], claim["support"])).collect();
    assert_eq!(said, [r#""replay-canvas" "yes""#, r#""design-canvas" "partial""#]);
    // Without a tool, a name of several leads to none, and the audit says so.
    assert_eq!(
        (import.report.totals.mapped, import.report.totals.merged, import.report.totals.dropped),
        (2, 1, 1)
    );
}
