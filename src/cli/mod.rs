//! The command line: one file for each subcommand, and the only place that says clap or stdout.

mod arrange;
mod assume;
mod check;
mod complete;
mod day;
mod diagnostics;
mod draw;
mod edit;
mod error;
mod explain;
mod export;
mod git;
mod graph;
mod help;
mod import;
mod init;
mod listed;
mod output;
mod progress;
mod question;
mod sarif;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod sides;
#[cfg(feature = "sql")]
mod sql;
mod states;
mod today;
mod write;

use std::io;
use std::process::ExitCode;

use clap::{FromArgMatches, Parser, Subcommand};

use crate::catalogue;
use error::{CliError, Kind};

pub use listed::{Listed, commands};

/// Ask a competitor landscape: who covers a stack, where companies overlap, where the gaps are
///
/// A landscape is a folder of JSON files that say which companies offer which tools, and which
/// evidence there is for it. What no file says is unknown, and unknown never counts as no.
#[derive(Debug, Parser)]
#[command(name = "landscape", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(
    after_help = "Without a command, shows what the landscape holds and what to ask it. The options above work before or after a command. A name is an id, a name or an alias; in questions its singular, plural or beginning will do.\n\nExit codes: 0 fine, 1 the data has problems, 2 wrong usage or an unknown name, 3 a file cannot be read or written.\n\nCompletion of commands and names: source <(COMPLETE=bash landscape); zsh, fish, elvish and powershell likewise."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[cfg(feature = "sql")]
    Sql(Box<sql::Args>),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    Export(export::Args),
    Check(check::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Import(import::Args),
    #[command(flatten)]
    Edit(edit::Command),
    Init(init::Args),
}

/// Runs the program on the arguments of the process, and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    clap_complete::CompleteEnv::with_factory(command).complete();
    let command = command();
    let words = arrange::arrange(&command, std::env::args_os());
    let matches = match command.try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return unread(&error),
    };
    match run(&matches) {
        Ok(code) => code,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            error.print();
            error.code()
        }
    }
}

/// Prints what clap has to say instead of running a command: a help, or what is wrong with the
/// words.
fn unread(error: &clap::Error) -> ExitCode {
    // That nobody reads it is no reason to fail otherwise.
    let _ = error.print();
    let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    if error.kind() == clap::error::ErrorKind::UnknownArgument
        && !said(clap::error::ContextKind::InvalidArg).starts_with('-')
    {
        // How the command is used names what it takes besides options, if anything.
        let takes_names = said(clap::error::ContextKind::Usage).replace("[OPTIONS]", "").contains(['<', '[']);
        tell(if takes_names {
            "  help: put quotes around a name with spaces"
        } else {
            "  help: this command takes only options; `--help` lists them"
        });
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The program as clap knows it, with a help for the terminal.
fn command() -> clap::Command {
    command_for(output::width())
}

/// The program as clap knows it, with a help of a width: the questions and pictures of the
/// catalogue, and the commands that are neither.
fn command_for(width: usize) -> clap::Command {
    let root = question::arguments_of(catalogue::first_question(), clap::Command::new("landscape"));
    let questions = catalogue::questions().iter().copied().map(question::command);
    let root = root.subcommands(questions).subcommand(draw::command());
    // Last, since the program has another help than the question.
    help::grouped(<Cli as clap::Args>::augment_args(root), width)
}

fn run(matches: &clap::ArgMatches) -> Result<ExitCode, CliError> {
    if let Some((name, matches)) = matches.subcommand() {
        if let Ok(question) = catalogue::question(name) {
            return question::run(question, matches);
        }
        if name == draw::NAME {
            return draw::run(matches);
        }
    }
    let cli = Cli::from_arg_matches(matches).map_err(|error| usage(error.to_string()))?;
    match cli.command {
        None => question::run(catalogue::first_question(), matches),
        #[cfg(feature = "sql")]
        Some(Command::Sql(args)) => sql::run(&args),
        #[cfg(feature = "serve")]
        Some(Command::Serve(args)) => serve::run(args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Edit(command)) => edit::run(&command),
        Some(Command::Init(args)) => init::run(&args),
    }
}

/// Returns the help of the program and of every command, as Markdown: what `docs/cli.md` holds.
#[must_use]
pub fn reference() -> String {
    let mut text = String::new();
    let mut root = command_for(100).term_width(100);
    root.build();
    let mut queue = vec![root];
    while !queue.is_empty() {
        let mut command = queue.remove(0);
        let name = command.get_bin_name().unwrap_or("landscape").to_owned();
        text.push_str(&format!("## `{name}`\n\n```text\n{}```\n\n", command.render_long_help()));
        let subcommands = command.get_subcommands().filter(|sub| sub.get_name() != "help").cloned();
        queue.extend(subcommands.map(|sub| sub.term_width(100)));
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

/// Where the answer goes: standard output.
fn stdout() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::new(io::stdout().lock())
}

/// Writes a line to standard error, where everything goes that is not the answer.
fn tell(line: &str) {
    use io::Write;
    // That nobody reads it is no reason to fail.
    let lines: Vec<String> = line.lines().map(crate::harmless::clean).collect();
    let _ = writeln!(anstream::stderr().lock(), "{}", lines.join("\n"));
}

fn usage(message: impl Into<String>) -> CliError {
    CliError::new(Kind::Usage, message)
}
