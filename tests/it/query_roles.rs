//! What roles need, who covers it and to whom they report, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::landscape::{NoPlaces, RoleIx, SegmentIx};
use landscape_graph::model::{Basis, Importance, RoleStatus, RoleType, Support};
use landscape_graph::query::Interval;
use landscape_graph::query::Page;
use landscape_graph::query::roles;
use landscape_graph::query::state::GapState;
use landscape_graph::query::whitespace;

use crate::landscapes::{bakery, build, company, ids, init, node};

fn role(landscape: &Landscape, id: &str) -> RoleIx {
    node(landscape, &format!("role:{id}")).of_kind().expect("it is a role")
}

fn segment(landscape: &Landscape, id: &str) -> SegmentIx {
    node(landscape, &format!("segment:{id}")).of_kind().expect("it is a segment")
}

fn ask<'l>(landscape: &'l Landscape, options: &roles::Options) -> roles::Report<'l> {
    roles::roles(landscape, options, &NoPlaces)
}

/// Takes the view of the landscape's own company.
fn ours(landscape: &Landscape) -> roles::Options {
    roles::Options { company: landscape.perspective(), ..roles::Options::default() }
}

fn listed(report: &roles::Report<'_>) -> Vec<String> {
    ids(report.roles.iter().map(|entry| &entry.role))
}

fn servers<'r>(entry: &'r roles::Entry<'_>) -> Vec<(&'r str, u32)> {
    entry.served_by.iter().map(|server| (server.company.id.as_str(), server.tools)).collect()
}

#[test]
fn a_role_is_covered_from_what_is_known_up_to_all_that_is_not_known_to_be_missing() {
    let landscape = bakery();
    let report = ask(&landscape, &ours(&landscape));
    // The card reader is a part of the till, which the baker needs too.
    assert_eq!(listed(&report), ["baker", "bookkeeper", "apprentice"]);
    assert_eq!((report.with_needs, report.without_needs, report.of), (2, 1, 3));
    let baker = &report.roles[0];
    assert_eq!(ids(baker.needs.iter().map(|need| &need.tool)), ["stock-list", "till"]);
    assert_eq!(baker.needs[0].importance, Some(Importance::Must));
    assert_eq!(ids(baker.parts.iter().map(|need| &need.tool)), ["card-reader"]);
    // Crumb plans the stock list, which is known, and sells a till.
    assert_eq!(baker.covered, Some(Interval { low: 1, high: 1, of: 2 }));
    assert_eq!(ids(&baker.missing), ["stock-list"]);
    // To sell a till says nothing of its card reader.
    assert_eq!((ids(&baker.missing_parts), baker.parts[0].support), (vec!["card-reader".to_owned()], None));
    assert_eq!(
        (ids(&baker.parts[0].part_of), ids(&baker.needs[1].part_of)),
        (vec!["till".to_owned()], vec![])
    );
    assert_eq!((baker.needs[0].support, baker.needs[0].support_basis), (Some(Support::Planned), None));
    assert_eq!(
        (baker.needs[1].support, baker.needs[1].support_basis),
        (Some(Support::Yes), Some(Basis::Stated))
    );
    assert_eq!(servers(baker), [("loaf", 2), ("rye", 2), ("bun", 1)]);
    assert!(baker.served_by_nobody.is_empty());

    let bookkeeper = &report.roles[1];
    assert_eq!(bookkeeper.covered, Some(Interval { low: 0, high: 2, of: 2 }));
    assert_eq!(ids(&bookkeeper.served_by_nobody), ["bookkeeping", "payroll"]);
    assert_eq!(bookkeeper.needs[0].state, GapState::Empty);
    assert_eq!(bookkeeper.needs[1].state, GapState::Unresearched);
    assert_eq!((servers(bookkeeper), bookkeeper.served_by_total), (vec![], 0));

    let apprentice = &report.roles[2];
    assert_eq!((apprentice.covered, apprentice.needs.len(), apprentice.missing.len()), (None, 0, 0));
}

/// Two roles that need parts, one of them beside the whole.
const FINANCE: &str = r#"{
  "landscape": { "schema": 1, "name": "Finance", "perspective": "us" },
  "tools": [{ "id": "billing", "name": "Billing" }, { "id": "dunning", "name": "Dunning", "part_of": [{ "tool": "billing" }] },
    { "id": "invoices", "name": "Invoices", "part_of": [{ "tool": "billing" }] },
    { "id": "quotes", "name": "Quotes", "part_of": [{ "tool": "billing" }] }],
  "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "billing", "support": "yes" }, { "tool": "quotes", "support": "yes" },
    { "tool": "dunning", "support": "planned" }] }],
  "roles": [
    { "id": "cfo", "name": "CFO", "needs": [{ "tool": "billing" }, { "tool": "dunning" }, { "tool": "invoices", "importance": "must" },
      { "tool": "quotes" }] },
    { "id": "clerk", "name": "Clerk", "needs": [{ "tool": "invoices" }] }
  ]
}"#;

#[test]
fn parts_that_are_needed_beside_their_wholes_are_missing_too() {
    let landscape = build(FINANCE);
    let report = ask(&landscape, &ours(&landscape));
    let [cfo, clerk] = [&report.roles[0], &report.roles[1]];
    assert_eq!(cfo.covered, Some(Interval { low: 1, high: 1, of: 1 }));
    assert_eq!(
        (ids(&cfo.missing), ids(&cfo.missing_parts)),
        (vec![], vec!["invoices".into(), "dunning".into()])
    );
    // Where the whole is not needed, the part is a need like any other.
    assert_eq!((ids(&clerk.missing), ids(&clerk.missing_parts)), (vec!["invoices".to_owned()], vec![]));
    let nobody = ask(&landscape, &roles::Options::default());
    assert_eq!((nobody.roles[0].missing.len(), nobody.roles[0].missing_parts.len()), (0, 0));
}

#[test]
fn the_needs_that_nobody_serves_are_those_of_white_space() {
    for landscape in [build(FINANCE), bakery(), init()] {
        let report = ask(&landscape, &ours(&landscape));
        let of_role = |entry: &roles::Entry<'_>| {
            let role = entry.role.id.to_string();
            ids(&entry.served_by_nobody).into_iter().map(move |tool| (role.clone(), tool)).collect::<Vec<_>>()
        };
        let mut needs: Vec<(String, String)> = report.roles.iter().flat_map(of_role).collect();
        let white = whitespace::whitespace(&landscape, &whitespace::Options::default());
        let mut wanted: Vec<(String, String)> =
            white.needs.iter().map(|need| (need.role.id.to_string(), need.tool.id.to_string())).collect();
        needs.sort_unstable();
        wanted.sort_unstable();
        assert!(!wanted.is_empty());
        assert_eq!(needs, wanted);
    }
}

#[test]
fn the_rows_asked_for_cut_the_roles_with_known_needs_and_those_without_by_themselves() {
    let landscape = bakery();
    let report = ask(&landscape, &roles::Options { page: Page::first(1), ..ours(&landscape) });
    assert_eq!(listed(&report), ["baker", "apprentice"]);
    assert_eq!((report.with_needs, report.without_needs), (2, 1));
}

#[test]
fn another_view_counts_its_own_coverage_and_leaves_itself_out_of_the_others() {
    let landscape = bakery();
    let loaf = roles::Options { company: Some(company(&landscape, "loaf")), ..roles::Options::default() };
    let report = ask(&landscape, &loaf);
    assert_eq!(report.roles[0].covered, Some(Interval { low: 2, high: 2, of: 2 }));
    assert_eq!(servers(&report.roles[0]), [("rye", 2), ("bun", 1), ("crumb", 1)]);

    let nobody = ask(&landscape, &roles::Options::default());
    assert_eq!(nobody.roles[0].covered, None);
    assert!(nobody.roles[0].missing.is_empty());
    assert_eq!((servers(&nobody.roles[0]).len(), nobody.roles[0].served_by_total), (3, 4));
}

#[test]
fn the_importance_of_needs_and_the_share_covered_make_the_order() {
    let landscape = init();
    let report = ask(&landscape, &ours(&landscape));
    let shares: Vec<_> = report.roles.iter().map(|entry| entry.covered.map(|covered| covered.low)).collect();
    assert_eq!(listed(&report), ["technical-writer", "developer-advocate", "head-of-docs"]);
    assert_eq!(shares, [Some(2), Some(1), Some(1)]);
    let advocate = &report.roles[1];
    assert_eq!((advocate.status, advocate.r#type), (Some(RoleStatus::ExpansionCandidate), RoleType::Role));
    assert_eq!(ids(&advocate.missing), ["api-reference", "code-sample-tests", "command-reference"]);
    // Each need says where it is claimed.
    let evidence = advocate.needs[0].claims[0].evidence[0];
    assert_eq!((evidence.source.id.as_str(), evidence.at), ("team-handbook", Some("Customers")));
}

/// A line of five: a junior reports to a writer, who reports to an editor, who reports to a boss,
/// who reports to the owner. A freelancer reports to nobody known, and a painter to the owner.
const HOUSE: &str = r#"{
  "segments": [{ "id": "big", "name": "Big" }, { "id": "small", "name": "Small" }],
  "roles": [
    { "id": "agent", "name": "Agent", "reports_to": [{ "role": "freelancer" }], "plays": [{ "role": "painter" }] },
    { "id": "boss", "name": "Boss", "type": "team", "reports_to": [{ "role": "owner" }] },
    { "id": "editor", "name": "Editor", "status": "icp", "reports_to": [{ "role": "boss" }],
      "plays": [{ "role": "writer", "segment": "small" }, { "role": "boss", "segment": "big" }] },
    { "id": "freelancer", "name": "Freelancer", "status": "expansion-candidate" },
    { "id": "junior", "name": "Junior", "reports_to": [{ "role": "writer" }] },
    { "id": "owner", "name": "Owner" },
    { "id": "painter", "name": "Painter", "reports_to": [{ "role": "owner" }] },
    { "id": "writer", "name": "Writer", "reports_to": [{ "role": "editor" }] }
  ]
}"#;

#[test]
fn under_a_role_are_those_that_report_to_it_at_any_remove() {
    let landscape = build(HOUSE);
    let under = |id: &str| {
        let options = roles::Options { under: Some(role(&landscape, id)), ..roles::Options::default() };
        ask(&landscape, &options)
    };
    let editor = under("editor");
    assert_eq!(listed(&editor), ["junior", "writer"]);
    assert_eq!(ids(&editor.roles[0].above), ["boss", "editor", "owner", "writer"]);
    assert_eq!(ids(editor.roles[0].reports_to.iter().map(|line| &line.role)), ["writer"]);
    assert_eq!(listed(&under("junior")), [""; 0]);
}

#[test]
fn whose_line_is_not_known_to_its_end_may_report_to_a_role_too() {
    let landscape = build(HOUSE);
    let may = |id: &str| -> Vec<(String, Vec<String>)> {
        let options = roles::Options { under: Some(role(&landscape, id)), ..roles::Options::default() };
        let report = ask(&landscape, &options);
        report.may_report.iter().map(|line| (line.role.id.to_string(), ids(&line.through))).collect()
    };
    let through =
        |role: &str, ends: &[&str]| (role.to_owned(), ends.iter().map(|&end| end.to_owned()).collect());
    // The owner and the boss stand above the editor; the painter's line ends with the owner.
    assert_eq!(may("editor"), [through("agent", &["freelancer"]), through("freelancer", &[])]);
    // The owner may report to the freelancer, and so may all of the owner's.
    let owner = &["owner"][..];
    assert_eq!(
        may("freelancer"),
        [
            through("boss", owner),
            through("editor", owner),
            through("junior", owner),
            through("owner", &[]),
            through("painter", owner),
            through("writer", owner)
        ]
    );
}

#[test]
fn in_a_segment_are_the_roles_that_somebody_is_said_to_play_there() {
    let landscape = build(HOUSE);
    let small = segment(&landscape, "small");
    let report = ask(&landscape, &roles::Options { segment: Some(small), ..roles::Options::default() });
    // The agent plays the painter everywhere.
    assert_eq!(listed(&report), ["painter", "writer"]);
    let writer = &report.roles[1];
    assert_eq!(ids(writer.played_by.iter().map(|play| &play.role)), ["editor"]);
    assert_eq!(writer.played_by[0].segment.map(|segment| segment.id.to_string()), Some("small".to_owned()));
    assert_eq!(report.roles[0].played_by[0].segment, None);
    let under = Some(role(&landscape, "boss"));
    let both = ask(&landscape, &roles::Options { segment: Some(small), under, ..roles::Options::default() });
    assert_eq!(listed(&both), ["writer"]);
    assert!(ids(both.may_report.iter().map(|line| &line.role)).is_empty());
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::roles;

    use super::{ask, ours, role, segment};
    use crate::landscapes::{build, graph, init, text};

    #[test]
    fn the_sample_s_roles() {
        let landscape = init();
        insta::assert_snapshot!(text(&ask(&landscape, &ours(&landscape))));
    }

    #[test]
    fn roles_that_need_parts_beside_their_wholes() {
        let landscape = build(super::FINANCE);
        insta::assert_snapshot!(text(&ask(&landscape, &ours(&landscape))));
    }

    #[test]
    fn the_sample_s_roles_from_nobody_s_view() {
        insta::assert_snapshot!(text(&ask(&init(), &roles::Options::default())));
    }

    #[test]
    fn the_shipped_landscape_says_what_is_missing() {
        let landscape = graph();
        insta::assert_snapshot!(text(&ask(&landscape, &ours(&landscape))));
    }

    #[test]
    fn the_shipped_landscape_s_roles_under_the_cto() {
        let landscape = graph();
        let options = roles::Options { under: Some(role(&landscape, "cto")), ..ours(&landscape) };
        insta::assert_snapshot!(text(&ask(&landscape, &options)));
    }

    #[test]
    fn roles_in_a_segment_under_a_role() {
        let landscape = build(super::HOUSE);
        let options = roles::Options {
            under: Some(role(&landscape, "owner")),
            segment: Some(segment(&landscape, "small")),
            ..roles::Options::default()
        };
        insta::assert_snapshot!(text(&ask(&landscape, &options)));
    }

    #[test]
    fn roles_that_may_report_through_others() {
        let landscape = build(super::HOUSE);
        let options = roles::Options { under: Some(role(&landscape, "editor")), ..roles::Options::default() };
        insta::assert_snapshot!(text(&ask(&landscape, &options)));
    }
}
