//! How chains of claims read.

use crate::model::{Relation, Support};
use crate::query::AnyRef;
use crate::query::why::Report;
use crate::words::claims::{claim_text, join_places, place_text, reading};
use crate::words::phrases::plural;
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "why";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("{} and {}", self.from.full_name(), self.to.full_name()));
        view.lead(match self.length {
            None => {
                "No chain of claims connects them. That nothing is recorded is no proof that nothing does."
                    .to_owned()
            }
            Some(0) => "They are the same record.".to_owned(),
            Some(1) => "They are connected directly.".to_owned(),
            Some(length) => format!(
                "{} of {length} steps {} them, the shortest there are.",
                plural(self.total as usize, "chain", "chains"),
                if self.total == 1 { "connects" } else { "connect" },
            ),
        });
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
        for (number, chain) in (self.before + 1..).zip(&self.chains).filter(|(_, chain)| !chain.is_empty()) {
            view.heading(format!("Chain {number}"));
            let mut items = Vec::new();
            for (position, step) in (1..).zip(chain) {
                let reading = match step.support {
                    Some(Support::Planned) if step.outgoing => "plans",
                    Some(Support::Planned) => "is planned by",
                    Some(Support::Partial) if step.outgoing && step.relation == Relation::Offers => {
                        "offers in part"
                    }
                    _ => reading(step.relation, step.outgoing, step.from.kind, step.to.kind),
                };
                let mut item = format!("{} {reading} {}", step.from.full_name(), step.to.full_name());
                for claim in &step.claims {
                    item.push_str(&format!(": {}{}", claim_text(claim), place_text(claim)));
                }
                items.push(item);
                let direction = if step.outgoing { "out" } else { "in" };
                let any_id = |node: AnyRef<'_>| format!("{}:{}", node.kind, node.id);
                let claims = step.claims.iter().map(claim_text).collect::<Vec<_>>().join(" | ");
                let numbers = [number.to_string(), position.to_string()];
                let ids =
                    [any_id(step.from), step.relation.to_string(), direction.to_owned(), any_id(step.to)];
                view.records.push(numbers.into_iter().chain(ids).chain([claims, join_places(&step.claims)]));
            }
            view.list(items);
        }
        let shown = self.chains.len();
        let left = (self.total - self.before) as usize - shown;
        if left > 0 {
            view.text(format!("… and {left} more (--top N shows more)"));
        }
        view
    }
}
