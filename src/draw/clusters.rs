//! DOT of pictures that are tables or boards: boxes in frames in frames, which Graphviz's `osage`
//! packs in their order.
//!
//! Every box is a node and every frame a cluster, so that who re-lays or styles the graph has what
//! the picture shows. None has a size: they are as large as their text is in the fonts of the
//! reader.

use super::dot::{self, Edges, Markup, Pair, Statements};
use super::frame::Frame;
use super::palette::{Colour, Theme};
use super::scene::{Fill, Stroke, web_link};
use super::text::Face;

/// A box, or a frame around more of them.
#[derive(Debug)]
pub(super) struct Item {
    /// Unique among those beside it.
    pub(super) id: String,
    /// What it is, for style sheets and scripts.
    pub(super) class: &'static str,
    /// The lines of its label.
    pub(super) label: Vec<Markup>,
    pub(super) fill: Fill,
    pub(super) frame: Option<Stroke>,
    pub(super) is_round: bool,
    pub(super) tooltip: String,
    pub(super) link: Option<String>,
    /// What stands in it, where it is a frame.
    pub(super) inside: Option<Inside>,
}

/// What stands in a frame.
#[derive(Debug)]
pub(super) struct Inside {
    /// How many stand beside each other.
    pub(super) columns: usize,
    pub(super) items: Vec<Item>,
}

impl Item {
    /// Makes a box of a label alone.
    pub(super) fn new(id: impl Into<String>, class: &'static str, label: Vec<Markup>) -> Self {
        Self {
            id: id.into(),
            class,
            label,
            fill: Fill::None,
            frame: None,
            is_round: false,
            tooltip: String::new(),
            link: None,
            inside: None,
        }
    }

    /// Makes it a frame around others.
    pub(super) fn around(self, columns: usize, items: Vec<Self>) -> Self {
        Self { inside: Some(Inside { columns, items }), ..self }
    }

    /// Returns the attributes of the node or cluster.
    pub(super) fn pairs(&self, theme: Theme) -> Vec<Pair<'static>> {
        let label = self.label.iter().cloned();
        let label = if self.inside.is_some() { dot::lines_at_left(label) } else { dot::lines(label) };
        let mut pairs = vec![("class", self.class.into()), ("label", label.into())];
        pairs.extend(dot::look(self.fill, self.frame, self.is_round, theme));
        // Even an empty one is written: else Graphviz would show the tags of the label.
        pairs.push(("tooltip", self.tooltip.clone().into()));
        pairs.extend(web_link(self.link.as_deref()).map(|url| ("URL", url.to_owned().into())));
        pairs
    }

    fn write(&self, path: &str, place: usize, statements: &mut Statements, theme: Theme) {
        let id = if path.is_empty() { self.id.clone() } else { format!("{path}/{}", self.id) };
        let mut pairs = self.pairs(theme);
        pairs.push(("sortv", (place + 1).to_string().into()));
        let Some(inside) = &self.inside else {
            statements.node(&id, pairs);
            return;
        };
        pairs.extend(packed(inside.columns));
        let mut cluster = Statements::default();
        cluster.graph(pairs);
        for (place, item) in inside.items.iter().enumerate() {
            item.write(&id, place, &mut cluster, theme);
        }
        // Graphviz draws no frame around nothing.
        if inside.items.is_empty() {
            Self::new("nothing", "nothing", Vec::new()).write(&id, 0, &mut cluster, theme);
        }
        statements.cluster(&format!("cluster {id}"), cluster);
    }
}

/// Has Graphviz set so many beside each other, in their order, at the top of their row.
fn packed(columns: usize) -> [Pair<'static>; 2] {
    [("packmode", format!("array_utl{}", columns.max(1)).into()), ("pack", "6".into())]
}

/// Prints a picture of boxes in frames.
pub(super) fn dot(id: &str, frame: &Frame, columns: usize, items: &[Item], theme: Theme) -> String {
    let mut statements = Statements::default();
    let mut graph = dot::framed(frame, theme);
    graph.push(("layout", "osage".into()));
    graph.extend(packed(columns));
    statements.graph(graph);
    statements.nodes(dot::boxes(theme));
    for (place, item) in items.iter().enumerate() {
        item.write("", place, &mut statements, theme);
    }
    if items.is_empty() {
        let nothing = dot::text("Nothing to show.", 11, Colour::FaintInk.hex(theme));
        Item::new("nothing", "nothing", vec![dot::set(nothing, Face::Italic)]).write(
            "",
            0,
            &mut statements,
            theme,
        );
    }
    dot::print(id, Edges::Undirected, statements)
}
