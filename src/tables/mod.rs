//! The landscape as relational tables: what SQL asks and what goes to other engines.
//!
//! There is one table for each kind of record and for each relation, `evidence` for what each claim
//! rests on, and two that are concluded: `stack_tools`, the tools that a stack is counted over, and
//! `covers`, which of them each company offers; `not_counted` has the claims about offers that do
//! not hold on the day. Rows are read from the [`Landscape`] when they are asked for; nothing is
//! copied. This module knows no SQL engine.
//!
//! What is not known has no row: unknown is not no. What is concluded of a company and a tool has
//! one, and says from what.

mod column;
mod evidence;
mod offers;
mod records;
mod relations;
mod table;

pub use column::{Column, Holds, Type, Value};
pub use table::{Keys, Rows, SLOTS, Table};

use std::sync::LazyLock;

use crate::landscape::{Landscape, NodeIx};
use crate::model::{Kind, Relation};

/// Every table, in the order in which they are documented.
pub static TABLES: LazyLock<Vec<&'static dyn Table>> = LazyLock::new(|| {
    let mut tables: Vec<&'static dyn Table> = vec![&records::LANDSCAPE];
    tables.extend(records::RECORDS.iter().map(|table| table as &dyn Table));
    let lists: [&'static dyn Table; 5] =
        [&records::PASSAGES, &records::ALIASES, &offers::OFFERS, &offers::OFFER_CLAIMS, &offers::NOT_COUNTED];
    tables.extend(lists);
    // Offers have tables of their own.
    let relations = relations::RELATIONS.iter().filter(|(relation, _)| *relation != Relation::Offers);
    tables.extend(relations.map(|(_, table)| table as &dyn Table));
    let last: [&'static dyn Table; 4] =
        [&relations::ABOUT, &evidence::EVIDENCE, &offers::STACK_TOOLS, &offers::COVERS];
    tables.extend(last);
    tables
});

/// Returns the table of a name.
#[must_use]
pub fn table(name: &str) -> Option<&'static dyn Table> {
    TABLES.iter().copied().find(|table| table.name() == name)
}

/// Returns the records that an id or a number in a column may mean: one at most, but for ids of any
/// kind.
///
/// # Complexity
///
/// O(log n) time for n records.
#[must_use]
pub fn records(landscape: &Landscape, holds: Holds, value: &Value<'_>) -> Vec<NodeIx> {
    match (holds, value) {
        (Holds::Id(kind), Value::Text(id)) => landscape.find(kind, id).into_iter().collect(),
        (Holds::AnyId, Value::Text(id)) => {
            Kind::ALL.into_iter().filter_map(|kind| landscape.find(kind, id)).collect()
        }
        (Holds::Number(kind), Value::Integer(number)) => {
            let at = usize::try_from(*number).unwrap_or(usize::MAX);
            landscape.nodes(kind).nth(at).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
