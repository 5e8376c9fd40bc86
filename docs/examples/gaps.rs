//! What a company does not offer yet, the nearest first:
//! `cargo run --example gaps -- graph posthog`.

#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use std::env::args;
use std::error::Error;

use landscape_graph::load;
use landscape_graph::query::gaps;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = args().nth(1).unwrap_or_else(|| "graph".to_owned());

    let market = load::landscape(folder)?;
    let company = match args().nth(2) {
        Some(name) => market.company(&name)?,
        None => market.perspective().ok_or("the landscape has no perspective: name a company")?,
    };

    let report = gaps::gaps(&market, company, &gaps::Options::default());
    println!("{} has {} gaps; the first of them:", report.company.name, report.totals.gaps.sum());
    for gap in report.gaps.iter().take(5) {
        println!("{} (vendors: {})", gap.tool.name, gap.offerers);
    }
    Ok(())
}
