//! Which box stands where: few crossings first, then short lines.
//!
//! Sugiyama, Tagawa and Toda: Methods for Visual Understanding of Hierarchical System Structures.
//! IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981, pp. 109–125. Layers are given;
//! the order within them follows from the barycentre of what a box is joined to.

#![expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^52 boxes")]

use super::{Group, Layered};
use crate::draw::text::{self, Face};

/// The height of a box, and the room to the next.
pub(super) const BOX: f64 = 24.0;
const GAP: f64 = 7.0;

/// The room that a heading takes.
pub(super) const HEADING: f64 = 20.0;

/// The room around the boxes of a framed group, and between groups.
pub(super) const PADDING: f64 = 10.0;
const GROUP_GAP: f64 = 16.0;

/// The size of labels and of the notes beside them.
pub(super) const LABEL: f64 = 11.5;
pub(super) const NOTE: f64 = 10.0;

/// The widest that a box becomes.
const WIDEST: f64 = 200.0;
const NARROWEST: f64 = 56.0;

/// How often the layers are passed over; after four passes in vain it ends.
const PASSES: usize = 24;

/// Where everything stands, from (0, 0).
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// By layer: where it begins, and how wide its boxes are.
    pub(super) columns: Vec<(f64, f64)>,
    /// By box: its layer and the upper end of it.
    pub(super) places: Vec<(usize, f64)>,
    /// By layer: its groups in order, with the boxes of each in order.
    pub(super) order: Vec<Vec<Placed>>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A group in its place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// Its index in its layer.
    pub(super) group: usize,
    pub(super) nodes: Vec<usize>,
    /// Its upper end and its height, heading and padding included.
    pub(super) top: f64,
    pub(super) height: f64,
}

/// Orders and places the boxes.
///
/// # Complexity
///
/// O((n + e) log (n + e)) time for n boxes and e links.
pub(super) fn layout(picture: &Layered) -> Layout {
    let mut layout = Layout { places: vec![(0, 0.0); picture.nodes.len()], ..Layout::default() };
    for (at, layer) in picture.layers.iter().enumerate() {
        let groups = layer.groups.iter().enumerate();
        let placed =
            groups.map(|(group, of)| Placed { group, nodes: of.nodes.clone(), top: 0.0, height: 0.0 });
        layout.order.push(placed.collect());
        for node in layer.groups.iter().flat_map(|group| &group.nodes) {
            layout.places[*node].0 = at;
        }
    }
    order(picture, &mut layout);
    columns(picture, &mut layout);
    rows(picture, &mut layout);
    layout
}

/// By box: the boxes of other layers that it is joined to.
fn neighbours(picture: &Layered, layout: &Layout) -> Vec<Vec<usize>> {
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); picture.nodes.len()];
    for link in picture.links.iter().filter(|link| link.drawn) {
        if layout.places[link.from].0 != layout.places[link.to].0 {
            neighbours[link.from].push(link.to);
            neighbours[link.to].push(link.from);
        }
    }
    neighbours
}

/// Orders the boxes of each layer so that few lines cross.
fn order(picture: &Layered, layout: &mut Layout) {
    let neighbours = neighbours(picture, layout);
    let mut best = (crossings(picture, layout), layout.order.clone());
    let mut in_vain = 0;
    for pass in 0..PASSES {
        let forward = pass % 2 == 0;
        let count = layout.order.len();
        for step in 0..count {
            let layer = if forward { step } else { count - 1 - step };
            let ranks = ranks(layout);
            let centre = |node: usize| {
                let beside =
                    neighbours[node].iter().filter(|other| (layout.places[**other].0 < layer) == forward);
                let (sum, of) = beside.fold((0.0, 0.0), |(sum, of), other| (sum + ranks[*other], of + 1.0));
                if of > 0.0 { sum / of } else { ranks[node] }
            };
            let centres: Vec<f64> = (0..picture.nodes.len())
                .map(|node| if layout.places[node].0 == layer { centre(node) } else { 0.0 })
                .collect();
            let groups = &mut layout.order[layer];
            for placed in groups.iter_mut() {
                let head = usize::from(picture.layers[layer].groups[placed.group].has_head);
                if let Some(nodes) = placed.nodes.get_mut(head..) {
                    nodes.sort_by(|a, b| centres[*a].total_cmp(&centres[*b]));
                }
            }
            // Frames may change places; what is told apart by a heading alone stands as it was
            // given.
            if picture.layers[layer].groups.iter().all(|group| group.frame.is_some()) {
                let mean = |placed: &Placed| {
                    let sum = placed.nodes.iter().fold(0.0, |sum, node| sum + centres[*node]);
                    sum / (placed.nodes.len().max(1) as f64)
                };
                groups.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
            }
        }
        let found = crossings(picture, layout);
        if found < best.0 {
            best = (found, layout.order.clone());
            in_vain = 0;
        } else {
            in_vain += 1;
            if in_vain == 4 {
                break;
            }
        }
    }
    layout.order = best.1;
}

/// By box: how far down it stands in its layer, from 0 to 1.
fn ranks(layout: &Layout) -> Vec<f64> {
    let mut ranks = vec![0.0; layout.places.len()];
    for groups in &layout.order {
        let nodes: Vec<usize> = groups.iter().flat_map(|group| group.nodes.iter().copied()).collect();
        for (at, node) in nodes.iter().enumerate() {
            ranks[*node] = (at as f64 + 0.5) / nodes.len() as f64;
        }
    }
    ranks
}

/// Counts the crossings of lines between the same two layers: inversions, counted by a tree of sums
/// (Barth, Mutzel and Jünger: Simple and Efficient Bilayer Cross Counting. Journal of Graph
/// Algorithms and Applications 8(2), 2004, pp. 179–194).
fn crossings(picture: &Layered, layout: &Layout) -> u64 {
    let mut positions = vec![0_usize; picture.nodes.len()];
    for groups in &layout.order {
        for (at, node) in groups.iter().flat_map(|group| &group.nodes).enumerate() {
            positions[*node] = at;
        }
    }
    let mut lines: Vec<((usize, usize), usize, usize)> = Vec::new();
    for link in picture.links.iter().filter(|link| link.drawn) {
        let (a, b) = (layout.places[link.from].0, layout.places[link.to].0);
        let (from, to) = if a < b { (link.from, link.to) } else { (link.to, link.from) };
        if a != b {
            lines.push(((a.min(b), a.max(b)), positions[from], positions[to]));
        }
    }
    lines.sort_unstable();
    let mut total = 0;
    for between in lines.chunk_by(|a, b| a.0 == b.0) {
        let mut sums = vec![0_u64; picture.nodes.len() + 1];
        for (passed, (_, _, to)) in (0_u64..).zip(between) {
            let (mut at, mut not_above) = (to + 1, 0);
            while at > 0 {
                not_above += sums[at];
                at &= at - 1;
            }
            total += passed - not_above;
            at = to + 1;
            while at < sums.len() {
                sums[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
    }
    total
}

/// Says how wide the layers are, and how much room the lines between them have.
fn columns(picture: &Layered, layout: &mut Layout) {
    let mut lines = vec![0_u32; picture.layers.len() + 1];
    for link in picture.links.iter().filter(|link| link.drawn) {
        let (a, b) = (layout.places[link.from].0, layout.places[link.to].0);
        lines[a.min(b)] += 1;
    }
    let mut x = 0.0_f64;
    for (layer, lines) in picture.layers.iter().zip(lines) {
        let nodes = layer.groups.iter().flat_map(|group| &group.nodes);
        let of_node = |node: &usize| {
            let node = &picture.nodes[*node];
            let beside = text::width(&node.note, Face::Regular, NOTE);
            text::width(&node.label, node.look.face, LABEL) + beside + if beside > 0.0 { 30.0 } else { 22.0 }
        };
        let headings = layer.groups.iter().map(|group| text::width(&group.heading, Face::Bold, LABEL) + 2.0);
        let width = nodes.map(of_node).chain(headings).fold(NARROWEST, f64::max).min(WIDEST).ceil();
        let padding = if layer.groups.iter().any(|group| group.frame.is_some()) { PADDING } else { 0.0 };
        layout.columns.push((x + padding, width));
        layout.width = x + width + 2.0 * padding;
        let has_loops = picture.links.iter().any(|link| {
            link.drawn
                && layout.places[link.from].0 == layout.places[link.to].0
                && layout.columns.len() == layout.places[link.from].0 + 1
        });
        let loops = if has_loops { 60.0 } else { 0.0 };
        x = layout.width + 70.0 + loops + f64::from(lines.min(110));
        if has_loops && layout.columns.len() == picture.layers.len() {
            layout.width += loops;
        }
    }
}

/// The room above the first box of a group.
fn above(group: &Group) -> f64 {
    let heading = if group.heading.is_empty() { 0.0 } else { HEADING };
    heading + if group.frame.is_some() { PADDING } else { 0.0 }
}

/// Gives the boxes their heights: the fullest layer is packed, in the others each box comes as near
/// to the mean of its neighbours as their order lets it.
fn rows(picture: &Layered, layout: &mut Layout) {
    let neighbours = neighbours(picture, layout);
    let mut fullest = (0.0_f64, 0);
    for layer in 0..layout.order.len() {
        let height = pack(picture, layout, layer);
        if height > fullest.0 {
            fullest = (height, layer);
        }
    }
    layout.height = fullest.0;
    let (before, after) = ((0..fullest.1).rev(), fullest.1 + 1..layout.order.len());
    for layer in after.chain(before) {
        pull(picture, layout, layer, fullest.1, &neighbours);
    }
}

/// Stacks the boxes of a layer, and returns how high it is.
fn pack(picture: &Layered, layout: &mut Layout, layer: usize) -> f64 {
    let mut y = 0.0;
    for placed in &mut layout.order[layer] {
        let group = &picture.layers[layer].groups[placed.group];
        placed.top = y;
        y += above(group);
        for node in &placed.nodes {
            layout.places[*node].1 = y;
            y += BOX + GAP;
        }
        y += if group.frame.is_some() { PADDING } else { 0.0 } - GAP;
        placed.height = (y - placed.top).max(0.0);
        y += GROUP_GAP;
    }
    (y - GROUP_GAP).max(0.0)
}

/// Moves the boxes of a packed layer apart, towards what they are joined to nearer to the fullest
/// layer.
///
/// With a given order and least distances, the places nearest to those wished for are an isotonic
/// regression, found by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955).
fn pull(picture: &Layered, layout: &mut Layout, layer: usize, fullest: usize, neighbours: &[Vec<usize>]) {
    // What moves as one: a box, or a framed group.
    let mut units: Vec<Vec<usize>> = Vec::new();
    for placed in &layout.order[layer] {
        match picture.layers[layer].groups[placed.group].frame {
            Some(_) => units.push(placed.nodes.clone()),
            None => units.extend(placed.nodes.iter().map(|node| vec![*node])),
        }
    }
    let is_nearer = |other: &usize| {
        let at = layout.places[*other].0;
        if layer < fullest { at > layer } else { at < layer }
    };
    // Each wish is by how much to move down.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    let packed_height = layout.order[layer].last().map_or(0.0, |placed| placed.top + placed.height);
    let most = (layout.height - packed_height).max(0.0);
    for unit in &units {
        let moves = unit.iter().flat_map(|node| {
            neighbours[*node]
                .iter()
                .filter(|other| is_nearer(other))
                .map(|other| layout.places[*other].1 - layout.places[*node].1)
        });
        let (sum, of) = moves.fold((0.0, 0.0), |(sum, of), by| (sum + by, of + 1.0));
        let wish = if of > 0.0 { sum / of } else { most / 2.0 };
        pools.push((wish, if of > 0.0 { 1.0 } else { 0.01 }, 1));
        while let [.., a, b] = pools.as_mut_slice()
            && a.0 > b.0
        {
            *a = ((a.0 * a.1 + b.0 * b.1) / (a.1 + b.1), a.1 + b.1, a.2 + b.2);
            pools.pop();
        }
    }
    let moves = pools.iter().flat_map(|(by, _, units)| std::iter::repeat_n(by.clamp(0.0, most), *units));
    for (unit, by) in units.iter().zip(moves) {
        unit.iter().for_each(|node| layout.places[*node].1 += by);
    }
    for placed in &mut layout.order[layer] {
        let (Some(first), Some(last)) = (placed.nodes.first(), placed.nodes.last()) else { continue };
        let group = &picture.layers[layer].groups[placed.group];
        placed.top = layout.places[*first].1 - above(group);
        let below = if group.frame.is_some() { PADDING } else { 0.0 };
        placed.height = layout.places[*last].1 + BOX + below - placed.top;
    }
}
