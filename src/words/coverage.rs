//! How coverage reads.

use crate::landscape::Ground;
use crate::model::{Basis, Kind, Support};
use crate::query::coverage::{CompanyCoverage, CoveredTool, Report, TargetCoverage};
use crate::query::{AnyRef, Interval};
use crate::words::phrases::{more, names, plural};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

/// Returns the name of a tool that a claim is about, with what keeps the claim from being a plain stated one.
pub(super) fn covered_text(covered: &CoveredTool<'_>, support: Support) -> String {
    let support = match support {
        Support::Yes => None,
        Support::Partial if covered.a_part => Some("a part"),
        other => Some(other.word()),
    };
    let basis = covered.basis.filter(|basis| *basis != Basis::Stated).map(Basis::word);
    let doubts: Vec<&str> = support.into_iter().chain(ground_text(covered.concluded)).chain(basis).collect();
    if doubts.is_empty() {
        covered.tool.name.to_owned()
    } else {
        format!("{} ({})", covered.tool.name, doubts.join(", "))
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

/// An empty table for claims about the tools of targets, for programs.
pub(super) fn claims_table() -> Table {
    Table::new(["kind", "target", "company", "tool", "support", "basis"].map(Column::text))
}

impl Words for Report<'_> {
    const NAME: &'static str = "coverage";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("Coverage");
        view.records = claims_table();
        for target in &self.targets {
            target.lay_out(&mut view);
        }
        view.note("Offered is an interval: what is known, up to all that is not known to be missing. ½ is partial, ? unknown.");
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        not_counted::note(&mut view, &self.not_counted);
        view
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
    pub(super) fn known(&self) -> Vec<(&CoveredTool<'l>, Support)> {
        let by_support = [&self.yes, &self.partial, &self.planned, &self.no];
        let all = Support::ALL.into_iter().zip(by_support);
        all.flat_map(|(support, tools)| tools.iter().map(move |tool| (tool, support))).collect()
    }

    /// An empty table for [`row`](Self::row)s.
    pub(super) fn table() -> Table {
        let counts = ["offered", "at_most", "tools", "yes", "partial", "planned", "no", "unknown"];
        let head = [Column::id("company")].into_iter().chain(counts.map(Column::number));
        Table::new(head.chain([Column::text("kind"), Column::id("target")]))
    }

    /// How many tools of a target the company offers, plans and lacks, as a row for programs.
    pub(super) fn row(&self, target: AnyRef<'_>) -> Vec<String> {
        let Interval { low, high, of } = self.offered;
        let counts = [&self.yes, &self.partial, &self.planned, &self.no].map(|tools| tools.len().to_string());
        [self.company.id.to_string(), low.to_string(), high.to_string(), of.to_string()]
            .into_iter()
            .chain(counts)
            .chain([self.unknown.to_string(), target.kind.to_string(), target.id.to_owned()])
            .collect()
    }

    /// The same for people, under [`count_columns`].
    pub(super) fn counts(&self) -> [String; 6] {
        let [yes, partial, planned, no] =
            [&self.yes, &self.partial, &self.planned, &self.no].map(|tools| tools.len().to_string());
        [self.offered.to_string(), yes, partial, planned, no, self.unknown.to_string()]
    }
}

/// The columns of [`counts`](CompanyCoverage::counts).
pub(super) fn count_columns() -> [Column; 6] {
    ["offered", "yes", "½", "plan", "no", "?"].map(Column::number)
}

impl TargetCoverage<'_> {
    fn lay_out(&self, view: &mut View) {
        let AnyRef { kind, name, .. } = self.target;
        view.heading(format!("{kind} {name}"));
        if self.tools.is_empty() {
            view.text(match kind {
                Kind::Role => format!(
                    "Nobody has claimed what {name} needs. Add `needs` to the role `{}` to make this answerable.",
                    self.target.id
                ),
                _ => format!("{name} has no tools, so there is nothing to cover."),
            });
            return;
        }
        let tools = plural(self.tools.len(), "tool", "tools");
        let open = if self.open_list { " (the list is open: there may be more)" } else { "" };
        if kind != Kind::Tool {
            view.text(format!("{tools}{open}: {}", names(self.tools.iter().map(|tool| tool.name), 40)));
        }
        let nobody: Vec<&str> = (self.tools.iter().zip(&self.offered_by))
            .filter(|(_, offered_by)| **offered_by == 0)
            .map(|(tool, _)| tool.name)
            .collect();
        let mut table = Table::new(
            [Column::text("company")].into_iter().chain(count_columns()).chain([Column::text("tools")]),
        );
        for row in &self.companies {
            let known = row.known();
            let tools: Vec<String> =
                known.iter().map(|(tool, support)| covered_text(tool, *support)).collect();
            let tools = names(tools.iter().map(String::as_str), 12);
            table.push([row.company.name.to_owned()].into_iter().chain(row.counts()).chain([tools]));
            for (covered, support) in known {
                let target = [kind.to_string(), self.target.id.to_owned()];
                let basis = covered.basis.map_or("", Basis::word).to_owned();
                let claim =
                    [row.company.id.to_string(), covered.tool.id.to_string(), support.word().to_owned()];
                view.records.push(target.into_iter().chain(claim).chain([basis]));
            }
        }
        view.table(table, self.companies.len().max(self.companies_with_claims as usize));
        if self.companies_with_claims == 0 {
            view.text(
                "No claim says that anybody offers, plans or lacks any of these tools: nobody has looked.",
            );
        } else if !nobody.is_empty() {
            view.text(format!("Nobody is known to offer: {}.", nobody.join(", ")));
        }
        if !self.active_in_stack.is_empty() {
            let shown: Vec<&str> = self.active_in_stack.iter().map(|company| company.name).collect();
            view.text(format!(
                "Active in the stack as a whole, no tool named: {}.",
                more(&shown, self.companies_active_in_stack as usize)
            ));
        }
        if self.companies_without_claims == 0 {
            return;
        }
        view.text(format!(
            "{} with no claim about any of these tools.",
            plural(self.companies_without_claims as usize, "company", "companies")
        ));
    }
}
