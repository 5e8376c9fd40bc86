//! Boxes in layers as DOT, in the order that the layout has found.

use super::layout::{BOX, LABEL, Layout, NOTE};
use super::{Layered, Look, Node};
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
        // Graphviz lays out from the start to the end of an edge: one that leads to the left is written from its end.
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

/// Keeps boxes in their layer that nothing in the layer before holds there, by edges that nobody sees.
fn keep_layers(picture: &Layered, layout: &Layout, all: &mut Statements) {
    let mut is_held = vec![false; picture.nodes.len()];
    for link in &picture.links {
        let (a, b) = (layout.places[link.from].0, layout.places[link.to].0);
        if a.abs_diff(b) == 1 {
            is_held[if a > b { link.from } else { link.to }] = true;
        }
    }
    for groups in layout.order.windows(2) {
        let first = groups[0].iter().find_map(|group| group.nodes.first());
        let Some(first) = first.and_then(|first| picture.nodes.get(*first)) else { continue };
        for node in groups[1].iter().flat_map(|group| &group.nodes).filter(|node| !is_held[**node]) {
            let pairs = vec![("class", "layout".into()), ("style", "invis".into()), ("weight", "0".into())];
            all.edge(&first.id, &picture.nodes[*node].id, pairs);
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
    let label = text::fit(&node.label, face, LABEL, (width - 20.0 - note_room).max(20.0));
    let mut label = Markup::text(&label).element("FONT", &[("COLOR", ink.hex(theme))]);
    label = dot::set(label, face);
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
