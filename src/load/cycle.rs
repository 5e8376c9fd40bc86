//! Circles in relations that are orders.

/// Finds circles among edges `(from, to)` between `0..nodes`.
///
/// Returns, for each edge that closes a circle, the edge's index and the nodes of the circle from
/// the target of that edge round to it again. Every knot of circles yields at least one, in node order.
///
/// # Complexity
///
/// O(n + e) time and memory for n nodes and e edges, besides the circles returned.
pub(super) fn cycles(nodes: usize, edges: &[(u32, u32)]) -> Vec<(usize, Vec<u32>)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        Never,
        Open,
        Done,
    }
    let mut by_source: Vec<usize> = (0..edges.len()).collect();
    by_source.sort_by_key(|edge| edges[*edge]);
    let first = |node: u32| by_source.partition_point(|edge| edges[*edge].0 < node);

    let mut visits = vec![Visit::Never; nodes];
    let mut found = Vec::new();
    for start in edges.iter().map(|edge| edge.0).collect::<std::collections::BTreeSet<_>>() {
        if visits[start as usize] != Visit::Never {
            continue;
        }
        // The path from the start to here, each node with its next edge to follow.
        let mut path = vec![(start, first(start))];
        visits[start as usize] = Visit::Open;
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let edge = by_source.get(*next).copied().filter(|edge| edges[*edge].0 == node);
            let Some(edge) = edge else {
                visits[node as usize] = Visit::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let to = edges[edge].1;
            match visits[to as usize] {
                Visit::Never => {
                    visits[to as usize] = Visit::Open;
                    path.push((to, first(to)));
                }
                Visit::Open => {
                    let on_path = path.iter().map(|(node, _)| *node).skip_while(|node| *node != to);
                    found.push((edge, on_path.chain([to]).collect()));
                }
                Visit::Done => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_orders_are_not() {
        assert_eq!(cycles(4, &[(0, 1), (1, 2), (0, 2), (3, 2)]), []);
        assert_eq!(cycles(1, &[(0, 0)]), [(0, vec![0, 0])]);
        assert_eq!(cycles(3, &[(2, 0), (0, 1), (1, 2)]), [(0, vec![0, 1, 2, 0])]);
        let two = cycles(4, &[(0, 1), (1, 0), (2, 3), (3, 2)]);
        assert_eq!(two, [(1, vec![0, 1, 0]), (3, vec![2, 3, 2])]);
    }
}
