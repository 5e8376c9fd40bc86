//! What each address gives.

use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::StatusCode;
use hyper::body::Bytes;
use serde_json::{Map, Value, json};

use super::guard::{DATA_POLICY, PAGE_POLICY};
use super::query::Query;
use super::state::{Served, State};
use crate::catalogue::{self, AskError, Call, Context, Question, Reads, Takes, VIEW};
use crate::landscape::CompanyIx;
use crate::model::Kind;
use crate::query::Page;
use crate::query::log::History;
use crate::render::{self, JSON, Layout};
use crate::site::pack::{self, Companies};
use crate::site::{self, PageOptions, Provider};

/// Up to how many companies a pack holds all.
const MOST_IN_A_PACK: usize = 2_000;

/// How many rivals a pack of a larger landscape holds.
const PAGE: usize = 100;

/// How many companies can be asked about besides.
const MOST_ALSO: usize = 50;

/// From how many bytes on an answer is compressed.
const WORTH_PACKING: usize = 1024;

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) error: String,
    help: Option<String>,
}

impl Refused {
    pub(super) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self { status, error: error.into(), help: None }
    }

    /// Something is wrong with what was asked.
    pub(super) fn wrong(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Says it as JSON.
    pub(super) fn answer(&self) -> Answer {
        let mut said = Map::new();
        said.insert("error".to_owned(), self.error.as_str().into());
        said.extend(self.help.as_deref().map(|help| ("help".to_owned(), help.into())));
        let made = Made::new("application/json", format!("{}\n", Value::Object(said)).into_bytes());
        Answer { status: self.status, made: Arc::new(made), policy: DATA_POLICY, tag: None }
    }
}

impl From<AskError> for Refused {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Name(error) | AskError::NameOfMany(error) => error.into(),
            AskError::NoPerspective => Self::wrong(error.to_string())
                .with_help("add `for=COMPANY` to the address, or set `perspective` in the data"),
            error => {
                let wrong = Self::wrong(error.to_string());
                match error.help() {
                    Some(help) => wrong.with_help(help),
                    None => wrong,
                }
            }
        }
    }
}

/// Something that was made, as it is and compressed.
pub(super) struct Made {
    pub(super) kind: &'static str,
    plain: Bytes,
    packed: OnceLock<Bytes>,
}

impl Made {
    fn new(kind: &'static str, plain: Vec<u8>) -> Self {
        Self { kind, plain: plain.into(), packed: OnceLock::new() }
    }

    fn json(plain: Vec<u8>) -> Self {
        Self::new("application/json", plain)
    }

    /// Returns the bytes, and whether they are compressed: where it is wanted and worth it.
    pub(super) fn bytes(&self, gzip: bool) -> (Bytes, bool) {
        if !gzip || self.plain.len() < WORTH_PACKING {
            return (self.plain.clone(), false);
        }
        let packed = self.packed.get_or_init(|| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            // What is written to memory always can be; else it goes out as it is.
            let packed = encoder.write_all(&self.plain).and_then(|()| encoder.finish());
            packed.unwrap_or_default().into()
        });
        if packed.is_empty() { (self.plain.clone(), false) } else { (packed.clone(), true) }
    }
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) made: Arc<Made>,
    /// What browsers may do with it.
    pub(super) policy: &'static str,
    /// Which state of the landscape it was made of.
    pub(super) tag: Option<Arc<str>>,
}

/// Answers what is asked of an address.
pub(super) fn answer(served: &Served, path: &str, query: &str) -> Answer {
    match answered(served, path, query) {
        Ok(answer) => answer,
        Err(refused) => refused.answer(),
    }
}

fn answered(served: &Served, path: &str, query: &str) -> Result<Answer, Refused> {
    let state = served.state();
    let (made, policy) = match path {
        // What stands behind the question mark is for others to read.
        "/" => (page(served, &state)?, PAGE_POLICY),
        "/api/pack" => (pack(served, &state, &Query::parse(query)?)?, DATA_POLICY),
        path => match path.strip_prefix("/api/") {
            Some(name) => (report(served, &state, name, &Query::parse(query)?)?, DATA_POLICY),
            None => {
                return Err(Refused::new(StatusCode::NOT_FOUND, "there is nothing at this address")
                    .with_help("the page is at `/`, answers are at `/api/QUESTION`"));
            }
        },
    };
    Ok(Answer { status: StatusCode::OK, made, policy, tag: Some(Arc::clone(&state.tag)) })
}

/// The page. It asks for its numbers once it is there, and has the first answers as plain HTML.
fn page(served: &Served, state: &Arc<State>) -> Result<Arc<Made>, Refused> {
    let name = format!("{}|page", state.tag);
    served.made.get(&name, size, || {
        let landscape = state.landscape();
        let company = state.loaded.company;
        let answers = site::answers(&Context::new(landscape), company);
        let options = PageOptions {
            provider: Provider::Served,
            repository: served.options.repository.as_deref(),
            answers: &answers,
        };
        site::page(landscape.name(), &options)
            .map(|page| Made::new("text/html; charset=utf-8", page.into_bytes()))
            .map_err(|error| failed(&error))
    })
}

/// The numbers of the page.
fn pack(served: &Served, state: &Arc<State>, query: &Query) -> Result<Arc<Made>, Refused> {
    query.only(&["for", "suppose", "page", "also"])?;
    let landscape = state.landscape();
    let company = company(state, query.one("for")?)?;
    let supposed = query.list("suppose");
    let start = match query.one("page")? {
        None => 0,
        Some(text) => text.parse::<u32>().map_err(|_| {
            Refused::wrong(format!("`page` is where a page of rivals begins, not `{text}`"))
                .with_help("the first begins at 0, the one after it at the `next` of the answer")
        })?,
    };
    let also = query.list("also");
    if also.len() > MOST_ALSO {
        return Err(Refused::wrong(format!("`also` takes at most {MOST_ALSO} companies")));
    }
    let also: Vec<CompanyIx> =
        also.into_iter().map(|name| landscape.company(name)).collect::<Result<_, _>>()?;
    let id = |company: CompanyIx| landscape.node(company).id();
    let (companies, part) = if landscape.count(Kind::Company) <= MOST_IN_A_PACK {
        (Companies::All, String::new())
    } else {
        let part: Vec<&str> = also.iter().map(|company| id(*company)).collect();
        let page = Page { start: start as usize, top: Some(PAGE) };
        (Companies::Near { page, also }, format!("{start}|{}", part.join(",")))
    };
    let state = supposing(served, state, company, &supposed)?;
    let name = [&*state.tag, "pack", company.map_or("", id), &supposed.join(","), &part];
    served.made.get(&name.join("|"), size, || {
        let options = pack::Options { company, companies, ..pack::Options::default() };
        let pack = pack::pack(state.landscape(), &state.places(), &options);
        serde_json::to_vec(&pack).map(Made::json).map_err(|error| failed(&error))
    })
}

/// The answer to a question, as the command gives it with `json` for its format.
fn report(served: &Served, state: &Arc<State>, name: &str, query: &Query) -> Result<Arc<Made>, Refused> {
    let question = catalogue::question(name).map_err(|error| {
        let names: Vec<String> =
            catalogue::questions().iter().map(|question| format!("`{}`", question.name)).collect();
        let help = error.help().unwrap_or_else(|| format!("ask one of {}", names.join(", ")));
        Refused::new(StatusCode::NOT_FOUND, error.to_string()).with_help(help)
    })?;
    let supposed = query.list("suppose");
    let (arguments, view) = arguments(question, query);
    let made = match question.reads {
        Reads::Landscape => {
            let company = if supposed.is_empty() { None } else { company(state, view.as_deref())? };
            let state = supposing(served, state, company, &supposed)?;
            let (places, known) = (state.places(), || state.known());
            let context = Context::new(state.landscape()).with_places(&places).with_known(&known);
            written(question, &context, &arguments, state.loaded.assuming.as_deref())?
        }
        _ if !supposed.is_empty() => {
            return Err(Refused::wrong(format!("`{name}` tells what is said, and takes no `suppose`")));
        }
        Reads::AllDays => {
            let (landscape, past) = (state.all_days()?, served.source.past());
            let places = crate::load::FilePlaces::new(&state.loaded.files, landscape);
            let history = History::new(&*past);
            let context = Context::new(landscape).with_places(&places).with_history(&history);
            written(question, &context, &arguments, None)?
        }
        Reads::States | Reads::Backtest => {
            return Err(Refused::wrong(format!("`{name}` compares two landscapes, and one is served"))
                .with_help(format!("ask in a terminal: `landscape {name}`")));
        }
    };
    Ok(Arc::new(made))
}

/// Asks a question, and writes the answer as the command line does.
fn written(
    question: &'static Question,
    context: &Context<'_>,
    arguments: &Value,
    assuming: Option<&str>,
) -> Result<Made, Refused> {
    let call = Call::new(question.form(), context, arguments)?;
    let report = (question.run)(&call)?;
    let understood = call.understood();
    // JSON has no width.
    let layout = Layout { width: 0, asking: call.asking(), assuming, understood: Some(&understood) };
    let mut out = Vec::new();
    render::write(&*report, &JSON, layout, &mut out).map_err(|error| failed(&error))?;
    Ok(Made::json(out))
}

/// Returns the arguments of a question, and the name of the company whose view is taken, where one
/// is named.
fn arguments(question: &'static Question, query: &Query) -> (Value, Option<String>) {
    let mut given: Map<String, Value> = Map::new();
    let mut view = None;
    let is_supposing = !query.list("suppose").is_empty();
    for (key, value) in query.iter().filter(|(key, _)| *key != "suppose") {
        let mut arguments = question.arguments.iter();
        let argument = arguments
            .clone()
            .find(|argument| argument.name == key)
            .or_else(|| arguments.find(|argument| argument.on_the_command_line() == key));
        let is_flag = argument.is_some_and(|argument| matches!(argument.takes, Takes::Flag));
        if value.is_empty() && !is_flag {
            continue;
        }
        let name = argument.map_or(key, |argument| argument.name);
        // Whoever supposes says for whom, also where the answer takes nobody's view.
        if name == VIEW || key == "for" {
            view = Some(value.to_owned());
        }
        if argument.is_none() && key == "for" && is_supposing {
            continue;
        }
        let value = match value {
            "" | "true" if is_flag => json!(true),
            "false" if is_flag => json!(false),
            value => json!(value),
        };
        match given.get_mut(name) {
            None => {
                given.insert(name.to_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(before) => *before = json!([before.take(), value]),
        }
    }
    (Value::Object(given), view)
}

/// Returns the company of a name, else the one whose view is served.
fn company(state: &State, name: Option<&str>) -> Result<Option<CompanyIx>, Refused> {
    match name {
        Some(name) => Ok(Some(state.landscape().company(name)?)),
        None => Ok(state.loaded.company),
    }
}

/// Returns the landscape as it is supposed to be.
fn supposing(
    served: &Served,
    state: &Arc<State>,
    company: Option<CompanyIx>,
    tools: &[&str],
) -> Result<Arc<State>, Refused> {
    match (tools, company) {
        ([], _) => Ok(Arc::clone(state)),
        (_, None) => Err(AskError::NoPerspective.into()),
        (tools, Some(company)) => served.suppose(state, company, tools),
    }
}

/// How many bytes something takes that was made.
fn size(made: &Made) -> usize {
    made.plain.len()
}

/// What only a bug could cause.
fn failed(error: &dyn std::fmt::Display) -> Refused {
    Refused::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the answer cannot be written: {error}"))
}
