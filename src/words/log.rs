//! How the history of a record reads.

use crate::landscape::EvidenceView;
use crate::model::{Kind, Relation};
use crate::query::diff::{ClaimChange, RecordChange};
use crate::query::log::{CommitChange, Entry, Event, Report, Told, Totals};
use crate::words::claims::{details, evidence_text, sentence, with_id};
use crate::words::phrases::plural;
use crate::words::{Asking, Column, Table, View, Words};

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

    /// Returns what is said in a sentence, with all that the claim says unless the history is that of a source.
    fn text(&self, of: Kind) -> String {
        match &self.told {
            Told::Claim { from, key, to, claim } => {
                let mut parts = vec![sentence(from, key, to.as_ref(), claim.support)];
                if of != Kind::Source {
                    parts.extend(details(claim));
                    parts.extend(claim.note.map(str::to_owned));
                }
                parts.join("; ")
            }
            Told::Name { record } if self.other.is_some() => format!("{} is named", with_id(record)),
            Told::Name { record } => format!("{} is named", record.full_name()),
            Told::Signal { signal: record } | Told::Source { source: record } => record.name.to_owned(),
            Told::Passage { source, passage } => {
                format!("{}, {}, {}: “{}”", source.name, passage.at, passage.reading.word(), passage.text)
            }
            Told::About { from, about } => format!("{}: is about {}", from.full_name(), about.full_name()),
        }
    }
}

impl CommitChange<'_> {
    /// Returns "2026-01-20 1a2b3c4 “Read the pricing page again”".
    fn head(&self) -> String {
        let Some(commit) = &self.commit else { return "not committed yet".to_owned() };
        let day = self.day.map_or_else(String::new, |day| format!("{day} "));
        format!("{day}{commit} “{}”", self.subject.as_deref().unwrap_or_default())
    }

    /// Returns what changed, a line for each change: records, then claims.
    fn lines(&self) -> Vec<String> {
        let records = self.records.iter().map(RecordChange::text);
        records.chain(self.claims.iter().map(ClaimChange::text)).collect()
    }
}

/// Says how many of a list are cut off.
fn more(view: &mut View, shown: usize, total: u32) {
    let cut = (total as usize).saturating_sub(shown);
    if cut > 0 {
        view.text(format!("… and {cut} more (--top {total} shows all)"));
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "log";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("History of {}", with_id(&self.node)));
        let Totals { entries, undated, .. } = self.totals;
        let kind = self.node.kind;
        view.lead(match self.first.zip(self.last) {
            Some((first, last)) => {
                let entries = plural(entries as usize, "entry", "entries");
                let days =
                    if first == last { format!("of {first}") } else { format!("from {first} to {last}") };
                format!("{entries} {days}, {undated} without a day.")
            }
            None if undated == 0 => "Nothing is claimed of it.".to_owned(),
            None => format!("{}, none with a day.", plural(undated as usize, "claim", "claims")),
        });
        let mut table = Table::new([Column::id("Day"), Column::text("What"), Column::text("Source")]);
        for entry in &self.entries {
            let day = entry.day.map_or_else(String::new, |day| day.to_string());
            table.push([day, format!("{}: {}", entry.event.word(), entry.text(kind)), entry.sources()]);
        }
        view.table(table, entries as usize);
        if !self.undated.is_empty() {
            view.heading(format!("Without a day ({undated})"));
            let line = |entry: &Entry<'_>| match entry.sources() {
                // A passage is its own evidence.
                sources if sources.is_empty() && entry.key == Some(Relation::About.rule().key) => {
                    entry.text(kind)
                }
                sources if sources.is_empty() => format!("{}; no evidence", entry.text(kind)),
                sources => format!("{}; {sources}", entry.text(kind)),
            };
            view.list(self.undated.iter().map(line).collect());
            more(&mut view, self.undated.len(), undated);
        }
        if let Some(commits) = &self.commits {
            view.heading(format!("In git ({})", plural(self.totals.commits as usize, "commit", "commits")));
            for commit in commits {
                if commit.unreadable {
                    let head = commit.head();
                    view.text(format!(
                        "{head}: has problems, so that what it changed stands at the one after it"
                    ));
                } else {
                    view.text(format!("{}:", commit.head()));
                    view.list(commit.lines());
                }
            }
            let shown = commits.iter().filter(|commit| commit.commit.is_some()).count();
            more(&mut view, shown, self.totals.commits);
            if commits.is_empty() && self.totals.commits == 0 {
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
            let (of, id) = entry.other.map_or(("", ""), |other| (other.kind.singular(), other.id));
            let place = entry.place.clone().unwrap_or_default();
            let head = [day, entry.event.word().to_owned(), key, of.to_owned(), id.to_owned()];
            view.records.push(head.into_iter().chain([entry.text(kind), entry.sources(), place]));
        }
        for commit in self.commits.iter().flatten() {
            let day = commit.day.map_or_else(String::new, |day| day.to_string());
            let id = commit.commit.clone().unwrap_or_default();
            let changes = commit.lines().join(" | ");
            let row = [day, "commit".to_owned(), String::new(), "commit".to_owned(), id, changes];
            view.records
                .push(row.into_iter().chain([commit.subject.clone().unwrap_or_default(), String::new()]));
        }
        view.note("Claims of all days are listed, also those that no longer hold or do not yet.");
        view
    }
}
