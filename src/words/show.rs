//! How a record reads.

use std::borrow::Cow;

use crate::landscape::{PassageView, Standing};
use crate::model::{Kind, Relation, Support};
use crate::query::AnyRef;
use crate::query::scope::{self, Scope, ScopeVerdict};
use crate::query::show::{RelationEntry, RelationGroup, Report, SourceOfClaims};
use crate::words::claims::{
    claim_text, evidence_text, fact_text, join_places, looked_text, place_text, reading_with,
};
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words};

/// Up to how many related records a record is shown claim by claim.
const MOST_IN_FULL: u32 = 8;

/// How many principles without a verdict are named.
const MOST_PRINCIPLES: usize = 3;

/// How many sources are named.
const MOST_SOURCES: usize = 3;

/// Returns "in scope: …", with what makes it so.
fn scope_text(scope: &Scope<'_>) -> String {
    match (scope.verdict, &scope.listed) {
        (ScopeVerdict::Out, _) => {
            let reason = |reason: &scope::Reason<'_>| {
                format!("{}: {}", reason.principle.name, claim_text(&reason.claim))
            };
            let reasons: Vec<String> = scope.ruled_out_by.iter().map(reason).collect();
            format!("out of scope, by {}", reasons.join("; "))
        }
        (ScopeVerdict::In, Some(claim)) => format!("in scope: the owners list it ({})", claim_text(claim)),
        (ScopeVerdict::In, None) => "in scope: every binding principle passes".to_owned(),
        (ScopeVerdict::Open, _) if scope.missing.is_empty() => {
            "not reviewed: the owners do not list it, and no principle is binding".to_owned()
        }
        (ScopeVerdict::Open, _) => {
            let missing = names(scope.missing.iter().map(|principle| principle.name), MOST_PRINCIPLES);
            format!("scope not reviewed: no verdict yet by {missing}")
        }
    }
}

/// Records to which a record is related in the same way: those that it offers, those that it plans.
struct Alike<'g> {
    /// How the relation reads for this record: "offers", "plans".
    reading: &'static str,
    total: u32,
    /// How many are offered or provided in part.
    partial: u32,
    /// The first of them.
    items: Vec<Item>,
    /// Those that the report lists claim by claim.
    entries: Vec<&'g RelationEntry<'g>>,
}

impl RelationGroup<'_> {
    /// Returns the related records by how the relation reads.
    fn alike(&self, kind: Kind) -> Vec<Alike<'_>> {
        let read = |support| reading_with(self.relation, self.outgoing, support, kind, self.other);
        let item = |other: &AnyRef<'_>| Item::new(other.id, self.name_of(other));
        if self.supports.is_empty() {
            let items = self.entries.iter().map(|entry| item(&entry.other)).collect();
            let entries = self.entries.iter().collect();
            return vec![Alike { reading: read(None), total: self.total, partial: 0, items, entries }];
        }
        let mut all: Vec<Alike<'_>> = Vec::new();
        for of in &self.supports {
            // What is offered in part is offered.
            let is_partial = of.support == Support::Partial;
            let reading = read(Some(if is_partial { Support::Yes } else { of.support }));
            if all.last().is_none_or(|last| last.reading != reading) {
                all.push(Alike { reading, total: 0, partial: 0, items: Vec::new(), entries: Vec::new() });
            }
            let Some(alike) = all.last_mut() else { continue };
            alike.total += of.total;
            alike.partial += if is_partial { of.total } else { 0 };
            alike.items.extend(of.records.iter().map(item));
            alike.entries.extend(self.entries.iter().filter(|entry| entry.support == Some(of.support)));
        }
        all
    }

    /// Returns the name of another record. Under its own tool, a feature needs no other name.
    fn name_of<'e>(&self, other: &AnyRef<'e>) -> Cow<'e, str> {
        match self.relation {
            Relation::Has => other.name.into(),
            _ => other.full_name(),
        }
    }

    /// Lists each claim with its evidence.
    fn lay_out(&self, kind: Kind, view: &mut View) {
        for alike in self.alike(kind) {
            view.heading(alike.text(self.other));
            view.list(alike.entries.iter().map(|entry| self.entry_text(entry)).collect());
            view.cut(alike.entries.len(), alike.total as usize);
        }
    }

    fn entry_text(&self, entry: &RelationEntry<'_>) -> String {
        let support = match entry.support {
            Some(Support::Partial) => " [partial]",
            _ => "",
        };
        let mut text = format!("{}{support}", self.name_of(&entry.other));
        if !entry.shown_by.is_empty() {
            let features: Vec<_> = entry.shown_by.iter().map(AnyRef::full_name).collect();
            text.push_str(&format!(": concluded, because it provides {}", features.join(", ")));
        } else if entry.claims.is_empty() {
            let parts: Vec<&str> = entry.concluded_from.iter().map(|part| part.name).collect();
            text.push_str(&format!(": concluded, because it offers the sub-tool {}", parts.join(", ")));
        }
        for claim in &entry.claims {
            let support = claim.support.filter(|_| entry.claims.len() > 1);
            let support = support.map_or_else(String::new, |support| format!("{}; ", support.word()));
            text.push_str(&format!(": {support}{}{}", claim_text(claim), place_text(claim)));
        }
        text
    }

    fn record(&self, records: &mut Table) {
        let direction = if self.outgoing { "out" } else { "in" };
        for entry in &self.entries {
            let head = [self.relation.to_string(), direction.to_owned(), entry.other.kind.to_string()];
            let tail = [
                entry.other.id.to_owned(),
                entry.support.map_or_else(String::new, |support| support.word().to_owned()),
                entry.claims.iter().map(claim_text).collect::<Vec<_>>().join(" | "),
                join_places(&entry.claims),
            ];
            records.push(head.into_iter().chain(tail));
        }
    }
}

impl Alike<'_> {
    /// Returns "offers 16 tools (1 partial)".
    fn text(&self, other: Kind) -> String {
        let partial = if self.partial > 0 { format!(" ({} partial)", self.partial) } else { String::new() };
        format!("{} {}{partial}", self.reading, other.count(self.total as usize))
    }
}

impl Report<'_> {
    /// Lays out one row for each relation: how many records, and the first of them.
    fn lay_out_summary(&self, view: &mut View) {
        let mut table = Table::new([Column::id("relation"), Column::list("records")]);
        for group in &self.relations {
            for alike in group.alike(self.node.kind) {
                let records = Cell::first_of(alike.items.iter().cloned(), alike.total as usize);
                table.push([Cell::from(alike.text(group.other)), records]);
            }
        }
        let rows = table.rows.len();
        view.heading("Relations");
        view.table(table, rows);
    }

    /// Says what the claims rest on: "All 16 claims rest on handbook, read 2025-02-01."
    fn sources_text(&self) -> Option<String> {
        let days = |of: &SourceOfClaims<'_>| match (of.first_read, of.last_read) {
            (Some(first), Some(last)) if first == last => format!(", read {first}"),
            (Some(first), Some(last)) => format!(", read {first} to {last}"),
            _ => String::new(),
        };
        if let [only] = &self.sources[..]
            && only.claims == self.claims
            && only.claims > 1
        {
            return Some(format!("All {} claims rest on {}{}.", self.claims, only.source.id, days(only)));
        }
        let each = |of: &SourceOfClaims<'_>| {
            format!("{} ({}{})", of.source.id, plural(of.claims as usize, "claim", "claims"), days(of))
        };
        let mut named: Vec<String> = self.sources.iter().take(MOST_SOURCES).map(each).collect();
        let more = self.sources.len().saturating_sub(MOST_SOURCES);
        named.extend((more > 0).then(|| plural(more, "other source", "other sources")));
        if self.without_evidence > 0 {
            named.push(format!("none ({})", plural(self.without_evidence as usize, "claim", "claims")));
        }
        (!named.is_empty()).then(|| format!("Sources: {}.", named.join(", ")))
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "show";

    fn view(&self, asking: &Asking) -> View {
        let AnyRef { kind, id, .. } = self.node;
        // Who owns it is told below, with the whole chain.
        let name = match self.node.standing {
            Some(Standing { ceased: Some(day), .. }) => format!("{} (ceased {day})", self.node.name).into(),
            Some(_) => Cow::Borrowed(self.node.name),
            None => self.node.full_name(),
        };
        let mut view = View::new(format!("{name} ({kind}:{id})"));
        view.lead.extend(self.description.map(str::to_owned));
        let mut about = Vec::new();
        if !self.aliases.is_empty() {
            about.push(format!("also called: {}", self.aliases.join(", ")));
        }
        about.extend(self.url.map(|url| format!("page: {url}")));
        if !self.owners.is_empty() {
            let chain: Vec<&str> = self.owners.iter().map(|owner| owner.name).collect();
            about.push(format!("owned by: {}", chain.join(", which belongs to ")));
        }
        if !self.owns.is_empty() {
            about.push(format!("owns: {}", names(self.owns.iter().map(|owned| owned.name), self.owns.len())));
        }
        about.extend(self.facts.iter().map(fact_text));
        about.extend(self.note.map(|note| format!("note: {note}")));
        about.extend(self.scope.as_ref().map(scope_text));
        about.extend(self.looked.as_ref().map(looked_text));
        about.extend(self.evidence.iter().map(|evidence| format!("named in: {}", evidence_text(evidence))));
        about.extend(self.place.as_ref().map(|place| format!("written in: {place}")));
        view.list(about);
        view.records = Table::new([
            Column::text("relation"),
            Column::text("direction"),
            Column::text("kind"),
            Column::text("id"),
            Column::text("support"),
            Column::text("claim"),
            Column::text("place"),
        ]);
        self.relations.iter().for_each(|group| group.record(&mut view.records));
        let is_short = self.relations.iter().map(|group| group.total).sum::<u32>() <= MOST_IN_FULL;
        if is_short || asking.all {
            self.relations.iter().for_each(|group| group.lay_out(kind, &mut view));
        } else {
            self.lay_out_summary(&mut view);
        }
        if !self.passages.is_empty() {
            view.heading(format!("passages without a claim ({})", self.passages.len()));
            let passage = |passage: &PassageView<'_>| {
                let note = passage.note.map_or_else(String::new, |note| format!(" ({note})"));
                format!("{}, {}: “{}”{note}", passage.at, passage.reading.word(), passage.text)
            };
            view.list(self.passages.iter().map(passage).collect());
        }
        if self.relations.is_empty() {
            view.text("No claim connects it with another record.");
        }
        if !is_short && !asking.all {
            view.notes.extend(self.sources_text());
            view.note("`--all` lists each claim with its evidence.");
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        view
    }
}
