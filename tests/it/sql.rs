//! Questions in SQL: the same figures as the queries, what is refused, and what is warned of.

use std::collections::BTreeMap;
use std::time::Duration;

use landscape_graph::Landscape;
use landscape_graph::catalogue::{Call, Context, RowType, Takes, questions};
use landscape_graph::landscape::NoPlaces;
use landscape_graph::model::Kind;
use landscape_graph::query::{
    Page, coverage, gaps,
    overlap::{self, By, PairOverlap},
    why,
};
use landscape_graph::sql::{Answered, Database, SqlError, SqlOptions, SqlValue, schema};
use landscape_graph::tables::{Keys, TABLES, Type, Value};
use landscape_graph::words::Words;
use proptest::prelude::*;

use crate::awkward::{awkward, names};
use crate::landscapes::{bakery, company, graph, node};
use crate::properties::specs;

fn open(landscape: Landscape) -> Database {
    Database::new(landscape, None).expect("the engine starts")
}

fn ask(database: &Database, sql: &str) -> Answered {
    database
        .ask(sql, &SqlOptions::default())
        .unwrap_or_else(|error| panic!("{error} ({:?})\n{sql}", error.help()))
}

/// Returns the rows of an answer, the values between blanks.
fn rows(database: &Database, sql: &str) -> Vec<String> {
    let answered = ask(database, sql);
    assert_eq!(answered.warnings, [""; 0], "{sql}");
    let row = |row: &Vec<SqlValue>| row.iter().map(SqlValue::text).collect::<Vec<_>>().join(" ");
    answered.report.rows.iter().map(row).collect()
}

fn error(database: &Database, sql: &str) -> SqlError {
    match database.ask(sql, &SqlOptions::default()) {
        Ok(answered) => panic!("`{sql}` is answered: {answered:?}"),
        Err(error) => error,
    }
}

fn check_coverage(landscape: &Landscape, database: &Database) {
    let offered = |sql: &str| -> BTreeMap<String, u32> {
        let pair = |row: String| {
            let (company, count) = row.split_once(' ').expect("two columns");
            (company.to_owned(), count.parse().expect("a count"))
        };
        rows(database, sql).into_iter().map(pair).collect()
    };
    for stack in landscape.nodes(Kind::Stack) {
        let id = landscape.node(stack).id();
        let stack_id = id;
        let options = coverage::Options { page: Page::ALL, ..coverage::Options::default() };
        let report = coverage::coverage(landscape, &[stack], &options);
        let companies = &report.targets[0].companies;
        let row = |company: &landscape_graph::query::coverage::CompanyCoverage<'_>| {
            let counts = [&company.yes, &company.partial, &company.planned, &company.no]
                .map(|tools| tools.len().to_string());
            let offered = company.offered;
            let [id, unknown] = [company.company.id.to_string(), company.unknown.to_string()];
            format!(
                "{id} {} {} {} {} {unknown} stack {stack_id}",
                offered.low,
                offered.high,
                offered.of,
                counts.join(" ")
            )
        };
        let expected: Vec<String> = companies.iter().map(row).collect();
        assert_eq!(rows(database, &format!("SELECT * FROM coverage('{id}')")), expected);
        let expected: BTreeMap<String, u32> = companies
            .iter()
            .filter(|company| company.offered.low > 0)
            .map(|company| (company.company.id.to_string(), company.offered.low))
            .collect();
        let by_cover = format!("SELECT company, count(*) FROM covers WHERE stack = '{id}' GROUP BY company");
        assert_eq!(offered(&by_cover), expected);
        let by_hand = format!(
            "SELECT o.company, count(*) FROM stack_tools s JOIN offers o ON o.tool_no = s.tool_no
             WHERE s.stack = '{id}' AND o.support IN ('yes', 'partial') GROUP BY o.company"
        );
        assert_eq!(offered(&by_hand), expected);
    }
}

fn pair_text(pair: &PairOverlap<'_>) -> String {
    let figures = pair.similarity;
    let [first, second] = pair.companies.map(|company| company.id.to_string());
    let shares = [
        figures.jaccard,
        figures.weighted_jaccard,
        figures.containment[0],
        figures.containment[1],
        figures.overlap_coefficient,
        figures.weighted_containment[0],
        figures.weighted_containment[1],
    ];
    let shares: Vec<String> = shares.iter().map(|share| format!("{share:?}")).collect();
    format!("{first} {second} {} {}", figures.shared, shares.join(" "))
}

fn check_overlap(landscape: &Landscape, database: &Database) {
    let options = overlap::Options { page: Page::ALL, ..overlap::Options::default() };
    for of in landscape.companies() {
        let id = landscape.node(of).id();
        let ranked = overlap::one(landscape, of, &options).others;
        let expected: Vec<String> = ranked.iter().map(pair_text).collect();
        assert_eq!(rows(database, &format!("SELECT * FROM overlap('{id}')")), expected);
    }
    let by_jaccard = overlap::Options { by: Some(By::Jaccard), ..options };
    let of_two = overlap::all(landscape, &by_jaccard).pairs;
    let expected: Vec<String> = of_two.iter().map(pair_text).collect();
    assert_eq!(rows(database, "SELECT * FROM overlap_pairs()"), expected);
    let pairs = overlap::all(landscape, &overlap::Options { min_tools: Some(1), ..by_jaccard }).pairs;
    let expected: Vec<String> = pairs.iter().map(pair_text).collect();
    assert_eq!(rows(database, "SELECT * FROM overlap_pairs(0, 1)"), expected);
    let alike = pairs.iter().filter(|pair| pair.similarity.jaccard >= 0.4).map(pair_text);
    assert_eq!(rows(database, "SELECT * FROM overlap_pairs(0.4, 1)"), alike.collect::<Vec<_>>());

    // The same from the plain tables.
    let mut expected: Vec<String> = pairs
        .iter()
        .map(|pair| {
            let [first, second] = pair.companies.map(|company| company.id.to_string());
            format!("{first} {second} {} {:?}", pair.similarity.shared, pair.similarity.jaccard)
        })
        .collect();
    expected.sort();
    let by_hand = "
        SELECT a.company, b.company, count(*) AS shared,
            CAST(count(*) AS REAL) / (max(ca.breadth) + max(cb.breadth) - count(*)) AS jaccard
        FROM offers a JOIN offers b ON b.tool_no = a.tool_no AND b.company_no > a.company_no
        JOIN companies ca ON ca.no = a.company_no JOIN companies cb ON cb.no = b.company_no
        WHERE a.offered AND b.offered AND a.counted GROUP BY a.company_no, b.company_no";
    let mut found = rows(database, by_hand);
    found.sort();
    assert_eq!(found, expected);
}

fn check_gaps(landscape: &Landscape, database: &Database) {
    for of in landscape.companies() {
        let id = landscape.node(of).id();
        let options = gaps::Options { page: Page::ALL, names: None, ..gaps::Options::default() };
        let report = gaps::gaps(landscape, of, &options);
        let records = report.view(&landscape_graph::words::Asking::default()).records.rows;
        // The command says "unknown" where SQL has a null.
        let expected: Vec<String> = records
            .into_iter()
            .map(|record| {
                let columns = [&record[..3], &record[4..8], &record[10..]].concat();
                columns.iter().map(|cell| cell.exact().into_owned()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        let columns = "tool, state, scope, offered_by, rivals, planned_by, known_not, effort, stacks, companies, place, closest";
        assert_eq!(rows(database, &format!("SELECT {columns} FROM gaps('{id}')")), expected);
        let own = rows(database, &format!("SELECT coalesce(own, 'unknown') FROM gaps('{id}')"));
        assert_eq!(
            own,
            report
                .view(&landscape_graph::words::Asking::default())
                .records
                .rows
                .iter()
                .map(|record| record[3].exact().into_owned())
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_functions_have_the_figures_of_the_queries() {
    for landscape in [bakery, graph] {
        let database = open(landscape());
        check_coverage(&landscape(), &database);
        check_overlap(&landscape(), &database);
        check_gaps(&landscape(), &database);
    }
}

#[test]
fn every_listing_has_the_columns_that_it_says() {
    for landscape in [graph(), awkward(20)] {
        let context = Context::new(&landscape);
        for (question, listing) in questions()
            .iter()
            .flat_map(|question| question.listings.iter().map(move |listing| (question, listing)))
        {
            let mut arguments = serde_json::Map::new();
            for argument in listing.arguments.iter().take(listing.required) {
                let value = match argument.takes {
                    Takes::Records { kinds, .. } => {
                        landscape.any_id(landscape.nodes(kinds[0]).next().expect("there is one"))
                    }
                    _ => "a".to_owned(),
                };
                arguments.insert(argument.name.to_owned(), value.into());
            }
            let call =
                Call::new(listing.form(question), &context, &arguments.into()).expect("it can be asked");
            let table = (listing.rows)(question, &call).expect("it has an answer");
            let found: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let said: Vec<&str> = listing.columns.iter().map(|column| column.name).collect();
            assert_eq!(found, said, "{}", listing.name);
            for (cell, column) in table.rows.iter().flat_map(|row| row.iter().zip(listing.columns)) {
                let text = cell.exact();
                let is_value = match column.of {
                    _ if text.is_empty() && column.nullable => true,
                    RowType::Text => true,
                    RowType::Integer => text.parse::<i64>().is_ok(),
                    RowType::Real => text.parse::<f64>().is_ok(),
                };
                assert!(is_value, "{}: `{}` is `{text}`", listing.name, column.name);
            }
        }
    }
}

#[test]
fn every_function_has_all_rows_of_its_listing() {
    let landscape = graph();
    let database = open(graph());
    for (question, listing) in questions()
        .iter()
        .flat_map(|question| question.listings.iter().map(move |listing| (question, listing)))
    {
        let form = listing.form(question);
        let mut given = serde_json::Map::new();
        for argument in form.arguments.iter().filter(|argument| matches!(argument.takes, Takes::Limit(_))) {
            if listing.arguments.iter().all(|taken| taken.name != argument.name) {
                given.insert(argument.name.to_owned(), "all".into());
            }
        }
        let mut texts = Vec::new();
        for (at, argument) in listing.arguments.iter().take(listing.required).enumerate() {
            let value = match argument.takes {
                Takes::Records { kinds, .. } => {
                    landscape.any_id(landscape.nodes(kinds[0]).nth(at).expect("there is one"))
                }
                _ => "a".to_owned(),
            };
            texts.push(format!("'{value}'"));
            given.insert(argument.name.to_owned(), value.into());
        }
        let context = Context::new(&landscape);
        let call = Call::new(form, &context, &given.into()).expect("it can be asked");
        let table = (listing.rows)(question, &call).expect("it has an answer");
        let text = |column: usize| {
            let sql = format!(
                "SELECT \"{}\" FROM {}({})",
                listing.columns[column].name,
                listing.name,
                texts.join(", ")
            );
            (
                rows(&database, &sql),
                table.rows.iter().map(|row| row[column].exact().into_owned()).collect::<Vec<_>>(),
            )
        };
        // Every tool of the shipped landscape has a vendor.
        assert!(!table.rows.is_empty() || listing.name == "whitespace", "{}", listing.name);
        for (at, column) in listing.columns.iter().enumerate() {
            let (found, expected) = text(at);
            if column.of == RowType::Text && !column.nullable {
                assert_eq!(found, expected, "{}: {}", listing.name, column.name);
            } else {
                assert_eq!(found.len(), expected.len(), "{}: {}", listing.name, column.name);
            }
        }
    }
}

#[test]
fn a_function_takes_several_records_between_semicolons() {
    let database = open(graph());
    let both = rows(&database, "SELECT DISTINCT kind, target FROM coverage('data; warehouse') ORDER BY kind");
    assert_eq!(both, ["stack data", "tool warehouse"]);
}

#[test]
fn chains_are_those_of_the_command() {
    let landscape = graph();
    let [from, to] = ["company:posthog", "company:mixpanel"].map(|id| node(&landscape, id));
    let records = why::why(
        &landscape,
        from,
        to,
        &why::Options { page: landscape_graph::query::Page::first(7) },
        &NoPlaces,
    )
    .view(&landscape_graph::words::Asking::default())
    .records
    .rows;
    let expected: Vec<String> = records
        .iter()
        .map(|record| record[..7].iter().map(|cell| cell.exact().into_owned()).collect::<Vec<_>>().join(" "))
        .collect();
    assert!(!expected.is_empty());
    let database = open(graph());
    assert_eq!(rows(&database, "SELECT * FROM why('posthog', 'company:mixpanel', 7)"), expected);
}

/// Every table read whole is what the tables say, and every search by a key is what a filter of the
/// whole finds.
fn check_tables(landscape: &Landscape, database: &Database) {
    for table in TABLES.iter() {
        let columns = table.columns();
        let mut all: Vec<Vec<String>> = Vec::new();
        let mut walk = table.rows(landscape, Keys::default());
        while walk.advance() {
            all.push((0..columns.len()).map(|column| text(&walk.value(column))).collect());
        }
        let name = table.name();
        let joined = |row: &Vec<String>| row.join(" ");
        assert_eq!(
            rows(database, &format!("SELECT * FROM {name}")),
            all.iter().map(joined).collect::<Vec<_>>()
        );
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| column.key.is_some()) {
            for row in all.iter().take(40) {
                let expected: Vec<String> =
                    all.iter().filter(|other| other[at] == row[at]).map(joined).collect();
                let value = match column.r#type {
                    Type::Integer => row[at].clone(),
                    _ => format!("'{}'", row[at]),
                };
                let sql = format!("SELECT * FROM {name} WHERE \"{}\" = {value}", column.name);
                assert_eq!(rows(database, &sql), expected, "{sql}");
                // A unary plus keeps the engine from searching.
                let scanned = format!("SELECT count(*) FROM {name} WHERE +\"{}\" = {value}", column.name);
                assert_eq!(rows(database, &scanned), [expected.len().to_string()], "{scanned}");
            }
        }
    }
}

fn text(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Date(day) => day.to_string(),
        Value::When(when) => when.to_string(),
        Value::Boolean(flag) => u8::from(*flag).to_string(),
    }
}

#[test]
fn the_engine_reads_the_tables_as_they_are() {
    check_tables(&bakery(), &open(bakery()));
    check_tables(&awkward(20), &open(awkward(20)));
}

#[test]
fn rows_come_in_the_order_that_is_asked_for_without_being_sorted_again() {
    let database = open(graph());
    for (sql, is_sorted) in [
        ("SELECT * FROM offers ORDER BY company, tool", false),
        ("SELECT company, count(*) FROM offers GROUP BY company", false),
        ("SELECT * FROM offers WHERE tool = 'etl' ORDER BY company_no", false),
        ("SELECT * FROM offers ORDER BY tool", true),
        ("SELECT * FROM offers ORDER BY company DESC", true),
        ("SELECT * FROM evidence ORDER BY from_id", true),
    ] {
        let plan = rows(&database, &format!("EXPLAIN QUERY PLAN {sql}")).join("\n");
        assert_eq!(plan.contains("B-TREE"), is_sorted, "{sql}\n{plan}");
        assert_eq!(
            ask(&database, sql).report.rows,
            ask(&database, &format!("SELECT * FROM ({sql}) LIMIT -1")).report.rows
        );
    }
    let companies =
        rows(&database, "SELECT company FROM offers WHERE tool IN ('warehouse', 'etl') ORDER BY company");
    assert!(companies.is_sorted());
}

#[test]
fn nothing_but_reading_is_allowed() {
    let database = open(bakery());
    let before = rows(&database, "SELECT count(*) FROM offers");
    for sql in [
        "INSERT INTO tools(id) VALUES ('x')",
        "UPDATE tools SET name = 'x'",
        "DELETE FROM offers",
        "REPLACE INTO tools(id) VALUES ('x')",
        "CREATE TABLE x(a)",
        "CREATE TEMP TABLE x(a)",
        "CREATE VIEW x AS SELECT 1",
        "CREATE TEMP VIEW x AS SELECT 1",
        "CREATE VIRTUAL TABLE x USING fts5(a)",
        "DROP TABLE tools",
        "ALTER TABLE tools RENAME TO x",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "PRAGMA writable_schema = 1",
        "PRAGMA database_list",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM dbstat",
        "VACUUM",
        "VACUUM INTO 'here.db'",
        "ANALYZE",
        "BEGIN",
        "SAVEPOINT x",
        "SELECT load_extension('x')",
        "SELECT fts3_tokenizer('simple')",
        "SELECT random()",
        "SELECT randomblob(3)",
        "SELECT current_timestamp",
        "EXPLAIN INSERT INTO tools(id) VALUES ('x')",
        "WITH x AS (SELECT 1) DELETE FROM tools",
    ] {
        let error = error(&database, sql);
        assert!(matches!(error, SqlError::Refused { .. }), "{sql}: {error:?}");
    }
    for sql in [
        "SELECT writefile('a', 'b')",
        "SELECT readfile('/etc/passwd')",
        "SELECT edit('x')",
        "CREATE TRIGGER x AFTER INSERT ON tools BEGIN SELECT 1; END",
    ] {
        assert!(matches!(error(&database, sql), SqlError::Invalid { .. }), "{sql}");
    }
    assert_eq!(error(&database, "SELECT 1; SELECT 2"), SqlError::Several);
    assert!(database.ask("SELECT 1; DROP TABLE tools", &SqlOptions::default()).is_err());
    assert_eq!(rows(&database, "SELECT 1; -- and no more"), ["1"]);
    assert_eq!(rows(&database, "SELECT count(*) FROM offers"), before);
}

#[test]
fn the_clock_is_not_asked() {
    let database = open(bakery());
    for sql in
        ["SELECT date('now')", "SELECT DATE ( 'NOW' )", "SELECT julianday()", "SELECT strftime('%Y', 'now')"]
    {
        assert!(matches!(error(&database, sql), SqlError::Clock { .. }), "{sql}");
    }
    // In double quotes stands a column, never a text.
    assert!(error(&database, "SELECT \"now\"").to_string().contains("no such column"));
    assert_eq!(rows(&database, "SELECT date('2024-02-28', '+2 days')"), ["2024-03-01"]);
    assert_eq!(rows(&database, "SELECT 'now', 'know()'"), ["now know()"]);
}

#[test]
fn a_query_stops_when_its_time_is_over_and_the_next_one_runs() {
    let database = open(bakery());
    let endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c";
    let timeout = Duration::from_millis(50);
    let options = SqlOptions { timeout, ..SqlOptions::default() };
    assert_eq!(database.ask(endless, &options).map(|_| ()), Err(SqlError::TimedOut(timeout)));
    assert_eq!(rows(&database, "SELECT 1"), ["1"]);
}

#[test]
fn rows_beyond_the_limit_are_cut_and_it_is_told() {
    let database = open(bakery());
    let cut = |rows| {
        let options = SqlOptions { rows: Some(rows), ..SqlOptions::default() };
        let report = database.ask("SELECT id FROM companies", &options).expect("it is sound").report;
        (report.rows.len(), report.is_cut)
    };
    assert_eq!([cut(4), cut(5), cut(6)], [(4, true), (5, false), (5, false)]);
}

#[test]
fn errors_say_where_and_what_may_be_meant() {
    let database = open(graph());
    for (sql, at, help) in [
        ("SELECT suport FROM offers", Some(7), "did you mean `support`?"),
        ("SELECT o.suport FROM offers o", Some(7), "did you mean `support`?"),
        ("SELECT 1 FROM ofers", Some(14), "did you mean `offers`?"),
        ("SELECT 1 FROM overlaps('x')", Some(14), "did you mean `overlap`?"),
        ("SELECT rond(1.5)", Some(7), "did you mean `round`?"),
        (
            "SELECT gaps('posthog')",
            Some(7),
            "`gaps` returns rows: write it behind FROM, as in `SELECT * FROM gaps(…)`",
        ),
        ("SELECT frobnicate FROM has", Some(7), "`has` has tool, feature, claim, since, until, note"),
    ] {
        let error = error(&database, sql);
        assert_eq!((error.at(), error.help().as_deref()), (at, Some(help)), "{sql}: {error}");
    }
    for (sql, message) in [
        (
            "SELECT * FROM coverage('dta')",
            "coverage: there is no stack, tool, role or company called `dta`; did you mean `data`?",
        ),
        ("SELECT * FROM coverage", "coverage: `targets` is missing, as in coverage('targets')"),
        ("SELECT * FROM overlap('etl')", "overlap: `etl` is a tool, and a company is needed"),
        ("SELECT * FROM overlap(5)", "overlap: `company` is an id or a name, not `5`"),
        ("SELECT * FROM overlap_pairs(2)", "overlap_pairs: `min_jaccard` is a number from 0 to 1, not `2`"),
        (
            "SELECT * FROM overlap_pairs(0.5, -1)",
            "overlap_pairs: `min_tools` is a whole number from 0, not `-1`",
        ),
        ("SELECT ?", "the query leaves values open (`?`): write them into it"),
        ("", "there is no query to answer"),
        (" ; ", "there is no query to answer"),
        ("SELECT 'a\0b'", "a query holds no character of code 0"),
    ] {
        assert_eq!(error(&database, sql).to_string(), message, "{sql}");
    }
}

#[test]
fn values_that_no_row_can_have_are_warned_of() {
    let database = open(graph());
    for (sql, warning) in [
        (
            "SELECT * FROM offers WHERE tool = 'warehuse'",
            "no tool has the id `warehuse`: did you mean `warehouse`?",
        ),
        (
            "SELECT * FROM offers WHERE tool IN ('warehuse', 'etl')",
            "no tool has the id `warehuse`: did you mean `warehouse`?",
        ),
        (
            "SELECT * FROM offers WHERE company = 'PostHog'",
            "`company` holds ids, and `PostHog` is none: the id of that company is `posthog`",
        ),
        (
            "SELECT * FROM offers JOIN tools ON tools.id = offers.tool WHERE tools.id = 'posthog'",
            "no tool has the id `posthog`, which is a company: `id` holds ids of kind tool",
        ),
        (
            "SELECT * FROM evidence WHERE source = 'handbook'",
            "no source has the id `handbook`: did you mean `posthog-handbook-icp`?",
        ),
        (
            "SELECT * FROM offers WHERE support = 'yess'",
            "`support` is never `yess`: did you mean `yes`? it is one of yes, partial, planned, no",
        ),
        ("SELECT * FROM about WHERE to_id = 'zzzzzzzz'", "no record has the id `zzzzzzzz`"),
        (
            "SELECT count(*) FILTER (WHERE tool <> 'warehuse') FROM offers",
            "no tool has the id `warehuse`: did you mean `warehouse`?",
        ),
        (
            "SELECT * FROM gaps() WHERE state = 'contestd'",
            "`state` is never `contestd`: did you mean `contested`? it is one of contested, empty, unsettled, unresearched",
        ),
        ("SELECT count(*) FROM offers WHERE offered = 'yes'", "`offered` is 1 or 0, never `yes`"),
        ("SELECT * FROM offers WHERE company_no = 'posthog'", "`company_no` holds numbers, never `posthog`"),
        (
            "SELECT * FROM evidence WHERE checked >= '22.11.2026'",
            "`checked` holds days, months and years, written YYYY-MM-DD, YYYY-MM and YYYY: `22.11.2026` is none",
        ),
        (
            "WITH w(t) AS (VALUES ('warehuse')) SELECT * FROM w JOIN offers ON tool = t",
            "no tool has the id `warehuse`: did you mean `warehouse`?",
        ),
    ] {
        let found = ask(&database, sql).warnings;
        assert!(found.iter().any(|found| found == warning), "{sql}\n{found:?}");
    }
    // Each once, and not without end.
    let many: Vec<String> = (0..30).map(|at| format!("tool = 'none{at}'")).collect();
    assert_eq!(
        ask(&database, &format!("SELECT * FROM offers WHERE {}", many.join(" OR "))).warnings.len(),
        10
    );
    for sound in [
        "SELECT * FROM evidence WHERE checked >= '2026' AND checked < '2026-12'",
        "SELECT name AS tool FROM tools WHERE tool = 'Warehouse'",
        "SELECT * FROM tools WHERE name LIKE 'ware%' OR id <> 'warehouse'",
        "SELECT * FROM companies WHERE name = 'Nobody' -- tool = 'nothing'",
    ] {
        assert_eq!(ask(&database, sound).warnings, Vec::<String>::new(), "{sound}");
    }
    // What a part of the query yields may lead nowhere; and the next query begins anew.
    assert_eq!(rows(&database, "SELECT count(*) FROM tools WHERE id IN (SELECT id FROM companies)"), ["0"]);
}

#[test]
fn whose_view_is_taken_can_be_said() {
    let landscape = graph();
    let metabase = company(&landscape, "metabase");
    let of = |company| {
        let database = Database::new(graph(), company).expect("the engine starts");
        rows(&database, "SELECT tool FROM gaps() ORDER BY tool")
    };
    let expected = |id: &str| rows(&open(graph()), &format!("SELECT tool FROM gaps('{id}') ORDER BY tool"));
    assert_eq!(of(None), expected("posthog"));
    assert_eq!(of(Some(metabase)), expected("metabase"));
    assert_ne!(expected("posthog"), expected("metabase"));
    let nobody = open(crate::landscapes::build(r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#));
    assert!(error(&nobody, "SELECT * FROM gaps()").to_string().contains("whose view"));
}

#[test]
fn the_questions_to_begin_with_have_answers_on_any_landscape() {
    let empty = || crate::landscapes::build("{}");
    let no_view = ["gaps"];
    for landscape in [bakery(), graph(), awkward(100), empty()] {
        let database = open(landscape);
        for example in schema().examples {
            let needs_view = no_view.iter().any(|function| example.sql.contains(&format!("{function}()")));
            if needs_view && database.landscape().perspective().is_none() {
                continue;
            }
            rows(&database, example.sql);
        }
    }
}

#[test]
fn awkward_texts_neither_break_a_query_nor_leave_it() {
    let database = open(awkward(100));
    for name in names(100).iter().filter(|name| !name.contains('\0')) {
        let quoted = name.replace('\'', "''");
        let found = rows(&database, &format!("SELECT count(*) FROM tools WHERE name = '{quoted}'"));
        assert_ne!(found, ["0"], "{name:?}");
        // Whatever it is as a query, as an id or as the name of a table: no panic.
        for sql in [
            name.clone(),
            format!("SELECT * FROM offers WHERE tool = '{quoted}'"),
            format!("SELECT * FROM \"{}\"", name.replace('"', "\"\"")),
        ] {
            let _ = database.ask(&sql, &SqlOptions::default());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sql_and_queries_agree_on_any_landscape(spec in specs()) {
        let database = open(spec.landscape());
        check_coverage(&spec.landscape(), &database);
        check_overlap(&spec.landscape(), &database);
        check_gaps(&spec.landscape(), &database);
        check_tables(&spec.landscape(), &database);
    }

    #[test]
    fn no_text_makes_the_engine_panic(text in "\\PC{0,40}", at in 0_usize..4) {
        let database = open(bakery());
        let sql = ["", "SELECT ", "SELECT * FROM ", "SELECT * FROM offers WHERE "][at].to_owned() + &text;
        let _ = database.ask(&sql, &SqlOptions { timeout: Duration::from_millis(200), rows: Some(10) });
    }
}
