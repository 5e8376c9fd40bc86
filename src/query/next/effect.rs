//! What an answer would change: places in the lists of gaps and rivals, intervals, and questions.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::{COVERAGE, Change, LEADS_PER_STACK, QUESTION, RIVALS, Subject};
use crate::landscape::{CompanyIx, Ix, Landscape, NodeIx, QuestionIx, RoleIx, StackIx, ToolIx};
use crate::model::{Kind, kinds};
use crate::query::overlap::{self, Similarity};
use crate::query::peers::{self, Peers};
use crate::query::questions::{self, Lack};
use crate::query::rank::{Candidate, Ranker, Score};
use crate::query::scope::{ScopeVerdict, binding_principles, verdict_of};
use crate::query::state::GapState;
use crate::query::{AnyRef, MIN_RESEARCHED, Page, SourceRef, Within, count, gaps};

/// How much a place in a list counts: 1 for the first, less and less for those behind, as in the
/// discounted cumulative gain of information retrieval.
fn place_counts(place: u32) -> f64 {
    1.0 / (f64::from(place) + 1.0).log2()
}

/// A change of an answer, before it is described.
#[derive(Clone, Debug)]
pub(super) enum Effect<'m> {
    Gap { place: u32 },
    Shared { offering: u32, of: u32 },
    FirstVendor { place: u32, state: GapState },
    GapMoves { from: u32, to: u32 },
    RivalMoves { from: u32, to: u32 },
    Coverage { targets: Vec<NodeIx> },
    Questions(&'m [QuestionIx]),
    NoNeeds,
}

impl Effect<'_> {
    pub(super) fn described<'l>(&self, landscape: &'l Landscape) -> Change<'l> {
        match self {
            Self::Gap { place } => Change::Gap { place: *place },
            Self::Shared { offering, of } => Change::Shared { offering: *offering, of: *of },
            Self::FirstVendor { place, state } => Change::FirstVendor { place: *place, state: *state },
            Self::GapMoves { from, to } => Change::GapMoves { from: *from, to: *to },
            Self::RivalMoves { from, to } => Change::RivalMoves { from: *from, to: *to },
            Self::Coverage { targets } => Change::Coverage {
                targets: targets.iter().map(|target| AnyRef::of(landscape, *target)).collect(),
            },
            Self::Questions(questions) => Change::Questions {
                questions: questions.iter().map(|question| landscape.named(*question)).collect(),
            },
            Self::NoNeeds => Change::NoNeeds,
        }
    }
}

/// The owners' questions that are blocked, by what they wait for.
pub(super) struct Waiting {
    by_lack: BTreeMap<(Lack, NodeIx), Vec<QuestionIx>>,
}

/// A verdict that is missing.
pub(super) struct PrincipleLack {
    pub(super) tool: ToolIx,
    pub(super) principle: Ix<kinds::Principle>,
}

impl Waiting {
    pub(super) fn new(landscape: &Landscape) -> Self {
        let mut by_lack: BTreeMap<(Lack, NodeIx), Vec<QuestionIx>> = BTreeMap::new();
        for question in questions::questions(landscape).questions {
            let lacks = question.missing.iter().chain(question.asks.iter().flat_map(|ask| &ask.missing));
            let found = landscape.find(Kind::Question, question.question.id.as_str());
            let Some(ix) = found.and_then(NodeIx::of_kind) else { continue };
            for missing in lacks {
                let Some(record) = landscape.find(missing.record.kind, missing.record.id) else { continue };
                let waiting = by_lack.entry((missing.lack, record)).or_default();
                if !waiting.contains(&ix) {
                    waiting.push(ix);
                }
            }
        }
        by_lack.values_mut().for_each(|questions| questions.sort_unstable());
        Self { by_lack }
    }

    fn on(&self, lack: Lack, record: impl Into<NodeIx>) -> &[QuestionIx] {
        self.by_lack.get(&(lack, record.into())).map_or(&[], Vec::as_slice)
    }

    /// What questions wait for, in order, each with the questions.
    pub(super) fn all(&self) -> impl Iterator<Item = (Lack, NodeIx, &[QuestionIx])> {
        self.by_lack.iter().map(|((lack, record), questions)| (*lack, *record, questions.as_slice()))
    }
}

/// A gap of the company, where it stands.
#[derive(Clone, Copy)]
struct Gap {
    verdict: ScopeVerdict,
    score: Score,
    offerers: u32,
    tool: ToolIx,
    state: GapState,
}

impl Gap {
    /// Greater is behind.
    fn key(&self) -> impl Ord + use<> {
        use std::cmp::Reverse;
        (self.verdict, Reverse(self.score), Reverse(self.offerers), self.tool)
    }
}

/// What is known around the company: its gaps and rivals as they stand.
pub(super) struct Market<'l, 'm> {
    landscape: &'l Landscape,
    company: CompanyIx,
    waiting: &'m Waiting,
    /// The tools that are looked at, in id order: none that a principle rules out.
    tools: Vec<ToolIx>,
    roles: Vec<RoleIx>,
    /// The gaps of the company in the order of its list, whatever was asked for.
    gaps: Vec<Gap>,
    /// For each tool, its place among the gaps.
    gap_at: Vec<Option<u32>>,
    /// The closest rivals, the closest first.
    rivals: Vec<(CompanyIx, Similarity)>,
    /// For each tool, how many of these offer it.
    rivals_on: Vec<u32>,
    /// For each stack, in order, the tools that count in it; for each role what it needs.
    targets: Vec<(NodeIx, Vec<ToolIx>)>,
    peers: Peers<'l>,
    leads: OnceCell<Vec<(CompanyIx, Vec<ToolIx>)>>,
}

impl<'l, 'm> Market<'l, 'm> {
    pub(super) fn new(
        landscape: &'l Landscape,
        company: CompanyIx,
        within: &Within,
        waiting: &'m Waiting,
    ) -> Self {
        let binding = binding_principles(landscape);
        let peers = Peers::new(landscape, company, peers::Options::DEFAULT);
        let is_offered = |tool: ToolIx| landscape.is_offered(company, tool);
        let mut gaps = Vec::new();
        let mut ruled_out = Vec::new();
        for tool in landscape.whole_tools() {
            let verdict = verdict_of(landscape, tool, &binding);
            if verdict == ScopeVerdict::Out {
                ruled_out.push(tool);
            } else if !is_offered(tool) {
                let claims = gaps::claims_about(landscape, tool, company);
                let candidate =
                    Candidate { tool, family: [tool].into(), offerers: claims.offered, rivals: 0 };
                let state = GapState::of(claims, MIN_RESEARCHED);
                let score = Score(peers.score(&candidate));
                gaps.push(Gap { verdict, score, offerers: claims.offered, tool, state });
            }
        }
        gaps.sort_by_key(Gap::key);
        let mut gap_at = vec![None; landscape.tools().len()];
        for (place, gap) in (1..).zip(&gaps) {
            gap_at[gap.tool.ordinal() as usize] = Some(place);
        }
        let (rivals, _) = overlap::closest(landscape, company, &Within::default(), Page::first(RIVALS));
        let mut rivals_on = vec![0; landscape.tools().len()];
        for tool in rivals.iter().flat_map(|(rival, _)| landscape.offered_tools(*rival)) {
            rivals_on[tool.ordinal() as usize] += 1;
        }
        let mut tools = within.tools(landscape);
        tools.retain(|tool| ruled_out.binary_search(tool).is_err());
        let stacks = landscape.stacks().map(|stack| (stack.into(), landscape.counted_tools_in(stack)));
        let needs = |role: RoleIx| landscape.without_parts(&landscape.needs(role));
        let roles = landscape.roles().map(|role| (role.into(), needs(role)));
        Self {
            targets: stacks.chain(roles).collect(),
            roles: if within.roles.is_empty() { landscape.roles().collect() } else { within.roles.clone() },
            landscape,
            company,
            waiting,
            tools,
            gaps,
            gap_at,
            rivals,
            rivals_on,
            peers,
            leads: OnceCell::new(),
        }
    }

    pub(super) fn tools(&self) -> &[ToolIx] {
        &self.tools
    }

    pub(super) fn roles(&self) -> &[RoleIx] {
        &self.roles
    }

    pub(super) fn company(&self) -> CompanyIx {
        self.company
    }

    /// The gaps that no principle has judged, in the order of the list.
    pub(super) fn gaps_not_reviewed(&self) -> impl Iterator<Item = ToolIx> {
        self.gaps.iter().filter(|gap| gap.verdict == ScopeVerdict::Open).map(|gap| gap.tool)
    }

    pub(super) fn rivals(&self) -> impl Iterator<Item = CompanyIx> {
        self.rivals.iter().map(|(rival, _)| *rival)
    }

    /// The companies that are looked at, each with the tools that are.
    pub(super) fn candidates(&self) -> Vec<(CompanyIx, Vec<ToolIx>)> {
        let near = [self.company].into_iter().chain(self.rivals());
        let mut candidates: Vec<_> = near.map(|company| (company, self.tools.clone())).collect();
        candidates.extend(self.leads().iter().cloned());
        candidates
    }

    /// For tools that nobody is known to offer, the companies that offer most in their stacks and
    /// are no close rivals.
    fn leads(&self) -> &[(CompanyIx, Vec<ToolIx>)] {
        self.leads.get_or_init(|| {
            let is_open = |gap: &&Gap| {
                gap.offerers == 0 && gap.state != GapState::Empty && self.tools.contains(&gap.tool)
            };
            let mut by_stack: BTreeMap<StackIx, Vec<ToolIx>> = BTreeMap::new();
            for gap in self.gaps.iter().filter(is_open) {
                for stack in self.landscape.stacks_of(gap.tool) {
                    by_stack.entry(stack).or_default().push(gap.tool);
                }
            }
            let mut leads: BTreeMap<CompanyIx, Vec<ToolIx>> = BTreeMap::new();
            for (stack, tools) in by_stack {
                for company in self.known_best_in(stack) {
                    leads.entry(company).or_default().extend(tools.iter().copied());
                }
            }
            for tools in leads.values_mut() {
                tools.sort_unstable();
                tools.dedup();
            }
            leads.into_iter().collect()
        })
    }

    /// The companies known best in a stack, the company and its close rivals left out; a claim
    /// about the stack as a whole counts as a tool.
    fn known_best_in(&self, stack: StackIx) -> Vec<CompanyIx> {
        let landscape = self.landscape;
        let mut known = vec![0_u32; landscape.count(Kind::Company)];
        for tool in landscape.counted_tools_in(stack) {
            for (company, _) in landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered()) {
                known[company.ordinal() as usize] += 1;
            }
        }
        for company in landscape.active_in(stack) {
            known[company.ordinal() as usize] += 1;
        }
        for near in [self.company].into_iter().chain(self.rivals()) {
            known[near.ordinal() as usize] = 0;
        }
        let known = landscape.companies().zip(known).filter(|(_, known)| *known > 0);
        let mut known: Vec<(CompanyIx, u32)> = known.collect();
        crate::query::keep_top(&mut known, Some(LEADS_PER_STACK), |(company, known)| {
            (std::cmp::Reverse(*known), *company)
        });
        known.into_iter().map(|(company, _)| company).collect()
    }

    /// The verdicts for which a question waits, of the tools that are looked at: of each tool the
    /// first that is missing, since one fail decides.
    pub(super) fn verdicts(&self) -> impl Iterator<Item = PrincipleLack> {
        let of_tool = self.tools.iter().filter(|tool| !self.waiting.on(Lack::Verdicts, **tool).is_empty());
        of_tool.filter_map(|tool| {
            let missing = crate::query::scope::scope_of(self.landscape, *tool).missing;
            let first = self.landscape.find(Kind::Principle, missing.first()?.id.as_str())?;
            Some(PrincipleLack { tool: *tool, principle: first.of_kind()? })
        })
    }

    /// The source that most claims about what a company offers cite; of equal ones the first by id.
    pub(super) fn source_most_cited(&self, company: CompanyIx) -> Option<SourceRef<'l>> {
        let mut cited: BTreeMap<&'l str, (u32, SourceRef<'l>)> = BTreeMap::new();
        for (tool, _) in self.landscape.offers_of(company) {
            for claim in self.landscape.offer_claims(company, tool) {
                for evidence in claim.evidence {
                    cited.entry(evidence.source.id.as_str()).or_insert((0, evidence.source)).0 += 1;
                }
            }
        }
        // The last of equals is taken, so they come in reverse.
        cited.into_values().rev().max_by_key(|(times, _)| *times).map(|(_, source)| source)
    }

    /// Tells each thing that an answer would change, and how much that counts.
    pub(super) fn effects(&self, subject: Subject, tell: &mut dyn FnMut(f64, Effect<'m>)) {
        match subject {
            Subject::Needs(role) => {
                tell(COVERAGE, Effect::NoNeeds);
                questions_wait(self.waiting.on(Lack::Needs, role), tell);
            }
            Subject::Verdict(tool, _) => questions_wait(self.waiting.on(Lack::Verdicts, tool), tell),
            Subject::Offer(tool, company) | Subject::Again(tool, company) => {
                if company == self.company {
                    self.own(tool, tell);
                } else {
                    self.of_gap(company, tool, tell);
                    self.of_rival(company, tool, tell);
                }
                self.coverage(company, tool, tell);
                questions_wait(self.waiting.on(Lack::Claims, tool), tell);
                questions_wait(self.waiting.on(Lack::Offers, company), tell);
                for stack in self.landscape.stacks_of(tool) {
                    questions_wait(self.waiting.on(Lack::StackClaims, stack), tell);
                }
            }
        }
    }

    /// What it would change that the company itself offers a tool, or no longer does.
    fn own(&self, tool: ToolIx, tell: &mut dyn FnMut(f64, Effect<'m>)) {
        if let Some(place) = self.gap_at[tool.ordinal() as usize] {
            tell(place_counts(place), Effect::Gap { place });
        }
        // The tool weighs in favour of the rivals that offer it, against the others: most where
        // half of them do.
        let (offering, of) = (self.rivals_on[tool.ordinal() as usize], count(self.rivals.len()));
        let (weight, ours) = (self.landscape.weight(tool), self.landscape.weight_of_offers(self.company));
        let split = 2.0 * f64::from(offering.min(of - offering)) / f64::from(of.max(1));
        if split > 0.0 && weight > 0.0 {
            tell(split * weight / (ours + weight), Effect::Shared { offering, of });
        }
    }

    /// What it would change for a gap that another company offers it, or no longer does.
    fn of_gap(&self, company: CompanyIx, tool: ToolIx, tell: &mut dyn FnMut(f64, Effect<'m>)) {
        let Some(from) = self.gap_at[tool.ordinal() as usize] else { return };
        let gap = self.gaps[from as usize - 1];
        let offers = self.landscape.is_offered(company, tool);
        if gap.offerers == u32::from(offers) {
            tell(place_counts(from), Effect::FirstVendor { place: from, state: gap.state });
        }
        let gain = self.peers.vote_counts(tool, company);
        let moved = if offers {
            Gap { score: Score(gap.score.0 - gain), offerers: gap.offerers - 1, ..gap }
        } else {
            Gap { score: Score(gap.score.0 + gain), offerers: gap.offerers + 1, ..gap }
        };
        let before = self.gaps.partition_point(|other| other.key() < moved.key());
        // Where it moves back, it is itself among those before it.
        let to = count(before) + u32::from(!offers);
        if to != from {
            tell((place_counts(to) - place_counts(from)).abs(), Effect::GapMoves { from, to });
        }
    }

    /// What it would change among the rivals that one of them offers what the company offers, or no
    /// longer does.
    fn of_rival(&self, rival: CompanyIx, tool: ToolIx, tell: &mut dyn FnMut(f64, Effect<'m>)) {
        let landscape = self.landscape;
        if !landscape.is_offered(self.company, tool) {
            return;
        }
        let Some(at) = self.rivals.iter().position(|(other, _)| *other == rival) else { return };
        let share = landscape.weight(tool) / landscape.weight_of_offers(self.company);
        let key = |(other, of): &(CompanyIx, Similarity)| {
            (std::cmp::Reverse(Score(of.weighted_containment[0])), std::cmp::Reverse(of.shared), *other)
        };
        let mut moved = self.rivals[at];
        let offers = landscape.is_offered(rival, tool);
        if offers {
            moved.1.weighted_containment[0] -= share;
            moved.1.shared -= 1;
        } else {
            moved.1.weighted_containment[0] += share;
            moved.1.shared += 1;
        }
        let others = self.rivals.iter().filter(|(other, _)| *other != rival);
        let before = others.filter(|other| key(other) < key(&moved)).count();
        let (from, to) = (count(at + 1), count(before + 1));
        if to != from {
            tell((place_counts(to) - place_counts(from)).abs(), Effect::RivalMoves { from, to });
        }
    }

    /// What it would settle of stacks and, for the company itself, of roles.
    fn coverage(&self, company: CompanyIx, tool: ToolIx, tell: &mut dyn FnMut(f64, Effect<'m>)) {
        if self.landscape.cell(company, tool).is_some() {
            return;
        }
        let (mut sum, mut targets) = (0.0, Vec::new());
        for (target, tools) in &self.targets {
            let counts = target.kind() == Kind::Stack || company == self.company;
            if counts && tools.binary_search(&tool).is_ok() {
                sum += 1.0 / f64::from(count(tools.len()));
                targets.push(*target);
            }
        }
        if !targets.is_empty() {
            tell(COVERAGE * sum, Effect::Coverage { targets });
        }
    }
}

/// Tells that questions wait, where any do.
fn questions_wait<'m>(waiting: &'m [QuestionIx], tell: &mut dyn FnMut(f64, Effect<'m>)) {
    if !waiting.is_empty() {
        tell(QUESTION * f64::from(count(waiting.len())), Effect::Questions(waiting));
    }
}
