//! The commands that ask a question: made from the rows of the catalogue.

use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Map, Value};

use super::error::CliError;
use super::graph::{self, GraphArgs, PathArgs};
use super::output::FormatArgs;
use super::{complete, usage};
use crate::catalogue::{Argument, AskError, Call, Context, Place, Question, Reads, Takes};
use crate::model::Kind;

/// Makes the command of a question.
pub(super) fn command(question: &'static Question) -> Command {
    // The arguments that are flattened in bring what their own structs say of themselves: the question has the last word.
    let command = arguments_of(question, Command::new(question.name)).about(question.about).long_about(None);
    match question.details {
        "" => command,
        details => command.long_about(format!("{}\n\n{details}", question.about)),
    }
}

/// Adds what a question takes to a command.
pub(super) fn arguments_of(question: &'static Question, mut command: Command) -> Command {
    for argument in question.arguments {
        command = command.arg(arg(argument));
    }
    command = match question.reads {
        Reads::Landscape => GraphArgs::augment_args(command),
        Reads::AllDays | Reads::States | Reads::Backtest => PathArgs::augment_args(command),
    };
    FormatArgs::augment_args(command)
}

fn arg(argument: &'static Argument) -> Arg {
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
        (takes, Place::Subject) if is_many(takes) => arg.num_args(1..).action(ArgAction::Append),
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
fn arguments(question: &'static Question, matches: &ArgMatches) -> Value {
    let mut given = Map::new();
    for argument in question.arguments {
        let name = argument.name;
        let value = match argument.takes {
            Takes::Flag => matches.get_flag(name).then_some(Value::Bool(true)),
            takes if is_many(takes) => {
                let all = matches.get_many::<String>(name);
                all.map(|all| all.cloned().map(Value::String).collect())
            }
            _ => matches.get_one::<String>(name).cloned().map(Value::String),
        };
        given.extend(value.map(|value| (name.to_owned(), value)));
    }
    Value::Object(given)
}

/// Answers a question as it is asked on the command line.
pub(super) fn run(question: &'static Question, matches: &ArgMatches) -> Result<ExitCode, CliError> {
    let format = FormatArgs::from_arg_matches(matches).map_err(|error| usage(error.to_string()))?;
    let arguments = arguments(question, matches);
    match question.reads {
        Reads::Landscape => {
            let graph = GraphArgs::from_arg_matches(matches).map_err(|error| usage(error.to_string()))?;
            let loaded = graph.load()?;
            let known = graph.load_without_assumptions()?;
            let places = loaded.places();
            let known = known.as_ref().map(|known| &known.landscape);
            let context = Context::new(&loaded.landscape).with_places(&places).with_known(known);
            answer(question, &context, &arguments, &format, loaded.assuming.as_deref())
        }
        Reads::AllDays | Reads::States | Reads::Backtest => {
            let path = PathArgs::from_arg_matches(matches).map_err(|error| usage(error.to_string()))?;
            let loaded = graph::load_all_days(graph::read(path.path())?)?;
            let places = loaded.places();
            let context = Context::new(&loaded.landscape).with_places(&places);
            answer(question, &context, &arguments, &format, None)
        }
    }
}

fn answer(
    question: &'static Question,
    context: &Context<'_>,
    arguments: &Value,
    format: &FormatArgs,
    assuming: Option<&str>,
) -> Result<ExitCode, CliError> {
    let call = Call::new(question.form(), context, arguments).map_err(|error| refused(question, &error))?;
    let report = (question.run)(&call).map_err(|error| refused(question, &error))?;
    format.print_answer(assuming, &*report, call.asking())
}

/// Says an error in the words of the command line, where options begin with hyphens.
fn refused(question: &'static Question, error: &AskError) -> CliError {
    if let AskError::Name(error) = error {
        return error.clone().into();
    }
    let written = |argument: &&&Argument| match argument.place {
        Place::Subject => argument.value.to_owned(),
        Place::Option => format!("--{}", argument.on_the_command_line()),
    };
    let mut message = error.to_string();
    for argument in question.arguments {
        // Where arguments do not go together others are named too; elsewhere a word in backticks may be a value.
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
