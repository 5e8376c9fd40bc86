//! How the audit of an import reads, and what to do about the faults of its files.

use crate::import::{
    Added, Against, CitedAs, Claimed, Entry, Fate, Fault, ImportReport, InStack, Reason, Stays, Totals,
};
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
            Self::Known => "it says what is known".to_owned(),
            Self::NewClaim { beside_others: false } => "a new claim".to_owned(),
            Self::NewClaim { beside_others: true } => "a new claim, beside one of the same".to_owned(),
            Self::InPlace => "a new claim in the place of another".to_owned(),
            Self::After => "a new claim after another".to_owned(),
            Self::Joined => "what it adds is put to the claim that is there".to_owned(),
            Self::Against(against) => against_text(against),
            Self::Replaces { claim, place } => format!("replaces {} at {place}", claimed(claim)),
            Self::Follows { claim, place, day } => {
                format!("follows {} at {place}, which ends on {day}", claimed(claim))
            }
            Self::Changed { day } => format!("that it changed on {day}: by then it had"),
            Self::OtherTime { place } => format!("{place} says so for another time: the former stays"),
            Self::KeyStays { key, was, place, is } => {
                format!(
                    "`{key}` is {} at {place} and `{is}` here: the former stays",
                    or_nothing(was.as_ref())
                )
            }
            Self::KeyReplaced { key, was, place, is } => {
                format!("`{key}` was {} at {place}, and is `{is}` now", or_nothing(was.as_ref()))
            }
            Self::RecordSays(says) => {
                let (id, key, was, place, is) = (&says.id, &says.key, &says.was, &says.place, &says.is);
                let now = if says.replaced { "the former is replaced" } else { "the former stays" };
                format!("`{key}` of `{id}` is `{was}` at {place} and `{is}` here: {now}")
            }
            Self::EntryStays { key, was, place, is } => {
                format!("an entry of `{key}` is {was} at {place} and {is} here: the former stays")
            }
            Self::EntryReplaced { key, was, place } => format!("an entry of `{key}` at {place} was {was}"),
            Self::NewDescription => "there was no such description".to_owned(),
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
            Self::SameHost { kind, id } => format!("the {kind} `{id}` has its page on the same host"),
            Self::Blank => "they say nothing: it stays unknown whether those tools are offered".to_owned(),
            Self::NoTarget => "it names neither a tool nor a stack".to_owned(),
            Self::NoSupport => "it says nothing: it stays unknown whether it is offered".to_owned(),
            Self::OnlyActive => {
                "without a tool it can only be said that a company is active in the stack".to_owned()
            }
            Self::Unsaid { relation, key } => {
                format!("it does not say `{key}`, and every claim of `{relation}` must")
            }
            Self::ToItself { relation } => {
                format!("both names are those of one record, and `{relation}` cannot lead from a record to itself")
            }
            Self::WordDropped { column, word } => {
                format!("the mapping says that `{word}` in the column `{column}` claims nothing")
            }
            Self::WhichKind { name, candidates } => {
                let fault = Fault::WhichKind { name: name.clone(), candidates: candidates.clone() };
                format!("{fault}: {}", fault.help().unwrap_or_default())
            }
            Self::CannotMake { kind, name } => format!(
                "no {kind} is called `{name}`, and a new {kind} must say more than its name: make it with `landscape add {kind}` first"
            ),
            Self::OnlyInPassages => {
                "a source is about something in its passages, and a list cannot say those: write them in its file"
                    .to_owned()
            }
            Self::AliasTaken { alias, kind, ids } => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                format!("`{alias}` is a name of the {kind} {} already", ids.join(", "))
            }
            Self::Unnamed { kind } => format!("it names no {kind}"),
            Self::MappedAway { kind, name } => format!("the mapping drops the {kind} `{name}`"),
            Self::Excluded { reason, place } => format!("excluded at {place}: {reason}"),
            Self::ReadAs { kind, id } => {
                format!("it was read as the {kind} `{id}`, whose name differs in case, spaces or punctuation")
            }
            Self::Ambiguous { kind, name, candidates } => {
                let (name, candidates) = (name.clone(), candidates.clone());
                let fault = Fault::AmbiguousRecord { kind: *kind, name, candidates };
                format!("{fault}: {}", fault.help().unwrap_or_default())
            }
            Self::SharedFeature { tool } => format!(
                "it is a feature of the tool `{tool}` too, and was taken for the same one: give it a name or a mapping of its \
                 own where it is not"
            ),
            Self::ReadInEncoding { encoding } => format!("the file is no UTF-8; it was read as {encoding}"),
            Self::NoSupportColumn => {
                "no column says whether a tool is offered: each row was read as yes".to_owned()
            }
            Self::UnreadColumns => "no claim is read from these columns".to_owned(),
            Self::Cross => "a cross was read as a mark: yes".to_owned(),
            Self::Items { mapped, merged, dropped } => {
                format!("{mapped} became rows, {merged} say again what another does, {dropped} were dropped")
            }
            Self::Repeats { line } => format!("line {line} says it already"),
            Self::Member => "to be a member of the foundation is not to offer something".to_owned(),
            Self::CategoryLeftOut => "its category is left out".to_owned(),
            Self::ArchivedWithoutDay => "it is archived, and the file does not say since when".to_owned(),
            Self::ArchivedAndNot { project } => format!(
                "it has a day on which it was archived, and yet it is `{project}`; the day is not taken over"
            ),
            Self::NoOrganisation { page } => format!("`{page}` is no page of an organisation"),
            Self::OfferedAs { company, tools } => {
                let text = |InStack { tool, stack }: &InStack| format!("`{tool}` in `{stack}`");
                let tools: Vec<String> = tools.iter().map(text).collect();
                format!("`{company}` offers it as {}", tools.join(" and "))
            }
            Self::NoDay { text } => {
                format!("`{text}` is no day, month or year, such as `2026-01-31`, `2026-01` or `2026`")
            }
            Self::KeyNotTakenOver { times } => {
                format!("nothing here corresponds to it; it stands {}", often(*times))
            }
            Self::KeyUnknown { times } => format!("the format does not know it; it stands {}", often(*times)),
            Self::OtherCompany { name, company } => {
                format!("it says `{name}`, but its page on Crunchbase is that of `{company}`")
            }
            Self::SpelledAsItem { line } => {
                format!("the file names no owner; it is spelled as in the item on line {line}")
            }
            Self::SpelledAsAddress => {
                "the file names no owner; this is its address on Crunchbase made readable".to_owned()
            }
            Self::ItsOwnCompany { company } => {
                format!("the file names no owner of it; its own name stands for the company `{company}`")
            }
            Self::NoSuchPlace => "the file has no such category and subcategory".to_owned(),
            Self::OtherTool { name } => {
                format!("a subcategory with other items has that name too, so this one is the tool `{name}`")
            }
            Self::OneTool => {
                "the same items stand under that name in each of its categories, so it is one tool".to_owned()
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
                Some(format!("{} The mapping names columns, under `columns`", did_you_mean(near)))
            }
            // One long cell is rather a row that was not cut up.
            Self::NoColumn { wanted, found, .. } if found.len() == 1 && wanted.len() < found[0].len() => {
                let other = [';', '\t', ',', '|'].into_iter().find(|sign| found[0].contains(*sign));
                other.map(|sign| format!("with `--delimiter '{}'` it has more", sign.escape_default()))
            }
            Self::NoColumn { .. } => Some("the mapping names columns, under `columns`".to_owned()),
            Self::UnknownSupport { nearest, as_matrix, .. } => {
                let words = Support::ALL.map(Support::word).join(", ");
                let help = nearest.as_ref().map_or_else(
                    || format!("the words are {words}; others are explained in the mapping, under `support`"),
                    did_you_mean,
                );
                let matrix = "; the head has no column `tool`, so the file was read as a matrix: \
                              `--layout long` reads it as a list";
                Some(if *as_matrix { format!("{help}{matrix}") } else { help })
            }
            Self::NotADate { .. } => {
                Some("write a day, a month or a year: `2026-11-22`, `2026-11` or `2026`".to_owned())
            }
            Self::UnknownWord { nearest, known, .. } => Some(nearest.as_ref().map_or_else(
                || {
                    let known = known.join(", ");
                    format!("the words are {known}; others are explained in the mapping, under `words`")
                },
                did_you_mean,
            )),
            Self::NotSaid { .. } => {
                Some("leave it blank, or name another head for it in the mapping, under `columns`".to_owned())
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
                || "the mapping can name it; without `--strict` it becomes a new record".to_owned(),
                did_you_mean,
            )),
            Self::NoSource { nearest, .. } => {
                let help = "`--source-name NAME` makes it";
                let near = nearest.as_ref().map(|id| format!("{} {help}", did_you_mean(id)));
                Some(near.unwrap_or_else(|| help.to_owned()))
            }
            Self::AmbiguousRecord { .. } => Some("say in the mapping which one is meant".to_owned()),
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

/// Returns what a claim says, and why it is believed: "`yes` since 2024-01-01 (list line 2, stated)".
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

/// Tells both sides of a contradiction.
fn against_text(against: &Against) -> String {
    let also = against.also.as_ref().map_or_else(String::new, |also| format!(", and so does {also}"));
    let (place, there, here) = (&against.place, claimed(&against.there), claimed(&against.here));
    let other = "the former rests on other sources, so it was not replaced";
    let why = match against.stays {
        Stays::First => "the former stays".to_owned(),
        Stays::NeedsDays => "it cannot stand beside that without saying `since` or `until`".to_owned(),
        Stays::SaidByImport => "what is imported contradicts itself, and its first row stays".to_owned(),
        Stays::MoreThanOne => "more than one claim would have to go, so none was replaced".to_owned(),
        Stays::StandsBeside => "it cannot stand beside that, so nothing was replaced".to_owned(),
        Stays::OtherSourcesNoDay => format!("{other}: with a day (`--on DAY`) it would end on that day"),
        Stays::OtherSourcesNotOlder => format!("{other}: it is not older than the new one"),
        Stays::OtherSourcesLater => format!("{other}: there are claims for later days too"),
    };
    format!("{place} says {there}{also}; here it is {here}: {why}")
}

impl Words for ImportReport {
    const NAME: &'static str = "import";

    fn view(&self, asking: &Asking) -> View {
        let most = asking.top.unwrap_or(usize::MAX);
        let mut view = View::new(format!("Import into {}", self.into));
        let Totals { rows, mapped, merged, dropped, contradicted } = self.totals;
        let rows = plural(usize::try_from(rows).unwrap_or(usize::MAX), "row", "rows");
        view.lead(format!(
            "{rows}: {mapped} mapped, {merged} merged, {dropped} dropped, {contradicted} contradicted."
        ));
        // What is said of a file as a whole, such as how many pieces of its own it has.
        let is_of_file =
            |entry: &&Entry| entry.fate == Fate::Mapped && entry.line.is_none() && entry.rows == 0;
        for entry in self.entries.iter().filter(is_of_file) {
            view.lead(format!("{}: {}.", entry.what, entry.why.text()));
        }
        let files = plural(self.written.len(), "file", "files");
        view.lead(match (self.written.is_empty(), self.dry_run) {
            (true, _) => "The landscape says all of this already: no file changes.".to_owned(),
            (false, true) => format!("Nothing was written, as asked: {files} would change."),
            (false, false) => format!("{files} written."),
        });
        let is_only_file = self.read.len() == 1;
        let lists = [
            (Fate::Contradicted, "Contradicted: what stood there stays, unless said otherwise"),
            (Fate::Replaced, "Replaced: what stood there before"),
            (Fate::Dropped, "Dropped"),
            (Fate::Guessed, "Guessed"),
            (Fate::Similar, "Similar: one record or two?"),
        ];
        for (fate, heading) in lists {
            let mut table = Table::new([
                if is_only_file { Column::id("row") } else { Column::text("row") },
                Column::text("what"),
                Column::text("why"),
            ]);
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
            view.note("What became of each mapped and merged row is listed with `--format csv` or `json`.");
        }
        view
    }
}
