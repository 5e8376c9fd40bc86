//! Errors of the program: a kind, which alone decides the exit code, a message and a help.

use std::io;
use std::process::ExitCode;

use crate::landscape::NameError;

/// What kind of error it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// The data has problems.
    Data,
    /// Wrong usage, or an unknown name.
    Usage,
    /// The machine failed.
    Machine,
}

/// An error of the program.
#[derive(Debug)]
pub(super) struct CliError {
    kind: Kind,
    message: String,
    help: Option<String>,
    source: Option<io::Error>,
    /// What has been printed before it: each problem with its place.
    #[cfg(feature = "serve")]
    details: Option<String>,
}

impl CliError {
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            help: None,
            source: None,
            #[cfg(feature = "serve")]
            details: None,
        }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[cfg(feature = "serve")]
    pub(super) fn with_details(mut self, details: String) -> Self {
        self.details = Some(details);
        self
    }

    /// Returns all that there is to say, for those who do not see what is printed.
    #[cfg(feature = "serve")]
    pub(super) fn text(&self) -> String {
        let cause = self.source.as_ref().map_or_else(String::new, |error| format!(": {error}"));
        let details = self.details.iter().map(|details| details.trim_end().to_owned());
        let help = self.help.iter().map(|help| format!("help: {help}"));
        details.chain([format!("{}{cause}", self.message)]).chain(help).collect::<Vec<_>>().join("\n\n")
    }

    pub(super) fn machine(message: impl Into<String>, source: io::Error) -> Self {
        Self { source: Some(source), ..Self::new(Kind::Machine, message) }
    }

    /// A closed pipe is no error: the reader has seen enough.
    pub(super) fn is_closed_pipe(&self) -> bool {
        self.source.as_ref().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    }

    pub(super) fn print(&self) {
        let cause = self.source.as_ref().map_or_else(String::new, |error| format!(": {error}"));
        super::tell(&format!("error: {}{cause}", self.message));
        if let Some(help) = &self.help {
            super::tell(&format!("  help: {help}"));
        }
    }

    pub(super) fn code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::Data => 1,
            Kind::Usage => 2,
            Kind::Machine => 3,
        })
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// Writing the answer has failed.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::machine("the answer cannot be written", error)
    }
}

impl From<NameError> for CliError {
    fn from(error: NameError) -> Self {
        let help = error.help();
        let wrapped = Self::new(Kind::Usage, error.message());
        match help {
            Some(help) => wrapped.with_help(help),
            None => wrapped.with_help("`landscape find TEXT` searches all names"),
        }
    }
}
