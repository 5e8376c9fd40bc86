//! How white space reads.

use crate::query::state::StateCounts;
use crate::query::whitespace::{Need, Part, Report, Stack};
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

impl Words for Report<'_> {
    const NAME: &'static str = "whitespace";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("White space");
        let Self { total, of: tools, .. } = *self;
        let StateCounts { empty, unsettled, unresearched, .. } = self.states;
        view.lead(format!(
            "Nobody is known to offer {total} of {}: {empty} empty (none of the companies looked at does), {unsettled} \
             unsettled (too few claims to tell, or plans alone), {unresearched} unresearched (nobody has looked).",
            plural(tools as usize, "tool", "tools"),
        ));
        if empty == 0 && total > 0 {
            view.lead("None of this is known to be free: it is a list of what to find out.");
        }
        view.records = Table::new([
            Column::text("tool"),
            Column::text("state"),
            Column::number("known_not"),
            Column::number("planned_by"),
            Column::text("scope"),
            Column::text("stacks"),
        ]);
        let mut table = Table::new([
            Column::text("tool"),
            Column::text("state"),
            Column::number("no"),
            Column::number("planned"),
            Column::text("stack"),
            Column::text("scope"),
        ]);
        for white in &self.tools {
            let stacks = names(white.stacks.iter().map(|stack| stack.name), 3);
            let stacks = if stacks.is_empty() { "–".to_owned() } else { stacks };
            let [no, planned] = [white.known_not, white.planned_by].map(|n| n.to_string());
            let [state, scope] = [white.state.word(), white.scope.word()].map(str::to_owned);
            let ids: Vec<&str> = white.stacks.iter().map(|stack| stack.id.as_str()).collect();
            let record = [white.tool.id.to_string(), state.clone(), no.clone(), planned.clone()];
            view.records.push(record.into_iter().chain([scope.clone(), ids.join(";")]));
            table.push([white.tool.name.to_owned(), state, no, planned, stacks, scope]);
        }
        if !self.tools.is_empty() {
            view.heading("Tools");
        }
        view.table(table, total as usize);
        if !self.parts.is_empty() {
            view.heading("Parts that nobody is known to offer, not counted above");
            let part = |part: &Part<'_>| {
                let wholes = names(part.part_of.iter().map(|whole| whole.name), 3);
                format!("{}, part of {wholes} ({})", part.tool.name, part.state.word())
            };
            view.list(self.parts.iter().map(part).collect());
            view.cut(self.parts.len(), self.parts_total as usize);
        }
        if !self.stacks.is_empty() {
            view.heading("Stacks that nobody is known to serve");
            let stack = |white: &Stack<'_>| {
                format!(
                    "{} ({}, {})",
                    white.stack.name,
                    plural(white.tools as usize, "tool", "tools"),
                    white.state.word()
                )
            };
            view.list(self.stacks.iter().map(stack).collect());
        }
        if !self.needs.is_empty() {
            view.heading("Needs that nobody is known to serve");
            let need =
                |need: &Need<'_>| format!("{}: {} ({})", need.role.name, need.tool.name, need.state.word());
            view.list(self.needs.iter().map(need).collect());
            view.cut(self.needs.len(), self.needs_total as usize);
        }
        self.lay_out_lookups(&mut view);
        if self.without_lead > 0 {
            view.note(format!(
                "{} no company to ask about first: none is known in a stack of it without a claim about it.",
                plural(self.without_lead as usize, "tool has", "tools have")
            ));
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        not_counted::note(&mut view, &self.not_counted);
        view.note(format!(
            "Empty takes at least {} known not to offer the tool.",
            plural(self.min_researched as usize, "company", "companies")
        ));
        view
    }
}

impl Report<'_> {
    fn lay_out_lookups(&self, view: &mut View) {
        if self.lookups.is_empty() {
            return;
        }
        view.heading("Look up first");
        let mut table = Table::new([
            Column::text("does"),
            Column::text("offer"),
            Column::number("settles"),
            Column::number("known in its stacks"),
        ]);
        for lookup in &self.lookups {
            let names = [lookup.company.name.to_owned(), format!("{}?", lookup.tool.name)];
            table.push(names.into_iter().chain([lookup.settles.to_string(), lookup.known_there.to_string()]));
        }
        view.table(table, self.lookups_total as usize);
        view.note(
            "Look up first: the companies known best in the stacks of each tool; `settles` counts the tool, \
                 stacks that nobody serves and needs on it.",
        );
    }
}
