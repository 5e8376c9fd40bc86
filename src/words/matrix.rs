//! How the coverage of every stack reads.

use crate::query::Interval;
use crate::query::matrix::{self, Report};
use crate::words::{Asking, Cell, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "matrix";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("Coverage of every stack");
        let stacks = self.stacks.iter().zip(&self.tools);
        let heads = stacks.map(|(stack, tools)| Column::number(format!("{} ({tools})", stack.name)));
        let mut table = Table::new([Column::record("company")].into_iter().chain(heads));
        if let Some(first) = self.companies.first() {
            view.lead(format!("{} is known to offer the most different tools.", first.company.name));
        }
        view.records = Table::new([
            Column::record("company"),
            Column::record("stack"),
            Column::number("offered"),
            Column::number("at_most"),
            Column::number("tools"),
            Column::text("active_in"),
        ]);
        for row in &self.companies {
            let cell = |cell: &matrix::Cell| match (cell.has_claims, cell.active_in) {
                (true, _) => cell.offered.low.to_string(),
                (false, true) => "active".to_owned(),
                (false, false) => "?".to_owned(),
            };
            let cells = row.cells.iter().map(|of| Cell::from(cell(of)));
            table.push([row.company.into()].into_iter().chain(cells));
            for (stack, cell) in self.stacks.iter().zip(&row.cells) {
                let Interval { low, high, of } = cell.offered;
                let counts = [low.to_string(), high.to_string(), of.to_string(), cell.active_in.to_string()];
                view.records
                    .push([row.company.into(), (*stack).into()].into_iter().chain(counts.map(Cell::from)));
            }
        }
        view.table(table, self.total as usize);
        view.note(
            "A number: how many of the stack's tools the company is known to offer; in brackets: how many the stack has.",
        );
        view.note("?: unknown. Active: it is active in the stack, no tool named.");
        view
    }
}
