//! One record and what is around it, from left to right.

use crate::query::around;
use crate::words::phrases::plural;
use crate::words::pictures::joined;
use std::collections::BTreeMap;

use super::frame::{self, Frame};
use super::layered::{Group, Layer, Layered, Link, Look, MORE, Node, box_sample, line_sample, sign_sample};
use super::palette::Colour;
use super::scene::{LineStyle, Scene, Stroke};
use super::{Picture, Style};
use crate::model::{Basis, Kind, Relation, Support};

impl Picture for around::Report<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        layered(self).dot(&frame(self, style), style)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        layered(self).scene(frame(self, style), style)
    }

    fn mermaid(&self, style: &Style<'_>) -> Option<String> {
        layered(self).mermaid(&frame(self, style))
    }
}

fn frame(report: &around::Report<'_>, style: &Style<'_>) -> Frame {
    let name = report.centre.name;
    let size = report.size as usize;
    let tools = plural(size, "tool", "tools");
    let (title, sentence) = match report.centre.kind {
        Kind::Company if size == 0 => {
            (format!("{name}: no known offers"), format!("Nobody has recorded what {name} offers."))
        }
        Kind::Company => (
            format!("{name} and its closest rivals, tool by tool"),
            format!(
                "{name} offers {tools}. Next to each rival: how many of them it offers too. Rivals are the companies most alike."
            ),
        ),
        Kind::Role => (
            format!("What {name} needs, and who offers it"),
            format!("{name} needs {tools}. Next to each company: how many of them it offers."),
        ),
        Kind::Tool => {
            let [planned, no] = report.otherwise.unwrap_or_default();
            let known = plural(size, "company is", "companies are");
            let is_needed = report.nodes.iter().any(|node| node.sort == around::Sort::Role);
            let needs = if is_needed { "" } else { " No role needs it, as far as is known." };
            (
                format!("{name}: who offers it and who needs it"),
                format!(
                    "{known} known to offer it, {planned} to plan it, {no} not to offer it. All others are unknown.{needs}"
                ),
            )
        }
        _ => (
            format!("{name}: its tools, and who offers them"),
            format!("The stack has {tools}. Next to each company: how many of them it offers."),
        ),
    };
    let mut subtitle = vec![sentence];
    if !report.left_out.is_empty() {
        let left_out = report
            .left_out
            .iter()
            .map(|(_, sort, count)| format!("{count} more in “{}”", heading(report, *sort)));
        subtitle.push(format!("Not drawn: {}.", left_out.collect::<Vec<_>>().join(", ")));
    }
    let mut legend = Vec::new();
    let has = |sort: around::Sort| report.nodes.iter().any(|node| node.sort == sort);
    let hue = report.nodes.iter().find_map(|node| node.stack).map(|stack| stack as usize);
    if has(around::Sort::Stack) {
        legend.push(box_sample(
            hue.map_or(Look::tool(None, LineStyle::Solid), Look::stack),
            "stack: its tools and lines have the same colour",
        ));
    }
    if has(around::Sort::Company) {
        legend.push(box_sample(Look::PLAIN, "company"));
    }
    if has(around::Sort::Role) {
        legend.push(box_sample(Look::ROLE, "role"));
    }
    let colour = hue.map_or(Colour::Neutral, Colour::strong);
    if report.links.iter().any(|link| link.relation == Relation::Offers) {
        legend.push(line_sample(Stroke::solid(colour, 1.8), false, "offers"));
        legend.push(line_sample(Stroke::dashed(colour, 1.8), false, "offers in part"));
        legend.push(line_sample(Stroke::solid(colour, 0.8), false, "thin: no source states it plainly"));
    }
    if report.nodes.iter().any(|node| node.support == Some(Support::Partial)) {
        legend.push(sign_sample("½", "offered in part"));
    }
    if has(around::Sort::Role) {
        legend.push(line_sample(Stroke::dotted(Colour::Ink, 1.4), false, "needs"));
    }
    Frame {
        title: style.title_or(|| title),
        subtitle,
        legend,
        footer: frame::footer(report.as_of, &report.sources),
    }
}

/// What the boxes of a sort are called.
fn heading(report: &around::Report<'_>, sort: around::Sort) -> &'static str {
    match (sort, report.centre.kind) {
        (around::Sort::Centre, _) => "",
        (around::Sort::Stack, Kind::Tool) => "In stacks",
        (around::Sort::Stack, _) => "Stacks",
        (around::Sort::Tool, Kind::Company) => "Tools that it offers",
        (around::Sort::Tool, Kind::Role) => "Tools that it needs",
        (around::Sort::Tool, _) => "Tools",
        (around::Sort::Whole, _) => "Sub-tool of",
        (around::Sort::Part, _) => "Sub-tools",
        (around::Sort::Company, Kind::Company) => "Closest rivals",
        (around::Sort::Company, Kind::Tool) => "Who offers it",
        (around::Sort::Company, _) => "Who offers most of them",
        (around::Sort::Role, Kind::Tool) => "Roles that need it",
        (around::Sort::Role, _) => "Roles that need them",
    }
}

fn layered(report: &around::Report<'_>) -> Layered {
    let mut picture = Layered { id: "around", ..Layered::default() };
    let mut groups: BTreeMap<(u32, around::Sort), Vec<usize>> = BTreeMap::new();
    for (at, node) in report.nodes.iter().enumerate() {
        groups.entry((node.layer, node.sort)).or_default().push(at);
        picture.nodes.push(boxed(report, at, node));
    }
    for (layer, sort, left_out) in &report.left_out {
        let at = picture.nodes.len();
        groups.entry((*layer, *sort)).or_default().push(at);
        picture.nodes.push(Node {
            id: format!("more:{layer}:{}", heading(report, *sort)),
            class: MORE,
            label: format!("+{left_out} more"),
            note: String::new(),
            title: format!("{left_out} more are not drawn"),
            link: None,
            look: Look::MORE,
        });
    }
    for ((layer, sort), nodes) in groups {
        picture.layers.resize_with(picture.layers.len().max(layer as usize + 1), Layer::default);
        if let Some(layer) = picture.layers.get_mut(layer as usize) {
            layer.groups.push(Group { heading: heading(report, sort).to_owned(), nodes, ..Group::default() });
        }
    }
    picture.links = report.links.iter().map(|link| line(report, link)).collect();
    picture
}

fn boxed(report: &around::Report<'_>, at: usize, node: &around::Node<'_>) -> Node {
    let stack = node.stack.map(|stack| stack as usize);
    let partial = node.support == Some(Support::Partial);
    let look = match node.sort {
        around::Sort::Centre => Look::centre(),
        around::Sort::Stack => stack.map_or(Look::tool(None, LineStyle::Solid), Look::stack),
        around::Sort::Company => Look::PLAIN,
        around::Sort::Role => Look::ROLE,
        _ => Look::tool(stack, if partial { LineStyle::Dashed } else { LineStyle::Solid }),
    };
    let name = node.record.map_or("In no stack", |record| record.name);
    let counted = node.tools.map(|tools| tools as usize);
    let mut title = vec![match (counted, node.sort) {
        (Some(tools), around::Sort::Company) => {
            format!("{name} offers {tools} of the {} tools", report.size)
        }
        (Some(tools), around::Sort::Role) => {
            format!("{name}: needs {}", plural(tools, "of the tools drawn", "of the tools drawn"))
        }
        (Some(tools), _) => format!("{name}: {}", plural(tools, "tool", "tools")),
        (None, _) => name.to_owned(),
    }];
    title.extend(node.said.iter().flat_map(joined));
    let beside = match (node.sort, report.centre.kind) {
        (around::Sort::Tool, _) if partial => "½".to_owned(),
        // Where there is one tool, the number says nothing.
        (_, Kind::Tool) => String::new(),
        _ => node.tools.map_or_else(String::new, |tools| tools.to_string()),
    };
    let (class, id) = match node.record {
        Some(record) => (record.kind.singular(), format!("{}:{}", record.kind, record.id)),
        None => ("stack", format!("none:{at}")),
    };
    Node {
        id,
        class,
        label: name.to_owned(),
        note: beside,
        title: title.join("\n"),
        link: node.url.map(str::to_owned),
        look,
    }
}

fn line(report: &around::Report<'_>, link: &around::Link<'_>) -> Link {
    let [from, to] = [link.from, link.to].map(|at| report.nodes.get(at as usize));
    let stack =
        from.and_then(|node| node.stack).or(to.and_then(|node| node.stack)).map(|stack| stack as usize);
    let colour = stack.map_or(Colour::Neutral, Colour::strong);
    let is_offer = link.relation == Relation::Offers;
    let width = if is_offer && link.basis != Some(Basis::Stated) { 0.8 } else { 1.8 };
    let stroke = match (link.relation, link.support) {
        (Relation::Needs, _) => Stroke::dotted(Colour::Ink, 1.4),
        (_, Some(Support::Partial)) => Stroke::dashed(colour, width),
        _ => Stroke::solid(colour, width),
    };
    Link {
        from: link.from as usize,
        to: link.to as usize,
        class: link.relation.to_string(),
        title: link.said.as_ref().map(joined).unwrap_or_default().join("\n"),
        stroke,
        claims: 1,
        barred: false,
        drawn: true,
    }
}
