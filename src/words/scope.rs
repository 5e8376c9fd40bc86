//! How scope reads.

use crate::model::Relation;
use crate::query::scope::Scope;
use crate::query::scope::ScopeVerdict;
use crate::query::scope::{JudgedPrinciple, Judgement, Report, ToolScope};
use crate::words::claims::{claim_text, place_text};
use crate::words::phrases::names;
use crate::words::{Asking, Column, Table, View, Words};

impl Words for Report<'_> {
    const NAME: &'static str = "scope";

    fn view(&self, _asking: &Asking) -> View {
        let mut view =
            View::new(format!("Scope of {}", names(self.tools.iter().map(|scope| scope.tool.name), 3)));
        view.records = Table::new([
            Column::text("tool"),
            Column::text("scope"),
            Column::text("principle"),
            Column::text("type"),
            Column::text("binding"),
            Column::text("judgement"),
            Column::text("verdict"),
            Column::text("claim"),
            Column::text("place"),
        ]);
        for tool in &self.tools {
            tool.lay_out(&mut view);
            tool.record(&mut view.records);
        }
        let has = |fits: &dyn Fn(&JudgedPrinciple<'_>) -> bool| {
            self.tools.iter().any(|tool| tool.principles.iter().any(fits))
        };
        if has(&|judged| judged.judgement == Judgement::Unjudged) {
            view.note("–: nobody has judged it. Unknown: somebody has looked and could not tell.");
        }
        if has(&|judged| !judged.claims.is_empty()) {
            view.note(
                "To pass a principle is to satisfy it, an antiprinciple too; only the binding ones decide.",
            );
        }
        if let Some(owner) = self.judged_by {
            view.note(format!("By the principles of {}.", owner.name));
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        view
    }
}

impl ToolScope<'_> {
    fn lay_out(&self, view: &mut View) {
        let Scope { verdict, .. } = self.scope;
        view.heading(format!("{} (tool:{}): {}", self.tool.name, self.tool.id, verdict.word()));
        let mut word = verdict.word().to_owned();
        word[..1].make_ascii_uppercase();
        view.text(format!("{word}: {}.", why(&self.scope, &self.principles)));
        for above in &self.ruled_out_above {
            let how = match above.relation {
                Relation::PartOf => "Its whole",
                _ => "It is a variant of",
            };
            let which = if above.relation == Relation::PartOf { "" } else { ", which" };
            let by = names(above.ruled_out_by.iter().map(|principle| principle.name), 3);
            view.text(format!(
                "{how} {}{which} is out of scope (it fails {by}); that alone rules nothing out here.",
                above.tool.name
            ));
        }
        for judged in self.principles.iter().filter(|judged| judged.judgement == Judgement::Contradicted) {
            let counts = if judged.binding { "; the fail counts" } else { "" };
            view.text(format!(
                "The verdicts of “{}” contradict each other: pass and fail{counts}.",
                judged.principle.name
            ));
        }
        let mut table = Table::new([
            Column::text("principle"),
            Column::text("type"),
            Column::text("binding"),
            Column::text("verdict"),
        ]);
        let mut claims = Vec::new();
        for judged in &self.principles {
            let verdict = match judged.judgement {
                Judgement::Contradicted => "pass and fail",
                Judgement::Unjudged => "–",
                judgement => judgement.word(),
            };
            let name = judged.principle.name;
            let binding = if judged.binding { "yes" } else { "no" };
            table.push([name, judged.r#type.word(), binding, verdict].map(str::to_owned));
            claims.extend(
                judged
                    .claims
                    .iter()
                    .map(|claim| format!("{name}: {}{}", claim_text(claim), place_text(claim))),
            );
        }
        if self.principles.is_empty() {
            view.text("The landscape has no principles.");
        }
        view.table(table, self.principles.len());
        if !claims.is_empty() {
            view.text("The verdicts, and what they rest on:");
            view.list(claims);
        }
        self.lay_out_missing(view);
    }

    fn lay_out_missing(&self, view: &mut View) {
        if self.scope.missing.is_empty() {
            return;
        }
        match self.scope.verdict {
            ScopeVerdict::Open => {
                let missing: Vec<String> =
                    self.scope.missing.iter().map(|principle| format!("“{}”", principle.name)).collect();
                view.text(format!(
                    "Missing for a decision: a pass or fail by {}. One fail is enough for out.",
                    names(missing.iter().map(String::as_str), missing.len())
                ));
            }
            ScopeVerdict::In => view.text(
                "A fail by a binding principle that has not judged it yet would rule it out all the same.",
            ),
            // It is decided, whatever the others say.
            ScopeVerdict::Out => return,
        }
        view.text(format!(
            "To add one, write {{ \"tool\": \"{}\", \"verdict\": \"pass\" }} (or \"fail\"), with its evidence, under \
             the principle's `assesses`.",
            self.tool.id
        ));
    }

    /// The tool with its listing, then each verdict; a principle without one has a row too.
    fn record(&self, records: &mut Table) {
        let head = [self.tool.id.to_string(), self.scope.verdict.word().to_owned()];
        let none = String::new;
        let listed = self.scope.listed.as_ref().map_or_else(none, claim_text);
        let place = self.place.clone().unwrap_or_default();
        let own = [none(), none(), none(), none(), none(), listed, place];
        records.push(head.clone().into_iter().chain(own));
        for judged in &self.principles {
            let principle = [
                judged.principle.id.to_string(),
                judged.r#type.word().to_owned(),
                if judged.binding { "yes" } else { "no" }.to_owned(),
                judged.judgement.word().to_owned(),
            ];
            let mut push = |claim: [String; 3]| {
                records.push(head.clone().into_iter().chain(principle.clone()).chain(claim));
            };
            for claim in &judged.claims {
                let verdict = claim.verdict.map_or_else(none, |verdict| verdict.word().to_owned());
                push([verdict, claim_text(claim), claim.place.clone().unwrap_or_default()]);
            }
            if judged.claims.is_empty() {
                push([none(), none(), none()]);
            }
        }
    }
}

/// How many principles a sentence names.
const MOST_NAMED: usize = 3;

/// Returns why a tool is in scope, out of it or neither, in a sentence without its end.
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
            let failed = names(failed.iter().map(String::as_str), MOST_NAMED);
            let listed =
                if listed.is_some() { "; that it is listed as in scope does not outweigh this" } else { "" };
            format!("it fails {failed}{listed}")
        }
        (ScopeVerdict::In, Some(listed)) => {
            let missing = match scope.missing.len() {
                0 => String::new(),
                _ => format!("; {}", missing_text(principles, total)),
            };
            format!("listed as in scope by {}{missing}", claim_text(listed))
        }
        (ScopeVerdict::In, None) if total == 1 => "it passes the only binding principle".to_owned(),
        (ScopeVerdict::In, None) => format!("it passes each of the {total} binding principles"),
        (ScopeVerdict::Open, _) if total == 0 => {
            "no principle is binding, and it is not listed as in scope".to_owned()
        }
        (ScopeVerdict::Open, _) => missing_text(principles, total),
    }
}

/// Returns "1 of 2 binding principles has no verdict, and 1 has the verdict unknown".
fn missing_text(principles: &[JudgedPrinciple<'_>], total: usize) -> String {
    let having = |judgement| {
        let fits = |judged: &&JudgedPrinciple<'_>| judged.binding && judged.judgement == judgement;
        principles.iter().filter(fits).count()
    };
    let has = |count| if count == 1 { "has" } else { "have" };
    let of = |count| match total {
        1 => "the only binding principle has".to_owned(),
        _ => format!("{count} of {total} binding principles {}", has(count)),
    };
    match (having(Judgement::Unjudged), having(Judgement::Unknown)) {
        (unjudged, 0) => format!("{} no verdict", of(unjudged)),
        (0, unknown) => format!("{} the verdict unknown", of(unknown)),
        (unjudged, unknown) => {
            format!("{} no verdict, and {unknown} {} the verdict unknown", of(unjudged), has(unknown))
        }
    }
}
