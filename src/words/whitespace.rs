//! How white space reads.

use crate::query::scope::ScopeVerdict;
use crate::query::state::StateCounts;
use crate::query::whitespace::{Need, Part, Report, Stack};
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "whitespace";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new("White space");
        self.lead(&mut view);
        view.records = Table::new([
            Column::record("tool"),
            Column::text("state"),
            Column::number("known_not"),
            Column::number("planned_by"),
            Column::text("scope"),
            Column::list("stacks"),
        ]);
        self.lay_out_tools(&mut view);
        if !self.parts.is_empty() {
            view.heading("Sub-tools, not counted above");
            let part = |part: &Part<'_>| {
                let wholes = names(part.part_of.iter().map(|whole| whole.name), 3);
                format!("{}, part of {wholes} ({})", part.tool.name, part.state.word())
            };
            view.list(self.parts.iter().map(part).collect());
            view.cut(self.parts.len(), self.parts_total as usize);
        }
        if !self.stacks.is_empty() {
            view.heading("Stacks without a known offer");
            let stack = |white: &Stack<'_>| {
                let tools = plural(white.tools as usize, "tool", "tools");
                format!("{} ({tools}, {})", white.stack.name, white.state.word())
            };
            view.list(self.stacks.iter().map(stack).collect());
        }
        if !self.needs.is_empty() {
            view.heading("Needs of roles without a known offer");
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
        if asking.explain {
            view.note(format!(
                "A tool is called empty where at least {} known not to offer it.",
                plural(self.min_researched as usize, "company is", "companies are")
            ));
        }
        view
    }
}

impl Report<'_> {
    fn lead(&self, view: &mut View) {
        let StateCounts { empty, unsettled, unresearched, .. } = self.states;
        let of = plural(self.of as usize, "tool", "tools");
        if self.total == 0 {
            view.lead(format!("Each of {of} has a known offer."));
            return;
        }
        view.lead(format!(
            "{} of {of} {} no known offer.",
            self.total,
            if self.total == 1 { "has" } else { "have" }
        ));
        let states = [
            (empty, "empty (enough companies are known not to offer it)"),
            (unsettled, "unsettled (too little is known, or there are only plans)"),
            (unresearched, "unresearched (nobody has looked)"),
        ];
        let states: Vec<String> = (states.into_iter().filter(|(count, _)| *count > 0))
            .map(|(count, state)| format!("{count} {state}"))
            .collect();
        view.lead(format!("{}.", states.join(", ")));
        if empty == 0 {
            view.lead("This is a research list, not a list of open markets.");
        }
    }

    fn lay_out_tools(&self, view: &mut View) {
        let first = self.tools.first();
        let has_states = self.tools.iter().any(|white| Some(white.state) != first.map(|first| first.state));
        let has_no = self.tools.iter().any(|white| white.known_not > 0);
        let has_planned = self.tools.iter().any(|white| white.planned_by > 0);
        let columns = [
            Some(Column::record("tool")),
            has_states.then(|| Column::id("state")),
            has_no.then(|| Column::number("not offered by")),
            has_planned.then(|| Column::number("planned by")),
            Some(Column::list("stacks")),
            Some(Column::id("scope")),
        ];
        let mut table = Table::new(columns.into_iter().flatten());
        for white in &self.tools {
            let stacks = || Cell::list(white.stacks.iter().map(|stack| Item::new(stack.id, stack.name)));
            let [no, planned] =
                [white.known_not, white.planned_by].map(|count| Cell::from(count.to_string()));
            let tool = || Cell::record(white.tool.id, white.tool.name);
            let [state, scope] = [white.state.word(), white.scope.word()].map(Cell::from);
            let in_words = match white.scope {
                ScopeVerdict::Open => "not reviewed".into(),
                _ => scope.clone(),
            };
            let row = [
                Some(tool()),
                has_states.then(|| state.clone()),
                has_no.then(|| no.clone()),
                has_planned.then(|| planned.clone()),
                Some(stacks()),
                Some(in_words),
            ];
            table.push(row.into_iter().flatten());
            view.records.push([tool(), state, no, planned, scope, stacks()]);
        }
        view.table(table, self.total as usize);
    }

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
