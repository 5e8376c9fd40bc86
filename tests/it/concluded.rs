//! What is concluded of a company and a tool: from features, from parts, and from a complete list.

use std::collections::BTreeMap;

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, Ground, NoPlaces};
use landscape_graph::load::{Files, parse};
use landscape_graph::model::{Basis, Date, Support};
use landscape_graph::query::{bundle, compare, coverage, gaps, map, show, whitespace};
use proptest::collection::vec;
use proptest::option::weighted as maybe;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::landscapes::{build, company, ids, tool};
use crate::properties::{float, settings};

const MARKET: &str = r#"{
  "landscape": { "schema": 1, "name": "Made up", "perspective": "us",
    "build_costs": [{ "complexity": "simple", "stage": "mvp", "engineers": 1, "months": 2 }] },
  "sources": [{ "id": "docs", "name": "Docs" }],
  "stacks": [{ "id": "product", "name": "Product" }],
  "features": [{ "id": "funnels", "name": "Funnels" }, { "id": "alerts", "name": "Alerts" }],
  "tools": [
    { "id": "analytics", "name": "Analytics", "in_stack": ["product"] },
    { "id": "funnel-analysis", "name": "Funnel analysis", "in_stack": ["product"],
      "part_of": ["analytics"], "shown_by": [{ "feature": "funnels", "support": "yes" }] },
    { "id": "alerting", "name": "Alerting", "in_stack": ["product"],
      "shown_by": [{ "feature": "alerts", "support": "partial" }] },
    { "id": "apm", "name": "APM", "in_stack": ["product"] }
  ],
  "companies": [
    { "id": "them", "name": "Them", "provides": [
        { "feature": "funnels", "support": "yes", "evidence": [{ "source": "docs", "basis": "stated" }] },
        { "feature": "alerts", "support": "yes", "evidence": [{ "source": "docs", "basis": "inferred" }] }] },
    { "id": "us", "name": "Us", "offers": [{ "tool": "analytics", "support": "yes" }],
      "provides": [{ "feature": "alerts", "support": "planned" }],
      "listing": { "state": "closed", "since": "2026-01-10",
        "evidence": [{ "source": "docs", "basis": "stated", "on": "2026-02-01" }] } }
  ]
}"#;

#[test]
fn a_feature_shows_a_tool_and_so_its_whole() {
    let market = build(MARKET);
    let them = company(&market, "them");
    let cell = |id: &str| {
        let cell = market.cell(them, tool(&market, id))?;
        Some((cell.support(), cell.ground()?, market.offer_basis(them, tool(&market, id))))
    };
    assert_eq!(cell("funnel-analysis"), Some((Support::Yes, Ground::Feature, Some(Basis::Stated))));
    assert_eq!(cell("alerting"), Some((Support::Partial, Ground::Feature, Some(Basis::Inferred))));
    assert_eq!(cell("analytics"), Some((Support::Partial, Ground::Part, Some(Basis::Stated))));
    assert_eq!(cell("apm"), None);
    // What is only planned shows nothing.
    assert_eq!(market.offerers(tool(&market, "alerting")), 1);
    let shown = show::show(&market, them.into(), &show::Options::default(), &NoPlaces);
    let entries = shown.relations.iter().flat_map(|group| &group.entries);
    let by: Vec<_> = entries
        .filter(|entry| !entry.shown_by.is_empty())
        .map(|entry| (entry.other.id, entry.shown_by[0].id))
        .collect();
    assert_eq!(by, [("alerting", "alerts"), ("funnel-analysis", "funnels")]);
    let mapped = map::map(&market, &map::Options::default());
    let alerting = mapped.panels[0].tools.iter().find(|card| card.tool.id.as_str() == "alerting");
    assert_eq!(alerting.map(|card| card.companies.len()), Some(1), "the map names who is shown to offer it");
}

#[test]
fn a_complete_list_makes_one_number_of_a_range() {
    let market = build(MARKET);
    let us = company(&market, "us");
    let options = gaps::Options { plan: Some(gaps::PlanOptions::default()), ..gaps::Options::default() };
    let report = gaps::gaps(&market, us, &options);
    let own: Vec<_> =
        report.gaps.iter().map(|gap| (gap.tool.id.as_str(), gap.own, gap.own_concluded)).collect();
    let no = |id| (id, Some(Support::No), Some(Ground::Listing));
    assert_eq!(own, [no("alerting"), no("apm")]);
    let plan = report.plan.expect("a plan was asked for");
    assert_eq!((plan.tools, plan.unknown), (2, 0));
    assert!(plan.stages.iter().all(|stage| stage.engineer_months == stage.engineer_months_known));
    let stack = market.stack("product").expect("it is there");
    let covered = coverage::coverage(&market, &[stack.into()], &coverage::Options::default());
    let ours = covered.targets[0].companies.iter().find(|row| row.company.id.as_str() == "us");
    assert_eq!(ours.map(|row| (row.offered.to_string(), row.unknown)), Some(("1 of 3".to_owned(), 0)));
    let compared = compare::compare(&market, &[us, company(&market, "them")], &compare::Options::default());
    let alerting = compared.rows.iter().find(|row| row.item.id == "alerting").expect("they differ");
    assert_eq!(
        (alerting.agreement, alerting.cells[0].concluded),
        (compare::Agreement::Differ, Some(Ground::Listing))
    );
    let options = bundle::Options { company: Some(us), ..bundle::Options::default() };
    let bundled = bundle::bundle(&market, &[stack.into()], &options);
    assert_eq!(bundled.stand_in.map(|stand_in| stand_in.unknown), Some(0));
    assert_eq!(bundled.uncovered[0].own, Some(Support::No));
}

#[test]
fn a_complete_list_says_nothing_of_the_market() {
    let market = build(MARKET);
    let apm = tool(&market, "apm");
    assert_eq!((market.claims_about(apm).no, market.companies_on(apm).count()), (0, 0));
    let white = whitespace::whitespace(
        &market,
        &whitespace::Options { min_researched: 1, ..whitespace::Options::default() },
    );
    assert_eq!(ids(white.tools.iter().map(|white| &white.tool)), ["apm"]);
    assert_eq!(white.states.unresearched, 1);
    // Before the list was complete, nothing follows from it.
    let before = crate::landscapes::build_as_of(MARKET, Some("2026-01-09"));
    assert_eq!(before.cell(company(&before, "us"), tool(&before, "apm")), None);
}

/// What a company is said to offer and to provide, and since when its list is complete.
type CompanySpec = (Vec<Option<Support>>, Vec<Option<Support>>, Option<u32>);

#[derive(Clone, Debug)]
struct Spec {
    part_of: Vec<Option<usize>>,
    /// For each tool, the features that show it, and how much.
    shown: Vec<Vec<Option<bool>>>,
    companies: Vec<CompanySpec>,
}

const TOOLS: usize = 5;
const FEATURES: usize = 3;
const DAY: u32 = 15;

fn specs() -> impl Strategy<Value = Spec> {
    let support = || proptest::sample::select(Support::ALL.to_vec());
    let company =
        (vec(maybe(0.4, support()), TOOLS), vec(maybe(0.6, support()), FEATURES), maybe(0.5, 10_u32..20));
    (
        vec(maybe(0.3, 0..TOOLS), TOOLS),
        vec(vec(maybe(0.3, any::<bool>()), FEATURES), TOOLS),
        vec(company, 1..4),
    )
        .prop_map(|(part_of, shown, companies)| Spec { part_of, shown, companies })
}

impl Spec {
    fn whole(&self, tool: usize) -> Option<usize> {
        self.part_of[tool].filter(|whole| *whole < tool)
    }

    fn landscape(&self, with_lists: bool) -> Landscape {
        let source = json!({ "source": "docs", "basis": "stated", "on": format!("2026-03-{DAY}") });
        let tools: Vec<Value> = (0..TOOLS).map(|at| {
            let shown: Vec<Value> = (0..FEATURES).filter_map(|feature| {
                let support = if self.shown[at][feature]? { "yes" } else { "partial" };
                Some(json!({ "feature": format!("f{feature}"), "support": support }))
            }).collect();
            let part_of: Vec<Value> = self.whole(at).iter().map(|whole| json!({ "tool": format!("t{whole}") })).collect();
            json!({ "id": format!("t{at}"), "name": format!("Tool {at}"), "part_of": part_of, "shown_by": shown })
        }).collect();
        let features: Vec<Value> = (0..FEATURES)
            .map(|at| json!({ "id": format!("f{at}"), "name": format!("Feature {at}") }))
            .collect();
        let companies: Vec<Value> = self.companies.iter().enumerate().map(|(at, (offers, provides, closed))| {
            let list = |key: &str, letter: char, of: &[Option<Support>]| -> Vec<Value> {
                let said = of.iter().enumerate().filter_map(|(at, support)| Some((at, (*support)?)));
                said.map(|(at, support)| json!({ key: format!("{letter}{at}"), "support": support })).collect()
            };
            let mut record = json!({ "id": format!("c{at}"), "name": format!("Company {at}"),
                "offers": list("tool", 't', offers), "provides": list("feature", 'f', provides) });
            if let Some(since) = closed.filter(|_| with_lists) {
                record["listing"] = json!({ "state": "closed", "since": format!("2026-03-{since}"), "evidence": [source.clone()] });
            }
            record
        }).collect();
        let sources = json!([{ "id": "docs", "name": "Docs", "evidence": [source] }]);
        let text =
            json!({ "landscape": { "schema": 1, "name": "Made up", "perspective": "c0" }, "sources": sources,
            "features": features, "tools": tools, "companies": companies })
            .to_string();
        let files = Files::from_text("all.json", &text);
        let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
        Landscape::build(
            model,
            &BuildOptions { as_of: Date::parse(&format!("2026-03-{DAY}")).ok(), today: None },
        )
    }

    /// What counts before parts are looked at: what is claimed, else the best that a feature shows.
    fn shown(&self, company: usize, tool: usize) -> Option<(Support, Option<Ground>)> {
        let (offers, provides, _) = &self.companies[company];
        if let Some(claimed) = offers[tool] {
            return Some((claimed, None));
        }
        let shows =
            (0..FEATURES).filter_map(|feature| match (provides[feature]?, self.shown[tool][feature]?) {
                (Support::Yes, true) => Some(Support::Yes),
                (Support::Yes | Support::Partial, _) => Some(Support::Partial),
                _ => None,
            });
        Some((shows.min()?, Some(Ground::Feature)))
    }

    fn cell(&self, company: usize, tool: usize) -> Option<(Support, Option<Ground>)> {
        let has_part = (0..TOOLS).any(|part| {
            std::iter::successors(self.whole(part), |whole| self.whole(*whole)).any(|whole| whole == tool)
                && self.shown(company, part).is_some_and(|(support, _)| support.is_offered())
        });
        let is_closed = self.companies[company].2.is_some_and(|since| since <= DAY);
        match (self.shown(company, tool), has_part) {
            (Some((support, ground)), true) => Some((support.min(Support::Partial), ground)),
            (None, true) => Some((Support::Partial, Some(Ground::Part))),
            (None, false) if is_closed => Some((Support::No, Some(Ground::Listing))),
            (known, _) => known,
        }
    }
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn cells_are_claimed_then_shown_then_made_of_parts_then_listed(spec in specs()) {
        let market = spec.landscape(true);
        for at in 0..spec.companies.len() {
            let us = company(&market, &format!("c{at}"));
            for of in 0..TOOLS {
                let cell = market.cell(us, tool(&market, &format!("t{of}")));
                let found = cell.map(|cell| (cell.support(), cell.ground()));
                prop_assert_eq!(found, spec.cell(at, of), "company {} and tool {}", at, of);
            }
        }
    }

    #[test]
    fn what_is_said_of_the_market_does_not_change_by_a_complete_list(spec in specs()) {
        let (with, without) = (spec.landscape(true), spec.landscape(false));
        let all = |market: &Landscape| {
            let said = market.tools().map(|tool| (market.claims_about(tool), market.companies_on(tool).collect::<Vec<_>>()));
            (said.collect::<Vec<_>>(), market.cell_count())
        };
        prop_assert_eq!(all(&with), all(&without));
        let states = |market: &Landscape| {
            let report = gaps::gaps(market, company(market, "c0"), &gaps::Options::default());
            let of: BTreeMap<_, _> = report.gaps.iter().map(|gap| {
                let votes = gap.support.as_ref().map(|support| support.score.to_bits());
                (gap.tool.id.to_string(), (gap.state, gap.offerers, gap.known_not, votes))
            }).collect();
            // What the company itself plans and lacks is what the list is about.
            let mut totals = report.totals;
            (totals.planned, totals.lacking) = (0, 0);
            (totals, of)
        };
        prop_assert_eq!(states(&with), states(&without));
    }

    #[test]
    fn with_a_complete_list_coverage_is_one_number(spec in specs()) {
        let market = spec.landscape(true);
        for at in 0..spec.companies.len() {
            let us = company(&market, &format!("c{at}"));
            let targets: Vec<_> = market.tools().map(Into::into).collect();
            let options = coverage::Options { always: Some(us), ..coverage::Options::default() };
            let report = coverage::coverage(&market, &targets, &options);
            let rows = report.targets.iter().filter_map(|target| target.companies.iter().find(|row| row.company.id.as_str() == format!("c{at}")));
            let unknown: u32 = rows.map(|row| row.offered.high - row.offered.low).sum();
            let expected = (0..TOOLS).filter(|tool| spec.cell(at, *tool).is_none()).count();
            prop_assert!((f64::from(unknown) - float(expected)).abs() < 0.5);
            prop_assert!(unknown == 0 || !market.has_closed_list(us));
        }
    }
}
