//! How the coverage of every stack reads.

use crate::model::{Kind, Support};
use crate::query::Interval;
use crate::query::matrix::{self, Report};
use crate::words::{Asking, Cell, Column, Table, View, Words, not_counted};

impl Words for Report<'_> {
    const NAME: &'static str = "matrix";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("Coverage of every stack");
        let is_of_tools = self.is_of_tools();
        if is_of_tools {
            "Coverage of every tool".clone_into(&mut view.title);
        }
        let heads = self.columns.iter().map(|column| match column.of {
            Some(of) if is_of_tools => Column::number(of.name),
            of => Column::number(format!("{} ({})", of.map_or("no stack", |of| of.name), column.tools)),
        });
        let mut table = Table::new([Column::record("company")].into_iter().chain(heads));
        if let Some(first) = self.companies.first() {
            view.lead(format!("{} is known to offer the most different tools.", first.company.name));
        }
        view.records = Table::new([
            Column::record("company"),
            Column::record(if is_of_tools { "tool" } else { "stack" }),
            Column::number("offered"),
            Column::number("at_most"),
            Column::number("tools"),
            Column::text("active_in"),
        ]);
        for row in &self.companies {
            let cell = |cell: &matrix::Cell| match (cell.has_claims, cell.active_in) {
                (true, _) if is_of_tools => cell.support.map_or("?", Support::word).to_owned(),
                (true, _) => cell.offered.low.to_string(),
                (false, true) => "active".to_owned(),
                (false, false) => "?".to_owned(),
            };
            let cells = row.cells.iter().map(|of| Cell::from(cell(of)));
            table.push([row.company.into()].into_iter().chain(cells));
            for (column, cell) in self.columns.iter().zip(&row.cells) {
                let Interval { low, high, of: tools } = cell.offered;
                let counts =
                    [low.to_string(), high.to_string(), tools.to_string(), cell.active_in.to_string()];
                let of = column.of.map_or_else(|| Cell::record("", ""), Cell::from);
                view.records.push([row.company.into(), of].into_iter().chain(counts.map(Cell::from)));
            }
        }
        view.table(table, self.total as usize);
        if is_of_tools {
            view.note("?: unknown. The tools are in no stack: `landscape link TOOL in_stack STACK` puts them in one.");
            not_counted::note(&mut view, &self.not_counted);
            return view;
        }
        view.note(
            "A number: how many of the stack's tools the company is known to offer; in brackets: how many the stack has.",
        );
        let has_active =
            self.companies.iter().flat_map(|row| &row.cells).any(|cell| cell.active_in && !cell.has_claims);
        let active = if has_active { " Active: it is active in the stack, no tool named." } else { "" };
        view.note(format!("?: unknown.{active}"));
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}

impl Report<'_> {
    /// Whether each column is one tool, since there are no stacks.
    fn is_of_tools(&self) -> bool {
        self.columns.iter().any(|column| column.of.is_some_and(|of| of.kind == Kind::Tool))
    }
}
