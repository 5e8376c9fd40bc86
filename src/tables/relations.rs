//! One table for each relation but `offers`: a row for each claim.

use std::sync::{Arc, LazyLock};

use super::column::{Column, Holds, Value};
use super::records::nodes;
use super::table::{Field, Handles, Keys, TableOf, all};
use crate::landscape::{ClaimView, Landscape, LinkIx, NodeIx};
use crate::model::{Kind, LinkPlace, Reading, Relation, Word, each_relation};

macro_rules! relations {
    ($(
        $(#[$doc:meta])*
        $relation:ident $key:ident: $from:ident $from_name:literal $from_about:literal
            -> $to:ident $to_name:literal $to_about:literal,
            $cycles:ident, $forward:literal / $backward:literal,
            $table:literal,
            $(#[$entry_doc:meta])*
            $entry:ident { $target:ident }
            must { $($(#[$must_doc:meta])* $must:ident: $must_type:ty,)* }
            may { $($(#[$may_doc:meta])* $may:ident: $may_type:ty,)* };
    )*) => {
        /// One table for each relation that joins one kind to one, in order.
        pub(super) static RELATIONS: [(Relation, TableOf<LinkIx>); [$(stringify!($key)),*].len()] = [$((Relation::$relation, TableOf {
            name: stringify!($key),
            about: $table,
            fields: LazyLock::new(|| fields(Relation::$relation)),
            size: |landscape| size(landscape, Relation::$relation),
            rows: |landscape, keys| links(landscape, Relation::$relation, keys),
        }),)*];
    };
}
each_relation!(relations);

/// Both ends, what the claims of the relation alone say, and what all claims do.
fn fields(relation: Relation) -> Arc<[Field<LinkIx>]> {
    let rule = relation.rule();
    let [from, to] = rule.ends;
    let mut fields = vec![
        Field::new(Column::text(from.0, from.1).holds(Holds::Id(rule.from[0])).key(0), |landscape, link| {
            id_of_end(landscape, link, 0)
        }),
        Field::new(Column::text(to.0, to.1).holds(Holds::Id(rule.to[0])).key(1), |landscape, link| {
            id_of_end(landscape, link, 1)
        }),
    ];
    fields.extend(
        details(relation).map(|column| {
            Field::named(column, |landscape, link, key| detail(&landscape.link_claim(link), key))
        }),
    );
    fields.extend([NUMBER, SINCE, UNTIL, NOTE]);
    fields.into()
}

/// The columns for what the claims of a relation say besides.
pub(super) fn details(relation: Relation) -> impl Iterator<Item = Column> {
    relation.rule().says.iter().map(|said| {
        let column = super::column::of(said.detail.key, said.detail.about, said.holds);
        if said.always { column } else { column.nullable() }
    })
}

/// What a claim says under a key.
pub(super) fn detail<'l>(claim: &ClaimView<'l>, key: &str) -> Value<'l> {
    claim.details().into_iter().find(|(said, _)| *said == key).map(|(_, value)| value).into()
}

pub(super) static ABOUT: TableOf<LinkIx> = TableOf {
    name: "about",
    about: "What questions, signals and passages of sources are about.",
    fields: LazyLock::new(|| {
        all::<LinkIx, _>([
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
            Field::new(
                Column::integer("passage", "the number of the passage of a source, as in `passages`")
                    .nullable(),
                |landscape, link| passage_number(&landscape.link_claim(link)).into(),
            ),
            Field::new(
                Column::text("reading", "why no claim follows from the passage")
                    .nullable()
                    .holds(Holds::OneOf(Reading::WORDS)),
                |landscape, link| {
                    landscape.link_claim(link).passage.map(|passage| Reading::word(passage.reading)).into()
                },
            ),
            NUMBER,
        ])
    }),
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

fn end(column: Column, value: for<'l> fn(&'l Landscape, LinkIx) -> Value<'l>) -> Field<LinkIx> {
    Field::new(column, value)
}

fn id_of_end(landscape: &Landscape, link: LinkIx, end: usize) -> Value<'_> {
    landscape.node(landscape.link_ends(link)[end]).id().into()
}

const NUMBER: Field<LinkIx> = Field::new(
    Column::integer("claim", "which of the claims that join the same two it is, from 1"),
    |landscape, link| landscape.link_number(link).into(),
);

const SINCE: Field<LinkIx> = Field::new(
    Column::when("since", "when it began to be true, to the day, month or year").nullable(),
    |landscape, link| landscape.link_claim(link).since.into(),
);

const UNTIL: Field<LinkIx> = Field::new(
    Column::when("until", "when it ceases to be true, to the day, month or year").nullable(),
    |landscape, link| landscape.link_claim(link).until.into(),
);

const NOTE: Field<LinkIx> =
    Field::new(Column::text("note", "what a reader should know about it").nullable(), |landscape, link| {
        landscape.link_claim(link).note.into()
    });

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
