//! Boxes in layers as a flowchart in Mermaid.

use super::Layered;
use crate::draw::frame::Frame;
use crate::draw::scene::LineStyle;
use crate::draw::text::{self, Face};

/// How many lines Mermaid draws unless it is told otherwise, which a page of a forge cannot
/// (`maxEdges`).
const MOST_LINES: usize = 500;

/// How wide a label becomes.
const ROOM: f64 = 400.0;

pub(super) fn mermaid(picture: &Layered, frame: &Frame) -> Option<String> {
    let drawn = || picture.links.iter().filter(|link| link.drawn);
    if drawn().count() > MOST_LINES {
        return None;
    }
    let mut chart = format!("---\ntitle: \"{}\"\n---\nflowchart LR\n", label(&frame.title));
    for (layer, of) in picture.layers.iter().enumerate() {
        for (at, group) in of.groups.iter().enumerate().filter(|(_, group)| !group.nodes.is_empty()) {
            if group.frame.is_some() {
                let heading = if group.heading.is_empty() { " " } else { &group.heading };
                chart.push_str(&format!("  subgraph g{layer}_{at}[\"{}\"]\n", label(heading)));
            }
            for node in &group.nodes {
                let of = &picture.nodes[*node];
                let note = if of.note.is_empty() { String::new() } else { format!(" ({})", label(&of.note)) };
                let (open, close) = if of.look.radius > 0.0 { ('(', ')') } else { ('[', ']') };
                chart.push_str(&format!("    n{node}{open}\"{}{note}\"{close}\n", label(&of.label)));
            }
            if group.frame.is_some() {
                chart.push_str("  end\n");
            }
        }
    }
    for link in drawn() {
        let arrow = match (link.barred, link.stroke.style) {
            (true, _) => "--x",
            (false, LineStyle::Solid) => "---",
            (false, _) => "-.-",
        };
        let claims = if link.claims > 1 { format!("|{}|", link.claims) } else { String::new() };
        chart.push_str(&format!("  n{} {arrow}{claims} n{}\n", link.from, link.to));
    }
    Some(chart)
}

/// Returns a text that Mermaid shows as it is: of its signs, all that it reads itself as entities.
fn label(text: &str) -> String {
    let mut label = String::new();
    for character in text::fit(text, Face::Regular, 11.5, ROOM).chars() {
        match character {
            character if character.is_alphanumeric() || " .,;:+-–…?!()/½".contains(character) => {
                label.push(character);
            }
            character if character.is_ascii() => label.push_str(&format!("#{};", u32::from(character))),
            character => label.push(character),
        }
    }
    label
}
