//! What roles need, and who covers it.

use crate::catalogue::argument::{COMPANY, CURSOR, TOP};
use crate::catalogue::{Argument, Group, Question, Reads, Shape, Takes};
use crate::model::Kind;
use crate::query::roles;

static UNDER: Argument = Argument::option(
    "under",
    "ROLE",
    Takes::Records { kinds: &[Kind::Role], least: 0, most: Some(1) },
    "Only roles that report to this one, directly or not",
);

static SEGMENT: Argument = Argument::option(
    "segment",
    "SEGMENT",
    Takes::Records { kinds: &[Kind::Segment], least: 0, most: Some(1) },
    "Only roles that somebody plays in this kind of company",
);

/// What roles need, and who covers it.
pub(super) static ROLES: Question = Question {
    name: "roles",
    group: Group::Ask,
    about: "List the roles and teams, how much of what they need a company covers, and who else serves them",
    details: "Roles of whose needs most is known to be covered come first. Each comes with what the company is \
              not known to offer, the companies that cover most of it, what nobody is known to offer, to whom \
              the role reports, and who plays it in which kind of company. Roles whose needs nobody has claimed \
              are listed apart.",
    arguments: &[&UNDER, &SEGMENT, &COMPANY, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<roles::Report<'_>>()],
    listings: &[],
    example: &["--top", "5"],
    run: |call| {
        let options = roles::Options {
            company: call.company_if_any(),
            under: call.one("under"),
            segment: call.one("segment"),
            page: call.page(),
            ..roles::Options::default()
        };
        Ok(Box::new(roles::roles(call.landscape(), &options, call.places())))
    },
};
