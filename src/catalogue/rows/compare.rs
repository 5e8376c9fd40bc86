//! Companies side by side.

use crate::catalogue::argument::{COMPANY_KIND, CURSOR, EXPLAIN, GROUP_OWNERS, ROLES, STACKS, TOP};
use crate::catalogue::{Argument, AskError, Group, Question, Reads, Shape, Takes};
use crate::model::Kind;
use crate::query::compare::{self, MOST_COMPARED, Rows};

static COMPANIES: Argument = Argument::subject(
    "companies",
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 2, most: Some(MOST_COMPARED) },
    "Two to eight companies; the others are compared with the first",
);

static FEATURES: Argument = Argument::option(
    "features",
    "TOOL",
    Takes::Records { kinds: &[Kind::Tool], least: 0, most: Some(1) },
    "Compare the features of this tool, instead of tools",
);

static ALL: Argument =
    Argument::flag("all", "Also list what all offer, what nobody offers and what is unknown");

/// Companies side by side.
pub(super) static COMPARE: Question = Question {
    name: "compare",
    group: Group::Ask,
    about: "Compare companies side by side, by tool or by feature",
    details: "Lists the tools on which the companies differ first, then those on which they may differ because something is \
              unknown. It counts the others. Parity is how much of one company's offer another company offers too.",
    arguments: &[&COMPANIES, &STACKS, &ROLES, &GROUP_OWNERS, &FEATURES, &ALL, &TOP, &CURSOR, &EXPLAIN],
    reads: Reads::Landscape,
    reports: &[Shape::of::<compare::Report<'_>>()],
    listings: &[],
    example: &["posthog", "amplitude"],
    run: |call| {
        let within = call.within(&[]);
        if call.is_given("features") && !within.is_all() {
            let why = "compares the features of a tool, so a stack or a role cannot narrow it";
            return Err(AskError::Together { argument: "features", why });
        }
        let options = compare::Options {
            features_of: call.one("features"),
            rows: if call.flag("all") { Rows::All } else { Rows::Differing },
            page: call.page_or_all(),
            within,
        };
        Ok(Box::new(compare::compare(call.landscape(), &call.all("companies"), &options)))
    },
};
