//! How the overview reads.

use crate::query::Ask;
use crate::query::overview::{Report, SourceUse, StageMeaning, SupportCounts};
use crate::words::phrases::{command, percent_with, plural};
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "overview";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(self.name);
        view.lead.extend(self.description.map(str::to_owned));
        let held = self.kinds.iter().filter(|held| held.count > 0);
        let held: Vec<String> = held.map(|held| held.kind.count(held.count as usize)).collect();
        let SupportCounts { cells, yes, partial, planned, no } = self.offers;
        let known = yes + partial + planned + no;
        #[allow(clippy::cast_precision_loss, reason = "a percentage needs no more than 52 bits")]
        let share = if cells == 0 { 0.0 } else { known as f64 / cells as f64 };
        view.list(vec![
            format!("holds {}", if held.is_empty() { "nothing yet".to_owned() } else { held.join(", ") }),
            format!("joined by {}", plural(self.relations as usize, "relation", "relations")),
            match self.perspective {
                Some(us) => format!("seen from {}", us.name),
                None => "seen from nobody in particular: `perspective` is not set".to_owned(),
            },
            match self.as_of {
                Some(day) => format!("as of {day}"),
                None => "as of no day, since no evidence is dated".to_owned(),
            },
            format!(
                "{known} of {cells} pairs of company and tool are known ({}): {yes} yes, {partial} partial, \
                 {planned} planned, {no} no; the rest is unknown, which is not no",
                percent_with(share, 1)
            ),
        ]);
        if asking.explain {
            self.explain(&mut view);
        }
        view.heading("Worth asking");
        view.list(self.try_next.iter().map(|ask| format!("{}: {}", command(ask), self.why(ask))).collect());
        let draw = "`landscape draw map --output map.svg` draws it; `landscape --help` lists every command.";
        view.note(draw);
        if !asking.explain && !self.sources.is_empty() {
            view.note("`landscape overview --explain` lists the sources and what rests on each.");
        }
        view.records = Table::new([Column::text("kind"), Column::number("count")]);
        for held in &self.kinds {
            view.records.push([held.kind.to_string(), held.count.to_string()]);
        }
        view
    }
}

impl Report<'_> {
    /// Says what a question to ask next is about.
    fn why(&self, ask: &Ask<'_>) -> String {
        match (ask.ask, self.perspective) {
            ("gaps", Some(us)) => format!("what {} does not offer, as far as is known", us.name),
            ("whitespace", _) => "what nobody is known to offer".to_owned(),
            ("coverage", _) => "who covers the stack with the most tools".to_owned(),
            ("compare", Some(us)) => format!("{} beside the company closest to it", us.name),
            _ => "which companies offer the same tools".to_owned(),
        }
    }

    /// Lists the sources, and what the stages of a product mean.
    fn explain(&self, view: &mut View) {
        if !self.sources.is_empty() {
            view.heading("Sources");
        }
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
    }
}
