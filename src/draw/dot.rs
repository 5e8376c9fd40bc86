//! DOT: the only place that says graphviz, and the only one that makes a DOT id, label or table.
//!
//! The printer of graphviz-rust writes every text as it is, so text from the data enters a picture
//! through [`quoted`] and [`Markup`] alone.

use std::borrow::Cow;

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use super::palette::{Colour, Theme};
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

/// Prints a graph of one node whose label is a table: a page.
pub(super) fn page(id: &str, tooltip: &str, theme: Theme, label: Markup) -> String {
    let mut statements = Statements::default();
    statements.graph(vec![
        ("fontname", FONT.into()),
        ("bgcolor", Colour::Ground.hex(theme).into()),
        ("pad", "0.2".into()),
        ("margin", "0".into()),
    ]);
    statements.nodes(vec![("shape", "plain".into()), ("fontname", FONT.into())]);
    statements.node(id, vec![("tooltip", tooltip.into()), ("label", label.into())]);
    print(id, Edges::Undirected, statements)
}

/// Returns a table without lines, unless `attributes` say otherwise.
pub(super) fn table(rows: Markup, attributes: &[(&'static str, &str)]) -> Markup {
    let mut all = vec![("BORDER", "0"), ("CELLBORDER", "0"), ("CELLSPACING", "0")];
    for (key, value) in attributes {
        match all.iter_mut().find(|(known, _)| known == key) {
            Some(default) => default.1 = value,
            None => all.push((key, value)),
        }
    }
    rows.element("TABLE", &all)
}

/// Returns text of a size and a colour.
pub(super) fn text(text: &str, size: u32, colour: &str) -> Markup {
    Markup::text(text).element("FONT", &[("POINT-SIZE", &size.to_string()), ("COLOR", colour)])
}

/// Returns a cell whose content stands on the left.
pub(super) fn left(markup: Markup, attributes: &[(&'static str, &str)]) -> Markup {
    let all: Vec<_> = [("ALIGN", "LEFT")].iter().chain(attributes).copied().collect();
    markup.element("TD", &all)
}

/// Returns the rows that stand above every table: the title and what the picture says, broken into lines of a width.
pub(super) fn heading(title: &str, paragraphs: &[String], room: f64, theme: Theme) -> Markup {
    let ink = Colour::Ink.hex(theme);
    let title = text::wrap(title, Face::Bold, 22.0, room).into_iter().take(3);
    let title = title.map(|line| self::text(&line, 22, ink).element("B", &[]));
    let lines = paragraphs.iter().flat_map(|paragraph| text::wrap(paragraph, Face::Regular, 12.0, room));
    let lines = lines.map(|line| self::text(&line, 12, Colour::FaintInk.hex(theme)));
    Markup::join(title.chain(lines).map(|line| left(line, &[]).element("TR", &[])))
}

/// Returns the row that stands under every table: the day and the sources, broken into lines of a width.
pub(super) fn footing(footer: &str, room: f64, theme: Theme) -> Markup {
    let lines = text::wrap(footer, Face::Regular, 9.0, room);
    let lines = lines.iter().map(|line| self::text(line, 9, Colour::FaintInk.hex(theme)));
    Markup::join(lines.map(|line| left(line, &[]).element("TR", &[])))
}

/// An entry of a legend: a cell that shows how something looks, how wide that is, and what it means.
pub(super) struct Entry {
    pub(super) sign: Markup,
    pub(super) width: f64,
    pub(super) meaning: String,
}

/// Returns the rows of a legend of a width.
pub(super) fn legend(entries: Vec<Entry>, room: f64, theme: Theme) -> Markup {
    const SIZE: f64 = 10.0;
    let mut rows: Vec<(Vec<Markup>, f64)> = Vec::new();
    for Entry { sign, width, meaning } in entries {
        let meaning = text::fit(&meaning, Face::Regular, SIZE, (room - width - 20.0).max(40.0));
        let width = width + text::width(&meaning, Face::Regular, SIZE) + 20.0;
        let words = Markup::join([self::text(&meaning, 10, Colour::FaintInk.hex(theme)), Markup::space()]);
        let cells = [sign, left(words, &[])];
        match rows.last_mut().filter(|(_, used)| used + width <= room) {
            Some((row, used)) => {
                row.extend(cells);
                *used += width;
            }
            None => rows.push((cells.into(), width)),
        }
    }
    let row = |(mut cells, used): (Vec<Markup>, f64)| {
        // Graphviz would stretch the signs to fill the row.
        let rest = format!("{:.0}", (room - used).max(0.0));
        cells.push(Markup::default().element("TD", &[("WIDTH", &rest)]));
        let cells = Markup::join(cells).element("TR", &[]);
        left(table(cells, &[("CELLSPACING", "3"), ("CELLPADDING", "1")]), &[]).element("TR", &[])
    };
    Markup::join(rows.into_iter().map(row))
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
            let label = Markup::text(name)
                .element("TD", &[("TOOLTIP", name)])
                .element("TR", &[])
                .element("TABLE", &[]);
            let dot = page(name, name, Theme::Light, label);
            let graph = graphviz_rust::parse(&dot).unwrap_or_else(|error| panic!("{name:?}: {error}\n{dot}"));
            let Graph::Graph { stmts, .. } = graph else { panic!("{name:?} made a digraph") };
            let nodes = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Node(_))).count();
            assert_eq!((stmts.len(), nodes), (3, 1), "{name:?}\n{dot}");
        }
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(quoted("a\"b\\c&d\ne"), Id::Escaped("\"a\\\"b\\\\c&amp;d\\ne\"".to_owned()));
        assert_eq!(Markup::text("<a & \"b\">\\\n").0, "&lt;a &amp; &quot;b&quot;&gt;\\\\<BR/>");
    }
}
