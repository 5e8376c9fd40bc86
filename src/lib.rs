//! A competitor-landscape knowledge graph: who covers a stack, where companies overlap, where the
//! gaps are.
//!
//! A team keeps what it knows about its market as JSON files: tools (product categories), the stacks
//! they belong to, the companies that offer them, the roles that need them, each claim with its source.
//! What no file claims is *unknown*, and unknown never counts as no: counts are intervals, and a gap
//! says whether others fill it, nobody does, or nobody has looked.
//!
//! # From text to an answer
//!
//! ```text
//! files ──load──▶ Model ──build──▶ Landscape ──query──▶ Report ──render, draw──▶ bytes
//! ```
//!
//! Each arrow is a function of its input alone: the same files give the same bytes, whatever their order.
//!
//! ```
//! use landscape_graph::Landscape;
//! use landscape_graph::load::{Files, parse};
//! use landscape_graph::model::Kind;
//! use crate::query::{gaps, state::{GapState}};
//!
//! let files = Files::from_text("market.json", r#"{
//!   "tools": [{ "id": "etl", "name": "ETL" }, { "id": "alerting", "name": "Alerting" }],
//!   "companies": [
//!     { "id": "us", "name": "Us" },
//!     { "id": "airbyte", "name": "Airbyte", "offers": [{ "tool": "etl", "support": "yes" }] }
//!   ]
//! }"#);
//! let landscape = Landscape::build(parse(&files)?, &Default::default());
//! let us = landscape.resolve("us", &[Kind::Company]).unwrap().of_kind().unwrap();
//!
//! let report = gaps::gaps(&landscape, us, &gaps::Options::default());
//! assert_eq!(report.gaps[0].state, GapState::Contested);
//! assert_eq!(report.gaps[1].state, GapState::Unresearched);
//! # Ok::<(), landscape_graph::problem::Problems>(())
//! ```
//!
//! # The modules
//!
//! - [`id`]: one type of id for each kind of record.
//! - [`model`]: the vocabulary, as plain data in the shape it has on disk.
//! - [`problem`]: what can be wrong with the data, with stable codes and places.
//! - [`load`]: text to [`model::Model`], with every problem of every file.
//! - [`landscape`]: the graph, built once and never edited.
//! - [`query`]: the questions, each answered by a report.
//! - [`catalogue`]: one row for each question, from which the command line and others are made.
//! - [`words`]: how answers read.
//! - [`tables`]: the landscape as relational tables, read row by row.
//! - `export` (feature `export`; with the feature `parquet`, Parquet too): the landscape in other people's formats, and as
//!   one document of its own.
//! - `import` (feature `import`): other people's formats.
//! - `export` (feature `export`): the same, written.
//! - `render` (feature `render`): reports as text, JSON, CSV and Markdown.
//! - `draw` (feature `draw`): reports as diagrams.
//! - `sql` (feature `sql`): a landscape that can be asked in SQL.
//! - `cli` (feature `cli`): the program.

pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "draw")]
pub mod draw;
#[cfg(feature = "export")]
pub mod export;
#[cfg(any(feature = "draw", feature = "export"))]
mod flowchart;
pub mod id;
#[cfg(feature = "import")]
pub mod import;
pub mod landscape;
pub mod load;
pub mod model;
pub mod problem;
pub mod query;
#[cfg(feature = "render")]
pub mod render;
#[cfg(feature = "sql")]
pub mod sql;
pub mod tables;
pub mod words;

pub use landscape::Landscape;
