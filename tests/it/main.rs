//! The tests of the library and the program from outside: one binary, one module for each area.

mod architecture;
mod assume;
#[cfg(any(feature = "draw", feature = "export", feature = "import", feature = "render"))]
#[path = "support/awkward.rs"]
mod awkward;
mod catalogue_lists;
mod catalogue_pages;
mod catalogue_rows;
#[cfg(feature = "cli")]
mod cli_backtest;
#[cfg(feature = "cli")]
mod cli_check;
#[cfg(feature = "cli")]
mod cli_edit;
#[cfg(feature = "cli")]
mod cli_errors;
#[cfg(feature = "cli")]
mod cli_gaps;
#[cfg(feature = "cli")]
mod cli_people;
#[cfg(feature = "cli")]
mod cli_reference;
#[cfg(all(feature = "cli", feature = "sql"))]
mod cli_sql;
#[cfg(feature = "cli")]
mod cli_time;
mod concluded;
mod day;
#[cfg(feature = "draw")]
mod draw;
#[cfg(all(feature = "cli", feature = "draw"))]
mod draw_diff;
#[cfg(feature = "draw")]
mod draw_gaps;
#[cfg(feature = "draw")]
mod draw_layers;
#[cfg(feature = "draw")]
mod draw_map;
#[cfg(all(feature = "cli", feature = "draw"))]
mod draw_overlap;
#[cfg(feature = "draw")]
mod draw_roles;
#[cfg(feature = "draw")]
mod draw_slides;
#[cfg(feature = "draw")]
mod draw_versus;
#[cfg(feature = "edit")]
mod edit;
#[cfg(feature = "cli")]
mod edit_files;
mod evidence;
#[cfg(feature = "export")]
mod export;
#[cfg(all(feature = "parquet", feature = "render"))]
mod export_parquet;
#[cfg(all(feature = "cli", feature = "sql"))]
mod export_sql;
mod features;
#[cfg(all(feature = "cli", feature = "sql"))]
mod first_words;
#[cfg(feature = "draw")]
#[path = "support/graphviz.rs"]
mod graphviz;
#[path = "../../docs/examples/hidden.rs"]
mod hidden;
#[cfg(feature = "cli")]
mod import;
#[cfg(feature = "import")]
mod import_edges;
#[cfg(feature = "cli")]
mod import_relations;
#[cfg(all(feature = "export", feature = "import"))]
mod landscape2;
#[path = "support/landscapes.rs"]
mod landscapes;
mod load;
#[cfg(feature = "export")]
mod load_blocks;
#[cfg(all(feature = "cli", feature = "sql"))]
mod one_look;
mod owners;
mod properties;
mod properties_compare;
#[cfg(feature = "import")]
mod properties_import;
mod properties_people;
mod properties_questions;
mod properties_together;
mod query_backtest;
mod query_bundle;
mod query_compare;
mod query_coverage;
mod query_diff;
mod query_gaps;
mod query_implications;
mod query_log;
mod query_network;
mod query_next;
mod query_overlap;
mod query_peers;
mod query_plan;
mod query_questions;
mod query_roles;
mod query_scope;
mod query_show;
mod query_stale;
mod query_whitespace;
#[cfg(feature = "render")]
mod render;
#[cfg(all(feature = "cli", feature = "serve"))]
mod serve;
#[cfg(feature = "draw")]
#[path = "support/sheets.rs"]
mod sheets;
#[cfg(all(feature = "cli", feature = "sql"))]
mod shipped_data;
#[cfg(all(feature = "cli", feature = "site"))]
mod site;
#[cfg(all(feature = "render", feature = "sql"))]
mod sql;
mod support;
#[cfg(feature = "render")]
mod tables;
mod when;
mod writing;

#[test]
fn every_file_here_is_a_module() {
    let here = support::root("tests/it");
    let module = |name: String| match name.strip_suffix(".rs") {
        Some(module) => (module != "main").then(|| module.to_owned()),
        None => here.join(&name).join("mod.rs").exists().then_some(name),
    };
    let modules: Vec<String> = support::entries(&here).into_iter().filter_map(module).collect();
    assert!(modules.iter().any(|module| module == "support"), "the modules are not found: {modules:?}");
    let named = |module: &str| include_str!("main.rs").lines().any(|line| line == format!("mod {module};"));
    let forgotten: Vec<String> = modules.into_iter().filter(|module| !named(module)).collect();
    assert!(forgotten.is_empty(), "no `mod` line in tests/it/main.rs for {forgotten:?}");
}
