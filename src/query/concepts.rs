//! Which sets of tools go together, over which companies: formal concept analysis (Ganter & Wille
//! 1999).
//!
//! A *closed set* is a set of tools to which no further tool can be added without losing a company
//! that offers them all; with those companies it is a formal concept. Companies stand as sparse
//! rows and not as bitsets: what it takes then grows with the offers that there are, and not with
//! companies × tools.

use crate::landscape::{CompanyIx, Landscape, ToolIx};
use crate::model::Kind;

/// Which companies offer which tools, as numbers.
///
/// Tools that too few companies offer are left out. The others are numbered from the rarest on, so
/// that most of what is looked at is small.
pub(super) struct Context {
    tools: Vec<ToolIx>,
    companies: Vec<CompanyIx>,
    /// Where the tools of each company begin in `offered`, and where those of the last one end.
    starts: Vec<usize>,
    /// The numbers of the tools of one company after another, in order.
    offered: Vec<u32>,
    /// For each tool, the numbers of the companies that offer it, in order.
    columns: Vec<Vec<u32>>,
    /// How many companies offer two or more of the tools asked about.
    with_two: usize,
    min_support: usize,
}

/// How far a search went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Searched {
    /// How many were found.
    pub(super) found: u64,
    /// Whether it went to the end, and not only to its limit.
    pub(super) is_whole: bool,
}

/// A rule between tools, as numbers: all companies that offer the premise, but for the exceptions,
/// offer the conclusions.
pub(super) struct FoundRule<'f> {
    pub(super) premise: &'f [u32],
    /// More than one only where there are no exceptions.
    pub(super) conclusions: &'f [u32],
    /// How many companies offer the premise and the conclusions.
    pub(super) support: usize,
    /// How many offer the premise and are not known to offer the conclusion.
    pub(super) exceptions: usize,
}

/// Which rules to look for.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleSearch {
    pub(super) max_premise: usize,
    pub(super) max_exceptions: usize,
    pub(super) limit: u64,
}

impl Context {
    /// Takes what companies are known to offer of `tools`.
    pub(super) fn new(landscape: &Landscape, tools: &[ToolIx], min_support: usize) -> Self {
        const LEFT_OUT: u32 = u32::MAX;
        let offerers = |tool: &ToolIx| landscape.offerers(*tool);
        let is_frequent = |tool: &ToolIx| offerers(tool) as usize >= min_support;
        let mut frequent: Vec<ToolIx> = tools.iter().copied().filter(is_frequent).collect();
        frequent.sort_by_key(|tool| (offerers(tool), *tool));
        let mut numbers: Vec<Option<u32>> = vec![None; landscape.count(Kind::Tool)];
        tools.iter().for_each(|tool| numbers[tool.ordinal() as usize] = Some(LEFT_OUT));
        for (number, tool) in (0..LEFT_OUT).zip(&frequent) {
            numbers[tool.ordinal() as usize] = Some(number);
        }
        let mut context = Self {
            columns: vec![Vec::new(); frequent.len()],
            tools: frequent,
            companies: Vec::new(),
            starts: vec![0],
            offered: Vec::new(),
            with_two: 0,
            min_support,
        };
        for company in landscape.companies() {
            let cells = landscape.offers_of(company).filter(|(_, cell)| cell.is_offered());
            let mut row: Vec<u32> = cells.filter_map(|(tool, _)| numbers[tool.ordinal() as usize]).collect();
            if row.is_empty() {
                continue;
            }
            context.with_two += usize::from(row.len() > 1);
            row.retain(|number| *number != LEFT_OUT);
            row.sort_unstable();
            let at = u32::try_from(context.companies.len()).unwrap_or(u32::MAX);
            row.iter().for_each(|tool| context.columns[*tool as usize].push(at));
            context.companies.push(company);
            context.offered.append(&mut row);
            context.starts.push(context.offered.len());
        }
        context
    }

    /// How many companies offer any of the tools.
    pub(super) fn companies(&self) -> usize {
        self.companies.len()
    }

    /// How many companies offer two or more of the tools.
    pub(super) fn with_two(&self) -> usize {
        self.with_two
    }

    /// The tools behind numbers, in id order.
    pub(super) fn named(&self, tools: &[u32]) -> Vec<ToolIx> {
        let mut named: Vec<ToolIx> = tools.iter().map(|tool| self.tools[*tool as usize]).collect();
        named.sort_unstable();
        named
    }

    fn row(&self, company: u32) -> &[u32] {
        let company = company as usize;
        &self.offered[self.starts[company]..self.starts[company + 1]]
    }

    fn all(&self) -> Vec<u32> {
        (0..u32::try_from(self.companies.len()).unwrap_or(u32::MAX)).collect()
    }

    fn has(&self, company: u32, tool: u32) -> bool {
        self.row(company).binary_search(&tool).is_ok()
    }

    /// Whether some company offers all of `with` and none of `without`.
    fn has_one(&self, with: &[u32], without: &[u32]) -> bool {
        // The tool with the lowest number is the rarest.
        let Some(rarest) = with.iter().min() else { return false };
        self.columns[*rarest as usize].iter().any(|company| {
            with.iter().all(|tool| self.has(*company, *tool))
                && !without.iter().any(|tool| self.has(*company, *tool))
        })
    }

    /// Hands every closed set that enough companies offer to `visit`, with how many companies that
    /// are; the first `limit` of them where there are more.
    ///
    /// This is Close-by-One (Kuznetsov 1993): each set is built by adding tools in order, and is
    /// passed over where closing it adds a tool before the one added, since it is then built
    /// elsewhere. Tools are counted through the rows of the companies at hand, as by LCM (Uno et
    /// al. 2004).
    ///
    /// # Complexity
    ///
    /// For each closed set and each tool that can be added to it, O(the offers of the companies
    /// that offer both) time. Memory does not grow with the number of closed sets.
    pub(super) fn closed_sets(&self, limit: u64, mut visit: impl FnMut(&[u32], usize)) -> Searched {
        /// A set to be closed: that of the tools that these companies offer.
        struct Pending {
            companies: Vec<u32>,
            /// The first tool that may be added: the one after the last added.
            from: u32,
            /// How many tools before the last one added the set had before.
            before: usize,
        }

        let mut counter = Counter::new(self.tools.len());
        let mut pending = vec![Pending { companies: self.all(), from: 0, before: 0 }];
        let mut found = 0;
        while let Some(Pending { companies, from, before }) = pending.pop() {
            let Some(first) = companies.first().filter(|_| companies.len() >= self.min_support) else {
                continue;
            };
            counter.count(self, &companies);
            let is_shared = |tool: &u32| counter.of(*tool) == companies.len();
            let closed: Vec<u32> = self.row(*first).iter().copied().filter(is_shared).collect();
            if from > 0 && closed.partition_point(|tool| *tool < from - 1) != before {
                continue;
            }
            if found == limit {
                return Searched { found, is_whole: false };
            }
            found += 1;
            visit(&closed, companies.len());
            pending.extend(counter.split(self, &companies, from).map(|(tool, companies)| Pending {
                companies,
                from: tool + 1,
                before: closed.partition_point(|other| *other < tool),
            }));
        }
        Searched { found, is_whole: true }
    }

    /// Hands every rule that enough companies follow to `visit`, until as many premises and rules
    /// as the limit have been looked at.
    ///
    /// A premise is a minimal generator: each of its proper subsets is offered by more companies
    /// (Bastide et al. 2000). A conclusion is left out where it follows from a proper subset of the
    /// premise with no more exceptions.
    ///
    /// # Complexity
    ///
    /// For each premise, O(the offers of the companies that offer it) time, and for each of its
    /// conclusions as much as it takes to find, for each tool of the premise, a company that shows
    /// that it is needed.
    pub(super) fn rules(&self, search: &RuleSearch, mut visit: impl FnMut(FoundRule<'_>)) -> Searched {
        let mut counter = Counter::new(self.tools.len());
        let mut pending = vec![(Vec::new(), self.all())];
        let (mut found, mut looked_at) = (0, 0);
        while let Some((premise, companies)) = pending.pop() {
            if companies.len() < self.min_support || !self.is_minimal(&premise) {
                continue;
            }
            counter.count(self, &companies);
            // That nearly every company offers a tool is no rule about what goes together.
            let allowed = if premise.is_empty() { 0 } else { search.max_exceptions };
            let least = companies.len().saturating_sub(allowed).max(self.min_support);
            let (mut exact, mut partial) = (Vec::new(), Vec::new());
            for tool in counter.seen() {
                let together = counter.of(tool);
                if together < least || premise.contains(&tool) || self.follows_from_less(&premise, tool) {
                    continue;
                }
                if together == companies.len() { &mut exact } else { &mut partial }.push(tool);
            }
            let exact: &[u32] = &exact;
            let partial = partial.chunks(1);
            for conclusions in std::iter::once(exact).filter(|exact| !exact.is_empty()).chain(partial) {
                let support = conclusions.first().map_or(0, |tool| counter.of(*tool));
                found += 1;
                looked_at += 1;
                visit(FoundRule {
                    premise: &premise,
                    conclusions,
                    support,
                    exceptions: companies.len() - support,
                });
            }
            looked_at += 1;
            if premise.len() < search.max_premise {
                let from = premise.last().map_or(0, |last| last + 1);
                pending.extend(counter.split(self, &companies, from).map(|(tool, companies)| {
                    let longer = premise.iter().copied().chain([tool]).collect();
                    (longer, companies)
                }));
            }
            if looked_at >= search.limit && !pending.is_empty() {
                return Searched { found, is_whole: false };
            }
        }
        Searched { found, is_whole: true }
    }

    /// Whether no tool of a premise can be left out without more companies offering the rest, given
    /// that this holds for the last one. Where one can, the rest of the premise leads to the same,
    /// and so do longer ones.
    fn is_minimal(&self, premise: &[u32]) -> bool {
        let Some((_, others)) = premise.split_last() else { return true };
        others.iter().all(|tool| self.has_one(&without(premise, *tool), &[*tool]))
    }

    /// Whether a conclusion follows from a proper subset of its premise with no more exceptions.
    ///
    /// With fewer tools in the premise there are never fewer exceptions, so it is enough to leave
    /// out one tool: there are as many where no company that offers the rest lacks both that tool
    /// and the conclusion.
    fn follows_from_less(&self, premise: &[u32], conclusion: u32) -> bool {
        match premise {
            [] => false,
            // Every company offers it: the rule with the empty premise says so.
            [_] => self.columns[conclusion as usize].len() == self.companies.len(),
            _ => premise.iter().any(|tool| !self.has_one(&without(premise, *tool), &[*tool, conclusion])),
        }
    }
}

fn without(tools: &[u32], left_out: u32) -> Vec<u32> {
    tools.iter().copied().filter(|tool| *tool != left_out).collect()
}

/// Counts how many of some companies offer each tool.
struct Counter {
    counts: Vec<usize>,
    /// The tools that any of them offers.
    seen: Vec<u32>,
}

impl Counter {
    fn new(tools: usize) -> Self {
        Self { counts: vec![0; tools], seen: Vec::new() }
    }

    /// Counts anew.
    fn count(&mut self, context: &Context, companies: &[u32]) {
        for tool in self.seen.drain(..) {
            self.counts[tool as usize] = 0;
        }
        for tool in companies.iter().flat_map(|company| context.row(*company)) {
            let count = &mut self.counts[*tool as usize];
            if *count == 0 {
                self.seen.push(*tool);
            }
            *count += 1;
        }
        self.seen.sort_unstable();
    }

    fn of(&self, tool: u32) -> usize {
        self.counts[tool as usize]
    }

    fn seen(&self) -> impl Iterator<Item = u32> + '_ {
        self.seen.iter().copied()
    }

    /// For each tool from `from` on that enough of the companies counted offer, but not all: those
    /// that do.
    fn split(
        &self,
        context: &Context,
        companies: &[u32],
        from: u32,
    ) -> impl Iterator<Item = (u32, Vec<u32>)> + use<> {
        let divides = |tool: u32| {
            self.of(tool) >= context.min_support && self.of(tool) < companies.len() && tool >= from
        };
        let tools: Vec<u32> = self.seen().filter(|tool| divides(*tool)).collect();
        let mut lists: Vec<Vec<u32>> = tools.iter().map(|tool| Vec::with_capacity(self.of(*tool))).collect();
        for company in companies {
            let row = context.row(*company);
            for tool in &row[row.partition_point(|tool| *tool < from)..] {
                if let Ok(at) = tools.binary_search(tool) {
                    lists[at].push(*company);
                }
            }
        }
        tools.into_iter().zip(lists)
    }
}
