//! `landscape check`.

use crate::words::phrases::plural;
use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use clap_complete::engine::ArgValueCompleter;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::CliError;
use super::{complete, diagnostics, explain, graph, sarif, tell, usage};
use crate::load::{self, Files};
use crate::model::{Kind, Model};
use crate::problem::{Code, Fault, Level, LineColumn, Lines, Place, Problem, Problems, UNCHECKED};

/// The name of the report in JSON.
pub(super) const REPORT: &str = "check";

/// What stands for all codes of warnings.
const WARNINGS: &str = "warnings";

/// Find every problem, each with its file, line, column and the fix
///
/// Exits with 1 if there are errors. A landscape with errors answers no questions. Warnings are
/// probable oversights; the options set how strict they are.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The landscape: a folder, a file, or `-` for standard input [default: that of `--graph`]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    #[command(flatten)]
    graph: graph::PathArgs,
    /// Turn a warning into an error: its code, or `warnings` for all
    #[arg(long, value_name = "CODE", add = ArgValueCompleter::new(complete::codes))]
    deny: Vec<String>,
    /// Keep this warning a warning, despite `--deny warnings` or `--allow warnings`
    #[arg(long, value_name = "CODE", add = ArgValueCompleter::new(complete::codes))]
    warn: Vec<String>,
    /// Hide a warning: its code, or `warnings` for all
    #[arg(long, value_name = "CODE", add = ArgValueCompleter::new(complete::codes))]
    allow: Vec<String>,
    /// List the claims without evidence of each record, instead of one line for all
    #[arg(long)]
    all: bool,
    /// The format of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: CheckFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CheckFormat {
    /// For people
    Text,
    /// Every problem: see `landscape schema --report check`
    Json,
    /// SARIF 2.1.0, for GitHub, GitLab and editors
    Sarif,
}

/// What was found.
#[derive(JsonSchema, Serialize)]
struct CheckReport {
    errors: usize,
    warnings: usize,
    /// Whether files that are no JSON kept the relations between records from being checked.
    relations_unchecked: bool,
    problems: Vec<ProblemReport>,
}

/// A problem.
#[derive(JsonSchema, Serialize)]
pub(super) struct ProblemReport {
    pub(super) code: Code,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) place: Option<PlaceReport>,
    /// A second place that it has to do with, such as the first of two definitions.
    pub(super) other: Option<PlaceReport>,
}

/// A place in a file.
#[derive(JsonSchema, Serialize)]
pub(super) struct PlaceReport {
    pub(super) file: String,
    pub(super) start: LineColumn,
    pub(super) end: LineColumn,
}

impl PlaceReport {
    fn of(files: &Files, lines: &[Lines<'_>], place: Place) -> Self {
        let lines = &lines[place.file as usize];
        let file = files.get(place.file).name().to_owned();
        Self { file, start: lines.find(place.start), end: lines.find(place.end) }
    }
}

pub(super) fn report_schema() -> schemars::Schema {
    crate::catalogue::schema_of::<CheckReport>(REPORT)
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let levels = Levels::parse(args)?;
    let files = graph::read(args.path.as_deref().unwrap_or(args.graph.path()))?;
    for path in files.ignored() {
        tell(&format!("passed over `{}`: it ends in neither .json nor .jsonl", path.display()));
    }
    let mut without_evidence = None;
    let (problems, summary) = match load::parse(&files) {
        Ok(model) => {
            let problems = load::warnings(&files, &model, args.graph.today());
            without_evidence = WithoutEvidence::of(&model, &problems).filter(|_| !args.all);
            (Problems { problems, relations_unchecked: false }, summary(&files, &model))
        }
        Err(problems) => (problems, plural(files.iter().len(), "file", "files")),
    };
    let shown: Vec<(&Problem, Level)> = (problems.problems.iter())
        .map(|problem| (problem, levels.of(problem.code())))
        .filter(|(_, level)| *level != Level::Allow)
        .collect();
    let errors = shown.iter().filter(|(_, level)| *level == Level::Error).count();
    let warnings = shown.len() - errors;

    let mut out = super::stdout();
    match args.format {
        CheckFormat::Text => {
            // What is denied is an error, and those are all printed.
            let is_summed_up = |(problem, level): &(&Problem, Level)| {
                without_evidence.is_some() && *level == Level::Warn && problem.code() == Code::NoEvidence
            };
            let (summed_up, printed): (Vec<_>, Vec<_>) = shown.iter().partition(|shown| is_summed_up(shown));
            diagnostics::print(&files, &printed, diagnostics::is_plain(&io::stdout()), &mut out)?;
            if let Some(without) = without_evidence.filter(|_| !summed_up.is_empty()) {
                writeln!(out, "{without}\n")?;
            }
            if problems.relations_unchecked {
                writeln!(out, "{UNCHECKED}\n")?;
            }
            writeln!(
                out,
                "{summary}: {}, {}",
                plural(errors, "error", "errors"),
                plural(warnings, "warning", "warnings")
            )?;
        }
        CheckFormat::Json | CheckFormat::Sarif => {
            let lines: Vec<Lines<'_>> = files.iter().map(|file| Lines::new(file.text())).collect();
            let problem = |(problem, level): &(&Problem, Level)| ProblemReport {
                code: problem.code(),
                level: *level,
                message: problem.to_string(),
                help: problem.fault.help(),
                place: problem.place.map(|place| PlaceReport::of(&files, &lines, place)),
                other: problem.other.map(|place| PlaceReport::of(&files, &lines, place)),
            };
            let reported: Vec<ProblemReport> = shown.iter().map(problem).collect();
            let json = match args.format {
                CheckFormat::Sarif => sarif::log(&reported),
                _ => crate::render::json_of(
                    REPORT,
                    &CheckReport {
                        errors,
                        warnings,
                        relations_unchecked: problems.relations_unchecked,
                        problems: reported,
                    },
                )?,
            };
            serde_json::to_writer_pretty(&mut out, &json).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(if errors == 0 { ExitCode::SUCCESS } else { graph::exit_code(&problems) })
}

/// How many claims have no evidence: in a first draft nearly all, so that listing them would hide
/// everything else.
#[derive(Clone, Copy, Debug)]
struct WithoutEvidence {
    missing: usize,
    total: usize,
    records: usize,
}

impl WithoutEvidence {
    /// Counts the claims without evidence; none where they are those of one record, which is shown
    /// in full.
    fn of(model: &Model<'_>, problems: &[Problem]) -> Option<Self> {
        let missing = problems.iter().filter_map(|problem| match &problem.fault {
            Fault::NoEvidence { missing, .. } => Some(*missing),
            _ => None,
        });
        let (records, missing) = missing.fold((0, 0), |(records, all), missing| (records + 1, all + missing));
        if records < 2 {
            return None;
        }
        let mut total = 0;
        for kind in Kind::ALL {
            for (record, _) in model.records(kind) {
                record.links(&mut |link| {
                    total += usize::from(link.claim.is_some() && link.relation.needs_evidence());
                });
            }
        }
        Some(Self { missing, total, records })
    }
}

impl fmt::Display for WithoutEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { missing, total, records } = self;
        write!(
            f,
            "warning: {missing} of {total} claims have no evidence ({records} records); `--all` lists them"
        )
    }
}

fn summary(files: &Files, model: &Model<'_>) -> String {
    let records: usize = Kind::ALL.iter().map(|kind| model.records(*kind).len()).sum();
    format!("{}, {}", plural(files.iter().len(), "file", "files"), plural(records, "record", "records"))
}

/// The levels that the user has set. One set for a code goes before one set for all; of two set for
/// the same, the stricter holds.
struct Levels {
    for_all: Level,
    for_code: Vec<(Code, Level)>,
}

impl Levels {
    fn parse(args: &Args) -> Result<Self, CliError> {
        let mut levels = Self { for_all: Level::Warn, for_code: Vec::new() };
        for (level, names) in
            [(Level::Allow, &args.allow), (Level::Warn, &args.warn), (Level::Error, &args.deny)]
        {
            for name in names {
                if name == WARNINGS {
                    levels.for_all = level;
                    continue;
                }
                let code = explain::code(name)?;
                if code.level() == Level::Error && level != Level::Error {
                    return Err(usage(format!("`{code}` is always an error"))
                        .with_help("only warnings can be allowed"));
                }
                levels.for_code.push((code, level));
            }
        }
        Ok(levels)
    }

    fn of(&self, code: Code) -> Level {
        if code.level() == Level::Error {
            return Level::Error;
        }
        let set = self.for_code.iter().filter(|(of, _)| *of == code).map(|(_, level)| *level).max();
        set.unwrap_or(self.for_all)
    }
}
