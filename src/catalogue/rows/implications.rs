//! Which tools go together.

use crate::catalogue::argument::{CURSOR, NAMES, STACKS, TOP};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::query::implications;

static MIN_SUPPORT: Argument = Argument::option(
    "min_support",
    "N",
    Takes::Count { least: 1, most: u32::MAX as u64, default: Some(implications::MIN_SUPPORT as u64) },
    "How many companies must follow a rule, or offer all tools of a block",
);

static MAX_EXCEPTIONS: Argument = Argument::option(
    "max_exceptions",
    "N",
    Takes::Count { least: 0, most: u32::MAX as u64, default: Some(0) },
    "How many companies may offer the first tools and not be known to offer the other",
);

static MAX_PREMISE: Argument = Argument::option(
    "max_premise",
    "N",
    Takes::Count { least: 1, most: u32::MAX as u64, default: Some(implications::MAX_PREMISE as u64) },
    "How many tools a rule starts from at most",
);

/// Which tools go together.
pub(super) static IMPLICATIONS: Question = Question {
    name: "implications",
    group: Group::Ask,
    about: "Tell which tools go together: whoever offers these also offers those",
    details: "Lists the rules that companies follow in what they are known to offer, with who follows and who breaks \
              them, and the largest blocks of companies that offer the same tools. These are regularities among known \
              offers, not laws: where nothing is known, a rule may break.",
    arguments: &[&STACKS, &MIN_SUPPORT, &MAX_EXCEPTIONS, &MAX_PREMISE, &TOP, &CURSOR, &NAMES],
    reads: Reads::Landscape,
    reports: &[Shape::of::<implications::Report<'_>>()],
    listings: &[],
    example: &["--stack", "product", "--max-exceptions", "1"],
    run: |call| {
        let options = implications::Options {
            stacks: call.all("stacks"),
            min_support: call.count("min_support"),
            max_exceptions: call.count("max_exceptions"),
            max_premise: call.count("max_premise"),
            page: call.page(),
            names: call.limit("names"),
            ..implications::Options::default()
        };
        Ok(Box::new(implications::implications(call.landscape(), &options)))
    },
};
