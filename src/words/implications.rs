//! How the report on what goes together lays itself out.

use crate::model::Support;
use crate::query::CompanyRef;
use crate::query::implications::{Conclusion, Report, RuleException, Search, ToolRule};
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words};

impl RuleException<'_> {
    fn word(&self) -> &'static str {
        self.claim.map_or("unknown", Support::word)
    }
}

impl ToolRule<'_> {
    /// Returns the names of the premise, or a word for all companies.
    fn premise_text(&self) -> String {
        if self.premise.is_empty() {
            "any tool".to_owned()
        } else {
            self.premise.iter().map(|tool| tool.name).collect::<Vec<_>>().join(" + ")
        }
    }
}

/// Returns the cell of the companies that a row lists, of `total`.
fn companies_cell(companies: &[CompanyRef<'_>], total: u32) -> Cell {
    Cell::first_of(companies.iter().map(|company| Item::new(company.id, company.full_name())), total as usize)
}

fn ids<'i, I: ToString + 'i>(ids: impl IntoIterator<Item = &'i I>) -> String {
    ids.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
}

fn as_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Words for Report<'_> {
    const NAME: &'static str = "implications";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new("What goes together");
        self.lay_out_lead(&mut view);
        view.records = Table::new([
            Column::text("kind"),
            Column::text("premise"),
            Column::text("tools"),
            Column::number("support"),
            Column::number("premise_support"),
            Column::number("offered_by"),
            Column::number("of"),
            Column::number("lift"),
            Column::text("companies"),
            Column::text("exceptions"),
        ]);
        self.lay_out_rules(&mut view);
        self.lay_out_blocks(&mut view);
        if self.rules_total + self.blocks_total > 0 {
            view.note("These patterns hold among known offers and may break as you learn more.");
            if asking.explain {
                view.note(
                    "Partial counts as offered. A rule says little where nearly every company offers its conclusion \
                     anyway: the lift in CSV and JSON tells. Blocks are ordered by companies × tools, and each is as \
                     large as can be.",
                );
            }
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        view
    }
}

impl Report<'_> {
    fn lay_out_lead(&self, view: &mut View) {
        let stacks = names(self.stacks.iter().map(|stack| stack.name), 6);
        let of_stacks = if stacks.is_empty() { String::new() } else { format!(" of {stacks}") };
        let found = [(self.rules_total, "rule", "rules"), (self.blocks_total, "block", "blocks")];
        let found: Vec<String> = (found.into_iter().filter(|(count, ..)| *count > 0))
            .map(|(count, one, many)| plural(as_usize(count), one, many))
            .collect();
        let companies = plural(self.companies as usize, "company", "companies");
        let tools = plural(self.tools as usize, "tool", "tools");
        let found = if found.is_empty() {
            "Nothing found".to_owned()
        } else {
            format!("Found {}", found.join(" and "))
        };
        let exceptions = match self.max_exceptions {
            0 => String::new(),
            most => format!(" and at most {}", plural(most as usize, "exception", "exceptions")),
        };
        view.lead(format!(
            "{found} among {companies} and {tools}{of_stacks}. Each has at least {}{exceptions}.",
            plural(self.min_support as usize, "company", "companies"),
        ));
        let is_complete = [self.rules_search, self.blocks_search] == [Search::Complete; 2];
        if self.rules_total == 0 && self.blocks_total == 0 && is_complete {
            view.lead(format!(
                "{} Add offers to companies, or lower `--min-support`.",
                if self.companies_with_two < self.min_support {
                    "Too few companies have two known offers."
                } else {
                    "No two tools share so many companies."
                }
            ));
        }
    }

    fn lay_out_rules(&self, view: &mut View) {
        if !self.rules.is_empty() {
            view.heading("Companies with these tools also offer");
        }
        let with_exceptions = self.rules.iter().any(|rule| !rule.exceptions.is_empty());
        let columns = [
            Column::text("these tools"),
            Column::list("also offer"),
            Column::number("companies"),
            Column::list("which"),
        ];
        let except = with_exceptions.then(|| Column::list("except"));
        let mut table = Table::new(columns.into_iter().chain(except));
        for rule in &self.rules {
            let holds = if rule.exceptions.is_empty() {
                rule.support.to_string()
            } else {
                format!("{} of {}", rule.support, rule.premise_support)
            };
            let concluded = |of: &Conclusion<'_>| Item::new(of.tool.id, of.tool.name);
            let also = Cell::list(rule.conclusions.iter().map(concluded));
            let which = companies_cell(&rule.companies, rule.support);
            let exception = |of: &RuleException<'_>| {
                Item::new(of.company.id, format!("{} ({})", of.company.full_name(), of.word()))
            };
            let missing = (rule.premise_support - rule.support) as usize;
            let except = Cell::first_of(rule.exceptions.iter().map(exception), missing);
            let row = [rule.premise_text().into(), also, holds.into(), which];
            table.push(row.into_iter().chain(with_exceptions.then_some(except)));
            for conclusion in &rule.conclusions {
                let exception =
                    |exception: &RuleException<'_>| format!("{}:{}", exception.company.id, exception.word());
                let exceptions: Vec<String> = rule.exceptions.iter().map(exception).collect();
                view.records.push([
                    "rule".to_owned(),
                    ids(rule.premise.iter().map(|tool| &tool.id)),
                    conclusion.tool.id.to_string(),
                    rule.support.to_string(),
                    rule.premise_support.to_string(),
                    conclusion.offered_by.to_string(),
                    self.companies.to_string(),
                    format!("{:.4}", conclusion.lift),
                    ids(rule.companies.iter().map(|company| &company.id)),
                    exceptions.join(";"),
                ]);
            }
        }
        view.table(table, as_usize(self.rules_total));
        if self.rules_search == Search::Stopped {
            view.text(self.stopped("premises and rules", "rules"));
        }
        if with_exceptions {
            view.note("An exception with “unknown” may be a gap in the data; “no” and “planned” are known.");
        }
    }

    fn lay_out_blocks(&self, view: &mut View) {
        if !self.blocks.is_empty() {
            view.heading("Blocks: companies that offer the same tools");
        }
        let mut table = Table::new([
            Column::number("companies"),
            Column::number("tools"),
            Column::list("which tools"),
            Column::list("which companies"),
        ]);
        for block in &self.blocks {
            let tools = Cell::list(block.tools.iter().map(|tool| Item::new(tool.id, tool.name)));
            let companies = companies_cell(&block.companies, block.support);
            let counts = [block.support.to_string(), block.tools.len().to_string()].map(Cell::from);
            table.push(counts.into_iter().chain([tools, companies]));
            view.records.push([
                "block".to_owned(),
                String::new(),
                ids(block.tools.iter().map(|tool| &tool.id)),
                block.support.to_string(),
                String::new(),
                String::new(),
                self.companies.to_string(),
                String::new(),
                ids(block.companies.iter().map(|company| &company.id)),
                String::new(),
            ]);
        }
        view.table(table, as_usize(self.blocks_total));
        if self.blocks_search == Search::Stopped {
            view.text(self.stopped("closed sets", "blocks"));
        }
    }

    /// Says that a search ended before its end, and how to make it smaller.
    fn stopped(&self, looked_at: &str, found: &str) -> String {
        let stack = if self.stacks.is_empty() { ", or name a `--stack`" } else { "" };
        format!(
            "The search stopped after {} {looked_at}, so there may be more {found}, and larger ones. Raise \
             `--min-support` (now {}){stack}.",
            self.limit, self.min_support
        )
    }
}
