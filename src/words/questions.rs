//! How the owners' questions read.

use crate::query::questions::{MissingClaim, OpenQuestion, QuestionCommand, Report, State};
use crate::words::claims::evidence_text;
use crate::words::phrases::{names, plural};
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "questions";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("Questions of the owners");
        let having = |state| self.questions.iter().filter(|question| question.state == state).count();
        view.lead(match self.questions.len() {
            0 => "The landscape asks no question. Add `questions` to its files, each with what it is `about`."
                .to_owned(),
            total => format!(
                "{}: {} answerable (every command has the claims that it reads), {} blocked (claims are missing), {} answered.",
                plural(total, "question", "questions"),
                having(State::Answerable),
                having(State::Blocked),
                having(State::Answered),
            ),
        });
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
        for question in &self.questions {
            question.lay_out(&mut view);
            question.record(&mut view.records);
        }
        if !self.questions.is_empty() {
            view.note(
                "The words of a question are not read. Answerable: the records that it is about carry the claims \
                 that these commands read. Whether that settles it, you decide.",
            );
        }
        if self.questions.iter().any(|question| !question.commands.is_empty()) {
            view.note("Where `--graph` or `--as-of` is given here, give it to the commands too.");
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        view
    }
}

impl OpenQuestion<'_> {
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
        let about = match self.about.len() {
            0 => String::new(),
            _ => format!("; about {}", names(self.about.iter().map(|record| record.name), 10)),
        };
        view.text(format!("question:{}: {state}{about}", self.question.id));
        let mut items = Vec::new();
        if self.state == State::Answered {
            items.push(match self.answer {
                Some(answer) => format!("the owners' answer: {answer}"),
                None => "the owners' answer is not written down; add `answer`".to_owned(),
            });
        }
        let (ready, blocked): (Vec<_>, Vec<_>) =
            self.commands.iter().partition(|command| command.missing.is_empty());
        items.extend(ready.iter().map(|command| format!("ready: `{}`", command.command)));
        let waiting = |command: &&QuestionCommand<'_>| {
            format!("waiting: `{}`: {}", command.command, waits_for(&command.missing))
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
            let record = format!("{}:{}", missing.record.kind, missing.record.id);
            let [command, ready] = [command, ready].map(str::to_owned);
            let text = missing.text.clone();
            [command, ready, text, record, missing.count.to_string(), missing.add.clone(), none()]
        };
        for command in &self.commands {
            if command.missing.is_empty() {
                push([
                    command.command.clone(),
                    "yes".to_owned(),
                    none(),
                    none(),
                    "0".to_owned(),
                    none(),
                    none(),
                ]);
            }
            for missing in &command.missing {
                push(missing_row(&command.command, "no", missing));
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

/// Returns what is missing and how to add it; of several records that miss the same, in one sentence.
fn waits_for(missing: &[MissingClaim<'_>]) -> String {
    let [first, rest @ ..] = missing else { return String::new() };
    if rest.is_empty() || rest.iter().any(|other| other.lack != first.lack) {
        let each = missing.iter().map(|missing| format!("{}; {}", missing.text, missing.add));
        return each.collect::<Vec<_>>().join("; ");
    }
    let named: Vec<&str> = missing.iter().map(|missing| missing.record.name).collect();
    let ids: Vec<String> =
        missing.iter().map(|missing| format!("{}:{}", missing.record.kind, missing.record.id)).collect();
    format!("{}; {}", first.lack.text(&named.join(", ")), first.lack.add(&ids.join(", ")))
}
