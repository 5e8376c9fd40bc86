//! Boxes in layers from left to right, joined by lines: what `around` and `graph` have in common.
//!
//! A picture says which boxes stand in which layer and what joins them; `layout` orders and places
//! them, the rest writes shapes, DOT and Mermaid.

mod dot;
mod layout;
mod mermaid;
mod shapes;

use super::Style;
use super::frame::{Frame, Sample};
use super::palette::Colour;
use super::scene::{Block, LineStyle, Scene, Shape, Stroke, Text};
use super::text::{self, Face};
use layout::LABEL;

/// A picture of boxes in layers, and what is around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Layered {
    /// A word for the kind of picture: the id of the DOT graph.
    pub(super) id: &'static str,
    pub(super) layers: Vec<Layer>,
    /// All boxes; layers and links name them by their index.
    pub(super) nodes: Vec<Node>,
    pub(super) links: Vec<Link>,
}

/// A column of groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    pub(super) groups: Vec<Group>,
}

/// Boxes that stand one under the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// What they are.
    pub(super) heading: String,
    /// The number of the colour of their frame; no frame without one.
    pub(super) frame: Option<usize>,
    /// Whether the first box is the head of the group, and stays first.
    pub(super) has_head: bool,
    pub(super) nodes: Vec<usize>,
}

/// A box.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its id in DOT.
    pub(super) id: String,
    /// What it is, in DOT and in the SVG that Graphviz makes of it.
    pub(super) class: &'static str,
    pub(super) label: String,
    /// A few characters at its right end.
    pub(super) note: String,
    /// Everything that is known of it.
    pub(super) title: String,
    pub(super) link: Option<String>,
    pub(super) look: Look,
}

/// How a box looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) fill: Colour,
    pub(super) border: Stroke,
    pub(super) face: Face,
    pub(super) radius: f64,
}

impl Look {
    /// A company, or whatever has no stack.
    pub(super) const PLAIN: Self = Self::of(Colour::Chip, Colour::Unresearched, LineStyle::Solid);
    /// A role.
    pub(super) const ROLE: Self =
        Self { radius: 0.0, ..Self::of(Colour::Ground, Colour::Ink, LineStyle::Dashed) };
    /// The count of what is left out.
    pub(super) const MORE: Self =
        Self { face: Face::Italic, ..Self::of(Colour::Ground, Colour::Line, LineStyle::Dotted) };

    pub(super) const fn of(fill: Colour, border: Colour, style: LineStyle) -> Self {
        Self { fill, border: Stroke { colour: border, width: 1.2, style }, face: Face::Regular, radius: 6.0 }
    }

    /// The one that a picture is about.
    pub(super) fn centre() -> Self {
        Self { face: Face::Bold, ..Self::of(Colour::Neutral, Colour::Neutral, LineStyle::Solid) }
    }

    /// A stack with the colour of a number.
    pub(super) fn stack(colour: usize) -> Self {
        let strong = Colour::strong(colour);
        Self { face: Face::Bold, ..Self::of(strong, strong, LineStyle::Solid) }
    }

    /// A tool in a stack with the colour of a number.
    pub(super) fn tool(colour: Option<usize>, style: LineStyle) -> Self {
        match colour {
            Some(colour) => Self::of(Colour::tint(colour), Colour::strong(colour), style),
            None => Self::of(Colour::NeutralTint, Colour::Neutral, style),
        }
    }
}

/// The class of a box that counts what is left out.
pub(super) const MORE: &str = "more";

/// What joins two boxes.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) class: String,
    pub(super) title: String,
    pub(super) stroke: Stroke,
    /// How many claims it is drawn for.
    pub(super) claims: usize,
    /// Whether it ends in a bar: what is known not to be.
    pub(super) barred: bool,
    /// Whether it is drawn; a tool stands in the frame of its stack instead.
    pub(super) drawn: bool,
}

impl Layered {
    /// Lays the picture out as shapes.
    pub(super) fn scene(&self, frame: Frame, style: &Style<'_>) -> Scene {
        let block = || shapes::block(self, &layout::layout(self));
        match style.page {
            None => frame.around(block()),
            Some(page) => page.lay_out(1, |canvas, _| frame.clone().on(canvas, block())),
        }
    }

    /// Writes the picture as DOT.
    pub(super) fn dot(&self, frame: &Frame, style: &Style<'_>) -> String {
        dot::dot(self, &layout::layout(self), frame, style.theme)
    }

    /// Writes the picture as a flowchart; none where it has more lines than Mermaid draws.
    pub(super) fn mermaid(&self, frame: &Frame) -> Option<String> {
        mermaid::mermaid(self, frame)
    }
}

/// The size of a label in two lines, and from one line to the next: both have room in a box.
const SMALL: f64 = 10.0;
const SMALL_LINE: f64 = 11.0;

/// Returns the label of a box and its size: one line, or two small ones where that has no room.
fn label_lines(node: &Node, room: f64) -> (Vec<String>, f64) {
    let face = node.look.face;
    let room = room.max(20.0);
    let line = text::fit(&node.label, face, LABEL, room);
    if !line.ends_with('…') || node.label.ends_with('…') {
        return (vec![line.into_owned()], LABEL);
    }
    let mut lines = text::wrap(&node.label, face, SMALL, room);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(text::fit(&rest, face, SMALL, room).into_owned());
    }
    (lines, SMALL)
}

/// An entry of a legend that shows a box.
pub(super) fn box_sample(look: Look, meaning: &str) -> Sample {
    let shape = Shape::Rect {
        x: 0.6,
        y: 0.6,
        width: 22.0,
        height: 11.0,
        radius: look.radius.min(4.0),
        fill: super::scene::Fill::Solid(look.fill),
        stroke: Some(look.border),
    };
    Sample::new(Block { width: 23.2, height: 12.2, shapes: vec![shape] }, meaning)
}

/// An entry of a legend that shows a line.
pub(super) fn line_sample(stroke: Stroke, barred: bool, meaning: &str) -> Sample {
    let mut shapes = vec![Shape::Line { from: (0.0, 6.0), to: (26.0, 6.0), stroke }];
    if barred {
        let bar = Stroke::solid(stroke.colour, 2.0);
        shapes.push(Shape::Line { from: (22.0, 2.0), to: (22.0, 10.0), stroke: bar });
    }
    Sample::new(Block { width: 26.0, height: 12.0, shapes }, meaning)
}

/// An entry of a legend that shows a sign.
pub(super) fn sign_sample(sign: &str, meaning: &str) -> Sample {
    let text = Text::new(sign, 0.0, 10.0, 11.0);
    Sample::new(Block { width: text.width(), height: 12.0, shapes: vec![text.into()] }, meaning)
}
