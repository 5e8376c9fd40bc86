//! The fewest companies that cover something, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::landscape::NodeIx;
use landscape_graph::query::{
    bundle::{self, Bounds, Bundle, Covering, StandIn},
    cover,
    coverage::CoveredTool,
    state::GapState,
};

use crate::landscapes::{bakery, build, company, ids, node};

fn bundled<'l>(
    landscape: &'l Landscape,
    targets: &[&str],
    us: Option<&str>,
    covering: Covering,
) -> bundle::Report<'l> {
    let targets: Vec<NodeIx> = targets.iter().map(|target| node(landscape, target)).collect();
    let options = bundle::Options {
        company: us.map(|id| company(landscape, id)),
        covering,
        ..bundle::Options::default()
    };
    bundle::bundle(landscape, &targets, &options)
}

fn covered(tools: &[CoveredTool<'_>]) -> Vec<String> {
    ids(tools.iter().map(|covered| &covered.tool))
}

/// Each company of a bundle as its id, the tools in full, those in part, and those for which it is
/// alone.
fn members(bundle: &Bundle<'_>) -> Vec<String> {
    let member = |member: &landscape_graph::query::bundle::Member<'_>| {
        let lists = [covered(&member.yes), covered(&member.partial), ids(&member.alone_for)];
        format!("{}: {}", member.company.id, lists.map(|ids| ids.join(" ")).join(" | "))
    };
    bundle.companies.iter().map(member).collect()
}

fn uncovered(report: &bundle::Report<'_>) -> Vec<(String, GapState, Option<&'static str>)> {
    let one = |tool: &landscape_graph::query::bundle::UncoveredTool<'_>| {
        (tool.tool.id.to_string(), tool.state, tool.own.map(|own| own.word()))
    };
    report.uncovered.iter().map(one).collect()
}

fn bounds(bounds: Bounds) -> [u32; 2] {
    [bounds.at_least, bounds.at_most]
}

fn stand_in<'r, 'l>(report: &'r bundle::Report<'l>) -> &'r StandIn<'l> {
    report.stand_in.as_ref().expect("a view is taken")
}

#[test]
fn one_company_that_offers_all_of_a_stack_is_the_bundle() {
    let landscape = bakery();
    let counter = bundled(&landscape, &["counter"], Some("crumb"), Covering::InPart);
    assert_eq!(
        (counter.tools, ids(&counter.coverable)),
        (3, ids_of(&["loyalty-card", "stock-list", "till"]))
    );
    assert_eq!(members(&counter.bundle), ["loaf: loyalty-card stock-list | till | "]);
    assert_eq!((bounds(counter.bundle.fewest), counter.bundle.method), ([1, 1], cover::Method::Exact));
    // Crumb offers the till; the others are still needed, and Bun is the first who offers both.
    let crumb = stand_in(&counter);
    assert_eq!(
        (covered(&crumb.yes), covered(&crumb.partial), crumb.unknown),
        (ids_of(&["till"]), Vec::new(), 1)
    );
    assert_eq!(members(&crumb.beside), ["bun: loyalty-card stock-list |  | "]);
    assert_eq!([bounds(crumb.stands_in_for), bounds(crumb.at_best)], [[0, 0], [0, 0]]);
}

fn ids_of(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn what_nobody_else_offers_stands_apart_with_its_state() {
    let landscape = bakery();
    let report = bundled(&landscape, &["kitchen", "office", "till"], Some("rye"), Covering::InPart);
    assert_eq!(ids(&report.coverable), ["proofing-oven", "stock-list", "till"]);
    assert_eq!(
        uncovered(&report),
        [
            // Two others say no to each, which is too few to call them empty.
            ("bookkeeping".to_owned(), GapState::Unsettled, Some("no")),
            ("oven".to_owned(), GapState::Unsettled, Some("no")),
            // Nobody but Rye itself says anything of it.
            ("payroll".to_owned(), GapState::Unresearched, None),
            ("recipe-book".to_owned(), GapState::Unresearched, Some("planned")),
        ]
    );
    let nobody = bundled(&landscape, &["kitchen", "office"], None, Covering::InPart);
    assert_eq!(
        uncovered(&nobody),
        [
            ("bookkeeping".to_owned(), GapState::Empty, None),
            ("oven".to_owned(), GapState::Empty, None),
            ("recipe-book".to_owned(), GapState::Unsettled, None),
            ("payroll".to_owned(), GapState::Unresearched, None),
        ]
    );
    assert!(nobody.stand_in.is_none());
    assert_eq!(members(&nobody.bundle), ["bun: proofing-oven stock-list |  | proofing-oven"]);
}

#[test]
fn a_company_stands_in_for_as_many_as_are_no_longer_needed_beside_it() {
    let landscape = bakery();
    let report = bundled(&landscape, &["kitchen", "till"], Some("rye"), Covering::InPart);
    // Bun alone has the proofing oven, and Crumb is preferred to Loaf, which has a part of the till
    // alone.
    assert_eq!(
        members(&report.bundle),
        ["bun: proofing-oven stock-list |  | proofing-oven", "crumb: till |  | "]
    );
    let rye = stand_in(&report);
    assert_eq!((covered(&rye.partial), rye.unknown), (ids_of(&["stock-list", "till"]), 1));
    assert_eq!(members(&rye.beside), ["bun: proofing-oven |  | proofing-oven"]);
    // If Rye had a proofing oven too, nobody else would be needed.
    assert_eq!([bounds(rye.stands_in_for), bounds(rye.at_best)], [[1, 1], [2, 2]]);
    let sourdough = bundled(&landscape, &["kitchen", "till"], Some("sourdough"), Covering::InPart);
    let sourdough = stand_in(&sourdough);
    assert_eq!(
        (sourdough.unknown, bounds(sourdough.stands_in_for), bounds(sourdough.at_best)),
        (3, [0, 0], [2, 2])
    );
}

#[test]
fn in_full_counts_nothing_that_is_partial() {
    let landscape = bakery();
    let report = bundled(&landscape, &["counter"], Some("crumb"), Covering::InFull);
    assert_eq!(ids(&report.coverable), ["loyalty-card", "stock-list"]);
    assert_eq!(members(&report.bundle), ["bun: loyalty-card stock-list |  | "]);
    assert_eq!(uncovered(&report), [("till".to_owned(), GapState::Contested, Some("yes"))]);
    // Rye offers the stock list, but in part: beside it, a company with the full one is still
    // needed.
    let rye = bundled(&landscape, &["stock-list"], Some("rye"), Covering::InFull);
    assert_eq!(covered(&stand_in(&rye).partial), [""; 0]);
    assert_eq!(bounds(stand_in(&rye).stands_in_for), [0, 0]);
}

#[test]
fn targets_come_together_and_a_part_is_not_counted_beside_its_whole() {
    let landscape = bakery();
    let report =
        bundled(&landscape, &["market-stall", "till", "role:baker", "apprentice"], None, Covering::InPart);
    // The baker needs the stock list and the till; the stall's card reader is a part of the till.
    assert_eq!((report.tools, ids(&report.coverable)), (2, ids_of(&["stock-list", "till"])));
    assert_eq!(parts(&report), ["card-reader of till: loaf yes | "]);
    assert_eq!(report.without_tools.iter().map(|target| target.id).collect::<Vec<_>>(), ["apprentice"]);
    let stall = bundled(&landscape, &["market-stall"], None, Covering::InPart);
    assert_eq!((ids(&stall.coverable), stall.parts.len()), (ids_of(&["card-reader"]), 0));
    let kitchen = bundled(&landscape, &["kitchen", "counter"], None, Covering::InPart);
    assert_eq!(kitchen.open_lists.iter().map(|stack| stack.id).collect::<Vec<_>>(), ["kitchen"]);
}

/// Each part as its id, its wholes, what is known of the bundle's companies, and the others that
/// cover it.
fn parts(report: &bundle::Report<'_>) -> Vec<String> {
    let part = |part: &landscape_graph::query::bundle::UncountedPart<'_>| {
        let member = |member: &landscape_graph::query::bundle::PartMember<'_>| {
            format!("{} {}", member.company.id, member.support.map_or("?", |support| support.word()))
        };
        let members: Vec<String> = part.bundle.iter().map(member).collect();
        format!(
            "{} of {}: {} | {}",
            part.tool.id,
            ids(&part.part_of).join(" "),
            members.join(" "),
            ids(&part.others).join(" ")
        )
    };
    report.parts.iter().map(part).collect()
}

/// A role and a stack that name parts beside their wholes, and who offers them.
const PARTS: &str = r#"{
  "stacks": [{ "id": "finance", "name": "Finance", "listing": "closed" }],
  "tools": [
    { "id": "billing", "name": "Billing", "in_stack": [{ "stack": "finance" }] },
    { "id": "dunning", "name": "Dunning", "part_of": [{ "tool": "invoices" }], "in_stack": [{ "stack": "finance" }] },
    { "id": "invoices", "name": "Invoices", "part_of": [{ "tool": "billing" }] },
    { "id": "ledger", "name": "Ledger" }
  ],
  "companies": [
    { "id": "acme", "name": "Acme", "offers": [{ "tool": "billing", "support": "yes" }, { "tool": "dunning", "support": "no" },
      { "tool": "ledger", "support": "yes" }] },
    { "id": "bolt", "name": "Bolt", "offers": [{ "tool": "invoices", "support": "yes" }] },
    { "id": "cogs", "name": "Cogs", "offers": [{ "tool": "billing", "support": "partial" }, { "tool": "dunning", "support": "yes" }] },
    { "id": "us", "name": "Us", "offers": [{ "tool": "billing", "support": "yes" }, { "tool": "ledger", "support": "no" }] }
  ],
  "roles": [
    { "id": "cfo", "name": "CFO", "needs": [{ "tool": "billing" }, { "tool": "invoices" }] },
    { "id": "clerk", "name": "Clerk", "needs": [{ "tool": "billing" }, { "tool": "dunning" }, { "tool": "invoices" }, { "tool": "ledger" }] }
  ]
}"#;

#[test]
fn parts_that_are_not_counted_are_named_with_what_is_known_of_the_bundle() {
    let landscape = build(PARTS);
    let of = |targets: &[&str], covering| parts(&bundled(&landscape, targets, Some("us"), covering));
    // Acme is the bundle, since it alone offers billing in full. A part of invoices is a part of
    // billing too, and Cogs, who offers dunning, offers a part of the invoices.
    let invoices = "invoices of billing: acme ? | bolt cogs";
    assert_eq!(of(&["cfo"], Covering::InPart), [invoices]);
    assert_eq!(of(&["tool:billing", "invoices"], Covering::InPart), [invoices]);
    assert_eq!(of(&["finance"], Covering::InPart), ["dunning of billing: acme no | cogs"]);
    // Cogs is known to offer the invoices in part alone.
    assert_eq!(
        of(&["clerk"], Covering::InFull),
        ["dunning of billing: acme no | cogs", "invoices of billing: acme ? | bolt"]
    );
    assert_eq!(of(&["ledger", "billing"], Covering::InPart), [""; 0]);
    let report = bundled(&landscape, &["cfo"], Some("bolt"), Covering::InPart);
    let invoices = &report.parts[0];
    assert_eq!((invoices.own.map(|own| own.word()), ids(&invoices.others)), (Some("yes"), ids_of(&["cogs"])));
    assert_eq!((invoices.covered_by, invoices.others_total), (0, 1));
}

#[test]
fn to_offer_a_part_says_nothing_of_whether_the_whole_is_offered_in_full() {
    let landscape = build(PARTS);
    let with = |us: &str, covering| {
        let report = bundled(&landscape, &["tool:billing"], Some(us), covering);
        let us = stand_in(&report);
        (us.unknown, bounds(us.stands_in_for), bounds(us.at_best))
    };
    // Bolt is only known to offer the invoices; of Cogs, somebody says that it offers billing in
    // part.
    assert_eq!(with("bolt", Covering::InFull), (1, [0, 0], [1, 1]));
    assert_eq!(with("cogs", Covering::InFull), (0, [0, 0], [0, 0]));
    assert_eq!(with("bolt", Covering::InPart), (0, [1, 1], [1, 1]));
}

/// A landscape of companies, each with the numbers of the tools that it offers.
fn offering(companies: &[Vec<usize>]) -> Landscape {
    let tools = companies.iter().flatten().max().map_or(0, |most| most + 1);
    let tools: Vec<String> = (0..tools).map(|at| format!(r#"{{ "id": "t{at:03}", "name": "T" }}"#)).collect();
    let company = |(at, tools): (usize, &Vec<usize>)| {
        let offers: Vec<String> =
            tools.iter().map(|tool| format!(r#"{{ "tool": "t{tool:03}", "support": "yes" }}"#)).collect();
        format!(r#"{{ "id": "c{at:03}", "name": "C", "offers": [{}] }}"#, offers.join(","))
    };
    let companies: Vec<String> = companies.iter().enumerate().map(company).collect();
    build(&format!(r#"{{ "tools": [{}], "companies": [{}] }}"#, tools.join(","), companies.join(",")))
}

fn all_tools(landscape: &Landscape) -> Vec<NodeIx> {
    landscape.tools().map(Into::into).collect()
}

/// Two companies that cover 14 tools between them, and three that the greedy rule takes instead.
fn trap() -> Vec<Vec<usize>> {
    let rows = [(0..7).collect(), (7..14).collect()];
    let columns = [vec![0, 1, 2, 3, 7, 8, 9, 10], vec![4, 5, 11, 12], vec![6, 13]];
    rows.into_iter().chain(columns).collect()
}

/// Every two of nine tools, the first of which has the number `first`.
fn pairs(first: usize) -> Vec<Vec<usize>> {
    let of = |one: usize| (one + 1..first + 9).map(move |other| vec![one, other]);
    (first..first + 9).flat_map(of).collect()
}

#[test]
fn the_fewest_are_found_where_the_greedy_rule_takes_more() {
    let landscape = offering(&trap());
    let report = bundle::bundle(&landscape, &all_tools(&landscape), &bundle::Options::default());
    assert_eq!((bounds(report.bundle.fewest), report.bundle.method), ([2, 2], cover::Method::Exact));
    assert_eq!(ids(report.bundle.companies.iter().map(|member| &member.company)), ["c000", "c001"]);
}

#[test]
fn with_more_than_thirty_to_choose_from_the_greedy_rule_stands_in_and_says_so() {
    let companies = [trap(), pairs(14)].concat();
    assert_eq!(companies.len(), 41);
    let landscape = offering(&companies);
    let report = bundle::bundle(&landscape, &all_tools(&landscape), &bundle::Options::default());
    // The greedy rule takes 3 for the trap and 5 for the pairs, where 2 and 5 are enough. No
    // company offers more than two of the pairs' nine tools, so at least 4½ of those are needed.
    assert_eq!(report.bundle.method, cover::Method::Greedy);
    assert_eq!((bounds(report.bundle.fewest), report.bundle.companies.len()), ([7, 8], 8));
    let mut options = bundle::Options::default();
    options.limits.candidates = 64;
    let exact = bundle::bundle(&landscape, &all_tools(&landscape), &options);
    assert_eq!((bounds(exact.bundle.fewest), exact.bundle.method), ([7, 7], cover::Method::Exact));
}

#[test]
fn companies_that_others_outdo_do_not_count_against_the_thirty() {
    // Two hundred companies with a tool each, and two that outdo them all.
    let singles = (0..200).map(|at| vec![at % 20]);
    let landscape = offering(&singles.chain([(0..12).collect(), (8..20).collect()]).collect::<Vec<_>>());
    let report = bundle::bundle(&landscape, &all_tools(&landscape), &bundle::Options::default());
    assert_eq!((bounds(report.bundle.fewest), report.bundle.method), ([2, 2], cover::Method::Exact));
    assert_eq!(ids(report.bundle.companies.iter().map(|member| &member.company)), ["c200", "c201"]);
}

#[test]
fn a_search_that_is_cut_short_says_so_and_still_covers_all() {
    let landscape = offering(&trap());
    let mut options = bundle::Options::default();
    options.limits.steps = 0;
    let report = bundle::bundle(&landscape, &all_tools(&landscape), &options);
    assert_eq!((bounds(report.bundle.fewest), report.bundle.method), ([2, 3], cover::Method::CutShort));
    assert_eq!(ids(report.bundle.companies.iter().map(|member| &member.company)), ["c002", "c003", "c004"]);
}

#[test]
fn of_equally_few_those_with_more_in_full_are_taken_then_the_first_by_id() {
    let json = |first: &str| {
        format!(
            r#"{{ "tools": [{{ "id": "t", "name": "T" }}, {{ "id": "u", "name": "U" }}], "companies": [
              {{ "id": "a", "name": "A", "offers": [{{ "tool": "t", "support": "{first}" }}, {{ "tool": "u", "support": "yes" }}] }},
              {{ "id": "b", "name": "B", "offers": [{{ "tool": "t", "support": "yes" }}, {{ "tool": "u", "support": "yes" }}] }}] }}"#
        )
    };
    for (first, wanted) in [("partial", "b"), ("yes", "a")] {
        let landscape = build(&json(first));
        let report = bundle::bundle(&landscape, &all_tools(&landscape), &bundle::Options::default());
        assert_eq!(ids(report.bundle.companies.iter().map(|member| &member.company)), [wanted]);
    }
}

#[test]
fn nothing_to_cover_needs_nobody() {
    let landscape = bakery();
    for (targets, tools) in [(&["apprentice"][..], 0), (&["payroll"], 1)] {
        let report = bundled(&landscape, targets, Some("crumb"), Covering::InPart);
        assert_eq!((report.tools, bounds(report.bundle.fewest)), (tools, [0, 0]));
        assert!(report.stand_in.is_none());
    }
}

#[cfg(feature = "render")]
mod text {
    use super::*;
    use crate::landscapes::{graph_of_2023, init, text};

    fn shown(landscape: &Landscape, targets: &[&str], us: Option<&str>, covering: Covering) -> String {
        text(&bundled(landscape, targets, us, covering))
    }

    #[test]
    fn two_stacks_of_the_sample() {
        let targets = ["stack:writing", "stack:publishing"];
        insta::assert_snapshot!(shown(&init(), &targets, Some("paper-walrus"), Covering::InPart));
    }

    #[test]
    fn a_stack_of_the_sample_in_full() {
        insta::assert_snapshot!(shown(&init(), &["stack:insight"], Some("paper-walrus"), Covering::InFull));
    }

    #[test]
    fn a_stack_of_the_shipped_landscape_for_a_company_of_which_nothing_is_known() {
        insta::assert_snapshot!(shown(&graph_of_2023(), &["stack:data"], Some("posthog"), Covering::InPart));
    }

    #[test]
    fn a_role_that_needs_parts_beside_their_wholes() {
        insta::assert_snapshot!(shown(&build(PARTS), &["clerk"], Some("us"), Covering::InPart));
    }

    #[test]
    fn companies_are_never_said_to_suffice_without_a_word_on_the_parts() {
        let landscape = build(PARTS);
        let flat = |targets: &[&str], us, covering| {
            let report = shown(&landscape, targets, us, covering);
            report.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        for (report, part) in [
            (flat(&["cfo"], Some("us"), Covering::InPart), "Sub-tools not covered (1)"),
            (
                flat(&["cfo"], Some("us"), Covering::InPart),
                "With it, no other company is needed: it replaces 1 of 1.",
            ),
            (flat(&["clerk"], None, Covering::InPart), "Sub-tools not covered (2)"),
            (flat(&["finance"], None, Covering::InPart), "- Dunning (sub-tool of Billing): Cogs offers it"),
            (
                flat(&["tool:billing"], Some("bolt"), Covering::InFull),
                "Nobody has recorded whether Bolt offers this tool in full",
            ),
        ] {
            assert!(report.contains(part), "`{part}` is missing: {report}");
        }
    }

    #[test]
    fn what_cannot_be_bundled_says_why() {
        let landscape = bakery();
        let report = shown(&landscape, &["apprentice"], None, Covering::InPart);
        assert!(report.contains("apprentice needs TOOL`"), "{report}");
        let report = shown(&landscape, &["payroll"], Some("crumb"), Covering::InPart);
        assert!(report.contains("No bundle covers Payroll: nobody else is known to offer it."), "{report}");
        assert!(report.contains("Unresearched (nothing is known yet): Payroll"), "{report}");
    }

    #[test]
    fn a_greedy_choice_and_a_search_cut_short_say_so() {
        let landscape = offering(&[trap(), pairs(14)].concat());
        let greedy = text(&bundle::bundle(&landscape, &all_tools(&landscape), &bundle::Options::default()));
        let greedy = greedy.replace('\n', " ");
        assert!(greedy.contains(": at most 8, at least 7. There are too many companies"), "{greedy}");
        assert!(greedy.contains("each step took the company that adds most"), "{greedy}");
        let landscape = offering(&trap());
        let mut options = bundle::Options::default();
        options.limits.steps = 0;
        let cut = text(&bundle::bundle(&landscape, &all_tools(&landscape), &options)).replace('\n', " ");
        assert!(cut.contains(": at most 3, at least 2. The search stopped at its limit"), "{cut}");
    }
}

#[cfg(feature = "cli")]
mod cli {
    use crate::landscapes::BAKERY;
    use crate::support::Sandbox;

    #[test]
    fn the_view_is_that_of_the_perspective_unless_another_is_named() {
        let sandbox = Sandbox::new().file("graph/all.json", BAKERY);
        let company = |more: &[&str]| {
            let outcome = sandbox.run(&[&["bundle", "Counter", "--format", "json"], more].concat());
            assert_eq!(outcome.code, Some(0), "{outcome}");
            let json = outcome.json();
            assert_eq!(json["report"], "bundle");
            (json["stand_in"]["company"]["id"].clone(), json["covering"].clone())
        };
        assert_eq!(company(&[]), ("crumb".into(), "in-part".into()));
        assert_eq!(company(&["--for", "rye", "--full"]), ("rye".into(), "in-full".into()));
        let csv = sandbox.run(&["bundle", "counter", "--format", "csv"]).stdout;
        let wanted = "list,company,company_name,tool,tool_name,support,a_part,basis,alone,state\nbundle,loaf,Loaf,loyalty-card,Loyalty card,yes,false,,false,\n";
        assert!(csv.starts_with(wanted), "{csv}");
        assert!(csv.contains("\nstand-in,crumb,Crumb,till,Till,yes,false,stated,false,\n"), "{csv}");
        // The receipt printer is a part of the till.
        assert!(
            csv.contains("\npart,loaf,Loaf,receipt-printer,Receipt printer,unknown,,,,contested\n"),
            "{csv}"
        );
        assert!(
            csv.contains("\npart,crumb,Crumb,receipt-printer,Receipt printer,no,,,,contested\n"),
            "{csv}"
        );
    }

    #[test]
    fn what_has_no_tools_to_cover_is_wrong_usage() {
        let sandbox = Sandbox::new().file("graph/all.json", BAKERY);
        for (arguments, part) in [
            (&["bundle"][..], "required"),
            (&["bundle", "kitchn"], "did you mean `kitchen`?"),
            (&["bundle", "kitchen", "--for", "till"], "a company is needed"),
        ] {
            let outcome = sandbox.run(arguments);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?} {outcome}");
            assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
        }
    }
}
