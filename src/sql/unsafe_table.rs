//! What `SQLite` calls: the one file with `unsafe` in it, as thin as the traits allow.
//!
//! Both traits ask for one thing that the compiler cannot check: that `SQLite`'s own part of a
//! table or a cursor stands first in it, laid out as in C. All else is in `source`.

#![allow(unsafe_code, reason = "the traits of virtual tables are unsafe to implement")]

use std::borrow::Cow;
use std::ffi::{CStr, CString, c_int};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::vtab::{
    Context, Filters, IndexConstraintOp, IndexFlags, IndexInfo, Module, VTab, VTabConnection, VTabCursor,
    sqlite3_vtab, sqlite3_vtab_cursor,
};
use rusqlite::{Connection, Error, Result};

use super::source::{Equality, Source};
use crate::tables::{Rows, Value};

/// Makes a source known to a connection as a table of its name.
pub(super) fn register(connection: &Connection, source: Source) -> Result<()> {
    const MODULE: Module<'_, VirtualTable> = Module::eponymous_only_module();
    let name = source.name();
    connection.create_module(name, &MODULE, Some(source))
}

/// A table: `SQLite`'s part first, as it asks.
#[repr(C)]
struct VirtualTable {
    base: sqlite3_vtab,
    source: Source,
    /// About how many rows there are.
    size: usize,
}

// SAFETY: the struct is laid out as in C, and `SQLite`'s part stands first.
unsafe impl<'v> VTab<'v> for VirtualTable {
    type Aux = Source;
    type Cursor = Cursor<'v>;

    fn connect(
        _: &mut VTabConnection,
        source: Option<&Source>,
        _: &[u8],
        _: &[u8],
        _: &[u8],
        _: &[&[u8]],
    ) -> Result<(Cow<'static, CStr>, Self)> {
        let source = source.ok_or(Error::InvalidQuery)?.clone();
        let declaration = CString::new(source.declaration())?;
        let size = source.size();
        Ok((declaration.into(), Self { base: sqlite3_vtab::default(), source, size }))
    }

    fn best_index(&self, info: &mut IndexInfo) -> Result<bool> {
        let mut equalities = Vec::new();
        for (at, constraint) in info.constraints().enumerate() {
            let is_equality = constraint.operator() == IndexConstraintOp::SQLITE_INDEX_CONSTRAINT_EQ;
            // Other collations make more values equal than an index finds.
            if !is_equality || info.collation(at)? != "BINARY" {
                continue;
            }
            let Ok(column) = usize::try_from(constraint.column()) else { continue };
            let constant = info.rhs_value(at)?.map(value);
            equalities.push(Equality { at, column, is_usable: constraint.is_usable(), constant });
        }
        let orders: Vec<(c_int, bool)> =
            info.order_bys().map(|order| (order.column(), order.is_order_by_desc())).collect();
        let Some(plan) = self.source.plan(self.size, &equalities, &orders) else { return Ok(false) };
        for ((at, _), number) in plan.arguments.iter().zip(1..) {
            info.constraint_usage(*at).set_argv_index(number);
            info.constraint_usage(*at).set_omit(plan.omits_checks);
        }
        let columns: Vec<String> = plan.arguments.iter().map(|(_, column)| column.to_string()).collect();
        info.set_idx_str(&columns.join(","));
        info.set_estimated_cost(plan.cost);
        info.set_estimated_rows(plan.rows);
        info.set_order_by_consumed(plan.is_ordered);
        if plan.is_unique {
            info.set_idx_flags(IndexFlags::SQLITE_INDEX_SCAN_UNIQUE);
        }
        Ok(true)
    }

    fn open(&'v mut self) -> Result<Cursor<'v>> {
        Ok(Cursor { base: sqlite3_vtab_cursor::default(), source: &self.source, rows: None, at: 0 })
    }
}

/// A place in the rows of a table: `SQLite`'s part first, as it asks.
#[repr(C)]
struct Cursor<'v> {
    base: sqlite3_vtab_cursor,
    source: &'v Source,
    /// None before the first search, and after the last row.
    rows: Option<Box<dyn Rows<'v> + 'v>>,
    at: i64,
}

// SAFETY: the struct is laid out as in C, and `SQLite`'s part stands first.
unsafe impl VTabCursor for Cursor<'_> {
    fn filter(&mut self, _: c_int, columns: Option<&str>, values: &Filters<'_>) -> Result<()> {
        let columns = columns.unwrap_or_default().split(',').filter_map(|column| column.parse().ok());
        let arguments: Vec<(usize, Value<'static>)> = columns.zip(values.iter().map(value)).collect();
        let rows = self.source.rows(&arguments).map_err(|error| Error::ModuleError(error.to_string()))?;
        (self.rows, self.at) = (Some(rows), 0);
        self.next()
    }

    fn next(&mut self) -> Result<()> {
        self.at += 1;
        if !self.rows.as_mut().is_some_and(|rows| rows.advance()) {
            self.rows = None;
        }
        Ok(())
    }

    fn eof(&self) -> bool {
        self.rows.is_none()
    }

    fn column(&self, context: &mut Context, column: c_int) -> Result<()> {
        let value = match (&self.rows, usize::try_from(column)) {
            (Some(rows), Ok(column)) => rows.value(column),
            _ => Value::Null,
        };
        match &value {
            Value::Null => context.set_result(rusqlite::types::Null),
            Value::Text(text) => context.set_result(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Value::Integer(number) => context.set_result(number),
            Value::Real(number) => context.set_result(number),
            Value::Boolean(flag) => context.set_result(flag),
            Value::Date(day) => context.set_result(day.to_string()),
            Value::When(when) => context.set_result(when.to_string()),
        }
    }

    fn rowid(&self) -> Result<i64> {
        Ok(self.at)
    }
}

/// A value that a query compares with. Nothing here is a blob or a text that is no Unicode, so
/// these equal nothing.
fn value(stored: ValueRef<'_>) -> Value<'static> {
    match stored {
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => std::str::from_utf8(text).ok().map(str::to_owned).into(),
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    }
}
