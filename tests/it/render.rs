//! Every report in every format, of an awkward landscape and of the smallest there is.

use std::collections::BTreeSet;

use landscape_graph::Landscape;
use landscape_graph::catalogue::{self, JSON_VERSION, Shape};
use landscape_graph::landscape::{NoPlaces, NodeIx};
use landscape_graph::model::{Age, Kind};
use landscape_graph::query::{
    Page, backtest,
    bundle::{self, Covering},
    compare, coverage, covered, diff, find,
    gaps::{self, PlanOptions, Variants},
    implications, list, log, matrix, next, overlap, overview, peers, questions,
    rank::Rank,
    roles, scope, show, stale, whitespace, why,
};
use landscape_graph::render::{CSV, Format, JSON, Layout, MARKDOWN, TEXT, write};
use landscape_graph::words::{Asking, Block, Words};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::awkward::awkward;
use crate::landscapes::{build, graph, init};

fn rendered<R: Words>(report: &R, format: &Format, width: usize) -> String {
    let mut bytes = Vec::new();
    write(
        report,
        format,
        Layout { width, asking: Asking::default().explained(), assuming: None, understood: None },
        &mut bytes,
    )
    .expect("a vector takes all");
    String::from_utf8(bytes).expect("every format is UTF-8")
}

/// What each test does with every report.
trait Check {
    fn check<R: Words + JsonSchema>(&mut self, report: &R);
}

/// Hands every report of a landscape to a check, the many of a kind for some records alone.
#[expect(clippy::too_many_lines, reason = "one entry a report")]
fn every_report(landscape: &Landscape, check: &mut impl Check) {
    let nodes: Vec<NodeIx> = Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)).collect();
    let companies: Vec<_> = landscape.companies().collect();
    let cover = coverage::Options::default();
    check.check(&coverage::coverage(landscape, &nodes, &cover));
    check.check(&coverage::coverage(
        landscape,
        &nodes,
        &coverage::Options { page: Page::first(1), ..cover.clone() },
    ));
    check.check(&matrix::matrix(landscape, &cover));
    for company in companies.iter().take(4) {
        let options =
            covered::Options { targets: nodes[..nodes.len().min(3)].to_vec(), ..Default::default() };
        check.check(&covered::covered(landscape, *company, &options));
        check.check(&covered::covered(landscape, *company, &covered::Options::default()));
    }
    for kinds in [Kind::ALL.to_vec(), vec![Kind::Company], Vec::new()] {
        check.check(&list::list(landscape, &list::Options { kinds, page: Page::first(7) }));
    }
    check.check(&overlap::all(landscape, &overlap::Options::default()));
    check.check(&overlap::many(landscape, &companies[..companies.len().min(6)]));
    let compared = &companies[..companies.len().min(8)];
    check.check(&compare::compare(landscape, compared, &compare::Options::default()));
    for tool in landscape.tools().map(Some).step_by(7).chain([None]) {
        let options = compare::Options {
            features_of: tool,
            rows: compare::Rows::All,
            page: landscape_graph::query::Page::ALL,
            ..compare::Options::default()
        };
        check.check(&compare::compare(landscape, compared, &options));
    }
    check.check(&bundle::bundle(landscape, &nodes, &bundle::Options::default()));
    check.check(&overview::overview(landscape));
    check.check(&stale::stale(
        landscape,
        &stale::Options { older_than: Age::days(0), page: landscape_graph::query::Page::ALL },
        &NoPlaces,
    ));
    check.check(&stale::stale(
        landscape,
        &stale::Options { page: landscape_graph::query::Page::first(2), ..stale::Options::default() },
        &NoPlaces,
    ));
    let nothing = build("{}");
    check.check(&diff::diff(&nothing, landscape, &diff::Options::default()));
    let labels = ["\u{1b}[31m|<b>".to_owned(), "x\ny".to_owned()].map(Some);
    check.check(&diff::diff(
        landscape,
        &nothing,
        &diff::Options { page: Page::first(3), labels, ..diff::Options::default() },
    ));
    check.check(&questions::questions(landscape));
    check.check(&scope::scope(landscape, &landscape.tools().take(10).collect::<Vec<_>>(), &NoPlaces));
    check.check(&whitespace::whitespace(landscape, &whitespace::Options::default()));
    for company in companies.iter().take(2) {
        check.check(&next::next(landscape, *company, &next::Options::default()));
    }
    check.check(&find::find(landscape, "", &find::Options::default()));
    check.check(&find::find(landscape, "\u{1b}[31m|<b>\nx", &find::Options::default()));
    let together =
        implications::Options { min_support: 1, max_exceptions: 2, ..implications::Options::default() };
    check.check(&implications::implications(landscape, &together));
    check.check(&implications::implications(
        landscape,
        &implications::Options { limit: 2, page: landscape_graph::query::Page::first(1), ..together },
    ));
    check.check(&roles::roles(landscape, &roles::Options::default(), &NoPlaces));
    for (under, segment) in landscape.roles().zip(landscape.nodes(Kind::Segment)).step_by(9) {
        let company = companies.first().copied();
        let options = roles::Options { company, under: Some(under), ..roles::Options::default() };
        check.check(&roles::roles(landscape, &options, &NoPlaces));
        let options = roles::Options { company, segment: segment.of_kind(), ..roles::Options::default() };
        check.check(&roles::roles(landscape, &options, &NoPlaces));
    }
    for company in companies.iter().take(3) {
        check.check(&overlap::one(
            landscape,
            *company,
            &overlap::Options { page: Page::first(3), min_tools: Some(1), ..overlap::Options::default() },
        ));
        check.check(&overlap::two(landscape, *company, companies[companies.len() - 1]));
        let options =
            gaps::Options { variants: Variants::Folded, min_researched: 1, ..gaps::Options::default() };
        check.check(&gaps::gaps(landscape, *company, &options));
        for covering in [Covering::InPart, Covering::InFull] {
            let options = bundle::Options { company: Some(*company), covering, ..bundle::Options::default() };
            check.check(&bundle::bundle(landscape, &nodes, &options));
        }
        let plan = Some(PlanOptions { teams: Some(3) });
        let rank = Rank::Peers(peers::Options { kappa: 0.1, gamma: 2.0 });
        check.check(&gaps::gaps(landscape, *company, &gaps::Options { plan, rank, ..options }));
    }
    for node in &nodes {
        check.check(&show::show(landscape, *node, &show::Options { page: Page::ALL }, &NoPlaces));
        check.check(&log::log(landscape, *node, &log::Options { page: Page::first(30) }, &NoPlaces));
    }
    for (from, to) in nodes.iter().zip(nodes.iter().rev()).step_by(7) {
        check.check(&why::why(landscape, *from, *to, &why::Options::default(), &NoPlaces));
    }
    #[cfg(feature = "import")]
    check.check(&imported(landscape));
}

/// The reports of SQL: all records of a landscape, their names among them, and what can be asked.
#[cfg(feature = "sql")]
fn every_report_of_sql(landscape: Landscape, check: &mut impl Check) {
    use landscape_graph::sql::{Database, SqlOptions, schema};

    let database = Database::new(landscape, None).expect("the engine starts");
    let nothing = "SELECT id FROM companies WHERE id = 'none'";
    for query in ["SELECT * FROM tools", "SELECT * FROM companies", "SELECT 1.5, NULL, 'a'", nothing] {
        check.check(&database.ask(query, &SqlOptions::default()).expect("it can be asked").report);
    }
    check.check(&schema());
}

/// An import of rows that name what the landscape holds, into one that holds nothing.
#[cfg(feature = "import")]
fn imported(landscape: &Landscape) -> landscape_graph::import::ImportReport {
    use landscape_graph::import::{Mapping, MergeOptions, ReadFile, Row, import_rows};
    use landscape_graph::load::{Files, parse};
    use landscape_graph::model::Support;

    let names: Vec<&str> = landscape.companies().map(|company| landscape.node(company).name()).collect();
    let row = |(line, name): (u64, &&str)| Row {
        line,
        company: (*name).to_owned(),
        tool: (*name).to_owned(),
        support: Some(if line % 2 == 0 { Support::Yes } else { Support::No }),
        url: Some((*name).to_owned()),
        ..Row::default()
    };
    let rows: Vec<Row> = (1..).zip(names.iter().chain(&names)).map(row).collect();
    let files = Files::default();
    let model = parse(&files).expect("nothing is sound");
    let file = names.first().copied().unwrap_or("a.csv").to_owned();
    let read = [(file, ReadFile { rows, ..ReadFile::default() })];
    let import = import_rows("g", &files, &model, &read, &Mapping::default(), &MergeOptions::default());
    import.expect("any name will do").report
}

/// An awkward landscape with names of so many characters, what ships, and the smallest there is.
fn check_all(longest: usize, check: &mut impl Check) {
    let landscapes = [awkward(longest), init(), graph(), build("{}")];
    landscapes.iter().for_each(|landscape| every_report(landscape, check));
    for rank in [Rank::default(), Rank::Popularity, Rank::Name] {
        let options = backtest::Options { rank, min_tools: 1, resamples: 20, ..backtest::Options::default() };
        for train in &landscapes {
            check.check(&backtest::backtest(train, &landscapes[0], &options, &mut |_| ()));
        }
        check.check(&backtest::backtest(&fewer_offers(longest), &landscapes[0], &options, &mut |_| ()));
    }
    #[cfg(feature = "sql")]
    landscapes.into_iter().for_each(|landscape| every_report_of_sql(landscape, check));
}

/// The awkward landscape before every other company came to offer what it offers now.
fn fewer_offers(longest: usize) -> Landscape {
    let names = crate::awkward::names(longest);
    let offers = |at: usize| {
        let tools =
            [at, at + 1].map(|at| json!({ "tool": format!("t{}", at % names.len()), "support": "yes" }));
        tools.into_iter().take(1 + at % 2).collect::<Vec<_>>()
    };
    let records = |kind: &str, offers: &dyn Fn(usize) -> Option<Vec<Value>>| -> Vec<Value> {
        let record = |(at, name): (usize, &String)| {
            let mut record = json!({ "id": format!("{kind}{at}"), "name": name });
            if let Some(offers) = offers(at) {
                record["offers"] = offers.into();
            }
            record
        };
        names.iter().enumerate().map(record).collect()
    };
    let document = json!({ "landscape": { "schema": 1, "name": names[names.len() - 2] },
        "tools": records("t", &|_| None), "companies": records("c", &|at| Some(offers(at))) });
    build(&document.to_string())
}

/// Whether a terminal would do something else with a character than show it.
fn is_hostile(character: char) -> bool {
    let turns_or_hides =
        matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns_or_hides || (character.is_control() && character != '\n')
}

fn assert_harmless(text: &str, name: &str) {
    if let Some(hostile) = text.chars().find(|character| is_hostile(*character)) {
        let line = text.lines().find(|line| line.contains(hostile)).unwrap_or_default();
        let start: String = line.chars().take(100).collect();
        panic!("{name} lets {hostile:?} through: {start:?}");
    }
}

struct TextFits;

impl Check for TextFits {
    fn check<R: Words + JsonSchema>(&mut self, report: &R) {
        let tables =
            report.view(&Asking::default().explained()).blocks.into_iter().filter_map(|block| match block {
                Block::Table(table) => Some(table.columns.len()),
                _ => None,
            });
        // A column takes a character and two spaces at least.
        let least = tables.max().unwrap_or_default() * 3;
        for width in [40, 80, 200] {
            let text = rendered(report, &TEXT, width);
            assert_harmless(&text, R::NAME);
            let lines: Vec<&str> = text.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                let is_heading = lines.get(at + 1).is_some_and(|next| is_rule(next));
                let columns = textwrap::core::display_width(line);
                // At 40 a table may need more than there is, at 80 one of very many columns.
                if width < 80.max(least) || is_heading || columns <= width {
                    continue;
                }
                let widest = line.split_whitespace().map(textwrap::core::display_width).max();
                let start: String = line.chars().take(120).collect();
                assert!(
                    widest.is_some_and(|widest| widest > width),
                    "{}: {columns} columns in {width}: {start}",
                    R::NAME
                );
            }
        }
    }
}

/// Whether a line is the rule under a title or heading.
fn is_rule(line: &str) -> bool {
    !line.is_empty() && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'))
}

#[test]
fn text_is_harmless_and_fits_the_terminal() {
    check_all(300, &mut TextFits);
    // To cut up a very long word takes its time, so that one table with one must do.
    let name = "w".repeat(30_000);
    let landscape = build(&format!(
        r#"{{ "tools": [{{ "id": "t", "name": "{name}" }}],
          "companies": [{{ "id": "c", "name": "C", "offers": [{{ "tool": "t", "support": "yes" }}] }}] }}"#
    ));
    let tool: Vec<NodeIx> = landscape.nodes(Kind::Tool).collect();
    TextFits.check(&coverage::coverage(&landscape, &tool, &coverage::Options::default()));
    TextFits.check(&show::show(&landscape, tool[0], &show::Options { page: Page::ALL }, &NoPlaces));
}

struct CsvIsEven;

impl Check for CsvIsEven {
    fn check<R: Words + JsonSchema>(&mut self, report: &R) {
        let text = rendered(report, &CSV, 80);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let lengths: Vec<usize> =
            reader.records().map(|record| record.expect("the row can be read").len()).collect();
        assert!(lengths[0] > 0, "{} has a head", R::NAME);
        assert!(lengths.iter().all(|length| *length == lengths[0]), "{}: {lengths:?}", R::NAME);
        assert_eq!(
            lengths.len(),
            report.view(&Asking::default().explained()).records.rows.len() + 1,
            "{}",
            R::NAME
        );
    }
}

#[test]
fn every_row_of_csv_has_as_many_fields_as_the_head() {
    check_all(30_000, &mut CsvIsEven);
}

struct MarkdownIsEven;

impl Check for MarkdownIsEven {
    fn check<R: Words + JsonSchema>(&mut self, report: &R) {
        let text = rendered(report, &MARKDOWN, 80);
        assert_harmless(&text, R::NAME);
        let mut columns = None;
        for line in text.lines() {
            if !line.starts_with('|') {
                columns = None;
                continue;
            }
            let found = separators(line);
            let start: String = line.chars().take(200).collect();
            assert_eq!(*columns.get_or_insert(found), found, "{}: {start}", R::NAME);
        }
        // No markup of the data's own: each `<` is one of ours, and we write none.
        assert!(!text.contains('<'), "{} has markup", R::NAME);
    }
}

/// The bars of a row that no backslash takes the meaning of.
fn separators(line: &str) -> usize {
    let mut escaped = false;
    let mut count = 0;
    for character in line.chars() {
        count += usize::from(character == '|' && !escaped);
        escaped = character == '\\' && !escaped;
    }
    count
}

#[test]
fn every_table_of_markdown_keeps_its_columns() {
    check_all(30_000, &mut MarkdownIsEven);
}

/// Returns where a value does not fit a schema; nothing where it does.
///
/// This knows of the words of JSON Schema what our schemas use, and panics at others.
pub(crate) fn misfit(schema: &Value, root: &Value, value: &Value, at: &str) -> Option<String> {
    const SAID_ELSEWHERE: [&str; 12] = [
        "$schema",
        "$defs",
        "title",
        "description",
        "default",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "maximum",
    ];
    let Some(rules) = schema.as_object() else {
        return (schema == &Value::Bool(false)).then(|| format!("{at}: nothing is allowed"));
    };
    let any = |schemas: &Value| {
        let schemas = schemas.as_array().expect("it is a list of schemas");
        schemas.iter().any(|schema| misfit(schema, root, value, at).is_none())
    };
    for (word, rule) in rules {
        let fits = match word.as_str() {
            "type" => is_of_type(rule, value),
            "const" => rule == value,
            "enum" => rule.as_array().expect("it is a list").contains(value),
            "anyOf" | "oneOf" => any(rule),
            "$ref" => {
                let path = rule.as_str().and_then(|path| path.strip_prefix('#')).expect("it is a path");
                let part = root.pointer(path).expect("the path leads somewhere");
                if let Some(misfit) = misfit(part, root, value, at) {
                    return Some(misfit);
                }
                true
            }
            "minimum" => value.as_f64().is_none_or(|value| rule.as_f64().is_some_and(|least| value >= least)),
            "required" => {
                let keys = rule.as_array().expect("it is a list");
                value.is_object() && keys.iter().all(|key| value.get(key.as_str().expect("a key")).is_some())
            }
            "properties" => {
                for (key, part) in rule.as_object().expect("it is an object") {
                    let held =
                        value.get(key).and_then(|held| misfit(part, root, held, &format!("{at}/{key}")));
                    if held.is_some() {
                        return held;
                    }
                }
                true
            }
            "additionalProperties" => {
                let named = &schema["properties"];
                let more =
                    value.as_object().into_iter().flatten().filter(|(key, _)| named.get(*key).is_none());
                let held =
                    more.into_iter().find_map(|(key, held)| misfit(rule, root, held, &format!("{at}/{key}")));
                if held.is_some() {
                    return held;
                }
                true
            }
            "items" | "prefixItems" => {
                let each = |index: usize| if word == "items" { rule } else { &rule[index] };
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                let held = items
                    .iter()
                    .enumerate()
                    .find_map(|(i, item)| misfit(each(i), root, item, &format!("{at}/{i}")));
                if held.is_some() {
                    return held;
                }
                true
            }
            word => {
                assert!(SAID_ELSEWHERE.contains(&word), "`{word}` at {at} is not known");
                true
            }
        };
        if !fits {
            return Some(format!("{at}: `{word}` is {rule}"));
        }
    }
    None
}

fn is_of_type(rule: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().expect("a type is a word") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("`{other}` is no type"),
    };
    rule.as_array().map_or_else(|| is(rule), |names| names.iter().any(is))
}

struct JsonFits;

impl Check for JsonFits {
    fn check<R: Words + JsonSchema>(&mut self, report: &R) {
        let text = rendered(report, &JSON, 80);
        let json: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!((&json["report"], &json["version"]), (&R::NAME.into(), &JSON_VERSION.into()));
        assert_eq!(JSON_VERSION, 2);
        let schema = (Shape::of::<R>().schema)().to_value();
        if let Some(misfit) = misfit(&schema, &schema, &json, "") {
            panic!("{}: {misfit}", R::NAME);
        }
        let keys = json.as_object().expect("a report is an object").keys();
        let undescribed: Vec<&String> = keys.filter(|key| schema["properties"].get(key).is_none()).collect();
        assert!(undescribed.is_empty(), "{}: {undescribed:?} is not in the schema", R::NAME);
        assert!(!text.contains('\u{1b}'), "{} lets an escape sequence through", R::NAME);
    }
}

#[test]
fn json_fits_its_schema() {
    check_all(30_000, &mut JsonFits);
}

/// Which reports are checked.
struct Names(BTreeSet<&'static str>);

impl Check for Names {
    fn check<R: Words + JsonSchema>(&mut self, _report: &R) {
        self.0.insert(R::NAME);
    }
}

#[test]
fn no_report_is_forgotten_here() {
    let mut checked = Names(BTreeSet::new());
    check_all(20, &mut checked);
    let of_questions =
        catalogue::questions().iter().flat_map(|question| question.reports).map(|shape| shape.name);
    #[cfg(feature = "sql")]
    let of_questions =
        of_questions.chain([landscape_graph::sql::SqlReport::NAME, landscape_graph::sql::SqlSchema::NAME]);
    #[cfg(feature = "import")]
    let of_questions = of_questions.chain([landscape_graph::import::ImportReport::NAME]);
    let forgotten: Vec<&str> = of_questions.filter(|name| !checked.0.contains(name)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?} are in no format");
}

#[test]
fn a_schema_that_does_not_fit_is_found_out() {
    let landscape = build(r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#);
    let schema = (Shape::of::<landscape_graph::query::whitespace::Report<'_>>().schema)().to_value();
    let report = whitespace::whitespace(&landscape, &whitespace::Options::default());
    let good: Value = serde_json::from_str(&rendered(&report, &JSON, 80)).expect("it is JSON");
    assert_eq!(misfit(&schema, &schema, &good, ""), None);
    for (pointer, wrong) in [
        ("/version", Value::from(1)),
        ("/total", Value::from("one")),
        ("/tools/0/state", Value::from("open")),
        ("/tools/0/tool", Value::from("etl")),
        ("/parts", Value::Null),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("the place exists") = wrong;
        assert!(misfit(&schema, &schema, &bad, "").is_some(), "{pointer}");
    }
}
