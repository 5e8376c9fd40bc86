//! `landscape find`.

use crate::query::find;
use std::process::ExitCode;

use super::error::CliError;
use super::output::ListArgs;
use super::usage;
use crate::model::Kind;
use crate::query::{self};

/// Search ids, names and aliases, letters left out allowed
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// What to search for
    #[arg(value_name = "TEXT")]
    text: String,
    /// Only records of this kind, such as `tool`; may be given more than once
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<String>,
    #[command(flatten)]
    list: ListArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let kind = |word: &String| {
        Kind::from_word(word).ok_or_else(|| {
            let words = Kind::ALL.map(Kind::singular);
            usage(format!("`{word}` is no kind of record"))
                .with_help(format!("the kinds are {}", words.join(", ")))
        })
    };
    let kinds = args.kinds.iter().map(kind).collect::<Result<Vec<_>, _>>()?;
    let loaded = args.list.load()?;
    let options = find::Options { top: args.list.rows(), kinds };
    args.list.print(&loaded, &query::find::find(&loaded.landscape, &args.text, &options))
}
