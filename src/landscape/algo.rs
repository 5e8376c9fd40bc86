//! The algorithms of petgraph, lent by plain numbers: nodes are `0..nodes`, edges are pairs of
//! them.
//!
//! None of them recurses, so that a chain of any length is walked without a deep stack.

use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::{Dfs, DfsPostOrder, VisitMap};

/// The nodes of a graph that have no weight, and edges that have none.
type Plain = DiGraph<(), ()>;

/// Returns the graph of some edges. Walks follow the edges of a node in the order in which they are
/// given here.
fn graph(nodes: usize, edges: impl IntoIterator<Item = (u32, u32)>) -> Plain {
    let mut graph = Plain::new();
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (from, to) in edges {
        graph.add_edge(NodeIndex::from(from), NodeIndex::from(to), ());
    }
    graph
}

fn number(node: NodeIndex) -> u32 {
    u32::try_from(node.index()).unwrap_or(u32::MAX)
}

/// Returns the nodes in an order in which each edge leads from an earlier one to a later one; none
/// where edges lead in a circle.
///
/// # Complexity
///
/// O(n + e) time and memory for n nodes and e edges.
pub(crate) fn order(nodes: usize, edges: impl IntoIterator<Item = (u32, u32)>) -> Option<Vec<u32>> {
    let order = toposort(&graph(nodes, edges), None).ok()?;
    Some(order.into_iter().map(number).collect())
}

/// Returns, for each node, all that its edges lead to, directly or not, in order; the node itself
/// where it is on a circle.
///
/// # Complexity
///
/// O(n + e + r · d) time for n nodes, e edges, r nodes that are reached, and d edges of each of
/// these.
pub(crate) fn reach(nodes: usize, edges: impl IntoIterator<Item = (u32, u32)>) -> Vec<Vec<u32>> {
    let graph = graph(nodes, edges);
    let mut walk = Dfs::empty(&graph);
    let from = |start: NodeIndex| {
        let mut reached = Vec::new();
        walk.stack.extend(graph.neighbors(start));
        while let Some(node) = walk.next(&graph) {
            reached.push(number(node));
        }
        // Only what was met is forgotten: to clear the whole map for each node would take time that
        // goes with the square.
        reached.iter().for_each(|node| {
            walk.discovered.unvisit(NodeIndex::from(*node));
        });
        reached.sort_unstable();
        reached
    };
    graph.node_indices().map(from).collect()
}

/// Finds circles.
///
/// Returns, for each edge that closes a circle, the edge's index and the nodes of the circle from
/// the target of that edge round to it again. Every knot of circles yields at least one.
///
/// # Complexity
///
/// O(n + e · log e) time and O(n + e) memory for n nodes and e edges, besides the circles returned.
pub(crate) fn circles(nodes: usize, edges: &[(u32, u32)]) -> Vec<(usize, Vec<u32>)> {
    // The walk takes nodes and edges in order, so that the order of the data changes nothing.
    let mut sorted: Vec<usize> = (0..edges.len()).collect();
    sorted.sort_by_key(|edge| edges[*edge]);
    let graph = graph(nodes, sorted.iter().map(|edge| edges[*edge]));
    let mut leaving = DfsPostOrder::empty(&graph);
    let leaves = ranks(&graph, |start| {
        leaving.move_to(start);
        std::iter::from_fn(|| leaving.next(&graph)).collect()
    });
    // A walk in depth leaves the end of an edge before its start, unless it is in the midst of
    // both.
    sorted.retain(|edge| {
        let (from, to) = edges[*edge];
        leaves[to as usize] >= leaves[from as usize]
    });
    if sorted.is_empty() {
        return Vec::new();
    }
    let mut coming = Dfs::empty(&graph);
    let comes = ranks(&graph, |start| {
        coming.move_to(start);
        std::iter::from_fn(|| coming.next(&graph)).collect()
    });
    // From each node back to the one from which the walk came to it: of those in whose midst it
    // was, the last.
    let mut before: Vec<Option<u32>> = vec![None; nodes];
    for (from, to) in edges {
        let (at, end) = (*from as usize, *to as usize);
        let is_around = comes[at] < comes[end] && leaves[at] > leaves[end];
        if is_around && before[end].is_none_or(|before| comes[before as usize] < comes[at]) {
            before[end] = Some(*from);
        }
    }
    let circle = |edge: usize| {
        let (from, to) = edges[edge];
        let back = std::iter::successors(Some(from), |at| before[*at as usize].filter(|_| *at != to));
        let mut circle: Vec<u32> = std::iter::once(to).chain(back).collect();
        circle.reverse();
        (edge, circle)
    };
    sorted.into_iter().map(circle).collect()
}

/// Returns, for each node, when a walk over the whole graph yields it.
fn ranks(graph: &Plain, mut from: impl FnMut(NodeIndex) -> Vec<NodeIndex>) -> Vec<usize> {
    let mut ranks = vec![0; graph.node_count()];
    for (rank, node) in graph.node_indices().flat_map(&mut from).enumerate() {
        ranks[node.index()] = rank;
    }
    ranks
}

/// Sets of numbers that are joined step by step.
pub(crate) struct Sets(UnionFind<u32>);

impl Sets {
    /// Puts each of `0..count` into a set of its own.
    pub(crate) fn new(count: usize) -> Self {
        Self(UnionFind::new(count))
    }

    /// Joins the sets of two, and returns whether they were apart.
    pub(crate) fn join(&mut self, a: u32, b: u32) -> bool {
        self.0.union(a, b)
    }

    /// Returns whether two are in one set.
    pub(crate) fn are_joined(&self, a: u32, b: u32) -> bool {
        self.0.equiv(a, b)
    }

    /// Returns the set of each number; the sets are numbered in the order of their first members.
    pub(crate) fn into_numbers(self) -> Vec<u32> {
        let labels = self.0.into_labeling();
        let mut numbers: Vec<Option<u32>> = vec![None; labels.len()];
        let mut next = 0..;
        let number =
            |label: u32| *numbers[label as usize].get_or_insert_with(|| next.next().unwrap_or_default());
        labels.into_iter().map(number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_orders_are_not() {
        assert_eq!(circles(4, &[(0, 1), (1, 2), (0, 2), (3, 2)]), []);
        assert_eq!(circles(1, &[(0, 0)]), [(0, vec![0, 0])]);
        assert_eq!(circles(3, &[(2, 0), (0, 1), (1, 2)]), [(0, vec![0, 1, 2, 0])]);
        let two = circles(4, &[(0, 1), (1, 0), (2, 3), (3, 2)]);
        assert_eq!(two, [(1, vec![0, 1, 0]), (3, vec![2, 3, 2])]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let last = 100_000;
        let chain = || (0..last).map(|at| (at, at + 1));
        let nodes = last as usize + 1;
        assert_eq!(order(nodes, chain()), Some((0..=last).collect()));
        assert_eq!(circles(nodes, &chain().collect::<Vec<_>>()), []);
        let closed: Vec<(u32, u32)> = chain().chain([(last, 0)]).collect();
        assert_eq!(order(nodes, closed.iter().copied()), None);
        assert_eq!(circles(nodes, &closed), [(last as usize, (0..=last).chain([0]).collect())]);
        // All that each of so many reaches would not fit into memory: the last part of the chain
        // alone.
        assert_eq!(reach(nodes, chain().skip(99_000))[99_000].len(), 1_000);
    }

    #[test]
    fn what_is_reached_is_in_order_and_a_node_reaches_itself_on_a_circle_alone() {
        let reached = reach(5, [(3, 1), (3, 0), (1, 2), (2, 1), (0, 2)]);
        assert_eq!(reached, [vec![1, 2], vec![1, 2], vec![1, 2], vec![0, 1, 2], vec![]]);
    }

    #[test]
    fn sets_are_numbered_in_the_order_of_their_first_members() {
        let mut sets = Sets::new(5);
        assert!(sets.join(4, 1) && sets.join(3, 4) && !sets.join(1, 3));
        assert_eq!(sets.into_numbers(), [0, 1, 2, 1, 1]);
    }
}
