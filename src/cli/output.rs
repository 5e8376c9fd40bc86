//! Printing a report in the format that was asked for.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::graph::{GraphArgs, Loaded};
use crate::render::{self, Format, Layout};
use crate::words::{Answer, Asking, Words};

/// How many rows a long list has in a terminal unless more are asked for.
const TEXT_ROWS: usize = 20;

/// How many names a row has for people.
const TEXT_NAMES: usize = 5;

/// How to print the answer.
#[derive(Args, Clone, Debug)]
pub(super) struct FormatArgs {
    /// The format of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ReportFormat,
}

/// Which landscape to ask, and how to print the answer.
#[derive(Args, Clone, Debug)]
pub(super) struct AskArgs {
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The same, and how much of the answer to print: for reports that are lists.
#[derive(Args, Clone, Debug)]
pub(super) struct ListArgs {
    #[command(flatten)]
    ask: AskArgs,
    /// How many rows each table lists at most [default: 20 in text, all in other formats]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportFormat {
    /// For people
    Text,
    /// The whole report: see `landscape schema --report`
    Json,
    /// The main table, with ids
    Csv,
    /// Markdown
    Md,
}

impl FormatArgs {
    fn format(&self) -> Format {
        match self.format {
            ReportFormat::Text => Format::Text,
            ReportFormat::Json => Format::Json,
            ReportFormat::Csv => Format::Csv,
            ReportFormat::Md => Format::Markdown,
        }
    }

    /// Returns whether the answer is read by people: in text or Markdown.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format(), Format::Text | Format::Markdown)
    }

    /// Returns how many rows to list where nobody has said; all when none.
    pub(super) fn rows(&self) -> Option<usize> {
        (self.format() == Format::Text).then_some(TEXT_ROWS)
    }

    /// Prints a report for which nothing, or what stands in a file, was assumed.
    pub(super) fn print<R: Words>(&self, assuming: Option<&str>, report: &R) -> Result<ExitCode, CliError> {
        self.print_answer(assuming, report, Asking::default())
    }

    /// Prints an answer for which nothing, or what stands in a file, was assumed.
    pub(super) fn print_answer(
        &self,
        assuming: Option<&str>,
        report: &dyn Answer,
        asking: Asking,
    ) -> Result<ExitCode, CliError> {
        use std::io::Write;
        let mut out = super::stdout();
        let layout = Layout { width: width(), asking, assuming };
        render::write(report, self.format(), layout, &mut out)?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

impl AskArgs {
    /// Loads the landscape; prints all problems where there are any.
    pub(super) fn load(&self) -> Result<Loaded, CliError> {
        self.graph.load()
    }

    /// Prints a report on the landscape.
    pub(super) fn print<R: Words>(&self, loaded: &Loaded, report: &R) -> Result<ExitCode, CliError> {
        self.format.print(loaded.assuming.as_deref(), report)
    }
}

impl ListArgs {
    /// Loads the landscape; prints all problems where there are any.
    pub(super) fn load(&self) -> Result<Loaded, CliError> {
        self.ask.load()
    }

    /// Prints a report on the landscape.
    pub(super) fn print<R: Words>(&self, loaded: &Loaded, report: &R) -> Result<ExitCode, CliError> {
        self.ask.print(loaded, report)
    }

    /// Returns how many names a row needs at most: people read a few, programs all.
    pub(super) fn names(&self) -> Option<usize> {
        self.ask.format.is_for_people().then_some(TEXT_NAMES)
    }

    /// Returns how many rows to list; all when none.
    pub(super) fn rows(&self) -> Option<usize> {
        self.top.map(|top| top as usize).or_else(|| self.ask.format.rows())
    }
}

/// The terminal's width in columns; 80 where there is no terminal.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| width.0.into())
}
