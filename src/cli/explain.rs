//! `landscape explain`.

use std::io::Write;
use std::process::ExitCode;

use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::{complete, output, usage};
use crate::id::nearest;
use crate::problem::{Code, Level};

/// Explain a problem code, with an example and the fix
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The code, such as `relation::cycle`; without one, all codes are listed
    #[arg(value_name = "CODE", add = ArgValueCompleter::new(complete::codes))]
    code: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let mut out = super::stdout();
    match &args.code {
        Some(text) => out.write_all(explain(code(text)?).as_bytes())?,
        None => {
            for code in Code::ALL {
                writeln!(out, "{:26} {:8} {}", code.name(), level(code), code.explanation().title)?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a code.
pub(super) fn code(text: &str) -> Result<Code, CliError> {
    text.parse::<Code>().map_err(|error| {
        let part_of =
            || Code::ALL.map(Code::name).into_iter().find(|name| text.len() > 2 && name.contains(text));
        let help = match nearest(text, Code::ALL.map(Code::name)).or_else(part_of) {
            Some(code) => format!("did you mean `{code}`?"),
            None => "`landscape explain` lists all codes".to_owned(),
        };
        usage(error.to_string()).with_help(help)
    })
}

fn level(code: Code) -> &'static str {
    match code.level() {
        Level::Error => "error",
        Level::Warn | Level::Allow => "warning",
    }
}

fn explain(code: Code) -> String {
    let explanation = code.explanation();
    let mut text = format!("{code} ({}): {}\n\n", level(code), explanation.title);
    text.push_str(&textwrap::fill(explanation.meaning, output::width().min(100)));
    text.push('\n');
    for (head, example) in [("Wrong", explanation.wrong), ("Right", explanation.right)] {
        if let Some(example) = example.filter(|example| !example.is_empty()) {
            text.push_str(&format!("\n{head}:\n\n{}\n", textwrap::indent(example, "    ")));
        }
    }
    text
}
