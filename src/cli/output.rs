//! Printing an answer in the format that was asked for.

use std::process::ExitCode;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::error::CliError;
use crate::query::Understood;
use crate::render::{self, FORMATS, Format, Layout};
use crate::words::{Answer, Asking};

/// How to print the answer.
#[derive(Args, Clone, Debug)]
pub(super) struct FormatArgs {
    /// The format of the answer
    #[arg(long, value_name = "FORMAT", default_value = FORMATS[0].word, value_parser = formats())]
    format: String,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|format| PossibleValue::new(format.word).help(format.about)))
}

impl FormatArgs {
    fn format(&self) -> &'static Format {
        FORMATS.iter().find(|format| format.word == self.format).unwrap_or(&FORMATS[0])
    }

    /// Returns whether the answer is read by people.
    #[cfg(feature = "sql")]
    pub(super) fn is_for_people(&self) -> bool {
        self.format().is_for_people
    }

    /// Prints an answer for which nothing, or what stands in a file, was assumed.
    pub(super) fn print(
        &self,
        assuming: Option<&str>,
        answer: &dyn Answer,
        asking: Asking,
    ) -> Result<ExitCode, CliError> {
        self.lay_out(answer, Layout { width: width(), asking, assuming, understood: None })
    }

    /// Prints the answer to a question, with what was taken for what was typed.
    pub(super) fn print_understood(
        &self,
        assuming: Option<&str>,
        answer: &dyn Answer,
        asking: Asking,
        understood: &Understood<'_>,
    ) -> Result<ExitCode, CliError> {
        self.lay_out(answer, Layout { width: width(), asking, assuming, understood: Some(understood) })
    }

    fn lay_out(&self, answer: &dyn Answer, layout: Layout<'_>) -> Result<ExitCode, CliError> {
        use std::io::Write;
        let mut out = super::stdout();
        render::write(answer, self.format(), layout, &mut out)?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The width of text where there is no terminal to ask.
const WIDTH: usize = 100;

/// The terminal's width in columns; that of `COLUMNS`, else 100, where there is no terminal.
pub(super) fn width() -> usize {
    let said = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns > 0);
    let terminal = terminal_size::terminal_size().map(|(width, _)| width.0.into());
    terminal.or_else(said).unwrap_or(WIDTH)
}
