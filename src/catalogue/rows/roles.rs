//! What roles need, and who covers it.

use crate::catalogue::argument::{COMPANY, CURSOR, EXPLAIN, ROLE_KIND, STACKS, TOP};
use crate::catalogue::listing::{BASES, SUPPORTS};
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::model::Kind;
use crate::query::{Within, roles};

static TARGETS: Argument = Argument::subject(
    "targets",
    "ROLE",
    Takes::Records { kinds: ROLE_KIND, least: 0, most: None },
    "Only these roles",
);

static NAMED: Argument = Argument::option(
    "roles",
    "ROLE",
    Takes::Records { kinds: ROLE_KIND, least: 0, most: None },
    "Only this role; can be given more than once",
)
.named("role");

static UNDER: Argument = Argument::option(
    "under",
    "ROLE",
    Takes::Records { kinds: ROLE_KIND, least: 0, most: Some(1) },
    "Only roles that report to this one, directly or through others",
);

static SEGMENT: Argument = Argument::option(
    "segment",
    "SEGMENT",
    Takes::Records { kinds: &[Kind::Segment], least: 0, most: Some(1) },
    "Only roles that somebody fills in this kind of company",
);

/// One row a fact, as the command's records have it. There is a table `roles`, which has the
/// records.
const BY_FACT: Listing = Listing {
    name: "role_facts",
    about: "What roles need, to whom they report and who fills them: as the command `roles`.",
    arguments: &[&UNDER, &COMPANY],
    required: 0,
    columns: &[
        RowColumn::id(Kind::Role, "role", "the role"),
        RowColumn::text("type", "whether it is a role or a team").leads(Leads::OneOf(&["role", "team"])),
        RowColumn::text("status", "whether it is in the ideal customer profile, or a candidate")
            .nullable()
            .leads(Leads::OneOf(&["icp", "expansion-candidate"])),
        RowColumn::text(
            "relation",
            "how it relates to the other record; null where nothing is recorded for the role",
        )
        .nullable()
        .leads(Leads::OneOf(&["needs", "needs-part", "reports_to", "plays", "played_by"])),
        RowColumn::text("other", "the id of the tool or role").nullable().leads(Leads::AnyId),
        RowColumn::id(Kind::Segment, "segment", "in which kind of company it is so").nullable(),
        RowColumn::text("importance", "how much the tool is needed")
            .nullable()
            .leads(Leads::OneOf(&["must", "should", "could"])),
        RowColumn::text("support", "how far the company that the question is asked for offers it")
            .nullable()
            .leads(SUPPORTS),
        RowColumn::integer("offered_by", "how many companies offer it").nullable(),
        RowColumn::text("basis", "the firmest basis of the claims").nullable().leads(BASES),
    ],
    rows: Question::records,
};

/// What roles need, and who covers it.
pub(super) static ROLES: Question = Question {
    name: "roles",
    group: Group::Ask,
    about: "List what roles and teams need, and who covers it",
    details: "Each role comes with how much of its needs the company covers, what is missing, and which other companies cover \
              most. It also shows needs that nobody covers, who reports to whom, and who fills in for a role in a small company.",
    arguments: &[&TARGETS, &STACKS, &NAMED, &UNDER, &SEGMENT, &COMPANY, &TOP, &CURSOR, &EXPLAIN],
    reads: Reads::Landscape,
    reports: &[Shape::of::<roles::Report<'_>>()],
    listings: &[BY_FACT],
    example: &["--top", "5"],
    run: |call| {
        let Within { stacks, mut roles } = call.within(&[]);
        roles.extend(call.all::<crate::model::kinds::Role>("targets"));
        let options = roles::Options {
            company: call.company_if_any(),
            under: call.one("under"),
            segment: call.one("segment"),
            roles,
            stacks,
            page: call.page(),
        };
        Ok(Box::new(roles::roles(call.landscape(), &options, call.places())))
    },
};
