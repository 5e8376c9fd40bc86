//! How the report on what goes together lays itself out.

use crate::model::Support;
use crate::query::CompanyRef;
use crate::query::implications::{Conclusion, Report, RuleException, Search, ToolRule};
use crate::words::phrases::{more, names, plural};

use crate::words::{Asking, Column, Table, View, Words};

impl RuleException<'_> {
    fn word(&self) -> &'static str {
        self.claim.map_or("unknown", Support::word)
    }
}

impl ToolRule<'_> {
    /// Returns the names of the premise, or what stands for all companies.
    fn premise_text(&self) -> String {
        if self.premise.is_empty() {
            "any of the tools".to_owned()
        } else {
            self.premise.iter().map(|tool| tool.name).collect::<Vec<_>>().join(" + ")
        }
    }

    /// Returns each conclusion with how common it is among all.
    fn conclusion_text(&self, companies: u32) -> String {
        let text = |conclusion: &Conclusion<'_>| {
            format!("{} ({} of {companies})", conclusion.tool.name, conclusion.offered_by)
        };
        let conclusions: Vec<String> = self.conclusions.iter().map(text).collect();
        names(conclusions.iter().map(String::as_str), 12)
    }
}

/// Returns the names of companies that a row lists, of `total`.
fn some_names(companies: &[CompanyRef<'_>], total: u32) -> String {
    more(companies.iter().map(|company| company.name), total as usize)
}

fn ids<'i, I: ToString + 'i>(ids: impl IntoIterator<Item = &'i I>) -> String {
    ids.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
}

fn as_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Words for Report<'_> {
    const NAME: &'static str = "implications";

    fn view(&self, _asking: &Asking) -> View {
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
            view.note(
                "These are regularities among known offers, not laws. Partial counts as offered. A company \
                 that is not known to offer a tool may still offer it: rules can break, and new ones appear, \
                 as more is looked up.",
            );
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
        view.lead(format!(
            "{} known to offer any of {}{of_stacks}; {} two or more.",
            plural(self.companies as usize, "company is", "companies are"),
            plural(self.tools as usize, "tool", "tools"),
            plural(self.companies_with_two as usize, "offers", "offer"),
        ));
        let exceptions = match self.max_exceptions {
            0 => "without exception".to_owned(),
            most => format!("with at most {}", plural(most as usize, "exception", "exceptions")),
        };
        let block = match self.min_support {
            0 | 1 => "and at least 2 offer",
            _ => "or offer",
        };
        view.lead(format!(
            "At least {} must follow a rule, {exceptions}, {block} a whole block.",
            plural(self.min_support as usize, "company", "companies"),
        ));
        let is_complete = [self.rules_search, self.blocks_search] == [Search::Complete; 2];
        if self.rules_total == 0 && self.blocks_total == 0 && is_complete {
            view.lead(format!(
                "Nothing is known to go together. {} Add offers to companies, or ask with a lower `--min-support`.",
                if self.companies_with_two < self.min_support {
                    "Too few companies are known to offer two tools."
                } else {
                    "No two tools are offered by so many of the same companies."
                }
            ));
        }
    }

    fn lay_out_rules(&self, view: &mut View) {
        if !self.rules.is_empty() {
            view.heading("Whoever offers these also offers those");
        }
        let with_exceptions = self.rules.iter().any(|rule| !rule.exceptions.is_empty());
        let columns = [
            Column::text("offers"),
            Column::text("also offers"),
            Column::number("companies"),
            Column::text("which"),
        ];
        let except = with_exceptions.then(|| Column::text("except"));
        let mut table = Table::new(columns.into_iter().chain(except));
        for rule in &self.rules {
            let holds = if rule.exceptions.is_empty() {
                rule.support.to_string()
            } else {
                format!("{} of {}", rule.support, rule.premise_support)
            };
            let which = some_names(&rule.companies, rule.support);
            let exceptions: Vec<String> = (rule.exceptions.iter())
                .map(|exception| format!("{} ({})", exception.company.name, exception.word()))
                .collect();
            let exceptions: Vec<&str> = exceptions.iter().map(String::as_str).collect();
            let except = more(exceptions, (rule.premise_support - rule.support) as usize);
            let row = [rule.premise_text(), rule.conclusion_text(self.companies), holds, which];
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
        if self.rules_total == 0 && self.rules_search == Search::Complete && self.blocks_total > 0 {
            view.text("No rule: none of these tools is always offered with others.");
        }
        if self.rules_search == Search::Stopped {
            view.text(self.stopped("premises and rules", "rules"));
        }
        if !self.rules.is_empty() {
            view.note(format!(
                "In brackets: how many of all {} offer the tool anyway. A rule whose conclusion nearly everybody \
                 offers says little, and rules that few companies follow may be chance.",
                plural(self.companies as usize, "company", "companies")
            ));
        }
        if with_exceptions {
            view.note("Except: unknown is a gap in what is known, and perhaps no exception; no and planned are known.");
        }
    }

    fn lay_out_blocks(&self, view: &mut View) {
        if !self.blocks.is_empty() {
            view.heading("Blocks: companies that offer the same tools");
        }
        let mut table = Table::new([
            Column::number("companies"),
            Column::number("tools"),
            Column::text("which tools"),
            Column::text("which companies"),
        ]);
        for block in &self.blocks {
            let tools = names(block.tools.iter().map(|tool| tool.name), 12);
            let companies = some_names(&block.companies, block.support);
            table.push([block.support.to_string(), block.tools.len().to_string(), tools, companies]);
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
        if !self.blocks.is_empty() {
            view.note(
                "Blocks stand by companies × tools. Each is as large as can be: no other company is known to offer \
                 all its tools, and no other tool is known to be offered by all its companies.",
            );
        }
    }

    /// Says that a search ended before its end, and how to make it smaller.
    fn stopped(&self, looked_at: &str, found: &str) -> String {
        let stack = if self.stacks.is_empty() { ", or name a `--stack`" } else { "" };
        format!(
            "The search stopped after {} {looked_at}: there may be more {found}, some of which would stand above \
             those listed. Ask with a higher `--min-support` (now {}){stack}.",
            self.limit, self.min_support
        )
    }
}
