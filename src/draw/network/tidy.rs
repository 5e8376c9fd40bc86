//! Small moves that make a network easier to read: fewer crossings, no line behind a box, shorter
//! lines.
//!
//! The cost is one of Davidson and Harel, "Drawing Graphs Nicely Using Simulated Annealing", ACM
//! Transactions on Graphics 15(4), 1996, pp. 301-331. It is lowered by threshold accepting, which
//! needs no exponentials: Dueck and Scheuer, "Threshold Accepting: A General Purpose Optimization
//! Algorithm Appearing Superior to Simulated Annealing", Journal of Computational Physics 90(1),
//! 1990, pp. 161-175.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;

use super::layout::{ASPECT, Network, Point, Tie, below, overlap, unit};

/// What two lines that cross cost, in points of length.
const CROSSING: f64 = 90.0;

/// What a line that passes behind a box costs.
const BEHIND: f64 = 400.0;

/// What each point costs by which a line is too short for the number on it.
const CRAMPED: f64 = 6.0;

/// How much of a line is to be seen between its boxes.
const VISIBLE: f64 = 32.0;

/// What each point from the middle costs, so that the whole stays together.
const PULL: f64 = 0.22;

/// How many pairs of lines and boxes are looked at in all: what bounds the time.
const WORK: usize = 18_000_000;

/// Returns what a layout costs.
pub(super) fn cost(network: &Network, places: &[Point]) -> f64 {
    let index = Index::new(network);
    // Every line and crossing is counted at both of its boxes, which serves to compare.
    (0..places.len()).map(|of| index.cost_of(of, places)).sum()
}

/// Moves boxes where that lowers the cost, and none onto another.
pub(super) fn tidy(network: &Network, places: &mut [Point]) {
    let count = places.len();
    if count < 3 {
        return;
    }
    let index = Index::new(network);
    let lines = network.ties.len();
    let each = (2 * lines / count + 1) * (lines + count) + lines;
    let moves = (WORK / (2 * each)).min(600 * count);
    let mut random = Pcg64Mcg::seed_from_u64(1);
    for turn in 0..moves {
        #[expect(clippy::cast_precision_loss, reason = "moves are far below 2^52")]
        let left = 1.0 - turn as f64 / moves as f64;
        let of = below(count, &mut random);
        let (threshold, reach) = (40.0 * left * left, 12.0 + 220.0 * left);
        if turn % 5 == 0 {
            index.swap(of, below(count, &mut random), threshold, places);
        } else {
            let by = [0, 1].map(|_| (unit(&mut random) * 2.0 - 1.0) * reach);
            index.shift(of, [by[0], by[1] / ASPECT], threshold, places);
        }
    }
}

struct Index<'n> {
    network: &'n Network,
    /// The ties of each box.
    ties_of: Vec<Vec<usize>>,
}

impl<'n> Index<'n> {
    fn new(network: &'n Network) -> Self {
        let mut ties_of = vec![Vec::new(); network.sizes.len()];
        for (at, tie) in network.ties.iter().enumerate() {
            tie.ends.iter().for_each(|end| ties_of[*end].push(at));
        }
        Self { network, ties_of }
    }

    fn is_free(&self, of: usize, places: &[Point]) -> bool {
        let sizes = &self.network.sizes;
        (0..places.len()).all(|other| {
            other == of || overlap([places[of], places[other]], [sizes[of], sizes[other]]).is_none()
        })
    }

    /// Moves a box, unless that costs more than the threshold.
    fn shift(&self, of: usize, by: Point, threshold: f64, places: &mut [Point]) {
        let before = places[of];
        let old = self.cost_of(of, places);
        places[of] = [before[0] + by[0], before[1] + by[1]];
        if !self.is_free(of, places) || self.cost_of(of, places) - old > threshold {
            places[of] = before;
        }
    }

    /// Lets two boxes change places, unless that costs more than the threshold.
    fn swap(&self, a: usize, b: usize, threshold: f64, places: &mut [Point]) {
        let old = self.cost_of(a, places) + self.cost_of(b, places);
        places.swap(a, b);
        let is_free = self.is_free(a, places) && self.is_free(b, places);
        if !is_free || self.cost_of(a, places) + self.cost_of(b, places) - old > threshold {
            places.swap(a, b);
        }
    }

    /// Returns what changes where one box is moved: its lines and what they cross, and the lines
    /// that pass behind it.
    fn cost_of(&self, of: usize, places: &[Point]) -> f64 {
        let Network { sizes, ties } = self.network;
        let mut cost = PULL * (places[of][0].abs() / ASPECT + places[of][1].abs());
        for at in &self.ties_of[of] {
            let tie = ties[*at];
            let [a, b] = tie.ends;
            let line = [places[a], places[b]];
            cost += length(line) * (0.4 + tie.strength);
            cost += (VISIBLE - visible(line, [sizes[a], sizes[b]])).max(0.0) * CRAMPED;
            for Tie { ends: [c, d], .. } in ties {
                let apart = *c != a && *c != b && *d != a && *d != b;
                if apart && crosses(line, [places[*c], places[*d]]) {
                    cost += CROSSING;
                }
            }
            for (other, size) in sizes.iter().enumerate() {
                if other != a && other != b && passes(line, places[other], *size) {
                    cost += BEHIND;
                }
            }
        }
        for Tie { ends: [a, b], .. } in ties {
            if *a != of && *b != of && passes([places[*a], places[*b]], places[of], sizes[of]) {
                cost += BEHIND;
            }
        }
        cost
    }
}

fn length([[ax, ay], [bx, by]]: [Point; 2]) -> f64 {
    ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt()
}

/// Returns where a line from the middle of a box leaves it, as a share of the line; 1 where it does
/// not.
pub(super) fn leaves([from, to]: [Point; 2], size: Point) -> f64 {
    let share = |axis: usize| {
        let along = (to[axis] - from[axis]).abs();
        if along > 0.0 { size[axis] / 2.0 / along } else { f64::INFINITY }
    };
    share(0).min(share(1)).min(1.0)
}

/// Returns how much of a line is to be seen between its boxes.
fn visible([from, to]: [Point; 2], [first, second]: [Point; 2]) -> f64 {
    let hidden = leaves([from, to], first) + leaves([to, from], second);
    length([from, to]) * (1.0 - hidden).max(0.0)
}

/// Whether two lines cross.
pub(super) fn crosses([a, b]: [Point; 2], [c, d]: [Point; 2]) -> bool {
    let side =
        |p: Point, q: Point, r: Point| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) > 0.0;
    side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

/// Whether a line passes behind a box, or so near it that it seems to.
pub(super) fn passes([from, to]: [Point; 2], middle: Point, size: Point) -> bool {
    // The part of the line within the box, one axis after the other.
    let (mut begin, mut end) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let half = size[axis] / 2.0 + 4.0;
        let (low, high) = (middle[axis] - half - from[axis], middle[axis] + half - from[axis]);
        let along = to[axis] - from[axis];
        if along.abs() < 1e-9 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
        } else {
            let (first, second) = (low / along, high / along);
            begin = begin.max(first.min(second));
            end = end.min(first.max(second));
        }
    }
    begin < end
}
