//! How the overlap of companies reads.

use crate::model::Support;
use crate::query::CompanyRef;
use crate::query::overlap::{
    By, Intersections, NeitherOffers, OneSided, Pair, PairOverlap, Pairs, Ranking, SharedTool, Similarity,
};
use crate::words::phrases::{names, percent, plural};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

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
    fn record(&self, figure: impl Fn(f64) -> String) -> [String; 8] {
        [
            self.shared.to_string(),
            figure(self.jaccard),
            figure(self.weighted_jaccard),
            figure(self.containment[0]),
            figure(self.containment[1]),
            figure(self.overlap_coefficient),
            figure(self.weighted_containment[0]),
            figure(self.weighted_containment[1]),
        ]
    }
}

const UNKNOWN_NOTE: &str = "Figures are over what is known: a tool that nobody has looked up for a company counts as \
                            not shared. Partial counts as offered, and offering a part is partial.";

/// Returns a row for each pair, with its figures in full.
pub(crate) fn pair_rows(pairs: &[PairOverlap<'_>]) -> Table {
    pair_table(pairs, |figure| figure.to_string())
}

fn pair_records(pairs: &[PairOverlap<'_>]) -> Table {
    pair_table(pairs, |figure| format!("{figure:.4}"))
}

fn pair_table(pairs: &[PairOverlap<'_>], figure: impl Fn(f64) -> String) -> Table {
    let mut records = Table::new(
        ["first", "second"].map(Column::text).into_iter().chain(SIMILARITY_COLUMNS.map(Column::number)),
    );
    for pair in pairs {
        let ids = pair.companies.iter().map(|company| company.id.to_string());
        records.push(ids.chain(pair.similarity.record(&figure)));
    }
    records
}

/// What a ranking is by.
const fn by_text(by: By) -> &'static str {
    match by {
        By::Ours => "how much of ours they offer",
        By::Theirs => "how much of theirs we offer",
        By::Jaccard => "Jaccard",
        By::Weighted => "weighted Jaccard",
        By::Shared => "the number of shared tools",
    }
}

impl Words for Pairs<'_> {
    const NAME: &'static str = "overlap-pairs";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("Overlap of all pairs");
        let at_least = match self.min_tools {
            0 | 1 => "at least one tool".to_owned(),
            more => format!("at least {more} tools"),
        };
        view.lead(format!(
            "{} offer {at_least}; {} of them have a tool in common.",
            plural(self.compared as usize, "company", "companies"),
            plural(usize::try_from(self.total).unwrap_or(usize::MAX), "pair", "pairs"),
        ));
        let mut table = Table::new([
            Column::text("first"),
            Column::text("second"),
            Column::number("shared"),
            Column::number("Jaccard"),
            Column::number("weighted"),
            Column::text("tools in common"),
        ]);
        for pair in &self.pairs {
            let [first, second] = pair.companies.map(|company| company.name.to_owned());
            let Similarity { shared, jaccard, weighted_jaccard, .. } = pair.similarity;
            let tools = names(pair.shared.iter().map(|tool| tool.name), 6);
            table.push([
                first,
                second,
                shared.to_string(),
                percent(jaccard),
                percent(weighted_jaccard),
                tools,
            ]);
        }
        view.table(table, usize::try_from(self.total).unwrap_or(usize::MAX));
        view.records = pair_records(&self.pairs);
        if self.too_few > 0 {
            let left_out = plural(self.too_few as usize, "company", "companies");
            let fewer = plural(self.min_tools as usize, "tool", "tools");
            view.note(format!("{left_out} with fewer than {fewer} left out (`--min-tools 1` compares all)."));
        }
        view.note(format!("Ranked by {}, then by the number of shared tools.", by_text(self.by)));
        view.note(UNKNOWN_NOTE);
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}

impl Words for Ranking<'_> {
    const NAME: &'static str = "overlap-one";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("Overlap with {}", self.company.name));
        if self.tools == 0 {
            view.lead(format!(
                "No claim says which tools {} offers, so there is nothing to overlap with.",
                self.company.name
            ));
        } else {
            let compared = match self.min_tools {
                0 | 1 => String::new(),
                more => format!(" with at least {more} tools"),
            };
            let others = match self.total {
                0 => format!("no other company{compared} is known to offer any of them"),
                1 => format!("1 other company{compared} offers at least one of them"),
                total => format!("{total} other companies{compared} offer at least one of them"),
            };
            view.lead(format!(
                "{} is known to offer {}; {others}.",
                self.company.name,
                plural(self.tools as usize, "tool", "tools"),
            ));
        }
        let figures = ["of ours", "shared", "of theirs", "Jaccard", "weighted"].map(Column::number);
        let columns = [Column::text("company")].into_iter().chain(figures);
        let mut table = Table::new(columns.chain([Column::text("tools in common")]));
        for pair in &self.others {
            let Similarity { shared, jaccard, weighted_jaccard, weighted_containment, .. } = pair.similarity;
            let [ours, theirs] = weighted_containment.map(percent);
            let [jaccard, weighted] = [jaccard, weighted_jaccard].map(percent);
            let company = pair.companies[1].name.to_owned();
            let tools = names(pair.shared.iter().map(|tool| tool.name), 6);
            table.push([company, ours, shared.to_string(), theirs, jaccard, weighted, tools]);
        }
        view.table(table, self.total as usize);
        view.records = pair_records(&self.others);
        view.note(format!("Ranked by {}, then by the number of shared tools.", by_text(self.by)));
        view.note(format!(
            "Of ours: how much of what {} offers the other offers too. Rare tools count more.",
            self.company.name
        ));
        view.note(UNKNOWN_NOTE);
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}

impl Words for Pair<'_> {
    const NAME: &'static str = "overlap-two";

    fn view(&self, _asking: &Asking) -> View {
        let [a, b] = self.companies;
        let mut view = View::new(format!("{} and {}", a.name, b.name));
        let Similarity { shared, jaccard, weighted_jaccard, containment, .. } = self.similarity;
        view.lead(format!(
            "{} in common. Jaccard {} over what is known ({} to {} once everything is), weighted {}. {} of {}'s {} and {} of {}'s {}.",
            plural(shared as usize, "tool", "tools"),
            percent(jaccard),
            percent(self.jaccard_range[0]),
            percent(self.jaccard_range[1]),
            percent(weighted_jaccard),
            percent(containment[0]),
            a.name,
            plural(self.tools[0] as usize, "tool", "tools"),
            percent(containment[1]),
            b.name,
            plural(self.tools[1] as usize, "tool", "tools"),
        ));
        view.records =
            Table::new([Column::text("tool"), Column::text(a.id.as_str()), Column::text(b.id.as_str())]);
        let mut section = |heading: String, items: Vec<String>| {
            view.heading(format!("{heading} ({})", items.len()));
            view.list(items);
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
        section(format!("Only {}, as far as is known", a.name), one_sided(&b, &self.only_first));
        section(format!("Only {}, as far as is known", b.name), one_sided(&a, &self.only_second));
        let word = |support: Option<Support>| support.map_or("unknown", Support::word).to_owned();
        let neither = |neither: &NeitherOffers<'_>| {
            let [of_a, of_b] = neither.claims.map(word);
            format!("{} ({}: {of_a}, {}: {of_b})", neither.tool.name, a.name, b.name)
        };
        section("Neither, as far as is known".to_owned(), self.neither.iter().map(neither).collect());
        let unknown = plural(self.unknown.len(), "further tool", "further tools");
        view.text(format!("Of {unknown}, nothing is known for either."));
        for shared in &self.shared {
            let [of_a, of_b] = shared.supports.map(|support| support.word().to_owned());
            view.records.push([shared.tool.id.to_string(), of_a, of_b]);
        }
        for one in &self.only_first {
            view.records.push([one.tool.id.to_string(), word(Some(one.support)), word(one.other)]);
        }
        for one in &self.only_second {
            view.records.push([one.tool.id.to_string(), word(one.other), word(Some(one.support))]);
        }
        for one in &self.neither {
            let [of_a, of_b] = one.claims.map(word);
            view.records.push([one.tool.id.to_string(), of_a, of_b]);
        }
        for company in (0..2).filter(|at| self.tools[*at] == 0).map(|at| self.companies[at]) {
            view.note(format!(
                "No claim says that {} offers any tool: the figures say nothing yet.",
                company.name
            ));
        }
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}

impl Words for Intersections<'_> {
    const NAME: &'static str = "overlap-many";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("Overlap of {}", names(self.companies.iter().map(|c| c.name), 6)));
        // Letters, so that many companies stand side by side; after the last letter they begin anew.
        let letters = || ('A'..='Z').cycle().map(String::from);
        let keys = letters().zip(&self.companies).zip(&self.tools).map(|((letter, company), tools)| {
            format!("{letter}: {} ({})", company.name, plural(*tools as usize, "tool", "tools"))
        });
        view.list(keys.collect());
        if !self.intersections.is_empty() {
            view.heading("Offered by exactly, as far as is known");
        }
        let columns = letters().take(self.companies.len()).map(Column::text);
        let mut table = Table::new(columns.chain([
            Column::number("tools"),
            Column::text("which"),
            Column::number("known not"),
        ]));
        view.records = Table::new([Column::text("companies"), Column::text("tool")]);
        for group in &self.intersections {
            let offers = |company: &CompanyRef<'_>| group.companies.iter().any(|of| of.id == company.id);
            let marks =
                self.companies.iter().map(|company| if offers(company) { "●" } else { "·" }.to_owned());
            let tools = names(group.tools.iter().map(|tool| tool.name), 12);
            let known_not: u32 = group.known_not.iter().sum();
            table.push(marks.chain([group.tools.len().to_string(), tools, known_not.to_string()]));
            let ids: Vec<&str> = group.companies.iter().map(|company| company.id.as_str()).collect();
            for tool in &group.tools {
                view.records.push([ids.join("+"), tool.id.to_string()]);
            }
        }
        view.table(table, self.intersections.len());
        view.note(
            "A row lists the tools that exactly the companies with ● are known to offer, largest row first.",
        );
        view.note("`known not` counts claims that one of the other companies asked does not offer a tool; the rest is planned or unknown.");
        view.note(UNKNOWN_NOTE);
        not_counted::note(&mut view, &self.not_counted);
        view
    }
}
