//! How the overview reads.

use crate::query::overview::{Report, SourceUse, StageMeaning, SupportCounts};
use crate::words::phrases::{command, percent_with, plural};
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "overview";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(self.name);
        view.lead.extend(self.description.map(str::to_owned));
        let held = self.kinds.iter().filter(|held| held.count > 0);
        let held: Vec<String> = held.map(|held| held.kind.count(held.count as usize)).collect();
        view.list(vec![
            format!("holds: {}", if held.is_empty() { "nothing yet".to_owned() } else { held.join(", ") }),
            format!("joined by: {}", plural(self.relations as usize, "relation", "relations")),
            match self.perspective {
                Some(us) => format!("seen from: {}", us.name),
                None => "seen from: nobody's view in particular (`perspective` is not set)".to_owned(),
            },
            match self.as_of {
                Some(day) => format!("as of: {day}"),
                None => "as of: no day, since no evidence is dated".to_owned(),
            },
        ]);
        let SupportCounts { cells, yes, partial, planned, no } = self.offers;
        let known = yes + partial + planned + no;
        #[allow(clippy::cast_precision_loss, reason = "a percentage needs no more than 52 bits")]
        let share = if cells == 0 { 0.0 } else { known as f64 / cells as f64 };
        view.heading("What is known of who offers what");
        view.text(format!(
            "{known} of {cells} pairs of company and tool (parts of tools included) are claimed ({}): {yes} yes, {partial} partial, \
             {planned} planned, {no} no. The rest is unknown, which is not no.",
            percent_with(share, 1)
        ));
        view.heading("Sources");
        let source = |source: &SourceUse<'_>| {
            format!(
                "{}: named by {}",
                source.source.name,
                plural(source.claims as usize, "claim or record", "claims and records")
            )
        };
        view.list(self.sources.iter().map(source).collect());
        if !self.stages.is_empty() {
            view.heading("Stages of a product");
        }
        let stage = |stage: &StageMeaning<'_>| {
            format!("{}: {}", stage.stage.word(), stage.definitions.join("; also: "))
        };
        view.list(self.stages.iter().map(stage).collect());
        view.heading("Try");
        let map = "landscape draw map --output map.dot".to_owned();
        view.list(self.try_next.iter().map(command).chain([map]).collect());
        view.records = Table::new([Column::text("kind"), Column::number("count")]);
        for held in &self.kinds {
            view.records.push([held.kind.to_string(), held.count.to_string()]);
        }
        view
    }
}
