//! Who competes with whom.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{COMPANY, ROLES, STACKS};
use crate::catalogue::{Argument, AskError, Reads, Takes};
use crate::query::network;

static MATRIX: Argument = Argument::flag("matrix", "Draw a table of all pairs");

static MOST: Argument = Argument::option(
    "most",
    "N",
    Takes::Count { least: 1, most: 200, default: Some(60) },
    "How many companies to show: the closest rivals, then those with the most tools; the very same count as one",
);

static BEST: Argument = Argument::option(
    "best",
    "N",
    Takes::Count { least: 0, most: u32::MAX as u64, default: Some(network::DEFAULT_BEST as u64) },
    "How many of each company's strongest overlaps to draw in the network",
);

static LEAST: Argument = Argument::option(
    "least",
    "SHARE",
    Takes::Number { least: 0.0, most: 1.0, default: network::DEFAULT_LEAST },
    "How alike two companies must be for their overlap to be drawn in any case, from 0 to 1",
);

/// Who competes with whom.
pub(super) static OVERLAP: PictureRow = PictureRow {
    name: "overlap",
    about: "Draw which companies are known to offer the same tools",
    details: "As a network, in which lines join companies that are alike: of the many overlaps, those that hold the \
              network together, each company's strongest, and all that are strong. As a table with `--matrix`: of all \
              pairs, in an order in which neighbours are alike. The company whose view is taken is filled.",
    arguments: &[&MATRIX, &STACKS, &ROLES, &MOST, &BEST, &LEAST, &COMPANY],
    reads: Reads::Landscape,
    example: &[],
    draw: |call| {
        let options = network::Options {
            within: call.within(&[]),
            company: call.company_if_any(),
            most: call.count("most") as usize,
            best: call.count("best"),
            least: call.number("least"),
        };
        if !call.flag("matrix") {
            let report = network::network(call.landscape(), &options);
            let title = report.title();
            return Ok(Drawn::new(report, title));
        }
        for argument in ["best", "least"] {
            if call.is_given(argument) {
                return Err(AskError::Together {
                    argument,
                    why: "is for the network: the table shows all pairs",
                });
            }
        }
        let report = network::table(call.landscape(), &options);
        let title = report.title();
        Ok(Drawn::new(report, title))
    },
};
