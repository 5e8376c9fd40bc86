//! How old claims read.

use crate::query::stale::{Claim, Report, Rest, RestsOn, Totals};
use crate::words::claims::{details, evidence_text, sentence};
use crate::words::phrases::{age, names, plural};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words};

use crate::model::When;

/// Returns what rests on a claim in words, before the name of a record.
const fn words_of(what: RestsOn) -> &'static str {
    match what {
        RestsOn::Cell => "cell of",
        RestsOn::WholeCell => "cell of the whole",
        RestsOn::Coverage => "coverage of",
        RestsOn::Scope => "scope of",
        RestsOn::Needs => "needs of",
        RestsOn::Parts => "parts of",
        RestsOn::Variants => "variants of",
        RestsOn::BuildOrder => "build order of",
        RestsOn::Features => "features of",
        RestsOn::Roles => "place of",
    }
}

impl Claim<'_> {
    /// Returns "cell of Till, coverage of Counter".
    fn rests_text(&self) -> String {
        if self.rests.is_empty() {
            return "no figure".to_owned();
        }
        let text = |rest: &Rest<'_>| format!("{} {}", words_of(rest.what), rest.of.name);
        self.rests.iter().map(text).collect::<Vec<_>>().join(", ")
    }

    /// Returns what rests on it, and what says the same.
    fn rests_and_others(&self) -> String {
        let mut parts = vec![self.rests_text()];
        if self.fresh_others > 0 {
            parts.push(format!(
                "{} read since",
                plural(self.fresh_others as usize, "other claim says so,", "other claims say so,")
            ));
        }
        if self.other_others > 0 {
            parts.push(format!(
                "{} as old or undated",
                plural(self.other_others as usize, "other claim says so,", "other claims say so,")
            ));
        }
        if !self.parts.is_empty() {
            let parts_named = names(self.parts.iter().map(|part| part.name), 3);
            parts.push(format!("in part without it: by {parts_named}"));
        }
        parts.join("; ")
    }

    fn claim_text(&self) -> String {
        let mut parts = vec![sentence(&self.from, self.key, self.to.as_ref(), self.claim.support)];
        parts.extend(details(&self.claim));
        parts.join("; ")
    }

    /// Returns the sources alone, each once.
    fn read_in(&self) -> String {
        let mut sources: Vec<&str> = Vec::new();
        for evidence in &self.claim.evidence {
            if !sources.contains(&evidence.source.id.as_str()) {
                sources.push(evidence.source.id.as_str());
            }
        }
        if sources.is_empty() { "no source".to_owned() } else { names(sources.into_iter(), 3) }
    }

    fn sources_text(&self) -> String {
        self.claim.evidence.iter().map(evidence_text).collect::<Vec<_>>().join("; ")
    }
}

impl Report<'_> {
    fn summary(&self) -> String {
        let Totals { claims, fresh, stale, undated } = self.totals;
        if claims == 0 {
            return "The landscape has no claims yet.".to_owned();
        }
        let Some(fresh_from) = self.fresh_from else {
            return match self.as_of {
                None => "No evidence has a date, so the age of claims is unknown.".to_owned(),
                Some(_) => format!(
                    "Nothing is older than {}: the calendar does not go back that far.",
                    age(self.older_than)
                ),
            };
        };
        let age = format!("more than {} ago (before {fresh_from})", age(self.older_than));
        let read = match stale {
            0 => format!("No claim was last read {age}."),
            stale if stale == claims => format!("All {claims} claims were last read {age}."),
            1 => format!("1 of {} was last read {age}.", plural(claims as usize, "claim", "claims")),
            stale => format!("{stale} of {claims} claims were last read {age}."),
        };
        let undated_text = match undated {
            0 => String::new(),
            1 => " 1 has no dated evidence.".to_owned(),
            undated => format!(" {undated} have no dated evidence."),
        };
        let fresh = if fresh > 0 && stale > 0 { format!(" {fresh} are newer.") } else { String::new() };
        format!("{read}{fresh}{undated_text}")
    }

    /// One row for each key, day and source.
    fn lay_out_groups(&self, view: &mut View) {
        let mut table = Table::new([
            Column::number("claims"),
            Column::id("claim"),
            Column::list("sources"),
            Column::id("last read"),
            Column::list("records"),
        ]);
        for group in &self.groups {
            let sources = group.sources.iter().map(|source| Item::new(source.id, source.id.as_str()));
            let records = group.records.iter().map(|record| Item::new(record.id, record.full_name()));
            let read = group.last_read.map_or_else(|| "unknown".to_owned(), |read| read.to_string());
            let sources = if group.sources.is_empty() { "no source".into() } else { Cell::list(sources) };
            table.push([
                Cell::from(group.claims.to_string()),
                group.key.into(),
                sources,
                read.into(),
                Cell::first_of(records, group.records_total as usize),
            ]);
        }
        view.table(table, self.groups_total as usize);
    }

    /// One row for each claim, with what rests on it.
    fn lay_out_claims(&self, view: &mut View) {
        let mut table = Table::new([
            Column::id("last read"),
            Column::text("claim"),
            Column::text("read in"),
            Column::text("used for"),
        ]);
        for claim in &self.stale {
            let read = claim.last_read.map_or_else(String::new, |read| read.to_string());
            table.push([read, claim.claim_text(), claim.read_in(), claim.rests_and_others()]);
        }
        view.table(table, self.totals.stale as usize);
        if self.totals.undated > 0 {
            view.heading(format!("Without dated evidence ({})", self.totals.undated));
            let mut table =
                Table::new([Column::text("claim"), Column::text("read in"), Column::text("used for")]);
            for claim in &self.undated {
                table.push([claim.claim_text(), claim.read_in(), claim.rests_and_others()]);
            }
            view.table(table, self.totals.undated as usize);
        }
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "stale";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(format!("Claims last read more than {} ago", age(self.older_than)));
        view.lead(self.summary());
        let day = |read: Option<When>| read.map_or_else(String::new, |read| read.to_string());
        if asking.all {
            self.lay_out_claims(&mut view);
        } else {
            self.lay_out_groups(&mut view);
        }
        if !self.groups.is_empty() && !asking.all {
            view.note("`--all` lists each claim, with the figures that use it.");
        }
        if let Some(as_of) = self.as_of {
            view.note(format!("As of {as_of}, the newest day in the data. `--as-of` takes another day."));
        }
        view.records = Table::new([
            Column::text("sort"),
            Column::text("last_read"),
            Column::text("days"),
            Column::text("kind"),
            Column::text("id"),
            Column::text("key"),
            Column::text("to_kind"),
            Column::text("to_id"),
            Column::text("support"),
            Column::text("source"),
            Column::text("rests_on"),
            Column::text("fresh_others"),
            Column::text("other_others"),
            Column::text("parts"),
            Column::text("place"),
        ]);
        let sorts = [("stale", &self.stale), ("undated", &self.undated)];
        for (sort, claim) in
            sorts.into_iter().flat_map(|(sort, all)| all.iter().map(move |claim| (sort, claim)))
        {
            let (to_kind, to_id) = claim.to.map_or(("", ""), |to| (to.kind.singular(), to.id));
            let rest = |rest: &Rest<'_>| format!("{} {}:{}", words_of(rest.what), rest.of.kind, rest.of.id);
            let parts: Vec<&str> = claim.parts.iter().map(|part| part.id.as_str()).collect();
            view.records.push([
                sort.to_owned(),
                day(claim.last_read),
                claim.days.map_or_else(String::new, |days| days.to_string()),
                claim.from.kind.to_string(),
                claim.from.id.to_owned(),
                claim.key.to_owned(),
                to_kind.to_owned(),
                to_id.to_owned(),
                claim.claim.support.map_or_else(String::new, |support| support.word().to_owned()),
                claim.sources_text(),
                claim.rests.iter().map(rest).collect::<Vec<_>>().join("; "),
                claim.fresh_others.to_string(),
                claim.other_others.to_string(),
                parts.join(" "),
                claim.claim.place.clone().unwrap_or_default(),
            ]);
        }
        view
    }
}
