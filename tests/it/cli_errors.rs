//! What goes wrong around the data: paths, names, pipes, and files that cannot be written.

use std::process::Stdio;

use landscape_graph::catalogue::{self, Reads};
use landscape_graph::cli::{Listed, commands};

use crate::support::{Outcome, Sandbox, data, entries, run_in};

/// A landscape in which a stack and a role share an id, and two companies a name.
const SHARED: &str = r#"{
  "stacks": [{ "id": "marketing", "name": "Marketing" }],
  "roles": [{ "id": "marketing", "name": "Marketing", "type": "team" }],
  "companies": [
    { "id": "customer-io", "name": "Customer.io", "active_in": [{ "stack": "marketing" }] },
    { "id": "mercury-bank", "name": "Mercury" },
    { "id": "mercury-email", "name": "Mercury" }
  ]
}
"#;

fn shared() -> Sandbox {
    Sandbox::new().file("graph/all.json", SHARED)
}

fn assert_refused(outcome: &Outcome, code: i32, parts: &[&str]) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome}");
    for part in parts {
        assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
    }
}

#[test]
fn without_a_landscape_the_way_to_begin_is_shown() {
    insta::assert_snapshot!(Sandbox::new().run(&["gaps"]));
}

/// How each command is asked of a landscape that is not there; nothing for one that reads none.
fn of_nowhere(command: &Listed) -> Option<Vec<&str>> {
    const OPTION: &[&str] = &["--graph", "nowhere"];
    let question = catalogue::questions().iter().find(|row| row.name == command.name);
    let picture =
        command.name.strip_prefix("draw ").map(|name| catalogue::picture(name).expect("it has a row"));
    let example =
        question.map(|row| (row.reads, row.example)).or(picture.map(|row| (row.reads, row.example)));
    let of_nowhere = match (example, command.name.as_str()) {
        (Some((Reads::States, _)), _) => vec!["nowhere", "nowhere"],
        (Some((_, example)), _) => [example, OPTION].concat(),
        (None, "check" | "fmt") => vec!["nowhere"],
        (None, "add") => [&["company", "Quill"], OPTION].concat(),
        (None, "link" | "unlink") => [&["quill", "offers", "etl"], OPTION].concat(),
        (None, "set") => [&["quill", "name", "Quill"], OPTION].concat(),
        (None, "unset") => [&["quill", "url"], OPTION].concat(),
        (None, "rename" | "merge") => [&["quill", "quokka"], OPTION].concat(),
        (None, "rm") => [&["quill"], OPTION].concat(),
        (None, "undo") => OPTION.to_vec(),
        (None, "serve") => [&["--port", "0"], OPTION].concat(),
        (None, "edit") => [&["-"], OPTION].concat(),
        (None, "import") => vec!["json", "nowhere"],
        (None, "sql") => [&["SELECT 1"], OPTION].concat(),
        (None, "export parquet") if cfg!(not(feature = "parquet")) => return None,
        (None, "export parquet") => [&["--dir", "tables"], OPTION].concat(),
        (None, name) if name.starts_with("export ") => OPTION.to_vec(),
        (None, "explain" | "schema" | "init") => return None,
        (None, name) => {
            panic!("`{name}` is new: say here how it is asked of no landscape, or that it needs none")
        }
    };
    Some(command.name.split(' ').chain(of_nowhere).collect())
}

#[test]
fn every_command_that_needs_a_landscape_says_when_there_is_none() {
    let sandbox = Sandbox::new();
    let commands = commands();
    let mut asked = 0;
    // What has commands below it does nothing by itself.
    for command in commands.iter().filter(|command| command.below.is_empty()) {
        if let Some(arguments) = of_nowhere(command) {
            let parts = ["there is no landscape at `nowhere`", "landscape init"];
            assert_refused(&sandbox.run(&arguments), 2, &parts);
            asked += 1;
        }
    }
    let rows = catalogue::questions().len() + catalogue::pictures().len();
    assert!(asked > rows + 10, "only {asked} commands are asked");
}

#[test]
fn a_name_that_leads_nowhere_is_answered_with_the_nearest() {
    let sandbox = shared();
    insta::assert_snapshot!(sandbox.run(&["gaps", "--for", "custmer.io"]));
    assert_refused(&sandbox.run(&["coverage", "markting"]), 2, &["did you mean `marketing`?"]);
    assert_refused(
        &sandbox.run(&["gaps", "--for", "customer-io", "--stack", "marketng"]),
        2,
        &["did you mean `marketing`?"],
    );
    assert_refused(&sandbox.run(&["overlap", "mercury-bonk"]), 2, &["did you mean `mercury-bank`?"]);
    assert_refused(&sandbox.run(&["show", "zzz"]), 2, &["there is no record called `zzz`", "landscape find"]);
    assert_refused(
        &sandbox.run(&["find", "x", "--kind", "tol"]),
        2,
        &["`--kind` is a kind of record", "`tool`", "not `tol`"],
    );
}

#[test]
fn a_name_of_the_wrong_kind_is_not_taken() {
    assert_refused(
        &shared().run(&["gaps", "--for", "role:marketing"]),
        2,
        &["is a role, and a company is needed"],
    );
}

#[test]
fn a_name_that_can_be_two_records_is_refused_with_both() {
    let sandbox = shared();
    insta::assert_snapshot!(sandbox.run(&["show", "marketing"]));
    let two = ["`company:mercury-bank`", "`company:mercury-email`"];
    assert_refused(&sandbox.run(&["overlap", "Mercury"]), 2, &two);
    for name in ["stack:marketing", "role:marketing", "mercury-bank", "CUSTOMER IO"] {
        let outcome = sandbox.run(&["show", name]);
        assert_eq!(outcome.code, Some(0), "{name}: {outcome}");
    }
}

#[test]
fn a_question_from_nobodys_view_asks_for_one() {
    assert_refused(&shared().run(&["gaps"]), 2, &["no perspective", "`--for`"]);
}

#[test]
fn wrong_arguments_are_wrong_usage() {
    let sandbox = shared();
    let wrong =
        [&["gasp"][..], &["gaps", "--fro", "x"], &["gaps", "--top", "few"], &["check", "--format", "xml"]];
    for command in wrong {
        assert_refused(&sandbox.run(command), 2, &["error: "]);
    }
}

#[test]
fn a_picture_that_cannot_be_written_leaves_nothing_behind() {
    let sandbox = shared().file("folder/kept.txt", "kept");
    let outcome = sandbox.run(&["draw", "map", "--output", "no-such-folder/map.dot"]);
    assert_refused(&outcome, 3, &["`no-such-folder/map.dot` cannot be written"]);
    // A folder stands where the file should be: this is found only when the file is put in place.
    let outcome = sandbox.run(&["draw", "map", "--format", "dot", "--output", "folder"]);
    assert_refused(&outcome, 3, &["`folder` cannot be written"]);
    let left: Vec<_> = std::fs::read_dir(sandbox.path("")).expect("it can be read").flatten().collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(entries(&sandbox.path("folder")), ["kept.txt"]);
}

#[test]
fn a_picture_replaces_the_one_before_only_when_it_is_whole() {
    let sandbox = shared().file("map.dot", "the picture of yesterday").file("broken.json", "{");
    let read = || std::fs::read_to_string(sandbox.path("map.dot")).expect("the picture is there");
    let refused = sandbox.run(&["draw", "map", "--graph", "broken.json", "--output", "map.dot"]);
    assert_eq!((refused.code, read().as_str()), (Some(1), "the picture of yesterday"), "{refused}");

    let written = sandbox.run(&["draw", "map", "--output", "map.dot"]);
    assert_eq!((written.code, written.stdout.as_str()), (Some(0), ""), "{written}");
    assert_eq!(read(), sandbox.run(&["draw", "map"]).stdout);
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    use std::io::Write;
    for command in [&["overview", "--graph", "-"][..], &["draw", "map", "--graph", "-"], &["check", "-"]] {
        let mut child = Sandbox::new()
            .command(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // Nothing can have been printed yet, since the program waits for the landscape.
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        stdin.write_all(SHARED.as_bytes()).expect("the program reads");
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), stderr.as_ref()), (Some(0), ""), "{command:?}");
    }
}

#[test]
fn the_landscape_can_be_named_in_the_environment() {
    let one = |name: &str| format!(r#"{{ "landscape": {{ "schema": 1, "name": "{name}" }} }}"#);
    let sandbox = Sandbox::new()
        .file("graph/a.json", one("Of the folder"))
        .file("env.json", one("Of the environment"))
        .file("flag.json", one("Of the flag"))
        .file("broken.json", "{");
    let run = |environment: &str, arguments: &[&str]| {
        let mut command = sandbox.command(arguments);
        let output = command.env("LANDSCAPE_GRAPH", environment).output().expect("the program starts");
        (output.status.code(), String::from_utf8(output.stdout).expect("it is UTF-8"))
    };
    let title = |(code, text): (Option<i32>, String)| {
        assert_eq!(code, Some(0), "{text}");
        text.lines().next().unwrap_or_default().to_owned()
    };
    let plain = sandbox.run(&[]);
    assert!(plain.stdout.starts_with("Of the folder\n"), "{plain}");
    assert_eq!(title(run("env.json", &[])), "Of the environment");
    assert_eq!(title(run("env.json", &["--graph", "flag.json"])), "Of the flag");
    assert_eq!(title(run("env.json", &["overview", "--graph", "flag.json"])), "Of the flag");
    // What is asked for by name must work whatever the environment says.
    assert_eq!(title(run("broken.json", &["--graph", "flag.json"])), "Of the flag");
    assert_eq!(run("broken.json", &["check"]).0, Some(1));
    assert_eq!(run("broken.json", &["check", "flag.json"]).0, Some(0));
}

#[test]
fn init_makes_a_landscape_that_passes_every_check() {
    let sandbox = Sandbox::new();
    let made = sandbox.run(&["init", "deep/mine"]);
    assert_eq!((made.code, made.stdout.as_str()), (Some(0), ""), "{made}");
    assert!(made.stderr.contains("`deep/mine`"), "{made}");
    let checked = sandbox.run(&["check", "deep/mine", "--deny", "warnings"]);
    assert_eq!((checked.code, checked.stderr.as_str()), (Some(0), ""), "{checked}");
    assert_eq!(entries(&sandbox.path("deep")), ["mine"]);
    // Nothing else is left beside it, hidden or not.
    assert_eq!(std::fs::read_dir(sandbox.path("deep")).expect("it can be read").count(), 1);

    let default = sandbox.run(&["init"]);
    assert_eq!(default.code, Some(0), "{default}");
    assert_eq!(sandbox.run(&["overview"]).code, Some(0));
}

#[test]
fn init_overwrites_nothing() {
    let sandbox = Sandbox::new().file("graph/notes.md", "mine").file("file", "mine");
    assert_refused(&sandbox.run(&["init"]), 2, &["`graph` is not empty"]);
    assert_eq!(entries(&sandbox.path("graph")), ["notes.md"]);
    assert_refused(&sandbox.run(&["init", "file"]), 2, &["`file` is a file"]);

    std::fs::create_dir(sandbox.path("empty")).expect("a folder can be made");
    let made = sandbox.run(&["init", "empty"]);
    assert_eq!(made.code, Some(0), "an empty folder is free to use: {made}");
    assert!(!entries(&sandbox.path("empty")).is_empty());
}

#[test]
fn the_answer_is_the_same_from_one_run_to_the_next() {
    let commands = [
        &["overview"][..],
        &["gaps"],
        &["overlap"],
        &["whitespace"],
        &["roles"],
        &["implications", "--min-support", "1"],
        &["draw", "map"],
    ];
    for command in commands {
        let run = || run_in(&data(""), &[command, &["--graph", "valid"]].concat());
        let (first, second) = (run(), run());
        assert_eq!((first.code, first.stderr.as_str()), (Some(0), ""), "{command:?}: {first}");
        assert_eq!(first.stdout, second.stdout, "{command:?}");
    }
}
