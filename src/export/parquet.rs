//! Parquet: nodes and edges as two tables, for `DuckDB`, pandas, Polars and Spark.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::graph::{EDGE_KEYS, NODE_KEYS, Type, Value, edges_from, node_id, node_values, nodes};
use crate::Landscape;

/// How many rows stand together.
const GROUP: usize = 65_536;

/// Writes a table of nodes: `node` (kind and id, as the table of edges has it), `kind`, `id`, and what is known of each.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n) time for n records; 65,536 rows are kept.
pub fn parquet_nodes<W: Write + Send>(landscape: &Landscape, out: W) -> io::Result<()> {
    let head = [("node", Type::Text), ("kind", Type::Text), ("id", Type::Text)];
    let keys = NODE_KEYS.iter().map(|key| (key.name, key.r#type));
    let mut table = Table::new(out, head.into_iter().chain(keys))?;
    for node in nodes(landscape) {
        let names = [
            ("node", node_id(landscape, node)),
            ("kind", node.kind().to_string()),
            ("id", landscape.node(node).id().to_owned()),
        ];
        let names = names.map(|(key, name)| (key, Value::Text(name.into())));
        table.push(names.into_iter().chain(node_values(landscape, node)))?;
    }
    table.finish()
}

/// Writes a table of edges, one for each claim: `source`, `target` and `relation`, and what is known of each.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n claims; 65,536 rows are kept.
pub fn parquet_edges<W: Write + Send>(landscape: &Landscape, out: W) -> io::Result<()> {
    let head = [("source", Type::Text), ("target", Type::Text), ("relation", Type::Text)];
    let keys = EDGE_KEYS.iter().map(|key| (key.name, key.r#type));
    let mut table = Table::new(out, head.into_iter().chain(keys))?;
    for node in nodes(landscape) {
        edges_from(landscape, node, &mut |edge| {
            let names = [
                ("source", node_id(landscape, edge.from)),
                ("target", node_id(landscape, edge.to)),
                ("relation", edge.relation.to_string()),
            ];
            let names = names.map(|(key, name)| (key, Value::Text(name.into())));
            table.push(names.into_iter().chain(edge.values()))
        })?;
    }
    table.finish()
}

/// A column of the rows that have not been written yet.
struct Column {
    name: &'static str,
    r#type: Type,
    texts: Vec<ByteArray>,
    flags: Vec<bool>,
    /// How much of each value there is: none, or all; of a list, none, or an element.
    definitions: Vec<i16>,
    /// Whether each element goes on with a list.
    repetitions: Vec<i16>,
}

impl Column {
    fn new((name, r#type): (&'static str, Type)) -> Self {
        let (texts, flags, definitions, repetitions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { name, r#type, texts, flags, definitions, repetitions }
    }

    /// Returns the column as the schema has it.
    fn declared(&self) -> String {
        let name = self.name;
        match self.r#type {
            Type::Text => format!("optional binary {name} (STRING);"),
            Type::Flag => format!("optional boolean {name};"),
            Type::List => format!(
                "optional group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
            ),
        }
    }

    fn push(&mut self, value: Option<&Value<'_>>) {
        match value {
            None => self.add(0, 0),
            Some(Value::Flag(flag)) => {
                self.flags.push(*flag);
                self.add(1, 0);
            }
            Some(Value::Text(text)) => {
                self.texts.push(ByteArray::from(&**text));
                self.add(1, 0);
            }
            Some(Value::List(texts)) => {
                for (at, text) in texts.iter().enumerate() {
                    self.texts.push(ByteArray::from(*text));
                    self.add(2, i16::from(at > 0));
                }
            }
        }
    }

    fn add(&mut self, definition: i16, repetition: i16) {
        self.definitions.push(definition);
        self.repetitions.push(repetition);
    }

    fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let repetitions = (self.r#type == Type::List).then_some(&*self.repetitions);
        match self.r#type {
            Type::Text | Type::List => {
                column.typed::<ByteArrayType>().write_batch(
                    &self.texts,
                    Some(&self.definitions),
                    repetitions,
                )?;
            }
            Type::Flag => {
                column.typed::<BoolType>().write_batch(&self.flags, Some(&self.definitions), repetitions)?;
            }
        }
        column.close()?;
        *self = Self::new((self.name, self.r#type));
        Ok(())
    }
}

/// A table that is being written.
struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
}

impl<W: Write + Send> Table<W> {
    fn new(out: W, columns: impl Iterator<Item = (&'static str, Type)>) -> io::Result<Self> {
        let columns: Vec<Column> = columns.map(Column::new).collect();
        let declared: String = columns.iter().map(Column::declared).collect();
        let schema = parse_message_type(&format!("message landscape {{ {declared} }}")).map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer =
            SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Self { writer, columns, rows: 0 })
    }

    fn push<'l>(&mut self, values: impl Iterator<Item = (&'static str, Value<'l>)>) -> io::Result<()> {
        let values: Vec<(&str, Value<'_>)> = values.collect();
        for column in &mut self.columns {
            let value = values.iter().find(|(key, _)| *key == column.name);
            column.push(value.map(|(_, value)| value));
        }
        self.rows += 1;
        if self.rows == GROUP { self.flush().map_err(failed) } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            if let Some(writer) = group.next_column()? {
                column.write(writer)?;
            }
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.flush().map_err(failed)?;
        }
        self.writer.close().map(|_| ()).map_err(failed)
    }
}

/// Returns why nothing more can be written, as `out` has said it where it has.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(source) => io::Error::other(source),
        },
        error => io::Error::other(error),
    }
}
