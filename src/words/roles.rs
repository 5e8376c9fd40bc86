//! How the report on roles lays itself out.

use crate::landscape::ClaimView;
use crate::model::{Basis, Importance, RoleStatus, RoleType, Support};
use crate::query::roles::{Entry, Need, OpenLine, Report, Server};
use crate::query::{RoleRef, SegmentRef};
use crate::words::coverage::note_interval;
use crate::words::phrases::{names, plural, sentence_names};
use crate::words::{Asking, Cell, Column, Item, Table, View, Words};

/// How many items a list for people has; JSON carries all.
const ITEMS: usize = 40;

/// Returns the first items of a list, with a count of the rest.
fn some(mut items: Vec<String>) -> Vec<String> {
    let cut = items.len().saturating_sub(ITEMS);
    if cut > 0 {
        items.truncate(ITEMS);
        items.push(format!("… and {cut} more (`--format json` lists all)"));
    }
    items
}

/// Returns the word for how a role relates to the ideal customer profile.
const fn status_word(status: Option<RoleStatus>) -> &'static str {
    match status {
        Some(RoleStatus::Icp) => "ICP",
        Some(RoleStatus::ExpansionCandidate) => "candidate",
        None => "–",
    }
}

/// Returns a name with the status behind it, where there is one.
fn with_status(name: &str, status: Option<RoleStatus>) -> String {
    match status {
        None => name.to_owned(),
        status => format!("{name} ({})", status_word(status)),
    }
}

impl Entry<'_> {
    fn label(&self) -> String {
        match self.r#type {
            RoleType::Role => self.role.name.to_owned(),
            RoleType::Team => format!("{} (team)", self.role.name),
        }
    }

    /// Returns the tools that the company is not known to offer, each with what is known of it,
    /// sub-tools last; all that are needed where no company is asked about.
    fn missing(&self, has_company: bool) -> Cell {
        let item = |need: &Need<'_>| {
            let part = (!need.part_of.is_empty()).then_some("sub-tool");
            let own = need.support.filter(|_| has_company).map(Support::word);
            let words: Vec<&str> =
                part.into_iter().chain(need.importance.map(Importance::word)).chain(own).collect();
            let words = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
            Item::new(need.tool.id, format!("{}{words}", need.tool.name))
        };
        let missing = self.all_needs().filter(|need| !(has_company && need.is_covered()));
        let missing: Vec<Item> = missing.map(item).collect();
        if missing.is_empty() { "–".into() } else { Cell::list(missing) }
    }

    /// The needs that are counted, then the parts that are not.
    fn all_needs(&self) -> impl Iterator<Item = &Need<'_>> {
        self.needs.iter().chain(&self.parts)
    }

    fn servers(&self) -> Cell {
        if self.served_by.is_empty() {
            return "?".into();
        }
        let server = |server: &Server<'_>| {
            Item::new(server.company.id, format!("{} ({})", server.company.full_name(), server.tools))
        };
        Cell::first_of(self.served_by.iter().map(server), self.served_by_total as usize)
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
            beyond => format!(", and so to {}", sentence_names(beyond.iter().copied(), 12)),
        };
        let direct = sentence_names(direct.iter().map(|role| role.name), 12);
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
            [self.role.into(), r#type.into(), Cell::from(status)]
        };
        let basis = |claims: &[ClaimView<'_>]| {
            let bases = claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| evidence.basis);
            Cell::from(bases.min().map_or("", Basis::word))
        };
        let before = records.rows.len();
        let mut add = |relation: &str, tail: [Cell; 6]| {
            records.push(head().into_iter().chain([relation.into()]).chain(tail));
        };
        let none = || Cell::from("");
        for (relation, needs) in [("needs", &self.needs), ("needs-part", &self.parts)] {
            for need in needs {
                let words = [need.importance.map(Importance::word), need.support.map(Support::word)];
                let [importance, support] = words.map(|word| word.unwrap_or_default().into());
                let offered_by = need.offered_by.to_string().into();
                add(
                    relation,
                    [need.tool.into(), none(), importance, support, offered_by, basis(&need.claims)],
                );
            }
        }
        for line in &self.reports_to {
            add("reports_to", [line.role.into(), none(), none(), none(), none(), basis(&line.claims)]);
        }
        for (relation, plays) in [("plays", &self.plays), ("played_by", &self.played_by)] {
            for play in plays {
                let segment = play.segment.map_or_else(none, Cell::from);
                let claims = std::slice::from_ref(&play.claim);
                add(relation, [play.role.into(), segment, none(), none(), none(), basis(claims)]);
            }
        }
        if records.rows.len() == before {
            records.push(head().into_iter().chain(std::iter::repeat_with(none).take(7)));
        }
    }
}

impl Words for Report<'_> {
    const NAME: &'static str = "roles";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(match self.company {
            Some(company) => format!("What roles need, and what {} covers", company.name),
            None => "What roles need, and who covers it".to_owned(),
        });
        view.records = Table::new([
            Column::record("role"),
            Column::text("type"),
            Column::text("status"),
            Column::text("relation"),
            Column::record("other"),
            Column::record("segment"),
            Column::text("importance"),
            Column::text("support"),
            Column::number("offered_by"),
            Column::text("basis"),
        ]);
        self.roles.iter().for_each(|role| role.record(&mut view.records));
        self.lay_out_lead(&mut view);
        self.lay_out_needs(&mut view);
        self.lay_out_unknown(&mut view);
        self.lay_out_lines(&mut view);
        self.lay_out_plays(&mut view);
        self.lay_out_notes(asking.explain, &mut view);
        view
    }
}

/// How coverage of needs is counted, for those who ask.
const HOW_COUNTED: &str = "A sub-tool does not count beside its tool when the role needs both. Roles are ordered by the share of needs that is known \
     to be covered, then by the number of needs. Partial support counts as covered.";

impl<'l> Report<'l> {
    /// The roles whose needs are recorded, and the others.
    fn parted(&self) -> (Vec<&Entry<'l>>, Vec<&Entry<'l>>) {
        self.roles.iter().partition(|role| !role.needs.is_empty())
    }

    fn lay_out_lead(&self, view: &mut View) {
        let found = self.with_needs + self.without_needs;
        let all = plural(self.of as usize, "role", "roles");
        let mut conditions: Vec<String> = Vec::new();
        conditions.extend(self.under.map(|under| {
            let verb = if found == 1 { "reports" } else { "report" };
            format!("{verb} to {}, directly or through others", under.name)
        }));
        conditions.extend(self.segment.map(|segment| {
            let verb = if found == 1 { "is" } else { "are" };
            format!("{verb} played in {}", segment.name)
        }));
        if !conditions.is_empty() {
            let found = if found == 0 { "None".to_owned() } else { found.to_string() };
            view.lead(format!("{found} of {all} {}, as far as is recorded.", conditions.join(" and ")));
        }
        match (self.with_needs, found) {
            (_, 0) => {
                if conditions.is_empty() {
                    view.lead("There are no roles.");
                }
            }
            (0, found) => {
                let id = self.roles.first().map_or("ROLE", |role| role.role.id.as_str());
                let roles = if found == 1 {
                    "this role needs".to_owned()
                } else {
                    format!("these {found} roles need")
                };
                view.lead(format!(
                    "Nobody has recorded what {roles}. Record it with `landscape link {id} needs TOOL`."
                ));
            }
            (known, found) => {
                if let (Some(company), Some(first)) = (self.company, self.roles.first()) {
                    match first.covered {
                        Some(covered) if covered.low > 0 => view.lead(format!(
                            "{} covers {} best: at least {} of {}.",
                            company.name,
                            first.role.name,
                            covered.low,
                            plural(covered.of as usize, "tool", "tools")
                        )),
                        _ => view.lead(format!("{} is not known to cover any of these needs.", company.name)),
                    }
                }
                if known == found {
                    let roles = if known == 1 { "role are" } else { "roles are" };
                    view.lead(format!("The needs of {known} {roles} recorded."));
                } else {
                    view.lead(format!("The needs of {known} of {found} roles are recorded."));
                }
            }
        }
    }

    fn lay_out_needs(&self, view: &mut View) {
        let (known, _) = self.parted();
        if known.is_empty() {
            return;
        }
        let has_company = self.company.is_some();
        let has_status = known.iter().any(|role| role.status != known[0].status);
        let (figure, missing, others) = match self.company {
            Some(_) => ("covers", "missing or unknown", "others cover"),
            None => ("needs", "tools", "who covers most"),
        };
        let status = has_status.then(|| Column::text("status"));
        let rest = [Column::id(figure), Column::list(missing), Column::list(others)];
        let mut table = Table::new([Column::record("role")].into_iter().chain(status).chain(rest));
        for role in &known {
            let needs = match role.covered {
                Some(covered) => covered.to_string(),
                None => role.needs.len().to_string(),
            };
            let status = has_status.then(|| Cell::from(status_word(role.status)));
            let head = [Cell::record(role.role.id, role.label())].into_iter().chain(status);
            table.push(head.chain([needs.into(), role.missing(has_company), role.servers()]));
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
                wholes => format!("sub-tool of {}, ", names(wholes.iter().map(|whole| whole.name), 3)),
            };
            let roles = names(same.iter().map(|(_, role)| *role), 6);
            Some(format!("{} ({part}{}): {roles}", need.tool.name, need.state.word()))
        };
        let same = |one: &(&Need<'_>, &str), other: &(&Need<'_>, &str)| {
            (one.0.tool, &one.0.part_of) == (other.0.tool, &other.0.part_of)
        };
        if !of_nobody.is_empty() {
            view.heading("Needs that nobody is known to cover");
            view.list(some(of_nobody.chunk_by(same).filter_map(item).collect()));
        }
    }

    fn lay_out_lines(&self, view: &mut View) {
        let lines: Vec<String> = self.roles.iter().filter_map(Entry::line_text).collect();
        if !lines.is_empty() {
            view.heading("Who reports to whom");
            view.list(some(lines));
        }
        let Some(under) = self.under else { return };
        if self.may_report.is_empty() {
            return;
        }
        let (known, open): (Vec<_>, Vec<_>) =
            self.may_report.iter().partition(|line| !line.through.is_empty());
        view.heading(format!("May report to {} too", under.name));
        let label = |line: &&OpenLine<'_>| with_status(line.role.name, line.status);
        let mut items = Vec::new();
        if !open.is_empty() {
            let labels: Vec<String> = open.iter().map(label).collect();
            items.push(format!(
                "Nobody has recorded to whom these report: {}",
                names(labels.iter().map(String::as_str), ITEMS)
            ));
        }
        items.extend(known.iter().map(|line| {
            let through = sentence_names(line.through.iter().map(|role| role.name), 6);
            format!("{} reports to {through}, and nobody has recorded to whom that reports", label(line))
        }));
        view.list(some(items));
        if let Some(first) = self.may_report.first() {
            let last = first.through.first().map_or(first.role.id, |role| role.id);
            view.text(format!("Record it with `landscape link {last} reports_to ROLE`."));
        }
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
        view.heading("Who fills in where a role has nobody of its own");
        let by_player = plays.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let item = |plays: &[PlayedBy<'l>]| {
            let (segment, player, _) = plays.first()?;
            let place = segment.map_or("Everywhere".to_owned(), |segment| format!("In {}", segment.name));
            Some(format!(
                "{place}: {} fills in for {}",
                player.name,
                sentence_names(plays.iter().map(|(.., role)| role.name), ITEMS)
            ))
        };
        view.list(some(by_player.filter_map(item).collect()));
    }

    fn lay_out_unknown(&self, view: &mut View) {
        let (known, unknown) = self.parted();
        if unknown.is_empty() {
            return;
        }
        let labels: Vec<String> =
            unknown.iter().map(|role| with_status(&role.label(), role.status).replace(") (", ", ")).collect();
        let labels = names(labels.iter().map(String::as_str), ITEMS);
        let what = if known.is_empty() { "The roles" } else { "Needs not recorded" };
        view.text(format!("{what}: {labels}."));
        view.cut(unknown.len(), self.without_needs as usize);
    }

    fn lay_out_notes(&self, explain: bool, view: &mut View) {
        let (known, unknown) = self.parted();
        let day = self.as_of.map_or_else(String::new, |day| format!(" As of {day}."));
        if self.company.is_some() && !known.is_empty() {
            note_interval(view, known.iter().filter_map(|role| role.covered), self.as_of);
        }
        if known.iter().any(|role| !role.served_by.is_empty()) {
            view.note("The number after a company: how many of the needs it covers, at least in part.");
        }
        if self.company.is_none() && !known.is_empty() {
            view.note(format!("`--for COMPANY` shows what a company covers.{day}"));
        }
        if known.iter().chain(&unknown).any(|role| role.status.is_some()) {
            let day = if known.is_empty() { day.as_str() } else { "" };
            view.note(format!("ICP: in the ideal customer profile. Candidate: a role to expand to.{day}"));
        }
        if explain {
            view.note(HOW_COUNTED);
        }
    }
}
