//! Large files of lines: read in blocks and packed, they say what they say when read whole.

use std::path::Path;

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, NodeIx};
use landscape_graph::load::{Files, Locator, ReadOptions, parse, parse_packed};
use landscape_graph::model::{Kind, PackedModel};
use landscape_graph::problem::Problems;
use landscape_graph::query::coverage;
use proptest::prelude::*;

/// Writes files into a folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    folder
}

/// Reads a folder in blocks of so many bytes.
fn in_blocks(folder: &Path, block: usize) -> Files {
    Files::read_with(folder, &ReadOptions { block, ..ReadOptions::default() })
}

/// Everything that can be told of a landscape: as one document, as an answer, and where each record
/// stands.
fn told(files: &Files, model: Result<PackedModel<'_>, Problems>) -> String {
    let model = match model {
        Ok(model) => model,
        Err(problems) => {
            let place = |problem: &landscape_graph::problem::Problem| {
                let places =
                    [problem.place, problem.other].map(|place| place.map(|place| files.describe(place)));
                format!("{places:?} {:?}\n", problem.fault)
            };
            let unchecked = problems.relations_unchecked;
            return problems.problems.iter().map(place).collect::<String>() + &unchecked.to_string();
        }
    };
    let mut document = Vec::new();
    landscape_graph::export::json(model.clone(), &mut document).expect("a vector takes all");
    let landscape = Landscape::build(model, &BuildOptions::default());
    let tools: Vec<NodeIx> = landscape.nodes(Kind::Tool).collect();
    let answer = serde_json::to_string(&coverage::coverage(
        &landscape,
        &tools,
        &coverage::Options { page: landscape_graph::query::Page::ALL, ..coverage::Options::default() },
    ));
    let locator = Locator::new(files, landscape.documents());
    let places = Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)).map(|node| {
        let view = landscape.node(node);
        format!(
            "{} {} {}\n",
            view.id(),
            view.name(),
            files.describe(locator.record(node.kind(), view.origin()))
        )
    });
    let document = String::from_utf8(document).expect("JSON is text");
    document + &answer.expect("a report can be written") + &places.collect::<String>()
}

fn told_in_blocks(folder: &Path, block: usize) -> [String; 2] {
    let files = in_blocks(folder, block);
    [told(&files, parse_packed(&files)), told(&files, parse(&files).map(PackedModel::from))]
}

/// A line of a file, right or wrong, about one of a few records.
fn line() -> impl Strategy<Value = String> {
    let bare = |company: u8, tools: Vec<u8>| {
        let offers = tools.iter().map(|tool| format!(r#"{{"tool":"t{}","support":"yes"}}"#, tool % 4));
        let offers: Vec<String> = offers.collect();
        format!(
            r#"{{"companies":[{{"id":"c{company}","name":"Company {company}","offers":[{}]}}]}}"#,
            offers.join(",")
        )
    };
    let tools = proptest::collection::vec(0_u8..4, 0..3);
    prop_oneof![
        12 => (0_u8..60, tools).prop_map(move |(company, tools)| bare(company, tools)),
        2 => (0_u8..4).prop_map(|tool| format!(r#"{{"tools":[{{"id":"t{tool}","name":"Tool é {tool}"}}]}}"#)),
        1 => (60_u8..70, 0_u8..4, 0_u8..60).prop_map(|(company, tool, with)| format!(
            r#"{{"companies":[{{"id":"c{company}","name":"Company {company}","aliases":["The {company}th"],"offers":
            [{{"tool":"t{tool}","support":"partial","since":"2024-01-01"}}],"integrates_with":[{{"company":"c{with}"}}]}}]}}"#
        ).replace('\n', "")),
        1 => (0_u8..60, 0_u8..60).prop_map(|(a, b)| format!(
            r#"{{"companies":[{{"id":"x{a}","name":"X"}},{{"id":"y{b}","name":"Y","offers":[]}}]}}"#
        )),
        1 => prop_oneof![
            Just(String::new()),
            Just("  ".to_owned()),
            Just(r#"{"companies":[]}"#.to_owned()),
            (0_u8..60).prop_map(|of| format!(r#"{{"companies":[{{"id":"z{of}","name":"Z","aliases":["Company {of}"]}}]}}"#)),
        ],
    ]
}

/// A line that may be wrong in itself.
fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => line(),
        1 => Just(r#"{"companies":[{"id":"Wrong","name":"W","offers":[]}]}"#.to_owned()),
        1 => Just(r#"{"companies":[{"id":"c1","name":"C","offers":[{"tool":"nowhere","support":"yes"}]}]}"#.to_owned()),
        1 => Just(r#"{"companies":[{"id":"c2","name":" ","offers":[]}]}"#.to_owned()),
        1 => Just(r#"[{"companies":[]}]"#.to_owned()),
        1 => Just(r#"{"companies":[{"id":"#.to_owned()),
        1 => Just(r#"{"companies":[{"id":"c3","name":"C","offers":[{"tool":"t0","support":"yes"},{"tool":"t0","support":"no"}]}]}"#.to_owned()),
    ]
}

/// The tools, and lines of which each id stands once.
fn sound(lines: &[String]) -> String {
    let tools =
        (0..4).map(|tool| format!("{{\"tools\":[{{\"id\":\"t{tool}\",\"name\":\"Tool {tool}\"}}]}}\n"));
    let mut seen = std::collections::BTreeSet::new();
    let companies = lines.iter().filter(|line| {
        let id = line.split(r#""id":""#).nth(1).and_then(|rest| rest.split('"').next());
        id.is_none_or(|id| id.starts_with('c') && seen.insert(id.to_owned()))
    });
    tools.chain(companies.map(|line| format!("{line}\n"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn blocks_of_any_size_say_what_the_whole_says(
        a in proptest::collection::vec(any_line(), 0..25),
        b in proptest::collection::vec(line(), 0..25),
        end in prop_oneof![Just("\n"), Just("\r\n")],
        mark in prop_oneof![Just(""), Just("\u{feff}")],
        block in prop_oneof![1_usize..9, 60_usize..400],
    ) {
        let [a, b] = [a, b].map(|lines| format!("{mark}{}", lines.join(end)));
        let folder = folder(&[("a.jsonl", &a), ("b.jsonl", &b)]);
        let whole = in_blocks(folder.path(), usize::MAX >> 1);
        let expected = told(&whole, parse(&whole).map(PackedModel::from));
        for found in told_in_blocks(folder.path(), block) {
            prop_assert_eq!(&found, &expected);
        }
    }

    #[test]
    fn sound_files_are_packed_and_say_the_same(
        lines in proptest::collection::vec(line(), 5..40),
        block in 1_usize..400,
    ) {
        let text = sound(&lines);
        let folder = folder(&[("a.jsonl", &text)]);
        let whole = in_blocks(folder.path(), usize::MAX >> 1);
        let expected = told(&whole, parse(&whole).map(PackedModel::from));
        for found in told_in_blocks(folder.path(), block) {
            prop_assert_eq!(&found, &expected);
        }
    }
}

const SMALL: &str = concat!(
    "{\"tools\":[{\"id\":\"t0\",\"name\":\"T\"}]}\n",
    "{\"companies\":[{\"id\":\"b\",\"name\":\"B\",\"offers\":[{\"tool\":\"t0\",\"support\":\"yes\"}]}]}\n",
    "{\"companies\":[{\"id\":\"a\",\"name\":\"A\",\"offers\":[{\"tool\":\"t0\",\"support\":\"no\"}]}]}\n",
);

#[test]
fn a_wrong_line_of_a_large_file_is_marked_at_its_line_and_column() {
    let text = format!(
        "{SMALL}{}",
        r#"{"companies":[{"id":"c","name":"é","offers":[{"tool":"t1","support":"yes"}]}]}"#
    );
    let folder = folder(&[("a.jsonl", &text)]);
    let files = in_blocks(folder.path(), 50);
    let problems = parse_packed(&files).expect_err("no tool is called t1");
    let places: Vec<String> =
        problems.problems.iter().filter_map(|problem| Some(files.describe(problem.place?))).collect();
    assert_eq!(places, [format!("{}:4:54", folder.path().join("a.jsonl").display())]);
}

#[test]
fn assumptions_are_laid_over_packed_companies() {
    let folder = folder(&[("a.jsonl", SMALL)]);
    let over = r#"{"companies":[{"id":"a","name":"A","offers":[{"tool":"t0","support":"yes"}]}]}"#;
    let [packed, whole] = [10, 1 << 20].map(|block| {
        let mut files = in_blocks(folder.path(), block);
        files.assume(Files::from_text("over.json", over));
        told(&files, parse_packed(&files))
    });
    assert_eq!(packed, whole);
    assert!(!packed.contains(r#""support": "no""#), "{packed}");
}

#[test]
fn a_file_that_has_changed_since_has_no_text_and_crashes_nothing() {
    let wrong = SMALL.replace("\"tools\":[{\"id\":\"t0\"", "\"tools\":[{\"id\":\"t1\"");
    let folder = folder(&[("a.jsonl", &wrong)]);
    let files = in_blocks(folder.path(), 10);
    std::fs::write(folder.path().join("a.jsonl"), "{}").expect("the file can be written");
    let problems = parse_packed(&files).expect_err("no tool is called t0");
    assert_eq!(problems.problems.len(), 2);
    assert_eq!(files.get(0).text(), "");
}

#[test]
fn how_much_has_been_read_is_told_to_the_end() {
    use std::sync::atomic::{AtomicU64, Ordering};
    let folder = folder(&[("a.jsonl", SMALL), ("b.json", "{}")]);
    let most = AtomicU64::new(0);
    let told = |read: u64, of: u64| {
        assert!(read <= of, "{read} of {of}");
        most.fetch_max(read, Ordering::Relaxed);
    };
    let files = Files::read_with(folder.path(), &ReadOptions { block: 20, told: &told });
    assert_eq!(files.iter().len(), 2);
    assert_eq!(most.into_inner(), SMALL.len() as u64 + 2);
}

#[test]
fn what_is_no_text_is_refused_at_its_place_as_in_a_small_file() {
    let folder = folder(&[("a.jsonl", SMALL)]);
    let mut bytes = SMALL.as_bytes().to_vec();
    bytes.extend(b"{\"name\":\"\xff\"}\n");
    std::fs::write(folder.path().join("a.jsonl"), bytes).expect("the file can be written");
    let [packed, whole] = [10, 1 << 20].map(|block| {
        let files = in_blocks(folder.path(), block);
        told(&files, parse_packed(&files))
    });
    assert_eq!(packed, whole);
    assert!(packed.contains("NotUtf8"), "{packed}");
}
