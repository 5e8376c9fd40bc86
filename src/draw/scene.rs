//! A picture before it has a format: shapes with places, sizes in points, text already measured.

use std::borrow::Cow;

use super::page::Canvas;
use super::palette::Colour;
use super::text::{self, Face};

/// What a page says that has no room for anything of a picture.
const NO_ROOM: &str = "This page is too small for the picture. A larger page shows it.";

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

impl Scene {
    /// Returns the picture with a sentence in the place of what a canvas has no room for.
    pub(super) fn without_body(self, canvas: Canvas) -> Self {
        let words = text::wrap(NO_ROOM, Face::Regular, 14.0, canvas.room());
        let mut shapes: Vec<Shape> = Vec::new();
        let mut y = super::frame::MARGIN;
        let title = text::fit(&self.title, Face::Bold, 18.0, canvas.room());
        y += 18.0;
        shapes.push(Text::new(title, super::frame::MARGIN, y, 18.0).face(Face::Bold).into());
        for line in words {
            y += 20.0;
            shapes.push(Text::new(line, super::frame::MARGIN, y, 14.0).into());
        }
        Self { width: canvas.width, height: canvas.height, shapes, ..self }
    }

    /// Returns what is behind all shapes.
    pub(super) fn ground(&self) -> Shape {
        Shape::Rect {
            x: 0.0,
            y: 0.0,
            width: self.width,
            height: self.height,
            radius: 0.0,
            fill: Fill::Solid(Colour::Ground),
            stroke: None,
        }
    }

    /// Sets the picture in the middle of a canvas, and draws it as large as a scale says.
    pub(super) fn on(self, canvas: Canvas, scale: f64) -> Self {
        let Self { width, height, title, description, mut shapes } = self;
        let (x, y) = ((canvas.width - width) / 2.0, (canvas.height - height) / 2.0);
        shapes = vec![Block { width, height, shapes }.at(x.max(0.0), y.max(0.0))];
        shapes.iter_mut().for_each(|shape| shape.enlarge(scale));
        Self { width: canvas.width * scale, height: canvas.height * scale, title, description, shapes }
    }
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

impl Shape {
    /// Makes everything so many times as large.
    fn enlarge(&mut self, scale: f64) {
        let point = |(x, y): &mut (f64, f64)| {
            *x *= scale;
            *y *= scale;
        };
        let line = |stroke: &mut Stroke| stroke.width *= scale;
        match self {
            Self::Rect { x, y, width, height, radius, stroke, .. } => {
                [x, y, width, height, radius].into_iter().for_each(|length| *length *= scale);
                stroke.iter_mut().for_each(line);
            }
            Self::Circle { x, y, radius, stroke, .. } => {
                [x, y, radius].into_iter().for_each(|length| *length *= scale);
                stroke.iter_mut().for_each(line);
            }
            Self::Line { from, to, stroke } => {
                [from, to].into_iter().for_each(point);
                line(stroke);
            }
            Self::Curve { points, stroke } => {
                points.iter_mut().for_each(point);
                line(stroke);
            }
            Self::Text(text) => {
                [&mut text.x, &mut text.y, &mut text.size].into_iter().for_each(|length| *length *= scale);
            }
            Self::Group(group) => {
                point(&mut group.offset);
                group.shapes.iter_mut().for_each(|shape| shape.enlarge(scale));
            }
        }
    }
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
