//! DOT: the only place that says graphviz, and the only one that makes a DOT id, label or table.
//!
//! The printer of graphviz-rust writes every text as it is, so text from the data enters a picture
//! through [`quoted`] and [`Markup`] alone.

use graphviz_rust::dot_structures::{Attribute, Graph, GraphAttributes, Id, Node, NodeId, Stmt};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

/// The longest text that is written into a picture, in characters.
const LONGEST: usize = 300;

/// What stands for a text that is empty, since an empty label would fall back to the node's id.
const NOTHING: &str = "–";

/// Returns the characters of a text that can stand in a picture: no control characters, not too many, some at least.
fn printable(text: &str) -> String {
    let shown = text.chars().filter(|character| !character.is_control() || *character == '\n');
    let mut shown: String = shown.take(LONGEST + 1).collect();
    if let Some((end, _)) = shown.char_indices().nth(LONGEST) {
        shown.truncate(end);
        shown.push('…');
    }
    if shown.trim().is_empty() { NOTHING.to_owned() } else { shown }
}

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

fn attribute(key: &str, value: Id) -> Attribute {
    Attribute(Id::Plain(key.to_owned()), value)
}

/// Prints a graph of one node whose label is a table: a page.
pub(super) fn page(id: &str, tooltip: &str, label: &Markup) -> String {
    let plain = |key, value: &str| attribute(key, quoted(value));
    let graph = Graph::Graph {
        id: quoted(id),
        strict: false,
        stmts: vec![
            Stmt::GAttribute(GraphAttributes::Graph(vec![
                plain("fontname", "Arial"),
                plain("bgcolor", "white"),
                plain("pad", "0.2"),
                plain("margin", "0"),
            ])),
            Stmt::GAttribute(GraphAttributes::Node(vec![
                plain("shape", "plain"),
                plain("fontname", "Arial"),
            ])),
            Stmt::Node(Node::new(
                NodeId(quoted(id), None),
                vec![plain("tooltip", tooltip), attribute("label", Id::Html(format!("<{}>", label.0)))],
            )),
        ],
    };
    let mut dot = graph.print(PrinterContext::default().with_semi());
    dot.push('\n');
    dot
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
            let dot = page(name, name, &label);
            let graph = graphviz_rust::parse(&dot).unwrap_or_else(|error| panic!("{name:?}: {error}\n{dot}"));
            let Graph::Graph { stmts, .. } = graph else { panic!("{name:?} made a digraph") };
            let nodes = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Node(_))).count();
            assert_eq!((stmts.len(), nodes), (3, 1), "{name:?}\n{dot}");
        }
    }

    #[test]
    fn text_is_never_empty_and_never_long() {
        assert_eq!(printable(" \u{7}"), "–");
        assert_eq!(printable(&"é".repeat(30_000)).chars().count(), LONGEST + 1);
        assert_eq!(quoted("a\"b\\c&d\ne"), Id::Escaped("\"a\\\"b\\\\c&amp;d\\ne\"".to_owned()));
        assert_eq!(Markup::text("<a & \"b\">\\\n").0, "&lt;a &amp; &quot;b&quot;&gt;\\\\<BR/>");
    }
}
