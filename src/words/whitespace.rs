//! How white space reads.

use crate::query::scope::ScopeVerdict;
use crate::query::state::GapState;
use crate::query::whitespace::{Need, Part, Report, Stack, Tool};
use crate::words::gaps::meaning;
use crate::words::phrases::{plural, sentence_names};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words, not_counted};

impl Words for Report<'_> {
    const NAME: &'static str = "whitespace";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("White space: what nobody is known to offer");
        view.lead(self.answer());
        view.records = Table::new([
            Column::record("tool"),
            Column::text("state"),
            Column::number("known_not"),
            Column::number("planned_by"),
            Column::text("scope"),
            Column::list("stacks"),
        ]);
        for white in &self.tools {
            let words = [
                white.state.word(),
                &white.known_not.to_string(),
                &white.planned_by.to_string(),
                white.scope.word(),
            ];
            let record = [white.tool.into()].into_iter().chain(words.map(Cell::from));
            view.records.push(record.chain([white.stacks()]));
        }
        view.table(self.table(), self.total as usize);
        if !self.parts.is_empty() {
            view.heading("Sub-tools that nobody is known to offer");
            let part = |part: &Part<'_>| {
                let wholes = sentence_names(part.part_of.iter().map(|whole| whole.name), 3);
                format!("{} (sub-tool of {wholes}): {}", part.tool.name, part.state.word())
            };
            view.list(self.parts.iter().map(part).collect());
            view.cut(self.parts.len(), self.parts_total as usize);
        }
        if !self.stacks.is_empty() {
            view.heading("Stacks that nobody is known to serve");
            let stack = |white: &Stack<'_>| {
                let tools = plural(white.tools as usize, "tool", "tools");
                format!("{} ({tools}): {}", white.stack.name, white.state.word())
            };
            view.list(self.stacks.iter().map(stack).collect());
        }
        if !self.needs.is_empty() {
            view.heading("Needs that nobody is known to cover");
            let need = |need: &Need<'_>| {
                format!("{} needs {}: {}", need.role.name, need.tool.name, need.state.word())
            };
            view.list(self.needs.iter().map(need).collect());
            view.cut(self.needs.len(), self.needs_total as usize);
        }
        if self.total > self.states.empty {
            view.note("`landscape next` says what to look up first.");
        }
        let day = self.as_of.map_or_else(String::new, |day| format!(" As of {day}."));
        let companies = plural(self.min_researched as usize, "company does", "companies do");
        view.note(format!(
            "Empty: at least {companies} not offer it (`--min-researched` sets how many).{day}"
        ));
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}

impl Tool<'_> {
    fn stacks(&self) -> Cell {
        Cell::list(self.stacks.iter().map(|stack| Item::new(stack.id, stack.name)))
    }
}

impl Report<'_> {
    /// How many tools nobody is known to offer, by what is known of them.
    fn answer(&self) -> String {
        let Self { total, of, states, .. } = self;
        let tools = plural(*of as usize, "tool", "tools");
        if *total == 0 {
            return format!("Each of {tools} is offered by some company.");
        }
        let states = [GapState::Empty, GapState::Unsettled, GapState::Unresearched]
            .map(|state| (states.of(state), state));
        let states: Vec<String> = (states.into_iter())
            .filter(|(count, _)| *count > 0)
            .map(|(count, state)| format!("{count} {} ({})", state.word(), meaning(state)))
            .collect();
        let states = sentence_names(states.iter().map(String::as_str), 3);
        let research =
            if self.states.empty == 0 { " A research list, not a list of open markets." } else { "" };
        format!("Nobody is known to offer {total} of {tools}: {states}.{research}")
    }

    /// One row a tool; a column that would say the same everywhere is left out.
    fn table(&self) -> Table {
        let Some(first) = self.tools.first() else { return Table::default() };
        let has = [
            self.tools.iter().any(|white| white.state != first.state),
            self.tools.iter().any(|white| !white.stacks.is_empty()),
            self.tools.iter().any(|white| white.scope != first.scope),
            self.tools.iter().any(|white| white.known_not > 0),
            self.tools.iter().any(|white| white.planned_by > 0),
        ];
        let columns = [
            Column::text("state"),
            Column::list("stack"),
            Column::text("scope"),
            Column::number("do not offer it"),
            Column::number("plan it"),
        ];
        let shown = columns.into_iter().zip(has).filter(|(_, has)| *has).map(|(column, _)| column);
        let mut table = Table::new([Column::record("tool")].into_iter().chain(shown));
        for white in &self.tools {
            let stacks = if white.stacks.is_empty() { "–".into() } else { white.stacks() };
            let scope = match white.scope {
                ScopeVerdict::In => "in scope",
                ScopeVerdict::Open => "not reviewed",
                ScopeVerdict::Out => "out of scope",
            };
            let cells = [
                white.state.word().into(),
                stacks,
                scope.into(),
                white.known_not.to_string().into(),
                white.planned_by.to_string().into(),
            ];
            let shown = cells.into_iter().zip(has).filter(|(_, has)| *has).map(|(cell, _)| cell);
            table.push([white.tool.into()].into_iter().chain(shown));
        }
        table
    }
}
