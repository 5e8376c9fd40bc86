//! x
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "draw")]
pub mod draw;
pub mod id;
pub mod landscape;
pub mod load;
pub mod model;
pub mod problem;
pub mod query;
#[cfg(feature = "render")]
pub mod render;

pub use landscape::Landscape;
