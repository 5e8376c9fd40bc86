//! How a list of records reads.

use crate::query::list::{Counts, OfKind, Report};
use crate::words::phrases::{capitalized, short};
use crate::words::{Asking, Column, Table, View, Words};

/// How many characters of a description stand beside a record.
const MOST_ABOUT: usize = 60;

impl Words for Report<'_> {
    const NAME: &'static str = "records";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(match self.kinds.as_slice() {
            [one] if self.is_listed => capitalized(&one.kind.count(one.total as usize)),
            _ => "Records".to_owned(),
        });
        view.records = Table::new([
            Column::text("kind"),
            Column::id("id"),
            Column::text("name"),
            Column::number("count"),
        ]);
        if !self.is_listed {
            let mut table =
                Table::new([Column::id("kind"), Column::number("records"), Column::id("command")]);
            for of in &self.kinds {
                let (plural, total) = (of.kind.plural(), of.total.to_string());
                table.push([plural.to_owned(), total.clone(), format!("landscape list {plural}")]);
                view.records.push([of.kind.to_string(), String::new(), String::new(), total]);
            }
            if self.kinds.is_empty() {
                view.lead("The landscape is still empty. `landscape add` adds records.");
            }
            view.table(table, self.kinds.len());
            return view;
        }
        for of in &self.kinds {
            if self.kinds.len() > 1 {
                view.heading(capitalized(&of.kind.count(of.total as usize)));
            }
            of.lay_out(&mut view);
        }
        view
    }
}

impl OfKind<'_> {
    fn lay_out(&self, view: &mut View) {
        let counts = self.counts.map_or("", Counts::header);
        let has_about = self.records.iter().any(|entry| entry.description.is_some());
        let columns = [Column::record("name"), Column::number(counts), Column::id("id")];
        let about = has_about.then(|| Column::text("what it is"));
        let mut table = Table::new(columns.into_iter().chain(about));
        for entry in &self.records {
            let (id, name) = (entry.record.id.to_owned(), entry.record.name.to_owned());
            let count = entry.count.to_string();
            view.records.push([self.kind.to_string(), id.clone(), name, count.clone()]);
            let about = entry.description.map(|about| short(about, MOST_ABOUT)).unwrap_or_default();
            let name = entry.record.full_name().into_owned();
            table.push([name, count, id].into_iter().chain(has_about.then_some(about)));
        }
        if self.total == 0 {
            view.text(format!("There are no {} yet.", self.kind.plural()));
        }
        view.table(table, self.total as usize);
    }
}

impl Counts {
    /// The header of the column of counts.
    const fn header(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::Offerers => "offered by",
            Self::Providers => "provided by",
            Self::Offers => "tools offered",
            Self::Needs => "tools needed",
            Self::Related => "related to",
        }
    }
}
