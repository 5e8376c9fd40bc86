//! Where the rows of a virtual table come from, and how to find those that a query asks for.

use std::sync::Arc;

use super::functions::{Function, FunctionError};
use super::warnings::Warnings;
use crate::landscape::{CompanyIx, Landscape, NodeIx};
use crate::tables::{Column, Holds, Keys, Rows, SLOTS, Table, Type, Value, records};

/// What all tables of a database share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) landscape: Landscape,
    /// The company whose view is taken where a query names none.
    pub(super) company: Option<CompanyIx>,
    pub(super) warnings: Warnings,
}

/// A table or a function, over the landscape of a database.
#[derive(Clone)]
pub(super) struct Source {
    shared: Arc<Shared>,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Table(&'static dyn Table),
    Function(&'static Function),
}

/// An equality that a query asks of a column.
pub(super) struct Equality {
    /// Its place among the constraints of the query.
    pub(super) at: usize,
    pub(super) column: usize,
    /// Whether the value is at hand when rows are searched.
    pub(super) is_usable: bool,
    /// The value, where it is known before the query runs.
    pub(super) constant: Option<Value<'static>>,
}

/// How to search for rows.
pub(super) struct Plan {
    /// The equalities whose values are needed, each with its column.
    pub(super) arguments: Vec<(usize, usize)>,
    /// Whether the values need no further check.
    pub(super) omits_checks: bool,
    pub(super) cost: f64,
    pub(super) rows: i64,
    /// Whether the rows come in the order that is asked for.
    pub(super) is_ordered: bool,
    /// Whether there is one row at most.
    pub(super) is_unique: bool,
}

/// How many rows a function is taken to have.
const ROWS_OF_FUNCTION: i64 = 100;

/// What a call of a function costs, in rows read.
const COST_OF_FUNCTION: f64 = 10_000.0;

impl Source {
    pub(super) fn table(shared: &Arc<Shared>, table: &'static dyn Table) -> Self {
        Self { shared: Arc::clone(shared), what: What::Table(table) }
    }

    pub(super) fn function(shared: &Arc<Shared>, function: &'static Function) -> Self {
        Self { shared: Arc::clone(shared), what: What::Function(function) }
    }

    pub(super) fn name(&self) -> &'static str {
        match self.what {
            What::Table(table) => table.name(),
            What::Function(function) => function.name,
        }
    }

    /// Returns the table as SQL declares one; arguments of functions are columns that stay hidden.
    pub(super) fn declaration(&self) -> String {
        let column = |column: &Column| format!("\"{}\" {}", column.name, affinity(column.r#type));
        let columns: Vec<String> = match self.what {
            What::Table(table) => table.columns().iter().map(column).collect(),
            What::Function(function) => {
                let hidden =
                    function.arguments.iter().map(|argument| format!("\"{}\" HIDDEN", argument.name));
                function.columns.iter().map(column).chain(hidden).collect()
            }
        };
        format!("CREATE TABLE t({})", columns.join(", "))
    }

    /// Returns about how many rows there are.
    pub(super) fn size(&self) -> usize {
        match self.what {
            What::Table(table) => table.size(&self.shared.landscape),
            What::Function(_) => 0,
        }
    }

    /// Returns the best way to search for rows; none where what is needed is not at hand.
    pub(super) fn plan(&self, size: usize, equalities: &[Equality], orders: &[(i32, bool)]) -> Option<Plan> {
        match self.what {
            What::Table(table) => Some(self.plan_table(table, size, equalities, orders)),
            What::Function(function) => plan_call(function, equalities),
        }
    }

    fn plan_table(
        &self,
        table: &dyn Table,
        size: usize,
        equalities: &[Equality],
        orders: &[(i32, bool)],
    ) -> Plan {
        let columns = table.columns();
        let landscape = &self.shared.landscape;
        let mut bound = [None; SLOTS];
        for equality in equalities {
            let Some(column) = columns.get(equality.column) else { continue };
            if let Some(value) = &equality.constant {
                self.shared.warnings.check(landscape, column, value);
            }
            if let (Some(key), true) = (column.key, equality.is_usable) {
                bound[key].get_or_insert((equality.at, equality.column));
            }
        }
        let mut rows = size.max(1);
        for column in bound.iter().flatten().filter_map(|(_, column)| columns.get(*column)) {
            rows = (rows / count(landscape, column.holds).max(1)).max(1);
        }
        let is_unique =
            bound[0].is_some() && !columns.iter().any(|column| column.key > Some(0)) && has_number(&columns);
        let arguments: Vec<(usize, usize)> = bound.into_iter().flatten().collect();
        let rows = if is_unique { 1 } else { rows };
        #[allow(clippy::cast_precision_loss, reason = "it is an estimate")]
        let cost = rows as f64 + 2.0;
        Plan {
            is_ordered: is_ordered(&columns, bound.map(|at| at.is_some()), orders),
            arguments,
            omits_checks: false,
            cost,
            rows: i64::try_from(rows).unwrap_or(i64::MAX),
            is_unique,
        }
    }

    /// Returns the rows for the values of a plan's columns, or more of them: what is left over,
    /// `SQLite` checks.
    pub(super) fn rows(
        &self,
        arguments: &[(usize, Value<'static>)],
    ) -> Result<Box<dyn Rows<'_> + '_>, FunctionError> {
        let landscape = &self.shared.landscape;
        match self.what {
            What::Table(table) => Ok(table_rows(&self.shared, table, arguments)),
            What::Function(function) => {
                let mut values = vec![Value::Null; function.arguments.len()];
                for (column, value) in arguments {
                    if let Some(slot) =
                        column.checked_sub(function.columns.len()).and_then(|at| values.get_mut(at))
                    {
                        *slot = value.clone();
                    }
                }
                let rows = function.call(landscape, self.shared.company, &values)?;
                Ok(Box::new(Called { rows: rows.into_iter(), row: Vec::new(), arguments: values }))
            }
        }
    }
}

/// How `SQLite` compares the values of a column.
fn affinity(r#type: Type) -> &'static str {
    match r#type {
        Type::Text | Type::Date | Type::When => "TEXT",
        Type::Integer | Type::Boolean => "INTEGER",
        Type::Real => "REAL",
    }
}

fn count(landscape: &Landscape, holds: Holds) -> usize {
    match holds {
        Holds::Id(kind) | Holds::Number(kind) => landscape.count(kind),
        Holds::AnyId => crate::model::Kind::ALL.into_iter().map(|kind| landscape.count(kind)).sum(),
        Holds::Plain | Holds::OneOf(_) => 1,
    }
}

/// Whether it is a table of records, each of which has one row.
fn has_number(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.name == "no")
}

/// Whether rows that stand in the order of the keys stand in the order that is asked for.
fn is_ordered(columns: &[Column], bound: [bool; SLOTS], orders: &[(i32, bool)]) -> bool {
    let mut free = (0..SLOTS).filter(|key| !bound[*key]);
    let follows = |(column, is_descending): &(i32, bool)| {
        let column = usize::try_from(*column).ok().and_then(|column| columns.get(column));
        // Ids of several kinds stand kind by kind.
        let is_sorted = column.is_some_and(|column| matches!(column.holds, Holds::Id(_) | Holds::Number(_)));
        let key = free.next();
        is_sorted && !is_descending && key.is_some() && column.and_then(|column| column.key) == key
    };
    !orders.is_empty() && orders.iter().all(follows)
}

/// Arguments come first to last; one that is not at hand yet makes the plan unusable.
fn plan_call(function: &Function, equalities: &[Equality]) -> Option<Plan> {
    let is_argument = |equality: &&Equality| equality.column >= function.columns.len();
    let mut arguments = Vec::new();
    for equality in equalities.iter().filter(is_argument) {
        if !equality.is_usable {
            return None;
        }
        arguments.push((equality.at, equality.column));
    }
    Some(Plan {
        arguments,
        omits_checks: true,
        cost: COST_OF_FUNCTION,
        rows: ROWS_OF_FUNCTION,
        is_ordered: false,
        is_unique: false,
    })
}

fn table_rows<'l>(
    shared: &'l Shared,
    table: &'static dyn Table,
    arguments: &[(usize, Value<'static>)],
) -> Box<dyn Rows<'l> + 'l> {
    let (landscape, columns) = (&shared.landscape, table.columns());
    // For each key, the records that it may lead to: one but for ids of any kind.
    let mut choices = vec![Keys::default()];
    for (column, value) in arguments {
        let Some((column, key)) = columns.get(*column).and_then(|column| Some((column, column.key?))) else {
            continue;
        };
        let Some(found) = lookup(landscape, column, value) else { continue };
        if found.is_empty() {
            shared.warnings.check_met(landscape, column, value);
        }
        let with = |keys: &Keys| {
            let mut keys = *keys;
            found
                .iter()
                .map(move |node| {
                    keys[key] = Some(*node);
                    keys
                })
                .collect::<Vec<Keys>>()
        };
        choices = choices.iter().flat_map(with).collect();
    }
    match choices.as_slice() {
        [keys] => table.rows(landscape, *keys),
        _ => Box::new(OneAfterAnother { landscape, table, left: choices.into_iter(), rows: None }),
    }
}

/// The records that equal a value as `SQLite` compares it with a column; none where that is for
/// `SQLite` to tell.
fn lookup(landscape: &Landscape, column: &Column, value: &Value<'_>) -> Option<Vec<NodeIx>> {
    let converted = match (column.r#type, value) {
        (_, Value::Null) => return Some(Vec::new()),
        (Type::Text, Value::Integer(number)) => number.to_string().into(),
        (Type::Text, Value::Text(_)) | (Type::Integer, Value::Integer(_)) => value.clone(),
        _ => return None,
    };
    Some(records(landscape, column.holds, &converted))
}

/// The rows for several choices of keys, or none.
struct OneAfterAnother<'l> {
    landscape: &'l Landscape,
    table: &'static dyn Table,
    left: std::vec::IntoIter<Keys>,
    rows: Option<Box<dyn Rows<'l> + 'l>>,
}

impl<'l> Rows<'l> for OneAfterAnother<'l> {
    fn advance(&mut self) -> bool {
        loop {
            if self.rows.as_mut().is_some_and(|rows| rows.advance()) {
                return true;
            }
            let Some(keys) = self.left.next() else { return false };
            self.rows = Some(self.table.rows(self.landscape, keys));
        }
    }

    fn value(&self, column: usize) -> Value<'l> {
        self.rows.as_ref().map_or(Value::Null, |rows| rows.value(column))
    }
}

/// The rows that a function has returned; its arguments stand behind its columns.
struct Called<'l> {
    rows: std::vec::IntoIter<Vec<Value<'l>>>,
    row: Vec<Value<'l>>,
    arguments: Vec<Value<'static>>,
}

impl<'l> Rows<'l> for Called<'l> {
    fn advance(&mut self) -> bool {
        let next = self.rows.next();
        let is_one = next.is_some();
        self.row = next.unwrap_or_default();
        is_one
    }

    fn value(&self, column: usize) -> Value<'l> {
        let value = self.row.get(column).cloned();
        let argument = || self.arguments.get(column.checked_sub(self.row.len())?).cloned();
        value.or_else(argument).unwrap_or(Value::Null)
    }
}
