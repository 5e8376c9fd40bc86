//! A picture before it has a format: shapes with places, sizes in points, text already measured.

use std::borrow::Cow;

use super::palette::Colour;
use super::text::{self, Face};

/// A diagram, laid out: what [`svg`](Self::svg) and [`png`](Self::png) write.
#[derive(Clone, Debug)]
pub struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) title: String,
    /// What the picture says, for those who cannot see it.
    pub(super) description: String,
    pub(super) shapes: Vec<Shape>,
}

/// A thing to draw. Places are from the upper left corner, `y` downwards.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Rect {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        radius: f64,
        fill: Fill,
        stroke: Option<Stroke>,
    },
    Circle {
        x: f64,
        y: f64,
        radius: f64,
        fill: Fill,
        stroke: Option<Stroke>,
    },
    Line {
        from: (f64, f64),
        to: (f64, f64),
        stroke: Stroke,
    },
    /// A cubic Bézier curve: begin, two handles, end.
    Curve {
        points: [(f64, f64); 4],
        stroke: Stroke,
    },
    Text(Text),
    Group(Group),
}

/// What a shape is filled with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fill {
    None,
    Solid(Colour),
    /// Lines of the first colour on a ground of the second.
    Hatched(Colour, Colour),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) colour: Colour,
    pub(super) width: f64,
    pub(super) style: LineStyle,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum LineStyle {
    Solid,
    Dashed,
    Dotted,
}

impl Stroke {
    pub(super) fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, style: LineStyle::Solid }
    }

    pub(super) fn dashed(colour: Colour, width: f64) -> Self {
        Self { colour, width, style: LineStyle::Dashed }
    }

    pub(super) fn dotted(colour: Colour, width: f64) -> Self {
        Self { colour, width, style: LineStyle::Dotted }
    }
}

/// A line of text. `y` is its baseline.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) shown: String,
    pub(super) size: f64,
    pub(super) face: Face,
    pub(super) colour: Colour,
    pub(super) anchor: Anchor,
    /// By how many degrees it is turned about its place, clockwise.
    pub(super) turned: f64,
}

/// Which point of a text stands at its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Text {
    /// Makes a text that begins at a place.
    pub(super) fn new(text: impl Into<String>, x: f64, y: f64, size: f64) -> Self {
        let shown = text.into();
        Self {
            x,
            y,
            shown,
            size,
            face: Face::Regular,
            colour: Colour::Ink,
            anchor: Anchor::Start,
            turned: 0.0,
        }
    }

    /// Makes a text of which only as much is shown as has room.
    pub(super) fn fitted(text: &str, x: f64, y: f64, size: f64, face: Face, room: f64) -> Self {
        let shown: Cow<'_, str> = text::fit(text, face, size, room);
        Self { face, ..Self::new(shown, x, y, size) }
    }

    pub(super) fn face(self, face: Face) -> Self {
        Self { face, ..self }
    }

    pub(super) fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Turns the text about its place, clockwise.
    pub(super) fn turned(self, degrees: f64) -> Self {
        Self { turned: degrees, ..self }
    }

    /// How wide the text is.
    pub(super) fn width(&self) -> f64 {
        text::width(&self.shown, self.face, self.size)
    }
}

impl From<Text> for Shape {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

/// Shapes that are one thing to the reader: a panel, a card, a chip.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// What it is and what is known of it: the tooltip, and what a screen reader says. Everything
    /// whole, nothing cut.
    pub(super) title: String,
    /// What it leads to; anything but a web address is left out when it is written.
    pub(super) link: Option<String>,
    /// How it is moved.
    pub(super) offset: (f64, f64),
    pub(super) shapes: Vec<Shape>,
}

impl From<Group> for Shape {
    fn from(group: Group) -> Self {
        Self::Group(group)
    }
}

/// Shapes and the room that they take, from (0, 0): what a layout puts together.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
}

impl Block {
    /// Returns the shapes as one group at a place.
    pub(super) fn at(self, x: f64, y: f64) -> Shape {
        Group { offset: (x, y), shapes: self.shapes, ..Group::default() }.into()
    }
}

/// Returns the web address that a link may lead to: other schemes could run a script where the
/// picture is shown.
pub(super) fn web_link(url: Option<&str>) -> Option<&str> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}
