//! GitHub-flavoured Markdown.

use std::io::{self, Write};

use super::{Format, Layout, clean};
use crate::words::{Answer, Block, Holds, Table};

/// For pull requests, wikis and issues.
pub static MARKDOWN: Format =
    Format { word: "md", about: "Markdown", is_for_people: true, is_whole: true, write };

fn write(answer: &dyn Answer, layout: &Layout<'_>, out: &mut dyn Write) -> io::Result<()> {
    let view = layout.view(answer);
    writeln!(out, "## {}", escape(&view.title))?;
    for text in &view.lead {
        writeln!(out, "\n{}", escape(text))?;
    }
    for block in &view.blocks {
        writeln!(out)?;
        match block {
            Block::Heading(text) => writeln!(out, "### {}", escape(text))?,
            Block::Text(text) => writeln!(out, "{}", escape(text))?,
            Block::List(items) => {
                for item in items {
                    writeln!(out, "- {}", escape(item))?;
                }
            }
            Block::Table(table) => write_table(table, out)?,
        }
    }
    for note in &view.notes {
        writeln!(out, "\n_{}_", escape(note))?;
    }
    Ok(())
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    writeln!(out, "{}", row(table.columns.iter().map(|column| escape(&column.name)).collect()))?;
    let rule = |holds| match holds {
        Holds::Number => "--:".to_owned(),
        Holds::Text | Holds::Id | Holds::Name | Holds::List => "---".to_owned(),
    };
    writeln!(out, "{}", row(table.columns.iter().map(|column| rule(column.holds)).collect()))?;
    for cells in &table.rows {
        writeln!(out, "{}", row(cells.iter().map(|cell| escape(&cell.whole())).collect()))?;
    }
    Ok(())
}

/// Takes away the meaning of every sign that Markdown or HTML gives one.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in clean(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
