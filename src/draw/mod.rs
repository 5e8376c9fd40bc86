//! Reports as diagrams: DOT for Graphviz, and SVG, PNG and PDF that need nothing else. One file or
//! folder a picture.
//!
//! A picture is laid out once, as the measured shapes of [`Picture::scene`]. [`Picture::dot`] says
//! the same as nodes, edges and clusters, for who lays it out in another way. `dot` is the only one
//! that says graphviz, `text` the only one that knows fonts.

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
mod page;
mod palette;
mod panels;
#[cfg(feature = "pdf")]
mod pdf;
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

pub use page::{InvalidPage, Page};
pub use palette::Theme;
#[cfg(feature = "site")]
pub(crate) use palette::css_variables;
#[cfg(feature = "pdf")]
pub use pdf::{PdfError, PdfFile};
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
    /// The page that shapes are laid out for; as large as the picture needs when there is none.
    pub page: Option<Page>,
}

impl Style<'_> {
    /// Returns the title, or the picture's own.
    fn title_or(&self, own: impl FnOnce() -> String) -> String {
        self.title.map_or_else(own, str::to_owned)
    }
}

/// A report that can be drawn.
pub trait Picture {
    /// Writes it as DOT, valid for Graphviz 2.43 and newer: the same facts, words and colours as
    /// nodes, edges and clusters, the same bytes each time. No size depends on a font.
    fn dot(&self, style: &Style<'_>) -> String;

    /// Lays it out as shapes, which [`Scene::svg`] and [`Scene::png`](Scene::png) write.
    fn scene(&self, style: &Style<'_>) -> Scene;

    /// Draws it as a flowchart in Mermaid; none where a flowchart cannot show it.
    fn mermaid(&self, _style: &Style<'_>) -> Option<String> {
        None
    }
}
