//! One table for each relation but `offers`: a row for each claim.

use super::column::{Column, Holds, Value};
use super::records::nodes;
use super::table::{Field, Handles, Keys, TableOf};
use crate::landscape::{ClaimView, Landscape, LinkIx, NodeIx};
use crate::model::{Importance, Kind, LinkPlace, Reading, Relation, Support, Verdict};

/// The words for support.
pub(super) const SUPPORTS: [&str; 4] = ["yes", "partial", "planned", "no"];

/// The table of a relation from one kind of record to another: both ends, what it alone carries, and what all claims do.
macro_rules! relation {
    (
        $relation:ident, $about:literal,
        $from:literal $from_kind:ident $from_about:literal,
        $to:literal $to_kind:ident $to_about:literal
        $(, $own:expr)*
    ) => {
        TableOf {
            name: Relation::$relation.rule().key,
            about: $about,
            fields: &[
                end(Column::text($from, $from_about).holds(Holds::Id(Kind::$from_kind)).key(0), |landscape, link| {
                    id_of_end(landscape, link, 0)
                }),
                end(Column::text($to, $to_about).holds(Holds::Id(Kind::$to_kind)).key(1), |landscape, link| {
                    id_of_end(landscape, link, 1)
                }),
                $($own,)*
                NUMBER,
                SINCE,
                UNTIL,
                NOTE,
            ],
            size: |landscape| size(landscape, Relation::$relation),
            rows: |landscape, keys| links(landscape, Relation::$relation, keys),
        }
    };
}

pub(super) static ACTIVE_IN: TableOf<LinkIx> = relation!(
    ActiveIn,
    "Companies said to be active in a stack, where no tool is named; never counted as a tool.",
    "company" Company "the company",
    "stack" Stack "the stack"
);

pub(super) static PROVIDES: TableOf<LinkIx> = relation!(
    Provides,
    "Features that a company provides, plans, or is known not to provide.",
    "company" Company "the company",
    "feature" Feature "the feature",
    Field {
        column: Column::text("support", "what is claimed").holds(Holds::OneOf(&SUPPORTS)),
        value: |landscape, link| landscape.link_claim(link).support.map(Support::word).into(),
    }
);

pub(super) static INTEGRATES_WITH: TableOf<LinkIx> = relation!(
    IntegratesWith,
    "Companies that integrate with others.",
    "company" Company "the company",
    "other" Company "the company that it integrates with"
);

pub(super) static IN_STACK: TableOf<LinkIx> = relation!(
    InStack,
    "Tools that belong to a stack; `stack_tools` has those that are counted.",
    "tool" Tool "the tool",
    "stack" Stack "the stack"
);

pub(super) static PART_OF: TableOf<LinkIx> = relation!(
    PartOf,
    "Tools that are parts of another.",
    "part" Tool "the part",
    "whole" Tool "the tool that it is directly a part of"
);

pub(super) static VARIANT_OF: TableOf<LinkIx> = relation!(
    VariantOf,
    "Tools that are variants of another.",
    "variant" Tool "the variant",
    "base" Tool "the tool that it is a variant of"
);

pub(super) static ENHANCES: TableOf<LinkIx> = relation!(
    Enhances,
    "Tools that make another better.",
    "tool" Tool "the tool",
    "enhanced" Tool "the tool that is made better"
);

pub(super) static AFTER: TableOf<LinkIx> = relation!(
    After,
    "Tools that are built after another.",
    "tool" Tool "the tool",
    "earlier" Tool "the tool that is built first"
);

pub(super) static HAS: TableOf<LinkIx> = relation!(
    Has,
    "Features that a tool can have.",
    "tool" Tool "the tool",
    "feature" Feature "the feature"
);

pub(super) static NEEDS: TableOf<LinkIx> = relation!(
    Needs,
    "Tools that a role needs.",
    "role" Role "the role",
    "tool" Tool "the tool",
    Field {
        column: Column::text("importance", "how much")
            .nullable()
            .holds(Holds::OneOf(&["must", "should", "could"])),
        value: |landscape, link| landscape.link_claim(link).importance.map(Importance::word).into(),
    }
);

pub(super) static REPORTS_TO: TableOf<LinkIx> = relation!(
    ReportsTo,
    "Roles that report to another.",
    "role" Role "the role",
    "above" Role "the role that it reports to directly"
);

pub(super) static PLAYS: TableOf<LinkIx> = relation!(
    Plays,
    "Roles that fill another role, of which a kind of company has nobody.",
    "player" Role "the role that fills the other",
    "role" Role "the role that is filled",
    Field {
        column: Column::text("segment", "the kind of company where it does so; everywhere when null")
            .nullable()
            .holds(Holds::Id(Kind::Segment)),
        value: |landscape, link| landscape.link_claim(link).segment.map(|segment| segment.id.as_str()).into(),
    }
);

pub(super) static ASSESSES: TableOf<LinkIx> = relation!(
    Assesses,
    "Verdicts of principles on tools.",
    "principle" Principle "the principle",
    "tool" Tool "the tool",
    Field {
        column: Column::text("verdict", "whether the tool satisfies the principle")
            .holds(Holds::OneOf(&["pass", "fail", "unknown"])),
        value: |landscape, link| landscape.link_claim(link).verdict.map(Verdict::word).into(),
    }
);

pub(super) static ABOUT: TableOf<LinkIx> = TableOf {
    name: Relation::About.rule().key,
    about: "What questions, signals and passages of sources are about.",
    fields: &[
        end(
            Column::text("from_kind", "the kind of the record")
                .holds(Holds::OneOf(&["signal", "question", "source"])),
            |landscape, link| landscape.link_ends(link)[0].kind().singular().into(),
        ),
        end(Column::text("from_id", "its id").holds(Holds::AnyId).key(0), |landscape, link| {
            id_of_end(landscape, link, 0)
        }),
        end(
            Column::text("to_kind", "the kind of what it is about").holds(Holds::OneOf(&Kind::WORDS)),
            |landscape, link| landscape.link_ends(link)[1].kind().singular().into(),
        ),
        end(
            Column::text("to_id", "the id of what it is about").holds(Holds::AnyId).key(1),
            |landscape, link| id_of_end(landscape, link, 1),
        ),
        Field {
            column: Column::integer("passage", "the number of the passage of a source, as in `passages`")
                .nullable(),
            value: |landscape, link| passage_number(&landscape.link_claim(link)).into(),
        },
        Field {
            column: Column::text("reading", "why no claim follows from the passage")
                .nullable()
                .holds(Holds::OneOf(&["ambiguous", "unfinished", "provisional", "remark"])),
            value: |landscape, link| {
                landscape.link_claim(link).passage.map(|passage| Reading::word(passage.reading)).into()
            },
        },
        NUMBER,
    ],
    size: |landscape| size(landscape, Relation::About),
    rows: |landscape, keys| links(landscape, Relation::About, keys),
};

/// The number of the passage that a claim stands in.
fn passage_number(claim: &ClaimView<'_>) -> Option<u32> {
    match claim.at?.entry? {
        LinkPlace::Passage(at, _) => u32::try_from(at + 1).ok(),
        LinkPlace::Entry(_) => None,
    }
}

const fn end(column: Column, value: for<'l> fn(&'l Landscape, LinkIx) -> Value<'l>) -> Field<LinkIx> {
    Field { column, value }
}

fn id_of_end(landscape: &Landscape, link: LinkIx, end: usize) -> Value<'_> {
    landscape.node(landscape.link_ends(link)[end]).id().into()
}

const NUMBER: Field<LinkIx> = Field {
    column: Column::integer("claim", "which of the claims that join the same two it is, from 1"),
    value: |landscape, link| landscape.link_number(link).into(),
};

const SINCE: Field<LinkIx> = Field {
    column: Column::when("since", "when it began to be true, to the day, month or year").nullable(),
    value: |landscape, link| landscape.link_claim(link).since.into(),
};

const UNTIL: Field<LinkIx> = Field {
    column: Column::when("until", "when it ceases to be true, to the day, month or year").nullable(),
    value: |landscape, link| landscape.link_claim(link).until.into(),
};

const NOTE: Field<LinkIx> = Field {
    column: Column::text("note", "what a reader should know about it").nullable(),
    value: |landscape, link| landscape.link_claim(link).note.into(),
};

fn size(landscape: &Landscape, relation: Relation) -> usize {
    landscape.link_counts()[relation as usize]
}

/// The claims of a relation, in the order of where they lead from and to.
pub(super) fn links(landscape: &Landscape, relation: Relation, keys: Keys) -> Handles<'_, LinkIx> {
    match keys {
        [Some(from), to, _] => {
            let is_meant = move |link: &LinkIx| to.is_none_or(|to| landscape.link_ends(*link)[1] == to);
            Box::new(landscape.links_from(from, relation).into_iter().filter(is_meant))
        }
        [None, Some(to), _] => Box::new(landscape.links_to(to, relation).into_iter()),
        [None, None, _] => {
            let from =
                nodes(landscape).filter(move |node: &NodeIx| relation.rule().from.contains(&node.kind()));
            Box::new(from.flat_map(move |from| landscape.links_from(from, relation)))
        }
    }
}
