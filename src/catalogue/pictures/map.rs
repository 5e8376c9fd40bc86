//! The market map.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{COMPANY, MIN_RESEARCHED, ROLES, STACKS};
use crate::catalogue::{Argument, Reads};
use crate::query::map;

static ALL: Argument = Argument::flag("all", "Leave nothing out, however big the picture becomes");

/// The market map.
pub(super) static MAP: PictureRow = PictureRow {
    name: "map",
    about: "Draw the market map: stacks, their tools, and who offers each",
    details: "The company whose view is taken is filled; tools that nobody is known to offer are framed dotted \
              (not researched), dashed (unsettled) or dashed red (empty). A big map is folded: the stacks, tools and \
              companies that come first are drawn, and the rest is counted.",
    arguments: &[&STACKS, &ROLES, &MIN_RESEARCHED, &ALL, &COMPANY],
    reads: Reads::Landscape,
    example: &[],
    draw: |call| {
        let options = map::Options {
            within: call.within(&[]),
            company: call.company_if_any(),
            min_researched: call.count("min_researched"),
            limits: if call.flag("all") { map::Limits::NONE } else { map::Limits::default() },
        };
        let report = map::map(call.landscape(), &options);
        let title = report.title();
        Ok(Drawn::new(report, title))
    },
};
