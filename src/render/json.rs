//! JSON: the report itself, with its name and version.

use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::words::{Answer, Words};

/// The version of the reports' JSON. It changes when a field is renamed, removed or given another meaning.
pub const JSON_VERSION: u32 = 1;

/// What stands around every report.
#[derive(Serialize)]
struct Envelope<'r> {
    report: &'static str,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    assuming: Option<&'r str>,
    #[serde(flatten)]
    body: &'r dyn Answer,
}

pub(super) fn write(report: &dyn Answer, assuming: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let envelope = Envelope { report: report.name(), version: JSON_VERSION, assuming, body: report };
    serde_json::to_writer_pretty(&mut *out, &envelope)?;
    writeln!(out)
}

/// Returns the JSON of what is no [`Words`] but goes out like one.
#[cfg(feature = "cli")]
pub(crate) fn value(report: &'static str, body: &impl Serialize) -> io::Result<serde_json::Value> {
    #[derive(Serialize)]
    struct Alike<'r, R> {
        report: &'static str,
        version: u32,
        #[serde(flatten)]
        body: &'r R,
    }
    Ok(serde_json::to_value(Alike { report, version: JSON_VERSION, body })?)
}

/// Returns the JSON Schema of a report, with what stands around it.
#[must_use]
pub fn schema<R: Words + JsonSchema>() -> Schema {
    schema_of::<R>(R::NAME)
}

/// Returns the JSON Schema of what goes out under a report's name.
pub(crate) fn schema_of<R: JsonSchema>(name: &'static str) -> Schema {
    let mut schema = SchemaGenerator::new(schemars::generate::SchemaSettings::draft2020_12().for_serialize())
        .into_root_schema_for::<R>();
    let object = schema.ensure_object();
    object.insert("title".to_owned(), format!("landscape report: {name}").into());
    let assuming = json_schema!({
        "type": "string",
        "description": "Where the assumptions stand that the report rests on; absent where it rests on what is known alone.",
    });
    let head = [
        ("report", json_schema!({ "const": name, "description": "The report's name." })),
        (
            "version",
            json_schema!({ "const": JSON_VERSION, "description": "The version of the reports' JSON." }),
        ),
    ];
    if let Some(properties) = object.get_mut("properties").and_then(|p| p.as_object_mut()) {
        properties.insert("assuming".to_owned(), assuming.to_value());
    }
    for (key, part) in head {
        if let Some(properties) = object.get_mut("properties").and_then(|p| p.as_object_mut()) {
            properties.insert(key.to_owned(), part.to_value());
        }
        if let Some(required) = object.get_mut("required").and_then(|r| r.as_array_mut()) {
            required.push(key.into());
        }
    }
    schema
}
