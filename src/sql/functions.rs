//! The questions as functions that return tables: the same code as the commands, and so the same figures.

use std::sync::LazyLock;

use serde_json::Map;

use crate::catalogue::{self, AskError, Context, Leads, Listing, Question, RowColumn, RowType, Takes};
use crate::landscape::{CompanyIx, Landscape, NameError, NoPlaces, NodeIx};
use crate::model::{Kind, Support};
use crate::query::{
    self, Page,
    gaps::{self, Gap},
    overlap::{self, PairOverlap},
    scope::ScopeVerdict,
    state::GapState,
    why,
};
use crate::tables::{Column, Holds, Value};
use crate::words::Words;
use crate::words::gaps::effort_text;

/// How many pairs `overlap_pairs` returns at most.
const MOST_PAIRS: usize = 100_000;

/// How many shared tools `overlap_pairs` counts at most: a few seconds' work.
const MOST_SHARED: u64 = 1_000_000_000;

/// A function that returns a table.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// What a row is, in a line.
    pub(super) about: &'static str,
    pub(super) arguments: Vec<Argument>,
    pub(super) columns: Vec<Column>,
    rows: MakeRows,
}

/// Where the rows of a function come from.
enum MakeRows {
    /// A listing of a question.
    Listed(&'static Question, &'static Listing),
    /// A function of this file.
    Own(OwnRows),
}

type OwnRows = for<'l> fn(&Call<'l, '_>) -> Result<Rows<'l>, FunctionError>;

/// A function that is written here, since the question is not in the catalogue yet.
struct Own {
    name: &'static str,
    about: &'static str,
    arguments: &'static [Argument],
    columns: &'static [Column],
    rows: OwnRows,
}

/// Returns every function, in the order in which they are documented.
pub(super) fn functions() -> &'static [Function] {
    static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
        let of_question = |question: &&'static Question| {
            let question = *question;
            question.listings.iter().map(move |listing| Function::of(question, listing))
        };
        let mut all: Vec<Function> = catalogue::questions().iter().flat_map(of_question).collect();
        for Own { name, about, arguments, columns, rows } in OWN {
            if all.iter().all(|function| function.name != *name) {
                let (arguments, columns) = (arguments.to_vec(), columns.to_vec());
                all.push(Function { name, about, arguments, columns, rows: MakeRows::Own(*rows) });
            }
        }
        all
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

/// Why a function has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum FunctionError {
    #[error("{function}: {error}")]
    Name { function: &'static str, error: NameError },
    #[error("{function}: {error}{}", error.help().map(|help| format!("; {help}")).unwrap_or_default())]
    Ask { function: &'static str, error: AskError },
    #[error("{function}: `{argument}` is missing, as in {example}")]
    Missing { function: &'static str, argument: &'static str, example: String },
    #[error("{function}: `{argument}` is {needed}")]
    Wrong { function: &'static str, argument: &'static str, needed: &'static str },
    #[error(
        "{function}: it is not clear whose view to take: name a company, as in {function}('ID'), or give `--for`"
    )]
    NoCompany { function: &'static str },
    #[error("overlap_pairs: more than {MOST_PAIRS} pairs are that alike; raise `min_jaccard` or `min_tools`")]
    ManyPairs,
    #[error(
        "overlap_pairs: there is too much to compare; raise `min_tools`, or ask `overlap` of one company"
    )]
    MuchToCompare,
}

static OWN: &[Own] = &[
    Own {
        name: "overlap",
        about: "The other companies by their overlap with one, the most alike first: as the command `overlap`.",
        arguments: &[
            Argument::required("company", "the company, by id or name"),
            Argument::optional("min_tools", "only companies that offer at least so many tools"),
        ],
        columns: &PAIR_COLUMNS,
        rows: overlap,
    },
    Own {
        name: "overlap_pairs",
        about: "All pairs of companies with a tool in common, highest Jaccard first: as the command `overlap`.",
        arguments: &[
            Argument::optional("min_jaccard", "only pairs at least so alike, from 0 to 1"),
            Argument::optional("min_tools", "only companies that offer at least so many tools"),
        ],
        columns: &PAIR_COLUMNS,
        rows: overlap_pairs,
    },
    Own {
        name: "gaps",
        about: "The tools that a company is not known to offer, in the order of the command `gaps`; those out of scope last.",
        arguments: &[Argument::optional(
            "company",
            "the company, by id or name; without it, whose view is taken",
        )],
        columns: &[
            Column::text("tool", "the tool").holds(Holds::Id(Kind::Tool)),
            Column::text("state", "what is known of it among the others").holds(Holds::OneOf(&[
                "contested",
                "empty",
                "unsettled",
                "unresearched",
            ])),
            Column::text("scope", "whether it is in scope").holds(Holds::OneOf(&["in", "open", "out"])),
            Column::text("own", "what is claimed of the company itself; null when nothing is")
                .nullable()
                .holds(Holds::OneOf(&["planned", "no"])),
            Column::integer("offered_by", "how many others offer it"),
            Column::integer("rivals", "how many of those are rivals: companies that offer much of the same"),
            Column::integer("planned_by", "how many others plan it"),
            Column::integer("known_not", "how many are known not to offer it"),
            Column::real("score", "its peer support"),
            Column::real("popularity_share", "the part of the score that is general popularity"),
            Column::text("effort", "the engineer-months to each stage, as far as they are known"),
            Column::text("stacks", "the ids of its stacks, between semicolons"),
            Column::text("companies", "the ids of who offers it, between semicolons"),
        ],
        rows: gaps,
    },
    Own {
        name: "why",
        about: "The shortest chains of claims between two records, step by step: as the command `why`.",
        arguments: &[
            Argument::required("a", "where the chains start, by id or name"),
            Argument::required("b", "where they end"),
            Argument::optional("top", "how many chains at most; 5 without it"),
        ],
        columns: &[
            Column::integer("chain", "which chain it is, from 1"),
            Column::integer("step", "which step of the chain it is, from 1"),
            Column::text("from_record", "where the step starts, such as tool:etl"),
            Column::text("relation", "the relation"),
            Column::text("direction", "out where the relation is followed to its end, in where to its start")
                .holds(Holds::OneOf(&["out", "in"])),
            Column::text("to_record", "where the step ends"),
            Column::text("claims", "what is claimed, and what it rests on"),
        ],
        rows: why,
    },
];

const PAIR_COLUMNS: [Column; 8] = [
    Column::text("first", "the first company").holds(Holds::Id(Kind::Company)),
    Column::text("second", "the second company").holds(Holds::Id(Kind::Company)),
    Column::integer("shared", "how many tools both offer"),
    Column::real("jaccard", "shared tools out of all that either offers"),
    Column::real("weighted_jaccard", "the same with rare tools counting more"),
    Column::real("containment_first", "shared tools out of those of the first"),
    Column::real("containment_second", "shared tools out of those of the second"),
    Column::real("overlap_coefficient", "shared tools out of those of the smaller"),
];

impl Argument {
    const fn required(name: &'static str, about: &'static str) -> Self {
        Self { name, about, is_required: true }
    }

    const fn optional(name: &'static str, about: &'static str) -> Self {
        Self { name, about, is_required: false }
    }
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
            rows: MakeRows::Listed(question, listing),
        }
    }

    pub(super) fn call<'l>(
        &self,
        landscape: &'l Landscape,
        company: Option<CompanyIx>,
        values: &[Value<'_>],
    ) -> Result<Rows<'l>, FunctionError> {
        let call = Call { function: self.name, arguments: &self.arguments, landscape, company, values };
        match self.rows {
            MakeRows::Listed(question, listing) => listed(&call, question, listing),
            MakeRows::Own(rows) => rows(&call),
        }
    }
}

/// Returns the rows of a listing: every row, whatever the limits of the question are.
fn listed<'l>(
    call: &Call<'l, '_>,
    question: &'static Question,
    listing: &'static Listing,
) -> Result<Rows<'l>, FunctionError> {
    let mut given = Map::new();
    let is_taken = |name: &str| listing.arguments.iter().any(|argument| argument.name == name);
    for argument in question.arguments.iter().filter(|argument| !is_taken(argument.name)) {
        if matches!(argument.takes, Takes::Limit(_)) {
            given.insert(argument.name.to_owned(), "all".into());
        }
    }
    for (at, argument) in listing.arguments.iter().enumerate() {
        let value = given_value(call, argument, call.value(at));
        if value.is_null() && at < listing.required {
            return Err(call.missing(at));
        }
        given.insert(argument.name.to_owned(), value);
    }
    // Whose view is taken unless a query names another.
    let is_us = |argument: &&&catalogue::Argument| argument.name == catalogue::VIEW;
    if let (Some(us), Some(argument)) = (call.company, question.arguments.iter().find(is_us))
        && given.get(argument.name).is_none_or(serde_json::Value::is_null)
    {
        given.insert(argument.name.to_owned(), call.landscape.any_id(us.into()).into());
    }
    let refused = |error| match error {
        AskError::NoPerspective => FunctionError::NoCompany { function: call.function },
        error => FunctionError::Ask { function: call.function, error },
    };
    let context = Context::new(call.landscape);
    let asked = catalogue::Call::new(question.form(), &context, &given.into()).map_err(refused)?;
    let table = (listing.rows)(question, &asked).map_err(refused)?;
    let row = |row: Vec<String>| {
        row.into_iter().zip(listing.columns).map(|(text, column)| read(column, text)).collect()
    };
    Ok(table.rows.into_iter().map(row).collect())
}

/// Returns the value of an argument as the catalogue takes it.
fn given_value(call: &Call<'_, '_>, argument: &catalogue::Argument, value: &Value<'_>) -> serde_json::Value {
    match (value, argument.takes) {
        (Value::Integer(number), Takes::Flag) => (*number != 0).into(),
        (Value::Integer(number), _) => (*number).into(),
        (Value::Real(number), _) => (*number).into(),
        (Value::Text(text), Takes::Records { kinds, most, .. }) => {
            let record = |name: &str| -> serde_json::Value {
                // Where a name can be records of several kinds, that of the first is meant: a query has few ways to ask.
                let first = if kinds.len() < Kind::ALL.len() { kinds.get(..1) } else { None };
                let found = first.and_then(|kinds| call.landscape.resolve(name, kinds).ok());
                found.map_or_else(|| name.to_owned(), |node| call.landscape.any_id(node)).into()
            };
            // Several ids stand between semicolons, as they do in answers.
            if most == Some(1) || !text.contains(';') {
                record(text)
            } else {
                text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(record).collect()
            }
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

    /// Finds the record that an argument names; none where it is left out.
    fn record_if_any(&self, at: usize, kinds: &[Kind]) -> Result<Option<NodeIx>, FunctionError> {
        match self.value(at) {
            Value::Null => Ok(None),
            Value::Text(name) => match self.landscape.resolve(name, kinds) {
                Ok(node) => Ok(Some(node)),
                Err(error) => Err(FunctionError::Name { function: self.function, error }),
            },
            _ => Err(self.wrong(at, "an id or a name")),
        }
    }

    fn record(&self, at: usize, kinds: &[Kind]) -> Result<NodeIx, FunctionError> {
        self.record_if_any(at, kinds)?.ok_or_else(|| self.missing(at))
    }

    fn missing(&self, at: usize) -> FunctionError {
        let required = self.arguments.iter().filter(|argument| argument.is_required);
        let names: Vec<String> = required.map(|argument| format!("'{}'", argument.name)).collect();
        let example = format!("{}({})", self.function, names.join(", "));
        FunctionError::Missing { function: self.function, argument: self.argument(at), example }
    }

    /// A whole number from 0; `default` where it is left out.
    fn count(&self, at: usize, default: u32) -> Result<u32, FunctionError> {
        match self.value(at) {
            Value::Null => Ok(default),
            Value::Integer(number) => {
                u32::try_from(*number).map_err(|_| self.wrong(at, "a whole number from 0 to 4,294,967,295"))
            }
            _ => Err(self.wrong(at, "a whole number")),
        }
    }

    /// A number from 0 to 1; 0 where it is left out.
    fn share(&self, at: usize) -> Result<f64, FunctionError> {
        let share = match self.value(at) {
            Value::Null | Value::Integer(0) => 0.0,
            Value::Integer(1) => 1.0,
            Value::Real(number) => *number,
            _ => return Err(self.wrong(at, "a number from 0 to 1")),
        };
        if (0.0..=1.0).contains(&share) { Ok(share) } else { Err(self.wrong(at, "a number from 0 to 1")) }
    }

    fn wrong(&self, at: usize, needed: &'static str) -> FunctionError {
        FunctionError::Wrong { function: self.function, argument: self.argument(at), needed }
    }
}

fn pair<'l>(pair: &PairOverlap<'l>) -> Vec<Value<'l>> {
    let [first, second] = pair.companies.map(|company| company.id.as_str().into());
    let figures = pair.similarity;
    let [of_first, of_second] = figures.containment.map(Value::from);
    vec![
        first,
        second,
        figures.shared.into(),
        figures.jaccard.into(),
        figures.weighted_jaccard.into(),
        of_first,
        of_second,
        figures.overlap_coefficient.into(),
    ]
}

fn overlap<'l>(call: &Call<'l, '_>) -> Result<Rows<'l>, FunctionError> {
    let company = call.record(0, &[Kind::Company])?;
    let options = overlap::Options { page: Page::ALL, min_tools: call.count(1, 1)? };
    let ranked =
        company.of_kind().map(|company| query::overlap::one(call.landscape, company, &options).others);
    Ok(ranked.unwrap_or_default().iter().map(pair).collect())
}

fn overlap_pairs<'l>(call: &Call<'l, '_>) -> Result<Rows<'l>, FunctionError> {
    let (least, min_tools) = (call.share(0)?, call.count(1, 1)?);
    let landscape = call.landscape;
    let mut shared = 0_u64;
    for tool in landscape.whole_tools() {
        let is_compared = |company: CompanyIx| landscape.breadth(company) >= min_tools;
        let offered =
            landscape.companies_on(tool).filter(|(company, cell)| cell.is_offered() && is_compared(*company));
        let offered = offered.count() as u64;
        shared += offered * offered / 2;
    }
    if shared > MOST_SHARED {
        return Err(FunctionError::MuchToCompare);
    }
    let options = overlap::Options { page: Page::first(MOST_PAIRS + 1), min_tools };
    let pairs = query::overlap::all(landscape, &options).pairs;
    let rows: Rows<'l> = pairs.iter().take_while(|pair| pair.similarity.jaccard >= least).map(pair).collect();
    if rows.len() > MOST_PAIRS { Err(FunctionError::ManyPairs) } else { Ok(rows) }
}

fn gaps<'l>(call: &Call<'l, '_>) -> Result<Rows<'l>, FunctionError> {
    let named = call.record_if_any(0, &[Kind::Company])?.and_then(NodeIx::of_kind);
    let company = named.or(call.company).ok_or(FunctionError::NoCompany { function: call.function })?;
    let options = gaps::Options { page: Page::ALL, names: None, ..gaps::Options::default() };
    let report = query::gaps::gaps(call.landscape, company, &options);
    let join = |ids: Vec<&str>| Value::from(ids.join(";"));
    let row = |gap: &Gap<'l>| {
        vec![
            gap.tool.id.as_str().into(),
            GapState::word(gap.state).into(),
            ScopeVerdict::word(gap.scope.verdict).into(),
            gap.own.map(Support::word).into(),
            gap.offerers.into(),
            gap.rivals.into(),
            gap.planned_by.into(),
            gap.known_not.into(),
            gap.support.as_ref().map(|support| support.score).into(),
            gap.support.as_ref().map(|support| support.popularity_share).into(),
            effort_text(&gap.effort).into(),
            join(gap.stacks.iter().map(|stack| stack.id.as_str()).collect()),
            join(gap.offered_by.iter().map(|offerer| offerer.company.id.as_str()).collect()),
        ]
    };
    Ok(report.gaps.iter().chain(&report.out_of_scope).map(row).collect())
}

fn why<'l>(call: &Call<'l, '_>) -> Result<Rows<'l>, FunctionError> {
    let [from, to] = [call.record(0, &Kind::ALL)?, call.record(1, &Kind::ALL)?];
    let top = call.count(2, u32::try_from(why::DEFAULT_CHAINS).unwrap_or(u32::MAX))?;
    let options = why::Options { page: Page::first(top.max(1) as usize) };
    let report = query::why::why(call.landscape, from, to, &options, &NoPlaces);
    // As the command lists them, but for where each claim stands in the files.
    let row = |row: Vec<String>| {
        let number = |text: &str| text.parse::<u32>().ok().into();
        let value = |(at, text): (usize, String)| if at < 2 { number(&text) } else { text.into() };
        row.into_iter().take(7).enumerate().map(value).collect()
    };
    Ok(report.view(&crate::words::Asking::default()).records.rows.into_iter().map(row).collect())
}
