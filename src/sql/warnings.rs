//! Values that a query compares with a column and that no row can ever have.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::id::nearest;
use crate::landscape::{Landscape, NameError};
use crate::model::Kind;
use crate::tables::{Column, Holds, Type, Value, records};

use super::written::{self, Comparison};

/// How many are told of one query.
const MOST: usize = 10;

/// A column that could hold the id of anything.
const ANY_ID: Column = Column::text("id", "").holds(Holds::AnyId);

/// The warnings of one query, each once, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Warnings {
    met: Mutex<Met>,
}

#[derive(Debug, Default)]
struct Met {
    query: String,
    compared: BTreeSet<(&'static str, String)>,
    texts: Vec<String>,
}

impl Warnings {
    /// Notes a value that a column never has: an empty answer must not read as "nobody does this".
    pub(super) fn check(&self, landscape: &Landscape, column: &Column, value: &Value<'_>) {
        let Value::Text(text) = value else { return };
        let kinds: &[Kind] = match &column.holds {
            _ if column.r#type == Type::Boolean => {
                return self
                    .note(column.name, text, || format!("`{}` is 1 or 0, never `{text}`", column.name));
            }
            _ if matches!(column.r#type, Type::Date | Type::When) => {
                if !is_day(text) {
                    let what = match column.r#type {
                        Type::When => "days, months and years, written YYYY-MM-DD, YYYY-MM and YYYY",
                        _ => "days, written YYYY-MM-DD",
                    };
                    self.note(column.name, text, || {
                        format!("`{}` holds {what}: `{text}` is none", column.name)
                    });
                }
                return;
            }
            Holds::Number(_) => {
                return self
                    .note(column.name, text, || format!("`{}` holds numbers, never `{text}`", column.name));
            }
            Holds::Id(kind) => std::slice::from_ref(kind),
            Holds::AnyId => &Kind::ALL,
            Holds::OneOf(words) => {
                if !words.contains(&&**text) {
                    self.note(column.name, text, || one_of(column.name, text, words));
                }
                return;
            }
            Holds::Plain => return,
        };
        if records(landscape, column.holds, value).is_empty() {
            self.note(column.name, text, || no_id(landscape, column, text, kinds));
        }
    }

    /// Notes an id that leads to no record where it stands in the query itself, as in a list: what
    /// a table or a part of the query yields may well lead nowhere.
    pub(super) fn check_met(&self, landscape: &Landscape, column: &Column, value: &Value<'_>) {
        let Value::Text(text) = value else { return };
        let literal = format!("'{text}'");
        let is_written = self.lock().query.contains(&literal);
        if is_written {
            self.check(landscape, column, value);
        }
    }

    /// Notes what the query is written to compare columns with, where no column of that name can
    /// have it.
    pub(super) fn check_written(&self, landscape: &Landscape, sql: &str, columns: &[Column]) {
        for Comparison { column, text } in written::comparisons(sql) {
            let named: Vec<&Column> = columns.iter().filter(|known| known.name == column).collect();
            let Some(first) = named.first().copied() else { continue };
            let value = Value::Text(text.as_str().into());
            if named.iter().all(|column| never_has(landscape, column, &value)) {
                // Where the same name holds ids of several kinds, none of them has this one.
                let is_one = named.iter().all(|column| column.holds == first.holds);
                let are_ids = named.iter().all(|column| matches!(column.holds, Holds::Id(_) | Holds::AnyId));
                self.check(landscape, if are_ids && !is_one { &ANY_ID } else { first }, &value);
            }
        }
    }

    /// Begins a query: what an earlier one left behind is forgotten.
    pub(super) fn begin(&self, query: &str) {
        *self.lock() = Met { query: query.to_owned(), ..Met::default() };
    }

    fn note(&self, column: &'static str, text: &str, warning: impl FnOnce() -> String) {
        let mut met = self.lock();
        if met.texts.len() < MOST && met.compared.insert((column, text.to_owned())) {
            met.texts.push(warning());
        }
    }

    /// Returns the warnings and forgets them.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lock()).texts
    }

    fn lock(&self) -> MutexGuard<'_, Met> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a column never has a text.
fn never_has(landscape: &Landscape, column: &Column, value: &Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    match column.holds {
        _ if column.r#type == Type::Boolean => true,
        _ if matches!(column.r#type, Type::Date | Type::When) => !is_day(text),
        Holds::Id(_) | Holds::AnyId => records(landscape, column.holds, value).is_empty(),
        Holds::OneOf(words) => !words.contains(&&**text),
        Holds::Number(_) => true,
        Holds::Plain => false,
    }
}

/// Whether a text is a day, or the beginning of one: texts are compared as texts.
fn is_day(text: &str) -> bool {
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = text.splitn(3, '-');
    parts.next().is_some_and(|year| digits(year, 4, 4)) && parts.all(|part| digits(part, 2, 2))
}

fn one_of(column: &str, text: &str, words: &[&str]) -> String {
    let meant = nearest(text, words.iter().copied()).map(|word| format!("did you mean `{word}`? "));
    format!("`{column}` is never `{text}`: {}it is one of {}", meant.unwrap_or_default(), words.join(", "))
}

fn no_id(landscape: &Landscape, column: &Column, text: &str, kinds: &[Kind]) -> String {
    let kind = match kinds {
        [kind] => kind.singular(),
        _ => "record",
    };
    match landscape.resolve(text, kinds) {
        Ok(node) => {
            let (kind, id) = (node.kind(), landscape.node(node).id());
            format!("`{}` holds ids, and `{text}` is none: the id of that {kind} is `{id}`", column.name)
        }
        Err(NameError::Unknown { nearest, .. }) if !nearest.is_empty() => {
            // What is near may be a name.
            let near = nearest.first().map_or("", String::as_str);
            let id = landscape.resolve(near, kinds).map_or(near, |node| landscape.node(node).id());
            format!("no {kind} has the id `{text}`: did you mean `{id}`?")
        }
        Err(NameError::WrongKind { found, .. }) => {
            format!(
                "no {kind} has the id `{text}`, which is a {found}: `{}` holds ids of kind {kind}",
                column.name
            )
        }
        Err(_) => format!("no {kind} has the id `{text}`"),
    }
}
