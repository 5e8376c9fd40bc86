//! Edits written to files: whole or not at all, whoever else writes, and wherever the machine
//! stops.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use landscape_graph::edit::{self, Edit, EditError, EditOptions, Store, Told};
use landscape_graph::load::{self, Files};
use landscape_graph::model::Kind;
use serde_json::{Value, json};

use crate::support::Sandbox;

/// A landscape in five files, all of which name a tool.
fn five_files() -> Sandbox {
    let company = |id: &str| {
        format!(
            "{{ \"companies\": [{{ \"id\": \"{id}\", \"name\": \"{id}\", \"offers\": [{{ \"tool\": \"etl\", \"support\": \"yes\" }}] }}] }}\n"
        )
    };
    Sandbox::new()
        .file("graph/companies/a.json", company("a"))
        .file("graph/companies/b.json", company("b"))
        .file("graph/companies/c.json", company("c"))
        .file(
            "graph/roles.json",
            "{ \"roles\": [{ \"id\": \"r\", \"name\": \"R\", \"needs\": [{ \"tool\": \"etl\" }] }] }\n",
        )
        .file(
            "graph/etl.json",
            "{ \"tools\": [{ \"id\": \"etl\", \"name\": \"Extract, transform, load\" }] }\n",
        )
}

fn edit_of(line: &Value) -> Edit {
    serde_json::from_value(line.clone()).expect("it is an edit")
}

fn rename() -> Edit {
    edit_of(&json!({"do": "rename", "record": "tool:etl", "to": "elt"}))
}

/// The texts of all files of a folder, hidden ones included.
fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            let text = fs::read_to_string(&path).expect("the file can be read");
            found.insert(path, text);
        }
    }
    found
}

fn try_edit(sandbox: &Sandbox, lines: &[Value]) -> Result<edit::EditReport, Vec<EditError>> {
    let edits: Vec<Edit> = lines.iter().map(edit_of).collect();
    edit::edit(&sandbox.path("graph"), &sandbox.path("state"), &edits, &EditOptions::default())
}

/// Plans the renaming and writes it, with `told` told of every step.
fn write_renaming(graph: &Path, state: &Path, told: Told<'_>) -> Result<(), EditError> {
    let files = Files::read(graph);
    let plan = edit::plan(graph, &files, &[rename()], &EditOptions::default()).expect("it can be planned");
    assert_eq!(plan.files.len(), 5, "{:?}", plan.report);
    let store = Store::of(state, graph)?;
    store.lock(Duration::from_secs(10))?.write(&plan.files, told)
}

/// The environment of the process that is killed: the folder, the step before which it is, and what
/// it does.
const KILLED: [&str; 3] = ["LANDSCAPE_TEST_FOLDER", "LANDSCAPE_TEST_STEP", "LANDSCAPE_TEST_DOES"];
const RENAMES: &str = "renames";
const RECOVERS: &str = "recovers";

/// Runs the process that kills itself.
#[cfg(unix)]
fn killed(sandbox: &Sandbox, step: usize, does: &str) -> std::process::Output {
    let test = std::env::current_exe().expect("the test has a path");
    let values = [sandbox.path("").into_os_string(), step.to_string().into(), does.into()];
    let mut process = Command::new(test);
    process.args(["--exact", "edit_files::a_process_that_kills_itself"]).envs(KILLED.into_iter().zip(values));
    process.output().expect("the test starts")
}

/// Stops in the middle of the renaming, as a machine does that fails.
fn stop_in_the_middle(sandbox: &Sandbox) {
    let stopped = std::panic::catch_unwind(|| {
        let mut renamed = 0;
        write_renaming(&sandbox.path("graph"), &sandbox.path("state"), &mut |step| {
            renamed += usize::from(step == "rename a file");
            assert!(renamed < 3, "stopped");
        })
    });
    assert!(stopped.is_err());
}

/// Does nothing by itself: the test below runs it as a process of its own, and it kills itself.
#[test]
#[cfg(unix)]
fn a_process_that_kills_itself() {
    let [Some(folder), Some(step), Some(does)] = KILLED.map(std::env::var_os) else { return };
    let step: usize = step.to_str().and_then(|step| step.parse().ok()).expect("it is a number");
    let folder = PathBuf::from(folder);
    let mut at = 0;
    let mut told = |_: &str| {
        if at == step {
            let pid = std::process::id().to_string();
            Command::new("kill").args(["-9", &pid]).status().expect("kill is at hand");
            std::thread::sleep(Duration::MAX);
        }
        at += 1;
    };
    let (graph, state) = (folder.join("graph"), folder.join("state"));
    if does == RENAMES {
        write_renaming(&graph, &state, &mut told).expect("it can be written");
    } else {
        let store = Store::of(&state, &graph).expect("the landscape is there");
        let locked = store.lock(Duration::from_secs(10)).expect("nobody else writes");
        locked.recover_telling(&mut told).expect("it can be recovered");
    }
}

#[test]
#[cfg(unix)]
fn a_renaming_that_is_killed_at_any_step_is_finished_or_undone_by_the_next_edit() {
    use std::os::unix::process::ExitStatusExt;

    let whole = five_files();
    let before = texts(&whole.path("graph"));
    let mut steps = 0;
    write_renaming(&whole.path("graph"), &whole.path("state"), &mut |_| steps += 1)
        .expect("it can be written");
    let after = texts(&whole.path("graph"));
    // Each of five files is made, written, made last and renamed, and its folder is made last.
    assert!(steps > 30, "only {steps} steps were told");
    let relative = |texts: &BTreeMap<PathBuf, String>, of: &Sandbox| -> Vec<(PathBuf, String)> {
        let below = |path: &Path| path.strip_prefix(of.path("graph")).expect("it is below").to_owned();
        texts.iter().map(|(path, text)| (below(path), text.clone())).collect()
    };
    let wanted = [relative(&before, &whole), relative(&after, &whole)];
    let mut ends = [0, 0];
    for step in 0..steps {
        let sandbox = five_files();
        let status = killed(&sandbox, step, RENAMES);
        assert_eq!(status.status.signal(), Some(9), "step {step}: {status:?}");
        // What is there now has every record once, however far it has come.
        let report = try_edit(&sandbox, &[]).unwrap_or_else(|errors| panic!("step {step}: {errors:?}"));
        let found = relative(&texts(&sandbox.path("graph")), &sandbox);
        let end = wanted.iter().position(|wanted| *wanted == found);
        let end = end.unwrap_or_else(|| panic!("step {step} leaves {found:#?}"));
        assert_eq!(end == 1, report.recovered.is_some() || step + 1 == steps, "step {step}: {report:?}");
        ends[end] += 1;
        assert!(load::parse(&Files::read(&sandbox.path("graph"))).is_ok(), "step {step}");
    }
    assert!(ends.iter().all(|count| *count > 3), "{ends:?}");
}

#[test]
fn an_interrupted_edit_whose_files_were_changed_meanwhile_is_undone() {
    let sandbox = five_files();
    let (graph, state) = (sandbox.path("graph"), sandbox.path("state"));
    let before = texts(&graph);
    stop_in_the_middle(&sandbox);
    let store = Store::of(&state, &graph).expect("the landscape is there");
    assert!(store.is_interrupted());
    let untouched = graph.join("roles.json");
    let others = fs::read_to_string(&untouched).expect("it can be read").replace("\"R\"", "\"Role\"");
    fs::write(&untouched, &others).expect("it can be written");
    let dry = edit::edit(&graph, &state, &[], &EditOptions::default().with_dry_run(true));
    assert!(matches!(dry.as_ref().map_err(Vec::as_slice), Err([EditError::Interrupted])), "{dry:?}");
    let report = try_edit(&sandbox, &[]).expect("it is undone");
    assert_eq!(report.recovered, Some(edit::Recovered::Undone));
    let mut wanted = before;
    wanted.insert(untouched, others);
    let found = texts(&graph);
    for (path, text) in &found {
        assert_eq!(wanted.get(path), Some(text), "{}", path.display());
    }
    assert_eq!(found.len(), wanted.len());
}

#[test]
#[cfg(unix)]
fn a_recovery_that_is_killed_at_any_step_is_completed_by_the_next_edit() {
    use std::os::unix::process::ExitStatusExt;

    let names = |texts: BTreeMap<PathBuf, String>, of: &Sandbox| -> BTreeMap<PathBuf, String> {
        let below = |path: PathBuf| path.strip_prefix(of.path("graph")).expect("it is below").to_owned();
        texts.into_iter().map(|(path, text)| (below(path), text)).collect()
    };
    let whole = five_files();
    let before = names(texts(&whole.path("graph")), &whole);
    write_renaming(&whole.path("graph"), &whole.path("state"), &mut |_| {}).expect("it can be written");
    let after = names(texts(&whole.path("graph")), &whole);
    for others in [None, Some("{ \"roles\": [{ \"id\": \"r\", \"name\": \"Role\" }] }\n")] {
        let mut wanted = if others.is_some() { before.clone() } else { after.clone() };
        let mut steps = 0;
        loop {
            let sandbox = five_files();
            stop_in_the_middle(&sandbox);
            if let Some(others) = others {
                fs::write(sandbox.path("graph/roles.json"), others).expect("it can be written");
                wanted.insert("roles.json".into(), others.to_owned());
            }
            let ended = killed(&sandbox, steps, RECOVERS);
            if ended.status.success() {
                break;
            }
            assert_eq!(ended.status.signal(), Some(9), "step {steps}: {ended:?}");
            try_edit(&sandbox, &[]).unwrap_or_else(|errors| panic!("step {steps}: {errors:?}"));
            assert_eq!(names(texts(&sandbox.path("graph")), &sandbox), wanted, "step {steps}, {others:?}");
            steps += 1;
        }
        assert!(steps > 8, "only {steps} steps were told");
    }
}

/// The environment of a process that writes: the landscape, the folder of the stores, and what it
/// is called.
const WRITES: [&str; 3] = ["LANDSCAPE_TEST_ROOT", "LANDSCAPE_TEST_STATE", "LANDSCAPE_TEST_NAME"];
/// How many companies each process adds, one after the other.
const WRITTEN: usize = 12;

/// Does nothing by itself: the test below runs it as processes of their own.
#[test]
fn a_process_that_writes() {
    let [Some(root), Some(state), Some(name)] = WRITES.map(std::env::var_os) else { return };
    let (root, state) = (PathBuf::from(root), PathBuf::from(state));
    for at in 0..WRITTEN {
        let mut line = json!({"do": "add", "kind": "company", "name": format!("{} {at}", name.display())});
        if root.is_dir() {
            line["file"] = json!("companies/a.json");
        }
        edit::edit(&root, &state, &[edit_of(&line)], &EditOptions::default()).expect("it is written");
    }
}

#[test]
#[cfg(unix)]
fn a_folder_a_file_in_it_and_links_to_them_share_a_lock() {
    let sandbox = five_files()
        .file("other/notes.txt", "")
        .link("linked", "graph")
        .link("other/a.json", "../graph/companies/a.json");
    let state = sandbox.path("state");
    let roots = ["graph", "linked", "graph/companies/a.json", "other/a.json"];
    let test = std::env::current_exe().expect("the test has a path");
    let start = |root: &str, name: String| {
        let values = [sandbox.path(root).into_os_string(), state.clone().into(), name.into()];
        let mut process = Command::new(&test);
        process.args(["--exact", "edit_files::a_process_that_writes"]).envs(WRITES.into_iter().zip(values));
        process.stdout(std::process::Stdio::null()).spawn().expect("the test starts")
    };
    let writers = roots.iter().enumerate().map(|(at, root)| start(root, format!("w{at}")));
    for mut writer in writers.collect::<Vec<_>>() {
        assert!(writer.wait().expect("it ends").success(), "nothing fails, since each waits for the others");
    }
    let files = Files::read(&sandbox.path("graph"));
    let model = load::parse(&files).expect("nothing is wrong");
    assert_eq!(model.records(Kind::Company).len(), 3 + roots.len() * WRITTEN);
    // Whoever has one of them keeps another process waiting that wants any other.
    for held in roots {
        let store = Store::of(&state, &sandbox.path(held)).expect("the landscape is there");
        let locked = store.lock(Duration::from_secs(10)).expect("nobody else writes");
        for root in roots {
            let other = Store::of(&state, &sandbox.path(root)).expect("the landscape is there");
            let refused = other.lock(Duration::ZERO).expect_err("somebody writes");
            assert!(matches!(refused, EditError::Locked { .. }), "{held} and {root}: {refused}");
        }
        let beside = Store::of(&state, &sandbox.path("state")).expect("the folder is there");
        assert!(beside.lock(Duration::ZERO).is_ok(), "what is elsewhere is free");
        let mut waits = start(roots[0], format!("late {held}"));
        std::thread::sleep(Duration::from_millis(100));
        assert!(waits.try_wait().expect("it can be asked").is_none(), "{held}");
        drop(locked);
        assert!(waits.wait().expect("it ends").success());
    }
}

#[test]
fn an_edit_of_a_folder_that_was_interrupted_is_finished_before_a_file_in_it_is_edited() {
    let sandbox = five_files();
    stop_in_the_middle(&sandbox);
    let file = sandbox.path("graph/companies/b.json");
    let options = EditOptions::default();
    let edit = edit_of(&json!({"do": "set", "record": "b", "key": "note", "value": "n"}));
    let dry = edit::edit(
        &file,
        &sandbox.path("state"),
        std::slice::from_ref(&edit),
        &options.clone().with_dry_run(true),
    );
    assert!(matches!(dry.as_ref().map_err(Vec::as_slice), Err([EditError::Interrupted])), "{dry:?}");
    let report = edit::edit(&file, &sandbox.path("state"), &[edit], &options).expect("it is written");
    assert_eq!(report.recovered, Some(edit::Recovered::Finished));
    let text = fs::read_to_string(&file).expect("it can be read");
    assert!(text.contains("\"elt\"") && text.contains("\"note\": \"n\""), "{text}");
    assert!(load::parse(&Files::read(&sandbox.path("graph"))).is_ok());
}

#[test]
fn what_was_changed_since_it_was_read_is_not_written_over() {
    let sandbox = five_files();
    let graph = sandbox.path("graph");
    let files = Files::read(&graph);
    let plan = edit::plan(&graph, &files, &[rename()], &EditOptions::default()).expect("it can be planned");
    fs::write(graph.join("roles.json"), "{ \"roles\": [] }\n").expect("it can be written");
    let before = texts(&graph);
    let store = Store::of(&sandbox.path("state"), &graph).expect("the landscape is there");
    let locked = store.lock(Duration::from_secs(1)).expect("nobody else writes");
    let error = locked.write(&plan.files, &mut |_| {}).expect_err("a file was changed");
    assert!(matches!(&error, EditError::Changed { file } if file.ends_with("roles.json")), "{error}");
    assert_eq!(texts(&graph), before, "nothing is left behind");
    drop(locked);
    assert!(store.lock(Duration::ZERO).is_ok());
    let one = store.lock(Duration::ZERO).expect("nobody else writes");
    let other = store.lock(Duration::from_millis(20)).expect_err("somebody writes");
    assert!(
        matches!(&other, EditError::Locked { pid: Some(pid) } if *pid == std::process::id().to_string()),
        "{other}"
    );
    drop(one);
}

/// Two writers, each of whom adds so many companies one by one.
fn two_writers(edits: usize) {
    let sandbox = five_files();
    let (graph, state) = (sandbox.path("graph"), sandbox.path("state"));
    std::thread::scope(|scope| {
        for writer in ["x", "y"] {
            let (graph, state) = (&graph, &state);
            scope.spawn(move || {
                for at in 0..edits {
                    // All claims are in one file, which both change.
                    let lines = [
                        json!({"do": "add", "kind": "tool", "name": format!("{writer}{at}"), "file": "etl.json"}),
                        json!({"do": "link", "from": "company:a", "relation": "offers", "to": format!("{writer}{at}"), "values": {"support": "yes"}}),
                    ];
                    let edits = lines.map(|line| edit_of(&line));
                    edit::edit(graph, state, &edits, &EditOptions::default()).expect("it is written");
                }
            });
        }
    });
    let model_files = Files::read(&graph);
    let model = load::parse(&model_files).expect("nothing is wrong");
    let (company, _) = model.records(Kind::Company).next().expect("there is one");
    let mut offers = 0;
    company.links(&mut |_| offers += 1);
    assert_eq!((model.records(Kind::Tool).len(), offers), (2 * edits + 1, 2 * edits + 1));
}

#[test]
fn two_writers_lose_nothing() {
    two_writers(15);
}

/// By hand: `cargo test --release --test it -- --ignored two_writers`.
#[test]
#[ignore = "takes minutes"]
fn two_writers_lose_nothing_a_thousand_times() {
    two_writers(500);
}

#[test]
fn the_last_edit_is_taken_back_byte_by_byte() {
    let sandbox = five_files();
    let graph = sandbox.path("graph");
    let before = texts(&graph);
    let lines = [
        json!({"do": "rename", "record": "a", "to": "alpha"}),
        json!({"do": "rm", "record": "b"}),
        json!({"do": "add", "kind": "segment", "name": "Early"}),
        json!({"do": "add", "kind": "question", "name": "Q?", "id": "q", "file": "new/deep/q.json"}),
    ];
    try_edit(&sandbox, &lines).expect("it is written");
    let names: Vec<String> = texts(&graph)
        .keys()
        .map(|path| path.strip_prefix(&graph).expect("below").display().to_string())
        .collect();
    assert_eq!(
        names,
        [
            "companies/alpha.json",
            "companies/c.json",
            "etl.json",
            "new/deep/q.json",
            "roles.json",
            "segments.json"
        ]
    );
    let state = sandbox.path("state");
    let dry =
        edit::undo(&graph, &state, &EditOptions::default().with_dry_run(true)).expect("it can be undone");
    assert!(dry.files.iter().all(|file| file.diff.is_some()));
    let changed = fs::read_to_string(graph.join("segments.json")).expect("it can be read");
    fs::write(graph.join("segments.json"), "{}").expect("it can be written");
    let error = edit::undo(&graph, &state, &EditOptions::default()).expect_err("a file was changed");
    assert!(matches!(error, EditError::ChangedSince { .. }), "{error}");
    fs::write(graph.join("segments.json"), changed).expect("it can be written");
    edit::undo(&graph, &state, &EditOptions::default()).expect("it can be undone");
    assert_eq!(texts(&graph), before);
    assert!(!graph.join("new").exists());
    let error = edit::undo(&graph, &state, &EditOptions::default()).expect_err("there is nothing left");
    assert!(matches!(error, EditError::NothingToUndo), "{error}");
}

#[test]
#[cfg(unix)]
fn links_modes_and_the_times_of_other_files_stay() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = five_files();
    let graph = sandbox.path("graph");
    let real = sandbox.path("elsewhere.json");
    fs::rename(graph.join("roles.json"), &real).expect("it can be moved");
    let sandbox = sandbox.link("graph/roles.json", "../elsewhere.json");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("it can be set");
    let time =
        |name: &str| fs::metadata(graph.join(name)).and_then(|about| about.modified()).expect("it is there");
    let before = time("etl.json");
    try_edit(&sandbox, &[json!({"do": "set", "record": "role:r", "key": "note", "value": "n"})])
        .expect("it is written");
    assert!(graph.join("roles.json").is_symlink());
    assert!(fs::read_to_string(&real).expect("it can be read").contains("\"note\": \"n\""));
    assert_eq!(fs::metadata(&real).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert_eq!(time("etl.json"), before);
    let renamed =
        try_edit(&sandbox, &[json!({"do": "set", "record": "role:r", "key": "note", "value": "n"})])
            .expect("it is known");
    assert!(renamed.files.is_empty() && renamed.changes.is_empty());
    fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).expect("it can be set");
    let errors = try_edit(&sandbox, &[json!({"do": "unset", "record": "role:r", "key": "note"})])
        .expect_err("it is read-only");
    assert!(matches!(errors.as_slice(), [EditError::NoPlainFile { why: "is read-only", .. }]), "{errors:?}");
}

#[test]
fn the_hash_that_is_asked_for_must_be_that_of_the_landscape_or_of_the_file() {
    let sandbox = five_files();
    let (graph, state) = (sandbox.path("graph"), sandbox.path("state"));
    let set = |value: &str, hash: Option<&str>| {
        let edit = edit_of(&json!({"do": "set", "record": "role:r", "key": "note", "value": value}));
        let options = EditOptions::default().with_if_match(hash.map(str::to_owned));
        edit::edit(&graph, &state, &[edit], &options)
    };
    let first = set("1", None).expect("it is written");
    let second = set("2", Some(&first.hash_after)).expect("the landscape is what it was");
    let file = second.files[0].hash_after.clone().expect("the file is there");
    set("3", Some(&file)).expect("the file is what it was");
    for old in [&first.hash_after, &file, "0"] {
        let errors = set("4", Some(old)).expect_err("it was changed");
        assert!(matches!(errors.as_slice(), [EditError::NoMatch { .. }]), "{errors:?}");
    }
}
