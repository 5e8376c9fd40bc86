//! Boxes in layers as shapes.

use std::cmp::Ordering;

use super::layout::{BOX, HEADING, LABEL, Layout, NOTE, PADDING};
use super::{Layered, Link, Node, SMALL_LINE, label_lines};
use crate::draw::palette::Colour;
use crate::draw::scene::{Anchor, Block, Fill, Group, Shape, Stroke, Text};
use crate::draw::text::{self, Face};

/// Draws frames, then lines, then boxes, so that no line crosses a name.
pub(super) fn block(picture: &Layered, layout: &Layout) -> Block {
    let mut block = Block { width: layout.width, height: layout.height, shapes: Vec::new() };
    let mut headings: Vec<Shape> = Vec::new();
    for (layer, (groups, (x, width))) in layout.order.iter().zip(&layout.columns).enumerate() {
        for placed in groups {
            let group = &picture.layers[layer].groups[placed.group];
            let ink = group.frame.map_or(Colour::FaintInk, Colour::strong);
            let padding = if group.frame.is_some() { PADDING } else { 0.0 };
            if let Some(colour) = group.frame {
                block.shapes.push(Shape::Rect {
                    x: x - PADDING,
                    y: placed.top,
                    width: width + 2.0 * PADDING,
                    height: placed.height,
                    radius: 10.0,
                    fill: Fill::Solid(Colour::tint(colour)),
                    stroke: Some(Stroke::solid(Colour::strong(colour), 1.2)),
                });
            }
            if !group.heading.is_empty() {
                let y = placed.top + padding + HEADING - 8.0;
                let heading = Text::fitted(&group.heading, *x, y, LABEL, Face::Bold, *width).colour(ink);
                headings.push(heading.into());
            }
        }
    }
    // How many lines have been drawn between the same boxes, so that one does not hide another.
    let mut drawn = std::collections::BTreeMap::new();
    for link in picture.links.iter().filter(|link| link.drawn) {
        let beside = drawn.entry((link.from, link.to)).or_insert(0_u8);
        block.shapes.push(line(layout, link, f64::from(*beside)));
        *beside = (*beside + 1) % 8;
    }
    block.shapes.append(&mut headings);
    for (node, (layer, y)) in picture.nodes.iter().zip(&layout.places) {
        let Some((x, width)) = layout.columns.get(*layer) else { continue };
        block.shapes.push(boxed(node, *x, *y, *width));
    }
    block
}

fn boxed(node: &Node, x: f64, y: f64, width: f64) -> Shape {
    let look = node.look;
    let beside = text::fit(&node.note, Face::Regular, NOTE, width / 2.0);
    let note_room = if node.note.is_empty() { 0.0 } else { text::width(&beside, Face::Regular, NOTE) + 8.0 };
    let ink = look.fill.text_on();
    let baseline = |size: f64| BOX / 2.0 + size * 0.36;
    let mut shapes = vec![Shape::Rect {
        x: 0.0,
        y: 0.0,
        width,
        height: BOX,
        radius: look.radius,
        fill: Fill::Solid(look.fill),
        stroke: Some(look.border),
    }];
    let (lines, size) = label_lines(node, width - 20.0 - note_room);
    #[expect(clippy::cast_precision_loss, reason = "there are one or two lines")]
    let first = baseline(size) - (lines.len() - 1) as f64 * SMALL_LINE / 2.0;
    for (line, y) in lines.into_iter().zip([first, first + SMALL_LINE]) {
        shapes.push(Text::new(line, 10.0, y, size).face(look.face).colour(ink).into());
    }
    if !node.note.is_empty() {
        let faint = if ink == Colour::Ink { Colour::FaintInk } else { ink };
        let beside = Text::new(beside, width - 9.0, baseline(LABEL), NOTE).anchor(Anchor::End).colour(faint);
        shapes.push(beside.into());
    }
    Group { title: node.title.clone(), link: node.link.clone(), offset: (x, y), shapes }.into()
}

fn line(layout: &Layout, link: &Link, beside: f64) -> Shape {
    let ((a, from_y), (b, to_y)) = (layout.places[link.from], layout.places[link.to]);
    let right = |layer: usize| layout.columns.get(layer).map_or(0.0, |(x, width)| x + width);
    let left = |layer: usize| layout.columns.get(layer).map_or(0.0, |(x, _)| *x);
    let (from_y, to_y) = (from_y + BOX / 2.0 + beside * 2.0, to_y + BOX / 2.0 + beside * 2.0);
    let (begin, end, reach) = match a.cmp(&b) {
        Ordering::Equal => (right(a), right(b), 18.0 + ((from_y - to_y).abs() * 0.2).min(56.0)),
        Ordering::Less => (right(a), left(b), (left(b) - right(a)) / 2.0),
        Ordering::Greater => (left(a), right(b), (right(b) - left(a)) / 2.0),
    };
    let end_handle = if a == b { end + reach } else { end - reach };
    let points = [(begin, from_y), (begin + reach, from_y), (end_handle, to_y), (end, to_y)];
    let mut shapes = vec![Shape::Curve { points, stroke: link.stroke }];
    if link.barred {
        let x = if end_handle < end { end - 5.0 } else { end + 5.0 };
        let bar = Stroke::solid(link.stroke.colour, 2.0);
        shapes.push(Shape::Line { from: (x, to_y - 4.0), to: (x, to_y + 4.0), stroke: bar });
    }
    Group { title: link.title.clone(), shapes, ..Group::default() }.into()
}
