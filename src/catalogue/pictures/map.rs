//! The market map.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{COMPANY, GROUP_OWNERS, MIN_RESEARCHED, ROLES, STACKS};
use crate::catalogue::{Argument, Reads};
use crate::query::map;

static ALL: Argument = Argument::flag("all", "Draw everything, even if the picture becomes big");

/// The market map.
pub(super) static MAP: PictureRow = PictureRow {
    name: "map",
    about: "Draw the market map: stacks, their tools, and who offers each",
    details: "Your company is filled. Tools that nobody is known to offer have a dotted frame (not researched), a dashed frame \
              (unsettled) or a dashed red frame (empty). On a big map, the first stacks, tools and companies are drawn, and \
              the rest is counted.",
    arguments: &[&STACKS, &ROLES, &GROUP_OWNERS, &MIN_RESEARCHED, &ALL, &COMPANY],
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
        Ok(Drawn::titled(report, map::Report::title))
    },
};
