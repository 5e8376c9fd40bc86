//! Other people's formats, written from a landscape.

pub mod landscape2;
