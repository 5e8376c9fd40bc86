//! `GraphML`, for Gephi, yEd, Cytoscape and networkx.

use std::io::{self, Write};

use super::graph::{Claims, EDGE_KEYS, NODE_KEYS, Type, Values, edges, node_id, node_values, nodes};
use super::xml::text;
use crate::Landscape;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"#;

/// Writes nodes and edges as `GraphML` (Brandes, Eiglsperger, Herman, Himsolt and Marshall 2002),
/// with typed attributes.
///
/// An edge is one relation between two records, or one claim: see [`Claims`]. Its weight is 1, or a
/// half where something is offered in part. Lists are one text, separated by `; `. Characters that
/// XML cannot hold become U+FFFD.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n records and claims; what is kept are the claims of one record.
pub fn graphml(landscape: &Landscape, claims: Claims, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for name in ["name", "description", "as_of", "perspective"] {
        writeln!(out, r#"  <key id="graph_{name}" for="graph" attr.name="{name}" attr.type="string"/>"#)?;
    }
    let node_keys = NODE_KEYS.iter().map(|key| (key.name, key.r#type));
    for (name, r#type) in [("kind", Type::Text)].into_iter().chain(node_keys) {
        // By this name viewers find what to write beside a node.
        let shown = if name == "name" { "label" } else { name };
        key(out, "node", name, shown, r#type)?;
    }
    let edge_keys = EDGE_KEYS.iter().map(|key| (key.name, key.r#type));
    for (name, r#type) in [("relation", Type::Text)].into_iter().chain(edge_keys) {
        key(out, "edge", name, name, r#type)?;
    }
    writeln!(out, r#"  <graph id="landscape" edgedefault="directed">"#)?;
    let perspective = landscape.perspective().map(|company| node_id(landscape, company.into()));
    let facts = [
        ("name", Some(landscape.name().to_owned())),
        ("description", landscape.description().map(str::to_owned)),
        ("as_of", landscape.as_of().map(|day| day.to_string())),
        ("perspective", perspective),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            writeln!(out, r#"    <data key="graph_{name}">{}</data>"#, text(&fact))?;
        }
    }
    for node in nodes(landscape) {
        writeln!(out, r#"    <node id="{}">"#, node_id(landscape, node))?;
        writeln!(out, r#"      <data key="node_kind">{}</data>"#, node.kind())?;
        data(out, "node", &node_values(landscape, node))?;
        writeln!(out, "    </node>")?;
    }
    let mut count = 0_u64;
    edges(landscape, claims, &mut |edge| {
        let (from, to) = (node_id(landscape, edge.from), node_id(landscape, edge.to));
        writeln!(out, r#"    <edge id="e{count}" source="{from}" target="{to}">"#)?;
        writeln!(out, r#"      <data key="edge_relation">{}</data>"#, edge.relation)?;
        data(out, "edge", &edge.values())?;
        count += 1;
        writeln!(out, "    </edge>")
    })?;
    writeln!(out, "  </graph>\n</graphml>")
}

fn key(out: &mut dyn Write, of: &str, name: &str, shown: &str, r#type: Type) -> io::Result<()> {
    let r#type = match r#type {
        Type::Text | Type::List => "string",
        Type::Flag => "boolean",
        Type::Number => "double",
    };
    writeln!(out, r#"  <key id="{of}_{name}" for="{of}" attr.name="{shown}" attr.type="{type}"/>"#)
}

fn data(out: &mut dyn Write, of: &str, values: &Values<'_>) -> io::Result<()> {
    for (name, value) in values {
        writeln!(out, r#"      <data key="{of}_{name}">{}</data>"#, text(&value.text()))?;
    }
    Ok(())
}
