//! The words of a source and the address of its page: checked, shown and written wherever evidence
//! goes.

use landscape_graph::landscape::NoPlaces;
use landscape_graph::load::{self, Files, parse};
use landscape_graph::query::{diff, show, why};
use landscape_graph::words::{Asking, Words};
use serde_json::json;

use crate::landscapes::{build, node};

const SHOP: &str = r#"{
  "sources": [{ "id": "page", "name": "Page" }],
  "tools": [{ "id": "till", "name": "Till" }],
  "companies": [{ "id": "elm", "name": "Elm", "offers": [{ "tool": "till", "support": "yes", "since": "2023", "evidence": [
    { "source": "page", "at": "Plans", "url": "https://elm.example/plans?a=1&b=2", "quote": "A till for <every> shop, \"soon\"",
      "basis": "stated", "on": "2025-03", "note": "Read twice" }
  ] }] }]
}"#;

const AS_READ: &str = "page Plans, https://elm.example/plans?a=1&b=2, stated, 2025-03, “A till for <every> shop, \"soon\"” (Read twice)";

#[test]
fn a_quote_and_an_address_are_shown_with_the_evidence() {
    let landscape = build(SHOP);
    let [elm, till] = ["elm", "till"].map(|id| node(&landscape, id));
    let shown = show::show(&landscape, elm, &show::Options::default(), &NoPlaces);
    let item = format!("Till: since 2023; {AS_READ}");
    assert!(format!("{:?}", shown.view(&Asking::default())).contains(&format!("{item:?}")), "{item}");
    let joined = why::why(&landscape, elm, till, &why::Options::default(), &NoPlaces);
    let text = format!("{:?}", joined.view(&Asking::default()));
    assert!(text.contains(&format!("{AS_READ:?}")[1..AS_READ.len()]), "{text}");
    let evidence =
        serde_json::to_value(&shown.relations[0].entries[0].claims[0].evidence).expect("it is JSON");
    assert_eq!(
        evidence,
        json!([{
            "source": { "id": "page", "name": "Page" }, "at": "Plans", "url": "https://elm.example/plans?a=1&b=2",
            "quote": "A till for <every> shop, \"soon\"", "basis": "stated", "on": "2025-03", "note": "Read twice"
        }])
    );
}

#[test]
fn a_quote_that_changes_is_a_change_of_evidence() {
    let old = build(SHOP);
    for (was, is) in [("A till for", "Tills for"), ("plans?a=1", "plans?a=2")] {
        let new = build(&SHOP.replace(was, is));
        let report = diff::diff(&old, &new, &diff::Options::default());
        assert_eq!(report.claims.len(), 1, "{is}");
        assert_eq!(report.claims[0].evidence.len(), 1, "{is}");
    }
}

/// The code, the message and the marked bytes of each problem.
fn faults(text: &str) -> Vec<String> {
    let files = Files::from_text("all.json", text);
    let problems = match parse(&files) {
        Ok(model) => load::warnings(&files, &model, None),
        Err(problems) => problems.problems,
    };
    let line = |problem: &landscape_graph::problem::Problem| {
        let marked = problem.place.map_or("", |place| &text[place.start..place.end]);
        format!("{} {}", problem.code(), marked)
    };
    problems.iter().map(line).filter(|line| line.starts_with("evidence::")).collect()
}

#[test]
fn quotes_are_checked_wherever_evidence_is_given() {
    let long = "ä".repeat(301);
    let evidence = |quote: &str| json!([{ "source": "page", "basis": "stated", "quote": quote }]);
    let everywhere = |quote: &str| {
        let evidence = evidence(quote);
        json!({
            "landscape": {
                "schema": 1, "name": "L",
                "stages": [{ "stage": "mvp", "definitions": [{ "text": "T", "evidence": evidence }] }],
                "build_costs": [{ "complexity": "simple", "stage": "mvp", "engineers": 1, "months": 1, "evidence": evidence }]
            },
            "sources": [{ "id": "page", "name": "Page" }],
            "tools": [{ "id": "till", "name": "Till", "evidence": evidence, "in_scope": { "evidence": evidence }, "looked": { "evidence": evidence } }],
            "companies": [{ "id": "elm", "name": "Elm", "listing": { "state": "closed", "evidence": evidence }, "offers": [{ "tool": "till", "support": "no", "evidence": evidence }] }]
        })
        .to_string()
    };
    assert_eq!(faults(&everywhere(&long[2..])), Vec::<String>::new());
    assert_eq!(faults(&everywhere(&long)), vec![format!("evidence::long_quote \"{long}\""); 7]);
    assert_eq!(faults(&everywhere("\t ")), vec!["evidence::empty \"\\t \""; 7]);
}

#[cfg(all(feature = "export", feature = "import"))]
#[test]
fn a_list_brings_them_and_takes_them_away() {
    use landscape_graph::export;
    use landscape_graph::import::csv::{CsvOptions, Layout, read};
    use landscape_graph::import::{Mapping, MergeOptions, import_rows};

    let mut list = Vec::new();
    export::csv(&build(SHOP), &mut list).expect("it can be written");
    let mapping = Mapping::default();
    let options = CsvOptions { delimiter: b',', layout: Layout::Detect, mapping: &mapping };
    let import = |text: &str, list: &[u8]| {
        let files = Files::from_text("g/all.json", text);
        let model = parse(&files).expect("it is right");
        let read = [("list.csv".to_owned(), read("list.csv", list, &options).expect("it is a list"))];
        let import = import_rows("g", &files, &model, &read, &mapping, &MergeOptions::default());
        let planned = import.expect("it fits").plan(&files).expect("the result is right");
        planned.files.into_iter().filter_map(|file| Some(file.after?.into_owned())).collect::<Vec<_>>()
    };
    // The same again changes nothing, nor does what says less; what says more is added, and nothing
    // is lost.
    assert_eq!(import(SHOP, &list), Vec::<String>::new());
    let less = "company,tool,support,source,at,date\nElm,Till,yes,page,Plans,2025-03\n";
    assert_eq!(import(SHOP, less.as_bytes()), Vec::<String>::new());
    let more = "company,tool,support,source,at,date,quote,evidence url\nElm,Till,yes,page,Plans,2025-03,Tills for all,https://elm.example\n";
    let [text] = &import(SHOP, more.as_bytes())[..] else { panic!("one file changes") };
    for part in [
        "A till for <every> shop",
        r#""quote": "Tills for all""#,
        r#""url": "https://elm.example""#,
        r#""since": "2023""#,
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert_eq!(import(text, more.as_bytes()), Vec::<String>::new());
    // What a list of its own says comes out as it went in.
    let empty =
        r#"{ "sources": [{ "id": "page", "name": "Page" }], "tools": [{ "id": "till", "name": "Till" }] }"#;
    let written = import(empty, &list).concat();
    for part in [
        r#""on": "2025-03""#,
        r#""since": "2023""#,
        r#""url": "https://elm.example/plans?a=1&b=2""#,
        r#"<every> shop, \"soon\""#,
    ] {
        assert!(written.contains(part), "{part} is not in {written}");
    }
}

#[cfg(feature = "export")]
#[test]
fn graph_formats_hold_them_and_the_dates_as_written() {
    use landscape_graph::export::{self, Base, Claims, Dialect};

    let landscape = build(SHOP);
    let written = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("it is UTF-8")
    };
    let turtle =
        written(&|out| export::turtle(&landscape, &Base::default(), out).expect("it can be written"));
    for part in [
        r#"ls:since "2023"^^xsd:gYear"#,
        r#"ls:on "2025-03"^^xsd:gYearMonth"#,
        r#"ls:asOf "2025-03-01"^^xsd:date"#,
        r#"ls:quote "A till for <every> shop, \"soon\"""#,
        r#"schema:url "https://elm.example/plans?a=1&b=2""#,
    ] {
        assert!(turtle.contains(part), "{part} is not in {turtle}");
    }
    let cypher = written(&|out| {
        export::cypher(&landscape, Dialect::Neo4j, Claims::All, out).expect("it can be written");
    });
    for part in [
        "since: '2023'",
        "checked: '2025-03'",
        "page, Plans, https://elm.example/plans?a=1&b=2 (stated, 2025-03) “A till",
    ] {
        assert!(cypher.contains(part), "{part} is not in {cypher}");
    }
}

#[cfg(feature = "render")]
#[test]
fn the_table_of_evidence_has_them() {
    let columns = ["source", "at", "url", "quote", "checked"];
    assert_eq!(
        crate::tables::texts(&build(SHOP), "evidence", &columns),
        ["page Plans https://elm.example/plans?a=1&b=2 A till for <every> shop, \"soon\" 2025-03"]
    );
}
