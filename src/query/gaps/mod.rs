//! The tools that a company does not offer: contested, empty, unsettled or unresearched.

mod changes;
mod family;
mod roles;

use crate::query::{
    effort::BuildEffort,
    peers::PeerSupport,
    plan::BuildPlan,
    rank::{Candidate, Rank, Ranker},
    scope::{self, Scope, ScopeVerdict},
    state::{GapState, StateCounts},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::effort::effort;
use super::looked::{self, Looked};
use super::overlap::{closest_rivals, rivals};
use super::plan::{ToBuild, plan};
use super::rank::scored;
use super::scope::{binding_principles, verdict_of};
use super::{CompanyRef, DEFAULT_NAMES, NotCounted, Page, StackRef, ToolRef, Within, count};
use crate::landscape::{BuildCostView, Cell, CompanyIx, Ground, Landscape, ToolIx};
use crate::model::{Basis, Date, Kind, Support};
pub use changes::{Change, GapStanding, Question, Standing, assuming, changes};
pub(super) use family::claims_about;
use family::{asked_tools, best_of_company, best_of_family, claims_about_family, family as family_of};
pub use roles::{RoleToServe, RolesToServe};

/// How to answer [`gaps`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which gaps to list, and which of those that are ruled out.
    pub page: Page,
    /// How many of the companies that offer a gap to name; all when none is given.
    pub names: Option<usize>,
    /// Which tools to look at.
    pub within: Within,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// Whether a variant is counted as the tool that it is a variant of.
    pub variants: Variants,
    /// Which gaps to list.
    pub scope: ScopeFilter,
    /// The order.
    pub rank: Rank,
    /// Whether to sum up what it takes to build all gaps that are asked for, and with how many
    /// teams.
    pub plan: Option<PlanOptions>,
    /// The least Jaccard at which another company counts as a rival.
    pub rival_jaccard: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            page: Page::default(),
            names: Some(DEFAULT_NAMES),
            within: Within::default(),
            min_researched: super::MIN_RESEARCHED,
            variants: Variants::Apart,
            scope: ScopeFilter::default(),
            plan: None,
            rank: Rank::default(),
            rival_jaccard: 0.1,
        }
    }
}

/// Which gaps to list, by scope. All are counted.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ScopeFilter {
    /// All: those in scope, the open ones, and apart those that a principle rules out.
    #[default]
    All,
    /// Those that are in scope.
    In,
}

/// How to sum up what it takes to close gaps.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PlanOptions {
    /// How many teams build at the same time; no calendar is made when none is given.
    pub teams: Option<u32>,
}

/// How variants of a tool are counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Variants {
    /// As tools of their own.
    #[default]
    Apart,
    /// As the tool that they are a variant of.
    Folded,
}

/// The tools that a company is not known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The company that asks.
    pub company: CompanyRef<'l>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
    /// Whose principles and build costs are applied: the landscape's perspective.
    pub judged_by: Option<CompanyRef<'l>>,
    /// Whether any principle is binding; without one nothing is in scope unless it is listed.
    pub has_binding_principles: bool,
    /// Whether there are tools that are parts of others.
    pub has_parts: bool,
    /// The owners' figures of effort, what they say of them and where they stand, by complexity and
    /// stage.
    pub build_costs: Vec<BuildCostView<'l>>,
    /// Of how many tools something is claimed, or concluded from a part, for the company itself.
    pub own_claims: u32,
    /// How many tools that count the company is known to offer, whatever was asked for: where it is
    /// none, it has no peers.
    pub own_offers: u32,
    /// The order within a state; none where it is by a ranker that does not come with the program.
    /// By peer support without peers it is that by popularity.
    pub rank: Option<Rank>,
    /// Which gaps are listed, by scope.
    pub scope: ScopeFilter,
    /// How many gaps there are of each state, out of scope ones and those cut off included.
    pub totals: Totals,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// The other companies that are closest to the company, the closest first: at most
    /// [`CLOSEST_RIVALS`](super::overlap::CLOSEST_RIVALS).
    pub closest_rivals: Vec<CompanyRef<'l>>,
    /// The gaps, as one list: those in scope, then those that nobody has judged; each in the order
    /// of `rank`. The list is cut, and `totals` counts all.
    pub gaps: Vec<Gap<'l>>,
    /// Where the list of gaps goes on; none where it is at its end.
    pub next: Option<u32>,
    /// The gaps that a principle rules out, in the same order, and cut likewise: they have no place
    /// in the list.
    pub out_of_scope: Vec<Gap<'l>>,
    /// The tools that the company offers of which it lacks parts, in id order.
    pub partly_offered: Vec<PartlyOffered<'l>>,
    /// The tools that the company offers and that have stages to go, in id order: of those alone
    /// whose maturity is claimed.
    pub to_go: Vec<StagesToGo<'l>>,
    /// What it takes to build all gaps that are in scope or open, those cut off included; of those
    /// in scope alone where only those were asked for.
    pub plan: Option<BuildPlan<'l>>,
    /// What it takes to serve the roles that are asked for, or which are nearest, where `plan` is
    /// asked for.
    pub roles: Option<RolesToServe<'l>>,
    /// What the assumptions change, where some are laid over the landscape: see [`assuming`]. None
    /// where the company itself is assumed.
    pub changes: Option<Vec<Change<'l>>>,
}

/// How many gaps there are of each state.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// The tools counted: parts are not counted beside their whole.
    pub tools: u32,
    /// The tools that the company offers.
    pub offered: u32,
    /// The tools that it is known to plan, and not yet to offer.
    pub planned: u32,
    /// The tools that it is known not to offer.
    pub lacking: u32,
    /// How many gaps there are of each state, those that a principle rules out included.
    pub gaps: StateCounts,
    /// How many gaps of each state are in scope.
    pub in_scope: StateCounts,
    /// How many gaps of each state are neither in scope nor ruled out.
    pub open: StateCounts,
    /// How many gaps of each state a principle rules out.
    pub out_of_scope: StateCounts,
    /// How many of the unresearched gaps somebody has looked up without finding an answer.
    pub looked: u32,
}

impl Totals {
    /// Returns how many gaps there are of each state and of one verdict.
    #[must_use]
    pub const fn of(&self, verdict: ScopeVerdict) -> StateCounts {
        match verdict {
            ScopeVerdict::In => self.in_scope,
            ScopeVerdict::Open => self.open,
            ScopeVerdict::Out => self.out_of_scope,
        }
    }

    fn add(&mut self, verdict: ScopeVerdict, state: GapState) {
        self.gaps.add(state);
        match verdict {
            ScopeVerdict::In => self.in_scope.add(state),
            ScopeVerdict::Open => self.open.add(state),
            ScopeVerdict::Out => self.out_of_scope.add(state),
        }
    }
}

/// A tool that the company is not known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Gap<'l> {
    /// Its place in the list, from 1; of what is ruled out, in that list.
    pub place: u32,
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of it among the other companies.
    pub state: GapState,
    /// What is claimed of the company itself: planned or no; none when nothing is known.
    pub own: Option<Support>,
    /// What that is concluded from; none where it is claimed, or where nothing is known.
    pub own_concluded: Option<Ground>,
    /// How many other companies offer it.
    pub offerers: u32,
    /// The companies that offer it, in id order; not all where fewer names were asked for.
    pub offered_by: Vec<Offerer<'l>>,
    /// Which of the closest rivals offer it, the closest first.
    pub closest: Vec<CompanyRef<'l>>,
    /// How many of them are rivals: companies that offer much of what the company offers. Of folded
    /// variants, the one that most rivals offer.
    pub rivals: u32,
    /// How many companies plan it.
    pub planned_by: u32,
    /// How many companies are known not to offer it.
    pub known_not: u32,
    /// The stacks that it is in, in id order.
    pub stacks: Vec<StackRef<'l>>,
    /// What it is a variant of, in id order.
    pub variant_of: Vec<ToolRef<'l>>,
    /// Its parts, none of which the company offers, in id order.
    pub parts: Vec<MissingPart<'l>>,
    /// Whether it is in scope.
    pub scope: Scope<'l>,
    /// What it takes to build one, from where the company's own stands.
    pub effort: BuildEffort,
    /// What somebody looked up of it without finding an answer, at the company itself too.
    pub looked: Vec<Looked<'l>>,
    /// Why it stands where it stands, where the order is by peer support.
    pub support: Option<PeerSupport<'l>>,
}

/// A company that offers a tool.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Offerer<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// Yes or partial.
    pub support: Support,
    /// What is claimed of this very tool; none where it is concluded.
    pub claimed: Option<Support>,
    /// What the support is concluded from; none where it is claimed.
    pub concluded: Option<Ground>,
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

/// A part of a tool that the company is not known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct MissingPart<'l> {
    /// The part.
    pub tool: ToolRef<'l>,
    /// What is known of it among the other companies.
    pub state: GapState,
    /// How many other companies offer it.
    pub offerers: u32,
}

/// A tool that the company offers without some of its parts.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct PartlyOffered<'l> {
    /// The whole.
    pub tool: ToolRef<'l>,
    /// The support that counts for the whole.
    pub support: Support,
    /// The parts that it is not known to offer, in id order.
    pub missing: Vec<MissingPart<'l>>,
}

/// A tool that the company offers and that has stages to go.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct StagesToGo<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What it takes to reach them.
    pub effort: BuildEffort,
}

/// Answers which tools a company is not known to offer, and what is known of each.
///
/// # Complexity
///
/// O(t + o + Σ d) time for t tools, o claims about the tools that the company lacks and about those
/// that it shares with others, and the d tools of each of those others; then O(Σ d) again for each
/// gap listed, over those who offer it.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::gaps};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = gaps::gaps(&market, market.company("crumb")?, &Default::default());
/// let gap = report.gaps.iter().find(|gap| gap.tool.name == "Stock list");
/// assert_eq!(gap.map(|gap| gap.offerers), Some(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn gaps<'l>(landscape: &'l Landscape, company: CompanyIx, options: &Options) -> Report<'l> {
    ranked(landscape, company, options, &*options.rank.ranker(landscape, company))
}

/// The same, in the order of any ranker; the rank of the options is not looked at.
///
/// # Complexity
///
/// As [`gaps`], besides what the ranker takes.
#[must_use]
pub fn ranked<'l>(
    landscape: &'l Landscape,
    company: CompanyIx,
    options: &Options,
    ranker: &dyn Ranker<'l>,
) -> Report<'l> {
    let asked = asked_tools(landscape, options);
    let mut rivals_on = vec![0_u32; landscape.count(Kind::Tool)];
    for rival in rivals(landscape, company, options.rival_jaccard) {
        landscape.offered_tools(rival).for_each(|tool| rivals_on[tool.ordinal() as usize] += 1);
    }
    let binding = binding_principles(landscape);
    let mut totals = Totals::default();
    let mut groups: [Vec<Candidate>; ScopeVerdict::ALL.len()] = Default::default();
    let mut to_build = Vec::new();
    let mut partly_offered = Vec::new();
    let mut to_go = Vec::new();
    for tool in asked.iter().copied() {
        totals.tools += 1;
        let family = family_of(landscape, tool, options.variants);
        let own = best_of_company(landscape, company, &family);
        let maturity = || landscape.maturity(company, tool);
        if let Some(support) = own.filter(|support| support.is_offered()) {
            totals.offered += 1;
            let missing = missing_parts(landscape, company, tool, options);
            if !missing.is_empty() {
                partly_offered.push(PartlyOffered { tool: landscape.named(tool), support, missing });
            }
            let effort = maturity().map(|maturity| effort(landscape, tool, Some(maturity)));
            to_go.extend(
                effort
                    .filter(BuildEffort::is_open)
                    .map(|effort| StagesToGo { tool: landscape.named(tool), effort }),
            );
            continue;
        }
        match own {
            Some(Support::Planned) => totals.planned += 1,
            Some(Support::No) => totals.lacking += 1,
            Some(Support::Yes | Support::Partial) | None => {}
        }
        let claims = claims_about_family(landscape, &family, company);
        let state = GapState::of(claims, options.min_researched);
        let verdict = verdict_of(landscape, tool, &binding);
        totals.add(verdict, state);
        if state == GapState::Unresearched && !looked::of_tools(landscape, &[tool]).is_empty() {
            totals.looked += 1;
        }
        if options.plan.is_some() && options.lists(verdict) && verdict != ScopeVerdict::Out {
            to_build.push(ToBuild {
                tool,
                effort: effort(landscape, tool, maturity()),
                is_known_lacking: own.is_some(),
            });
        }
        let rivals = family.iter().map(|tool| rivals_on[tool.ordinal() as usize]).max().unwrap_or_default();
        let candidate = Candidate { tool, family: family.into(), offerers: claims.offered, rivals };
        if options.lists(verdict) {
            groups[verdict as usize].push(candidate);
        }
    }
    let closest = closest_rivals(landscape, company, &Within::default());
    let lister = Lister { landscape, company, closest: &closest, options, ranker };
    let [in_scope, open, ruled_out] = groups;
    let (in_scope_count, listed_count) = (in_scope.len(), in_scope.len() + open.len());
    let longest = listed_count.max(ruled_out.len());
    let mut gaps = lister.list(in_scope, options.page, 0);
    gaps.extend(lister.list(open, options.page.after(in_scope_count), in_scope_count));
    let out_of_scope = lister.list(ruled_out, options.page, 0);
    let offers = |tool| landscape.is_offered(company, tool);
    Report {
        company: landscape.named(company),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, &asked),
        judged_by: landscape.perspective().map(|owner| landscape.named(owner)),
        has_binding_principles: !binding.is_empty(),
        has_parts: landscape.tools().any(|tool| !landscape.wholes(tool).is_empty()),
        build_costs: landscape.build_costs(),
        own_claims: count(landscape.offers_of(company).len()),
        own_offers: landscape.breadth(company),
        rank: ranker.rank(),
        scope: options.scope,
        totals,
        min_researched: options.min_researched,
        closest_rivals: closest.iter().map(|rival| landscape.named(*rival)).collect(),
        gaps,
        next: options.page.next(longest),
        out_of_scope,
        partly_offered,
        to_go,
        plan: options.plan.map(|of| plan(landscape, &to_build, offers, of.teams)),
        roles: options.plan.map(|_| roles::to_serve(landscape, company, &options.within)),
        changes: None,
    }
}

impl Options {
    /// Whether gaps of a verdict are listed.
    fn lists(&self, verdict: ScopeVerdict) -> bool {
        match self.scope {
            ScopeFilter::All => true,
            ScopeFilter::In => verdict == ScopeVerdict::In,
        }
    }
}

/// Lists the gaps of a company.
struct Lister<'l, 'o> {
    landscape: &'l Landscape,
    company: CompanyIx,
    /// The closest rivals, the closest first.
    closest: &'o [CompanyIx],
    options: &'o Options,
    ranker: &'o dyn Ranker<'l>,
}

impl<'l> Lister<'l, '_> {
    /// Puts candidates in order and lists those of a page; `before` of the list come before them.
    fn list(&self, candidates: Vec<Candidate>, page: Page, before: usize) -> Vec<Gap<'l>> {
        let in_order = scored(candidates, self.ranker, page).into_iter();
        let places = before + page.start + 1..;
        in_order.zip(places).map(|((_, candidate), place)| self.gap(&candidate, count(place))).collect()
    }

    fn gap(&self, candidate: &Candidate, place: u32) -> Gap<'l> {
        let Self { landscape, company, options, .. } = *self;
        let tool = candidate.tool;
        let family = &candidate.family;
        let claims = claims_about_family(landscape, family, company);
        let most = options.names.unwrap_or(usize::MAX);
        let named = |by: CompanyIx, support: Support, tool: ToolIx| Offerer {
            company: landscape.named(by),
            support,
            claimed: landscape.cell(by, tool).and_then(Cell::claimed),
            concluded: landscape.cell(by, tool).and_then(Cell::ground),
            basis: landscape.offer_basis(by, tool),
        };
        let offered_by: Vec<Offerer<'l>> = if family.len() == 1 {
            let offered = landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered());
            offered.take(most).map(|(by, cell)| named(by, cell.support(), tool)).collect()
        } else {
            let best = best_of_family(landscape, family).into_iter();
            let offered = best.filter(|(_, (support, _))| support.is_offered());
            offered.take(most).map(|(by, (support, tool))| named(by, support, tool)).collect()
        };
        let offers =
            |rival: &CompanyIx| best_of_company(landscape, *rival, family).is_some_and(Support::is_offered);
        let closest = self.closest.iter().filter(|rival| offers(rival));
        Gap {
            place,
            tool: landscape.named(tool),
            state: GapState::of(claims, options.min_researched),
            own: best_of_company(landscape, company, family),
            own_concluded: landscape.cell(company, tool).and_then(Cell::ground),
            offerers: candidate.offerers,
            offered_by,
            closest: closest.map(|rival| landscape.named(*rival)).collect(),
            rivals: candidate.rivals,
            planned_by: claims.planned,
            known_not: claims.no,
            stacks: landscape.stacks_of(tool).into_iter().map(|stack| landscape.named(stack)).collect(),
            variant_of: landscape.variant_of(tool).into_iter().map(|of| landscape.named(of)).collect(),
            parts: missing_parts(landscape, company, tool, options),
            scope: scope::scope_of(landscape, tool),
            effort: effort(landscape, tool, landscape.maturity(company, tool)),
            looked: looked::of_tools(landscape, &[tool]),
            support: self.ranker.explain(candidate),
        }
    }
}

fn missing_parts<'l>(
    landscape: &'l Landscape,
    company: CompanyIx,
    whole: ToolIx,
    options: &Options,
) -> Vec<MissingPart<'l>> {
    let lacks = |part: &ToolIx| !landscape.is_offered(company, *part);
    let missing = |part: ToolIx| {
        let claims = claims_about(landscape, part, company);
        let state = GapState::of(claims, options.min_researched);
        MissingPart { tool: landscape.named(part), state, offerers: claims.offered }
    };
    landscape.parts(whole).into_iter().filter(lacks).map(missing).collect()
}
