//! Reports as diagrams, in Graphviz DOT. One file a picture; `dot` is the only one that says graphviz.

mod dot;
mod map;
mod palette;

pub use map::map;
