//! The commands that look back: diff, log and stale, with a git repository made for the purpose.

use std::io::Write;
use std::process::Command;

use crate::landscapes::BAKERY;
use crate::support::{Outcome, Sandbox};

/// Runs git in the sandbox as on a day; nothing of the machine's own settings is read.
fn git(sandbox: &Sandbox, day: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.current_dir(sandbox.path("")).args(arguments);
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", sandbox.path("no-such-file"));
    for role in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{role}_NAME"), "Nobody")
            .env(format!("GIT_{role}_EMAIL"), "nobody@example.com");
        command.env(format!("GIT_{role}_DATE"), format!("{day}T12:00:00+00:00"));
    }
    command.output().is_ok_and(|output| output.status.success())
}

fn commit(sandbox: &Sandbox, day: &str, subject: &str) {
    assert!(git(sandbox, day, &["add", "."]));
    assert!(git(sandbox, day, &["commit", "--quiet", "-m", subject]));
}

const STACKS: &str = r#"{ "stacks": [{ "id": "front", "name": "Front" }], "tools": [{ "id": "till", "name": "Till", "in_stack": [{ "stack": "front" }] }] }"#;

fn company(id: &str, support: &str) -> String {
    format!(
        r#"{{ "companies": [{{ "id": "{id}", "name": "Elm", "offers": [{{ "tool": "till", "support": "{support}" }}] }}] }}"#
    )
}

/// A landscape with three commits, of which the second breaks it; none where there is no git.
fn history() -> Option<Sandbox> {
    let sandbox = Sandbox::new().file("docs/read.txt", "x").file("kb/stacks.json", STACKS);
    if !git(&sandbox, "2025-01-01", &["init", "--quiet"]) {
        return None;
    }
    let sandbox = sandbox.file("kb/elm.json", company("elm", "planned")).file("kb/notes.txt", "not data");
    commit(&sandbox, "2025-01-01", "Write Elm down");
    let sandbox = sandbox.file("kb/broken.json", "{ \"tools\": [{ \"id\": 1 }] }");
    commit(&sandbox, "2025-02-01", "Break it");
    std::fs::remove_file(sandbox.path("kb/broken.json")).expect("the file is there");
    let sandbox = sandbox.file("kb/elm.json", company("elm-co", "yes"));
    commit(&sandbox, "2025-03-01", "Elm sells tills now");
    Some(sandbox)
}

/// Says why nothing is tested; not by `eprintln!`, which the lints keep out of the library.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// The history, or a word that there is no git to make one with.
macro_rules! history_or_skip {
    () => {
        match history() {
            Some(sandbox) => sandbox,
            None => {
                skipped("git is not at hand");
                return;
            }
        }
    };
}

fn refused(outcome: &Outcome, code: i32, part: &str) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome}");
    assert!(outcome.stderr.contains(part), "`{part}` is missing: {outcome}");
}

#[test]
fn two_folders_are_compared_without_git() {
    let sandbox =
        Sandbox::new().file("a/all.json", BAKERY).file("b/all.json", BAKERY.replace("Sourdough", "Levain"));
    let outcome = sandbox.run(&["diff", "a", "b", "--exit-code"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stdout.contains("renamed: Sourdough (company:sourdough)"), "{outcome}");
    assert_eq!(sandbox.run(&["diff", "a", "b"]).code, Some(0));
    assert_eq!(sandbox.run(&["diff", "a", "a", "--exit-code"]).code, Some(0));
    let other = ["diff", "a", "b", "--exit-code", "--watch", "rye"];
    assert_eq!(sandbox.run(&other).code, Some(0), "nothing that touches Rye changed");
    // By the old name too.
    assert_eq!(sandbox.run(&["diff", "a", "b", "--exit-code", "--watch", "Sourdough"]).code, Some(1));
    refused(&sandbox.run(&["diff", "a", "b", "--watch", "ryee"]), 2, "did you mean `rye`?");
    refused(&sandbox.run(&["diff", "-", "-"]), 2, "standard input can be read only once");
    let json = sandbox.run(&["diff", "a", "b", "--format", "json"]).json();
    assert_eq!((&json["report"], &json["records"][0]["ground"]), (&"diff".into(), &"id".into()));
}

#[test]
fn revisions_are_compared_with_each_other_and_with_the_files() {
    let sandbox = history_or_skip!();
    let run = |arguments: &[&str]| sandbox.run(&[arguments, &["--graph", "kb"]].concat());
    let outcome = run(&["diff", "HEAD~2..HEAD"]);
    assert_eq!(outcome.code, Some(0), "{outcome}");
    for part in
        ["From HEAD~2 (", " to HEAD (", "(company:elm) → Elm (company:elm-co)", "Elm, Till: planned → yes"]
    {
        assert!(outcome.stdout.contains(part), "`{part}` is missing: {outcome}");
    }
    assert_eq!(run(&["diff", "HEAD~2.."]).stdout, outcome.stdout);
    let since = run(&["diff", "--since", "2025-02-01"]);
    assert!(since.stdout.contains("of 2025-01-01 to the files as they are"), "{since}");
    assert!(run(&["diff", "HEAD"]).stdout.contains("Nothing changed."));
    let sandbox = sandbox.file("kb/elm.json", company("elm-co", "no"));
    let now = sandbox.run(&["diff", "HEAD", "--graph", "kb/elm.json", "--exit-code"]);
    refused(&now, 1, "relation::unknown_target");
    let now = sandbox.run(&["diff", "HEAD", "--graph", "kb", "--format", "md"]);
    assert!(now.stdout.contains("- Elm, Till: yes → no"), "{now}");
    // From a folder below, the path is that from there.
    let below = crate::support::run_in(&sandbox.path("kb"), &["diff", "HEAD", "--graph", "../kb"]);
    assert!(below.stdout.contains("Elm, Till: yes → no"), "{below}");
}

#[test]
fn what_git_cannot_answer_is_said_plainly() {
    let sandbox = history_or_skip!();
    let run = |arguments: &[&str]| sandbox.run(&[arguments, &["--graph", "kb"]].concat());
    refused(&run(&["diff", "nowhere"]), 2, "git knows no revision `nowhere`");
    refused(&run(&["diff", "HEAD...HEAD~1"]), 2, "with two dots");
    refused(&run(&["diff", "HEAD..--output=x"]), 2, "`--output=x` is not a git revision");
    refused(&sandbox.run(&["diff", "--graph", "kb", "--", "--output=x"]), 2, "is not a git revision");
    assert!(!sandbox.path("x").exists() && !sandbox.path("kb/x").exists());
    refused(&run(&["diff", "HEAD~1"]), 1, "shape::");
    refused(&run(&["diff", "--since", "2025-01-01"]), 2, "no commit before 2025-01-01 has the landscape");
    refused(&sandbox.run(&["diff", "HEAD", "--graph", "docs"]), 2, "there is no landscape at `docs` in HEAD");
    refused(&sandbox.run(&["diff", "HEAD", "--graph", "-"]), 2, "standard input has no history");
    refused(&run(&["diff"]), 2, "<OLD>");
    let outside = Sandbox::new().file("graph/all.json", "{}");
    refused(&outside.run(&["diff", "HEAD"]), 2, "`graph` is in no git repository that can be read");
    let mut without = sandbox.command(&["diff", "HEAD", "--graph", "kb"]);
    let output = without.env("PATH", sandbox.path("docs")).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the program `git` is not to be found"));
}

#[test]
fn a_shallow_clone_is_named_as_such() {
    let sandbox = history_or_skip!();
    let url = format!("file://{}", sandbox.path("").display());
    let clone = Sandbox::new();
    if !git(&clone, "2025-04-01", &["clone", "--quiet", "--depth", "1", &url, "clone"]) {
        skipped("git cannot clone here");
        return;
    }
    let run = |arguments: &[&str]| crate::support::run_in(&clone.path("clone"), arguments);
    refused(&run(&["diff", "HEAD~2", "--graph", "kb"]), 2, "shallow clone");
    refused(&run(&["diff", "--since", "2025-02-01", "--graph", "kb"]), 2, "shallow clone");
    let log = run(&["log", "elm-co", "--git", "--graph", "kb"]);
    assert!(log.stdout.contains("The repository is a shallow clone"), "{log}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_into_a_commit() {
    let sandbox = history_or_skip!().file("elsewhere.json", "{}").link("kb/more.json", "../elsewhere.json");
    commit(&sandbox, "2025-04-01", "Link");
    refused(&sandbox.run(&["diff", "HEAD", "--graph", "kb"]), 3, "it is a symbolic link");
}

#[test]
fn a_history_follows_a_record_to_its_old_id() {
    let sandbox = history_or_skip!();
    let outcome = sandbox.run(&["log", "elm-co", "--git", "--graph", "kb"]);
    let text = &outcome.stdout;
    assert_eq!(outcome.code, Some(0), "{outcome}");
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("`{part}` is missing: {outcome}"));
    assert!(at("Elm sells tills now”:") < at("support planned → yes"));
    assert!(at("support planned → yes") < at("Break it”: has errors"));
    assert!(
        at("Break it”") < at("Write Elm down”:") && at("Write Elm down") < at("added: Elm (company:elm)")
    );
    assert!(text.contains("In git (3 commits)"), "{outcome}");
    let plain = sandbox.run(&["log", "elm-co", "--graph", "kb"]);
    assert!(!plain.stdout.contains("In git"), "git is asked only on demand: {plain}");
    let sandbox = sandbox.file("kb/elm.json", company("elm-co", "no"));
    let json = sandbox.run(&["log", "elm-co", "--git", "--graph", "kb", "--format", "json"]).json();
    assert_eq!(
        (&json["commits"][0]["commit"], &json["commits"][0]["subject"]),
        (&serde_json::Value::Null, &serde_json::Value::Null)
    );
}

#[test]
fn stale_counts_from_the_day_of_the_data() {
    let sandbox = Sandbox::new().file("graph/all.json", BAKERY);
    let run = |arguments: &[&str]| sandbox.run(arguments).json();
    let totals = |json: serde_json::Value| json["totals"]["stale"].as_u64();
    assert_eq!(totals(run(&["stale", "--format", "json"])), Some(0));
    let later = run(&["stale", "--older-than", "1y", "--as-of", "2026-02-02", "--format", "json"]);
    assert_eq!(later["fresh_from"], "2025-02-02");
    assert!(totals(later).is_some_and(|stale| stale > 0));
    refused(&sandbox.run(&["stale", "--older-than", "6moons"]), 2, "is an age such as `30d`");
    let csv = sandbox.run(&["stale", "--as-of", "2030-01-01", "--format", "csv"]);
    assert!(csv.stdout.contains("graph/all.json:"), "each claim has its place: {csv}");
}
