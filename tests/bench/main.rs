//! How fast the program loads and answers, at 5 thousand and at 1 million offers.
//!
//! `cargo bench` runs all; `cargo bench -- --write FILE [SKEW]` writes the large landscape to a file instead.

#[path = "synthetic.rs"]
mod synthetic;

use divan::Bencher;
use divan::counter::BytesCount;
use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, CompanyIx};
use landscape_graph::load::{Files, parse};
use landscape_graph::model::Kind;
use landscape_graph::query::{self, CoverageOptions, GapOptions, OverlapOptions};
use synthetic::Size;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let skew = arguments.get(at + 2).and_then(|skew| skew.parse().ok()).unwrap_or(Size::LARGE.skew);
        let text = synthetic::landscape(Size { skew, ..Size::LARGE });
        std::fs::write(&arguments[at + 1], text).expect("the file can be written");
        return;
    }
    divan::main();
}

const SIZES: [Size; 2] = [Size::SMALL, Size::LARGE];

/// The sizes by name, for the arguments of benchmarks.
const NAMES: [&str; 2] = ["5 thousand", "1 million"];

fn size(name: &str) -> Size {
    SIZES[usize::from(name == NAMES[1])]
}

fn built(name: &str) -> Landscape {
    let files = Files::from_text("synthetic.json", &synthetic::landscape(size(name)));
    Landscape::build(parse(&files).expect("synthetic landscapes are sound"), &BuildOptions::default())
}

/// A company of middling breadth: 10 tools, as near as there is one.
fn middling(landscape: &Landscape) -> CompanyIx {
    landscape
        .companies()
        .min_by_key(|company| landscape.breadth(*company).abs_diff(10))
        .expect("there are companies")
}

#[divan::bench(args = NAMES, sample_count = 20)]
fn load(bencher: Bencher, name: &str) {
    let files = Files::from_text("synthetic.json", &synthetic::landscape(size(name)));
    let bytes = files.get(0).text().len();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        Landscape::build(parse(&files).expect("synthetic landscapes are sound"), &BuildOptions::default())
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
