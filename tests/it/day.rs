//! The day of the answers, and what they say of the claims that do not hold on it.

use landscape_graph::Landscape;
use landscape_graph::landscape::{Because, BuildOptions};
use landscape_graph::load::{Files, parse};
use landscape_graph::model::Date;
use landscape_graph::query::{compare, coverage, gaps, map, overlap};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::landscapes::company;
use crate::properties::settings;

fn date(text: &str) -> Option<Date> {
    Date::parse(text).ok()
}

/// Two companies and a tool: one offers it since long, of the other `offers` are said.
fn market(offers: &Value) -> String {
    json!({
        "landscape": { "schema": 1, "name": "Made up", "perspective": "elm" },
        "sources": [{ "id": "page", "name": "Page" }],
        "stacks": [{ "id": "front", "name": "Front" }],
        "tools": [
            { "id": "till", "name": "Till", "in_stack": [{ "stack": "front" }] },
            { "id": "scale", "name": "Scale", "in_stack": [{ "stack": "front" }] }
        ],
        "companies": [
            { "id": "ash", "name": "Ash", "offers": [
                { "tool": "till", "support": "yes",
                  "evidence": [{ "source": "page", "basis": "stated", "on": "2026-01-31" }] }] },
            { "id": "elm", "name": "Elm", "offers": offers }
        ]
    })
    .to_string()
}

fn build(text: &str, as_of: Option<Date>, today: Option<Date>) -> Landscape {
    let files = Files::from_text("all.json", text);
    let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Landscape::build(model, &BuildOptions { as_of, today })
}

#[test]
fn a_launch_counts_on_the_day_it_happens_though_nothing_was_read_since() {
    let text = market(&json!([{ "tool": "scale", "support": "planned", "until": "2026-02-20" },
        { "tool": "scale", "support": "yes", "since": "2026-02-20" }]));
    let offered = |today: &str| {
        let market = build(&text, None, date(today));
        let scale = market.tool("scale").expect("it is there");
        (market.as_of().map(|day| day.to_string()), market.offerers(scale), market.left_out().len())
    };
    assert_eq!(offered("2026-02-19"), (Some("2026-01-31".to_owned()), 0, 1));
    // The plan has ended, and the launch took its place: nothing has vanished.
    assert_eq!(offered("2026-02-20"), (Some("2026-02-20".to_owned()), 1, 0));
    assert_eq!(build(&text, None, None).as_of(), date("2026-01-31"));
}

#[test]
fn every_answer_says_what_it_does_not_count() {
    let text = market(&json!([{ "tool": "scale", "support": "yes", "since": "2027-03" },
        { "tool": "till", "support": "yes", "until": "2025" }]));
    let market = build(&text, None, date("2026-06-01"));
    let [ash, elm] = ["ash", "elm"].map(|id| company(&market, id));
    let front = market.stack("front").expect("it is there").into();
    let both = [
        coverage::coverage(&market, &[front], &coverage::Options::default()).not_counted,
        gaps::gaps(&market, elm, &gaps::Options::default()).not_counted,
        compare::compare(&market, &[ash, elm], &compare::Options::default()).not_counted,
        map::map(&market, &map::Options::default()).not_counted,
        overlap::two(&market, ash, elm).not_counted,
    ];
    for left_out in &both {
        let said: Vec<(&str, &str, Because, String)> = (left_out.claims.iter())
            .map(|claim| (claim.company.name, claim.tool.name, claim.because, claim.day.to_string()))
            .collect();
        assert_eq!(
            said,
            [
                ("Elm", "Scale", Because::Begins, "2027-03".to_owned()),
                ("Elm", "Till", Because::Ended, "2025".to_owned()),
            ]
        );
        assert_eq!((left_out.total, left_out.begins, left_out.ended), (2, 1, 1));
    }
    let only_till = coverage::coverage(
        &market,
        &[market.tool("till").expect("it is there").into()],
        &coverage::Options::default(),
    );
    assert_eq!((only_till.not_counted.total, only_till.not_counted.begins), (1, 0));
    let only_ash = compare::compare(&market, &[ash], &compare::Options::default());
    assert_eq!(only_ash.not_counted.total, 0);
    assert_eq!((only_till.as_of, only_till.today), (date("2026-01-31"), date("2026-06-01")));
}

#[cfg(feature = "cli")]
#[test]
fn the_note_names_the_claims_and_the_day_that_counts_them() {
    let text = market(&json!([{ "tool": "scale", "support": "yes", "since": "2027-03-01" }]));
    let sandbox = crate::support::Sandbox::new().file("graph/all.json", text);
    let note = "1 claim not counted: Elm, Scale, begins 2027-03-01; `--as-of 2027-03-01` counts it.";
    for arguments in
        [&["gaps"][..], &["coverage", "front"], &["compare", "ash", "elm"], &["overlap", "ash", "elm"]]
    {
        let outcome = sandbox.run(arguments);
        let unbroken = outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unbroken.contains(note), "{outcome}");
    }
    let counted = sandbox.run(&["gaps", "--as-of", "2027-03-01"]);
    assert!(!counted.stdout.contains("not counted"), "{counted}");
    let moved = sandbox.run(&["gaps", "--today", "2027-03-05", "--format", "json"]).json();
    assert_eq!((&moved["as_of"], &moved["today"]), (&json!("2027-03-01"), &json!("2027-03-05")));
    let before = sandbox.run(&["--today", "2026-02-01", "gaps", "--format", "json"]).json();
    assert_eq!((&before["as_of"], &before["not_counted"]["total"]), (&json!("2026-01-31"), &json!(1)));
    let checked = sandbox.run(&["check", "--format", "json"]).json();
    assert!(checked["problems"].to_string().contains("claim::not_begun"), "{checked}");
}

#[cfg(feature = "sql")]
#[test]
fn sql_has_the_day_and_what_does_not_count_on_it() {
    let text = market(&json!([{ "tool": "scale", "support": "yes", "since": "2027-03" }]));
    let sandbox = crate::support::Sandbox::new().file("graph/all.json", text);
    let query = "SELECT n.*, l.as_of, l.today FROM not_counted n, landscape l WHERE n.company = 'elm'";
    let rows = &sandbox.run(&["sql", query, "--format", "json"]).json()["rows"];
    let day = crate::support::TODAY;
    assert_eq!(*rows, json!([["elm", "scale", "yes", "begins", "2027-03", "2026-01-31", day]]));
}

#[cfg(feature = "cli")]
#[test]
fn a_revision_takes_the_day_of_its_commit_for_today() {
    let text = market(&json!([{ "tool": "scale", "support": "yes", "since": "2026-03-01" }]));
    let sandbox = crate::support::Sandbox::new().file("graph/all.json", &text);
    let git = |arguments: &[&str]| {
        let day = "2026-02-10T12:00:00Z";
        let run = std::process::Command::new("git")
            .current_dir(sandbox.path(""))
            .args(arguments)
            .envs([
                ("GIT_AUTHOR_DATE", day),
                ("GIT_COMMITTER_DATE", day),
                ("GIT_AUTHOR_NAME", "a"),
                ("GIT_AUTHOR_EMAIL", "a@b.c"),
                ("GIT_COMMITTER_NAME", "a"),
                ("GIT_COMMITTER_EMAIL", "a@b.c"),
            ])
            .output()
            .expect("git starts");
        assert!(run.status.success(), "{run:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "Begin"]);
    let report = sandbox.run(&["diff", "HEAD", "--today", "2026-03-02", "--format", "json"]).json();
    assert_eq!(
        (&report["old"]["today"], &report["old"]["as_of"]),
        (&json!("2026-02-10"), &json!("2026-01-31"))
    );
    assert_eq!(
        (&report["new"]["today"], &report["new"]["as_of"]),
        (&json!("2026-03-02"), &json!("2026-03-01"))
    );
    assert_eq!(report["old"]["not_counted"]["total"], 1);
    // Nothing is said that was not, and yet there is an answer that changed.
    assert_eq!(report["claims"], json!([]));
    assert_eq!(report["gaps"][0]["tool"]["id"], "scale");
}

/// When a claim begins, ends and was read.
type Turns = (Option<u32>, Option<u32>, Option<u32>);

/// A few days, close together.
fn days() -> impl Strategy<Value = Option<u32>> {
    of(1_u32..9)
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn the_day_is_the_newest_that_is_read_or_turned_by_today(
        claims in vec((days(), days(), days()), 1..5),
        today in days(),
    ) {
        let day = |day: u32| format!("2026-05-{day:02}");
        let claims: Vec<_> = claims.into_iter().filter(|(since, until, _)| since.zip(*until).is_none_or(|(since, until)| since < until)).collect();
        let offer = |(at, (since, until, on)): (usize, &Turns)| json!({
            "tool": format!("t{at}"), "support": "yes", "since": since.map(day), "until": until.map(day),
            "evidence": [{ "source": "page", "basis": "stated", "on": on.map(day) }]
        });
        let tools: Vec<Value> = (0..claims.len()).map(|at| json!({ "id": format!("t{at}"), "name": format!("T{at}") })).collect();
        let offers: Vec<Value> = claims.iter().enumerate().map(offer).collect();
        let text = json!({ "sources": [{ "id": "page", "name": "Page" }], "tools": tools,
            "companies": [{ "id": "elm", "name": "Elm", "offers": offers }] }).to_string();
        let market = build(&text, None, today.and_then(|today| date(&day(today))));

        let read = claims.iter().filter_map(|claim| claim.2).max();
        let turns = claims.iter().flat_map(|claim| [claim.0, claim.1]).flatten();
        let turned = turns.filter(|turn| today.is_some_and(|today| *turn <= today)).max();
        let expected = read.max(turned);
        prop_assert_eq!(market.as_of(), expected.and_then(|expected| date(&day(expected))));

        // Every claim is counted, or said not to be.
        for (at, (since, until, on)) in claims.iter().enumerate() {
            let tool = market.tool(&format!("t{at}")).expect("it is there");
            let begins = since.or(*on);
            let is_over = until.is_some_and(|until| expected.is_none_or(|now| until <= now));
            let is_ahead = begins.zip(expected).is_some_and(|(begins, now)| begins > now);
            let said = market.left_out().iter().find(|left_out| left_out.tool == tool);
            prop_assert_eq!(market.offerers(tool) == 0, is_over || is_ahead);
            let because = if is_over { Some(Because::Ended) } else { is_ahead.then_some(Because::Begins) };
            prop_assert_eq!(said.map(|said| said.because), because);
        }
    }
}
