//! Who owns whom: named beside the company, told by `show`, and counted as one where that is asked.

use std::collections::BTreeMap;

use landscape_graph::Landscape;
use landscape_graph::catalogue::{Context, run};
use landscape_graph::landscape::{BuildOptions, Ground, NoPlaces};
use landscape_graph::load::{Files, parse};
use landscape_graph::model::{Date, Support};
use landscape_graph::query::{Page, bundle, compare, coverage, gaps, map, matrix, network, overlap, show};
use proptest::collection::vec;
use proptest::option::weighted as maybe;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::landscapes::{build, company, ids, tool};
use crate::properties::settings;
#[cfg(feature = "cli")]
use crate::support::Sandbox;

/// A chain of owners, a deal that is announced, and a company that has ceased.
const MARKET: &str = r#"{
  "landscape": { "schema": 1, "name": "Made up", "perspective": "us" },
  "sources": [{ "id": "news", "name": "News" }],
  "stacks": [{ "id": "product", "name": "Product" }],
  "tools": [
    { "id": "analytics", "name": "Analytics", "in_stack": ["product"] },
    { "id": "heatmaps", "name": "Heatmaps", "in_stack": ["product"] },
    { "id": "surveys", "name": "Surveys", "in_stack": ["product"] }
  ],
  "companies": [
    { "id": "dbt", "name": "dbt", "offers": [{ "tool": "surveys", "support": "yes" }],
      "owned_by": [{ "company": "us", "status": "announced" }] },
    { "id": "heap", "name": "Heap", "aliases": ["Heap Analytics"],
      "offers": [{ "tool": "analytics", "support": "yes" }, { "tool": "surveys", "support": "no" }],
      "owned_by": [{ "company": "square", "status": "completed" }] },
    { "id": "june", "name": "June", "until": "2025-08-08",
      "offers": [{ "tool": "analytics", "support": "yes" }, { "tool": "heatmaps", "support": "yes" }] },
    { "id": "square", "name": "Square", "offers": [{ "tool": "heatmaps", "support": "partial" }],
      "owned_by": [{ "company": "top", "status": "completed", "since": "2024-01-01",
        "evidence": [{ "source": "news", "basis": "stated", "on": "2026-01-01" }] }] },
    { "id": "top", "name": "Top", "offers": [{ "tool": "surveys", "support": "no" }] },
    { "id": "us", "name": "Us",
      "offers": [{ "tool": "analytics", "support": "yes" }, { "tool": "heatmaps", "support": "yes" }] }
  ]
}"#;

fn names<'n>(companies: impl IntoIterator<Item = &'n landscape_graph::query::CompanyRef<'n>>) -> Vec<String> {
    companies.into_iter().map(|company| company.full_name().into_owned()).collect()
}

#[test]
fn the_owner_stands_beside_the_company_and_an_announced_deal_makes_none() {
    let market = build(MARKET);
    let all: Vec<_> = market.companies().map(|company| market.named(company)).collect();
    assert_eq!(
        names(&all),
        ["dbt", "Heap (Square)", "June (ceased 2025-08-08)", "Square (Top)", "Top", "Us"]
    );
    let before = crate::landscapes::build_as_of(MARKET, Some("2023-12-31"));
    assert_eq!(before.owner_of(company(&before, "square")), None);
    let report = overlap::one(&market, company(&market, "us"), &overlap::Options::default());
    let json = serde_json::to_value(&report).expect("it can be written");
    assert_eq!(json["others"][0]["companies"][1]["owner"], json!({ "id": "square", "name": "Square" }));
    assert_eq!(json["company"], json!({ "id": "us", "name": "Us" }));
}

#[test]
fn a_company_that_has_ceased_is_nobody_s_rival() {
    let market = build(MARKET);
    let rivals = |market: &Landscape| {
        let report = overlap::one(market, company(market, "us"), &overlap::Options::default());
        report.others.iter().map(|pair| pair.companies[1].id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(rivals(&market), ["heap", "square"]);
    let before = crate::landscapes::build_as_of(MARKET, Some("2025-08-07"));
    assert_eq!(rivals(&before)[0], "june");
    assert_eq!(before.standing(company(&before, "june")), None);
}

#[test]
fn show_tells_the_owners_up_to_the_top_and_what_is_owned() {
    let market = build(MARKET);
    let of = |id: &str| {
        let report = show::show(&market, company(&market, id).into(), &show::Options::default(), &NoPlaces);
        (ids(report.owners.iter()).join(" "), ids(report.owns.iter()).join(" "))
    };
    let told = |owners: &str, owns: &str| (owners.to_owned(), owns.to_owned());
    assert_eq!(of("heap"), told("square top", ""));
    assert_eq!(of("square"), told("top", "heap"));
    assert_eq!(of("top"), told("", "heap square"));
    assert_eq!(of("dbt"), told("", ""));
}

#[test]
fn a_group_has_the_best_of_its_companies_and_lacks_what_all_of_them_lack() {
    let market = build(MARKET);
    let grouped = market.grouped_by_owner();
    let all: Vec<_> = grouped.companies().map(|company| grouped.named(company)).collect();
    assert_eq!(names(&all), ["dbt", "June (ceased 2025-08-08)", "Top +2 owned", "Us"]);
    let top = company(grouped, "top");
    let cell = |id: &str| grouped.cell(top, tool(grouped, id)).map(|cell| cell.support());
    assert_eq!(
        ["analytics", "heatmaps", "surveys"].map(cell),
        // Nothing is known of Square and surveys.
        [Some(Support::Yes), Some(Support::Partial), None]
    );
    // What is owned is found by its names.
    for name in ["heap", "Heap Analytics", "Square", "top"] {
        assert_eq!(grouped.company(name).ok(), Some(top), "{name}");
    }
    let nobody_owned = build(r#"{ "companies": [{ "id": "a", "name": "A" }] }"#);
    assert!(std::ptr::eq(nobody_owned.grouped_by_owner(), &raw const nobody_owned));
}

#[test]
fn each_question_that_takes_the_option_answers_over_the_groups() {
    let market = build(MARKET);
    let context = Context::new(&market);
    for (question, about) in [
        ("coverage", json!({ "targets": ["product"] })),
        ("overlap", json!({ "companies": ["us"] })),
        ("gaps", json!({ "targets": ["Heap"] })),
        ("bundle", json!({ "targets": ["stack:product"] })),
        ("compare", json!({ "companies": ["us", "square"] })),
    ] {
        let text = |with: bool| {
            let mut arguments = about.clone();
            arguments["group_owners"] = json!(with);
            let answer =
                run(&context, question, &arguments).unwrap_or_else(|error| panic!("{question}: {error}"));
            serde_json::to_string(&*answer).expect("it can be written")
        };
        assert!(text(true).contains("\"with_owned\":[{\"id\":\"heap\""), "{question}");
        assert!(!text(false).contains("with_owned"), "{question}");
    }
}

#[cfg(feature = "cli")]
#[test]
fn answers_and_pictures_name_the_group() {
    let sandbox = Sandbox::new().file("graph/market.json", MARKET);
    for (arguments, said) in [
        (&["coverage", "product"][..], "Square (Top)"),
        (&["coverage", "product", "--group-owners"], "Top +2 owned"),
        (&["gaps", "heap", "--group-owners"], "Gaps of Top +2 owned, each owner and what it owns as one"),
        (&["draw", "map", "--group-owners", "--format", "svg"], "Top +2 owned"),
        (&["draw", "overlap", "--group-owners", "--format", "dot"], "Top +2 owned"),
        (&["show", "heap"], "owned by: Square, which belongs to Top"),
        (&["show", "top"], "owns: Heap, Square"),
        (&["show", "june"], "June (ceased 2025-08-08) (company:june)"),
    ] {
        let outcome = sandbox.run(arguments);
        assert!(outcome.code == Some(0) && outcome.stdout.contains(said), "{arguments:?}: {outcome}");
    }
    let outcome = sandbox.run(&["compare", "heap", "top", "--group-owners"]);
    assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{outcome}");
}

#[derive(Clone, Debug)]
struct Spec {
    part_of: Vec<Option<usize>>,
    companies: Vec<CompanySpec>,
}

#[derive(Clone, Debug)]
struct CompanySpec {
    offers: Vec<Option<Support>>,
    provides: Vec<Option<Support>>,
    closed: bool,
    /// A company before it, and whether the deal is done.
    owner: Option<(usize, bool)>,
}

const TOOLS: usize = 5;
const FEATURES: usize = 3;

fn specs() -> impl Strategy<Value = Spec> {
    let supports = |likely, many| vec(maybe(likely, proptest::sample::select(Support::ALL.to_vec())), many);
    let company = (
        supports(0.5, TOOLS),
        supports(0.5, FEATURES),
        proptest::bool::weighted(0.3),
        maybe(0.6, (0_usize..6, proptest::bool::weighted(0.8))),
    )
        .prop_map(|(offers, provides, closed, owner)| CompanySpec { offers, provides, closed, owner });
    (vec(maybe(0.3, 0..TOOLS), TOOLS), vec(company, 1..7))
        .prop_map(|(part_of, companies)| Spec { part_of, companies })
}

fn list(key: &str, letter: char, of: &[Option<Support>]) -> Vec<Value> {
    let said = of.iter().enumerate().filter_map(|(at, support)| Some((at, (*support)?)));
    said.map(|(at, support)| json!({ key: format!("{letter}{at}"), "support": support })).collect()
}

impl Spec {
    fn whole(&self, tool: usize) -> Option<usize> {
        self.part_of[tool].filter(|whole| *whole < tool)
    }

    fn top(&self, company: usize) -> usize {
        match self.companies[company].owner {
            Some((owner, true)) if owner < company => self.top(owner),
            _ => company,
        }
    }

    fn members(&self, top: usize) -> Vec<usize> {
        (0..self.companies.len()).filter(|company| self.top(*company) == top).collect()
    }

    fn build(&self, companies: &[Value]) -> Landscape {
        let tools: Vec<Value> = (0..TOOLS)
            .map(|at| {
                let part_of: Vec<String> = self.whole(at).iter().map(|whole| format!("t{whole}")).collect();
                let has: Vec<String> = (0..FEATURES).map(|feature| format!("f{feature}")).collect();
                json!({ "id": format!("t{at}"), "name": format!("Tool {at}"), "part_of": part_of,
                    "in_stack": ["s"], "has": has })
            })
            .collect();
        let features: Vec<Value> = (0..FEATURES)
            .map(|at| json!({ "id": format!("f{at}"), "name": format!("Feature {at}") }))
            .collect();
        let text = json!({ "landscape": { "schema": 1, "name": "Made up", "perspective": format!("c{}", self.top(0)) },
            "stacks": [{ "id": "s", "name": "Stack" }], "features": features, "tools": tools, "companies": companies });
        let files = Files::from_text("all.json", &text.to_string());
        let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
        Landscape::build(model, &BuildOptions { as_of: Date::parse("2026-01-01").ok(), today: None })
    }

    fn record(at: usize, offers: &[Option<Support>], provides: &[Option<Support>], closed: bool) -> Value {
        let mut record = json!({ "id": format!("c{at}"), "name": format!("Company {at}"),
            "offers": list("tool", 't', offers), "provides": list("feature", 'f', provides) });
        if closed {
            record["listing"] = json!({ "state": "closed" });
        }
        record
    }

    fn landscape(&self) -> Landscape {
        let companies = self.companies.iter().enumerate().map(|(at, company)| {
            let mut record = Self::record(at, &company.offers, &company.provides, company.closed);
            if let Some((owner, done)) = company.owner.filter(|(owner, _)| *owner < at) {
                let status = if done { "completed" } else { "announced" };
                record["owned_by"] = json!([{ "company": format!("c{owner}"), "status": status }]);
            }
            record
        });
        self.build(&companies.collect::<Vec<_>>())
    }

    /// The landscape as somebody would write it who merges each group by hand.
    fn merged_by_hand(&self) -> Landscape {
        let tops = (0..self.companies.len()).filter(|at| self.top(*at) == *at);
        let companies = tops.map(|top| {
            let members = self.members(top);
            let all = |of: &dyn Fn(usize) -> Option<Support>| best(members.iter().map(|member| of(*member)));
            let offers: Vec<_> =
                (0..TOOLS).map(|tool| all(&|member| self.companies[member].offers[tool])).collect();
            let provides: Vec<_> = (0..FEATURES)
                .map(|feature| all(&|member| self.companies[member].provides[feature]))
                .collect();
            Self::record(top, &offers, &provides, false)
        });
        self.build(&companies.collect::<Vec<_>>())
    }

    /// What is known of a company alone.
    fn cell(&self, company: usize, tool: usize) -> Option<Support> {
        let CompanySpec { offers, closed, .. } = &self.companies[company];
        let has_part = (0..TOOLS).any(|part| {
            std::iter::successors(self.whole(part), |whole| self.whole(*whole)).any(|whole| whole == tool)
                && offers[part].is_some_and(Support::is_offered)
        });
        match (offers[tool], has_part) {
            (claimed, true) => {
                Some(claimed.map_or(Support::Partial, |claimed| claimed.min(Support::Partial)))
            }
            (None, false) => closed.then_some(Support::No),
            (claimed, false) => claimed,
        }
    }
}

/// The best of what is known; `no` only where it is known of all.
fn best(known: impl Iterator<Item = Option<Support>>) -> Option<Support> {
    let all: Vec<Option<Support>> = known.collect();
    let best = all.iter().copied().flatten().min()?;
    (best != Support::No || all.iter().all(Option::is_some)).then_some(best)
}

/// A report without what only a grouped landscape says.
fn plain(report: impl serde::Serialize) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("with_owned");
                map.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(report).expect("it can be written");
    strip(&mut value);
    value
}

proptest! {
    #![proptest_config(settings(200))]

    #[test]
    fn the_cells_of_a_group_are_the_best_of_its_companies(spec in specs()) {
        let market = spec.landscape();
        let grouped = market.grouped_by_owner();
        let tops: Vec<usize> = (0..spec.companies.len()).filter(|at| spec.top(*at) == *at).collect();
        prop_assert_eq!(grouped.companies().len(), tops.len());
        for top in tops {
            let members = spec.members(top);
            let group = company(grouped, &format!("c{top}"));
            for at in 0..TOOLS {
                let of = tool(grouped, &format!("t{at}"));
                let expected = best(members.iter().map(|member| spec.cell(*member, at)));
                let cell = grouped.cell(group, of);
                prop_assert_eq!(cell.map(|cell| cell.support()), expected, "group {} and tool {}", top, at);
                // What follows from a list says nothing of the market.
                let by_list = cell.is_some_and(|cell| cell.ground() == Some(Ground::Listing));
                prop_assert_eq!(grouped.market_cell(group, of).is_some(), cell.is_some() && !by_list);
            }
            let cells: BTreeMap<_, _> = grouped.cells_of(group).collect();
            let one_by_one = grouped.tools().filter_map(|tool| Some((tool, grouped.cell(group, tool)?)));
            prop_assert_eq!(cells, one_by_one.collect());
        }
        for of in grouped.tools() {
            let one_by_one = grouped.companies().filter_map(|company| Some((company, grouped.cell(company, of)?)));
            prop_assert_eq!(grouped.cells_on(of).collect::<Vec<_>>(), one_by_one.collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_answers_over_groups_are_those_of_a_market_merged_by_hand(mut spec in specs()) {
        // A part says of its whole what no claim by hand can say.
        spec.part_of.fill(None);
        spec.companies.iter_mut().for_each(|company| company.closed = false);
        let (market, by_hand) = (spec.landscape(), spec.merged_by_hand());
        let grouped = market.grouped_by_owner();
        let answers = |of: &Landscape| {
            let us = of.perspective().expect("it has one");
            let stack = of.stacks().next().expect("it has one").into();
            let all: Vec<_> = of.companies().take(6).collect();
            let features = compare::Options { features_of: of.tools().next(), ..compare::Options::default() };
            vec![
                plain(coverage::coverage(of, &[stack], &coverage::Options { page: Page::ALL, ..coverage::Options::default() })),
                plain(matrix::matrix(of, &coverage::Options { page: Page::ALL, ..coverage::Options::default() })),
                plain(overlap::one(of, us, &overlap::Options { page: Page::ALL, ..overlap::Options::default() })),
                plain(overlap::all(of, &overlap::Options { page: Page::ALL, ..overlap::Options::default() })),
                plain(gaps::gaps(of, us, &gaps::Options { page: Page::ALL, ..gaps::Options::default() })),
                plain(bundle::bundle(of, &[stack], &bundle::Options { company: Some(us), ..bundle::Options::default() })),
                plain(compare::compare(of, &all, &compare::Options::default())),
                plain(compare::compare(of, &all, &features)),
                plain(map::map(of, &map::Options::default())),
                plain(network::network(of, &network::Options { company: Some(us), ..network::Options::default() })),
            ]
        };
        for (found, expected) in answers(grouped).iter().zip(answers(&by_hand)) {
            prop_assert_eq!(found, &expected);
        }
    }
}
