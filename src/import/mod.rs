//! Other people's formats.

pub mod edges;
