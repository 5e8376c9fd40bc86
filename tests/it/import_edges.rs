//! Lists of edges as they come out of other people's programs: what is read, what is refused, and
//! with what words.

use landscape_graph::Landscape;
use landscape_graph::import::edges::{Delimiter, EdgeError, EdgeList, edge_list};
use landscape_graph::landscape::BuildOptions;
use landscape_graph::load::{Files, parse};
use proptest::prelude::*;
use serde_json::Value;

use crate::landscapes::{build, company, ids};
use crate::properties::settings;

const HEAD: &str = "organisation,category,subcategory\n";

fn read(text: impl AsRef<[u8]>, delimiter: Delimiter) -> Result<EdgeList, EdgeError> {
    edge_list("Market", text.as_ref(), delimiter)
}

fn csv(text: &str) -> EdgeList {
    read(text, Delimiter::Comma).unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

/// The ids and names of the records under a key.
fn records(list: &EdgeList, key: &str) -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(&list.document).expect("it is JSON");
    let text = |record: &Value, key: &str| record[key].as_str().expect("it is a text").to_owned();
    let records = document[key].as_array().expect("it is a list");
    records.iter().map(|record| (text(record, "id"), text(record, "name"))).collect()
}

fn names(list: &EdgeList, key: &str) -> Vec<String> {
    records(list, key).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn the_same_list_is_read_from_every_way_to_write_it() {
    let wanted = csv("organisation,category,subcategory\nAcme,Data,ETL\nAcme,Data,Warehouse\nBolt,,ETL\n");
    let landscape = build(&wanted.document);
    assert_eq!(landscape.name(), "Market");
    let acme = company(&landscape, "acme");
    let tools: Vec<_> = landscape.offered_tools(acme).map(|tool| landscape.named(tool)).collect();
    assert_eq!(ids(&tools), ["etl", "warehouse"]);
    let stacks: Vec<_> = landscape.stacks().map(|stack| landscape.named(stack)).collect();
    assert_eq!(ids(&stacks), ["data"]);
    assert_eq!((wanted.rows, wanted.repeated, wanted.respelt.len()), (3, 0, 0));
    for (text, delimiter) in [
        (
            "\u{feff}organisation,category,subcategory\r\nAcme,Data,ETL\r\nAcme,Data,Warehouse\r\nBolt,,ETL",
            Delimiter::Comma,
        ),
        (
            "organisation\tcategory\tsubcategory\nAcme\tData\tETL\nAcme\tData\tWarehouse\nBolt\t\tETL\n",
            Delimiter::Tab,
        ),
        ("Tool,Stack,Company\nETL,Data,Acme\nWarehouse,Data,Acme\n\nETL,,Bolt\n", Delimiter::Comma),
        (
            " SUBCATEGORY , Organization ,note, Category\n ETL , Acme ,x, Data \nWarehouse,Acme,,Data\nETL,Bolt,y,\n",
            Delimiter::Comma,
        ),
        // Columns that could be meant too stand beside those that are.
        (
            "company,tool,stack,organisation,subcategory,category\nq,r,s,Acme,ETL,Data\nq,r,s,Acme,Warehouse,Data\nq,r,s,Bolt,ETL,\n",
            Delimiter::Comma,
        ),
        (
            "\"organisation\",\"category\",\"subcategory\"\n\"Acme\",\"Data\",\"ETL\"\n\"Acme\",\"Data\",\"Warehouse\"\n\"Bolt\",\"\",\"ETL\"\n",
            Delimiter::Comma,
        ),
    ] {
        let list = read(text, delimiter).unwrap_or_else(|error| panic!("{error}: {text:?}"));
        assert_eq!(list.document, wanted.document, "{text:?}");
        assert_eq!(list.rows, 3);
    }
}

#[test]
fn a_tool_is_in_every_stack_that_a_row_says_and_rows_may_repeat() {
    let list =
        csv(&format!("{HEAD}Acme,Data,ETL\nAcme,Growth,ETL\nBolt,Data,ETL\nAcme,Data,ETL\nBolt,,ETL\n"));
    assert_eq!((list.rows, list.repeated), (5, 2));
    let landscape = build(&list.document);
    let tool = landscape.tools().next().expect("there is a tool");
    let stacks: Vec<_> = landscape.stacks_of(tool).into_iter().map(|stack| landscape.named(stack)).collect();
    assert_eq!(ids(&stacks), ["data", "growth"]);
}

#[test]
fn a_name_may_hold_commas_quotes_and_lines() {
    let list = csv(&format!("{HEAD}\"Acme, \"\"the\"\" first\nof all\",Data,\"ETL\"\nBolt,Data,Maps\n"));
    assert_eq!(names(&list, "companies"), ["Acme, \"the\" first\nof all", "Bolt"]);
    let tabs = read("organisation\tcategory\tsubcategory\nAcme, Inc\tData\tETL\n", Delimiter::Tab)
        .expect("it is fine");
    assert_eq!(names(&tabs, "companies"), ["Acme, Inc"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line() {
    for (text, wanted) in [
        ("", "it is empty: a head with the columns organisation, category and subcategory is needed"),
        ("\u{feff}", "it is empty: a head with the columns organisation, category and subcategory is needed"),
        ("\n\n", "it is empty: a head with the columns organisation, category and subcategory is needed"),
        (HEAD, "there is no row below the head"),
        (
            "organisation,subcategory\nAcme,ETL\n",
            "line 1: there is no column `category`; the columns are `organisation`, `subcategory`",
        ),
        (
            "organisation;category;subcategory\nAcme;Data;ETL\n",
            "line 1: there is no column `organisation`; the columns are `organisation;category;subcategory`",
        ),
        (
            "organisation,category,subcategory\nAcme,Data,ETL\nBolt,Data\n",
            "line 3: the row has 2 fields, and the head 3",
        ),
        (
            "organisation,category,subcategory\r\nAcme,Data,ETL\r\n\r\nBolt,,\r\n",
            "line 4: the column `subcategory` is empty",
        ),
        (
            "organisation,category,subcategory\n\n\nAcme,Data,ETL,more\n",
            "line 4: the row has 4 fields, and the head 3",
        ),
        (
            "organisation,category,subcategory\nAcme,Data,ETL\n  ,Data,ETL\n",
            "line 3: the column `organisation` is empty",
        ),
        (
            "organisation,category,subcategory\n\"A\nB\",Data,ETL\nAcme,Data,\n",
            "line 4: the column `subcategory` is empty",
        ),
    ] {
        let error = read(text, Delimiter::Comma).expect_err(text);
        assert_eq!(error.to_string(), wanted, "{text:?}");
    }
    let wrong = [HEAD.as_bytes(), b"Acme,Data,ETL\nBolt,Data,Ma\xffps\n"].concat();
    assert_eq!(
        read(wrong, Delimiter::Comma).expect_err("it is no UTF-8").to_string(),
        "line 3: the row is no UTF-8"
    );
    let head = b"organisation,cat\xffegory,subcategory\nAcme,Data,ETL\n";
    assert_eq!(
        read(head, Delimiter::Comma).expect_err("it is no UTF-8").to_string(),
        "line 1: the row is no UTF-8"
    );
}

#[test]
fn an_id_is_the_same_in_every_list() {
    let one = csv(&format!("{HEAD}Customer.io,Data,C++\nAcme,Data,C\nAT&T,Data,日本\n"));
    let two = csv(&format!("{HEAD}Zeta,Maps,日本\nAT&T,Maps,C\nCustomer.io,Maps,C++\nOther,Maps,Plain\n"));
    for key in ["companies", "tools"] {
        let (one, two) = (records(&one, key), records(&two, key));
        let shared: Vec<_> =
            one.iter().filter(|(_, name)| two.iter().any(|(_, other)| other == name)).collect();
        assert!(shared.len() >= 2 && shared.iter().all(|record| two.contains(record)), "{one:?} {two:?}");
    }
    // What an id can say, it says.
    assert!(records(&one, "companies").contains(&("customer-io".to_owned(), "Customer.io".to_owned())));
    assert!(records(&one, "tools").contains(&("c".to_owned(), "C".to_owned())));
}

#[test]
fn names_that_differ_in_more_than_case_spaces_and_punctuation_are_distinct() {
    let distinct = ["C", "C++", "C#", "日本", "中国", "Ωmega", "mega", "!!!", "???", "é", "e", "İ", "I"];
    let rows = distinct.map(|name| format!("Acme,,{name}\n")).concat();
    let list = csv(&format!("{HEAD}{rows}"));
    let mut found = names(&list, "tools");
    found.sort();
    let mut wanted = distinct.map(str::to_owned).to_vec();
    wanted.sort();
    assert_eq!(found, wanted);
    assert!(list.respelt.is_empty(), "{:?}", list.respelt);
    assert_eq!(build(&list.document).tools().len(), distinct.len());
    // As long as a name may get, and one that differs in the last letter alone.
    let long = "w".repeat(500);
    let list = csv(&format!("{HEAD}{long}a,,Tool\n{long}b,,Tool\n"));
    assert_eq!(build(&list.document).companies().len(), 2);
}

#[test]
fn names_that_differ_in_case_alone_are_one_and_reported() {
    let list = csv(&format!("{HEAD}Customer.io,Data,ETL\ncustomer io,DATA,etl\nCUSTOMER-IO,Data,Etl\n"));
    assert_eq!(names(&list, "companies"), ["Customer.io"]);
    let respelt = |spelling: &str, first: &str| (spelling.to_owned(), first.to_owned());
    assert_eq!(
        list.respelt,
        [
            respelt("CUSTOMER-IO", "Customer.io"),
            respelt("customer io", "Customer.io"),
            respelt("DATA", "Data"),
            respelt("Etl", "ETL"),
            respelt("etl", "ETL"),
        ]
    );
    assert_eq!((list.rows, list.repeated), (3, 2));
}

/// Reads what may be nonsense: what is read is a landscape without a fault.
fn read_nonsense(bytes: &[u8], delimiter: Delimiter) {
    match edge_list("nonsense", bytes, delimiter) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(list) => {
            let files = Files::from_text("nonsense", &list.document);
            let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}\n{}", list.document));
            let landscape = Landscape::build(model, &BuildOptions::default());
            assert!(landscape.companies().len() > 0 && landscape.tools().len() > 0);
            assert!(list.repeated < list.rows);
        }
    }
}

#[test]
fn awkward_names_make_a_landscape() {
    let names = crate::awkward::names(300);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["organisation", "category", "subcategory"]).expect("a vector takes all");
    for (at, name) in names.iter().enumerate() {
        let next = &names[(at + 1) % names.len()];
        writer.write_record([name, next, next]).expect("a vector takes all");
        writer.write_record([next, name, name]).expect("a vector takes all");
    }
    let bytes = writer.into_inner().expect("a vector takes all");
    edge_list("awkward", &bytes, Delimiter::Comma).expect("it is a list of edges");
    read_nonsense(&bytes, Delimiter::Comma);
}

#[test]
fn a_quote_that_is_never_closed_swallows_nothing() {
    let text = "organisation,category,subcategory\nAcme,Data,ETL\nBolt,Data,\"ETL\nCart,Data,CDP\n";
    let error = edge_list("open", text.as_bytes(), Delimiter::Comma).expect_err("a row would be lost");
    assert_eq!(error.to_string(), "line 3: the quote that opens here is never closed");
}

proptest! {
    #![proptest_config(settings(1000))]

    #[test]
    fn reading_any_bytes_ends_well(bytes in proptest::collection::vec(any::<u8>(), 0..120), tabs: bool, headed: bool) {
        let (delimiter, head) = if tabs { (Delimiter::Tab, HEAD.replace(',', "\t")) } else { (Delimiter::Comma, HEAD.to_owned()) };
        let bytes = if headed { [head.as_bytes(), &bytes].concat() } else { bytes };
        read_nonsense(&bytes, delimiter);
    }

    #[test]
    fn reading_any_names_ends_well(names in proptest::collection::vec((any::<String>(), ".{0,4}", "[a-cA-C +#.-]{1,4}"), 1..6)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["organisation", "category", "subcategory"]).expect("a vector takes all");
        for (company, stack, tool) in &names {
            writer.write_record([company, stack, tool]).expect("a vector takes all");
        }
        read_nonsense(&writer.into_inner().expect("a vector takes all"), Delimiter::Comma);
    }
}
