//! DOT: the only place that says graphviz, and the only one that makes a DOT id, label or table.
//!
//! The printer of graphviz-rust writes every text as it is, so text from the data enters a picture
//! through [`quoted`] and [`Markup`] alone.

use std::borrow::Cow;

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use super::frame::{Frame, Sample};
use super::palette::{Colour, Theme};
use super::scene::{Block, Fill, LineStyle, Shape, Stroke};
use super::text::{self, Face, printable};

/// The one font that every Graphviz knows, or has something as wide as it for.
pub(super) const FONT: &str = "Arial";

/// Quotes a text as a DOT string.
pub(super) fn quoted(text: &str) -> Id {
    let escaped =
        printable(text).replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;").replace('\n', "\\n");
    Id::Escaped(format!("\"{escaped}\""))
}

/// A piece of an HTML-like label. Text becomes one only through [`Markup::text`].
#[derive(Clone, Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Writes a text with all its signs as entities.
    pub(super) fn text(text: &str) -> Self {
        let mut markup = String::new();
        for character in printable(text).chars() {
            match character {
                '&' => markup.push_str("&amp;"),
                '<' => markup.push_str("&lt;"),
                '>' => markup.push_str("&gt;"),
                '"' => markup.push_str("&quot;"),
                '\'' => markup.push_str("&#39;"),
                '\\' => markup.push_str("\\\\"),
                '\n' => markup.push_str("<BR/>"),
                _ => markup.push(character),
            }
        }
        Self(markup)
    }

    /// Wraps in an element: its name and attributes, whose values are escaped here.
    pub(super) fn element(self, name: &'static str, attributes: &[(&'static str, &str)]) -> Self {
        let mut markup = format!("<{name}");
        for (key, value) in attributes {
            let value = Self::text(value).0.replace("<BR/>", "&#10;");
            markup.push_str(&format!(" {key}=\"{value}\""));
        }
        markup.push_str(&format!(">{}</{name}>", self.0));
        Self(markup)
    }

    /// Joins pieces.
    pub(super) fn join(pieces: impl IntoIterator<Item = Self>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }

    /// A space that does not break.
    pub(super) fn space() -> Self {
        Self("&#160;".to_owned())
    }
}

/// The value of an attribute.
#[derive(Clone, Debug)]
pub(super) enum Value<'t> {
    /// Text, which is quoted.
    Text(Cow<'t, str>),
    /// An HTML-like label.
    Html(Markup),
}

impl<'t> From<&'t str> for Value<'t> {
    fn from(text: &'t str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Markup> for Value<'_> {
    fn from(markup: Markup) -> Self {
        Self::Html(markup)
    }
}

/// An attribute: its name, which is ours, and its value.
pub(super) type Pair<'t> = (&'static str, Value<'t>);

fn attributes(pairs: Vec<Pair<'_>>) -> Vec<Attribute> {
    let value = |value: Value<'_>| match value {
        Value::Text(text) => quoted(&text),
        Value::Html(markup) => Id::Html(format!("<{}>", markup.0)),
    };
    pairs.into_iter().map(|(key, text)| Attribute(Id::Plain(key.to_owned()), value(text))).collect()
}

/// Statements in the order in which they are written: those of a graph, or of a cluster in one.
#[derive(Debug, Default)]
pub(super) struct Statements(Vec<Stmt>);

impl Statements {
    /// Sets attributes of the graph or cluster itself.
    pub(super) fn graph(&mut self, pairs: Vec<Pair<'_>>) {
        self.0.push(Stmt::GAttribute(GraphAttributes::Graph(attributes(pairs))));
    }

    /// Sets attributes of all nodes that follow.
    pub(super) fn nodes(&mut self, pairs: Vec<Pair<'_>>) {
        self.0.push(Stmt::GAttribute(GraphAttributes::Node(attributes(pairs))));
    }

    /// Sets attributes of all edges that follow.
    pub(super) fn edges(&mut self, pairs: Vec<Pair<'_>>) {
        self.0.push(Stmt::GAttribute(GraphAttributes::Edge(attributes(pairs))));
    }

    /// Adds a node.
    pub(super) fn node(&mut self, id: &str, pairs: Vec<Pair<'_>>) {
        self.0.push(Stmt::Node(Node::new(NodeId(quoted(id), None), attributes(pairs))));
    }

    /// Adds an edge: an arrow in a directed graph.
    pub(super) fn edge(&mut self, from: &str, to: &str, pairs: Vec<Pair<'_>>) {
        let end = |id| Vertex::N(NodeId(quoted(id), None));
        let ty = EdgeTy::Pair(end(from), end(to));
        self.0.push(Stmt::Edge(Edge { ty, attributes: attributes(pairs) }));
    }

    /// Adds a cluster, whose id begins with `cluster` where it is to be framed.
    pub(super) fn cluster(&mut self, id: &str, statements: Self) {
        self.0.push(Stmt::Subgraph(Subgraph { id: quoted(id), stmts: statements.0 }));
    }
}

/// Which way edges lead.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Edges {
    Directed,
    Undirected,
}

/// Prints a graph.
pub(super) fn print(id: &str, edges: Edges, statements: Statements) -> String {
    let (id, strict, stmts) = (quoted(id), false, statements.0);
    let graph = match edges {
        Edges::Directed => Graph::DiGraph { id, strict, stmts },
        Edges::Undirected => Graph::Graph { id, strict, stmts },
    };
    let mut dot = graph.print(PrinterContext::default().with_semi());
    dot.push('\n');
    dot
}

/// Returns the attributes of a graph that every picture has: its ground, and the frame around it as
/// its label.
pub(super) fn framed(frame: &Frame, theme: Theme) -> Vec<Pair<'static>> {
    vec![
        ("fontname", FONT.into()),
        ("bgcolor", Colour::Ground.hex(theme).into()),
        ("pad", "0.2".into()),
        ("outputorder", "edgesfirst".into()),
        ("labelloc", "t".into()),
        ("labeljust", "l".into()),
        ("tooltip", frame.title.clone().into()),
        ("label", head(frame, theme).into()),
    ]
}

/// Returns the attributes of nodes that are boxes, as large as their text is in the fonts of the
/// reader.
pub(super) fn boxes(theme: Theme) -> Vec<Pair<'static>> {
    vec![
        ("shape", "box".into()),
        ("fontname", FONT.into()),
        ("fontsize", "10".into()),
        ("fontcolor", Colour::Ink.hex(theme).into()),
        ("width", "0".into()),
        ("height", "0".into()),
        ("margin", "0.08,0.04".into()),
    ]
}

/// Returns what stands around a picture: title, subtitle, legend, day and sources.
///
/// No size is given: it takes the room that it needs in the fonts of the reader.
fn head(frame: &Frame, theme: Theme) -> Markup {
    const ROOM: f64 = 760.0;
    let mut lines: Vec<(String, u32, Face, Colour)> = Vec::new();
    let title = text::wrap(&frame.title, Face::Bold, 22.0, ROOM).into_iter().take(3);
    lines.extend(title.map(|line| (line, 22, Face::Bold, Colour::Ink)));
    let words = |paragraph: &str, size: u32| {
        let broken = text::wrap(paragraph, Face::Regular, f64::from(size), ROOM).into_iter();
        broken.map(move |line| (line, size, Face::Regular, Colour::FaintInk)).collect::<Vec<_>>()
    };
    lines.extend(
        frame
            .subtitle
            .iter()
            .filter(|paragraph| !paragraph.is_empty())
            .flat_map(|paragraph| words(paragraph, 12)),
    );
    let widest = lines
        .iter()
        .map(|(line, size, face, _)| text::width(line, *face, f64::from(*size)))
        .fold(0.0, f64::max);
    let line = |(line, size, face, colour): (String, u32, Face, Colour)| {
        set(text(&line, size, colour.hex(theme)), face)
    };
    let above = lines.into_iter().map(line);
    let footer = words(&frame.footer.text(), 9);
    let all = above.chain(legend(&frame.legend, widest, theme)).chain(footer.into_iter().map(line));
    table(Markup::join(all.map(|line| left(line).element("TR", &[]))), &[("CELLPADDING", "2")])
}

/// Returns the signs and their meanings, some beside each other in each row.
fn legend(samples: &[Sample], widest: f64, theme: Theme) -> Vec<Markup> {
    const BESIDE: usize = 3;
    let row = |row: &[Sample]| {
        let width = |sample: &Sample| {
            sample.sign.width.max(18.0) + text::width(&sample.meaning, Face::Regular, 10.0) + 10.0
        };
        // Graphviz stretches the signs over what is left in a row: nothing takes that room.
        let rest = format!("{:.0}", (widest - row.iter().map(width).sum::<f64>()).max(0.0));
        let words = |sample: &Sample| left(text(&sample.meaning, 10, Colour::FaintInk.hex(theme)));
        let cells = row.iter().flat_map(|sample| [sign(&sample.sign, theme), words(sample)]);
        let rest = Markup::default().element("TD", &[("WIDTH", &rest)]);
        table(Markup::join(cells.chain([rest])).element("TR", &[]), &[("CELLSPACING", "3")])
    };
    samples.chunks(BESIDE).map(row).collect()
}

/// Returns a cell that looks like the sign of a legend: its ground, its frame and its words, or its
/// line.
fn sign(block: &Block, theme: Theme) -> Markup {
    let mut attributes = vec![("WIDTH", "18"), ("HEIGHT", "12")];
    let mut words = Vec::new();
    let mut shapes: Vec<&Shape> = block.shapes.iter().rev().collect();
    while let Some(shape) = shapes.pop() {
        match shape {
            Shape::Group(group) => shapes.extend(group.shapes.iter().rev()),
            Shape::Text(said) => {
                words.push(set(text(&said.shown, 9, said.colour.hex(theme)), said.face));
            }
            Shape::Line { stroke, .. } | Shape::Curve { stroke, .. } if words.is_empty() => {
                // Graphviz stretches a cell to its row: only a letter is as thick as it is to be.
                let (line, size, face) = match stroke.style {
                    LineStyle::Solid if stroke.width < 1.0 => ("——", 10, Face::Regular),
                    LineStyle::Solid if stroke.width <= 2.0 => ("——", 14, Face::Bold),
                    LineStyle::Solid => ("—", 24, Face::Bold),
                    LineStyle::Dashed => ("– –", 14, Face::Bold),
                    LineStyle::Dotted => ("· · ·", 10, Face::Regular),
                };
                words.push(set(text(line, size, stroke.colour.hex(theme)), face));
            }
            // The bar at the end of a line.
            Shape::Line { .. } | Shape::Curve { .. } => words.push(text("|", 10, Colour::Empty.hex(theme))),
            Shape::Rect { fill, stroke, .. } | Shape::Circle { fill, stroke, .. } => {
                if let Fill::Solid(colour) | Fill::Hatched(_, colour) = fill {
                    attributes.push(("BGCOLOR", colour.hex(theme)));
                }
                if let Some(stroke) = stroke {
                    let style = match stroke.style {
                        LineStyle::Solid => "SOLID",
                        LineStyle::Dashed => "DASHED",
                        LineStyle::Dotted => "DOTTED",
                    };
                    attributes.extend([
                        ("BORDER", "1"),
                        ("COLOR", stroke.colour.hex(theme)),
                        ("STYLE", style),
                    ]);
                }
            }
        }
    }
    Markup::join(words).element("TD", &attributes)
}

/// Returns a table without lines, unless `attributes` say otherwise.
fn table(rows: Markup, attributes: &[(&'static str, &str)]) -> Markup {
    let all = [("BORDER", "0"), ("CELLBORDER", "0"), ("CELLSPACING", "0")];
    let all: Vec<_> =
        all.into_iter().filter(|(key, _)| attributes.iter().all(|(other, _)| other != key)).collect();
    rows.element("TABLE", &[&all, attributes].concat())
}

/// Returns text of a size and a colour.
pub(super) fn text(text: &str, size: u32, colour: &str) -> Markup {
    Markup::text(text).element("FONT", &[("POINT-SIZE", &size.to_string()), ("COLOR", colour)])
}

/// Returns text as its face has it.
pub(super) fn set(mut text: Markup, face: Face) -> Markup {
    for (is_so, name) in [(face.is_bold(), "B"), (face.is_italic(), "I")] {
        if is_so {
            text = text.element(name, &[]);
        }
    }
    text
}

/// A label that shows nothing: Graphviz takes none that is empty.
fn nothing() -> Markup {
    Markup::space().element("FONT", &[("POINT-SIZE", "8")])
}

/// Returns lines one under the other.
pub(super) fn lines(lines: impl IntoIterator<Item = Markup>) -> Markup {
    let mut pieces = Vec::new();
    for line in lines {
        if !pieces.is_empty() {
            pieces.push(Markup::default().element("BR", &[]));
        }
        pieces.push(line);
    }
    if pieces.is_empty() { nothing() } else { Markup::join(pieces) }
}

/// Returns lines one under the other that begin at the left, with room at their end: Graphviz
/// leaves none in a frame.
pub(super) fn lines_at_left(lines: impl IntoIterator<Item = Markup>) -> Markup {
    let end = || Markup::default().element("BR", &[("ALIGN", "LEFT")]);
    let line = |line| Markup::join([line, Markup::space(), Markup::space(), Markup::space(), end()]);
    let lines: Vec<Markup> = lines.into_iter().map(line).collect();
    if lines.is_empty() { nothing() } else { Markup::join(lines) }
}

/// Returns a cell whose content stands on the left.
fn left(markup: Markup) -> Markup {
    markup.element("TD", &[("ALIGN", "LEFT")])
}

/// Returns text on a ground: what stands on a line.
pub(super) fn plate(words: Markup, ground: Colour, theme: Theme) -> Markup {
    let cell = words.element("TD", &[]).element("TR", &[]);
    table(cell, &[("BGCOLOR", ground.hex(theme)), ("CELLPADDING", "2")])
}

/// How the frame of a box looks.
pub(super) fn look(fill: Fill, frame: Option<Stroke>, is_round: bool, theme: Theme) -> Vec<Pair<'static>> {
    let ground = match fill {
        Fill::None => None,
        Fill::Solid(colour) | Fill::Hatched(_, colour) => Some(colour),
    };
    // Graphviz hatches nothing: what would be hatched is framed by dots.
    let frame = match (frame, fill) {
        (None, Fill::Hatched(lines, _)) => Some(Stroke::dotted(lines, 1.0)),
        (frame, _) => frame,
    };
    let mut style = vec![if ground.is_some() { "filled" } else { "solid" }];
    if is_round {
        style.push("rounded");
    }
    if let Some(frame) = frame.filter(|frame| frame.style != LineStyle::Solid) {
        style.push(line_style(frame.style));
    }
    let mut pairs: Vec<Pair<'static>> = vec![("style", style.join(",").into())];
    pairs.extend(ground.map(|ground| ("fillcolor", ground.hex(theme).into())));
    match frame {
        Some(frame) => pairs.extend([
            ("color", frame.colour.hex(theme).into()),
            ("penwidth", frame.width.to_string().into()),
        ]),
        None => pairs.push(("penwidth", "0".into())),
    }
    pairs
}

/// How Graphviz calls the style of a line.
pub(super) fn line_style(style: LineStyle) -> &'static str {
    match style {
        LineStyle::Solid => "solid",
        LineStyle::Dashed => "dashed",
        LineStyle::Dotted => "dotted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names that have broken programs before.
    const HOSTILE: [&str; 16] = [
        "say \"hi\"",
        "back\\slash",
        "ends in \\",
        "<b>bold</b>",
        "C++",
        "C#",
        "6sense",
        "AT&T",
        "Customer.io",
        "node",
        "",
        "🦔 hedgehog",
        "עברית",
        "two\nlines",
        "x\"]; evil[label=\"pwned",
        "\u{1b}[31mred\u{0}",
    ];

    #[test]
    fn hostile_names_stay_inside_their_label() {
        for name in HOSTILE.iter().copied().chain([&*"long ".repeat(6000)]) {
            let frame = Frame { title: name.to_owned(), subtitle: vec![name.to_owned()], ..Frame::default() };
            let mut statements = Statements::default();
            statements.graph(framed(&frame, Theme::Light));
            let label = plate(Markup::text(name), Colour::Card, Theme::Light);
            statements.node(name, vec![("tooltip", name.into()), ("label", label.into())]);
            let dot = print(name, Edges::Undirected, statements);
            let graph = graphviz_rust::parse(&dot).unwrap_or_else(|error| panic!("{name:?}: {error}\n{dot}"));
            let Graph::Graph { stmts, .. } = graph else { panic!("{name:?} made a digraph") };
            let nodes = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Node(_))).count();
            assert_eq!((stmts.len(), nodes), (2, 1), "{name:?}\n{dot}");
        }
    }

    #[test]
    fn a_thin_line_of_a_legend_is_not_a_thick_one() {
        let sign = |width| {
            let stroke = Stroke::solid(Colour::Ink, width);
            let line = Shape::Line { from: (0.0, 6.0), to: (26.0, 6.0), stroke };
            sign(&Block { width: 26.0, height: 12.0, shapes: vec![line] }, Theme::Light).0
        };
        let [thin, usual, thick] = [0.7, 1.4, 5.0].map(sign);
        assert!(thin != usual && usual != thick && thin != thick, "{thin}\n{usual}\n{thick}");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(quoted("a\"b\\c&d\ne"), Id::Escaped("\"a\\\"b\\\\c&amp;d\\ne\"".to_owned()));
        assert_eq!(Markup::text("<a & \"b\">\\\n").0, "&lt;a &amp; &quot;b&quot;&gt;\\\\<BR/>");
    }
}
