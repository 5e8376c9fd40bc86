//! JSON-LD.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::rdf::{Base, Object, Resource, prefixes, resources, type_of};
use crate::Landscape;

/// Writes the landscape as RDF in JSON-LD 1.1 (W3C recommendation, 2020): the same triples as
/// Turtle.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n records and claims; what is kept are the claims of one record.
pub fn json_ld(landscape: &Landscape, base: &Base, out: &mut dyn Write) -> io::Result<()> {
    let prefix = |(prefix, iri): (&str, String)| {
        // A base may end in a sign that makes no prefix by itself.
        (prefix.to_owned(), json!({ "@id": iri, "@prefix": true }))
    };
    let context: Map<String, Value> = prefixes(base).into_iter().map(prefix).collect();
    write!(out, "{{\n\"@context\": {},\n\"@graph\": [", Value::Object(context))?;
    let mut separator = "\n";
    resources(landscape, &mut |resource| {
        write!(out, "{separator}{}", Value::Object(object(resource)))?;
        separator = ",\n";
        Ok(())
    })?;
    writeln!(out, "\n]\n}}")
}

fn object(resource: &Resource) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("@id".to_owned(), resource.name.to_string().into());
    object.insert("@type".to_owned(), json!(resource.classes));
    for (property, said) in &resource.properties {
        let said = match said {
            Object::Name(name) => json!({ "@id": name.to_string() }),
            Object::Text(text) => json!(text),
            Object::When(when) => json!({ "@type": type_of(*when), "@value": when.to_string() }),
            Object::Flag(flag) => json!(flag),
        };
        match object.entry(property.clone()).or_insert(Value::Null) {
            Value::Array(all) => all.push(said),
            none @ Value::Null => *none = said,
            one => *one = Value::Array(vec![one.take(), said]),
        }
    }
    object
}
