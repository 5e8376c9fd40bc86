//! Text for people: titles, paragraphs and tables that fit the terminal.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement};

use super::{Format, Layout, clean};
use crate::words::{Answer, Block, Holds, Table};

/// Text is laid out for at least this many columns; a narrower terminal wraps lines itself.
const LEAST_WIDTH: usize = 40;

/// The longest text of a cell, in characters.
const LONGEST_CELL: usize = 500;

/// For people, in a terminal.
pub static TEXT: Format = Format { word: "text", about: "For people", is_for_people: true, write };

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
            Block::Table(table) => write_table(table, width, out)?,
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

/// Cuts a text that no cell of a terminal can show.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn write_table(table: &Table, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(comfy_table::presets::NOTHING);
    drawn.set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    drawn.set_header(table.columns.iter().map(|column| clean(&column.name).to_uppercase()));
    for row in &table.rows {
        drawn.add_row(row.iter().map(|cell| cut(&clean(cell))));
    }
    for (drawn, column) in drawn.column_iter_mut().zip(&table.columns) {
        drawn.set_padding((0, 2));
        if column.holds == Holds::Id {
            drawn.set_constraint(comfy_table::ColumnConstraint::ContentWidth);
        }
        drawn.set_cell_alignment(match column.holds {
            Holds::Text | Holds::Id => CellAlignment::Left,
            Holds::Number => CellAlignment::Right,
        });
    }
    for line in drawn.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
