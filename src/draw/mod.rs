//! Reports as diagrams: DOT for Graphviz, and SVG and PNG that need nothing else. One file or folder a picture.
//!
//! A picture lays a report out once for each of two worlds: [`Picture::dot`] as tables and nodes that Graphviz sets,
//! [`Picture::scene`] as measured shapes. `dot` is the only one that says graphviz, `text` the only one that knows fonts.

mod around;
mod clusters;
mod diff;
mod dot;
mod frame;
mod gaps;
mod graph;
mod layered;
mod map;
mod network;
mod overlap_table;
mod palette;
mod panels;
#[cfg(feature = "png")]
mod png;
mod roles;
mod scene;
mod sheet;
mod stack_marks;
mod svg;
mod text;
mod upset;
mod versus;

pub use palette::Theme;
#[cfg(feature = "png")]
pub use png::{Png, PngError};
pub use scene::Scene;

/// How to draw a picture.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style<'t> {
    /// The title; the picture's own when there is none.
    pub title: Option<&'t str>,
    /// How light the picture is.
    pub theme: Theme,
}

/// A report that can be drawn.
pub trait Picture {
    /// Draws it as DOT, valid for Graphviz 2.43 and newer: the same bytes each time.
    fn dot(&self, style: &Style<'_>) -> String;

    /// Lays it out as shapes, which [`Scene::svg`] and [`Scene::png`](Scene::png) write.
    fn scene(&self, style: &Style<'_>) -> Scene;

    /// Draws it as a flowchart in Mermaid; none where a flowchart cannot show it.
    fn mermaid(&self, _style: &Style<'_>) -> Option<String> {
        None
    }
}
