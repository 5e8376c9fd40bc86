//! How the history of a record reads.

use crate::query::log::{CommitChange, Entry, Event, Report};

use crate::words::claims::{evidence_text, with_id};
use crate::words::phrases::plural;
use crate::words::{Asking, Column, Table, View, Words};

use crate::landscape::EvidenceView;
use crate::model::Relation;

impl Entry<'_> {
    /// Returns the evidence in one field, without the day where that is the one of the line.
    fn sources(&self) -> String {
        let source = |evidence: &EvidenceView<'_>| {
            let on = evidence.on.filter(|on| Some(*on) != self.day);
            evidence_text(&EvidenceView { on, ..*evidence })
        };
        match (self.evidence.as_slice(), self.other) {
            ([], Some(source)) if self.event == Event::Published => source.id.to_owned(),
            (evidence, _) => evidence.iter().map(source).collect::<Vec<_>>().join("; "),
        }
    }

    /// Returns "began: Rye offers Till".
    fn what(&self) -> String {
        format!("{}: {}", self.event.word(), self.text)
    }
}

impl CommitChange {
    /// Returns "2026-01-20 1a2b3c4 “Read the pricing page again”".
    fn head(&self) -> String {
        match (&self.day, &self.commit) {
            (Some(day), Some(commit)) => format!("{day} {commit} “{}”", self.subject),
            _ => self.subject.clone(),
        }
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "log";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("History of {}", with_id(&self.node)));
        let first = self.entries.first().and_then(|entry| entry.day);
        let last = self.entries.last().and_then(|entry| entry.day);
        view.lead(match first.zip(last) {
            Some((first, last)) => {
                let entries = plural(self.entries.len(), "entry", "entries");
                let days =
                    if first == last { format!("of {first}") } else { format!("from {first} to {last}") };
                format!("{entries} {days}, {} without a day.", self.undated.len())
            }
            None if self.undated.is_empty() => "Nothing is claimed of it.".to_owned(),
            None => format!("{}, none with a day.", plural(self.undated.len(), "claim", "claims")),
        });
        let mut table = Table::new([Column::id("Day"), Column::text("What"), Column::text("Source")]);
        for entry in &self.entries {
            let day = entry.day.map_or_else(String::new, |day| day.to_string());
            table.push([day, entry.what(), entry.sources()]);
        }
        view.table(table, self.entries.len());
        if !self.undated.is_empty() {
            view.heading(format!("Without a day ({})", self.undated.len()));
            let undated = |entry: &Entry<'_>| match entry.sources() {
                // A passage is its own evidence.
                sources if sources.is_empty() && entry.key == Some(Relation::About.rule().key) => {
                    entry.text.clone()
                }
                sources if sources.is_empty() => format!("{}; no evidence", entry.text),
                sources => format!("{}; {sources}", entry.text),
            };
            view.list(self.undated.iter().map(undated).collect());
        }
        if let Some(commits) = &self.commits {
            let count = commits.iter().filter(|commit| commit.commit.is_some()).count();
            view.heading(format!("In git ({})", plural(count, "commit", "commits")));
            for commit in commits {
                if commit.unreadable {
                    let head = commit.head();
                    view.text(format!(
                        "{head}: has problems, so that what it changed stands at the one after it"
                    ));
                } else {
                    view.text(format!("{}:", commit.head()));
                    view.list(commit.changes.clone());
                }
            }
            if commits.is_empty() {
                view.text("No commit changed what is said of it.");
            }
            if self.shallow {
                view.note("The repository is a shallow clone: what was committed before its first commit is not known.");
            }
        }
        view.records = Table::new([
            Column::text("day"),
            Column::text("event"),
            Column::text("key"),
            Column::text("kind"),
            Column::text("id"),
            Column::text("text"),
            Column::text("source"),
            Column::text("place"),
        ]);
        for entry in self.entries.iter().chain(&self.undated) {
            let day = entry.day.map_or_else(String::new, |day| day.to_string());
            let key = entry.key.unwrap_or_default().to_owned();
            let (kind, id) = entry.other.map_or(("", ""), |other| (other.kind.singular(), other.id));
            let place = entry.place.clone().unwrap_or_default();
            let head = [day, entry.event.word().to_owned(), key, kind.to_owned(), id.to_owned()];
            view.records.push(head.into_iter().chain([entry.text.clone(), entry.sources(), place]));
        }
        for commit in self.commits.iter().flatten() {
            let day = commit.day.clone().unwrap_or_default();
            let id = commit.commit.clone().unwrap_or_default();
            let changes = commit.changes.join(" | ");
            let row = [day, "commit".to_owned(), String::new(), "commit".to_owned(), id, changes];
            view.records.push(row.into_iter().chain([commit.subject.clone(), String::new()]));
        }
        view.note("Claims of all days are listed, also those that no longer hold or do not yet.");
        view
    }
}
