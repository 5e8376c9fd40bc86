//! Claims past their shelf life, counted by hand.

use landscape_graph::Landscape;
use landscape_graph::landscape::NoPlaces;
use landscape_graph::model::{Age, Date};
use landscape_graph::query::Page;
use landscape_graph::query::stale::{self, RestsOn};
use proptest::prelude::*;

use crate::landscapes::{build, build_as_of};
use crate::properties::settings;

/// Read on four days, the newest of them 2025-12-31.
const SHOP: &str = r#"{
  "sources": [{ "id": "page", "name": "Page" }],
  "stacks": [{ "id": "front", "name": "Front" }],
  "tools": [
    { "id": "reader", "name": "Card reader", "part_of": [{ "tool": "till", "evidence": [{ "source": "page", "basis": "stated", "on": "2025-12-31" }] }] },
    { "id": "till", "name": "Till", "in_stack": [{ "stack": "front", "evidence": [{ "source": "page", "basis": "stated" }] }],
      "in_scope": { "evidence": [{ "source": "page", "basis": "stated", "on": "2025-06-30" }] } }
  ],
  "companies": [
    { "id": "ash", "name": "Ash", "offers": [
      { "tool": "reader", "support": "yes", "evidence": [{ "source": "page", "at": "line 2", "basis": "stated", "on": "2025-01-01" }] },
      { "tool": "till", "support": "partial", "product": "A", "evidence": [{ "source": "page", "basis": "stated", "on": "2025-01-01" }] },
      { "tool": "till", "support": "partial", "product": "B", "evidence": [
        { "source": "page", "basis": "stated", "on": "2024-01-01" }, { "source": "page", "basis": "stated", "on": "2025-12-30" }] } ] },
    { "id": "elm", "name": "Elm", "offers": [{ "tool": "till", "support": "no" }] }
  ],
  "roles": [{ "id": "clerk", "name": "Clerk", "needs": [{ "tool": "till", "evidence": [{ "source": "page", "basis": "stated", "on": "2025-07-04" }] }] }],
  "principles": [{ "id": "plain", "name": "Plain", "type": "principle",
    "assesses": [{ "tool": "till", "verdict": "pass", "evidence": [{ "source": "page", "basis": "stated", "on": "2025-07-03" }] }] }]
}"#;

fn older_than<'l>(landscape: &'l Landscape, age: &str) -> stale::Report<'l> {
    let older_than: Age = age.parse().expect("it is an age");
    stale::stale(landscape, &stale::Options { older_than, page: Page::ALL }, &NoPlaces)
}

fn lines(report: &stale::Report<'_>) -> Vec<String> {
    let line = |claim: &landscape_graph::query::stale::Claim<'_>| {
        let day = claim.last_read.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("{day} {} {} {}", claim.from.id, claim.key, claim.to.map_or("", |to| to.id))
    };
    report.stale.iter().chain(&report.undated).map(line).collect()
}

#[test]
fn a_claim_is_as_old_as_its_newest_evidence_counted_from_the_day_of_the_data() {
    let landscape = build(SHOP);
    let report = older_than(&landscape, "180d");
    // 180 days before 2025-12-31 is 2025-07-04: what was read on that day is not yet older.
    assert_eq!(report.fresh_from.map(|day| day.to_string()).as_deref(), Some("2025-07-04"));
    assert_eq!(
        lines(&report),
        [
            "2025-01-01 ash offers reader",
            "2025-01-01 ash offers till",
            "2025-06-30 till in_scope ",
            "2025-07-03 plain assesses till",
            "- till in_stack front",
            "- elm offers till",
        ]
    );
    let totals = report.totals;
    assert_eq!((totals.claims, totals.fresh, totals.stale, totals.undated), (9, 3, 4, 2));
    assert_eq!(report.stale[0].days, Some(364));
    assert_eq!(older_than(&landscape, "1y").stale.len(), 0);
    assert_eq!(older_than(&landscape, "51w").stale.len(), 2);
    assert_eq!(older_than(&landscape, "6m").stale.len(), 2, "2025-06-30 is six months before 2025-12-31");
    assert_eq!(older_than(&landscape, "9999y").totals.fresh, 7, "the calendar does not go back so far");
}

#[test]
fn another_day_may_be_asked_for() {
    let landscape = build_as_of(SHOP, Some("2027-01-01"));
    let totals = older_than(&landscape, "180d").totals;
    assert_eq!((totals.fresh, totals.stale, totals.undated), (0, 7, 2));
    let bare = build(
        r#"{ "tools": [{ "id": "till", "name": "Till" }],
      "companies": [{ "id": "c", "name": "C", "offers": [{ "tool": "till", "support": "yes" }] }] }"#,
    );
    let report = older_than(&bare, "1d");
    assert_eq!((report.as_of, report.fresh_from, report.totals.undated), (None, None, 1));
}

#[test]
fn what_rests_on_a_claim_is_named_and_what_says_the_same() {
    let landscape = build(SHOP);
    let report = older_than(&landscape, "180d");
    let rests = |at: usize| -> Vec<(RestsOn, &str)> {
        report.stale[at].rests.iter().map(|rest| (rest.what, rest.of.id)).collect()
    };
    assert_eq!(
        rests(0),
        [(RestsOn::Cell, "reader"), (RestsOn::WholeCell, "till"), (RestsOn::Coverage, "front")]
    );
    assert_eq!(rests(1), [(RestsOn::Cell, "till"), (RestsOn::Coverage, "front")]);
    assert_eq!((rests(2), rests(3)), (vec![(RestsOn::Scope, "till")], vec![(RestsOn::Scope, "till")]));
    // The other product was read since, and the part alone would make the whole partial.
    let till = &report.stale[1];
    assert_eq!((till.fresh_others, till.other_others), (1, 0));
    assert_eq!(crate::landscapes::ids(&till.parts), ["reader"]);
    assert_eq!((report.stale[0].fresh_others, report.stale[0].parts.len()), (0, 0));
    assert_eq!(report.undated[0].rests[0].what, RestsOn::Coverage);
}

#[test]
fn a_page_begins_with_the_oldest_and_says_where_the_next_one_begins() {
    let landscape = build(SHOP);
    let options = stale::Options { older_than: Age::days(180), page: Page::first(1) };
    let report = stale::stale(&landscape, &options, &NoPlaces);
    assert_eq!(lines(&report), ["2025-01-01 ash offers reader", "- till in_stack front"]);
    assert_eq!((report.totals.stale, report.totals.undated, report.next), (4, 2, Some(1)));
    let options = stale::Options { page: Page { start: 2, top: Some(2) }, ..options };
    let rest = stale::stale(&landscape, &options, &NoPlaces);
    assert_eq!(lines(&rest), ["2025-06-30 till in_scope ", "2025-07-03 plain assesses till"]);
    assert_eq!((rest.totals.stale, rest.totals.undated, rest.next), (4, 2, None));
}

#[test]
fn an_age_is_a_number_and_a_unit() {
    for wrong in
        ["", "d", "180", "6moons", "-1d", "+1d", "1.5y", "10000d", "99999999999999999999d", "6 m", "１d"]
    {
        assert!(wrong.parse::<Age>().is_err(), "{wrong}");
    }
    for right in ["0d", "26w", "9999y"] {
        assert_eq!(right.parse::<Age>().map(|age| age.to_string()).as_deref(), Ok(right));
    }
}

#[cfg(feature = "render")]
#[test]
fn stale_claims_read_well() {
    insta::assert_snapshot!(crate::landscapes::text(&older_than(&build(SHOP), "180d")));
}

proptest! {
    #![proptest_config(settings(200))]

    #[test]
    fn any_text_is_an_age_or_an_error_and_days_count_back(text: String, days in 0_u16..5000) {
        let _ = text.parse::<Age>();
        let day = Date::parse("2024-03-01").expect("it is a day");
        let before = day.before(Age::days(days)).expect("the calendar goes back so far");
        prop_assert_eq!(day.days_since(before), i32::from(days));
    }
}
