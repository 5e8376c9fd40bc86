//! The commands that ask a question: made from the rows of the catalogue.

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
use super::states::ComparedArgs;
use super::{complete, usage};
use crate::catalogue::{Argument, AskError, Call, Context, Place, Question, Reads, State, Takes};
use crate::model::Kind;
use crate::query::log::History;
use crate::words::{Answer, Asking};

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
        Reads::AllDays => PathArgs::augment_args(command),
        Reads::States => ComparedArgs::augment_args(command),
        Reads::Backtest => SidesArgs::augment_args(command),
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

/// Returns the arguments of a struct of clap's.
fn args<A: FromArgMatches>(matches: &ArgMatches) -> Result<A, CliError> {
    A::from_arg_matches(matches).map_err(|error| usage(error.to_string()))
}

/// Answers a question as it is asked on the command line.
pub(super) fn run(question: &'static Question, matches: &ArgMatches) -> Result<ExitCode, CliError> {
    let asked = Asked { question, arguments: arguments(question, matches), format: args(matches)? };
    match question.reads {
        Reads::Landscape => {
            let graph: GraphArgs = args(matches)?;
            let loaded = graph.load()?;
            let known = graph.load_without_assumptions()?;
            let places = loaded.places();
            let known = known.as_ref().map(|known| &known.landscape);
            let context = Context::new(&loaded.landscape).with_places(&places).with_known(known);
            asked.answer(&context, loaded.assuming.as_deref())
        }
        Reads::AllDays => {
            let path: PathArgs = args(matches)?;
            let loaded = graph::load_all_days(graph::read(path.path())?)?;
            let (places, past) = (loaded.places(), GitPast::of(path.path()));
            let history = History::new(&past);
            let context = Context::new(&loaded.landscape).with_places(&places).with_history(&history);
            asked.answer(&context, None).map_err(|error| past.failure().unwrap_or(error))
        }
        Reads::States => {
            let compared: ComparedArgs = args(matches)?;
            let [old, new] = compared.states.load()?;
            let (report, asking) = asked.report(&Context::of_states([old.state(), new.state()]))?;
            let printed = asked.format.print_answer(None, &*report, asking)?;
            let differs = compared.exit_code && !report.is_empty();
            Ok(if differs { ExitCode::from(1) } else { printed })
        }
        Reads::Backtest => {
            let sides: SidesArgs = args(matches)?;
            let ([train, test], labels) = (sides.load()?, sides.labels());
            let state = |side, label| State { said: side, holds: side, label };
            let states = [state(&train, labels[0].as_str()), state(&test, labels[1].as_str())];
            let bar = Bar::new();
            let progress = |progress| bar.show(progress);
            let (report, asking) = asked.report(&Context::of_states(states).with_progress(&progress))?;
            bar.finish();
            asked.format.print_answer(None, &*report, asking)
        }
    }
}

/// A question as it is asked on the command line.
struct Asked {
    question: &'static Question,
    arguments: Value,
    format: FormatArgs,
}

impl Asked {
    /// Answers it and prints the answer.
    fn answer(&self, context: &Context<'_>, assuming: Option<&str>) -> Result<ExitCode, CliError> {
        let (report, asking) = self.report(context)?;
        self.format.print_answer(assuming, &*report, asking)
    }

    fn report<'l>(&self, context: &Context<'l>) -> Result<(Box<dyn Answer + 'l>, Asking), CliError> {
        let refused = |error: AskError| refused(self.question, &error);
        let call = Call::new(self.question.form(), context, &self.arguments).map_err(refused)?;
        let report = (self.question.run)(&call).map_err(refused)?;
        Ok((report, call.asking()))
    }
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
