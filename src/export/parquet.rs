//! Parquet: one file for each table of the landscape, for `DuckDB`, Spark, Polars and pandas.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use crate::Landscape;
use crate::tables::{Column, Keys, Table, Type, Value};

/// How many rows stand together at most: few enough that an engine reads several such groups at
/// once.
const GROUP_ROWS: usize = 1 << 19;

/// How many bytes of text stand together, but for the last row's.
const GROUP_BYTES: usize = 64 << 20;

/// How many texts are handed over at a time.
const BATCH: usize = 1 << 13;

/// Writes a table with the names and columns that it has: what can be null is optional, all else
/// required.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n rows; the values of 524,288 rows or of 64 MiB of text are kept, whatever
/// is less.
pub fn parquet<W: Write + Send>(landscape: &Landscape, table: &dyn Table, out: W) -> io::Result<()> {
    let columns = table.columns();
    let declared: String = columns.iter().map(declared).collect();
    let schema = parse_message_type(&format!("message {} {{ {declared} }}", table.name())).map_err(failed)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("landscape-graph ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer =
        SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
    let mut group = Group::new(&columns);
    let mut rows = table.rows(landscape, Keys::default());
    while rows.advance() {
        for (at, column) in group.columns.iter_mut().enumerate() {
            column.push(rows.value(at));
        }
        group.rows += 1;
        if group.is_full() {
            group.write(&mut writer).map_err(failed)?;
        }
    }
    if group.rows > 0 {
        group.write(&mut writer).map_err(failed)?;
    }
    writer.close().map(|_| ()).map_err(failed)
}

/// Returns a column as the schema has it.
fn declared(column: &Column) -> String {
    let repetition = if column.nullable { "optional" } else { "required" };
    let (r#type, meaning) = match column.r#type {
        // A month is no day: it stays the text that was written.
        Type::Text | Type::When => ("binary", " (STRING)"),
        Type::Integer => ("int64", ""),
        Type::Real => ("double", ""),
        Type::Date => ("int32", " (DATE)"),
        Type::Boolean => ("boolean", ""),
    };
    format!("{repetition} {type} {}{meaning};", column.name)
}

/// Rows that have not been written yet, column by column.
struct Group {
    columns: Vec<Values>,
    rows: usize,
}

impl Group {
    fn new(columns: &[Column]) -> Self {
        Self { columns: columns.iter().map(Values::new).collect(), rows: 0 }
    }

    fn is_full(&self) -> bool {
        let bytes: usize = self.columns.iter().map(|column| column.texts.len()).sum();
        self.rows >= GROUP_ROWS || bytes >= GROUP_BYTES
    }

    fn write<W: Write + Send>(&mut self, writer: &mut SerializedFileWriter<W>) -> Result<(), ParquetError> {
        let mut group = writer.next_row_group()?;
        for column in &mut self.columns {
            if let Some(writer) = group.next_column()? {
                column.write(writer)?;
            }
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

/// The values of one column; of the lists of values only that of the column's type is filled.
struct Values {
    r#type: Type,
    nullable: bool,
    /// For each row, 1 where there is a value; left empty where there always is.
    definitions: Vec<i16>,
    /// All texts, one after another, and where each ends.
    texts: Vec<u8>,
    ends: Vec<usize>,
    integers: Vec<i64>,
    reals: Vec<f64>,
    days: Vec<i32>,
    flags: Vec<bool>,
}

impl Values {
    fn new(column: &Column) -> Self {
        Self {
            r#type: column.r#type,
            nullable: column.nullable,
            definitions: Vec::new(),
            texts: Vec::new(),
            ends: Vec::new(),
            integers: Vec::new(),
            reals: Vec::new(),
            days: Vec::new(),
            flags: Vec::new(),
        }
    }

    fn push(&mut self, value: Value<'_>) {
        if self.nullable {
            self.definitions.push((value != Value::Null).into());
        }
        match value {
            Value::Null => {}
            Value::Text(text) => self.push_text(&text),
            Value::Integer(number) => self.integers.push(number),
            Value::Real(number) => self.reals.push(number),
            Value::When(when) => self.push_text(&when.to_string()),
            Value::Date(day) => self.days.push(day.since_1970()),
            Value::Boolean(flag) => self.flags.push(flag),
        }
    }

    fn push_text(&mut self, text: &str) {
        self.texts.extend_from_slice(text.as_bytes());
        self.ends.push(self.texts.len());
    }

    /// Writes the values, and goes on without them.
    fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let definitions = self.nullable.then_some(&*self.definitions);
        match self.r#type {
            Type::Text | Type::When => self.write_texts(&mut column)?,
            Type::Integer => {
                column.typed::<Int64Type>().write_batch(&self.integers, definitions, None)?;
            }
            Type::Real => {
                column.typed::<DoubleType>().write_batch(&self.reals, definitions, None)?;
            }
            Type::Date => {
                column.typed::<Int32Type>().write_batch(&self.days, definitions, None)?;
            }
            Type::Boolean => {
                column.typed::<BoolType>().write_batch(&self.flags, definitions, None)?;
            }
        }
        column.close()?;
        self.definitions.clear();
        self.integers.clear();
        self.reals.clear();
        self.days.clear();
        self.flags.clear();
        Ok(())
    }

    /// Texts are slices of one buffer; those of a whole group are not listed at once.
    fn write_texts(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let all = ByteArray::from(std::mem::take(&mut self.texts));
        let ends = std::mem::take(&mut self.ends);
        let mut starts = std::iter::once(0).chain(ends.iter().copied());
        let mut texts = ends.iter().zip(&mut starts).map(|(end, start)| all.slice(start, end - start));
        let writer = column.typed::<ByteArrayType>();
        if !self.nullable {
            loop {
                let batch: Vec<ByteArray> = texts.by_ref().take(BATCH).collect();
                if batch.is_empty() {
                    return Ok(());
                }
                writer.write_batch(&batch, None, None)?;
            }
        }
        for definitions in self.definitions.chunks(BATCH) {
            let filled = definitions.iter().filter(|definition| **definition == 1).count();
            let batch: Vec<ByteArray> = texts.by_ref().take(filled).collect();
            writer.write_batch(&batch, Some(definitions), None)?;
        }
        Ok(())
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
