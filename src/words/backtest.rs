//! How a back-test is laid out.

use crate::query::backtest::{Estimate, FEW_POSITIVES, Metric, MetricRow, Report, Side};
use crate::query::rank::Rank;
use crate::words::phrases::{percent_with, plural};
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report {
    const NAME: &'static str = "backtest";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(format!("Back-test of the order by {}", self.rank.word()));
        view.lead(self.verdict());
        view.lead(self.setting());
        self.lay_out_metrics(&mut view);
        self.lay_out_notes(asking.explain, &mut view);
        view
    }
}

/// Returns a share in hundredths, to a tenth: most are small.
fn share(share: f64) -> String {
    percent_with(share, 1)
}

impl Side {
    fn text(&self) -> String {
        let day = self.as_of.map_or_else(String::new, |day| format!(" on {day}"));
        format!("{}{day}", self.name)
    }
}

impl Estimate {
    fn text(&self) -> String {
        format!("{:.3} [{:.3}, {:.3}]", self.mean, self.low, self.high)
    }

    fn signed(&self) -> String {
        format!("{:+.3} [{:+.3}, {:+.3}]", self.mean, self.low, self.high)
    }
}

impl Report {
    /// The answer in a sentence or two: what the order was worth, and what may not be said of it.
    fn verdict(&self) -> String {
        let Some(precision) = self.metrics.iter().find(|row| row.metric == Metric::AveragePrecision) else {
            return if self.companies.tested == 0 {
                "There is nothing to measure: no company could be tested.".to_owned()
            } else {
                "There is nothing to measure: no tested company added a tool.".to_owned()
            };
        };
        let against = |what: &str, difference: Estimate| {
            let shown = difference.signed();
            if difference.low > 0.0 {
                format!("better than {what} ({shown})")
            } else if difference.high < 0.0 {
                format!("worse than {what} ({shown})")
            } else {
                format!("no different from {what} within noise ({shown})")
            }
        };
        let chance = against("chance", precision.over_chance);
        let few = if self.expansions.added < FEW_POSITIVES {
            let added = plural(self.expansions.added as usize, "tool was", "tools were");
            format!(" Only {added} added: with fewer than {FEW_POSITIVES}, the figures say little.")
        } else {
            String::new()
        };
        let rank = self.rank.word();
        if self.rank == Rank::Popularity {
            return format!("By mean average precision (MAP), the order by {rank} is {chance}.{few}");
        }
        let popularity = against("popularity", precision.over_popularity);
        format!("By mean average precision (MAP), the order by {rank} is {popularity}, and {chance}.{few}")
    }

    /// What was ranked, what it was checked with, and how much there was to foresee.
    fn setting(&self) -> String {
        let sides = format!("Ranked with {}, checked with {}.", self.train.text(), self.test.text());
        let companies = self.companies;
        if companies.tested == 0 {
            return format!(
                "{sides} To be tested, a company must offer at least {}.",
                plural(self.min_tools as usize, "tool", "tools")
            );
        }
        let tested = format!(
            "{sides} Tested: {} that offered at least {}.",
            plural(companies.tested as usize, "company", "companies"),
            plural(self.min_tools as usize, "tool", "tools"),
        );
        if self.expansions.added == 0 {
            return tested;
        }
        format!(
            "{tested} {} of them added {} of {} missing tools ({}).",
            companies.expanded,
            self.expansions.added,
            self.expansions.absent,
            share(self.expansions.base_rate),
        )
    }

    fn lay_out_metrics(&self, view: &mut View) {
        view.records = Table::new([
            Column::text("metric"),
            Column::text("order"),
            Column::number("mean"),
            Column::number("low"),
            Column::number("high"),
        ]);
        if self.metrics.is_empty() {
            return;
        }
        let is_popularity = self.rank == Rank::Popularity;
        view.heading(format!(
            "Means over the {} that added a tool",
            plural(self.companies.expanded as usize, "company", "companies")
        ));
        let ranked = self.rank.word();
        let figures = if is_popularity {
            vec!["popularity", "chance", "minus chance"]
        } else {
            vec![ranked, "popularity", "chance", "minus popularity"]
        };
        let figures = figures.into_iter().map(Column::number);
        let mut table = Table::new([Column::text("metric")].into_iter().chain(figures));
        for row in &self.metrics {
            let head = [row.metric.word().to_owned(), row.ranked.text()];
            let chance = format!("{:.3}", row.chance.mean);
            if is_popularity {
                table.push(head.into_iter().chain([chance, row.over_chance.signed()]));
            } else {
                let popularity = format!("{:.3}", row.popularity.mean);
                table.push(head.into_iter().chain([popularity, chance, row.over_popularity.signed()]));
            }
            row.records(self.rank, &mut view.records);
        }
        let rows = table.rows.len();
        view.table(table, rows);
        let precision = self.precision_at_5;
        let by_popularity = if is_popularity {
            String::new()
        } else {
            format!(", against {} by popularity", share(precision.popularity))
        };
        view.text(format!(
            "Of the first five tools listed for every tested company, {} were added{by_popularity} and {} by chance.",
            share(precision.ranked),
            share(precision.chance)
        ));
    }

    fn lay_out_notes(&self, explain: bool, view: &mut View) {
        let companies = self.companies;
        let left_out = [
            (companies.too_few_tools, "offered too few tools"),
            (companies.gone, "gone from the later landscape"),
            (companies.merged, "merged with another company"),
            (companies.nothing_to_rank, "with nothing to rank"),
        ];
        let left_out: Vec<String> = (left_out.iter().filter(|(count, _)| *count > 0))
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        if !left_out.is_empty() {
            view.note(format!("Not tested: {}.", left_out.join(", ")));
        }
        if !self.metrics.is_empty() {
            view.note(format!(
                "In brackets: the range of the middle 95\u{a0}% over {} draws of the companies.",
                self.resamples
            ));
        }
        view.note(
            "“Added” may also mean that nobody had looked earlier. `--explain` says how it is measured.",
        );
        if !explain {
            return;
        }
        view.note(HOW_MEASURED);
        view.note(format!("The draws are a bootstrap with seed {}.", self.seed));
        if self.expansions.beyond > 0 {
            view.note(format!(
                "{} of tools that the earlier landscape does not have were left out, because no order could name them.",
                plural(self.expansions.beyond as usize, "addition", "additions")
            ));
        }
        for side in [&self.train, &self.test] {
            let companies = plural(side.companies as usize, "company", "companies");
            let tools = plural(side.tools as usize, "tool", "tools");
            view.note(format!("{} has {companies} and {tools}.", side.text()));
        }
    }
}

/// How the figures are made, for those who ask.
const HOW_MEASURED: &str = "hit@5: the share of companies that added one of the first five tools of their list. recall@10: the share of the added \
     tools that were among the first ten. MRR and MAP: how far up the list the added tools were; 1 is best. AUC: how often an \
     added tool was above one that was not added. Chance is the exact mean of all orders. Equal scores are ordered by the number \
     of companies, then by id. Tools and companies are matched by id, name and alias, so a new name is not an addition.";

impl MetricRow {
    /// A row for each order and each difference.
    fn records(&self, rank: Rank, records: &mut Table) {
        let is_popularity = rank == Rank::Popularity;
        let rank = rank.word();
        let mut push = |order: String, of: Estimate| {
            let figures = [of.mean, of.low, of.high].map(|figure| figure.to_string());
            records.push([self.metric.word().to_owned(), order].into_iter().chain(figures));
        };
        push(rank.to_owned(), self.ranked);
        if !is_popularity {
            push("popularity".to_owned(), self.popularity);
        }
        push("chance".to_owned(), self.chance);
        if !is_popularity {
            push(format!("{rank} minus popularity"), self.over_popularity);
        }
        push(format!("{rank} minus chance"), self.over_chance);
    }
}
