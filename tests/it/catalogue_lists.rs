//! Long lists of the catalogue's answers: their pages put together are the whole list, and no total
//! depends on them.

use landscape_graph::Landscape;
use landscape_graph::catalogue::{AskError, Context, run};
use serde_json::{Value, json};

use crate::landscapes::{bakery, init};

fn ask(landscape: &Landscape, name: &str, arguments: &Value) -> Value {
    let answer = run(&Context::new(landscape), name, arguments)
        .unwrap_or_else(|error| panic!("{name} {arguments}: {error}"));
    serde_json::to_value(&*answer).expect("a report is JSON")
}

/// Each question that pages, with the lists that do, in each of which the entries are told apart by
/// the whole of them.
const PAGED: [(&str, &str, &[&str]); 6] = [
    ("overlap", "{}", &["pairs"]),
    ("overlap", r#"{ "companies": "COMPANY" }"#, &["others"]),
    ("gaps", r#"{ "company": "COMPANY" }"#, &["gaps", "out_of_scope"]),
    ("whitespace", "{}", &["tools", "parts", "needs"]),
    ("next", r#"{ "company": "COMPANY" }"#, &["lookups"]),
    ("roles", "{}", &["roles"]),
];

fn sorted(list: &Value) -> Vec<String> {
    let mut items: Vec<String> =
        list.as_array().expect("it is a list").iter().map(Value::to_string).collect();
    items.sort_unstable();
    items
}

#[test]
fn pages_put_together_are_the_whole_list() {
    for (landscape, company) in [(bakery(), "crumb"), (init(), "paper-walrus")] {
        for (name, arguments, lists) in PAGED {
            let arguments: Value =
                serde_json::from_str(&arguments.replace("COMPANY", company)).expect("it is JSON");
            let page = |top: Value, cursor: Value| {
                let mut arguments = arguments.clone();
                arguments["top"] = top;
                arguments["cursor"] = cursor;
                ask(&landscape, name, &arguments)
            };
            let whole = page("all".into(), Value::Null);
            assert_eq!(whole["next"], Value::Null, "{name}");
            let mut together: Vec<Vec<Value>> = vec![Vec::new(); lists.len()];
            let (mut next, mut pages) = (json!(0), 0);
            while !next.is_null() {
                let report = page(1.into(), next);
                for (list, together) in lists.iter().zip(&mut together) {
                    together.extend(report[list].as_array().expect("it is a list").iter().cloned());
                }
                let totals = |report: &Value| {
                    let mut report = report.clone();
                    let keys = lists.iter().copied().chain(["next"]);
                    keys.for_each(|key| report[key] = Value::Null);
                    report
                };
                assert_eq!(totals(&report), totals(&whole), "{name}: a page changes its lists alone");
                next = report["next"].clone();
                pages += 1;
            }
            assert!(pages > 1, "{name}: there is more than a page, or this tests nothing");
            for (list, together) in lists.iter().zip(together) {
                assert_eq!(sorted(&Value::Array(together)), sorted(&whole[list]), "{name}: {list}");
            }
        }
    }
}

#[test]
fn names_are_cut_and_counted() {
    let landscape = bakery();
    let offered_by = |names: Value| {
        let report = ask(&landscape, "gaps", &json!({ "company": "crumb", "names": names }));
        let gaps = report["gaps"].as_array().expect("gaps are a list").clone();
        let stock = gaps.into_iter().find(|gap| gap["tool"]["id"] == "stock-list").expect("it is a gap");
        (stock["offered_by"].as_array().map(Vec::len), stock["offerers"].clone())
    };
    assert_eq!(offered_by(1.into()), (Some(1), 3.into()));
    assert_eq!(offered_by("all".into()), (Some(3), 3.into()));
}

#[test]
fn what_does_not_go_together_is_said_by_the_names_of_the_arguments() {
    let landscape = bakery();
    let refused = |name: &str, arguments: Value| {
        let error = run(&Context::new(&landscape), name, &arguments).err();
        error.unwrap_or_else(|| panic!("{name} {arguments} is answered"))
    };
    for argument in ["top", "cursor", "min_tools"] {
        let error = refused("overlap", json!({ "companies": ["loaf", "rye"], argument: 1 }));
        assert!(matches!(&error, AskError::Together { argument: of, .. } if *of == argument), "{error}");
    }
    let error = refused("gaps", json!({ "company": "crumb", "teams": 2 }));
    assert!(matches!(error, AskError::Together { argument: "teams", .. }), "{error}");
    let error = refused("compare", json!({ "companies": "loaf" }));
    assert!(matches!(error, AskError::Few { argument: "companies", least: 2 }), "{error}");
}
