//! A competitor-landscape knowledge graph: who covers a stack, where companies overlap, where the
//! gaps are.
//!
//! A team keeps what it knows about its market as JSON files: companies, the tools they offer, the
//! stacks that tools belong to, each claim with its source. Questions are functions that return
//! plain data, and what no file claims is *unknown*: it never counts as no.
//!
//! # In ten lines
//!
//! ```
//! use landscape_graph::load;
//! use landscape_graph::query::gaps;
//!
//! let market = load::landscape("graph")?;
//! let posthog = market.company("posthog")?;
//!
//! let report = gaps::gaps(&market, posthog, &gaps::Options::default());
//! let first = &report.gaps[0];
//! println!("{} companies offer {}", first.offerers, first.tool.name);
//! # assert!(first.offerers > 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Errors say what to do: a file with faults comes with each fault's file, line and column, and
//! `market.company("posthgo")?` with "did you mean `posthog`?".
//!
//! # Three programs
//!
//! They stand in `docs/examples`, and read the landscape in `graph` unless another folder is named.
//!
//! Which companies cover a stack, `cargo run --example coverage`:
//!
//! ```no_run
#![doc = include_str!("../docs/examples/coverage.rs")]
//! ```
//!
//! What a company does not offer yet, `cargo run --example gaps`:
//!
//! ```no_run
#![doc = include_str!("../docs/examples/gaps.rs")]
//! ```
//!
//! The market as a picture, `cargo run --example draw > market.svg`:
//!
#![cfg_attr(feature = "draw", doc = "```no_run")]
#![cfg_attr(not(feature = "draw"), doc = "```ignore")]
#![doc = include_str!("../docs/examples/draw.rs")]
//! ```
//!
//! # How it works
//!
//! ```text
//! files ──load──▶ Model ──build──▶ Landscape ──query──▶ Report ──words, draw──▶ text, pictures
//! ```
//!
//! Each arrow is a function of its input alone: the same files give the same bytes, whatever their
//! order. A question takes the landscape, then what it is asked about, then its options.
//!
//! | module | what it is |
//! |---|---|
//! | [`id`] | one type of id for each kind of record |
//! | [`model`] | the vocabulary, as plain data in the shape it has on disk |
//! | [`problem`] | what can be wrong with the data, with stable codes and places |
//! | [`load`] | text to [`model::Model`], with every problem of every file; `load::report` (feature `diagnostics`) shows them |
//! | [`landscape`] | the graph, built once and never edited, with look-ups by name |
//! | [`query`] | the questions: options, report and function, one module each |
//! | [`catalogue`] | one row for each question, from which the command line and others are made |
//! | [`words`] | how answers read |
//! | [`tables`] | the landscape as relational tables, read row by row |
//! | `render` (feature `render`) | reports as text, JSON, CSV and Markdown |
//! | `draw` (feature `draw`; PNG with `png`) | reports as diagrams |
//! | `sql` (feature `sql`) | a landscape that can be asked in SQL |
//! | `edit` (feature `edit`) | changes of the files, a few bytes at a time |
//! | `import` (feature `import`) | other people's formats, read |
//! | `export` (feature `export`; Parquet with `parquet`) | other people's formats, written |
//! | `site` (feature `site`) | the page: a landscape in a browser, as one file |
//! | `cli` (feature `cli`) | the program |

pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "draw")]
pub mod draw;
#[cfg(feature = "edit")]
pub mod edit;
#[cfg(feature = "export")]
pub mod export;
#[cfg(any(feature = "draw", feature = "export"))]
mod flowchart;
#[cfg(any(feature = "render", feature = "diagnostics"))]
mod harmless;
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
#[cfg(feature = "site")]
pub mod site;
#[cfg(feature = "sql")]
pub mod sql;
pub mod tables;
pub mod words;

pub use landscape::Landscape;
