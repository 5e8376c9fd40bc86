//! Questions in SQL: a landscape as a database that can only be read.
//!
//! `SQLite` reads the [tables](crate::tables) of the landscape in place, as virtual tables: nothing
//! is copied, and an equality with an id or a number goes through the landscape's own index. The
//! questions of [`query`](crate::query) are functions that return tables, by the same code.
//!
//! A query reads, and does nothing else: see `guard`. Equal landscapes and queries give equal
//! answers; without an order of its own an answer has that of the tables.

mod error;
mod functions;
mod guard;
mod report;
mod schema;
mod source;
mod unsafe_table;
mod warnings;
mod written;

use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Statement};

pub use error::SqlError;
use error::place_of_word;
pub use report::{SqlReport, SqlValue};
pub use schema::{SqlArgument, SqlColumn, SqlExample, SqlFunction, SqlSchema, SqlTable, schema};

use crate::landscape::{CompanyIx, Landscape};
use crate::tables::{Column, TABLES};
use functions::functions;
use guard::Guard;
use source::{Shared, Source};
use warnings::Warnings;

/// How much a query may take.
#[derive(Clone, Copy, Debug)]
pub struct SqlOptions {
    /// How long it may run.
    pub timeout: Duration,
    /// How many rows are returned at most; all when none is given.
    pub rows: Option<usize>,
}

impl Default for SqlOptions {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), rows: None }
    }
}

/// An answer, and what its reader should know before trusting it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered {
    /// The answer.
    pub report: SqlReport,
    /// What the query compares with that no row can have: ids that do not exist, names in the place
    /// of ids.
    pub warnings: Vec<String>,
}

/// A landscape that can be asked in SQL.
///
/// # Example
///
/// ```
/// use landscape_graph::Landscape;
/// use landscape_graph::load::{Files, parse};
/// use landscape_graph::sql::{Database, SqlValue};
///
/// let files = Files::from_text("a.json", r#"{
///   "tools": [{ "id": "etl", "name": "ETL" }],
///   "companies": [{ "id": "airbyte", "name": "Airbyte", "offers": [{ "tool": "etl", "support": "yes" }] }]
/// }"#);
/// let landscape = Landscape::build(parse(&files)?, &Default::default());
/// let database = Database::new(landscape, None)?;
/// let answered = database.ask("SELECT company FROM offers WHERE tool = 'etl'", &Default::default())?;
/// assert_eq!(answered.report.rows, [[SqlValue::Text("airbyte".to_owned())]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    shared: Arc<Shared>,
    guard: Guard,
}

impl Database {
    /// Opens a landscape; `company` is whose view is taken where a query names none, else the
    /// landscape's perspective.
    ///
    /// # Errors
    ///
    /// [`SqlError::Engine`] when the engine cannot be started.
    pub fn new(landscape: Landscape, company: Option<CompanyIx>) -> Result<Self, SqlError> {
        let company = company.or(landscape.perspective());
        let shared = Arc::new(Shared { landscape, company, warnings: Warnings::default() });
        let open = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let mut connection = Connection::open_in_memory_with_flags(flags)?;
            // Else a misspelt column in double quotes would be a text.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
            for table in TABLES.iter() {
                unsafe_table::register(&connection, Source::table(&shared, *table))?;
            }
            for function in functions() {
                unsafe_table::register(&connection, Source::function(&shared, function))?;
            }
            let guard = Guard::stand_over(&mut connection)?;
            Ok((connection, guard))
        };
        let (connection, guard) =
            open().map_err(|error: rusqlite::Error| SqlError::Engine(error.to_string()))?;
        Ok(Self { connection, shared, guard })
    }

    /// Returns the landscape that is asked.
    #[must_use]
    pub fn landscape(&self) -> &Landscape {
        &self.shared.landscape
    }

    /// Answers a query.
    ///
    /// # Errors
    ///
    /// [`SqlError`], with the place in the query and what may have been meant where that is known.
    pub fn ask(&self, sql: &str, options: &SqlOptions) -> Result<Answered, SqlError> {
        // The engine would take it for the end.
        if let Some(at) = sql.find('\0') {
            let message = "a query holds no character of code 0".to_owned();
            return Err(SqlError::Invalid { message, at: Some(at), help: None });
        }
        self.guard.begin(options.timeout);
        self.shared.warnings.begin(sql);
        let engine_error = |error| SqlError::of(error, sql, &self.guard, options.timeout);
        let mut statement = self.connection.prepare(sql).map_err(engine_error)?;
        if let Some(at) = self.guard.asks_the_clock(sql) {
            return Err(SqlError::Clock { at });
        }
        if !statement.readonly() {
            return Err(SqlError::writing());
        }
        if statement.column_count() == 0 {
            return Err(SqlError::Empty);
        }
        if statement.parameter_count() > 0 {
            return Err(SqlError::Open);
        }
        let report = self.read(&mut statement, options).map_err(engine_error)?;
        // Columns of the same name hold something else in what the query does not read.
        let is_named = |name: &str| place_of_word(sql, name).is_some();
        let functions = functions().iter().filter(|function| is_named(function.name));
        let of_functions = functions.flat_map(|function| &function.columns).copied();
        let tables = TABLES.iter().filter(|table| is_named(table.name()));
        let columns: Vec<Column> = tables.flat_map(|table| table.columns()).chain(of_functions).collect();
        self.shared.warnings.check_written(&self.shared.landscape, sql, &columns);
        Ok(Answered { report, warnings: self.shared.warnings.take() })
    }

    fn read(&self, statement: &mut Statement<'_>, options: &SqlOptions) -> rusqlite::Result<SqlReport> {
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut found = statement.query([])?;
        let (mut rows, mut is_cut) = (Vec::new(), false);
        while let Some(row) = found.next()? {
            if options.rows == Some(rows.len()) {
                is_cut = true;
                break;
            }
            let value = |at| Ok(value(row.get_ref(at)?));
            rows.push((0..columns.len()).map(value).collect::<rusqlite::Result<Vec<SqlValue>>>()?);
        }
        let landscape = &self.shared.landscape;
        Ok(SqlReport { columns, rows, is_cut, as_of: landscape.as_of(), today: landscape.today() })
    }
}

fn value(value: ValueRef<'_>) -> SqlValue {
    match value {
        ValueRef::Null => SqlValue::Null,
        ValueRef::Integer(number) => SqlValue::Integer(number),
        ValueRef::Real(number) => SqlValue::Real(number),
        // Only a query that takes texts apart byte by byte can make one that is no Unicode.
        ValueRef::Text(text) => SqlValue::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => {
            let mut text = String::with_capacity(2 * bytes.len());
            for byte in bytes {
                text.push_str(&format!("{byte:02x}"));
            }
            SqlValue::Text(text)
        }
    }
}
