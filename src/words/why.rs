//! How chains of claims read.

use crate::query::AnyRef;
use crate::query::why::{Alike, ChainStep, Report};
use crate::words::claims::{claim_text, join_places, looked_line, place_text, reading, reading_with};
use crate::words::phrases::plural;
use crate::words::{Asking, Cell, Column, Item, Table, View, Words};

impl ChainStep<'_> {
    /// Returns the step in a sentence.
    fn text(&self) -> String {
        let reading = reading_with(self.relation, self.outgoing, self.support, self.from.kind, self.to.kind);
        format!("{} {reading} {}", self.from.full_name(), self.to.full_name())
    }

    fn record(&self, number: usize, position: usize) -> [String; 8] {
        let direction = if self.outgoing { "out" } else { "in" };
        let any_id = |node: AnyRef<'_>| format!("{}:{}", node.kind, node.id);
        [
            number.to_string(),
            position.to_string(),
            any_id(self.from),
            self.relation.to_string(),
            direction.to_owned(),
            any_id(self.to),
            self.claims.iter().map(claim_text).collect::<Vec<_>>().join(" | "),
            join_places(&self.claims),
        ]
    }
}

/// Lays out a chain: each step, with its evidence below it.
fn lay_out(chain: &[ChainStep<'_>], view: &mut View) {
    for step in chain {
        view.text(step.text());
        let claim = |claim| format!("{}{}", claim_text(claim), place_text(claim));
        view.list(step.claims.iter().map(claim).collect());
    }
}

impl Alike<'_> {
    /// Returns "offers, is offered by".
    fn way(&self) -> String {
        let read = self.steps.iter().map(|step| reading(step.relation, step.outgoing, step.from, step.to));
        read.collect::<Vec<_>>().join(", ")
    }

    /// Returns the records between the two ends.
    fn through(&self) -> Cell {
        let item = |records: &Vec<AnyRef<'_>>| {
            let names: Vec<_> = records.iter().map(AnyRef::full_name).collect();
            let ids: Vec<String> =
                records.iter().map(|record| format!("{}:{}", record.kind, record.id)).collect();
            Item::new(ids.join(" "), names.join(" → "))
        };
        Cell::first_of(self.through.iter().map(item), self.total as usize)
    }
}

impl Report<'_> {
    fn lay_out_others(&self, view: &mut View) {
        let others = self.total.saturating_sub(1) as usize;
        let is_direct = self.length == Some(1);
        if others == 0 {
            return;
        }
        view.heading(plural(others, "more chain of the same length", "more chains of the same length"));
        let columns = [Column::number("chains"), Column::text("way")];
        let through = (!is_direct).then(|| Column::list("through"));
        let mut table = Table::new(columns.into_iter().chain(through));
        for alike in &self.others {
            let head = [Cell::from(alike.total.to_string()), alike.way().into()];
            table.push(head.into_iter().chain((!is_direct).then(|| alike.through())));
        }
        let rows = table.rows.len();
        view.table(table, rows);
        let untold = others.saturating_sub(self.others.iter().map(|alike| alike.total as usize).sum());
        if untold > 0 {
            view.text(format!("… and {untold} more chains"));
        }
        view.note("`--all` shows every chain in full.");
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "why";

    fn view(&self, asking: &Asking) -> View {
        let mut view =
            View::new(format!("How {} and {} connect", self.from.full_name(), self.to.full_name()));
        view.lead(match self.length {
            None => {
                "No chain of claims connects them. They may still be connected: the landscape does not know."
                    .to_owned()
            }
            Some(0) => "They are the same record.".to_owned(),
            Some(1) => "They are connected directly.".to_owned(),
            Some(length) => format!(
                "{} of {length} steps {} them. None is shorter.",
                plural(self.total as usize, "chain", "chains"),
                if self.total == 1 { "connects" } else { "connect" },
            ),
        });
        view.list(self.looked.iter().map(|of| looked_line(of) + &place_text(&of.claim)).collect());
        view.records = Table::new([
            Column::number("chain"),
            Column::number("step"),
            Column::text("from"),
            Column::text("relation"),
            Column::text("direction"),
            Column::text("to"),
            Column::text("claim"),
            Column::text("place"),
        ]);
        let numbered =
            || (self.before as usize + 1..).zip(&self.chains).filter(|(_, chain)| !chain.is_empty());
        for (number, chain) in numbered() {
            for (position, step) in (1..).zip(chain) {
                view.records.push(step.record(number, position));
            }
        }
        let shown = if asking.all { self.chains.len() } else { 1 };
        for (number, chain) in numbered().take(shown) {
            view.heading(if self.total == 1 { "The chain".to_owned() } else { format!("Chain {number}") });
            lay_out(chain, &mut view);
        }
        if !asking.all {
            self.lay_out_others(&mut view);
            return view;
        }
        let left = (self.total - self.before) as usize - self.chains.len();
        if left > 0 {
            view.text(format!("… and {left} more (--top N shows more)"));
        }
        view
    }
}
