//! The board of a company's gaps.

use super::{Drawn, PictureRow};
use crate::catalogue::Reads;
use crate::catalogue::argument::{COMPANY, MIN_RESEARCHED, ROLES, STACKS};
use crate::query::gap_board;

/// The board of a company's gaps.
pub(super) static GAPS: PictureRow = PictureRow {
    name: "gaps",
    about: "Draw what a company offers and its gaps, stack by stack",
    details: "What the company offers is blue. Gaps are orange, and darker if more of the five closest rivals offer them. Other \
              signs mark what is empty, unsettled, not researched or out of scope. `landscape gaps` lists the same.",
    arguments: &[&STACKS, &ROLES, &MIN_RESEARCHED, &COMPANY],
    reads: Reads::Landscape,
    example: &[],
    draw: |call| {
        let options =
            gap_board::Options { within: call.within(&[]), min_researched: call.count("min_researched") };
        let report = gap_board::gap_board(call.landscape(), call.company()?, &options);
        Ok(Drawn::titled(report, gap_board::Report::title))
    },
};
