//! The tools that a company does not offer: contested, empty, unsettled or unresearched.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::effort::{effort, effort_sources};
use super::overlap::rivals;
use super::rank::rank;
use super::scope::is_ruled_out;
use super::{
    BuildEffort, Candidate, CompanyRef, GapState, Rank, Ranker, Report, Scope, ScopeVerdict, StackRef,
    StateCounts, Table, ToolRef, View, count, names, plural, scope_of,
};
use crate::landscape::{Cell, CompanyIx, Landscape, StackIx, ToolClaims, ToolIx};
use crate::model::{Basis, Date, Kind, Support};

/// How to answer [`gaps`].
#[derive(Clone, Debug)]
pub struct GapOptions {
    /// How many gaps of each state to list; all when none is given.
    pub top: Option<usize>,
    /// How many of the companies that offer a gap to name; all when none is given.
    pub names: Option<usize>,
    /// Only tools of these stacks; of any when empty.
    pub stacks: Vec<StackIx>,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// Whether a variant is counted as the tool that it is a variant of.
    pub variants: Variants,
    /// The order.
    pub rank: Rank,
    /// The least Jaccard at which another company counts as a rival.
    pub rival_jaccard: f64,
}

impl Default for GapOptions {
    fn default() -> Self {
        Self {
            top: None,
            names: None,
            stacks: Vec::new(),
            min_researched: super::MIN_RESEARCHED,
            variants: Variants::Apart,
            rank: Rank::default(),
            rival_jaccard: 0.1,
        }
    }
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

/// A tool and, when variants are folded, all its variants, directly or not.
fn family(landscape: &Landscape, tool: ToolIx, variants: Variants) -> Vec<ToolIx> {
    let mut family = vec![tool];
    let mut next = 0;
    while variants == Variants::Folded && next < family.len() {
        for variant in landscape.variants(family[next]) {
            if !family.contains(&variant) {
                family.push(variant);
            }
        }
        next += 1;
    }
    family
}

/// Returns whether what is claimed of a tool of a family counts for its base: that a company lacks a
/// variant does not say that it lacks the base.
fn counts_for(tool: ToolIx, cell: Cell, family: &[ToolIx]) -> bool {
    family.first() == Some(&tool) || cell.support() != Support::No
}

/// The best that is claimed of a company for any tool of a family.
fn best_of_company(landscape: &Landscape, company: CompanyIx, family: &[ToolIx]) -> Option<Support> {
    let cell = |tool: &ToolIx| landscape.cell(company, *tool).filter(|cell| counts_for(*tool, *cell, family));
    family.iter().filter_map(cell).map(|cell| cell.support()).min()
}

/// The best that is claimed of each company for any tool of a family, in the order of companies.
fn best_of_family(landscape: &Landscape, family: &[ToolIx]) -> BTreeMap<CompanyIx, (Support, ToolIx)> {
    let mut best: BTreeMap<CompanyIx, (Support, ToolIx)> = BTreeMap::new();
    for tool in family {
        for (company, cell) in
            landscape.companies_on(*tool).filter(|(_, cell)| counts_for(*tool, *cell, family))
        {
            let claim = (cell.support(), *tool);
            best.entry(company).and_modify(|known| *known = (*known).min(claim)).or_insert(claim);
        }
    }
    best
}

/// Counts the claims about a family of tools, those of one company left out.
fn claims_about_family(landscape: &Landscape, family: &[ToolIx], without: CompanyIx) -> ToolClaims {
    if let [tool] = family {
        return claims_about(landscape, *tool, without);
    }
    let mut claims = ToolClaims::default();
    for (company, (support, _)) in best_of_family(landscape, family) {
        if company != without {
            claims.add(support);
        }
    }
    claims
}

/// Counts the claims about a tool, those of one company left out.
fn claims_about(landscape: &Landscape, tool: ToolIx, without: CompanyIx) -> ToolClaims {
    let mut claims = landscape.claims_about(tool);
    if let Some(own) = landscape.cell(without, tool) {
        *claims.of(own.support()) -= 1;
    }
    claims
}

/// The tools that a company is not known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct GapReport<'l> {
    /// The company that asks.
    pub company: CompanyRef<'l>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// Whose principles and build costs are applied: the landscape's perspective.
    pub judged_by: Option<CompanyRef<'l>>,
    /// Whether there are tools that are parts of others.
    pub has_parts: bool,
    /// Where the figures of effort come from, and what the owners say of them.
    pub effort_sources: Vec<String>,
    /// Of how many tools something is claimed, or concluded from a part, for the company itself.
    pub own_claims: u32,
    /// How the gaps are ordered.
    pub order: &'static str,
    /// How many gaps there are of each state, out of scope ones and those cut off included.
    pub totals: GapTotals,
    /// How many companies must be known not to offer a tool before it is called empty.
    pub min_researched: u32,
    /// The gaps by state, within a state as `order` says, ties by id; out of scope ones apart.
    pub gaps: Vec<Gap<'l>>,
    /// The gaps that a principle rules out, in the same order.
    pub out_of_scope: Vec<Gap<'l>>,
    /// The tools that the company offers of which it lacks parts, in id order.
    pub partly_offered: Vec<PartlyOffered<'l>>,
}

/// How many gaps there are of each state.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GapTotals {
    /// The tools counted: parts are not counted beside their whole.
    pub tools: u32,
    /// The tools that the company offers.
    pub offered: u32,
    /// How many gaps there are of each state, those that a principle rules out included.
    pub gaps: StateCounts,
    /// How many gaps of each state a principle rules out.
    pub out_of_scope: StateCounts,
}

/// A tool that the company is not known to offer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Gap<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of it among the other companies.
    pub state: GapState,
    /// What is claimed of the company itself: planned or no; none when nothing is known.
    pub own: Option<Support>,
    /// How many other companies offer it.
    pub offerers: u32,
    /// The companies that offer it, in id order; not all where fewer names were asked for.
    pub offered_by: Vec<Offerer<'l>>,
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
    /// What it takes to build one.
    pub effort: BuildEffort,
}

/// A company that offers a tool.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Offerer<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// Yes or partial.
    pub support: Support,
    /// What is claimed of this very tool; none where the company is only said to offer a part of it.
    pub claimed: Option<Support>,
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

impl Offerer<'_> {
    /// The company's name, with what keeps the claim from being a plain stated yes.
    fn text(&self) -> String {
        let partial = match (self.claimed, self.support) {
            (None, _) => Some("a part"),
            (_, Support::Partial) => Some("partial"),
            _ => None,
        };
        let basis = self.basis.filter(|basis| *basis != Basis::Stated).map(Basis::word);
        let doubts: Vec<&str> = partial.into_iter().chain(basis).collect();
        if doubts.is_empty() {
            self.company.name.to_owned()
        } else {
            format!("{} ({})", self.company.name, doubts.join(", "))
        }
    }
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

/// Answers which tools a company is not known to offer, and what is known of each.
///
/// # Complexity
///
/// O(t + o) time for t tools and o claims about the tools that the company lacks and about those that
/// it shares with others, then O(k · d) for k gaps listed with d claims each.
#[must_use]
pub fn gaps<'l>(landscape: &'l Landscape, company: CompanyIx, options: &GapOptions) -> GapReport<'l> {
    gaps_ranked(landscape, company, options, &options.rank)
}

/// The same, in the order of any ranker; the rank of the options is not looked at.
///
/// # Complexity
///
/// As [`gaps`], besides what the ranker takes.
#[must_use]
pub fn gaps_ranked<'l>(
    landscape: &'l Landscape,
    company: CompanyIx,
    options: &GapOptions,
    ranker: &dyn Ranker,
) -> GapReport<'l> {
    let asked = asked_tools(landscape, options);
    let mut rivals_on = vec![0_u32; landscape.count(Kind::Tool)];
    for rival in rivals(landscape, company, options.rival_jaccard) {
        landscape.offered_tools(rival).for_each(|tool| rivals_on[tool.ordinal() as usize] += 1);
    }
    let mut totals = GapTotals::default();
    let mut by_state: [Vec<Candidate>; GapState::ALL.len()] = Default::default();
    let mut ruled_out: [Vec<Candidate>; GapState::ALL.len()] = Default::default();
    let mut partly_offered = Vec::new();
    for tool in asked {
        totals.tools += 1;
        let family = family(landscape, tool, options.variants);
        let own = best_of_company(landscape, company, &family);
        if let Some(support) = own.filter(|support| support.is_offered()) {
            totals.offered += 1;
            let missing = missing_parts(landscape, company, tool, options);
            if !missing.is_empty() {
                partly_offered.push(PartlyOffered { tool: landscape.named(tool), support, missing });
            }
            continue;
        }
        let claims = claims_about_family(landscape, &family, company);
        let state = GapState::of(claims, options.min_researched);
        totals.gaps.add(state);
        let rivals = family.iter().map(|tool| rivals_on[tool.ordinal() as usize]).max().unwrap_or_default();
        let candidate = Candidate { tool, offerers: claims.offered, rivals };
        if is_ruled_out(landscape, tool) {
            totals.out_of_scope.add(state);
            ruled_out[state as usize].push(candidate);
        } else {
            by_state[state as usize].push(candidate);
        }
    }
    let in_order = |groups: [Vec<Candidate>; GapState::ALL.len()]| -> Vec<Gap<'l>> {
        let mut listed = Vec::new();
        for (state, group) in GapState::ALL.into_iter().zip(groups) {
            let in_order = rank(landscape, company, group, ranker, options.top);
            listed
                .extend(in_order.iter().map(|candidate| gap(landscape, company, candidate, state, options)));
        }
        listed
    };
    GapReport {
        company: landscape.named(company),
        as_of: landscape.as_of(),
        judged_by: landscape.perspective().map(|owner| landscape.named(owner)),
        has_parts: landscape.tools().any(|tool| !landscape.wholes(tool).is_empty()),
        effort_sources: effort_sources(landscape),
        own_claims: count(landscape.offers_of(company).len()),
        order: ranker.describe(),
        totals,
        min_researched: options.min_researched,
        gaps: in_order(by_state),
        out_of_scope: in_order(ruled_out),
        partly_offered,
    }
}

/// Returns all that a tool is a variant of, directly or not.
fn bases(landscape: &Landscape, tool: ToolIx) -> Vec<ToolIx> {
    let mut bases = landscape.variant_of(tool);
    let mut next = 0;
    while next < bases.len() {
        for base in landscape.variant_of(bases[next]) {
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        next += 1;
    }
    bases
}

/// Returns the tools that are asked about, in id order: the counted ones of the stacks, or all that
/// are no part of another; without variants whose base is among them, where variants are folded.
fn asked_tools(landscape: &Landscape, options: &GapOptions) -> Vec<ToolIx> {
    let mut tools: Vec<ToolIx> = match options.stacks.as_slice() {
        [] => landscape.whole_tools().collect(),
        stacks => stacks.iter().flat_map(|stack| landscape.counted_tools_in(*stack)).collect(),
    };
    tools.sort_unstable();
    tools.dedup();
    if options.variants == Variants::Folded {
        let is_base =
            |tool: &ToolIx| !bases(landscape, *tool).iter().any(|base| tools.binary_search(base).is_ok());
        tools = tools.iter().copied().filter(is_base).collect();
    }
    tools
}

fn gap<'l>(
    landscape: &'l Landscape,
    company: CompanyIx,
    candidate: &Candidate,
    state: GapState,
    options: &GapOptions,
) -> Gap<'l> {
    let tool = candidate.tool;
    let family = family(landscape, tool, options.variants);
    let claims = claims_about_family(landscape, &family, company);
    let most = options.names.unwrap_or(usize::MAX);
    let named = |by: CompanyIx, support: Support, tool: ToolIx| Offerer {
        company: landscape.named(by),
        support,
        claimed: landscape.cell(by, tool).and_then(|cell| cell.claimed()),
        basis: landscape.offer_basis(by, tool),
    };
    let offered_by: Vec<Offerer<'l>> = if family.len() == 1 {
        let offered = landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered());
        offered.take(most).map(|(by, cell)| named(by, cell.support(), tool)).collect()
    } else {
        let best = best_of_family(landscape, &family).into_iter();
        let offered = best.filter(|(_, (support, _))| support.is_offered());
        offered.take(most).map(|(by, (support, tool))| named(by, support, tool)).collect()
    };
    Gap {
        tool: landscape.named(tool),
        state,
        own: best_of_company(landscape, company, &family),
        offerers: candidate.offerers,
        offered_by,
        rivals: candidate.rivals,
        planned_by: claims.planned,
        known_not: claims.no,
        stacks: landscape.stacks_of(tool).into_iter().map(|stack| landscape.named(stack)).collect(),
        variant_of: landscape.variant_of(tool).into_iter().map(|of| landscape.named(of)).collect(),
        parts: missing_parts(landscape, company, tool, options),
        scope: scope_of(landscape, tool),
        effort: effort(landscape, tool),
    }
}

fn missing_parts<'l>(
    landscape: &'l Landscape,
    company: CompanyIx,
    whole: ToolIx,
    options: &GapOptions,
) -> Vec<MissingPart<'l>> {
    let lacks = |part: &ToolIx| !landscape.cell(company, *part).is_some_and(|cell| cell.is_offered());
    let missing = |part: ToolIx| {
        let claims = claims_about(landscape, part, company);
        let state = GapState::of(claims, options.min_researched);
        MissingPart { tool: landscape.named(part), state, offerers: claims.offered }
    };
    landscape.parts(whole).into_iter().filter(lacks).map(missing).collect()
}

impl Report for GapReport<'_> {
    const NAME: &'static str = "gaps";

    fn view(&self) -> View {
        let us = self.company.name;
        let mut view = View::new(format!("Gaps of {us}"));
        let totals = self.totals;
        let missing = totals.tools - totals.offered;
        let ruled_out = totals.out_of_scope.sum();
        let out = if ruled_out > 0 {
            format!(" A principle rules out {ruled_out} of these.")
        } else {
            String::new()
        };
        let parts = if self.has_parts { ", parts not counted beside their whole" } else { "" };
        view.lead(format!(
            "{us} is not known to offer {missing} of {}{parts}. Of these, {} are contested (others offer them), {} \
             empty (none of the companies looked at does), {} unsettled (too few claims to tell, or plans alone) and \
             {} unresearched (nobody has looked).{out}",
            plural(totals.tools as usize, "tool", "tools"),
            totals.gaps.contested,
            totals.gaps.empty,
            totals.gaps.unsettled,
            totals.gaps.unresearched,
        ));
        if self.own_claims == 0 {
            view.lead(format!(
                "No claim says what {us} itself offers: each of these is a tool that it may or may not have. \
                 Add its `offers` to make them gaps.",
            ));
        }
        view.records = Table::new([
            "tool",
            "state",
            "scope",
            "own",
            "#offered_by",
            "#rivals",
            "#planned_by",
            "#known_not",
            "stacks",
            "companies",
        ]);
        for state in GapState::ALL {
            self.lay_out_state(state, &mut view);
        }
        if !self.out_of_scope.is_empty() {
            view.heading(format!("Out of scope ({ruled_out})"));
            let mut table = Table::new(["tool", "state", "ruled out by"]);
            for gap in &self.out_of_scope {
                let by = names(gap.scope.ruled_out_by.iter().map(|reason| reason.principle.name), 3);
                table.push([gap.tool.name.to_owned(), gap.state.word().to_owned(), by]);
                view.records.push(gap.record());
            }
            view.table(table, ruled_out as usize);
        }
        self.lay_out_parts(&mut view);
        self.lay_out_notes(&mut view);
        view
    }
}

impl GapReport<'_> {
    fn lay_out_parts(&self, view: &mut View) {
        let with_parts: Vec<&Gap<'_>> = self
            .gaps
            .iter()
            .filter(|gap| gap.state != GapState::Unresearched && !gap.parts.is_empty())
            .collect();
        if !with_parts.is_empty() {
            view.heading("Parts of the tools above");
            let part = |part: &MissingPart<'_>| match part.offerers {
                0 => format!("{} ({})", part.tool.name, part.state.word()),
                offerers => format!("{} ({offerers} offer it)", part.tool.name),
            };
            let parts = |gap: &&Gap<'_>| {
                format!("{}: {}", gap.tool.name, gap.parts.iter().map(part).collect::<Vec<_>>().join(", "))
            };
            view.list(with_parts.iter().map(parts).collect());
        }
        if !self.partly_offered.is_empty() {
            view.heading("Offered without these parts");
            let part = |whole: &PartlyOffered<'_>| {
                let parts = names(whole.missing.iter().map(|part| part.tool.name), 8);
                format!("{}: {parts}", whole.tool.name)
            };
            view.list(self.partly_offered.iter().map(part).collect());
        }
    }

    fn lay_out_notes(&self, view: &mut View) {
        let totals = self.totals;
        if let Some(longest) =
            self.gaps.iter().map(|gap| &gap.effort).max_by_key(|effort| effort.stages.len())
            && !longest.stages.is_empty()
        {
            let stages: Vec<&str> = longest.stages.iter().map(|stage| stage.stage.word()).collect();
            let each = match self.same_effort() {
                Some(effort) => format!("Effort for each of these: {}", effort.text()),
                None => "Effort:".to_owned(),
            };
            view.note(format!(
                "{each} engineer-months from nothing to {}; `≥` where there are no figures for a tool's complexity, so \
                 those of a simple one are the least.",
                stages.join(" / ")
            ));
            if !self.effort_sources.is_empty() {
                view.note(format!("Figures of effort: {}.", self.effort_sources.join("; ")));
            }
        }
        if totals.gaps.empty > 0 || totals.gaps.unsettled > 0 {
            view.note(format!(
                "Empty: at least {} known not to offer it, and none that does or plans to.",
                plural(self.min_researched as usize, "company is", "companies are")
            ));
        }
        view.note(format!(
            "Ordered {}; that others offer a tool is no proof that it is worth having.",
            self.order
        ));
        if self.gaps.iter().any(|gap| gap.scope.verdict == ScopeVerdict::Open) {
            view.note("Scope open: not listed as in, and binding principles have no verdict yet; `show TOOL` names them.");
        }
        if let Some(owner) = self.judged_by.filter(|owner| *owner != self.company) {
            view.note(format!("Scope and effort are by the principles and figures of {}.", owner.name));
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
    }

    /// Returns the effort of all gaps listed, where it is the same: then a column of it says nothing.
    fn same_effort(&self) -> Option<&BuildEffort> {
        let first = self.gaps.first()?;
        self.gaps.iter().all(|gap| gap.effort.text() == first.effort.text()).then_some(&first.effort)
    }

    fn lay_out_state(&self, state: GapState, view: &mut View) {
        let gaps: Vec<&Gap<'_>> = self.gaps.iter().filter(|gap| gap.state == state).collect();
        if gaps.is_empty() {
            return;
        }
        let (meaning, third) = match state {
            GapState::Contested => ("other companies offer it", "offered by"),
            GapState::Empty => ("none of the companies looked at offers it", "known of others"),
            GapState::Unsettled => ("too few claims to tell, or plans alone", "known of others"),
            GapState::Unresearched => ("nobody has looked", "parts"),
        };
        let mut word = state.word().to_owned();
        word[..1].make_ascii_uppercase();
        view.heading(format!("{word}: {meaning}"));
        // Most tools have no parts, and a column of nothing says nothing.
        let has_parts = || gaps.iter().any(|gap| !gap.parts.is_empty());
        let third = Some(third).filter(|_| state != GapState::Unresearched || has_parts());
        let effort = self.same_effort().is_none().then_some("effort");
        let columns = ["tool", "stack"].into_iter().chain(third).chain(["scope"]).chain(effort);
        let mut table = Table::new(columns);
        for gap in gaps {
            let own = gap.own.map_or_else(String::new, |own| format!(" (own: {})", own.word()));
            let parts = names(gap.parts.iter().map(|part| part.tool.name), 4);
            let known = match state {
                GapState::Contested => {
                    let mut by: Vec<String> = gap.offered_by.iter().take(4).map(Offerer::text).collect();
                    let more = gap.offerers as usize - by.len();
                    by.extend((more > 0).then(|| format!("+{more} more")));
                    format!("{}: {}", gap.offerers, by.join(", "))
                }
                GapState::Empty | GapState::Unsettled => {
                    format!("{} no, {} planned", gap.known_not, gap.planned_by)
                }
                GapState::Unresearched if parts.is_empty() => String::new(),
                GapState::Unresearched => parts,
            };
            let stacks = names(gap.stacks.iter().map(|stack| stack.name), 3);
            let stacks = if stacks.is_empty() { "–".to_owned() } else { stacks };
            let scope = gap.scope.verdict.word().to_owned();
            let known = third.map(|_| known);
            let head = [format!("{}{own}", gap.tool.name), stacks];
            table.push(head.into_iter().chain(known).chain([scope]).chain(effort.map(|_| gap.effort.text())));
            view.records.push(gap.record());
        }
        let in_question = (self.totals.gaps.of(state) - self.totals.out_of_scope.of(state)) as usize;
        view.table(table, in_question);
    }
}

impl Gap<'_> {
    fn record(&self) -> [String; 10] {
        let join = |ids: Vec<&str>| ids.join(";");
        [
            self.tool.id.to_string(),
            self.state.word().to_owned(),
            ScopeVerdict::word(self.scope.verdict).to_owned(),
            self.own.map_or("unknown", Support::word).to_owned(),
            self.offerers.to_string(),
            self.rivals.to_string(),
            self.planned_by.to_string(),
            self.known_not.to_string(),
            join(self.stacks.iter().map(|stack| stack.id.as_str()).collect()),
            join(self.offered_by.iter().map(|offerer| offerer.company.id.as_str()).collect()),
        ]
    }
}
