//! How scope reads.

use crate::landscape::{ClaimView, EvidenceView};
use crate::model::{Basis, Relation};
use crate::query::scope::{JudgedPrinciple, Judgement, Report, Scope, ScopeVerdict, ToolScope};
use crate::words::claims::{claim_text, place_text};
use crate::words::phrases::{plural, sentence_names};
use crate::words::{Asking, Cell, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "scope";

    fn view(&self, asking: &Asking) -> View {
        let tools = sentence_names(self.tools.iter().map(|scope| scope.tool.name), 3);
        let mut view = View::new(format!("Scope of {tools}"));
        view.records = Table::new([
            Column::record("tool"),
            Column::text("scope"),
            Column::record("principle"),
            Column::text("type"),
            Column::text("binding"),
            Column::text("judgement"),
            Column::text("verdict"),
            Column::text("claim"),
            Column::text("place"),
        ]);
        for tool in &self.tools {
            if self.tools.len() > 1 {
                view.heading(tool.tool.name);
                view.text(tool.answer());
            } else {
                view.lead(tool.answer());
            }
            tool.lay_out(asking.explain, &mut view);
            tool.record(&mut view.records);
        }
        let judged = self.tools.iter().any(|tool| tool.principles.iter().any(|of| !of.claims.is_empty()));
        if judged {
            view.note("Pass: the tool keeps to the principle. Only binding principles decide.");
        }
        let by = self.judged_by.map(|owner| format!("By the principles of {}.", owner.name));
        let day = self.as_of.map(|day| format!("As of {day}."));
        let last: Vec<String> = by.into_iter().chain(day).collect();
        if !last.is_empty() {
            view.note(last.join(" "));
        }
        if asking.explain {
            view.note(HOW_DECIDED);
        }
        view
    }
}

/// How scope is decided, for those who ask.
const HOW_DECIDED: &str = "Out of scope: the tool fails a binding principle. In scope: it is listed as in scope, or passes every binding principle. \
     Not reviewed: anything else. “Unknown” means that somebody looked and could not decide.";

impl ToolScope<'_> {
    /// Whether it is in scope, and why, in a sentence.
    fn answer(&self) -> String {
        let verdict = match self.scope.verdict {
            ScopeVerdict::In => "is in scope",
            ScopeVerdict::Out => "is out of scope",
            ScopeVerdict::Open => "is not reviewed",
        };
        format!("{} {verdict}: {}.", self.tool.name, why(&self.scope, &self.principles))
    }

    fn lay_out(&self, in_full: bool, view: &mut View) {
        for above in &self.ruled_out_above {
            let by = sentence_names(above.ruled_out_by.iter().map(|principle| principle.name), 3);
            let how = match above.relation {
                Relation::PartOf => "It is a sub-tool of",
                _ => "It is a variant of",
            };
            view.text(format!(
                "{how} {}, which is out of scope ({by}). Its own scope does not follow from that.",
                above.tool.name
            ));
        }
        if self.principles.is_empty() {
            view.text("The landscape has no principles.");
        }
        let (unjudged, judged): (Vec<&JudgedPrinciple<'_>>, Vec<&JudgedPrinciple<'_>>) =
            self.principles.iter().partition(|judged| judged.judgement == Judgement::Unjudged);
        let mut table = Table::new([
            Column::record("principle"),
            Column::text("binding"),
            Column::text("verdict"),
            Column::text("evidence"),
        ]);
        for judged in &judged {
            let verdict = match judged.judgement {
                Judgement::Contradicted if judged.binding => "pass and fail: fail counts",
                Judgement::Contradicted => "pass and fail",
                judgement => judgement.word(),
            };
            let mut evidence: Vec<String> = judged.claims.iter().map(short_evidence).collect();
            evidence.dedup();
            let binding = if judged.binding { "yes" } else { "no" };
            let words = [binding, verdict, &evidence.join("; ")].map(Cell::from);
            table.push([Cell::from(judged.principle)].into_iter().chain(words));
        }
        let rows = table.rows.len();
        view.table(table, rows);
        if !unjudged.is_empty() {
            let binding: Vec<&str> =
                unjudged.iter().filter(|of| of.binding).map(|of| of.principle.name).collect();
            let others = unjudged.len() - binding.len();
            let others = match (others, binding.is_empty()) {
                (0, _) => String::new(),
                (others, true) => {
                    plural(others, "principle that does not bind", "principles that do not bind")
                }
                (1, false) => ", and 1 that does not bind".to_owned(),
                (others, false) => format!(", and {others} that do not bind"),
            };
            let names: Vec<String> = binding.iter().map(|name| format!("“{name}”")).collect();
            let most = if in_full { names.len() } else { MOST_NAMED };
            let names = sentence_names(names.iter().map(String::as_str), most);
            view.text(format!("No verdict yet: {names}{others}."));
        }
        if in_full {
            let claims = judged.iter().flat_map(|judged| {
                let name = judged.principle.name;
                judged
                    .claims
                    .iter()
                    .map(move |claim| format!("{name}: {}{}", claim_text(claim), place_text(claim)))
            });
            let claims: Vec<String> = claims.collect();
            if !claims.is_empty() {
                view.heading("The verdicts in full");
                view.list(claims);
            }
        }
        self.lay_out_missing(view);
    }

    /// Says which command records a verdict that could still change or decide the scope.
    fn lay_out_missing(&self, view: &mut View) {
        let Some(first) = self.scope.missing.first() else { return };
        let what = match self.scope.verdict {
            ScopeVerdict::Open => {
                "Every binding principle must pass; one fail is enough to rule the tool out."
            }
            ScopeVerdict::In => "A fail by a binding principle would rule it out.",
            // It is decided, whatever the others say.
            ScopeVerdict::Out => return,
        };
        view.text(format!(
            "{what} Record a verdict: `landscape link {} assesses {} --verdict pass` (or fail).",
            first.id, self.tool.id
        ));
    }

    /// The tool with its listing, then each verdict; a principle without one has a row too.
    fn record(&self, records: &mut Table) {
        let head = [self.tool.into(), Cell::from(self.scope.verdict.word())];
        let none = || Cell::from("");
        let listed = self.scope.listed.as_ref().map_or_else(none, |listed| claim_text(listed).into());
        let place = self.place.clone().unwrap_or_default().into();
        let own = [none(), none(), none(), none(), none(), listed, place];
        records.push(head.clone().into_iter().chain(own));
        for judged in &self.principles {
            let binding = if judged.binding { "yes" } else { "no" };
            let words = [judged.r#type.word(), binding, judged.judgement.word()].map(Cell::from);
            let principle = || [judged.principle.into()].into_iter().chain(words.clone());
            let mut push = |claim: [Cell; 3]| {
                records.push(head.clone().into_iter().chain(principle()).chain(claim));
            };
            for claim in &judged.claims {
                let verdict = claim.verdict.map_or("", |verdict| verdict.word());
                push([
                    verdict.into(),
                    claim_text(claim).into(),
                    claim.place.clone().unwrap_or_default().into(),
                ]);
            }
            if judged.claims.is_empty() {
                push([none(), none(), none()]);
            }
        }
    }
}

/// Returns what a verdict rests on, in a few words: "guild-notes page 2 (inferred)".
fn short_evidence(claim: &ClaimView<'_>) -> String {
    let one = |evidence: &EvidenceView<'_>| {
        let at = evidence.at.map_or_else(String::new, |at| format!(" {at}"));
        let basis = match evidence.basis {
            Basis::Stated => String::new(),
            basis => format!(" ({})", basis.word()),
        };
        format!("{}{at}{basis}", evidence.source.id)
    };
    let all: Vec<String> = claim.evidence.iter().map(one).collect();
    if all.is_empty() { "no evidence".to_owned() } else { all.join(", ") }
}

/// How many principles a sentence names.
const MOST_NAMED: usize = 3;

/// Returns why a tool is in scope, out of it or not reviewed, in a sentence without its end.
fn why(scope: &Scope<'_>, principles: &[JudgedPrinciple<'_>]) -> String {
    let binding = || principles.iter().filter(|judged| judged.binding);
    let total = binding().count();
    match (scope.verdict, &scope.listed) {
        (ScopeVerdict::Out, listed) => {
            let failed = binding()
                .filter(|judged| matches!(judged.judgement, Judgement::Fail | Judgement::Contradicted));
            let failed: Vec<String> = failed
                .map(|judged| format!("the {} “{}”", judged.r#type.word(), judged.principle.name))
                .collect();
            let failed = sentence_names(failed.iter().map(String::as_str), MOST_NAMED);
            let listed =
                if listed.is_some() { ", which outweighs that it is listed as in scope" } else { "" };
            format!("it fails {failed}{listed}")
        }
        (ScopeVerdict::In, Some(listed)) => format!("it is listed as in scope ({})", short_evidence(listed)),
        (ScopeVerdict::In, None) if total == 1 => "it passes the only binding principle".to_owned(),
        (ScopeVerdict::In, None) if total == 2 => "it passes both binding principles".to_owned(),
        (ScopeVerdict::In, None) => format!("it passes all {total} binding principles"),
        (ScopeVerdict::Open, _) if total == 0 => {
            "it is not listed as in scope, and no principle is binding".to_owned()
        }
        (ScopeVerdict::Open, _) => missing_text(principles, total),
    }
}

/// Returns "1 of 2 binding principles has no verdict, and 1 could not be decided".
fn missing_text(principles: &[JudgedPrinciple<'_>], total: usize) -> String {
    let having = |judgement| {
        let fits = |judged: &&JudgedPrinciple<'_>| judged.binding && judged.judgement == judgement;
        principles.iter().filter(fits).count()
    };
    let of = |count: usize| match total {
        1 => "the only binding principle".to_owned(),
        _ => format!("{count} of {total} binding principles"),
    };
    let has = |count| if count == 1 { "has" } else { "have" };
    match (having(Judgement::Unjudged), having(Judgement::Unknown)) {
        (unjudged, 0) if unjudged == total && total > 1 => {
            "no binding principle has a verdict yet".to_owned()
        }
        (unjudged, 0) => format!("{} {} no verdict yet", of(unjudged), has(unjudged)),
        (0, unknown) => format!("{} could not be decided", of(unknown)),
        (unjudged, unknown) => {
            format!("{} {} no verdict yet, and {unknown} could not be decided", of(unjudged), has(unjudged))
        }
    }
}
