//! The help of the program: its commands grouped by what people do.

use clap::Command;
use textwrap::Options;

use super::draw;
use crate::catalogue::{self, Group};

/// The widest help.
const WIDEST: usize = 100;

/// The commands that are no question, by what people do with them.
const OTHERS: [(&str, &[&str]); 5] = [
    ("Ask about the market", &["sql"]),
    ("Draw pictures", &[draw::NAME, "serve"]),
    (
        "Tell it more",
        &["init", "add", "link", "unlink", "set", "unset", "rename", "merge", "rm", "undo", "fmt", "edit"],
    ),
    ("Keep the landscape true", &["check", "explain", "schema"]),
    ("Exchange with other programs", &["import", "export"]),
];

/// The headings, in the order of the help.
const HEADINGS: [&str; 6] = [
    "Ask about the market",
    "Look something up",
    "Draw pictures",
    "Tell it more",
    "Keep the landscape true",
    "Exchange with other programs",
];

const fn heading(group: Group) -> &'static str {
    match group {
        Group::Ask => HEADINGS[0],
        Group::LookUp => HEADINGS[1],
        Group::Keep => HEADINGS[4],
    }
}

/// Returns the heading of a command.
fn heading_of(name: &str) -> &'static str {
    let question = catalogue::question(name).ok().map(|question| heading(question.group));
    let other = || OTHERS.iter().find(|(_, names)| names.contains(&name)).map(|(heading, _)| *heading);
    // What nobody has put anywhere is at least in sight.
    question.or_else(other).unwrap_or(HEADINGS[4])
}

/// Gives the program a help that lists its commands in groups, for a terminal of a width.
pub(super) fn grouped(root: Command, width: usize) -> Command {
    let width = width.min(WIDEST);
    let commands: Vec<&Command> = root.get_subcommands().collect();
    let longest = commands.iter().map(|command| command.get_name().len()).max().unwrap_or_default();
    let indent = " ".repeat(longest + 4);
    let mut text = String::new();
    for heading in HEADINGS {
        text.push_str(&format!("{heading}:\n"));
        for command in commands.iter().filter(|command| heading_of(command.get_name()) == heading) {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let line = format!("  {:longest$}  {about}", command.get_name());
            text.push_str(&textwrap::fill(&line, Options::new(width).subsequent_indent(&indent)));
            text.push('\n');
        }
        text.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{text}Options:\n{{options}}{{after-help}}"
    );
    root.help_template(template)
}
