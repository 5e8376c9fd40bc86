//! Measures how long a landscape of any size takes to load, to answer and to be written, and how
//! much memory.
//!
//! ```text
//! cargo run --release --example measure_landscape -- PATH
//! ```
//!
//! PATH is a folder or a file, such as one that `make_landscape` has made. Answers are given 21
//! times, for the first stack and a company of middling breadth; the median counts. Memory is the
//! most that the process has had resident so far, which Linux alone tells.

use landscape_graph::query::{Page, coverage, gaps, overlap};
use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use landscape_graph::Landscape;
use landscape_graph::landscape::BuildOptions;
use landscape_graph::load::{Files, parse_packed};
use landscape_graph::model::Kind;
use landscape_graph::query::{self};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: measure_landscape PATH")?;
    let start = Instant::now();
    let files = Files::read(Path::new(&path));
    tell("read", start.elapsed())?;
    let start = Instant::now();
    let model = parse_packed(&files)?;
    tell("parse and check", start.elapsed())?;
    let start = Instant::now();
    let landscape = Landscape::build(model, &BuildOptions::default());
    tell("build", start.elapsed())?;

    let stack = landscape.nodes(Kind::Stack).next().ok_or("there is no stack")?;
    let breadth = |company: &_| landscape.breadth(*company).abs_diff(10);
    let company = landscape.companies().min_by_key(breadth).ok_or("there is no company")?;
    let coverage = coverage::Options::default();
    tell(
        "coverage of a stack",
        median(|| drop(black_box(query::coverage::coverage(&landscape, &[stack], &coverage)))),
    )?;
    let overlap = overlap::Options { page: Page::first(20), ..overlap::Options::default() };
    tell("one against all", median(|| drop(black_box(query::overlap::one(&landscape, company, &overlap)))))?;
    let gaps = gaps::Options { page: Page::first(20), names: Some(5), ..gaps::Options::default() };
    tell("gaps", median(|| drop(black_box(query::gaps::gaps(&landscape, company, &gaps)))))?;

    let start = Instant::now();
    landscape_graph::export::csv(&landscape, &mut io::sink())?;
    tell("export csv", start.elapsed())?;
    drop(landscape);
    let start = Instant::now();
    landscape_graph::export::json(parse_packed(&files)?, &mut io::sink())?;
    tell("parse and export json", start.elapsed())?;
    Ok(())
}

fn median(mut answer: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            let start = Instant::now();
            answer();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn tell(what: &str, time: Duration) -> io::Result<()> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown", str::trim);
    let time = time.as_secs_f64() * 1000.0;
    writeln!(io::stdout(), "{what:<24} {time:>12.2} ms   {most:>12} at most so far")
}
