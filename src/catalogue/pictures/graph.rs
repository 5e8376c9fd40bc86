//! Every record and every claim.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{ROLES, STACKS};
use crate::catalogue::{Argument, AskError, Reads, Takes};
use crate::model::Kind;
use crate::query::graph;

/// How many offers are drawn without being asked twice.
const MOST_OFFERS: u32 = 150;

/// What is left out unless it is asked for.
const LEFT_OUT: Kind = Kind::Feature;

static AROUND: Argument = Argument::option(
    "around",
    "NAME",
    Takes::Records { kinds: &Kind::ALL, least: 0, most: Some(1) },
    "Only this record and what it is joined to: any kind, by id, name or alias",
);

static WITH: Argument = Argument::option(
    "with",
    "KIND",
    Takes::Kinds,
    "With records of this kind that are left out otherwise: `feature`",
);

static WITHOUT: Argument = Argument::option(
    "without",
    "KIND",
    Takes::Kinds,
    "Without records of this kind, such as `role`; may be given more than once",
);

static FORCE: Argument = Argument::flag("force", "Draw it whatever its size");

/// Every record and every claim.
pub(super) static GRAPH: PictureRow = PictureRow {
    name: "graph",
    about: "Draw every record and every claim that joins two",
    details: "Companies stand on the left, tools in the frames of their stacks, roles on the right. Features, which \
              are far more than a page can hold, are drawn with `--with feature`. Of more than 150 offers it asks for \
              a part of the landscape, or for `--force`.",
    arguments: &[&STACKS, &ROLES, &AROUND, &WITH, &WITHOUT, &FORCE],
    reads: Reads::Landscape,
    example: &["--stack", "engineering"],
    draw: |call| {
        let around = call.nodes("around").first().copied();
        let within = call.within(&[]);
        if around.is_some() && !within.is_all() {
            return Err(AskError::Together {
                argument: "around",
                why: "and a stack or role are two parts: name one",
            });
        }
        let with = call.kinds("with");
        if with.iter().any(|kind| *kind != LEFT_OUT) {
            return Err(AskError::Together {
                argument: "with",
                why: "takes `feature`: the others are drawn anyhow",
            });
        }
        let mut without = call.kinds("without");
        // What the picture is about is drawn in any case.
        if with.is_empty() && around.is_none_or(|node| node.kind() != LEFT_OUT) {
            without.push(LEFT_OUT);
        }
        without.sort_unstable();
        without.dedup();
        let is_part = around.is_some() || !within.is_all();
        let options = graph::Options { within, around, without };
        let report = graph::graph(call.landscape(), &options);
        if !call.flag("force") && report.offers > MOST_OFFERS {
            return Err(AskError::Large { offers: report.offers, most: MOST_OFFERS, is_part });
        }
        Ok(Drawn::new(report, call.landscape().name()))
    },
};
