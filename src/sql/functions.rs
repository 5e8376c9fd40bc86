//! The questions as functions that return tables: the same code as the commands, and so the same figures.

use crate::landscape::{CompanyIx, Landscape, NameError, NoPlaces, NodeIx};
use crate::model::{Kind, Support};
use crate::query::{
    self, Page,
    coverage::{self, CompanyCoverage},
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
    pub(super) arguments: &'static [Argument],
    pub(super) columns: &'static [Column],
    rows: for<'l> fn(&Call<'l, '_>) -> Result<Rows<'l>, FunctionError>,
}

/// An argument of a function.
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
    #[error("{function}: `{argument}` is missing, as in {example}")]
    Missing { function: &'static str, argument: &'static str, example: String },
    #[error("{function}: `{argument}` is {needed}")]
    Wrong { function: &'static str, argument: &'static str, needed: &'static str },
    #[error("gaps: it is not clear whose view to take: name a company, as in gaps('ID'), or give `--for`")]
    NoCompany,
    #[error("overlap_pairs: more than {MOST_PAIRS} pairs are that alike; raise `min_jaccard` or `min_tools`")]
    ManyPairs,
    #[error(
        "overlap_pairs: there is too much to compare; raise `min_tools`, or ask `overlap` of one company"
    )]
    MuchToCompare,
}

/// Every function, in the order in which they are documented.
pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "coverage",
        about: "How much of a stack, a tool, or what a role needs each company covers: as the command `coverage`.",
        arguments: &[Argument::required(
            "target",
            "a stack, a tool or a role, by id or name; a stack where it can be either",
        )],
        columns: &[
            Column::text("company", "the company").holds(Holds::Id(Kind::Company)),
            Column::integer("offered", "how many of the tools it is known to offer"),
            Column::integer("at_most", "how many it may offer: all but those known to be missing"),
            Column::integer("tools", "how many tools are counted"),
            Column::integer("yes", "how many it offers"),
            Column::integer("partial", "how many it offers in part"),
            Column::integer("planned", "how many it has said it will offer"),
            Column::integer("no", "how many it is known not to offer"),
            Column::integer("unknown", "of how many nothing is known"),
        ],
        rows: coverage,
    },
    Function {
        name: "overlap",
        about: "The other companies by their overlap with one, the most alike first: as the command `overlap`.",
        arguments: &[
            Argument::required("company", "the company, by id or name"),
            Argument::optional("min_tools", "only companies that offer at least so many tools"),
        ],
        columns: &PAIR_COLUMNS,
        rows: overlap,
    },
    Function {
        name: "overlap_pairs",
        about: "All pairs of companies with a tool in common, highest Jaccard first: as the command `overlap`.",
        arguments: &[
            Argument::optional("min_jaccard", "only pairs at least so alike, from 0 to 1"),
            Argument::optional("min_tools", "only companies that offer at least so many tools"),
        ],
        columns: &PAIR_COLUMNS,
        rows: overlap_pairs,
    },
    Function {
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
    Function {
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

    pub(super) fn call<'l>(
        &self,
        landscape: &'l Landscape,
        company: Option<CompanyIx>,
        values: &[Value<'_>],
    ) -> Result<Rows<'l>, FunctionError> {
        (self.rows)(&Call { function: self.name, arguments: self.arguments, landscape, company, values })
    }
}

/// A call of a function.
struct Call<'l, 'v> {
    function: &'static str,
    arguments: &'static [Argument],
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
        self.record_if_any(at, kinds)?.ok_or_else(|| {
            let required = self.arguments.iter().filter(|argument| argument.is_required);
            let names: Vec<String> = required.map(|argument| format!("'{}'", argument.name)).collect();
            let example = format!("{}({})", self.function, names.join(", "));
            FunctionError::Missing { function: self.function, argument: self.argument(at), example }
        })
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

fn length(list: &[impl Sized]) -> Value<'static> {
    u32::try_from(list.len()).unwrap_or(u32::MAX).into()
}

fn coverage<'l>(call: &Call<'l, '_>) -> Result<Rows<'l>, FunctionError> {
    // A stack first: a role may have the same id, and a query has no other way to say which is meant than `role:data`.
    let target =
        call.record(0, &[Kind::Stack]).or_else(|_| call.record(0, &[Kind::Stack, Kind::Tool, Kind::Role]))?;
    let options = coverage::Options { page: Page::ALL, ..coverage::Options::default() };
    let report = query::coverage::coverage(call.landscape, &[target], &options);
    let row = |company: CompanyCoverage<'l>| {
        let offered = company.offered;
        vec![
            company.company.id.as_str().into(),
            offered.low.into(),
            offered.high.into(),
            offered.of.into(),
            length(&company.yes),
            length(&company.partial),
            length(&company.planned),
            length(&company.no),
            company.unknown.into(),
        ]
    };
    Ok(report.targets.into_iter().flat_map(|target| target.companies).map(row).collect())
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
    let company = named.or(call.company).ok_or(FunctionError::NoCompany)?;
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
