//! What commands there are, for the documentation and for tests.

/// A command of the program, as its help has it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Listed {
    /// What is typed after the name of the program, such as `export csv`.
    pub name: String,
    /// What stands behind it without a name, as in its usage, such as `[COMPANY]...`.
    pub subjects: String,
    /// What it does, in one line.
    pub about: String,
    /// The names of the commands below it, such as `csv`.
    pub below: Vec<String>,
}

/// Returns every command in the order of the help, those below another right behind it.
#[must_use]
pub fn commands() -> Vec<Listed> {
    let mut root = super::command();
    root.build();
    let mut found = Vec::new();
    list(&root, "", &mut found);
    found
}

fn list(parent: &clap::Command, above: &str, found: &mut Vec<Listed>) {
    for command in below(parent) {
        let name = format!("{above}{}", command.get_name());
        let subjects: Vec<String> = command.get_positionals().map(ToString::to_string).collect();
        found.push(Listed {
            subjects: subjects.join(" "),
            about: command.get_about().map(ToString::to_string).unwrap_or_default(),
            below: below(command).map(|command| command.get_name().to_owned()).collect(),
            name: name.clone(),
        });
        list(command, &format!("{name} "), found);
    }
}

/// The commands below another, without those that clap adds to print help.
fn below(command: &clap::Command) -> impl Iterator<Item = &clap::Command> {
    command.get_subcommands().filter(|command| command.get_name() != "help")
}
