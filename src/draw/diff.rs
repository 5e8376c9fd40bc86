//! What changed on the market map: of its panels, cards and chips those alone of which anything
//! changed, marked by a sign, a line and a colour.

use std::cell::OnceCell;

use super::map::{IN_NO_STACK, list, said_of};
use super::palette::Colour;
use super::panels::{
    Card, CardLook, Chip, ChipLook, Head, Mark, Panel, PanelLook, Panels, Rest, Section, Sign, legend_of,
};
use super::scene::Scene;
use super::sheet::stack_id;
use super::{Picture, Style, frame};
use crate::flowchart::label;
use crate::model::Support;
use crate::query::diff::{self, Change};
use crate::words::phrases::plural;

/// How many companies the subtitle names of each sort of change, and a node of the flowchart of
/// all.
const MOST_NAMES: usize = 8;

impl Picture for diff::map::Report<'_> {
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

impl diff::map::Report<'_> {
    /// Returns what the picture is called unless something else is asked for.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}: what changed", self.new.name)
    }
}

fn panels(report: &diff::map::Report<'_>, style: &Style<'_>) -> Panels {
    Panels {
        title: style.title_or(|| report.title()),
        subtitle: subtitle(report),
        groups: report.panels.iter().map(panel).collect(),
        legend: legend(report),
        footer: frame::footer(report.as_of, &report.sources),
    }
}

fn subtitle(report: &diff::map::Report<'_>) -> Vec<String> {
    let offers = &report.offers;
    let between = format!("between {} and {}", state_name(&report.old), state_name(&report.new));
    let mut lines = Vec::new();
    if offers.added + offers.removed + offers.changed > 0 {
        let added = plural(offers.added as usize, "offer", "offers");
        lines.push(format!(
            "{added} added, {} removed, {} changed {between}.",
            offers.removed, offers.changed
        ));
    } else if report.is_empty() {
        lines.push(format!("Nothing on the market map changed {between}."));
    } else {
        lines.push(format!("No offer was added, removed or changed {between}."));
    }
    lines.extend(companies(report));
    let mut rest = Vec::new();
    let mut tell = |count: u32, one: &str, many: &str| {
        rest.extend((count > 0).then(|| plural(count as usize, one, many)));
    };
    tell(
        report.more_stacks,
        "more stack with fewer changes is left out",
        "more stacks with fewer changes are left out",
    );
    tell(
        report.unchanged_stacks,
        "stack without changes is not drawn",
        "stacks without changes are not drawn",
    );
    tell(report.evidence_alone, "offer differs only in its evidence", "offers differ only in their evidence");
    tell(
        report.details,
        "offer differs in details, not in support",
        "offers differ in details, not in support",
    );
    tell(
        report.other_claims,
        "change of another claim is not drawn",
        "changes of other claims are not drawn",
    );
    lines.extend((!rest.is_empty()).then(|| format!("{}.", rest.join("; "))));
    lines
}

fn state_name(state: &diff::State<'_>) -> String {
    state.label.clone().unwrap_or_else(|| state.name.to_owned())
}

/// Says which companies were added, removed or renamed.
fn companies(report: &diff::map::Report<'_>) -> Option<String> {
    let of = |change: Change, words: &str| {
        let all = report.companies.iter().filter(|company| company.change == change);
        let names: Vec<String> = all
            .map(|company| match company.was.filter(|was| was.name != company.record.name) {
                Some(was) => format!("{} → {}", was.name, company.record.name),
                None => company.record.name.to_owned(),
            })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        (!names.is_empty()).then(|| format!("{words}: {}", list(&names, MOST_NAMES)))
    };
    let parts = [
        of(Change::Added, "companies added"),
        of(Change::Removed, "companies removed"),
        of(Change::Renamed, "companies renamed"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let text = parts.join("; ");
    // Only the first letter, which is an ASCII one, is made a capital.
    (!text.is_empty()).then(|| format!("C{}.", text.trim_start_matches('c')))
}

fn mark(change: Change) -> Mark {
    match change {
        Change::Added => Mark::Added,
        Change::Removed => Mark::Removed,
        Change::Renamed | Change::Changed => Mark::Changed,
    }
}

/// Returns a name with the sign of what became of it, and the name that it had before.
fn marked(name: &str, was: Option<&str>, change: Option<Change>) -> String {
    let was = was.map_or_else(String::new, |was| format!("{was} → "));
    let sign = change.map_or_else(String::new, |change| format!("{} ", mark(change).sign()));
    format!("{sign}{was}{name}")
}

fn panel(panel: &diff::map::Panel<'_>) -> Panel {
    let name = panel.stack.map_or(IN_NO_STACK, |stack| stack.name);
    let changed = panel.tools.len() + panel.more_tools as usize;
    let unchanged = match panel.unchanged_tools {
        0 => String::new(),
        count => format!(", {count} unchanged"),
    };
    let became = panel.change.map_or_else(String::new, |change| format!("stack {}, ", change.word()));
    let summary = format!("{became}{} changed{unchanged}", plural(changed, "tool", "tools"));
    Panel {
        id: stack_id(panel.stack),
        tooltip: format!("{name}: {summary}"),
        name: marked(name, panel.was, panel.change),
        summary,
        notes: Vec::new(),
        look: panel.change.map_or(PanelLook::Quiet, |change| PanelLook::Marked(mark(change))),
        cards: panel.tools.iter().map(card).collect(),
        more: Rest { count: panel.more_tools as usize, names: Vec::new(), words: " with fewer changes" },
        weight: panel.tools.iter().map(|tool| u32::try_from(tool.offers.len()).unwrap_or(u32::MAX)).sum(),
    }
}

fn card(tool: &diff::map::Tool<'_>) -> Card {
    let mut sections = vec![section(tool, None)];
    sections.extend(tool.parts.iter().map(|part| {
        let text = format!("part: {} ({})", marked(part.tool.name, part.was, part.change), number(part));
        let head = Some(Head { tooltip: tooltip(part), text, colour: Colour::FaintInk });
        Section { is_part: true, ..section(part, head) }
    }));
    Card {
        id: format!("tool:{}", tool.tool.id),
        name: marked(tool.tool.name, tool.was, tool.change),
        number: number(tool),
        look: tool.change.map_or(CardLook::Plain, |change| CardLook::Marked(mark(change))),
        tooltip: tooltip(tool),
        link: None,
        sections,
        more_parts: tool.more_parts as usize,
    }
}

/// Says what became of a tool, and what was and is known of who offers it.
fn tooltip(tool: &diff::map::Tool<'_>) -> String {
    let mut lines = vec![tool.tool.name.to_owned()];
    lines.extend(fate(tool));
    lines.extend(tool.was.map(|was| format!("was called {was}")));
    let counts = counts(tool);
    lines.extend(["offered by", "known not to offer it", "planned by"].into_iter().zip(counts).filter_map(
        |(words, [before, after])| match (before, after) {
            (None, None) => None,
            (Some(before), Some(after)) if before != after => Some(format!("{words}: {before} → {after}")),
            (before, after) => after.or(before).map(|count| format!("{words}: {count}")),
        },
    ));
    lines.join("\n")
}

/// Says what became of a tool in its stack, where that is more than a change of its offers.
fn fate(tool: &diff::map::Tool<'_>) -> Option<String> {
    let text = match (tool.change?, tool.moved) {
        (Change::Added, true) => "added to the stack",
        (Change::Removed, true) => "removed from the stack",
        (Change::Added, false) => "tool added",
        (Change::Removed, false) => "tool removed",
        (Change::Renamed | Change::Changed, _) => "tool renamed",
    };
    Some(text.to_owned())
}

/// How many companies offer a tool, are known not to, and plan it: before and after.
fn counts(tool: &diff::map::Tool<'_>) -> [[Option<u32>; 2]; 3] {
    let sides = [tool.before, tool.after];
    [
        sides.map(|claims| claims.map(|claims| claims.offered)),
        sides.map(|claims| claims.map(|claims| claims.no)),
        sides.map(|claims| claims.map(|claims| claims.planned)),
    ]
}

/// How many companies offered a tool and how many do. One that nobody has looked at has no number:
/// 0 would say that nobody offers it.
fn number(tool: &diff::map::Tool<'_>) -> String {
    let shown = [tool.before, tool.after].map(|claims| {
        claims.map(|claims| {
            let is_known = claims.offered + claims.no + claims.planned > 0;
            if is_known { claims.offered.to_string() } else { "?".to_owned() }
        })
    });
    match shown {
        [Some(before), Some(after)] if before != after => format!("{before} → {after}"),
        [before, after] => after.or(before).unwrap_or_default(),
    }
}

fn section(tool: &diff::map::Tool<'_>, head: Option<Head>) -> Section {
    let chips: Vec<Chip> = tool.offers.iter().map(|offer| chip(offer, tool)).collect();
    let mut words: Vec<String> = Vec::new();
    let [_, no, planned] = counts(tool);
    for (what, [before, after]) in [("known not to offer it", no), ("planned by", planned)] {
        // Of a tool that is new or gone, what is said besides offers is said by nothing else.
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        if before != after {
            words.push(format!("{what}: {before} → {after}"));
        }
    }
    if tool.unchanged > 0 {
        words.push(format!("{} unchanged", tool.unchanged));
    }
    let head = head.or_else(|| {
        let text = fate(tool).filter(|_| tool.change != Some(Change::Renamed))?;
        let colour = tool.change.map_or(Colour::FaintInk, |change| mark(change).colour());
        Some(Head { tooltip: tooltip(tool), text, colour })
    });
    let (id, more) = (format!("tool:{}", tool.tool.id), tool.more_offers as usize);
    Section { id, head, chips, more, words, is_part: false }
}

fn support(support: Option<Support>) -> &'static str {
    support.map_or("no claim", Support::word)
}

fn chip(offer: &diff::map::Offer<'_>, tool: &diff::map::Tool<'_>) -> Chip {
    let name = marked(offer.chip.company.name, offer.was, Some(offer.change));
    let turned = format!("{} → {}", support(offer.before), support(offer.after));
    let note = match offer.change {
        Change::Added | Change::Removed if offer.chip.support == Support::Partial => " (½)".to_owned(),
        Change::Added | Change::Removed => String::new(),
        Change::Renamed | Change::Changed => format!(": {turned}"),
    };
    let became = match offer.change {
        Change::Added => "is known to offer it now",
        Change::Removed => "is no longer known to offer it",
        Change::Renamed | Change::Changed => "offers it differently now",
    };
    let mut lines = vec![format!("{} {became}: {turned}", offer.chip.company.name)];
    lines.extend(offer.was.map(|was| format!("the company was called {was}")));
    lines.extend(offer.company_alone.then(|| format!("the company was {} as well", offer.change.word())));
    let when = if offer.change == Change::Removed { "Before: " } else { "" };
    lines.push(format!("{when}{}", said_of(&offer.chip, tool.tool.name)));
    Chip {
        id: Some(format!("company:{}", offer.chip.company.id)),
        name: format!("{name}{note}"),
        look: ChipLook::Marked(mark(offer.change)),
        is_italic: false,
        tooltip: lines.join("\n"),
        link: offer.chip.url.map(str::to_owned),
        width: OnceCell::new(),
    }
}

/// What the signs mean, drawn as they stand in the picture.
fn legend(report: &diff::map::Report<'_>) -> Vec<(Sign, String)> {
    let sample =
        |text: &str, mark| Sign::Chip(Chip { look: ChipLook::Marked(mark), ..Chip::words(text.to_owned()) });
    let card = |mark| Sign::Card(CardLook::Marked(mark));
    let tools = || report.panels.iter().flat_map(|panel| &panel.tools);
    let offers = || tools().flat_map(|tool| tool.parts.iter().chain([tool])).flat_map(|tool| &tool.offers);
    let is_offer = |is: Mark| offers().any(|offer| mark(offer.change) == is);
    let is_frame = |is: Mark| {
        let changes = report.panels.iter().map(|panel| panel.change).chain(tools().map(|tool| tool.change));
        changes.flatten().any(|change| mark(change) == is)
    };
    legend_of([
        (is_offer(Mark::Added), sample("+ Name", Mark::Added), "known to offer it now (½: in part)"),
        (
            is_offer(Mark::Removed),
            sample("− Name", Mark::Removed),
            "no longer known to offer it (now unknown, or no)",
        ),
        (
            is_offer(Mark::Changed),
            sample("~ Name", Mark::Changed),
            "changed between full and partial support",
        ),
        (is_frame(Mark::Added), card(Mark::Added), "tool or stack added"),
        (is_frame(Mark::Removed), card(Mark::Removed), "removed"),
        (is_frame(Mark::Changed), card(Mark::Changed), "renamed"),
    ])
}

/// Draws the changes as a flowchart: a box for each stack, and in it a node for each tool, which
/// names the first changes.
fn mermaid(report: &diff::map::Report<'_>, style: &Style<'_>) -> String {
    let title = style.title_or(|| report.title());
    let mut chart = format!("flowchart LR\n  subgraph diff[\"{}\"]\n  direction LR\n", label(&title));
    for (at, panel) in report.panels.iter().enumerate() {
        let name = panel.stack.map_or(IN_NO_STACK, |stack| stack.name);
        chart.push_str(&format!("  subgraph s{at}[\"{}\"]\n", label(&marked(name, panel.was, panel.change))));
        for (index, tool) in panel.tools.iter().enumerate() {
            let name = marked(tool.tool.name, tool.was, tool.change);
            let of_parts = tool.parts.iter().flat_map(|part| &part.offers);
            let offers = tool.offers.iter().chain(of_parts);
            let names: Vec<String> =
                offers.map(|offer| marked(offer.chip.company.name, offer.was, Some(offer.change))).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let changes =
                if names.is_empty() { "no offer changed".to_owned() } else { list(&names, MOST_NAMES) };
            let (name, number, changes) = (label(&name), label(&number(tool)), label(&changes));
            chart.push_str(&format!("    s{at}t{index}[\"{name}: {number}<br/>{changes}\"]\n"));
        }
        if panel.tools.is_empty() {
            chart.push_str(&format!("    s{at}none[\"no tools\"]\n"));
        }
        chart.push_str("  end\n");
    }
    if report.panels.is_empty() {
        chart.push_str("  none[\"nothing changed on the map\"]\n");
    }
    chart.push_str("  end\n");
    chart
}
