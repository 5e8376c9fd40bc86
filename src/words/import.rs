//! How the audit of an import reads, and what to do about the faults of its files.

use crate::import::{
    Added, Against, CitedAs, Claimed, Entry, Fate, Fault, ImportReport, InStack, Reason, Stays, Totals,
};
use crate::landscape::Ground;
use crate::model::Support;
use crate::words::phrases::plural;
use crate::words::{Asking, Column, Table, View, Words};

impl Entry {
    /// Where it stands: the line alone, where there is one file.
    fn place(&self, is_only_file: bool) -> String {
        match self.line {
            Some(line) if is_only_file => format!("line {line}"),
            Some(line) => format!("{}:{line}", self.file),
            None if is_only_file => String::new(),
            None => self.file.clone(),
        }
    }
}

impl Reason {
    /// Returns the reason in a sentence without a full stop.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "each reason has its words in one place")]
    pub fn text(&self) -> String {
        match self {
            Self::Known => "the landscape says it already".to_owned(),
            Self::NewClaim { beside_others: false } => "a new claim".to_owned(),
            Self::NewClaim { beside_others: true } => "a new claim, next to another of the same".to_owned(),
            Self::InPlace => "a new claim that replaces another".to_owned(),
            Self::After => "a new claim after another".to_owned(),
            Self::Joined => "its details were added to the existing claim".to_owned(),
            Self::Against(against) => against_text(against),
            Self::Replaces { claim, place } => format!("replaces {} at {place}", claimed(claim)),
            Self::Follows { claim, place, day } => {
                format!("follows {} at {place}, which now ends on {day}", claimed(claim))
            }
            Self::Changed { day } => format!("it had changed by {day}; the exact day is unknown"),
            Self::OtherTime { place } => format!("{place} says it for another time, and stays"),
            Self::KeyStays { key, was, place, is } => {
                format!(
                    "`{key}` is `{is}` here, but {} at {place}, which stays",
                    or_nothing(was.as_ref())
                )
            }
            Self::KeyReplaced { key, was, place, is } => {
                format!("`{key}` was {} at {place}, and is now `{is}`", or_nothing(was.as_ref()))
            }
            Self::RecordSays(says) => {
                let (id, key, was, place, is) = (&says.id, &says.key, &says.was, &says.place, &says.is);
                let now = if says.replaced { "which is replaced" } else { "which stays" };
                format!("`{key}` of `{id}` is `{is}` here, but `{was}` at {place}, {now}")
            }
            Self::EntryStays { key, was, place, is } => {
                format!("an entry of `{key}` is {is} here, but {was} at {place}, which stays")
            }
            Self::EntryReplaced { key, was, place } => format!("an entry of `{key}` at {place} was {was}"),
            Self::NewDescription => "the landscape had no description".to_owned(),
            Self::NewRecord { claims: 0 } => "a new record".to_owned(),
            Self::NewRecord { claims } => {
                format!("a new record, with {}", counted(*claims, "claim", "claims"))
            }
            Self::Adds { added } => {
                let text = |Added { key, entries }: &Added| match entries {
                    Some(entries) => format!("{entries} to `{key}`"),
                    None => format!("`{key}`"),
                };
                format!("it adds {}", added.iter().map(text).collect::<Vec<_>>().join(", "))
            }
            Self::AlikeName { kind, id } => format!("the {kind} `{id}` has a name like it"),
            Self::SameHost { kind, id } => format!("the {kind} `{id}` has the same web domain"),
            Self::Blank => "blank cells: these offers stay unknown".to_owned(),
            Self::NoTarget => "it names neither a tool nor a stack".to_owned(),
            Self::Concluded { ground } => format!(
                "`concluded` says that this follows from {}: it is no claim",
                match ground {
                    Ground::Part => "a part of the tool",
                    Ground::Feature => "a feature that shows the tool",
                    Ground::Listing => "a complete list of offers",
                }
            ),
            Self::NoSupport => "no support is given: the offer stays unknown".to_owned(),
            Self::OnlyActive => {
                "without a tool, a row can only say that a company is active in the stack".to_owned()
            }
            Self::Unsaid { relation, key } => {
                format!("`{key}` is missing, and every claim of `{relation}` needs it")
            }
            Self::ToItself { relation } => {
                format!("both names are the same record, and `{relation}` cannot lead from a record to itself")
            }
            Self::WordDropped { column, word } => {
                format!("by the mapping, `{word}` in the column `{column}` says nothing")
            }
            Self::WhichKind { name, candidates } => {
                let fault = Fault::WhichKind { name: name.clone(), candidates: candidates.clone() };
                format!("{fault}: {}", fault.help().unwrap_or_default())
            }
            Self::CannotMake { kind, name } => format!(
                "no {kind} is called `{name}`, and a new {kind} needs more than a name: add it first with `landscape add {kind}`"
            ),
            Self::OnlyInPassages => {
                "what a source is about is in its passages, which a list cannot have: write them in the file of the source"
                    .to_owned()
            }
            Self::AliasTaken { alias, kind, ids } => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                format!("`{alias}` is already a name of the {kind} {}", ids.join(", "))
            }
            Self::Unnamed { kind } => format!("it names no {kind}"),
            Self::MappedAway { kind, name } => format!("the mapping drops the {kind} `{name}`"),
            Self::Excluded { reason, place } => format!("excluded at {place}: {reason}"),
            Self::ReadAs { kind, id } => {
                format!("read as the {kind} `{id}`: the name differs only in case, spaces or punctuation")
            }
            Self::Ambiguous { kind, name, candidates } => {
                let (name, candidates) = (name.clone(), candidates.clone());
                let fault = Fault::AmbiguousRecord { kind: *kind, name, candidates };
                format!("{fault}: {}", fault.help().unwrap_or_default())
            }
            Self::SharedFeature { tool } => format!(
                "read as the feature of the same name of the tool `{tool}`: if it is another, rename it or add a mapping"
            ),
            Self::ReadInEncoding { encoding } => format!("the file is not UTF-8, and was read as {encoding}"),
            Self::NoSupportColumn => {
                "no column has the support: each row was read as yes".to_owned()
            }
            Self::UnreadColumns => "these columns were not imported".to_owned(),
            Self::Cross => "a cross was read as yes".to_owned(),
            Self::Items { mapped, merged, dropped } => {
                format!("{mapped} became rows, {merged} repeat another, {dropped} were dropped")
            }
            Self::Repeats { line } => format!("repeats line {line}"),
            Self::Member => "a membership of the foundation is not an offer".to_owned(),
            Self::CategoryLeftOut => "its category was left out".to_owned(),
            Self::ArchivedWithoutDay => "it is archived, but the file does not say since when".to_owned(),
            Self::ArchivedAndNot { project } => format!(
                "it has a day of archiving, but it is `{project}`: the day was not imported"
            ),
            Self::NoOrganisation { page } => format!("`{page}` is not the page of an organisation"),
            Self::OfferedAs { company, tools } => {
                let text = |InStack { tool, stack }: &InStack| format!("`{tool}` in `{stack}`");
                let tools: Vec<String> = tools.iter().map(text).collect();
                format!("`{company}` offers it as {}", tools.join(" and "))
            }
            Self::NoDay { text } => {
                format!("`{text}` is not a day, month or year, such as `2026-01-31`, `2026-01` or `2026`")
            }
            Self::KeyNotTakenOver { times } => {
                format!("the landscape has nothing like it; it is there {}", often(*times))
            }
            Self::KeyUnknown { times } => format!("the format does not have this key; it is there {}", often(*times)),
            Self::OtherCompany { name, company } => {
                format!("it says `{name}`, but its Crunchbase page is that of `{company}`")
            }
            Self::SpelledAsItem { line } => {
                format!("the file names no owner: spelled as in the item on line {line}")
            }
            Self::SpelledAsAddress => {
                "the file names no owner: the name is made from its Crunchbase address".to_owned()
            }
            Self::ItsOwnCompany { company } => {
                format!("the file names no owner: its own name was used for the company `{company}`")
            }
            Self::NoSuchPlace => "the file has no such category and subcategory".to_owned(),
            Self::OtherTool { name } => {
                format!("another subcategory with other items has the same name, so this one is the tool `{name}`")
            }
            Self::OneTool => {
                "each of its categories has the same items under that name, so it is one tool".to_owned()
            }
        }
    }
}

impl Fault {
    /// Returns what to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let did_you_mean = |name: &String| format!("did you mean `{name}`?");
        match self {
            Self::NoColumn { nearest: Some(near), .. } => {
                Some(format!("{} The mapping can name columns, under `columns`", did_you_mean(near)))
            }
            // One long cell is rather a row that was not cut up.
            Self::NoColumn { wanted, found, .. } if found.len() == 1 && wanted.len() < found[0].len() => {
                let other = [';', '\t', ',', '|'].into_iter().find(|sign| found[0].contains(*sign));
                other.map(|sign| format!("`--delimiter '{}'` gives more columns", sign.escape_default()))
            }
            Self::NoColumn { .. } => Some("name it in the mapping, under `columns`".to_owned()),
            Self::UnknownSupport { nearest, as_matrix, .. } => {
                let words = Support::ALL.map(Support::word).join(", ");
                let help = nearest.as_ref().map_or_else(
                    || format!("the words are {words}; explain other words in the mapping, under `support`"),
                    did_you_mean,
                );
                let matrix = "; the file has no column `tool`, so it was read as a matrix: \
                              `--layout long` reads it as a list";
                Some(if *as_matrix { format!("{help}{matrix}") } else { help })
            }
            Self::NotADate { .. } => {
                Some("write a day, a month or a year: `2026-11-22`, `2026-11` or `2026`".to_owned())
            }
            Self::UnknownWord { nearest, known, .. } => Some(nearest.as_ref().map_or_else(
                || {
                    let known = known.join(", ");
                    format!("the words are {known}; explain other words in the mapping, under `words`")
                },
                did_you_mean,
            )),
            Self::NotSaid { .. } => {
                Some("leave it blank, or name another header in the mapping, under `columns`".to_owned())
            }
            Self::NotOfList { known, .. } => Some(format!("its columns are {}", known.join(", "))),
            Self::NoKind => Some(
                "add a column `kind`, or name one kind for all in the mapping: `\"defaults\": { \"kind\": \"company\" }`"
                    .to_owned(),
            ),
            Self::WhichKind { name, .. } => {
                Some(format!("write the kind before the name, such as `tool:{name}`"))
            }
            Self::UnknownRecord { nearest, .. } => Some(nearest.as_ref().map_or_else(
                || "name it in the mapping; without `--strict` it becomes a new record".to_owned(),
                did_you_mean,
            )),
            Self::NoSource { nearest, .. } => {
                let help = "`--source-name NAME` creates it";
                let near = nearest.as_ref().map(|id| format!("{} {help}", did_you_mean(id)));
                Some(near.unwrap_or_else(|| help.to_owned()))
            }
            Self::AmbiguousRecord { .. } => Some("say in the mapping which one you mean".to_owned()),
            Self::UnknownKey { nearest, known, .. } => Some(
                nearest.as_ref().map_or_else(|| format!("the keys are {}", known.join(", ")), did_you_mean),
            ),
            Self::NotAnId { suggestion, .. } => suggestion.as_ref().map(did_you_mean),
            _ => None,
        }
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    plural(usize::try_from(count).unwrap_or(usize::MAX), one, many)
}

fn often(times: u64) -> String {
    if times == 1 { "once".to_owned() } else { format!("{times} times") }
}

fn or_nothing(value: Option<&String>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}

/// Returns what a claim says, and why it is believed: "`yes` since 2024-01-01 (list line 2,
/// stated)".
fn claimed(claim: &Claimed) -> String {
    let said = claim.said.as_deref().unwrap_or("so");
    let days = [("since", &claim.since), ("until", &claim.until)];
    let days: String =
        days.into_iter().filter_map(|(word, day)| Some(format!(" {word} {}", day.as_ref()?))).collect();
    let cited = |cited: &CitedAs| {
        let source = [cited.source.as_deref(), cited.at.as_deref()];
        let source = source.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let parts = [Some(source.as_str()), cited.basis.as_deref(), cited.on.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let because: Vec<String> = claim.evidence.iter().map(cited).collect();
    let because = if because.is_empty() { "no evidence".to_owned() } else { because.join("; ") };
    format!("`{said}`{days} ({because})")
}

/// Says both sides of a contradiction.
fn against_text(against: &Against) -> String {
    let also = against.also.as_ref().map_or_else(String::new, |also| format!(", and so does {also}"));
    let (place, there, here) = (&against.place, claimed(&against.there), claimed(&against.here));
    let other = "it was not replaced, because it has other sources";
    let why = match against.stays {
        Stays::First => "it stays".to_owned(),
        Stays::NeedsDays => "the new one needs `since` or `until`".to_owned(),
        Stays::SaidByImport => "the import contradicts itself, and its first row stays".to_owned(),
        Stays::MoreThanOne => "it was not replaced, because more than one claim would have to go".to_owned(),
        Stays::StandsBeside => "both cannot be true at once, so nothing was replaced".to_owned(),
        Stays::OtherSourcesNoDay => format!("{other}; with `--on DAY` it would end on that day"),
        Stays::OtherSourcesNotOlder => format!("{other} and is not older than the new one"),
        Stays::OtherSourcesLater => format!("{other}, and there are claims for later days"),
    };
    format!("{place} says {there}{also}, but here it is {here}: {why}")
}

impl Words for ImportReport {
    const NAME: &'static str = "import";

    fn view(&self, asking: &Asking) -> View {
        let most = asking.top.unwrap_or(usize::MAX);
        let mut view = View::new(format!("Import into {}", self.into));
        let Totals { rows, mapped, merged, dropped, contradicted } = self.totals;
        let files = plural(self.written.len(), "file", "files");
        let counts = [
            (mapped, "imported"),
            (merged, "already known or merged"),
            (dropped, "dropped"),
            (contradicted, "contradicting the landscape"),
        ];
        let counts: Vec<String> = (counts.into_iter())
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let rows = counted(rows, "row", "rows");
        let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
        view.lead(format!("{rows}{counts}."));
        view.lead(match (self.written.is_empty(), self.dry_run) {
            (true, _) => "The landscape says all of this already, so no file changes.".to_owned(),
            (false, true) => format!("Dry run, nothing written: {files} would change."),
            (false, false) => format!("{files} written."),
        });
        // What is said of a file as a whole, such as how many pieces of its own it has.
        let is_of_file =
            |entry: &&Entry| entry.fate == Fate::Mapped && entry.line.is_none() && entry.rows == 0;
        for entry in self.entries.iter().filter(is_of_file) {
            view.lead(format!("{}: {}.", entry.what, entry.why.text()));
        }
        let is_only_file = self.read.len() == 1;
        let lists = [
            (
                Fate::Contradicted,
                "Contradictions: the claim in the landscape stays, unless a row says otherwise",
            ),
            (Fate::Replaced, "Replaced claims"),
            (Fate::Dropped, "Dropped rows"),
            (Fate::Guessed, "Guesses: check these"),
            (Fate::Similar, "Similar names: one record or two?"),
        ];
        for (fate, heading) in lists {
            let mut table = Table::new([Column::id("row"), Column::text("what"), Column::text("why")]);
            let entries = self.entries.iter().filter(|entry| entry.fate == fate);
            let total = entries.clone().count();
            if total == 0 {
                continue;
            }
            for entry in entries.take(most) {
                table.push([entry.place(is_only_file), entry.what.clone(), entry.why.text()]);
            }
            view.heading(format!("{heading} ({total})"));
            view.table(table, total);
        }
        if !self.new_records.is_empty() {
            view.heading(format!("New records ({})", self.new_records.len()));
            let mut table = Table::new([Column::text("kind"), Column::text("id"), Column::text("name")]);
            for new in self.new_records.iter().take(most) {
                table.push([new.kind.to_string(), new.id.clone(), new.name.clone()]);
            }
            view.table(table, self.new_records.len());
        }
        if !self.written.is_empty() {
            view.heading(if self.dry_run { "Files that would change" } else { "Files" });
            let mut table = Table::new([Column::text("file"), Column::text("was")]);
            for file in self.written.iter().take(most) {
                table.push([file.file.clone(), if file.is_new { "new" } else { "changed" }.to_owned()]);
            }
            view.table(table, self.written.len());
        }
        view.records = Table::new([
            Column::text("file"),
            Column::text("line"),
            Column::text("fate"),
            Column::text("rows"),
            Column::text("what"),
            Column::text("why"),
        ]);
        for entry in &self.entries {
            let line = entry.line.map(|line| line.to_string()).unwrap_or_default();
            let [fate, rows] = [entry.fate.word().to_owned(), entry.rows.to_string()];
            view.records.push([entry.file.clone(), line, fate, rows, entry.what.clone(), entry.why.text()]);
        }
        if mapped + merged > 0 {
            view.note("`--format csv` or `json` lists every row.");
        }
        view
    }
}
