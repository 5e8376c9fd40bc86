//! The fewest sets that together cover a universe: set cover, exactly where that can be had.
//!
//! Finding the fewest is NP-hard (Karp 1972). Most of what occurs is made small by two old
//! reductions: a candidate that another outdoes is set aside, and one that alone covers something
//! is taken. What is left is searched by branch and bound; where too much is left, the greedy rule
//! of Chvátal (1979) stands in, which takes at most H(d) = 1 + 1/2 + … + 1/d times the fewest, for
//! a largest set of d.

use std::cmp::Reverse;

use fixedbitset::FixedBitSet;
use schemars::JsonSchema;
use serde::Serialize;

/// How much work may go into finding the fewest.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// How many candidates may be left, after the reductions, for the search to be exact.
    pub candidates: usize,
    /// How many steps the exact search may take.
    pub steps: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { candidates: 30, steps: 100_000 }
    }
}

/// How many pairs of candidates are held against each other, at most, to see whether one outdoes
/// the other.
const MOST_COMPARISONS: usize = 10_000_000;

/// How the fewest were looked for.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// By a search that leaves nothing out.
    Exact,
    /// By a search that was cut short: what it had found by then.
    CutShort,
    /// By taking, again and again, the candidate that covers most of what is left (Chvátal 1979).
    Greedy,
}

/// A set that may be taken.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) struct Candidate {
    /// What it covers.
    pub(super) covers: FixedBitSet,
    /// What of that it covers in full, which is preferred where the number is the same.
    pub(super) in_full: FixedBitSet,
}

/// A choice of candidates that covers the universe.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Cover {
    /// The positions of the candidates, in order.
    pub(super) chosen: Vec<usize>,
    /// How many are needed at least.
    pub(super) at_least: usize,
    /// How it was found.
    pub(super) method: Method,
}

/// Finds the fewest candidates that cover all of `universe` that any of them covers.
///
/// Of equally few, those are preferred that cover more in full; then the first by position,
/// candidates that another outdoes set aside.
///
/// # Complexity
///
/// O(n · u) time for n candidates and u to cover, and at most a set number of comparisons of two
/// candidates and of steps of the search, each O(n · u) with the few candidates that are left.
pub(super) fn fewest(candidates: &[Candidate], universe: &FixedBitSet, limits: Limits) -> Cover {
    let mut problem = Problem::new(candidates, universe, Heed::Fullness);
    if problem.candidates.len() > limits.candidates {
        // Fewer are left where it does not matter what is covered in full.
        problem = Problem::new(candidates, universe, Heed::CoverageAlone);
    }
    let (greedy, greedy_bound) = problem.greedy();
    let (chosen, at_least, method) = if problem.candidates.len() > limits.candidates {
        (greedy, greedy_bound, Method::Greedy)
    } else {
        let mut search = Search { problem: &problem, best: greedy, steps: limits.steps, goal: Goal::Fewer };
        if search.run() {
            let at_least = search.best.len();
            search.goal = Goal::Preferred;
            // Where the steps end here, the number stands, and the preference is the best that was
            // found.
            search.run();
            (search.best, at_least, Method::Exact)
        } else {
            (search.best, greedy_bound, Method::CutShort)
        }
    };
    let forced = problem.forced;
    let at_least = at_least + forced.len();
    let mut chosen: Vec<usize> =
        chosen.into_iter().map(|at| problem.candidates[at].position).chain(forced).collect();
    chosen.sort_unstable();
    Cover { chosen, at_least, method }
}

/// What the reductions must keep.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Heed {
    /// The number, and what is covered in full.
    Fullness,
    /// The number alone.
    CoverageAlone,
}

/// A candidate that is left, and what is left of it.
#[derive(Clone, Debug)]
struct Left {
    position: usize,
    covers: FixedBitSet,
    in_full: FixedBitSet,
}

/// What is left after the reductions.
struct Problem {
    /// The positions of the candidates that must be taken.
    forced: Vec<usize>,
    /// What those cover in full.
    forced_in_full: FixedBitSet,
    /// What those leave to cover.
    open: FixedBitSet,
    /// Those to choose from, in the order of their positions.
    candidates: Vec<Left>,
    /// For each element, the candidates that cover it, where it is open.
    by_element: Vec<Vec<usize>>,
}

impl Problem {
    fn new(candidates: &[Candidate], universe: &FixedBitSet, heed: Heed) -> Self {
        let mut open = FixedBitSet::with_capacity(universe.len());
        let left = |(position, candidate): (usize, &Candidate)| {
            let mut covers = candidate.covers.clone();
            covers.intersect_with(universe);
            let mut in_full = candidate.in_full.clone();
            in_full.intersect_with(&covers);
            open.union_with(&covers);
            Left { position, covers, in_full }
        };
        let candidates = candidates.iter().enumerate().map(left).collect();
        let forced_in_full = FixedBitSet::with_capacity(universe.len());
        let mut problem =
            Self { forced: Vec::new(), forced_in_full, open, candidates, by_element: Vec::new() };
        loop {
            problem.set_aside_outdone(heed);
            problem.index();
            if !problem.take_forced() {
                return problem;
            }
        }
    }

    fn index(&mut self) {
        self.by_element = vec![Vec::new(); self.open.len()];
        for (at, candidate) in self.candidates.iter().enumerate() {
            candidate.covers.ones().for_each(|element| self.by_element[element].push(at));
        }
    }

    /// Sets aside the candidates that another outdoes: it covers all that they do; of equals, the
    /// first stays.
    fn set_aside_outdone(&mut self, heed: Heed) {
        self.candidates.retain(|candidate| !candidate.covers.is_clear());
        let size = |candidate: &Left| {
            let in_full = if heed == Heed::Fullness { candidate.in_full.count_ones(..) } else { 0 };
            (Reverse(candidate.covers.count_ones(..)), Reverse(in_full), candidate.position)
        };
        // One that is outdone stands behind the one that outdoes it.
        self.candidates.sort_by_cached_key(size);
        let mut kept: Vec<Left> = Vec::new();
        let mut kept_on: Vec<Vec<usize>> = vec![Vec::new(); self.open.len()];
        let mut comparisons = 0_usize;
        for candidate in std::mem::take(&mut self.candidates) {
            let outdoes = |other: &usize| {
                let other = &kept[*other];
                candidate.covers.is_subset(&other.covers)
                    && (heed == Heed::CoverageAlone || candidate.in_full.is_subset(&other.in_full))
            };
            // All that could outdo it cover each element of it: the one that the fewest cover is
            // enough.
            let rarest = candidate.covers.ones().min_by_key(|element| kept_on[*element].len());
            let rivals = rarest.map_or(&[][..], |element| &kept_on[element]);
            comparisons = comparisons.saturating_add(rivals.len());
            if comparisons <= MOST_COMPARISONS && rivals.iter().any(outdoes) {
                continue;
            }
            candidate.covers.ones().for_each(|element| kept_on[element].push(kept.len()));
            kept.push(candidate);
        }
        kept.sort_unstable_by_key(|candidate| candidate.position);
        self.candidates = kept;
    }

    /// Takes the candidates that alone cover something; returns whether there were any.
    fn take_forced(&mut self) -> bool {
        let sole = |element: usize| match self.by_element[element].as_slice() {
            [sole] => Some(*sole),
            _ => None,
        };
        let mut forced: Vec<usize> = self.open.ones().filter_map(sole).collect();
        forced.sort_unstable();
        forced.dedup();
        for at in &forced {
            let candidate = &self.candidates[*at];
            self.forced.push(candidate.position);
            self.open.difference_with(&candidate.covers);
            self.forced_in_full.union_with(&candidate.in_full);
        }
        for candidate in &mut self.candidates {
            candidate.covers.intersect_with(&self.open);
            // What is covered already still counts where it would be covered in full.
            candidate.in_full.difference_with(&self.forced_in_full);
        }
        !forced.is_empty()
    }

    /// Returns a choice by the greedy rule, without what others make superfluous, and how many are
    /// needed at least.
    fn greedy(&self) -> (Vec<usize>, usize) {
        let mut chosen: Vec<usize> = Vec::new();
        let mut open = self.open.clone();
        let mut wanting = self.forced_in_full.clone();
        wanting.toggle_range(..);
        while !open.is_clear() {
            let gain = |(at, candidate): (usize, &Left)| {
                let covered = candidate.covers.intersection_count(&open);
                (covered, candidate.in_full.intersection_count(&wanting), Reverse(at))
            };
            let Some((covered, _, Reverse(at))) = self.candidates.iter().enumerate().map(gain).max() else {
                break;
            };
            if covered == 0 {
                break;
            }
            open.difference_with(&self.candidates[at].covers);
            wanting.difference_with(&self.candidates[at].in_full);
            chosen.push(at);
        }
        let bound = self.least(&self.open, &vec![false; self.candidates.len()]).unwrap_or_default();
        let bound = bound.max(self.least_by_greedy(chosen.len()));
        for at in (0..chosen.len()).rev() {
            let mut covered = FixedBitSet::with_capacity(self.open.len());
            let others = chosen.iter().enumerate().filter(|(other, _)| *other != at);
            others.for_each(|(_, other)| covered.union_with(&self.candidates[*other].covers));
            if self.open.is_subset(&covered) {
                chosen.remove(at);
            }
        }
        (chosen, bound)
    }

    /// How many are needed at least where the greedy rule took `greedy` (Chvátal 1979, theorem 1).
    fn least_by_greedy(&self, greedy: usize) -> usize {
        let largest = self.candidates.iter().map(|candidate| candidate.covers.count_ones(..)).max();
        let harmonic: f64 = (1_u32..).take(largest.unwrap_or_default()).map(|i| 1.0 / f64::from(i)).sum();
        // The least n with n · H(d) ≥ greedy, a little of it given away for rounding.
        let enough = |least: &u32| (f64::from(*least) + 1e-9) * harmonic >= f64::from(super::count(greedy));
        let least = (0..super::count(greedy)).find(enough);
        least.map_or(greedy, |least| least as usize)
    }

    /// Returns how many candidates are needed at least to cover what is open; none where they
    /// cannot.
    ///
    /// The larger of two bounds. The first counts elements of which no two are covered by one
    /// candidate, each of which needs one of its own. The second gives each element 1/n, where n is
    /// the most that any candidate that covers it covers of what is open: no candidate covers more
    /// than 1 of that, so that the sum, which is a solution of the dual of the linear relaxation,
    /// is a bound.
    fn least(&self, open: &FixedBitSet, barred: &[bool]) -> Option<usize> {
        let gains: Vec<u32> = self
            .candidates
            .iter()
            .map(|candidate| super::count(candidate.covers.intersection_count(open)))
            .collect();
        let free = |at: &&usize| !barred[**at];
        let mut shares = 0.0;
        let mut elements: Vec<(usize, usize)> = Vec::new();
        for element in open.ones() {
            let by = self.by_element[element].iter().filter(free);
            let most = by.clone().map(|at| gains[*at]).max()?;
            shares += 1.0 / f64::from(most);
            elements.push((by.count(), element));
        }
        elements.sort_unstable();
        let mut marked = barred.to_vec();
        let mut apart: u32 = 0;
        for (_, element) in &elements {
            let by = &self.by_element[*element];
            if by.iter().filter(free).all(|at| !marked[*at]) {
                by.iter().for_each(|at| marked[*at] = true);
                apart += 1;
            }
        }
        // What rounding may have added is given away.
        let by_shares =
            (apart..=super::count(elements.len())).find(|least| f64::from(*least) >= shares - 1e-6)?;
        Some(by_shares as usize)
    }

    /// What a choice covers in full, together with those that must be taken.
    fn in_full(&self, chosen: &[usize]) -> FixedBitSet {
        let mut in_full = self.forced_in_full.clone();
        chosen.iter().for_each(|at| in_full.union_with(&self.candidates[*at].in_full));
        in_full
    }
}

/// What a search is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Goal {
    /// Fewer than the best.
    Fewer,
    /// As many as the best, and preferred to it.
    Preferred,
}

/// A search by branch and bound.
struct Search<'p> {
    problem: &'p Problem,
    best: Vec<usize>,
    /// How many steps are left.
    steps: u32,
    goal: Goal,
}

impl Search<'_> {
    /// Searches, and returns whether nothing was left out.
    fn run(&mut self) -> bool {
        let mut barred = vec![false; self.problem.candidates.len()];
        self.descend(&mut Vec::new(), &self.problem.open.clone(), &mut barred)
    }

    fn descend(&mut self, chosen: &mut Vec<usize>, open: &FixedBitSet, barred: &mut [bool]) -> bool {
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        let Some(least) = self.problem.least(open, barred) else { return true };
        let most = match self.goal {
            Goal::Fewer => self.best.len().saturating_sub(1),
            Goal::Preferred => self.best.len(),
        };
        if chosen.len() + least > most || self.best.is_empty() || !self.may_be_preferred(chosen, barred) {
            return true;
        }
        let by_element = &self.problem.by_element;
        let free = |element: usize| by_element[element].iter().filter(|at| !barred[**at]);
        let Some(element) = open.ones().min_by_key(|element| free(*element).count()) else {
            self.keep(chosen);
            return true;
        };
        let mut branches: Vec<usize> = free(element).copied().collect();
        branches
            .sort_by_key(|at| (Reverse(self.problem.candidates[*at].covers.intersection_count(open)), *at));
        let mut complete = true;
        for at in &branches {
            let mut open = open.clone();
            open.difference_with(&self.problem.candidates[*at].covers);
            chosen.push(*at);
            complete &= self.descend(chosen, &open, barred);
            chosen.pop();
            // What is found with it has been found: the other branches do without.
            barred[*at] = true;
        }
        branches.iter().for_each(|at| barred[*at] = false);
        complete
    }

    /// Returns whether a choice can still come to cover as much in full as the best.
    fn may_be_preferred(&self, chosen: &[usize], barred: &[bool]) -> bool {
        if self.goal == Goal::Fewer {
            return true;
        }
        let mut in_full = self.problem.in_full(chosen);
        let free = self.problem.candidates.iter().zip(barred).filter(|(_, barred)| !**barred);
        free.for_each(|(candidate, _)| in_full.union_with(&candidate.in_full));
        in_full.count_ones(..) >= self.problem.in_full(&self.best).count_ones(..)
    }

    fn keep(&mut self, chosen: &[usize]) {
        let mut chosen = chosen.to_vec();
        chosen.sort_unstable();
        self.best.sort_unstable();
        let rank = |chosen: &[usize]| {
            (chosen.len(), Reverse(self.problem.in_full(chosen).count_ones(..)), chosen.to_vec())
        };
        if rank(&chosen) < rank(&self.best) {
            self.best = chosen;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn set(elements: &[usize]) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(12);
        elements.iter().for_each(|element| set.insert(*element));
        set
    }

    /// Candidates that cover these, all of it in full.
    fn candidates(sets: &[&[usize]]) -> Vec<Candidate> {
        sets.iter().map(|elements| Candidate { covers: set(elements), in_full: set(elements) }).collect()
    }

    fn left(problem: &Problem) -> Vec<usize> {
        problem.candidates.iter().map(|candidate| candidate.position).collect()
    }

    #[test]
    fn a_candidate_that_another_outdoes_is_set_aside_and_of_equals_the_first_stays() {
        let candidates = candidates(&[&[1], &[0, 1], &[1, 0], &[1, 2], &[0, 2], &[2]]);
        let problem = Problem::new(&candidates, &set(&[0, 1, 2]), Heed::Fullness);
        assert_eq!((left(&problem), problem.forced), (vec![1, 3, 4], Vec::new()));
    }

    #[test]
    fn one_that_covers_more_in_full_is_not_outdone_by_one_that_covers_more() {
        let mut candidates = candidates(&[&[0, 1, 2], &[0, 1], &[2, 3], &[1, 3], &[0, 3]]);
        candidates[0].in_full = set(&[2]);
        let universe = set(&[0, 1, 2, 3]);
        assert_eq!(left(&Problem::new(&candidates, &universe, Heed::Fullness)), [0, 1, 2, 3, 4]);
        assert_eq!(left(&Problem::new(&candidates, &universe, Heed::CoverageAlone)), [0, 2, 3, 4]);
    }

    #[test]
    fn who_alone_covers_something_is_taken_which_may_leave_others_outdone() {
        // The first alone covers 0. With it taken, the second is no better than the third, which is
        // then the only one but the second to cover 3.
        let candidates = candidates(&[&[0, 1], &[1, 2], &[2, 3]]);
        let problem = Problem::new(&candidates, &set(&[0, 1, 2, 3]), Heed::Fullness);
        assert_eq!((left(&problem), problem.forced), (Vec::new(), vec![0, 2]));
        let cover = fewest(&candidates, &set(&[0, 1, 2, 3]), Limits::default());
        assert_eq!(cover, Cover { chosen: vec![0, 2], at_least: 2, method: Method::Exact });
    }

    #[test]
    fn what_a_taken_one_covers_in_part_still_counts_where_another_covers_it_in_full() {
        // The first is needed for 0 and covers 1 in part; the last two both cover 2, the last 1 in
        // full too.
        let mut candidates = candidates(&[&[0, 1], &[2], &[1, 2]]);
        candidates[0].in_full = set(&[0]);
        let cover = fewest(&candidates, &set(&[0, 1, 2]), Limits::default());
        assert_eq!(cover.chosen, [0, 2]);
    }

    #[test]
    fn what_nobody_covers_is_left_out_and_nothing_needs_nobody() {
        let none = Cover { chosen: Vec::new(), at_least: 0, method: Method::Exact };
        assert_eq!(fewest(&[], &set(&[0, 1]), Limits::default()), none);
        assert_eq!(fewest(&candidates(&[&[0]]), &set(&[]), Limits::default()), none);
        let cover = fewest(&candidates(&[&[0]]), &set(&[0, 1]), Limits::default());
        assert_eq!((cover.chosen, cover.at_least), (vec![0], 1));
    }

    /// The least number of candidates, and the most that so few cover in full: every set is tried.
    fn naive(candidates: &[Candidate], universe: &FixedBitSet) -> (usize, usize) {
        let union = |bits: usize, of: fn(&Candidate) -> &FixedBitSet| {
            let mut all = FixedBitSet::with_capacity(12);
            let taken = candidates.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            taken.for_each(|(_, candidate)| all.union_with(of(candidate)));
            all.intersect_with(universe);
            all
        };
        let every = (1 << candidates.len()) - 1;
        let coverable = union(every, |candidate| &candidate.covers);
        let covers = |bits: &usize| union(*bits, |candidate| &candidate.covers) == coverable;
        let rank = |bits: usize| {
            (bits.count_ones() as usize, Reverse(union(bits, |candidate| &candidate.in_full).count_ones(..)))
        };
        let best = (0..=every).filter(covers).map(rank).min();
        best.map_or((0, 0), |(size, Reverse(in_full))| (size, in_full))
    }

    fn made_up() -> impl Strategy<Value = Vec<Candidate>> {
        let bits = |likely: f64| vec(proptest::bool::weighted(likely), 12);
        let candidate = (bits(0.25), bits(0.6)).prop_map(|(covers, full)| {
            let of =
                |is_in: &dyn Fn(usize) -> bool| set(&(0..12).filter(|at| is_in(*at)).collect::<Vec<_>>());
            Candidate { covers: of(&|at| covers[at]), in_full: of(&|at| covers[at] && full[at]) }
        });
        vec(candidate, 0..11)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_fewest_are_those_of_trying_every_set(candidates in made_up(), bits in 0_usize..1 << 12) {
            let universe = set(&(0..12).filter(|at| bits >> at & 1 == 1).collect::<Vec<_>>());
            let (least, in_full) = naive(&candidates, &universe);
            let found = |cover: &Cover, of: fn(&Candidate) -> &FixedBitSet| {
                let mut all = FixedBitSet::with_capacity(12);
                cover.chosen.iter().for_each(|at| all.union_with(of(&candidates[*at])));
                all.intersect_with(&universe);
                all
            };
            let every = Cover { chosen: (0..candidates.len()).collect(), at_least: 0, method: Method::Exact };
            let coverable = found(&every, |candidate| &candidate.covers);
            for (limit, steps) in [(30, 100_000), (30, 3), (30, 0), (2, 100_000), (0, 0)] {
                let cover = fewest(&candidates, &universe, Limits { candidates: limit, steps });
                prop_assert_eq!(&found(&cover, |candidate| &candidate.covers), &coverable);
                prop_assert!(cover.chosen.is_sorted());
                prop_assert!(cover.at_least <= least && least <= cover.chosen.len(), "{cover:?} {least}");
                if cover.method == Method::Exact {
                    prop_assert_eq!((cover.at_least, cover.chosen.len()), (least, least));
                }
                if (limit, steps) == (30, 100_000) {
                    prop_assert_eq!(cover.method, Method::Exact);
                    prop_assert_eq!(found(&cover, |candidate| &candidate.in_full).count_ones(..), in_full);
                }
                // Nobody is there who could be left out.
                for at in &cover.chosen {
                    let chosen = cover.chosen.iter().copied().filter(|other| other != at).collect();
                    let fewer = Cover { chosen, ..cover.clone() };
                    prop_assert_ne!(&found(&fewer, |candidate| &candidate.covers), &coverable);
                }
            }
        }
    }
}
