//! How the owners' questions read.

use crate::query::AnyRef;
use crate::query::questions::{Lack, MissingClaim, OpenQuestion, QuestionAsk, Report, State};
use crate::words::claims::evidence_text;
use crate::words::phrases::{command, names, plural};
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "questions";

    fn view(&self, asking: &Asking) -> View {
        let mut view = View::new("Questions of the owners");
        view.lead(self.summary());
        // A row is a command that is ready, a missing claim, or an answer.
        view.records = Table::new([
            Column::text("question"),
            Column::text("state"),
            Column::text("command"),
            Column::text("ready"),
            Column::text("missing"),
            Column::text("record"),
            Column::number("claims"),
            Column::text("add"),
            Column::text("answer"),
        ]);
        self.questions.iter().for_each(|question| question.record(&mut view.records));
        if asking.all {
            self.questions.iter().for_each(|question| question.lay_out(&mut view));
        } else {
            self.lay_out_table(&mut view);
        }
        if !self.questions.is_empty() && !asking.all {
            view.note("`--all` shows all commands and missing claims of each question.");
        }
        if self.questions.iter().any(|question| question.state == State::Answerable) {
            view.note("Answerable means that the claims are there. Whether the commands answer the question, you decide.");
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        view
    }
}

impl Report<'_> {
    fn summary(&self) -> String {
        if self.questions.is_empty() {
            return "The landscape has no questions yet. Add `questions` to its files, each with what it is `about`."
                .to_owned();
        }
        let having = |state| self.questions.iter().filter(|question| question.state == state).count();
        let states = [
            (having(State::Answerable), "answerable now"),
            (having(State::Blocked), "blocked, because claims are missing"),
            (having(State::Answered), "answered"),
        ];
        let states: Vec<String> = (states.into_iter().filter(|(count, _)| *count > 0))
            .map(|(count, state)| format!("{count} {state}"))
            .collect();
        format!("{}: {}.", plural(self.questions.len(), "question", "questions"), states.join("; "))
    }

    /// One row for each question.
    fn lay_out_table(&self, view: &mut View) {
        let mut table =
            Table::new([Column::text("question"), Column::id("state"), Column::text("what to do")]);
        for question in &self.questions {
            table.push([
                question.question.name.to_owned(),
                question.state.word().to_owned(),
                question.to_do(),
            ]);
        }
        let rows = table.rows.len();
        view.table(table, rows);
    }
}

impl OpenQuestion<'_> {
    /// Returns what to do next: the first command to ask, the first claim to add, or the answer.
    fn to_do(&self) -> String {
        let and_more = |text: String, total: usize| match total {
            0 | 1 => text,
            total => format!("{text}, +{} more", total - 1),
        };
        match self.state {
            State::Answered => self.answer.unwrap_or("write down the `answer`").to_owned(),
            State::Answerable => {
                let first = self.asks.first().map(|ask| command(&ask.ask)).unwrap_or_default();
                and_more(first, self.asks.len())
            }
            State::Blocked => {
                let missing: Vec<&MissingClaim<'_>> =
                    self.asks.iter().flat_map(|ask| &ask.missing).chain(&self.missing).collect();
                let first = missing.first().map(|missing| missing.lack.short(&any_id(missing.record)));
                and_more(first.unwrap_or_default(), missing.len())
            }
        }
    }

    fn lay_out(&self, view: &mut View) {
        view.heading(self.question.name);
        let missing = match (self.fewest_missing, self.most_missing) {
            (fewest, most) if fewest == most => plural(most as usize, "claim", "claims"),
            (fewest, most) => format!("{fewest} to {most} claims"),
        };
        let state = match self.state {
            State::Blocked => format!("blocked, {missing} missing"),
            state => state.word().to_owned(),
        };
        let about: Vec<_> = self.about.iter().map(AnyRef::full_name).collect();
        let about = if about.is_empty() {
            String::new()
        } else {
            format!("; about {}", names(about.iter().map(|name| &**name), 10))
        };
        view.text(format!("question:{}: {state}{about}", self.question.id));
        let mut items = Vec::new();
        if self.state == State::Answered {
            items.push(match self.answer {
                Some(answer) => format!("the owners' answer: {answer}"),
                None => "the owners' answer is not written down; add `answer`".to_owned(),
            });
        }
        let (ready, blocked): (Vec<_>, Vec<_>) = self.asks.iter().partition(|ask| ask.missing.is_empty());
        items.extend(ready.iter().map(|ready| format!("ready: `{}`", command(&ready.ask))));
        let waiting = |waiting: &&QuestionAsk<'_>| {
            format!("waiting: `{}`: {}", command(&waiting.ask), waits_for(&waiting.missing))
        };
        items.extend(blocked.iter().map(waiting));
        items.extend((!self.missing.is_empty()).then(|| waits_for(&self.missing)));
        items.extend(self.note.map(|note| format!("note: {note}")));
        items.extend(self.evidence.iter().map(|evidence| format!("asked in: {}", evidence_text(evidence))));
        view.list(items);
    }

    fn record(&self, records: &mut Table) {
        let none = String::new;
        let head = [self.question.id.to_string(), self.state.word().to_owned()];
        let mut push = |rest: [String; 7]| records.push(head.clone().into_iter().chain(rest));
        let missing_row = |command: &str, ready: &str, missing: &MissingClaim<'_>| {
            let record = any_id(missing.record);
            let [command, ready] = [command, ready].map(str::to_owned);
            let (text, add) = (missing_text(missing), missing.lack.add(&record));
            [command, ready, text, record, missing.count.to_string(), add, none()]
        };
        for ask in &self.asks {
            let command = command(&ask.ask);
            for missing in &ask.missing {
                push(missing_row(&command, "no", missing));
            }
            if ask.missing.is_empty() {
                push([command, "yes".to_owned(), none(), none(), "0".to_owned(), none(), none()]);
            }
        }
        for missing in &self.missing {
            push(missing_row("", "", missing));
        }
        if self.state == State::Answered {
            let answer = self.answer.unwrap_or_default().to_owned();
            push([none(), none(), none(), none(), "0".to_owned(), none(), answer]);
        }
    }
}

/// Returns what is missing and how to add it; of several records that miss the same, in one
/// sentence.
fn waits_for(missing: &[MissingClaim<'_>]) -> String {
    let [first, rest @ ..] = missing else { return String::new() };
    if rest.is_empty() || rest.iter().any(|other| other.lack != first.lack) {
        let each = |missing: &MissingClaim<'_>| {
            format!("{}; {}", missing_text(missing), missing.lack.add(&any_id(missing.record)))
        };
        return missing.iter().map(each).collect::<Vec<_>>().join("; ");
    }
    let named: Vec<&str> = missing.iter().map(|missing| missing.record.name).collect();
    let ids: Vec<String> = missing.iter().map(|missing| any_id(missing.record)).collect();
    format!("{}; {}", first.lack.text(&named.join(", ")), first.lack.add(&ids.join(", ")))
}

/// How many principles without a verdict are named.
const MOST_PRINCIPLES: usize = 3;

/// Returns what is missing about one record.
fn missing_text(missing: &MissingClaim<'_>) -> String {
    let name = missing.record.name;
    if !missing.principles.is_empty() {
        let quoted: Vec<String> =
            missing.principles.iter().map(|principle| format!("“{}”", principle.name)).collect();
        let principles = names(quoted.iter().map(String::as_str), MOST_PRINCIPLES);
        let number = plural(quoted.len(), "binding principle has", "binding principles have");
        return format!("{number} no verdict on {name}: {principles}");
    }
    let text = missing.lack.text(name);
    match missing.active_in_stack {
        None | Some(0) => text,
        Some(active) => {
            let active = plural(active as usize, "company is", "companies are");
            format!("{text}; {active} active there without a named tool")
        }
    }
}

/// Returns "tool:etl".
fn any_id(record: AnyRef<'_>) -> String {
    format!("{}:{}", record.kind, record.id)
}

impl Lack {
    /// Returns what to add about the record of this id, in a few words.
    fn short(self, id: &str) -> String {
        match self {
            Self::About => "add `about`".to_owned(),
            Self::Claims => format!("add who offers {id}"),
            Self::Verdicts => format!("add `assesses` on {id}"),
            Self::Listing => format!("list {id} with `in_scope`"),
            Self::Tools => format!("add tools to {id}"),
            Self::StackClaims => format!("add who offers tools of {id}"),
            Self::Offers => format!("add `offers` to {id}"),
            Self::Needs => format!("add `needs` to {id}"),
        }
    }

    /// Returns what is missing about the records of these names, which are all of the same kind.
    fn text(self, names: &str) -> String {
        match self {
            Self::About => "it has no `about`: say which records it concerns".to_owned(),
            Self::Claims => format!("no company has a claim about {names}"),
            Self::Verdicts => format!("binding principles have no verdict on {names} yet"),
            Self::Listing => {
                format!("{names} is not reviewed: the owners do not list it, and no principle is binding")
            }
            Self::Tools => format!("{names} has no tools yet"),
            Self::StackClaims => format!("no company has a claim about a tool of {names}"),
            Self::Offers => format!("{names} has no known offers"),
            Self::Needs => format!("{names} has no known needs"),
        }
    }

    /// Returns how to add what is missing about the records of these ids.
    fn add(self, ids: &str) -> String {
        match self {
            Self::About => format!("add `about` to {ids}, a list such as [\"tool:ID\", \"company:ID\"]"),
            Self::Claims => {
                format!("look it up, and add {ids} to the `offers` of companies, a `no` included")
            }
            Self::Verdicts => {
                format!("add {ids} to their `assesses` (one fail is enough), or list it with `in_scope`")
            }
            Self::Listing => format!("list {ids} with `in_scope`, or add principles that judge it"),
            Self::Tools => format!("add {ids} to the `in_stack` of its tools"),
            Self::StackClaims => {
                format!("look up the tools of {ids}, and add them to the `offers` of companies")
            }
            Self::Offers => format!("add `offers` to {ids}"),
            Self::Needs => format!("add `needs` to {ids}"),
        }
    }
}
