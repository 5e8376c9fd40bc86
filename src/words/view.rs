//! A report laid out for readers, before any format has been chosen.

use super::phrases::{taken_text, within_text};
use crate::query::Understood;

/// A report laid out for people, and the same facts as one table for programs that want rows.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct View {
    /// What it is.
    pub title: String,
    /// Paragraphs under the title: the answer in a sentence or two.
    pub lead: Vec<String>,
    /// What follows, in order.
    pub blocks: Vec<Block>,
    /// What a reader must know to read it right.
    pub notes: Vec<String>,
    /// The facts, one row each: what CSV holds.
    pub records: Table,
}

/// A piece of a view.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table(Table),
    /// A list.
    List(Vec<String>),
}

/// Rows of text under named columns.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// What its texts are.
    pub holds: Holds,
}

/// What the texts of a column are, which decides how they are set.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holds {
    /// Words: on the left, and broken between words where the table is too narrow.
    Text,
    /// Numbers: on the right.
    Number,
    /// Ids and days, which are copied: on the left, and never broken.
    Id,
}

impl Column {
    /// Makes a column of words.
    #[must_use]
    pub fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), holds: Holds::Text }
    }

    /// Makes a column of numbers.
    #[must_use]
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), holds: Holds::Number }
    }

    /// Makes a column of ids or days.
    #[must_use]
    pub fn id(name: impl Into<String>) -> Self {
        Self { name: name.into(), holds: Holds::Id }
    }
}

impl Table {
    /// Makes a table without rows.
    #[must_use]
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = String>) {
        let row: Vec<String> = row.into_iter().collect();
        debug_assert_eq!(row.len(), self.columns.len(), "a row has a text for each column");
        self.rows.push(row);
    }
}

impl View {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    pub(crate) fn lead(&mut self, text: impl Into<String>) {
        self.lead.push(text.into());
    }

    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(crate) fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    pub(crate) fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Says before all else that the answer rests on what stands at `path`.
    #[cfg(feature = "render")]
    pub(crate) fn assume(&mut self, path: &str) {
        self.lead.insert(0, format!("Assuming {path}: what would be, not what is known."));
    }

    /// Says in the title to what the answer keeps, and what was taken for what was typed.
    pub fn understood(&mut self, understood: &Understood<'_>) {
        self.title.push_str(&within_text(&understood.within));
        if let Some(taken) = taken_text(&understood.taken) {
            self.title = format!("{} ({taken})", self.title);
        }
    }

    /// Adds a table and, where rows were cut off, how many.
    pub(crate) fn table(&mut self, table: Table, total: usize) {
        let shown = table.rows.len();
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
        self.cut(shown, total);
    }

    /// Says how many of a list were cut off, where any were.
    pub(crate) fn cut(&mut self, shown: usize, total: usize) {
        let cut = total.saturating_sub(shown);
        if cut > 0 {
            self.text(format!("… and {cut} more (--top {total} shows all)"));
        }
    }
}
