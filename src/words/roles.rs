//! How the report on roles lays itself out.

use crate::landscape::ClaimView;
use crate::model::{Basis, Importance, RoleStatus, RoleType, Support};
use crate::query::roles::{Entry, Need, OpenLine, Report, Server};
use crate::query::{RoleRef, SegmentRef};
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Column, Table, View, Words};

/// How many items a list for people has; JSON carries all.
const ITEMS: usize = 40;

/// Returns the first items of a list, with a count of the rest.
fn some(mut items: Vec<String>) -> Vec<String> {
    let cut = items.len().saturating_sub(ITEMS);
    if cut > 0 {
        items.truncate(ITEMS);
        items.push(format!("… and {cut} more, which `--format json` lists"));
    }
    items
}

/// Returns the word for how a role stands to the ideal customer profile.
const fn status_word(status: Option<RoleStatus>) -> &'static str {
    match status {
        Some(RoleStatus::Icp) => "ICP",
        Some(RoleStatus::ExpansionCandidate) => "candidate",
        None => "–",
    }
}

impl Entry<'_> {
    fn label(&self) -> String {
        match self.r#type {
            RoleType::Role => self.role.name.to_owned(),
            RoleType::Team => format!("{} (team)", self.role.name),
        }
    }

    /// Returns the tools that the company is not known to offer, each with what is known of it, parts last; all
    /// that are needed where no view is taken.
    fn missing_text(&self, from_view: bool) -> String {
        let text = |need: &Need<'_>| {
            let part = (!need.part_of.is_empty()).then_some("part");
            let own = need.support.filter(|_| from_view).map(Support::word);
            let words: Vec<&str> =
                part.into_iter().chain(need.importance.map(Importance::word)).chain(own).collect();
            let words = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
            format!("{}{words}", need.tool.name)
        };
        let is_missing = |need: &&Need<'_>| !(from_view && need.is_covered());
        let missing: Vec<String> = self.all_needs().filter(is_missing).map(text).collect();
        names(missing.iter().map(String::as_str), 12)
    }

    /// The needs that are counted, then the parts that are not.
    fn all_needs(&self) -> impl Iterator<Item = &Need<'_>> {
        self.needs.iter().chain(&self.parts)
    }

    fn servers_text(&self) -> String {
        if self.served_by.is_empty() {
            return "nobody known".to_owned();
        }
        let server = |server: &Server<'_>| format!("{} {}", server.company.name, server.tools);
        let mut text = self.served_by.iter().map(server).collect::<Vec<_>>().join(", ");
        let rest = (self.served_by_total as usize).saturating_sub(self.served_by.len());
        if rest > 0 {
            text.push_str(&format!(", +{rest} more"));
        }
        text
    }

    /// Returns what the role reports to, directly and beyond; none where that is not known.
    fn line_text(&self) -> Option<String> {
        let direct: Vec<RoleRef<'_>> = self.reports_to.iter().map(|line| line.role).collect();
        if direct.is_empty() {
            return None;
        }
        let beyond = self.above.iter().filter(|above| !direct.contains(above)).map(|above| above.name);
        let beyond: Vec<&str> = beyond.collect();
        let beyond = match beyond.as_slice() {
            [] => String::new(),
            beyond => format!(", and through that to {}", names(beyond.iter().copied(), 12)),
        };
        let direct = names(direct.iter().map(|role| role.name), 12);
        Some(format!("{} reports to {direct}{beyond}", self.role.name))
    }

    /// Adds a row for each fact.
    fn record(&self, records: &mut Table) {
        let head = || {
            let r#type = if self.r#type == RoleType::Team { "team" } else { "role" };
            let status = match self.status {
                Some(RoleStatus::Icp) => "icp",
                Some(RoleStatus::ExpansionCandidate) => "expansion-candidate",
                None => "",
            };
            [self.role.id.to_string(), r#type.to_owned(), status.to_owned()]
        };
        let basis = |claims: &[ClaimView<'_>]| {
            let bases = claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| evidence.basis);
            bases.min().map_or("", Basis::word).to_owned()
        };
        let before = records.rows.len();
        let mut add = |relation: &str, tail: [String; 6]| {
            records.push(head().into_iter().chain([relation.to_owned()]).chain(tail));
        };
        let none = String::new;
        for (relation, needs) in [("needs", &self.needs), ("needs-part", &self.parts)] {
            for need in needs {
                let words = [need.importance.map(Importance::word), need.support.map(Support::word)];
                let [importance, support] = words.map(|word| word.unwrap_or_default().to_owned());
                let offered_by = need.offered_by.to_string();
                add(
                    relation,
                    [need.tool.id.to_string(), none(), importance, support, offered_by, basis(&need.claims)],
                );
            }
        }
        for line in &self.reports_to {
            add(
                "reports_to",
                [line.role.id.to_string(), none(), none(), none(), none(), basis(&line.claims)],
            );
        }
        for (relation, plays) in [("plays", &self.plays), ("played_by", &self.played_by)] {
            for play in plays {
                let segment = play.segment.map_or_else(String::new, |segment| segment.id.to_string());
                let claims = std::slice::from_ref(&play.claim);
                add(relation, [play.role.id.to_string(), segment, none(), none(), none(), basis(claims)]);
            }
        }
        if records.rows.len() == before {
            records.push(head().into_iter().chain(std::iter::repeat_with(none).take(7)));
        }
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "roles";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(match self.company {
            Some(company) => format!("Roles, and what {} covers of their needs", company.name),
            None => "Roles, and who covers their needs".to_owned(),
        });
        view.records = Table::new([
            Column::text("role"),
            Column::text("type"),
            Column::text("status"),
            Column::text("relation"),
            Column::text("other"),
            Column::text("segment"),
            Column::text("importance"),
            Column::text("support"),
            Column::number("offered_by"),
            Column::text("basis"),
        ]);
        self.roles.iter().for_each(|role| role.record(&mut view.records));
        self.lay_out_lead(&mut view);
        self.lay_out_needs(&mut view);
        self.lay_out_lines(&mut view);
        self.lay_out_plays(&mut view);
        self.lay_out_unknown(&mut view);
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        view
    }
}

impl<'l> Report<'l> {
    /// The roles of whose needs something is known, and the others.
    fn parted(&self) -> (Vec<&Entry<'l>>, Vec<&Entry<'l>>) {
        self.roles.iter().partition(|role| !role.needs.is_empty())
    }

    fn lay_out_lead(&self, view: &mut View) {
        let all = plural(self.of as usize, "role", "roles");
        let found = self.with_needs + self.without_needs;
        let known = match self.with_needs {
            0 if found > 0 => "; nobody has claimed what they need".to_owned(),
            0 => String::new(),
            known => format!("; what they need is known of {known}"),
        };
        let mut conditions: Vec<String> = Vec::new();
        conditions
            .extend(self.under.map(|under| format!("known to report to {}, directly or not", under.name)));
        conditions.extend(self.segment.map(|segment| format!("known to be played in {}", segment.name)));
        if conditions.is_empty() {
            view.lead(format!("{all}{known}."));
        } else {
            let are = if found == 1 { "is" } else { "are" };
            view.lead(format!("{found} of {all} {are} {}{known}.", conditions.join(", and ")));
        }
        if self.company.is_none() && found > 0 {
            view.lead("Nobody's view is taken: name a company with `--for` to see what it covers.");
        }
    }

    fn lay_out_needs(&self, view: &mut View) {
        let (known, _) = self.parted();
        if known.is_empty() {
            return;
        }
        view.heading("Roles with known needs");
        let from_view = self.company.is_some();
        let (figure, missing, others) = if from_view {
            ("covers", "not known to offer", "others that offer most")
        } else {
            ("needs", "which", "who offers most")
        };
        let mut table = Table::new([
            Column::text("role"),
            Column::text("status"),
            Column::number(figure),
            Column::text(missing),
            Column::text(others),
        ]);
        for role in &known {
            let needs = match role.covered {
                Some(covered) => covered.to_string(),
                None => role.needs.len().to_string(),
            };
            let missing = match role.missing_text(from_view) {
                missing if missing.is_empty() => "–".to_owned(),
                missing => missing,
            };
            let status = status_word(role.status).to_owned();
            table.push([role.label(), status, needs, missing, role.servers_text()]);
        }
        view.table(table, self.with_needs as usize);
        // A tool may be counted for one role, and stand under its whole for another.
        let of_nobody = known.iter().flat_map(|role| {
            let needs = role.all_needs().filter(|need| need.offered_by == 0);
            needs.map(|need| (need, role.role.name))
        });
        let mut of_nobody: Vec<(&Need<'_>, &str)> = of_nobody.collect();
        of_nobody.sort_by_key(|(need, _)| (need.tool.id, need.part_of.first().map(|whole| whole.id)));
        let item = |same: &[(&Need<'_>, &str)]| {
            let (need, _) = same.first()?;
            let part = match need.part_of.as_slice() {
                [] => String::new(),
                wholes => format!("part of {}, ", names(wholes.iter().map(|whole| whole.name), 3)),
            };
            let roles = names(same.iter().map(|(_, role)| *role), 6);
            Some(format!("{} ({part}{}): {roles}", need.tool.name, need.state.word()))
        };
        let same = |one: &(&Need<'_>, &str), other: &(&Need<'_>, &str)| {
            (one.0.tool, &one.0.part_of) == (other.0.tool, &other.0.part_of)
        };
        if !of_nobody.is_empty() {
            view.heading("Needs that nobody is known to serve");
            view.list(some(of_nobody.chunk_by(same).filter_map(item).collect()));
        }
        if from_view {
            view.note(
                "Covers counts the needs that are claimed: those known to be covered, up to all not known to be \
                 missing. Highest known share first, then most needs. In brackets: how much a tool is needed, and \
                 no or planned where that is known.",
            );
        }
        view.note(
            "The number after a company is how many of the needs it is known to offer, in part or whole.",
        );
        if known.iter().any(|role| !role.parts.is_empty()) {
            view.note(
                "`part`: a part of another tool that the role needs. It is no need that is counted, neither for \
                 a company nor among the needs, since its whole is; to offer the whole says nothing of it.",
            );
        }
    }

    fn lay_out_lines(&self, view: &mut View) {
        let lines: Vec<String> = self.roles.iter().filter_map(Entry::line_text).collect();
        if !lines.is_empty() {
            view.heading("Who reports to whom");
            view.list(some(lines));
        } else if self.under.is_none() && !self.roles.is_empty() {
            view.note(
                "Nobody has claimed to whom any of these roles reports: `reports_to` of a role says so.",
            );
        }
        let Some(under) = self.under else { return };
        let (known, open): (Vec<_>, Vec<_>) =
            self.may_report.iter().partition(|line| !line.through.is_empty());
        if self.may_report.is_empty() {
            view.text(format!(
                "All other roles are known to report elsewhere, or stand above {}.",
                under.name
            ));
            return;
        }
        view.heading(format!("Not known to whom they report: it may be {}", under.name));
        let label = |line: &&OpenLine<'_>| match line.status {
            None => line.role.name.to_owned(),
            status => format!("{} ({})", line.role.name, status_word(status)),
        };
        let mut items = Vec::new();
        if !open.is_empty() {
            let labels: Vec<String> = open.iter().map(label).collect();
            let roles = plural(open.len(), "role", "roles");
            items.push(format!(
                "{roles} without any reporting line: {}",
                names(labels.iter().map(String::as_str), ITEMS)
            ));
        }
        items.extend(known.iter().map(|line| {
            let through = names(line.through.iter().map(|role| role.name), 6);
            format!("{}, through {through}", label(line))
        }));
        view.list(some(items));
        view.text("Add `reports_to` to these roles to settle it: what is not known is not no.");
    }

    fn lay_out_plays(&self, view: &mut View) {
        type PlayedBy<'l> = (Option<SegmentRef<'l>>, RoleRef<'l>, RoleRef<'l>);
        // Of both ends, since only one of them may be listed.
        let mut plays: Vec<PlayedBy<'l>> = Vec::new();
        for entry in &self.roles {
            plays.extend(entry.plays.iter().map(|play| (play.segment, entry.role, play.role)));
            plays.extend(entry.played_by.iter().map(|play| (play.segment, play.role, entry.role)));
        }
        plays.retain(|(segment, ..)| match (self.segment, segment) {
            (Some(asked), Some(segment)) => asked == *segment,
            _ => true,
        });
        if plays.is_empty() {
            return;
        }
        plays.sort_by_key(|(segment, player, role)| (segment.map(|segment| segment.id), player.id, role.id));
        plays.dedup();
        view.heading("Who plays which role, where a company has nobody else for it");
        let by_player = plays.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let item = |plays: &[PlayedBy<'l>]| {
            let (segment, player, _) = plays.first()?;
            let place = segment.map_or("everywhere".to_owned(), |segment| format!("in {}", segment.name));
            Some(format!(
                "{place}: {} plays {}",
                player.name,
                names(plays.iter().map(|(.., role)| role.name), ITEMS)
            ))
        };
        view.list(some(by_player.filter_map(item).collect()));
        if self.segment.is_some() {
            view.note("Other roles may be played there too: listed are those of which a claim says so.");
        }
    }

    fn lay_out_unknown(&self, view: &mut View) {
        let (_, unknown) = self.parted();
        if unknown.is_empty() {
            return;
        }
        view.heading("Roles whose needs nobody has claimed");
        let with_status = |status: Option<RoleStatus>, label: &str| {
            let labels: Vec<String> =
                unknown.iter().filter(|role| role.status == status).map(|role| role.label()).collect();
            (!labels.is_empty())
                .then(|| format!("{label}: {}", names(labels.iter().map(String::as_str), ITEMS)))
        };
        let items = [
            with_status(Some(RoleStatus::Icp), "in the ideal customer profile (ICP)"),
            with_status(Some(RoleStatus::ExpansionCandidate), "candidates for expansion"),
            with_status(None, "no status claimed"),
        ];
        view.list(items.into_iter().flatten().collect());
        view.cut(unknown.len(), self.without_needs as usize);
        let covers = match self.company {
            Some(company) => format!("how much of it {} covers, or who else does", company.name),
            None => "who covers it".to_owned(),
        };
        let ids: Vec<String> = unknown.iter().map(|role| format!("`{}`", role.role.id)).collect();
        view.text(format!(
            "So it cannot be told {covers}. Add `needs` to {} to make this answerable: {}.",
            if self.without_needs == 1 { "the role" } else { "the roles" },
            names(ids.iter().map(String::as_str), ITEMS),
        ));
    }
}
