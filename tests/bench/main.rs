//! How fast the program loads and answers, at 5 thousand and at 1 million offers.
//!
//! `cargo bench` runs all. For other sizes there are `tests/scale/make.rs` and `tests/scale/measure.rs`.

#[path = "synthetic.rs"]
mod synthetic;

use std::io::Write;

use divan::Bencher;
use divan::counter::BytesCount;
use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, CompanyIx};
use landscape_graph::load::{Files, parse, parse_packed};
use landscape_graph::model::Kind;
use landscape_graph::query::{self, CoverageOptions, GapOptions, OverlapOptions};
use synthetic::Size;

fn main() {
    divan::main();
}

/// The sizes by name, for the arguments of benchmarks.
const NAMES: [&str; 2] = ["5 thousand", "1 million"];

fn text(name: &str) -> String {
    let small = Size { companies: 500, tools: 200, stacks: 10, offers: 5_000, ..Size::LARGE };
    let size = if name == NAMES[1] { Size::LARGE } else { small };
    let mut text = Vec::new();
    synthetic::write(size, &mut text).expect("a vector takes all");
    String::from_utf8(text).expect("what is written is text")
}

fn built(name: &str) -> Landscape {
    let files = Files::from_text("synthetic.jsonl", &text(name));
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
    let files = Files::from_text("synthetic.jsonl", &text(name));
    let bytes = files.get(0).text().len();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        Landscape::build(parse(&files).expect("synthetic landscapes are sound"), &BuildOptions::default())
    });
}

/// Reads a file, in blocks where it is large, and does the rest as the program does.
#[divan::bench(args = NAMES, sample_count = 20)]
fn load_from_disk(bencher: Bencher, name: &str) {
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a file can be made");
    let text = text(name);
    file.write_all(text.as_bytes()).expect("the file can be written");
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let files = Files::read(file.path());
        let model = parse_packed(&files).expect("synthetic landscapes are sound");
        Landscape::build(model, &BuildOptions::default())
    });
}

#[divan::bench(args = NAMES)]
fn coverage_of_a_stack(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let stack = landscape.nodes(Kind::Stack).next().expect("there are stacks");
    let options = CoverageOptions { top: Some(20), always: None };
    bencher.bench(|| query::coverage(&landscape, &[stack], &options));
}

#[divan::bench(args = NAMES)]
fn overlap_of_one_with_all(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let company = middling(&landscape);
    let options = OverlapOptions { top: Some(20), min_tools: 1 };
    bencher.bench(|| query::overlap_one(&landscape, company, &options));
}

#[divan::bench(args = NAMES)]
fn gaps_by_peers(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let company = middling(&landscape);
    let options = GapOptions { top: Some(20), names: Some(5), ..GapOptions::default() };
    bencher.bench(|| query::gaps(&landscape, company, &options));
}

#[divan::bench(args = NAMES)]
fn network_of_the_broadest(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let options = query::NetworkOptions::default();
    bencher.bench(|| query::network(&landscape, &options));
}

#[divan::bench(args = NAMES, sample_count = 5)]
fn overlap_of_all_pairs(bencher: Bencher, name: &str) {
    let landscape = built(name);
    let options = OverlapOptions { top: Some(20), min_tools: 5 };
    bencher.bench(|| query::overlap_all(&landscape, &options));
}
