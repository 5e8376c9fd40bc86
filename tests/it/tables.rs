//! The landscape as tables: what stands in them, against naive walks of the same landscape.

use std::collections::BTreeSet;

use landscape_graph::Landscape;
use landscape_graph::landscape::Ground;
use landscape_graph::landscape::NodeIx;
use landscape_graph::model::{Kind, Relation, Support};
use landscape_graph::query::Page;
use landscape_graph::query::coverage;
use landscape_graph::tables::{Holds, Keys, TABLES, Table, Type, Value, records, table};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::awkward::awkward;
use crate::landscapes::{bakery, graph, node};
use crate::properties::specs;

/// Reads the rows of a table.
pub(crate) fn rows<'l>(landscape: &'l Landscape, table: &dyn Table, keys: Keys) -> Vec<Vec<Value<'l>>> {
    let width = table.columns().len();
    let mut rows = table.rows(landscape, keys);
    let mut all = Vec::new();
    while rows.advance() {
        all.push((0..width).map(|column| rows.value(column)).collect());
    }
    all
}

/// Reads some columns of a table as texts, a null as nothing.
pub(crate) fn texts(landscape: &Landscape, name: &str, columns: &[&str]) -> Vec<String> {
    let table = table(name).expect("there is such a table");
    let names: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
    let at = |wanted: &&str| names.iter().position(|name| name == wanted).expect("there is such a column");
    let places: Vec<usize> = columns.iter().map(at).collect();
    let row = |row: Vec<Value<'_>>| places.iter().map(|at| text(&row[*at])).collect::<Vec<_>>().join(" ");
    rows(landscape, table, Keys::default()).into_iter().map(row).collect()
}

fn text(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::When(when) => when.to_string(),
        Value::Boolean(flag) => u8::from(*flag).to_string(),
    }
}

fn check_columns(landscape: &Landscape) {
    for table in TABLES.iter().copied() {
        for row in rows(landscape, table, Keys::default()) {
            for (column, value) in table.columns().iter().zip(&row) {
                let what = format!("{}.{} is {value:?}", table.name(), column.name);
                let fits = match value {
                    Value::Null => column.nullable,
                    Value::Text(_) => column.r#type == Type::Text,
                    Value::Integer(_) => column.r#type == Type::Integer,
                    Value::Real(_) => column.r#type == Type::Real,
                    Value::Date(_) => column.r#type == Type::Date,
                    Value::When(_) => column.r#type == Type::When,
                    Value::Boolean(_) => column.r#type == Type::Boolean,
                };
                assert!(fits, "{what}");
                match (column.holds, value) {
                    (Holds::OneOf(words), Value::Text(word)) => assert!(words.contains(&&**word), "{what}"),
                    (Holds::Plain | Holds::OneOf(_), _) | (_, Value::Null) => {}
                    (holds, value) => assert!(!records(landscape, holds, value).is_empty(), "{what}"),
                }
            }
        }
    }
}

/// Every way to bind the keys of a table to records gives the rows of the whole table that fit, in
/// the same order.
fn check_keys(landscape: &Landscape) {
    for table in TABLES.iter().copied() {
        let columns = table.columns();
        let all = rows(landscape, table, Keys::default());
        let keyed: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].key.is_some()).collect();
        for row in &all {
            for choice in 1_u32..1 << keyed.len() {
                let mut keys = Keys::default();
                let chosen: Vec<usize> = keyed
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| choice >> at & 1 == 1)
                    .map(|(_, at)| *at)
                    .collect();
                for at in &chosen {
                    let found = records(landscape, columns[*at].holds, &row[*at]);
                    // An id of any kind may be that of several; which one it is stands before it.
                    let is_meant =
                        |node: &&NodeIx| found.len() == 1 || text(&row[at - 1]) == node.kind().singular();
                    keys[columns[*at].key.expect("it is a key")] = found.iter().find(is_meant).copied();
                }
                let same = |other: &&Vec<Value<'_>>| {
                    let kind_of = |row: &[Value<'_>], at: usize| {
                        (columns[at].holds == Holds::AnyId).then(|| text(&row[at - 1]))
                    };
                    chosen.iter().all(|at| other[*at] == row[*at] && kind_of(other, *at) == kind_of(row, *at))
                };
                let expected: Vec<_> = all.iter().filter(same).cloned().collect();
                assert_eq!(rows(landscape, table, keys), expected, "{} by {chosen:?}", table.name());
            }
        }
    }
}

/// The offers, coverage and relations against walks through every pair and record.
fn check_against_walks(landscape: &Landscape) {
    let id = |node: NodeIx| landscape.node(node).id();
    let mut offers = Vec::new();
    for company in landscape.companies() {
        for tool in landscape.tools() {
            if let Some(cell) = landscape.cell(company, tool) {
                let counted = u8::from(landscape.wholes(tool).is_empty());
                let claimed = cell.claimed().map_or("", Support::word);
                let concluded = cell.ground().map_or("", Ground::word);
                let support = cell.support().word();
                offers.push(format!(
                    "{} {} {support} {claimed} {concluded} {counted}",
                    id(company.into()),
                    id(tool.into())
                ));
            }
        }
    }
    assert_eq!(
        texts(landscape, "offers", &["company", "tool", "support", "claimed", "concluded", "counted"]),
        offers
    );

    let mut covered = BTreeSet::new();
    for stack in landscape.nodes(Kind::Stack) {
        for target in coverage::coverage(
            landscape,
            &[stack],
            &coverage::Options { page: Page::ALL, ..coverage::Options::default() },
        )
        .targets
        {
            for company in target.companies {
                for (tools, support) in [(company.yes, "yes"), (company.partial, "partial")] {
                    let row = |tool: &str| format!("{} {tool} {} {support}", company.company.id, id(stack));
                    covered.extend(tools.iter().map(|tool| row(tool.tool.id.as_str())));
                }
            }
        }
    }
    let covers = texts(landscape, "covers", &["company", "tool", "stack", "support"]);
    assert_eq!(covers.len(), covered.len());
    assert_eq!(covers.into_iter().collect::<BTreeSet<_>>(), covered);

    for relation in Relation::all().filter(|relation| *relation != Relation::Offers) {
        let mut claimed = Vec::new();
        for node in Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)) {
            let mut connections = landscape.connections_from(node);
            connections.retain(|connection| connection.relation == relation);
            connections.sort_by_key(|connection| connection.other);
            claimed.extend(
                connections.iter().map(|connection| format!("{} {}", id(node), id(connection.other))),
            );
        }
        let table = table(relation.rule().key).expect("each relation has a table");
        let keys: Vec<&str> =
            table.columns().iter().filter(|column| column.key.is_some()).map(|column| column.name).collect();
        assert_eq!(texts(landscape, table.name(), &keys), claimed, "{}", table.name());
    }
}

#[test]
fn every_table_and_column_is_named_and_documented_once() {
    let names: BTreeSet<&str> = TABLES.iter().map(|table| table.name()).collect();
    assert_eq!(names.len(), TABLES.len());
    for table in TABLES.iter() {
        let columns = table.columns();
        let names: BTreeSet<&str> = columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), columns.len(), "{}", table.name());
        assert!(table.about().ends_with('.') && !table.about().contains('\n'), "{}", table.name());
        for column in columns {
            assert!(
                !column.about.is_empty() && !column.about.ends_with('.'),
                "{}.{}",
                table.name(),
                column.name
            );
        }
    }
    for kind in Kind::ALL {
        assert!(table(kind.plural()).is_some(), "{kind}");
    }
}

#[test]
fn the_values_are_of_the_type_that_the_column_says() {
    for landscape in [bakery(), graph(), awkward(100)] {
        check_columns(&landscape);
    }
}

#[test]
fn rows_found_by_a_key_are_those_of_the_whole_table() {
    for landscape in [bakery(), awkward(20)] {
        check_keys(&landscape);
    }
}

#[test]
fn the_tables_hold_what_a_walk_finds() {
    for landscape in [bakery(), graph(), awkward(20)] {
        check_against_walks(&landscape);
    }
}

#[test]
fn evidence_stands_once_for_each_place_in_a_source() {
    let landscape = graph();
    let mut expected = 0;
    for node in Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)) {
        expected += landscape.node(node).evidence().len();
        let own = landscape.node(node).own_claims();
        expected += own.iter().map(|(_, claim)| claim.evidence.len()).sum::<usize>();
        let connections = landscape.connections_from(node).into_iter();
        let claims = connections.filter(|connection| connection.relation != Relation::About);
        expected +=
            claims.flat_map(|connection| connection.claims).map(|claim| claim.evidence.len()).sum::<usize>();
    }
    assert_eq!(rows(&landscape, table("evidence").expect("there is one"), Keys::default()).len(), expected);
}

#[test]
fn a_part_counts_in_a_stack_only_where_its_whole_does_not_stand() {
    let landscape = crate::landscapes::build(
        r#"{
        "stacks": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
        "tools": [
            { "id": "whole", "name": "Whole", "in_stack": [{ "stack": "a" }] },
            { "id": "part", "name": "Part", "in_stack": [{ "stack": "a" }, { "stack": "b" }], "part_of": [{ "tool": "whole" }] }
        ],
        "companies": [{ "id": "c", "name": "C", "offers": [{ "tool": "part", "support": "yes" }] }]
    }"#,
    );
    assert_eq!(texts(&landscape, "stack_tools", &["stack", "tool"]), ["a whole", "b part"]);
    assert_eq!(
        texts(&landscape, "covers", &["company", "tool", "stack", "support"]),
        ["c whole a partial", "c part b yes"]
    );
    assert_eq!(
        texts(&landscape, "offers", &["tool", "support", "claimed", "offered", "counted"]),
        ["part yes yes 1 0", "whole partial  1 1"]
    );
    assert_eq!(node(&landscape, "tool:part").ordinal(), 0);
}

#[test]
fn two_claims_of_one_pair_are_one_offer_and_two_claims() {
    let landscape = crate::landscapes::build(
        r#"{
        "tools": [{ "id": "etl", "name": "ETL" }],
        "companies": [{ "id": "c", "name": "C", "offers": [
            { "tool": "etl", "support": "yes", "maturity": "mvp", "product": "Pipes" },
            { "tool": "etl", "support": "yes", "maturity": "pmf", "product": "Tubes" }
        ] }]
    }"#,
    );
    assert_eq!(texts(&landscape, "offers", &["company", "tool", "maturity", "product"]), ["c etl pmf Pipes"]);
    assert_eq!(
        texts(&landscape, "offer_claims", &["company", "claim", "support", "product"]),
        ["c 1 yes Pipes", "c 2 yes Tubes"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_tables_of_any_landscape_hold_what_a_walk_finds(spec in specs(), closed in vec(any::<bool>(), 7)) {
        let landscape = spec.landscape_with_lists(&closed);
        check_columns(&landscape);
        check_keys(&landscape);
        check_against_walks(&landscape);
    }
}
