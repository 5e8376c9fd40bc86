//! One table for each kind of record, with what lists they hold.

use super::column::{Column, Holds};
use super::table::{Field, Handles, Keys, TableOf};
use crate::landscape::{Landscape, NodeIx};
use crate::model::{Complexity, Kind, Listing, PrincipleType, QuestionStatus, Reading, RoleStatus, RoleType};

/// The table of the records of a kind: what all records have, and between it what only this kind has.
macro_rules! records {
    ($kind:ident, $about:literal, [$($own:expr),*]) => {
        TableOf {
            name: Kind::$kind.plural(),
            about: $about,
            fields: &[id(Kind::$kind), number(Kind::$kind), NAME, $($own,)* DESCRIPTION, URL, NOTE],
            size: |landscape| landscape.count(Kind::$kind),
            rows: |landscape, keys| records(landscape, Kind::$kind, keys),
        }
    };
}

pub(super) static STACKS: TableOf<NodeIx> = records!(
    Stack,
    "Groups of tools that one part of a company buys.",
    [Field {
        column: Column::text("listing", "whether the list of its tools is complete: closed, or open to more")
            .holds(Holds::OneOf(&["open", "closed"])),
        value: |landscape, node| landscape.node(node).listing().map(Listing::word).into(),
    }]
);

pub(super) static TOOLS: TableOf<NodeIx> = records!(
    Tool,
    "Product categories: what a customer could buy or use.",
    [
        Field {
            column: Column::text("complexity", "how much work one is to build")
                .nullable()
                .holds(Holds::OneOf(&["simple", "complex"])),
            value: |landscape, node| landscape.node(node).complexity().map(Complexity::word).into(),
        },
        Field {
            column: Column::boolean("listed_in_scope", "whether the owners list it as in scope"),
            value: |landscape, node| landscape.node(node).in_scope().is_some().into(),
        },
        Field {
            column: Column::boolean("counted", "whether it is no part of another tool: those are counted"),
            value: |landscape, node| node.of_kind().map(|tool| landscape.wholes(tool).is_empty()).into(),
        },
        Field {
            column: Column::integer("offered_by", "how many companies are known to offer it"),
            value: |landscape, node| node.of_kind().map(|tool| landscape.offerers(tool)).into(),
        },
        Field {
            column: Column::real(
                "weight",
                "how much sharing it says: ln(1 + N / n) where n of N companies offer it, 0 where none does"
            ),
            value: |landscape, node| node.of_kind().map(|tool| landscape.weight(tool)).into(),
        }
    ]
);

pub(super) static FEATURES: TableOf<NodeIx> =
    records!(Feature, "Parts of a tool that one can have or lack.", []);

pub(super) static COMPANIES: TableOf<NodeIx> = records!(
    Company,
    "Who offers tools.",
    [Field {
        column: Column::integer("breadth", "how many tools that count it is known to offer"),
        value: |landscape, node| node.of_kind().map(|company| landscape.breadth(company)).into(),
    }]
);

pub(super) static ROLES: TableOf<NodeIx> = records!(
    Role,
    "Who uses tools.",
    [
        Field {
            column: Column::text("type", "one person's role, or a team")
                .holds(Holds::OneOf(&["role", "team"])),
            value: |landscape, node| landscape.node(node).role_type().map(RoleType::word).into(),
        },
        Field {
            column: Column::text("status", "how it stands to the ideal customer profile")
                .nullable()
                .holds(Holds::OneOf(&["icp", "expansion-candidate"])),
            value: |landscape, node| landscape.node(node).role_status().map(RoleStatus::word).into(),
        }
    ]
);

pub(super) static SEGMENTS: TableOf<NodeIx> = records!(Segment, "Kinds of customer company.", []);

pub(super) static PRINCIPLES: TableOf<NodeIx> = records!(
    Principle,
    "Rules that put tools in or out of scope.",
    [
        Field {
            column: Column::text("type", "what kind of rule it is").holds(Holds::OneOf(&[
                "principle",
                "antiprinciple",
                "ideal",
                "policy"
            ])),
            value: |landscape, node| landscape.node(node).principle_type().map(PrincipleType::word).into(),
        },
        Field {
            column: Column::boolean("binding", "whether a tool must pass it to be in scope"),
            value: |landscape, node| landscape
                .node(node)
                .principle_type()
                .map(PrincipleType::is_binding)
                .into(),
        }
    ]
);

pub(super) static SIGNALS: TableOf<NodeIx> = records!(
    Signal,
    "What a company did or announced.",
    [Field {
        column: Column::when("happened", "when it happened, to the day, month or year").nullable(),
        value: |landscape, node| landscape.node(node).happened().into(),
    }]
);

pub(super) static QUESTIONS: TableOf<NodeIx> = records!(
    Question,
    "What the owners still ask.",
    [
        Field {
            column: Column::text("status", "whether it has been answered")
                .holds(Holds::OneOf(&["open", "answered"])),
            value: |landscape, node| landscape.node(node).question_status().map(QuestionStatus::word).into(),
        },
        Field {
            column: Column::text("answer", "the answer that the owners gave").nullable(),
            value: |landscape, node| landscape.node(node).answer().into(),
        }
    ]
);

pub(super) static SOURCES: TableOf<NodeIx> = records!(
    Source,
    "Where claims come from.",
    [
        Field {
            column: Column::when(
                "published",
                "when it was published or last changed, to the day, month or year"
            )
            .nullable(),
            value: |landscape, node| landscape.node(node).published().into(),
        },
        Field {
            column: Column::text("interest", "whose interest it serves, where it is not neutral").nullable(),
            value: |landscape, node| landscape.node(node).interest().into(),
        }
    ]
);

const fn id(kind: Kind) -> Field<NodeIx> {
    Field {
        column: Column::text("id", "its id").holds(Holds::Id(kind)).key(0),
        value: |landscape, node| landscape.node(node).id().into(),
    }
}

const fn number(kind: Kind) -> Field<NodeIx> {
    Field {
        column: Column::integer("no", "its number: its rank in id order, from 0")
            .holds(Holds::Number(kind))
            .key(0),
        value: |_, node| node.into(),
    }
}

const NAME: Field<NodeIx> = Field {
    column: Column::text("name", "the name that people read"),
    value: |landscape, node| landscape.node(node).name().into(),
};

const DESCRIPTION: Field<NodeIx> = Field {
    column: Column::text("description", "what it is, in a sentence").nullable(),
    value: |landscape, node| landscape.node(node).description().into(),
};

const URL: Field<NodeIx> = Field {
    column: Column::text("url", "its page on the web").nullable(),
    value: |landscape, node| landscape.node(node).url().into(),
};

const NOTE: Field<NodeIx> = Field {
    column: Column::text("note", "what a reader should know about it").nullable(),
    value: |landscape, node| landscape.node(node).note().into(),
};

fn records(landscape: &Landscape, kind: Kind, [of, ..]: Keys) -> Handles<'_, NodeIx> {
    match of {
        Some(node) => Box::new(std::iter::once(node)),
        None => Box::new(landscape.nodes(kind)),
    }
}

pub(super) static LANDSCAPE: TableOf<()> = TableOf {
    name: "landscape",
    about: "The landscape itself: one row.",
    fields: &[
        Field { column: Column::text("name", "its name"), value: |landscape, ()| landscape.name().into() },
        Field {
            column: Column::text("description", "what it is, in a sentence").nullable(),
            value: |landscape, ()| landscape.description().into(),
        },
        Field {
            column: Column::text("perspective", "the company whose view it is")
                .nullable()
                .holds(Holds::Id(Kind::Company)),
            value: |landscape, ()| landscape.perspective().map(|company| landscape.node(company).id()).into(),
        },
        Field {
            column: Column::date("as_of", "the day on which the claims hold").nullable(),
            value: |landscape, ()| landscape.as_of().into(),
        },
    ],
    size: |_| 1,
    rows: |_, _| Box::new(std::iter::once(())),
};

/// An entry of a list of a record: the record, and where the entry stands in the list, from 0.
type Entry = (NodeIx, u32);

pub(super) static ALIASES: TableOf<Entry> = TableOf {
    name: "aliases",
    about: "Other names of records.",
    fields: &[
        Field {
            column: Column::text("kind", "the kind of the record").holds(Holds::OneOf(&Kind::WORDS)),
            value: |_, (node, _)| node.kind().singular().into(),
        },
        Field {
            column: Column::text("id", "the id of the record").holds(Holds::AnyId).key(0),
            value: |landscape, (node, _)| landscape.node(node).id().into(),
        },
        Field {
            column: Column::text("alias", "the other name"),
            value: |landscape, (node, at)| landscape.node(node).aliases().nth(at as usize).into(),
        },
    ],
    size: |landscape| nodes(landscape).count(),
    rows: |landscape, [of, ..]| {
        let entries =
            |node: NodeIx| (0_u32..).take(landscape.node(node).aliases().len()).map(move |at| (node, at));
        match of {
            Some(node) => Box::new(entries(node)),
            None => Box::new(nodes(landscape).flat_map(entries)),
        }
    },
};

pub(super) static PASSAGES: TableOf<Entry> = TableOf {
    name: "passages",
    about: "Passages of sources from which no plain claim follows.",
    fields: &[
        Field {
            column: Column::text("source", "the source").holds(Holds::Id(Kind::Source)).key(0),
            value: |landscape, (node, _)| landscape.node(node).id().into(),
        },
        Field {
            column: Column::integer("number", "which passage of the source it is, from 1"),
            value: |_, (_, at)| (at + 1).into(),
        },
        Field {
            column: Column::text("at", "the place in the source"),
            value: |landscape, entry| passage(landscape, entry).map(|passage| passage.at).into(),
        },
        Field {
            column: Column::text("text", "what stands there"),
            value: |landscape, entry| passage(landscape, entry).map(|passage| passage.text).into(),
        },
        Field {
            column: Column::text("reading", "why no claim follows").holds(Holds::OneOf(&[
                "ambiguous",
                "unfinished",
                "provisional",
                "remark",
            ])),
            value: |landscape, entry| {
                passage(landscape, entry).map(|passage| Reading::word(passage.reading)).into()
            },
        },
        Field {
            column: Column::text("note", "what a reader should know about it").nullable(),
            value: |landscape, entry| passage(landscape, entry).and_then(|passage| passage.note).into(),
        },
    ],
    size: |landscape| landscape.count(Kind::Source),
    rows: |landscape, [of, ..]| {
        let entries =
            |node: NodeIx| (0_u32..).take(landscape.node(node).passages().len()).map(move |at| (node, at));
        match of {
            Some(node) => Box::new(entries(node)),
            None => Box::new(landscape.nodes(Kind::Source).flat_map(entries)),
        }
    },
};

fn passage(landscape: &Landscape, (source, at): Entry) -> Option<crate::landscape::PassageView<'_>> {
    landscape.node(source).passages().get(at as usize).copied()
}

/// Iterates over all records, by kind and then by id.
pub(super) fn nodes(landscape: &Landscape) -> impl Iterator<Item = NodeIx> + '_ {
    Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind))
}
