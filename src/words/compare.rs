//! How a comparison is laid out for people and as rows.

use crate::landscape::Ground;
use crate::model::{Basis, Support};
use crate::query::compare::{Agreement, AgreementCounts, Cell, Report, Row, Rows};
use crate::query::{CompanyRef, Interval};
use crate::words::phrases::names;
use crate::words::{Asking, Column, Table, View, Words, not_counted};

impl Cell {
    /// What stands in a table: the support, and a mark where no source plainly states it.
    fn text(self) -> String {
        let support = match self.support {
            None => return "?".to_owned(),
            Some(Support::Partial) if self.a_part => "a part",
            Some(Support::Partial) => "½",
            Some(support) => support.word(),
        };
        let mark = self.mark();
        if self.basis == Some(Basis::Stated) {
            format!("{support}{mark}")
        } else {
            format!("{support}{mark}~")
        }
    }

    /// Whether it is concluded from a feature, or from a complete list.
    fn is_concluded(self) -> bool {
        matches!(self.concluded, Some(Ground::Feature | Ground::Listing))
    }

    fn mark(self) -> &'static str {
        if self.is_concluded() { "°" } else { "" }
    }
}

/// The signs of the cells under numbered columns, which have no room for words.
const SIGNS: &str = "The signs: + yes, ½ in part, / only a part of it, p planned, - no, ? unknown.";

/// How many companies have columns with names at most.
const MOST_NAMED: usize = 4;

/// How many characters a table has that fits everywhere, and the space behind each of its columns.
const WIDTH: usize = 80;
const SPACE: usize = 2;

/// What decides how wide a column is.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// The characters of its longest text.
    text: usize,
    /// The characters of its longest word.
    word: usize,
}

impl Extent {
    fn add(&mut self, text: &str) {
        self.text = self.text.max(text.chars().count());
        let words = text.split_whitespace().map(|word| word.chars().count());
        self.word = self.word.max(words.max().unwrap_or_default());
    }
}

/// Whether no word of some columns need be broken: those that want less than an even share of the width get what
/// they want, and the others share the rest.
fn fits(mut columns: Vec<Extent>) -> bool {
    let mut left = WIDTH;
    loop {
        let Some(share) = left.checked_div(columns.len()).map(|share| share.saturating_sub(SPACE)) else {
            return true;
        };
        let (narrow, wide): (Vec<Extent>, Vec<Extent>) =
            columns.into_iter().partition(|column| column.text <= share);
        if narrow.is_empty() {
            return wide.iter().all(|column| column.word <= share);
        }
        left = left.saturating_sub(narrow.iter().map(|column| column.text + SPACE).sum());
        columns = wide;
    }
}

impl Cell {
    /// What stands under a numbered column.
    fn sign(self) -> String {
        let sign = match self.support {
            None => return "?".to_owned(),
            Some(Support::Partial) if self.a_part => "/",
            Some(Support::Yes) => "+",
            Some(Support::Partial) => "½",
            Some(Support::Planned) => "p",
            Some(Support::No) => "-",
        };
        if self.basis == Some(Basis::Stated) { sign.to_owned() } else { format!("{sign}~") }
    }
}

/// Returns parity in hundredths, or from the least to the most: only none is 0 %, and only all is 100 %.
fn parity_text(share: Interval) -> String {
    let rounded = |part: u32| match (u64::from(part), u64::from(share.of)) {
        (0, _) | (_, 0) => 0,
        (part, of) if part >= of => 100,
        (part, of) => ((part * 200 + of) / (of * 2)).clamp(1, 99),
    };
    match (rounded(share.low), rounded(share.high)) {
        (low, high) if low == high => format!("{low}\u{a0}%"),
        (low, high) => format!("{low}–{high}\u{a0}%"),
    }
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

    fn view(&self, _asking: &Asking) -> View {
        let columns = names(self.companies.iter().map(|company| company.name), 8);
        let mut view = View::new(match &self.of {
            None => format!("{columns}, side by side"),
            Some(of) => format!("{columns}: features of {}", of.tool.name),
        });
        self.lay_out_records(&mut view);
        if self.lay_out_lead(&mut view) {
            self.lay_out_comparison(&mut view);
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}

impl Row<'_> {
    /// The first of the stacks.
    fn stack(&self) -> &str {
        self.stacks.first().map_or("–", |stack| stack.name)
    }
}

impl Report<'_> {
    /// Lays out the rows, the parity and how to read them.
    fn lay_out_comparison(&self, view: &mut View) {
        let shown: Vec<(Agreement, Vec<&Row<'_>>)> = (Agreement::ALL.into_iter())
            .map(|agreement| (agreement, self.rows.iter().filter(|row| row.agreement == agreement).collect()))
            .filter(|(_, rows): &(_, Vec<_>)| !rows.is_empty())
            .collect();
        let in_tables = || shown.iter().filter(|(agreement, _)| *agreement != Agreement::Unknown);
        let has_numbers =
            self.companies.len() > MOST_NAMED || in_tables().any(|(_, rows)| !fits(self.extents(rows)));
        if has_numbers && in_tables().next().is_some() {
            view.text("The columns of the tables:");
            let number = |(at, company): (usize, &CompanyRef<'_>)| format!("{}: {}", at + 1, company.name);
            view.list(self.companies.iter().enumerate().map(number).collect());
            view.text(SIGNS);
        }
        for (agreement, rows) in &shown {
            self.lay_out_rows(view, *agreement, rows, has_numbers);
        }
        self.lay_out_parity(view);
        let [offers, them] = self.words();
        let signs = if has_numbers { "" } else { "½ is in part, ? unknown. " };
        view.note(format!(
            "{signs}`~` marks what no source plainly states: it is inferred, ambiguous, or without evidence."
        ));
        if !has_numbers && self.rows.iter().any(|row| row.cells.iter().any(|cell| cell.a_part)) {
            view.note("`a part`: a part of the tool is known to be offered, and nothing more of the whole.");
        }
        if self.rows.iter().any(|row| row.cells.iter().any(|cell| cell.is_concluded())) {
            view.note(
                "`°` is concluded: from a feature that shows the tool, or from a complete list without it.",
            );
        }
        view.note(format!(
            "Parity: of the {them} that the other is known to {offers}, how many the company {offers}s too; from those \
             known to those not known to be missing. What is not known of the other may change it too."
        ));
        if self.parity.iter().any(|pair| pair.in_part > 0) {
            view.note(format!(
                "What a company {offers}s in part only counts as {offers_}; under `in part` stands how many of those \
                 that it {offers}s too are such.",
                offers_ = self.past(),
            ));
        }
        if !self.with_features.is_empty() {
            let ids = names(self.with_features.iter().map(|tool| tool.id.as_str()), 6);
            view.note(format!("Features can be compared with `--features TOOL`, for: {ids}."));
        }
    }

    /// The verb, and what it is about, in the plural.
    fn words(&self) -> [&'static str; 2] {
        if self.of.is_some() { ["provide", "features"] } else { ["offer", "tools"] }
    }

    fn past(&self) -> &'static str {
        if self.of.is_some() { "provided" } else { "offered" }
    }

    /// What decides how wide the columns of a table with names would be.
    fn extents(&self, rows: &[&Row<'_>]) -> Vec<Extent> {
        let mut items = [Extent::default(); 2];
        let mut companies = vec![Extent::default(); self.companies.len()];
        for (extent, company) in companies.iter_mut().zip(&self.companies) {
            extent.add(company.name);
        }
        for row in rows {
            let [stack, item] = &mut items;
            stack.add(row.stack());
            item.add(row.item.name);
            for (extent, cell) in companies.iter_mut().zip(&row.cells) {
                extent.add(&cell.text());
            }
        }
        let items = items.into_iter().skip(usize::from(self.of.is_some()));
        items.chain(companies).collect()
    }

    /// Says what the comparison comes to; returns whether there is anything to compare.
    fn lay_out_lead(&self, view: &mut View) -> bool {
        let [offer, them] = self.words();
        match &self.of {
            Some(of) if self.totals.sum() == 0 => {
                view.lead(format!(
                    "No feature of {} is listed, so there is nothing to compare. Add `has` to the tool `{}`, and \
                     `provides` to the companies, to make this answerable.",
                    of.tool.name, of.tool.id
                ));
                return false;
            }
            None if self.totals.sum() == 0 => {
                view.lead("There are no tools, so there is nothing to compare.");
                return false;
            }
            Some(of) => {
                let each = self.companies.iter().zip(&of.cells);
                let each: Vec<String> =
                    each.map(|(company, cell)| format!("{} {}", company.name, cell.text())).collect();
                view.lead(format!("The tool itself: {}.", each.join(", ")));
            }
            None => {}
        }
        let AgreementCounts { differ, may_differ, in_part, all_offer, none_offers, unknown } = self.totals;
        let total = self.totals.sum();
        let them = if total == 1 { them.trim_end_matches('s') } else { them };
        let all = all_of(self.companies.len());
        view.lead(match (differ, may_differ) {
            (0, 0) => format!(
                "On none of {total} {them} are they known to differ, or one known to {offer} it alone."
            ),
            (0, may) => {
                format!("Of {total} {them}, they are known to differ on none and may differ on {may}.")
            }
            (known, may) => {
                format!("Of {total} {them}, they are known to differ on {known} and may differ on {may}.")
            }
        });
        if in_part > 0 {
            view.lead(format!("{} {offer} {in_part} more, but not equally far.", capital(&all)));
        }
        let alike = [
            (all_offer, format!("{all} {offer} equally far")),
            (none_offers, format!("none is known to {offer} and at least one is known not to")),
            (unknown, "nothing is known for any".to_owned()),
        ];
        let alike: Vec<String> = alike
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("on {count}, {what}"))
            .collect();
        if !alike.is_empty() {
            let hint = if self.listed == Rows::All { "" } else { " (`--all` lists them)" };
            view.lead(format!("{}{hint}.", capital(&alike.join("; "))));
        }
        for (company, known) in self.companies.iter().zip(&self.known) {
            if *known == 0 {
                let offers = if self.of.is_some() { "provides" } else { "offers" };
                view.lead(format!(
                    "No claim says what {} {offers}, plans or lacks here: each of its cells is unknown.",
                    company.name
                ));
            }
        }
        true
    }

    fn lay_out_rows(&self, view: &mut View, agreement: Agreement, rows: &[&Row<'_>], has_numbers: bool) {
        let [offer, _] = self.words();
        let heading = match agreement {
            Agreement::Differ => "Known to differ".to_owned(),
            Agreement::MayDiffer => format!("May differ: {} by some, unknown of others", self.past()),
            Agreement::InPart => {
                format!("{} {offer}, some only in part", capital(&all_of(self.companies.len())))
            }
            Agreement::AllOffer => format!("{} {offer} equally far", capital(&all_of(self.companies.len()))),
            Agreement::NoneOffers => format!("None is known to {offer}"),
            Agreement::Unknown => "Nothing is known for any".to_owned(),
        };
        view.heading(format!("{heading} ({})", rows.len()));
        if agreement == Agreement::Unknown {
            // A table of nothing but question marks would say no more than the names.
            let mut items: Vec<(&str, Vec<&str>)> = Vec::new();
            for row in rows {
                let stack = row.stack();
                match items.last_mut().filter(|(last, _)| *last == stack) {
                    Some((_, names)) => names.push(row.item.name),
                    None => items.push((stack, vec![row.item.name])),
                }
            }
            let item = |(stack, names): (&str, Vec<&str>)| match &self.of {
                None => format!("{stack}: {}", names.join(", ")),
                Some(_) => names.join(", "),
            };
            view.list(items.into_iter().map(item).collect());
            return;
        }
        let mut table = if self.of.is_some() {
            Table::new([Column::text("feature")])
        } else {
            Table::new([Column::text("stack"), Column::text("tool")])
        };
        // Names are no column heads of ours: a sign in front of one means nothing.
        let column = |(at, company): (usize, &CompanyRef<'_>)| {
            if has_numbers { (at + 1).to_string() } else { company.name.to_owned() }
        };
        let columns = self.companies.iter().enumerate().map(column);
        table.columns.extend(columns.map(Column::text));
        let mut above = None;
        for row in rows {
            let cells = row.cells.iter().map(|cell| if has_numbers { cell.sign() } else { cell.text() });
            if self.of.is_some() {
                table.push([row.item.name.to_owned()].into_iter().chain(cells));
            } else {
                let stack = Some(row.stack());
                let shown = stack.filter(|_| above != stack).unwrap_or_default();
                table.push([shown, row.item.name].map(str::to_owned).into_iter().chain(cells));
                above = stack;
            }
        }
        let total = table.rows.len();
        view.table(table, total);
    }

    /// The pairs of the first company with each other one, both ways.
    fn lay_out_parity(&self, view: &mut View) {
        let Some(first) = self.companies.first() else { return };
        let [offer, them] = self.words();
        let mut table = Table::new([
            Column::text("company"),
            Column::text("against"),
            Column::number(format!("{offer}s too")),
            Column::number("in part"),
            Column::number("parity"),
        ]);
        let mut undefined: Vec<&str> = Vec::new();
        let ours = self.parity.iter().filter(|pair| pair.company == *first);
        let theirs = self.parity.iter().filter(|pair| pair.company != *first && pair.against == *first);
        for pair in ours.chain(theirs) {
            match pair.parity {
                Some(parity) => table.push([
                    pair.company.name.to_owned(),
                    pair.against.name.to_owned(),
                    parity.to_string(),
                    pair.in_part.to_string(),
                    parity_text(parity),
                ]),
                None if !undefined.contains(&pair.against.name) => undefined.push(pair.against.name),
                None => {}
            }
        }
        view.heading("Parity");
        let total = table.rows.len();
        view.table(table, total);
        for company in undefined {
            view.text(format!(
                "Against {company}, parity is not defined: it is known to {offer} none of these {them}."
            ));
        }
    }

    fn lay_out_records(&self, view: &mut View) {
        view.records = Table::new([
            Column::text("kind"),
            Column::text("id"),
            Column::text("stacks"),
            Column::text("agreement"),
            Column::text("company"),
            Column::text("support"),
            Column::text("a_part"),
            Column::text("basis"),
        ]);
        for row in &self.rows {
            let stacks: Vec<&str> = row.stacks.iter().map(|stack| stack.id.as_str()).collect();
            for (company, cell) in self.companies.iter().zip(&row.cells) {
                view.records.push([
                    row.item.kind.to_string(),
                    row.item.id.to_owned(),
                    stacks.join(";"),
                    row.agreement.word().to_owned(),
                    company.id.to_string(),
                    cell.support.map_or("unknown", Support::word).to_owned(),
                    cell.a_part.to_string(),
                    cell.basis.map_or("", Basis::word).to_owned(),
                ]);
            }
        }
    }
}

/// A text with a capital letter in front.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
