//! Cypher: a script that fills a property graph database.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::graph::{Claims, EDGE_KEYS, Edge, NODE_KEYS, Type, Value, Values, edges, node_values};
use crate::Landscape;
use crate::model::{Kind, Relation};

/// How many nodes or edges one statement brings.
const BATCH: usize = 500;

/// The database that a script is for. They differ in how one says what is unique, and Ladybug wants
/// the type of everything before anything else.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Dialect {
    /// Neo4j, from version 4.4.
    #[default]
    Neo4j,
    /// Memgraph.
    Memgraph,
    /// Ladybug, and Kuzu before it.
    Ladybug,
}

/// Writes nodes and edges as statements in Cypher: constraints first, or tables, then batches of
/// nodes and of edges.
///
/// Labels are kinds (`Company`), types of relationships are relations (`OFFERS`). A node has an
/// `id` that is unique within its label; an edge has a `weight` (1, or a half in part) and a
/// `number`, which tells those with the same ends and type apart: see [`Claims`]. A node
/// `Landscape` says what is true of the whole. Running the script twice is as good as once.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n records and claims; what is kept are one batch of nodes and one of each
/// kind of edge.
pub fn cypher(
    landscape: &Landscape,
    dialect: Dialect,
    claims: Claims,
    out: &mut dyn Write,
) -> io::Result<()> {
    let day = landscape.as_of().map(|day| format!(", as of {day}")).unwrap_or_default();
    writeln!(out, "// A landscape for {}{day}.", dialect.name())?;
    declare(dialect, out)?;
    let perspective = landscape.perspective().map(|company| landscape.node(company).id());
    let facts = [
        ("name", Some(landscape.name().to_owned())),
        ("description", landscape.description().map(str::to_owned)),
        ("as_of", landscape.as_of().map(|day| day.to_string())),
        ("perspective", perspective.map(str::to_owned)),
    ];
    let facts: Values<'_> =
        facts.into_iter().filter_map(|(key, fact)| Some((key, Value::Text(fact?.into())))).collect();
    let mut whole = Nodes { dialect, label: WHOLE, columns: WHOLE_COLUMNS.to_vec(), rows: Vec::new() };
    whole.push(WHOLE_ID, &facts);
    whole.flush(out)?;
    for kind in Kind::ALL {
        let mut nodes = Nodes { dialect, label: label(kind), columns: node_columns(kind), rows: Vec::new() };
        for node in landscape.nodes(kind) {
            nodes.push(landscape.node(node).id(), &node_values(landscape, node));
            if nodes.rows.len() == BATCH {
                nodes.flush(out)?;
            }
        }
        nodes.flush(out)?;
    }
    // The ends of all edges in one statement have the same labels.
    let mut batches: BTreeMap<(Relation, Kind, Kind), Vec<String>> = BTreeMap::new();
    edges(landscape, claims, &mut |edge| {
        let ends = (edge.relation, edge.from.kind(), edge.to.kind());
        let rows = batches.entry(ends).or_default();
        rows.push(edge_row(dialect, landscape, &edge));
        if rows.len() == BATCH { flush_edges(ends, rows, out) } else { Ok(()) }
    })?;
    for (ends, mut rows) in batches {
        flush_edges(ends, &mut rows, out)?;
    }
    Ok(())
}

/// A column: its name and type.
type Column = (&'static str, Type);

/// The label of the node that stands for the whole, its id, and what it has.
const WHOLE: &str = "Landscape";
const WHOLE_ID: &str = "landscape";
const WHOLE_COLUMNS: [Column; 4] =
    [("name", Type::Text), ("description", Type::Text), ("as_of", Type::Text), ("perspective", Type::Text)];

impl Dialect {
    const fn name(self) -> &'static str {
        match self {
            Self::Neo4j => "Neo4j",
            Self::Memgraph => "Memgraph",
            Self::Ladybug => "Ladybug",
        }
    }
}

/// The label of the nodes of a kind.
fn label(kind: Kind) -> &'static str {
    kind.type_name()
}

fn node_columns(kind: Kind) -> Vec<Column> {
    NODE_KEYS.iter().filter(|key| key.is_of(&kind)).map(|key| (key.name, key.r#type)).collect()
}

fn edge_columns(relation: Relation) -> Vec<Column> {
    EDGE_KEYS.iter().filter(|key| key.is_of(&relation)).map(|key| (key.name, key.r#type)).collect()
}

/// Says what is unique, or which tables there are.
fn declare(dialect: Dialect, out: &mut dyn Write) -> io::Result<()> {
    let labels = || Kind::ALL.map(label).into_iter().chain([WHOLE]);
    match dialect {
        Dialect::Neo4j => labels().try_for_each(|label| {
            let name = label.to_lowercase();
            writeln!(out, "CREATE CONSTRAINT {name}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;")
        }),
        Dialect::Memgraph => labels().try_for_each(|label| {
            writeln!(out, "CREATE CONSTRAINT ON (n:{label}) ASSERT n.id IS UNIQUE;")?;
            writeln!(out, "CREATE INDEX ON :{label}(id);")
        }),
        Dialect::Ladybug => {
            let tables = Kind::ALL.map(|kind| (label(kind), node_columns(kind)));
            for (label, columns) in tables.into_iter().chain([(WHOLE, WHOLE_COLUMNS.to_vec())]) {
                let columns = typed(&columns);
                writeln!(out, "CREATE NODE TABLE IF NOT EXISTS {label}(id STRING PRIMARY KEY{columns});")?;
            }
            for relation in Relation::all() {
                let rule = relation.rule();
                let pairs = rule.from.iter().flat_map(|from| rule.to.iter().map(move |to| (*from, *to)));
                let pairs: Vec<String> =
                    pairs.map(|(from, to)| format!("FROM {} TO {}", label(from), label(to))).collect();
                let (name, columns) = (rule.key.to_uppercase(), typed(&edge_columns(relation)));
                writeln!(
                    out,
                    "CREATE REL TABLE IF NOT EXISTS {name}({}, number INT64{columns});",
                    pairs.join(", ")
                )?;
            }
            Ok(())
        }
    }
}

fn typed(columns: &[Column]) -> String {
    let column = |(name, r#type): &Column| [", ", name, " ", type_name(*r#type)].concat();
    columns.iter().map(column).collect()
}

const fn type_name(r#type: Type) -> &'static str {
    match r#type {
        Type::Text => "STRING",
        Type::List => "STRING[]",
        Type::Flag => "BOOLEAN",
        Type::Number => "DOUBLE",
    }
}

/// Nodes with one label that go into one statement.
struct Nodes {
    dialect: Dialect,
    label: &'static str,
    columns: Vec<Column>,
    rows: Vec<String>,
}

impl Nodes {
    fn push(&mut self, id: &str, values: &Values<'_>) {
        let keys = keys(self.dialect, &self.columns, values);
        self.rows.push(format!("{{id: {}{keys}}}", literal(id)));
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let set: Vec<String> =
            self.columns.iter().map(|(name, _)| format!("n.{name} = row.{name}")).collect();
        writeln!(out, "\nUNWIND [\n  {}\n] AS row", self.rows.join(",\n  "))?;
        writeln!(out, "MERGE (n:{} {{id: row.id}})\nSET {};", self.label, set.join(", "))?;
        self.rows.clear();
        Ok(())
    }
}

fn edge_row(dialect: Dialect, landscape: &Landscape, edge: &Edge<'_>) -> String {
    let keys = keys(dialect, &edge_columns(edge.relation), &edge.values());
    let id = |node| literal(landscape.node(node).id());
    format!("{{from: {}, to: {}, number: {}{keys}}}", id(edge.from), id(edge.to), edge.number)
}

fn flush_edges(
    (relation, from, to): (Relation, Kind, Kind),
    rows: &mut Vec<String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = edge_columns(relation);
    let set: Vec<String> = columns.iter().map(|(name, _)| format!("r.{name} = row.{name}")).collect();
    writeln!(out, "\nUNWIND [\n  {}\n] AS row", rows.join(",\n  "))?;
    writeln!(out, "MATCH (a:{} {{id: row.from}})\nMATCH (b:{} {{id: row.to}})", label(from), label(to))?;
    writeln!(out, "MERGE (a)-[r:{} {{number: row.number}}]->(b)", relation.rule().key.to_uppercase())?;
    writeln!(out, "SET {};", set.join(", "))?;
    rows.clear();
    Ok(())
}

/// Returns the keys of a row with their values.
///
/// What is absent is null by itself, but for Ladybug, where all rows of a list must have the same
/// keys and types.
fn keys(dialect: Dialect, columns: &[Column], values: &Values<'_>) -> String {
    let mut keys = String::new();
    for (name, r#type) in columns {
        let value = values.iter().find(|(key, _)| key == name).map(|(_, value)| written(value));
        let null = || match r#type {
            Type::Text => "NULL".to_owned(),
            Type::List | Type::Flag | Type::Number => format!("CAST(NULL AS {})", type_name(*r#type)),
        };
        let value = value.or_else(|| (dialect == Dialect::Ladybug).then(null));
        keys.extend(value.map(|value| format!(", {name}: {value}")));
    }
    keys
}

fn written(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => literal(text),
        Value::List(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| literal(text)).collect();
            format!("[{}]", texts.join(", "))
        }
        Value::Flag(flag) => flag.to_string(),
        // Always with a point: all numbers of a list have one type.
        Value::Number(number) => format!("{number:?}"),
    }
}

/// Returns a text as an expression: a string, or strings to be joined.
///
/// Neo4j turns `\u0027` into a quotation mark before it looks for where strings end. So that no
/// reader can take an escaped backslash and the `u` behind it for that, such a `u` begins a string
/// of its own.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('\'');
    let mut is_after_backslash = false;
    for character in text.chars() {
        match character {
            '\\' => literal.push_str("\\\\"),
            '\'' => literal.push_str("\\'"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            'u' | 'U' if is_after_backslash => {
                literal.push_str("' + '");
                literal.push(character);
            }
            _ if character.is_control() => literal.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => literal.push(character),
        }
        is_after_backslash = character == '\\';
    }
    literal.push('\'');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_string() {
        for (text, wanted) in [
            ("", r"''"),
            ("it's \"x\"", r#"'it\'s "x"'"#),
            (r"ends in \", r"'ends in \\'"),
            (r"\' + x", r"'\\\' + x'"),
            (r"\u0027; MATCH (n) DETACH DELETE n", r"'\\' + 'u0027; MATCH (n) DETACH DELETE n'"),
            (r"\\U0001", r"'\\\\' + 'U0001'"),
            ("a\r\n\tb\0\u{1b}\u{9b}", r"'a\r\n\tb\u0000\u001B\u009B'"),
            ("🦔 日本", "'🦔 日本'"),
        ] {
            assert_eq!(literal(text), wanted);
        }
    }

    #[test]
    fn every_kind_and_relation_of_the_tables_can_hold_what_is_written_to_it() {
        for relation in Relation::all() {
            assert!(edge_columns(relation).len() >= 7, "{relation}");
        }
        assert!(node_columns(Kind::Tool).iter().any(|(name, _)| *name == "in_scope"));
        assert!(node_columns(Kind::Stack).iter().all(|(name, _)| *name != "in_scope"));
    }
}
