//! How what was found reads.

use crate::id::slug_of;
use crate::model::Kind;
use crate::query::find::{Hit, Report};
use crate::words::phrases::{plural, short};
use crate::words::{Asking, Column, Table, View, Words};

/// How many characters of a description stand beside a record.
const MOST_ABOUT: usize = 40;

impl Hit<'_> {
    /// Returns the id where the name does not give it away and people need it: a feature is asked
    /// for by its tool and its name, and nobody types the long ids of questions and signals.
    fn id(&self) -> &str {
        let is_asked_by_name = matches!(self.node.kind, Kind::Feature | Kind::Question | Kind::Signal);
        let is_told = is_asked_by_name || slug_of(self.node.name) == self.node.id;
        if is_told { "" } else { self.node.id }
    }

    /// Returns the alias that fits, else what the record is.
    fn about(&self) -> String {
        let is_shown = [self.node.name, self.node.id, &self.node.full_name()].contains(&self.matched);
        match (is_shown, self.description) {
            (false, _) => format!("also called “{}”", self.matched),
            (true, Some(description)) => short(description, MOST_ABOUT),
            (true, None) => String::new(),
        }
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "find";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("Records like “{}”", self.text));
        view.lead(match self.total {
            0 => "Nothing matches. `landscape list` shows what there is.".to_owned(),
            total => format!("{}.", plural(total as usize, "record matches", "records match")),
        });
        let has_ids = self.hits.iter().any(|hit| !hit.id().is_empty());
        let has_about = self.hits.iter().any(|hit| !hit.about().is_empty());
        let columns = [Some(Column::id("kind")), Some(Column::record("name"))];
        let ids = has_ids.then(|| Column::id("id"));
        let about = has_about.then(|| Column::text("what it is"));
        let mut table = Table::new(columns.into_iter().chain([ids, about]).flatten());
        view.records = Table::new([
            Column::text("kind"),
            Column::id("id"),
            Column::text("name"),
            Column::text("matched"),
            Column::text("about"),
        ]);
        for hit in &self.hits {
            let (kind, name) = (hit.node.kind.to_string(), hit.node.full_name().into_owned());
            let ids = has_ids.then(|| hit.id().to_owned());
            let about = has_about.then(|| hit.about());
            table.push([Some(kind.clone()), Some(name.clone()), ids, about].into_iter().flatten());
            let id = hit.node.id.to_owned();
            let about = hit.description.unwrap_or_default().to_owned();
            view.records.push([kind, id, name, hit.matched.to_owned(), about]);
        }
        view.table(table, self.total as usize);
        view
    }
}
