//! The questions as functions that return tables: the same code as the commands, and so the same
//! figures.

use std::sync::LazyLock;

use serde_json::Map;

use crate::catalogue::{self, AskError, Context, Leads, Listing, Question, RowColumn, RowType, Takes};
use crate::landscape::{CompanyIx, Landscape};
use crate::tables::{Column, Holds, Value};
use crate::words::Cell;

/// A function that returns a table.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// What a row is, in a line.
    pub(super) about: &'static str,
    pub(super) arguments: Vec<Argument>,
    pub(super) columns: Vec<Column>,
    question: &'static Question,
    listing: &'static Listing,
}

/// Returns every function, in the order in which they are documented.
pub(super) fn functions() -> &'static [Function] {
    static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
        let of_question = |question: &&'static Question| {
            let question = *question;
            question.listings.iter().map(move |listing| Function::of(question, listing))
        };
        catalogue::questions().iter().flat_map(of_question).collect()
    });
    &ALL
}

/// An argument of a function.
#[derive(Clone, Copy)]
pub(super) struct Argument {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) is_required: bool,
}

type Rows<'l> = Vec<Vec<Value<'l>>>;

/// How it is told that nobody's view can be taken, behind the name of the function.
pub(super) const NO_VIEW: &str = "it is not clear whose view to take";

/// Why a function has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum FunctionError {
    #[error("{function}: {error}{}", error.help().map(|help| format!("; {help}")).unwrap_or_default())]
    Ask { function: &'static str, error: AskError },
    #[error("{function}: `{argument}` is missing, as in {example}")]
    Missing { function: &'static str, argument: &'static str, example: String },
    #[error("{function}: {NO_VIEW}: name a company, as in {function}('ID')")]
    NoCompany { function: &'static str },
}

impl Function {
    /// Returns how to call it: `overlap(company, [min_tools])`.
    pub(super) fn signature(&self) -> String {
        let argument = |argument: &Argument| {
            if argument.is_required { argument.name.to_owned() } else { format!("[{}]", argument.name) }
        };
        let arguments: Vec<String> = self.arguments.iter().map(argument).collect();
        format!("{}({})", self.name, arguments.join(", "))
    }

    fn of(question: &'static Question, listing: &'static Listing) -> Self {
        let argument = |(at, argument): (usize, &&'static catalogue::Argument)| Argument {
            name: argument.name,
            about: argument.about,
            is_required: at < listing.required,
        };
        Self {
            name: listing.name,
            about: listing.about,
            arguments: listing.arguments.iter().enumerate().map(argument).collect(),
            columns: listing.columns.iter().map(column).collect(),
            question,
            listing,
        }
    }

    /// Returns the rows of a call: every row, whatever the limits of the question are.
    pub(super) fn call<'l>(
        &self,
        landscape: &'l Landscape,
        company: Option<CompanyIx>,
        values: &[Value<'_>],
    ) -> Result<Rows<'l>, FunctionError> {
        let call = Call { function: self.name, arguments: &self.arguments, landscape, company, values };
        listed(&call, self.question, self.listing)
    }
}

/// Returns the rows of a listing.
fn listed<'l>(
    call: &Call<'l, '_>,
    question: &'static Question,
    listing: &'static Listing,
) -> Result<Rows<'l>, FunctionError> {
    let form = listing.form(question);
    let mut given = Map::new();
    let is_taken = |name: &str| listing.arguments.iter().any(|argument| argument.name == name);
    for argument in form.arguments.iter().filter(|argument| !is_taken(argument.name)) {
        if matches!(argument.takes, Takes::Limit(_)) {
            given.insert(argument.name.to_owned(), "all".into());
        }
    }
    for (at, argument) in listing.arguments.iter().enumerate() {
        let value = given_value(argument, call.value(at));
        if value.is_null() && at < listing.required {
            return Err(call.missing(at));
        }
        given.insert(argument.name.to_owned(), value);
    }
    // Whose view is taken unless a query names another.
    let is_us = |argument: &&&catalogue::Argument| argument.name == catalogue::VIEW;
    if let (Some(us), Some(argument)) = (call.company, form.arguments.iter().find(is_us))
        && given.get(argument.name).is_none_or(serde_json::Value::is_null)
    {
        given.insert(argument.name.to_owned(), call.landscape.any_id(us.into()).into());
    }
    let refused = |error| match error {
        AskError::NoPerspective => FunctionError::NoCompany { function: call.function },
        error => FunctionError::Ask { function: call.function, error },
    };
    let context = Context::new(call.landscape);
    let asked = catalogue::Call::new(form, &context, &given.into()).map_err(refused)?;
    let table = (listing.rows)(question, &asked).map_err(refused)?;
    let row = |row: &Vec<Cell>| {
        row.iter()
            .zip(listing.columns)
            .map(|(cell, column)| read(column, cell.exact().into_owned()))
            .collect()
    };
    Ok(table.rows.iter().map(row).collect())
}

/// Returns the value of an argument as the catalogue takes it.
fn given_value(argument: &catalogue::Argument, value: &Value<'_>) -> serde_json::Value {
    match (value, argument.takes) {
        (Value::Integer(number), Takes::Flag) => (*number != 0).into(),
        (Value::Integer(number), _) => (*number).into(),
        (Value::Real(number), _) => (*number).into(),
        // Several ids stand between semicolons, as they do in answers.
        (Value::Text(text), Takes::Records { most, .. }) if most != Some(1) && text.contains(';') => {
            text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect()
        }
        (Value::Text(text), Takes::Names | Takes::Kinds) => {
            text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect()
        }
        (Value::Text(text), _) => text.as_ref().into(),
        _ => serde_json::Value::Null,
    }
}

/// Reads a text of a row as its column says.
fn read(column: &RowColumn, text: String) -> Value<'static> {
    let is_no_word = matches!(column.leads, Leads::OneOf(words) if !words.contains(&text.as_str()));
    if column.nullable && (text.is_empty() || is_no_word) {
        return Value::Null;
    }
    match column.of {
        RowType::Text => text.into(),
        RowType::Integer => text.parse().map_or_else(|_| text.into(), Value::Integer),
        RowType::Real => text.parse().map_or_else(|_| text.into(), Value::Real),
    }
}

/// Returns a column of a listing as tables have it.
fn column(column: &RowColumn) -> Column {
    let RowColumn { name, about, .. } = *column;
    let of = match column.of {
        RowType::Text => Column::text(name, about),
        RowType::Integer => Column::integer(name, about),
        RowType::Real => Column::real(name, about),
    };
    let of = of.holds(match column.leads {
        Leads::Nowhere => Holds::Plain,
        Leads::Id(kind) => Holds::Id(kind),
        Leads::AnyId => Holds::AnyId,
        Leads::OneOf(words) => Holds::OneOf(words),
    });
    if column.nullable { of.nullable() } else { of }
}

/// A call of a function.
struct Call<'l, 'v> {
    function: &'static str,
    arguments: &'v [Argument],
    landscape: &'l Landscape,
    /// The company whose view is taken where none is named.
    company: Option<CompanyIx>,
    values: &'v [Value<'v>],
}

impl Call<'_, '_> {
    fn value(&self, at: usize) -> &Value<'_> {
        self.values.get(at).unwrap_or(&Value::Null)
    }

    fn argument(&self, at: usize) -> &'static str {
        self.arguments.get(at).map_or("", |argument| argument.name)
    }

    fn missing(&self, at: usize) -> FunctionError {
        let required = self.arguments.iter().filter(|argument| argument.is_required);
        let names: Vec<String> = required.map(|argument| format!("'{}'", argument.name)).collect();
        let example = format!("{}({})", self.function, names.join(", "));
        FunctionError::Missing { function: self.function, argument: self.argument(at), example }
    }
}
