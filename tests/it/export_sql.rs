//! The script of questions, run by `SQLite` over copies of the tables, against the queries.

use std::collections::BTreeMap;

use landscape_graph::Landscape;
use landscape_graph::export::sql;
use landscape_graph::landscape::CompanyIx;
use landscape_graph::model::{Kind, Support};
use landscape_graph::query::{
    Page, coverage, gaps,
    overlap::{self, By, PairOverlap},
    scope::ScopeVerdict,
    state::GapState,
};
use landscape_graph::tables::{Keys, TABLES, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value as Cell;

use crate::awkward::awkward;
use crate::landscapes::{BAKERY, bakery, graph, init};
use crate::properties::specs;
use crate::support::Sandbox;
use crate::tables::rows;

fn script(landscape: &Landscape, company: CompanyIx) -> String {
    let mut script = Vec::new();
    sql(landscape, company, &mut script).expect("it can be written");
    String::from_utf8(script).expect("it is text")
}

/// Copies every table.
fn copied(landscape: &Landscape) -> Connection {
    let database = Connection::open_in_memory().expect("there is memory");
    for table in TABLES.iter().copied() {
        let columns: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let (names, marks) = (columns.join(", "), vec!["?"; columns.len()].join(", "));
        database
            .execute_batch(&format!("CREATE TABLE {} ({names})", table.name()))
            .expect("the names are plain");
        let mut insert =
            database.prepare(&format!("INSERT INTO {} VALUES ({marks})", table.name())).expect("there it is");
        for row in rows(landscape, table, Keys::default()) {
            let cell = |value: Value<'_>| match value {
                Value::Null => Cell::Null,
                Value::Text(text) => Cell::Text(text.into_owned()),
                Value::Integer(number) => Cell::Integer(number),
                Value::Real(number) => Cell::Real(number),
                Value::Date(day) => Cell::Text(day.to_string()),
                Value::When(when) => Cell::Text(when.to_string()),
                Value::Boolean(flag) => Cell::Integer(flag.into()),
            };
            insert.execute(rusqlite::params_from_iter(row.into_iter().map(cell))).expect("the row fits");
        }
    }
    database
}

/// The rows of a query: their texts and whole numbers with spaces between them, and apart from
/// these their floats.
type Answer = BTreeMap<String, Vec<f64>>;

fn ask(database: &Connection, query: &str) -> Answer {
    let mut statement = database.prepare(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let width = statement.column_count();
    let mut rows = statement.query([]).expect("it runs");
    let mut answer = Answer::new();
    while let Some(row) = rows.next().expect("it goes on") {
        let (mut words, mut numbers) = (Vec::new(), Vec::new());
        for at in 0..width {
            match row.get(at).expect("there is a value") {
                Cell::Null => words.push("-".to_owned()),
                Cell::Text(text) => words.push(text),
                Cell::Integer(number) => words.push(number.to_string()),
                Cell::Real(number) => numbers.push(number),
                Cell::Blob(_) => panic!("no table has bytes"),
            }
        }
        let words = words.join(" ");
        assert!(answer.insert(words.clone(), numbers).is_none(), "{words} stands twice");
    }
    answer
}

fn assert_equal(found: &Answer, expected: impl IntoIterator<Item = (String, Vec<f64>)>) {
    let expected: Answer = expected.into_iter().collect();
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for ((row, numbers), same) in found.iter().zip(expected.values()) {
        let is_close = |(one, other): (&f64, &f64)| (one - other).abs() <= 1e-9 * other.abs().max(1e-3);
        let all = numbers.len() == same.len() && numbers.iter().zip(same).all(is_close);
        assert!(all, "{row}: {numbers:?}, and it is {same:?}");
    }
}

fn pair(pair: &PairOverlap<'_>) -> (String, Vec<f64>) {
    let [first, second] = pair.companies.map(|company| company.id.as_str());
    let figures = pair.similarity;
    let [of_first, of_second] = figures.containment;
    let floats = [
        &[figures.jaccard, figures.weighted_jaccard, of_first, of_second, figures.overlap_coefficient][..],
        &figures.weighted_containment,
    ]
    .concat();
    (format!("{first} {second} {}", figures.shared), floats)
}

fn check_questions_of_all(landscape: &Landscape, database: &Connection) {
    let stacks: Vec<_> = landscape.nodes(Kind::Stack).collect();
    let report = coverage::coverage(
        landscape,
        &stacks,
        &coverage::Options { page: Page::ALL, ..coverage::Options::default() },
    );
    let covered = report.targets.iter().zip(&stacks).flat_map(|(target, stack)| {
        let stack = landscape.node(*stack).id();
        target.companies.iter().map(move |company| {
            let of = company.offered;
            let lists = [&company.yes, &company.partial, &company.planned, &company.no];
            let [yes, partial, planned, no] = lists.map(Vec::len);
            let counts = format!(
                "{} {} {} {yes} {partial} {planned} {no} {}",
                of.low, of.high, of.of, company.unknown
            );
            (format!("{stack} {} {counts}", company.company.id), Vec::new())
        })
    });
    assert_equal(&ask(database, "SELECT * FROM coverage"), covered);

    for min_tools in [1, 3] {
        let report = overlap::all(
            landscape,
            &overlap::Options {
                page: Page::ALL,
                min_tools: Some(min_tools),
                by: Some(By::Jaccard),
                ..overlap::Options::default()
            },
        );
        let expected = report.pairs.iter().filter(|pair| pair.similarity.shared >= 2).map(|one| {
            let (words, numbers) = pair(one);
            (words, vec![numbers[0]])
        });
        let query = format!(
            "SELECT first, second, shared, jaccard FROM overlap_pairs WHERE shared >= 2 AND first_tools >= {min_tools} \
             AND second_tools >= {min_tools}"
        );
        assert_equal(&ask(database, &query), expected);
    }
}

fn check_questions_of_one(landscape: &Landscape, company: CompanyIx, database: &Connection) {
    let columns = "first, second, shared, jaccard, weighted_jaccard, containment_first, containment_second, \
                   overlap_coefficient, weighted_containment_first, weighted_containment_second";
    let found = ask(database, &format!("SELECT {columns} FROM overlap"));
    assert_equal(
        &found,
        overlap::one(
            landscape,
            company,
            &overlap::Options { page: Page::ALL, min_tools: Some(1), ..overlap::Options::default() },
        )
        .others
        .iter()
        .map(pair),
    );

    let options = gaps::Options { page: Page::ALL, names: None, ..gaps::Options::default() };
    let report = gaps::gaps(landscape, company, &options);
    let id = report.company.id;
    let all = || report.gaps.iter().chain(&report.out_of_scope);
    let gap = |gap: &landscape_graph::query::gaps::Gap<'_>| {
        let (state, scope) = (GapState::word(gap.state), ScopeVerdict::word(gap.scope.verdict));
        let own = gap.own.map_or("-", Support::word);
        let counts = format!("{} {} {}", gap.offerers, gap.planned_by, gap.known_not);
        format!("{id} {} {state} {scope} {own} {counts}", gap.tool.id)
    };
    let columns = "company, tool, state, scope, own, offered_by, planned_by, known_not";
    let found = ask(database, &format!("SELECT {columns} FROM gaps"));
    assert_equal(&found, all().map(|one| (gap(one), Vec::new())));
    let score = |one| (gap(one), vec![one.support.as_ref().map_or(0.0, |support| support.score)]);
    let found = ask(database, &format!("SELECT {columns}, score FROM peer_support"));
    assert_equal(&found, all().map(score));
}

/// Runs the script for each of the companies, over one copy of the tables.
fn check(landscape: &Landscape, companies: impl Iterator<Item = CompanyIx>) {
    let database = copied(landscape);
    for (at, company) in companies.enumerate() {
        database.execute_batch("BEGIN").expect("it begins");
        database.execute_batch(&script(landscape, company)).expect("the script runs");
        if at == 0 {
            check_questions_of_all(landscape, &database);
        }
        check_questions_of_one(landscape, company, &database);
        database.execute_batch("ROLLBACK").expect("the views are gone");
    }
}

#[test]
fn the_answers_are_those_of_the_queries() {
    for landscape in [bakery(), init(), awkward(20)] {
        check(&landscape, landscape.companies());
    }
    let landscape = graph();
    check(&landscape, landscape.perspective().into_iter().chain(landscape.companies().step_by(7)));
}

#[test]
fn figures_counted_by_hand() {
    let landscape = bakery();
    let company = landscape.perspective().expect("it has one");
    let database = copied(&landscape);
    database.execute_batch(&script(&landscape, company)).expect("the script runs");
    let mut text = String::new();
    for query in [
        "SELECT * FROM coverage",
        "SELECT * FROM overlap",
        "SELECT * FROM overlap_pairs",
        "SELECT * FROM gaps",
        "SELECT company, tool, score FROM peer_support",
    ] {
        text.push_str(&format!("{query}\n"));
        for (row, numbers) in ask(&database, query) {
            let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:.4}")).collect();
            text.push_str(&format!("  {row} {}\n", numbers.join(" ")));
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_program_writes_the_script() {
    let sandbox = Sandbox::new().file("graph/bakery.json", BAKERY);
    let landscape = bakery();
    let company = landscape.perspective().expect("it has one");
    for arguments in [&["export", "sql"][..], &["export", "sql", "--for", "crumb"]] {
        let outcome = sandbox.run(arguments);
        assert_eq!((outcome.code, outcome.stdout), (Some(0), script(&landscape, company)));
    }
    let outcome = sandbox.run(&["export", "sql", "--for", "nobody"]);
    assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{outcome}");
    let outcome = sandbox.run(&["export", "sql", "--output", "no/such/folder.sql"]);
    assert_eq!((outcome.code, &*outcome.stdout), (Some(3), ""), "{outcome}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_answers_about_any_landscape_are_those_of_the_queries(spec in specs(), closed in vec(any::<bool>(), 7)) {
        let landscape = spec.landscape_with_lists(&closed);
        check(&landscape, landscape.companies());
    }
}
