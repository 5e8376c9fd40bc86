//! Made-up landscapes of any size, one record a line: the same bytes for the same settings.

use std::io::{self, Write};

/// How big a landscape to make.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// How many companies there are.
    pub(crate) companies: u32,
    /// How many tools there are; every fiftieth is a part of the one before it.
    pub(crate) tools: u32,
    /// How many stacks there are; each tool is in one.
    pub(crate) stacks: u32,
    /// About how many offers there are.
    pub(crate) offers: u32,
    /// How unequal the tools are: the k-th most popular is drawn in proportion to k to the minus
    /// this.
    pub(crate) skew: f64,
    /// Where the random numbers begin.
    pub(crate) seed: u64,
}

impl Size {
    /// 1 million offers.
    pub(crate) const LARGE: Self =
        Self { companies: 100_000, tools: 5_000, stacks: 50, offers: 1_000_000, skew: 0.6, seed: 42 };
}

/// `SplitMix64` (Steele, Lea, Flood 2014): small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between 0 and 1, 1 not included.
    #[allow(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Writes a landscape as JSON Lines: what it says of itself, then a line for each stack, tool and
/// company.
pub(crate) fn write(size: Size, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, r#"{{"landscape":{{"schema":1,"name":"Synthetic","perspective":"c-7"}}}}"#)?;
    for stack in 0..size.stacks {
        writeln!(out, r#"{{"stacks":[{{"id":"s-{stack}","name":"Stack {stack}"}}]}}"#)?;
    }
    for tool in 0..size.tools {
        let in_stack = format!(r#""in_stack":[{{"stack":"s-{}"}}]"#, tool % size.stacks);
        write!(out, r#"{{"tools":[{{"id":"t-{tool}","name":"Tool {tool}",{in_stack}"#)?;
        if tool % 50 == 49 {
            write!(out, r#","part_of":[{{"tool":"t-{}"}}]"#, tool - 1)?;
        }
        writeln!(out, "}}]}}")?;
    }
    // The tools' shares of all draws, summed up.
    let mut sums = Vec::new();
    let mut sum = 0.0;
    for rank in 1..=size.tools {
        sum += f64::from(rank).powf(-size.skew);
        sums.push(sum);
    }
    let mut random = Random(size.seed);
    let mean = f64::from(size.offers) / f64::from(size.companies.max(1));
    for company in 0..size.companies {
        write!(out, r#"{{"companies":[{{"id":"c-{company}","name":"Company {company}","offers":["#)?;
        // Sizes fall off exponentially, as those of product ranges do.
        let wanted = 1.0 - (1.0 - random.share()).ln() * (mean - 0.5);
        let mut tools: Vec<usize> = Vec::new();
        while f64::from(u32::try_from(tools.len()).unwrap_or(u32::MAX)) + 1.0 <= wanted
            && tools.len() < sums.len() / 2
        {
            let draw = random.share() * sum;
            let tool = sums.partition_point(|sum| *sum <= draw);
            if !tools.contains(&tool) {
                tools.push(tool);
            }
        }
        for (position, tool) in tools.iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            let support = match random.next() % 20 {
                0 => "no",
                1 => "planned",
                2 | 3 => "partial",
                _ => "yes",
            };
            write!(out, r#"{comma}{{"tool":"t-{tool}","support":"{support}"}}"#)?;
        }
        writeln!(out, "]}}]}}")?;
    }
    Ok(())
}
