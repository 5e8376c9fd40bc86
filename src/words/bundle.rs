//! How a bundle is laid out for people and as rows.

use crate::model::{Basis, Kind, Support};
use crate::query::bundle::{Bounds, Bundle, Covering, Report, StandIn, UncountedPart, UncoveredTool};
use crate::query::{CompanyRef, ToolRef};
use crate::query::{cover, coverage::CoveredTool, state::GapState};
use crate::words::coverage::covered_text;
use crate::words::gaps::meaning;
use crate::words::phrases::{capitalized, more, names, plural, sentence_names};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words, not_counted};

/// What is added to "offers" where nothing less counts.
fn in_full(covering: Covering) -> &'static str {
    if covering == Covering::InFull { " in full" } else { "" }
}

impl Words for Report<'_> {
    const NAME: &'static str = "bundle";

    fn view(&self, asking: &Asking) -> View {
        let targets = self.target_names();
        let mut view = View::new(if self.replaces() {
            format!("What replaces {targets}")
        } else {
            format!("Bundle for {targets}")
        });
        view.records = Table::new([
            Column::text("list"),
            Column::record("company"),
            Column::record("tool"),
            Column::text("support"),
            Column::text("a_part"),
            Column::text("basis"),
            Column::text("alone"),
            Column::text("state"),
        ]);
        self.lay_out_lead(&mut view);
        let total = self.bundle.companies.len();
        view.table(self.bundle.table(), total);
        if let Some(others) = self.bundle.others_text() {
            view.text(others);
        }
        self.lay_out_uncovered(&mut view);
        self.lay_out_parts(asking.explain, &mut view);
        self.lay_out_records(&mut view);
        self.lay_out_notes(asking.explain, &mut view);
        view
    }
}

impl Report<'_> {
    /// Whether companies are to be replaced, and nothing else is asked for.
    fn replaces(&self) -> bool {
        self.targets.iter().all(|target| target.kind == Kind::Company)
    }

    fn target_names(&self) -> String {
        sentence_names(self.targets.iter().map(|target| target.name), 6)
    }

    /// "nobody", or "nobody else" where a company is left out.
    fn nobody(&self) -> &'static str {
        let is_replaced = self.targets.iter().any(|target| target.kind == Kind::Company);
        if self.company.is_some() || is_replaced { "nobody else" } else { "nobody" }
    }

    /// What is known of a tool that no other company covers, with its meaning.
    fn state_text(&self, state: GapState) -> String {
        match state {
            GapState::Contested if self.covering == Covering::InFull => "others offer it in part".to_owned(),
            other => format!("{} ({})", other.word(), meaning(other)),
        }
    }

    fn lay_out_lead(&self, view: &mut View) {
        for target in &self.without_tools {
            view.lead(match target.kind {
                Kind::Role => format!(
                    "Nobody has recorded what {} needs. Record it with `landscape link {} needs TOOL`.",
                    target.name, target.id
                ),
                Kind::Company => {
                    format!(
                        "Nobody has recorded that {} offers any of this, so there is nothing to replace.",
                        target.name
                    )
                }
                _ => format!("{} has no tools, so there is nothing to cover.", target.name),
            });
        }
        if self.tools > 0 {
            view.lead(self.answer());
            if let Some(stand_in) = &self.stand_in {
                view.lead(stand_in.text(self));
            }
        }
    }

    /// The fewest companies, and how much of what is asked for they cover.
    fn answer(&self) -> String {
        let (tools, coverable) = (self.tools as usize, self.coverable.len());
        let in_full = in_full(self.covering);
        let targets = self.target_names();
        if coverable == 0 {
            let what = match tools {
                1 => "it".to_owned(),
                more => format!("any of its {more} tools"),
            };
            let before = if self.replaces() { "Nothing replaces" } else { "No bundle covers" };
            return format!("{before} {targets}: {} is known to offer {what}{in_full}.", self.nobody());
        }
        let Bounds { at_least, at_most } = self.bundle.fewest;
        let companies =
            sentence_names(self.bundle.companies.iter().map(|member| member.company.full_name()), 12);
        let verb = if self.replaces() { "replace" } else { "cover" };
        let count = match self.bundle.method {
            _ if at_least == at_most => at_most.to_string(),
            cover::Method::Greedy => format!(
                "at most {at_most}, at least {at_least}. There are too many companies to try every set, so each step took \
                 the company that adds most"
            ),
            _ => format!("at most {at_most}, at least {at_least}. The search stopped at its limit"),
        };
        let missing = match tools - coverable {
            0 => String::new(),
            1 => format!(
                " They cover {coverable} of {tools} tools; {} is known to offer {}{in_full}.",
                self.nobody(),
                self.uncovered.first().map_or("", |tool| tool.tool.name)
            ),
            more => {
                format!(
                    " They cover {coverable} of {tools} tools; {} is known to offer the other {more}{in_full}.",
                    self.nobody()
                )
            }
        };
        let missing = if at_most == 1 { missing.replace("They cover", "It covers") } else { missing };
        let colon = if at_least == at_most {
            format!("{count} ({companies})")
        } else {
            format!("{count}: {companies}")
        };
        format!("The fewest companies that {verb} {targets}{in_full}: {colon}.{missing}")
    }

    /// Says how many of the sub-tools that are not counted the companies of the bundle offer, and
    /// by whom each is offered that they do not cover; with `in_full`, all of them.
    fn lay_out_parts(&self, in_full: bool, view: &mut View) {
        let covered = self.parts.iter().filter(|part| part.covered_by > 0).count();
        if covered > 0 {
            let sub_tools = plural(self.parts.len(), "sub-tool", "sub-tools");
            view.text(format!(
                "These companies also offer {covered} of {sub_tools}, which count with their tools."
            ));
        }
        let listed: Vec<String> = self
            .parts
            .iter()
            .filter(|part| in_full || part.covered_by == 0)
            .map(|part| part.text(self))
            .collect();
        if !listed.is_empty() {
            view.heading(format!(
                "Sub-tools{} ({})",
                if in_full { "" } else { " not covered" },
                listed.len()
            ));
            view.list(listed);
        }
    }

    fn lay_out_uncovered(&self, view: &mut View) {
        if self.uncovered.is_empty() {
            return;
        }
        view.heading(format!("Not covered ({})", self.uncovered.len()));
        let tool = |uncovered: &UncoveredTool<'_>| match (&self.company, uncovered.own) {
            (Some(company), Some(own)) => {
                format!("{} ({}: {})", uncovered.tool.name, company.name, own.word())
            }
            _ => uncovered.tool.name.to_owned(),
        };
        let of_state = |state: GapState| {
            let tools: Vec<String> =
                self.uncovered.iter().filter(|uncovered| uncovered.state == state).map(tool).collect();
            (!tools.is_empty())
                .then(|| format!("{}: {}", capitalized(&self.state_text(state)), tools.join(", ")))
        };
        view.list(GapState::ALL.into_iter().filter_map(of_state).collect());
    }

    fn lay_out_records(&self, view: &mut View) {
        self.bundle.lay_out_records(view, "bundle");
        if let Some(stand_in) = &self.stand_in {
            push_records(view, "stand-in", stand_in.company, [&stand_in.yes, &stand_in.partial], &[]);
            stand_in.beside.lay_out_records(view, "beside");
        }
        self.parts.iter().for_each(|part| part.lay_out_records(view, self.company));
        for uncovered in &self.uncovered {
            let own = uncovered.own.map_or("unknown", Support::word);
            let company = self.company.map_or_else(|| "".into(), Cell::from);
            let support = if self.company.is_some() { own } else { "" };
            let head = ["uncovered".into(), company, uncovered.tool.into(), support.into()];
            let rest = ["", "", "", uncovered.state.word()].map(Cell::from);
            view.records.push(head.into_iter().chain(rest));
        }
    }

    fn lay_out_notes(&self, explain: bool, view: &mut View) {
        let day = self.as_of.map_or_else(String::new, |day| format!(" As of {day}."));
        if !self.coverable.is_empty() {
            view.note(format!("Fewer may be enough once more is known.{day}"));
        }
        if self.bundle.companies.iter().any(|member| !member.partial.is_empty()) {
            view.note("Partial support counts here; `--full` counts full support only.");
        }
        if !self.open_lists.is_empty() {
            let stacks = sentence_names(self.open_lists.iter().map(|stack| stack.name), 6);
            view.note(format!("The list of {stacks} is open: there may be more tools."));
        }
        if explain {
            view.note(HOW_CHOSEN);
        }
        not_counted::note(view, &self.not_counted);
    }
}

/// How a bundle is chosen, for those who ask.
const HOW_CHOSEN: &str = "Of several sets of the fewest companies, the one that offers most in full is shown. A tool counts once, and its sub-tools \
     count with it. Your own company is never one of them: it replaces as many as are no longer needed beside it.";

impl UncountedPart<'_> {
    /// "Invoices (sub-tool of Billing): Acme", or who else offers it, or nobody.
    fn text(&self, report: &Report<'_>) -> String {
        let in_full = in_full(report.covering);
        let wholes = sentence_names(self.part_of.iter().map(|whole| whole.name), 3);
        let covering =
            self.bundle.iter().filter(|member| member.support.is_some_and(|of| report.covering.counts(of)));
        let covering: Vec<String> = covering
            .map(|member| match member.support {
                Some(Support::Partial) => format!("{} (partial)", member.company.full_name()),
                _ => member.company.full_name().into_owned(),
            })
            .collect();
        let by = match (covering.is_empty(), self.others.is_empty()) {
            (false, _) => format!(
                "{} {}{in_full}",
                names(covering.iter().map(String::as_str), 6),
                offer(covering.len())
            ),
            (true, false) => {
                let others = more(self.others.iter().map(CompanyRef::full_name), self.others_total as usize);
                format!("{others} {}{in_full}", offer(self.others_total as usize))
            }
            (true, true) => {
                format!("{} is known to offer it{in_full} ({})", report.nobody(), self.state.word())
            }
        };
        let own = match (&report.company, self.own) {
            (Some(company), Some(own)) => format!("; {}: {}", company.name, own.word()),
            _ => String::new(),
        };
        format!("{} (sub-tool of {wholes}): {by}{own}", self.tool.name)
    }

    /// A row for each company of the bundle, and one for that of the view or for nobody.
    fn lay_out_records(&self, view: &mut View, us: Option<CompanyRef<'_>>) {
        let mut push = |company: Option<CompanyRef<'_>>, support: &str, basis: Option<Basis>| {
            view.records.push([
                "part".into(),
                company.map_or_else(|| "".into(), Cell::from),
                self.tool.into(),
                support.into(),
                "".into(),
                basis.map_or("", Basis::word).into(),
                "".into(),
                Cell::from(self.state.word()),
            ]);
        };
        let word = |support: Option<Support>| support.map_or("unknown", Support::word);
        for member in &self.bundle {
            push(Some(member.company), word(member.support), member.basis);
        }
        match us {
            Some(company) => push(Some(company), word(self.own), self.own_basis),
            None if self.bundle.is_empty() => push(None, "", None),
            None => {}
        }
    }
}

/// "offers it", or "offer it" of several.
fn offer(count: usize) -> &'static str {
    if count == 1 { "offers it" } else { "offer it" }
}

/// Tools with what keeps each from being a plain stated offer.
fn tools([yes, partial]: [&[CoveredTool<'_>]; 2]) -> Vec<Item> {
    let all = [(Support::Yes, yes), (Support::Partial, partial)].into_iter();
    let all = all.flat_map(|(support, tools)| tools.iter().map(move |tool| (support, tool)));
    all.map(|(support, tool)| Item::new(tool.tool.id, covered_text(tool, support))).collect()
}

impl Bundle<'_> {
    fn table(&self) -> Table {
        let has_alone = self.companies.iter().any(|member| !member.alone_for.is_empty());
        let alone = has_alone.then(|| Column::list("nobody else offers"));
        let has_instead = self.companies.iter().any(|member| member.instead_total > 0);
        let instead = has_instead.then(|| Column::list("or instead"));
        let columns = [Column::record("company"), Column::list("covers")].into_iter();
        let mut table = Table::new(columns.chain(instead).chain(alone));
        for member in &self.companies {
            let alone = has_alone.then(|| match member.alone_for.as_slice() {
                [] => "–".into(),
                alone => Cell::list(alone.iter().map(|tool| Item::new(tool.id, tool.name))),
            });
            let covers = Cell::list(tools([&member.yes, &member.partial]));
            let instead = has_instead.then(|| match member.instead.as_slice() {
                [] => "–".into(),
                instead => Cell::first_of(
                    instead.iter().map(|company| Item::new(company.id, company.full_name())),
                    member.instead_total as usize,
                ),
            });
            table.push([Cell::from(member.company), covers].into_iter().chain(instead).chain(alone));
        }
        table
    }

    /// How many sets are as small: "3 sets of this size cover it all.".
    fn others_text(&self) -> Option<String> {
        let smallest = self.smallest.as_ref().filter(|smallest| smallest.count > 1)?;
        let at_least = if smallest.is_whole { "" } else { "At least " };
        let set =
            |set: &Vec<CompanyRef<'_>>| sentence_names(set.iter().map(CompanyRef::full_name), set.len());
        let sets: Vec<String> = smallest.sets.iter().take(3).map(set).collect();
        let which = if smallest.count == sets.len() as u64 {
            format!(": {}", sets.join("; "))
        } else {
            String::new()
        };
        Some(format!("{at_least}{} sets of this size cover the same{which}.", smallest.count))
    }

    fn lay_out_records(&self, view: &mut View, list: &str) {
        for member in &self.companies {
            push_records(view, list, member.company, [&member.yes, &member.partial], &member.alone_for);
        }
    }
}

fn push_records(
    view: &mut View,
    list: &str,
    company: CompanyRef<'_>,
    offered: [&[CoveredTool<'_>]; 2],
    alone_for: &[ToolRef<'_>],
) {
    for (support, tools) in [Support::Yes, Support::Partial].into_iter().zip(offered) {
        for covered in tools {
            let alone = alone_for.iter().any(|tool| tool.id == covered.tool.id);
            view.records.push([
                list.into(),
                company.into(),
                covered.tool.into(),
                support.word().into(),
                covered.a_part.to_string().into(),
                covered.basis.map_or("", Basis::word).into(),
                alone.to_string().into(),
                Cell::from(""),
            ]);
        }
    }
}

impl StandIn<'_> {
    /// Says how many companies are needed beside the company, and so how many it replaces.
    fn text(&self, report: &Report<'_>) -> String {
        let name = self.company.name;
        let in_full = in_full(report.covering);
        let any = match report.coverable.len() {
            1 => "this tool".to_owned(),
            more => format!("any of these {more} tools"),
        };
        let fewest = report.bundle.fewest;
        if self.unknown as usize == report.coverable.len() {
            return format!(
                "Nobody has recorded whether {name} offers {any}{in_full}. If it did, it would replace {fewest}."
            );
        }
        let offered = tools([&self.yes, &self.partial]);
        let needed = match self.beside.fewest.at_most {
            0 => "no other company is needed".to_owned(),
            1 => "1 other company is needed".to_owned(),
            _ => format!("{} other companies are needed", self.beside.fewest),
        };
        let others =
            sentence_names(self.beside.companies.iter().map(|member| member.company.full_name()), 12);
        let others = if others.is_empty() { String::new() } else { format!(" ({others})") };
        let replaced = match self.stands_in_for {
            Bounds { at_most: 0, .. } => "it replaces none".to_owned(),
            some => format!("it replaces {some} of {fewest}"),
        };
        let known = if offered.is_empty() {
            format!("{name} is not known to offer {any}{in_full}")
        } else {
            let offered = sentence_names(offered.iter().map(|item| item.name.as_str()), 6);
            format!("{name} offers {offered}{in_full}")
        };
        let unknown = match self.unknown {
            0 => String::new(),
            _ if self.at_best == self.stands_in_for => String::new(),
            some => format!(
                " For {} its offer is unknown: with {}, it would replace {}.",
                plural(some as usize, "more tool", "more tools"),
                if some == 1 { "that" } else { "all of those" },
                self.at_best
            ),
        };
        format!("{known}. With it, {needed}{others}: {replaced}.{unknown}")
    }
}
