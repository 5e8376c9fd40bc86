//! A report laid out for readers, before any format has been chosen.

use std::borrow::Cow;

use super::phrases::{more, taken_text, within_text};
use crate::landscape::Named;
use crate::query::{AnyRef, Understood};

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

/// Rows of cells under named columns.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// What a table says in one place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    /// The same for people and for programs.
    Text(String),
    /// A number: rounded for people, exact for programs.
    Figure {
        /// As people read it.
        shown: String,
        /// As programs read it.
        exact: String,
    },
    /// A record: its name for people, its id and its name for programs.
    Record(Item),
    /// Several records. Where there is too little room, the first ones and how many more there are.
    List {
        /// The first of them, in order.
        items: Vec<Item>,
        /// How many there are, those that `items` leaves out included.
        total: usize,
    },
}

/// A record in a cell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its name, with what a reader must know of it: "dbt (inferred)".
    pub name: String,
}

impl Item {
    /// Makes the item of a record.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "an id is handed over as a report has it")]
    pub fn new(id: impl ToString, name: impl Into<String>) -> Self {
        Self { id: id.to_string(), name: name.into() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<AnyRef<'_>> for Cell {
    fn from(record: AnyRef<'_>) -> Self {
        Self::record(record.id, record.full_name())
    }
}

impl<K> From<Named<'_, K>> for Cell {
    fn from(record: Named<'_, K>) -> Self {
        Self::record(record.id, record.full_name())
    }
}

impl Cell {
    /// Makes a cell of a record.
    #[must_use]
    pub fn record(id: impl ToString, name: impl Into<String>) -> Self {
        Self::Record(Item::new(id, name))
    }

    /// Makes a cell of a number that people read rounded.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "a number is handed over as a report has it")]
    pub fn figure(shown: impl Into<String>, exact: impl ToString) -> Self {
        Self::Figure { shown: shown.into(), exact: exact.to_string() }
    }

    /// Makes a cell of records, all of them.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Item>) -> Self {
        let items: Vec<Item> = items.into_iter().collect();
        let total = items.len();
        Self::List { items, total }
    }

    /// Makes a cell of the first of `total` records.
    #[must_use]
    pub fn first_of(items: impl IntoIterator<Item = Item>, total: usize) -> Self {
        Self::List { items: items.into_iter().collect(), total }
    }

    /// Returns what people read where there is room for all of it.
    #[must_use]
    pub fn whole(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Figure { shown: text, .. } => text.into(),
            Self::Record(item) => item.name.as_str().into(),
            Self::List { items, .. } if items.is_empty() => "".into(),
            Self::List { items, total } => more(items.iter().map(|item| item.name.as_str()), *total).into(),
        }
    }

    /// Returns what programs read: the exact number, the id, the ids between semicolons.
    #[must_use]
    pub fn exact(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Figure { exact: text, .. } => text.into(),
            Self::Record(item) => item.id.as_str().into(),
            Self::List { items, .. } => joined(items.iter().map(|item| item.id.as_str()), ";").into(),
        }
    }

    /// Returns the name or names that stand beside the id or ids in [`exact`](Self::exact), where
    /// it has any.
    #[must_use]
    pub fn names(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(_) | Self::Figure { .. } => None,
            Self::Record(item) => Some(item.name.as_str().into()),
            Self::List { items, .. } => {
                Some(joined(items.iter().map(|item| item.name.as_str()), "; ").into())
            }
        }
    }
}

fn joined<'n>(names: impl Iterator<Item = &'n str>, between: &str) -> String {
    names.collect::<Vec<_>>().join(between)
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
    /// Numbers: on the right, and never broken.
    Number,
    /// Ids and days, which are copied: on the left, and never broken.
    Id,
    /// Names of records: on the left, and broken between words only where nothing else can give
    /// way.
    Name,
    /// Lists of records: on the left, and cut with a count where the table is too narrow.
    List,
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

    /// Makes a column of records: [`Cell::Record`].
    #[must_use]
    pub fn record(name: impl Into<String>) -> Self {
        Self { name: name.into(), holds: Holds::Name }
    }

    /// Makes a column of lists: [`Cell::List`].
    #[must_use]
    pub fn list(name: impl Into<String>) -> Self {
        Self { name: name.into(), holds: Holds::List }
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
    pub fn push(&mut self, row: impl IntoIterator<Item = impl Into<Cell>>) {
        let row: Vec<Cell> = row.into_iter().map(Into::into).collect();
        debug_assert_eq!(row.len(), self.columns.len(), "a row has a cell for each column");
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
        if understood.owners_grouped {
            self.title.push_str(", each owner and what it owns as one");
        }
        if let Some(taken) = taken_text(&understood.taken, &self.title) {
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
