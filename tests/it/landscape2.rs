//! Landscape files of landscape2: read, and written.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use landscape_graph::Landscape;
use landscape_graph::export::landscape2::write;
use landscape_graph::import::landscape2::{
    ItemCounts, Landscape2Error, Landscape2File, Landscape2Options, Members, read,
};
use landscape_graph::import::{Fate, Row};
use landscape_graph::model::{Support, When};
use proptest::prelude::*;

use crate::landscapes::{bakery, build, init};
use crate::properties::{settings, specs};
use crate::support::data;

/// The older spelling, and whatever else is awkward.
const LEGACY: &str = "landscape2/landscape.yml";

/// The spelling of landscape2, with anchors, a merge key and names that are the same but for case.
const DATA: &str = "landscape2/data.yml";

fn file(path: &str, options: &Landscape2Options) -> Landscape2File {
    let bytes = std::fs::read(data(path)).expect("the file can be read");
    read(path, &bytes, options).unwrap_or_else(|error| panic!("{error}"))
}

fn text(text: &str) -> Result<Landscape2File, Landscape2Error> {
    read("test.yml", text.as_bytes(), &Landscape2Options::default())
}

/// Returns what the file is refused with.
fn refused(yaml: &str) -> String {
    text(yaml).expect_err(yaml).to_string()
}

/// Returns the rows with what tells them apart: line, company, product, tool and stack.
fn shown(rows: &[Row]) -> Vec<String> {
    let show = |row: &Row| {
        let product = row.product.as_deref().unwrap_or("-");
        format!("{}: {} | {product} | {} | {}", row.line, row.company, row.tool, row.stacks.join(", "))
    };
    rows.iter().map(show).collect()
}

/// Returns the audit, one line for each entry.
fn audit(file: &Landscape2File) -> String {
    let mut text = String::new();
    for entry in &file.audit {
        let line = entry.line.map_or_else(String::new, |line| line.to_string());
        writeln!(text, "{line:>3} {:?} {}: {}", entry.fate, entry.what, entry.why.text())
            .expect("a text takes everything");
    }
    text
}

/// Counts the items by what the audit says of them, which the counts must agree with.
fn counted(file: &Landscape2File) -> ItemCounts {
    let mut counts = ItemCounts::default();
    for entry in file.audit.iter().filter(|entry| entry.what.starts_with("item ")) {
        let count = match entry.fate {
            Fate::Mapped => &mut counts.mapped,
            Fate::Merged => &mut counts.merged,
            Fate::Dropped => &mut counts.dropped,
            _ => continue,
        };
        *count += 1;
        counts.all += 1;
    }
    counts
}

#[test]
fn the_older_spelling_is_read() {
    let file = file(LEGACY, &Landscape2Options::default());
    assert_eq!(
        shown(&file.rows),
        [
            "9: MongoBake | MongoBake Atlas | Ovens | Baking",
            "9: MongoBake | MongoBake Atlas | Web/Phone shop | Selling",
            "18: Open Bakers' Guild | Hearth | Ovens | Baking",
            "34: Open Bakers' Guild | Kiln | Ovens | Baking",
            "57: Boulangerie \"Chez Zoé\" & fils | Pétrin №5 | Framework (Baking) | Baking",
            "72: Onepoint | 1.10 | Web/Phone shop | Selling",
            "81: Stall | Stall | Framework (Selling) | Selling",
        ]
    );
    assert_eq!(file.items, ItemCounts { all: 9, mapped: 6, merged: 1, dropped: 2 });
    assert_eq!(counted(&file), file.items);
    let stacks: Vec<&str> = file.stacks.iter().map(|stack| stack.name.as_str()).collect();
    assert_eq!(stacks, ["Baking", "Selling"]);
    let tools: Vec<&str> = file.tools.iter().map(|tool| tool.name.as_str()).collect();
    assert_eq!(
        tools,
        ["Ovens", "Framework (Baking)", "Web/Phone shop", "Framework (Selling)", "Empty shelf"]
    );
}

#[test]
fn a_row_says_what_the_item_says_and_no_more() {
    let file = file(LEGACY, &Landscape2Options::default());
    let of = |product: &str| {
        file.rows.iter().find(|row| row.product.as_deref() == Some(product)).expect("it is there")
    };
    let hearth = of("Hearth");
    assert_eq!(hearth.support, Some(Support::Yes));
    assert_eq!(hearth.url.as_deref(), Some("https://hearth.example"));
    assert_eq!(
        hearth.company_url.as_deref(),
        Some("https://www.crunchbase.com/organization/open-bakers-guild")
    );
    // Neither the foundation's view of a project nor the day on which it came to the foundation is
    // about the offer.
    assert_eq!((hearth.maturity, hearth.since, hearth.until), (None, None, None));
    assert_eq!(
        hearth.note.as_deref(),
        Some(
            "An oven that anyone may build. Project maturity: incubating. Accepted by the foundation 2021-03-04. \
             Incubating since 2023-05-06."
        )
    );
    assert_eq!(of("Kiln").until, When::parse("2024-02-29").ok());
    // A page that stands for none is none.
    assert_eq!((of("Stall").url.as_deref(), of("Stall").company_url.as_deref()), (None, None));
}

#[test]
fn companies_are_told_apart_by_their_page_and_named_as_well_as_the_file_allows() {
    let file = file(LEGACY, &Landscape2Options::default());
    let names: Vec<(&str, Option<&str>)> =
        file.companies.iter().map(|owner| (owner.name.as_str(), owner.alias.as_deref())).collect();
    assert_eq!(
        names,
        [
            ("MongoBake", None),
            ("Open Bakers' Guild", None),
            ("Boulangerie \"Chez Zoé\" & fils", None),
            ("Onepoint", None),
            ("Stall", None),
        ]
    );
    let file = self::file(DATA, &Landscape2Options::default());
    let names: Vec<(&str, Option<&str>)> =
        file.companies.iter().map(|owner| (owner.name.as_str(), owner.alias.as_deref())).collect();
    assert_eq!(names, [("Ring 2f6b", None), ("Société Voiture", None), ("Chime", None), ("Bead & Co", None)]);
}

#[test]
fn nothing_is_left_out_without_a_word() {
    insta::assert_snapshot!(audit(&file(LEGACY, &Landscape2Options::default())));
}

#[test]
fn the_newer_spelling_is_read_with_its_anchors() {
    let file = file(DATA, &Landscape2Options::default());
    // The same items stand in both subcategories `Tills`, so they are one tool in two stacks.
    assert_eq!(
        shown(&file.rows),
        [
            "7: Ring 2f6b | Ring | Tills | Counter",
            "7: Ring 2f6b | Ring | Tills | Delivery",
            "14: Ring 2f6b | Ring Pro | Tills | Counter",
            "14: Ring 2f6b | Ring Pro | Tills | Delivery",
            "19: Chime | Chime | Tills | Counter",
            "19: Chime | Chime | Tills | Delivery",
            "33: Ring 2f6b | Ring Go | Vans | Delivery",
            "34: Société Voiture | Voiture | Vans | Delivery",
            "42: Bead & Co | Abacus | Tills | Counter",
            "42: Bead & Co | Abacus | Tills | Delivery",
        ]
    );
    assert_eq!(file.items, ItemCounts { all: 6, mapped: 6, merged: 0, dropped: 0 });
    assert_eq!(counted(&file), file.items);
    assert!(file.rows.iter().all(|row| row.until.is_none()));
    let tills = file.tools.iter().find(|tool| tool.name == "Tills").expect("it is there");
    assert_eq!(tills.stacks, ["Counter", "Delivery"]);
    insta::assert_snapshot!(audit(&file));
}

#[test]
fn what_the_options_leave_out_is_in_the_audit() {
    let without = |names: &[&str]| Landscape2Options {
        without: names.iter().map(|name| (*name).to_owned()).collect(),
        ..Landscape2Options::default()
    };
    let all = file(LEGACY, &without(&["selling"]));
    assert_eq!(all.items, ItemCounts { all: 9, mapped: 4, merged: 1, dropped: 4 });
    // With one subcategory left, its name needs no category.
    assert!(all.rows.iter().any(|row| row.tool == "Framework"), "{:#?}", all.rows);
    assert!(
        audit(&all)
            .contains("path `Selling / Web/Phone shop` of item `MongoBake Atlas`: its category was left out")
    );
    assert_eq!(counted(&all), all.items);

    let some = file(LEGACY, &without(&["Selling / Web/Phone shop", "Baking/Framework"]));
    assert_eq!(some.items, ItemCounts { all: 9, mapped: 4, merged: 1, dropped: 4 });

    let bytes = std::fs::read(data(LEGACY)).expect("the file can be read");
    let error = read("x", &bytes, &without(&["Sellin"])).expect_err("there is no such category");
    assert_eq!(error.to_string(), "the file has no category `Sellin`; did you mean `Selling`?");
}

#[test]
fn members_are_taken_over_where_that_is_asked_for() {
    let options = Landscape2Options { members: Members::TakeOver, ..Landscape2Options::default() };
    let file = file(LEGACY, &options);
    assert_eq!(file.items, ItemCounts { all: 9, mapped: 7, merged: 1, dropped: 1 });
    let member = "96: Open Bakers' Guild | Open Bakers' Guild (member) | Gold | Guild Members".to_owned();
    assert_eq!(shown(&file.rows).last(), Some(&member));
}

#[test]
fn an_organisation_that_one_of_many_items_names_does_not_name_the_others() {
    let file = text(
        "categories: [{name: A, subcategories: [{name: B, items: [\
         {name: Long, organization: Long, crunchbase: 'https://www.crunchbase.com/organization/foundation'}, \
         {name: Short, crunchbase: 'https://www.crunchbase.com/organization/foundation'}]}]}]",
    )
    .expect("it can be read");
    assert!(file.rows.iter().all(|row| row.company == "Foundation"), "{:#?}", file.rows);
    assert!(audit(&file).contains("Dropped `organization` of item `Long`"), "{}", audit(&file));
}

#[test]
fn a_company_of_which_nothing_is_taken_over_is_not_guessed_at() {
    let file = text(
        "categories: [{name: Members, subcategories: [{name: Gold, items: [\
         {name: Us, crunchbase: 'https://www.crunchbase.com/organization/we'}]}]}, \
         {name: A, subcategories: [{name: B, items: [\
         {name: Gone, project: archived, crunchbase: 'https://www.crunchbase.com/organization/gone-co'}, \
         {name: Ours, crunchbase: 'https://www.crunchbase.com/organization/we'}]}]}]",
    )
    .expect("it can be read");
    // The membership names the company, though it is not taken over.
    assert_eq!(shown(&file.rows), ["1: Us | Ours | B | A"]);
    assert_eq!(file.companies.iter().map(|owner| owner.alias.as_deref()).collect::<Vec<_>>(), [Some("we")]);
    assert!(!audit(&file).contains("Guessed"), "{}", audit(&file));
}

#[test]
fn two_pages_are_two_companies_whatever_they_are_called() {
    let item = |name: &str, slug: &str| {
        format!("{{name: {name}, crunchbase: 'https://www.crunchbase.com/organization/{slug}'}}")
    };
    let items =
        [item("Acme", "acme"), item("ACME Two", "acme-two"), item("x", "acme--two"), item("y", "ac-me")];
    let yaml =
        format!("categories: [{{name: A, subcategories: [{{name: B, items: [{}]}}]}}]", items.join(", "));
    let file = text(&yaml).expect("it can be read");
    let names: BTreeSet<&str> = file.rows.iter().map(|row| row.company.as_str()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
}

#[test]
fn what_is_no_landscape_is_refused_with_its_place() {
    let item = "categories:\n  - name: A\n    subcategories:\n      - name: B\n        items:\n";
    let cases = [
        (String::new(), "line 1, column 1: the file is empty"),
        (" \n\t\n".into(), "line 1, column 1: the file is empty"),
        ("categories: [".into(), "line 1, column 13: "),
        ("categories:\n\t- a".into(), "line 2, column "),
        ("{\"a\": \"b".into(), "line 1, column 7: "),
        ("just a text".into(), "line 1, column 1: invalid type: string \"just a text\", expected a map"),
        ("- a\n- b".into(), "line 1, column 1: invalid type: sequence, expected a map"),
        ("categories: { A: B }".into(), "line 1, column 13: invalid type: map, expected a list"),
        ("categories:\n  - [A]".into(), "line 2, column 5: invalid type: sequence, expected a category"),
        ("categories:\n  - name: [A]".into(), "line 2, column 11: "),
        ("categories:\n  - subcategories: []".into(), "line 2, column 5: this category has no `name`"),
        ("categories:\n  - name: ' '".into(), "line 2, column 11: the `name` of this category is empty"),
        (format!("{item}          - homepage_url: x"), "line 6, column 13: this item has no `name`"),
        (format!("{item}          - name: x\n            name: y"), "line 7, column 13: "),
        (format!("{item}          -"), "line 6, column "),
        (format!("{item}          - name: x\n            second_path: {{ a: b }}"), "line 7, column 26: "),
        ("categories: *nobody".into(), "line 1, column 13: "),
        ("categories: []".into(), "line 1, column 1: the file has no item"),
        ("categories: []\n---\ncategories: []".into(), "line 3, column 1: "),
    ];
    for (yaml, wanted) in cases {
        let error = refused(&yaml);
        assert!(error.starts_with(wanted), "{yaml:?}: {error}");
    }
    let error =
        read("x", b"categories:\n  - name: \xff", &Landscape2Options::default()).expect_err("no UTF-8");
    assert_eq!(error.to_string(), "line 2, column 11: the file is no UTF-8 text here");
}

#[test]
fn a_file_that_blows_up_is_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").expect("a text takes everything");
    }
    for nested in [format!("{bomb}categories: *a11"), format!("a: {}", "[".repeat(100_000)), {
        let levels = (0..5_000).map(|level| format!("{}a:\n", " ".repeat(level)));
        levels.collect::<String>()
    }] {
        let error = refused(&nested);
        assert!(error.starts_with("line "), "{error}");
    }
}

#[test]
fn one_anchor_that_many_items_use_is_no_bomb() {
    let mut yaml = "categories: [{name: A, subcategories: [{name: B, items: [\n".to_owned();
    yaml.push_str("{name: 'x', crunchbase: &c 'https://www.crunchbase.com/organization/acme'},\n");
    for item in 0..5_000 {
        writeln!(yaml, "{{name: 'x{item}', crunchbase: *c}},").expect("a text takes everything");
    }
    yaml.push_str("]}]}]");
    let file = text(&yaml).expect("it can be read");
    assert_eq!(file.items, ItemCounts { all: 5_001, mapped: 5_001, merged: 0, dropped: 0 });
}

/// Returns what a landscape says of offers: company, product or company, tool, and stack or the
/// category of the others.
fn facts(landscape: &Landscape) -> BTreeSet<[String; 4]> {
    let mut facts = BTreeSet::new();
    for company in landscape.companies() {
        for (tool, cell) in landscape.offers_of(company) {
            if !cell.claimed().is_some_and(Support::is_offered) {
                continue;
            }
            let mut stacks: Vec<&str> =
                landscape.stacks_of(tool).into_iter().map(|stack| landscape.node(stack).name()).collect();
            if stacks.is_empty() {
                stacks.push("Other");
            }
            for claim in landscape.offer_claims(company, tool) {
                let name = landscape.node(company).name();
                for stack in &stacks {
                    let product = claim.product.unwrap_or(name);
                    facts.insert([name, product, landscape.node(tool).name(), stack].map(str::to_owned));
                }
            }
        }
    }
    facts
}

/// Writes a landscape and reads it back.
fn there_and_back(landscape: &Landscape) -> (String, Result<Landscape2File, Landscape2Error>) {
    let mut out = Vec::new();
    write(landscape, &mut out).expect("a vector takes everything");
    let yaml = String::from_utf8(out).expect("it is UTF-8");
    let options = Landscape2Options { members: Members::TakeOver, ..Landscape2Options::default() };
    let file = read("back.yml", yaml.as_bytes(), &options);
    (yaml, file)
}

fn read_back(file: &Landscape2File) -> BTreeSet<[String; 4]> {
    let fact = |row: &Row| {
        let stack = row.stacks.first().cloned().unwrap_or_default();
        [row.company.clone(), row.product.clone().unwrap_or_default(), row.tool.clone(), stack]
    };
    file.rows.iter().map(fact).collect()
}

#[test]
fn what_is_written_is_read_back() {
    for landscape in [bakery(), init()] {
        let (yaml, file) = there_and_back(&landscape);
        let file = file.unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        assert_eq!(read_back(&file), facts(&landscape), "{yaml}");
        assert_eq!(file.items.mapped, file.items.all);
    }
}

/// Names and texts that YAML would read as something else, two stacks of one tool, a slash, and
/// offers that are none.
const AWKWARD: &str = r#"{
  "stacks": [
    { "id": "a", "name": "yes" }, { "id": "b", "name": "B: #1" }, { "id": "c", "name": "In/Out" },
    { "id": "d", "name": "Other" }, { "id": "empty", "name": "Empty" }
  ],
  "tools": [
    { "id": "t1", "name": "null", "in_stack": [{ "stack": "a" }, { "stack": "b" }] },
    { "id": "t2", "name": "- 'x' \"y\" \\z", "in_stack": [{ "stack": "b" }, { "stack": "c" }] },
    { "id": "t3", "name": "0x1F" },
    { "id": "t4", "name": "Unsold", "in_stack": [{ "stack": "d" }] }
  ],
  "companies": [
    { "id": "one", "name": "One & only", "url": "http://crunchbase.com/organization/one-and-only?x",
      "description": "~",
      "offers": [
        { "tool": "t1", "support": "yes", "note": "for us alone" },
        { "tool": "t2", "support": "partial", "product": "Line 1\nLine 2\u0085\u2028\ufeff\u0007 é 日本 🙂", "url": "https://one.example/a?b=c#d" },
        { "tool": "t3", "support": "planned" },
        { "tool": "t4", "support": "no" }
      ] },
    { "id": "two", "name": "Two", "url": "ftp://two.example",
      "offers": [
        { "tool": "t1", "support": "yes", "product": "One & only" },
        { "tool": "t1", "support": "yes", "product": "2001-01-01", "since": "2001-01-01" },
        { "tool": "t3", "support": "yes", "product": "  spaced  ", "url": "https://two example/" }
      ] }
  ]
}"#;

#[test]
fn every_text_is_written_so_that_yaml_leaves_it_alone() {
    let landscape = build(AWKWARD);
    let (yaml, file) = there_and_back(&landscape);
    insta::assert_snapshot!(yaml);
    let file = file.unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    let tools: Vec<(&str, Vec<&str>)> = file
        .tools
        .iter()
        .map(|tool| (tool.name.as_str(), tool.stacks.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        tools,
        [
            ("null", vec!["yes", "B: #1"]),
            ("- 'x' \"y\" \\z", vec!["B: #1", "In/Out"]),
            ("Unsold", vec!["Other"]),
            ("0x1F", vec!["Other (no stack)"]),
        ]
    );
    let products: Vec<&str> = file.rows.iter().filter_map(|row| row.product.as_deref()).collect();
    assert!(products.contains(&"Line 1\nLine 2\u{85}\u{2028}\u{feff}\u{7} é 日本 🙂"), "{products:?}");
    assert!(products.contains(&"One & only (Two)"), "{products:?}");
    assert!(!yaml.contains("for us alone"), "notes are not for the public");
    assert_eq!(yaml, there_and_back(&landscape).0);
}

#[test]
fn an_error_of_the_output_is_handed_on() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = write(&bakery(), &mut Full).expect_err("nothing can be written");
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}

proptest! {
    #![proptest_config(settings(400))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read("x", &bytes, &Landscape2Options::default());
    }

    #[test]
    fn no_yaml_of_the_words_of_the_format_makes_it_panic(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "landscape:", "categories:", "name:", "subcategories:", "items:", "second_path:", "extra:", "item:",
                "organization:", "crunchbase:", "project: archived", "archived:", "- ", " ", "  ", "\n", "\n  ", "\n    ",
                "[", "]", "{", "}", ",", "&a ", "*a", "<<: ", "a", "'", "\"", "|", ">", "A / B", "~", "1", "\t", "#",
                "https://www.crunchbase.com/organization/", "additional_categories:", "category:", "---\n", "!!x ", "? ",
            ]),
            0..60,
        )
    ) {
        let file = text(&parts.concat());
        if let Ok(file) = file {
            prop_assert_eq!(counted(&file), file.items);
        }
    }

    #[test]
    fn any_landscape_is_read_back_as_it_was(spec in specs()) {
        let landscape = spec.landscape();
        let (yaml, file) = there_and_back(&landscape);
        let wanted = facts(&landscape);
        match file {
            Ok(file) => prop_assert_eq!(read_back(&file), wanted, "{}", yaml),
            Err(_) => prop_assert!(wanted.is_empty(), "{}", yaml),
        }
    }

    #[test]
    fn any_name_is_read_back_as_it_was(name in "\\PC{1,40}", product in any::<String>()) {
        prop_assume!(!name.trim().is_empty() && !product.trim().is_empty());
        let json = serde_json::json!({
            "tools": [{ "id": "t", "name": name }],
            "companies": [{ "id": "c", "name": name, "offers": [{ "tool": "t", "support": "yes", "product": product }] }],
        });
        let landscape = build(&json.to_string());
        let (yaml, file) = there_and_back(&landscape);
        let file = file.unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        let row = &file.rows[0];
        prop_assert_eq!(row.product.as_deref(), Some(product.trim()));
        prop_assert_eq!((row.company.as_str(), row.tool.as_str()), (name.trim(), name.trim()));
    }
}
