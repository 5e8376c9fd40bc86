//! The research queue: what it holds, in which order, and what looking up in that order is worth.

use std::collections::BTreeMap;

use landscape_graph::Landscape;
use landscape_graph::landscape::NoPlaces;
use landscape_graph::model::Age;
use landscape_graph::query::next::{self, Blocking, Change, Lookup, Matter};
use landscape_graph::query::scope::ScopeVerdict;
use landscape_graph::query::{Interval, Page, coverage, gaps, matrix, overlap, show, why};
use proptest::prelude::*;

use crate::landscapes::{bakery, build, company, ids, node, tool};
use crate::properties::{Spec, float, number, position, settings, specs};

fn all() -> next::Options {
    next::Options { page: Page::ALL, ..next::Options::default() }
}

fn queue<'l>(landscape: &'l Landscape, us: &str) -> next::Report<'l> {
    next::next(landscape, company(landscape, us), &all())
}

fn find<'r, 'l>(report: &'r next::Report<'l>, company: &str, tool: &str) -> Option<&'r Lookup<'l>> {
    report.lookups.iter().find(|lookup| {
        lookup.company.is_some_and(|of| of.id.as_str() == company)
            && lookup.tool.is_some_and(|of| of.id.as_str() == tool)
    })
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() < 1e-9
}

// Us: till and scale. Ash: till; Elm: till and mixer; Oak: mixer. N is 4.
const MARKET: &str = r#"{
  "landscape": { "schema": 1, "name": "Made up", "perspective": "us" },
  "sources": [{ "id": "docs", "name": "Docs" }],
  "stacks": [{ "id": "shop", "name": "Shop" }],
  "tools": [
    { "id": "mixer", "name": "Mixer", "in_stack": ["shop"] },
    { "id": "oven", "name": "Oven" },
    { "id": "scale", "name": "Scale" },
    { "id": "till", "name": "Till" }
  ],
  "companies": [
    { "id": "ash", "name": "Ash", "offers": [{ "tool": "till", "support": "yes" }] },
    { "id": "elm", "name": "Elm", "offers": [{ "tool": "till", "support": "yes" }, { "tool": "mixer", "support": "yes" }] },
    { "id": "oak", "name": "Oak", "offers": [{ "tool": "mixer", "support": "yes" }] },
    { "id": "us", "name": "Us", "offers": [{ "tool": "till", "support": "yes" }, { "tool": "scale", "support": "yes" }] }
  ],
  "roles": [{ "id": "baker", "name": "Baker" }],
  "questions": [{ "id": "who", "name": "Who is it for?", "about": ["role:baker"] }]
}"#;

#[test]
fn the_worth_of_a_row_is_the_one_worked_out_by_hand() {
    let market = build(MARKET);
    let report = queue(&market, "us");
    // Ash and Elm share the till, and stand by id.
    assert_eq!(ids(&report.rivals), ["ash", "elm"]);
    // The mixer is our first gap: the oven has no vendor.
    let mixer = find(&report, "us", "mixer").expect("nothing is known of it");
    // Two others offer our till, one of them the mixer; nobody else the scale. The mixer's share is
    // (2 + 1) / (4 + 2) = 1/2: ((1 + 5/2) / (2 + 5) + (5/2) / (0 + 5)) / 2 = 1/2.
    assert!(close(mixer.likely, 0.5), "{mixer:?}");
    // The first gap counts 1, all of the only stack 1/10. Of two rivals one offers the mixer, which
    // weighs ln(1 + 4/2) beside ln(1 + 4/3) for the till and ln(1 + 4/1) for the scale.
    let (mixer_weighs, ours) = (3_f64.ln(), (7_f64 / 3.0).ln() + 5_f64.ln());
    assert!(close(mixer.worth, 0.5 * (1.0 + 0.1 + mixer_weighs / (ours + mixer_weighs))), "{mixer:?}");
    let changes: Vec<&Change<'_>> = mixer.why.iter().map(|reason| &reason.change).collect();
    assert_eq!(changes[..2], [&Change::Gap { place: 1 }, &Change::Shared { offering: 1, of: 2 }]);
    // With the scale, Elm would pass Ash: 1 - 1/log2(3).
    let scale = find(&report, "elm", "scale").expect("nothing is known of it");
    assert_eq!(scale.why[0].change, Change::RivalMoves { from: 2, to: 1 });
    assert!(close(scale.why[0].effect, 1.0 - 1.0 / 3_f64.log2()), "{scale:?}");
    // Ash is first already.
    assert!(find(&report, "ash", "scale").is_some_and(|lookup| lookup.why.is_empty()));
    // The oven has no vendor. Oak is no rival, and in no stack with it.
    let oven = find(&report, "ash", "oven").expect("nothing is known of it");
    assert!(matches!(oven.why[0].change, Change::FirstVendor { place: 2, .. }), "{oven:?}");
    assert!(find(&report, "oak", "oven").is_none() && find(&report, "elm", "mixer").is_none());
    // A role without needs counts a tenth, and the question that waits a half.
    let needs = report.lookups.iter().find(|lookup| lookup.matter == Matter::Needs).expect("it lacks them");
    assert!(close(needs.worth, 0.6), "{needs:?}");
}

#[test]
fn it_says_what_blocks_most() {
    let market = build(MARKET);
    let report = queue(&market, "us");
    let blocks: Vec<_> = report
        .blocks
        .iter()
        .map(|block| (block.missing, block.total, block.of, block.questions.len()))
        .collect();
    // One role of one; two gaps of four tools that nobody lists; one tool of four without a vendor,
    // and not one `no`.
    assert_eq!(
        blocks,
        [(Blocking::Needs, 1, 1, 1), (Blocking::Listing, 2, 4, 0), (Blocking::Negatives, 1, 4, 0)]
    );
    // One `no` is enough, and so is one need.
    let known = MARKET
        .replace(r#""Baker" }"#, r#""Baker", "needs": [{ "tool": "till" }] }"#)
        .replace(r#"[{ "tool": "mixer", "support": "yes" }]"#, r#"[{ "tool": "oven", "support": "no" }]"#);
    let report = build(&known);
    let report = queue(&report, "us");
    assert_eq!(report.blocks.iter().map(|block| block.missing).collect::<Vec<_>>(), [Blocking::Listing]);
    // Where nothing is known of the company itself, that comes first.
    let blind = build(
        &MARKET
            .replace(r#""perspective": "us""#, r#""perspective": "new""#)
            .replace(r#"{ "id": "oak""#, r#"{ "id": "new", "name": "New" }, { "id": "oak""#),
    );
    let report = queue(&blind, "new");
    assert_eq!((report.blocks[0].missing, report.rivals.len()), (Blocking::Offers, 0));
}

const LOOKED: &str = r#""looked": [{ "tool": "mixer",
  "evidence": [{ "source": "docs", "at": "page 2", "basis": "stated", "on": "2026-03-01" }] }]"#;

fn looked() -> String {
    let of_tool = r#"{ "id": "oven", "name": "Oven", "looked": { "evidence": [{ "source": "docs", "basis": "stated", "on": "2026-03-01" }] } }"#;
    MARKET
        .replace(r#"{ "id": "ash", "name": "Ash","#, &format!(r#"{{ "id": "ash", "name": "Ash", {LOOKED},"#))
        .replace(r#"{ "id": "oven", "name": "Oven" }"#, of_tool)
}

#[test]
fn what_somebody_looked_up_in_vain_is_unknown_in_every_count() {
    let (before, after) = (build(MARKET), build(&looked()));
    let json = |report: &dyn erased::Report| report.json();
    let without = |text: String| text.replace("2026-03-01", "").replace(r#""as_of":"""#, r#""as_of":null"#);
    let all = coverage::Options { page: Page::ALL, ..coverage::Options::default() };
    assert_eq!(json(&matrix::matrix(&before, &all)), without(json(&matrix::matrix(&after, &all))));
    let counts = |market: &Landscape| {
        let report = coverage::coverage(market, &[node(market, "stack:shop")], &all);
        let target = &report.targets[0];
        let rows: Vec<(String, Interval)> =
            target.companies.iter().map(|row| (row.company.id.to_string(), row.offered)).collect();
        (rows, target.companies_with_claims, target.companies_without_claims)
    };
    assert_eq!(counts(&before), counts(&after));
    let states =
        |market: &Landscape| gaps::gaps(market, company(market, "us"), &gaps::Options::default()).totals.gaps;
    assert_eq!(states(&before), states(&after));
    assert!(find(&queue(&after, "us"), "ash", "mixer").is_some());
}

/// A report as JSON, whichever it is.
mod erased {
    pub(super) trait Report {
        fn json(&self) -> String;
    }
    impl<R: serde::Serialize> Report for R {
        fn json(&self) -> String {
            serde_json::to_string(self).expect("a report is JSON")
        }
    }
}

#[test]
fn what_somebody_looked_up_in_vain_is_worth_less_until_it_is_old() {
    let (before, after) = (build(MARKET), build(&looked()));
    let worth = |market: &Landscape, of: (&str, &str), options: &next::Options| {
        let report = next::next(market, company(market, "us"), options);
        find(&report, of.0, of.1).map(|lookup| lookup.worth).expect("nothing is known of it")
    };
    // The mixer at Ash; and the oven wherever it is looked for.
    for of in [("ash", "mixer"), ("elm", "oven")] {
        assert!(close(worth(&after, of, &all()), 0.1 * worth(&before, of, &all())), "{of:?}");
    }
    assert!(close(worth(&after, ("us", "mixer"), &all()), worth(&before, ("us", "mixer"), &all())));
    // Read on the newest day of all, nothing is old until another is read much later.
    let later = looked().replace(
        r#""id": "oak", "name": "Oak","#,
        r#""id": "oak", "name": "Oak", "evidence": [{ "source": "docs", "basis": "stated", "on": "2026-11-01" }],"#,
    );
    let later = build(&later);
    assert!(close(worth(&later, ("ash", "mixer"), &all()), worth(&before, ("ash", "mixer"), &all())));
    let long = next::Options { shelf_life: Age::days(365), ..all() };
    assert!(close(worth(&later, ("ash", "mixer"), &long), 0.1 * worth(&before, ("ash", "mixer"), &long)));
}

#[test]
fn what_somebody_looked_up_in_vain_joins_nothing() {
    let market = build(&looked());
    let (ash, mixer) = (node(&market, "company:ash"), node(&market, "tool:mixer"));
    for (from, to) in [(ash, mixer), (mixer, ash)] {
        let report = why::why(&market, from, to, &why::Options::default(), &NoPlaces);
        // By the till, which Elm offers too.
        assert_eq!((report.length, report.looked.len()), (Some(3), 1));
    }
    let shown = show::show(&market, node(&market, "tool:oven"), &show::Options::default(), &NoPlaces);
    assert!(shown.looked.is_some());
}

#[cfg(feature = "render")]
#[test]
fn the_words_say_that_somebody_looked_and_could_not_tell() {
    use crate::landscapes::{explained, text};
    let market = build(&looked());
    let all = coverage::Options { page: Page::ALL, ..coverage::Options::default() };
    let shop = coverage::coverage(&market, &[node(&market, "stack:shop")], &all);
    let us = company(&market, "us");
    let ash = node(&market, "company:ash");
    let page = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (told, wanted) in [
        (explained(&shop), "Ash, Mixer: looked, could not tell (docs page 2, stated, 2026-03-01)"),
        (
            text(&why::why(&market, ash, node(&market, "tool:mixer"), &why::Options::default(), &NoPlaces)),
            "Ash, Mixer: looked, could not tell (docs page 2, stated, 2026-03-01)",
        ),
        (
            text(&show::show(&market, ash, &show::Options::default(), &NoPlaces)),
            "looked, could not tell: 1 tool",
        ),
        (
            text(&show::show(&market, node(&market, "tool:oven"), &show::Options::default(), &NoPlaces)),
            "looked, found nobody (docs, stated, 2026-03-01)",
        ),
        (
            text(&gaps::gaps(&market, us, &gaps::Options::default())),
            "looked, found nobody (docs, stated, 2026-03-01)",
        ),
        (
            text(&gaps::gaps(&market, us, &gaps::Options::default())),
            "somebody has looked up, without an answer, 1",
        ),
        (text(&queue(&market, "us")), "looked, could not tell (docs page 2, stated, 2026-03-01)"),
    ] {
        assert!(
            page(told.clone()).to_lowercase().contains(&wanted.to_lowercase()),
            "`{wanted}` is missing: {told}"
        );
    }
    assert!(!text(&shop).contains("could not tell"));
}

/// How likely a yes is, by a double loop over all companies.
fn likely(spec: &Spec, company: usize, tool: usize) -> f64 {
    let offerers = |tool: usize| (0..spec.companies.len()).filter(move |other| spec.offers(*other, tool));
    let share = (float(offerers(tool).count()) + 1.0) / (float(spec.companies.len()) + 2.0);
    let held = spec.offered(company);
    if held.is_empty() {
        return share;
    }
    let of = |held: usize| {
        let others: Vec<usize> = offerers(held).filter(|other| *other != company).collect();
        let both = others.iter().filter(|other| spec.offers(**other, tool)).count();
        (float(both) + 5.0 * share) / (float(others.len()) + 5.0)
    };
    held.iter().map(|held| of(*held)).sum::<f64>() / float(held.len())
}

proptest! {
    #![proptest_config(settings(200))]

    #[test]
    fn the_queue_holds_every_unknown_offer_near_us_in_the_order_of_its_worth(spec in specs()) {
        let landscape = spec.landscape();
        let us = landscape.companies().next().expect("there is a company");
        let report = next::next(&landscape, us, &all());
        let ranking = overlap::one(&landscape, us, &overlap::Options { page: Page::ALL, ..overlap::Options::default() });
        let rivals: Vec<usize> =
            ranking.others.iter().map(|pair| position(pair.companies[1].id.as_str())).take(next::RIVALS).collect();
        prop_assert_eq!(report.rivals.iter().map(|rival| position(rival.id.as_str())).collect::<Vec<_>>(), &rivals[..]);
        let listed = gaps::gaps(&landscape, us, &gaps::Options { page: Page::ALL, ..gaps::Options::default() });
        let gap_at: BTreeMap<usize, u32> =
            listed.gaps.iter().map(|gap| (position(gap.tool.id.as_str()), gap.place)).collect();

        let offers = report.lookups.iter().filter(|lookup| lookup.matter == Matter::Offer);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for lookup in offers {
            let company = position(lookup.company.expect("an offer has a company").id.as_str());
            let tool = position(lookup.tool.expect("an offer has a tool").id.as_str());
            found.push((company, tool));
            prop_assert!(close(lookup.likely, likely(&spec, company, tool)), "{:?}", lookup);
            let effects: f64 = lookup.why.iter().map(|reason| reason.effect).sum();
            prop_assert!(close(lookup.worth, lookup.likely * effects));
            for reason in &lookup.why {
                match reason.change {
                    Change::Gap { place } | Change::FirstVendor { place, .. } => {
                        prop_assert_eq!(gap_at.get(&tool), Some(&place));
                        prop_assert!(close(reason.effect, 1.0 / (f64::from(place) + 1.0).log2()));
                    }
                    Change::GapMoves { from, to } => {
                        prop_assert_eq!(gap_at.get(&tool), Some(&from));
                        // Who offers a gap too moves it forward.
                        prop_assert!(to < from);
                    }
                    Change::RivalMoves { from, to } => {
                        prop_assert_eq!(rivals.iter().position(|rival| *rival == company).map(|at| number(at) + 1), Some(from));
                        prop_assert!(to < from && spec.offers(0, tool));
                    }
                    _ => {}
                }
            }
        }
        let is_asked = |tool: &usize| spec.is_whole(*tool) && spec.scope(*tool) != ScopeVerdict::Out;
        let unknown = |company: &usize| -> Vec<(usize, usize)> {
            let tools = (0..spec.tools.len()).filter(|tool| is_asked(tool) && spec.support(*company, *tool).is_none());
            tools.map(|tool| (*company, tool)).collect()
        };
        // Leads come besides, for tools without a vendor alone.
        let (near, leads): (Vec<_>, Vec<_>) =
            found.iter().copied().partition(|(company, _)| *company == 0 || rivals.contains(company));
        let mut near_sorted = near;
        near_sorted.sort_unstable();
        let mut wanted: Vec<(usize, usize)> = [0].iter().chain(&rivals).flat_map(unknown).collect();
        wanted.sort_unstable();
        prop_assert_eq!(near_sorted, wanted);
        for (company, tool) in leads {
            prop_assert_eq!(spec.support(company, tool), None);
            prop_assert!((0..spec.companies.len()).all(|other| !spec.offers(other, tool)));
        }
        prop_assert_eq!(report.unknown, number(found.len()));
        prop_assert!(report.lookups.windows(2).all(|pair| pair[0].worth >= pair[1].worth));
        prop_assert!(report.lookups.iter().zip(1..).all(|(lookup, place)| lookup.place == place));
    }
}

#[test]
fn tools_that_are_ruled_out_are_not_looked_up() {
    let landscape = bakery();
    let report = queue(&landscape, "crumb");
    for id in ["payroll", "recipe-book"] {
        let of = tool(&landscape, id);
        assert!(report.lookups.iter().all(|lookup| lookup.tool != Some(landscape.named(of))), "{id}");
    }
}

#[test]
fn looking_up_in_the_order_of_the_queue_beats_chance_on_the_shipped_landscape() {
    use crate::hidden::{Market, Order};
    let market = Market::read(&crate::support::root("graph")).expect("the landscape can be read");
    let hidden = market.hide(0.6, 1);
    let course = |order| market.course("posthog", &hidden, order, [40, 120]).expect("it is a company");
    let queue = course(Order::Queue);
    // Where one only knows whom to look at, not what for; any order; and that of ids.
    for other in [Order::NearFirst(1), Order::Chance(1), Order::Alphabet] {
        let other_course = course(other);
        assert!(queue.mean() > other_course.mean(), "{queue:?} against {other:?}: {other_course:?}");
        assert!(queue.after(120) > other_course.after(120), "{queue:?} against {other:?}: {other_course:?}");
        let first = other_course.until(0.6).unwrap_or(usize::MAX);
        assert!(
            queue.until(0.6).is_some_and(|lookups| lookups <= first),
            "{queue:?} against {other_course:?}"
        );
    }
}

#[cfg(feature = "cli")]
mod commands {
    use serde_json::Value;

    use crate::support::Sandbox;

    /// The commands of a queue, without its marks.
    fn commands(sandbox: &Sandbox) -> Vec<String> {
        let answer = sandbox.run(&["next", "--top", "all", "--format", "csv"]);
        assert_eq!(answer.code, Some(0), "{answer}");
        let lines = answer.stdout.lines().skip(1);
        lines
            .filter_map(|line| line.rsplit(',').find(|field| field.starts_with("landscape link")))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn every_command_of_the_queue_records_an_answer_as_it_is_typed() {
        let sandbox = Sandbox::new();
        assert_eq!(sandbox.run(&["init"]).code, Some(0));
        let total = |sandbox: &Sandbox| -> Value {
            sandbox.run(&["next", "--format", "json"]).json()["total"].clone()
        };
        let before = total(&sandbox).as_u64().expect("it is a number");
        let all = commands(&sandbox);
        assert_eq!(all.len() as u64, before);
        for command in &all {
            let arguments: Vec<&str> = command.split(' ').skip(1).collect();
            let outcome = sandbox.run(&arguments);
            assert_eq!(outcome.code, Some(0), "{command}: {outcome}");
        }
        let checked = sandbox.run(&["check"]);
        assert_eq!(checked.code, Some(0), "{checked}");
        // What is left waits for what the answers have opened: another verdict, a closer rival.
        let left = commands(&sandbox);
        assert!(all.iter().all(|command| !left.contains(command)), "{left:?}");
    }
}
