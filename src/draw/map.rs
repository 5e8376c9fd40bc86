//! The market map: panels for stacks, cards for tools, chips for companies.

use super::frame;
use super::palette::Colour;
use super::panels::{Card, CardLook, Chip, ChipLook, Head, Panel, PanelLook, Panels, Section, Sign};
use super::scene::Scene;
use super::sheet::stack_id;
use super::{Picture, Style};
use std::borrow::Cow;

use crate::flowchart::label;
use crate::model::{Basis, Support};
use crate::words::not_counted;
use crate::words::phrases::plural;

use crate::query::{map, state::GapState};

/// How many companies a node of the flowchart names.
const MOST_NAMES: usize = 4;

/// How much evidence a tooltip tells.
const MOST_EVIDENCE: usize = 6;

/// What the panel of tools that are in no stack is called.
pub(super) const IN_NO_STACK: &str = "In no stack";

impl Picture for map::Report<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        panels(self, style).dot(style)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        panels(self, style).scene(style)
    }

    fn mermaid(&self, style: &Style<'_>) -> Option<String> {
        Some(mermaid(self, style))
    }
}

fn panels(report: &map::Report<'_>, style: &Style<'_>) -> Panels {
    Panels {
        title: style.title.unwrap_or(report.name).to_owned(),
        subtitle: subtitle(report),
        groups: report.panels.iter().enumerate().map(|(at, made)| panel(report, made, at)).collect(),
        legend: legend(report),
        footer: not_counted::text(&report.not_counted).map_or_else(String::new, |text| text + " ")
            + &frame::footer(report.as_of, &report.sources),
    }
}

fn subtitle(report: &map::Report<'_>) -> Vec<String> {
    let in_none = report.in_no_stack as usize;
    let stacks =
        report.panels.iter().filter(|panel| panel.stack.is_some()).count() + report.more_stacks.len();
    let elsewhere = if in_none > 0 { format!(" and {in_none} in none") } else { String::new() };
    let states = &report.states;
    let unknown =
        [(states.empty, "empty"), (states.unsettled, "unsettled"), (states.unresearched, "not researched")];
    let unknown: Vec<String> = (unknown.into_iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let ours = match (report.company, report.ours) {
        (Some(us), Some(ours)) => format!(" {} offers {ours} of them.", us.name),
        (Some(us), None) => format!(" Nobody has recorded what {} offers.", us.name),
        (None, _) => String::new(),
    };
    let mut lines = vec![format!(
        "{} in {}{elsewhere}, offered by {}.{ours}{}",
        plural(report.tools as usize - in_none, "tool", "tools"),
        plural(stacks, "stack", "stacks"),
        plural(report.companies as usize, "company", "companies"),
        if unknown.is_empty() {
            String::new()
        } else {
            format!(" Offered by nobody: {}.", unknown.join(", "))
        },
    )];
    if !report.more_stacks.is_empty() {
        let names: Vec<&str> = report.more_stacks.iter().map(|stack| stack.name).collect();
        let left_out = plural(names.len(), "stack is", "stacks are");
        lines.push(format!(
            "{left_out} left out, because fewer companies offer their tools: {}.",
            list(&names, 12)
        ));
    }
    lines
}

/// Returns names in a row, the first `most` of them, with a count of the rest.
pub(super) fn list(names: &[&str], most: usize) -> String {
    let mut text = names.iter().take(most).copied().collect::<Vec<_>>().join(", ");
    if names.len() > most {
        text.push_str(&format!(", +{} more", names.len() - most));
    }
    text
}

fn panel(report: &map::Report<'_>, panel: &map::Panel<'_>, at: usize) -> Panel {
    let name = panel.stack.map_or(IN_NO_STACK, |stack| stack.name);
    let ours = match (report.company, panel.ours) {
        (Some(us), Some(ours)) => format!(", {} offers {ours}", us.name),
        _ => String::new(),
    };
    let companies = match panel.companies {
        0 => "no known offer".to_owned(),
        known => plural(known as usize, "company", "companies"),
    };
    let tools = match panel.tools.len() + panel.more_tools.len() {
        0 => "no tools".to_owned(),
        tools => plural(tools, "tool", "tools"),
    };
    let summary = format!("{tools}, {companies}{ours}");
    let more: Vec<&str> = panel.more_tools.iter().map(|tool| tool.name).collect();
    Panel {
        id: stack_id(panel.stack),
        tooltip: format!("{name}: {summary}"),
        name: name.to_owned(),
        summary,
        notes: active_in(panel.active_in.iter().map(|company| company.name)).into_iter().collect(),
        look: if panel.stack.is_some() { PanelLook::Group(at) } else { PanelLook::Last },
        cards: panel.tools.iter().map(card).collect(),
        more: (!more.is_empty())
            .then(|| format!("+{}: {}", plural(more.len(), "more tool", "more tools"), list(&more, 40))),
    }
}

/// Says which companies are active in a stack with no tool named.
fn active_in<'n>(companies: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<&str> = companies.collect();
    (!names.is_empty()).then(|| format!("active in the stack, no tool named: {}", list(&names, 12)))
}

fn card(tool: &map::Tool<'_>) -> Card {
    let mut sections = Vec::new();
    if tool.offerers == 0 {
        sections.push(Section { id: "state".to_owned(), head: Some(state_head(tool)), chips: Vec::new() });
    }
    sections.push(Section { chips: chips(tool), ..Section::default() });
    for part in &tool.parts {
        let id = format!("tool:{}", part.tool.id);
        sections.push(Section { id, head: Some(part_head(part)), chips: chips(part) });
    }
    if tool.more_parts > 0 {
        let more =
            Chip::words(format!("+{}", plural(tool.more_parts as usize, "more sub-tool", "more sub-tools")));
        sections.push(Section { chips: vec![more], ..Section::default() });
    }
    Card {
        id: format!("tool:{}", tool.tool.id),
        name: tool.tool.name.to_owned(),
        number: number(tool),
        look: look(tool.state),
        tooltip: format!("{}: {}", tool.tool.name, state_text(tool)),
        link: None,
        sections,
    }
}

/// How many companies offer a tool. One that nobody has looked at has no number: 0 would say that
/// nobody offers it.
fn number(tool: &map::Tool<'_>) -> String {
    if tool.state == GapState::Unresearched { "?".to_owned() } else { tool.offerers.to_string() }
}

fn look(state: GapState) -> CardLook {
    match state {
        GapState::Contested => CardLook::Plain,
        GapState::Empty => CardLook::Empty,
        GapState::Unsettled => CardLook::Unsettled,
        GapState::Unresearched => CardLook::Unresearched,
    }
}

/// Says in words what is known of who offers a tool.
fn state_text(tool: &map::Tool<'_>) -> String {
    match tool.state {
        GapState::Contested => {
            format!("offered by {}", plural(tool.offerers as usize, "company", "companies"))
        }
        GapState::Empty => format!("empty: {} do not offer it", tool.known_not),
        GapState::Unsettled => format!("unsettled: {} no, {} planned", tool.known_not, tool.planned_by),
        GapState::Unresearched => "not researched".to_owned(),
    }
}

fn state_head(tool: &map::Tool<'_>) -> Head {
    let colour = match tool.state {
        GapState::Empty => Colour::Empty,
        GapState::Unsettled => Colour::Unsettled,
        GapState::Unresearched | GapState::Contested => Colour::FaintInk,
    };
    let text = state_text(tool);
    Head { tooltip: format!("{}: {text}", tool.tool.name), text, colour }
}

fn part_head(part: &map::Tool<'_>) -> Head {
    let text = match part.offerers {
        0 => format!("sub-tool: {}, {}", part.tool.name, state_text(part)),
        _ => format!("sub-tool: {}", part.tool.name),
    };
    let tooltip = format!("{}: {}", part.tool.name, state_text(part));
    Head { text, colour: Colour::FaintInk, tooltip }
}

fn chips(tool: &map::Tool<'_>) -> Vec<Chip> {
    let mut chips: Vec<Chip> = tool.companies.iter().map(|made| chip(made, tool.tool.name)).collect();
    chips.extend((tool.more_companies > 0).then(|| Chip::words(format!("+{} more", tool.more_companies))));
    chips
}

fn chip(chip: &map::Chip<'_>, tool: &str) -> Chip {
    let partly = if chip.support == Support::Partial { "½ " } else { "" };
    Chip {
        id: Some(format!("company:{}", chip.company.id)),
        name: format!("{partly}{}", chip.company.full_name()),
        look: if chip.ours { ChipLook::Filled } else { ChipLook::Plain },
        is_italic: chip.basis != Some(Basis::Stated),
        tooltip: said_of(chip, tool),
        link: chip.url.map(str::to_owned),
    }
}

/// Says what is claimed of a company and a tool, and on which evidence: source, place, basis and
/// day.
pub(super) fn said_of(chip: &map::Chip<'_>, tool: &str) -> String {
    let offers = if chip.support == Support::Partial { "offers in part" } else { "offers" };
    let mut lines = vec![format!("{} {offers} {tool}", chip.company.full_name())];
    let claims = || chip.claims.iter();
    lines.extend(claims().filter_map(|claim| claim.product).map(|product| format!("as “{product}”")));
    lines.extend(claims().filter_map(|claim| claim.maturity).map(|m| format!("maturity: {}", m.word())));
    lines.extend(claims().filter_map(|claim| claim.note).map(|note| format!("note: {note}")));
    let mut evidence: Vec<String> = Vec::new();
    for piece in claims().flat_map(|claim| &claim.evidence) {
        let place = [piece.at.map(str::to_owned), Some(piece.basis.word().to_owned())];
        let place = place.into_iter().chain([piece.on.map(|day| day.to_string())]).flatten();
        evidence.push(format!("{}: {}", piece.source.name, place.collect::<Vec<_>>().join(", ")));
    }
    if evidence.is_empty() {
        lines.push("no evidence".to_owned());
    }
    let rest = evidence.len().saturating_sub(MOST_EVIDENCE);
    lines.extend(evidence.into_iter().take(MOST_EVIDENCE));
    lines.extend((rest > 0).then(|| format!("+{rest} more sources")));
    lines.join("\n")
}

/// What the signs mean, drawn as they stand in the picture.
fn legend(report: &map::Report<'_>) -> Vec<(Sign, String)> {
    let sample =
        |text: &str, look, is_italic| Sign::Chip(Chip { look, is_italic, ..Chip::words(text.to_owned()) });
    let mut legend = vec![(sample("Name", ChipLook::Plain, false), "offers it".to_owned())];
    if let Some(us) = report.company {
        legend.push((sample("Name", ChipLook::Filled, false), us.name.to_owned()));
    }
    let and = |sign, meaning: &str| (sign, meaning.to_owned());
    legend.extend([
        and(sample("½ Name", ChipLook::Plain, false), "in part"),
        and(sample("Name", ChipLook::Plain, true), "no source states it plainly"),
        and(Sign::Card(CardLook::Empty), "empty: known to be offered by nobody"),
        and(Sign::Card(CardLook::Unsettled), "unsettled: too few claims to tell"),
        and(Sign::Card(CardLook::Unresearched), "not researched (?)"),
    ]);
    legend
}

/// Draws the map as a flowchart: a box for each stack, and in it a node for each tool, which names
/// its count and the first companies.
fn mermaid(report: &map::Report<'_>, style: &Style<'_>) -> String {
    let title = style.title.unwrap_or(report.name);
    let mut chart = format!("flowchart LR\n  subgraph map[\"{}\"]\n  direction LR\n", label(title));
    let mut unknown: Vec<String> = Vec::new();
    for (at, panel) in report.panels.iter().enumerate() {
        let name = panel.stack.map_or(IN_NO_STACK, |stack| stack.name);
        chart.push_str(&format!("  subgraph s{at}[\"{}\"]\n", label(name)));
        for (index, tool) in panel.tools.iter().enumerate() {
            let who = if tool.offerers == 0 { state_text(tool) } else { first_companies(tool) };
            let (name, who) = (label(tool.tool.name), label(&who));
            chart.push_str(&format!("    s{at}t{index}[\"{name}: {}<br/>{who}\"]\n", number(tool)));
            unknown.extend((tool.offerers == 0).then(|| format!("s{at}t{index}")));
        }
        if panel.tools.is_empty() {
            chart.push_str(&format!("    s{at}none[\"no tools\"]\n"));
        }
        if !panel.more_tools.is_empty() {
            let more = plural(panel.more_tools.len(), "more tool", "more tools");
            chart.push_str(&format!("    s{at}more[\"{more}\"]\n"));
        }
        chart.push_str("  end\n");
    }
    chart.push_str("  end\n");
    if !unknown.is_empty() {
        chart.push_str("  classDef unknown stroke-dasharray: 4 4\n");
        chart.push_str(&format!("  class {} unknown\n", unknown.join(",")));
    }
    chart
}

fn first_companies(tool: &map::Tool<'_>) -> String {
    let offering = tool.companies.iter().chain(tool.parts.iter().flat_map(|part| &part.companies));
    let mut names: Vec<Cow<'_, str>> = Vec::new();
    for chip in offering {
        let name = chip.company.full_name();
        if names.len() < MOST_NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    let rest = (tool.offerers as usize).saturating_sub(names.len());
    let more = if rest > 0 { format!(", +{rest} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}
