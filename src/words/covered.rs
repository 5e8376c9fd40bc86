//! How what one company covers reads.

use crate::model::{Basis, Kind};
use crate::query::AnyRef;
use crate::query::coverage::CompanyCoverage;
use crate::query::covered::{Report, Row};
use crate::words::coverage::{claims_table, count_columns, covered_text};
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

/// What the tools in no stack are called.
const NO_STACK: &str = "no stack";

impl Words for Report<'_> {
    const NAME: &'static str = "covered";

    fn view(&self, _asking: &Asking) -> View {
        let company = self.company.name;
        let mut view = View::new(format!("What {company} covers"));
        view.lead(match self.offered {
            0 => format!("No claim says that {company} offers any of these tools. That is unknown, not no."),
            offered => {
                format!("{company} offers {}, as far as is known.", plural(offered as usize, "tool", "tools"))
            }
        });
        let mut table = Table::new(
            [Column::text("of")].into_iter().chain(count_columns()).chain([Column::text("tools")]),
        );
        view.records = claims_table();
        let mut unknown: Vec<String> = Vec::new();
        for row in &self.rows {
            let tools = row.coverage.known();
            if tools.is_empty() && row.coverage.offered.of > 0 {
                unknown.push(row.label());
                continue;
            }
            let shown: Vec<String> =
                tools.iter().map(|(tool, support)| covered_text(tool, *support)).collect();
            let shown = names(shown.iter().map(String::as_str), 12);
            table.push([row.label()].into_iter().chain(row.coverage.counts()).chain([shown]));
            let target = row
                .target
                .map_or_else(Default::default, |target| [target.kind.to_string(), target.id.to_owned()]);
            for (covered, support) in tools {
                let basis = covered.basis.map_or("", Basis::word).to_owned();
                let claim =
                    [self.company.id.to_string(), covered.tool.id.to_string(), support.word().to_owned()];
                view.records.push(target.clone().into_iter().chain(claim).chain([basis]));
            }
        }
        let listed = table.rows.len();
        view.table(table, listed);
        if !unknown.is_empty() {
            let unknown = names(unknown.iter().map(String::as_str), 12);
            view.text(format!("Nothing is known about {company} and any tool of: {unknown}."));
        }
        if !self.active_in.is_empty() {
            let stacks = names(self.active_in.iter().map(|stack| stack.name), 12);
            view.text(format!("Active in these stacks as a whole, no tool named: {stacks}."));
        }
        view.note("Offered: “2–7 of 7” is at least 2, at most 7. ½ is partial, ? unknown.");
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}

impl Report<'_> {
    /// Lays out one row for each target of the same columns as the rows of companies on a target.
    pub(crate) fn by_company(&self) -> Table {
        let mut table = CompanyCoverage::table();
        for row in &self.rows {
            // What is in no stack has no record that a row could be about.
            if let Some(target) = row.target {
                table.push(row.coverage.row(target));
            }
        }
        table
    }
}

impl Row<'_> {
    /// "Data", or with its kind where it is no stack.
    fn label(&self) -> String {
        match self.target {
            None => NO_STACK.to_owned(),
            Some(AnyRef { kind: Kind::Stack, name, .. }) => name.to_owned(),
            Some(AnyRef { kind, name, .. }) => format!("{name} ({kind})"),
        }
    }
}
