//! Turtle.

use std::io::{self, Write};

use super::rdf::{Base, Object, Resource, prefixes, resources, type_of};
use crate::Landscape;

/// Writes the landscape as RDF in Turtle (W3C recommendation, 2014), in the terms that
/// `docs/export.md` lists.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n records and claims; what is kept are the claims of one record.
pub fn turtle(landscape: &Landscape, base: &Base, out: &mut dyn Write) -> io::Result<()> {
    for (prefix, iri) in prefixes(base) {
        writeln!(out, "@prefix {prefix}: <{iri}> .")?;
    }
    resources(landscape, &mut |resource| write_resource(out, resource))
}

fn write_resource(out: &mut dyn Write, resource: &Resource) -> io::Result<()> {
    // Every name is a prefix and a slug, which need no escaping.
    write!(out, "\n{} a {}", resource.name, resource.classes.join(", "))?;
    for (property, object) in &resource.properties {
        match object {
            Object::Name(name) => write!(out, " ;\n    {property} {name}")?,
            Object::Text(text) => write!(out, " ;\n    {property} \"{}\"", escaped(text))?,
            Object::When(when) => write!(out, " ;\n    {property} \"{when}\"^^{}", type_of(*when))?,
            Object::Flag(flag) => write!(out, " ;\n    {property} {flag}")?,
        }
    }
    writeln!(out, " .")
}

/// Returns a text as it may stand between quotation marks (`STRING_LITERAL_QUOTE` of the grammar).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            _ if character.is_control() => escaped.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => escaped.push(character),
        }
    }
    escaped
}
