//! Tables, and how their rows are read.

use std::sync::{Arc, LazyLock};

use super::column::{Column, Value};
use crate::landscape::{Landscape, NodeIx};

/// How many keys a table has at most.
pub const SLOTS: usize = 3;

/// The records that the keys of a table must lead to; none where any will do.
pub type Keys = [Option<NodeIx>; SLOTS];

/// A table over a landscape.
pub trait Table: Sync {
    /// Returns its name.
    fn name(&self) -> &'static str;

    /// Returns what a row is, in a line.
    fn about(&self) -> &'static str;

    /// Returns its columns, in order.
    fn columns(&self) -> Vec<Column>;

    /// Returns about how many rows there are.
    fn size(&self, landscape: &Landscape) -> usize;

    /// Begins to read the rows whose keys lead to `keys`: all of them, and no others, in the order
    /// of the keys.
    ///
    /// # Complexity
    ///
    /// O(r log r) time for the r claims about the records that are given.
    fn rows<'l>(&self, landscape: &'l Landscape, keys: Keys) -> Box<dyn Rows<'l> + 'l>;
}

/// Rows of a table, one after another; before the first at the beginning.
pub trait Rows<'l> {
    /// Goes on to the next row, and returns whether there is one.
    fn advance(&mut self) -> bool;

    /// Returns the value in a column of the row; null where there is no such row or column.
    fn value(&self, column: usize) -> Value<'l>;
}

/// A column, and how its value is read from a row of type `R`.
#[derive(Clone, Copy)]
pub(super) struct Field<R> {
    pub(super) column: Column,
    pub(super) value: Read<R>,
}

/// How the value of a column is read from a row; what several columns share reads by the name of
/// the column.
#[derive(Clone, Copy)]
pub(super) enum Read<R> {
    /// By a function of the column alone.
    Alone(for<'l> fn(&'l Landscape, R) -> Value<'l>),
    /// By a function that is told the name of the column.
    Named(for<'l> fn(&'l Landscape, R, &'static str) -> Value<'l>),
}

impl<R> Field<R> {
    /// A column with a function of its own.
    pub(super) const fn new(column: Column, value: for<'l> fn(&'l Landscape, R) -> Value<'l>) -> Self {
        Self { column, value: Read::Alone(value) }
    }

    /// A column whose value is found by its name.
    pub(super) const fn named(
        column: Column,
        value: for<'l> fn(&'l Landscape, R, &'static str) -> Value<'l>,
    ) -> Self {
        Self { column, value: Read::Named(value) }
    }
}

/// Returns the columns of a table.
pub(super) fn all<R, const N: usize>(fields: [Field<R>; N]) -> Arc<[Field<R>]> {
    Arc::new(fields)
}

/// Rows of handles on what stands in them.
pub(super) type Handles<'l, R> = Box<dyn Iterator<Item = R> + 'l>;

/// A table whose rows are handles of type `R`.
pub(super) struct TableOf<R: 'static> {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) fields: LazyLock<Arc<[Field<R>]>>,
    pub(super) size: fn(&Landscape) -> usize,
    pub(super) rows: for<'l> fn(&'l Landscape, Keys) -> Handles<'l, R>,
}

impl<R: Copy + Send + Sync + 'static> Table for TableOf<R> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn columns(&self) -> Vec<Column> {
        self.fields.iter().map(|field| field.column).collect()
    }

    fn size(&self, landscape: &Landscape) -> usize {
        (self.size)(landscape)
    }

    fn rows<'l>(&self, landscape: &'l Landscape, keys: Keys) -> Box<dyn Rows<'l> + 'l> {
        Box::new(RowsOf {
            landscape,
            fields: Arc::clone(&self.fields),
            rows: (self.rows)(landscape, keys),
            row: None,
        })
    }
}

struct RowsOf<'l, R: 'static> {
    landscape: &'l Landscape,
    fields: Arc<[Field<R>]>,
    rows: Handles<'l, R>,
    row: Option<R>,
}

impl<'l, R: Copy> Rows<'l> for RowsOf<'l, R> {
    fn advance(&mut self) -> bool {
        self.row = self.rows.next();
        self.row.is_some()
    }

    fn value(&self, column: usize) -> Value<'l> {
        match (self.row, self.fields.get(column)) {
            (Some(row), Some(field)) => match field.value {
                Read::Alone(read) => read(self.landscape, row),
                Read::Named(read) => read(self.landscape, row, field.column.name),
            },
            _ => Value::Null,
        }
    }
}
