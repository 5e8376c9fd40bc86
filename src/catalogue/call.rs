//! A call of a question: what it is asked of, and the values of its arguments.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::argument::GROUP_OWNERS;
use super::reading::{kind_of_word, read_all};
use super::{Argument, AskError, Form, Place, Takes, VIEW};
use crate::id::nearest;
use crate::landscape::{CompanyIx, Ix, KindMarker, Landscape, NoPlaces, NodeIx, Places};
use crate::model::{Age, Kind};
use crate::query::backtest::Progress;
use crate::query::log::History;
use crate::query::rank::Rank;
use crate::query::{AnyRef, Page, Taken, Understood, Within, diff, peers};
use crate::words::Asking;

/// What questions are asked of.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Context<'l> {
    /// The landscape.
    pub landscape: &'l Landscape,
    /// Where its claims stand in files.
    pub places: &'l dyn Places,
    /// Returns the landscape without assumptions, where some are laid over it; asked only where a
    /// question compares.
    pub known: &'l dyn Fn() -> Option<&'l Landscape>,
    /// Two states of a landscape, the older first, for questions that compare them.
    pub states: Option<[State<'l>; 2]>,
    /// The older states of the landscape, for questions that tell its history.
    pub history: Option<&'l History<'l>>,
    /// Is told how far a long answer is.
    pub progress: Option<&'l dyn Fn(Progress)>,
}

/// A state of a landscape.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct State<'l> {
    /// What is said in it: the claims of all days.
    pub said: &'l Landscape,
    /// What holds in it on its day.
    pub holds: &'l Landscape,
    /// What to call it.
    pub label: &'l str,
}

impl<'l> State<'l> {
    /// Makes a state.
    #[must_use]
    pub const fn new(said: &'l Landscape, holds: &'l Landscape, label: &'l str) -> Self {
        Self { said, holds, label }
    }
}

impl<'l> From<State<'l>> for diff::Side<'l> {
    fn from(state: State<'l>) -> Self {
        Self { said: state.said, holds: state.holds }
    }
}

impl<'l> Context<'l> {
    /// Asks of a landscape whose files are not at hand.
    #[must_use]
    pub fn new(landscape: &'l Landscape) -> Self {
        Self { landscape, places: &NoPlaces, known: &|| None, states: None, history: None, progress: None }
    }

    /// Returns the same with the places of claims.
    #[must_use]
    pub fn with_places(self, places: &'l dyn Places) -> Self {
        Self { places, ..self }
    }

    /// Returns the same with the landscape without assumptions.
    #[must_use]
    pub fn with_known(self, known: &'l dyn Fn() -> Option<&'l Landscape>) -> Self {
        Self { known, ..self }
    }

    /// Returns the same with the older states of the landscape.
    #[must_use]
    pub fn with_history(self, history: &'l History<'l>) -> Self {
        Self { history: Some(history), ..self }
    }

    /// Returns the same with who is told how far a long answer is.
    #[must_use]
    pub fn with_progress(self, progress: &'l dyn Fn(Progress)) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// Asks of two states, the older first.
    #[must_use]
    pub fn of_states(states: [State<'l>; 2]) -> Self {
        Self { states: Some(states), ..Self::new(states[1].holds) }
    }
}

/// The value of an argument.
#[derive(Clone, Debug)]
enum Given {
    Records(Vec<NodeIx>),
    Names(Vec<String>),
    Flag(bool),
    Count(u64),
    Limit(Option<usize>),
    Number(f64),
    Word(&'static str),
    Kinds(Vec<Kind>),
    Age(Age),
}

/// A call of a question: its context and the values of its arguments, checked.
pub struct Call<'c, 'l> {
    context: &'c Context<'l>,
    /// What is asked: the landscape, or that of its groups of owners.
    landscape: &'l Landscape,
    form: Form,
    given: BTreeMap<&'static str, Given>,
    /// What was taken for names, in the order of the arguments.
    taken: Vec<Taken<'l>>,
    /// The stacks and roles to which the answer has been asked to keep.
    within: RefCell<Vec<NodeIx>>,
    /// The arguments that have been asked for.
    read: RefCell<BTreeSet<&'static str>>,
}

impl<'c, 'l> Call<'c, 'l> {
    /// Checks the arguments of a call.
    ///
    /// # Errors
    ///
    /// [`AskError`] where the question takes no such argument, where a value does not fit, or where
    /// too few are named.
    pub fn new(form: Form, context: &'c Context<'l>, arguments: &Value) -> Result<Self, AskError> {
        let is_grouped = form.arguments.iter().any(|argument| argument.name == GROUP_OWNERS.name)
            && arguments.get(GROUP_OWNERS.name) == Some(&Value::Bool(true));
        let landscape = context.landscape;
        let landscape = if is_grouped { landscape.grouped_by_owner() } else { landscape };
        let mut call = Self {
            context,
            landscape,
            form,
            given: BTreeMap::new(),
            taken: Vec::new(),
            within: RefCell::default(),
            read: RefCell::default(),
        };
        let nothing = serde_json::Map::new();
        let arguments = match arguments {
            Value::Null => &nothing,
            Value::Object(arguments) => arguments,
            _ => return Err(AskError::NoObject { question: form.name }),
        };
        for (name, value) in arguments {
            let names = || form.arguments.iter().map(|argument| argument.name);
            let argument = form.arguments.iter().find(|argument| argument.name == name);
            let argument = argument.ok_or_else(|| AskError::UnknownArgument {
                question: form.name,
                argument: name.clone(),
                nearest: nearest(name, names()),
            })?;
            if !value.is_null() {
                let given = given(argument, value, landscape, &mut call.taken)?;
                call.given.insert(argument.name, given);
            }
        }
        for argument in form.arguments {
            let (least, given) = match argument.takes {
                Takes::Records { least, .. } => (least, call.nodes(argument.name).len()),
                Takes::Text if argument.place == Place::Subject => (1, call.names(argument.name).len()),
                _ => continue,
            };
            if given < least {
                return Err(AskError::Few { argument: argument.name, least });
            }
        }
        // What was only counted has not been read.
        call.read.take();
        Ok(call)
    }

    /// Returns the arguments that the question takes and that nothing has asked for so far.
    #[must_use]
    pub fn unread(&self) -> Vec<&'static str> {
        let read = self.read.borrow();
        self.form.arguments.iter().map(|argument| argument.name).filter(|name| !read.contains(name)).collect()
    }

    /// How much of the answer its reader wants to see.
    #[must_use]
    pub fn asking(&self) -> Asking {
        Asking {
            explain: self.flag_if_declared("explain"),
            all: self.flag_if_declared("all") || self.flag_if_declared("evidence"),
            by_state: self.flag_if_declared("by_state"),
            ..Asking::default()
        }
    }

    fn flag_if_declared(&self, name: &str) -> bool {
        matches!(self.value_if_declared(name).0, Some(Given::Flag(true)))
    }

    /// What its answer was made of, where that is more than was typed: complete once the question
    /// has been answered.
    #[must_use]
    pub fn understood(&self) -> Understood<'l> {
        let landscape = self.landscape;
        let within = self.within.borrow();
        Understood {
            taken: self.taken.clone(),
            within: within.iter().map(|node| AnyRef::of(landscape, *node)).collect(),
            owners_grouped: self.flag_if_declared(GROUP_OWNERS.name),
        }
    }

    /// The part of the market that is asked about: what `stacks` and `roles` name, as far as the
    /// question takes them, and the stacks and roles among `more`.
    #[must_use]
    pub fn within(&self, more: &[NodeIx]) -> Within {
        let mut named: Vec<NodeIx> = Vec::new();
        for argument in ["stacks", "roles"] {
            if let Some(Given::Records(nodes)) = self.value_if_declared(argument).0 {
                named.extend(nodes);
            }
        }
        named.extend(more.iter().filter(|node| matches!(node.kind(), Kind::Stack | Kind::Role)));
        named.sort_unstable();
        named.dedup();
        let within = Within {
            stacks: named.iter().filter_map(|node| node.of_kind()).collect(),
            roles: named.iter().filter_map(|node| node.of_kind()).collect(),
        };
        *self.within.borrow_mut() = named;
        within
    }

    /// The landscape that is asked.
    #[must_use]
    pub fn landscape(&self) -> &'l Landscape {
        // The argument has done its work when the call was made.
        self.flag_if_declared(GROUP_OWNERS.name);
        self.landscape
    }

    /// Where its claims stand in files.
    #[must_use]
    pub fn places(&self) -> &'l dyn Places {
        self.context.places
    }

    /// The landscape without assumptions, where some are laid over it.
    #[must_use]
    pub fn known(&self) -> Option<&'l Landscape> {
        let known = (self.context.known)()?;
        Some(if self.flag_if_declared(GROUP_OWNERS.name) { known.grouped_by_owner() } else { known })
    }

    /// The two states that are compared, the older first.
    ///
    /// # Errors
    ///
    /// [`AskError::NoStates`] where they are not at hand.
    pub fn states(&self) -> Result<[State<'l>; 2], AskError> {
        self.context.states.ok_or(AskError::NoStates { question: self.form.name })
    }

    /// The older states of the landscape.
    ///
    /// # Errors
    ///
    /// [`AskError::NoHistory`] where they are not at hand.
    pub fn history(&self) -> Result<&'l History<'l>, AskError> {
        self.context.history.ok_or(AskError::NoHistory { question: self.form.name })
    }

    /// Tells how far a long answer is.
    pub fn progress(&self, progress: Progress) {
        if let Some(tell) = self.context.progress {
            tell(progress);
        }
    }

    /// Whether an argument is given.
    #[must_use]
    pub fn is_given(&self, name: &str) -> bool {
        self.value(name).0.is_some()
    }

    /// Returns the value of an argument, where it is given, and what it takes.
    fn value(&self, name: &str) -> (Option<&Given>, Option<Takes>) {
        let value = self.value_if_declared(name);
        debug_assert!(value.1.is_some(), "`{}` does not take `{name}`", self.form.name);
        value
    }

    /// The same of an argument that not every question takes.
    fn value_if_declared(&self, name: &str) -> (Option<&Given>, Option<Takes>) {
        let found = self.form.arguments.iter().find(|argument| argument.name == name);
        if let Some(argument) = found {
            self.read.borrow_mut().insert(argument.name);
        }
        (self.given.get(name), found.map(|argument| argument.takes))
    }

    /// The records that an argument names, in the order given.
    #[must_use]
    pub fn nodes(&self, name: &str) -> &[NodeIx] {
        match self.value(name).0 {
            Some(Given::Records(nodes)) => nodes,
            _ => &[],
        }
    }

    /// The records of one kind that an argument names, in the order given.
    #[must_use]
    pub fn all<K: KindMarker>(&self, name: &str) -> Vec<Ix<K>> {
        self.nodes(name).iter().filter_map(|node| node.of_kind()).collect()
    }

    /// The one record that an argument names, of whatever kind.
    ///
    /// # Errors
    ///
    /// [`AskError::Few`] where it names none, which [`Call::new`] has ruled out for what must be
    /// given.
    pub fn node(&self, name: &'static str) -> Result<NodeIx, AskError> {
        self.nodes(name).first().copied().ok_or(AskError::Few { argument: name, least: 1 })
    }

    /// The first record of one kind that an argument names.
    #[must_use]
    pub fn one<K: KindMarker>(&self, name: &str) -> Option<Ix<K>> {
        self.nodes(name).iter().find_map(|node| node.of_kind())
    }

    /// The company whose view is taken: the one named, else the landscape's perspective.
    #[must_use]
    pub fn company_if_any(&self) -> Option<CompanyIx> {
        let named = match self.value_if_declared(VIEW).0 {
            Some(Given::Records(nodes)) => nodes.iter().find_map(|node| node.of_kind()),
            _ => None,
        };
        named.or_else(|| self.landscape().perspective())
    }

    /// The company whose view is taken.
    ///
    /// # Errors
    ///
    /// [`AskError::NoPerspective`] where neither the call nor the landscape names one.
    pub fn company(&self) -> Result<CompanyIx, AskError> {
        self.company_if_any().ok_or(AskError::NoPerspective)
    }

    /// The names that an argument gives, in the order given.
    #[must_use]
    pub fn names(&self, name: &str) -> &[String] {
        match self.value(name).0 {
            Some(Given::Names(names)) => names,
            _ => &[],
        }
    }

    /// The first name that an argument gives.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.names(name).first().map_or("", String::as_str)
    }

    /// Whether a flag is given.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.value(name).0, Some(Given::Flag(true)))
    }

    /// A whole number, where it is given or has a default.
    #[must_use]
    pub fn count_if_any(&self, name: &str) -> Option<u64> {
        match self.value(name) {
            (Some(Given::Count(count)), _) => Some(*count),
            (None, Some(Takes::Count { default, .. })) => default,
            _ => None,
        }
    }

    /// A whole number that has a default.
    #[must_use]
    pub fn count(&self, name: &str) -> u32 {
        self.count_if_any(name).and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
    }

    /// How many at most; none for all.
    #[must_use]
    pub fn limit(&self, name: &str) -> Option<usize> {
        match self.value(name) {
            (Some(Given::Limit(limit)), _) => *limit,
            (None, Some(Takes::Limit(default))) => Some(default),
            _ => None,
        }
    }

    /// The part of a long list that is asked for: `top` rows from `cursor` on.
    #[must_use]
    pub fn page(&self) -> Page {
        Page { start: self.count("cursor") as usize, top: self.limit("top") }
    }

    /// Which part of a list to return: `cursor` and `top`; with the flag `all`, all of it unless a
    /// `top` is given.
    #[must_use]
    pub fn page_or_all(&self) -> Page {
        let page = self.page();
        let is_cut = self.given.contains_key("top") || !self.flag("all");
        if is_cut { page } else { Page { top: None, ..page } }
    }

    /// A number that has a default.
    #[must_use]
    pub fn number(&self, name: &str) -> f64 {
        match self.value(name) {
            (Some(Given::Number(number)), _) => *number,
            (None, Some(Takes::Number { default, .. })) => default,
            _ => 0.0,
        }
    }

    /// The order of gaps: `rank`, with the parameters of peer support in `kappa` and `gamma`.
    #[must_use]
    pub fn rank(&self) -> Rank {
        match self.word("rank") {
            "popularity" => Rank::Popularity,
            "name" => Rank::Name,
            _ => Rank::Peers(peers::Options { kappa: self.number("kappa"), gamma: self.number("gamma") }),
        }
    }

    /// One of the words of an argument.
    #[must_use]
    pub fn word(&self, name: &str) -> &'static str {
        match self.value(name) {
            (Some(Given::Word(word)), _) | (None, Some(Takes::OneOf { words: [(word, _), ..] })) => word,
            _ => "",
        }
    }

    /// The kinds of records that are named.
    #[must_use]
    pub fn kinds(&self, name: &str) -> Vec<Kind> {
        match self.value(name).0 {
            Some(Given::Kinds(kinds)) => kinds.clone(),
            _ => Vec::new(),
        }
    }

    /// An age that has a default.
    #[must_use]
    pub fn age(&self, name: &str) -> Option<Age> {
        match self.value(name) {
            (Some(Given::Age(age)), _) => Some(*age),
            (None, Some(Takes::Age(default))) => default.parse().ok(),
            _ => None,
        }
    }
}

/// Returns the value of an argument, checked; adds what was taken for names.
fn given<'l>(
    argument: &'static Argument,
    value: &Value,
    landscape: &'l Landscape,
    taken: &mut Vec<Taken<'l>>,
) -> Result<Given, AskError> {
    let wrong = |needed: String| AskError::Wrong {
        argument: argument.name,
        needed,
        given: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    };
    Ok(match argument.takes {
        Takes::Records { kinds, most, .. } => {
            let needed =
                if most == Some(1) { "an id or a name" } else { "an id or a name, or a list of them" };
            let names = texts(value).ok_or_else(|| wrong(needed.to_owned()))?;
            let read = read_all(landscape, &names, kinds).map_err(|error| match names.len() {
                1 => AskError::Name(error),
                _ => AskError::NameOfMany(error),
            })?;
            if let Some(most) = most
                && read.len() > most
            {
                return Err(AskError::Many { argument: argument.name, most, given: read.len() });
            }
            let mut nodes = Vec::with_capacity(read.len());
            for (typed, (node, by)) in read {
                if nodes.contains(&node) {
                    return Err(AskError::Twice { id: landscape.node(node).id().to_owned() });
                }
                nodes.push(node);
                taken.extend(by.map(|by| Taken::new(&typed, AnyRef::of(landscape, node), by)));
            }
            Given::Records(nodes)
        }
        Takes::Names | Takes::Text => {
            let names = texts(value).ok_or_else(|| wrong("a text, or a list of them".to_owned()))?;
            // The words of one text may come one by one.
            let is_one = matches!(argument.takes, Takes::Text) && !names.is_empty();
            Given::Names(if is_one {
                vec![names.join(" ")]
            } else {
                names.into_iter().map(str::to_owned).collect()
            })
        }
        Takes::Flag => Given::Flag(value.as_bool().ok_or_else(|| wrong("true or false".to_owned()))?),
        Takes::Count { least, most, .. } => {
            let count = whole(value).filter(|count| (least..=most).contains(count));
            let upper = if most >= u64::from(u32::MAX) { String::new() } else { format!(" to {most}") };
            Given::Count(count.ok_or_else(|| wrong(format!("a whole number from {least}{upper}")))?)
        }
        Takes::Limit(_) if value.as_str() == Some("all") => Given::Limit(None),
        Takes::Limit(_) => {
            let limit = whole(value).filter(|limit| *limit > 0).and_then(|limit| usize::try_from(limit).ok());
            Given::Limit(Some(limit.ok_or_else(|| wrong("a whole number from 1, or `all`".to_owned()))?))
        }
        Takes::Number { least, most, .. } => {
            let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
            let fits = number.filter(|number| (least..=most).contains(number));
            Given::Number(fits.ok_or_else(|| wrong(format!("a number from {least} to {most}")))?)
        }
        Takes::OneOf { words } => {
            let word = words.iter().find(|(word, _)| value.as_str() == Some(word));
            let all = || words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            Given::Word(word.ok_or_else(|| wrong(format!("one of {}", all())))?.0)
        }
        Takes::Kinds => {
            let words = texts(value).ok_or_else(|| wrong("the word for a kind of record".to_owned()))?;
            let all = || Kind::ALL.map(|kind| format!("`{kind}`")).join(", ");
            let kind = |word: &str| {
                kind_of_word(word).ok_or_else(|| AskError::Wrong {
                    argument: argument.name,
                    needed: format!("a kind of record ({})", all()),
                    given: word.to_owned(),
                })
            };
            Given::Kinds(words.into_iter().map(kind).collect::<Result<_, _>>()?)
        }
        Takes::Age(_) => {
            let age = value.as_str().and_then(|text| text.parse().ok());
            Given::Age(age.ok_or_else(|| wrong("an age such as `30d`, `26w`, `6m` or `2y`".to_owned()))?)
        }
    })
}

/// Returns a text, or the texts of a list.
fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(text) => Some(vec![text]),
        Value::Array(items) => items.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// Returns a whole number, also one that is written as a text.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
