//! The network as a flowchart in Mermaid: the same companies and lines, placed by Mermaid. A box
//! says the company, how many tools it is known to offer, and its main stack; a thick line is a
//! strong tie, the number on it tools in common.

use crate::draw::Style;
use crate::draw::palette::Theme;
use crate::draw::stack_marks::StackMarks;
use crate::draw::text::{self, Face};
use crate::query::network;

/// The widest label, in points: about forty letters.
const ROOM: f64 = 280.0;

pub(super) fn mermaid(report: &network::Report<'_>, style: &Style<'_>) -> String {
    let marks = StackMarks::new(&report.stacks);
    let mut chart =
        format!("---\ntitle: \"{}\"\n---\nflowchart LR\n", label(&style.title_or(|| report.title())));
    for (at, company) in report.companies.iter().chain(&report.alone).enumerate() {
        let name = label(&super::name_of(company));
        let stack = company.main_stack.and_then(|stack| report.stacks.get(stack as usize));
        let stack = stack.map_or_else(|| "no main stack".to_owned(), |stack| label(stack.name));
        chart.push_str(&format!("  c{at}[\"{name} ({})<br/>{stack}\"]\n", company.tools.len()));
    }
    for pair in report.pairs.iter().filter(|pair| pair.kept) {
        let [a, b] = pair.companies;
        let line = if pair.similarity.weighted_jaccard >= report.least { "===" } else { "---" };
        chart.push_str(&format!("  c{a} {line}|{}| c{b}\n", pair.similarity.shared));
    }
    // A flowchart that holds nothing is refused.
    if report.companies.is_empty() && report.alone.is_empty() {
        chart.push_str("  none[\"No company is known to offer a tool\"]\n");
    }
    let dark = if style.theme == Theme::Dark { Theme::Dark } else { Theme::Light };
    for stack in (0..).zip(&report.stacks).map(|(at, _)| Some(at)).chain([None]) {
        let all = report.companies.iter().chain(&report.alone).enumerate();
        let members = all.filter(|(_, company)| company.main_stack == stack && !company.ours);
        let members: Vec<String> = members.map(|(at, _)| format!("c{at}")).collect();
        let mark = marks.of(stack);
        for member in members {
            let (fill, stroke) = (mark.tint.hex(dark), mark.strong.hex(dark));
            let ink = mark.tint.text_on().hex(dark);
            chart.push_str(&format!("  style {member} fill:{fill},stroke:{stroke},color:{ink}\n"));
        }
    }
    for (at, ours) in report.companies.iter().chain(&report.alone).enumerate().filter(|(_, one)| one.ours) {
        let strong = marks.of(ours.main_stack).strong;
        let (fill, ink) = (strong.hex(dark), strong.text_on().hex(dark));
        chart.push_str(&format!("  style c{at} fill:{fill},stroke:{fill},color:{ink},stroke-width:3px\n"));
    }
    chart
}

/// Returns a text as it may stand between quotation marks: what Mermaid could read as its own is
/// written as an entity, with a number sign where HTML has an ampersand.
fn label(name: &str) -> String {
    let mut label = String::new();
    for character in text::fit(name, Face::Regular, 12.0, ROOM).chars() {
        if character.is_alphanumeric() || character == ' ' || !character.is_ascii() {
            label.push(character);
        } else {
            label.push_str(&format!("#{};", u32::from(character)));
        }
    }
    label
}
