//! The rows of an answer as a table with fixed columns: what a function in SQL returns.

use super::{Argument, AskError, Call, Form, Question};
use crate::model::Kind;
use crate::words::Table;

/// The rows of an answer as a table with fixed columns.
#[derive(Debug)]
#[non_exhaustive]
pub struct Listing {
    /// Its name: most often that of the question.
    pub name: &'static str,
    /// What a row is, in a line.
    pub about: &'static str,
    /// What it takes, in order: first what it is asked about. Where the question takes all of it
    /// too, the rest of what the question takes has its default; else this is all there is.
    pub arguments: &'static [&'static Argument],
    /// How many of the arguments, from the first on, must be given.
    pub required: usize,
    /// The columns of each row.
    pub columns: &'static [RowColumn],
    /// Makes the rows.
    pub rows: MakeRows,
}

/// How the rows of a listing are made: texts under the listing's columns.
pub type MakeRows = fn(&Question, &Call<'_, '_>) -> Result<Table, AskError>;

/// A column of a listing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RowColumn {
    /// Its name.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// What its texts are read as.
    pub of: RowType,
    /// Whether it can be without a value.
    pub nullable: bool,
    /// What its values lead to.
    pub leads: Leads,
}

/// What the texts of a column are read as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RowType {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Real,
}

/// What the values of a column lead to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Leads {
    /// Nothing: they stand for themselves.
    Nowhere,
    /// They are the ids of records of a kind.
    Id(Kind),
    /// They are the ids of records whose kind stands in another column.
    AnyId,
    /// They are one of these words; in a column that can be without a value, any other word is
    /// none.
    OneOf(&'static [&'static str]),
}

impl RowColumn {
    const fn new(of: RowType, name: &'static str, about: &'static str) -> Self {
        Self { name, about, of, nullable: false, leads: Leads::Nowhere }
    }

    /// Makes a column of texts.
    #[must_use]
    pub const fn text(name: &'static str, about: &'static str) -> Self {
        Self::new(RowType::Text, name, about)
    }

    /// Makes a column of whole numbers.
    #[must_use]
    pub const fn integer(name: &'static str, about: &'static str) -> Self {
        Self::new(RowType::Integer, name, about)
    }

    /// Makes a column of numbers.
    #[must_use]
    pub const fn real(name: &'static str, about: &'static str) -> Self {
        Self::new(RowType::Real, name, about)
    }

    /// Makes a column of ids.
    #[must_use]
    pub const fn id(kind: Kind, name: &'static str, about: &'static str) -> Self {
        Self { leads: Leads::Id(kind), ..Self::text(name, about) }
    }

    /// Returns the same with values that lead somewhere.
    #[must_use]
    pub const fn leads(self, leads: Leads) -> Self {
        Self { leads, ..self }
    }

    /// Returns the same with rows that have no value in it.
    #[must_use]
    pub const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }
}

impl Listing {
    /// Returns what a call of it may give.
    #[must_use]
    pub fn form(&self, question: &Question) -> Form {
        let form = question.form();
        let is_known = |argument: &&Argument| form.arguments.iter().any(|known| known.name == argument.name);
        if self.arguments.iter().all(is_known) { form } else { Form { arguments: self.arguments, ..form } }
    }
}

impl Question {
    /// Returns the records of an answer, as the table for programs has them.
    ///
    /// # Errors
    ///
    /// As [`Question::run`].
    pub fn records(&self, call: &Call<'_, '_>) -> Result<Table, AskError> {
        let answer = (self.run)(call)?;
        Ok(answer.view(&call.asking()).records)
    }

    /// Returns the records under these names, without where claims stand in files: whoever asks in
    /// SQL has the landscape and not its files.
    ///
    /// # Errors
    ///
    /// As [`Question::run`].
    pub(super) fn records_as(&self, call: &Call<'_, '_>, columns: &[RowColumn]) -> Result<Table, AskError> {
        let mut table = self.records(call)?;
        if let Some(place) = table.columns.iter().position(|column| column.name == "place") {
            table.columns.remove(place);
            table.rows.iter_mut().for_each(|row| drop(row.remove(place)));
        }
        for (column, named) in table.columns.iter_mut().zip(columns) {
            named.name.clone_into(&mut column.name);
        }
        Ok(table)
    }
}

/// The words for how far something is offered.
pub(super) const SUPPORTS: Leads = Leads::OneOf(&["yes", "partial", "planned", "no"]);

/// The words for whether something is in scope.
pub(super) const SCOPES: Leads = Leads::OneOf(&["in", "open", "out"]);

/// The words for what is known of a tool among companies.
pub(super) const STATES: Leads = Leads::OneOf(&["contested", "empty", "unsettled", "unresearched"]);

/// The words for how a claim follows from what it rests on.
pub(super) const BASES: Leads = Leads::OneOf(&["stated", "inferred", "ambiguous"]);

/// The words for what is so or not.
pub(super) const FLAGS: Leads = Leads::OneOf(&["true", "false"]);

/// The words for the kinds of records.
pub(super) const KIND_WORDS: Leads = Leads::OneOf(&Kind::WORDS);
