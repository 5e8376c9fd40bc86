//! `landscape sql` as a program.

use crate::landscapes::BAKERY;
use crate::support::Sandbox;

fn bakery() -> Sandbox {
    Sandbox::new().file("graph/bakery.json", BAKERY)
}

#[test]
fn an_answer_in_every_format() {
    let sandbox = bakery();
    let query = "SELECT company, count(*) AS offered, round(avg(support = 'yes'), 2) AS firm FROM covers GROUP BY company";
    let mut all = String::new();
    for format in ["text", "csv", "md", "json"] {
        all.push_str(&format!("{}\n", sandbox.run(&["sql", query, "--format", format])));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_query_comes_from_a_file_or_the_input() {
    let sandbox = bakery().file("ask.sql", "SELECT 1 AS one;\n").file("other.txt", "SELECT 2 AS one");
    let csv = |arguments: &[&str]| sandbox.run(&[arguments, &["--format", "csv"]].concat()).stdout;
    assert_eq!(csv(&["sql", "ask.sql"]), "one\n1\n");
    assert_eq!(csv(&["sql", "--file", "other.txt"]), "one\n2\n");
    for arguments in [vec!["sql", "-"], vec!["sql"], vec!["sql", "--file", "-"]] {
        let outcome = sandbox.stdin("SELECT 3 AS one", &[&arguments[..], &["--format", "csv"]].concat());
        assert_eq!(outcome.stdout, "one\n3\n", "{arguments:?}");
    }
}

#[test]
fn what_cannot_be_answered() {
    let sandbox = bakery().file("bytes.sql", b"\xff\xfe".as_slice());
    let mut all = String::new();
    for arguments in [
        &["sql", "SELECT company\nFROM offers WHERE suport = 'yes'"][..],
        &["sql", "SELECT * FROM ofers"],
        &["sql", "DROP TABLE offers"],
        &["sql", "SELECT 1; SELECT 2"],
        &["sql", "SELECT date('now')"],
        &["sql", "SELECT * FROM overlap('nobody')"],
        &["sql", "SELECT 1", "--for", "nobody"],
        &["sql", "SELECT 1", "--timeout", "0"],
        &["sql", "SELECT 1", "--limit", "0"],
        &["sql", "--file", "none.sql"],
        &["sql", "bytes.sql"],
        &["sql", "none.sql"],
        &["sql"],
        &["sql", "-", "--graph", "-"],
        &["sql", "SELECT 1", "--graph", "nowhere"],
        &[
            "sql",
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c",
            "--timeout",
            "0.05",
        ],
    ] {
        all.push_str(&format!("$ landscape {arguments:?}\n{}\n", sandbox.run(arguments)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn warnings_and_notices_stand_beside_the_answer() {
    let sandbox = bakery();
    let outcome = sandbox.run(&[
        "sql",
        "SELECT id FROM companies UNION ALL SELECT tool FROM offers WHERE company = 'nobody'",
        "--limit",
        "2",
        "--format",
        "csv",
    ]);
    insta::assert_snapshot!(outcome);
}

#[test]
fn the_schema_in_every_format() {
    // Without a landscape: it is the same for all.
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&["sql", "--schema"]).stdout);
    let json = sandbox.run(&["sql", "--schema", "--format", "json"]).json();
    let tables = json["tables"].as_array().expect("it lists tables");
    let columns: usize = tables.iter().map(|table| table["columns"].as_array().map_or(0, Vec::len)).sum();
    let of_functions = json["functions"].as_array().expect("it lists functions").iter();
    let columns = columns
        + of_functions.map(|function| function["columns"].as_array().map_or(0, Vec::len)).sum::<usize>();
    let csv = sandbox.run(&["sql", "--schema", "--format", "csv"]).stdout;
    assert_eq!(csv.lines().count(), columns + 1);
}

#[test]
fn the_day_and_what_is_assumed_are_asked_like_everywhere() {
    let assumed = r#"{ "companies": [{ "id": "new", "name": "New", "offers": [{ "tool": "bread", "support": "yes" }] }],
        "tools": [{ "id": "bread", "name": "Bread" }] }"#;
    let sandbox = bakery().file("assumed.json", assumed);
    let query = "SELECT company FROM offers WHERE tool = 'bread'";
    let outcome = sandbox.run(&["sql", query, "--assume", "assumed.json", "--format", "csv"]);
    assert_eq!(outcome.stdout, "company\nnew\n", "{outcome}");
    let outcome =
        sandbox.run(&["sql", "SELECT as_of FROM landscape", "--as-of", "2020-01-01", "--format", "csv"]);
    assert_eq!(outcome.stdout, "as_of\n2020-01-01\n");
    let own = sandbox.run(&[
        "sql",
        "SELECT count(*) AS n FROM gaps()",
        "--for",
        "new",
        "--assume",
        "assumed.json",
        "--format",
        "csv",
    ]);
    let all = sandbox.run(&[
        "sql",
        "SELECT count(*) - 1 AS n FROM tools WHERE counted",
        "--assume",
        "assumed.json",
        "--format",
        "csv",
    ]);
    assert_eq!(own.stdout, all.stdout);
}

#[test]
fn the_options_that_help_are_named() {
    let sandbox = Sandbox::new().file("graph/tools.json", r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#);
    for (query, said) in [
        ("SELECT * FROM gaps()", "name a company, as in gaps('ID'), or give `--for`"),
        ("SELECT * FROM sqlite_master", "`landscape sql --schema` lists the tables and their columns"),
        ("SELECT * FROM zzzzzzzzzzzz", "`landscape sql --schema` lists the tables"),
    ] {
        let outcome = sandbox.run(&["sql", query]).to_string();
        let on_one_line = outcome.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(on_one_line.contains(said), "{outcome}");
    }
}
