//! How much sooner the first gaps and rivals are right when unknown offers are looked up in the
//! order of the research queue: `cargo run --release --example next -- graph`. It takes some
//! minutes.

#![allow(clippy::print_stdout, reason = "an example prints its answer")]

#[path = "hidden.rs"]
mod hidden;

use std::env::args;
use std::error::Error;
use std::path::PathBuf;

use hidden::{Course, Market, Order};
use landscape_graph::load;

/// How many of the offers are hidden.
const SHARES: [f64; 2] = [0.3, 0.6];

/// How often that is done, each time with others.
const DRAWS: u64 = 4;

/// How many companies are asked for: those that offer most.
const COMPANIES: usize = 5;

/// How many lookups there are between two counts, and in all.
const STEPS: [usize; 2] = [25, 200];

/// Makes an order of a seed.
type Drawn = fn(u64) -> Order;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(args().nth(1).unwrap_or_else(|| "graph".to_owned()));
    let known = load::landscape(&folder)?;
    let mut broadest: Vec<_> = known.companies().collect();
    broadest.sort_by_key(|company| (std::cmp::Reverse(known.breadth(*company)), *company));
    let companies = broadest.into_iter().take(COMPANIES).map(|company| known.named(company).id.to_string());
    let companies: Vec<String> = companies.collect();

    let market = Market::read(&folder)?;
    println!("Asked for {}; {DRAWS} draws each.", companies.join(", "));
    println!(
        "hidden  order       at first  after 50  after 100  after 200  on average  until 8 of 10 are right"
    );
    for share in SHARES {
        let orders: [(&str, Drawn); 4] = [
            ("queue", |_| Order::Queue),
            ("near first", Order::NearFirst),
            ("chance", Order::Chance),
            ("alphabet", |_| Order::Alphabet),
        ];
        for (name, order) in orders {
            let mut courses = Vec::new();
            for draw in 0..DRAWS {
                let hidden = market.hide(share, draw);
                for company in &companies {
                    courses.push(market.course(company, &hidden, order(draw), STEPS)?);
                }
            }
            let of = f64::from(u32::try_from(courses.len())?);
            let mean = courses.iter().map(Course::mean).sum::<f64>() / of;
            let after = |lookups| courses.iter().map(|course| course.after(lookups)).sum::<f64>() / of;
            let after: Vec<String> = [0, 50, 100, 200].map(after).map(|right| format!("{right:8.2}")).into();
            println!(
                "{:4.0} %  {name:<10}  {}  {mean:10.2}  {}",
                share * 100.0,
                after.join("  "),
                median(&courses)
            );
        }
    }
    Ok(())
}

/// The median of the lookups until eight of ten are right.
fn median(courses: &[Course]) -> String {
    let mut until: Vec<usize> =
        courses.iter().map(|course| course.until(0.8).unwrap_or(usize::MAX)).collect();
    until.sort_unstable();
    match until.get(until.len() / 2) {
        Some(&usize::MAX) | None => format!("more than {}", STEPS[1]),
        Some(lookups) => lookups.to_string(),
    }
}
