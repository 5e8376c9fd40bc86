//! GEXF, for Gephi.

use std::io::{self, Write};

use super::graph::{Claims, EDGE_KEYS, NODE_KEYS, Type, Values, edges, node_id, node_values, nodes};
use super::xml::text;
use crate::Landscape;

/// Writes nodes and edges as GEXF 1.3 (the Gephi project 2022), with typed attributes.
///
/// An edge is one relation between two records, or one claim: see [`Claims`]. Its kind is the
/// relation, its weight 1, or a half where something is offered in part. Lists are one text,
/// separated by `; `. Characters that XML cannot hold become U+FFFD.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n records and claims; what is kept are the claims of one record.
pub fn gexf(landscape: &Landscape, claims: Claims, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<gexf xmlns="http://gexf.net/1.3" version="1.3">"#)?;
    let day = landscape.as_of().map(|day| format!(r#" lastmodifieddate="{day}""#)).unwrap_or_default();
    writeln!(
        out,
        "  <meta{day}>\n    <creator>landscape</creator>\n    <title>{}</title>",
        text(landscape.name())
    )?;
    if let Some(description) = landscape.description() {
        writeln!(out, "    <description>{}</description>", text(description))?;
    }
    writeln!(out, "  </meta>\n  <graph defaultedgetype=\"directed\" mode=\"static\" idtype=\"string\">")?;
    let node_keys = NODE_KEYS.iter().map(|key| (key.name, key.r#type)).filter(|(name, _)| *name != "name");
    declare(out, "node", [("kind", Type::Text)].into_iter().chain(node_keys))?;
    // The weight is an attribute of the edge itself, which Gephi reckons with.
    let edge_keys = EDGE_KEYS.iter().map(|key| (key.name, key.r#type)).filter(|(name, _)| *name != "weight");
    declare(out, "edge", [("relation", Type::Text)].into_iter().chain(edge_keys))?;
    writeln!(out, "    <nodes>")?;
    for node in nodes(landscape) {
        let (id, name) = (node_id(landscape, node), landscape.node(node).name());
        writeln!(out, r#"      <node id="{id}" label="{}">"#, text(name))?;
        let kind = ("kind", node.kind().singular());
        let values = node_values(landscape, node).into_iter().filter(|(name, _)| *name != "name").collect();
        values_of(out, kind, &values)?;
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    let mut count = 0_u64;
    edges(landscape, claims, &mut |edge| {
        let (from, to) = (node_id(landscape, edge.from), node_id(landscape, edge.to));
        let relation = edge.relation.rule().key;
        writeln!(
            out,
            r#"      <edge id="{count}" source="{from}" target="{to}" kind="{relation}" label="{relation}" weight="{}">"#,
            edge.weight()
        )?;
        let values = edge.values().into_iter().filter(|(name, _)| *name != "weight").collect();
        values_of(out, ("relation", relation), &values)?;
        count += 1;
        writeln!(out, "      </edge>")
    })?;
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")
}

fn declare(
    out: &mut dyn Write,
    class: &str,
    keys: impl Iterator<Item = (&'static str, Type)>,
) -> io::Result<()> {
    writeln!(out, r#"    <attributes class="{class}" mode="static">"#)?;
    for (name, r#type) in keys {
        let r#type = match r#type {
            Type::Text | Type::List => "string",
            Type::Flag => "boolean",
            Type::Number => "double",
        };
        writeln!(out, r#"      <attribute id="{name}" title="{name}" type="{type}"/>"#)?;
    }
    writeln!(out, "    </attributes>")
}

fn values_of(out: &mut dyn Write, (name, value): (&str, &str), values: &Values<'_>) -> io::Result<()> {
    writeln!(out, "        <attvalues>")?;
    writeln!(out, r#"          <attvalue for="{name}" value="{value}"/>"#)?;
    for (name, value) in values {
        writeln!(out, r#"          <attvalue for="{name}" value="{}"/>"#, text(&value.text()))?;
    }
    writeln!(out, "        </attvalues>")
}
