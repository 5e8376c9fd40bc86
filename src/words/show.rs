//! How a record reads.

use crate::landscape::PassageView;
use crate::model::Relation;
use crate::query::AnyRef;
use crate::query::scope::{self, Scope, ScopeVerdict};
use crate::query::show::Report;
use crate::words::claims::claim_text;
use crate::words::claims::evidence_text;
use crate::words::claims::fact_text;
use crate::words::claims::join_places;
use crate::words::claims::place_text;
use crate::words::claims::reading;
use crate::words::phrases::names;
use crate::words::{Asking, Column, Table, View, Words};

/// Returns "scope: open: no verdict by …", with what makes it so.
fn scope_text(scope: &Scope<'_>) -> String {
    let missing = || names(scope.missing.iter().map(|principle| principle.name), 20);
    let why = match (scope.verdict, &scope.listed) {
        (ScopeVerdict::Out, _) => {
            let reason = |reason: &scope::Reason<'_>| {
                format!("{}: {}", reason.principle.name, claim_text(&reason.claim))
            };
            scope.ruled_out_by.iter().map(reason).collect::<Vec<_>>().join("; ")
        }
        (ScopeVerdict::In, Some(claim)) => format!("listed: {}", claim_text(claim)),
        (ScopeVerdict::In, None) => "every binding principle passes".to_owned(),
        (ScopeVerdict::Open, _) if scope.missing.is_empty() => {
            "no principle is binding, and it is not listed".to_owned()
        }
        (ScopeVerdict::Open, _) => format!("no pass or fail by {}", missing()),
    };
    format!("scope: {}; {why}", scope.verdict.word())
}

impl Words for Report<'_> {
    const NAME: &'static str = "show";

    fn view(&self, _asking: &Asking) -> View {
        let AnyRef { kind, id, .. } = self.node;
        let name = self.node.full_name();
        let mut view = View::new(format!("{name} ({kind}:{id})"));
        view.lead.extend(self.description.map(str::to_owned));
        let mut about = Vec::new();
        if !self.aliases.is_empty() {
            about.push(format!("also called: {}", self.aliases.join(", ")));
        }
        about.extend(self.url.map(|url| format!("page: {url}")));
        about.extend(self.facts.iter().map(fact_text));
        about.extend(self.note.map(|note| format!("note: {note}")));
        about.extend(self.scope.as_ref().map(scope_text));
        about.extend(self.evidence.iter().map(|evidence| format!("named in: {}", evidence_text(evidence))));
        about.extend(self.place.as_ref().map(|place| format!("stands at: {place}")));
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
        for group in &self.relations {
            let reading = match (group.relation, group.outgoing) {
                (Relation::Offers, true) => "offers, plans or lacks",
                (Relation::Offers, false) => "offered, planned or lacked by",
                (Relation::Provides, true) => "provides, plans or lacks",
                (Relation::Provides, false) => "provided, planned or lacked by",
                (relation, outgoing) => reading(relation, outgoing, kind, group.other),
            };
            view.heading(format!("{reading} ({})", group.total));
            let mut items = Vec::new();
            for entry in &group.entries {
                let support =
                    entry.support.map_or_else(String::new, |support| format!(" [{}]", support.word()));
                // Under its own tool, a feature needs no other name.
                let name = match group.relation {
                    Relation::Has => entry.other.name.into(),
                    _ => entry.other.full_name(),
                };
                let mut item = format!("{name}{support}");
                if !entry.shown_by.is_empty() {
                    let features: Vec<_> = entry.shown_by.iter().map(AnyRef::full_name).collect();
                    item.push_str(&format!(": concluded from the feature {}", features.join(", ")));
                } else if entry.claims.is_empty() {
                    let parts: Vec<&str> = entry.concluded_from.iter().map(|part| part.name).collect();
                    item.push_str(&format!(": concluded from the offer of its part {}", parts.join(", ")));
                }
                for claim in &entry.claims {
                    let support = claim.support.filter(|_| entry.claims.len() > 1);
                    let support = support.map_or_else(String::new, |support| format!("{}; ", support.word()));
                    item.push_str(&format!(": {support}{}", claim_text(claim)));
                    item.push_str(&place_text(claim));
                }
                items.push(item);
                let direction = if group.outgoing { "out" } else { "in" };
                let head = [group.relation.to_string(), direction.to_owned(), entry.other.kind.to_string()];
                let tail = [
                    entry.other.id.to_owned(),
                    entry.support.map_or_else(String::new, |support| support.word().to_owned()),
                    entry.claims.iter().map(claim_text).collect::<Vec<_>>().join(" | "),
                    join_places(&entry.claims),
                ];
                view.records.push(head.into_iter().chain(tail));
            }
            let shown = items.len();
            view.list(items);
            view.cut(shown, group.total as usize);
        }
        if !self.passages.is_empty() {
            view.heading(format!("passages from which no claim follows ({})", self.passages.len()));
            let passage = |passage: &PassageView<'_>| {
                let note = passage.note.map_or_else(String::new, |note| format!(" ({note})"));
                format!("{}, {}: “{}”{note}", passage.at, passage.reading.word(), passage.text)
            };
            view.list(self.passages.iter().map(passage).collect());
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}: claims that do not hold on that day are left out."));
        }
        if self.relations.is_empty() {
            view.text("No claim joins it with anything.");
        }
        view
    }
}
