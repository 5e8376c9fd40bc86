//! How the overview reads.

use crate::model::Kind;
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
        let sub_tools = match self.sub_tools {
            0 => String::new(),
            sub_tools => format!(" ({sub_tools} of them sub-tools)"),
        };
        let held = held.map(|held| {
            let note = if held.kind == Kind::Tool { &sub_tools } else { "" };
            held.kind.count(held.count as usize) + note
        });
        let held: Vec<String> = held.collect();
        view.lead(match self.perspective {
            Some(us) => format!("It takes the view of {}.", us.name),
            None => "It takes no company's view: set `perspective` to ask for your own gaps.".to_owned(),
        });
        if held.is_empty() {
            view.lead("It is still empty.");
        } else {
            view.list(vec![
                held.join(", "),
                plural(self.relations as usize, "relation between them", "relations between them"),
            ]);
            view.lead(self.known());
        }
        if asking.explain {
            self.explain(&mut view);
        }
        view.heading("Questions to start with");
        view.list(self.try_next.iter().map(|ask| format!("{}: {}", command(ask), self.why(ask))).collect());
        view.note(
            "`landscape draw map --output map.svg` draws the landscape, and `landscape --help` lists all commands.",
        );
        if !asking.explain && !self.sources.is_empty() {
            view.note("`landscape overview --explain` lists the sources, and how many claims each supports.");
        }
        view.records = Table::new([Column::text("kind"), Column::number("count")]);
        for held in &self.kinds {
            view.records.push([held.kind.to_string(), held.count.to_string()]);
        }
        view
    }
}

impl Report<'_> {
    /// Says how many offers are known.
    fn known(&self) -> String {
        let SupportCounts { cells, yes, partial, planned, no } = self.offers;
        let known = yes + partial + planned + no;
        #[allow(clippy::cast_precision_loss, reason = "a percentage needs no more than 52 bits")]
        let share = if cells == 0 { 0.0 } else { known as f64 / cells as f64 };
        let counts = [(yes, "yes"), (partial, "partial"), (planned, "planned"), (no, "no")];
        let counts: Vec<String> = (counts.into_iter().filter(|(count, _)| *count > 0))
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
        let day = self.as_of.map_or_else(String::new, |day| format!("As of {day}, "));
        format!(
            "{day}{known} of {cells} possible offers are known ({}){counts}. The rest is unknown.",
            percent_with(share, 1)
        )
    }

    /// Says what a question to ask next is about.
    fn why(&self, ask: &Ask<'_>) -> String {
        match (ask.ask, self.perspective) {
            ("gaps", Some(us)) => format!("the tools that {} does not offer yet", us.name),
            ("whitespace", _) => "the tools that no company offers, as far as is known".to_owned(),
            ("coverage", _) => "the companies that cover the stack with the most tools".to_owned(),
            ("compare", Some(us)) => format!("{} and its closest competitor", us.name),
            _ => "the companies that offer the same tools".to_owned(),
        }
    }

    /// Lists the sources, and what the stages of a product mean.
    fn explain(&self, view: &mut View) {
        if !self.sources.is_empty() {
            view.heading("Sources");
        }
        let source = |source: &SourceUse<'_>| {
            format!(
                "{}: supports {}",
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
