//! Text for people: titles, paragraphs and tables that fit the terminal.

use std::io::{self, Write};

use super::{Format, Layout, clean, grid};
use crate::words::{Answer, Block};

/// Text is laid out for at least this many columns; a narrower terminal wraps lines itself.
const LEAST_WIDTH: usize = 40;

/// For people, in a terminal.
pub static TEXT: Format =
    Format { word: "text", about: "For people", is_for_people: true, is_whole: false, write };

fn write(answer: &dyn Answer, layout: &Layout<'_>, out: &mut dyn Write) -> io::Result<()> {
    let width = layout.width.max(LEAST_WIDTH);
    let view = layout.view(answer);
    write_heading(&view.title, "=", width, out)?;
    for text in &view.lead {
        writeln!(out, "{}", wrap(text, width, ""))?;
    }
    for block in &view.blocks {
        match block {
            Block::Heading(text) => {
                writeln!(out)?;
                write_heading(text, "-", width, out)?;
            }
            Block::Text(text) => writeln!(out, "{}", wrap(text, width, ""))?,
            Block::List(items) => {
                for item in items {
                    writeln!(out, "{}", wrap(&format!("- {item}"), width, "  "))?;
                }
            }
            Block::Table(table) => {
                for line in grid::lines(table, width) {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    if !view.notes.is_empty() {
        writeln!(out)?;
    }
    for note in &view.notes {
        writeln!(out, "{}", wrap(&format!("* {note}"), width, "  "))?;
    }
    Ok(())
}

/// Writes a heading with a rule as long as its longest line.
fn write_heading(text: &str, rule: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let text = wrap(text, width, "");
    let longest = text.lines().map(textwrap::core::display_width).max().unwrap_or_default();
    writeln!(out, "{text}\n{}", rule.repeat(longest))
}

fn wrap(text: &str, width: usize, indent: &str) -> String {
    let options = textwrap::Options::new(width)
        .subsequent_indent(indent)
        // Dates, ids and paths stay in one piece.
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&clean(text), options)
}
