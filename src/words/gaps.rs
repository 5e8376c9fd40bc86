//! How the gaps of a company are laid out.

use crate::landscape::Ground;
use crate::model::{Basis, Maturity, Support};
use crate::query::gaps::{
    Change, Gap, MissingPart, Offerer, PartlyOffered, Report, ScopeFilter, StagesToGo, Standing,
};
use crate::query::{
    effort::BuildEffort,
    peers::{self, PeerSupport},
    plan::{BuildPlan, Wait},
    rank::Rank,
    scope::ScopeVerdict,
    state::GapState,
};
use crate::words::claims::evidence_text;
use crate::words::phrases::{more, names, percent, plural};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

/// How many of the tools that only change their place are named.
const MOVES_NAMED: usize = 10;

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
        ScopeVerdict::Open => "open",
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

/// Returns the name of a company that offers a tool, with what keeps the claim from being a plain stated yes.
fn offerer_text(offerer: &Offerer<'_>) -> String {
    let partial = match (offerer.claimed, offerer.support) {
        (None, _) => Some("a part"),
        (_, Support::Partial) => Some("partial"),
        _ => None,
    };
    let basis = offerer.basis.filter(|basis| *basis != Basis::Stated).map(Basis::word);
    let doubts: Vec<&str> = partial.into_iter().chain(basis).collect();
    if doubts.is_empty() {
        offerer.company.name.to_owned()
    } else {
        format!("{} ({})", offerer.company.name, doubts.join(", "))
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "gaps";

    fn view(&self, asking: &Asking) -> View {
        let us = self.company.name;
        let mut view = View::new(format!("Gaps of {us}"));
        let totals = self.totals;
        let missing = totals.tools - totals.offered;
        let parts = if self.has_parts { ", parts not counted beside their whole" } else { "" };
        view.lead(format!(
            "{us} is not known to offer {missing} of {}{parts}. Of these: {} contested (others offer them), {} \
             empty (none of the companies looked at does), {} unsettled (too few claims to tell, or plans alone), {} \
             unresearched (nobody has looked).",
            plural(totals.tools as usize, "tool", "tools"),
            totals.gaps.contested,
            totals.gaps.empty,
            totals.gaps.unsettled,
            totals.gaps.unresearched,
        ));
        let listed = match self.scope {
            ScopeFilter::All => "",
            ScopeFilter::In => " Only those in scope are listed.",
        };
        view.lead(format!(
            "{} in scope, {} open ({}), {} ruled out by a principle.{listed}",
            totals.in_scope.sum(),
            totals.open.sum(),
            self.why_open(),
            totals.out_of_scope.sum(),
        ));
        self.lay_out_changes(&mut view);
        if self.own_claims == 0 {
            view.lead(format!(
                "No claim says what {us} itself offers: each of these is a tool that it may or may not have. \
                 Add its `offers` to make them gaps.",
            ));
        }
        view.records = Table::new([
            Column::text("tool"),
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
            Column::text("stacks"),
            Column::text("companies"),
        ]);
        for verdict in [ScopeVerdict::In, ScopeVerdict::Open] {
            for state in GapState::ALL {
                self.lay_out_group(verdict, state, &mut view);
            }
        }
        if !self.out_of_scope.is_empty() {
            let ruled_out = totals.out_of_scope.sum();
            view.heading(format!("Out of scope ({ruled_out})"));
            let mut table =
                Table::new([Column::text("tool"), Column::text("state"), Column::text("ruled out by")]);
            for gap in &self.out_of_scope {
                let by = names(gap.scope.ruled_out_by.iter().map(|reason| reason.principle.name), 3);
                table.push([gap.tool.name.to_owned(), gap.state.word().to_owned(), by]);
                view.records.push(gap.record());
            }
            view.table(table, ruled_out as usize);
        }
        self.lay_out_parts(&mut view);
        if asking.explain {
            self.lay_out_explanations(&mut view);
        }
        self.lay_out_plan(&mut view);
        self.lay_out_notes(&mut view);
        view
    }
}

impl Report<'_> {
    /// Why a gap may be neither in scope nor out of it.
    fn why_open(&self) -> &'static str {
        if self.has_binding_principles {
            "not all binding principles have a verdict"
        } else {
            "not listed as in scope, and no principle is binding"
        }
    }

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
                1 => format!("{} (1 offers it)", part.tool.name),
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

    fn lay_out_changes(&self, view: &mut View) {
        let Some(changes) = &self.changes else { return };
        view.heading("What the assumptions change");
        if changes.is_empty() {
            let day = self.as_of.map_or_else(String::new, |day| {
                format!(" An assumption counts where it holds on the day of the answer, {day}: `--as-of` takes another.")
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
            ScopeFilter::All => "in scope or open",
            ScopeFilter::In => "in scope",
        };
        view.heading(format!(
            "To build all that is {which}: {}",
            plural(plan.tools as usize, "tool", "tools")
        ));
        plan.lay_out(view);
        if !self.to_go.is_empty() {
            view.text(format!(
                "{} offers these, and has stages to go; they are not in the sums:",
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
        let totals = self.totals;
        if let Some(longest) =
            self.gaps.iter().map(|gap| &gap.effort).max_by_key(|effort| effort.stages.len())
            && !longest.stages.is_empty()
        {
            let stages: Vec<&str> = longest.stages.iter().map(|stage| stage.stage.word()).collect();
            let has_begun = self.gaps.iter().any(|gap| gap.effort.from.is_some());
            let from = if has_begun { "where the company's own stands, or nothing," } else { "nothing" };
            let each = match self.same_effort() {
                Some(effort) => format!("Effort for each of these: {}", effort_text(effort)),
                None => "Effort:".to_owned(),
            };
            let least = if self.gaps.iter().any(|gap| gap.effort.at_least) {
                "; `≥` where there are no figures for a tool's complexity, so those of a simple one are the least"
            } else {
                ""
            };
            view.note(format!("{each} engineer-months from {from} to {}{least}.", stages.join(" / ")));
            let sources = self.effort_sources();
            if !sources.is_empty() {
                view.note(format!("Figures of effort: {}.", sources.join("; ")));
            }
        }
        if totals.gaps.empty > 0 || totals.gaps.unsettled > 0 {
            view.note(format!(
                "Empty: at least {} known not to offer it, and none that does or plans to.",
                plural(self.min_researched as usize, "company is", "companies are")
            ));
        }
        if let Some(rank) = self.rank {
            view.note(format!("Ordered {}.", self.order(rank)));
        }
        if self.gaps.iter().any(|gap| gap.support.as_ref().is_some_and(|support| support.score > 0.0)) {
            view.note(format!(
                "Next to: the tool of {} that most votes come through, and what part of the score they are; the rest is \
                 other tools and general popularity (`--explain`).",
                self.company.name
            ));
            let supports = || self.gaps.iter().filter_map(|gap| gap.support.as_ref());
            if !supports().any(|support| support.popularity_share < 1.0) {
                view.note(format!(
                    "No other company that offers what {} offers is known to offer any of these: the order is general \
                     popularity, and stacks that are served already.",
                    self.company.name
                ));
            }
            let measured = if self.peers() == Some(peers::Options::DEFAULT) {
                "On eight years of the CNCF landscape this order had a category that a company added within two years \
                 among its first five in 0.57 of 79 cases, popularity in 0.53 (a difference within noise), chance in \
                 0.32; 1.3\u{a0}% of all absent categories were added at all. "
            } else {
                "What it is worth with these parameters has not been measured. "
            };
            view.note(format!(
                "What stands first is adjacent to what {} offers: nothing here says that it is worth having. \
                 {measured}`landscape backtest` measures it on your own history.",
                self.company.name
            ));
        }
        if self.gaps.iter().any(|gap| gap.scope.verdict == ScopeVerdict::Open) {
            let which = if self.has_binding_principles { "; `scope TOOL` names them" } else { "" };
            view.note(format!("Open: {}{which}.", self.why_open()));
        }
        if self.gaps.iter().any(|gap| gap.own_concluded == Some(Ground::Listing)) {
            view.note(format!(
                "The list of what {} offers is complete: it lacks what is not in it.",
                self.company.name
            ));
        }
        if let Some(owner) = self.judged_by.filter(|owner| *owner != self.company) {
            view.note(format!("Scope and effort are by the principles and figures of {}.", owner.name));
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        not_counted::note(view, &self.not_counted);
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

    /// Returns the effort of all gaps listed, where it is the same: then a column of it says nothing.
    fn same_effort(&self) -> Option<&BuildEffort> {
        let first = self.gaps.first()?;
        let text = effort_text(&first.effort);
        self.gaps.iter().all(|gap| effort_text(&gap.effort) == text).then_some(&first.effort)
    }

    fn lay_out_group(&self, verdict: ScopeVerdict, state: GapState, view: &mut View) {
        let is_in_group = |gap: &&Gap<'_>| gap.scope.verdict == verdict && gap.state == state;
        let gaps: Vec<&Gap<'_>> = self.gaps.iter().filter(is_in_group).collect();
        if gaps.is_empty() {
            return;
        }
        let (meaning, third) = match state {
            GapState::Contested => ("other companies offer it", "offered by"),
            GapState::Empty => ("none of the companies looked at offers it", "known of others"),
            GapState::Unsettled => ("too few claims to tell, or plans alone", "known of others"),
            GapState::Unresearched => ("nobody has looked", "parts"),
        };
        let scope = if verdict == ScopeVerdict::In { "In scope" } else { "Open" };
        view.heading(format!("{scope}, {}: {meaning}", state.word()));
        // Most tools have no parts, and a column of nothing says nothing.
        let has_parts = || gaps.iter().any(|gap| !gap.parts.is_empty());
        let third = Some(third).filter(|_| state != GapState::Unresearched || has_parts());
        let effort = self.same_effort().is_none().then_some("effort");
        let has_support = |gap: &&Gap<'_>| {
            gap.support.as_ref().is_some_and(|support| support.score > 0.0 && support.popularity_share < 1.0)
        };
        let next_to = gaps.iter().any(has_support).then_some("next to");
        let columns =
            ["tool", "stack"].into_iter().chain(third).chain(next_to).chain(effort).map(Column::text);
        let mut table = Table::new(columns);
        for gap in gaps {
            let own = gap.own.map_or_else(String::new, |own| format!(" (own: {})", own.word()));
            let parts = names(gap.parts.iter().map(|part| part.tool.name), 4);
            let known = match state {
                GapState::Contested => {
                    let by: Vec<String> = gap.offered_by.iter().map(offerer_text).collect();
                    let by: Vec<&str> = by.iter().map(String::as_str).collect();
                    format!("{}: {}", gap.offerers, more(&by, gap.offerers as usize))
                }
                GapState::Empty | GapState::Unsettled => {
                    format!("{} no, {} planned", gap.known_not, gap.planned_by)
                }
                GapState::Unresearched if parts.is_empty() => String::new(),
                GapState::Unresearched => parts,
            };
            let stacks = names(gap.stacks.iter().map(|stack| stack.name), 3);
            let stacks = if stacks.is_empty() { "–".to_owned() } else { stacks };
            let known = third.map(|_| known);
            let head = [format!("{}{own}", gap.tool.name), stacks];
            let next_to = next_to.map(|_| gap.support.as_ref().map_or_else(String::new, PeerSupport::short));
            table.push(
                head.into_iter().chain(known).chain(next_to).chain(effort.map(|_| effort_text(&gap.effort))),
            );
            view.records.push(gap.record());
        }
        view.table(table, self.totals.of(verdict).of(state) as usize);
    }
}

impl Gap<'_> {
    fn record(&self) -> [String; 13] {
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
            self.support.as_ref().map_or_else(String::new, |support| support.score.to_string()),
            self.support.as_ref().map_or_else(String::new, |support| support.popularity_share.to_string()),
            effort_text(&self.effort),
            join(self.stacks.iter().map(|stack| stack.id.as_str()).collect()),
            join(self.offered_by.iter().map(|offerer| offerer.company.id.as_str()).collect()),
        ]
    }
}

impl PeerSupport<'_> {
    /// Returns what the score rests on most, as a row shows it.
    fn short(&self) -> String {
        match self.held.first().filter(|held| held.share > 0.0) {
            Some(held) => format!("{} ({})", held.tool.name, percent(held.share)),
            None => "–".to_owned(),
        }
    }

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
            .map(|peer| format!("{} ({})", peer.company.name, percent(peer.share)))
            .collect();
        let peers =
            if peers.is_empty() { String::new() } else { format!(" Strongest peers: {}.", peers.join(", ")) };
        format!("{}.{boosted}{peers} Score {:.4}.", parts.join("; "), self.score)
    }
}

impl BuildPlan<'_> {
    fn lay_out(&self, view: &mut View) {
        if self.stages.is_empty() {
            view.text(
                "The landscape has no figures of effort (`build_costs`), so there is nothing to sum up.",
            );
            return;
        }
        let is_least = self.unknown == 0 && (self.at_least > 0 || self.without_figures > 0);
        let sign = if is_least { "≥ " } else { "" };
        let teams = self.stages.iter().find_map(|stage| stage.schedule.as_ref()).map(|of| of.teams);
        let with_teams = teams.map(|teams| Column::number(plural(teams as usize, "team", "teams")));
        let columns = [
            Column::text("to stage"),
            Column::number("engineer-months"),
            Column::number("months, one team"),
            Column::number("longest chain"),
        ];
        let mut table = Table::new(columns.into_iter().chain(with_teams));
        for stage in &self.stages {
            let effort = if self.unknown > 0 {
                format!("{}–{}", stage.engineer_months_known, stage.engineer_months)
            } else {
                format!("{sign}{}", stage.engineer_months)
            };
            let row = [
                stage.stage.word().to_owned(),
                effort,
                format!("{sign}{}", stage.team_months),
                format!("{sign}{}", stage.critical_path),
            ];
            // A schedule with longer tools may be another one, so it bounds nothing.
            table.push(row.into_iter().chain(stage.schedule.as_ref().map(|of| of.months.to_string())));
        }
        let rows = table.rows.len();
        view.table(table, rows);
        if let Some(chain) =
            self.stages.last().map(|stage| &stage.critical_tools).filter(|chain| chain.len() > 1)
        {
            let names: Vec<&str> = chain.iter().map(|tool| tool.name).collect();
            view.text(format!("The longest chain: {}, each after the one before it.", names.join(", then ")));
        }
        if let Some(last) = self.stages.last().and_then(|stage| stage.schedule.as_ref()) {
            let best = if last.months == last.least_months {
                "no schedule of this many teams is shorter".to_owned()
            } else {
                format!("no schedule of this many teams takes less than {} months", last.least_months)
            };
            view.text(format!(
                "A team builds one tool at a time, with as many engineers as the figures say. To the last stage, {best}."
            ));
        }
        if self.unknown > 0 {
            view.text(format!(
                "Of {} it is not known whether it is offered already. Engineer-months are from those of the tools that \
                 are known to be lacking to those of all; months are as if all were lacking.",
                plural(self.unknown as usize, "tool", "tools")
            ));
        }
        if self.at_least > 0 {
            let tools = plural(self.at_least as usize, "tool", "tools");
            view.text(format!("For {tools} the figures are the least that it takes: it may take more."));
        }
        if self.without_figures > 0 {
            let tools = plural(self.without_figures as usize, "tool has", "tools have");
            view.text(format!("{tools} no figures and are in no sum."));
        }
        if !self.waits.is_empty() {
            view.text("Built after tools that are neither offered nor among these, so their time is not in the sums:");
            let wait = |wait: &Wait<'_>| format!("{} after {}", wait.tool.name, wait.built_after.name);
            view.list(self.waits.iter().map(wait).collect());
        }
    }
}
