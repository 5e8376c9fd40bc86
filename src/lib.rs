//! A competitor-landscape knowledge graph.

pub mod id;
pub mod model;
pub mod problem;
pub mod load;
pub mod landscape;
pub mod query;
