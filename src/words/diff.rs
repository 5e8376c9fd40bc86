//! What changed, laid out: what is said first, then the answers.

use crate::landscape::EvidenceView;
use crate::model::{Date, Relation};
use crate::query::diff::{
    Change, ChangeCounts, ClaimChange, EvidenceChange, KeyChange, KeyValue, RecordChange, RenameGround,
    Report, StackEntry, State, ToolChange, ToolMove,
};
use crate::query::gaps::{self, Standing};
use crate::words::claims::{claim_text, evidence_text, sentence, with_id};
use crate::words::gaps::{change_text, standing_text};
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

/// How many tools are named of a company that entered or left a stack.
const TOOLS_NAMED: usize = 3;

impl Report<'_> {
    fn lay_out_said(&self, view: &mut View) {
        section(view, "The landscape", self.overview.iter().map(key_text), self.totals.overview);
        section(view, "Records", self.records.iter().map(RecordChange::text), self.totals.records.sum());
        section(view, "Moved between stacks", self.moved.iter().map(ToolMove::text), self.totals.moved);
        section(view, "Claims", self.claims.iter().map(ClaimChange::text), self.totals.claims.sum());
    }

    fn lay_out_answers(&self, view: &mut View) {
        let stacks = self.stacks.iter().map(|stack| {
            let side = |word: &str, entries: &[StackEntry<'_>]| {
                let all: Vec<String> = entries.iter().map(StackEntry::text).collect();
                (!all.is_empty()).then(|| format!("{word} {}", all.join(", ")))
            };
            let parts = [side("entered by", &stack.entered), side("no longer known in it:", &stack.left)];
            format!("{}: {}", stack.stack.name, parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
        });
        section(view, "Companies in stacks", stacks, self.totals.stacks);
        section(view, "Tools", self.tools.iter().map(ToolChange::text), self.totals.tools);
        if let Some(company) = &self.company {
            let gaps = self.gaps.iter().map(|gap| gap_text(gap));
            section(view, &format!("Gaps of {}", company.name), gaps, self.totals.gaps);
        }
    }

    fn records_table(&self) -> Table {
        let mut table = Table::new([
            Column::text("about"),
            Column::text("change"),
            Column::text("kind"),
            Column::text("id"),
            Column::text("key"),
            Column::text("to_kind"),
            Column::text("to_id"),
            Column::text("what"),
            Column::text("old"),
            Column::text("new"),
        ]);
        for key in &self.overview {
            table.push(row(["landscape", Change::Changed.word(), "", "", "", "", ""], key.key, sides(key)));
        }
        for record in &self.records {
            let (kind, id) = (record.record.kind.singular(), record.record.id);
            let head = ["record", record.change.word(), kind, id, "", "", ""];
            let renamed = record.was.iter().flat_map(|was| {
                let ids = ("id", was.id, id);
                [ids, ("name", was.name, record.record.name)].into_iter().filter(|(_, was, is)| was != is)
            });
            let renamed =
                renamed.map(|(key, was, is)| (key, [Some(was.to_owned()), Some(is.to_owned())])).collect();
            push_all(&mut table, head, renamed, &record.keys, &record.evidence);
        }
        for claim in &self.claims {
            let (to_kind, to_id) = claim.to.map_or(("", ""), |to| (to.kind.singular(), to.id));
            let (kind, id) = (claim.from.kind.singular(), claim.from.id);
            let head = ["claim", claim.change.word(), kind, id, claim.key, to_kind, to_id];
            if claim.change == Change::Changed {
                push_all(&mut table, head, Vec::new(), &claim.keys, &claim.evidence);
            } else {
                let support = claim.claim.support.map(|support| format!("{}; ", support.word()));
                let text = Some(format!("{}{}", support.unwrap_or_default(), claim_text(&claim.claim)));
                let is_new = claim.change == Change::Added;
                table.push(row(head, "claim", if is_new { [None, text] } else { [text, None] }));
            }
        }
        self.push_answers(&mut table);
        table
    }

    fn push_answers(&self, table: &mut Table) {
        for stack in &self.stacks {
            for (word, entries) in [("entered", &stack.entered), ("left", &stack.left)] {
                for entry in entries {
                    let tools: Vec<&str> = entry.tools.iter().map(|tool| tool.id.as_str()).collect();
                    let (company, tools) = (entry.company.id.as_str(), Some(tools.join(" ")));
                    let head = ["stack", word, "company", company, "", "stack", stack.stack.id.as_str()];
                    table.push(row(
                        head,
                        "tools",
                        if word == "left" { [tools, None] } else { [None, tools] },
                    ));
                }
            }
        }
        for tool in &self.tools {
            let word = if tool.after > 0 { "offered" } else { "offered by nobody" };
            let offerers = [tool.before, tool.after].map(|count| Some(count.to_string()));
            table.push(row(["tool", word, "tool", tool.tool.id.as_str(), "", "", ""], "offerers", offerers));
        }
        for gap in &self.gaps {
            let standings = [Some(standing_text(&gap.before)), Some(standing_text(&gap.after))];
            let head = ["gap", turn(gap), "tool", gap.tool.id.as_str(), "", "", ""];
            table.push(row(head, "standing", standings));
        }
    }

    /// "3 records added, 1 removed; 12 claims added."
    fn summary(&self) -> String {
        let words = |counts: ChangeCounts, one: &str, many: &str| {
            let all = [
                (counts.added, Change::Added),
                (counts.removed, Change::Removed),
                (counts.renamed, Change::Renamed),
                (counts.changed, Change::Changed),
            ];
            let mut parts: Vec<String> = Vec::new();
            for (count, change) in all.into_iter().filter(|(count, _)| *count > 0) {
                let what = match parts.len() {
                    0 => plural(count as usize, one, many),
                    _ => count.to_string(),
                };
                parts.push(format!("{what} {}", change.word()));
            }
            (!parts.is_empty()).then(|| parts.join(", "))
        };
        let records = words(self.totals.records, "record", "records");
        let claims = words(self.totals.claims, "claim", "claims");
        let parts: Vec<String> = records.into_iter().chain(claims).collect();
        match (parts.is_empty(), self.is_empty()) {
            (_, true) if self.watched.is_empty() => "Nothing changed.".to_owned(),
            (_, true) => "Nothing changed about what is watched.".to_owned(),
            (true, false) => "No record and no claim changed.".to_owned(),
            (false, _) => format!("{}.", parts.join("; ")),
        }
    }
}

/// A heading with a count, and a list; nothing where nothing changed.
fn section(view: &mut View, heading: &str, items: impl Iterator<Item = String>, total: u32) {
    let items: Vec<String> = items.collect();
    if total == 0 {
        return;
    }
    view.heading(format!("{heading} ({total})"));
    let cut = (total as usize).saturating_sub(items.len());
    view.list(items);
    if cut > 0 {
        view.text(format!("… and {cut} more (--top {total} shows all)"));
    }
}

/// What stood at a key, and what stands there.
type Sides = [Option<String>; 2];

fn sides(key: &KeyChange<'_>) -> Sides {
    [&key.old, &key.new].map(|value| value.as_ref().map(value_text))
}

fn row(head: [&str; 7], key: &str, [old, new]: Sides) -> Vec<String> {
    let tail = [key.to_owned(), old.unwrap_or_default(), new.unwrap_or_default()];
    head.into_iter().map(str::to_owned).chain(tail).collect()
}

/// A row for each key and each piece of evidence; one bare row where there is neither.
fn push_all(
    table: &mut Table,
    head: [&str; 7],
    mut all: Vec<(&str, Sides)>,
    keys: &[KeyChange<'_>],
    evidence: &[EvidenceChange<'_>],
) {
    all.extend(keys.iter().map(|key| (key.key, sides(key))));
    let piece = |evidence: &EvidenceChange<'_>| {
        ("evidence", [&evidence.old, &evidence.new].map(|evidence| evidence.as_ref().map(evidence_text)))
    };
    all.extend(evidence.iter().map(piece));
    if all.is_empty() {
        all.push(("", [None, None]));
    }
    all.into_iter().for_each(|(key, sides)| table.push(row(head, key, sides)));
}

/// Returns the change of a key, such as "support planned → yes".
fn key_text(change: &KeyChange<'_>) -> String {
    let key = change.key;
    match sides(change) {
        [Some(old), Some(new)] => format!("{key} {old} → {new}"),
        [None, Some(new)] => format!("{key} added: {new}"),
        [Some(old), None] => format!("{key} removed: {old}"),
        [None, None] => key.to_owned(),
    }
}

fn value_text(value: &KeyValue<'_>) -> String {
    let noted = |note: Option<&str>| note.map_or_else(String::new, |note| format!(" ({note})"));
    match value {
        KeyValue::Text(text) => text.to_string(),
        KeyValue::Names(all) => names(all.iter().copied(), usize::MAX),
        KeyValue::Stage { stage, after, definitions } => {
            let after: Vec<&str> = after.iter().map(|stage| stage.word()).collect();
            let after = if after.is_empty() { String::new() } else { format!(" after {}", after.join(", ")) };
            let texts: Vec<String> = definitions.iter().map(|text| format!("“{text}”")).collect();
            format!("{}{after}: {}", stage.word(), texts.join(", "))
        }
        KeyValue::Cost { complexity, stage, engineers, months, note } => {
            let (complexity, stage, note) = (complexity.word(), stage.word(), noted(*note));
            format!("{complexity}, {stage}: {engineers} engineers, {months} months{note}")
        }
        KeyValue::Passage { at, reading, text, note } => {
            format!("{at}, {}: “{text}”{}", reading.word(), noted(*note))
        }
    }
}

/// Returns the change of a piece of evidence, such as "evidence added: handbook line 88, stated".
fn evidence_change(change: &EvidenceChange<'_>) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            let but_the_day = |of: &EvidenceView<'_>| evidence_text(&EvidenceView { on: None, ..*of });
            match (old.on, new.on) {
                // That a page was read again is the commonest change of all.
                (Some(was), Some(is)) if but_the_day(old) == but_the_day(new) => {
                    format!("read again in {}: {was} → {is}", but_the_day(new))
                }
                _ => format!("evidence changed: {} → {}", evidence_text(old), evidence_text(new)),
            }
        }
        (None, Some(new)) => format!("evidence added: {}", evidence_text(new)),
        (Some(old), None) => format!("evidence removed: {}", evidence_text(old)),
        (None, None) => String::new(),
    }
}

const fn ground_text(ground: RenameGround) -> &'static str {
    match ground {
        RenameGround::Id => "the id is the same",
        RenameGround::Alias => "one has the other’s id or name as an alias",
        RenameGround::Name => "the name is the same",
        RenameGround::Claims => "all claims by it and of it are the same",
    }
}

impl RecordChange<'_> {
    /// Returns the change in a sentence.
    pub(super) fn text(&self) -> String {
        let mut parts: Vec<String> = self.keys.iter().map(key_text).collect();
        parts.extend(self.evidence.iter().map(evidence_change));
        let head = match (&self.was, self.ground) {
            (Some(was), Some(ground)) => {
                format!("{} → {}, since {}", with_id(was), with_id(&self.record), ground_text(ground))
            }
            _ => with_id(&self.record),
        };
        let rest = if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) };
        format!("{}: {head}{rest}", self.change.word())
    }
}

impl ClaimChange<'_> {
    /// Returns the change in a sentence.
    pub(super) fn text(&self) -> String {
        let head = |support| sentence(&self.from, self.key, self.to.as_ref(), support);
        if self.change != Change::Changed {
            let text = match self.relation() {
                // It rests on the evidence of its record.
                Some(Relation::About) if self.claim.passage.is_none() => String::new(),
                _ => format!(": {}", claim_text(&self.claim)),
            };
            return format!("{}: {}{text}", self.change.word(), head(self.claim.support));
        }
        let mut parts: Vec<String> = self.keys.iter().map(key_text).collect();
        parts.extend(self.evidence.iter().map(evidence_change));
        // Where the support itself changed, no verb fits both.
        let support_changed = self.keys.iter().any(|key| key.key == "support");
        let support = self.claim.support.filter(|_| !support_changed);
        format!("{}: {}: {}", self.change.word(), head(support), parts.join("; "))
    }
}

impl ToolMove<'_> {
    fn text(&self) -> String {
        let stacks =
            |stacks: &[crate::query::StackRef<'_>]| names(stacks.iter().map(|stack| stack.name), usize::MAX);
        format!("{}: from {} to {}", self.tool.name, stacks(&self.from), stacks(&self.to))
    }
}

impl StackEntry<'_> {
    fn text(&self) -> String {
        format!("{} ({})", self.company.name, names(self.tools.iter().map(|tool| tool.name), TOOLS_NAMED))
    }
}

impl ToolChange<'_> {
    fn text(&self) -> String {
        let tool = self.tool.name;
        match (self.before, self.after) {
            (0, after) => format!("{tool} is offered now, by {after}; nobody was known to offer it"),
            (before, _) => format!("{tool} is offered by nobody known now; it was by {before}"),
        }
    }
}

/// What became of a gap.
fn turn(gap: &gaps::Change<'_>) -> &'static str {
    match (gap.before, gap.after) {
        (Standing::Gap(_), Standing::Gap(_)) => "changed",
        (Standing::Gap(_), Standing::Offered) => "closed",
        (_, Standing::Gap(_)) => "opened",
        (Standing::Gap(_), Standing::NotAsked) => "gone",
        _ => "changed",
    }
}

/// Returns "closed: Till: was in scope, contested by 2 (place 1), is offered".
fn gap_text(gap: &gaps::Change<'_>) -> String {
    let (turn, tool) = (turn(gap), gap.tool.name);
    match (gap.before, gap.after) {
        (Standing::NotAsked, after) => {
            format!("{turn}: {tool}: was not counted, is {}", standing_text(&after))
        }
        (before, Standing::NotAsked) => {
            format!("{turn}: {tool}: was {}, is no longer counted", standing_text(&before))
        }
        _ => format!("{turn}: {}", change_text(gap)),
    }
}

fn state_name(state: &State<'_>) -> String {
    state.label.clone().unwrap_or_else(|| state.name.to_owned())
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "no day, since no evidence is dated".to_owned(), |day| day.to_string())
}

impl Words for Report<'_> {
    const NAME: &'static str = "diff";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new(format!("From {} to {}", state_name(&self.old), state_name(&self.new)));
        view.lead(self.summary());
        if !self.watched.is_empty() {
            let watched: Vec<String> = self.watched.iter().map(with_id).collect();
            view.lead(format!("Only what touches {}.", watched.join(", ")));
        }
        self.lay_out_said(&mut view);
        self.lay_out_answers(&mut view);
        view.records = self.records_table();
        if !self.is_empty() {
            if self.totals.stacks + self.totals.tools + self.totals.gaps > 0 {
                view.note("That no offer is known is not that there is none: a claim may only have been taken back.");
            }
            let (old, new) = (day(self.old.as_of), day(self.new.as_of));
            view.note(if old == new {
                format!("Both answer as of {new}.")
            } else {
                format!("The first answers as of {old}, the second as of {new}: what began or ended between is among the answers.")
            });
        }
        not_counted::note(&mut view, &self.new.not_counted);
        view
    }
    fn is_empty(&self) -> bool {
        Report::is_empty(self)
    }
}
