//! Assumptions: records laid over a landscape, and what they change.

use landscape_graph::Landscape;
use landscape_graph::catalogue::{Context, run};
use landscape_graph::landscape::BuildOptions;
use landscape_graph::load::{Files, parse};
use landscape_graph::model::{Kind, Listing, RoleType, Support};
use landscape_graph::problem::{Code, Problems};
use landscape_graph::query::{
    gaps::{self, Standing},
    overview,
    scope::{self, ScopeVerdict},
    state::GapState,
};
use serde_json::{Value, json};

use crate::landscapes::{BAKERY, bakery, company, ids, node, stack, tool};

fn over(base: &str, assumptions: &str) -> Result<Landscape, Problems> {
    let mut files = Files::from_text("graph/all.json", base);
    files.assume(Files::from_text("what-if.json", assumptions));
    parse(&files).map(|model| Landscape::build(model, &BuildOptions::default()))
}

fn assuming(assumptions: &str) -> Landscape {
    over(BAKERY, assumptions).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn support(landscape: &Landscape, by: &str, of: &str) -> Option<Support> {
    landscape.cell(company(landscape, by), tool(landscape, of)).map(|cell| cell.support())
}

#[test]
fn an_offer_takes_the_place_of_what_is_claimed_of_the_same_tool() {
    let landscape = assuming(
        r#"{ "companies": [{ "id": "crumb", "name": "Crumb", "offers": [
          { "tool": "stock-list", "support": "yes" }, { "tool": "till", "support": "no" }, { "tool": "payroll", "support": "yes" }] }] }"#,
    );
    // It was planned, a yes, and unknown.
    assert_eq!(support(&landscape, "crumb", "stock-list"), Some(Support::Yes));
    assert_eq!(support(&landscape, "crumb", "till"), Some(Support::No));
    assert_eq!(support(&landscape, "crumb", "payroll"), Some(Support::Yes));
    // What the file lacks stays.
    assert_eq!(support(&landscape, "crumb", "oven"), Some(Support::No));
    assert_eq!(support(&landscape, "rye", "till"), Some(Support::Partial));
    assert_eq!(landscape.breadth(company(&landscape, "crumb")), 2);
    assert_eq!(landscape.offerers(tool(&landscape, "stock-list")), 4);
}

#[test]
fn new_records_stand_beside_the_others_in_id_order() {
    let landscape = assuming(
        r#"{ "tools": [{ "id": "bread-slicer", "name": "Bread slicer", "in_stack": [{ "stack": "kitchen" }] }],
          "companies": [{ "id": "bap", "name": "Bap", "offers": [{ "tool": "bread-slicer", "support": "yes" }, { "tool": "oven", "support": "yes" }] }] }"#,
    );
    let names: Vec<_> = landscape.companies().map(|ix| landscape.node(ix).id().to_owned()).collect();
    assert_eq!(names, ["bap", "bun", "crumb", "loaf", "rye", "sourdough"]);
    assert_eq!(support(&landscape, "bap", "bread-slicer"), Some(Support::Yes));
    // Everybody else's offers are still their own, though all handles have moved.
    assert_eq!(support(&landscape, "rye", "receipt-printer"), Some(Support::Yes));
    assert_eq!(support(&landscape, "loaf", "card-reader"), Some(Support::Yes));
    assert_eq!(landscape.offerers(tool(&landscape, "oven")), 1);
}

#[test]
fn of_single_values_only_those_that_are_said_are_taken() {
    let base = r#"{ "roles": [{ "id": "sales", "name": "Sales", "type": "team", "status": "icp", "aliases": ["Sellers"], "description": "They sell" }],
      "stacks": [{ "id": "data", "name": "Data", "listing": "closed" }] }"#;
    let landscape = over(
        base,
        r#"{ "roles": [{ "id": "sales", "name": "Sales and more", "aliases": ["Selling"], "note": "Grown" }],
          "stacks": [{ "id": "data", "name": "Data", "description": "All of it" }] }"#,
    )
    .expect("it is right");
    let sales = landscape.node(node(&landscape, "role:sales"));
    assert_eq!(
        (sales.name(), sales.note(), sales.description()),
        ("Sales and more", Some("Grown"), Some("They sell"))
    );
    assert_eq!(sales.aliases().collect::<Vec<_>>(), ["Sellers", "Selling"]);
    // `type` and `listing` have defaults, which the file does not say.
    assert_eq!(sales.role_type(), Some(RoleType::Team));
    let data = landscape.node(stack(&landscape, "data"));
    assert_eq!((data.listing(), data.description()), (Some(Listing::Closed), Some("All of it")));
}

#[test]
fn a_listing_can_be_taken_away_and_costs_can_be_others() {
    let listed = bakery();
    assert_eq!(scope::scope_of(&listed, tool(&listed, "bookkeeping")).verdict, ScopeVerdict::In);
    let landscape = assuming(
        r#"{ "landscape": { "schema": 1, "name": "Bakery tools", "build_costs": [{ "complexity": "simple", "stage": "mvp", "engineers": 1, "months": 1 }] },
          "tools": [{ "id": "bookkeeping", "name": "Bookkeeping", "in_scope": null }] }"#,
    );
    assert_eq!(scope::scope_of(&landscape, tool(&landscape, "bookkeeping")).verdict, ScopeVerdict::Open);
    assert_eq!(landscape.build_costs().len(), 1);
    // What it does not say of the landscape stays: the perspective, the description.
    assert_eq!(landscape.perspective(), Some(company(&landscape, "crumb")));
    assert_eq!(landscape.description(), Some("What a bakery buys to bake and sell bread"));
}

#[test]
fn relations_are_added_and_those_to_the_same_record_replaced() {
    let landscape = assuming(
        r#"{ "tools": [{ "id": "oven", "name": "Oven", "in_stack": [{ "stack": "counter" }, { "stack": "kitchen", "until": "2020-01-01" }] }],
          "principles": [{ "id": "bake-every-day", "name": "Used on every day of baking", "type": "principle", "assesses": [{ "tool": "payroll", "verdict": "pass" }] }] }"#,
    );
    let stacks = landscape.stacks_of(tool(&landscape, "oven"));
    assert_eq!(ids(&stacks.iter().map(|stack| landscape.named(*stack)).collect::<Vec<_>>()), ["counter"]);
    assert_eq!(scope::scope_of(&landscape, tool(&landscape, "payroll")).verdict, ScopeVerdict::Open);
}

#[test]
fn nothing_and_the_landscape_itself_change_nothing() {
    let known = bakery();
    let all = |landscape: &Landscape| {
        let reports = landscape.companies().map(|company| {
            serde_json::to_value(gaps::gaps(landscape, company, &gaps::Options::default()))
                .expect("a report is JSON")
        });
        (
            reports.collect::<Vec<_>>(),
            serde_json::to_value(overview::overview(landscape)).expect("a report is JSON"),
        )
    };
    let expected = all(&known);
    assert_eq!(all(&assuming("{}")), expected);
    assert_eq!(all(&assuming(BAKERY)), expected);
}

/// The faults of a landscape with assumptions, each with the name of the file in which it is
/// marked.
fn faults(base: &str, assumptions: &str) -> Vec<(Code, String)> {
    let mut files = Files::from_text("graph/all.json", base);
    files.assume(Files::from_text("what-if.json", assumptions));
    let problems = parse(&files).expect_err("there is a fault").problems;
    let file = |place: landscape_graph::problem::Place| files.get(place.file).name().to_owned();
    problems
        .iter()
        .map(|problem| (problem.fault.code(), problem.place.map(file).unwrap_or_default()))
        .collect()
}

#[test]
fn what_is_wrong_with_an_assumption_is_marked_in_its_own_file() {
    let marked = |code| vec![(code, "what-if.json".to_owned())];
    let unknown = r#"{ "companies": [{ "id": "crumb", "name": "Crumb", "offers": [{ "tool": "ovn", "support": "yes" }] }] }"#;
    assert_eq!(faults(BAKERY, unknown), marked(Code::UnknownTarget));
    let twice =
        r#"{ "companies": [{ "id": "crumb", "name": "Crumb" }, { "id": "crumb", "name": "Crumb" }] }"#;
    assert_eq!(faults(BAKERY, twice), marked(Code::DuplicateId));
    let misspelt = r#"{ "companies": [{ "id": "crumb", "name": "Crumb", "offer": [] }] }"#;
    assert_eq!(faults(BAKERY, misspelt), marked(Code::UnknownKey));
    let overviews = r#"{ "landscape": { "schema": 1, "name": "A", "perspective": "nobody" } }"#;
    assert_eq!(faults(BAKERY, overviews), marked(Code::UnknownTarget));
    // A circle of which the landscape holds the one half and the assumption the other.
    let circle = r#"{ "tools": [{ "id": "till", "name": "Till", "part_of": [{ "tool": "card-reader" }] }] }"#;
    let found = faults(BAKERY, circle);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Code::Cycle);
}

#[test]
fn changes_are_those_of_standing_and_of_place() {
    let known = bakery();
    let assumed = assuming(
        r#"{ "companies": [
          { "id": "crumb", "name": "Crumb", "offers": [{ "tool": "stock-list", "support": "yes" }, { "tool": "till", "support": "no" }] },
          { "id": "bap", "name": "Bap", "offers": [{ "tool": "route-planner", "support": "yes" }] }],
          "principles": [{ "id": "no-secrets", "name": "No secrets of the trade", "type": "antiprinciple", "assesses": [{ "tool": "oven", "verdict": "fail" }] }] }"#,
    );
    let options = gaps::Options::default();
    let question =
        |landscape| gaps::Question { landscape, company: company(landscape, "crumb"), options: &options };
    let changes = gaps::changes(question(&known), question(&assumed));
    let of = |id: &str| changes.iter().find(|change| change.tool.id.as_str() == id);
    let stock = of("stock-list").expect("it changed");
    assert!(
        matches!(stock.before, Standing::Gap(gap) if gap.own == Some(Support::Planned) && gap.offerers == 3)
    );
    assert_eq!(stock.after, Standing::Offered);
    let till = of("till").expect("it changed");
    assert_eq!(till.before, Standing::Offered);
    assert!(
        matches!(till.after, Standing::Gap(gap) if gap.state == GapState::Contested && gap.scope == ScopeVerdict::In)
    );
    let route = of("route-planner").expect("it changed");
    assert!(matches!(route.before, Standing::Gap(gap) if gap.state == GapState::Unresearched));
    assert!(
        matches!(route.after, Standing::Gap(gap) if gap.state == GapState::Contested && gap.offerers == 1)
    );
    let oven = of("oven").expect("it changed");
    assert!(matches!(oven.after, Standing::Gap(gap) if gap.scope == ScopeVerdict::Out));
    let books = of("bookkeeping").expect("the till is a gap before it now");
    assert_eq!(books.moved(), Some(-1));
    // Those that only move come last.
    let moves: Vec<bool> = changes.iter().map(|change| change.moved().is_some()).collect();
    assert!(moves.is_sorted(), "{moves:?}");
}

#[test]
fn a_tool_that_is_only_assumed_was_none_of_those_asked_about() {
    let known = bakery();
    let assumed = assuming(r#"{ "tools": [{ "id": "bread-slicer", "name": "Bread slicer" }] }"#);
    let options = gaps::Options::default();
    let question =
        |landscape| gaps::Question { landscape, company: company(landscape, "crumb"), options: &options };
    let changes = gaps::changes(question(&known), question(&assumed));
    let slicer = changes.iter().find(|change| change.tool.id.as_str() == "bread-slicer").expect("it is new");
    assert_eq!(slicer.before, Standing::NotAsked);
    assert_eq!(assumed.count(Kind::Tool), known.count(Kind::Tool) + 1);
}

#[test]
fn the_question_itself_says_what_an_assumption_changes() {
    let known = bakery();
    let assumed = assuming(
        r#"{ "stacks": [{ "id": "street", "name": "Street" }],
          "tools": [{ "id": "route-planner", "name": "Route planner", "in_stack": [{ "stack": "street" }] },
            { "id": "till", "name": "Till", "in_stack": [{ "stack": "street" }] }],
          "companies": [{ "id": "bap", "name": "Bap", "offers": [{ "tool": "route-planner", "support": "yes" }] }] }"#,
    );
    let without = || Some(&known);
    let context = Context::new(&assumed).with_known(&without);
    let changes = |context: &Context<'_>, arguments: Value| {
        let answer = run(context, "gaps", &arguments).expect("the arguments fit");
        let report = serde_json::to_value(&*answer).expect("a report is JSON");
        let change = |change: &Value| (change["tool"]["id"].clone(), change["before"]["standing"].clone());
        report["changes"].as_array().map(|changes| changes.iter().map(change).collect::<Vec<_>>())
    };
    let all = changes(&context, json!({ "company": "crumb" })).expect("something is assumed");
    assert!(all.contains(&("route-planner".into(), "gap".into())), "{all:?}");
    // A stack that is assumed holds nothing in the landscape without it: that is not all that there
    // is.
    let of_street = changes(&context, json!({ "company": "crumb", "stacks": "street" }));
    assert_eq!(of_street, Some(vec![("route-planner".into(), "not-asked".into())]));
    assert_eq!(changes(&context, json!({ "company": "bap" })), None, "it is assumed itself");
    assert_eq!(changes(&Context::new(&known), json!({ "company": "crumb" })), None);
}

#[cfg(feature = "cli")]
mod program {
    use crate::landscapes::BAKERY;
    use crate::support::{Outcome, Sandbox};

    const WHAT_IF: &str = r#"{ "companies": [{ "id": "crumb", "name": "Crumb", "offers": [
      { "tool": "stock-list", "support": "yes", "note": "By autumn" }] }] }"#;

    fn sandbox() -> Sandbox {
        Sandbox::new().file("graph/all.json", BAKERY).file("what-if.json", WHAT_IF)
    }

    fn run(arguments: &[&str]) -> Outcome {
        let outcome = sandbox().run(arguments);
        assert_eq!(outcome.code, Some(0), "{outcome}");
        outcome
    }

    #[test]
    fn every_format_but_csv_names_what_is_assumed() {
        let text = run(&["coverage", "counter", "--assume", "what-if.json"]).stdout;
        assert!(text.contains("Assuming what-if.json"), "{text}");
        let text = run(&["overlap", "crumb", "--assume", "what-if.json", "--format", "md"]).stdout;
        assert!(text.contains("Assuming what-if.json"), "{text}");
        let json = run(&["whitespace", "--assume", "what-if.json", "--format", "json"]).json();
        assert_eq!(json["assuming"], "what-if.json");
        let json = run(&["whitespace", "--format", "json"]).json();
        assert!(json.get("assuming").is_none());
        let picture = run(&["draw", "map", "--assume", "what-if.json"]).stdout;
        assert!(picture.contains("assuming what-if.json"), "{picture}");
    }

    #[test]
    fn gaps_say_what_the_assumptions_change() {
        let text = run(&["gaps", "--assume", "what-if.json"]).stdout;
        assert!(text.contains("What the assumptions change"), "{text}");
        assert!(
            text.contains("Stock list: was not reviewed, contested by 3, own: planned (place 3), is offered"),
            "{text}"
        );
        let json = run(&["gaps", "--assume", "what-if.json", "--format", "json"]).json();
        assert_eq!(json["changes"][0]["after"]["standing"], "offered");
        let json = run(&["gaps", "--format", "json"]).json();
        assert!(json["changes"].is_null());
    }

    #[test]
    fn claims_are_placed_in_the_file_that_says_them() {
        let text = run(&["show", "crumb", "--assume", "what-if.json"]).stdout;
        assert!(text.contains("what-if.json:2:7"), "{text}");
        assert!(text.contains("graph/all.json"), "{text}");
    }

    #[test]
    fn assumptions_that_cannot_be_read_are_refused() {
        let outcome = sandbox().run(&["gaps", "--assume", "nowhere.json"]);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        let outcome = sandbox().file("bad.json", "{").run(&["gaps", "--assume", "bad.json"]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{outcome}");
        assert!(outcome.stderr.contains("bad.json:1"), "{outcome}");
        let outcome = sandbox().run(&["gaps", "--graph", "-", "--assume", "-"]);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        let outcome = sandbox().stdin(WHAT_IF, &["gaps", "--assume", "-"]);
        assert_eq!(outcome.code, Some(0), "{outcome}");
    }

    #[test]
    fn a_path_that_does_not_exist_is_not_called_the_landscape() {
        let outcome = sandbox().run(&["gaps", "--assume", "nowhere.json"]);
        assert!(outcome.stderr.contains("no file of assumptions at `nowhere.json`"), "{outcome}");
    }
}
