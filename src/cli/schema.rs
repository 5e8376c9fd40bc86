//! `landscape schema`.

use std::io::Write;
use std::process::ExitCode;

use schemars::Schema;

use super::error::CliError;
use super::usage;
use crate::catalogue::{self, Shape};
use crate::edit::EditReport;
use crate::id::nearest;
use crate::import::ImportReport;
use crate::model::Document;
use crate::words::Words;

/// Print the JSON Schema of data files, or of a report's JSON
///
/// Editors use the schema of data files to complete and check what you type: name it in "$schema".
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Print the schema of this report, such as `gaps`; `list` lists all names
    #[arg(long, value_name = "NAME")]
    report: Option<String>,
}

/// A report's name, and how to make its schema.
type Named = (&'static str, fn() -> Schema);

/// The reports that have a schema.
fn reports() -> Vec<Named> {
    fn of<R: Words + schemars::JsonSchema>() -> Named {
        let shape = Shape::of::<R>();
        (shape.name, shape.schema)
    }
    let questions = catalogue::questions().iter().flat_map(|question| question.reports);
    let mut reports: Vec<Named> = questions.map(|shape| (shape.name, shape.schema)).collect();
    reports.push((super::check::REPORT, super::check::report_schema));
    reports.push((super::edit::REPORT, || catalogue::schema_of::<EditReport>(super::edit::REPORT)));
    reports.extend([
        of::<ImportReport>(),
        #[cfg(feature = "sql")]
        of::<crate::sql::SqlReport>(),
        #[cfg(feature = "sql")]
        of::<crate::sql::SqlSchema>(),
    ]);
    reports.sort_by_key(|(name, _)| *name);
    reports
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let mut out = super::stdout();
    match args.report.as_deref() {
        None => print(&schemars::schema_for!(Document<'_>), &mut out)?,
        Some("list") => {
            for (name, _) in reports() {
                writeln!(out, "{name}")?;
            }
        }
        Some(wanted) => {
            if let Some((_, schema)) = reports().into_iter().find(|(name, _)| *name == wanted) {
                print(&schema(), &mut out)?;
            } else {
                let names: Vec<&str> = reports().into_iter().map(|(name, _)| name).collect();
                let help = match nearest(wanted, names.iter().copied()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("the reports are {}", names.join(", ")),
                };
                return Err(usage(format!("there is no report called `{wanted}`")).with_help(help));
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print(schema: &Schema, out: &mut dyn Write) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, schema).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}
