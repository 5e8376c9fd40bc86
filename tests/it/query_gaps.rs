//! The tools that a company lacks: their state, scope and cost, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::model::{Basis, Complexity, Stage, Support};
use landscape_graph::query::{
    Page,
    gaps::{self, Gap, ScopeFilter, Variants},
    peers,
    rank::Rank,
    scope::{self, ScopeVerdict},
    state::GapState,
};

use crate::landscapes::{bakery, build, company, ids, init, stack, tool};

fn gaps_of<'l>(landscape: &'l Landscape, id: &str, options: &gaps::Options) -> gaps::Report<'l> {
    gaps::gaps(landscape, company(landscape, id), options)
}

/// Each gap as "tool state".
fn listed(gaps: &[Gap<'_>]) -> Vec<String> {
    gaps.iter().map(|gap| format!("{} {}", gap.tool.id, gap.state.word())).collect()
}

fn gap<'r, 'l>(report: &'r gaps::Report<'l>, id: &str) -> &'r Gap<'l> {
    let all = report.gaps.iter().chain(&report.out_of_scope);
    all.into_iter().find(|gap| gap.tool.id.as_str() == id).unwrap_or_else(|| panic!("no gap {id}"))
}

/// Tools, offered; contested, empty, unsettled, unresearched; and how many of these four are out of
/// scope.
fn assert_totals(totals: gaps::Totals, counts: [u32; 2], states: [u32; 4], out_of_scope: [u32; 4]) {
    assert_eq!([totals.tools, totals.offered], counts);
    assert_eq!(GapState::ALL.map(|state| totals.gaps.of(state)), states);
    assert_eq!(GapState::ALL.map(|state| totals.out_of_scope.of(state)), out_of_scope);
}

#[test]
fn a_gap_is_contested_empty_unsettled_or_unresearched() {
    let landscape = bakery();
    let report = gaps_of(&landscape, "crumb", &gaps::Options::default());
    assert_eq!(
        listed(&report.gaps),
        [
            // In scope: of the loyalty card every principle passes, the books are listed.
            "loyalty-card contested",
            "bookkeeping empty",
            // Not judged yet. Of the oven two others say no, and three must.
            "stock-list contested",
            "proofing-oven contested",
            "oven unsettled",
            "route-planner unresearched",
        ]
    );
    assert_eq!(listed(&report.out_of_scope), ["payroll unresearched", "recipe-book unsettled"]);
    // Nine tools: the two parts of the till are not counted beside it, nor the stock list twice.
    assert_totals(report.totals, [9, 1], [3, 1, 2, 2], [0, 0, 1, 1]);
    assert_eq!(report.own_claims, 4);
}

#[test]
fn as_many_as_asked_must_say_no_before_a_gap_is_empty() {
    let landscape = bakery();
    for (min_researched, oven, bookkeeping) in [
        (1, GapState::Empty, GapState::Empty),
        (2, GapState::Empty, GapState::Empty),
        (3, GapState::Unsettled, GapState::Empty),
        (4, GapState::Unsettled, GapState::Unsettled),
    ] {
        let options = gaps::Options { min_researched, ..gaps::Options::default() };
        let report = gaps_of(&landscape, "crumb", &options);
        let states = (gap(&report, "oven").state, gap(&report, "bookkeeping").state);
        assert_eq!(states, (oven, bookkeeping), "{min_researched}");
        // A plan keeps it from being empty, however few must say no.
        assert_eq!(gap(&report, "recipe-book").state, GapState::Unsettled);
    }
}

#[test]
fn one_s_own_claims_are_shown_and_decide_no_state() {
    let landscape = bakery();
    let report = gaps_of(&landscape, "crumb", &gaps::Options::default());
    assert_eq!(gap(&report, "stock-list").own, Some(Support::Planned));
    assert_eq!(gap(&report, "oven").own, Some(Support::No));
    assert_eq!(gap(&report, "loyalty-card").own, None);
    // Crumb's own no is not among them.
    assert_eq!(gap(&report, "oven").known_not, 2);
    let own = r#"{ "tools": [{ "id": "etl", "name": "ETL" }],
      "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "no" }] }] }"#;
    let landscape = build(own);
    let report = gaps_of(&landscape, "us", &gaps::Options { min_researched: 1, ..gaps::Options::default() });
    assert_eq!(listed(&report.gaps), ["etl unresearched"]);
}

#[test]
fn a_gap_names_who_offers_it_and_how_firm_that_is() {
    let landscape = bakery();
    let report = gaps_of(&landscape, "bun", &gaps::Options::default());
    let till = gap(&report, "till");
    assert_eq!((till.state, till.own, till.offerers), (GapState::Contested, Some(Support::No), 3));
    let by: Vec<_> =
        till.offered_by.iter().map(|by| (by.company.id.as_str(), by.support, by.claimed, by.basis)).collect();
    assert_eq!(
        by,
        [
            ("crumb", Support::Yes, Some(Support::Yes), Some(Basis::Stated)),
            // Loaf is only said to offer a card reader, which is a part of one: it stands on that
            // claim.
            ("loaf", Support::Partial, None, Some(Basis::Ambiguous)),
            ("rye", Support::Partial, Some(Support::Partial), None),
        ]
    );
    let report = gaps_of(&landscape, "bun", &gaps::Options { names: Some(1), ..gaps::Options::default() });
    assert_eq!((gap(&report, "till").offered_by.len(), gap(&report, "till").offerers), (1, 3));
    let loyalty = gaps_of(&landscape, "crumb", &gaps::Options::default());
    let by = gap(&loyalty, "loyalty-card").offered_by[0];
    assert_eq!((by.company.id.as_str(), by.basis), ("bun", Some(Basis::Inferred)));
}

#[test]
fn rivals_are_those_who_offer_much_of_the_same() {
    let landscape = bakery();
    // Crumb's Jaccard with Loaf is a third, with Rye a half, with Bun nothing.
    for (rival_jaccard, stock_list, loyalty_card) in [(0.1, 2, 1), (0.4, 1, 0), (0.6, 0, 0)] {
        let options = gaps::Options { rival_jaccard, ..gaps::Options::default() };
        let report = gaps_of(&landscape, "crumb", &options);
        let rivals = (gap(&report, "stock-list").rivals, gap(&report, "loyalty-card").rivals);
        assert_eq!(rivals, (stock_list, loyalty_card), "{rival_jaccard}");
        assert_eq!(gap(&report, "proofing-oven").rivals, 0);
    }
}

#[test]
fn the_order_within_a_state_is_the_one_asked_for() {
    // `common` is offered by three strangers, `near` by the one rival and a stranger.
    let json = r#"{ "tools": [{ "id": "common", "name": "Common" }, { "id": "alone", "name": "Alone" },
        { "id": "near", "name": "Near" }, { "id": "ours", "name": "Ours" }],
      "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "ours", "support": "yes" }] },
        { "id": "rival", "name": "Rival", "offers": [{ "tool": "ours", "support": "yes" }, { "tool": "near", "support": "yes" }] },
        { "id": "x", "name": "X", "offers": [{ "tool": "common", "support": "yes" }, { "tool": "near", "support": "partial" }] },
        { "id": "y", "name": "Y", "offers": [{ "tool": "common", "support": "yes" }, { "tool": "alone", "support": "yes" }] },
        { "id": "z", "name": "Z", "offers": [{ "tool": "common", "support": "yes" }] }] }"#;
    let landscape = build(json);
    for (rank, order) in [
        (Rank::Popularity, ["common", "near", "alone"]),
        // Who offers ours offers near; of the two that nobody like us offers, more companies offer
        // common.
        (Rank::Peers(peers::Options { kappa: 0.0, gamma: 0.0 }), ["near", "common", "alone"]),
        // One company is thin evidence: (1/2 + 5 · 1/5) / 6 for near, (0 + 5 · 2/5) / 6 for common.
        (Rank::default(), ["common", "near", "alone"]),
        (Rank::Name, ["alone", "common", "near"]),
    ] {
        let report = gaps_of(&landscape, "us", &gaps::Options { rank, ..gaps::Options::default() });
        assert_eq!(ids(report.gaps.iter().map(|gap| &gap.tool)), order, "{rank:?}");
    }
}

#[test]
fn top_is_so_many_gaps_and_leaves_the_totals() {
    let landscape = bakery();
    let report =
        gaps_of(&landscape, "crumb", &gaps::Options { page: Page::first(3), ..gaps::Options::default() });
    assert_eq!(listed(&report.gaps), ["loyalty-card contested", "bookkeeping empty", "stock-list contested"]);
    assert_eq!(report.gaps.iter().map(|gap| gap.place).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((report.next, report.out_of_scope.len()), (Some(3), 2));
    // The list goes on where a page ends, whatever the page: the first two are in scope.
    for start in 0..8 {
        let page = Page { start, top: Some(2) };
        let options = gaps::Options { page, ..gaps::Options::default() };
        let part = gaps_of(&landscape, "crumb", &options);
        let all = gaps_of(&landscape, "crumb", &gaps::Options::default());
        let expected: Vec<_> = listed(&all.gaps).into_iter().skip(start).take(2).collect();
        assert_eq!(listed(&part.gaps), expected, "{start}");
        assert!(part.gaps.iter().zip(start + 1..).all(|(gap, place)| gap.place as usize == place));
    }
    assert_totals(report.totals, [9, 1], [3, 1, 2, 2], [0, 0, 1, 1]);
}

#[test]
fn what_is_in_scope_comes_first_and_alone_where_asked() {
    let landscape = bakery();
    let report = gaps_of(&landscape, "crumb", &gaps::Options::default());
    let verdicts: Vec<ScopeVerdict> = report.gaps.iter().map(|gap| gap.scope.verdict).collect();
    assert_eq!(verdicts, [[ScopeVerdict::In; 2].as_slice(), &[ScopeVerdict::Open; 4]].concat());
    let states = |verdict| GapState::ALL.map(|state| report.totals.of(verdict).of(state));
    assert_eq!(states(ScopeVerdict::In), [1, 1, 0, 0]);
    assert_eq!(states(ScopeVerdict::Open), [2, 0, 1, 1]);
    assert_eq!(states(ScopeVerdict::Out), [0, 0, 1, 1]);

    let options = gaps::Options { scope: ScopeFilter::In, ..gaps::Options::default() };
    let in_scope = gaps_of(&landscape, "crumb", &options);
    assert_eq!(listed(&in_scope.gaps), ["loyalty-card contested", "bookkeeping empty"]);
    assert!(in_scope.out_of_scope.is_empty());
    assert_eq!(in_scope.totals, report.totals, "all are counted");
}

#[test]
fn a_stack_holds_the_gaps_of_its_own_tools_alone() {
    let landscape = bakery();
    let options =
        gaps::Options { within: vec![stack(&landscape, "counter")].into(), ..gaps::Options::default() };
    let report = gaps_of(&landscape, "crumb", &options);
    assert_eq!(listed(&report.gaps), ["loyalty-card contested", "stock-list contested"]);
    assert_totals(report.totals, [3, 1], [2, 0, 0, 0], [0; 4]);
    let both = ["counter", "kitchen"].map(|id| stack(&landscape, id)).to_vec();
    let report =
        gaps_of(&landscape, "crumb", &gaps::Options { within: both.into(), ..gaps::Options::default() });
    // The stock list is in both, and counted once.
    assert_totals(report.totals, [6, 1], [3, 0, 2, 0], [0, 0, 1, 0]);
}

#[test]
fn folded_variants_count_as_what_they_are_variants_of() {
    let landscape = bakery();
    let options = gaps::Options { variants: Variants::Folded, ..gaps::Options::default() };
    let report = gaps_of(&landscape, "crumb", &options);
    assert_eq!(
        listed(&report.gaps)[..4],
        ["loyalty-card contested", "bookkeeping empty", "stock-list contested", "oven contested"]
    );
    assert_totals(report.totals, [8, 1], [3, 1, 1, 2], [0, 0, 1, 1]);
    let oven = gap(&report, "oven");
    assert_eq!((oven.own, oven.offerers, oven.known_not), (Some(Support::No), 1, 2));
    assert_eq!(ids(oven.offered_by.iter().map(|by| &by.company)), ["bun"]);
    // Who offers the variant offers the tool.
    let report = gaps_of(&landscape, "bun", &options);
    assert_totals(report.totals, [8, 3], [1, 0, 2, 2], [0, 0, 1, 1]);
    let apart = gaps_of(&landscape, "crumb", &gaps::Options::default());
    assert_eq!(ids(&gap(&apart, "proofing-oven").variant_of), ["oven"]);
}

#[test]
fn what_is_offered_without_its_parts_is_told_apart() {
    let landscape = bakery();
    let report = gaps_of(&landscape, "crumb", &gaps::Options::default());
    assert_eq!(report.partly_offered.len(), 1);
    let till = &report.partly_offered[0];
    assert_eq!((till.tool.id.as_str(), till.support), ("till", Support::Yes));
    let missing: Vec<_> =
        till.missing.iter().map(|part| (part.tool.id.as_str(), part.state, part.offerers)).collect();
    assert_eq!(
        missing,
        [("card-reader", GapState::Contested, 1), ("receipt-printer", GapState::Contested, 1)]
    );
    // Rye has the printer; Loaf the reader, and of the printer others say yes and no.
    let of_rye = gaps_of(&landscape, "rye", &gaps::Options::default());
    assert_eq!(ids(of_rye.partly_offered[0].missing.iter().map(|part| &part.tool)), ["card-reader"]);
    let of_loaf = gaps_of(&landscape, "loaf", &gaps::Options::default());
    assert_eq!(ids(of_loaf.partly_offered[0].missing.iter().map(|part| &part.tool)), ["receipt-printer"]);
    // Bun lacks the till, with both parts.
    let of_bun = gaps_of(&landscape, "bun", &gaps::Options::default());
    assert_eq!(
        ids(gap(&of_bun, "till").parts.iter().map(|part| &part.tool)),
        ["card-reader", "receipt-printer"]
    );
}

#[test]
fn principles_rule_out_and_let_in_and_ideals_do_neither() {
    let landscape = bakery();
    let scope = |id| scope::scope_of(&landscape, tool(&landscape, id));
    for (id, verdict, ruled_out_by, missing) in [
        // Listed, though no principle has a verdict.
        ("bookkeeping", ScopeVerdict::In, &[][..], &["bake-every-day", "no-secrets"][..]),
        // Every binding principle passes.
        ("loyalty-card", ScopeVerdict::In, &[], &[]),
        ("payroll", ScopeVerdict::Out, &["bake-every-day"], &["no-secrets"]),
        // An ideal fails, which binds nobody.
        ("proofing-oven", ScopeVerdict::Open, &[], &["bake-every-day", "no-secrets"]),
        // Listed, and an antiprinciple rules it out all the same.
        ("recipe-book", ScopeVerdict::Out, &["no-secrets"], &["bake-every-day"]),
        // One passes, and of the other somebody could not tell.
        ("stock-list", ScopeVerdict::Open, &[], &["no-secrets"]),
    ] {
        let found = scope(id);
        assert_eq!(found.verdict, verdict, "{id}");
        assert_eq!(ids(found.ruled_out_by.iter().map(|reason| &reason.principle)), ruled_out_by, "{id}");
        assert_eq!(ids(&found.missing), missing, "{id}");
    }
    assert!(scope("bookkeeping").listed.is_some() && scope("loyalty-card").listed.is_none());
}

#[test]
fn without_a_binding_principle_nothing_is_in_scope_unless_listed() {
    let json = r#"{ "tools": [{ "id": "etl", "name": "ETL" }, { "id": "cdp", "name": "CDP", "in_scope": {} }],
      "principles": [{ "id": "nice", "name": "Nice", "type": "ideal", "assesses": [{ "tool": "etl", "verdict": "pass" }] }] }"#;
    let landscape = build(json);
    let verdict = |id| scope::scope_of(&landscape, tool(&landscape, id)).verdict;
    assert_eq!((verdict("etl"), verdict("cdp")), (ScopeVerdict::Open, ScopeVerdict::In));
}

/// The sums of engineer-months and months to each stage.
fn effort(gap: &Gap<'_>) -> (Option<Complexity>, bool, Vec<(Stage, u32, u32)>) {
    let stages = gap.effort.stages.iter().map(|stage| (stage.stage, stage.engineer_months, stage.months));
    (gap.effort.complexity, gap.effort.at_least, stages.collect())
}

#[test]
fn what_it_takes_is_summed_up_to_each_stage_and_never_made_up() {
    let landscape = bakery();
    let report = gaps_of(&landscape, "crumb", &gaps::Options::default());
    let simple = vec![(Stage::Mvp, 6, 3), (Stage::Pmf, 10, 5)];
    assert_eq!(effort(gap(&report, "loyalty-card")), (Some(Complexity::Simple), false, simple.clone()));
    // There are no figures for complex tools, nor is it known what a route planner is.
    assert_eq!(effort(gap(&report, "stock-list")), (Some(Complexity::Complex), true, simple.clone()));
    assert_eq!(effort(gap(&report, "route-planner")), (None, true, simple));

    let landscape = init();
    let report = gaps_of(&landscape, "paper-walrus", &gaps::Options::default());
    let complex = vec![(Stage::Mvp, 12, 4), (Stage::Pmf, 24, 8), (Stage::Profitable, 48, 14)];
    assert_eq!(effort(gap(&report, "docs-assistant")), (Some(Complexity::Complex), false, complex));
    let simple = vec![(Stage::Mvp, 4, 2), (Stage::Pmf, 8, 4), (Stage::Profitable, 16, 8)];
    assert_eq!(effort(gap(&report, "code-sample-tests")), (None, true, simple));

    let none = build(
        r#"{ "tools": [{ "id": "etl", "name": "ETL", "complexity": "simple" }], "companies": [{ "id": "us", "name": "Us" }] }"#,
    );
    let report = gaps_of(&none, "us", &gaps::Options::default());
    assert_eq!(effort(&report.gaps[0]), (Some(Complexity::Simple), true, vec![]));
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::gaps;
    use landscape_graph::query::gaps::Variants;

    use crate::landscapes::{bakery, company, graph, init, text};

    #[test]
    fn a_company_of_which_nothing_is_known_is_told_that_its_gaps_may_be_none() {
        let landscape = bakery();
        let report =
            text(&gaps::gaps(&landscape, company(&landscape, "sourdough"), &gaps::Options::default()));
        assert!(report.contains("Nobody has recorded what Sourdough offers"), "{report}");
        assert!(report.contains("by the principles and figures of Crumb"), "{report}");
    }

    #[test]
    fn the_bakery_s_gaps() {
        let landscape = bakery();
        insta::assert_snapshot!(text(&gaps::gaps(
            &landscape,
            company(&landscape, "crumb"),
            &gaps::Options::default()
        )));
    }

    #[test]
    fn the_sample_s_gaps() {
        let landscape = init();
        let us = company(&landscape, "paper-walrus");
        insta::assert_snapshot!(text(&gaps::gaps(&landscape, us, &gaps::Options::default())));
    }

    #[test]
    fn the_sample_s_gaps_with_variants_folded() {
        let landscape = init();
        let us = company(&landscape, "paper-walrus");
        let options =
            gaps::Options { variants: Variants::Folded, min_researched: 1, ..gaps::Options::default() };
        insta::assert_snapshot!(text(&gaps::gaps(&landscape, us, &options)));
    }

    #[test]
    fn the_shipped_landscape_s_gaps() {
        let landscape = graph();
        let us = landscape.perspective().expect("the landscape has a perspective");
        insta::assert_snapshot!(text(&gaps::gaps(&landscape, us, &gaps::Options::default())));
    }
}
