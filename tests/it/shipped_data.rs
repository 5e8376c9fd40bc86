//! The landscape in `graph/`: sound, sourced, in canonical form, and saying what the page says.

use std::collections::BTreeSet;
use std::path::Path;

use landscape_graph::Landscape;
use landscape_graph::edit;
use landscape_graph::landscape::{BuildOptions, CompanyIx, ToolIx};
use landscape_graph::load::{self, Files};
use landscape_graph::model::{Date, Document, Kind, Model, Relation};
use landscape_graph::query::{
    gaps, overview,
    scope::{self, ScopeVerdict},
    state::{GapState, StateCounts},
};

use crate::support::{Sandbox, entries, root};

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
    // The folder explains itself to people.
    assert_eq!(files.ignored(), &[] as &[std::path::PathBuf]);
}

/// The documents of a folder, each with the name of its file without the ending.
fn documents_of(folder: &str) -> Vec<(String, serde_json::Value)> {
    let folder = root(folder);
    let read = |name: String| {
        let text = std::fs::read_to_string(folder.join(&name)).expect("the file can be read");
        let document = serde_json::from_str(&text).expect("the file is a document");
        (name.trim_end_matches(".json").to_owned(), document)
    };
    entries(&folder).into_iter().map(read).collect()
}

#[test]
fn each_company_tool_and_role_has_a_file_that_is_named_after_it() {
    for kind in [Kind::Company, Kind::Tool, Kind::Role] {
        let documents = documents_of(&format!("graph/{}", kind.plural()));
        assert!(!documents.is_empty(), "there are {}", kind.plural());
        for (name, document) in documents {
            let document = document.as_object().expect("it is an object");
            // The file holds nothing besides.
            let keys: Vec<&str> = document.keys().map(String::as_str).collect();
            assert_eq!(keys, ["$schema", kind.plural()], "{name}");
            let ids: Vec<_> =
                document[kind.plural()].as_array().into_iter().flatten().map(|one| &one["id"]).collect();
            assert_eq!(ids, [&name], "{}", kind.plural());
        }
    }
}

#[test]
fn no_file_is_long_and_features_have_the_names_that_people_use() {
    for file in files().iter() {
        let lines = file.text().lines().count();
        assert!(lines <= 1500, "{} has {lines} lines", file.name());
    }
    let files = files();
    let model = model(&files);
    for (tool, _) in model.records(Kind::Tool) {
        tool.links(&mut |link| {
            if link.relation == Relation::Has {
                let (feature, _) = model
                    .records(Kind::Feature)
                    .find(|(record, _)| record.id() == link.to.id)
                    .expect("the feature exists");
                let name = feature.common().name;
                assert!(!name.contains(": ") && !name.contains('_'), "{name}");
                assert!(
                    !name.starts_with(|first: char| first.is_lowercase()) || name == "iOS recordings",
                    "{name}"
                );
            }
        });
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
    for file in files().iter() {
        let canonical = edit::format(file.text(), false).expect("the file is a document");
        assert!(file.text() == canonical, "{}: run `landscape fmt`", file.name());
    }
}

#[test]
fn records_of_a_file_are_in_the_order_of_their_ids() {
    for file in files().iter() {
        let document: serde_json::Value = serde_json::from_str(file.text()).expect("the file is a document");
        for (key, records) in document.as_object().into_iter().flatten() {
            let ids: Vec<_> =
                records.as_array().into_iter().flatten().map(|one| one["id"].as_str()).collect();
            assert!(ids.is_sorted(), "{}: {key}: {ids:?}", file.name());
        }
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
        ["6 stacks", "52 tools", "201 companies", "12 roles", "15 principles", "8 questions"]
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
    assert_eq!(offered(&landscape(&files)), 33);
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

#[test]
fn the_reading_of_2023_stays_askable_alone() {
    let files = files();
    let landscape = landscape_of_2023(&files);
    let offers = overview::overview(&landscape).offers;
    // As it was before the market of 2026 was read; error monitoring is error handling since.
    assert_eq!([offers.yes, offers.partial, offers.planned, offers.no], [24, 0, 0, 0]);
    let us = landscape.perspective().expect("there is a perspective");
    let totals = gaps::gaps(&landscape, us, &gaps::Options::default()).totals;
    let states =
        |counts: StateCounts| [counts.contested, counts.empty, counts.unsettled, counts.unresearched];
    assert_eq!((totals.tools, totals.offered), (48, 0));
    assert_eq!(states(totals.gaps), [18, 0, 0, 30]);
    assert_eq!(states(totals.in_scope), [12, 0, 0, 16]);
    assert_eq!(states(totals.out_of_scope), [1, 0, 0, 1]);
}

#[test]
fn the_market_of_2026_is_known() {
    let files = files();
    let landscape = landscape(&files);
    let offers = overview::overview(&landscape).offers;
    let known = offers.yes + offers.partial + offers.planned + offers.no;
    assert!(known >= 1000, "only {known} cells are known");
    assert!(offers.no >= 30, "only {} cells are known not to be offered", offers.no);
}

#[test]
fn every_tool_in_scope_has_a_vendor_or_somebody_has_looked_for_one() {
    let files = files();
    let (model, landscape) = (model(&files), landscape(&files));
    let mut sold = BTreeSet::new();
    for (company, _) in model.records(Kind::Company) {
        company.links(&mut |link| {
            if link.relation == Relation::Offers {
                sold.insert(link.to.id.to_owned());
            }
        });
    }
    for (name, document) in documents_of("graph/tools") {
        let is_in = scope::scope_of(&landscape, tool(&landscape, &name)).verdict != ScopeVerdict::Out;
        let looked = &document["tools"][0]["looked"];
        assert!(
            !is_in || sold.contains(&name) || looked.is_object(),
            "nobody offers {name}, and nobody has looked"
        );
    }
}

#[test]
fn each_company_of_the_page_has_a_claim_of_2026_or_a_note_on_what_became_of_it() {
    let mut named = 0;
    for (name, document) in documents_of("graph/companies") {
        let company = &document["companies"][0];
        let cites = |claim: &serde_json::Value, is: &dyn Fn(&serde_json::Value) -> bool| {
            claim["evidence"].as_array().is_some_and(|list| list.iter().any(is))
        };
        if !cites(company, &|one| one["source"] == "posthog-handbook-icp") {
            continue;
        }
        named += 1;
        let offers = company["offers"].as_array().into_iter().flatten();
        let is_of_2026 = offers.into_iter().any(|offer| {
            cites(offer, &|one| {
                one["on"].as_str().is_some_and(|day| day >= "2024") && one["source"] != "posthog-handbook-icp"
            })
        });
        let ended = company["until"].is_string() && company["note"].is_string();
        assert!(is_of_2026 || ended, "{name}");
    }
    assert_eq!(named, 24, "the page names 23 companies besides PostHog");
}

/// Every import that the mappings tell of; a second one must find nothing new.
#[test]
fn all_imports_repeat_without_a_change() {
    let mappings = root("docs/mappings");
    let path = |name: &str| mappings.join(name).display().to_string();
    let comparison = ["--source", "posthog-comparison-pages", "--on", "2026-11-22"];
    let mut lists: Vec<(String, String, &[&str])> = Vec::new();
    for list in ["companies", "ownership", "offers", "needs", "reports-to"] {
        lists.push((format!("market-2026/{list}.tsv"), format!("market-2026/{list}.json"), &[]));
    }
    for list in ["offers", "features"] {
        lists.push((
            format!("posthog-comparison-2026/{list}.tsv"),
            format!("posthog-comparison-{list}.json"),
            &comparison,
        ));
    }
    let (graph, exclude) = (root("graph").display().to_string(), path("excluded.tsv"));
    let mut contradicted = 0;
    for (list, map, more) in lists {
        let (rows, map) = (path(&list), path(&map));
        let arguments = ["import", "tsv", &rows, "--map", &map, "--exclude", &exclude, "--into", &graph];
        let rest = ["--strict", "--dry-run", "--format", "json"];
        let outcome = Sandbox::new().run(&[&arguments[..], more, &rest].concat());
        assert_eq!(outcome.code, Some(0), "{outcome}");
        let report = outcome.json();
        let totals = &report["totals"];
        assert_eq!((&totals["mapped"], &report["written"]), (&0.into(), &serde_json::json!([])), "{list}");
        assert!(totals["merged"].as_u64() > Some(0), "{list}: {totals}");
        contradicted += totals["contradicted"].as_u64().expect("it is a number");
    }
    // Each is decided in docs/mappings/decisions.md.
    assert_eq!(contradicted, 11);
}

/// The words of a command as a shell reads them: double quotes hold words together.
fn words_of(command: &str) -> Vec<String> {
    let quoted = command.split('"').enumerate();
    let words = quoted.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

#[test]
fn the_twenty_questions_are_answered_as_their_page_says() {
    let page = std::fs::read_to_string(root("docs/twenty-questions.md")).expect("the page is there");
    let graph = root("graph").display().to_string();
    let mut asked = 0;
    for section in page.split("\n## ").skip(1) {
        let title = section.lines().next().unwrap_or_default();
        let (_, rest) =
            section.split_once("```sh\n").unwrap_or_else(|| panic!("{title}: there is a command"));
        let (command, answer) = rest.split_once("\n```\n").expect("the command ends");
        let words = words_of(command);
        assert_eq!(words[0], "landscape", "{title}");
        let mut arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        arguments.extend(["--graph", &graph]);
        let outcome = Sandbox::new().run(&arguments);
        assert_eq!(outcome.code, Some(0), "{title}: {outcome}");
        let said = outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected: Vec<&str> = answer.split("**").skip(1).step_by(2).collect();
        for expected in expected {
            let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(&expected), "{title}: `{expected}` is not in the answer\n{outcome}");
        }
        asked += 1;
    }
    assert_eq!(asked, 20);
}
