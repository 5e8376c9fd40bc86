//! How the research queue reads.

use crate::model::{Kind, Support};
use crate::query::next::{Block, Blocking, Change, Lookup, Matter, Reason, Report};
use crate::query::{AnyRef, CompanyRef, QuestionRef};
use crate::words::claims::looked_text;
use crate::words::phrases::{age, capitalized, more, percent, plural, sentence_names};
use crate::words::{Asking, Cell, Column, Table, View, Words, not_counted};

/// How many reasons a row has.
const REASONS: usize = 3;

/// For how many the command that records the answer is shown: enough to see how it is done.
const COMMANDS: usize = 3;

impl Words for Report<'_> {
    const NAME: &'static str = "next";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new(format!("What to look up next for {}", self.company.name));
        view.lead(self.answer());
        view.records = Table::new([
            Column::number("place"),
            Column::text("matter"),
            Column::record("company"),
            Column::record("tool"),
            Column::record("role"),
            Column::record("principle"),
            Column::number("worth"),
            Column::number("likely"),
            Column::text("why"),
            Column::text("command"),
        ]);
        for lookup in &self.lookups {
            view.records.push(lookup.record(self.company.name));
        }
        view.list(self.blocks.iter().map(Block::text).collect());
        self.lay_out_queue(asking.explain, &mut view);
        self.lay_out_commands(&mut view);
        self.lay_out_notes(asking.explain, &mut view);
        view
    }
}

impl Report<'_> {
    fn answer(&self) -> String {
        let us = self.company.name;
        let Some(first) = self.lookups.first() else {
            return format!("Nothing is left to look up for {us}.");
        };
        let near = match self.rivals.len() {
            0 => us.to_owned(),
            1 => format!("{us} and its closest rival"),
            rivals => format!("{us} and its {rivals} closest rivals"),
        };
        let unknown = match self.unknown {
            0 => String::new(),
            unknown => format!(
                " {} of {near} may matter.",
                plural(unknown as usize, "unknown offer", "unknown offers")
            ),
        };
        format!("Look up first {}.{unknown}", first.question())
    }

    fn lay_out_queue(&self, explain: bool, view: &mut View) {
        if self.lookups.is_empty() {
            return;
        }
        let columns = [Column::number("#"), Column::text("look up"), Column::text("why")];
        let figures = explain.then(|| [Column::number("likely"), Column::number("worth")]);
        let mut table = Table::new(columns.into_iter().chain(figures.into_iter().flatten()));
        for lookup in &self.lookups {
            let cells = [
                Cell::from(lookup.place.to_string()),
                capitalized(&lookup.question()).into(),
                capitalized(&lookup.why(self.company.name)).into(),
            ];
            let figures = explain.then(|| {
                [
                    Cell::figure(percent(lookup.likely), lookup.likely),
                    Cell::figure(format!("{:.3}", lookup.worth), lookup.worth),
                ]
            });
            table.push(cells.into_iter().chain(figures.into_iter().flatten()));
        }
        view.table(table, self.total as usize);
    }

    fn lay_out_commands(&self, view: &mut View) {
        if self.lookups.is_empty() {
            return;
        }
        view.heading("Record the answer");
        let shown = self.lookups.iter().take(COMMANDS);
        view.list(shown.map(|lookup| format!("`{}`", lookup.command())).collect());
        let is_offer = |lookup: &&Lookup<'_>| matches!(lookup.matter, Matter::Offer | Matter::Again);
        if let Some(offer) = self.lookups.iter().find(is_offer) {
            view.text(format!(
                "Or with `--support no`, `partial` or `planned`, and another source. If you cannot tell: `{}`.",
                offer.command_for_looked()
            ));
        }
    }

    fn lay_out_notes(&self, explain: bool, view: &mut View) {
        let day = self.as_of.map_or_else(String::new, |day| format!(" As of {day}."));
        if !self.lookups.is_empty() {
            view.note(format!("Ordered by what an answer would change, times how likely a yes is.{day}"));
        }
        if explain {
            view.note(format!(
                "Looked at: {}, its closest rivals ({}), and for tools without a vendor the companies that offer most of \
                 the same stack. Claims are read again after {}.",
                self.company.name,
                more(self.rivals.iter().take(5).map(|rival| rival.name), self.rivals.len()),
                age(self.shelf_life)
            ));
            view.note(
                "A place in a list of gaps or rivals counts 1 / log2(place + 1): 1 for the first, 0.63 for the second. \
                 docs/definitions.md has the formula, and how much better than chance it is.",
            );
        }
        not_counted::note(view, &self.not_counted);
    }
}

impl Lookup<'_> {
    /// "whether Mixpanel offers CRM".
    pub(crate) fn question(&self) -> String {
        let (company, tool) = (self.company.as_ref().map(CompanyRef::full_name), self.tool.map(|of| of.name));
        let (company, tool) = (company.unwrap_or_default(), tool.unwrap_or_default());
        match self.matter {
            Matter::Offer => format!("whether {company} offers {tool}"),
            Matter::Again => format!("whether {company} still {} {tool}", still(self.support)),
            Matter::Needs => format!("what {} needs", self.role.map(|role| role.name).unwrap_or_default()),
            Matter::Verdict => {
                let principle = self.principle.map(|principle| principle.name).unwrap_or_default();
                format!("whether {tool} meets “{principle}”")
            }
        }
    }

    /// What an answer changes, the greatest effect first.
    pub(crate) fn why(&self, us: &str) -> String {
        let reason = |reason: &Reason<'_>| match (&reason.change, self.company) {
            (Change::RivalMoves { from, to }, Some(company)) => {
                format!("{}: rival no. {to} of {us}, not {from}", company.full_name())
            }
            (change, _) => change.text(us, self.matter),
        };
        let mut parts: Vec<String> = self.why.iter().take(REASONS).map(reason).collect();
        parts.extend(self.last_read.map(|read| format!("last read {read}")));
        parts.extend(self.looked.iter().map(looked_text));
        parts.join("; ")
    }

    /// The source that a command names, with the day; empty where none is cited yet.
    fn cited(&self) -> String {
        self.source.map_or_else(String::new, |source| format!(" --source {} --on today", source.id))
    }

    /// The command that records a yes, as it can be typed.
    pub(crate) fn command(&self) -> String {
        match (self.matter, self.company, self.tool, self.role, self.principle) {
            (Matter::Needs, _, _, Some(role), _) => format!("landscape link {} needs TOOL", role.id),
            (Matter::Verdict, _, Some(tool), _, Some(principle)) => {
                let replace = if self.verdict.is_some() { " --replace" } else { "" };
                format!("landscape link {} assesses {} --verdict pass{replace}", principle.id, tool.id)
            }
            (_, Some(company), Some(tool), ..) => {
                let support = self.support.unwrap_or(Support::Yes);
                format!(
                    "landscape link {} offers {} --support {}{}",
                    company.id,
                    tool.id,
                    support.word(),
                    self.cited()
                )
            }
            _ => String::new(),
        }
    }

    fn command_for_looked(&self) -> String {
        match (self.company, self.tool) {
            (Some(company), Some(tool)) => {
                format!("landscape link {} looked {}{}", company.id, tool.id, self.cited())
            }
            _ => String::new(),
        }
    }

    fn record(&self, us: &str) -> [Cell; 10] {
        let none = || Cell::from("");
        [
            self.place.to_string().into(),
            self.matter.word().into(),
            self.company.map_or_else(none, Cell::from),
            self.tool.map_or_else(none, Cell::from),
            self.role.map_or_else(none, Cell::from),
            self.principle.map_or_else(none, Cell::from),
            self.worth.to_string().into(),
            self.likely.to_string().into(),
            self.why(us).into(),
            self.command().into(),
        ]
    }
}

/// What a company still does, after "still".
const fn still(support: Option<Support>) -> &'static str {
    match support {
        Some(Support::Planned) => "plans",
        Some(Support::No) => "lacks",
        Some(Support::Partial) => "offers in part",
        Some(Support::Yes) | None => "offers",
    }
}

impl Change<'_> {
    fn text(&self, us: &str, matter: Matter) -> String {
        let settles = if matter == Matter::Again { "may change" } else { "settles" };
        match self {
            Self::Gap { place } => format!("{settles} gap {place} of {us}"),
            Self::Shared { offering, of } => {
                format!("{offering} of its {of} closest rivals offer it")
            }
            Self::FirstVendor { place, .. } if matter == Matter::Again => {
                format!("the only known vendor of gap {place} of {us}")
            }
            Self::FirstVendor { place, .. } => {
                format!("may be the first known vendor of gap {place} of {us}")
            }
            Self::GapMoves { from, to } => format!("moves gap {from} of {us} to place {to}"),
            Self::RivalMoves { from, to } => format!("moves a rival of {us} from {from} to {to}"),
            Self::Coverage { targets } => {
                let (stacks, roles): (Vec<&AnyRef<'_>>, Vec<_>) =
                    targets.iter().partition(|target| target.kind == Kind::Stack);
                let roles = match roles.as_slice() {
                    [] => None,
                    [one] => Some(format!("what {} needs", one.name)),
                    several => Some(format!("what {} roles need", several.len())),
                };
                let of: Vec<String> = stacks.iter().map(|stack| stack.name.to_owned()).chain(roles).collect();
                format!("narrows the coverage of {}", sentence_names(of.iter().map(String::as_str), 3))
            }
            Self::Questions { questions } => waits(questions),
            Self::NoNeeds => {
                "nobody has recorded what it needs, so nothing can be said of who serves it".to_owned()
            }
        }
    }
}

/// "the question “Which roles?” waits for it".
fn waits(questions: &[QuestionRef<'_>]) -> String {
    let names: Vec<String> = questions.iter().map(|question| format!("“{}”", question.name)).collect();
    match names.as_slice() {
        [one] => format!("the question {one} waits for it"),
        many => format!("{} questions wait for it", many.len()),
    }
}

impl Block<'_> {
    fn text(&self) -> String {
        let names = || {
            let first = self.records.iter().map(AnyRef::full_name).collect::<Vec<_>>();
            more(first.iter().map(AsRef::as_ref), self.total as usize)
        };
        let id = self.records.first().map_or("", |record| record.id);
        let total = self.total as usize;
        let are_all = self.total == self.of;
        let text = match self.missing {
            Blocking::Offers if total == 1 => {
                format!("Nobody has recorded what {} offers, so its gaps and rivals are unknown", names())
            }
            Blocking::Offers => format!("{total} companies have no known offer: {}", names()),
            Blocking::Negatives => {
                let tools = plural(total, "tool has", "tools have");
                format!("There is not one `no`: {tools} no known vendor, and none can be called empty")
            }
            Blocking::Needs if are_all => {
                format!("No role has needs. Record them with `landscape link {id} needs TOOL`")
            }
            Blocking::Needs => format!("{} no needs: {}", plural(total, "role has", "roles have"), names()),
            Blocking::Verdicts => format!(
                "{} not reviewed, because a principle has no verdict: {}",
                plural(total, "tool is", "tools are"),
                names()
            ),
            Blocking::Listing => format!(
                "No principle is binding, and {} not listed as in scope: {}",
                plural(total, "tool is", "tools are"),
                names()
            ),
            Blocking::Tools => format!("{} no tools: {}", plural(total, "stack has", "stacks have"), names()),
            Blocking::StackClaims => {
                format!("Nobody has recorded who serves {}: {}", plural(total, "stack", "stacks"), names())
            }
            Blocking::Claims => {
                format!("Nobody has recorded who offers {}: {}", plural(total, "tool", "tools"), names())
            }
            Blocking::About => {
                format!("{} about no record: {}", plural(total, "question is", "questions are"), names())
            }
        };
        match self.questions.len() {
            0 => format!("{text}."),
            _ if self.missing == Blocking::About => format!("{text}."),
            1 => format!("{text}; 1 question waits for it."),
            waiting => format!("{text}; {waiting} questions wait for it."),
        }
    }
}
