//! How what one company covers reads.

use crate::model::Kind;
use crate::query::AnyRef;
use crate::query::coverage::CompanyCoverage;
use crate::query::covered::{Report, Row};
use crate::words::claims::looked_line;
use crate::words::coverage::{HOW_COUNTED, cover_table, note_interval};
use crate::words::phrases::{plural, sentence_names};
use crate::words::{Asking, Cell, Column, Table, View, Words, not_counted};

/// What the tools in no stack are called.
const NO_STACK: &str = "tools in no stack";

impl Words for Report<'_> {
    const NAME: &'static str = "covered";

    fn view(&self, asking: &Asking) -> View {
        let company = self.company.name;
        let mut view = View::new(format!("What {company} covers"));
        view.lead(match self.offered {
            0 => format!("Nobody has recorded what {company} offers of this: it is unknown, not missing."),
            offered => format!("{company} is known to offer {}.", plural(offered as usize, "tool", "tools")),
        });
        view.records = CompanyCoverage::records();
        let is_known = |row: &&Row<'_>| row.coverage.is_known() || row.coverage.offered.of == 0;
        let known = self.rows.iter().filter(is_known);
        let rows = known.map(|row| {
            let name = match row.target {
                Some(target) => Cell::record(target.id, row.label()),
                None => row.label().into(),
            };
            (name, &row.coverage)
        });
        let table = cover_table(Column::record("of"), rows);
        let listed = table.rows.len();
        view.table(table, listed);
        for row in &self.rows {
            if let Some(target) = row.target {
                view.records.push(row.coverage.record(target));
            }
        }
        let unknown: Vec<String> = self.rows.iter().filter(|row| !is_known(row)).map(Row::label).collect();
        if !unknown.is_empty() {
            view.text(format!("Unknown for {}.", sentence_names(unknown.iter().map(String::as_str), 12)));
        }
        if !self.active_in.is_empty() {
            let stacks = sentence_names(self.active_in.iter().map(|stack| stack.name), 12);
            view.text(format!("Active in {stacks}, no tool named."));
        }
        if asking.explain && !self.looked.is_empty() {
            view.heading("Looked up without an answer");
            view.list(self.looked.iter().map(looked_line).collect());
        }
        note_interval(&mut view, self.rows.iter().map(|row| row.coverage.offered), self.as_of);
        not_counted::note(&mut view, &self.not_counted);
        if asking.explain {
            view.note(HOW_COUNTED);
        }
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
