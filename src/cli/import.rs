//! `landscape import`.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::error::{CliError, Kind};
use super::graph::refuse;
use super::output::FormatArgs;
use super::{tell, usage};
use crate::id::{check_slug, slug_of};
use crate::import::csv::{CsvOptions, Layout};
use crate::import::landscape2::{self, Landscape2Options, Members};
use crate::import::{
    self, Exclusions, Fault, Import, ImportError, ImportReport, Mapping, MergeOptions, PlannedImport,
    ReadFile, SourceRecord, import_landscape, import_rows,
};
use crate::load::{self, Files};
use crate::model::{Basis, Model, When};
use crate::query::Page;
use crate::words::Asking;

/// Import a file: a list, a matrix or another landscape
///
/// Prints a report of what happened to every row. The import keeps what the landscape already says:
/// if a row contradicts a claim, the report shows both and the claim stays, unless you pass
/// `--replace`. The result is checked before anything is written. Importing the same file again
/// changes nothing.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The format of the files
    #[arg(value_name = "FORM")]
    form: Form,
    /// The files; `-` is standard input. For `json`: files or folders that together are one
    /// landscape
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    /// The landscape to import into: a folder; a new one is created
    #[arg(long, alias = "graph", value_name = "DIR", env = "LANDSCAPE_GRAPH", default_value = "graph")]
    into: PathBuf,
    /// A mapping that says what the headers, names and words of the files mean: see docs/import.md
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Leave out the offers in this list: its columns are `company`, `tool`, `reason` and, if
    /// needed, `product`
    #[arg(long, value_name = "FILE")]
    exclude: Option<PathBuf>,
    /// The id of the source to cite for rows that name none
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Create that source with this name, if it does not exist
    #[arg(long, value_name = "TEXT", requires = "source")]
    source_name: Option<String>,
    /// The web address of the source
    #[arg(long, value_name = "URL", requires = "source")]
    source_url: Option<String>,
    /// Who is behind the source and has an interest in it
    #[arg(long, value_name = "TEXT", requires = "source")]
    source_interest: Option<String>,
    /// When the source was read, for rows that do not say it: YYYY-MM-DD, YYYY-MM or YYYY
    #[arg(long, value_name = "DAY")]
    on: Option<When>,
    /// How clearly the source says it
    #[arg(long, value_name = "BASIS", default_value = "stated")]
    basis: BasisWord,
    /// The layout of a list [default: long if it has a column `tool`, else wide]
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<LayoutWord>,
    /// Column separator: one character, or `tab` [default: `,` for csv, a tab for tsv]
    #[arg(long, value_name = "SIGN", value_parser = delimiter)]
    delimiter: Option<u8>,
    #[command(flatten)]
    landscape2: Landscape2Args,
    /// Refuse unknown names, instead of creating records for them
    #[arg(long)]
    strict: bool,
    /// Replace the claims that the import contradicts; a claim with other sources ends, but stays
    /// in the file
    #[arg(long)]
    replace: bool,
    /// Print the report, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How many rows each table of the report lists at most [default: 20]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    #[command(flatten)]
    format: FormatArgs,
}

/// What to import from the file of a landscape site.
#[derive(clap::Args, Clone, Debug)]
struct Landscape2Args {
    /// With landscape2: leave out this category, or `category / subcategory`; can be given more
    /// than once
    #[arg(long, value_name = "CATEGORY")]
    without: Vec<String>,
    /// With landscape2: also import the members of the foundation, with each kind of membership as
    /// a tool
    #[arg(long)]
    members: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Form {
    /// Comma-separated: a row for each claim, or a row for each company and a column for each tool
    Csv,
    /// The same, tab-separated
    Tsv,
    /// The data file of a landscape site (landscape2 or its predecessor)
    Landscape2,
    /// Another landscape, in this program's own format
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BasisWord {
    /// The source says it plainly
    Stated,
    /// It follows from what the source says
    Inferred,
    /// The source can be understood in more than one way
    Ambiguous,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LayoutWord {
    /// One row for each claim
    Long,
    /// One row for each company, one column for each tool
    Wide,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [sign]
            if sign.is_ascii() && !sign.is_ascii_alphanumeric() && !matches!(sign, b'"' | b'\n' | b'\r') =>
        {
            Ok(*sign)
        }
        _ => Err("the separator is one character, such as `;`, or `tab`".to_owned()),
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let mut report = if args.dry_run {
        plan(args, |_| Ok(()))?
    } else {
        // Checked before the folder is made.
        target(&args.into)?;
        write(args)?
    };
    report.dry_run = args.dry_run;
    let top = args.top.map_or(Page::DEFAULT_TOP, |top| top as usize);
    args.format.print(None, &report, Asking::default().with_top(Some(top)))
}

/// Plans the import of what is there now, and does something with the plan.
fn plan(
    args: &Args,
    then: impl FnOnce(&PlannedImport<'_>) -> Result<(), CliError>,
) -> Result<ImportReport, CliError> {
    let files = target(&args.into)?;
    let model = load::parse(&files).map_err(|problems| refuse(&files, &problems, "the landscape"))?;
    let into = args.into.display().to_string();
    let import = match args.form {
        Form::Csv | Form::Tsv | Form::Landscape2 => rows(args, &into, &files, &model)?,
        Form::Json => landscape(args, &into, &files, &model)?,
    };
    let planned = import.plan(&files).map_err(|error| super::edit::refused_one(*error))?;
    then(&planned)?;
    Ok(planned.report)
}

/// Writes what is planned while no other edit of the landscape can be: all of it or nothing.
fn write(args: &Args) -> Result<ImportReport, CliError> {
    let into = &args.into;
    let is_new = !into.exists();
    let failed = |error| CliError::machine(format!("`{}` cannot be written", into.display()), error);
    std::fs::create_dir_all(into).map_err(failed)?;
    let written = super::edit::locked(into, |locked| {
        plan(args, |planned| {
            if planned.files.is_empty() {
                return Ok(());
            }
            locked.write(&planned.files, &mut |_| {}).map_err(super::edit::refused_one)
        })
    });
    if written.is_err() && is_new {
        // Nothing came of it; what others have put there stays.
        let _ = std::fs::remove_dir(into);
    }
    written
}

/// Reads the landscape that takes over; one that is not there yet is empty.
fn target(path: &Path) -> Result<Files, CliError> {
    let shown = path.display();
    match std::fs::read_dir(path) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Files::default()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(usage(format!("`{shown}` is a file, but an import writes several files"))
                .with_help("name a folder with `--into DIR`"));
        }
        Err(error) => return Err(CliError::machine(format!("`{shown}` cannot be read"), error)),
    }
    let files = Files::read(path);
    // A folder without data is as good as none.
    Ok(if files.has_none() { Files::default() } else { files })
}

fn bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => usage(format!("there is no file at `{}`", path.display())),
        _ => CliError::machine(format!("`{}` cannot be read", path.display()), error),
    })
}

/// Prints what is wrong with a file to import, and refuses it.
fn wrong(error: &ImportError) -> CliError {
    const MOST: usize = 50;
    for problem in error.problems.iter().take(MOST) {
        tell(&format!("{}{problem}", error.file));
    }
    let total = error.problems.len();
    let more = total.saturating_sub(MOST);
    if more > 0 {
        tell(&format!("… and {more} more"));
    }
    let is_name = |fault: &Fault| {
        matches!(fault, Fault::UnknownRecord { .. } | Fault::AmbiguousRecord { .. } | Fault::NoSource { .. })
    };
    let kind =
        if error.problems.iter().all(|problem| is_name(&problem.fault)) { Kind::Usage } else { Kind::Data };
    let problems = crate::words::phrases::plural(total, "problem", "problems");
    CliError::new(kind, format!("`{}` has {problems}; nothing was written", error.file))
}

fn once(paths: &[PathBuf]) -> Result<(), CliError> {
    let mut seen = BTreeSet::new();
    match paths.iter().find(|path| !seen.insert(path.as_path())) {
        Some(path) => Err(usage(format!("`{}` is named twice", path.display()))),
        None => Ok(()),
    }
}

fn rows(args: &Args, into: &str, files: &Files, model: &Model<'_>) -> Result<Import, CliError> {
    once(&args.paths)?;
    let mapping = match &args.map {
        Some(path) => {
            let name = path.display().to_string();
            let text = String::from_utf8(bytes(path)?).map_err(|_| {
                wrong(&ImportError::whole(
                    &name,
                    Fault::Malformed { reason: "the file is not UTF-8 text".into() },
                ))
            })?;
            Mapping::parse(&name, &text).map_err(|error| wrong(&error))?
        }
        None => Mapping::default(),
    };
    let options = MergeOptions {
        source: source(args)?,
        on: args.on,
        basis: match args.basis {
            BasisWord::Stated => Basis::Stated,
            BasisWord::Inferred => Basis::Inferred,
            BasisWord::Ambiguous => Basis::Ambiguous,
        },
        replace: args.replace,
        strict: args.strict,
        // A file of this format is a whole landscape: a new one is called what its source is.
        title: args.source_name.clone().filter(|_| args.form == Form::Landscape2),
        exclude: match &args.exclude {
            Some(path) => {
                let name = path.display().to_string();
                Exclusions::parse(&name, &bytes(path)?).map_err(|error| wrong(&error))?
            }
            None => Exclusions::default(),
        },
    };
    let mut read: Vec<(String, ReadFile)> = Vec::with_capacity(args.paths.len());
    for path in &args.paths {
        let name = if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() };
        let file = read_file(args, &name, &bytes(path)?, &mapping).map_err(|error| wrong(&error))?;
        read.push((name, file));
    }
    let cites = |file: &ReadFile| file.rows.iter().all(|row| row.source.is_some());
    if options.source.is_none() && !read.iter().all(|(_, file)| cites(file)) {
        tell("note: no `--source` is named, so new claims have no evidence");
    }
    import_rows(into, files, model, &read, &mapping, &options).map_err(|error| wrong(&error))
}

/// Reads a file of a form that has rows.
fn read_file(args: &Args, name: &str, bytes: &[u8], mapping: &Mapping) -> Result<ReadFile, ImportError> {
    if args.form == Form::Landscape2 {
        let members = if args.landscape2.members { Members::TakeOver } else { Members::LeaveOut };
        let options = Landscape2Options { without: args.landscape2.without.clone(), members };
        let file = landscape2::read(name, bytes, &options);
        return file.map(ReadFile::from).map_err(|error| ImportError::whole(name, error.into()));
    }
    let usual = if args.form == Form::Tsv { b'\t' } else { b',' };
    let layout = match args.layout {
        None => Layout::Detect,
        Some(LayoutWord::Long) => Layout::Long,
        Some(LayoutWord::Wide) => Layout::Wide,
    };
    import::csv::read(
        name,
        bytes,
        &CsvOptions { delimiter: args.delimiter.unwrap_or(usual), layout, mapping },
    )
}

fn source(args: &Args) -> Result<Option<SourceRecord>, CliError> {
    let Some(id) = &args.source else { return Ok(None) };
    if let Err(reason) = check_slug(id) {
        let error = usage(format!("`{id}` is not an id: {reason}"));
        let slug = slug_of(id);
        return Err(if slug.is_empty() { error } else { error.with_help(format!("did you mean `{slug}`?")) });
    }
    Ok(Some(SourceRecord {
        id: id.clone(),
        name: args.source_name.clone(),
        url: args.source_url.clone(),
        interest: args.source_interest.clone(),
        named_by: "--source".to_owned(),
    }))
}

fn landscape(args: &Args, into: &str, files: &Files, model: &Model<'_>) -> Result<Import, CliError> {
    once(&args.paths)?;
    let given = [
        ("--map", args.map.is_some()),
        ("--exclude", args.exclude.is_some()),
        ("--source", args.source.is_some()),
        ("--on", args.on.is_some()),
        ("--layout", args.layout.is_some()),
        ("--delimiter", args.delimiter.is_some()),
        ("--strict", args.strict),
    ];
    if let Some((option, _)) = given.into_iter().find(|(_, given)| *given) {
        return Err(usage(format!(
            "`{option}` is only for lists: a landscape has its own names and evidence"
        )));
    }
    let mut theirs = Files::default();
    for path in &args.paths {
        theirs.extend(super::graph::read(path)?);
    }
    import_landscape(into, files, model, theirs, args.replace)
        .map_err(|error| refuse(&error.files, &error.problems, "the import"))
}
