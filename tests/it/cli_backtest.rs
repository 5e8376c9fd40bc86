//! `landscape backtest`: where its two sides come from, its formats, and what is said of wrong
//! ones.

use crate::support::{Outcome, Sandbox, data, run_in};

fn backtest(arguments: &[&str]) -> Outcome {
    run_in(&data("backtest"), &[&["backtest"][..], arguments].concat())
}

const LISTS: [&str; 4] = ["--train", "earlier.tsv", "--test", "later.csv"];
const DAYS: [&str; 6] = ["--graph", "dated.json", "--train-date", "2021-01-01", "--test-date", "2023-01-01"];

#[track_caller]
fn assert_answer(outcome: &Outcome) {
    assert_eq!(outcome.code, Some(0), "{outcome}");
}

#[track_caller]
fn assert_refused(outcome: &Outcome, code: i32, part: &str) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome}");
    assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
}

#[test]
fn two_lists_of_edges_are_measured_in_every_format() {
    let in_format = |format| backtest(&[&LISTS[..], &["--format", format]].concat());
    let text = in_format("text");
    assert_answer(&text);
    assert!(text.stdout.starts_with("Back-test of the order by peers\n"), "{text}");
    assert_eq!(text.stderr, "");
    let json = in_format("json").json();
    assert_eq!((&json["report"], &json["companies"]["tested"]), (&"backtest".into(), &3.into()));
    let csv = in_format("csv");
    assert!(
        csv.stdout.starts_with("metric,order,mean,low,high\nhit@5,peers,1,1,1\nhit@5,popularity,1,1,1\n"),
        "{csv}"
    );
    // Three orders and two differences of six metrics.
    assert_eq!(csv.stdout.lines().count(), 1 + 5 * 6);
    let markdown = in_format("md");
    assert!(markdown.stdout.starts_with("## Back-test of the order by peers\n"), "{markdown}");
}

#[test]
fn options_reach_the_question() {
    let json = backtest(
        &[
            &LISTS[..],
            &[
                "--kappa",
                "0",
                "--gamma",
                "0",
                "--min-tools",
                "3",
                "--resamples",
                "700",
                "--seed",
                "9",
                "--format",
                "json",
            ],
        ]
        .concat(),
    )
    .json();
    assert_eq!((&json["rank"]["kappa"], &json["rank"]["gamma"]), (&0.0.into(), &0.0.into()));
    assert_eq!((&json["min_tools"], &json["resamples"], &json["seed"]), (&3.into(), &700.into(), &9.into()));
    for rank in ["popularity", "name"] {
        let outcome = backtest(&[&LISTS[..], &["--rank", rank]].concat());
        assert_answer(&outcome);
        assert!(outcome.stdout.starts_with(&format!("Back-test of the order by {rank}\n")), "{outcome}");
    }
}

#[test]
fn one_landscape_is_measured_on_two_days() {
    let outcome = backtest(&DAYS);
    assert_answer(&outcome);
    assert!(outcome.stdout.contains("Bakers by the day on 2021-01-01"), "{outcome}");
    let same = backtest(&DAYS);
    assert_eq!(outcome.stdout, same.stdout);
    // The other way round nothing was added, and that is an answer too.
    let none =
        backtest(&["--graph", "dated.json", "--train-date", "2023-01-01", "--test-date", "2023-06-01"]);
    assert_answer(&none);
    assert!(none.stdout.contains("There is nothing to measure"), "{none}");
}

#[test]
fn a_landscape_may_stand_against_a_list() {
    let outcome = backtest(&["--train", "dated.json", "--train-date", "2021-01-01", "--test", "later.csv"]);
    assert_answer(&outcome);
    assert!(outcome.stdout.contains("3 gone from the later landscape"), "{outcome}");
}

#[test]
fn sides_that_cannot_be_measured_are_refused() {
    assert_refused(&backtest(&[]), 2, "the two sides are the same landscape on the same day");
    assert_refused(&backtest(&["--train", "later.csv", "--test", "later.csv"]), 2, "the same landscape");
    let same = ["--graph", "dated.json", "--train-date", "2021-01-01", "--test-date", "2021-01-01"];
    assert_refused(&backtest(&same), 2, "`--train-date`");
    assert_refused(
        &backtest(&[&LISTS[..], &["--test-date", "2023-01-01"]].concat()),
        2,
        "is a list of edges, which has no days",
    );
    assert_refused(
        &backtest(&["--train", "nowhere.tsv", "--test", "later.csv"]),
        2,
        "there is no file at `nowhere.tsv`",
    );
    assert_refused(
        &backtest(&["--train", "nowhere", "--test", "later.csv"]),
        2,
        "there is no landscape at `nowhere`",
    );
    assert_refused(&backtest(&[&DAYS[..4], &["--test-date", "2023"]].concat()), 2, "2023");
    assert_refused(&backtest(&[&LISTS[..], &["--kappa", "nan"]].concat()), 2, "`--kappa` is a number");
    assert_refused(
        &backtest(&[&LISTS[..], &["--min-tools", "0"]].concat()),
        2,
        "`--min-tools` is a whole number from 1, not `0`",
    );
    assert_refused(
        &backtest(&[&LISTS[..], &["--resamples", "1000001"]].concat()),
        2,
        "`--resamples` is a whole number from 100 to 1000000",
    );
    assert_refused(
        &backtest(&[&LISTS[..], &["--resamples", "1"]].concat()),
        2,
        "`--resamples` is a whole number",
    );
    assert_refused(&backtest(&["--train", "later.csv"]), 2, "only one side is named");
    let backwards = ["--graph", "dated.json", "--train-date", "2023-01-01", "--test-date", "2021-01-01"];
    assert_refused(&backtest(&backwards), 2, "is not later than 2023-01-01");
    let twice = ["--train", "-", "--test", "-", "--train-date", "2021-01-01"];
    assert_refused(&backtest(&twice), 2, "standard input can be read only once");
}

#[test]
fn faults_of_a_list_are_told_with_file_and_line() {
    let sandbox = Sandbox::new()
        .file("good.csv", "organisation,category,subcategory\nAcme,Data,ETL\n")
        .file("bad.CSV", "organisation,category,subcategory\nAcme,Data,ETL\nBolt\n")
        .file("empty.tsv", "")
        .file("again.tsv", "organisation\tcategory\tsubcategory\nAcme\tData\tETL\nACME\tData\tetl\n");
    let against = |path| sandbox.run(&["backtest", "--train", path, "--test", "good.csv"]);
    assert_refused(&against("bad.CSV"), 1, "bad.CSV: line 3: the row has 1 fields, and the head 3");
    assert_refused(&against("empty.tsv"), 1, "empty.tsv: it is empty");
    let again = against("again.tsv");
    assert_answer(&again);
    assert!(again.stderr.contains("1 of 2 rows repeat an earlier row"), "{again}");
    assert!(again.stderr.contains("such as `ACME` as `Acme`"), "{again}");
}

#[test]
fn hostile_names_do_no_harm() {
    let list =
        "organisation,category,subcategory\n\u{1b}[31mred\u{7},a|b,\u{202e}x\n\u{1b}[31mRED\u{7},a|b,y\n";
    let sandbox = Sandbox::new()
        .file("a.csv", list)
        .file("\u{1b}[31m.csv", format!("{list}\u{1b}[31mred\u{7},,z\n"))
        .file("head.csv", "organisation,\u{1b}[31m\nx,y\n");
    for format in ["text", "csv", "md", "json"] {
        let outcome =
            sandbox.run(&["backtest", "--train", "a.csv", "--test", "\u{1b}[31m.csv", "--format", format]);
        assert_answer(&outcome);
        for text in [&outcome.stdout, &outcome.stderr] {
            assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format}: {text:?}");
        }
    }
    let refused = sandbox.run(&["backtest", "--train", "head.csv", "--test", "a.csv"]);
    assert_refused(&refused, 1, "there is no column `category`");
    assert!(!refused.stderr.contains('\u{1b}'), "{refused}");
}
