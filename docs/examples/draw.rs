//! The market as one picture: `cargo run --example draw > market.svg`.

#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use std::env::args;
use std::error::Error;

use landscape_graph::draw::{Picture, Style};
use landscape_graph::load;
use landscape_graph::query::map;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = args().nth(1).unwrap_or_else(|| "graph".to_owned());

    let market = load::landscape(folder)?;
    // Only some stacks, where any are named.
    let stacks = args().skip(2).map(|name| market.stack(&name)).collect::<Result<Vec<_>, _>>()?;

    let map = map::map(&market, &map::Options { within: stacks.into(), ..map::Options::default() });
    let style = Style { title: Some("Our market"), ..Style::default() };
    println!("{}", map.scene(&style).svg(style.theme));
    Ok(())
}
