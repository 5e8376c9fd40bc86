//! What goes together and whom roles are served by, from the command line.

use serde_json::Value;

use crate::support::{Outcome, Sandbox};

/// The sample, as `init` writes it.
fn sample() -> Sandbox {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init"]).code, Some(0));
    sandbox
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let outcome = sandbox.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
    outcome.json()
}

fn assert_wrong(outcome: &Outcome, part: &str) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{outcome}");
    assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
}

#[test]
fn what_goes_together_is_asked_as_the_options_say() {
    let sandbox = sample();
    let few = json(&sandbox, &["implications"]);
    assert_eq!((&few["min_support"], &few["rules_total"]), (&3.into(), &0.into()));
    let arguments =
        ["implications", "--min-support", "2", "--max-exceptions", "1", "--max-premise", "3", "--top", "1"];
    let more = json(&sandbox, &arguments);
    assert_eq!([&more["max_exceptions"], &more["max_premise"], &more["rules_total"]], [1, 3, 2]);
    assert_eq!(more["rules"].as_array().map(Vec::len), Some(1));
    let writing = json(&sandbox, &["implications", "--stack", "writing", "--min-support", "2"]);
    assert_eq!((&writing["stacks"][0]["id"], &writing["tools"]), (&"writing".into(), &4.into()));
}

#[test]
fn roles_are_asked_as_the_options_say_and_name_their_places() {
    let sandbox = sample();
    let report = json(
        &sandbox,
        &["roles", "--for", "inky-octopus", "--under", "Head of docs", "--segment", "young-company"],
    );
    assert_eq!(
        [&report["company"]["id"], &report["under"]["id"], &report["segment"]["id"]],
        ["inky-octopus", "head-of-docs", "young-company"]
    );
    let [role] = report["roles"].as_array().expect("it is a list").as_slice() else {
        panic!("one role is there: {report}");
    };
    assert_eq!(role["role"]["id"], "technical-writer");
    for claim in
        [&role["needs"][0]["claims"][0], &role["reports_to"][0]["claims"][0], &role["played_by"][0]["claim"]]
    {
        let place = claim["place"].as_str().unwrap_or_default();
        assert!(place.contains("roles.json:"), "{claim}");
        assert_eq!(claim["evidence"][0]["source"]["id"], "team-handbook");
    }
}

#[test]
fn names_and_numbers_that_mean_nothing_are_wrong_usage() {
    let sandbox = sample();
    assert_wrong(&sandbox.run(&["implications", "--stack", "writng"]), "did you mean `writing`?");
    assert_wrong(&sandbox.run(&["implications", "--min-support", "0"]), "--min-support");
    assert_wrong(&sandbox.run(&["implications", "--max-exceptions", "-1"]), "-1");
    assert_wrong(&sandbox.run(&["roles", "--under", "hed-of-docs"]), "did you mean `head-of-docs`?");
    assert_wrong(&sandbox.run(&["roles", "--segment", "yung-company"]), "did you mean `young-company`?");
    assert_wrong(
        &sandbox.run(&["roles", "--under", "company:paper-walrus"]),
        "is a company, and a role is needed",
    );
}
