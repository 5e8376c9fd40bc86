//! An order of companies in which neighbours are alike: average linkage, its leaves ordered as well
//! as can be.

use super::{Pair, count};

/// Returns the places of the companies, in order.
pub(super) fn order(pairs: &[Pair<'_>], companies: usize) -> Vec<u32> {
    let mut alike = Square::new(companies);
    for pair in pairs {
        let [a, b] = pair.companies.map(|place| place as usize);
        // Whole billionths, for the same order on every machine.
        let value = (pair.similarity.weighted_jaccard * 1e9).round();
        alike.set(a, b, value);
        alike.set(b, a, value);
    }
    let Some(tree) = cluster(&alike) else { return Vec::new() };
    let mut best = Square::new(companies);
    tree.fill(&alike, &mut best);
    let mut order = match &tree {
        Tree::Leaf(leaf) => vec![*leaf],
        Tree::Join { sides, .. } => {
            let [left, right] = &**sides;
            let (from, to) = greatest(left.leaves(), right.leaves(), |from, to| best.get(from, to));
            tree.order([from, to], &alike, &best)
        }
    };
    // The broader of the two ends stands first.
    if order.first() > order.last() {
        order.reverse();
    }
    order.into_iter().map(count).collect()
}

/// A number for each pair.
struct Square {
    side: usize,
    values: Vec<f64>,
}

impl Square {
    fn new(side: usize) -> Self {
        Self { side, values: vec![0.0; side * side] }
    }

    fn get(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.side + column]
    }

    fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.side + column] = value;
    }
}

/// A hierarchy of clusters.
enum Tree {
    Leaf(usize),
    Join { sides: Box<[Tree; 2]>, leaves: Vec<usize> },
}

impl Tree {
    fn leaves(&self) -> &[usize] {
        match self {
            Self::Leaf(leaf) => std::slice::from_ref(leaf),
            Self::Join { leaves, .. } => leaves,
        }
    }

    /// Returns the leaves at which an order of this cluster can end that begins at a leaf.
    fn ends(&self, from: usize) -> &[usize] {
        match self {
            Self::Leaf(_) => self.leaves(),
            Self::Join { sides, .. } => {
                let [left, right] = &**sides;
                if left.leaves().contains(&from) { right.leaves() } else { left.leaves() }
            }
        }
    }

    /// Finds for each two leaves, one of each side, how alike neighbours are in the best order from
    /// one to the other.
    fn fill(&self, alike: &Square, best: &mut Square) {
        let Self::Join { sides, .. } = self else { return };
        let [left, right] = &**sides;
        left.fill(alike, best);
        right.fill(alike, best);
        for from in left.leaves() {
            // The best order from `from` through the left side and one step on, to each leaf of the
            // right side.
            let across = |to: usize| {
                let through = left.ends(*from).iter().map(|end| best.get(*from, *end) + alike.get(*end, to));
                through.fold(0.0, f64::max)
            };
            let across: Vec<f64> = right.leaves().iter().map(|begin| across(*begin)).collect();
            for to in right.leaves() {
                let begins = right.ends(*to);
                let on = (right.leaves().iter().zip(&across))
                    .filter(|(begin, _)| begins.contains(begin))
                    .map(|(begin, across)| across + best.get(*begin, *to));
                let value = on.fold(0.0, f64::max);
                best.set(*from, *to, value);
                best.set(*to, *from, value);
            }
        }
    }

    /// Returns the best order of the leaves from one to another.
    fn order(&self, [from, to]: [usize; 2], alike: &Square, best: &Square) -> Vec<usize> {
        let Self::Join { sides, .. } = self else { return self.leaves().to_vec() };
        let [left, right] = &**sides;
        if right.leaves().contains(&from) {
            let mut order = self.order([to, from], alike, best);
            order.reverse();
            return order;
        }
        let (end, begin) = greatest(left.ends(from), right.ends(to), |end, begin| {
            best.get(from, end) + alike.get(end, begin) + best.get(begin, to)
        });
        let mut order = left.order([from, end], alike, best);
        order.extend(right.order([begin, to], alike, best));
        order
    }
}

/// Returns the pair of the greatest value, the first of those that are equal. Neither side is ever
/// empty.
fn greatest(left: &[usize], right: &[usize], value: impl Fn(usize, usize) -> f64) -> (usize, usize) {
    let mut found = (0, 0);
    let mut most = f64::NEG_INFINITY;
    for a in left {
        for b in right {
            let value = value(*a, *b);
            if value > most {
                (found, most) = ((*a, *b), value);
            }
        }
    }
    found
}

/// Joins the two clusters that are most alike on average until one is left; the first of those
/// equal. None of nothing.
fn cluster(alike: &Square) -> Option<Tree> {
    let mut between = Square { side: alike.side, values: alike.values.clone() };
    let mut clusters: Vec<(usize, Tree)> = (0..alike.side).map(|leaf| (leaf, Tree::Leaf(leaf))).collect();
    while clusters.len() > 1 {
        let mut closest = (f64::NEG_INFINITY, 0, 1);
        for (first, (a, _)) in clusters.iter().enumerate() {
            for (second, (b, _)) in clusters.iter().enumerate().skip(first + 1) {
                let value = between.get(*a, *b);
                if value > closest.0 {
                    closest = (value, first, second);
                }
            }
        }
        let (_, first, second) = closest;
        let (b, right) = clusters.remove(second);
        let (a, left) = clusters.remove(first);
        let sizes = [&left, &right].map(|side| f64::from(count(side.leaves().len())));
        for (other, _) in &clusters {
            let sum = between.get(a, *other) * sizes[0] + between.get(b, *other) * sizes[1];
            let value = (sum / (sizes[0] + sizes[1])).round();
            between.set(a, *other, value);
            between.set(*other, a, value);
        }
        let leaves = left.leaves().iter().chain(right.leaves()).copied().collect();
        clusters.insert(first, (a, Tree::Join { sides: Box::new([left, right]), leaves }));
    }
    clusters.pop().map(|(_, tree)| tree)
}
