//! Records and what joins them: show, find, why, overview and map.

use landscape_graph::Landscape;
use landscape_graph::landscape::NoPlaces;
use landscape_graph::model::{Kind, Relation, Support};
use landscape_graph::query::{Page, find, map, overview, show, state::GapState, why};

use crate::landscapes::{bakery, build, company, ids, init, node, stack};

fn chains_between<'l>(landscape: &'l Landscape, from: &str, to: &str) -> why::Report<'l> {
    why::why(landscape, node(landscape, from), node(landscape, to), &why::Options::default(), &NoPlaces)
}

/// Each chain as the ids along it.
fn chains(report: &why::Report<'_>) -> Vec<String> {
    let chain = |chain: &Vec<landscape_graph::query::why::ChainStep<'_>>| {
        let rest = chain.iter().map(|step| format!(" {} {}", step.relation, step.to.id));
        [report.from.id.to_owned()].into_iter().chain(rest).collect()
    };
    report.chains.iter().map(chain).collect()
}

#[test]
fn two_companies_are_joined_by_what_both_offer_or_plan() {
    let landscape = bakery();
    let report = chains_between(&landscape, "company:crumb", "company:rye");
    // Both lack an oven, and that joins nothing; nor does a printer that Crumb lacks.
    assert_eq!((report.length, report.total), (Some(2), 2));
    assert_eq!(chains(&report), ["crumb offers stock-list offers rye", "crumb offers till offers rye"]);
    let supports: Vec<_> = report.chains[0].iter().map(|step| (step.outgoing, step.support)).collect();
    assert_eq!(supports, [(true, Some(Support::Planned)), (false, Some(Support::Partial))]);
    let till = &report.chains[1][0];
    assert_eq!(till.claims[0].evidence[0].source.id.as_str(), "guild-notes");
}

#[test]
fn a_claim_of_no_joins_nothing() {
    let json = r#"{ "tools": [{ "id": "etl", "name": "ETL" }], "features": [{ "id": "sso", "name": "SSO" }],
      "companies": [
        { "id": "a", "name": "A", "offers": [{ "tool": "etl", "support": "no" }], "provides": [{ "feature": "sso", "support": "no" }] },
        { "id": "b", "name": "B", "offers": [{ "tool": "etl", "support": "yes" }], "provides": [{ "feature": "sso", "support": "yes" }] }] }"#;
    let landscape = build(json);
    assert_eq!(chains_between(&landscape, "company:a", "company:b").length, None);
    assert_eq!(chains_between(&landscape, "company:a", "tool:etl").length, None);
    assert_eq!(chains_between(&landscape, "company:b", "tool:etl").length, Some(1));
}

#[test]
fn a_page_that_names_two_companies_joins_them_with_itself_alone() {
    let landscape = bakery();
    let report = chains_between(&landscape, "company:crumb", "company:sourdough");
    assert_eq!((report.length, report.total, report.chains.len()), (None, 0, 0));
    let report = chains_between(&landscape, "company:crumb", "source:guild-notes");
    assert_eq!(chains(&report), ["crumb about guild-notes"]);
}

#[test]
fn chains_are_as_short_as_can_be_and_are_counted_though_not_all_are_listed() {
    let landscape = bakery();
    let direct = chains_between(&landscape, "company:loaf", "company:rye");
    assert_eq!(chains(&direct), ["loaf integrates_with rye"]);
    assert!(!direct.chains[0][0].outgoing, "it is Rye that integrates with Loaf");
    let part = chains_between(&landscape, "company:crumb", "tool:card-reader");
    assert_eq!(chains(&part), ["crumb offers till part_of card-reader"]);
    let (from, to) = (node(&landscape, "company:crumb"), node(&landscape, "company:rye"));
    let report = why::why(&landscape, from, to, &why::Options { page: Page::first(1) }, &NoPlaces);
    assert_eq!((report.chains.len(), report.total), (1, 2));
    let same = chains_between(&landscape, "company:crumb", "company:crumb");
    assert_eq!((same.length, same.chains.len()), (Some(0), 1));
}

#[test]
fn what_is_concluded_from_a_part_joins_through_the_part() {
    let landscape = bakery();
    let report = chains_between(&landscape, "company:loaf", "tool:till");
    assert_eq!(
        chains(&report),
        ["loaf offers card-reader part_of till", "loaf integrates_with rye offers till"]
    );
}

#[test]
fn a_tool_is_shown_with_who_offers_it_and_why_we_believe_so() {
    let landscape = bakery();
    let report = show::show(
        &landscape,
        node(&landscape, "tool:till"),
        &show::Options { page: landscape_graph::query::Page::ALL },
        &NoPlaces,
    );
    let offered = report.relations.iter().find(|group| group.relation == Relation::Offers);
    let offered = offered.expect("somebody offers a till");
    assert!(!offered.outgoing);
    let entries: Vec<_> = (offered.entries.iter())
        .map(|entry| (entry.other.id, entry.support, entry.claims.len(), ids(&entry.concluded_from)))
        .collect();
    let none = Vec::<String>::new;
    assert_eq!(
        entries,
        [
            ("bun", Some(Support::No), 1, none()),
            ("crumb", Some(Support::Yes), 1, none()),
            ("loaf", Some(Support::Partial), 0, vec!["card-reader".to_owned()]),
            ("rye", Some(Support::Partial), 1, none()),
        ]
    );
    let claim = &offered.entries[1].claims[0];
    assert_eq!((claim.product, claim.evidence[0].at), (Some("Crumb Till"), Some("page 3")));
    let groups: Vec<_> = report.relations.iter().map(|group| (group.relation, group.outgoing)).collect();
    assert_eq!(
        groups,
        [
            (Relation::InStack, true),
            (Relation::PartOf, false),
            (Relation::Offers, false),
            (Relation::Needs, false)
        ]
    );
    assert!(report.scope.is_some() && report.place.is_none());
}

/// The ids found, best first.
fn found(landscape: &Landscape, text: &str, options: &find::Options) -> Vec<String> {
    find::find(landscape, text, options)
        .hits
        .iter()
        .map(|hit| format!("{}:{}", hit.node.kind, hit.node.id))
        .collect()
}

#[test]
fn what_is_written_in_full_stands_above_what_fits_with_letters_left_out() {
    let landscape = bakery();
    let options = find::Options::default();
    // "Bookkeeping" and "Bookkeeper" begin with it; the recipe book has it as a word.
    assert_eq!(found(&landscape, "Oven", &options)[..2], ["tool:oven", "tool:proofing-oven"]);
    let report = find::find(&landscape, "proofer", &options);
    assert_eq!((report.hits[0].node.id, report.hits[0].matched), ("proofing-oven", "Proofer"));
    let scattered = r#"{ "tools": [{ "id": "extract-the-lot", "name": "Extract the lot" },
      { "id": "etl", "name": "ETL" }, { "id": "reverse-etl", "name": "Reverse ETL" }] }"#;
    let landscape = build(scattered);
    let hits = found(&landscape, "etl", &options);
    assert_eq!(hits, ["tool:etl", "tool:reverse-etl", "tool:extract-the-lot"]);
}

#[test]
fn a_search_can_be_narrowed_and_cut() {
    let landscape = bakery();
    let all = find::find(&landscape, "book", &find::Options::default());
    let hits: Vec<&str> = all.hits.iter().map(|hit| hit.node.id).collect();
    for id in ["bookkeeping", "bookkeeper", "recipe-book"] {
        assert!(hits.contains(&id), "{id} is not among {hits:?}");
    }
    let roles = find::Options { kinds: vec![Kind::Role], ..find::Options::default() };
    assert_eq!(found(&landscape, "book", &roles), ["role:bookkeeper"]);
    let cut =
        find::find(&landscape, "book", &find::Options { page: Page::first(1), ..find::Options::default() });
    assert_eq!((cut.hits.len(), cut.total), (1, all.total));
    assert_eq!(find::find(&landscape, "zzz", &find::Options::default()).total, 0);
}

#[test]
fn the_overview_counts_records_relations_and_claims() {
    let landscape = bakery();
    let report = overview::overview(&landscape);
    let counts: Vec<(Kind, u32)> =
        report.kinds.iter().filter(|held| held.count > 0).map(|held| (held.kind, held.count)).collect();
    assert_eq!(
        counts,
        [
            (Kind::Stack, 5),
            (Kind::Tool, 11),
            (Kind::Company, 5),
            (Kind::Role, 3),
            (Kind::Principle, 3),
            (Kind::Source, 1)
        ]
    );
    // in_stack 12, part_of 2, variant_of 1, offers 20, active_in 1, integrates_with 1, needs 5,
    // assesses 7, about 2.
    assert_eq!(report.relations, 51);
    let offers = report.offers;
    // What is concluded from a part is no claim.
    assert_eq!([offers.yes, offers.partial, offers.planned, offers.no], [8, 2, 2, 8]);
    assert_eq!(offers.cells, 55);
    // A scope and three offers.
    assert_eq!((report.sources[0].source.id.as_str(), report.sources[0].claims), ("guild-notes", 4));
    assert_eq!(
        report.try_next.iter().map(|ask| ask.ask).collect::<Vec<_>>(),
        ["gaps", "coverage", "compare"]
    );
}

#[test]
fn the_map_has_a_panel_for_each_stack_and_one_for_the_rest() {
    let landscape = init();
    let report = map::map(&landscape, &map::Options::default());
    let panels: Vec<_> = (report.panels.iter())
        .map(|panel| (panel.stack.map(|stack| stack.name), panel.tools.len(), panel.companies, panel.ours))
        .collect();
    assert_eq!(
        panels,
        [
            (Some("Insight"), 4, 4, Some(0)),
            (Some("Publishing"), 5, 5, Some(1)),
            (Some("Writing"), 4, 3, Some(2))
        ]
    );
    // Fourteen, less two parts of the docs site; translation is in two stacks.
    assert_eq!(report.tools, 12);
    assert_eq!(report.companies, 6);
    let json =
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }], "companies": [{ "id": "us", "name": "Us" }] }"#;
    let landscape = build(json);
    let report = map::map(
        &landscape,
        &map::Options { company: Some(company(&landscape, "us")), ..map::Options::default() },
    );
    assert_eq!(report.panels.len(), 1);
    // Nothing says what we offer, which is not that we offer nothing.
    assert!(report.panels[0].stack.is_none() && report.panels[0].ours.is_none());
    assert_eq!(report.panels[0].tools[0].state, GapState::Unresearched);
}

#[test]
fn a_card_of_the_map_names_who_offers_the_tool_and_with_the_part_who_offers_that() {
    let landscape = bakery();
    let options =
        map::Options { within: vec![stack(&landscape, "counter")].into(), ..map::Options::default() };
    let report = map::map(&landscape, &options);
    assert_eq!((report.tools, report.panels.len()), (3, 1));
    let panel = &report.panels[0];
    assert_eq!((panel.companies, panel.ours), (4, Some(1)));
    let card = |tool: &map::Tool<'_>| {
        let chips: Vec<String> = ids(tool.companies.iter().map(|chip| &chip.company));
        format!("{}: {}, {}", tool.tool.id, chips.join(" "), tool.offerers)
    };
    let cards: Vec<String> = panel.tools.iter().map(card).collect();
    // Loaf offers a till only in that it offers a card reader; the marked company comes first, then
    // its closest rivals, Loaf and Rye, before Bun, which offers most.
    assert_eq!(cards, ["stock-list: loaf rye bun, 3", "till: crumb rye, 3", "loyalty-card: loaf bun, 2"]);
    let parts: Vec<String> = panel.tools[1].parts.iter().map(card).collect();
    assert_eq!(parts, ["card-reader: loaf, 1", "receipt-printer: rye, 1"]);
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::landscape::NoPlaces;
    use landscape_graph::query::find;
    use landscape_graph::query::overview;
    use landscape_graph::query::show;

    use crate::landscapes::{bakery, graph, init, node, text};

    #[test]
    fn records_of_the_sample() {
        let landscape = init();
        let records =
            ["company:paper-walrus", "tool:docs-site", "role:technical-writer", "segment:young-company"];
        let shown = records.map(|id| {
            text(&show::show(
                &landscape,
                node(&landscape, id),
                &show::Options { page: landscape_graph::query::Page::ALL },
                &NoPlaces,
            ))
        });
        insta::assert_snapshot!(shown.join("\n\n"));
    }

    #[test]
    fn a_tool_of_the_bakery_that_is_offered_in_part() {
        let landscape = bakery();
        insta::assert_snapshot!(text(&show::show(
            &landscape,
            node(&landscape, "tool:till"),
            &show::Options { page: landscape_graph::query::Page::ALL },
            &NoPlaces
        )));
    }

    #[test]
    fn a_search_in_the_sample() {
        insta::assert_snapshot!(text(&find::find(&init(), "docs", &find::Options::default())));
    }

    #[test]
    fn chains_of_the_sample() {
        let landscape = init();
        let report = super::chains_between(&landscape, "company:paper-walrus", "company:riddle-raven");
        insta::assert_snapshot!(text(&report));
    }

    #[test]
    fn the_sample_s_overview() {
        insta::assert_snapshot!(text(&overview::overview(&init())));
    }

    #[test]
    fn the_shipped_landscape_s_overview() {
        insta::assert_snapshot!(text(&overview::overview(&graph())));
    }
}
