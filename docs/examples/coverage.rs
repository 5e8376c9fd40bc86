//! Which companies cover a stack best: `cargo run --example coverage -- graph growth`.

#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use std::env::args;
use std::error::Error;

use landscape_graph::load;
use landscape_graph::query::coverage;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = args().nth(1).unwrap_or_else(|| "graph".to_owned());
    let stack = args().nth(2).unwrap_or_else(|| "product".to_owned());

    let market = load::landscape(folder)?;
    let target = market.stack(&stack)?;

    let report = coverage::coverage(&market, &[target.into()], &coverage::Options::default());
    for covered in &report.targets {
        println!("Who covers {}, and how many of its tools:", covered.target.name);
        for company in covered.companies.iter().take(5) {
            println!("{:>12}  {}", company.offered.to_string(), company.company.name);
        }
    }
    Ok(())
}
