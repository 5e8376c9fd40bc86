//! The fewest companies that together cover what a customer needs.

use crate::catalogue::argument::{COMPANY, TARGET_KINDS};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::query::bundle::{self, Covering};

static TARGETS: Argument = Argument::subject(
    "targets",
    "STACK|TOOL|ROLE",
    Takes::Records { kinds: TARGET_KINDS, least: 1, most: None },
    "Stacks, tools or roles: by id, name or alias",
);

static FULL: Argument =
    Argument::flag("full", "Count a tool as covered only by a company that offers it in full");

/// The fewest companies that together cover what a customer needs.
pub(super) static BUNDLE: Question = Question {
    name: "bundle",
    group: Group::Ask,
    about: "Find the fewest companies that together cover stacks, tools, or what roles need",
    details: "This is what a customer would otherwise have to buy. For the company whose view is taken, it also \
              says how many others are still needed beside it, and so how many it stands in for. Tools that \
              nobody is known to offer stand apart and are never counted as covered.",
    arguments: &[&TARGETS, &FULL, &COMPANY],
    reads: Reads::Landscape,
    reports: &[Shape::of::<bundle::Report<'_>>()],
    listings: &[],
    example: &["stack:data"],
    run: |call| {
        let options = bundle::Options {
            company: call.company_if_any(),
            covering: if call.flag("full") { Covering::InFull } else { Covering::InPart },
            ..bundle::Options::default()
        };
        Ok(Box::new(bundle::bundle(call.landscape(), call.nodes("targets"), &options)))
    },
};
