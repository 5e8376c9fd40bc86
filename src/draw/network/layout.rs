//! Where the boxes of a network stand: near those that they are tied to, apart from all others, in
//! a landscape format.
//!
//! Each part that hangs together is laid out by stress: Zheng, Pawar and Goodman, "Graph Drawing by
//! Stochastic Gradient Descent", IEEE Transactions on Visualization and Computer Graphics 25(9),
//! 2018, pp. 2738-2748. Then its boxes are moved apart and the drawing is tidied up; then the parts
//! are put side by side.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

use super::tidy;

/// How much wider than high a network is to be.
pub(super) const ASPECT: f64 = 1.5;

/// The room between two boxes, across and down.
const GAP: [f64; 2] = [18.0, 15.0];

/// The room between two parts of the network.
const PART_GAP: f64 = 34.0;

/// Up to which distance along the ties boxes are to be as far apart as that.
const NEAR: f64 = 220.0;

/// From how many places each part is laid out; the best is kept.
const STARTS: u64 = 6;

/// How often each pair is moved: 2⁶ steps, so that the step's size shrinks by a root that needs no
/// power function.
const ROUNDS: u32 = 64;

/// A place, from the upper left.
pub(super) type Point = [f64; 2];

/// What is to be laid out.
#[derive(Debug)]
pub(super) struct Network {
    /// How wide and high each box is.
    pub(super) sizes: Vec<Point>,
    /// Which boxes are tied.
    pub(super) ties: Vec<Tie>,
}

/// A line between two boxes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub(super) ends: [usize; 2],
    /// From 0 to 1.
    pub(super) strength: f64,
}

/// Returns the middle of each box, and how wide and high the whole is. No two boxes overlap.
pub(super) fn lay_out(network: &Network) -> (Vec<Point>, Point) {
    let mut middles = vec![[0.0; 2]; network.sizes.len()];
    let mut rooms: Vec<(Vec<usize>, Vec<Point>, Point)> = Vec::new();
    for members in parts(network) {
        let part = network.part(&members);
        let mut places = lay_out_part(&part);
        let room = to_corner(&mut places, &part.sizes);
        rooms.push((members, places, room));
    }
    let (corners, whole) = pack(&rooms.iter().map(|(_, _, room)| *room).collect::<Vec<_>>());
    for ((members, places, _), [left, top]) in rooms.iter().zip(corners) {
        for (member, [x, y]) in members.iter().zip(places) {
            middles[*member] = [x + left, y + top];
        }
    }
    (middles, whole)
}

impl Network {
    /// Returns some of the boxes, in order, and the ties among them.
    fn part(&self, members: &[usize]) -> Self {
        let place = |of: usize| members.binary_search(&of).ok();
        let tie = |tie: &Tie| {
            let [a, b] = tie.ends;
            Some(Tie { ends: [place(a)?, place(b)?], ..*tie })
        };
        Self {
            sizes: members.iter().map(|member| self.sizes[*member]).collect(),
            ties: self.ties.iter().filter_map(tie).collect(),
        }
    }

    /// Returns how far apart each two boxes are to be: along the ties between them, each longer the
    /// weaker it is.
    fn distances(&self) -> Vec<Vec<f64>> {
        let count = self.sizes.len();
        let mut distances = vec![vec![f64::INFINITY; count]; count];
        for Tie { ends: [a, b], strength } in &self.ties {
            let boxes = (self.sizes[*a][0] + self.sizes[*b][0]) / 4.0;
            let length = boxes + 30.0 + 50.0 * (1.0 - strength);
            distances[*a][*b] = length;
            distances[*b][*a] = length;
        }
        // Floyd and Warshall: boxes are few.
        for through in 0..count {
            let onward = distances[through].clone();
            for row in &mut distances {
                let first = row[through];
                for (distance, second) in row.iter_mut().zip(&onward) {
                    *distance = distance.min(first + second);
                }
            }
        }
        // What is far apart need not be twice as far: long chains bend, and the whole stays
        // together.
        for distance in distances.iter_mut().flatten() {
            *distance = distance.min(NEAR + (*distance - NEAR) * 0.55);
        }
        distances
    }
}

/// Returns the sets of boxes that hang together, in the order of their first members.
fn parts(network: &Network) -> Vec<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); network.sizes.len()];
    for Tie { ends: [a, b], .. } in &network.ties {
        neighbours[*a].push(*b);
        neighbours[*b].push(*a);
    }
    let mut seen = vec![false; network.sizes.len()];
    let mut parts = Vec::new();
    for first in 0..network.sizes.len() {
        let (mut members, mut open) = (Vec::new(), vec![first]);
        while let Some(member) = open.pop() {
            if !std::mem::replace(&mut seen[member], true) {
                members.push(member);
                open.extend(&neighbours[member]);
            }
        }
        members.sort_unstable();
        parts.push(members);
    }
    parts.retain(|members| !members.is_empty());
    parts
}

fn lay_out_part(part: &Network) -> Vec<Point> {
    let distances = part.distances();
    let one = |seed: u64| {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let mut places = by_stress(&distances, &mut random);
        lie_flat(&mut places);
        separate(&mut places, &part.sizes);
        (tidy::cost(part, &places), places)
    };
    let best = (0..STARTS).map(one).min_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut places = best.map(|(_, places)| places).unwrap_or_default();
    tidy::tidy(part, &mut places);
    places
}

/// Moves pairs, one after another, towards the distance that they are to have.
fn by_stress(distances: &[Vec<f64>], random: &mut Pcg64Mcg) -> Vec<Point> {
    let count = distances.len();
    let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
    for (a, row) in distances.iter().enumerate() {
        pairs.extend(row.iter().enumerate().take(a).map(|(b, distance)| (a, b, *distance)));
    }
    let longest = pairs.iter().map(|(_, _, distance)| *distance).fold(1.0, f64::max);
    let shortest = pairs.iter().map(|(_, _, distance)| *distance).fold(longest, f64::min);
    let mut places: Vec<Point> = (0..count).map(|_| [0, 1].map(|_| unit(random) * longest)).collect();
    // The step begins where the weakest pair (its weight is 1 / distance²) is moved in whole, and
    // ends where the strongest is moved by a tenth.
    let mut step = longest * longest;
    let mut shrink = 0.1 * shortest * shortest / step;
    for _ in 0..ROUNDS.ilog2() {
        shrink = shrink.sqrt();
    }
    for _ in 0..ROUNDS {
        shuffle(&mut pairs, random);
        for (a, b, wanted) in &pairs {
            let [dx, dy] = [0, 1].map(|axis| places[*a][axis] - places[*b][axis]);
            let found = (dx * dx + dy * dy).sqrt().max(1e-6);
            let share = (step / (wanted * wanted)).min(1.0) * (found - wanted) / found / 2.0;
            for (axis, by) in [dx, dy].into_iter().enumerate() {
                places[*a][axis] -= share * by;
                places[*b][axis] += share * by;
            }
        }
        step *= shrink;
    }
    places
}

/// Returns a number from 0 to 1.
pub(super) fn unit(random: &mut Pcg64Mcg) -> f64 {
    f64::from(random.next_u32()) / f64::from(u32::MAX)
}

/// Returns a place among so many.
pub(super) fn below(count: usize, random: &mut Pcg64Mcg) -> usize {
    // Lists here are short: the bias of the remainder is far below what could be seen.
    usize::try_from(random.next_u64() % count.max(1) as u64).unwrap_or_default()
}

fn shuffle<T>(items: &mut [T], random: &mut Pcg64Mcg) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(last + 1, random));
    }
}

/// Turns the places so that they are widest across, and brings them to a landscape format.
fn lie_flat(places: &mut [Point]) {
    let count = places.iter().map(|_| 1.0).sum::<f64>().max(1.0);
    let middle = [0, 1].map(|axis| places.iter().map(|place| place[axis]).sum::<f64>() / count);
    let spread = |one: usize, other: usize| {
        places.iter().map(|place| (place[one] - middle[one]) * (place[other] - middle[other])).sum::<f64>()
    };
    let (across, down, both) = (spread(0, 0), spread(1, 1), spread(0, 1));
    let length = ((across - down) * (across - down) + 4.0 * both * both).sqrt();
    // The half of the angle, by its cosine: square roots are the same on every machine.
    let double = if length > 0.0 { (across - down) / length } else { 1.0 };
    let cosine = f64::midpoint(1.0, double).max(0.0).sqrt();
    let sine = ((1.0 - double) / 2.0).max(0.0).sqrt() * if both < 0.0 { -1.0 } else { 1.0 };
    let mut reach = [1.0_f64; 2];
    for place in places.iter_mut() {
        let [x, y] = [0, 1].map(|axis| place[axis] - middle[axis]);
        *place = [x * cosine + y * sine, y * cosine - x * sine];
        reach = [0, 1].map(|axis| reach[axis].max(place[axis].abs()));
    }
    // Squeezed or stretched to the format, within bounds, at the same area.
    let stretch = (ASPECT * reach[1] / reach[0]).clamp(0.6, 2.0).sqrt();
    for place in places {
        *place = [place[0] * stretch, place[1] / stretch];
    }
}

/// How far two boxes reach into each other, with the room that is to be between them: across and
/// down; none where they are apart.
pub(super) fn overlap(middles: [Point; 2], sizes: [Point; 2]) -> Option<Point> {
    let into = [0, 1].map(|axis| {
        let room = f64::midpoint(sizes[0][axis], sizes[1][axis]) + GAP[axis];
        room - (middles[0][axis] - middles[1][axis]).abs()
    });
    into.iter().all(|into| *into > 0.0).then_some(into)
}

/// Moves boxes apart until none overlap.
pub(super) fn separate(places: &mut [Point], sizes: &[Point]) {
    for _ in 0..200 {
        let mut moved = false;
        for a in 0..places.len() {
            for b in 0..a {
                let Some(into) = overlap([places[a], places[b]], [sizes[a], sizes[b]]) else { continue };
                let axis = usize::from(into[1] < into[0]);
                let by = into[axis] / 2.0 + 0.01;
                let by = if places[a][axis] < places[b][axis] { -by } else { by };
                places[a][axis] += by;
                places[b][axis] -= by;
                moved = true;
            }
        }
        if !moved {
            return;
        }
    }
    // Pushing can go round in circles. Setting one after another, each to the right of those in its
    // way, cannot.
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a][0].total_cmp(&places[*b][0]));
    for (at, one) in order.iter().enumerate() {
        let in_the_way = |places: &[Point]| {
            let overlaps =
                |set: &&usize| overlap([places[*one], places[**set]], [sizes[*one], sizes[**set]]).is_some();
            order[..at].iter().find(overlaps).copied()
        };
        while let Some(set) = in_the_way(places) {
            places[*one][0] = places[set][0] + f64::midpoint(sizes[set][0], sizes[*one][0]) + GAP[0] + 0.01;
        }
    }
}

/// Moves the places so that the boxes begin at (0, 0), and returns the room that they take.
fn to_corner(places: &mut [Point], sizes: &[Point]) -> Point {
    [0, 1].map(|axis| {
        let begins = places.iter().zip(sizes).map(|(place, size)| place[axis] - size[axis] / 2.0);
        let first = begins.fold(f64::INFINITY, f64::min);
        let mut end = 0.0_f64;
        for (place, size) in places.iter_mut().zip(sizes) {
            place[axis] -= first;
            end = end.max(place[axis] + size[axis] / 2.0);
        }
        end
    })
}

/// Puts rectangles side by side, the biggest first, each where the whole grows the least. Returns
/// their corners, and how wide and high the whole is.
pub(super) fn pack(rooms: &[Point]) -> (Vec<Point>, Point) {
    let mut order: Vec<usize> = (0..rooms.len()).collect();
    let area = |room: Point| room[0] * room[1];
    order.sort_by(|a, b| area(rooms[*b]).total_cmp(&area(rooms[*a])).then(a.cmp(b)));
    let mut corners = vec![[0.0; 2]; rooms.len()];
    let mut whole = [0.0_f64; 2];
    for (at, one) in order.iter().enumerate() {
        let room = rooms[*one];
        let is_free = |corner: &Point| {
            order[..at].iter().all(|set| {
                (0..2).any(|axis| {
                    corner[axis] >= corners[*set][axis] + rooms[*set][axis] + PART_GAP - 1e-6
                        || corners[*set][axis] >= corner[axis] + room[axis] + PART_GAP - 1e-6
                })
            })
        };
        let beside = order[..at].iter().flat_map(|set| {
            let ([left, top], [width, height]) = (corners[*set], rooms[*set]);
            let (right, bottom) = (left + width + PART_GAP, top + height + PART_GAP);
            [[right, top], [left, bottom], [right, 0.0], [0.0, bottom]]
        });
        let grown = |corner: &Point| [0, 1].map(|axis| whole[axis].max(corner[axis] + room[axis]));
        let size = |corner: &Point| {
            let [width, height] = grown(corner);
            (width / ASPECT).max(height)
        };
        let free = [[0.0; 2]].into_iter().chain(beside).filter(is_free);
        let best = free.min_by(|a, b| {
            size(a).total_cmp(&size(b)).then(a[1].total_cmp(&b[1])).then(a[0].total_cmp(&b[0]))
        });
        corners[*one] = best.unwrap_or([0.0, whole[1] + PART_GAP]);
        whole = grown(&corners[*one]);
    }
    (corners, whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn no_two_overlap(places: &[Point], sizes: &[Point]) -> bool {
        (0..places.len())
            .all(|a| (0..a).all(|b| overlap([places[a], places[b]], [sizes[a], sizes[b]]).is_none()))
    }

    fn network() -> impl Strategy<Value = Network> {
        (1_usize..24).prop_flat_map(|count| {
            let sizes = prop::collection::vec((30.0..200.0, 20.0..34.0), count);
            let ties = prop::collection::vec((0..count, 0..count, 0.0..=1.0), 0..2 * count);
            (sizes, ties).prop_map(|(sizes, ties)| Network {
                sizes: sizes.into_iter().map(|(width, height)| [width, height]).collect(),
                ties: (ties.into_iter().filter(|(a, b, _)| a != b))
                    .map(|(a, b, strength)| Tie { ends: [a, b], strength })
                    .collect(),
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn boxes_never_overlap_and_stand_inside(network in network()) {
            let (places, whole) = lay_out(&network);
            prop_assert!(no_two_overlap(&places, &network.sizes), "{places:?}");
            for (place, size) in places.iter().zip(&network.sizes) {
                for axis in 0..2 {
                    prop_assert!(place[axis] - size[axis] / 2.0 > -1e-6, "{place:?}");
                    prop_assert!(place[axis] + size[axis] / 2.0 < whole[axis] + 1e-6, "{place:?} in {whole:?}");
                }
            }
            prop_assert_eq!(lay_out(&network).0, places);
        }

        #[test]
        fn rectangles_are_packed_apart(rooms in prop::collection::vec((10.0..300.0, 10.0..300.0), 0..20)) {
            let rooms: Vec<Point> = rooms.into_iter().map(|(width, height)| [width, height]).collect();
            let (corners, _) = pack(&rooms);
            let middles: Vec<Point> = corners
                .iter()
                .zip(&rooms)
                .map(|(corner, room)| [0, 1].map(|axis| corner[axis] + room[axis] / 2.0))
                .collect();
            prop_assert!(no_two_overlap(&middles, &rooms), "{corners:?}");
        }
    }

    #[test]
    fn boxes_in_one_place_are_moved_apart() {
        let sizes = vec![[80.0, 24.0]; 60];
        let mut places = vec![[0.0; 2]; 60];
        separate(&mut places, &sizes);
        assert!(no_two_overlap(&places, &sizes), "{places:?}");
    }
}
