//! Makes a synthetic landscape of any size as JSON Lines, to try the program and other engines on.
//!
//! ```text
//! cargo run --release --example make_landscape -- FILE [--offers N] [--companies N] [--tools N] [--stacks N]
//!     [--skew X] [--seed N]
//! ```
//!
//! FILE is what is written, `-` for standard output; a name that ends in `.jsonl` is read as what
//! it is. Without options: 1000000 offers of 100000 companies, 5000 tools, 50 stacks, skew 0.6,
//! seed 42. The number of offers is met on average, not exactly. The k-th most popular tool is
//! drawn in proportion to k to the minus the skew. The ids are `s-0`, `t-0`, `c-0` and so on; the
//! perspective is `c-7`, so there must be 8 companies. The same settings give the same bytes, and
//! what is written is not kept in memory.

#[path = "../bench/synthetic.rs"]
mod synthetic;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use synthetic::Size;

const USAGE: &str = "usage: make_landscape FILE [--offers N] [--companies N] [--tools N] [--stacks N] \
                     [--skew X] [--seed N]";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut size = Size::LARGE;
    let mut path = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if !argument.starts_with("--") {
            path = Some(argument);
            continue;
        }
        let value = arguments.next().ok_or(USAGE)?;
        match argument.as_str() {
            "--offers" => size.offers = value.parse()?,
            "--companies" => size.companies = value.parse()?,
            "--tools" => size.tools = value.parse()?,
            "--stacks" => size.stacks = value.parse()?,
            "--skew" => size.skew = value.parse()?,
            "--seed" => size.seed = value.parse()?,
            _ => return Err(USAGE.into()),
        }
    }
    if size.companies < 8 || size.tools < 2 || size.stacks == 0 || !size.skew.is_finite() {
        return Err("there must be 8 companies, 2 tools and 1 stack at least".into());
    }
    match path.as_deref() {
        None => return Err(USAGE.into()),
        Some("-") => {
            let mut out = BufWriter::new(io::stdout().lock());
            synthetic::write(size, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
            synthetic::write(size, &mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}
