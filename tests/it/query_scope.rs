//! Scope: the verdict of each principle on a tool, and what they come to.

use landscape_graph::Landscape;
use landscape_graph::landscape::NoPlaces;
use landscape_graph::model::{Relation, Verdict};
use landscape_graph::query::scope::{self, Judgement, ScopeVerdict, ToolScope};

use landscape_graph::words::{Asking, Words};

use crate::landscapes::{bakery, build, ids, tool};

fn scope_of_tool<'l>(landscape: &'l Landscape, id: &str) -> ToolScope<'l> {
    scope::scope(landscape, &[tool(landscape, id)], &NoPlaces).tools.remove(0)
}

/// The sentence that says why.
fn why(landscape: &Landscape, id: &str) -> String {
    let report = scope::scope(landscape, &[tool(landscape, id)], &NoPlaces);
    report.view(&Asking::default()).lead.remove(0)
}

/// Each principle with what its verdicts come to, in order.
fn judgements(tool: &ToolScope<'_>) -> Vec<String> {
    let judged = tool.principles.iter();
    judged.map(|judged| format!("{} {}", judged.principle.id, judged.judgement.word())).collect()
}

#[test]
fn that_nobody_judged_is_not_that_somebody_could_not_tell() {
    let landscape = bakery();
    let stock_list = scope_of_tool(&landscape, "stock-list");
    assert_eq!(stock_list.scope.verdict, ScopeVerdict::Open);
    assert_eq!(
        judgements(&stock_list),
        ["bake-every-day pass", "no-secrets unknown", "smell-of-bread unjudged"]
    );
    assert_eq!(
        why(&landscape, "stock-list"),
        "Stock list is not reviewed: 1 of 2 binding principles could not be decided."
    );
    assert_eq!(ids(&stock_list.scope.missing), ["no-secrets"]);
    let oven = scope_of_tool(&landscape, "oven");
    assert_eq!(why(&landscape, "oven"), "Oven is not reviewed: no binding principle has a verdict yet.");
    let binding: Vec<bool> = oven.principles.iter().map(|judged| judged.binding).collect();
    assert_eq!(binding, [true, true, false]);
}

#[test]
fn each_verdict_has_its_reason() {
    let landscape = bakery();
    for (id, verdict, why) in [
        ("loyalty-card", ScopeVerdict::In, "Loyalty card is in scope: it passes both binding principles."),
        (
            "payroll",
            ScopeVerdict::Out,
            "Payroll is out of scope: it fails the principle “Used on every day of baking”.",
        ),
        (
            "recipe-book",
            ScopeVerdict::Out,
            "Recipe book is out of scope: it fails the antiprinciple “No secrets of the trade”, which outweighs that it is listed as in scope.",
        ),
        // An ideal is not binding.
        (
            "proofing-oven",
            ScopeVerdict::Open,
            "Proofing oven is not reviewed: no binding principle has a verdict yet.",
        ),
        (
            "bookkeeping",
            ScopeVerdict::In,
            "Bookkeeping is in scope: it is listed as in scope (guild-notes page 2).",
        ),
    ] {
        let found = scope_of_tool(&landscape, id);
        assert_eq!((found.scope.verdict, self::why(&landscape, id).as_str()), (verdict, why), "{id}");
    }
}

#[test]
fn failed_principles_stand_first_and_binding_ones_before_the_others() {
    let landscape = bakery();
    assert_eq!(
        judgements(&scope_of_tool(&landscape, "recipe-book")),
        ["no-secrets fail", "bake-every-day unjudged", "smell-of-bread unjudged"]
    );
    assert_eq!(
        judgements(&scope_of_tool(&landscape, "proofing-oven")),
        ["bake-every-day unjudged", "no-secrets unjudged", "smell-of-bread fail"]
    );
}

/// A whole and a base that are out, their part and their variant; and verdicts that contradict each
/// other.
const FAMILY: &str = r#"{
  "tools": [
    { "id": "base", "name": "Base" },
    { "id": "chip", "name": "Chip", "part_of": [{ "tool": "part" }] },
    { "id": "disputed", "name": "Disputed" },
    { "id": "part", "name": "Part", "part_of": [{ "tool": "whole" }] },
    { "id": "variant", "name": "Variant", "variant_of": [{ "tool": "base" }] },
    { "id": "whole", "name": "Whole" }
  ],
  "principles": [
    { "id": "law", "name": "Law", "type": "antiprinciple", "assesses": [
      { "tool": "base", "verdict": "fail" },
      { "tool": "disputed", "verdict": "pass", "note": "at first" },
      { "tool": "disputed", "verdict": "fail", "note": "on a second look" },
      { "tool": "disputed", "verdict": "unknown", "note": "in the end" },
      { "tool": "variant", "verdict": "pass" },
      { "tool": "whole", "verdict": "fail" },
      { "tool": "whole", "verdict": "fail" } ] },
    { "id": "wish", "name": "Wish", "type": "policy", "assesses": [
      { "tool": "disputed", "verdict": "pass" }, { "tool": "disputed", "verdict": "unknown" } ] }
  ]
}"#;

#[test]
fn every_verdict_of_a_principle_is_shown_and_a_contradiction_is_named() {
    let landscape = build(FAMILY);
    let disputed = scope_of_tool(&landscape, "disputed");
    assert_eq!(disputed.scope.verdict, ScopeVerdict::Out);
    let [law, wish] = disputed.principles.as_slice() else { panic!("there are two principles") };
    assert_eq!((law.judgement, wish.judgement), (Judgement::Contradicted, Judgement::Pass));
    let verdicts: Vec<_> = law.claims.iter().map(|claim| (claim.verdict, claim.note)).collect();
    assert_eq!(
        verdicts,
        [
            (Some(Verdict::Pass), Some("at first")),
            (Some(Verdict::Fail), Some("on a second look")),
            (Some(Verdict::Unknown), Some("in the end")),
        ]
    );
    assert_eq!(wish.claims.len(), 2);
}

#[test]
fn what_a_tool_belongs_to_is_named_where_it_is_out_and_changes_nothing() {
    let landscape = build(FAMILY);
    let above = |id| {
        let found = scope_of_tool(&landscape, id);
        let above = found.ruled_out_above.iter();
        let above = above.map(|above| (above.tool.id.to_string(), above.relation, ids(&above.ruled_out_by)));
        (found.scope.verdict, above.collect::<Vec<_>>())
    };
    let by_law = |id: &str, relation| (id.to_owned(), relation, vec!["law".to_owned()]);
    assert_eq!(above("part"), (ScopeVerdict::Open, vec![by_law("whole", Relation::PartOf)]));
    assert_eq!(above("chip"), (ScopeVerdict::Open, vec![by_law("whole", Relation::PartOf)]));
    assert_eq!(above("variant"), (ScopeVerdict::In, vec![by_law("base", Relation::VariantOf)]));
    assert_eq!(above("whole"), (ScopeVerdict::Out, Vec::new()));
}

#[test]
fn without_principles_a_tool_is_open_and_the_reason_says_so() {
    let landscape = build(r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#);
    let etl = scope_of_tool(&landscape, "etl");
    assert_eq!(etl.scope.verdict, ScopeVerdict::Open);
    assert_eq!(
        why(&landscape, "etl"),
        "ETL is not reviewed: it is not listed as in scope, and no principle is binding."
    );
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::landscape::NoPlaces;
    use landscape_graph::query::scope;

    use super::FAMILY;
    use crate::landscapes::{build, graph, init, text, tool};

    #[test]
    fn tools_of_the_sample() {
        let landscape = init();
        let tools = ["docs-assistant", "reader-accounts", "api-reference", "docs-editor"];
        let tools = tools.map(|id| tool(&landscape, id));
        insta::assert_snapshot!(text(&scope::scope(&landscape, &tools, &NoPlaces)));
    }

    #[test]
    fn contradictions_parts_and_variants() {
        let landscape = build(FAMILY);
        let tools: Vec<_> = landscape.tools().collect();
        insta::assert_snapshot!(text(&scope::scope(&landscape, &tools, &NoPlaces)));
    }

    #[test]
    fn tools_of_the_shipped_landscape() {
        let landscape = graph();
        let tools = ["hosting", "crm"].map(|id| tool(&landscape, id));
        insta::assert_snapshot!(text(&scope::scope(&landscape, &tools, &NoPlaces)));
    }
}

#[cfg(feature = "cli")]
mod cli {
    use crate::support::Sandbox;

    #[test]
    fn each_claim_comes_with_the_line_on_which_it_stands() {
        let sandbox = Sandbox::new().file("graph/all.json", super::FAMILY);
        let outcome = sandbox.run(&["scope", "disputed", "Whole", "--explain"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
        for part in
            ["pass; at first", "<graph/all.json:13:7>", "fail; on a second look", "<graph/all.json:14:7>"]
        {
            assert!(outcome.stdout.contains(part), "`{part}` is missing: {outcome}");
        }
        let json = sandbox.run(&["scope", "disputed", "--format", "json"]).json();
        assert_eq!(json["tools"][0]["scope"]["ruled_out_by"][0]["claim"]["place"], "graph/all.json:14:7");
        assert_eq!(json["tools"][0]["place"], "graph/all.json:5:5");
    }

    #[test]
    fn what_is_no_tool_is_refused() {
        let sandbox = Sandbox::new().file("graph/all.json", super::FAMILY);
        for (names, part) in [
            (&["scope", "varient"][..], "did you mean `variant`?"),
            (&["scope", "whole", "law"], "`law` is a principle, and a tool is needed"),
            (&["scope"], "<TOOL>"),
            (&["scope", "whole", "Whole"], "`whole` is named twice"),
        ] {
            let outcome = sandbox.run(names);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{outcome}");
            assert!(outcome.stderr.contains(part), "{outcome}");
        }
    }
}
