//! Imports of random rows: all accounted for, nothing lost, and a second one changes nothing.

use std::collections::BTreeMap;

use landscape_graph::import::csv::{CsvOptions, Layout, read};
use landscape_graph::import::{
    About, Mapping, MergeOptions, PlannedImport, ReadFile, RelationRow, Row, SourceRecord, Subject,
    import_landscape, import_rows,
};
use landscape_graph::load::{Files, parse};
use landscape_graph::model::{Basis, Holds, Kind, Maturity, Relation, Support, When};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::properties::settings;

/// Paths and texts.
type Texts = BTreeMap<String, String>;

const DAYS: [&str; 6] = ["2022-01-01", "2022", "2024-01-01", "2024-01", "2024", "2026-01-01"];

fn day() -> impl Strategy<Value = Option<When>> {
    proptest::option::of(select(&DAYS[..]).prop_map(|day| When::parse(day).expect("it is a day")))
}

fn period() -> impl Strategy<Value = (Option<When>, Option<When>)> {
    (day(), day()).prop_map(|(since, until)| match (since, until) {
        (Some(since), Some(until)) if until.ends_by(since) => (Some(since), None),
        other => other,
    })
}

fn some(words: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(select(words).prop_map(str::to_owned))
}

/// A claim of any relation, with names of records of the kinds that it joins; what leads from one
/// end never leads to one.
fn relation() -> impl Strategy<Value = Subject> {
    let relations: Vec<Relation> = Relation::all().collect();
    let end = || select(&["Ada", "ada.", "Flows", "Tool B", "日本"][..]);
    (select(relations), end(), end(), proptest::collection::vec(any::<u8>(), 4)).prop_map(
        |(relation, from, to, dice)| {
            let rule = relation.rule();
            let mut says = BTreeMap::new();
            for (said, dice) in rule.says.iter().zip(dice) {
                let value = match said.holds {
                    Holds::OneOf(words) => words[usize::from(dice) % words.len()],
                    _ => ["Small", "Large"][usize::from(dice) % 2],
                };
                if said.always && dice > 10 || dice > 80 {
                    says.insert(said.detail.key, value.to_owned());
                }
            }
            let is_above = matches!(
                relation,
                Relation::OwnedBy
                    | Relation::ReportsTo
                    | Relation::PartOf
                    | Relation::VariantOf
                    | Relation::After
            );
            let to = if is_above { format!("Upper {to}") } else { to.to_owned() };
            let (from, to) = match relation {
                Relation::About => (format!("question:{from}"), format!("tool:{to}")),
                _ => (from.to_owned(), to),
            };
            Subject::Relation(RelationRow { from, relation, to, says })
        },
    )
}

/// What a record is.
fn record() -> impl Strategy<Value = Subject> {
    let kinds = select(&[Kind::Company, Kind::Tool, Kind::Role, Kind::Principle][..]);
    let names = || select(&["Ada", "ada.", "Flows", "Upper Ada", "Alias", "Other alias"][..]);
    let said = (some(&["It flows", "It stays"]), some(&["https://a.example", "https://b.example"]));
    (kinds, names(), proptest::collection::vec(names(), 0..3), said).prop_map(
        |(kind, name, aliases, (description, url))| {
            let aliases = aliases.into_iter().map(str::to_owned).collect();
            Subject::Record(About { line: 1, kind, name: name.to_owned(), aliases, description, url })
        },
    )
}

/// A row about an offer, a relation or a record.
fn row() -> impl Strategy<Value = Row> {
    let subject = prop_oneof![4 => Just(Subject::Offer), 3 => relation(), 1 => record()];
    (offer(), subject).prop_map(|(row, subject)| match subject {
        Subject::Offer => row,
        subject => {
            let Row { since, until, source, on, at, note, evidence_url, quote, .. } = row;
            Row { subject, since, until, source, on, at, note, evidence_url, quote, ..Row::default() }
        }
    })
}

fn offer() -> impl Strategy<Value = Row> {
    let names = (
        select(&["Ada", "Ada", "Ada", "ada.", "Café Ñ", "日本"][..]),
        select(&["Tool A", "Tool A", "Tool A", "tool-a", "Tool B", "C++", ""][..]),
        proptest::collection::vec(select(&["Data", "Sales", "Gone"][..]), 0..2),
        proptest::option::weighted(0.1, select(&["Fast", "Small"][..])),
    );
    let said = (
        proptest::option::weighted(0.9, select(&Support::ALL[..])),
        proptest::option::of(select(&[Maturity::Mvp, Maturity::Pmf][..])),
        some(&["One", "Two"]),
        some(&["https://a.example", "https://b.example"]),
        period(),
    );
    let from = (
        some(&["Page", "Talk"]),
        day(),
        some(&["top", "end"]),
        some(&["Really", "Perhaps"]),
        some(&["https://www.ada.example/x"]),
        (some(&["https://p.example/1"]), some(&["We offer it", "Coming soon"])),
    );
    (names, said, from).prop_map(|((company, tool, stacks, feature), said, from)| {
        let (support, maturity, product, url, (since, until)) = said;
        let (source, on, at, note, company_url, (evidence_url, quote)) = from;
        Row {
            company: company.to_owned(),
            tool: tool.to_owned(),
            stacks: stacks.into_iter().map(str::to_owned).collect(),
            feature: feature.map(str::to_owned),
            support,
            maturity,
            product,
            url,
            since,
            until,
            source,
            on,
            at,
            note,
            company_url,
            evidence_url,
            quote,
            ..Row::default()
        }
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(row(), 0..14)
        .prop_map(|rows| (2..).zip(rows).map(|(line, row)| Row { line, ..row }).collect())
}

/// Rows that give no record a name that another record has elsewhere, which two landscapes could
/// not agree on.
fn without_aliases() -> impl Strategy<Value = Vec<Row>> {
    rows().prop_map(|mut rows| {
        for row in &mut rows {
            if let Subject::Record(about) = &mut row.subject {
                about.aliases.clear();
            }
        }
        rows
    })
}

fn options() -> impl Strategy<Value = MergeOptions> {
    (any::<bool>(), any::<bool>(), day()).prop_map(|(replace, cited, on)| {
        let source = cited.then(|| SourceRecord {
            id: "list".to_owned(),
            name: Some("The list".to_owned()),
            named_by: "the options".to_owned(),
            ..SourceRecord::default()
        });
        MergeOptions { source, on, basis: Basis::Stated, replace, ..MergeOptions::default() }
    })
}

const MAPPING: &str = r#"{ "stacks": { "Gone": null },
    "tools": { "Tool B": { "id": "second", "name": "Second", "stacks": ["Data"] } } }"#;

fn files(texts: &Texts) -> Files {
    Files::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

fn import(texts: &Texts, rows: &[Row], options: &MergeOptions) -> PlannedImport<'static> {
    let files = files(texts);
    let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}\n{texts:#?}"));
    let mapping = Mapping::parse("map.json", MAPPING).expect("the mapping is sound");
    let read = [("rows.csv".to_owned(), ReadFile { rows: rows.to_vec(), ..ReadFile::default() })];
    let import = import_rows("g", &files, &model, &read, &mapping, options);
    let import = import.unwrap_or_else(|error| panic!("{error}"));
    import.plan(&files).unwrap_or_else(|error| panic!("{error}")).into_owned()
}

fn after(texts: &Texts, import: &PlannedImport<'_>) -> Texts {
    let mut texts = texts.clone();
    texts.extend(
        import
            .files
            .iter()
            .filter_map(|file| file.name.clone().zip(file.after.as_deref().map(str::to_owned))),
    );
    texts
}

/// Every piece of evidence of every claim and record, with the kind, the id, the list and the
/// target.
fn evidence(texts: &Texts) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for text in texts.values() {
        let document: Value = serde_json::from_str(text).expect("the file is JSON");
        for (kind, records) in document.as_object().into_iter().flatten() {
            for record in records.as_array().into_iter().flatten() {
                let id = record["id"].as_str().unwrap_or_default();
                for (key, list) in record.as_object().into_iter().flatten() {
                    for entry in list.as_array().into_iter().flatten() {
                        let to =
                            ["tool", "stack", "feature", "company", "role", "segment"].map(|key| &entry[key]);
                        let to: Vec<&str> = to.into_iter().filter_map(Value::as_str).collect();
                        for evidence in entry["evidence"].as_array().into_iter().flatten() {
                            let said = ["support", "importance", "verdict", "status"].map(|key| &entry[key]);
                            let said: Vec<&str> = said.into_iter().filter_map(Value::as_str).collect();
                            found.push((format!("{kind} {id} {key} {to:?} {said:?}"), evidence.clone()));
                        }
                    }
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn every_row_is_accounted_for_nothing_is_lost_and_a_second_import_changes_nothing(
        (first, second) in (rows(), rows()),
        (before, options) in (options(), options()),
    ) {
        let start = after(&Texts::new(), &import(&Texts::new(), &first, &MergeOptions { replace: false, ..before }));
        let done = import(&start, &second, &options);
        let totals = done.report.totals;
        prop_assert_eq!(totals.rows, second.len() as u64);
        prop_assert_eq!(totals.rows, totals.mapped + totals.merged + totals.dropped + totals.contradicted);

        let end = after(&start, &done);
        parse(&files(&end)).unwrap_or_else(|problems| panic!("{problems:#?}\n{end:#?}"));
        let (had, has) = (evidence(&start), evidence(&end));
        for piece in had {
            // What is replaced is what the same source said before.
            let may_go = options.replace && second.iter().any(|row| {
                let cited = row.source.as_deref().map_or("list", |source| if source == "Page" { "page" } else { "talk" });
                piece.1["source"] == cited
            });
            // A claim that did not say how much may come to say it.
            let came_to_say = |now: &(String, Value)| {
                piece.0.strip_suffix("[]").is_some_and(|claim| now.0.starts_with(claim)) && now.1 == piece.1
            };
            prop_assert!(
                may_go || has.contains(&piece) || has.iter().any(came_to_say),
                "{:?} is gone",
                piece
            );
        }

        let again = import(&end, &second, &options);
        prop_assert_eq!(&again.files, &[], "the first: {:#?}", done.report.entries);
        prop_assert_eq!(again.report.totals.mapped, 0);
    }

    #[test]
    fn a_landscape_that_is_imported_into_an_empty_one_is_the_same((rows, options) in (rows(), options())) {
        let texts = after(&Texts::new(), &import(&Texts::new(), &rows, &options));
        prop_assume!(!texts.is_empty());
        let ours = Files::default();
        let model = parse(&ours).expect("nothing is sound");
        let copy = import_landscape("g", &ours, &model, files(&texts), false).expect("it is sound");
        let copy = copy.plan(&ours).expect("the result is sound");
        prop_assert_eq!(after(&Texts::new(), &copy), texts.clone());
        let totals = copy.report.totals;
        prop_assert_eq!(totals.rows, totals.mapped);

        let ours = files(&texts);
        let model = parse(&ours).expect("it is sound");
        for replace in [false, true] {
            let again = import_landscape("g", &ours, &model, files(&texts), replace).expect("it is sound");
            let again = again.plan(&ours).expect("the result is sound");
            prop_assert_eq!(&again.files, &[]);
            prop_assert_eq!(again.report.totals.rows, again.report.totals.merged);
        }
    }

    #[test]
    fn two_landscapes_that_are_put_together_load_and_a_second_time_changes_nothing(
        (first, second) in (without_aliases(), without_aliases()),
        (one, other) in (options(), options()),
        replace in any::<bool>(),
    ) {
        let ours = after(&Texts::new(), &import(&Texts::new(), &first, &one));
        let theirs = after(&Texts::new(), &import(&Texts::new(), &second, &other));
        let put = |ours: &Texts| {
            let files = files(ours);
            let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
            let import = import_landscape("g", &files, &model, self::files(&theirs), replace).expect("it is sound");
            import.plan(&files).map(PlannedImport::into_owned).expect("the result is sound")
        };
        let done = put(&ours);
        let totals = done.report.totals;
        prop_assert_eq!(totals.rows, totals.mapped + totals.merged + totals.dropped + totals.contradicted);
        let both = after(&ours, &done);
        let again = put(&both);
        prop_assert_eq!(&again.files, &[], "the first: {:#?}", done.report.entries);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), wide in any::<bool>()) {
        let mapping = Mapping::default();
        let layout = if wide { Layout::Wide } else { Layout::Long };
        let _ = read("x.csv", &bytes, &CsvOptions { delimiter: b',', layout, mapping: &mapping });
    }

    #[test]
    fn no_cells_make_the_reader_panic(
        cells in proptest::collection::vec(select(&["company", "tool", ",", ",", "\n", "\n", "\r\n", "\"", "yes", "no", "é", "\u{feff}", ";", " "][..]), 0..40),
    ) {
        let mapping = Mapping::default();
        let text = format!("company,tool\n{}", cells.concat());
        for text in [text, cells.concat()] {
            let read = read("x.csv", text.as_bytes(), &CsvOptions { delimiter: b',', layout: Layout::Detect, mapping: &mapping });
            if let Ok(read) = read {
                let files = Files::default();
                let model = parse(&files).expect("nothing is sound");
                let read = [("x.csv".to_owned(), read)];
                let import = import_rows("g", &files, &model, &read, &mapping, &MergeOptions::default());
                let import = import.expect("without --strict every name will do");
                let planned = import.plan(&files).expect("the result is sound");
                prop_assert!(parse(&planned.result(&files)).is_ok());
            }
        }
    }

    #[test]
    fn no_text_makes_the_mapping_panic(text in "[{}\\[\\]\":, a-z]{0,60}") {
        let _ = Mapping::parse("map.json", &text);
    }
}

#[test]
fn the_generators_reach_what_they_are_for() {
    let text = json!({ "tools": [{ "id": "a", "name": "A", "has": [{ "feature": "f", "evidence": [{ "source": "s" }] }] }] });
    let texts = Texts::from([("a.json".to_owned(), text.to_string())]);
    assert_eq!(evidence(&texts), [("tools a has [\"f\"] []".to_owned(), json!({ "source": "s" }))]);
}
