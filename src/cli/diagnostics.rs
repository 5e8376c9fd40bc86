//! Problems as people read them: the line, the place marked, and what to do.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use crate::load::Files;
use crate::problem::{Level, LineColumn, Place, Problem, Problems};
use crate::render::clean;

/// A mark that some editors put before the text of a file.
const BOM: char = '\u{feff}';

/// How many problems are printed before the rest is only counted.
const MOST_PRINTED: usize = 100;

/// The longest message that is printed, in characters.
const MOST_MESSAGE: usize = 300;

/// The longest part of a line that is shown, in bytes before and after the place: files may be one long line.
const SHOWN_BEFORE: usize = 60;
const SHOWN_AFTER: usize = 100;

/// What is said where records may be missing.
pub(super) const UNCHECKED: &str = "names of records that do not exist were not looked for, since the records may stand \
                                    in what could not be read";

/// Prints problems with the level that each has by itself.
pub(super) fn print_all(files: &Files, problems: &Problems, out: &mut dyn Write) -> io::Result<()> {
    let levelled: Vec<(&Problem, Level)> =
        problems.problems.iter().map(|problem| (problem, problem.code().level())).collect();
    print(files, &levelled, is_plain(&io::stderr()), out)?;
    if problems.relations_unchecked {
        writeln!(out, "{UNCHECKED}")?;
    }
    Ok(())
}

/// Returns whether a stream takes no colours: it is no terminal, or the user asks for none.
pub(super) fn is_plain(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) == anstream::ColorChoice::Never
}

/// Prints problems, each with its level.
pub(super) fn print(
    files: &Files,
    problems: &[(&Problem, Level)],
    plain: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let theme = if plain { GraphicalTheme::none() } else { GraphicalTheme::unicode() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_break_words(false)
        .with_width(super::output::width().clamp(60, 120));
    for (problem, level) in problems.iter().take(MOST_PRINTED) {
        let shown = Shown {
            problem,
            level: *level,
            excerpt: problem.place.map(|place| Excerpt::new(files, place)),
            files,
        };
        let mut text = String::new();
        handler.render_report(&mut text, &shown).map_err(|_| io::ErrorKind::Other)?;
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
        let text = lines.join("\n");
        writeln!(out, "{text}\n")?;
    }
    let more = problems.len().saturating_sub(MOST_PRINTED);
    if more > 0 {
        writeln!(out, "… and {more} more: `landscape check --format json` lists all\n")?;
    }
    Ok(())
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
    /// The line, or the part of it that is shown, with control characters replaced one byte for one;
    /// and where it begins in the file.
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
