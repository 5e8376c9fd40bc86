//! Which ties of a network say the most: a maximum spanning forest, each company's best, and all
//! that are strong.

use super::{Pair, count};
use crate::landscape::algo::Sets;

/// How many pairs are kept for each company before the strong ones are thinned out: more lines make
/// a hairball.
const MOST_PER_COMPANY: usize = 2;

/// Among how many of the strongest of both companies a strong pair must be, where they are thinned
/// out.
const BEST_OF_BOTH: u32 = 3;

/// Marks the pairs to keep; they are in order, the most alike first. Returns how many strong ones
/// are left out.
pub(super) fn keep(pairs: &mut [Pair<'_>], companies: usize, best: u32, least: f64) -> u32 {
    let mut forest = Sets::new(companies);
    let mut ranks = vec![0_u32; companies];
    // The strong pairs that only their strength would keep, each with its rank among those of the
    // company for which it is the less important.
    let mut strong: Vec<(usize, u32)> = Vec::new();
    let mut kept = 0;
    for (at, pair) in pairs.iter_mut().enumerate() {
        let [a, b] = pair.companies.map(|place| place as usize);
        let joins = forest.join(pair.companies[0], pair.companies[1]);
        pair.kept = joins || ranks[a] < best || ranks[b] < best;
        if pair.kept {
            kept += 1;
        } else if pair.similarity.weighted_jaccard >= least {
            strong.push((at, ranks[a].max(ranks[b])));
        }
        ranks[a] += 1;
        ranks[b] += 1;
    }
    let all = strong.len();
    if kept + all > companies * MOST_PER_COMPANY {
        strong.retain(|(_, rank)| *rank < BEST_OF_BOTH);
    }
    strong.iter().for_each(|(at, _)| pairs[*at].kept = true);
    count(all - strong.len())
}
