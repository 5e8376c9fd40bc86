//! The tables in Parquet, read back, against the tables.

use std::fs::File;

use ::parquet::basic::{Compression, Repetition};
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use landscape_graph::Landscape;
use landscape_graph::export::parquet;
use landscape_graph::model::Date;
use landscape_graph::tables::{Keys, TABLES, Table, Type, Value};

use crate::awkward::awkward;
use crate::landscapes::{bakery, build, graph};
#[cfg(feature = "cli")]
use crate::support::{Sandbox, entries};
use crate::tables::rows;

fn written(landscape: &Landscape, table: &dyn Table) -> SerializedFileReader<File> {
    let mut file = tempfile::tempfile().expect("a temporary file can be made");
    parquet(landscape, table, &mut file).expect("the file can be written");
    SerializedFileReader::new(file).expect("it is a table")
}

/// A value as the reader has it.
fn read(field: &Field) -> Value<'static> {
    match field {
        Field::Null => Value::Null,
        Field::Str(text) => text.clone().into(),
        Field::Long(number) => Value::Integer(*number),
        Field::Double(number) => (*number).into(),
        Field::Bool(flag) => (*flag).into(),
        Field::Date(_) => {
            let day = field.to_string();
            Date::parse(&day[..10]).expect("it is a day").into()
        }
        other => panic!("there is no such column: {other}"),
    }
}

fn assert_same(landscape: &Landscape, table: &dyn Table) {
    let reader = written(landscape, table);
    let columns = table.columns();
    let schema = reader.metadata().file_metadata().schema_descr();
    assert_eq!(schema.num_columns(), columns.len(), "{}", table.name());
    for (declared, column) in schema.columns().iter().zip(&columns) {
        assert_eq!(declared.name(), column.name);
        let is_optional = declared.self_type().get_basic_info().repetition() == Repetition::OPTIONAL;
        assert_eq!(is_optional, column.nullable, "{}.{}", table.name(), column.name);
    }
    let found = reader.get_row_iter(None).expect("it has rows").map(|row| {
        let row = row.expect("the row can be read");
        row.get_column_iter().map(|(_, field)| read(field)).collect::<Vec<_>>()
    });
    // A month is no day, so that it is written as a text.
    let as_written = |value| match value {
        Value::When(when) => Value::Text(when.to_string().into()),
        other => other,
    };
    let expected = rows(landscape, table, Keys::default()).into_iter();
    let expected: Vec<Vec<Value<'_>>> =
        expected.map(|row| row.into_iter().map(as_written).collect()).collect();
    assert_eq!(found.collect::<Vec<_>>(), expected, "{}", table.name());
}

#[test]
fn every_table_is_read_as_it_is() {
    let year = r#"{ "signals": [{ "id": "a", "name": "A", "happened": "2019" }, { "id": "b", "name": "B", "happened": "2019-02" }] }"#;
    for landscape in [bakery(), graph(), awkward(100), build("{}"), build(year)] {
        TABLES.iter().for_each(|table| assert_same(&landscape, *table));
    }
}

#[test]
fn columns_have_the_types_of_their_values_and_are_packed() {
    let landscape = graph();
    let mut types = Vec::new();
    for table in TABLES.iter().copied() {
        let reader = written(&landscape, table);
        let schema = reader.metadata().file_metadata().schema_descr();
        for (declared, column) in schema.columns().iter().zip(table.columns()) {
            let expected = match column.r#type {
                Type::Text | Type::When => "BYTE_ARRAY Some(String)",
                Type::Integer => "INT64 None",
                Type::Real => "DOUBLE None",
                Type::Date => "INT32 Some(Date)",
                Type::Boolean => "BOOLEAN None",
            };
            let found = format!("{} {:?}", declared.physical_type(), declared.logical_type_ref());
            assert_eq!(found, expected, "{}.{}", table.name(), column.name);
            types.push(column.r#type.word());
        }
        for group in reader.metadata().row_groups() {
            assert!(group.columns().iter().all(|chunk| matches!(chunk.compression(), Compression::ZSTD(_))));
        }
    }
    for word in ["text", "integer", "real", "date", "boolean"] {
        assert!(types.contains(&word), "no column is {word}");
    }
}

#[test]
fn many_rows_stand_in_more_than_one_group() {
    // 800 companies that offer 700 tools each: more rows than a group holds.
    let tools: Vec<String> = (0..700).map(|at| format!(r#"{{"id":"t{at}","name":"T"}}"#)).collect();
    let offers: Vec<String> = (0..700).map(|at| format!(r#"{{"tool":"t{at}","support":"yes"}}"#)).collect();
    let offers = offers.join(",");
    let company = |at| format!(r#"{{"id":"c{at}","name":"C","offers":[{offers}]}}"#);
    let companies: Vec<String> = (0..800).map(company).collect();
    let landscape =
        build(&format!(r#"{{"tools":[{}],"companies":[{}]}}"#, tools.join(","), companies.join(",")));
    let offers = TABLES.iter().find(|table| table.name() == "offers").expect("there is one");
    let reader = written(&landscape, *offers);
    let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [524_288, 35_712]);
    // The last row, behind the seam.
    let last = reader.get_row_group(1).expect("there is one");
    let last = last.get_row_iter(None).expect("it has rows").last().expect("there are rows");
    let text = last.expect("the row can be read").to_string();
    assert!(text.starts_with(r#"{company: "c99", tool: "t99", support: "yes", offered: true"#), "{text}");
}

#[cfg(feature = "cli")]
#[test]
fn the_program_writes_a_file_for_each_table() {
    let sandbox = Sandbox::new().file("graph/bakery.json", crate::landscapes::BAKERY).file("taken", "");
    let outcome = sandbox.run(&["export", "parquet", "--dir", "out/tables"]);
    assert_eq!((outcome.code, &*outcome.stdout, &*outcome.stderr), (Some(0), "", ""));
    let mut expected: Vec<String> = TABLES.iter().map(|table| format!("{}.parquet", table.name())).collect();
    expected.sort();
    assert_eq!(entries(&sandbox.path("out/tables")), expected);
    let first = std::fs::read(sandbox.path("out/tables/offers.parquet")).expect("it is there");
    sandbox.run(&["export", "parquet", "--dir", "out/tables"]);
    assert_eq!(std::fs::read(sandbox.path("out/tables/offers.parquet")).expect("it is there"), first);
    let outcome = sandbox.run(&["export", "parquet", "--dir", "taken"]);
    assert_eq!(outcome.code, Some(3), "{outcome}");
}
