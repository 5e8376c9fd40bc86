//! What a query may do: read, for a while, in so much memory, and get the same answer every time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, Result};

use super::functions::functions;
use crate::tables::table;

/// How much memory `SQLite` may take for sorting and grouping, in bytes.
const MOST_MEMORY: u32 = 1 << 30;

/// How many steps of its program `SQLite` runs between two looks at the clock.
const STEPS: i32 = 1_000;

/// What `SQLite` is held to, besides its own limits.
const LIMITS: [(Limit, i32); 9] = [
    (Limit::SQLITE_LIMIT_LENGTH, 10_000_000),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 0),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 1),
];

/// The functions of `SQLite` that a query may call: those that tell the same whenever they are
/// asked.
pub(super) const ALLOWED: [&str; 92] = [
    "->",
    "->>",
    "abs",
    "avg",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "dense_rank",
    "first_value",
    "format",
    "glob",
    "group_concat",
    "hex",
    "if",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_error_position",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_insert",
    "json_object",
    "json_patch",
    "json_pretty",
    "json_quote",
    "json_remove",
    "json_replace",
    "json_set",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "lower",
    "ltrim",
    "max",
    "min",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "printf",
    "quote",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "soundex",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "subtype",
    "sum",
    "time",
    "timediff",
    "total",
    "trim",
    "typeof",
    "unhex",
    "unicode",
    "unistr",
    "unistr_quote",
    "unixepoch",
    "unlikely",
    "upper",
    "zeroblob",
    "jsonb",
    "jsonb_array",
    "jsonb_extract",
    "jsonb_group_array",
    "jsonb_group_object",
    "jsonb_object",
    "jsonb_set",
    "json_array_insert",
];

/// The tables of `SQLite` that a query may read besides ours.
const OTHER_TABLES: [&str; 2] = ["json_each", "json_tree"];

/// The functions that ask the clock when they are given no day.
const OF_DAYS: [&str; 7] = ["date", "datetime", "julianday", "strftime", "time", "timediff", "unixepoch"];

/// What stands in the place of a day for the moment of the query.
const NOW: [&str; 3] = ["now", "subsec", "subsecond"];

/// What a connection is held to.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    /// When the query that runs is stopped.
    deadline: Option<Instant>,
    /// What has been refused first.
    refused: Option<String>,
    /// Whether the query calls a function of days.
    asks_for_days: bool,
}

impl Guard {
    /// Holds a connection to reading.
    pub(super) fn stand_over(connection: &mut Connection) -> Result<Self> {
        let guard = Self::default();
        // Sorting must not spill to files, and ends where it would take too much.
        connection
            .execute_batch(&format!("PRAGMA temp_store = MEMORY; PRAGMA hard_heap_limit = {MOST_MEMORY};"))?;
        for (limit, most) in LIMITS {
            connection.set_limit(limit, most)?;
        }
        let clock = guard.clone();
        connection.progress_handler(STEPS, Some(move || clock.is_over()))?;
        let hook = guard.clone();
        connection.authorizer(Some(move |context: AuthContext<'_>| hook.authorize(context.action)))?;
        Ok(guard)
    }

    /// Begins a query that may take so long.
    pub(super) fn begin(&self, timeout: Duration) {
        *self.lock() = Held { deadline: Instant::now().checked_add(timeout), ..Held::default() };
    }

    /// Returns what has been refused, if anything has.
    pub(super) fn refused(&self) -> Option<String> {
        self.lock().refused.clone()
    }

    /// Returns where a query asks for the moment at which it runs, as far as that stands there in
    /// plain words.
    pub(super) fn asks_the_clock(&self, sql: &str) -> Option<usize> {
        if !self.lock().asks_for_days {
            return None;
        }
        let lower = sql.to_ascii_lowercase();
        let quoted = NOW.iter().map(|word| format!("'{word}'"));
        let called = OF_DAYS.iter().map(|name| format!("{name}()"));
        // Blanks do not matter, places do: compare what is left of the text at each place.
        let without_blanks =
            |text: &str| text.chars().filter(|c| !c.is_whitespace()).take(14).collect::<String>();
        let wanted: Vec<String> = quoted.chain(called).collect();
        let fits = |at: &usize| {
            let rest = without_blanks(&lower[*at..]);
            let before = lower[..*at].chars().next_back();
            let begins = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
            begins && wanted.iter().any(|wanted| rest.starts_with(wanted.as_str()))
        };
        lower.char_indices().map(|(at, _)| at).find(fits)
    }

    fn is_over(&self) -> bool {
        self.lock().deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    fn authorize(&self, action: AuthAction<'_>) -> Authorization {
        let refused = match action {
            AuthAction::Select | AuthAction::Recursive => return Authorization::Allow,
            AuthAction::Read { table_name, column_name } if may_read(table_name, column_name) => {
                return Authorization::Allow;
            }
            AuthAction::Function { function_name } if may_call(function_name) => {
                self.lock().asks_for_days |= OF_DAYS.contains(&function_name.to_ascii_lowercase().as_str());
                return Authorization::Allow;
            }
            AuthAction::Read { table_name, .. } => format!("reading `{table_name}`"),
            AuthAction::Function { function_name } => format!("calling `{function_name}`"),
            AuthAction::Pragma { .. } => "a pragma".to_owned(),
            AuthAction::Attach { .. } | AuthAction::Detach { .. } => "another database".to_owned(),
            AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => "a transaction".to_owned(),
            _ => "writing".to_owned(),
        };
        self.lock().refused.get_or_insert(refused);
        Authorization::Deny
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Without a column it is the name of a part of the query as often as that of a table.
fn may_read(name: &str, column: &str) -> bool {
    column.is_empty()
        || table(name).is_some()
        || functions().iter().any(|function| function.name == name)
        || OTHER_TABLES.contains(&name)
}

fn may_call(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ALLOWED.contains(&lower.as_str())
}
