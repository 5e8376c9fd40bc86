//! Mermaid: a flowchart that code forges draw.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::Landscape;
use crate::flowchart::label;
use crate::landscape::{CompanyIx, StackIx, ToolIx};
use crate::model::Support;

/// How many arrows Mermaid draws unless it is told otherwise, which a page of a forge cannot
/// (`maxEdges`).
pub const MOST_ARROWS: usize = 500;

/// How many characters of text Mermaid reads unless it is told otherwise (`maxTextSize`).
pub const MOST_CHARACTERS: usize = 50_000;

/// The flowchart is bigger than what Mermaid draws.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TooBig {
    /// It has too many arrows.
    #[error("the flowchart has {0} arrows, and Mermaid draws {MOST_ARROWS} at most")]
    Arrows(usize),
    /// Its text is too long.
    #[error("the flowchart has {0} characters, and Mermaid reads {MOST_CHARACTERS} at most")]
    Characters(usize),
}

/// Returns a flowchart of stacks, of all where none are named: the tools of each that count, and an
/// arrow from each company to what it offers, dotted where that is in part.
///
/// A tool in two stacks is drawn in both. One that nobody is known to offer says so. Plans, and
/// what is known not to be offered, are not drawn.
///
/// # Errors
///
/// [`TooBig`] for more than Mermaid draws on a page that cannot configure it.
///
/// # Complexity
///
/// O(n log n) time for n tools in stacks and offers of them.
pub fn mermaid(landscape: &Landscape, stacks: &[StackIx]) -> Result<String, TooBig> {
    let mut groups: Vec<(String, Vec<ToolIx>)> = Vec::new();
    let chosen: Vec<StackIx> = if stacks.is_empty() { landscape.stacks().collect() } else { stacks.to_vec() };
    for stack in chosen {
        groups.push((landscape.node(stack).name().to_owned(), landscape.counted_tools_in(stack)));
    }
    let loose: Vec<ToolIx> =
        landscape.whole_tools().filter(|tool| landscape.stacks_of(*tool).is_empty()).collect();
    if stacks.is_empty() && !loose.is_empty() {
        groups.push(("In no stack".to_owned(), loose));
    }
    let offerers = |tool: &ToolIx| landscape.offerers(*tool) as usize;
    let arrows: usize = groups.iter().flat_map(|(_, tools)| tools).map(offerers).sum();
    if arrows > MOST_ARROWS {
        return Err(TooBig::Arrows(arrows));
    }
    let chart = chart(landscape, &groups);
    let characters = chart.chars().count();
    if characters > MOST_CHARACTERS { Err(TooBig::Characters(characters)) } else { Ok(chart) }
}

fn chart(landscape: &Landscape, groups: &[(String, Vec<ToolIx>)]) -> String {
    let mut chart = String::from("flowchart LR\n");
    if let Some(day) = landscape.as_of() {
        line(&mut chart, format_args!("  %% As of {day}."));
    }
    let mut companies: BTreeSet<CompanyIx> = BTreeSet::new();
    let mut arrows = String::new();
    let mut unknown: Vec<String> = Vec::new();
    for (at, (name, tools)) in groups.iter().enumerate() {
        line(&mut chart, format_args!("  subgraph s{at}[\"{}\"]", label(name)));
        for tool in tools {
            let id = format!("s{at}t{}", tool.ordinal());
            let mut name = label(landscape.node(*tool).name());
            if landscape.offerers(*tool) == 0 {
                name.push_str("<br/>(no offer known)");
                unknown.push(id.clone());
            }
            line(&mut chart, format_args!("    {id}[\"{name}\"]"));
            for (company, cell) in landscape.companies_on(*tool).filter(|(_, cell)| cell.is_offered()) {
                companies.insert(company);
                let arrow = if cell.support() == Support::Yes { "-->" } else { "-.->" };
                line(&mut arrows, format_args!("  c{} {arrow} {id}", company.ordinal()));
            }
        }
        line(&mut chart, format_args!("  end"));
    }
    for company in &companies {
        let name = label(landscape.node(*company).name());
        line(&mut chart, format_args!("  c{}([\"{name}\"])", company.ordinal()));
    }
    chart.push_str(&arrows);
    if !unknown.is_empty() {
        line(&mut chart, format_args!("  classDef unknown stroke-dasharray: 4 4"));
        line(&mut chart, format_args!("  class {} unknown", unknown.join(",")));
    }
    if let Some(us) = landscape.perspective().filter(|us| companies.contains(us)) {
        line(&mut chart, format_args!("  classDef us stroke-width: 3px"));
        line(&mut chart, format_args!("  class c{} us", us.ordinal()));
    }
    chart
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // A string takes all that is written to it.
    let _ = writeln!(text, "{arguments}");
}
