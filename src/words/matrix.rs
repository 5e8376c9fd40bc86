//! How the coverage of every stack reads.

use crate::query::Interval;
use crate::query::matrix::{Cell, Report};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

impl Words for Report<'_> {
    const NAME: &'static str = "matrix";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("Coverage of every stack");
        let stacks = self.stacks.iter().zip(&self.tools);
        let heads = stacks.map(|(stack, tools)| Column::number(format!("{} /{tools}", stack.name)));
        let mut table = Table::new([Column::text("company")].into_iter().chain(heads));
        view.records = Table::new([
            Column::text("company"),
            Column::text("stack"),
            Column::number("offered"),
            Column::number("at_most"),
            Column::number("tools"),
            Column::text("active_in"),
        ]);
        for row in &self.companies {
            let cell = |cell: &Cell| match (cell.has_claims, cell.active_in) {
                (true, _) => cell.offered.low.to_string(),
                (false, true) => "active".to_owned(),
                (false, false) => "·".to_owned(),
            };
            table.push([row.company.name.to_owned()].into_iter().chain(row.cells.iter().map(cell)));
            for (stack, cell) in self.stacks.iter().zip(&row.cells) {
                let Interval { low, high, of } = cell.offered;
                let ids = [row.company.id.to_string(), stack.id.to_string()];
                let counts = [low.to_string(), high.to_string(), of.to_string(), cell.active_in.to_string()];
                view.records.push(ids.into_iter().chain(counts));
            }
        }
        view.table(table, self.total as usize);
        view.note("A number is how many of the stack's tools the company is known to offer.");
        view.note("Ordered by the number of different tools; a tool in two stacks shows in both.");
        view.note("`·` is no claim at all; `active` is a claim about the stack that names no tool.");
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}
