//! The landscape in `graph/`: sound, sourced, in canonical form, and saying what the page says.

use std::path::Path;

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, CompanyIx, ToolIx};
use landscape_graph::load::{self, Files};
use landscape_graph::model::{Date, Document, Kind, Model};
use landscape_graph::query::{
    gaps,
    scope::{self, ScopeVerdict},
    state::GapState,
};

use crate::support::{entries, root};

fn files() -> Files {
    Files::read(&root("graph"))
}

fn model(files: &Files) -> Model<'_> {
    load::parse(files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn landscape(files: &Files) -> Landscape {
    Landscape::build(model(files), &BuildOptions::default())
}

/// The landscape before the claims of 2026 were read.
fn landscape_of_2023(files: &Files) -> Landscape {
    let as_of = Some(Date::parse("2023-06-01").expect("it is a day"));
    Landscape::build(model(files), &BuildOptions { as_of, ..BuildOptions::default() })
}

fn tool(landscape: &Landscape, id: &str) -> ToolIx {
    let node = landscape.resolve(id, &[Kind::Tool]).expect("the tool exists");
    node.of_kind().expect("it is a tool")
}

#[test]
fn it_loads_without_a_problem_or_a_warning() {
    let files = files();
    assert_eq!(load::warnings(&files, &model(&files), Date::parse(crate::support::TODAY).ok()), []);
    assert!(files.ignored().is_empty(), "{:?}", files.ignored());
}

#[test]
fn each_company_has_a_file_that_is_named_after_it() {
    let folder = root("graph/companies");
    let names = entries(&folder);
    assert!(!names.is_empty(), "there are companies");
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).expect("the file can be read");
        let document: Document<'_> = serde_json::from_str(&text).expect("the file is a document");
        let ids: Vec<&str> = document.companies.iter().map(|company| company.id.as_str()).collect();
        assert_eq!(ids, [name.trim_end_matches(".json")]);
        // The file holds nothing besides: without its companies it is an empty document.
        let rest = Document { schema: None, companies: Vec::new(), ..document };
        assert_eq!(rest, Document::default(), "{name}");
    }
}

#[test]
fn every_claim_and_every_record_says_where_it_comes_from() {
    let files = files();
    let model = model(&files);
    let mut claims = 0;
    for kind in Kind::ALL {
        for (record, _) in model.records(kind) {
            record.links(&mut |link| {
                if let Some(claim) = link.claim {
                    claims += 1;
                    let id = record.id();
                    assert!(!claim.evidence().is_empty(), "{kind} {id}: {} {}", link.relation, link.to);
                }
            });
            let is_sourced = kind == Kind::Source || !record.common().evidence.is_empty();
            assert!(is_sourced, "{kind} {} is named nowhere", record.id());
        }
    }
    assert!(claims > 0, "there are claims");
}

#[test]
fn what_it_costs_to_build_a_tool_is_sourced_too() {
    let files = files();
    let model = model(&files);
    let overview = model.overview().expect("the landscape is described");
    assert!(!overview.build_costs.is_empty());
    assert!(overview.build_costs.iter().all(|cost| !cost.evidence.is_empty()));
    let mut definitions = overview.stages.iter().flat_map(|stage| &stage.definitions);
    assert!(definitions.all(|definition| !definition.evidence.is_empty()));
}

#[test]
fn every_file_is_in_canonical_form() {
    // What holds by default may be written or left out.
    const DEFAULTS: [&str; 3] = [r#""listing": "open","#, r#""status": "open","#, r#""type": "role","#];
    let without_defaults = |text: &str| {
        let lines = text.split_inclusive('\n').filter(|line| !DEFAULTS.contains(&line.trim()));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    for file in files().iter() {
        let document: Document<'_> = serde_json::from_str(file.text()).expect("the file is a document");
        let mut canonical = serde_json::to_string_pretty(&document).expect("a document can be written");
        canonical.push('\n');
        let (is, should) = (without_defaults(file.text()), without_defaults(&canonical));
        let first = is.iter().zip(&should).position(|(is, should)| is != should);
        assert_eq!(first.map(|line| (&is[line], &should[line])), None, "{}", file.name());
        assert_eq!(is.len(), should.len(), "{} ends early or late", file.name());
    }
}

#[test]
fn records_are_in_the_order_of_their_ids() {
    let files = files();
    let model = model(&files);
    for kind in Kind::ALL {
        let mut at = Vec::new();
        for (record, origin) in model.records(kind) {
            at.push((origin, record.id()));
        }
        assert!(at.is_sorted(), "{}: {at:?}", kind.plural());
    }
}

#[test]
fn every_file_names_the_schema_from_where_it_stands() {
    let schema = root("docs/schema/landscape.schema.json");
    for file in files().iter() {
        let path = Path::new(file.name());
        let document: Document<'_> = serde_json::from_str(file.text()).expect("the file is a document");
        let named = document.schema.as_deref().expect("it names its schema");
        let ups = named.split('/').take_while(|part| *part == "..").count();
        let up = path.ancestors().nth(ups + 1).expect("there are as many folders");
        assert_eq!(up.join(named.trim_start_matches("../")), schema, "{}", path.display());
    }
}

#[test]
fn it_holds_what_the_sources_name() {
    let files = files();
    let model = model(&files);
    let count = |kind: Kind| kind.count(model.records(kind).len());
    let kinds = [Kind::Stack, Kind::Tool, Kind::Company, Kind::Role, Kind::Principle, Kind::Question];
    assert_eq!(
        kinds.map(count),
        ["6 stacks", "53 tools", "118 companies", "12 roles", "15 principles", "8 questions"]
    );
    let perspective = model.overview().and_then(|overview| overview.perspective);
    assert_eq!(perspective.map(|id| id.as_str()), Some("posthog"));
}

#[test]
fn that_nobody_is_named_for_feature_flags_does_not_mean_that_nobody_sells_them() {
    let files = files();
    let landscape = landscape_of_2023(&files);
    let us: CompanyIx = landscape.perspective().expect("there is a perspective");
    let state_of = |min_researched: u32, id: &str| {
        let options = gaps::Options { min_researched, ..gaps::Options::default() };
        let report = gaps::gaps(&landscape, us, &options);
        let gap = report.gaps.iter().find(|gap| gap.tool.id.as_str() == id);
        gap.map(|gap| gap.state)
    };
    for min_researched in [1, 3] {
        assert_eq!(state_of(min_researched, "feature-flags"), Some(GapState::Unresearched));
    }
    // The page says of no company that it lacks a tool, so nothing in it can be called empty.
    let report = gaps::gaps(&landscape, us, &gaps::Options { min_researched: 1, ..gaps::Options::default() });
    assert!(report.gaps.iter().chain(&report.out_of_scope).all(|gap| gap.state != GapState::Empty));
}

#[test]
fn what_was_read_in_2026_does_not_hold_in_2023() {
    let files = files();
    let offered = |landscape: &Landscape| {
        let us = landscape.perspective().expect("there is a perspective");
        gaps::gaps(landscape, us, &gaps::Options::default()).totals.offered
    };
    assert_eq!(offered(&landscape_of_2023(&files)), 0);
    assert_eq!(offered(&landscape(&files)), 15);
}

#[test]
fn hosting_and_ci_are_ruled_out_and_the_data_tools_are_not() {
    let files = files();
    let landscape = landscape(&files);
    let scope = |id: &str| scope::scope_of(&landscape, tool(&landscape, id));
    for id in ["hosting", "ci-cd"] {
        let scope = scope(id);
        assert_eq!(scope.verdict, ScopeVerdict::Out, "{id}");
        let reasons: Vec<&str> = scope.ruled_out_by.iter().map(|by| by.principle.id.as_str()).collect();
        assert_eq!(reasons, ["shouldnt-build"], "{id}");
    }
    let model = model(&files);
    let mut in_data_or_product = 0;
    for (record, _) in model.records(Kind::Tool) {
        record.links(&mut |link| {
            if link.to.kind == Kind::Stack && matches!(link.to.id, "data" | "product") {
                in_data_or_product += 1;
                assert_eq!(scope(record.id()).verdict, ScopeVerdict::In, "{}", record.id());
            }
        });
    }
    assert!(in_data_or_product > 10, "only {in_data_or_product} tools are in the two stacks");
    assert_eq!(scope("warehouse").verdict, ScopeVerdict::In);
}
