//! How the gaps of a company are laid out.

mod plan;

use crate::landscape::Ground;
use crate::model::{Basis, Maturity, Support};
use crate::query::CompanyRef;
use crate::query::gaps::{
    Change, Gap, MissingPart, Offerer, PartlyOffered, Report, ScopeFilter, StagesToGo, Standing, Totals,
};
use crate::query::looked::Looked;
use crate::query::{
    effort::BuildEffort,
    peers::{self, HeldSupport, PeerSupport},
    rank::Rank,
    scope::ScopeVerdict,
    state::GapState,
};
use crate::words::claims::{evidence_text, looked_text};
use crate::words::phrases::{capitalized, in_doubt, more, names, percent, plural, sentence_names};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words, not_counted};

/// How many of the tools that only change their place are named.
const MOVES_NAMED: usize = 10;

/// How many searches without an answer a row names.
const LOOKED_NAMED: usize = 2;

/// Of how many other vendors of a tool something is said at least: of fewer it would be chance.
const FEWEST_OTHERS: u32 = 3;

/// How many of the tools that a company offers an explanation names.
const HELD_NAMED: usize = 4;

/// Returns the sums of an effort as a row shows them: "3 / 8 / 12".
pub(crate) fn effort_text(effort: &BuildEffort) -> String {
    let months: Vec<String> = effort.stages.iter().map(|stage| stage.engineer_months.to_string()).collect();
    let sign = if effort.at_least { "≥ " } else { "" };
    if months.is_empty() { "unknown".to_owned() } else { format!("{sign}{}", months.join(" / ")) }
}

/// Returns how a tool stands among gaps, after "was" and "is now".
pub(crate) fn standing_text(standing: &Standing) -> String {
    match standing {
        Standing::NotAsked => "none of these tools".to_owned(),
        Standing::Offered => "offered".to_owned(),
        Standing::Gap(gap) => {
            let own = gap.own.map_or_else(String::new, |own| format!(", own: {}", own.word()));
            let by = match gap.offerers {
                0 => String::new(),
                offerers => format!(" by {offerers}"),
            };
            format!("{}, {}{by}{own} (place {})", scope_text(gap.scope), gap.state.word(), gap.place)
        }
    }
}

fn scope_text(verdict: ScopeVerdict) -> &'static str {
    match verdict {
        ScopeVerdict::In => "in scope",
        ScopeVerdict::Open => "not reviewed",
        ScopeVerdict::Out => "out of scope",
    }
}

/// Returns what became of a tool among gaps, in a sentence.
pub(crate) fn change_text(change: &Change<'_>) -> String {
    let tool = change.tool.name;
    match (change.before, change.after, change.moved()) {
        (Standing::Gap(before), Standing::Gap(after), Some(_)) => format!(
            "{tool}: {}, {}: from place {} to {}",
            scope_text(after.scope),
            after.state.word(),
            before.place,
            after.place
        ),
        (before, after, _) => format!("{tool}: was {}, is {}", standing_text(&before), standing_text(&after)),
    }
}

/// Returns the name of a company that offers a tool, with what keeps the claim from being a plain
/// stated yes.
fn offerer_text(offerer: &Offerer<'_>) -> String {
    let partial = match (offerer.claimed, offerer.support) {
        (None, _) => Some("a part"),
        (_, Support::Partial) => Some("partial"),
        _ => None,
    };
    in_doubt(&offerer.company.full_name(), [partial], offerer.basis)
}

impl Words for Report<'_> {
    const NAME: &'static str = "gaps";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(format!("Gaps of {}", self.company.full_name()));
        view.lead(self.answer());
        self.lay_out_changes(&mut view);
        view.records = Gap::records();
        for gap in self.gaps.iter().chain(&self.out_of_scope) {
            view.records.push(gap.record());
        }
        self.lay_out_list(asking.by_state, &mut view);
        self.lay_out_parts(asking.explain, &mut view);
        if asking.explain {
            self.lay_out_explanations(&mut view);
        }
        self.lay_out_plan(&mut view);
        self.lay_out_notes(&mut view);
        if asking.explain {
            self.explain_order(&mut view);
            self.explain_effort(&mut view);
        }
        view
    }
}

/// Returns what a state means, under a heading of its own and in a sentence.
pub(super) const fn meaning(state: GapState) -> &'static str {
    match state {
        GapState::Contested => "others offer it",
        GapState::Empty => "known to be offered by nobody",
        GapState::Unsettled => "too few claims to tell",
        GapState::Unresearched => "nothing is known yet",
    }
}

impl Report<'_> {
    /// The answer in a sentence or two.
    fn answer(&self) -> String {
        let us = self.company.name;
        let Totals { tools, offered, planned, lacking, gaps, in_scope, looked, .. } = self.totals;
        if self.own_claims == 0 {
            return format!(
                "Nobody has recorded what {us} offers, so it may have any of these {}. Record what it sells: `landscape link {} \
                 offers TOOL --support yes`.",
                plural((tools - offered) as usize, "tool", "tools"),
                self.company.id
            );
        }
        if tools == offered {
            return match tools {
                0 => "There are no tools to compare with.".to_owned(),
                1 => format!("{us} offers the one tool, at least in part."),
                tools => format!("{us} offers all {tools} tools, at least in part."),
            };
        }
        let parts = [
            (gaps.contested, "others offer"),
            (gaps.empty, "nobody offers"),
            (gaps.unsettled, "too little is known of"),
            (gaps.unresearched - looked, "nobody has researched"),
            (looked, "somebody has looked up, without an answer,"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, what)| format!("{what} {count}")).collect();
        let open = tools - offered;
        let rest = if gaps.contested == open {
            if open == 1 { "Others offer it.".to_owned() } else { format!("Others offer all {open}.") }
        } else {
            format!("Of the {open}, {}.", sentence_names(parts.iter().map(String::as_str), parts.len()))
        };
        let own = [(planned, format!("plans {planned}")), (lacking, format!("does not offer {lacking}"))];
        let own = own.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text);
        let all = plural(tools as usize, "tool", "tools");
        let own: Vec<String> = [format!("offers {offered} of {all}")].into_iter().chain(own).collect();
        let own = sentence_names(own.iter().map(String::as_str), own.len());
        let unknown = match open - planned - lacking {
            0 => String::new(),
            unknown => format!("; for {unknown} it is unknown"),
        };
        let listed = match self.scope {
            ScopeFilter::All => String::new(),
            ScopeFilter::In => format!(" Listed: the {} in scope.", in_scope.sum()),
        };
        format!("{us} {own}{unknown}. {rest}{listed}")
    }

    /// The list itself, and in a line what a principle rules out.
    fn lay_out_list(&self, by_state: bool, view: &mut View) {
        let listed = match self.scope {
            ScopeFilter::All => self.totals.in_scope.sum() + self.totals.open.sum(),
            ScopeFilter::In => self.totals.in_scope.sum(),
        };
        if by_state {
            for state in GapState::ALL {
                let gaps: Vec<&Gap<'_>> = self.gaps.iter().filter(|gap| gap.state == state).collect();
                if !gaps.is_empty() {
                    view.heading(format!("{}: {}", capitalized(state.word()), meaning(state)));
                    let rows = gaps.len();
                    view.table(self.table(&gaps), rows);
                }
            }
            view.cut(self.gaps.len(), listed as usize);
        } else {
            let verdicts = [(ScopeVerdict::In, "In scope"), (ScopeVerdict::Open, "Scope not reviewed")];
            for (verdict, heading) in verdicts {
                let of_verdict = self.gaps.iter().filter(|gap| gap.scope.verdict == verdict);
                let gaps: Vec<&Gap<'_>> = of_verdict.collect();
                if !gaps.is_empty() {
                    view.heading(heading);
                    let rows = gaps.len();
                    view.table(self.table(&gaps), rows);
                }
            }
            view.cut(self.gaps.len(), listed as usize);
        }
        let mut by_principle: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
        for gap in &self.out_of_scope {
            let by: Vec<&str> = gap.scope.ruled_out_by.iter().map(|reason| reason.principle.name).collect();
            match by_principle.iter_mut().find(|(principles, _)| *principles == by) {
                Some((_, tools)) => tools.push(gap.tool.name),
                None => by_principle.push((by, vec![gap.tool.name])),
            }
        }
        for (principles, tools) in by_principle {
            let verb = if principles.len() == 1 { "rules" } else { "rule" };
            let principles: Vec<String> = principles.iter().map(|name| format!("“{name}”")).collect();
            let principles = sentence_names(principles.iter().map(String::as_str), 3);
            let tools = sentence_names(tools.into_iter(), 6);
            view.text(format!("Out of scope: {principles} {verb} out {tools}."));
        }
    }

    /// One row a gap; a column that would say nothing is left out.
    fn table(&self, gaps: &[&Gap<'_>]) -> Table {
        let stack = gaps.iter().any(|gap| !gap.stacks.is_empty()).then(|| Column::list("stack"));
        let effort = self.same_effort().is_none().then(|| Column::id("effort"));
        let has = [stack.is_some(), effort.is_some()];
        let columns = [Column::number("#"), Column::record("tool")].into_iter();
        let columns = columns.chain(stack).chain(effort);
        let mut table = Table::new(columns.chain([Column::text("why")]));
        for gap in gaps {
            let stacks = || match gap.stacks.as_slice() {
                [] => "–".into(),
                stacks => Cell::list(stacks.iter().map(|stack| Item::new(stack.id, stack.name))),
            };
            let row = [gap.place.to_string().into(), gap.tool.into()].into_iter();
            let row = row.chain(has[0].then(stacks));
            let row = row.chain(has[1].then(|| effort_text(&gap.effort).into()));
            table.push(row.chain([gap.why(self.company).into()]));
        }
        table
    }

    /// Why a gap may be neither in scope nor out of it.
    fn why_open(&self) -> &'static str {
        if self.has_binding_principles {
            "a binding principle has no verdict yet (`landscape scope TOOL` names it)"
        } else {
            "the tool is not listed as in scope, and no principle is binding"
        }
    }

    fn lay_out_parts(&self, in_full: bool, view: &mut View) {
        if !in_full {
            if !self.partly_offered.is_empty() {
                let part = |whole: &PartlyOffered<'_>| {
                    let parts = names(whole.missing.iter().map(|part| part.tool.name), 2);
                    format!("{} ({parts})", whole.tool.name)
                };
                let parts: Vec<String> = self.partly_offered.iter().map(part).collect();
                view.text(format!(
                    "Offered without these sub-tools: {}.",
                    names(parts.iter().map(String::as_str), 2)
                ));
            }
            return;
        }
        let with_parts: Vec<&Gap<'_>> = self
            .gaps
            .iter()
            .filter(|gap| gap.state != GapState::Unresearched && !gap.parts.is_empty())
            .collect();
        if !with_parts.is_empty() {
            view.heading("Sub-tools of the tools above");
            let part = |part: &MissingPart<'_>| match part.offerers {
                0 => format!("{} ({})", part.tool.name, part.state.word()),
                1 => format!("{} (1 offers it)", part.tool.name),
                offerers => format!("{} ({offerers} offer it)", part.tool.name),
            };
            let parts = |gap: &&Gap<'_>| {
                format!("{}: {}", gap.tool.name, gap.parts.iter().map(part).collect::<Vec<_>>().join(", "))
            };
            view.list(with_parts.iter().map(parts).collect());
        }
        if !self.partly_offered.is_empty() {
            view.heading("Offered without these sub-tools");
            let part = |whole: &PartlyOffered<'_>| {
                let parts = names(whole.missing.iter().map(|part| part.tool.name), 8);
                format!("{}: {parts}", whole.tool.name)
            };
            view.list(self.partly_offered.iter().map(part).collect());
        }
    }

    fn lay_out_changes(&self, view: &mut View) {
        let Some(changes) = &self.changes else { return };
        view.heading("What the assumptions change");
        if changes.is_empty() {
            let day = self.as_of.map_or_else(String::new, |day| {
                format!(" An assumption counts if it holds on {day}; `--as-of` takes another day.")
            });
            view.text(format!("Nothing about the gaps of {}.{day}", self.company.name));
            return;
        }
        let (moves, others): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.moved().is_some());
        let mut items: Vec<String> = others.into_iter().map(change_text).collect();
        // Among those that nobody offers the order is that of ids, and a move says nothing.
        let is_ranked = |change: &&&Change<'_>| matches!(change.after, Standing::Gap(gap) if gap.state == GapState::Contested);
        let ranked: Vec<&&Change<'_>> = moves.iter().filter(is_ranked).collect();
        items.extend(ranked.iter().take(MOVES_NAMED).map(|change| change_text(change)));
        if ranked.len() > MOVES_NAMED {
            items.push(format!("… and {} more that only change their place", ranked.len() - MOVES_NAMED));
        }
        view.list(items);
    }

    fn lay_out_explanations(&self, view: &mut View) {
        let explained = |gap: &Gap<'_>| {
            let support = gap.support.as_ref().filter(|support| support.score > 0.0)?;
            Some(format!("{}: {}", gap.tool.name, support.text(self.company.name)))
        };
        let explained: Vec<String> = self.gaps.iter().filter_map(explained).collect();
        view.heading("Why in this order");
        if explained.is_empty() {
            let why = if self.peers().is_none() {
                "The order is not by peer support (`--rank peers`), so there is nothing to take apart."
                    .to_owned()
            } else {
                format!(
                    "No other company that offers what {} offers is known to offer any of these.",
                    self.company.name
                )
            };
            view.text(why);
        }
        view.list(explained);
    }

    fn lay_out_plan(&self, view: &mut View) {
        let Some(plan) = &self.plan else { return };
        let which = match self.scope {
            ScopeFilter::All => "in scope or not reviewed",
            ScopeFilter::In => "in scope",
        };
        view.heading(format!(
            "To build all that is {which}: {}",
            plural(plan.tools as usize, "tool", "tools")
        ));
        if plan.tools == 0 {
            view.text("There is nothing to build.");
        } else {
            plan.lay_out(view);
        }
        if let Some(roles) = &self.roles {
            roles.lay_out(self.company.name, view);
        }
        if !self.to_go.is_empty() {
            view.text(format!(
                "{} offers these, with stages to go; the sums leave them out:",
                self.company.name
            ));
            let item = |to_go: &StagesToGo<'_>| {
                let from = to_go.effort.from.map_or("", Maturity::word);
                format!("{} (now {from}): {} engineer-months", to_go.tool.name, effort_text(&to_go.effort))
            };
            view.list(self.to_go.iter().map(item).collect());
        }
    }

    fn lay_out_notes(&self, view: &mut View) {
        let us = self.company.name;
        let is_of = |verdict| self.gaps.iter().any(|gap| gap.scope.verdict == verdict);
        let groups =
            if is_of(ScopeVerdict::In) && is_of(ScopeVerdict::Open) { " in scope first, then" } else { "" };
        let order = match self.rank {
            Some(Rank::Peers(_)) if self.own_offers > 0 => {
                format!(
                    "Ordered{groups} by how close each tool is to what {us} sells, not by value. `--explain` says how."
                )
            }
            Some(Rank::Peers(_) | Rank::Popularity) => "Ordered by the number of vendors.".to_owned(),
            Some(Rank::Name) => "Ordered by id.".to_owned(),
            None => String::new(),
        };
        let day = self.as_of.map_or_else(String::new, |day| format!("As of {day}."));
        let texts: Vec<String> = [order, day].into_iter().filter(|text| !text.is_empty()).collect();
        if !texts.is_empty() {
            view.note(texts.join(" "));
        }
        let mut judged: Vec<String> = Vec::new();
        if self.gaps.iter().any(|gap| gap.own_concluded == Some(Ground::Listing)) {
            judged.push(format!("The list of what {us} offers is complete: it lacks what is not in it."));
        }
        if self.gaps.iter().any(|gap| gap.scope.verdict == ScopeVerdict::Open) {
            judged.push(format!("Not reviewed: {}.", self.why_open()));
        }
        if let Some(owner) = self.judged_by.filter(|owner| *owner != self.company) {
            judged.push(format!("Scope and effort: by the principles and figures of {}.", owner.name));
        }
        if !judged.is_empty() {
            view.note(judged.join(" "));
        }
        if !self.gaps.is_empty() && self.same_effort().is_none() {
            view.note(self.effort_units());
        }
        not_counted::note(view, &self.not_counted);
    }

    /// What the figures of effort count.
    fn effort_units(&self) -> String {
        let longest = self.gaps.iter().map(|gap| &gap.effort).max_by_key(|effort| effort.stages.len());
        let stages = longest.iter().flat_map(|effort| &effort.stages).map(|stage| stage.stage.word());
        let stages: Vec<&str> = stages.collect();
        let has_begun = self.gaps.iter().any(|gap| gap.effort.from.is_some());
        let from = if has_begun {
            "from where the company's own tool is today, or nothing,"
        } else {
            "from nothing"
        };
        let least = if self.gaps.iter().any(|gap| gap.effort.at_least) { " ≥: at least." } else { "" };
        format!("Effort: engineer-months {from} to {}.{least}", stages.join(" / "))
    }

    /// How the order is made, and what it is worth.
    fn explain_order(&self, view: &mut View) {
        if let Some(rank) = self.rank {
            view.note(format!("Ordered {}.", self.order(rank)));
        }
        if self.totals.gaps.empty > 0 || self.totals.gaps.unsettled > 0 {
            let least = plural(self.min_researched as usize, "company is", "companies are");
            view.note(format!(
                "Empty: at least {least} known not to offer it, and no company offers or plans it."
            ));
        }
        if !self.gaps.iter().any(|gap| gap.support.as_ref().is_some_and(|support| support.score > 0.0)) {
            return;
        }
        let measured = if self.peers() == Some(peers::Options::DEFAULT) {
            "On eight years of the CNCF landscape, a category that a company added within two years was among its first five \
             in 0.57 of 79 cases with this order, in 0.53 by popularity (a difference within noise), in 0.32 by chance. \
             Companies added 1.3\u{a0}% of all categories that they lacked. "
        } else {
            "What it is worth with these parameters has not been measured. "
        };
        view.note(format!(
            "A high place means close to what {} sells, not worth building. {measured}`landscape backtest` measures it on your \
             own history.",
            self.company.name
        ));
    }

    /// What the figures of effort are, and who says so.
    fn explain_effort(&self, view: &mut View) {
        let longest = self.gaps.iter().map(|gap| &gap.effort).max_by_key(|effort| effort.stages.len());
        let Some(longest) = longest.filter(|longest| !longest.stages.is_empty()) else { return };
        if let Some(effort) = self.same_effort() {
            view.note(format!("{} For each of these: {}.", self.effort_units(), effort_text(effort)));
        }
        if longest.at_least {
            view.note("≥: the tool's complexity has no figures, so these are those of a simple tool.");
        }
        let sources = self.effort_sources();
        if !sources.is_empty() {
            view.note(format!("Figures of effort: {}.", sources.join("; ")));
        }
    }

    /// The parameters of peer support, where the order is by it.
    fn peers(&self) -> Option<peers::Options> {
        self.rank.and_then(Rank::peers)
    }

    /// How the gaps are ordered, after "ordered".
    fn order(&self, rank: Rank) -> String {
        let company = self.company.name;
        match rank {
            Rank::Popularity => "by the number of companies that offer the tool".to_owned(),
            Rank::Name => "by id".to_owned(),
            Rank::Peers(_) if self.own_offers == 0 => format!(
                "by the number of companies that offer the tool, since nothing is known of what {company} offers and \
                 so it has no peers"
            ),
            Rank::Peers(peers::Options { kappa, gamma }) => {
                let pulled =
                    if kappa > 0.0 { ", thin evidence is pulled towards general popularity" } else { "" };
                let boosted = if (gamma - 1.0).abs() < f64::EPSILON {
                    ", and stacks that it already serves count up to double".to_owned()
                } else if gamma > 0.0 {
                    format!(", and stacks that it already serves count up to {} times", 1.0 + gamma)
                } else {
                    String::new()
                };
                format!(
                    "by peer support: of the other companies that already offer what {company} offers, the share that \
                     also offers this; each company has one vote split over its tools{pulled}{boosted}"
                )
            }
        }
    }

    /// What the owners say of the figures of effort and where they stand, each once, in order.
    fn effort_sources(&self) -> Vec<String> {
        let mut sources: Vec<String> = Vec::new();
        for cost in &self.build_costs {
            let evidence = cost.evidence.iter().map(evidence_text);
            for text in cost.note.map(str::to_owned).into_iter().chain(evidence) {
                if !sources.contains(&text) {
                    sources.push(text);
                }
            }
        }
        sources
    }

    /// Returns the effort of all gaps listed, where it is the same: then a column of it says
    /// nothing.
    fn same_effort(&self) -> Option<&BuildEffort> {
        let first = self.gaps.first()?;
        let text = effort_text(&first.effort);
        self.gaps.iter().all(|gap| effort_text(&gap.effort) == text).then_some(&first.effort)
    }
}

impl Gap<'_> {
    /// Why it is in its place, in words: who offers it, what it is sold with, and how firm that is.
    fn why(&self, company: CompanyRef<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        match self.own {
            Some(Support::Planned) => parts.push(format!("{} plans it", company.name)),
            Some(Support::No) => parts.push(format!("{} does not offer it", company.name)),
            Some(Support::Yes | Support::Partial) | None => {}
        }
        match self.state {
            GapState::Contested => {
                let vendors = plural(self.offerers as usize, "vendor", "vendors");
                if self.closest.is_empty() {
                    let by: Vec<_> =
                        self.offered_by.iter().map(|by| by.company.full_name()).take(2).collect();
                    parts.push(match by.as_slice() {
                        [] => vendors,
                        by => format!("{vendors}: {}", more(by.iter().cloned(), self.offerers as usize)),
                    });
                } else {
                    let closest = sentence_names(self.closest.iter().map(CompanyRef::full_name), 5);
                    let rivals = if self.closest.len() == 1 { "close rival" } else { "close rivals" };
                    parts.push(format!("{vendors}, {rivals} {closest}"));
                }
                let held = self.support.iter().flat_map(|support| &support.held);
                let is_telling =
                    |held: &&HeldSupport<'_>| held.others >= FEWEST_OTHERS && held.both * 2 >= held.others;
                if let Some(HeldSupport { tool, others, both, .. }) = held.into_iter().find(is_telling) {
                    parts.push(format!("sold with {} ({both} of {others})", tool.name));
                }
                if self.offered_by.len() == self.offerers as usize {
                    // The firmest comes first; what has no evidence has no basis.
                    let firmest = self.offered_by.iter().filter_map(|by| by.basis).min();
                    match firmest {
                        Some(Basis::Stated) => {}
                        Some(basis) => parts.push(format!("weak evidence: {}", basis.word())),
                        None => parts.push("no evidence".to_owned()),
                    }
                }
            }
            GapState::Empty => {
                let verb = if self.known_not == 1 { "does not offer it" } else { "do not offer it" };
                parts.push(format!("{} {verb}", plural(self.known_not as usize, "company", "companies")));
            }
            GapState::Unsettled => {
                if self.planned_by > 0 {
                    let verb = if self.planned_by == 1 { "company plans it" } else { "companies plan it" };
                    parts.push(format!("{} {verb}", self.planned_by));
                }
                if self.known_not > 0 {
                    let verb = if self.known_not == 1 { "does not offer it" } else { "do not offer it" };
                    parts.push(format!("{} {verb}", self.known_not));
                }
            }
            GapState::Unresearched if self.looked.is_empty() => {
                parts.push("nobody has researched it".to_owned());
            }
            GapState::Unresearched => {}
        }
        // Of what others offer, only what is not known of the company itself is worth a word.
        let is_told = |looked: &&Looked<'_>| {
            self.state != GapState::Contested || looked.company.is_some_and(|of| of.id == company.id)
        };
        parts.extend(self.looked.iter().filter(is_told).take(LOOKED_NAMED).map(
            |looked| match looked.company {
                Some(of) => format!("{}: {}", of.name, looked_text(looked)),
                None => looked_text(looked),
            },
        ));
        capitalized(&parts.join("; "))
    }

    /// An empty table for [`record`](Self::record)s.
    fn records() -> Table {
        Table::new([
            Column::record("tool"),
            Column::text("state"),
            Column::text("scope"),
            Column::text("own"),
            Column::number("offered_by"),
            Column::number("rivals"),
            Column::number("planned_by"),
            Column::number("known_not"),
            Column::number("score"),
            Column::number("popularity_share"),
            Column::text("effort"),
            Column::list("stacks"),
            Column::list("companies"),
            Column::number("place"),
            Column::list("closest"),
        ])
    }

    fn record(&self) -> [Cell; 15] {
        let figure = |of: fn(&PeerSupport<'_>) -> f64| self.support.as_ref().map(of);
        let figure = |of| figure(of).map_or_else(String::new, |figure| figure.to_string());
        let companies = self.offered_by.iter().map(|by| Item::new(by.company.id, offerer_text(by)));
        [
            self.tool.into(),
            self.state.word().into(),
            ScopeVerdict::word(self.scope.verdict).into(),
            self.own.map_or("unknown", Support::word).into(),
            self.offerers.to_string().into(),
            self.rivals.to_string().into(),
            self.planned_by.to_string().into(),
            self.known_not.to_string().into(),
            figure(|support| support.score).into(),
            figure(|support| support.popularity_share).into(),
            effort_text(&self.effort).into(),
            Cell::list(self.stacks.iter().map(|stack| Item::new(stack.id, stack.name))),
            Cell::first_of(companies, self.offerers as usize),
            self.place.to_string().into(),
            Cell::list(self.closest.iter().map(|company| Item::new(company.id, company.full_name()))),
        ]
    }
}

impl PeerSupport<'_> {
    fn is_mostly_popularity(&self) -> bool {
        self.popularity_share > 0.5
    }

    /// Takes the score apart in words.
    fn text(&self, company: &str) -> String {
        let voting = self.held.iter().filter(|held| held.share > 0.0);
        let mut parts: Vec<String> = (voting.clone().take(HELD_NAMED))
            .map(|held| {
                let others = plural(held.others as usize, "other that does", "others that do");
                let both = plural(held.both as usize, "also offers this", "also offer this");
                format!(
                    "{} because {company} offers {} (of {others}, {both})",
                    percent(held.share),
                    held.tool.name
                )
            })
            .collect();
        let rest: Vec<f64> = voting.skip(HELD_NAMED).map(|held| held.share).collect();
        if !rest.is_empty() {
            let more = plural(rest.len(), "more tool", "more tools");
            parts.push(format!("{} because of {more} that it offers", percent(rest.iter().sum())));
        }
        if parts.is_empty() {
            parts.push("general popularity alone".to_owned());
        } else if self.is_mostly_popularity() {
            parts.insert(0, format!("mostly general popularity ({})", percent(self.popularity_share)));
        } else if self.popularity_share > 0.0 {
            parts.push(format!("{} is general popularity", percent(self.popularity_share)));
        }
        let boost = &self.boost;
        let boosted = if boost.factor > 1.0 {
            let stacks = names(boost.stacks.iter().map(|stack| stack.name), 3);
            let tools = match (boost.held_there, boost.held) {
                (_, 1) => "its only tool is".to_owned(),
                (there, held) if there == held => format!("all of its {held} tools are"),
                (1, held) => format!("1 of its {held} tools is"),
                (there, held) => format!("{there} of its {held} tools are"),
            };
            format!(" All × {:.2}, since {tools} in {stacks}.", boost.factor)
        } else {
            String::new()
        };
        let peers: Vec<String> = (self.peers.iter())
            .map(|peer| format!("{} ({})", peer.company.full_name(), percent(peer.share)))
            .collect();
        let peers =
            if peers.is_empty() { String::new() } else { format!(" Strongest peers: {}.", peers.join(", ")) };
        format!("{}.{boosted}{peers} Score {:.4}.", parts.join("; "), self.score)
    }
}
