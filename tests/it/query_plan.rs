//! What it takes to close many gaps: sums, longest chains and schedules, worked out by hand and at
//! random.

use std::collections::BTreeMap;

use landscape_graph::Landscape;
use landscape_graph::model::{Maturity, Stage};
use landscape_graph::query::{
    Page,
    gaps::{self, PlanOptions, ScopeFilter},
    plan::{BuildPlan, Schedule, StagePlan},
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::landscapes::{bakery, build, company, ids};
use crate::properties::settings;

/// Up to each stage a simple tool takes 6 and 10 engineer-months in 3 and 5 months, a complex one
/// 15 and 27 in 5 and 9.
const COSTS: &str = r#"[
  { "complexity": "simple", "stage": "mvp", "engineers": 2, "months": 3 },
  { "complexity": "simple", "stage": "pmf", "engineers": 2, "months": 2 },
  { "complexity": "complex", "stage": "mvp", "engineers": 3, "months": 5 },
  { "complexity": "complex", "stage": "pmf", "engineers": 3, "months": 4 }
]"#;

/// A diamond: d is built after b and c, and these after a; b is complex. And e, which waits for
/// nothing.
const DIAMOND: &str = r#"[
  { "id": "a", "name": "A", "complexity": "simple" },
  { "id": "b", "name": "B", "complexity": "complex", "after": [{ "tool": "a" }] },
  { "id": "c", "name": "C", "complexity": "simple", "after": [{ "tool": "a" }] },
  { "id": "d", "name": "D", "complexity": "simple", "after": [{ "tool": "b" }, { "tool": "c" }] },
  { "id": "e", "name": "E", "complexity": "simple" }
]"#;

fn landscape(costs: &str, tools: &str, offers: &str) -> Landscape {
    build(&format!(
        r#"{{ "landscape": {{ "schema": 1, "name": "Plans", "perspective": "us", "build_costs": {costs} }},
          "tools": {tools}, "companies": [{{ "id": "us", "name": "Us", "offers": {offers} }}] }}"#
    ))
}

fn planned(landscape: &Landscape, teams: Option<u32>) -> gaps::Report<'_> {
    let options = gaps::Options { plan: Some(PlanOptions { teams }), ..gaps::Options::default() };
    gaps::gaps(landscape, company(landscape, "us"), &options)
}

fn plan(landscape: &Landscape, teams: Option<u32>) -> BuildPlan<'_> {
    planned(landscape, teams).plan.expect("a plan was asked for")
}

/// Engineer-months, the months of one team, the longest chain and its tools.
fn sums(stage: &StagePlan<'_>) -> (Stage, u64, u64, u64, String) {
    let chain = ids(&stage.critical_tools).join(" ");
    (stage.stage, stage.engineer_months, stage.team_months, stage.critical_path, chain)
}

/// Each slot as "tool team start end".
fn slots(schedule: &Schedule<'_>) -> Vec<String> {
    let slot = |slot: &landscape_graph::query::plan::Slot<'_>| {
        format!("{} {} {} {}", slot.tool.id, slot.team, slot.start, slot.end)
    };
    schedule.slots.iter().map(slot).collect()
}

fn schedule<'p, 'l>(plan: &'p BuildPlan<'l>, stage: usize) -> &'p Schedule<'l> {
    plan.stages[stage].schedule.as_ref().expect("teams were given")
}

#[test]
fn sums_and_longest_chains_are_those_worked_out_by_hand() {
    let landscape = landscape(COSTS, DIAMOND, "[]");
    let plan = plan(&landscape, None);
    assert_eq!((plan.tools, plan.at_least, plan.without_figures, plan.waits.len()), (5, 0, 0, 0));
    // To the first stage 4 · 6 + 15 engineer-months and 4 · 3 + 5 months; a 3, b 5 and d 3 one
    // after the other. To the second 4 · 10 + 27 and 4 · 5 + 9; 5 + 9 + 5.
    assert_eq!(
        plan.stages.iter().map(sums).collect::<Vec<_>>(),
        [(Stage::Mvp, 39, 17, 11, "a b d".to_owned()), (Stage::Pmf, 67, 29, 19, "a b d".to_owned())]
    );
    assert!(plan.stages.iter().all(|stage| stage.schedule.is_none()));
}

#[test]
fn schedules_are_those_worked_out_by_hand() {
    let landscape = landscape(COSTS, DIAMOND, "[]");
    for (teams, months, least) in [(1, 17, 17), (2, 11, 11), (3, 11, 11), (u32::MAX, 11, 11)] {
        let plan = plan(&landscape, Some(teams));
        let first = schedule(&plan, 0);
        assert_eq!((first.teams, first.months, first.least_months), (teams, months, least), "{teams}");
        assert_eq!(first.slots.len(), 5, "{teams}");
    }
    // On a waits a chain of 11 months, on b one of 8, on c of 6; d and e are as long, and the id
    // decides.
    assert_eq!(
        slots(schedule(&plan(&landscape, Some(1)), 0)),
        ["a 1 0 3", "b 1 3 8", "c 1 8 11", "d 1 11 14", "e 1 14 17"]
    );
    assert_eq!(
        slots(schedule(&plan(&landscape, Some(2)), 0)),
        ["a 1 0 3", "e 2 0 3", "b 1 3 8", "c 2 3 6", "d 2 8 11"]
    );
    // No team at all is as good as one.
    assert_eq!(schedule(&plan(&landscape, Some(0)), 0).teams, 1);
}

#[test]
fn a_chain_is_as_long_with_many_teams_as_with_one() {
    let chain = r#"[
      { "id": "a", "name": "A", "complexity": "simple", "after": [{ "tool": "b" }] },
      { "id": "b", "name": "B", "complexity": "complex", "after": [{ "tool": "c" }] },
      { "id": "c", "name": "C", "complexity": "simple" }
    ]"#;
    let landscape = landscape(COSTS, chain, "[]");
    for teams in [1, 2, 9] {
        let plan = plan(&landscape, Some(teams));
        assert_eq!(sums(&plan.stages[0]), (Stage::Mvp, 27, 11, 11, "c b a".to_owned()));
        assert_eq!(schedule(&plan, 0).months, 11);
        let order: Vec<String> =
            schedule(&plan, 0).slots.iter().map(|slot| slot.tool.id.to_string()).collect();
        assert_eq!(order, ["c", "b", "a"]);
    }
}

#[test]
fn what_is_known_of_the_best_schedule_is_no_more_than_a_bound() {
    // Three tools of 3 months and two teams: 9 months of work cannot be done in less than 5, and
    // are done in 6.
    let tools = r#"[{ "id": "a", "name": "A", "complexity": "simple" }, { "id": "b", "name": "B", "complexity": "simple" },
      { "id": "c", "name": "C", "complexity": "simple" }]"#;
    let landscape = landscape(COSTS, tools, "[]");
    let plan = plan(&landscape, Some(2));
    assert_eq!((schedule(&plan, 0).months, schedule(&plan, 0).least_months), (6, 5));
    // Where none waits for another, the chain is one tool.
    assert_eq!(sums(&plan.stages[0]), (Stage::Mvp, 18, 9, 3, "a".to_owned()));
}

#[test]
fn tools_without_figures_are_told_apart_from_those_with_the_least() {
    let tools = r#"[{ "id": "a", "name": "A", "complexity": "simple" }, { "id": "b", "name": "B", "complexity": "complex" },
      { "id": "c", "name": "C" }]"#;
    let only = |complexity: &str| {
        format!(r#"[{{ "complexity": "{complexity}", "stage": "mvp", "engineers": 2, "months": 3 }}]"#)
    };
    let counts = |costs: &str| {
        let landscape = landscape(costs, tools, "[]");
        let plan = plan(&landscape, Some(1));
        let sum = plan.stages.first().map(|stage| stage.engineer_months);
        (plan.tools, plan.at_least, plan.without_figures, sum)
    };
    // Figures of simple tools alone: the least for the complex one, and for the one of which it is
    // not known.
    assert_eq!(counts(&only("simple")), (3, 2, 0, Some(18)));
    // Figures of complex tools alone say nothing of the two others.
    assert_eq!(counts(&only("complex")), (3, 0, 2, Some(6)));
    assert_eq!(counts(COSTS), (3, 1, 0, Some(6 + 15 + 6)));
    assert_eq!(counts("[]"), (3, 0, 3, None));
}

#[test]
fn a_tool_waits_in_vain_for_one_that_is_neither_selected_nor_offered() {
    let tools = r#"[
      { "id": "a", "name": "A" }, { "id": "b", "name": "B" }, { "id": "c", "name": "C", "in_scope": {} },
      { "id": "d", "name": "D", "in_scope": {}, "after": [{ "tool": "a" }, { "tool": "b" }, { "tool": "c" }, { "tool": "e" }] },
      { "id": "e", "name": "E" }
    ]"#;
    let json = format!(
        r#"{{ "landscape": {{ "schema": 1, "name": "Plans", "perspective": "us", "build_costs": {COSTS} }}, "tools": {tools},
          "companies": [{{ "id": "us", "name": "Us", "offers": [{{ "tool": "a", "support": "partial" }}] }}],
          "principles": [{{ "id": "p", "name": "P", "type": "antiprinciple", "assesses": [{{ "tool": "b", "verdict": "fail" }}] }}] }}"#
    );
    let landscape = build(&json);
    let waits = |plan: &BuildPlan<'_>| -> Vec<String> {
        plan.waits.iter().map(|wait| format!("{} {}", wait.tool.id, wait.built_after.id)).collect()
    };
    // A is offered, b is ruled out, c and e are to be built too.
    let all = plan(&landscape, None);
    assert_eq!((all.tools, waits(&all)), (3, vec!["d b".to_owned()]));
    // Of what is in scope alone, e is none.
    let options = gaps::Options {
        plan: Some(PlanOptions { teams: None }),
        scope: ScopeFilter::In,
        page: Page::first(0),
        ..gaps::Options::default()
    };
    let report = gaps::gaps(&landscape, company(&landscape, "us"), &options);
    assert!(report.gaps.is_empty(), "a plan is of those cut off too");
    let in_scope = report.plan.expect("a plan was asked for");
    assert_eq!((in_scope.tools, waits(&in_scope)), (2, vec!["d b".to_owned(), "d e".to_owned()]));
    assert_eq!(sums(&in_scope.stages[0]), (Stage::Mvp, 12, 6, 6, "c d".to_owned()));
}

#[test]
fn what_has_been_reached_is_not_built_again() {
    let costs = r#"[
      { "complexity": "simple", "stage": "mvp", "engineers": 2, "months": 3 },
      { "complexity": "simple", "stage": "pmf", "engineers": 2, "months": 2 },
      { "complexity": "simple", "stage": "profitable", "engineers": 2, "months": 4 },
      { "complexity": "simple", "stage": "best-in-class", "engineers": 2, "months": 10 }
    ]"#;
    let tool = |id: &str| json!({ "id": id, "name": id, "complexity": "simple" });
    let ids = ["best", "first", "market", "none", "planned"];
    let offers = r#"[
      { "tool": "best", "support": "yes", "maturity": "best-in-class" },
      { "tool": "first", "support": "yes", "maturity": "mvp" },
      { "tool": "market", "support": "yes", "maturity": "pmf" },
      { "tool": "none", "support": "yes" },
      { "tool": "planned", "support": "planned", "maturity": "mvp" }
    ]"#;
    let landscape = landscape(costs, &json!(ids.map(tool)).to_string(), offers);
    let report = planned(&landscape, Some(1));
    let to_go: BTreeMap<&str, (Option<Maturity>, Vec<u32>)> = (report.to_go.iter())
        .map(|to_go| {
            let months = to_go.effort.stages.iter().map(|stage| stage.engineer_months).collect();
            (to_go.tool.id.as_str(), (to_go.effort.from, months))
        })
        .collect();
    // That it is the best of its kind does not say that it earns more than it costs. Of `none`
    // nothing is said.
    let wanted = [
        ("best", (Some(Maturity::BestInClass), vec![0, 0, 8, 0])),
        ("first", (Some(Maturity::Mvp), vec![0, 4, 12, 32])),
        ("market", (Some(Maturity::Pmf), vec![0, 0, 8, 28])),
    ];
    assert_eq!(to_go, BTreeMap::from(wanted));
    // The one gap has its first stage behind it: nothing to do for that, and nobody does it.
    let plan = report.plan.as_ref().expect("a plan was asked for");
    assert_eq!(report.gaps[0].effort.from, Some(Maturity::Mvp));
    assert_eq!(sums(&plan.stages[0]), (Stage::Mvp, 0, 0, 0, String::new()));
    assert_eq!((schedule(plan, 0).months, schedule(plan, 0).slots.len()), (0, 0));
    assert_eq!(sums(&plan.stages[1]), (Stage::Pmf, 4, 2, 2, "planned".to_owned()));
    assert_eq!((schedule(plan, 3).months, schedule(plan, 3).least_months), (16, 16));
}

#[test]
fn figures_beyond_all_bounds_are_summed_up_without_overflow() {
    let costs = r#"[{ "complexity": "simple", "stage": "mvp", "engineers": 4294967295, "months": 4294967295 },
      { "complexity": "simple", "stage": "pmf", "engineers": 4294967295, "months": 4294967295 }]"#;
    let landscape = landscape(costs, DIAMOND, "[]");
    let plan = plan(&landscape, Some(2));
    let most = u64::from(u32::MAX);
    let stage = &plan.stages[1];
    assert_eq!(
        (stage.engineer_months, stage.team_months, stage.critical_path),
        (5 * most, 5 * most, 3 * most)
    );
    assert_eq!(schedule(&plan, 1).months, 3 * most);
}

#[test]
fn the_bakery_has_a_plan_of_what_is_not_ruled_out() {
    let landscape = bakery();
    let options = gaps::Options { plan: Some(PlanOptions { teams: Some(2) }), ..gaps::Options::default() };
    let report = gaps::gaps(&landscape, company(&landscape, "crumb"), &options);
    let plan = report.plan.expect("a plan was asked for");
    // Six gaps that are not ruled out, at least 6 engineer-months in 3 months each; of the loyalty
    // card and the books the figures are their own.
    assert_eq!((plan.tools, plan.at_least), (6, 4));
    let stage = &plan.stages[0];
    assert_eq!((stage.engineer_months, stage.team_months, stage.critical_path), (36, 18, 3));
    assert_eq!(schedule_months(stage), (9, 9));
    // Crumb's till has found its market, which is the last stage that there are figures for.
    assert!(report.to_go.is_empty());
}

fn schedule_months(stage: &StagePlan<'_>) -> (u64, u64) {
    stage
        .schedule
        .as_ref()
        .map(|schedule| (schedule.months, schedule.least_months))
        .expect("teams were given")
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::gaps;
    use landscape_graph::query::gaps::PlanOptions;

    use super::{COSTS, DIAMOND, landscape, planned};
    use crate::landscapes::{company, init, text};

    #[test]
    fn the_sample_s_plan_for_two_teams() {
        let landscape = init();
        let us = company(&landscape, "paper-walrus");
        let options = gaps::Options {
            plan: Some(PlanOptions { teams: Some(2) }),
            page: landscape_graph::query::Page::first(1),
            ..gaps::Options::default()
        };
        let text = text(&gaps::gaps(&landscape, us, &options));
        let from = text.find("To build all").expect("the plan has a heading");
        insta::assert_snapshot!(&text[from..]);
    }

    #[test]
    fn plans_with_chains_and_without_figures() {
        let diamond = landscape(COSTS, DIAMOND, "[]");
        let plan = text(&planned(&diamond, Some(2)));
        assert!(
            plan.contains("At least so long, since these come one after the other: A, then B, then D."),
            "{plan}"
        );
        assert!(plan.contains("no schedule of this many teams"), "{plan}");
        assert!(!plan.contains("months, one team  ≥"), "{plan}");
        let bare = landscape("[]", DIAMOND, "[]");
        assert!(text(&planned(&bare, None)).contains("no figures of effort"));
    }
}

/// A tool: whether it is complex, which of the tools before it it waits for, and whether its first
/// stage is reached.
type Work = (bool, Vec<bool>, bool);

fn works() -> impl Strategy<Value = (Vec<Work>, [u32; 4])> {
    let tool = (any::<bool>(), vec(proptest::bool::weighted(0.3), 9), proptest::bool::weighted(0.2));
    (vec(tool, 1..=9), proptest::array::uniform4(1_u32..9))
}

fn written(tools: &[Work], months: [u32; 4]) -> String {
    let figures = [("simple", "mvp"), ("simple", "pmf"), ("complex", "mvp"), ("complex", "pmf")];
    let costs: Vec<Value> = figures
        .into_iter()
        .zip(months)
        .map(|((complexity, stage), months)| json!({ "complexity": complexity, "stage": stage, "engineers": 2, "months": months }))
        .collect();
    let name = |at: usize| format!("t{at}");
    let tool = |(at, (is_complex, before, _)): (usize, &Work)| {
        let after = (0..at).filter(|other| before[*other]).map(|other| json!({ "tool": name(other) }));
        let complexity = if *is_complex { "complex" } else { "simple" };
        json!({ "id": name(at), "name": name(at), "complexity": complexity, "after": after.collect::<Vec<_>>() })
    };
    let begun = tools.iter().enumerate().filter(|(_, (.., begun))| *begun);
    let offers: Vec<Value> =
        begun.map(|(at, _)| json!({ "tool": name(at), "support": "planned", "maturity": "mvp" })).collect();
    json!({ "landscape": { "schema": 1, "name": "Works", "perspective": "us", "build_costs": costs },
        "tools": tools.iter().enumerate().map(tool).collect::<Vec<_>>(),
        "companies": [{ "id": "us", "name": "Us", "offers": offers }] })
    .to_string()
}

/// The months to each tool's end when nothing but what it waits for holds it up: by recursion, as
/// it is said.
fn end(at: usize, months: &[u64], before: &[Vec<usize>]) -> u64 {
    months[at] + before[at].iter().map(|other| end(*other, months, before)).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn schedules_keep_the_order_and_no_team_builds_two_at_once((tools, figures) in works(), teams in 1_u32..12) {
        let landscape = build(&written(&tools, figures));
        let report = planned(&landscape, Some(teams));
        let plan = report.plan.as_ref().expect("a plan was asked for");
        let before: Vec<Vec<usize>> = (tools.iter().enumerate())
            .map(|(at, (_, before, _))| (0..at).filter(|other| before[*other]).collect())
            .collect();
        prop_assert_eq!(plan.stages.len(), 2);
        for (stage, of_stage) in plan.stages.iter().enumerate() {
            let months: Vec<u64> = (tools.iter())
                .map(|(is_complex, _, has_begun)| {
                    let [mvp, pmf] = if *is_complex { [figures[2], figures[3]] } else { [figures[0], figures[1]] };
                    let mvp = if *has_begun { 0 } else { mvp };
                    u64::from(if stage == 0 { mvp } else { mvp + pmf })
                })
                .collect();
            let sum: u64 = months.iter().sum();
            let longest = (0..tools.len()).map(|at| end(at, &months, &before)).max().unwrap_or(0);
            prop_assert_eq!((of_stage.team_months, of_stage.critical_path), (sum, longest));
            prop_assert_eq!(of_stage.engineer_months, 2 * sum);
            let position = |id: &str| id[1..].parse::<usize>().expect("an id is a letter and a number");
            let chain: Vec<usize> = of_stage.critical_tools.iter().map(|tool| position(tool.id.as_str())).collect();
            prop_assert_eq!(chain.iter().map(|at| months[*at]).sum::<u64>(), longest);
            prop_assert!(chain.windows(2).all(|pair| before[pair[1]].contains(&pair[0])));

            let schedule = of_stage.schedule.as_ref().expect("teams were given");
            let mut ends = vec![None; tools.len()];
            let mut of_team: BTreeMap<u32, Vec<(u64, u64)>> = BTreeMap::new();
            for slot in &schedule.slots {
                let at = position(slot.tool.id.as_str());
                prop_assert!(ends[at].replace(slot.end).is_none(), "t{} is built twice", at);
                prop_assert_eq!(slot.end - slot.start, months[at]);
                prop_assert!((1..=teams).contains(&slot.team));
                of_team.entry(slot.team).or_default().push((slot.start, slot.end));
            }
            for spans in of_team.values_mut() {
                spans.sort_unstable();
                prop_assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", spans);
            }
            let starts: Vec<(u64, u32)> = schedule.slots.iter().map(|slot| (slot.start, slot.team)).collect();
            prop_assert!(starts.is_sorted());
            for slot in &schedule.slots {
                // What takes no time is done when all before it is.
                let mut open: Vec<usize> = before[position(slot.tool.id.as_str())].clone();
                while let Some(other) = open.pop() {
                    if let Some(end) = ends[other] {
                        prop_assert!(
                            end <= slot.start,
                            "{} is begun before t{} is done",
                            slot.tool.id,
                            other
                        );
                    } else {
                        prop_assert_eq!(months[other], 0, "t{} is never built", other);
                        open.extend(&before[other]);
                    }
                }
            }
            let last = schedule.slots.iter().map(|slot| slot.end).max().unwrap_or(0);
            prop_assert_eq!((schedule.teams, schedule.months), (teams, last));
            prop_assert_eq!(schedule.least_months, longest.max(sum.div_ceil(u64::from(teams))));
            prop_assert!(schedule.months >= schedule.least_months);
            // Graham's bound for schedules that leave no team idle.
            let many = u64::from(teams);
            prop_assert!(many * schedule.months <= sum + (many - 1) * longest);
            if teams == 1 {
                prop_assert_eq!(schedule.months, sum);
            }
            if teams as usize >= tools.len() {
                prop_assert_eq!(schedule.months, longest);
            }
        }
    }
}
