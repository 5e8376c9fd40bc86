//! The tests of the library and the program from outside: one binary, one module for each area.

mod architecture;
#[cfg(feature = "cli")]
mod cli_check;
#[cfg(feature = "cli")]
mod cli_errors;
mod load;
mod shipped_data;
mod support;

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
