//! Who competes with whom.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{COMPANY, GROUP_OWNERS, ROLES, STACKS};
use crate::catalogue::{Argument, AskError, Reads, Takes};
use crate::query::network;

static MATRIX: Argument = Argument::flag("matrix", "Draw a table of all pairs");

static MOST: Argument = Argument::option(
    "most",
    "N",
    Takes::Count { least: 1, most: 200, default: Some(60) },
    "How many companies to draw: the closest rivals, then those with the most tools",
);

static BEST: Argument = Argument::option(
    "best",
    "N",
    Takes::Count { least: 0, most: u32::MAX as u64, default: Some(network::DEFAULT_BEST as u64) },
    "Network only: how many of each company's strongest overlaps to draw",
);

static LEAST: Argument = Argument::option(
    "least",
    "SHARE",
    Takes::Number { least: 0.0, most: 1.0, default: network::DEFAULT_LEAST },
    "Network only: always draw overlaps at least this strong, from 0 to 1",
);

/// Who competes with whom.
pub(super) static OVERLAP: PictureRow = PictureRow {
    name: "overlap",
    about: "Draw which companies offer the same tools",
    details: "A network: lines connect companies that are alike. It draws each company's strongest overlaps, all other strong \
              ones, and those that keep the network connected. With `--matrix`, a table of all pairs, with similar companies \
              next to each other. Your company is filled.",
    arguments: &[&MATRIX, &STACKS, &ROLES, &GROUP_OWNERS, &MOST, &BEST, &LEAST, &COMPANY],
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
            return Ok(Drawn::titled(report, network::Report::title));
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
        Ok(Drawn::titled(report, network::TableReport::title))
    },
};
