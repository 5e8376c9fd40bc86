//! Boxes in layers as DOT, in the order that the layout has found.

use super::layout::{BOX, LABEL, Layout, NOTE, Placed};
use super::{Layered, Look, MORE, Node, label_lines};
use crate::draw::dot::{self, Edges, Markup, Statements, line_style};
use crate::draw::frame::Frame;
use crate::draw::palette::{Colour, Theme};
use crate::draw::scene::{Fill, web_link};
use crate::draw::text::{self, Face};

/// From how many lines on Graphviz is to hurry.
const MANY: usize = 1_000;

pub(super) fn dot(picture: &Layered, layout: &Layout, frame: &Frame, theme: Theme) -> String {
    let mut all = Statements::default();
    let has_loops = (picture.links.iter()).any(|link| layout.places[link.from].0 == layout.places[link.to].0);
    // Graphviz looks for few crossings as long as these numbers let it.
    let (rank_limit, order_limit) = if picture.links.len() > MANY { ("1", "0.1") } else { ("4", "0.5") };
    let mut graph = dot::framed(frame, theme);
    graph.extend([
        ("rankdir", "LR".into()),
        ("nodesep", "0.1".into()),
        ("ranksep", "1.6".into()),
        ("newrank", "true".into()),
        // Graphviz fails to lead curves around boxes of the same rank.
        ("splines", if has_loops { "line".into() } else { "true".into() }),
        ("nslimit", rank_limit.into()),
        ("nslimit1", rank_limit.into()),
        ("mclimit", order_limit.into()),
    ]);
    all.graph(graph);
    // Sizes are the least: a box grows where the font of the reader is wider.
    let mut boxes = dot::boxes(theme);
    boxes.retain(|(key, _)| !matches!(*key, "fontsize" | "height"));
    boxes.extend([("fontsize", LABEL.to_string().into()), ("height", inches(BOX).into())]);
    all.nodes(boxes);
    all.edges(vec![("arrowhead", "none".into()), ("arrowtail", "none".into())]);
    for (layer, groups) in layout.order.iter().enumerate() {
        let width = layout.columns.get(layer).map_or(0.0, |(_, width)| *width);
        for (at, placed) in groups.iter().enumerate() {
            let group = &picture.layers[layer].groups[placed.group];
            let mut inside = Statements::default();
            if let Some(colour) = group.frame {
                // The frame of a stack is headed by the box of the stack.
                let (label, size) = match group.heading.as_str() {
                    "" => (Markup::space().into(), "2"),
                    heading => (heading.into(), "12"),
                };
                inside.graph(vec![
                    ("label", label),
                    ("fontsize", size.into()),
                    ("style", "filled,rounded".into()),
                    ("color", Colour::strong(colour).hex(theme).into()),
                    ("fontcolor", Colour::strong(colour).hex(theme).into()),
                    ("fillcolor", Colour::tint(colour).hex(theme).into()),
                    ("margin", "8".into()),
                ]);
            }
            let statements = if group.frame.is_some() { &mut inside } else { &mut all };
            for node in placed.nodes.iter().filter_map(|node| picture.nodes.get(*node)) {
                add_node(statements, node, width, theme);
            }
            if group.frame.is_some() {
                all.cluster(&format!("cluster_{layer}_{at}"), inside);
            }
        }
    }
    for link in &picture.links {
        let (from, to) = (layout.places[link.from].0, layout.places[link.to].0);
        // Graphviz lays out from the start to the end of an edge: one that leads to the left is
        // written from its end.
        let turned = from > to;
        let (tail, head) = if turned { (link.to, link.from) } else { (link.from, link.to) };
        let mut pairs = vec![
            ("class", link.class.as_str().into()),
            ("color", link.stroke.colour.hex(theme).into()),
            ("penwidth", link.stroke.width.to_string().into()),
            ("tooltip", link.title.as_str().into()),
            ("edgetooltip", link.title.as_str().into()),
        ];
        let style = if link.drawn { line_style(link.stroke.style) } else { "invis" };
        if style != "solid" {
            pairs.push(("style", style.into()));
        }
        if turned {
            pairs.push(("dir", "back".into()));
        }
        if link.drawn && link.claims > 1 {
            let number = dot::text(&link.claims.to_string(), 9, Colour::Ink.hex(theme));
            pairs.push(("label", dot::plate(number, Colour::Ground, theme).into()));
        }
        if link.barred {
            pairs.push((if turned { "arrowtail" } else { "arrowhead" }, "tee".into()));
        }
        // Lines leave and enter boxes at their sides, and do not cross names.
        pairs.push(("tailport", "e".into()));
        if from == to {
            pairs.push(("headport", "e".into()));
            pairs.push(("constraint", "false".into()));
        } else {
            pairs.push(("headport", "w".into()));
        }
        all.edge(&picture.nodes[tail].id, &picture.nodes[head].id, pairs);
    }
    keep_layers(picture, layout, &mut all);
    dot::print(picture.id, Edges::Directed, all)
}

/// Keeps boxes in their layer that nothing in the layer before holds there, by edges that nobody
/// sees.
///
/// The count of what is left out is held by the last box there, so that Graphviz sets it under the
/// others. Only the count is: with many edges across the picture Graphviz would take minutes.
fn keep_layers(picture: &Layered, layout: &Layout, all: &mut Statements) {
    let mut is_held = vec![false; picture.nodes.len()];
    for link in &picture.links {
        let (a, b) = (layout.places[link.from].0, layout.places[link.to].0);
        if a.abs_diff(b) == 1 {
            is_held[if a > b { link.from } else { link.to }] = true;
        }
    }
    let is_more = |node: usize| picture.nodes[node].class == MORE;
    let first = |groups: &[Placed]| groups.iter().find_map(|group| group.nodes.first().copied());
    let last = |groups: &[Placed]| {
        let all = groups.iter().rev().flat_map(|group| group.nodes.iter().rev());
        all.copied().find(|node| !is_more(*node))
    };
    let mut hold = |from: usize, to: usize| {
        let pairs = vec![("class", "layout".into()), ("style", "invis".into()), ("weight", "0".into())];
        all.edge(&picture.nodes[from].id, &picture.nodes[to].id, pairs);
    };
    for (at, groups) in layout.order.windows(2).enumerate() {
        let boxes = |groups: &[Placed]| -> Vec<usize> {
            groups.iter().flat_map(|group| &group.nodes).copied().collect()
        };
        // Nothing stands before the first layer: there the count is held by what comes after.
        for node in boxes(&groups[0]).into_iter().filter(|node| at == 0 && is_more(*node)) {
            last(&groups[1]).into_iter().for_each(|to| hold(node, to));
        }
        for node in boxes(&groups[1]).into_iter().filter(|node| !is_held[*node]) {
            let from = if is_more(node) { last(&groups[0]) } else { first(&groups[0]) };
            from.into_iter().for_each(|from| hold(from, node));
        }
    }
}

fn inches(points: f64) -> String {
    format!("{:.3}", points / 72.0)
}

fn add_node(statements: &mut Statements, node: &Node, width: f64, theme: Theme) {
    let Look { fill, border, face, radius } = node.look;
    let ink = fill.text_on();
    let note_room =
        if node.note.is_empty() { 0.0 } else { text::width(&node.note, Face::Regular, NOTE) + 8.0 };
    let (lines, size) = label_lines(node, width - 20.0 - note_room);
    let line = |line: &String| {
        let words = Markup::text(line);
        let colour = ("COLOR", ink.hex(theme));
        // The size of most labels is that of the graph.
        let words = if size < LABEL {
            words.element("FONT", &[("POINT-SIZE", &size.to_string()), colour])
        } else {
            words.element("FONT", &[colour])
        };
        dot::set(words, face)
    };
    let mut label = dot::lines(lines.iter().map(line));
    if !node.note.is_empty() {
        let faint = if ink == Colour::Ink { Colour::FaintInk } else { ink };
        let beside = dot::text(&node.note, 9, faint.hex(theme));
        label = Markup::join([label, Markup::space(), beside]);
    }
    let mut pairs = vec![
        ("class", node.class.into()),
        ("label", label.into()),
        ("width", inches(width).into()),
        ("fontcolor", ink.hex(theme).into()),
        ("tooltip", node.title.as_str().into()),
    ];
    pairs.extend(dot::look(Fill::Solid(fill), Some(border), radius > 0.0, theme));
    pairs.extend(web_link(node.link.as_deref()).map(|url| ("URL", url.into())));
    statements.node(&node.id, pairs);
}
