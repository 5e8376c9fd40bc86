//! Days, months and years: compared as their days one by one would be, and kept as they are
//! written.

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, NoPlaces};
use landscape_graph::load::{self, Files, parse};
use landscape_graph::model::{Age, Date, When};
use landscape_graph::query::{diff, log, stale};
use proptest::prelude::*;
use serde_json::json;

use crate::landscapes::{build, build_as_of, node};
use crate::properties::settings;

/// A day, a month or a year, as the naive oracle has it: a year, and a month and a day where they
/// are known.
type Written = (i32, Option<u32>, Option<u32>);

fn month_length(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn text((year, month, day): Written) -> String {
    let part = |part: Option<u32>| part.map_or_else(String::new, |part| format!("-{part:02}"));
    format!("{year:04}{}{}", part(month), part(day))
}

/// Every day that may be meant, as texts that sort as days do.
fn days((year, month, day): Written) -> Vec<String> {
    let months = month.map_or_else(|| (1..=12).collect(), |month| vec![month]);
    let of_month = |month: u32| {
        let days = day.map_or_else(|| (1..=month_length(year, month)).collect(), |day| vec![day]);
        days.into_iter().map(move |day| format!("{year:04}-{month:02}-{day:02}"))
    };
    months.into_iter().flat_map(of_month).collect()
}

/// Few years, so that periods meet; those around leap years and the ends of what can be written.
fn written() -> impl Strategy<Value = Written> {
    let years =
        prop_oneof![8 => 2019_i32..2022, 1 => Just(0), 1 => Just(1900), 1 => Just(2000), 1 => Just(9999)];
    (years, prop_oneof![1 => Just(None), 3 => (1_u32..13).prop_map(Some)], 1_u32..32, any::<bool>()).prop_map(
        |(year, month, day, has_day)| {
            let day = month.filter(|_| has_day).map(|month| day.min(month_length(year, month)));
            (year, month, day)
        },
    )
}

fn day() -> impl Strategy<Value = String> {
    written().prop_map(|written| days(written).swap_remove(0))
}

fn when(written: Written) -> When {
    When::parse(&text(written)).unwrap_or_else(|error| panic!("{}: {error}", text(written)))
}

/// A landscape of one offer.
fn offer(since: Option<Written>, until: Option<Written>, on: Option<Written>) -> String {
    let text = |written: Option<Written>| written.map(text);
    let evidence = json!([{ "source": "page", "basis": "stated", "on": text(on) }]);
    let offer = json!({
        "tool": "till", "support": "yes", "since": text(since), "until": text(until), "evidence": evidence
    });
    json!({
        "sources": [{ "id": "page", "name": "Page" }],
        "tools": [{ "id": "till", "name": "Till" }],
        "companies": [{ "id": "elm", "name": "Elm", "offers": [offer] }]
    })
    .to_string()
}

proptest! {
    #![proptest_config(settings(400))]

    #[test]
    fn two_dates_compare_as_their_days_do(left in written(), right in written()) {
        let (one, other) = (when(left), when(right));
        let (ones, others) = (days(left), days(right));
        prop_assert_eq!(one.first().to_string(), ones[0].clone());
        prop_assert_eq!(Some(one.last().to_string()), ones.last().cloned());
        // What ends is over where no day on which it may end comes after one on which the other may
        // begin.
        let is_over = ones.iter().all(|end| others.iter().all(|begin| end <= begin));
        prop_assert_eq!(one.ends_by(other), is_over);
        prop_assert_eq!(one.cmp(&other), text(left).cmp(&text(right)));
        prop_assert_eq!(one.to_string(), text(left));
        prop_assert_eq!(serde_json::to_value(one).ok(), Some(json!(text(left))));
    }

    #[test]
    fn a_claim_holds_from_its_first_day_to_its_last(
        since in proptest::option::of(written()),
        until in proptest::option::of(written()),
        on in proptest::option::of(written()),
        day in day(),
    ) {
        let begins = since.or(on).map(|begins| days(begins).swap_remove(0));
        let ends = until.and_then(|until| days(until).pop());
        let is_wrong = since.zip(until).is_some_and(|(since, until)| {
            let (begin, end) = (days(since).swap_remove(0), days(until).pop());
            end.is_some_and(|end| end <= begin)
        });
        let files = Files::from_text("all.json", &offer(since, until, on));
        let codes = |problems: &landscape_graph::problem::Problems| {
            problems.problems.iter().map(|problem| problem.code().name()).collect::<Vec<_>>()
        };
        let model = match parse(&files) {
            Ok(model) => model,
            Err(problems) => {
                prop_assert!(is_wrong);
                prop_assert_eq!(codes(&problems), ["date::order"]);
                return Ok(());
            }
        };
        prop_assert!(!is_wrong);
        // The landscape's own day is never later than what was read.
        let own = Landscape::build(model.clone(), &BuildOptions::default()).as_of();
        prop_assert_eq!(own.map(|day| day.to_string()), on.map(|on| days(on).swap_remove(0)));
        let as_of = Date::parse(&day).ok();
        let landscape = Landscape::build(model, &BuildOptions { as_of, ..BuildOptions::default() });
        let holds = begins.is_none_or(|begins| begins <= day) && ends.is_none_or(|ends| ends > day);
        let (elm, till) = (landscape.company("elm"), landscape.tool("till"));
        let found = landscape.offer_claims(elm.expect("it is there"), till.expect("it is there"));
        prop_assert_eq!(found.len(), usize::from(holds));
    }

    #[test]
    fn two_offers_conflict_where_both_hold_on_some_day(
        first in (proptest::option::of(written()), proptest::option::of(written())),
        second in (proptest::option::of(written()), proptest::option::of(written())),
    ) {
        let ends_first = |(since, until): (Option<Written>, Option<Written>)| {
            (since.map(|since| days(since).swap_remove(0)), until.and_then(|until| days(until).pop()))
        };
        let (one, other) = (ends_first(first), ends_first(second));
        let in_order = |(since, until): &(Option<String>, Option<String>)| since.is_none() || until.is_none() || since < until;
        prop_assume!(in_order(&one) && in_order(&other));
        let offer = |support: &str, (since, until): (Option<Written>, Option<Written>)| {
            json!({ "tool": "till", "support": support, "since": since.map(text), "until": until.map(text) })
        };
        let document = json!({
            "tools": [{ "id": "till", "name": "Till" }],
            "companies": [{ "id": "elm", "name": "Elm", "offers": [offer("planned", first), offer("yes", second)] }]
        });
        let over = |one: &(Option<String>, Option<String>), other: &(Option<String>, Option<String>)| {
            matches!((&one.1, &other.0), (Some(until), Some(since)) if until <= since)
        };
        let meets = !over(&one, &other) && !over(&other, &one);
        let files = Files::from_text("all.json", &document.to_string());
        prop_assert_eq!(parse(&files).is_err(), meets);
    }
}

#[test]
fn what_the_calendar_does_not_have_is_no_date() {
    for good in ["0000", "9999", "2024-02", "2024-02-29"] {
        assert_eq!(When::parse(good).map(|when| when.to_string()).as_deref(), Ok(good));
    }
    for bad in [
        "",
        "19",
        "019",
        "20244",
        "2024-",
        "2024-1",
        "2024-00",
        "2024-13",
        "2023-02-29",
        "2024-02-30",
        "2024-1-01",
        "2024/01",
        "24-01-01",
        " 2024",
        "2024 ",
        "+024",
        "-024",
        "２０２４",
        "2024-0१",
        "March 2023",
        "2024-Q1",
    ] {
        assert!(When::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_date_of_the_wrong_form_is_marked_and_the_help_says_what_to_write() {
    let text = r#"{ "signals": [{ "id": "a", "name": "A", "happened": "2024-13" }] }"#;
    let files = Files::from_text("all.json", text);
    let problems = parse(&files).expect_err("there is no thirteenth month").problems;
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    let place = problem.place.expect("it has a place");
    assert_eq!(&text[place.start..place.end], "\"2024-13\"");
    assert_eq!(problem.fault.to_string(), "`2024-13` is not a date");
    assert_eq!(
        problem.fault.help().as_deref(),
        Some("write a day, a month or a year: `2026-11-22`, `2026-11` or `2026`")
    );
}

#[test]
fn offers_that_meet_within_a_year_are_told_how_to_follow_one_another() {
    let offers = |until: &str| {
        format!(
            r#"{{ "tools": [{{ "id": "till", "name": "Till" }}], "companies": [{{ "id": "elm", "name": "Elm", "offers": [
              {{ "tool": "till", "support": "yes", "since": "2024" }},
              {{ "tool": "till", "support": "planned", "until": "{until}" }} ] }}] }}"#
        )
    };
    let files = Files::from_text("all.json", &offers("2024"));
    let problems = parse(&files).expect_err("both hold in 2024").problems;
    assert_eq!(
        problems[0].fault.help().as_deref(),
        Some(
            "`until` 2024 counts to the end of 2024, but the other begins in 2024: write `\"until\": \
             \"2024-01-01\"` so that one follows the other"
        )
    );
    assert!(parse(&Files::from_text("all.json", &offers("2024-01-01"))).is_ok());
    // Where they meet for another reason, the help is the one of always.
    let files = Files::from_text("all.json", &offers("2025-03-01"));
    let problems = parse(&files).expect_err("both hold in 2024").problems;
    assert_eq!(
        problems[0].fault.help().as_deref(),
        Some("keep the right one, or add `since` and `until` to say when each was true")
    );
}

#[test]
fn owners_that_meet_within_a_year_are_told_the_same_and_a_company_ends_with_its_year() {
    let market = |until: &str| {
        format!(
            r#"{{ "tools": [{{ "id": "till", "name": "Till" }}], "companies": [
              {{ "id": "ash", "name": "Ash" }}, {{ "id": "oak", "name": "Oak" }},
              {{ "id": "elm", "name": "Elm", "until": "2024", "offers": [{{ "tool": "till", "support": "yes" }}], "owned_by": [
                {{ "company": "ash", "status": "completed", "until": "{until}" }},
                {{ "company": "oak", "status": "completed", "since": "2021" }} ] }} ] }}"#
        )
    };
    let files = Files::from_text("all.json", &market("2021"));
    let problems = parse(&files).expect_err("both own it in 2021").problems;
    let help = problems[0].fault.help();
    assert!(help.is_some_and(|help| help.contains(r#"write `"until": "2021-01-01"`"#)), "{problems:?}");
    for (day, offers) in [("2023-12-31", 1), ("2024-01-01", 1), ("2024-12-30", 1), ("2024-12-31", 0)] {
        let landscape = build_as_of(&market("2021-01-01"), Some(day));
        let elm = landscape.company("elm").expect("it is there");
        assert_eq!(landscape.offers_of(elm).count(), offers, "{day}");
    }
}

/// Read in a year, in a month and on a day; one offer has ended.
const SHOP: &str = r#"{
  "sources": [{ "id": "page", "name": "Page", "published": "2018" }],
  "tools": [{ "id": "till", "name": "Till" }, { "id": "scale", "name": "Scale" }],
  "companies": [{ "id": "elm", "name": "Elm", "offers": [
    { "tool": "scale", "support": "yes", "since": "2019", "until": "2019",
      "evidence": [{ "source": "page", "basis": "stated", "on": "2019-11" }] },
    { "tool": "till", "support": "yes", "since": "2020-05",
      "evidence": [{ "source": "page", "basis": "stated", "on": "2021" }, { "source": "page", "basis": "stated", "on": "2020-12-31" }] }
  ] }],
  "signals": [{ "id": "launch", "name": "Elm opens", "happened": "2020-05", "about": ["company:elm"],
    "evidence": [{ "source": "page", "basis": "stated", "on": "2021-03-01" }] }]
}"#;

#[test]
fn a_history_is_in_the_order_of_first_days_and_ends_by_their_last() {
    let files = Files::from_text("all.json", SHOP);
    let landscape = Landscape::build_of_all_days(parse(&files).expect("it is right"));
    let report = log::log(&landscape, node(&landscape, "company:elm"), &log::Options::default(), &NoPlaces);
    let lines: Vec<String> = report
        .entries
        .iter()
        .map(|entry| {
            format!("{} {}", entry.day.map_or_else(String::new, |day| day.to_string()), entry.event.word())
        })
        .collect();
    assert_eq!(
        lines,
        [
            "2018 published",
            "2019 began",
            "2019-11 read",
            // The last day of the year, as what is read in it comes before.
            "2019 ended",
            "2020-05 happened",
            "2020-05 began",
            "2020-12-31 read",
            "2021 read",
        ]
    );
    assert_eq!(report.first.map(|day| day.to_string()).as_deref(), Some("2018"));
}

#[test]
fn a_claim_is_as_old_as_the_first_day_that_may_be_meant() {
    let landscape = build(SHOP);
    assert_eq!(landscape.as_of().map(|day| day.to_string()).as_deref(), Some("2021-03-01"));
    let older_than = |age: &str| {
        let older_than: Age = age.parse().expect("it is an age");
        let report =
            stale::stale(&landscape, &stale::Options { older_than, ..stale::Options::default() }, &NoPlaces);
        report
            .stale
            .iter()
            .map(|claim| (claim.last_read.map(|day| day.to_string()), claim.days))
            .collect::<Vec<_>>()
    };
    // 59 days after 2021-01-01; the offer that has ended is none of the day.
    assert_eq!(older_than("58d"), [(Some("2021".to_owned()), Some(59))]);
    assert_eq!(older_than("59d"), []);
}

#[test]
fn a_date_that_is_written_more_exactly_is_a_change() {
    let exact = SHOP.replace(r#""since": "2020-05""#, r#""since": "2020-05-01""#);
    let [old, new] = [SHOP, &exact].map(|text| build_as_of(text, Some("2021-03-01")));
    let report = diff::diff(&old, &new, &diff::Options::default());
    let changes: Vec<String> =
        report.claims.iter().map(|change| serde_json::to_string(&change.keys).expect("it is JSON")).collect();
    assert_eq!(changes, [r#"[{"key":"since","old":"2020-05","new":"2020-05-01"}]"#]);
    assert!(diff::diff(&old, &old, &diff::Options::default()).claims.is_empty());
}

#[test]
fn dates_are_written_back_as_they_are_read() {
    let files = Files::from_text("all.json", SHOP);
    let model = parse(&files).expect("it is right");
    let written =
        serde_json::to_string(&landscape_graph::model::PackedModel::from(model)).expect("it is JSON");
    let again = Files::from_text("all.json", &written);
    let model = load::parse(&again).expect("it is right again");
    assert_eq!(
        serde_json::to_string(&landscape_graph::model::PackedModel::from(model)).ok(),
        Some(written.clone())
    );
    for date in [
        r#""since":"2019","until":"2019""#,
        r#""on":"2019-11""#,
        r#""happened":"2020-05""#,
        r#""published":"2018""#,
    ] {
        assert!(written.contains(date), "{date} is not in {written}");
    }
}
