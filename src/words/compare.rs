//! How a comparison is laid out for people and as rows.

use std::borrow::Cow;

use crate::landscape::Ground;
use crate::model::{Basis, Support};
use crate::query::compare::{self, Agreement, AgreementCounts, Report, Row, Rows};
use crate::query::{CompanyRef, Interval};
use crate::words::phrases::{names, percent, plural, sentence_names};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words, not_counted};

/// Up to how many companies the cells have whole words.
const MOST_IN_WORDS: usize = 4;

/// How parity is counted, for those who ask.
const PARITY: &str = "Parity: how many of the {them} that one company is known to {offer} another company {offer}s too. The first number counts \
     what is known; the second adds what is unknown. Partial support counts as {offer}ed.";

impl compare::Cell {
    /// What a table says: the support, and a mark where no source states it plainly.
    fn text(self, is_short: bool) -> String {
        let support = match (self.support, is_short) {
            (None, _) => return "?".to_owned(),
            (Some(Support::Partial), true) => "part",
            (Some(Support::Planned), true) => "plan",
            (Some(Support::Partial), false) if self.a_part => "sub-tool",
            (Some(support), _) => support.word(),
        };
        let concluded = if self.is_concluded() { "°" } else { "" };
        let weak = if self.basis == Some(Basis::Stated) { "" } else { "~" };
        format!("{support}{concluded}{weak}")
    }

    /// Whether it is concluded from a feature, or from a complete list.
    fn is_concluded(self) -> bool {
        matches!(self.concluded, Some(Ground::Feature | Ground::Listing))
    }
}

/// Returns a parity in percent: "92 %", or "73–100 %" where something is unknown.
fn parity_text(share: Interval) -> String {
    if share.of == 0 {
        return "?".to_owned();
    }
    let rounded = |part: u32| percent(f64::from(part) / f64::from(share.of));
    let [low, high] = [share.low, share.high].map(rounded);
    if low == high { low } else { format!("{}–{high}", low.trim_end_matches("\u{a0}%")) }
}

/// "both", "all three" and so on.
fn all_of(companies: usize) -> String {
    match companies {
        2 => "both".to_owned(),
        3 => "all three".to_owned(),
        4 => "all four".to_owned(),
        more => format!("all {more}"),
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "compare";

    fn view(&self, asking: &Asking) -> View {
        let companies = sentence_names(self.companies.iter().map(CompanyRef::full_name), 8);
        let mut view = View::new(match &self.of {
            None => format!("{companies} side by side"),
            Some(of) => format!("{companies}: features of {}", of.tool.name),
        });
        self.lay_out_records(&mut view);
        if self.lay_out_lead(&mut view) {
            self.lay_out_rows(&mut view);
            if self.companies.len() > 2 || asking.explain {
                self.lay_out_parity(&mut view);
            }
            self.lay_out_notes(asking, &mut view);
        }
        view
    }
}

impl Report<'_> {
    /// The verb, and what it is about, in the plural.
    fn words(&self) -> [&'static str; 2] {
        if self.of.is_some() { ["provide", "features"] } else { ["offer", "tools"] }
    }

    /// A count with the word for what is compared.
    fn counted(&self, count: u32) -> String {
        let [_, them] = self.words();
        plural(count as usize, them.trim_end_matches('s'), them)
    }

    /// Of what one company offers, how much another offers too; none where the other is not known
    /// to offer anything.
    fn parity_of(&self, company: &CompanyRef<'_>, against: &CompanyRef<'_>) -> Option<Interval> {
        let is_pair = |pair: &&compare::Parity<'_>| pair.company == *company && pair.against == *against;
        self.parity.iter().find(is_pair).and_then(|pair| pair.parity)
    }

    /// How much a company is known to offer.
    fn offered_by(&self, company: &CompanyRef<'_>) -> u32 {
        let others = self.companies.iter().filter(|other| *other != company);
        others.filter_map(|other| self.parity_of(other, company)).map(|parity| parity.of).next().unwrap_or(0)
    }

    /// Says what the comparison comes to; returns whether there is anything to compare.
    fn lay_out_lead(&self, view: &mut View) -> bool {
        if self.totals.sum() == 0 {
            view.lead(match &self.of {
                Some(of) => format!(
                    "{} has no features listed, so there is nothing to compare. Record one: `landscape add feature NAME`, `landscape link {} has FEATURE` and \
                     `landscape link COMPANY provides FEATURE --support yes`.",
                    of.tool.name, of.tool.id
                ),
                None => "There are no tools to compare.".to_owned(),
            });
            return false;
        }
        view.lead(self.answer());
        if let Some(of) = &self.of {
            let each = self.companies.iter().zip(&of.cells);
            let each: Vec<String> =
                each.map(|(company, cell)| format!("{} {}", company.full_name(), cell.text(false))).collect();
            view.lead(format!("{} itself: {}.", of.tool.name, each.join(", ")));
        }
        let offers = self.words()[0];
        let unknown = self.companies.iter().zip(&self.known).filter(|(_, known)| **known == 0);
        let unknown: Vec<Cow<'_, str>> = unknown.map(|(company, _)| company.full_name()).collect();
        if !unknown.is_empty() {
            let verb = if unknown.len() == 1 { format!("{offers}s") } else { offers.to_owned() };
            view.lead(format!(
                "Nobody has recorded what {} {verb} here.",
                sentence_names(unknown.into_iter(), 8)
            ));
        }
        true
    }

    /// What each company offers that another is not known to offer.
    fn answer(&self) -> String {
        let [offer, them] = self.words();
        let total = self.counted(self.totals.sum());
        if let [a, b] = self.companies.as_slice() {
            let both = self.parity_of(a, b).map_or(0, |parity| parity.low);
            let alone = |one: &CompanyRef<'_>, other: &CompanyRef<'_>| {
                let alone = self.offered_by(one) - self.parity_of(other, one).map_or(0, |parity| parity.low);
                (alone > 0).then(|| {
                    let count = self.counted(alone);
                    let (one, other) = (one.full_name(), other.full_name());
                    format!("{one} {offer}s {count} that {other} is not known to {offer}")
                })
            };
            let alone: Vec<String> = [alone(a, b), alone(b, a)].into_iter().flatten().collect();
            let alone = alone.join("; ");
            return match (both, alone.is_empty()) {
                (0, true) => format!("Neither is known to {offer} any of {total}."),
                (0, false) => format!("{alone}. They are not known to have any of {total} in common."),
                (both, true) => {
                    format!("Both {offer} {both} of {total}, and neither is known to {offer} more.")
                }
                (both, false) => format!("{alone}. Both {offer} {both} of {total}."),
            };
        }
        let each =
            self.companies.iter().enumerate().map(|(at, company)| match (at, self.offered_by(company)) {
                (0, count) => format!("{} is known to {offer} {count} of {total}", company.full_name()),
                (_, count) => format!("{} {count}", company.full_name()),
            });
        let each: Vec<String> = each.collect();
        let each = sentence_names(each.iter().map(String::as_str), 8);
        let AgreementCounts { differ, may_differ, in_part, .. } = self.totals;
        match differ + may_differ + in_part {
            0 => format!("{each}. No difference is known."),
            1 => format!("{each}. They differ or may differ on 1 of these {them}."),
            differing => format!("{each}. They differ or may differ on {differing} of these {them}."),
        }
    }

    /// The rows of which something is known, in one table, and the others in a line or a list.
    fn lay_out_rows(&self, view: &mut View) {
        let (unknown, rows): (Vec<&Row<'_>>, Vec<&Row<'_>>) =
            self.rows.iter().partition(|row| row.agreement == Agreement::Unknown);
        let is_short = self.companies.len() > MOST_IN_WORDS;
        // Many companies leave no room for it.
        let has_stacks = !is_short && rows.iter().any(|row| row.stacks != rows[0].stacks);
        let stack = has_stacks.then(|| Column::list("stack"));
        let item = Column::record(if self.of.is_some() { "feature" } else { "tool" });
        let columns = self.companies.iter().map(|company| {
            if is_short { Column::number(company.full_name()) } else { Column::id(company.full_name()) }
        });
        let mut table = Table::new([item].into_iter().chain(stack).chain(columns));
        for row in &rows {
            let stacks = || match row.stacks.as_slice() {
                [] => "–".into(),
                stacks => Cell::list(stacks.iter().map(|stack| Item::new(stack.id, stack.name))),
            };
            let cells = row.cells.iter().map(|cell| Cell::from(cell.text(is_short)));
            table.push([Cell::from(row.item)].into_iter().chain(has_stacks.then(stacks)).chain(cells));
        }
        let AgreementCounts { differ, may_differ, in_part, all_offer, none_offers, .. } = self.totals;
        let others = if self.listed == Rows::All { all_offer + none_offers } else { 0 };
        view.table(table, (differ + may_differ + in_part + others) as usize);
        if self.listed == Rows::All {
            if !unknown.is_empty() {
                let total = self.totals.unknown;
                view.heading(format!("Unknown for {} ({total})", all_of(self.companies.len())));
                self.lay_out_unknown(&unknown, view);
                view.cut(unknown.len(), total as usize);
            }
        } else {
            self.lay_out_counts(view);
        }
    }

    /// Names what is unknown for all, by stack: a table of question marks would say no more.
    fn lay_out_unknown(&self, rows: &[&Row<'_>], view: &mut View) {
        let stack = |row: &Row<'_>| row.stacks.first().map_or("in no stack", |stack| stack.name).to_owned();
        let mut items: Vec<(String, Vec<&str>)> = Vec::new();
        for row in rows {
            match items.last_mut().filter(|(last, _)| *last == stack(row)) {
                Some((_, names)) => names.push(row.item.name),
                None => items.push((stack(row), vec![row.item.name])),
            }
        }
        let item = |(stack, names): (String, Vec<&str>)| match &self.of {
            None => format!("{stack}: {}", names.join(", ")),
            Some(_) => names.join(", "),
        };
        view.list(items.into_iter().map(item).collect());
    }

    /// Counts the rows that are not listed.
    fn lay_out_counts(&self, view: &mut View) {
        let [offer, _] = self.words();
        let all = all_of(self.companies.len());
        let AgreementCounts { all_offer, none_offers, unknown, .. } = self.totals;
        let counts = [
            (all_offer, format!("{all} {offer} {}", self.counted(all_offer))),
            (none_offers, format!("none of them is known to {offer} {}", self.counted(none_offers))),
            (
                unknown,
                format!(
                    "{} {} unknown for {all}",
                    self.counted(unknown),
                    if unknown == 1 { "is" } else { "are" }
                ),
            ),
        ];
        let counts: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
        if !counts.is_empty() {
            view.text(format!("Not listed: {} (`--all` lists them).", counts.join("; ")));
        }
    }

    /// How much the first company and each other one offer of what the other offers.
    fn lay_out_parity(&self, view: &mut View) {
        let Some((first, others)) = self.companies.split_first() else { return };
        let [offer, them] = self.words();
        let mut table = Table::new([
            Column::record("company"),
            Column::number(format!("of {}'s {them} it {offer}s", first.name)),
            Column::number("parity"),
            Column::number(format!("of its {them} {} {offer}s", first.name)),
            Column::number("parity"),
        ]);
        for other in others {
            let pair = |company, against| match self.parity_of(company, against) {
                Some(parity) => [parity.to_string(), parity_text(parity)].map(Cell::from),
                None => ["?".into(), "?".into()],
            };
            let both = pair(other, first).into_iter().chain(pair(first, other));
            table.push([Cell::from(*other)].into_iter().chain(both));
        }
        view.heading(format!("Parity with {}", first.name));
        let total = table.rows.len();
        view.table(table, total);
    }

    fn lay_out_notes(&self, asking: &Asking, view: &mut View) {
        let [offer, them] = self.words();
        let day = self.as_of.map_or_else(String::new, |day| format!(" As of {day}."));
        let cells =
            || self.rows.iter().filter(|row| row.agreement != Agreement::Unknown).flat_map(|row| &row.cells);
        let is_weak = |cell: &compare::Cell| cell.support.is_some() && cell.basis != Some(Basis::Stated);
        let weak = if cells().any(is_weak) { " `~`: no source states it plainly." } else { "" };
        let is_short = self.companies.len() > MOST_IN_WORDS;
        let part = if !is_short && cells().any(|cell| cell.support == Some(Support::Partial) && cell.a_part) {
            " Sub-tool: it offers a sub-tool, nothing more is known of the tool."
        } else {
            ""
        };
        let is_concluded = self.rows.iter().any(|row| row.cells.iter().any(|cell| cell.is_concluded()));
        let concluded = if is_concluded {
            " `°`: concluded from a feature that shows the tool, or from a complete list without it."
        } else {
            ""
        };
        view.note(format!("`?`: unknown.{weak}{part}{concluded}{day}"));
        not_counted::note(view, &self.not_counted);
        if self.companies.len() > 2 || asking.explain {
            view.note("Parity “7–15 of 15”: at least 7, at most 15. The rest is unknown.");
        }
        if asking.explain {
            view.note(
                PARITY.replace("{them}", them).replace("{offer}", offer).replace("offered", self.past()),
            );
            for pair in self.parity.iter().filter(|pair| pair.in_part > 0) {
                let (company, against) = (pair.company.name, pair.against.name);
                let in_part = self.counted(pair.in_part);
                view.note(format!("{company} {offer}s {in_part} of {against} only in part."));
            }
        }
        if !self.with_features.is_empty() {
            let ids = names(self.with_features.iter().map(|tool| tool.id.as_str()), 3);
            view.note(format!("`--features TOOL` compares the features of a tool: {ids}."));
        }
    }

    fn past(&self) -> &'static str {
        if self.of.is_some() { "provided" } else { "offered" }
    }

    fn lay_out_records(&self, view: &mut View) {
        view.records = Table::new([
            Column::text("kind"),
            Column::record("item"),
            Column::list("stacks"),
            Column::text("agreement"),
            Column::record("company"),
            Column::text("support"),
            Column::text("a_part"),
            Column::text("basis"),
        ]);
        for row in &self.rows {
            let stacks = || Cell::list(row.stacks.iter().map(|stack| Item::new(stack.id, stack.name)));
            for (company, cell) in self.companies.iter().zip(&row.cells) {
                view.records.push([
                    row.item.kind.to_string().into(),
                    row.item.into(),
                    stacks(),
                    row.agreement.word().into(),
                    (*company).into(),
                    cell.support.map_or("unknown", Support::word).into(),
                    Cell::from(cell.a_part.to_string()),
                    cell.basis.map_or("", Basis::word).into(),
                ]);
            }
        }
    }
}
