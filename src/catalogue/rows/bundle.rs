//! The fewest companies that together cover what a customer needs.

use crate::catalogue::argument::{COMPANY, EXPLAIN, GROUP_OWNERS, ROLES, STACKS, TARGET_KINDS};
use crate::catalogue::listing::{BASES, FLAGS, STATES, SUPPORTS};
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::model::Kind;
use crate::query::bundle::{self, Covering};

static TARGETS: Argument = Argument::subject(
    "targets",
    "STACK|TOOL|ROLE|COMPANY",
    Takes::Records { kinds: TARGET_KINDS, least: 1, most: None },
    "What to cover: stacks, tools or roles; or companies to replace",
);

static FULL: Argument = Argument::flag("full", "Count full support only, not partial support");

/// One row for each offer that covers a tool, as the command's records have it.
const BY_OFFER: Listing = Listing {
    name: "bundle",
    about: "The fewest companies that together cover what is asked for, offer by offer: as the command `bundle`.",
    arguments: &[&TARGETS, &FULL],
    required: 1,
    columns: &[
        RowColumn::text("list", "the fewest companies (`bundle`), what your own company offers of it (`stand-in`), who is needed beside it (`beside`), sub-tools (`part`), or what nobody covers (`uncovered`)")
            .leads(Leads::OneOf(&["bundle", "stand-in", "beside", "part", "uncovered"])),
        RowColumn::id(Kind::Company, "company", "the company").nullable(),
        RowColumn::id(Kind::Tool, "tool", "the tool"),
        RowColumn::text("support", "how far it offers the tool; null where nothing is known")
            .nullable()
            .leads(SUPPORTS),
        RowColumn::text("a_part", "whether it only offers a sub-tool of the tool").nullable().leads(FLAGS),
        RowColumn::text("basis", "the firmest basis of the claim").nullable().leads(BASES),
        RowColumn::text("alone", "whether no other company of the list covers the tool").nullable().leads(FLAGS),
        RowColumn::text("state", "what is known of a sub-tool, or of a tool that nobody covers").nullable().leads(STATES),
    ],
    rows: Question::records,
};

/// The fewest companies that together cover what a customer needs.
pub(super) static BUNDLE: Question = Question {
    name: "bundle",
    group: Group::Ask,
    about: "Find the fewest companies that cover a stack, or replace one",
    details: "This is what a customer would have to buy. With a company to compare (`--for`, or the landscape's own), the \
              answer also says how many others are needed beside it. Tools that nobody is known to offer are listed as not covered.",
    arguments: &[&TARGETS, &STACKS, &ROLES, &GROUP_OWNERS, &FULL, &COMPANY, &EXPLAIN],
    reads: Reads::Landscape,
    reports: &[Shape::of::<bundle::Report<'_>>()],
    listings: &[BY_OFFER],
    example: &["stack:data"],
    run: |call| {
        let options = bundle::Options {
            company: call.company_if_any(),
            covering: if call.flag("full") { Covering::InFull } else { Covering::InPart },
            within: call.within(&[]),
            ..bundle::Options::default()
        };
        Ok(Box::new(bundle::bundle(call.landscape(), call.nodes("targets"), &options)))
    },
};
