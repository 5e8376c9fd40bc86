//! `landscape schema`.

use std::io::Write;
use std::process::ExitCode;

use schemars::Schema;

use super::error::CliError;
use super::usage;
use crate::id::nearest;
use crate::import::ImportReport;
use crate::model::Document;
use crate::query::{
    BacktestReport, BundleReport, CompareReport, CoverageReport, DiffReport, FindReport, GapReport,
    ImplicationReport, IntersectionReport, LogReport, MatrixReport, OverviewReport, PairReport, PairsReport,
    QuestionsReport, RankingReport, Report, RolesReport, ScopeReport, ShowReport, StaleReport,
    WhitespaceReport, WhyReport,
};
use crate::render::json_schema;

/// Print the JSON Schema of data files, or of a report's JSON
///
/// With the schema of data files, editors complete and check what is typed: name it in "$schema".
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// Print the schema of this report instead, such as `gaps`; `list` names them all
    #[arg(long, value_name = "NAME")]
    report: Option<String>,
}

/// A report's name, and how to make its schema.
type Named = (&'static str, fn() -> Schema);

/// The reports that have a schema.
fn reports() -> Vec<Named> {
    fn of<R: Report + schemars::JsonSchema>() -> Named {
        (R::NAME, json_schema::<R>)
    }
    vec![
        (super::check::REPORT, super::check::report_schema),
        of::<BacktestReport>(),
        of::<BundleReport<'_>>(),
        of::<CompareReport<'_>>(),
        of::<CoverageReport<'_>>(),
        of::<DiffReport<'_>>(),
        of::<FindReport<'_>>(),
        of::<GapReport<'_>>(),
        of::<ImplicationReport<'_>>(),
        of::<ImportReport>(),
        of::<LogReport<'_>>(),
        of::<MatrixReport<'_>>(),
        of::<IntersectionReport<'_>>(),
        of::<RankingReport<'_>>(),
        of::<PairsReport<'_>>(),
        of::<PairReport<'_>>(),
        of::<OverviewReport<'_>>(),
        of::<QuestionsReport<'_>>(),
        of::<ScopeReport<'_>>(),
        of::<RolesReport<'_>>(),
        of::<ShowReport<'_>>(),
        #[cfg(feature = "sql")]
        of::<crate::sql::SqlReport>(),
        #[cfg(feature = "sql")]
        of::<crate::sql::SqlSchema>(),
        of::<StaleReport<'_>>(),
        of::<WhitespaceReport<'_>>(),
        of::<WhyReport<'_>>(),
    ]
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
