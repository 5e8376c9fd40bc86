//! Answers as text, JSON, CSV and Markdown: one file a format, named in [`FORMATS`].
//!
//! Text, CSV and Markdown draw the answer's view; JSON is the report itself.

mod csv;
mod grid;
mod json;
mod markdown;
mod text;

use std::io::{self, Write};

use crate::harmless::clean;
use crate::query::Understood;
use crate::words::{Answer, Asking, View};

pub use csv::CSV;
pub use json::JSON;
#[cfg(feature = "cli")]
pub(crate) use json::{value as json_of, write_alike};
pub use markdown::MARKDOWN;
pub use text::TEXT;

/// A format of answers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Format {
    /// Its word on the command line.
    pub word: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    /// Whether people read it, rather than programs.
    pub is_for_people: bool,
    /// Whether lists of names are written whole: what goes into a sheet or a page is not cut to a
    /// line.
    pub is_whole: bool,
    /// Writes an answer.
    write: fn(&dyn Answer, &Layout<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every format; the first is meant where none is named.
pub static FORMATS: &[&Format] = &[&TEXT, &JSON, &CSV, &MARKDOWN];

/// What stands around an answer.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// The columns of the terminal, for text.
    pub width: usize,
    /// How much of the answer its reader wants to see.
    pub asking: Asking,
    /// Where the assumptions stand that the answer rests on; none where it rests on what is known
    /// alone.
    pub assuming: Option<&'a str>,
    /// What the answer was made of, where that is more than was typed.
    pub understood: Option<&'a Understood<'a>>,
}

impl Layout<'_> {
    /// Lays an answer out, and says what is assumed and what was taken for what was typed.
    fn view(&self, answer: &dyn Answer) -> View {
        let mut view = answer.view(&self.asking);
        if let Some(understood) = self.understood {
            view.understood(understood);
        }
        if let Some(path) = self.assuming {
            view.assume(path);
        }
        view
    }
}

/// Writes an answer in a format. Assumptions, and what was taken for a name, are named in every
/// format but CSV, which holds rows alone.
///
/// # Errors
///
/// Only what `out` itself returns.
pub fn write(
    answer: &dyn Answer,
    format: &Format,
    layout: Layout<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    (format.write)(answer, &layout, out)
}
