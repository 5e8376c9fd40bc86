//! All the smallest sets of companies that cover the same, not the one that is shown alone.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use schemars::JsonSchema;
use serde::Serialize;

use super::Universe;
use crate::landscape::CompanyIx;
use crate::query::CompanyRef;

/// How many sets, and how many companies that can take the place of another, are named.
pub(super) const NAMED: usize = 20;

/// How many steps counting may take.
const MOST_STEPS: u32 = 200_000;

/// How many sets there are as small as the one that is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SmallestSets<'l> {
    /// How many there are; at least so many where counting was cut short.
    pub count: u64,
    /// Whether all were counted.
    pub is_whole: bool,
    /// Which they are, each in id order: at most 20 of them, in a fixed order.
    pub sets: Vec<Vec<CompanyRef<'l>>>,
}

/// Companies that cover the very same tools.
struct Class {
    covers: FixedBitSet,
    /// In id order.
    companies: Vec<CompanyIx>,
}

/// Looks for sets of classes, each once.
struct Search<'c> {
    classes: &'c [Class],
    /// For each tool, the classes that cover it.
    by_tool: Vec<Vec<usize>>,
    /// The most tools that any class covers.
    widest: usize,
    steps: u32,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Adds each set of `left` more classes that covers what is still to be covered. Returns
    /// whether it went to the end.
    ///
    /// Of the classes that cover the first tool left, one that was tried is set aside for those
    /// after it, so that no set is found twice.
    fn go(&mut self, open: &FixedBitSet, left: usize, aside: &FixedBitSet, chosen: &mut Vec<usize>) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        let to_cover = open.count_ones(..);
        if to_cover == 0 {
            let mut set = chosen.clone();
            set.sort_unstable();
            self.found.push(set);
            return true;
        }
        if to_cover > left * self.widest {
            return true;
        }
        // The tool that the fewest cover leaves the fewest ways to go.
        let Some(tool) = open.ones().min_by_key(|tool| self.by_tool[*tool].len()) else { return true };
        let mut aside = aside.clone();
        for class in self.by_tool[tool].clone() {
            if aside.contains(class) {
                continue;
            }
            let mut rest = open.clone();
            rest.difference_with(&self.classes[class].covers);
            chosen.push(class);
            let went_on = self.go(&rest, left - 1, &aside, chosen);
            chosen.pop();
            if !went_on {
                return false;
            }
            aside.insert(class);
        }
        true
    }
}

impl<'l> Universe<'l> {
    /// Counts the sets of `size` companies that cover `tools`, where no fewer do.
    ///
    /// # Complexity
    ///
    /// O(c · t) time for c companies and t tools, and at most a set number of steps, each O(t + k)
    /// for k companies that cover a tool.
    pub(super) fn smallest_sets(&self, tools: &FixedBitSet, size: usize) -> SmallestSets<'l> {
        let classes = self.classes(tools);
        let mut by_tool = vec![Vec::new(); self.tools.len()];
        for (at, class) in classes.iter().enumerate() {
            class.covers.ones().for_each(|tool| by_tool[tool].push(at));
        }
        let widest = classes.iter().map(|class| class.covers.count_ones(..)).max().unwrap_or_default();
        let mut search = Search { classes: &classes, by_tool, widest, steps: 0, found: Vec::new() };
        let none = FixedBitSet::with_capacity(classes.len());
        let is_whole = search.go(tools, size, &none, &mut Vec::new());
        let found = search.found;
        let ways = |set: &Vec<usize>| {
            set.iter().fold(1_u64, |ways, class| ways.saturating_mul(classes[*class].companies.len() as u64))
        };
        let count = found.iter().map(ways).fold(0_u64, u64::saturating_add);
        let mut sets: Vec<Vec<CompanyIx>> = Vec::new();
        for set in &found {
            let mut named: Vec<Vec<CompanyIx>> = vec![Vec::new()];
            for class in set {
                let longer = named.iter().flat_map(|begun| {
                    let with = |company: &CompanyIx| [begun.as_slice(), &[*company]].concat();
                    classes[*class].companies.iter().take(NAMED).map(with)
                });
                named = longer.take(NAMED * NAMED).collect();
            }
            named.iter_mut().for_each(|set| set.sort_unstable());
            sets.extend(named);
            sets.sort_unstable();
            sets.truncate(NAMED);
        }
        let named =
            |set: Vec<CompanyIx>| set.into_iter().map(|company| self.landscape.named(company)).collect();
        SmallestSets { count, is_whole, sets: sets.into_iter().map(named).collect() }
    }

    /// Returns the companies that can take the place of one in a bundle, the others of it
    /// unchanged, in id order.
    pub(super) fn instead_of(
        &self,
        company: CompanyIx,
        bundle: &[CompanyIx],
        tools: &FixedBitSet,
    ) -> Vec<CompanyIx> {
        let mut left = tools.clone();
        for other in bundle.iter().filter(|other| **other != company) {
            let covered = |tool: &usize| self.covers(*other, *tool);
            tools.ones().filter(covered).for_each(|tool| left.set(tool, false));
        }
        let Some(first) = left.ones().next().and_then(|tool| self.tools.get(tool)) else { return Vec::new() };
        let candidates = self.landscape.companies_on(*first).map(|(candidate, _)| candidate);
        let can = |candidate: &CompanyIx| {
            self.may_choose(*candidate)
                && !bundle.contains(candidate)
                && left.ones().all(|tool| self.covers(*candidate, tool))
        };
        candidates.filter(can).collect()
    }

    fn covers(&self, company: CompanyIx, tool: usize) -> bool {
        let cell = self.tools.get(tool).and_then(|tool| self.landscape.cell(company, *tool));
        cell.is_some_and(|cell| self.covering.is_covered(cell))
    }

    /// The companies that cover any of the tools, those that cover the same together.
    fn classes(&self, tools: &FixedBitSet) -> Vec<Class> {
        let mut by_company: BTreeMap<CompanyIx, FixedBitSet> = BTreeMap::new();
        for tool in tools.ones() {
            let Some(of_tool) = self.tools.get(tool) else { continue };
            for (company, cell) in self.landscape.companies_on(*of_tool) {
                if self.covering.is_covered(cell) && self.may_choose(company) {
                    let none = || FixedBitSet::with_capacity(self.tools.len());
                    by_company.entry(company).or_insert_with(none).insert(tool);
                }
            }
        }
        let mut classes: BTreeMap<Vec<usize>, Class> = BTreeMap::new();
        for (company, covers) in by_company {
            let key: Vec<usize> = covers.ones().collect();
            let class = classes.entry(key).or_insert_with(|| Class { covers, companies: Vec::new() });
            class.companies.push(company);
        }
        classes.into_values().collect()
    }
}
