//! `landscape serve`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{CliError, Kind};
use super::export::check_repository;
use super::git::GitPast;
use super::graph::{CompanyArgs, GraphArgs};
use super::tell;
use crate::landscape::BuildOptions;
use crate::load::Stamp;
use crate::model::Date;
use crate::query::log::Past;
use crate::serve::{self, Broken, Listeners, OpenError};

/// Show the landscape in a browser, live
///
/// The page follows the files: a change is on the screen within a second. While files have
/// problems, it shows the last good landscape and what is wrong. The same answers are there as
/// JSON, such as `/api/gaps`, and `suppose` lays offers over the landscape as `--assume` does.
///
/// Only this machine can reach it, nothing is written, and no page of another site can read it.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 7777)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Where the files can be seen: an address with `{file}` and `{line}`, such as
    /// <https://github.com/acme/market/blob/main/{file}#L{line}>
    #[arg(long, value_name = "ADDRESS")]
    repo_url: Option<String>,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    graph: GraphArgs,
}

pub(super) fn run(args: Args) -> Result<ExitCode, CliError> {
    check_repository(args.repo_url.as_deref())?;
    // Before the landscape is read: that the port is taken need not wait for it.
    let listeners = Listeners::open(args.port).map_err(cannot_open)?;
    let (open, repository) = (args.open, args.repo_url.clone());
    let source = FromFiles { args, was_broken: AtomicBool::new(false) };
    let paths = serve::Source::paths(&source);
    let stamp = Stamp::of(paths.iter().map(PathBuf::as_path));
    let loaded = source.load()?;
    let address = format!("http://127.0.0.1:{}/", listeners.port());
    tell(&format!("serving {address} (Ctrl-C ends)"));
    if open {
        open_browser(&address);
    }
    serve::serve(listeners, Box::new(source), serve::Options { repository }, stamp, loaded)
        .map_err(|error| CliError::machine("the server cannot run", error))?;
    Ok(ExitCode::SUCCESS)
}

fn cannot_open(error: OpenError) -> CliError {
    match error {
        OpenError::Taken { port } => CliError::new(Kind::Machine, error.to_string()).with_help(format!(
            "`landscape serve --port {}` takes the next one, `--port 0` any that is free",
            port.checked_add(1).unwrap_or(7777)
        )),
        error => CliError::new(Kind::Machine, error.to_string())
            .with_help("ports below 1024 need special rights: name another with `--port`"),
    }
}

/// Opens an address in the browser that the user has chosen.
fn open_browser(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // Whoever has ended is waited for, so that nothing is left of it.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(_) => tell(&format!("note: no browser was found: open {address} yourself")),
    }
}

/// A landscape that is read from files, as the command line names them.
struct FromFiles {
    args: Args,
    was_broken: AtomicBool,
}

impl FromFiles {
    fn load(&self) -> Result<serve::Loaded, CliError> {
        let graph = &self.args.graph;
        let loaded = graph.load()?;
        let known = graph.load_without_assumptions(&loaded)?.map(|loaded| loaded.landscape);
        let landscape = loaded.landscape;
        let company = self.args.company.company_if_any(&landscape)?;
        // An age counts back from the day of the landscape.
        let as_of = graph.as_of().and(landscape.as_of());
        let options = BuildOptions { as_of, today: landscape.today() };
        Ok(serve::Loaded {
            files: loaded.files,
            landscape,
            options,
            company,
            assuming: loaded.assuming,
            known,
        })
    }

    fn is_stdin(&self) -> bool {
        self.args.graph.graph == Path::new("-") || self.args.graph.assumes_stdin()
    }
}

impl serve::Source for FromFiles {
    fn paths(&self) -> Vec<PathBuf> {
        // What was read from standard input cannot be read again.
        if self.is_stdin() { Vec::new() } else { self.args.graph.paths() }
    }

    fn today(&self) -> Option<Date> {
        // Nor can it be asked on another day.
        if self.is_stdin() { None } else { self.args.graph.today() }
    }

    fn load(&self) -> Result<serve::Loaded, Broken> {
        match Self::load(self) {
            Ok(loaded) => {
                if self.was_broken.swap(false, Ordering::Relaxed) {
                    tell("the files are fine again");
                }
                Ok(loaded)
            }
            Err(error) => {
                error.print();
                tell("the page shows the last good landscape");
                self.was_broken.store(true, Ordering::Relaxed);
                Err(Broken { text: error.text() })
            }
        }
    }

    fn past(&self) -> Box<dyn Past + '_> {
        Box::new(GitPast::of(&self.args.graph.graph))
    }
}
