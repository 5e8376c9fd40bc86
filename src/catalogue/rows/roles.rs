//! What roles need, and who covers it.

use crate::catalogue::argument::{COMPANY, CURSOR, ROLE_KIND, STACKS, TOP};
use crate::catalogue::listing::{BASES, SUPPORTS};
use crate::catalogue::{Argument, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::model::Kind;
use crate::query::{Within, roles};

static TARGETS: Argument = Argument::subject(
    "targets",
    "ROLE",
    Takes::Records { kinds: ROLE_KIND, least: 0, most: None },
    "Only these roles: by id, name or alias",
);

static NAMED: Argument = Argument::option(
    "roles",
    "ROLE",
    Takes::Records { kinds: ROLE_KIND, least: 0, most: None },
    "Only this role; may be given more than once",
)
.named("role");

static UNDER: Argument = Argument::option(
    "under",
    "ROLE",
    Takes::Records { kinds: ROLE_KIND, least: 0, most: Some(1) },
    "Only roles that report to this one, directly or not",
);

static SEGMENT: Argument = Argument::option(
    "segment",
    "SEGMENT",
    Takes::Records { kinds: &[Kind::Segment], least: 0, most: Some(1) },
    "Only roles that somebody plays in this kind of company",
);

/// One row a fact, as the command's records have it. There is a table `roles`, which has the records.
const BY_FACT: Listing = Listing {
    name: "role_facts",
    about: "What roles need, to whom they report and who plays them: as the command `roles`.",
    arguments: &[&UNDER, &COMPANY],
    required: 0,
    columns: &[
        RowColumn::id(Kind::Role, "role", "the role"),
        RowColumn::text("type", "whether it is a role or a team").leads(Leads::OneOf(&["role", "team"])),
        RowColumn::text("status", "what it is to the owners")
            .nullable()
            .leads(Leads::OneOf(&["icp", "expansion-candidate"])),
        RowColumn::text(
            "relation",
            "what ties it to the other record; null where nothing is claimed of the role",
        )
        .nullable()
        .leads(Leads::OneOf(&["needs", "needs-part", "reports_to", "plays", "played_by"])),
        RowColumn::text("other", "the id of the tool or role").nullable().leads(Leads::AnyId),
        RowColumn::id(Kind::Segment, "segment", "in which kind of company it is so").nullable(),
        RowColumn::text("importance", "how much the tool is needed")
            .nullable()
            .leads(Leads::OneOf(&["must", "should", "could"])),
        RowColumn::text("support", "how far the perspective offers it").nullable().leads(SUPPORTS),
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
    details: "Roles of whose needs most is known to be covered come first. Each comes with what the company is \
              not known to offer, the companies that cover most of it, what nobody is known to offer, to whom \
              the role reports, and who plays it in which kind of company. Roles whose needs nobody has claimed \
              are listed apart.",
    arguments: &[&TARGETS, &STACKS, &NAMED, &UNDER, &SEGMENT, &COMPANY, &TOP, &CURSOR],
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
