//! How fast the program loads and answers, at 5 thousand and at 1 million offers.
//!
//! `cargo bench` runs all. For other sizes there are `tests/scale/make.rs` and
//! `tests/scale/measure.rs`.

#[path = "synthetic.rs"]
mod synthetic;

use landscape_graph::query::{Page, coverage, gaps, overlap};
use std::io::Write;

use divan::Bencher;
use divan::counter::BytesCount;
use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, CompanyIx};
use landscape_graph::load::{Files, parse, parse_packed};
use landscape_graph::model::Kind;
use landscape_graph::query::{self};
use synthetic::Size;

fn main() {
    divan::main();
}

/// The sizes by name, for the arguments of benchmarks.
const NAMES: [&str; 2] = ["5 thousand", "1 million"];

fn size(name: &str) -> Size {
    let small = Size { companies: 500, tools: 200, stacks: 10, offers: 5_000, ..Size::LARGE };
    if name == NAMES[1] { Size::LARGE } else { small }
}

fn text(size: Size) -> String {
    let mut text = Vec::new();
    synthetic::write(size, &mut text).expect("a vector takes all");
    String::from_utf8(text).expect("what is written is text")
}

fn built(name: &str) -> Landscape {
    built_of(size(name))
}

fn built_of(size: Size) -> Landscape {
    let files = Files::from_text("synthetic.jsonl", &text(size));
    Landscape::build(parse(&files).expect("synthetic landscapes are sound"), &BuildOptions::default())
}

/// A company of middling breadth: 10 tools, as near as there is one.
fn middling(landscape: &Landscape) -> CompanyIx {
    landscape
        .companies()
        .min_by_key(|company| landscape.breadth(*company).abs_diff(10))
        .expect("there are companies")
}

/// Parses, checks and builds a text that is at hand.
#[divan::bench(args = NAMES, sample_count = 20)]
fn load(bencher: Bencher, name: &str) {
    let files = Files::from_text("synthetic.jsonl", &text(size(name)));
    let bytes = files.get(0).text().len();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        Landscape::build(parse(&files).expect("synthetic landscapes are sound"), &BuildOptions::default())
    });
}

/// Reads a file, in blocks where it is large, and does the rest as the program does.
#[divan::bench(args = NAMES, sample_count = 20)]
fn load_from_disk(bencher: Bencher, name: &str) {
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a file can be made");
    let text = text(size(name));
    file.write_all(text.as_bytes()).expect("the file can be written");
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let files = Files::read(file.path());
        let model = parse_packed(&files).expect("synthetic landscapes are sound");
        Landscape::build(model, &BuildOptions::default())
    });
}

/// Changes one line of a file as the program does: locks, reads, proves, writes, and makes it last.
#[cfg(feature = "edit")]
#[divan::bench(args = NAMES, sample_count = 20)]
fn edit_of_one_line(bencher: Bencher, name: &str) {
    use landscape_graph::edit::{Edit, EditOptions, edit};
    use serde_json::json;

    let folder = tempfile::tempdir().expect("a folder can be made");
    let [path, state] = ["market.jsonl", "state"].map(|name| folder.path().join(name));
    let text = text(size(name));
    std::fs::write(&path, &text).expect("the file can be written");
    let mut number = 0;
    bencher.counter(BytesCount::new(text.len())).bench_local(|| {
        number += 1;
        let line = json!({"do": "set", "record": "c-250", "key": "note", "value": number.to_string()});
        let edits: [Edit; 1] = [serde_json::from_value(line).expect("it is an edit")];
        edit(&path, &state, &edits, &EditOptions::default()).expect("it can be written")
    });
}

#[divan::bench(args = NAMES)]
fn coverage_of_a_stack(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let stack = landscape.nodes(Kind::Stack).next().expect("there are stacks");
    let options = coverage::Options::default();
    bencher.bench(|| query::coverage::coverage(&landscape, &[stack], &options));
}

#[divan::bench(args = NAMES)]
fn overlap_of_one_with_all(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let company = middling(&landscape);
    let options =
        overlap::Options { page: Page::first(20), min_tools: Some(1), ..overlap::Options::default() };
    bencher.bench(|| query::overlap::one(&landscape, company, &options));
}

#[divan::bench(args = NAMES)]
fn gaps_by_peers(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let company = middling(&landscape);
    let options = gaps::Options { page: Page::first(20), names: Some(5), ..gaps::Options::default() };
    bencher.bench(|| query::gaps::gaps(&landscape, company, &options));
}

#[divan::bench(args = NAMES)]
fn network_of_the_broadest(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let options = query::network::Options::default();
    bencher.bench(|| query::network::network(&landscape, &options));
}

/// From a landscape that is built to the bytes of the SVG: the shipped one, and one of the size of
/// the largest that are kept by hand.
#[cfg(feature = "draw")]
#[divan::bench(args = ["shipped", "970 companies"])]
fn svg_of_the_map(bencher: Bencher, name: &str) {
    use landscape_graph::draw::{Picture, Style, Theme};

    let landscape = if name == "shipped" {
        let files = Files::read(std::path::Path::new("graph"));
        Landscape::build(parse(&files).expect("the shipped data is sound"), &BuildOptions::default())
    } else {
        built_of(Size { companies: 970, tools: 170, stacks: 20, offers: 2_000, ..Size::LARGE })
    };
    let options = query::map::Options::default();
    bencher.bench(|| query::map::map(&landscape, &options).scene(&Style::default()).svg(Theme::Auto));
}

#[cfg(feature = "sql")]
fn ask(bencher: Bencher, name: &str, query: &str) {
    let database = landscape_graph::sql::Database::new(built(name), None).expect("the engine starts");
    let options = landscape_graph::sql::SqlOptions::default();
    bencher.bench_local(|| database.ask(query, &options).expect("the query is sound").report.rows.len());
}

#[cfg(feature = "sql")]
#[divan::bench(args = NAMES)]
fn sql_coverage_of_a_stack(bencher: Bencher, name: &str) {
    ask(
        bencher,
        name,
        "SELECT company, count(*) AS offered FROM covers WHERE stack = 's-0' GROUP BY company ORDER BY offered DESC, company LIMIT 20",
    );
}

#[cfg(feature = "sql")]
#[divan::bench(args = NAMES, sample_count = 20)]
fn sql_coverage_of_all_stacks(bencher: Bencher, name: &str) {
    ask(bencher, name, "SELECT stack, company_no, count(*) FROM covers GROUP BY stack, company_no");
}

#[cfg(feature = "sql")]
#[divan::bench(args = NAMES)]
fn sql_gaps_with_rivals(bencher: Bencher, name: &str) {
    ask(
        bencher,
        name,
        "WITH ours AS MATERIALIZED (SELECT tool_no FROM offers WHERE company = 'c-7' AND offered AND counted),
              rivals AS MATERIALIZED (
                  SELECT o.company_no FROM ours JOIN offers o ON o.tool_no = ours.tool_no JOIN companies c ON c.no = o.company_no
                  WHERE o.offered AND o.company <> 'c-7' GROUP BY o.company_no
                  HAVING count(*) >= 0.1 * ((SELECT count(*) FROM ours) + max(c.breadth) - count(*)))
         SELECT o.tool, count(*) AS rivals FROM rivals JOIN offers o ON o.company_no = rivals.company_no
         WHERE o.offered AND o.counted AND o.tool_no NOT IN (SELECT tool_no FROM ours)
         GROUP BY o.tool ORDER BY rivals DESC, o.tool LIMIT 20",
    );
}

#[cfg(feature = "sql")]
#[divan::bench(args = NAMES)]
fn sql_gaps_function(bencher: Bencher, name: &str) {
    ask(bencher, name, "SELECT tool, state, score FROM gaps('c-7') LIMIT 20");
}

#[divan::bench(args = NAMES, sample_count = 5)]
fn overlap_of_all_pairs(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let options =
        overlap::Options { page: Page::first(20), min_tools: Some(5), ..overlap::Options::default() };
    bencher.bench(|| query::overlap::all(&landscape, &options));
}
