//! How what was found reads.

use crate::query::AnyRef;
use crate::query::find::Report;
use crate::words::phrases::plural;
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "find";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("“{}”", self.text));
        view.lead(match self.total {
            0 => "Nothing fits.".to_owned(),
            total => format!("{}.", plural(total as usize, "record fits", "records fit")),
        });
        let mut table = Table::new([
            Column::text("kind"),
            Column::id("id"),
            Column::text("name"),
            Column::text("matched"),
        ]);
        for hit in &self.hits {
            let AnyRef { kind, id, .. } = hit.node;
            let name = hit.node.full_name().into_owned();
            table.push([kind.to_string(), id.to_owned(), name, hit.matched.to_owned()]);
        }
        view.records = table.clone();
        view.table(table, self.total as usize);
        view
    }
}
