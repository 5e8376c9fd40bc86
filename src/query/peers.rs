//! Peer support: how many of the companies that offer what one offers also offer a tool that it
//! lacks.

use crate::query::rank::{Candidate, Rank, Ranker};
use std::cell::OnceCell;

use fixedbitset::FixedBitSet;
use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyRef, StackRef, ToolRef, count, keep_top};
use crate::landscape::{CompanyIx, Landscape, StackIx, ToolIx};

/// How many of the strongest peers an explanation names.
const PEERS_NAMED: usize = 4;

/// The parameters of [`Peers`].
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Options {
    /// How many companies' worth of general popularity each held tool is mixed with: the more, the
    /// less thin evidence counts. Between 0 and 10^12; what is outside is taken for the nearer of
    /// the two.
    pub kappa: f64,
    /// How much a score grows when all that is held stands in a stack of the tool: 1 doubles it. As
    /// `kappa`.
    pub gamma: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Options {
    /// The parameters that were measured.
    pub const DEFAULT: Self = Self { kappa: 5.0, gamma: 1.0 };

    /// The greatest that either may be.
    pub const MOST: f64 = 1e12;

    /// The same within their bounds; what is no number is 0.
    pub(super) fn bounded(self) -> Self {
        let bounded = |value: f64| if value > 0.0 { value.min(Self::MOST) } else { 0.0 };
        let [kappa, gamma] = [self.kappa, self.gamma].map(bounded);
        Self { kappa, gamma }
    }
}

/// Ranks the tools that a company lacks by peer support.
///
/// With `H` the tools that count and that the company offers, `d` the number of tools of another
/// company, `u` the number of companies that offer a tool, `n` the number of companies, and `π(p)`
/// the votes for `p` out of `n`, each company's one vote split evenly over its tools:
///
/// ```text
/// s(p) = (1 + γ · share of H in a stack of p) · Σ over q in H of (W(q,p) + κ·π(p)) / (u(q) − 1 + κ)
/// W(q,p) = Σ over the other companies that offer q and p of 1/d
/// ```
///
/// With κ = γ = 0 this is the probabilistic spreading of Zhou, Ren, Medo, Zhang (2007), Bipartite
/// network projection and personal recommendation, *Physical Review E* 76, 046115; κ shrinks thin
/// evidence towards popularity, as a Dirichlet prior does.
pub struct Peers<'l> {
    landscape: &'l Landscape,
    company: CompanyIx,
    options: Options,
    /// The tools that the company offers, in id order, each with 1 / (u − 1 + κ).
    held: Vec<(ToolIx, f64)>,
    /// The stacks of each held tool.
    held_stacks: Vec<Vec<StackIx>>,
    /// For each stack, how many held tools are in it.
    held_in: Vec<u32>,
    /// The tools that are in a stack of a held one.
    near: FixedBitSet,
    /// The other companies that offer a held tool, in id order.
    others: Vec<Peer>,
    /// For each peer, the indexes in `held` of what it offers of that, one peer after another.
    held_by: Vec<u32>,
    /// The tools that the peers offer, one peer after another.
    offered: Vec<ToolIx>,
    /// For each tool, the votes for it of the peers.
    support: Vec<f64>,
    /// The peers that offer each tool, found when the first score is taken apart.
    by_tool: OnceCell<PeersByTool>,
}

/// Another company that offers what one does.
struct Peer {
    company: CompanyIx,
    /// The sum of the pulls of the held tools that it offers: what its vote counts.
    weight: f64,
    /// Where its part of `held_by` begins.
    first: usize,
    /// Where its part of `offered` ends.
    offered_end: usize,
}

/// For each tool, the peers that offer it, by their positions.
struct PeersByTool {
    /// Where the peers of each tool begin, and where those of the last one end.
    starts: Vec<usize>,
    positions: Vec<u32>,
}

impl PeersByTool {
    fn new(tools: usize, peers: &[Peer], offered: &[ToolIx]) -> Self {
        let mut starts = vec![0; tools + 1];
        offered.iter().for_each(|tool| starts[tool.ordinal() as usize + 1] += 1);
        for tool in 0..tools {
            starts[tool + 1] += starts[tool];
        }
        let mut next = starts.clone();
        let mut by_tool = vec![0; offered.len()];
        let mut start = 0;
        for (at, peer) in (0_u32..).zip(peers) {
            for tool in &offered[start..peer.offered_end] {
                let next = &mut next[tool.ordinal() as usize];
                by_tool[*next] = at;
                *next += 1;
            }
            start = peer.offered_end;
        }
        Self { starts, positions: by_tool }
    }

    fn on(&self, tool: ToolIx) -> &[u32] {
        let tool = tool.ordinal() as usize;
        &self.positions[self.starts[tool]..self.starts[tool + 1]]
    }
}

/// Why a tool has the score that it has. The score is the product of `boost.factor` and the sum of
/// all `votes` and `popularity` of `held`, both already divided; it is rounded to twelve digits.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PeerSupport<'l> {
    /// The score.
    pub score: f64,
    /// The part of each tool that the company offers, the greatest votes first, ties by id.
    pub held: Vec<HeldSupport<'l>>,
    /// The part of the score that is general popularity, from 0 to 1; 0 where the score is.
    pub popularity_share: f64,
    /// What the stacks that the company already serves make of it.
    pub boost: StackBoost<'l>,
    /// The four companies whose votes count the most, the greatest first, ties by id.
    pub peers: Vec<PeerShare<'l>>,
}

/// What one tool that a company offers adds to the score of one that it lacks.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeldSupport<'l> {
    /// The tool that the company offers.
    pub tool: ToolRef<'l>,
    /// How many others offer it.
    pub others: u32,
    /// How many of those also offer the tool that the company lacks.
    pub both: u32,
    /// Their votes, divided by `others` + κ.
    pub votes: f64,
    /// Popularity in the place of votes that are missing: κ·π, divided likewise.
    pub popularity: f64,
    /// The part of the score that is their votes, from 0 to 1; 0 where the score is.
    pub share: f64,
}

/// How much a score grows because the company serves the tool's stacks already.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StackBoost<'l> {
    /// The tool's stacks, in id order.
    pub stacks: Vec<StackRef<'l>>,
    /// How many of the company's tools are in one of them.
    pub held_there: u32,
    /// How many tools the company offers.
    pub held: u32,
    /// 1 + γ · `held_there` / `held`.
    pub factor: f64,
}

/// What one other company adds to a score.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PeerShare<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// The part of the score that is its vote, from 0 to 1.
    pub share: f64,
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Rounds a score to 41 bits, twelve decimal digits, so that two that are equal but for the order
/// in which they were summed up are equal.
fn rounded(score: f64) -> f64 {
    const CUT: u64 = 1 << 12;
    f64::from_bits(score.to_bits().wrapping_add(CUT / 2) & !(CUT - 1))
}

impl<'l> Peers<'l> {
    /// Counts the votes of those who offer what `company` offers.
    ///
    /// # Complexity
    ///
    /// O(t + p log p + Σ d) time for t tools, p offers of `company`'s tools by others, and d tools
    /// of each company that makes one.
    #[must_use]
    pub fn new(landscape: &'l Landscape, company: CompanyIx, options: Options) -> Self {
        let options = options.bounded();
        let pull =
            |tool: ToolIx| ratio(1.0, f64::from(landscape.offerers(tool).saturating_sub(1)) + options.kappa);
        let held: Vec<(ToolIx, f64)> =
            landscape.offered_tools(company).map(|tool| (tool, pull(tool))).collect();
        let mut offers: Vec<(CompanyIx, u32)> = Vec::new();
        for (at, (tool, _)) in (0_u32..).zip(&held) {
            let offered = landscape.companies_on(*tool).filter(|(_, cell)| cell.is_offered());
            offers.extend(offered.map(|(peer, _)| (peer, at)).filter(|(peer, _)| *peer != company));
        }
        // In id order, so that the sums are the same however the peers were found.
        offers.sort_unstable();
        let held_by: Vec<u32> = offers.iter().map(|(_, at)| *at).collect();
        let mut others: Vec<Peer> = Vec::new();
        for (first, (company, at)) in offers.into_iter().enumerate() {
            let pull = held[at as usize].1;
            match others.last_mut() {
                Some(peer) if peer.company == company => peer.weight += pull,
                _ => others.push(Peer { company, weight: pull, first, offered_end: 0 }),
            }
        }
        let mut support = vec![0.0; landscape.tools().len()];
        let mut offered = Vec::new();
        for peer in &mut others {
            let vote = peer.weight / f64::from(landscape.breadth(peer.company).max(1));
            for (tool, cell) in landscape.offers_of(peer.company) {
                if cell.is_offered() {
                    support[tool.ordinal() as usize] += vote;
                    offered.push(tool);
                }
            }
            peer.offered_end = offered.len();
        }
        let held_stacks: Vec<Vec<StackIx>> =
            held.iter().map(|(tool, _)| landscape.stacks_of(*tool)).collect();
        let mut held_in = vec![0; landscape.stacks().len()];
        held_stacks.iter().flatten().for_each(|stack| held_in[stack.ordinal() as usize] += 1);
        let mut near = FixedBitSet::with_capacity(support.len());
        for stack in landscape.stacks().filter(|stack| held_in[stack.ordinal() as usize] > 0) {
            landscape.tools_in(stack).into_iter().for_each(|tool| near.insert(tool.ordinal() as usize));
        }
        let by_tool = OnceCell::new();
        Self {
            landscape,
            company,
            options,
            held,
            held_stacks,
            held_in,
            near,
            others,
            held_by,
            offered,
            support,
            by_tool,
        }
    }

    /// How much of the score of a tool the vote of a company makes, or would make: that of one that
    /// does not offer it is split over one tool more.
    pub(super) fn vote_counts(&self, tool: ToolIx, company: CompanyIx) -> f64 {
        let offers = self.landscape.is_offered(company, tool);
        let split = self.landscape.breadth(company) + u32::from(!offers);
        let vote = 1.0 / f64::from(split.max(1));
        let pulls: f64 = self.held.iter().map(|(_, pull)| pull).sum();
        let (_, factor) = self.boost(&self.landscape.stacks_of(tool));
        rounded(factor * (self.weight(company) * vote + self.popularity(vote) * pulls))
    }

    fn vote(&self, peer: CompanyIx) -> f64 {
        1.0 / f64::from(self.landscape.breadth(peer).max(1))
    }

    /// What a company's vote counts: nothing where it is no peer.
    fn weight(&self, company: CompanyIx) -> f64 {
        let found = self.others.binary_search_by_key(&company, |peer| peer.company);
        found.map_or(0.0, |at| self.others[at].weight)
    }

    /// The indexes in `held` of what a peer offers of that.
    fn held_by(&self, peer: usize) -> &[u32] {
        let end = self.others.get(peer + 1).map_or(self.held_by.len(), |next| next.first);
        &self.held_by[self.others[peer].first..end]
    }

    /// The positions of the peers that offer any tool of a candidate's family, in id order.
    fn peers_on(&self, candidate: &Candidate) -> Vec<usize> {
        let by_tool =
            self.by_tool.get_or_init(|| PeersByTool::new(self.support.len(), &self.others, &self.offered));
        let on = candidate.family.iter().flat_map(|tool| by_tool.on(*tool));
        let mut peers: Vec<usize> = on.map(|peer| *peer as usize).collect();
        if candidate.family.len() > 1 {
            peers.sort_unstable();
            peers.dedup();
        }
        peers
    }

    /// The votes for a candidate.
    fn votes(&self, candidate: &Candidate) -> f64 {
        match *candidate.family {
            [tool] => self.landscape.votes(tool),
            _ => self.offerers(candidate).into_iter().fold(0.0, |votes, peer| votes + self.vote(peer)),
        }
    }

    /// The other companies that offer any tool of a candidate's family, in id order.
    fn offerers(&self, candidate: &Candidate) -> Vec<CompanyIx> {
        let offered = |tool: &ToolIx| {
            self.landscape.companies_on(*tool).filter(|(_, cell)| cell.is_offered()).map(|(by, _)| by)
        };
        let mut offerers: Vec<CompanyIx> = candidate.family.iter().flat_map(offered).collect();
        offerers.sort_unstable();
        offerers.dedup();
        offerers.retain(|peer| *peer != self.company);
        offerers
    }

    /// κ·π of a candidate.
    fn popularity(&self, votes: f64) -> f64 {
        let companies = f64::from(count(self.landscape.companies().len()));
        self.options.kappa * ratio(votes, companies)
    }

    /// How many of the held tools are in a stack of a tool, and what the score is multiplied by.
    fn boost(&self, stacks: &[StackIx]) -> (u32, f64) {
        let is_there = |of: &&Vec<StackIx>| of.iter().any(|stack| stacks.contains(stack));
        let there = match stacks {
            [] => 0,
            [stack] => self.held_in[stack.ordinal() as usize],
            // What is in two of them counts once.
            _ => count(self.held_stacks.iter().filter(is_there).count()),
        };
        let share = ratio(f64::from(there), f64::from(count(self.held.len())));
        (there, 1.0 + self.options.gamma * share)
    }
}

impl<'l> Ranker<'l> for Peers<'l> {
    fn rank(&self) -> Option<Rank> {
        Some(Rank::Peers(self.options))
    }

    fn score(&self, candidate: &Candidate) -> f64 {
        if candidate.offerers == 0 || self.held.is_empty() {
            return 0.0;
        }
        let (support, votes) = match *candidate.family {
            [tool] => (self.support[tool.ordinal() as usize], self.landscape.votes(tool)),
            _ => self.offerers(candidate).into_iter().fold((0.0, 0.0), |(support, votes), peer| {
                let vote = self.vote(peer);
                (support + self.weight(peer) * vote, votes + vote)
            }),
        };
        let pulls: f64 = self.held.iter().map(|(_, pull)| pull).sum();
        let is_near = self.near.contains(candidate.tool.ordinal() as usize);
        let (_, factor) =
            self.boost(&if is_near { self.landscape.stacks_of(candidate.tool) } else { Vec::new() });
        rounded(factor * (support + self.popularity(votes) * pulls))
    }

    fn explain(&self, candidate: &Candidate) -> Option<PeerSupport<'l>> {
        let landscape = self.landscape;
        let mut peers = self.peers_on(candidate);
        let mut together = vec![(0.0, 0_u32); self.held.len()];
        for peer in &peers {
            let vote = self.vote(self.others[*peer].company);
            for at in self.held_by(*peer) {
                let (votes, both) = &mut together[*at as usize];
                *votes += vote;
                *both += 1;
            }
        }
        let popularity = self.popularity(self.votes(candidate));
        let part = |((tool, pull), (votes, both)): (&(ToolIx, f64), (f64, u32))| HeldSupport {
            tool: landscape.named(*tool),
            others: landscape.offerers(*tool).saturating_sub(1),
            both,
            votes: votes * pull,
            popularity: popularity * pull,
            share: 0.0,
        };
        let mut held: Vec<HeldSupport<'l>> = self.held.iter().zip(together).map(part).collect();
        let sum = held.iter().fold(0.0, |sum, held| sum + held.votes + held.popularity);
        for held in &mut held {
            held.share = ratio(held.votes, sum);
        }
        // Not `sum`, which makes -0 of nothing.
        let popular = held.iter().fold(0.0, |sum, held| sum + held.popularity);
        let popularity_share = ratio(popular, sum);
        held.sort_by(|a, b| b.votes.total_cmp(&a.votes));
        let stacks = landscape.stacks_of(candidate.tool);
        let (held_there, factor) = self.boost(&stacks);
        let share = |peer: &usize| self.others[*peer].weight * self.vote(self.others[*peer].company);
        peers.retain(|peer| share(peer) > 0.0);
        // Shares are positive, so they compare like their bits.
        keep_top(&mut peers, Some(PEERS_NAMED), |peer| (std::cmp::Reverse(share(peer).to_bits()), *peer));
        Some(PeerSupport {
            score: self.score(candidate),
            held,
            popularity_share,
            boost: StackBoost {
                stacks: stacks.into_iter().map(|stack| landscape.named(stack)).collect(),
                held_there,
                held: count(self.held.len()),
                factor,
            },
            peers: (peers.iter())
                .map(|peer| PeerShare {
                    company: landscape.named(self.others[*peer].company),
                    share: ratio(share(peer), sum),
                })
                .collect(),
        })
    }
}
