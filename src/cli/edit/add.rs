//! `landscape add`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use super::values::RecordValues;
use super::{EditArgs, given};
use crate::cli::error::CliError;
use crate::cli::usage;
use crate::edit::{Add, Edit, plain_links};
use crate::model::Kind;

/// Add a record: a company, a tool, a source or another kind
///
/// The id is made from the name. A company gets its own file, `companies/ID.json`. Other records go
/// to the file of their kind, in the order of ids. An id, name or alias of another record is
/// refused.
///
/// Example: landscape add company "Quill Quokka" --note "Met at a fair"
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli) struct Args {
    /// The kind of record, such as `company`
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// The name
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The id [default: made from the name]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Another name for it; can be given more than once
    #[arg(long = "alias", value_name = "NAME")]
    aliases: Vec<String>,
    /// The stack that it belongs to; can be given more than once
    #[arg(long = "stack", value_name = "STACK")]
    stacks: Vec<String>,
    /// The file to write it to
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    #[command(flatten)]
    values: RecordValues,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    args.edit.root()?;
    let kinds = Kind::ALL.map(|kind| kind.singular().to_owned());
    let kind = given(args.kind.as_ref(), "the kind of record", &kinds)?;
    let name = given(args.name.as_ref(), "the name", &[])?;
    let mut links = BTreeMap::new();
    if !args.stacks.is_empty() {
        let from = Kind::from_word(&kind);
        let relation = from.and_then(|from| plain_links(from, Kind::Stack));
        let relation = relation.ok_or_else(|| usage(format!("a {kind} belongs to no stack")))?;
        links.insert(relation.to_owned(), args.stacks.clone());
    }
    let mut add = Add::new(&kind, &name);
    add.id.clone_from(&args.id);
    add.aliases.clone_from(&args.aliases);
    add.values = args.values.0.clone();
    add.links = links;
    add.file.clone_from(&args.file);
    args.edit.run(Edit::Add(add))
}
