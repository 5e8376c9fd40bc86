//! JSON: the report itself, with its name and version.

use std::io::{self, Write};

use serde::Serialize;

use super::{Format, Layout};
use crate::catalogue::JSON_VERSION;
use crate::query::{AnyRef, Taken};
use crate::words::Answer;

/// What stands around every report.
#[derive(Serialize)]
struct Envelope<'r> {
    report: &'static str,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    assuming: Option<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    taken: &'r [Taken<'r>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    within: &'r [AnyRef<'r>],
    #[serde(flatten)]
    body: &'r dyn Answer,
}

/// The report itself, with its name and version: a contract.
pub static JSON: Format = Format {
    word: "json",
    about: "The whole report, as `landscape schema` describes it",
    is_for_people: false,
    is_whole: false,
    write,
};

fn write(answer: &dyn Answer, layout: &Layout<'_>, out: &mut dyn Write) -> io::Result<()> {
    let understood = layout.understood;
    let envelope = Envelope {
        report: answer.name(),
        version: JSON_VERSION,
        assuming: layout.assuming,
        taken: understood.map_or(&[], |understood| &understood.taken),
        within: understood.map_or(&[], |understood| &understood.within),
        body: answer,
    };
    serde_json::to_writer_pretty(&mut *out, &envelope)?;
    writeln!(out)
}

/// What is no answer but goes out like one.
#[cfg(feature = "cli")]
#[derive(Serialize)]
struct Alike<'r, R> {
    report: &'static str,
    version: u32,
    #[serde(flatten)]
    body: &'r R,
}

/// Returns the JSON of what is no answer but goes out like one.
#[cfg(feature = "cli")]
pub(crate) fn value(report: &'static str, body: &impl Serialize) -> io::Result<serde_json::Value> {
    Ok(serde_json::to_value(Alike { report, version: JSON_VERSION, body })?)
}

/// Writes the JSON of what is no answer but goes out like one, its keys in the order of the report.
#[cfg(feature = "cli")]
pub(crate) fn write_alike(
    report: &'static str,
    body: &impl Serialize,
    out: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Alike { report, version: JSON_VERSION, body })?;
    writeln!(out)
}
