//! `landscape gaps`: that each option reaches the question, and what is said of wrong ones.

use serde_json::Value;

use crate::support::{Outcome, data, run_in};

fn gaps(arguments: &[&str]) -> Outcome {
    run_in(&data("named"), &[&["gaps", "--graph", "bakery.json"][..], arguments].concat())
}

fn json(arguments: &[&str]) -> Value {
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
    let peers = json(&[]);
    assert_eq!((&peers["peers"]["kappa"], &peers["peers"]["gamma"]), (&5.0.into(), &1.0.into()));
    let other = json(&["--kappa", "0", "--gamma", "0.5", "--rank", "peers"]);
    assert_eq!((&other["peers"]["kappa"], &other["peers"]["gamma"]), (&0.0.into(), &0.5.into()));
    let name = json(&["--rank", "name"]);
    assert_eq!(name["peers"], Value::Null);
    assert_eq!(
        ids(&name),
        ["loyalty-card", "bookkeeping", "proofing-oven", "stock-list", "oven", "route-planner"]
    );
    assert_eq!(json(&["--rank", "popularity"])["order"], "by the number of companies that offer the tool");
    assert_eq!(ids(&json(&["--in-scope"])), ["loyalty-card", "bookkeeping"]);
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
    assert_eq!(json(&[])["plan"], Value::Null);
    let plan = &json(&["--total"])["plan"];
    assert_eq!((&plan["tools"], &plan["stages"][0]["schedule"]), (&6.into(), &Value::Null));
    let plan = &json(&["--total", "--teams", "4", "--in-scope"])["plan"];
    assert_eq!((&plan["tools"], &plan["stages"][0]["schedule"]["months"]), (&2.into(), &3.into()));
}

#[test]
fn wrong_options_are_wrong_usage() {
    for (arguments, part) in [
        (&["--kappa", "-1"][..], "`--kappa` is a number from 0 to 10^12, not -1"),
        (&["--gamma", "-0.5"], "`--gamma` is a number from 0 to 10^12, not -0.5"),
        (&["--kappa", "nan"], "`--kappa` is a number from 0 to 10^12, not NaN"),
        (&["--gamma", "inf"], "`--gamma` is a number from 0 to 10^12, not inf"),
        (&["--kappa", "much"], "invalid value 'much'"),
        (&["--teams", "2"], "--total"),
        (&["--total", "--teams", "0"], "invalid value '0'"),
        (&["--rank", "rivals"], "invalid value 'rivals'"),
    ] {
        let outcome = gaps(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}: {outcome}");
        assert!(outcome.stderr.contains(part), "{arguments:?}: {outcome}");
    }
}
