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
    let main = include_str!("main.rs");
    let files = support::entries(&support::root("tests/it"));
    let modules = files.iter().map(|file| file.strip_suffix(".rs").unwrap_or(file));
    let forgotten: Vec<&str> = modules
        .filter(|module| !matches!(*module, "main" | "snapshots"))
        .filter(|module| !main.lines().any(|line| line == format!("mod {module};")))
        .collect();
    assert!(forgotten.is_empty(), "no `mod` line in tests/it/main.rs for {forgotten:?}");
}
