//! The owners' questions: which commands speak about them, and which claims they wait for.

use landscape_graph::Landscape;
use landscape_graph::catalogue::{AskError, Context, run};
use landscape_graph::query::Ask;
use landscape_graph::query::overlap::MOST_COMPARED;
use landscape_graph::query::questions::{self, Lack, OpenQuestion};

use crate::landscapes::{build, graph, init};

/// Two competitors of which one is known, a tool of each kind of scope, and a question for each
/// case.
const BOATS: &str = r#"{
  "landscape": { "schema": 1, "name": "Boats", "perspective": "us" },
  "stacks": [{ "id": "deck", "name": "Deck" }, { "id": "hold", "name": "Hold" }, { "id": "mast", "name": "Mast" }],
  "tools": [
    { "id": "anchor", "name": "Anchor", "in_scope": {}, "in_stack": [{ "stack": "deck" }] },
    { "id": "barrel", "name": "Barrel", "in_stack": [{ "stack": "hold" }] },
    { "id": "chain", "name": "Chain", "part_of": [{ "tool": "anchor" }] }
  ],
  "companies": [
    { "id": "known", "name": "Known", "offers": [{ "tool": "chain", "support": "yes" }] },
    { "id": "lacking", "name": "Lacking", "offers": [{ "tool": "anchor", "support": "no" }],
      "active_in": [{ "stack": "hold" }] },
    { "id": "us", "name": "Us", "offers": [{ "tool": "anchor", "support": "planned" }] }
  ],
  "roles": [
    { "id": "cook", "name": "Cook", "needs": [{ "tool": "barrel" }] },
    { "id": "mate", "name": "Mate" },
    { "id": "pilot", "name": "Pilot" }
  ],
  "principles": [
    { "id": "afloat", "name": "Keep afloat", "type": "principle",
      "assesses": [{ "tool": "barrel", "verdict": "unknown" }, { "tool": "chain", "verdict": "pass" }] },
    { "id": "no-leaks", "name": "No leaks", "type": "antiprinciple",
      "assesses": [{ "tool": "chain", "verdict": "pass" }] }
  ],
  "questions": [
    { "id": "anchors", "name": "Anchors?", "about": ["tool:anchor", "stack:deck", "principle:afloat"] },
    { "id": "barrels", "name": "Barrels?", "about": ["tool:barrel"] },
    { "id": "crew", "name": "Which crew?", "about": ["role:pilot", "role:mate", "role:cook"] },
    { "id": "done", "name": "Done?", "status": "answered", "answer": "Yes", "about": ["tool:barrel"] },
    { "id": "done-silently", "name": "Done, and how?", "status": "answered" },
    { "id": "everybody", "name": "Everybody?", "about": ["company:known", "company:us", "company:lacking"] },
    { "id": "places", "name": "Which places?", "about": ["stack:hold", "stack:mast"] },
    { "id": "theirs", "name": "Theirs?", "about": ["company:known"] },
    { "id": "ours", "name": "Ours?", "about": ["company:us", "company:us"] },
    { "id": "what", "name": "What?" }
  ]
}"#;

/// A question of the catalogue with its arguments.
fn command(ask: &Ask<'_>) -> String {
    let mut text = ask.ask.to_owned();
    for (argument, records) in &ask.arguments {
        let records: Vec<String> = records.iter().map(ToString::to_string).collect();
        text.push_str(&format!(" {argument}={}", records.join("+")));
    }
    text
}

/// What to ask, with the claims that are missing: `ask` or `ask < record lack count, …`.
fn commands(question: &OpenQuestion<'_>) -> Vec<String> {
    let claim = |missing: &landscape_graph::query::questions::MissingClaim<'_>| {
        format!("{} {:?} {}", missing.record.id, missing.lack, missing.count)
    };
    let ask = |ask: &questions::QuestionAsk<'_>| {
        let missing: Vec<String> = ask.missing.iter().map(claim).collect();
        let text = command(&ask.ask);
        if missing.is_empty() { text } else { format!("{text} < {}", missing.join(", ")) }
    };
    question.asks.iter().map(ask).collect()
}

fn question<'l>(landscape: &'l Landscape, id: &str) -> OpenQuestion<'l> {
    let mut all = questions::questions(landscape).questions;
    let at = all.iter().position(|question| question.question.id.as_str() == id);
    all.swap_remove(at.expect("it is asked"))
}

#[test]
fn questions_stand_by_what_they_wait_for() {
    let landscape = build(BOATS);
    let order: Vec<_> = questions::questions(&landscape)
        .questions
        .iter()
        .map(|asked| {
            format!(
                "{} {} {}-{}",
                asked.question.id,
                asked.state.word(),
                asked.fewest_missing,
                asked.most_missing
            )
        })
        .collect();
    assert_eq!(
        order,
        [
            "anchors answerable 0-0",
            "ours blocked 1-1",
            "theirs blocked 1-1",
            "what blocked 1-1",
            "crew blocked 2-2",
            "everybody blocked 2-2",
            "places blocked 2-2",
            "barrels blocked 2-3",
            "done answered 0-0",
            "done-silently answered 0-0",
        ]
    );
}

#[test]
fn each_kind_of_record_has_its_command_and_the_claims_that_it_reads() {
    let landscape = build(BOATS);
    let of = |id| commands(&question(&landscape, id));
    assert_eq!(
        of("anchors"),
        [
            "coverage targets=stack:deck",
            "coverage targets=tool:anchor",
            "scope tools=tool:anchor",
            "show record=principle:afloat"
        ]
    );
    // An unknown decides nothing.
    assert_eq!(
        of("barrels"),
        ["coverage targets=tool:barrel < barrel Claims 1", "scope tools=tool:barrel < barrel Verdicts 2"]
    );
    assert_eq!(of("crew"), ["roles < mate Needs 1, pilot Needs 1"]);
    assert_eq!(
        of("places"),
        ["coverage targets=stack:hold < hold StackClaims 1", "coverage targets=stack:mast < mast Tools 1"]
    );
    assert_eq!(of("done"), [""; 0]);
}

#[test]
fn companies_are_compared_at_once_and_the_owners_alone_have_gaps() {
    let landscape = build(BOATS);
    let of = |id| commands(&question(&landscape, id));
    // A part counts, a plan and a no do not.
    assert_eq!(of("theirs"), ["overlap companies=company:us+company:known < us Offers 1"]);
    assert_eq!(of("ours"), ["gaps company=company:us < us Offers 1"]);
    assert_eq!(
        of("everybody"),
        ["overlap companies=company:us+company:known+company:lacking < us Offers 1, lacking Offers 1"]
    );
}

#[test]
fn more_companies_than_can_be_compared_are_ranked_one_by_one() {
    let number = MOST_COMPARED + 1;
    let companies: Vec<String> =
        (0..number).map(|at| format!(r#"{{ "id": "c{at}", "name": "C{at}" }}"#)).collect();
    let about: Vec<String> = (0..number).map(|at| format!(r#""company:c{at}""#)).collect();
    let json = |about: &[String]| {
        format!(
            r#"{{ "companies": [{}], "questions": [{{ "id": "q", "name": "Q", "about": [{}] }}] }}"#,
            companies.join(", "),
            about.join(", ")
        )
    };
    let commands_of = |about: &[String]| {
        let landscape = build(&json(about));
        let asked = question(&landscape, "q");
        asked.asks.iter().map(|ask| command(&ask.ask)).collect::<Vec<_>>()
    };
    assert_eq!(commands_of(&about).len(), number);
    assert_eq!(commands_of(&about)[number - 1], "overlap companies=company:c9");
    let most = commands_of(&about[..MOST_COMPARED]);
    assert_eq!((most.len(), most[0].matches("company:").count()), (1, MOST_COMPARED));
    // Without a perspective there is nobody to compare one with.
    assert_eq!(commands_of(&about[3..4]), ["overlap companies=company:c3"]);
}

#[test]
fn a_question_about_nothing_waits_for_what_it_is_about() {
    let landscape = build(BOATS);
    let what = question(&landscape, "what");
    assert_eq!(
        (what.state, what.asks.len(), what.missing[0].lack),
        (questions::State::Blocked, 0, Lack::About)
    );
    let silent = question(&landscape, "done-silently");
    assert_eq!((silent.state, silent.answer, silent.missing.len()), (questions::State::Answered, None, 0));
}

#[test]
fn a_tool_that_no_principle_can_decide_waits_to_be_listed() {
    let landscape = build(
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }],
          "companies": [{ "id": "c", "name": "C", "offers": [{ "tool": "etl", "support": "no" }] }],
          "questions": [{ "id": "q", "name": "Q", "about": ["tool:etl"] }] }"#,
    );
    assert_eq!(
        commands(&question(&landscape, "q")),
        ["coverage targets=tool:etl", "scope tools=tool:etl < etl Listing 1"]
    );
}

#[test]
fn the_sample_s_question_waits_for_two_verdicts() {
    let landscape = init();
    let asked = question(&landscape, "may-assistant-keep-questions");
    assert_eq!(
        commands(&asked),
        [
            "coverage targets=tool:docs-assistant",
            "scope tools=tool:docs-assistant < docs-assistant Verdicts 2",
            "show record=principle:no-reader-data"
        ]
    );
    assert_eq!(asked.evidence[0].at, Some("Open questions"));
}

/// What is to be asked can be asked as it stands in JSON.
#[test]
fn every_question_that_is_named_is_answered() {
    for landscape in [init(), build(BOATS), graph()] {
        let context = Context::new(&landscape);
        let report = serde_json::to_value(questions::questions(&landscape)).expect("it can be written");
        let asked = report["questions"].as_array().expect("there are questions");
        let asks: Vec<_> = asked.iter().flat_map(|asked| asked["asks"].as_array().expect("a list")).collect();
        assert!(asks.len() > 2, "{report:#}");
        for ask in asks {
            let name = ask["ask"].as_str().expect("a name is a text");
            let answer = run(&context, name, &ask["arguments"]);
            // Some are not in the catalogue yet.
            assert!(matches!(answer, Ok(_) | Err(AskError::Unknown { .. })), "{ask}: {:?}", answer.err());
        }
    }
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::questions;

    use super::BOATS;
    use crate::landscapes::{build, graph, init, text};

    #[test]
    fn questions_of_every_state() {
        insta::assert_snapshot!(text(&questions::questions(&build(BOATS))));
    }

    #[test]
    fn questions_of_the_sample_and_of_nobody() {
        let sample = text(&questions::questions(&init()));
        insta::assert_snapshot!([sample, text(&questions::questions(&build("{}")))].join("\n"));
    }

    #[test]
    fn questions_of_the_shipped_landscape() {
        insta::assert_snapshot!(text(&questions::questions(&graph())));
    }
}

#[cfg(feature = "cli")]
mod cli {
    use std::collections::BTreeSet;

    use super::BOATS;
    use crate::cli_reference::commands;
    use crate::support::{Sandbox, root};

    /// Runs every command that the report names; returns how many there were.
    fn run_all(sandbox: &Sandbox, graph: &str) -> usize {
        let known = commands(&sandbox.run(&["--help"]).stdout);
        let report = sandbox.run(&["questions", "--format", "csv", "--graph", graph]).stdout;
        let mut rows = csv::Reader::from_reader(report.as_bytes());
        let rows = rows.records().map(|row| row.expect("it is CSV")[2].to_owned());
        let named: BTreeSet<String> = rows.filter(|command| !command.is_empty()).collect();
        let mut count = 0;
        for command in &named {
            let mut words: Vec<&str> = command.split(' ').collect();
            assert_eq!(words.remove(0), "landscape", "{command}");
            assert!(known.iter().any(|known| known == words[0]), "there is no `{command}`");
            words.extend(["--graph", graph]);
            let outcome = sandbox.run(&words);
            assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{command}: {outcome}");
            count += 1;
        }
        count
    }

    #[test]
    fn every_command_that_is_named_runs() {
        let sandbox = Sandbox::new().file("boats.json", BOATS);
        assert_eq!(sandbox.run(&["init", "sample"]).code, Some(0));
        assert_eq!(run_all(&sandbox, "sample"), 3);
        assert!(run_all(&sandbox, "boats.json") > 10);
        let shipped = root("graph");
        assert!(run_all(&sandbox, shipped.to_str().expect("the path is UTF-8")) > 10);
    }

    #[test]
    fn each_missing_claim_and_each_command_that_is_ready_has_a_row() {
        let sandbox = Sandbox::new().file("graph/all.json", BOATS);
        let csv = sandbox.run(&["questions", "--format", "csv"]).stdout;
        let rows = |start: &str| csv.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!((rows("anchors,answerable,"), rows("crew,blocked,"), rows("done,answered,")), (4, 2, 1));
        assert!(csv.contains("what,blocked,,"), "{csv}");
        assert!(csv.lines().any(|line| line.starts_with("done,answered") && line.ends_with(",Yes")), "{csv}");
    }
}
