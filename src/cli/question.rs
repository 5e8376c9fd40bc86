//! The commands that ask a question: made from the rows of the catalogue.

use std::cell::OnceCell;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Map, Value};

use super::error::CliError;
use super::git::GitPast;
use super::graph::{self, GraphArgs, PathArgs};
use super::output::FormatArgs;
use super::sides::{Bar, SidesArgs};
use super::states::StatesArgs;
use super::{complete, usage};
use crate::catalogue::{
    Argument, AskError, Call, Context, Form, MOST_NAMES, Place, Question, Reads, State, Takes,
};
use crate::model::Kind;
use crate::query::log::History;
use crate::render::FORMATS;

/// Words that people may try first, and the question that answers them.
const OTHER_WORDS: [(&str, &str); 7] = [
    ("competitors", "overlap"),
    ("missing", "gaps"),
    ("research", "next"),
    ("rivals", "overlap"),
    ("search", "find"),
    ("unknown", "next"),
    ("unknowns", "next"),
];

/// Makes the command of a question.
pub(super) fn command(question: &'static Question) -> Command {
    let also = OTHER_WORDS.iter().filter(|(_, name)| *name == question.name).map(|(word, _)| *word);
    let command = Command::new(question.name).aliases(also);
    let command = FormatArgs::augment_args(with_form(question.form(), command));
    let command = match question.reads {
        Reads::States => ExitArgs::augment_args(command),
        _ => command,
    };
    about(question.form(), command)
}

/// Adds what a question takes to a command.
pub(super) fn arguments_of(question: &'static Question, command: Command) -> Command {
    FormatArgs::augment_args(with_form(question.form(), command))
}

/// Adds what a question or a picture takes, and where it reads from.
pub(super) fn with_form(form: Form, mut command: Command) -> Command {
    for argument in form.arguments {
        command = command.arg(arg(argument, is_alone(form, argument)));
    }
    match form.reads {
        Reads::Landscape => GraphArgs::augment_args(command),
        Reads::AllDays => PathArgs::augment_args(command),
        Reads::States => StatesArgs::augment_args(command),
        Reads::Backtest => SidesArgs::augment_args(command),
    }
}

/// Says what a command is: the arguments that are flattened in bring what their own structs say of
/// themselves.
pub(super) fn about(form: Form, command: Command) -> Command {
    let command = command.about(form.about).long_about(None);
    match form.details {
        "" => command,
        details => command.long_about(format!("{}\n\n{details}", form.about)),
    }
}

/// Whether an argument is the only one that stands behind the command, so that all words there are
/// its own.
fn is_alone(form: Form, argument: &Argument) -> bool {
    let subjects = form.arguments.iter().filter(|other| other.place == Place::Subject).count();
    argument.place == Place::Subject && subjects == 1 && !matches!(form.reads, Reads::States)
}

fn arg(argument: &'static Argument, is_alone: bool) -> Arg {
    let default = match argument.takes {
        Takes::Count { default: Some(default), .. } => format!(" [default: {default}]"),
        Takes::Limit(default) => format!(" [default: {default}]"),
        Takes::Number { default, .. } => format!(" [default: {default}]"),
        Takes::OneOf { words: [(word, _), ..] } => format!(" [default: {word}]"),
        Takes::Age(default) => format!(" [default: {default}]"),
        _ => String::new(),
    };
    let arg = Arg::new(argument.name).help(format!("{}{default}", argument.about));
    let arg = match argument.place {
        Place::Subject => arg.value_name(argument.value),
        Place::Option => arg.long(argument.on_the_command_line()),
    };
    if matches!(argument.takes, Takes::Flag) {
        return arg.action(ArgAction::SetTrue);
    }
    let arg = arg.value_name(argument.value).allow_negative_numbers(true);
    let arg = match (argument.takes, argument.place) {
        (takes, Place::Subject) if is_many(takes) || is_alone => arg.num_args(1..).action(ArgAction::Append),
        (takes, Place::Option) if is_many(takes) => arg.action(ArgAction::Append),
        _ => arg.action(ArgAction::Set),
    };
    match argument.takes {
        Takes::Records { kinds, least, .. } => {
            let arg = arg.add(ArgValueCompleter::new(move |current: &std::ffi::OsStr| {
                complete::names(current, kinds)
            }));
            arg.required(least > 0)
        }
        Takes::Names => {
            let any = |current: &std::ffi::OsStr| complete::names(current, &Kind::ALL);
            arg.add(ArgValueCompleter::new(any))
        }
        Takes::OneOf { words } => {
            let values = words.iter().map(|(word, about)| PossibleValue::new(*word).help(*about));
            arg.value_parser(PossibleValuesParser::new(values))
        }
        Takes::Text => arg.required(argument.place == Place::Subject),
        _ => arg,
    }
}

/// Whether an argument may be given more than once.
fn is_many(takes: Takes) -> bool {
    match takes {
        Takes::Records { most, .. } => most != Some(1),
        Takes::Names | Takes::Kinds => true,
        _ => false,
    }
}

/// Returns the arguments that are given, as the catalogue takes them.
fn arguments(form: Form, matches: &ArgMatches) -> Value {
    let mut given = Map::new();
    let format = matches.try_get_one::<String>("format").ok().flatten();
    let is_whole =
        format.is_some_and(|word| FORMATS.iter().any(|format| format.word == word && format.is_whole));
    for argument in form.arguments {
        let name = argument.name;
        let value = match argument.takes {
            Takes::Flag => matches.get_flag(name).then_some(Value::Bool(true)),
            takes if is_many(takes) || is_alone(form, argument) => {
                let all = matches.get_many::<String>(name);
                all.map(|all| all.cloned().map(Value::String).collect())
            }
            _ => matches.get_one::<String>(name).cloned().map(Value::String),
        };
        let value = value.or_else(|| (is_whole && argument.name == MOST_NAMES).then(|| "all".into()));
        given.extend(value.map(|value| (name.to_owned(), value)));
    }
    Value::Object(given)
}

/// Returns the arguments of a struct of clap's.
pub(super) fn args<A: FromArgMatches>(matches: &ArgMatches) -> Result<A, CliError> {
    A::from_arg_matches(matches).map_err(|error| usage(error.to_string()))
}

/// Exits by what the answer says.
#[derive(clap::Args, Clone, Debug)]
struct ExitArgs {
    /// Exit with 1 if anything changed
    #[arg(long)]
    exit_code: bool,
}

/// Answers a question as it is asked on the command line.
pub(super) fn run(question: &'static Question, matches: &ArgMatches) -> Result<ExitCode, CliError> {
    let format: FormatArgs = args(matches)?;
    asked(question.form(), matches, |call, assuming| {
        let report = (question.run)(call).map_err(|error| refused(question.form(), &error))?;
        let printed = format.print_understood(assuming, &*report, call.asking(), &call.understood())?;
        let tells = question.reads == Reads::States && args::<ExitArgs>(matches)?.exit_code;
        Ok(if tells && !report.is_empty() { ExitCode::from(1) } else { printed })
    })
}

/// Loads what a question or a picture reads, checks its arguments, and hands over the call with
/// where assumptions stand.
pub(super) fn asked<T>(
    form: Form,
    matches: &ArgMatches,
    then: impl FnOnce(&Call<'_, '_>, Option<&str>) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let arguments = arguments(form, matches);
    let then = |context: &Context<'_>, assuming: Option<&str>| {
        let call = Call::new(form, context, &arguments).map_err(|error| refused(form, &error))?;
        then(&call, assuming)
    };
    match form.reads {
        Reads::Landscape => {
            let graph: GraphArgs = args(matches)?;
            let loaded = graph.load()?;
            let places = loaded.places();
            // Most questions never ask for it, and it takes as long to load as the first.
            let without = OnceCell::new();
            let known = || {
                let known = without.get_or_init(|| graph.load_without_assumptions(&loaded));
                known.as_ref().ok()?.as_ref().map(|known| &known.landscape)
            };
            let context = Context::new(&loaded.landscape).with_places(&places).with_known(&known);
            let answer = then(&context, loaded.assuming.as_deref());
            match without.into_inner() {
                Some(Err(error)) => Err(error),
                _ => answer,
            }
        }
        Reads::AllDays => {
            let path: PathArgs = args(matches)?;
            let loaded = graph::load_all_days(graph::read(path.path())?)?;
            let (places, past) = (loaded.places(), GitPast::of(path.path()));
            let history = History::new(&past);
            let context = Context::new(&loaded.landscape).with_places(&places).with_history(&history);
            then(&context, None).map_err(|error| past.failure().unwrap_or(error))
        }
        Reads::States => {
            let states: StatesArgs = args(matches)?;
            let [old, new] = states.load()?;
            then(&Context::of_states([old.state(), new.state()]), None)
        }
        Reads::Backtest => {
            let sides: SidesArgs = args(matches)?;
            let ([train, test], labels) = (sides.load()?, sides.labels());
            let state = |side, label| State { said: side, holds: side, label };
            let states = [state(&train, labels[0].as_str()), state(&test, labels[1].as_str())];
            let bar = Bar::new();
            let progress = |progress| bar.show(progress);
            let answered = then(&Context::of_states(states).with_progress(&progress), None);
            bar.finish();
            answered
        }
    }
}

/// Says an error in the words of the command line, where options begin with hyphens.
pub(super) fn refused(form: Form, error: &AskError) -> CliError {
    if let AskError::Name(error) = error {
        return error.clone().into();
    }
    let written = |argument: &&&Argument| match argument.place {
        Place::Subject => argument.value.to_owned(),
        Place::Option => format!("--{}", argument.on_the_command_line()),
    };
    let mut message = error.to_string();
    for argument in form.arguments {
        // Where arguments do not go together others are named too; elsewhere a word in backticks
        // may be a value.
        let times = match error {
            AskError::Together { .. } => usize::MAX,
            error => usize::from(error.argument() == Some(argument.name)),
        };
        let [name, written] = [argument.name.to_owned(), written(&argument)].map(|name| format!("`{name}`"));
        message = message.replacen(&name, &written, times);
    }
    let help = match error {
        AskError::NoPerspective => {
            Some("name a company with `--for`, or set `perspective` in the data".to_owned())
        }
        error => error.help(),
    };
    match help {
        Some(help) => usage(message).with_help(help),
        None => usage(message),
    }
}
