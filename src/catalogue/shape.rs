//! The JSON Schema of a report, with what stands around it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::query::{AnyRef, Taken};
use crate::words::Words;

/// The version of the reports' JSON. It changes when a field is renamed, removed or given another
/// meaning.
pub const JSON_VERSION: u32 = 2;

/// The shape of a report in JSON.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Shape {
    /// The report's name.
    pub name: &'static str,
    /// Makes its JSON Schema.
    pub schema: fn() -> Schema,
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Shape").field(&self.name).finish()
    }
}

impl Shape {
    /// Returns the shape of a report.
    #[must_use]
    pub const fn of<R: Words + JsonSchema>() -> Self {
        Self { name: R::NAME, schema: || schema_of::<R>(R::NAME) }
    }
}

/// Returns the JSON Schema of what goes out under a report's name.
#[must_use]
pub fn schema_of<R: JsonSchema>(name: &'static str) -> Schema {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    enveloped(name, SchemaGenerator::new(settings).into_root_schema_for::<R>())
}

/// What a schema of a list of values of a type says, whole in itself.
fn list_of<T: JsonSchema>(about: &str) -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .with(|settings| settings.inline_subschemas = true);
    let mut items = SchemaGenerator::new(settings).into_root_schema_for::<T>().to_value();
    if let Some(items) = items.as_object_mut() {
        items.remove("$schema");
        items.remove("title");
    }
    serde_json::json!({ "type": "array", "items": items, "description": about })
}

fn enveloped(name: &'static str, mut schema: Schema) -> Schema {
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
        let taken = "What was taken for names that no record has as they were typed, or that several have; absent where nothing was.";
        properties.insert("taken".to_owned(), list_of::<Taken<'_>>(taken));
        let within = "The stacks and roles to which the report keeps; absent where it keeps to none.";
        properties.insert("within".to_owned(), list_of::<AnyRef<'_>>(within));
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
