//! One table for each kind of record, with what lists they hold.

use std::sync::{Arc, LazyLock};

use super::column::{Column, Holds, Value};
use super::table::{Field, Handles, Keys, TableOf, all};
use crate::landscape::{Landscape, NodeIx};
use crate::model::{self, Attribute, Kind, PrincipleType, Reading, When, Word, each_kind};

/// The table of the records of a kind: what all records have, between it what only this kind says
/// of itself, and what is counted for it.
macro_rules! records {
    ($($(#[$doc:meta])* $kind:ident $one:literal $many:ident $id:ident $about:literal;)*) => {
        /// One table for each kind, in order.
        pub(super) static RECORDS: [TableOf<NodeIx>; Kind::ALL.len()] = [$(TableOf {
            name: Kind::$kind.plural(),
            about: $about,
            fields: LazyLock::new(|| fields(Kind::$kind)),
            size: |landscape| landscape.count(Kind::$kind),
            rows: |landscape, keys| records(landscape, Kind::$kind, keys),
        },)*];
    };
}
each_kind!(records);

fn fields(kind: Kind) -> Arc<[Field<NodeIx>]> {
    let mut fields = vec![id(kind), number(kind), NAME];
    fields.extend(kind.attributes().iter().map(attribute));
    fields.extend(counted(kind));
    fields.extend([DESCRIPTION, URL, NOTE]);
    fields.into()
}

/// The column of an attribute; that of a claim about the record alone says whether there is such a
/// claim.
fn attribute(attribute: &Attribute) -> Field<NodeIx> {
    let Attribute { key, about, holds, always, .. } = *attribute;
    let column = super::column::of(key, about, holds);
    match holds {
        model::Holds::Claim => Field::named(column, |landscape, node, key| {
            landscape.node(node).own_claims().iter().any(|(claim, _)| *claim == key).into()
        }),
        model::Holds::When => Field::named(column.nullable(), |landscape, node, key| {
            landscape.node(node).fact(key).and_then(|when| When::parse(&when).ok()).into()
        }),
        _ => Field::named(if always { column } else { column.nullable() }, |landscape, node, key| {
            landscape.node(node).fact(key).map_or(Value::Null, Value::Text)
        }),
    }
}

/// What is counted or concluded for the records of a kind.
fn counted(kind: Kind) -> Vec<Field<NodeIx>> {
    match kind {
        Kind::Tool => vec![
            Field::new(
                Column::boolean("counted", "whether it is no part of another tool: those are counted"),
                |landscape, node| node.of_kind().map(|tool| landscape.wholes(tool).is_empty()).into(),
            ),
            Field::new(
                Column::integer("offered_by", "how many companies are known to offer it"),
                |landscape, node| node.of_kind().map(|tool| landscape.offerers(tool)).into(),
            ),
            Field::new(
                Column::real(
                    "weight",
                    "how much sharing it says: ln(1 + N / n) where n of N companies offer it, 0 where none does",
                ),
                |landscape, node| node.of_kind().map(|tool| landscape.weight(tool)).into(),
            ),
        ],
        Kind::Company => vec![Field::new(
            Column::integer("breadth", "how many tools that count it is known to offer"),
            |landscape, node| node.of_kind().map(|company| landscape.breadth(company)).into(),
        )],
        Kind::Principle => vec![Field::new(
            Column::boolean("binding", "whether a tool must pass it to be in scope"),
            |landscape, node| landscape.node(node).principle_type().map(PrincipleType::is_binding).into(),
        )],
        _ => Vec::new(),
    }
}

fn id(kind: Kind) -> Field<NodeIx> {
    Field::new(Column::text("id", "its id").holds(Holds::Id(kind)).key(0), |landscape, node| {
        landscape.node(node).id().into()
    })
}

fn number(kind: Kind) -> Field<NodeIx> {
    Field::new(
        Column::integer("no", "its number: its rank in id order, from 0").holds(Holds::Number(kind)).key(0),
        |_, node| node.into(),
    )
}

const NAME: Field<NodeIx> =
    Field::new(Column::text("name", "the name that people read"), |landscape, node| {
        landscape.node(node).name().into()
    });

const DESCRIPTION: Field<NodeIx> =
    Field::new(Column::text("description", "what it is, in a sentence").nullable(), |landscape, node| {
        landscape.node(node).description().into()
    });

const URL: Field<NodeIx> =
    Field::new(Column::text("url", "its page on the web").nullable(), |landscape, node| {
        landscape.node(node).url().into()
    });

const NOTE: Field<NodeIx> =
    Field::new(Column::text("note", "what a reader should know about it").nullable(), |landscape, node| {
        landscape.node(node).note().into()
    });

fn records(landscape: &Landscape, kind: Kind, [of, ..]: Keys) -> Handles<'_, NodeIx> {
    match of {
        Some(node) => Box::new(std::iter::once(node)),
        None => Box::new(landscape.nodes(kind)),
    }
}

pub(super) static LANDSCAPE: TableOf<()> = TableOf {
    name: "landscape",
    about: "The landscape itself: one row.",
    fields: LazyLock::new(|| {
        all::<(), _>([
            Field::new(Column::text("name", "its name"), |landscape, ()| landscape.name().into()),
            Field::new(
                Column::text("description", "what it is, in a sentence").nullable(),
                |landscape, ()| landscape.description().into(),
            ),
            Field::new(
                Column::text("perspective", "the company whose view it is")
                    .nullable()
                    .holds(Holds::Id(Kind::Company)),
                |landscape, ()| landscape.perspective().map(|company| landscape.node(company).id()).into(),
            ),
            Field::new(
                Column::date("as_of", "the day on which the claims hold").nullable(),
                |landscape, ()| landscape.as_of().into(),
            ),
            Field::new(Column::date("today", "the day on which it is asked").nullable(), |landscape, ()| {
                landscape.today().into()
            }),
        ])
    }),
    size: |_| 1,
    rows: |_, _| Box::new(std::iter::once(())),
};

/// An entry of a list of a record: the record, and where the entry stands in the list, from 0.
type Entry = (NodeIx, u32);

pub(super) static ALIASES: TableOf<Entry> = TableOf {
    name: "aliases",
    about: "Other names of records.",
    fields: LazyLock::new(|| {
        all::<Entry, _>([
            Field::new(
                Column::text("kind", "the kind of the record").holds(Holds::OneOf(&Kind::WORDS)),
                |_, (node, _)| node.kind().singular().into(),
            ),
            Field::new(
                Column::text("id", "the id of the record").holds(Holds::AnyId).key(0),
                |landscape, (node, _)| landscape.node(node).id().into(),
            ),
            Field::new(Column::text("alias", "the other name"), |landscape, (node, at)| {
                landscape.node(node).aliases().nth(at as usize).into()
            }),
        ])
    }),
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
    fields: LazyLock::new(|| {
        all::<Entry, _>([
            Field::new(
                Column::text("source", "the source").holds(Holds::Id(Kind::Source)).key(0),
                |landscape, (node, _)| landscape.node(node).id().into(),
            ),
            Field::new(
                Column::integer("number", "which passage of the source it is, from 1"),
                |_, (_, at)| (at + 1).into(),
            ),
            Field::new(Column::text("at", "the place in the source"), |landscape, entry| {
                passage(landscape, entry).map(|passage| passage.at).into()
            }),
            Field::new(Column::text("text", "the text at that place"), |landscape, entry| {
                passage(landscape, entry).map(|passage| passage.text).into()
            }),
            Field::new(
                Column::text("reading", "why no claim follows").holds(Holds::OneOf(Reading::WORDS)),
                |landscape, entry| {
                    passage(landscape, entry).map(|passage| Reading::word(passage.reading)).into()
                },
            ),
            Field::new(
                Column::text("note", "what a reader should know about it").nullable(),
                |landscape, entry| passage(landscape, entry).and_then(|passage| passage.note).into(),
            ),
        ])
    }),
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
