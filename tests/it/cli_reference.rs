//! What the program says of itself: its help, the page made from it, and the schemas of its data.

use std::path::Path;

use landscape_graph::cli::Listed;
use landscape_graph::model::{Cycles, Kind, Relation};
use serde_json::Value;

use crate::support::{Outcome, Sandbox, root};

/// Asserts that a generated file holds `wanted`; with `UPDATE_DOCS=1`, writes it first.
fn assert_generated(path: &str, wanted: &str) {
    let file = root(path);
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(file.parent().expect("the file is in a folder"))
            .expect("the folder can be made");
        std::fs::write(&file, wanted).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    let line = differs.unwrap_or_else(|| found.lines().count().min(wanted.lines().count())) + 1;
    assert!(
        found == wanted,
        "{path} is not what the program says, from line {line} on: run `UPDATE_DOCS=1 cargo test --test it \
         cli_reference` and read the difference"
    );
}

fn run(arguments: &[&str]) -> Outcome {
    let outcome = Sandbox::new().run(arguments);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{arguments:?}\n{outcome}");
    outcome
}

/// A table of commands in Markdown; what each is called is written by `name`.
fn table<'c>(commands: impl Iterator<Item = &'c Listed>, name: impl Fn(&Listed) -> String) -> String {
    let row = |command: &Listed| {
        let below = match command.below.join(", ") {
            below if below.is_empty() => below,
            below => format!(": {below}"),
        };
        // A bar would end the cell, also between backticks.
        let cells = [name(command), format!("{}{below}", command.about)].map(|cell| cell.replace('|', "\\|"));
        format!("| {} |\n", cells.join(" | "))
    };
    let rows: String = commands.map(row).collect();
    format!("| command | what it does |\n|---|---|\n{rows}")
}

/// How a command is called, with what stands behind it.
fn called(command: &Listed) -> String {
    let is_first = command.name == landscape_graph::catalogue::first_question().name;
    let short = if is_first { "`landscape`, " } else { "" };
    format!("{short}`{}`", format!("landscape {} {}", command.name, command.subjects).trim_end())
}

#[test]
fn the_table_of_commands_in_the_readme_is_what_their_help_says() {
    let commands = landscape_graph::cli::commands();
    let table = table(commands.iter().filter(|command| !command.name.contains(' ')), called);
    assert_generated("README.md", &between("README.md", "commands", &table));
}

/// Replaces what is between two marks of a page.
fn between(page: &str, name: &str, table: &str) -> String {
    let [first, last] = [format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n")];
    let text = std::fs::read_to_string(root(page)).expect("the page can be read");
    let (before, rest) = text.split_once(&first).expect("the table begins at a mark");
    let (_, after) = rest.split_once(&last).expect("the table ends at a mark");
    format!("{before}{first}{table}{last}{after}")
}

#[test]
fn the_table_of_relations_is_the_one_that_is_declared() {
    let mut table = "| relation | from → to | key of the target | says, besides a claim | may lead in a circle |\n|---|---|---|---|---|\n".to_owned();
    for rule in Relation::all().map(Relation::rule) {
        let kinds = |kinds: &[Kind]| match kinds.len() {
            all if all == Kind::ALL.len() => "any kind".to_owned(),
            _ => kinds.iter().map(|kind| kind.singular()).collect::<Vec<_>>().join(" or "),
        };
        let says: Vec<String> = rule.says.iter().map(|said| format!("`{}`", said.detail.key)).collect();
        let says = if rule.target_key.is_none() {
            "no claim of its own: it rests on the passage, or on the evidence of its record".to_owned()
        } else {
            says.join(", ")
        };
        let target =
            rule.target_key.map_or("the entry itself, `kind:id`".to_owned(), |key| format!("`{key}`"));
        let circle = match (rule.from == rule.to || rule.to.len() > 1, rule.cycles) {
            (false, _) => "",
            (true, Cycles::Allowed) => "yes",
            (true, Cycles::Forbidden) => "no",
        };
        let row = [
            format!("`{}`", rule.key),
            format!("{} → {}", kinds(rule.from), kinds(rule.to)),
            target,
            says,
            circle.to_owned(),
        ];
        let row = row
            .iter()
            .map(|cell| format!(" {cell}"))
            .map(|cell| if cell == " " { " ".to_owned() } else { cell + " " });
        table.push_str(&format!("|{}|\n", row.collect::<Vec<_>>().join("|")));
    }
    assert_generated("docs/data.md", &between("docs/data.md", "relations", &table));
}

#[test]
fn the_page_of_commands_is_the_help_of_every_command() {
    let reference = landscape_graph::cli::reference();
    let commands = landscape_graph::cli::commands();
    let table = table(commands.iter(), |command| {
        format!("[`landscape {0}`](#landscape-{1})", command.name, command.name.replace(' ', "-"))
    });
    let page = format!(
        "# Commands\n\nThis is what each command prints when asked for `--help`; a test writes the page from the program.\n\n{table}\n{reference}"
    );
    assert_generated("docs/cli.md", &page);
}

#[test]
fn the_schema_of_data_files_is_the_one_that_the_program_prints() {
    assert_generated("docs/schema/landscape.schema.json", &run(&["schema"]).stdout);
}

/// Every file that names a schema, and the schema that it names.
fn named_schemas(folder: &Path, found: &mut Vec<(std::path::PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            named_schemas(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            let json: Value = serde_json::from_str(&text).expect("the file is JSON");
            found.extend(json["$schema"].as_str().map(|schema| (path.clone(), schema.to_owned())));
        }
    }
}

#[test]
fn the_schema_that_a_file_of_the_shipped_landscape_names_is_there() {
    let mut found = Vec::new();
    named_schemas(&root("graph"), &mut found);
    assert!(!found.is_empty(), "a file names a schema");
    let schema = root("docs/schema/landscape.schema.json").canonicalize().expect("the schema is there");
    for (path, named) in found {
        let named = path.parent().expect("a file is in a folder").join(named);
        assert_eq!(named.canonicalize().ok().as_ref(), Some(&schema), "{}", path.display());
    }
}

#[test]
fn every_report_has_a_schema_that_names_it() {
    let list = run(&["schema", "--report", "list"]).stdout;
    let names: Vec<&str> = list.lines().collect();
    assert!(names.contains(&"gaps") && names.contains(&"check"), "{names:?}");
    for name in names {
        let schema = run(&["schema", "--report", name]).json();
        // That of `check` is of another make, and does not say so.
        if name != "check" {
            assert_eq!(schema["properties"]["report"]["const"], name, "{schema:#}");
            assert_eq!(schema["properties"]["version"]["const"], 2, "{schema:#}");
        }
        let required = schema["required"].as_array().expect("some keys are required");
        for key in required {
            let key = key.as_str().expect("a key is a text");
            assert!(schema["properties"][key].is_object(), "{name}: `{key}` is required and not described");
        }
        assert!(required.contains(&"report".into()) && required.contains(&"version".into()), "{name}");
    }
    let wrong = Sandbox::new().run(&["schema", "--report", "gap"]);
    assert_eq!(wrong.code, Some(2), "{wrong}");
    assert!(wrong.stderr.contains("did you mean `gaps`?"), "{wrong}");
}

/// The commands that a help lists.
pub(crate) fn commands(help: &str) -> Vec<String> {
    // The program lists its commands in groups.
    let grouped =
        help.split_once("Ask about the market:\n").and_then(|(_, list)| list.split_once("\nOptions:"));
    let list = match (grouped, help.split_once("Commands:\n")) {
        (Some((list, _)), _) => list,
        (None, Some((_, list))) => list.split("\n\n").next().unwrap_or_default(),
        (None, None) => return Vec::new(),
    };
    let lines = list.lines();
    // A description that goes on in a further line is indented deeper than a command.
    let named = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let first = |line: &str| line.split_whitespace().next().map(str::to_owned);
    named.filter_map(first).filter(|command| command != "help").collect()
}

#[test]
fn every_command_that_a_help_lists_exists_and_has_a_help() {
    let mut queue: Vec<Vec<String>> = vec![Vec::new()];
    let mut seen = 0;
    while let Some(path) = queue.pop() {
        let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = run(&arguments).stdout;
        let usage = ["Usage: landscape"].into_iter().chain(path.iter().map(String::as_str));
        let usage = usage.collect::<Vec<_>>().join(" ");
        assert!(help.contains(&usage), "{usage} is missing: {help}");
        seen += 1;
        queue.extend(commands(&help).into_iter().map(|command| {
            let mut path = path.clone();
            path.push(command);
            path
        }));
    }
    assert!(seen > 10, "only {seen} commands were found");
}

/// Returns what stands after each "landscape " in backticks.
fn named_commands(text: &str) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    let arguments = quoted.filter_map(|quoted| quoted.strip_prefix("landscape "));
    arguments.filter_map(|rest| rest.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn a_command_that_any_help_or_explanation_names_exists() {
    let known = commands(&run(&["--help"]).stdout);
    let mut texts = vec![landscape_graph::cli::reference()];
    let codes = run(&["explain"]).stdout;
    let codes = codes.lines().filter_map(|line| line.split_whitespace().find(|word| word.contains("::")));
    texts.extend(codes.map(|code| run(&["explain", code]).stdout));
    assert!(texts.len() > 10, "there are explanations");
    let named: Vec<String> = texts.iter().flat_map(|text| named_commands(text)).collect();
    assert!(!named.is_empty(), "some are named");
    for command in named {
        assert!(known.contains(&command) || command.starts_with('-'), "there is no `landscape {command}`");
    }
}
