//! What changed, laid out: offers and answers first, then what else is said.

use crate::landscape::EvidenceView;
use crate::model::{Date, Relation, Support};
use crate::query::diff::{
    Change, ChangeCounts, ClaimChange, EvidenceAlone, EvidenceChange, KeyChange, KeyValue, OfferChange,
    RecordChange, RenameGround, Report, StackEntry, State, ToolChange, ToolMove, Totals,
};
use crate::query::gaps::{self, Standing};
use crate::words::claims::{claim_text, details, evidence_text, sentence, with_id};
use crate::words::gaps::{change_text, standing_text};
use crate::words::phrases::{more, names, plural};
use crate::words::{Asking, Column, Table, View, Words, not_counted};

/// How many companies are named that entered or left a stack.
const ENTRIES_NAMED: usize = 5;

/// How many tools are named of a company that entered or left a stack.
const TOOLS_NAMED: usize = 3;

/// What is told of the evidence of what changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Evidence {
    /// Each piece.
    Told,
    /// Nothing.
    LeftOut,
}

impl Report<'_> {
    fn lay_out_offers(&self, view: &mut View) {
        let offer = |offer: &OfferChange<'_>| {
            let [was, is] = [offer.old, offer.new].map(|support| support.map_or("unknown", Support::word));
            format!("{}, {}: {was} → {is}", offer.company.name, offer.tool.name)
        };
        section(view, "Offers", self.offers.iter().map(offer), self.totals.offers);
    }

    fn lay_out_said(&self, told: Evidence, view: &mut View) {
        let alone = self.totals.evidence_alone;
        let (hidden, left_out) = match told {
            Evidence::Told => (false, EvidenceAlone::default()),
            Evidence::LeftOut => (true, alone),
        };
        section(
            view,
            "Tools that moved between stacks",
            self.moved.iter().map(ToolMove::text),
            self.totals.moved,
        );
        let claims = (self.claims.iter())
            .filter(|claim| !(claim.is_offer() || hidden && claim.is_evidence_alone()))
            .map(|claim| claim.text(told));
        let others = self.totals.claims.sum() - self.totals.offers - left_out.claims;
        section(view, "Other claims", claims, others);
        let records = (self.records.iter())
            .filter(|record| !(hidden && record.is_evidence_alone()))
            .map(|record| record.text(told));
        section(view, "Records", records, self.totals.records.sum() - left_out.records);
        section(view, "The landscape itself", self.overview.iter().map(key_text), self.totals.overview);
        if left_out.claims + left_out.records > 0 {
            let counts = [(left_out.claims, "claim", "claims"), (left_out.records, "record", "records")];
            let counts: Vec<String> = (counts.into_iter().filter(|(count, ..)| *count > 0))
                .map(|(count, one, many)| plural(count as usize, one, many))
                .collect();
            view.note(format!(
                "Only the evidence of {} changed: `--evidence` lists it.",
                counts.join(" and ")
            ));
        }
    }

    fn lay_out_answers(&self, view: &mut View) {
        if let Some(company) = &self.company {
            let gaps = self.gaps.iter().map(|gap| gap_text(gap));
            section(view, &format!("Gaps of {}", company.name), gaps, self.totals.gaps);
        }
        let stacks = self.stacks.iter().map(|stack| {
            let side = |word: &str, entries: &[StackEntry<'_>]| {
                let all: Vec<String> = entries.iter().take(ENTRIES_NAMED).map(StackEntry::text).collect();
                let all = more(all.iter().map(String::as_str), entries.len());
                (!entries.is_empty()).then(|| format!("{word} {all}"))
            };
            let parts = [side("new:", &stack.entered), side("gone:", &stack.left)];
            format!("{}: {}", stack.stack.name, parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
        });
        section(view, "Companies in stacks", stacks, self.totals.stacks);
        section(
            view,
            "First and last offers of tools",
            self.tools.iter().map(ToolChange::text),
            self.totals.tools,
        );
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
        let Totals { offers, stacks, tools, gaps, .. } = self.totals;
        let counts = [
            (offers, "offer changed", "offers changed"),
            (gaps, "gap changed", "gaps changed"),
            (stacks, "stack changed its companies", "stacks changed their companies"),
            (tools, "tool came on or went off the market", "tools came on or went off the market"),
        ];
        let answers: Vec<String> = (counts.into_iter().filter(|(count, ..)| *count > 0))
            .map(|(count, one, many)| plural(count as usize, one, many))
            .collect();
        let answers = if answers.is_empty() { String::new() } else { format!("{}. ", answers.join(", ")) };
        let records = words(self.totals.records, "record", "records");
        let claims = words(self.totals.claims, "claim", "claims");
        let parts: Vec<String> = records.into_iter().chain(claims).collect();
        match (parts.is_empty(), self.is_empty()) {
            (_, true) if self.watched.is_empty() => "Nothing changed.".to_owned(),
            (_, true) => "Nothing changed for the watched records.".to_owned(),
            (true, false) if answers.is_empty() => "No record and no claim changed.".to_owned(),
            (true, false) => answers.trim_end().to_owned(),
            (false, _) => format!("{answers}In all: {}.", parts.join("; ")),
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
        RenameGround::Alias => "one has the id or name of the other as an alias",
        RenameGround::Name => "the name is the same",
        RenameGround::Claims => "all claims are the same",
    }
}

impl RecordChange<'_> {
    /// Returns the change in a sentence.
    pub(super) fn text(&self, told: Evidence) -> String {
        let mut parts: Vec<String> = self.keys.iter().map(key_text).collect();
        if told == Evidence::Told {
            parts.extend(self.evidence.iter().map(evidence_change));
        }
        let head = match (&self.was, self.ground) {
            (Some(was), Some(ground)) => {
                format!("{} → {} ({})", with_id(was), with_id(&self.record), ground_text(ground))
            }
            _ => with_id(&self.record),
        };
        let rest = if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) };
        format!("{}: {head}{rest}", self.change.word())
    }
}

impl ClaimChange<'_> {
    /// Returns the change in a sentence.
    pub(super) fn text(&self, told: Evidence) -> String {
        let head = |support| sentence(&self.from, self.key, self.to.as_ref(), support);
        if self.change != Change::Changed {
            let text = match self.relation() {
                // It rests on the evidence of its record.
                Some(Relation::About) if self.claim.passage.is_none() => String::new(),
                _ if told == Evidence::LeftOut => {
                    let details = details(&self.claim);
                    if details.is_empty() { String::new() } else { format!(": {}", details.join("; ")) }
                }
                _ => format!(": {}", claim_text(&self.claim)),
            };
            return format!("{}: {}{text}", self.change.word(), head(self.claim.support));
        }
        let mut parts: Vec<String> = self.keys.iter().map(key_text).collect();
        if told == Evidence::Told {
            parts.extend(self.evidence.iter().map(evidence_change));
        }
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
            (0, after) => {
                format!("{tool}: first offer, by {}", plural(after as usize, "company", "companies"))
            }
            (before, _) => {
                format!("{tool}: no known offer left, of {}", plural(before as usize, "company", "companies"))
            }
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
            format!("{turn}: {tool}: now counted, {}", standing_text(&after))
        }
        (before, Standing::NotAsked) => {
            format!("{turn}: {tool}: was {}, no longer counted", standing_text(&before))
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

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(format!("From {} to {}", state_name(&self.old), state_name(&self.new)));
        view.lead(self.summary());
        if !self.watched.is_empty() {
            let watched: Vec<String> = self.watched.iter().map(with_id).collect();
            view.lead(format!("Lists only changes that concern {}.", watched.join(", ")));
        }
        let told = if asking.all { Evidence::Told } else { Evidence::LeftOut };
        self.lay_out_offers(&mut view);
        self.lay_out_answers(&mut view);
        self.lay_out_said(told, &mut view);
        view.records = self.records_table();
        if !self.is_empty() {
            if self.totals.stacks + self.totals.tools + self.totals.gaps > 0 {
                view.note("An offer that is gone may still exist: perhaps only its claim was removed.");
            }
            let (old, new) = (day(self.old.as_of), day(self.new.as_of));
            view.note(if old == new {
                format!("As of {new}.")
            } else {
                format!("Answers are as of {old} and {new}, so claims that began or ended in between change them too.")
            });
            not_counted::note(&mut view, &self.new.not_counted);
        }
        view
    }
    fn is_empty(&self) -> bool {
        Report::is_empty(self)
    }
}
