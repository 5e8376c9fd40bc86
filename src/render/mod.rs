//! Reports as text, JSON, CSV and Markdown.
//!
//! Text, CSV and Markdown draw the report's [`View`]; JSON is the report itself.

mod json;
mod markdown;
mod table;
mod text;

use std::io::{self, Write};

use crate::harmless::clean;
use crate::words::{Answer, Asking, View};

#[cfg(feature = "cli")]
pub(crate) use json::value as json_of;

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// For people, in a terminal.
    #[default]
    Text,
    /// The report itself, with its name and version: a contract.
    Json,
    /// One row for each fact, with a head.
    Csv,
    /// For pull requests, wikis and issues.
    Markdown,
}

/// Turns a [`View`] into one format.
pub trait Renderer {
    /// Writes the view to `out`.
    ///
    /// # Errors
    ///
    /// Only what `out` itself returns.
    fn render(&self, view: &View, out: &mut dyn Write) -> io::Result<()>;
}

/// The format for people.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// How many columns there are.
    pub width: usize,
}

/// One row for each fact.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

/// GitHub-flavoured Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

/// What stands around a report.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// The columns of the terminal, for text.
    pub width: usize,
    /// How much of the answer its reader wants to see.
    pub asking: Asking,
    /// Where the assumptions stand that the report rests on; none where it rests on what is known alone.
    pub assuming: Option<&'a str>,
}

/// Writes a report in a format. Assumptions are named in every format but CSV, which holds rows alone.
///
/// # Errors
///
/// Only what `out` itself returns.
pub fn write(report: &dyn Answer, format: Format, layout: Layout<'_>, out: &mut dyn Write) -> io::Result<()> {
    let view = || {
        let mut view = report.view(&layout.asking);
        if let Some(path) = layout.assuming {
            view.lead.insert(0, format!("Assuming {path}: what would be, not what is known."));
        }
        view
    };
    match format {
        Format::Text => Text { width: layout.width }.render(&view(), out),
        Format::Json => json::write(report, layout.assuming, out),
        Format::Csv => Csv.render(&view(), out),
        Format::Markdown => Markdown.render(&view(), out),
    }
}
