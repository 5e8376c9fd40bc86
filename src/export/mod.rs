//! Other people's formats, and the project's own as one document.
//!
//! One file writes one format. Those that hold nodes and edges all write what `graph` lists: every
//! record, what the claims that hold on the landscape's day say, and what follows for a whole from
//! an offer of a part, marked as derived. What is not known has no edge and no row. Equal
//! landscapes give equal bytes.

mod csv;
mod cypher;
mod gexf;
mod graph;
mod graphml;
mod json;
mod json_ld;
pub mod landscape2;
mod matrix;
mod mermaid;
#[cfg(feature = "parquet")]
mod parquet;
mod rdf;
mod sql;
mod turtle;
mod xml;

pub use csv::csv;
pub use cypher::{Dialect, cypher};
pub use gexf::gexf;
pub use graph::Claims;
pub use graphml::graphml;
pub use json::json;
pub use json_ld::json_ld;
pub use matrix::matrix;
pub use mermaid::{MOST_ARROWS, MOST_CHARACTERS, TooBig, mermaid};
#[cfg(feature = "parquet")]
pub use parquet::parquet;
pub use rdf::{Base, DEFAULT_BASE, InvalidBase, VOCABULARY};
pub use sql::sql;
pub use turtle::turtle;
