//! How the way to what is lacking is laid out: what it takes to build, and which roles are nearest.

use crate::query::Interval;
use crate::query::gaps::{RoleToServe, RolesToServe};
use crate::query::plan::{BuildPlan, Wait};
use crate::words::phrases::{plural, sentence_names};
use crate::words::{Column, Table, View};

impl RolesToServe<'_> {
    pub(super) fn lay_out(&self, company: &str, view: &mut View) {
        let lacking = |of: &RoleToServe<'_>| {
            let tools = if of.lacking.of == 1 { "tool" } else { "tools" };
            format!("{} {tools}", of.lacking)
        };
        if self.asked {
            for of in &self.roles {
                view.text(match of.lacking {
                    Interval { of: 0, .. } => format!("Nobody has recorded what {} needs.", of.role.name),
                    Interval { high: 0, .. } => {
                        let tools = plural(of.lacking.of as usize, "tool", "tools");
                        format!("{company} offers all that {} needs: {tools}.", of.role.name)
                    }
                    _ => format!("To serve {}, {company} lacks {}.", of.role.name, lacking(of)),
                });
            }
            return;
        }
        if let Some((first, rest)) = self.roles.split_first() {
            let name = |of: &RoleToServe<'_>| format!("{} ({})", of.role.name, of.lacking);
            let rest: Vec<String> = rest.iter().map(name).collect();
            let then = match rest.as_slice() {
                [] => String::new(),
                rest => format!("; then {}", sentence_names(rest.iter().map(String::as_str), rest.len())),
            };
            view.text(format!(
                "The nearest role is {}, where {company} lacks {}{then}.",
                first.role.name,
                lacking(first)
            ));
        }
        if self.served > 0 {
            let roles = plural(self.served as usize, "role", "roles");
            view.text(format!("{company} offers all that {roles} need."));
        }
    }
}

impl BuildPlan<'_> {
    pub(super) fn lay_out(&self, view: &mut View) {
        if self.stages.is_empty() {
            view.text("The landscape has no figures of effort yet: add `build_costs` to it.");
            return;
        }
        let is_least = self.unknown == 0 && (self.at_least > 0 || self.without_figures > 0);
        let sign = if is_least { "≥ " } else { "" };
        let teams = self.stages.iter().find_map(|stage| stage.schedule.as_ref()).map(|of| of.teams);
        let with_teams = teams.map(|teams| Column::number(plural(teams as usize, "team", "teams")));
        let columns = [
            Column::text("to stage"),
            Column::number("engineer-months"),
            Column::number("months, one team"),
            Column::number("at least, any team"),
        ];
        let mut table = Table::new(columns.into_iter().chain(with_teams));
        for stage in &self.stages {
            let effort = if self.unknown > 0 {
                format!("{}–{}", stage.engineer_months_known, stage.engineer_months)
            } else {
                format!("{sign}{}", stage.engineer_months)
            };
            let row = [
                stage.stage.word().to_owned(),
                effort,
                format!("{sign}{}", stage.team_months),
                format!("{sign}{}", stage.critical_path),
            ];
            // A schedule with longer tools may be another one, so it bounds nothing.
            table.push(row.into_iter().chain(stage.schedule.as_ref().map(|of| of.months.to_string())));
        }
        let rows = table.rows.len();
        view.table(table, rows);
        if let Some(chain) =
            self.stages.last().map(|stage| &stage.critical_tools).filter(|chain| chain.len() > 1)
        {
            let names: Vec<&str> = chain.iter().map(|tool| tool.name).collect();
            view.text(format!(
                "At least so long, since these come one after the other: {}.",
                names.join(", then ")
            ));
        }
        if let Some(last) = self.stages.last().and_then(|stage| stage.schedule.as_ref()) {
            let best = if last.months == last.least_months {
                "no schedule of this many teams is shorter".to_owned()
            } else {
                format!("no schedule of this many teams takes less than {} months", last.least_months)
            };
            view.text(format!(
                "A team builds one tool at a time, with as many engineers as the figures say. To the last stage, {best}."
            ));
        }
        if self.unknown > 0 {
            view.text(format!(
                "{} may be offered already. Engineer-months: from the tools that are known to be missing to all of them; \
                 months: as if all were missing.",
                plural(self.unknown as usize, "tool", "tools")
            ));
        }
        if self.at_least > 0 {
            let tools = plural(self.at_least as usize, "tool", "tools");
            view.text(format!("For {tools} the figures are the least that it takes: it may take more."));
        }
        if self.without_figures > 0 {
            let tools = plural(self.without_figures as usize, "tool has", "tools have");
            view.text(format!("{tools} no figures and are in no sum."));
        }
        if !self.waits.is_empty() {
            view.text("These come after tools that are not in the list, whose time is not in the sums:");
            let wait = |wait: &Wait<'_>| format!("{} after {}", wait.tool.name, wait.built_after.name);
            view.list(self.waits.iter().map(wait).collect());
        }
    }
}
