//! How coverage reads.

use crate::landscape::Ground;
use crate::model::{Date, Kind, Support};
use crate::query::CompanyRef;
use crate::query::coverage::{CompanyCoverage, CoveredTool, Report, TargetCoverage};
use crate::query::{AnyRef, Interval};
use crate::words::claims::looked_line;
use crate::words::phrases::{capitalized, in_doubt, more, names, plural, sentence_names};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words, not_counted};

/// Returns the name of a tool that a claim is about, with what keeps the claim from being a plain
/// stated one.
pub(super) fn covered_text(covered: &CoveredTool<'_>, support: Support) -> String {
    let support = match support {
        Support::Yes => None,
        Support::Partial if covered.a_part => Some("a part"),
        other => Some(other.word()),
    };
    in_doubt(covered.tool.name, [support, ground_text(covered.concluded)], covered.basis)
}

/// Returns how far a tool is offered, with what keeps the claim from being a plain stated one.
fn support_text(covered: &CoveredTool<'_>, support: Support) -> String {
    let a_part = (support == Support::Partial && covered.a_part).then_some("a part");
    in_doubt(support.word(), [a_part, ground_text(covered.concluded)], covered.basis)
}

impl Words for Report<'_> {
    const NAME: &'static str = "coverage";

    fn view(&self, asking: &Asking) -> View {
        let mut view = match self.targets.as_slice() {
            [one] => View::new(format!("Coverage of the {} {}", one.target.kind, one.target.name)),
            _ => View::new("Coverage"),
        };
        view.records = CompanyCoverage::records();
        for target in &self.targets {
            if self.targets.len() > 1 {
                view.heading(format!(
                    "{} {}",
                    capitalized(&target.target.kind.to_string()),
                    target.target.name
                ));
            }
            target.lay_out(&mut view, self.targets.len() > 1);
            if asking.explain && !target.looked.is_empty() {
                view.heading("Looked up without an answer");
                view.list(target.looked.iter().map(looked_line).collect());
            }
        }
        if self.targets.iter().any(|target| !target.companies.is_empty()) {
            let rows = self.targets.iter().filter(|target| target.target.kind != Kind::Tool);
            let rows = rows.flat_map(|target| &target.companies);
            note_interval(&mut view, rows.map(|row| row.offered), self.as_of);
        }
        not_counted::note(&mut view, &self.not_counted);
        if asking.explain {
            view.note(HOW_COUNTED);
        }
        view
    }
}

/// Returns what a support is concluded from, where the word for the support does not say so.
pub(super) fn ground_text(ground: Option<Ground>) -> Option<&'static str> {
    match ground? {
        Ground::Part => None,
        Ground::Feature => Some("by a feature"),
        Ground::Listing => Some("not in its list"),
    }
}

/// How tools are counted, for those who ask.
pub(super) const HOW_COUNTED: &str = "A tool counts once, without its sub-tools. Partial support counts as offered, and whoever offers a sub-tool offers \
     its tool in part. At most: all tools but those that a claim says the company plans or lacks. A claim about a stack that \
     names no tool counts for none of them.";

/// Notes how to read an interval, by the first of those shown that is one, and on which day the
/// claims hold.
pub(super) fn note_interval(view: &mut View, mut shown: impl Iterator<Item = Interval>, as_of: Option<Date>) {
    let is_open = |interval: &Interval| interval.low < interval.high;
    let example = shown.find(is_open).map(|interval| {
        let Interval { low, high, .. } = interval;
        format!("“{interval}”: at least {low}, at most {high}. The rest is unknown.")
    });
    let day = as_of.map(|day| format!("As of {day}."));
    let said: Vec<String> = example.into_iter().chain(day).collect();
    if !said.is_empty() {
        view.note(said.join(" "));
    }
}

impl Report<'_> {
    /// Lays out one row for each company and target: how many tools it offers, plans and lacks.
    pub(crate) fn by_company(&self) -> Table {
        let mut table = CompanyCoverage::table();
        for target in &self.targets {
            for row in &target.companies {
                table.push(row.row(target.target));
            }
        }
        table
    }
}

impl<'l> CompanyCoverage<'l> {
    /// The tools of which something is known, by how far they are offered.
    pub(super) fn known(&self) -> impl Iterator<Item = (&CoveredTool<'l>, Support)> {
        let by_support = [&self.yes, &self.partial, &self.planned, &self.no];
        let all = Support::ALL.into_iter().zip(by_support);
        all.flat_map(|(support, tools)| tools.iter().map(move |tool| (tool, support)))
    }

    /// Whether anything is known.
    pub(super) fn is_known(&self) -> bool {
        self.known().next().is_some()
    }

    /// An empty table for [`row`](Self::row)s.
    pub(super) fn table() -> Table {
        let counts = ["offered", "at_most", "tools", "yes", "partial", "planned", "no", "unknown"];
        let head = [Column::record("company")].into_iter().chain(counts.map(Column::number));
        Table::new(head.chain([Column::text("kind"), Column::record("target")]))
    }

    /// An empty table for [`record`](Self::record)s.
    pub(super) fn records() -> Table {
        let mut table = Self::table();
        table.columns.extend(["offers", "plans", "lacks"].map(Column::list));
        table
    }

    /// How many tools of a target the company offers, plans and lacks, as a row for programs.
    pub(super) fn row(&self, target: AnyRef<'_>) -> Vec<Cell> {
        let Interval { low, high, of } = self.offered;
        let counts = [&self.yes, &self.partial, &self.planned, &self.no].map(|tools| tools.len().to_string());
        [self.company.into(), low.to_string().into(), high.to_string().into(), of.to_string().into()]
            .into_iter()
            .chain(counts.map(Cell::from))
            .chain([self.unknown.to_string().into(), target.kind.to_string().into(), target.into()])
            .collect()
    }

    /// The same with which tools these are.
    pub(super) fn record(&self, target: AnyRef<'_>) -> Vec<Cell> {
        self.row(target).into_iter().chain(self.tools()).collect()
    }

    /// The tools that it offers, plans and lacks, each with what keeps it from being a plain stated
    /// yes.
    pub(super) fn tools(&self) -> [Cell; 3] {
        let items = |chosen: [Support; 2]| {
            let of = self.known().filter(move |(_, support)| chosen.contains(support));
            let text = |tool, support: Support| {
                // Planned and no have a column each.
                covered_text(tool, if support.is_offered() { support } else { Support::Yes })
            };
            Cell::list(of.map(|(tool, support)| Item::new(tool.tool.id, text(tool, support))))
        };
        [
            items([Support::Yes, Support::Partial]),
            items([Support::Planned, Support::Planned]),
            items([Support::No, Support::No]),
        ]
    }
}

/// How much companies cover, or how much of what a company covers: one row each, under a first
/// column. What is planned and what is lacking has a column only where there is any.
pub(super) fn cover_table<'r, 'l: 'r>(
    first: Column,
    rows: impl Iterator<Item = (Cell, &'r CompanyCoverage<'l>)> + Clone,
) -> Table {
    let has = |of: fn(&CompanyCoverage<'_>) -> bool| rows.clone().any(|(_, row)| of(row));
    let shown = [
        has(|row| !row.yes.is_empty() || !row.partial.is_empty()),
        has(|row| !row.planned.is_empty()),
        has(|row| !row.no.is_empty()),
    ];
    let lists = ["offers", "plans", "does not offer"].map(Column::list).into_iter().zip(shown);
    let lists = lists.filter(|(_, is_shown)| *is_shown).map(|(column, _)| column);
    let mut table = Table::new([first, Column::number("covers")].into_iter().chain(lists));
    for (name, row) in rows {
        let lists = row.tools().into_iter().zip(shown).filter(|(_, is_shown)| *is_shown);
        let cells = [name, row.offered.to_string().into()].into_iter();
        table.push(cells.chain(lists.map(|(cell, _)| cell)));
    }
    table
}

impl TargetCoverage<'_> {
    fn lay_out(&self, view: &mut View, is_one_of_many: bool) {
        let AnyRef { kind, name, .. } = self.target;
        let say = |view: &mut View, text: String| {
            if is_one_of_many { view.text(text) } else { view.lead(text) }
        };
        if self.tools.is_empty() {
            let text = match kind {
                Kind::Role => format!(
                    "Nobody has said what {name} needs. Record it with `landscape link {} needs TOOL`.",
                    self.target.id
                ),
                _ => format!("{name} has no tools, so there is nothing to cover."),
            };
            say(view, text);
            return;
        }
        say(view, self.answer());
        if kind != Kind::Tool {
            let open = if self.open_list { " so far" } else { "" };
            let tools = plural(self.tools.len(), "tool", "tools");
            say(
                view,
                format!("{name} has {tools}{open}: {}.", names(self.tools.iter().map(|tool| tool.name), 40)),
            );
        }
        let rows = self.companies.iter().map(|row| (row.company.into(), row));
        let table = match kind {
            Kind::Tool => self.tool_table(),
            _ => cover_table(Column::record("company"), rows),
        };
        view.table(table, self.companies.len().max(self.companies_with_claims as usize));
        for row in &self.companies {
            view.records.push(row.record(self.target));
        }
        if !self.active_in_stack.is_empty() {
            let shown = self.active_in_stack.iter().map(CompanyRef::full_name);
            view.text(format!(
                "Active in the stack, no tool named: {}.",
                more(shown, self.companies_active_in_stack as usize)
            ));
        }
        // The company asked about has a row even where nothing is known of it.
        let listed = self.companies.iter().filter(|row| !row.is_known()).count();
        let others = (self.companies_without_claims as usize).saturating_sub(listed);
        if others > 0 && self.companies_with_claims > 0 {
            view.text(format!("Unknown for {}.", plural(others, "other company", "other companies")));
        }
    }

    /// One row for each company with a claim about the one tool, and what is claimed.
    fn tool_table(&self) -> Table {
        let mut table = Table::new([Column::record("company"), Column::text("offers it")]);
        for row in &self.companies {
            let known = row.known().next();
            let text = known.map_or_else(|| "?".to_owned(), |(tool, support)| support_text(tool, support));
            table.push([row.company.into(), Cell::from(text)]);
        }
        table
    }

    /// Who covers the most, and what nobody is known to offer.
    fn answer(&self) -> String {
        let most = self.companies.first().map_or(0, |row| row.offered.low);
        let leaders =
            self.companies.iter().filter(|row| row.offered.low == most).map(|row| row.company.full_name());
        let leaders: Vec<_> = leaders.collect();
        let nobody = self.tools.iter().zip(&self.offered_by).filter(|(_, offered_by)| **offered_by == 0);
        let nobody: Vec<&str> = nobody.map(|(tool, _)| tool.name).collect();
        let offerers = self.offered_by.first().copied().unwrap_or_default() as usize;
        let mut answer = match (self.target.kind, most) {
            _ if self.companies_with_claims == 0 => {
                return "Nobody has recorded who offers this: it is unknown, not missing.".to_owned();
            }
            (_, 0) => "No company is known to offer any of it.".to_owned(),
            (Kind::Tool, _) => plural(offerers, "company offers it.", "companies offer it."),
            (_, most) => {
                let of = self.tools.len();
                let verb = if leaders.len() == 1 { "covers" } else { "cover" };
                let each = if leaders.len() == 1 { "" } else { " each" };
                let who = sentence_names(leaders.into_iter(), 3);
                format!("{who} {verb} the most: at least {most} of {of} tools{each}.")
            }
        };
        if self.target.kind != Kind::Tool && most > 0 && !nobody.is_empty() {
            answer.push_str(&format!(" Nobody is known to offer {}.", sentence_names(nobody.into_iter(), 6)));
        }
        answer
    }
}
