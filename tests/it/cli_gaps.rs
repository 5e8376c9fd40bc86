//! `landscape gaps`: that each option reaches the question, and what is said of wrong ones.

use serde_json::{Value, json};

use crate::support::{Outcome, data, run_in};

fn gaps(arguments: &[&str]) -> Outcome {
    run_in(&data("named"), &[&["gaps", "--graph", "bakery.json"][..], arguments].concat())
}

fn report(arguments: &[&str]) -> Value {
    let outcome = gaps(&[arguments, &["--format", "json"]].concat());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{arguments:?}: {outcome}");
    outcome.json()
}

fn ids(report: &Value) -> Vec<&str> {
    let gaps = report["gaps"].as_array().expect("gaps are a list");
    gaps.iter().map(|gap| gap["tool"]["id"].as_str().expect("an id is a text")).collect()
}

#[test]
fn options_of_order_reach_the_question() {
    let by_peers = |kappa: f64, gamma: f64| json!({ "by": "peers", "kappa": kappa, "gamma": gamma });
    assert_eq!(report(&[])["rank"], by_peers(5.0, 1.0));
    let other = report(&["--kappa", "0", "--gamma", "0.5", "--rank", "peers"]);
    assert_eq!(other["rank"], by_peers(0.0, 0.5));
    let name = report(&["--rank", "name"]);
    assert_eq!(name["rank"], json!({ "by": "name" }));
    assert_eq!(
        ids(&name),
        ["bookkeeping", "loyalty-card", "oven", "proofing-oven", "route-planner", "stock-list"]
    );
    assert_eq!(report(&["--rank", "popularity"])["rank"], json!({ "by": "popularity" }));
    assert_eq!(name["scope"], "all");
    let in_scope = report(&["--in-scope"]);
    assert_eq!((ids(&in_scope), &in_scope["scope"]), (vec!["loyalty-card", "bookkeeping"], &"in".into()));
}

#[test]
fn scores_are_taken_apart_where_asked() {
    let explained = gaps(&["--explain"]);
    assert_eq!(explained.code, Some(0), "{explained}");
    assert!(explained.stdout.contains("Why in this order"), "{explained}");
    // Of the two others with a till one has a stock list.
    assert!(explained.stdout.contains("because Crumb offers Till"), "{explained}");
    assert!(!gaps(&[]).stdout.contains("Why in this order"));
    let markdown = gaps(&["--explain", "--format", "md"]);
    assert!(markdown.stdout.contains("Strongest peers: "), "{markdown}");
}

#[test]
fn plans_are_made_where_asked() {
    assert_eq!(report(&[])["plan"], Value::Null);
    let plan = &report(&["--total"])["plan"];
    assert_eq!((&plan["tools"], &plan["stages"][0]["schedule"]), (&6.into(), &Value::Null));
    let plan = &report(&["--total", "--teams", "4", "--in-scope"])["plan"];
    assert_eq!((&plan["tools"], &plan["stages"][0]["schedule"]["months"]), (&2.into(), &3.into()));
}

#[test]
fn wrong_options_are_wrong_usage() {
    for (arguments, part) in [
        (&["--kappa", "-1"][..], "`--kappa` is a number from 0 to 1000000000000, not `-1`"),
        (&["--gamma", "-0.5"], "`--gamma` is a number from 0 to 1000000000000, not `-0.5`"),
        (&["--kappa", "nan"], "`--kappa` is a number from 0 to 1000000000000, not `nan`"),
        (&["--gamma", "inf"], "`--gamma` is a number from 0 to 1000000000000, not `inf`"),
        (&["--kappa", "much"], "not `much`"),
        (&["--teams", "2"], "`--teams` plans what `--total` sums up"),
        (&["--total", "--teams", "0"], "`--teams` is a whole number from 1, not `0`"),
        (&["--rank", "rivals"], "invalid value 'rivals'"),
    ] {
        let outcome = gaps(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}: {outcome}");
        assert!(outcome.stderr.contains(part), "{arguments:?}: {outcome}");
    }
}
