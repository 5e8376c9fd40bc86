//! Which ties of a network say the most: a maximum spanning forest, each company's best, and all
//! that are strong.
//!
//! Ties that are equally strong are all kept or all left out: what an order by name would pick
//! among them is no structure.

use std::collections::BTreeMap;

use super::{Pair, count, likeness};
use crate::landscape::algo::Sets;

/// How many pairs are kept for each company before the strong ones are thinned out: more lines make
/// a hairball.
const MOST_PER_COMPANY: usize = 2;

/// Among how many of the strongest of both companies a strong pair must be, where they are thinned
/// out.
const BEST_OF_BOTH: u32 = 3;

/// How many more pairs than asked for a company may have since they are equally strong.
const MOST_MORE: u32 = 4;

/// How many times as many lines as needed may join what hangs together since they are equally
/// strong.
const MOST_JOINTS: usize = 3;

/// What is not kept.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct LeftOut {
    /// How many strong pairs, since there are too many.
    pub(super) thinned: u32,
    /// How many pairs that would say the most, since too many others are equally strong.
    pub(super) equals: u32,
}

/// Marks the pairs to keep; they are in order, the most alike first. Those of `always` are kept in
/// any case.
pub(super) fn keep(
    pairs: &mut [Pair<'_>],
    companies: usize,
    best: u32,
    least: f64,
    always: impl Fn([u32; 2]) -> bool,
) -> LeftOut {
    let mut forest = Sets::new(companies);
    // By company: how many of its pairs are more alike.
    let mut ranks = vec![0_u32; companies];
    // The strong pairs that only their strength would keep, each with its rank among those of the
    // company for which it is the less important.
    let mut strong: Vec<(usize, u32)> = Vec::new();
    let (mut kept, mut equals) = (0, 0);
    let mut begin = 0;
    while begin < pairs.len() {
        let alike = likeness(&pairs[begin].similarity);
        let end =
            begin + pairs[begin..].iter().take_while(|pair| likeness(&pair.similarity) == alike).count();
        let mut degrees: BTreeMap<u32, u32> = BTreeMap::new();
        for end in pairs[begin..end].iter().flat_map(|pair| pair.companies) {
            *degrees.entry(end).or_default() += 1;
        }
        // Whether a pair joins what nothing stronger joins: asked of all equals before any of them
        // joins anything.
        let joining: Vec<bool> = pairs[begin..end]
            .iter()
            .map(|pair| {
                let [a, b] = pair.companies;
                !forest.are_joined(a, b)
            })
            .collect();
        let mut joints = 0;
        for pair in &pairs[begin..end] {
            joints += usize::from(forest.join(pair.companies[0], pair.companies[1]));
        }
        let joins_are_few = joining.iter().filter(|joins| **joins).count() <= joints * MOST_JOINTS;
        for (at, joins) in (begin..end).zip(joining) {
            let pair = &mut pairs[at];
            let [a, b] = pair.companies;
            let rank = |place: u32| ranks[place as usize];
            let is_best = |place: u32| rank(place) < best;
            // All of its equals have room beside what is more alike.
            let has_room = |place: u32| rank(place) + degrees[&place] <= best.saturating_add(MOST_MORE);
            pair.kept = always([a, b])
                || (joins && joins_are_few)
                || [a, b].into_iter().any(|place| is_best(place) && has_room(place));
            if pair.kept {
                kept += 1;
            } else if joins || is_best(a) || is_best(b) {
                equals += 1;
            } else if pair.similarity.weighted_jaccard >= least {
                strong.push((at, rank(a).max(rank(b))));
            }
        }
        for (place, degree) in degrees {
            ranks[place as usize] += degree;
        }
        begin = end;
    }
    let all = strong.len();
    if kept + all > companies * MOST_PER_COMPANY {
        strong.retain(|(_, rank)| *rank < BEST_OF_BOTH);
    }
    strong.iter().for_each(|(at, _)| pairs[*at].kept = true);
    LeftOut { thinned: count(all - strong.len()), equals }
}
