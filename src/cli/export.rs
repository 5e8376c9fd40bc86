//! `landscape export`.

#[cfg(feature = "site")]
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use super::error::CliError;
use super::graph::{self, CompanyArgs, GraphArgs};
use super::write::OutputArgs;
#[cfg(feature = "parquet")]
use super::write::write_whole;
use super::{complete, usage};
use crate::Landscape;
#[cfg(feature = "site")]
use crate::catalogue::Context;
use crate::export::{self, Base};
#[cfg(feature = "site")]
use crate::landscape::PlacesWithin;
#[cfg(feature = "site")]
use crate::model::Kind;
#[cfg(feature = "site")]
use crate::site;
#[cfg(feature = "parquet")]
use crate::tables::TABLES;

/// Export the landscape for other programs
///
/// Unknown facts are in no format: no row, no edge, no cell. Whoever offers a sub-tool offers its
/// tool in part: formats that show this mark it as derived.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    format: Format,
}

#[derive(Clone, Debug, Subcommand)]
enum Format {
    /// A list of offers for spreadsheets: a row for each claim and each piece of evidence
    Csv(PlainArgs),
    /// A table for spreadsheets: a row for each company, a column for each tool
    Matrix(PlainArgs),
    /// A page for browsers, in one file: opens from disk, by mail, on any host
    ///
    /// It holds the whole landscape, its evidence and the answers, and needs nothing else. Leave
    /// out notes and quotes with `--redact notes` before it leaves the house.
    #[cfg(feature = "site")]
    Html(HtmlArgs),
    /// Everything in one file, in the landscape's own format
    ///
    /// Every record and every claim of all days: the file is the same landscape again.
    Json(PlainArgs),
    /// Nodes and edges for Gephi, yEd, Cytoscape and networkx
    ///
    /// One edge for each relation between two records, with a weight: 1, or 0.5 where a tool is
    /// offered in part.
    Graphml(EdgeArgs),
    /// Nodes and edges for Gephi, as GEXF 1.3
    ///
    /// One edge for each relation between two records, with a weight: 1, or 0.5 where a tool is
    /// offered in part.
    Gexf(EdgeArgs),
    /// RDF in Turtle
    Turtle(RdfArgs),
    /// RDF in JSON-LD
    Jsonld(RdfArgs),
    /// A Cypher script, for graph databases
    Cypher(CypherArgs),
    /// A flowchart in Mermaid, which GitHub and GitLab draw
    ///
    /// An arrow leads from a company to each tool that it offers. A dotted arrow means partial
    /// support.
    Mermaid(MermaidArgs),
    /// The data file of a landscape site, for landscape2
    ///
    /// Stacks become categories, tools become subcategories, and offers become items. Every item
    /// names the logo `placeholder.svg`: replace it with your own.
    Landscape2(PlainArgs),
    /// Relational tables in Parquet, for SQL engines and data frames
    ///
    /// One file for each table: each kind of record, each relation, `offers` (the support that
    /// counts for each company and tool), `covers` and `evidence`. The program must be built with
    /// the feature `parquet`.
    Parquet(ParquetArgs),
    /// The questions in SQL: a script with views over those tables, for most engines
    ///
    /// The views give the same answers as the commands: coverage of stacks, overlap, gaps, and peer
    /// support.
    Sql(SqlArgs),
}

#[derive(clap::Args, Clone, Debug)]
struct PlainArgs {
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[cfg(feature = "site")]
#[derive(clap::Args, Clone, Debug)]
struct HtmlArgs {
    /// What to leave out
    #[arg(long, value_name = "WHAT")]
    redact: Option<Redact>,
    /// Where the files can be seen: an address with `{file}` and `{line}`, such as
    /// <https://github.com/acme/market/blob/main/{file}#L{line}>
    #[arg(long, value_name = "ADDRESS")]
    repo_url: Option<String>,
    /// Write the page however many companies it holds
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    plain: PlainArgs,
}

#[cfg(feature = "site")]
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Redact {
    /// Notes, and what was copied from sources
    Notes,
}

#[derive(clap::Args, Clone, Debug)]
struct RdfArgs {
    /// The start of every record's IRI: an absolute IRI that ends in `/`, `#` or `:`
    #[arg(long, value_name = "IRI", default_value = export::DEFAULT_BASE)]
    base: Base,
    #[command(flatten)]
    plain: PlainArgs,
}

#[derive(clap::Args, Clone, Debug)]
struct CypherArgs {
    /// The database to write the script for
    #[arg(long, value_name = "DIALECT", default_value = "neo4j")]
    dialect: Dialect,
    #[command(flatten)]
    edges: EdgeArgs,
}

#[derive(clap::Args, Clone, Debug)]
struct EdgeArgs {
    /// An edge for each claim, also for what is not so: `no`, `planned` and announced deals have
    /// weight 0
    #[arg(long)]
    all_claims: bool,
    #[command(flatten)]
    plain: PlainArgs,
}

impl EdgeArgs {
    fn claims(&self) -> export::Claims {
        if self.all_claims { export::Claims::All } else { export::Claims::Holding }
    }

    fn write(
        &self,
        export: impl FnOnce(&Landscape, export::Claims, &mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> Result<(), CliError> {
        self.plain.write(|landscape, out| export(landscape, self.claims(), out))
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Dialect {
    /// Neo4j, from version 4.4
    Neo4j,
    /// Memgraph
    Memgraph,
    /// Ladybug, formerly Kuzu
    Ladybug,
}

#[derive(clap::Args, Clone, Debug)]
struct MermaidArgs {
    /// Only this stack; can be given more than once
    #[arg(long = "stack", value_name = "STACK", add = ArgValueCompleter::new(complete::stacks))]
    stacks: Vec<String>,
    #[command(flatten)]
    plain: PlainArgs,
}

#[derive(clap::Args, Clone, Debug)]
struct ParquetArgs {
    /// The folder for the files; it is created if needed
    #[arg(long, value_name = "FOLDER")]
    dir: PathBuf,
    #[command(flatten)]
    graph: GraphArgs,
}

#[derive(clap::Args, Clone, Debug)]
struct SqlArgs {
    #[command(flatten)]
    company: CompanyArgs,
    #[command(flatten)]
    plain: PlainArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    match &args.format {
        Format::Csv(args) => args.write(export::csv),
        Format::Matrix(args) => args.write(export::matrix),
        #[cfg(feature = "site")]
        Format::Html(args) => html(args),
        Format::Json(args) => json(args),
        Format::Graphml(args) => args.write(export::graphml),
        Format::Gexf(args) => args.write(export::gexf),
        Format::Turtle(args) => args.plain.write(|landscape, out| export::turtle(landscape, &args.base, out)),
        Format::Jsonld(args) => {
            args.plain.write(|landscape, out| export::json_ld(landscape, &args.base, out))
        }
        Format::Cypher(args) => {
            let dialect = match args.dialect {
                Dialect::Neo4j => export::Dialect::Neo4j,
                Dialect::Memgraph => export::Dialect::Memgraph,
                Dialect::Ladybug => export::Dialect::Ladybug,
            };
            args.edges.write(|landscape, claims, out| export::cypher(landscape, dialect, claims, out))
        }
        Format::Mermaid(args) => mermaid(args),
        Format::Landscape2(args) => args.write(export::landscape2::write),
        Format::Parquet(args) => parquet(args),
        Format::Sql(args) => sql(args),
    }?;
    Ok(ExitCode::SUCCESS)
}

impl PlainArgs {
    /// Refuses to write into the landscape that is read.
    fn keep_apart(&self) -> Result<(), CliError> {
        let folder = self.output.path().and_then(|path| path.parent()?.canonicalize().ok());
        let graph = self.graph.graph.canonicalize().ok().filter(|graph| graph.is_dir());
        match (folder, graph) {
            (Some(folder), Some(graph)) if folder.starts_with(&graph) => {
                Err(usage("the file would become part of the landscape")
                    .with_help("name a file outside its folder"))
            }
            _ => Ok(()),
        }
    }

    fn write(
        &self,
        export: impl FnOnce(&Landscape, &mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> Result<(), CliError> {
        self.keep_apart()?;
        let loaded = self.graph.load()?;
        self.output.write(|out| export(&loaded.landscape, out))?;
        tell_of_assumptions(&self.graph);
        Ok(())
    }
}

/// What is supposed looks like what is known, once it has been written.
fn tell_of_assumptions(graph: &GraphArgs) {
    if let Some(path) = graph.assuming() {
        super::tell(&format!("note: the file includes the assumptions of {path}"));
    }
}

fn json(args: &PlainArgs) -> Result<(), CliError> {
    if args.graph.as_of().is_some() {
        return Err(usage("`export json` writes the claims of all days")
            .with_help("leave out `--as-of`, and use it with the command that reads the file"));
    }
    args.keep_apart()?;
    let files = args.graph.read_all()?;
    let model = graph::parse(&files)?;
    args.output.write(|out| export::json(model, out))?;
    tell_of_assumptions(&args.graph);
    Ok(())
}

/// Refuses what is no address of a file in a repository.
#[cfg(feature = "site")]
pub(super) fn check_repository(address: Option<&str>) -> Result<(), CliError> {
    match address {
        Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => {
            Err(usage("`--repo-url` is no web address")
                .with_help("write it as `https://github.com/acme/market/blob/main/{file}#L{line}`"))
        }
        _ => Ok(()),
    }
}

/// How many companies a page holds, unless it is forced: browsers are slow with more.
#[cfg(feature = "site")]
const MOST_IN_A_PAGE: usize = 2_000;

#[cfg(feature = "site")]
fn html(args: &HtmlArgs) -> Result<(), CliError> {
    args.plain.keep_apart()?;
    check_repository(args.repo_url.as_deref())?;
    let loaded = args.plain.graph.load()?;
    let landscape = &loaded.landscape;
    let companies = landscape.count(Kind::Company);
    if companies > MOST_IN_A_PAGE && !args.force {
        return Err(usage(format!(
            "{companies} companies are more than a page should hold ({MOST_IN_A_PAGE})"
        ))
        .with_help("`landscape serve` shows them in pages, `--force` writes the file all the same"));
    }
    let company = args.company.company_if_any(landscape)?;
    let places = loaded.places();
    let folder = args.plain.graph.graph.parent().unwrap_or_else(|| Path::new(""));
    let places = PlacesWithin::new(&places, folder);
    let options =
        site::pack::Options { company, redact: args.redact.is_some(), ..site::pack::Options::default() };
    let pack = site::pack::pack(landscape, &places, &options);
    let context = Context::new(landscape);
    let answers = site::answers(&context, company);
    let options = site::PageOptions {
        provider: site::Provider::Embedded(&pack),
        repository: args.repo_url.as_deref(),
        answers: &answers,
    };
    let page = site::page(landscape.name(), &options)
        .map_err(|error| CliError::machine("the page cannot be made".to_owned(), error))?;
    args.plain.output.write(|out| out.write_all(page.as_bytes()))?;
    tell_of_assumptions(&args.plain.graph);
    Ok(())
}

fn mermaid(args: &MermaidArgs) -> Result<(), CliError> {
    args.plain.keep_apart()?;
    let loaded = args.plain.graph.load()?;
    let stacks = graph::stacks(&loaded.landscape, &args.stacks)?;
    let chart = export::mermaid(&loaded.landscape, &stacks).map_err(|error| {
        usage(error.to_string()).with_help("`--stack STACK` draws one stack; `landscape overview` lists them")
    })?;
    args.plain.output.write(|out| out.write_all(chart.as_bytes()))?;
    tell_of_assumptions(&args.plain.graph);
    Ok(())
}

#[cfg(feature = "parquet")]
fn parquet(args: &ParquetArgs) -> Result<(), CliError> {
    let loaded = args.graph.load()?;
    let shown = args.dir.display();
    std::fs::create_dir_all(&args.dir)
        .map_err(|error| CliError::machine(format!("the folder `{shown}` cannot be made"), error))?;
    let landscape = &loaded.landscape;
    for table in TABLES.iter().copied() {
        let path = args.dir.join(format!("{}.parquet", table.name()));
        write_whole(&path, |out| export::parquet(landscape, table, out))?;
    }
    tell_of_assumptions(&args.graph);
    Ok(())
}

#[cfg(not(feature = "parquet"))]
fn parquet(args: &ParquetArgs) -> Result<(), CliError> {
    let ParquetArgs { dir: _, graph: _ } = args;
    Err(usage("this program was built without the feature `parquet`").with_help(
        "`cargo install --path . --features parquet`, in a clone of the repository, builds one with it",
    ))
}

fn sql(args: &SqlArgs) -> Result<(), CliError> {
    args.plain.keep_apart()?;
    let loaded = args.plain.graph.load()?;
    let company = args.company.company(&loaded.landscape)?;
    args.plain.output.write(|out| export::sql(&loaded.landscape, company, out))
}
