//! A table as lines of text that fit a terminal, with no word broken.
//!
//! Numbers, ids and days keep their width. What is left goes to names, then to words and lists. A
//! list that does not fit is cut with a count. Where not even the longest words fit, wide tables of
//! numbers get letters for headers or are split by columns, and all others are laid out row by row.

use std::borrow::Cow;

use textwrap::core::display_width;

use super::clean;
use crate::words::{Cell, Holds, Item, Table};

/// The columns of space between two columns of a table.
const GAP: usize = 2;

/// The most lines that a cell of words takes.
const MOST_LINES: usize = 3;

/// The longest text of a cell, in characters: no terminal shows more.
const LONGEST_CELL: usize = 500;

/// The width that names get before words and lists get more than they need at least.
const FAIR_NAME: usize = 28;

/// The width that words and lists get before names get all they need.
const FAIR_WORDS: usize = 32;

/// From how many columns of numbers on a table is one of numbers, whose headers give way first.
const MANY_NUMBERS: usize = 4;

/// Lays a table out in lines of at most `width` columns, unless a single word is longer than that.
pub(super) fn lines(table: &Table, width: usize) -> Vec<String> {
    let table = Grid::of(table);
    if let Some(widths) = table.widths(width) {
        return table.draw(&widths);
    }
    let numbers = table.columns.iter().filter(|column| column.holds == Holds::Number).count();
    if numbers >= MANY_NUMBERS { table.with_letters(width) } else { table.by_row(width) }
}

/// A table whose texts are clean and measured.
struct Grid {
    columns: Vec<Head>,
    rows: Vec<Vec<Cell>>,
}

struct Head {
    name: String,
    holds: Holds,
}

impl Grid {
    fn of(table: &Table) -> Self {
        let heads = table.columns.iter().map(|column| (clean(&column.name).to_uppercase(), column.holds));
        let heads = heads.map(|(name, holds)| Head { name, holds }).collect();
        let rows = table.rows.iter().map(|row| row.iter().map(cleaned).collect()).collect();
        Self { columns: heads, rows }
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.get(column))
    }

    /// The width that a column must have, and the width beyond which it has no use for more.
    fn bounds(&self, column: usize) -> (usize, usize) {
        let head = &self.columns[column];
        let natural = self.cells(column).map(|cell| display_width(&cell.whole())).max().unwrap_or_default();
        let least = match head.holds {
            Holds::Number | Holds::Id => natural,
            Holds::Text | Holds::Name => {
                self.cells(column).map(|cell| longest_word(&cell.whole())).max().unwrap_or_default()
            }
            Holds::List => self.cells(column).map(least_of_list).max().unwrap_or_default(),
        };
        (least.max(width_of_head(&head.name)), natural.max(width_of_head(&head.name)))
    }

    /// Returns the widths of the columns; none where they do not fit.
    fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let bounds: Vec<(usize, usize)> = (0..self.columns.len()).map(|at| self.bounds(at)).collect();
        let mut widths: Vec<usize> = bounds.iter().map(|(least, _)| *least).collect();
        let taken = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut left = width.checked_sub(taken)?;
        let is_name = |at: &usize| self.columns[*at].holds == Holds::Name;
        let names: Vec<usize> = (0..widths.len()).filter(is_name).collect();
        let others: Vec<usize> = (0..widths.len()).filter(|at| !is_name(at)).collect();
        for (columns, most) in
            [(&names, FAIR_NAME), (&others, FAIR_WORDS), (&names, usize::MAX), (&others, usize::MAX)]
        {
            grow(&mut widths, columns, |at| bounds[at].1.min(most), &mut left);
        }
        Some(widths)
    }

    fn draw(&self, widths: &[usize]) -> Vec<String> {
        let heads = self.columns.iter().zip(widths).map(|(head, width)| wrapped(&head.name, *width));
        let mut drawn = self.row_lines(&heads.collect::<Vec<_>>(), widths, true);
        for row in &self.rows {
            let cells = row.iter().zip(&self.columns).zip(widths);
            let cells =
                cells.map(|((cell, head), width)| fitted(cell, head.holds, *width)).collect::<Vec<_>>();
            drawn.extend(self.row_lines(&cells, widths, false));
        }
        drawn
    }

    /// Sets the lines of each cell of a row side by side; headers stand on the last line.
    fn row_lines(&self, cells: &[Vec<String>], widths: &[usize], at_bottom: bool) -> Vec<String> {
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let line = |at: usize| {
            let mut line = String::new();
            for ((lines, head), width) in cells.iter().zip(&self.columns).zip(widths) {
                let above = if at_bottom { height - lines.len() } else { 0 };
                let text = at.checked_sub(above).and_then(|at| lines.get(at)).map_or("", String::as_str);
                let blank = " ".repeat(width.saturating_sub(display_width(text)));
                match head.holds {
                    Holds::Number => line.extend([&blank, text]),
                    Holds::Text | Holds::Id | Holds::Name | Holds::List => line.extend([text, &blank]),
                }
                line.push_str(&" ".repeat(GAP));
            }
            line.truncate(line.trim_end().len());
            line
        };
        (0..height).map(line).collect()
    }

    /// Gives the columns of numbers letters for headers, said above the table, and splits the table
    /// by columns where that is not enough.
    fn with_letters(&self, width: usize) -> Vec<String> {
        let is_number = |at: &usize| self.columns[*at].holds == Holds::Number;
        let (numbers, others): (Vec<usize>, Vec<usize>) = (0..self.columns.len()).partition(is_number);
        let keys = numbers
            .iter()
            .enumerate()
            .map(|(at, column)| format!("{} {}", letters(at), self.columns[*column].name));
        let mut drawn = wrapped(&keys.collect::<Vec<_>>().join(", "), width);
        drawn.push(String::new());
        let renamed = |column: usize| {
            let head = &self.columns[column];
            let place = numbers.iter().position(|at| *at == column);
            Head { name: place.map_or_else(|| head.name.clone(), letters), holds: head.holds }
        };
        let part = |columns: &[usize]| Self {
            columns: columns.iter().map(|at| renamed(*at)).collect(),
            rows: self.rows.iter().map(|row| columns.iter().map(|at| row[*at].clone()).collect()).collect(),
        };
        let mut rest = numbers.as_slice();
        let mut is_first = true;
        while !rest.is_empty() {
            // As many columns as fit; where not even one does, the words beside it are what is too
            // long.
            let parts = (1..=rest.len()).rev().map(|many| {
                let mut columns: Vec<usize> = others.iter().chain(&rest[..many]).copied().collect();
                columns.sort_unstable();
                (many, part(&columns))
            });
            let fit = parts.into_iter().find_map(|(many, part)| Some((many, part.widths(width)?, part)));
            let Some((many, widths, part)) = fit else { return self.by_row(width) };
            if !is_first {
                drawn.push(String::new());
            }
            drawn.extend(part.draw(&widths));
            rest = &rest[many..];
            is_first = false;
        }
        drawn
    }

    /// Lays each row out by itself: its first cell, and below it the others with their headers. A
    /// word that no line holds is broken.
    fn by_row(&self, width: usize) -> Vec<String> {
        let mut drawn = Vec::new();
        for row in &self.rows {
            let mut cells = row.iter().zip(&self.columns);
            drawn.extend(cells.next().map(|(cell, _)| wrapped(&cell.whole(), width)).unwrap_or_default());
            for (cell, head) in cells.filter(|(cell, _)| !cell.whole().is_empty()) {
                let text = format!("  {}: {}", head.name.to_lowercase(), cell.whole());
                drawn.extend(
                    textwrap::wrap(&text, options(width).subsequent_indent("    ").break_words(true))
                        .into_iter()
                        .map(Cow::into_owned),
                );
            }
        }
        drawn
    }
}

/// Returns the name of a column by its place: A to Z, then AA.
fn letters(at: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { letter.to_string() } else { letters(at / 26 - 1) + &letter.to_string() }
}

/// Shares what is left among columns, the narrowest first, until each has what it can use.
fn grow(widths: &mut [usize], columns: &[usize], most: impl Fn(usize) -> usize, left: &mut usize) {
    while *left > 0 {
        let wanting = columns.iter().copied().filter(|at| widths[*at] < most(*at));
        let Some(narrowest) = wanting.min_by_key(|at| widths[*at]) else { return };
        widths[narrowest] += 1;
        *left -= 1;
    }
}

fn cleaned(cell: &Cell) -> Cell {
    let text = |text: &str| cut(clean(text));
    let item = |item: &Item| Item { id: String::new(), name: text(&item.name) };
    match cell {
        Cell::Text(shown) | Cell::Figure { shown, .. } => Cell::Text(text(shown)),
        Cell::Record(of) => Cell::Record(item(of)),
        Cell::List { items, total } => Cell::List { items: items.iter().map(item).collect(), total: *total },
    }
}

fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST_CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(display_width).max().unwrap_or_default()
}

/// The least width at which a header takes at most two lines.
fn width_of_head(name: &str) -> usize {
    let widths = longest_word(name)..=display_width(name);
    widths.into_iter().find(|width| wrapped(name, *width).len() <= 2).unwrap_or_default()
}

/// The least width of a list: that of the longest word of its first name, and of its count.
fn least_of_list(cell: &Cell) -> usize {
    match cell {
        Cell::List { items, total } => {
            let first = items.first().map_or(0, |item| longest_word(&item.name) + usize::from(*total > 1));
            first.max(if *total > 1 { display_width(&format!("+{total} more")) } else { 0 })
        }
        other => longest_word(&other.whole()),
    }
}

fn options(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(text, options(width)).into_iter().map(Cow::into_owned).collect()
}

/// Returns the lines of a cell in a column of this width.
fn fitted(cell: &Cell, holds: Holds, width: usize) -> Vec<String> {
    match cell {
        Cell::List { items, total } => fitted_list(items, *total, width),
        cell => {
            let mut lines = wrapped(&cell.whole(), width);
            if holds == Holds::Text && lines.len() > MOST_LINES {
                lines.truncate(MOST_LINES);
                if let Some(last) = lines.last_mut() {
                    while display_width(last) + 2 > width && last.contains(' ') {
                        last.truncate(last.rfind(' ').unwrap_or_default());
                    }
                    last.push_str(" …");
                }
            }
            lines
        }
    }
}

/// Returns as many of the names as fit one line, with a count of the rest. The first name is always
/// there, on several lines where it must be.
fn fitted_list(items: &[Item], total: usize, width: usize) -> Vec<String> {
    let first = |shown: usize| Cell::List { items: items[..shown].to_vec(), total }.whole().into_owned();
    // What fits without the count of the rest is at least as many as fit with it.
    let mut used = 0;
    let without_count = items.iter().take_while(|item| {
        used += display_width(&item.name);
        let fits = used <= width;
        used += 2;
        fits
    });
    let at_most = without_count.count();
    let on_one_line = (1..=at_most).rev().map(first).find(|text| display_width(text) <= width);
    match on_one_line {
        Some(line) => vec![line],
        None if items.is_empty() => vec![String::new()],
        None => wrapped(&first(1), width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Column;

    fn market() -> Table {
        let mut table = Table::new([
            Column::record("company"),
            Column::number("offered"),
            Column::list("tools in common"),
            Column::text("what it is"),
        ]);
        let items = |names: &[&str]| Cell::list(names.iter().map(|name| Item::new(name, *name)));
        let about =
            "A vendor of dashboards, of session recordings and of error monitoring, and of much else besides";
        table.push([
            Cell::record("c", "Contentsquare"),
            "2–7 of 7".into(),
            items(&["Dashboards", "Session recordings", "Error monitoring"]),
            about.into(),
        ]);
        table.push([
            Cell::record("q", "Quantum Metric International Limited"),
            "1–7 of 7".into(),
            items(&["CDP / ETL / reverse ETL"]),
            "".into(),
        ]);
        table
    }

    /// The words of a text, as whoever reads it sees them.
    fn words(text: &str) -> Vec<&str> {
        text.split([' ', '\n'])
            .map(|word| word.trim_end_matches([',', ':']))
            .filter(|word| !word.is_empty())
            .collect()
    }

    #[test]
    fn no_word_is_broken_and_no_line_is_too_long_at_any_width() {
        let table = market();
        let whole: Vec<String> = table.rows.iter().flatten().map(|cell| cell.whole().into_owned()).collect();
        let heads = table.columns.iter().map(|column| column.name.clone());
        let heads: Vec<String> = heads.flat_map(|name| [name.to_uppercase(), name]).collect();
        let all = format!("{} {}", whole.join(" "), heads.join(" "));
        let known = words(&all);
        for width in 30..200 {
            let drawn = lines(&table, width);
            for line in &drawn {
                assert!(display_width(line) <= width, "{width}: {line}");
            }
            let text = drawn.join("\n");
            let said = words(&text).into_iter();
            let strange: Vec<&str> = said
                .filter(|word| {
                    !known.contains(word) && !["…", "more"].contains(word) && !word.starts_with('+')
                })
                .collect();
            assert_eq!(strange, [""; 0], "{width}");
        }
    }

    #[test]
    fn lists_are_cut_with_a_count_and_end_on_their_line() {
        let drawn = lines(&market(), 100);
        assert!(drawn.iter().any(|line| line.contains("Dashboards, +2 more")), "{drawn:#?}");
        let wide = lines(&market(), 250);
        assert!(wide.iter().any(|line| line.contains("Session recordings, Error monitoring")), "{wide:#?}");
    }

    #[test]
    fn wide_tables_of_numbers_get_letters_and_then_parts() {
        let stacks = ["Product", "Engineering", "Growth", "Business intelligence", "Marketing"];
        let mut table = Table::new([Column::record("company")].into_iter().chain(stacks.map(Column::number)));
        table.push(["Acme", "1", "2", "3", "4", "5"]);
        assert_eq!(lines(&table, 70).len(), 3, "the headers fit on two lines");
        let lettered = lines(&table, 30);
        assert_eq!(
            lettered,
            [
                "A PRODUCT, B ENGINEERING, C",
                "GROWTH, D BUSINESS",
                "INTELLIGENCE, E MARKETING",
                "",
                "COMPANY  A  B  C  D  E",
                "Acme     1  2  3  4  5"
            ]
        );
        let parts = lines(&table, 16);
        assert_eq!(parts.iter().filter(|line| line.starts_with("COMPANY")).count(), 2, "{parts:#?}");
    }
}
