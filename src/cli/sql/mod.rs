//! `landscape sql`.

mod shell;

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use super::error::{CliError, Kind};
use super::graph::{CompanyArgs, GraphArgs};
use super::output::FormatArgs;
use super::{tell, usage};
use crate::sql::{self, Database, SqlError, SqlOptions};
use crate::words::Asking;

/// How many rows are printed for people unless more are asked for.
const ROWS_TO_READ: usize = 1_000;

/// How many rows are printed for programs unless more are asked for.
const ROWS: usize = 1_000_000;

/// How much of a long line is shown before and behind the place of an error, in characters.
const SHOWN: [usize; 2] = [60, 100];

/// Ask anything in SQL
///
/// The landscape is a database that can only be read: a table for each kind of record and each
/// relation, and the questions of the other commands as functions. `--schema` lists them, with
/// questions to begin with. What nobody has claimed has no row: an empty answer says that nothing
/// is known. An id that does not exist is warned of.
///
/// Without a query, opens a shell where the input is a terminal, and else reads the query from the
/// input.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The query, a file that ends in .sql, or `-` for standard input
    #[arg(value_name = "QUERY", conflicts_with_all = ["file", "schema"])]
    query: Option<String>,
    /// Read the query from this file
    #[arg(long, value_name = "PATH", conflicts_with = "schema")]
    file: Option<PathBuf>,
    /// List the tables, their columns and the functions instead, with questions to begin with
    #[arg(long)]
    schema: bool,
    /// Stop the query after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = SqlOptions::default().timeout.as_secs_f64(), value_parser = seconds)]
    timeout: f64,
    /// How many rows to print at most [default: 1,000 in text and Markdown, else 1,000,000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Reads a time of at most a day.
fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is no number of seconds".to_owned())?;
    if seconds > 0.0 && seconds <= 86_400.0 {
        Ok(seconds)
    } else {
        Err("it is more than 0 and at most 86400".to_owned())
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    if args.schema {
        return args.format.print(None, &sql::schema(), Asking::default());
    }
    let query = args.query()?;
    let loaded = args.graph.load()?;
    let company = args.company.company_if_any(&loaded.landscape)?;
    let database = Database::new(loaded.landscape, company).map_err(|error| refused(&error, ""))?;
    let session = Session { args, assuming: loaded.assuming, database };
    match query {
        Some(query) => session.ask(&query),
        None => shell::run(&session),
    }
}

impl Args {
    /// Returns the query that is asked; none where a shell is to be opened.
    fn query(&self) -> Result<Option<String>, CliError> {
        let named = self.query.as_deref().filter(|query| !query.contains(char::is_whitespace)).map(Path::new);
        let named = named.filter(|query| query.extension().is_some_and(|end| end == "sql"));
        let path = self.file.as_deref().or(named);
        if let Some(path) = path.filter(|path| *path != Path::new("-")) {
            let unreadable = |error| CliError::machine(format!("`{}` cannot be read", path.display()), error);
            return std::fs::read_to_string(path).map(Some).map_err(unreadable);
        }
        match &self.query {
            Some(query) if query != "-" => return Ok(Some(query.clone())),
            None if self.file.is_none()
                && std::io::stdin().is_terminal()
                && std::io::stdout().is_terminal() =>
            {
                return Ok(None);
            }
            _ => {}
        }
        if self.graph.graph == Path::new("-") {
            return Err(usage("standard input can be read once: as the landscape, or as the query"));
        }
        let mut query = String::new();
        let unreadable = |error| CliError::machine("the query cannot be read", error);
        std::io::stdin().lock().read_to_string(&mut query).map_err(unreadable)?;
        if query.trim().is_empty() {
            return Err(usage("there is no query").with_help(
                "`landscape sql \"SELECT …\"`; `landscape sql --schema` lists what can be asked",
            ));
        }
        Ok(Some(query))
    }
}

/// A database that is asked, and how to print its answers.
struct Session<'a> {
    args: &'a Args,
    assuming: Option<String>,
    database: Database,
}

impl Session<'_> {
    /// Answers a query and prints what its reader should know to standard error.
    fn ask(&self, query: &str) -> Result<ExitCode, CliError> {
        let default = if self.args.format.is_for_people() { ROWS_TO_READ } else { ROWS };
        let rows = self.args.limit.map_or(default, |limit| limit as usize);
        let options = SqlOptions { timeout: Duration::from_secs_f64(self.args.timeout), rows: Some(rows) };
        let answered = self.database.ask(query, &options).map_err(|error| refused(&error, query))?;
        for warning in &answered.warnings {
            tell(&format!("warning: {warning}"));
        }
        let code = self.args.format.print(self.assuming.as_deref(), &answered.report, Asking::default())?;
        if answered.report.is_cut {
            tell(&format!("notice: there are more than these {rows} rows; `--limit N` prints more"));
        }
        Ok(code)
    }
}

/// Returns the error of the program for that of a query, with the line that it is in.
fn refused(error: &SqlError, query: &str) -> CliError {
    let kind = match error {
        SqlError::TimedOut(_) | SqlError::OutOfMemory | SqlError::Engine(_) => Kind::Machine,
        _ => Kind::Usage,
    };
    let excerpt = error.at().and_then(|at| excerpt(query, at)).unwrap_or_default();
    let message = match error {
        SqlError::NoView(message) => format!("{message}, or give `--for`"),
        error => error.to_string(),
    };
    let wrapped = CliError::new(kind, message + &excerpt);
    let help = match error {
        SqlError::TimedOut(_) => error.help().map(|help| format!("{help} with `--timeout`")),
        SqlError::Refused { .. } if error.is_about_tables() => {
            Some("`landscape sql --schema` lists the tables and their columns".to_owned())
        }
        error if error.is_about_tables() => Some("`landscape sql --schema` lists the tables".to_owned()),
        error => error.help(),
    };
    match help {
        Some(help) => wrapped.with_help(help),
        None => wrapped,
    }
}

/// The line of a query with a mark under a place in it.
fn excerpt(query: &str, at: usize) -> Option<String> {
    let (before, behind) = query.split_at_checked(at)?;
    let number = before.matches('\n').count() + 1;
    let start = before.rsplit('\n').next().unwrap_or_default();
    let rest = behind.lines().next().unwrap_or_default();
    let column = start.chars().count();
    let left: String = start.chars().skip(column.saturating_sub(SHOWN[0])).collect();
    let right: String = rest.chars().take(SHOWN[1]).collect();
    let indent = " ".repeat(left.chars().count());
    Some(format!("\n  line {number}, column {}:\n  {left}{right}\n  {indent}^", column + 1))
}
