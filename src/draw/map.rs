//! The market map: panels for stacks, cards for tools, chips for companies.

use std::borrow::{Borrow, Cow};
use std::cell::OnceCell;

use super::frame;
use super::palette::Colour;
use super::panels::{
    Card, CardLook, Chip, ChipLook, Head, Panel, PanelLook, Panels, Rest, Section, Sign, legend_of,
};
use super::scene::Scene;
use super::sheet::stack_id;
use super::{Picture, Style};
use crate::flowchart::label;
use crate::model::{Basis, Support};
use crate::words::not_counted;
use crate::words::phrases::{plural, sentence_names};

use crate::query::{CompanyRef, map, state::GapState};

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

/// How many companies a title names.
const MOST_IN_TITLE: usize = 3;

impl map::Report<'_> {
    /// Returns the title that the picture has unless another is asked for: who covers which stacks
    /// as a whole, or else the landscape's name.
    #[must_use]
    pub fn title(&self) -> String {
        self.message().unwrap_or_else(|| self.name.to_owned())
    }

    /// Returns which stacks the marked company covers, or else who covers the stack of most tools,
    /// if anybody does.
    fn message(&self) -> Option<String> {
        let ours = |company: &CompanyRef<'_>| self.company.is_some_and(|us| us.id == company.id);
        let count = self.panels.iter().filter(|panel| panel.stack.is_some()).count() + self.more_stacks.len();
        // Where there is one stack, or one is asked for, all is said without its name.
        let is_only = count == 1 && self.in_no_stack == 0;
        let whole = |stack: &str| {
            if is_only { "all tools".to_owned() } else { format!("the whole {stack} stack") }
        };
        let stacks: Vec<&str> = (self.covered.iter())
            .filter(|covered| covered.companies.iter().any(ours))
            .map(|covered| covered.stack.name)
            .collect();
        if let (Some(us), false) = (self.company, stacks.is_empty()) {
            return Some(match stacks.len() {
                1 => format!("{} covers {}", us.name, whole(stacks[0])),
                few if few <= MOST_IN_TITLE => {
                    format!("{} covers the whole {} stacks", us.name, all(&stacks))
                }
                many => format!("{} covers {many} stacks as a whole", us.name),
            });
        }
        let (widest, others) = self.covered.split_first()?;
        if others.first().is_some_and(|next| next.tools == widest.tools) {
            let covered = self.covered.len();
            return Some(format!("In {covered} of {count} stacks one company covers everything"));
        }
        let names: Vec<&str> = widest.companies.iter().map(|company| company.name).collect();
        let who = match names.len() {
            1 => format!("{} covers", names[0]),
            few if few <= MOST_IN_TITLE => format!("{} cover", all(&names)),
            many => format!("{many} companies cover"),
        };
        Some(format!("{who} {}", whole(widest.stack.name)))
    }
}

/// Returns all of some names as a sentence has them.
fn all(names: &[&str]) -> String {
    sentence_names(names.iter().copied(), names.len())
}

fn panels(report: &map::Report<'_>, style: &Style<'_>) -> Panels {
    Panels {
        title: style.title_or(|| report.title()),
        subtitle: subtitle(report, style.title.is_none() && report.covered.is_empty()),
        groups: report.panels.iter().enumerate().map(|(at, made)| panel(report, made, at)).collect(),
        legend: legend(report),
        footer: frame::footer(report.as_of, &report.sources).noting(not_counted::text(&report.not_counted)),
    }
}

fn subtitle(report: &map::Report<'_>, has_name_as_title: bool) -> Vec<String> {
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
    // Where the title says something else, the name leads.
    let name = if has_name_as_title { String::new() } else { format!("{}. ", report.name) };
    let mut lines = vec![format!(
        "{name}{} in {}{elsewhere}, offered by {}.{ours}{}",
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
pub(super) fn list<S: Borrow<str>>(names: &[S], most: usize) -> String {
    let mut text = <[S]>::join(&names[..names.len().min(most)], ", ");
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
    Panel {
        id: stack_id(panel.stack),
        tooltip: format!("{name}: {summary}"),
        name: name.to_owned(),
        summary,
        notes: active_in(panel.active_in.iter().map(|company| company.name)).into_iter().collect(),
        look: if panel.stack.is_some() { PanelLook::Group(at) } else { PanelLook::Last },
        cards: panel.tools.iter().map(card).collect(),
        more: Rest {
            count: panel.more_tools.len(),
            names: panel.more_tools.iter().map(|tool| tool.name.to_owned()).collect(),
            words: "",
        },
        weight: panel.companies,
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
        let id = "state".to_owned();
        sections.push(Section { id, head: Some(state_head(tool)), ..Section::default() });
    }
    sections.push(section(tool));
    for part in &tool.parts {
        let id = format!("tool:{}", part.tool.id);
        sections.push(Section { id, head: Some(part_head(part)), is_part: true, ..section(part) });
    }
    Card {
        id: format!("tool:{}", tool.tool.id),
        name: tool.tool.name.to_owned(),
        number: number(tool),
        look: look(tool.state),
        tooltip: format!("{}: {}", tool.tool.name, state_text(tool)),
        link: None,
        sections,
        more_parts: tool.more_parts as usize,
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

/// The companies of a tool.
fn section(tool: &map::Tool<'_>) -> Section {
    Section {
        chips: tool.companies.iter().map(|made| chip(made, tool.tool.name)).collect(),
        more: tool.more_companies as usize,
        ..Section::default()
    }
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
        width: OnceCell::new(),
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

/// What the signs in the picture mean, drawn as they are there.
fn legend(report: &map::Report<'_>) -> Vec<(Sign, String)> {
    let sample =
        |text: &str, look, is_italic| Sign::Chip(Chip { look, is_italic, ..Chip::words(text.to_owned()) });
    let cards = || report.panels.iter().flat_map(|panel| &panel.tools);
    let tools = || cards().flat_map(|tool| std::iter::once(tool).chain(&tool.parts));
    let chips = || tools().flat_map(|tool| &tool.companies);
    let has_state = |state| cards().any(|tool| tool.state == state);
    let is_firm = |chip: &map::Chip<'_>| chip.basis == Some(Basis::Stated);
    let us = report.company.map_or("", |us| us.name);
    legend_of([
        (chips().any(|chip| !chip.ours), sample("Name", ChipLook::Plain, false), "offers it"),
        (chips().any(|chip| chip.ours), sample("Name", ChipLook::Filled, false), us),
        (
            chips().any(|chip| chip.support == Support::Partial),
            sample("½ Name", ChipLook::Plain, false),
            "in part",
        ),
        (
            chips().any(|chip| !is_firm(chip)),
            sample("Name", ChipLook::Plain, true),
            "no source states it plainly",
        ),
        (has_state(GapState::Empty), Sign::Card(CardLook::Empty), "empty: known to be offered by nobody"),
        (
            has_state(GapState::Unsettled),
            Sign::Card(CardLook::Unsettled),
            "unsettled: too few claims to tell",
        ),
        (has_state(GapState::Unresearched), Sign::Card(CardLook::Unresearched), "not researched (?)"),
    ])
}

/// Draws the map as a flowchart: a box for each stack, and in it a node for each tool, which names
/// its count and the first companies.
fn mermaid(report: &map::Report<'_>, style: &Style<'_>) -> String {
    let title = style.title_or(|| report.title());
    let mut chart = format!("flowchart LR\n  subgraph map[\"{}\"]\n  direction LR\n", label(&title));
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
        if panel.tools.is_empty() && panel.more_tools.is_empty() {
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
