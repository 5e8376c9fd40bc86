//! That the commonest answers are read at one look, on the shipped landscape.

use crate::support::{Sandbox, root};

/// What people ask most.
const COMMONEST: [&str; 18] = [
    "overview",
    "coverage data",
    "coverage",
    "next",
    "gaps",
    "overlap",
    "compare posthog amplitude mixpanel",
    "show posthog",
    "show tool:surveys",
    "find survey",
    "why posthog surveys",
    "bundle sprig",
    "roles",
    "scope crm",
    "list",
    "stale",
    "questions",
    "check",
];

/// The most columns of a line where the output is no terminal.
const WIDTH: usize = 100;

#[test]
fn the_commonest_answers_take_less_than_40_lines_and_at_most_three_notes() {
    let graph = root("graph").display().to_string();
    for command in COMMONEST {
        let arguments: Vec<&str> = command.split(' ').chain(["--graph", &graph]).collect();
        let outcome = Sandbox::new().run(&arguments);
        assert_eq!(outcome.code, Some(0), "`{command}`: {outcome}");
        let printed = outcome.stdout;
        let lines = printed.lines().count();
        assert!(lines > 0 && lines < 40, "`{command}` prints {lines} lines:\n{printed}");
        let notes = printed.lines().filter(|line| line.starts_with("* ")).count();
        assert!(notes <= 3, "`{command}` has {notes} notes:\n{printed}");
        for line in printed.lines() {
            assert!(line.chars().count() <= WIDTH, "`{command}` is wider than {WIDTH} columns: {line}");
        }
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string(root("README.md")).expect("there is a README");
    let (_, rest) = readme.split_once("```text\n").expect("it shows an answer");
    let (shown, _) = rest.split_once("```").expect("the answer ends");
    let printed = Sandbox::new().run(&["gaps", "--graph", &root("graph").display().to_string()]).stdout;
    for line in shown.lines() {
        assert!(printed.lines().any(|of| of == line), "`gaps` does not print `{line}`:\n{printed}");
    }
}
