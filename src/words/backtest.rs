//! How a backtest is laid out.

use crate::query::backtest::{Estimate, FEW_POSITIVES, Metric, MetricRow, Report, Side};
use crate::query::rank::Rank;
use crate::words::phrases::{percent_with, plural};
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report {
    const NAME: &'static str = "backtest";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("Backtest of the order by {}", self.rank.word()));
        let companies = self.companies;
        let sides = format!("Made from {}, measured against {}.", self.train.text(), self.test.text());
        if companies.tested == 0 {
            view.lead(format!("{sides} No company could be tested, so there is nothing to measure."));
            self.lay_out_metrics(&mut view);
            self.lay_out_notes(&mut view);
            return view;
        }
        view.lead(format!(
            "{sides} {} offered at least {} and {} tested; {} of them added {} of {} that they lacked: {}.",
            plural(companies.tested as usize, "company", "companies"),
            plural(self.min_tools as usize, "tool", "tools"),
            if companies.tested == 1 { "is" } else { "are" },
            companies.expanded,
            plural(self.expansions.added as usize, "tool", "tools"),
            self.expansions.absent,
            share(self.expansions.base_rate),
        ));
        view.lead(self.verdict());
        self.lay_out_metrics(&mut view);
        self.lay_out_notes(&mut view);
        view
    }
}

/// Returns a share in hundredths, to a tenth: most are small.
fn share(share: f64) -> String {
    percent_with(share, 1)
}

impl Side {
    fn text(&self) -> String {
        let day = self.as_of.map_or_else(String::new, |day| format!(" as of {day}"));
        format!(
            "{}{day} ({}, {})",
            self.name,
            plural(self.companies as usize, "company", "companies"),
            plural(self.tools as usize, "tool", "tools")
        )
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
    /// The answer in a sentence or two: what may be said of the order, and what not.
    fn verdict(&self) -> String {
        let Some(precision) = self.metrics.iter().find(|row| row.metric == Metric::AveragePrecision) else {
            return "There is nothing to measure: no company that was tested added a tool that it lacked."
                .to_owned();
        };
        let against = |what: &str, difference: Estimate| {
            let shown = format!("{:+.3} [{:+.3}, {:+.3}]", difference.mean, difference.low, difference.high);
            if difference.low > 0.0 {
                format!("better than {what} in mean average precision ({shown})")
            } else if difference.high < 0.0 {
                format!("worse than {what} in mean average precision ({shown})")
            } else {
                format!(
                    "not told apart from {what} in mean average precision ({shown} holds 0: within noise)"
                )
            }
        };
        let chance = against("chance", precision.over_chance);
        let few = if self.expansions.added < FEW_POSITIVES {
            format!(
                "With {} in all, fewer than {FEW_POSITIVES}, no figure here says much. As far as it goes: ",
                plural(self.expansions.added as usize, "tool added", "tools added")
            )
        } else {
            String::new()
        };
        let order = if few.is_empty() { "The order is" } else { "the order is" };
        if self.rank == Rank::Popularity {
            return format!("{few}{order} {chance}.");
        }
        format!("{few}{order} {}, and {chance}.", against("popularity", precision.over_popularity))
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
            "Over the {} that added a tool",
            plural(self.companies.expanded as usize, "company", "companies")
        ));
        let ranked = self.rank.word();
        let figures = if is_popularity {
            vec!["popularity", "chance", "less chance"]
        } else {
            vec![ranked, "popularity", "chance", "less popularity"]
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
            format!(", {} by popularity", share(precision.popularity))
        };
        view.text(format!(
            "Of the first five tools of every company tested, {} were added{by_popularity}, {} by chance: read the \
             list as what is adjacent, not as what comes next.",
            share(precision.ranked),
            share(precision.chance)
        ));
    }

    fn lay_out_notes(&self, view: &mut View) {
        let companies = self.companies;
        let left_out = [
            (companies.too_few_tools, "offered fewer tools"),
            (companies.gone, "not in the later landscape"),
            (companies.merged, "one with another company there"),
            (
                companies.nothing_to_rank,
                "lacked no tool or added all that they lacked, so that any order is as good",
            ),
        ];
        let left_out: Vec<String> = (left_out.iter().filter(|(count, _)| *count > 0))
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        if !left_out.is_empty() {
            view.note(format!("Companies left out: {}.", left_out.join(", ")));
        }
        if self.expansions.beyond > 0 {
            view.note(format!(
                "Not counted: {} of tools that the earlier landscape does not have, since no order could name them.",
                plural(self.expansions.beyond as usize, "addition", "additions")
            ));
        }
        if !self.metrics.is_empty() {
            view.note(format!(
                "In brackets the middle 95\u{a0}% of {} draws of the companies (bootstrap, seed {}). Chance is the exact mean of \
                 all orders. Of equal scores, more companies and then the smaller id come first; AUC counts those equal in both as half.",
                self.resamples, self.seed
            ));
        }
        view.note(
            "Added means that the later landscape says so and the earlier one does not: it may be that nobody had \
             looked. Tools and companies are matched by id, name and alias, so that a new name is no addition.",
        );
    }
}

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
            push(format!("{rank} less popularity"), self.over_popularity);
        }
        push(format!("{rank} less chance"), self.over_chance);
    }
}
