//! What must hold of scope and of questions for every landscape: small random ones against naive
//! counts.

use landscape_graph::landscape::NoPlaces;
use landscape_graph::model::Verdict;
use landscape_graph::query::{
    questions,
    scope::{self, Judgement, ScopeVerdict},
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::landscapes::build;

const TYPES: [&str; 4] = ["principle", "antiprinciple", "ideal", "policy"];
const VERDICTS: [Verdict; 3] = [Verdict::Pass, Verdict::Fail, Verdict::Unknown];
const TOOLS: usize = 3;

/// Principles, each with its type and its verdicts: which tool, which verdict; a tool may have
/// several.
type Principles = Vec<(usize, Vec<(usize, usize)>)>;

fn principles() -> impl Strategy<Value = Principles> {
    vec((0..TYPES.len(), vec((0..TOOLS, 0..VERDICTS.len()), 0..6)), 0..4)
}

/// A landscape of three tools, two companies, a role and two questions.
fn document(principles: &Principles, listed: &[bool], offers: &[bool], about: &[Vec<bool>]) -> Value {
    let tools = listed.iter().enumerate().map(|(at, listed)| {
        let mut tool =
            json!({ "id": format!("t{at}"), "name": format!("T{at}"), "in_stack": [{ "stack": "s" }] });
        if *listed {
            tool["in_scope"] = json!({});
        }
        tool
    });
    let principles = principles.iter().enumerate().map(|(at, (r#type, verdicts))| {
        let assesses = verdicts.iter().map(|(tool, verdict)| {
            json!({ "tool": format!("t{tool}"), "verdict": VERDICTS[*verdict] })
        });
        let assesses: Vec<Value> = assesses.collect();
        json!({ "id": format!("p{at}"), "name": format!("P{at}"), "type": TYPES[*r#type], "assesses": assesses })
    });
    let companies = offers.chunks(TOOLS).enumerate().map(|(at, offers)| {
        let offered = offers.iter().enumerate().filter(|(_, offers)| **offers);
        let offered = offered.map(|(tool, _)| json!({ "tool": format!("t{tool}"), "support": "yes" }));
        json!({ "id": format!("c{at}"), "name": format!("C{at}"), "offers": offered.collect::<Vec<_>>() })
    });
    let questions = about.iter().enumerate().map(|(at, about)| {
        let about: Vec<&str> =
            RECORDS.into_iter().zip(about).filter(|(_, set)| **set).map(|(record, _)| record).collect();
        json!({ "id": format!("q{at}"), "name": format!("Q{at}"), "about": about })
    });
    json!({
        "landscape": { "schema": 1, "name": "Made up", "perspective": "c0" },
        "stacks": [{ "id": "s", "name": "S" }],
        "tools": tools.collect::<Vec<_>>(),
        "companies": companies.collect::<Vec<_>>(),
        "roles": [{ "id": "r", "name": "R" }],
        "principles": principles.collect::<Vec<_>>(),
        "questions": questions.collect::<Vec<_>>(),
    })
}

/// What a made-up question may be about.
const RECORDS: [&str; 6] = ["tool:t0", "tool:t1", "stack:s", "company:c0", "company:c1", "role:r"];

/// The verdict on a tool, straight from its definition.
fn verdict(principles: &Principles, listed: bool, tool: usize) -> ScopeVerdict {
    let says = |verdicts: &[(usize, usize)], wanted: usize| verdicts.contains(&(tool, wanted));
    let binding = || principles.iter().filter(|(r#type, _)| *r#type < 2).map(|(_, verdicts)| verdicts);
    if binding().any(|verdicts| says(verdicts, 1)) {
        ScopeVerdict::Out
    } else if listed || (binding().count() > 0 && binding().all(|verdicts| says(verdicts, 0))) {
        ScopeVerdict::In
    } else {
        ScopeVerdict::Open
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_scope_of_a_tool_names_every_principle_and_every_verdict_once(
        principles in principles(),
        listed in vec(any::<bool>(), TOOLS),
    ) {
        let landscape = build(&document(&principles, &listed, &[false; 2 * TOOLS], &[]).to_string());
        let tools: Vec<_> = landscape.tools().collect();
        let report = scope::scope(&landscape, &tools, &NoPlaces);
        for (at, found) in report.tools.iter().enumerate() {
            prop_assert_eq!(found.scope.verdict, verdict(&principles, listed[at], at));
            prop_assert_eq!(found.scope.verdict, scope::scope_of(&landscape, tools[at]).verdict);
            prop_assert_eq!(found.principles.len(), principles.len());
            for judged in &found.principles {
                let position: usize = judged.principle.id.as_str()[1..].parse().expect("ids end in a number");
                let (r#type, verdicts) = &principles[position];
                prop_assert_eq!(judged.binding, *r#type < 2);
                let wanted: Vec<Option<Verdict>> =
                    verdicts.iter().filter(|(tool, _)| *tool == at).map(|(_, verdict)| Some(VERDICTS[*verdict])).collect();
                let claimed: Vec<Option<Verdict>> = judged.claims.iter().map(|claim| claim.verdict).collect();
                let has = |verdict| wanted.contains(&Some(verdict));
                let judgement = if has(Verdict::Fail) && has(Verdict::Pass) {
                    Judgement::Contradicted
                } else if has(Verdict::Fail) {
                    Judgement::Fail
                } else if has(Verdict::Pass) {
                    Judgement::Pass
                } else if wanted.is_empty() {
                    Judgement::Unjudged
                } else {
                    Judgement::Unknown
                };
                prop_assert_eq!(judged.judgement, judgement);
                prop_assert_eq!(claimed, wanted);
            }
            let keys: Vec<_> = found
                .principles
                .iter()
                .map(|judged| (!judged.binding, judged.judgement, judged.principle.id.as_str()))
                .collect();
            prop_assert!(keys.is_sorted(), "{:?}", keys);
        }
    }

    #[test]
    fn a_question_is_answerable_when_nothing_is_missing_about_any_of_its_records(
        principles in principles(),
        listed in vec(any::<bool>(), TOOLS),
        offers in vec(any::<bool>(), 2 * TOOLS),
        about in vec(vec(any::<bool>(), RECORDS.len()), 1..5),
    ) {
        let landscape = build(&document(&principles, &listed, &offers, &about).to_string());
        let report = questions::questions(&landscape);
        prop_assert_eq!(report.questions.len(), about.len());
        let offered = |tool: usize| offers[tool] || offers[TOOLS + tool];
        let offers_any = |company: usize| offers[company * TOOLS..(company + 1) * TOOLS].contains(&true);
        for asked in &report.questions {
            let position: usize = asked.question.id.as_str()[1..].parse().expect("ids end in a number");
            let about = &about[position];
            let tool_is_known = |tool: usize| {
                offered(tool) && verdict(&principles, listed[tool], tool) != ScopeVerdict::Open
            };
            let is_known = [
                tool_is_known(0),
                tool_is_known(1),
                offers.contains(&true),
                offers_any(0),
                // Another company is compared with the owners.
                offers_any(0) && offers_any(1),
                false,
            ];
            let all_known = about.iter().zip(is_known).all(|(set, known)| !set || known);
            let is_answerable = about.contains(&true) && all_known;
            let wanted = if is_answerable { questions::State::Answerable } else { questions::State::Blocked };
            prop_assert_eq!(asked.state, wanted);
            prop_assert!(asked.fewest_missing <= asked.most_missing);
        }
        let keys: Vec<_> = report
            .questions
            .iter()
            .map(|asked| (asked.state, asked.most_missing, asked.fewest_missing, asked.question.id.as_str()))
            .collect();
        prop_assert!(keys.is_sorted(), "{:?}", keys);
    }
}
