//! Loading the landscape that a command asks.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::assume::Assumed;
use super::day::Day;
use super::error::{CliError, Kind};
use super::today::TodayArgs;
use super::{complete, diagnostics, progress, usage};
use crate::Landscape;
use crate::landscape::{BuildOptions, CompanyIx, StackIx};
use crate::load::{self, FilePlaces, Files, ReadOptions};
use crate::model::{Date, PackedModel};
use crate::problem::Problems;

/// Returns the path of the landscape when nobody names one: that of the environment, or `graph`.
pub(super) fn usual_path() -> PathBuf {
    std::env::var_os("LANDSCAPE_GRAPH").map_or_else(|| PathBuf::from("graph"), PathBuf::from)
}

/// Which landscape to ask.
#[derive(Args, Clone, Debug)]
pub(super) struct GraphArgs {
    /// The landscape: a folder, a file, or `-` for standard input
    #[arg(long, value_name = "PATH", env = "LANDSCAPE_GRAPH", default_value = "graph")]
    pub(super) graph: PathBuf,
    /// Answer as of this day: YYYY-MM-DD, or an age such as 30d or 6m [default: the newest day on
    /// which evidence was read, or a later one up to today on which a claim began or ended]
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    #[command(flatten)]
    today: TodayArgs,
    /// Assume this too, for this one answer: a file of the same form, or a claim such as "acme
    /// offers crm"; can be given more than once
    #[arg(long, value_name = "PATH|CLAIM")]
    assume: Vec<Assumed>,
}

/// Where the landscape is, for commands to which no one day and no assumption applies.
#[derive(Args, Clone, Debug)]
pub(super) struct PathArgs {
    /// The landscape: a folder, a file, or `-` for standard input
    #[arg(long, value_name = "PATH", env = "LANDSCAPE_GRAPH", default_value = "graph")]
    graph: PathBuf,
    #[command(flatten)]
    today: TodayArgs,
}

impl PathArgs {
    pub(super) fn today(&self) -> Option<Date> {
        self.today.day()
    }

    pub(super) fn path(&self) -> &Path {
        &self.graph
    }
}

/// Whose view to take.
#[derive(Args, Clone, Debug)]
pub(super) struct CompanyArgs {
    /// Your company [default: the landscape's perspective]
    #[arg(long = "for", value_name = "COMPANY", add = ArgValueCompleter::new(complete::companies))]
    company: Option<String>,
}

/// A landscape, and the files that it was read from.
pub(super) struct Loaded {
    pub(super) files: Files,
    pub(super) landscape: Landscape,
    /// Where what is assumed stands.
    pub(super) assuming: Option<String>,
}

impl Loaded {
    /// Returns where everything stands in the files.
    pub(super) fn places(&self) -> FilePlaces<'_> {
        FilePlaces::new(&self.files, &self.landscape)
    }
}

impl GraphArgs {
    /// Reads the files, without looking into them.
    pub(super) fn read(&self) -> Result<Files, CliError> {
        read(&self.graph)
    }

    /// Returns the day that was asked for.
    pub(super) fn as_of(&self) -> Option<Day> {
        self.as_of
    }

    /// Returns the day on which the answers are asked for.
    #[cfg(feature = "serve")]
    pub(super) fn today(&self) -> Option<Date> {
        self.today.day()
    }

    /// Returns whether assumptions are read from standard input.
    #[cfg(feature = "serve")]
    pub(super) fn assumes_stdin(&self) -> bool {
        self.assume.iter().any(Assumed::is_stdin)
    }

    /// Returns the files and folders that are read, and those that would be if they were there.
    #[cfg(feature = "serve")]
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let assumed = self.assume.iter().map(|assumed| PathBuf::from(assumed.to_string()));
        std::iter::once(self.graph.clone()).chain(assumed).collect()
    }

    /// Returns what is assumed, or where it is written.
    pub(super) fn assuming(&self) -> Option<String> {
        let all: Vec<String> = self.assume.iter().map(ToString::to_string).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    /// Reads the files, those of the assumptions among them, without looking into them.
    pub(super) fn read_all(&self) -> Result<Files, CliError> {
        let mut files = self.read()?;
        let stdin = self.assume.iter().filter(|assumed| assumed.is_stdin()).count();
        if stdin + usize::from(self.graph == Path::new("-")) > 1 {
            return Err(usage(
                "standard input can be read only once: as the landscape, or as the assumptions",
            ));
        }
        for assumed in &self.assume {
            let over = assumed.files(&files)?;
            files.assume(over);
        }
        Ok(files)
    }

    /// Loads the landscape; prints all problems where there are any.
    pub(super) fn load(&self) -> Result<Loaded, CliError> {
        Ok(Loaded { assuming: self.assuming(), ..load_on(self.read_all()?, self.as_of, self.today.day())? })
    }

    /// Loads a landscape again without the assumptions; none where there are no assumptions.
    pub(super) fn load_without_assumptions(&self, with: &Loaded) -> Result<Option<Loaded>, CliError> {
        if self.assume.is_empty() {
            return Ok(None);
        }
        // Standard input can be read only once.
        let files =
            if self.graph == Path::new("-") { with.files.without_assumptions() } else { self.read()? };
        // An age counts back from the same day on both sides.
        let as_of = self.as_of.and(with.landscape.as_of());
        load(files, BuildOptions { as_of, today: self.today.day() }).map(Some)
    }
}

/// Builds the landscape of files; prints all problems where there are any.
pub(super) fn load(files: Files, options: BuildOptions) -> Result<Loaded, CliError> {
    build(files, |model| Landscape::build(model, &options))
}

/// Builds the landscape of files on a day that may be counted back from its own; prints all
/// problems where there are any.
pub(super) fn load_on(files: Files, as_of: Option<Day>, today: Option<Date>) -> Result<Loaded, CliError> {
    let as_of = as_of.map(|day| day.date(|| day_of(&files, today))).transpose()?;
    load(files, BuildOptions { as_of, today })
}

/// Returns the landscape's day; prints all problems where there are any.
pub(super) fn day_of(files: &Files, today: Option<Date>) -> Result<Option<Date>, CliError> {
    Ok(Landscape::build(parse(files)?, &BuildOptions { as_of: None, today }).as_of())
}

/// Builds the landscape of files with the claims of all days; prints all problems where there are
/// any.
pub(super) fn load_all_days(files: Files) -> Result<Loaded, CliError> {
    build(files, |model| Landscape::build_of_all_days(model))
}

fn build(files: Files, of: impl FnOnce(PackedModel<'_>) -> Landscape) -> Result<Loaded, CliError> {
    let landscape = of(parse(&files)?);
    Ok(Loaded { files, landscape, assuming: None })
}

/// Parses and checks files; prints all problems where there are any.
pub(super) fn parse(files: &Files) -> Result<PackedModel<'_>, CliError> {
    let what = if files.iter().any(load::File::is_assumed) {
        "the landscape with the assumptions"
    } else {
        "the landscape"
    };
    load::parse_packed(files).map_err(|problems| refuse(files, &problems, what))
}

/// Whether there is nothing at a path; standard input is always there.
pub(super) fn is_missing(path: &Path) -> bool {
    path != Path::new("-") && matches!(path.try_exists(), Ok(false)) && !path.is_symlink()
}

/// Reads a landscape's files.
pub(super) fn read(path: &Path) -> Result<Files, CliError> {
    if path == Path::new("-") {
        return Ok(Files::from_reader("<stdin>", std::io::stdin().lock()));
    }
    must_exist(path)?;
    let reading = progress::Reading::new();
    let options = ReadOptions { told: &|bytes, of| reading.show(bytes, of), ..ReadOptions::default() };
    Ok(Files::read_with(path, &options))
}

/// Refuses a path where nothing is.
pub(super) fn must_exist(path: &Path) -> Result<(), CliError> {
    if !is_missing(path) {
        return Ok(());
    }
    Err(usage(format!("there is no landscape at `{}`", path.display())).with_help(
        "`landscape init` writes a small one to start with; `--graph PATH` or LANDSCAPE_GRAPH names another",
    ))
}

/// Prints what is wrong with files, and returns the error for it.
pub(super) fn refuse(files: &Files, problems: &Problems, what: &str) -> CliError {
    // That nobody reads it is no reason to fail otherwise.
    let plain = diagnostics::is_plain(&std::io::stderr());
    let _ = diagnostics::print_all(files, problems, plain, &mut anstream::stderr().lock());
    let error = error_of(problems, what);
    #[cfg(feature = "serve")]
    let error = {
        let mut details = Vec::new();
        let _ = diagnostics::print_all(files, problems, true, &mut details);
        error.with_details(String::from_utf8_lossy(&details).into_owned())
    };
    error
}

fn error_of(problems: &Problems, what: &str) -> CliError {
    let kind = if problems.unreadable() { Kind::Machine } else { Kind::Data };
    CliError::new(kind, format!("{what} has {problems}"))
        .with_help("`landscape explain CODE` explains a code")
}

/// The exit code for problems that were asked for and found.
pub(super) fn exit_code(problems: &Problems) -> ExitCode {
    error_of(problems, "the landscape").code()
}

impl CompanyArgs {
    /// Returns the company whose view is taken.
    pub(super) fn company(&self, landscape: &Landscape) -> Result<CompanyIx, CliError> {
        self.company_if_any(landscape)?.ok_or_else(|| {
            usage("no company is named, and the landscape has no perspective")
                .with_help("name a company with `--for`, or set `perspective` in the data")
        })
    }

    /// Returns the company whose view is taken; none where neither the user nor the landscape names
    /// one.
    pub(super) fn company_if_any(&self, landscape: &Landscape) -> Result<Option<CompanyIx>, CliError> {
        match &self.company {
            Some(name) => Ok(Some(landscape.company(name)?)),
            None => Ok(landscape.perspective()),
        }
    }
}

/// Finds stacks by name.
pub(super) fn stacks(landscape: &Landscape, names: &[String]) -> Result<Vec<StackIx>, CliError> {
    names.iter().map(|name| Ok(landscape.stack(name)?)).collect()
}
