//! Pages of the answers that the catalogue gives: put together, they are the whole list.

use landscape_graph::Landscape;
use landscape_graph::catalogue::{AskError, Context, run};
use serde_json::{Value, json};

use crate::landscapes::{bakery, graph};

fn answer(landscape: &Landscape, name: &str, arguments: &Value) -> Value {
    let answer = run(&Context::new(landscape), name, arguments).expect("the question can be asked");
    serde_json::to_value(&*answer).expect("an answer can be written")
}

/// Asks page by page, and compares with all rows at once.
fn assert_pages(landscape: &Landscape, name: &str, arguments: &Value, lists: &[&str], totals: &[&str]) {
    let with = |top: Value, cursor: u64| {
        let mut arguments = arguments.clone();
        (arguments["top"], arguments["cursor"]) = (top, json!(cursor));
        answer(landscape, name, &arguments)
    };
    let whole = with(json!("all"), 0);
    let mut found: Vec<Vec<Value>> = vec![Vec::new(); lists.len()];
    let (mut cursor, mut pages) = (Some(0), 0);
    while let Some(start) = cursor {
        let page = with(json!(3), start);
        for (found, list) in found.iter_mut().zip(lists) {
            let rows = page[list].as_array().expect("it is a list");
            assert!(rows.len() <= 3, "{name}: {} rows of {list}", rows.len());
            found.extend(rows.iter().cloned());
        }
        for total in totals {
            assert_eq!(page[total], whole[total], "{name}: {total}");
        }
        (cursor, pages) = (page["next"].as_u64(), pages + 1);
    }
    assert!(pages > 1, "{name} has one page: {whole:#}");
    for (found, list) in found.iter().zip(lists) {
        assert_eq!(found, whole[list].as_array().expect("it is a list"), "{name}: {list}");
    }
    assert_eq!(whole["next"], Value::Null, "{name}");
}

#[test]
fn pages_put_together_are_the_whole_list() {
    let (small, large) = (bakery(), graph());
    assert_pages(&small, "find", &json!({ "text": "o" }), &["hits"], &["total"]);
    let old = json!({ "older_than": "0d" });
    assert_pages(&small, "stale", &old, &["stale", "undated"], &["totals"]);
    let ends = json!({ "from": "company:posthog", "to": "company:mixpanel" });
    assert_pages(&large, "why", &ends, &["chains"], &["total", "length"]);
    let together = json!({ "min_support": 6, "names": "all" });
    let totals = ["rules_total", "blocks_total", "closed_sets"];
    assert_pages(&large, "implications", &together, &["rules", "blocks"], &totals);
}

#[test]
fn what_a_question_needs_has_to_be_given() {
    let landscape = bakery();
    for (name, argument) in [("find", "text"), ("show", "record"), ("scope", "tools"), ("why", "from")] {
        let refused = run(&Context::new(&landscape), name, &json!({})).err();
        assert_eq!(refused, Some(AskError::Few { argument, least: 1 }), "{name}");
    }
}
