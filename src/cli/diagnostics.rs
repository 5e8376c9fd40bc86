//! Problems as people read them: the line, the place marked, and what to do.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use crate::load::Files;
use crate::problem::{Level, LineColumn, Place, Problem, Problems};

/// How many problems are printed before the rest is only counted.
const MOST_PRINTED: usize = 100;

/// The longest part of a line that is shown, in bytes before and after the place: files may be one long line.
const SHOWN_BEFORE: usize = 60;
const SHOWN_AFTER: usize = 100;

/// Prints problems with the level that each has by itself.
pub(super) fn print_all(files: &Files, problems: &Problems, out: &mut dyn Write) -> io::Result<()> {
    let levelled: Vec<(&Problem, Level)> =
        problems.problems.iter().map(|problem| (problem, problem.code().level())).collect();
    print(files, &levelled, is_plain(&io::stderr()), out)?;
    if problems.relations_unchecked {
        writeln!(
            out,
            "relations between records were not checked, since what they name may stand in a file that could not be read"
        )?;
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
        .with_width(super::output::width().clamp(60, 120));
    for (problem, level) in problems.iter().take(MOST_PRINTED) {
        let shown = Shown {
            problem,
            level: *level,
            excerpt: problem.place.map(|place| Excerpt { files, place }),
            files,
        };
        let mut text = String::new();
        handler.render_report(&mut text, &shown).map_err(|_| io::ErrorKind::Other)?;
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
        writeln!(out, "{}\n", lines.join("\n"))?;
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
        // What the data says may hold anything; what is printed holds no control characters.
        let text: String =
            self.problem.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
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
        if parts.is_empty() { None } else { Some(Box::new(parts.join("; "))) }
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
}

impl Excerpt<'_> {
    fn text(&self) -> &str {
        self.files.get(self.place.file).text()
    }

    /// The range that is marked: the place, up to the end of its line.
    fn marked(&self) -> (usize, usize) {
        let text = self.text();
        let start = self.place.start.min(text.len());
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = self.place.end.clamp(start, line_end).min(start + SHOWN_AFTER / 2);
        (start, floor(text, end))
    }
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
        let text = self.text();
        let at = floor(text, span.offset());
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        // Asked without context, miette wants to know where the span itself begins.
        let start =
            if before == 0 { at } else { floor(text, line_start.max(at.saturating_sub(SHOWN_BEFORE))) };
        let end = floor(text, line_end.min(at + SHOWN_AFTER));
        let LineColumn { line, column } = LineColumn::of(text, start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.files.get(self.place.file).name().to_owned(),
            &text.as_bytes()[start..end],
            (start, end - start).into(),
            line - 1,
            column - 1,
            1,
        )))
    }
}
