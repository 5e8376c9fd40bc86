//! How the overlap of companies reads.

use crate::model::Support;
use crate::query::CompanyRef;
use crate::query::overlap::{
    By, Intersections, NeitherOffers, OneSided, Pair, PairOverlap, Pairs, Ranking, SharedTool, Similarity,
};
use crate::words::phrases::{names, percent, plural};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words, not_counted};

/// What the figures of a pair are, in the order in which they stand in records.
const SIMILARITY_COLUMNS: [&str; 8] = [
    "shared",
    "jaccard",
    "weighted_jaccard",
    "containment_first",
    "containment_second",
    "overlap_coefficient",
    "weighted_containment_first",
    "weighted_containment_second",
];

impl Similarity {
    fn record(&self) -> [String; 8] {
        let [ours, theirs] = self.containment;
        let [weighted_ours, weighted_theirs] = self.weighted_containment;
        let figures = [
            self.jaccard,
            self.weighted_jaccard,
            ours,
            theirs,
            self.overlap_coefficient,
            weighted_ours,
            weighted_theirs,
        ];
        let [jaccard, weighted, ours, theirs, smaller, weighted_ours, weighted_theirs] =
            figures.map(|figure| figure.to_string());
        [self.shared.to_string(), jaccard, weighted, ours, theirs, smaller, weighted_ours, weighted_theirs]
    }
}

/// How overlap is counted, for those who ask.
const HOW_COUNTED: &str = "Figures are over what is known: a tool that is unknown for a company counts as not shared. Partial counts as offered, and \
     whoever offers a sub-tool offers its tool in part. Jaccard: shared tools out of all that either offers. Weighted: the same, \
     where a tool that n of N companies offer counts ln(1 + N / n), so that a rare tool counts more.";

/// What companies are ranked by, after "Ordered by".
const fn by_text(by: By) -> &'static str {
    match by {
        By::Ours => "how much of ours they offer",
        By::Theirs => "how much of theirs we offer",
        By::Jaccard => "how alike they are (Jaccard)",
        By::Weighted => "how alike they are, where rare tools count more (weighted Jaccard)",
        By::Shared => "the number of shared tools",
    }
}

/// Returns a row for each pair, with its figures in full.
pub(crate) fn pair_rows(pairs: &[PairOverlap<'_>]) -> Table {
    let mut records = Table::new(
        ["first", "second"].map(Column::record).into_iter().chain(SIMILARITY_COLUMNS.map(Column::number)),
    );
    for pair in pairs {
        let companies = pair.companies.iter().map(|company| Cell::from(*company));
        records.push(companies.chain(pair.similarity.record().map(Cell::from)));
    }
    records
}

/// The tools that a pair has in common.
fn in_common(pair: &PairOverlap<'_>) -> Cell {
    let items = pair.shared.iter().map(|tool| Item::new(tool.id, tool.name));
    Cell::first_of(items, pair.similarity.shared as usize)
}

/// The same rows with which tools a pair has in common.
fn pair_records(pairs: &[PairOverlap<'_>]) -> Table {
    let mut records = pair_rows(pairs);
    records.columns.push(Column::list("tools"));
    for (row, pair) in records.rows.iter_mut().zip(pairs) {
        row.push(in_common(pair));
    }
    records
}

impl Words for Pairs<'_> {
    const NAME: &'static str = "overlap-pairs";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new("Overlap of all pairs");
        let at_least = match self.min_tools {
            0 | 1 => String::new(),
            least => format!(" that offer {least} tools or more"),
        };
        view.lead(format!(
            "{}{at_least} make {} with a tool in common.",
            plural(self.compared as usize, "company", "companies"),
            plural(usize::try_from(self.total).unwrap_or(usize::MAX), "pair", "pairs"),
        ));
        let mut table = Table::new([
            Column::record("first"),
            Column::record("second"),
            Column::number("shared"),
            Column::number("alike"),
            Column::list("tools in common"),
        ]);
        for pair in &self.pairs {
            let [first, second] = pair.companies;
            let Similarity { shared, jaccard, weighted_jaccard, .. } = pair.similarity;
            let alike = if self.by == By::Jaccard { jaccard } else { weighted_jaccard };
            let alike = Cell::figure(percent(alike), alike);
            table.push([Cell::from(first), second.into(), shared.to_string().into(), alike, in_common(pair)]);
        }
        view.table(table, usize::try_from(self.total).unwrap_or(usize::MAX));
        view.records = pair_records(&self.pairs);
        view.note(format!("Ordered by {}, then by the number of shared tools.", by_text(self.by)));
        if self.too_few > 0 {
            let left_out = plural(self.too_few as usize, "company", "companies");
            let fewer = plural(self.min_tools as usize, "tool", "tools");
            view.note(format!(
                "Left out: {left_out} with fewer than {fewer} (`--min-tools 1` compares all)."
            ));
        }
        not_counted::note(&mut view, &self.not_counted);
        if asking.explain {
            view.note(HOW_COUNTED);
        }
        view
    }
}

impl Words for Ranking<'_> {
    const NAME: &'static str = "overlap-one";

    fn view(&self, asking: &Asking) -> View {
        let us = self.company.name;
        let mut view = View::new(format!("Who overlaps with {us}"));
        let tools = plural(self.tools as usize, "tool", "tools");
        match self.others.first() {
            _ if self.tools == 0 => view.lead(format!(
                "Nobody has recorded what {us} offers, so there is nothing to compare: `landscape link {} offers TOOL --support yes`.",
                self.company.id
            )),
            None => view.lead(format!("No other company is known to offer any of the {tools} of {us}.")),
            Some(first) => view.lead(format!(
                "{} is closest to {us}: it offers {} of the {tools} of {us}. {} more {} at least one.",
                first.companies[1].full_name(),
                first.similarity.shared,
                self.total - 1,
                if self.total == 2 { "company offers" } else { "companies offer" },
            )),
        }
        let mut table = Table::new([
            Column::record("company"),
            Column::number("share of ours"),
            Column::number("shared"),
            Column::number("share of theirs"),
            Column::list("tools in common"),
        ]);
        for pair in &self.others {
            let Similarity { shared, weighted_containment, .. } = pair.similarity;
            let [ours, theirs] = weighted_containment.map(|share| Cell::figure(percent(share), share));
            let company = Cell::from(pair.companies[1]);
            table.push([company, ours, shared.to_string().into(), theirs, in_common(pair)]);
        }
        view.table(table, self.total as usize);
        view.records = pair_records(&self.others);
        if !self.others.is_empty() {
            view.note(format!(
                "Ordered by {}, over what is known. Shares count rare tools more. `--by` takes another order.",
                by_text(self.by)
            ));
        }
        not_counted::note(&mut view, &self.not_counted);
        if asking.explain {
            view.note(HOW_COUNTED);
        }
        view
    }
}

impl Words for Pair<'_> {
    const NAME: &'static str = "overlap-two";

    fn view(&self, asking: &Asking) -> View {
        let [a, b] = self.companies;
        let mut view = View::new(format!("{} and {}", a.full_name(), b.full_name()));
        let Similarity { shared, jaccard, weighted_jaccard, containment, .. } = self.similarity;
        let share = |at: usize| {
            let tools = plural(self.tools[at] as usize, "tool", "tools");
            format!("{} of {}'s {tools}", percent(containment[at]), self.companies[at].name)
        };
        view.lead(match shared {
            0 => "They are not known to have a tool in common.".to_owned(),
            shared => format!(
                "They have {} in common: {} and {}.",
                plural(shared as usize, "tool", "tools"),
                share(0),
                share(1)
            ),
        });
        if asking.explain {
            view.note(format!(
                "Jaccard {} over what is known, {} to {} once everything is; weighted {}.",
                percent(jaccard),
                percent(self.jaccard_range[0]),
                percent(self.jaccard_range[1]),
                percent(weighted_jaccard),
            ));
            view.note(HOW_COUNTED);
        }
        view.records =
            Table::new([Column::record("tool"), Column::text(a.id.as_str()), Column::text(b.id.as_str())]);
        let mut section = |heading: String, items: Vec<String>| {
            if !items.is_empty() {
                view.heading(format!("{heading} ({})", items.len()));
                view.list(items);
            }
        };
        let both = |shared: &SharedTool<'_>| {
            let partly = |(company, support): (&CompanyRef<'_>, &Support)| {
                (*support == Support::Partial).then(|| format!("{}: partial", company.name))
            };
            let partly: Vec<String> =
                self.companies.iter().zip(&shared.supports).filter_map(partly).collect();
            let partly = if partly.is_empty() { String::new() } else { format!(" ({})", partly.join(", ")) };
            format!("{}{partly}", shared.tool.name)
        };
        let one_sided = |company: &CompanyRef<'_>, tools: &[OneSided<'_>]| -> Vec<String> {
            let text = |one: &OneSided<'_>| match one.other {
                None => format!("{} ({}: unknown)", one.tool.name, company.name),
                Some(support) => format!("{} ({}: {})", one.tool.name, company.name, support.word()),
            };
            tools.iter().map(text).collect()
        };
        section("Both".to_owned(), self.shared.iter().map(both).collect());
        section(format!("Known of {} alone", a.full_name()), one_sided(&b, &self.only_first));
        section(format!("Known of {} alone", b.full_name()), one_sided(&a, &self.only_second));
        let word = |support: Option<Support>| support.map_or("unknown", Support::word).to_owned();
        let neither = |neither: &NeitherOffers<'_>| {
            let [of_a, of_b] = neither.claims.map(word);
            format!("{} ({}: {of_a}, {}: {of_b})", neither.tool.name, a.name, b.name)
        };
        section("Neither".to_owned(), self.neither.iter().map(neither).collect());
        if !self.unknown.is_empty() {
            let unknown = plural(self.unknown.len(), "more tool", "more tools");
            view.note(format!("For {unknown}, both are unknown."));
        }
        for shared in &self.shared {
            let [of_a, of_b] = shared.supports.map(|support| support.word().to_owned());
            view.records.push([Cell::from(shared.tool), of_a.into(), of_b.into()]);
        }
        for one in &self.only_first {
            view.records.push([Cell::from(one.tool), word(Some(one.support)).into(), word(one.other).into()]);
        }
        for one in &self.only_second {
            view.records.push([Cell::from(one.tool), word(one.other).into(), word(Some(one.support)).into()]);
        }
        for one in &self.neither {
            let [of_a, of_b] = one.claims.map(word);
            view.records.push([Cell::from(one.tool), of_a.into(), of_b.into()]);
        }
        not_counted::note(&mut view, &self.not_counted);
        for company in (0..2).filter(|at| self.tools[*at] == 0).map(|at| self.companies[at]) {
            view.note(format!(
                "Nobody has recorded what {} offers: the figures say nothing yet.",
                company.name
            ));
        }
        view
    }
}

impl Words for Intersections<'_> {
    const NAME: &'static str = "overlap-many";

    fn view(&self, asking: &Asking) -> View {
        let mut view =
            View::new(format!("Overlap of {}", names(self.companies.iter().map(CompanyRef::full_name), 6)));
        // Letters, so that many companies stand side by side; after the last letter they begin
        // anew.
        let letters = || ('A'..='Z').cycle().map(String::from);
        let keys = letters().zip(&self.companies).zip(&self.tools).map(|((letter, company), tools)| {
            format!("{letter}: {} ({})", company.full_name(), plural(*tools as usize, "tool", "tools"))
        });
        view.list(keys.collect());
        if !self.intersections.is_empty() {
            view.heading("Offered by exactly these");
        }
        let columns = letters().take(self.companies.len()).map(Column::text);
        let has_known_not = self.intersections.iter().any(|group| group.known_not.iter().any(|not| *not > 0));
        let known_not = has_known_not.then(|| Column::number("known not"));
        let which = [Column::number("tools"), Column::list("which")];
        let mut table = Table::new(columns.chain(which).chain(known_not));
        view.records = Table::new([Column::list("companies"), Column::record("tool")]);
        for group in &self.intersections {
            let offers = |company: &CompanyRef<'_>| group.companies.iter().any(|of| of.id == company.id);
            let marks = self.companies.iter().map(|company| if offers(company) { "●" } else { "·" }.into());
            let tools = Cell::list(group.tools.iter().map(|tool| Item::new(tool.id, tool.name)));
            let known_not: u32 = group.known_not.iter().sum();
            let known_not = has_known_not.then(|| known_not.to_string().into());
            table.push(marks.chain([group.tools.len().to_string().into(), tools]).chain(known_not));
            let companies = Cell::list(group.companies.iter().map(|of| Item::new(of.id, of.full_name())));
            for tool in &group.tools {
                view.records.push([companies.clone(), Cell::from(*tool)]);
            }
        }
        view.table(table, self.intersections.len());
        not_counted::note(&mut view, &self.not_counted);
        view.note("A row: the tools that exactly the companies with ● are known to offer.");
        if has_known_not {
            view.note(
                "Known not: how many claims say that one of the other companies does not offer such a tool.",
            );
        }
        if asking.explain {
            view.note(HOW_COUNTED);
        }
        view
    }
}
