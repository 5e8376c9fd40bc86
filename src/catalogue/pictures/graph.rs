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
    "Only this record and what it is connected to",
);

static WITH: Argument =
    Argument::option("with", "KIND", Takes::Kinds, "Also draw records of this kind: `feature`");

static WITHOUT: Argument = Argument::option(
    "without",
    "KIND",
    Takes::Kinds,
    "Leave out records of this kind, such as `role`; can be given more than once",
);

static FORCE: Argument = Argument::flag("force", "Draw it even if it is big");

/// Every record and every claim.
pub(super) static GRAPH: PictureRow = PictureRow {
    name: "graph",
    about: "Draw all records, and all claims that connect them",
    details: "Companies are on the left, tools in the frames of their stacks, roles on the right. Features are only drawn with \
              `--with feature`, because there are many. With more than 150 offers, choose a part of the landscape, or use \
              `--force`.",
    arguments: &[&STACKS, &ROLES, &AROUND, &WITH, &WITHOUT, &FORCE],
    reads: Reads::Landscape,
    example: &["--stack", "engineering"],
    draw: |call| {
        let around = call.nodes("around").first().copied();
        let within = call.within(&[]);
        if around.is_some() && !within.is_all() {
            return Err(AskError::Together {
                argument: "around",
                why: "cannot be combined with a stack or role: choose one",
            });
        }
        let with = call.kinds("with");
        if with.iter().any(|kind| *kind != LEFT_OUT) {
            return Err(AskError::Together {
                argument: "with",
                why: "takes only `feature`: all other kinds are drawn anyway",
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
