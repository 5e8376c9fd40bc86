//! How the history of a record reads.

use crate::landscape::EvidenceView;
use crate::model::{Kind, Relation};
use crate::query::AnyRef;
use crate::query::log::{CommitChange, Entry, Event, Group, Report, Told, Totals};
use crate::words::claims::{details, evidence_text, reading_with, sentence, with_id};
use crate::words::diff::Evidence;
use crate::words::phrases::{more, plural};
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

    /// Returns what is said in a sentence, with all that the claim says unless the history is that
    /// of a source.
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
    fn lines(&self, told: Evidence) -> Vec<String> {
        let records = self.records.iter().map(|record| record.text(told));
        records.chain(self.claims.iter().map(|claim| claim.text(told))).collect()
    }
}

/// How many records of a group are named.
const OTHERS_NAMED: usize = 3;

/// How many changes of a commit are listed.
const MOST_CHANGES: usize = 3;

impl Group<'_> {
    /// Returns what is said: "offers 16 tools: Analytics, Dashboards, +14 more".
    fn text(&self, of: &AnyRef<'_>) -> String {
        let Entry { told: Told::Claim { from, key, to: Some(to), claim }, .. } = &self.first else {
            return self.first.text(of.kind);
        };
        if self.total == 1 {
            return self.first.text(of.kind);
        }
        let named: Vec<_> = self.others.iter().take(OTHERS_NAMED).map(AnyRef::full_name).collect();
        let named = more(named.iter().map(|name| &**name), self.others_total as usize);
        let count = self.total as usize;
        if of.kind == Kind::Source {
            return format!("{count} `{key}` claims of {named}");
        }
        let is_outgoing = (from.kind, from.id) == (of.kind, of.id);
        let other = if is_outgoing { to.kind } else { from.kind };
        match Relation::from_key(key) {
            Some(relation) => {
                let reading = reading_with(relation, is_outgoing, claim.support, of.kind, other);
                format!("{reading} {}: {named}", other.count(self.others_total as usize))
            }
            None => format!("{key}: {named}"),
        }
    }

    /// Returns the ids of the sources, each once, with the place in it where there is one claim
    /// alone.
    fn sources(&self) -> String {
        let source = |evidence: &EvidenceView<'_>| match evidence.at {
            Some(at) if self.total == 1 => format!("{} {at}", evidence.source.id),
            _ => evidence.source.id.to_string(),
        };
        let mut sources: Vec<String> = self.first.evidence.iter().map(source).collect();
        sources.dedup();
        match self.first.other {
            Some(source) if sources.is_empty() && self.first.event == Event::Published => {
                source.id.to_owned()
            }
            _ => sources.join(", "),
        }
    }
}

impl Report<'_> {
    fn summary(&self) -> String {
        let Totals { entries, undated, .. } = self.totals;
        let without = match undated {
            0 => String::new(),
            undated => format!(" {} no day.", plural(undated as usize, "entry has", "entries have")),
        };
        match self.first.zip(self.last) {
            Some((first, last)) => {
                let entries = plural(entries as usize, "entry", "entries");
                let days =
                    if first == last { format!("of {first}") } else { format!("from {first} to {last}") };
                format!("{entries} {days}.{without}")
            }
            None if undated == 0 => "The landscape says nothing about it yet.".to_owned(),
            None => without.trim_start().to_owned(),
        }
    }

    /// One row for what says the same of the same day by the same sources.
    fn lay_out_groups(&self, view: &mut View) {
        let mut table = Table::new([Column::id("day"), Column::text("what"), Column::text("source")]);
        for group in &self.groups {
            let day = group.first.day.map_or_else(|| "no day".to_owned(), |day| day.to_string());
            let event = match group.first.event {
                Event::Said => String::new(),
                event => format!("{}: ", event.word()),
            };
            table.push([day, format!("{event}{}", group.text(&self.node)), group.sources()]);
        }
        view.table(table, self.totals.groups as usize);
    }

    /// One row for each entry.
    fn lay_out_entries(&self, view: &mut View) {
        let kind = self.node.kind;
        let mut table = Table::new([Column::id("day"), Column::text("what"), Column::text("source")]);
        for entry in &self.entries {
            let day = entry.day.map_or_else(String::new, |day| day.to_string());
            table.push([day, format!("{}: {}", entry.event.word(), entry.text(kind)), entry.sources()]);
        }
        view.table(table, self.totals.entries as usize);
        if self.undated.is_empty() {
            return;
        }
        view.heading(format!("Without a day ({})", self.totals.undated));
        let line = |entry: &Entry<'_>| match entry.sources() {
            // A passage is its own evidence.
            sources if sources.is_empty() && entry.key == Some(Relation::About.rule().key) => {
                entry.text(kind)
            }
            sources if sources.is_empty() => format!("{}; no evidence", entry.text(kind)),
            sources => format!("{}; {sources}", entry.text(kind)),
        };
        view.list(self.undated.iter().map(line).collect());
        view.cut(self.undated.len(), self.totals.undated as usize);
    }

    fn lay_out_commits(&self, commits: &[CommitChange<'_>], all: bool, view: &mut View) {
        view.heading(format!("In git ({})", plural(self.totals.commits as usize, "commit", "commits")));
        for commit in commits {
            let head = commit.head();
            if commit.unreadable {
                view.text(format!("{head}: has errors, so its changes are listed with the next commit"));
                continue;
            }
            view.text(format!("{head}:"));
            let mut lines = commit.lines(Evidence::Told);
            let more = lines.len().saturating_sub(MOST_CHANGES);
            if !all && more > 1 {
                lines.truncate(MOST_CHANGES);
                lines.push(format!("… and {more} more changes"));
            }
            view.list(lines);
        }
        let shown = commits.iter().filter(|commit| commit.commit.is_some()).count();
        view.cut(shown, self.totals.commits as usize);
        if commits.is_empty() && self.totals.commits == 0 {
            view.text("No commit changed what the landscape says about it.");
        }
        if self.shallow {
            view.note("The repository is a shallow clone, so older commits are missing.");
        }
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "log";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(format!("History of {}", with_id(&self.node)));
        let kind = self.node.kind;
        view.lead(self.summary());
        if asking.all {
            self.lay_out_entries(&mut view);
        } else {
            self.lay_out_groups(&mut view);
        }
        if let Some(commits) = &self.commits {
            self.lay_out_commits(commits, asking.all, &mut view);
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
            let changes = commit.lines(Evidence::Told).join(" | ");
            let row = [day, "commit".to_owned(), String::new(), "commit".to_owned(), id, changes];
            view.records
                .push(row.into_iter().chain([commit.subject.clone().unwrap_or_default(), String::new()]));
        }
        if self.groups.iter().any(|group| group.total > 1) && !asking.all {
            view.note("`--all` lists each claim.");
        }
        view.note("Lists claims of all days, those that have ended included.");
        view
    }
}
