//! The words of the command line, put in the order in which clap reads them: options that every
//! question takes may come before the command, and the word for a kind lists its records.

use std::ffi::{OsStr, OsString};

use clap::Command;

use crate::model::Kind;

/// The command that lists records.
const LIST: &str = "list";

/// Puts options that come before a command behind it, and `list` before the word for a kind.
///
/// What is no such option stays where it is, so that the error speaks of what was typed.
pub(super) fn arrange(root: &Command, words: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words = words.into_iter();
    let mut arranged: Vec<OsString> = words.next().into_iter().collect();
    let mut words = words.peekable();
    let mut options = Vec::new();
    let mut command = root;
    while let Some(word) = words.peek() {
        if let Some(takes_value) = global(root, word) {
            options.extend(words.next());
            if takes_value {
                options.extend(words.next());
            }
            continue;
        }
        let Some(name) = word.to_str() else { break };
        if let Some(below) = command.find_subcommand(name) {
            arranged.extend(words.next());
            command = below;
            continue;
        }
        if arranged.len() == 1 && Kind::from_word(name).is_some() {
            arranged.push(LIST.into());
        }
        break;
    }
    // A name that a command of another has below it is none of its arguments: options come right
    // behind the command.
    arranged.append(&mut options);
    arranged.extend(words);
    arranged
}

/// Whether a word is an option that the program takes without a command, and if so, whether its
/// value is the next word.
fn global(root: &Command, word: &OsStr) -> Option<bool> {
    let option = word.to_str()?.strip_prefix("--")?;
    let (name, value) = match option.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (option, None),
    };
    let known = root.get_arguments().find(|argument| argument.get_long() == Some(name))?;
    Some(known.get_action().takes_values() && value.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Arg, ArgAction};

    fn arranged(line: &str) -> String {
        let root = Command::new("landscape")
            .arg(Arg::new("graph").long("graph"))
            .arg(Arg::new("explain").long("explain").action(ArgAction::SetTrue))
            .subcommand(Command::new("gaps"))
            .subcommand(Command::new("list"))
            .subcommand(Command::new("draw").subcommand(Command::new("map")));
        let words = line.split(' ').map(OsString::from);
        let arranged = arrange(&root, words);
        arranged.iter().map(|word| word.to_str().expect("it is UTF-8")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn options_before_a_command_go_behind_it() {
        for (typed, read) in [
            ("landscape --graph g gaps --top 3", "landscape gaps --graph g --top 3"),
            ("landscape --graph=g gaps", "landscape gaps --graph=g"),
            ("landscape --explain gaps", "landscape gaps --explain"),
            ("landscape --graph gaps gaps", "landscape gaps --graph gaps"),
            ("landscape --graph g draw --explain map x", "landscape draw map --graph g --explain x"),
            ("landscape gaps --graph g", "landscape gaps --graph g"),
            ("landscape --graph g", "landscape --graph g"),
            ("landscape --graph", "landscape --graph"),
            ("landscape --unknown g gaps", "landscape --unknown g gaps"),
            ("landscape --graph g tools", "landscape list --graph g tools"),
            ("landscape company", "landscape list company"),
            ("landscape gaps tools", "landscape gaps tools"),
        ] {
            assert_eq!(arranged(typed), read, "{typed}");
        }
    }
}
