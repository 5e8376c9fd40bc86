//! Problems as people read them: the line, the place marked, and what to do.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use super::Files;
use crate::harmless::clean;
use crate::problem::{Level, LineColumn, Place, Problem};

/// A mark that some editors put before the text of a file.
const BOM: char = '\u{feff}';

/// The longest message that is shown, in characters.
const MOST_MESSAGE: usize = 300;

/// The longest part of a line that is shown, in bytes before and after the place: files may be one
/// long line.
const SHOWN_BEFORE: usize = 60;
const SHOWN_AFTER: usize = 100;

/// How problems are shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Style {
    /// How many columns there are.
    pub width: usize,
    /// Whether colours and signs beyond ASCII are used, as a terminal shows them.
    pub colours: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 80, colours: false }
    }
}

/// Renders a problem: what is wrong, the line of the file with the place marked, and what to do; no
/// line break at the end.
///
/// # Example
///
/// ```
/// use landscape_graph::load::report::{Style, render};
/// use landscape_graph::load::{Files, parse};
///
/// let files = Files::from_text("a.json", r#"{ "tols": [] }"#);
/// let problems = parse(&files).unwrap_err().problems;
/// let text = render(&files, &problems[0], problems[0].code().level(), Style::default());
/// assert!(text.contains("[a.json:1:3]") && text.contains("did you mean `tools`?"), "{text}");
/// ```
#[must_use]
pub fn render(files: &Files, problem: &Problem, level: Level, style: Style) -> String {
    let theme = if style.colours { GraphicalTheme::unicode() } else { GraphicalTheme::none() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_break_words(false)
        .with_width(style.width);
    let excerpt = problem.place.map(|place| Excerpt::new(files, place));
    let shown = Shown { problem, level, excerpt, files };
    let mut text = String::new();
    // What is written to a text always can be, and the source of a problem always is read.
    if handler.render_report(&mut text, &shown).is_err() {
        return shown.to_string();
    }
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// A problem as miette shows it.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    level: Level,
    excerpt: Option<Excerpt<'a>>,
    files: &'a Files,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What the data says may hold anything, and any amount of it.
        let message = self.problem.to_string();
        let mut text: String = clean(&message).chars().take(MOST_MESSAGE + 1).collect();
        if let Some((end, _)) = text.char_indices().nth(MOST_MESSAGE) {
            text.truncate(end);
            text.push('…');
        }
        f.write_str(&text)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.problem.code()))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.level {
            Level::Error => Severity::Error,
            Level::Warn | Level::Allow => Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let first = self.problem.other.map(|other| format!("the other is at {}", self.files.describe(other)));
        let parts: Vec<String> = self.problem.fault.help().into_iter().chain(first).collect();
        if parts.is_empty() { None } else { Some(Box::new(clean(&parts.join("; ")))) }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        let (start, end) = excerpt.marked();
        Some(Box::new(std::iter::once(LabeledSpan::new(None, start, end - start))))
    }
}

/// The part of a file's line that a problem is about.
#[derive(Debug)]
struct Excerpt<'a> {
    files: &'a Files,
    place: Place,
    /// The line, or the part of it that is shown, with control characters replaced one byte for
    /// one; and where it begins in the file.
    shown: (String, usize),
}

impl<'a> Excerpt<'a> {
    fn new(files: &'a Files, place: Place) -> Self {
        let text = files.get(place.file).text();
        let at = floor(text, place.start);
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line_start =
            if text[line_start..].starts_with(BOM) { line_start + BOM.len_utf8() } else { line_start };
        let start = floor(text, at.saturating_sub(SHOWN_BEFORE)).clamp(line_start.min(at), at);
        let end = floor(text, line_end(text, at).min(at + SHOWN_AFTER));
        let clean = |c: char| match c {
            '\t' => c,
            c if c.is_ascii_control() => '?',
            c if c.is_control() => '¿',
            c => c,
        };
        Self { files, place, shown: (text[start..end].chars().map(clean).collect(), start) }
    }

    fn text(&self) -> &str {
        self.files.get(self.place.file).text()
    }

    /// The range that is marked: the place, up to the end of its line.
    fn marked(&self) -> (usize, usize) {
        let text = self.text();
        let start = self.place.start.min(text.len());
        let line_end = line_end(text, start);
        let end = self.place.end.clamp(start, line_end).min(start + SHOWN_AFTER / 2);
        (start, floor(text, end))
    }
}

/// Where the line that holds `at` ends, the line break not included.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    if end > at && text[..end].ends_with('\r') { end - 1 } else { end }
}

/// The nearest place at or before `at` where a character begins.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (shown, begins) = &self.shown;
        // Asked without context, miette wants to know where the span itself begins.
        let start = if before == 0 { span.offset().clamp(*begins, begins + shown.len()) } else { *begins };
        let data = &shown[start - begins..];
        let LineColumn { line, column } = LineColumn::of(self.text(), start);
        Ok(Box::new(MietteSpanContents::new_named(
            clean(self.files.get(self.place.file).name()),
            data.as_bytes(),
            (start, data.len()).into(),
            line - 1,
            column - 1,
            1,
        )))
    }
}
