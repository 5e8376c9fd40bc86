//! Which tools go together.

use crate::catalogue::argument::{CURSOR, EXPLAIN, NAMES, ROLES, STACKS};
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
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
    "How many companies may break a rule: they offer the first tools, and the other is not known",
);

static MAX_PREMISE: Argument = Argument::option(
    "max_premise",
    "N",
    Takes::Count { least: 1, most: u32::MAX as u64, default: Some(implications::MAX_PREMISE as u64) },
    "How many tools a rule starts from at most",
);

/// Two lists that fit one screen together.
static TOP: Argument = Argument::option(
    "top",
    "N",
    Takes::Limit(10),
    "How many rules and how many blocks to list at most: a number, or `all`",
);

/// One row a rule or block, as the command's records have it.
const BY_RULE: Listing = Listing {
    name: "implications",
    about: "The rules that companies follow in what they offer, then the blocks: as the command `implications`.",
    arguments: &[&STACKS, &MIN_SUPPORT, &MAX_EXCEPTIONS, &MAX_PREMISE],
    required: 0,
    columns: &[
        RowColumn::text("kind", "whether it is a rule or a block").leads(Leads::OneOf(&["rule", "block"])),
        RowColumn::text("premise", "the ids of the tools that a rule starts from, between semicolons")
            .nullable(),
        RowColumn::text("tools", "the id of the tool that it leads to; of a block, the ids of all"),
        RowColumn::integer("support", "how many companies follow it, or offer all tools of the block"),
        RowColumn::integer("premise_support", "how many offer what the rule starts from").nullable(),
        RowColumn::integer("offered_by", "how many offer what it leads to").nullable(),
        RowColumn::integer("of", "how many companies are counted"),
        RowColumn::real("lift", "how many times likelier the premise makes it, to four places").nullable(),
        RowColumn::text("companies", "the ids of who follows it, between semicolons"),
        RowColumn::text("exceptions", "the ids of who breaks it, between semicolons").nullable(),
    ],
    rows: Question::records,
};

/// Which tools go together.
pub(super) static IMPLICATIONS: Question = Question {
    name: "implications",
    group: Group::Ask,
    about: "Find which tools companies offer together",
    details: "Lists rules (companies that offer A also offer B), with who follows and who breaks them, and the largest \
              blocks of companies that offer the same tools. They hold among known offers only.",
    arguments: &[
        &STACKS,
        &ROLES,
        &MIN_SUPPORT,
        &MAX_EXCEPTIONS,
        &MAX_PREMISE,
        &EXPLAIN,
        &TOP,
        &CURSOR,
        &NAMES,
    ],
    reads: Reads::Landscape,
    reports: &[Shape::of::<implications::Report<'_>>()],
    listings: &[BY_RULE],
    example: &["--stack", "product", "--max-exceptions", "1"],
    run: |call| {
        let options = implications::Options {
            within: call.within(&[]),
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
