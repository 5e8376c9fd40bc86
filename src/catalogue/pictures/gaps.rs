//! The board of a company's gaps.

use super::{Drawn, PictureRow};
use crate::catalogue::Reads;
use crate::catalogue::argument::{COMPANY, MIN_RESEARCHED, ROLES, STACKS};
use crate::query::gap_board;

/// The board of a company's gaps.
pub(super) static GAPS: PictureRow = PictureRow {
    name: "gaps",
    about: "Draw what a company offers and what it is not known to offer, stack by stack",
    details: "What it offers is blue; a gap is the darker orange, the more of the five closest rivals offer it. A \
              sign marks what is empty, unsettled, not researched or ruled out by a principle. `landscape gaps` \
              lists the same.",
    arguments: &[&STACKS, &ROLES, &MIN_RESEARCHED, &COMPANY],
    reads: Reads::Landscape,
    example: &[],
    draw: |call| {
        let options =
            gap_board::Options { within: call.within(&[]), min_researched: call.count("min_researched") };
        let report = gap_board::gap_board(call.landscape(), call.company()?, &options);
        let title = report.title();
        Ok(Drawn::new(report, title))
    },
};
