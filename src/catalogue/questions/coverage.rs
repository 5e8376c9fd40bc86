//! Who covers a stack, a tool or a role.

use crate::catalogue::argument::{COMPANY, CURSOR, TARGET_KINDS, TOP};
use crate::catalogue::{Argument, AskError, Group, Question, Reads, Shape, Takes};
use crate::query::{coverage, matrix};

static TARGETS: Argument = Argument::subject(
    "targets",
    "STACK|TOOL|ROLE",
    Takes::Records { kinds: TARGET_KINDS, least: 0, most: None },
    "Stacks, tools or roles: by id, name or alias",
);

static ALL: Argument = Argument::flag("all", "Print companies against all stacks instead, as one table");

/// Who covers a stack, a tool or a role.
pub(super) static COVERAGE: Question = Question {
    name: "coverage",
    group: Group::Ask,
    about: "List the companies that cover a stack, a tool, or what a role needs",
    details: "For each company: how many of the tools it offers, in part, plans, is known not to offer, and what \
              is unknown. The count is an interval, from what is known to all that is not known to be missing. \
              Claims about a stack that name no tool stand apart and never count as a tool.",
    arguments: &[&TARGETS, &ALL, &COMPANY, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<coverage::Report<'_>>(), Shape::of::<matrix::Report<'_>>()],
    example: &["stack:data"],
    run: |call| {
        let options = coverage::Options { page: call.page(), always: call.company_if_any() };
        let targets = call.nodes("targets");
        match (call.flag("all"), targets) {
            (true, []) => Ok(Box::new(matrix::matrix(call.landscape(), &options))),
            (true, _) => {
                Err(AskError::Together { argument: "all", why: "is for all stacks: it takes no targets" })
            }
            (false, []) => Err(AskError::Few { argument: "targets", least: 1 }),
            (false, targets) => Ok(Box::new(coverage::coverage(call.landscape(), targets, &options))),
        }
    },
};
