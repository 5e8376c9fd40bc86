//! How a report lays itself out, before any format has been chosen.

use serde::Serialize;

/// A query result that every format can show.
pub trait Words: Serialize {
    /// The name of the report in JSON, and of its schema.
    const NAME: &'static str;

    /// Lays the report out.
    fn view(&self) -> View;
}

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
    /// Its head.
    pub name: String,
    /// On which side its texts stand.
    pub align: Align,
    /// Whether its texts may go on in a further line.
    pub wrap: Wrap,
}

/// Whether a text may go on in a further line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wrap {
    /// Where the table is too narrow.
    Words,
    /// Never: an id is there to be copied.
    Never,
}

/// On which side a text stands in its column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Align {
    /// On the left: words.
    Left,
    /// On the right: numbers.
    Right,
}

impl Table {
    /// Makes a table without rows. A column whose name begins with `#` holds numbers, one that begins with
    /// `=` ids; both lose the sign.
    #[must_use]
    pub fn new<'n>(columns: impl IntoIterator<Item = &'n str>) -> Self {
        let column = |name: &str| {
            let (align, wrap, name) = match name.split_at_checked(1) {
                Some(("#", name)) => (Align::Right, Wrap::Words, name),
                Some(("=", name)) => (Align::Left, Wrap::Never, name),
                _ => (Align::Left, Wrap::Words, name),
            };
            Column { name: name.to_owned(), align, wrap }
        };
        Self { columns: columns.into_iter().map(column).collect(), rows: Vec::new() }
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

    /// Adds a table and, where rows were cut off, how many.
    pub(crate) fn table(&mut self, table: Table, total: usize) {
        let cut = total.saturating_sub(table.rows.len());
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
        if cut > 0 {
            self.text(format!("… and {cut} more (--top {total} shows all)"));
        }
    }
}
