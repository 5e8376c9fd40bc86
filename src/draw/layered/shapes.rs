//! Boxes in layers as shapes.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::layout::{BOX, HEADING, LABEL, Layout, NOTE, PADDING};
use super::{Layered, Link, Node, SMALL_LINE, label_lines};
use crate::draw::palette::Colour;
use crate::draw::scene::{Anchor, Block, Fill, Group, Shape, Stroke, Text};
use crate::draw::text::{self, Face};

/// How far apart lines between the same two boxes are at most.
const APART: f64 = 4.0;

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
    // Lines between the same boxes are side by side, so that one does not hide another: in the
    // middle, and within the box.
    let mut between: BTreeMap<(usize, usize), Vec<&Link>> = BTreeMap::new();
    for link in picture.links.iter().filter(|link| link.drawn) {
        between.entry((link.from.min(link.to), link.from.max(link.to))).or_default().push(link);
    }
    let mut numbers: Vec<Shape> = Vec::new();
    let mut taken = boxes(layout);
    for links in between.into_values() {
        #[expect(clippy::cast_precision_loss, reason = "there are a few lines between two boxes")]
        let last = (links.len() - 1) as f64;
        let step = APART.min((BOX - APART) / last.max(1.0));
        let offsets = std::iter::successors(Some(-last * step / 2.0), |at| Some(at + step));
        for (link, beside) in links.into_iter().zip(offsets) {
            block.shapes.push(line(layout, link, beside));
            let claims = link.claims.to_string();
            let points = curve(layout, link, beside);
            if let Some(room) = (link.claims > 1).then(|| number_at(points, &claims, &taken)).flatten() {
                taken.push(room);
                numbers.push(number(link, room));
            }
        }
    }
    block.shapes.append(&mut numbers);
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

/// The Bézier curve of a line, so far below the middle of its boxes.
fn curve(layout: &Layout, link: &Link, beside: f64) -> [(f64, f64); 4] {
    let ((a, from_y), (b, to_y)) = (layout.places[link.from], layout.places[link.to]);
    let right = |layer: usize| layout.columns.get(layer).map_or(0.0, |(x, width)| x + width);
    let left = |layer: usize| layout.columns.get(layer).map_or(0.0, |(x, _)| *x);
    let (from_y, to_y) = (from_y + BOX / 2.0 + beside, to_y + BOX / 2.0 + beside);
    let (begin, end, reach) = match a.cmp(&b) {
        Ordering::Equal => (right(a), right(b), 18.0 + ((from_y - to_y).abs() * 0.2).min(56.0)),
        Ordering::Less => (right(a), left(b), (left(b) - right(a)) / 2.0),
        Ordering::Greater => (left(a), right(b), (right(b) - left(a)) / 2.0),
    };
    let end_handle = if a == b { end + reach } else { end - reach };
    [(begin, from_y), (begin + reach, from_y), (end_handle, to_y), (end, to_y)]
}

/// Returns the rooms of all boxes: left, top, right and bottom.
fn boxes(layout: &Layout) -> Vec<[f64; 4]> {
    let room = |(layer, y): &(usize, f64)| {
        let (x, width) = layout.columns.get(*layer)?;
        Some([*x, *y, x + width, y + BOX])
    };
    layout.places.iter().filter_map(room).collect()
}

/// Returns the place of a number on a curve, and how much room it takes: where it is over nothing
/// that is taken.
fn number_at(points: [(f64, f64); 4], number: &str, taken: &[[f64; 4]]) -> Option<[f64; 4]> {
    let (width, height) = (text::width(number, Face::Regular, NOTE) + 6.0, NOTE + 4.0);
    let room = |share: f64| {
        let rest = 1.0 - share;
        let parts = [rest.powi(3), 3.0 * rest.powi(2) * share, 3.0 * rest * share.powi(2), share.powi(3)];
        let along = |axis: fn(&(f64, f64)) -> f64| {
            parts.iter().zip(&points).map(|(part, at)| part * axis(at)).sum::<f64>()
        };
        let (x, y) = (along(|at| at.0), along(|at| at.1));
        [x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0]
    };
    let is_free = |[left, top, right, bottom]: &[f64; 4]| {
        taken.iter().all(|[x, y, end, below]| right < x || end < left || bottom < y || below < top)
    };
    [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].into_iter().map(room).find(is_free)
}

/// Writes on a line how many claims it is drawn for.
fn number(link: &Link, [left, top, right, bottom]: [f64; 4]) -> Shape {
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
    let text = Text::new(link.claims.to_string(), x, y + NOTE * 0.36, NOTE).anchor(Anchor::Middle);
    let ground = Shape::Rect {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
        radius: 3.0,
        fill: Fill::Solid(Colour::Ground),
        stroke: None,
    };
    Group { title: link.title.clone(), shapes: vec![ground, text.into()], ..Group::default() }.into()
}

fn line(layout: &Layout, link: &Link, beside: f64) -> Shape {
    let points = curve(layout, link, beside);
    let [_, _, (end_handle, _), (end, to_y)] = points;
    let mut shapes = vec![Shape::Curve { points, stroke: link.stroke }];
    if link.barred {
        let x = if end_handle < end { end - 5.0 } else { end + 5.0 };
        let bar = Stroke::solid(link.stroke.colour, 2.0);
        shapes.push(Shape::Line { from: (x, to_y - 4.0), to: (x, to_y + 4.0), stroke: bar });
    }
    Group { title: link.title.clone(), shapes, ..Group::default() }.into()
}
