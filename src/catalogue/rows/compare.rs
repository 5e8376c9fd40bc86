//! Companies side by side.

use crate::catalogue::argument::{COMPANY_KIND, ROLES, STACKS};
use crate::catalogue::{Argument, AskError, Group, Question, Reads, Shape, Takes};
use crate::model::Kind;
use crate::query::compare::{self, MOST_COMPARED, Rows};

static COMPANIES: Argument = Argument::subject(
    "companies",
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 2, most: Some(MOST_COMPARED) },
    "Two to eight companies: by id, name or alias; the first is the one that the others are held against",
);

static FEATURES: Argument = Argument::option(
    "features",
    "TOOL",
    Takes::Records { kinds: &[Kind::Tool], least: 0, most: Some(1) },
    "Compare the features of this tool instead",
);

static ALL: Argument =
    Argument::flag("all", "Also list what all offer, what none offers and what nothing is known of");

/// Companies side by side.
pub(super) static COMPARE: Question = Question {
    name: "compare",
    group: Group::Ask,
    about: "Lay companies side by side, by tool or by the features of a tool",
    details: "Lists the tools on which they are known to differ, then those on which they may, since nothing is \
              known of some; the others are counted. Parity is how much of what one company offers another \
              offers too, from what is known to all that is not known to be missing.",
    arguments: &[&COMPANIES, &STACKS, &ROLES, &FEATURES, &ALL],
    reads: Reads::Landscape,
    reports: &[Shape::of::<compare::Report<'_>>()],
    listings: &[],
    example: &["posthog", "amplitude"],
    run: |call| {
        let within = call.within(&[]);
        if call.is_given("features") && !within.is_all() {
            let why = "compares the features of a tool: a stack or role leaves none of them out";
            return Err(AskError::Together { argument: "features", why });
        }
        let options = compare::Options {
            features_of: call.one("features"),
            rows: if call.flag("all") { Rows::All } else { Rows::Differing },
            within,
        };
        Ok(Box::new(compare::compare(call.landscape(), &call.all("companies"), &options)))
    },
};
