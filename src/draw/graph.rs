//! Every node and relation of the landscape, or of a part of it.

use crate::query::graph;
use crate::words::claims::fact_text;
use crate::words::phrases::plural;
use crate::words::pictures::edge_text;
use std::collections::BTreeMap;

use super::frame::{self, Frame, Sample};
use super::layered::{Group, Layer, Layered, Link, Look, Node, box_sample, line_sample, sign_sample};
use super::palette::Colour;
use super::scene::{LineStyle, Scene, Stroke};
use super::{Picture, Style};
use crate::model::{Basis, Kind, Relation, Support};

impl Picture for graph::Report<'_> {
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

fn frame(report: &graph::Report<'_>, style: &Style<'_>) -> Frame {
    let kinds = Kind::ALL
        .into_iter()
        .map(|kind| (kind, report.nodes.iter().filter(|node| node.record.kind == kind).count()));
    let kinds: Vec<String> =
        kinds.filter(|(_, count)| *count > 0).map(|(kind, count)| kind.count(count)).collect();
    let drawn = if kinds.is_empty() { "Nothing".to_owned() } else { kinds.join(", ") };
    let mut subtitle =
        vec![format!("{drawn}, connected by {}.", plural(report.edges.len(), "claim", "claims"))];
    if report.left_out > 0 {
        let without: Vec<&str> = report.without.iter().map(|kind| kind.plural()).collect();
        let of_them = if without.is_empty() {
            String::new()
        } else {
            format!(", including all {}", without.join(" and "))
        };
        subtitle.push(format!(
            "{} not drawn{of_them}.",
            plural(report.left_out as usize, "record of the landscape is", "records of the landscape are")
        ));
    }
    Frame {
        title: style.title_or(|| report.name.to_owned()),
        subtitle,
        legend: legend(report),
        footer: frame::footer(report.as_of, &report.sources),
    }
}

fn legend(report: &graph::Report<'_>) -> Vec<Sample> {
    let has_kind = |kind| report.nodes.iter().any(|node| node.record.kind == kind);
    let boxes = Kind::ALL.into_iter().filter(|kind| has_kind(*kind));
    let mut legend: Vec<Sample> = boxes
        .map(|kind| box_sample(look(kind, (kind <= Kind::Tool).then_some(0), false), kind.singular()))
        .collect();
    if report.nodes.iter().any(|node| node.not_known_offered) {
        legend.push(box_sample(look(Kind::Tool, Some(0), true), "nobody is known to offer it"));
    }
    let mut lines: BTreeMap<(Relation, Option<Support>), Stroke> = BTreeMap::new();
    for edge in report.edges.iter().filter(|edge| edge.relation != Relation::InStack) {
        let known = Some(Basis::Stated);
        lines
            .entry((edge.relation, edge.support))
            .or_insert_with(|| stroke(edge.relation, edge.support, known, Some(0)));
    }
    for ((relation, support), stroke) in lines {
        let word = match support {
            Some(Support::Partial) => format!("{} in part", relation.rule().forward),
            Some(Support::Planned) => format!("plans ({relation})"),
            Some(Support::No) => format!("not ({relation})"),
            _ => relation.rule().forward.to_owned(),
        };
        legend.push(line_sample(stroke, support == Some(Support::No), &word));
    }
    if links(report).iter().any(|link| link.drawn && link.claims > 1) {
        legend.push(sign_sample("14", "on a line: how many claims it has, such as products"));
    }
    let is_thin = |edge: &graph::Edge<'_>| is_graded(edge.relation) && edge.basis != Some(Basis::Stated);
    if report.edges.iter().any(is_thin) {
        legend.push(line_sample(
            Stroke::solid(Colour::strong(0), THIN),
            false,
            "thin: no source states it plainly",
        ));
    }
    legend
}

/// The width of what is not stated.
const THIN: f64 = 0.7;

/// Whether the width of a line says how firm the claim is.
fn is_graded(relation: Relation) -> bool {
    matches!(relation, Relation::Offers | Relation::Provides | Relation::ActiveIn)
}

#[allow(
    clippy::match_wildcard_for_single_variants,
    reason = "a kind that is declared later has a place, too"
)]
fn look(kind: Kind, stack: Option<usize>, not_known_offered: bool) -> Look {
    let of = Look::of;
    match kind {
        Kind::Stack => Look::stack(stack.unwrap_or_default()),
        Kind::Tool => {
            let style = if not_known_offered { LineStyle::Dotted } else { LineStyle::Solid };
            let border = stack.map_or(Colour::Neutral, Colour::strong);
            of(Colour::Card, border, style)
        }
        Kind::Feature => Look { radius: 12.0, ..of(Colour::Ground, Colour::Line, LineStyle::Solid) },
        Kind::Company => Look::PLAIN,
        Kind::Role => Look { radius: 0.0, ..of(Colour::Neutral, Colour::Neutral, LineStyle::Solid) },
        Kind::Segment => Look { radius: 0.0, ..of(Colour::NeutralTint, Colour::Neutral, LineStyle::Solid) },
        Kind::Principle => Look { radius: 0.0, ..of(Colour::Ground, Colour::Unsettled, LineStyle::Solid) },
        Kind::Signal => Look { radius: 0.0, ..of(Colour::Ground, Colour::Ink, LineStyle::Dotted) },
        Kind::Question => Look { radius: 12.0, ..of(Colour::Ground, Colour::Ink, LineStyle::Dashed) },
        _ => of(Colour::Ground, Colour::Neutral, LineStyle::Dashed),
    }
}

/// The layer of a kind, and the heading over its boxes there.
#[allow(
    clippy::match_wildcard_for_single_variants,
    reason = "a kind that is declared later has a place, too"
)]
fn layer_of(kind: Kind) -> (usize, &'static str) {
    match kind {
        Kind::Signal => (0, "Signals"),
        Kind::Question => (0, "Questions"),
        Kind::Source => (0, "Sources"),
        Kind::Company => (1, "Companies"),
        Kind::Stack | Kind::Tool => (2, ""),
        Kind::Feature => (3, "Features"),
        Kind::Role => (4, "Roles"),
        Kind::Segment => (4, "Segments"),
        kind => (4, if kind == Kind::Principle { "Principles" } else { kind.plural() }),
    }
}

fn layered(report: &graph::Report<'_>) -> Layered {
    let mut picture = Layered { id: "landscape", ..Layered::default() };
    let mut groups: BTreeMap<(usize, Option<u32>, Kind), Group> = BTreeMap::new();
    // Tools of one stack stand in a frame, others in one of their own.
    let drawn_stacks: Vec<u32> = report
        .nodes
        .iter()
        .filter(|node| node.record.kind == Kind::Stack)
        .filter_map(|node| node.stack)
        .collect();
    for (at, node) in report.nodes.iter().enumerate() {
        let kind = node.record.kind;
        let (layer, heading) = layer_of(kind);
        let stack = node.stack.filter(|stack| drawn_stacks.binary_search(stack).is_ok());
        let group = if layer == 2 {
            let heading = match (stack, drawn_stacks.is_empty()) {
                (Some(_), _) => "",
                (None, true) => "Tools",
                (None, false) => "In no stack",
            };
            // What is in no stack has the grey after the last colour.
            let frame = stack.map(|stack| stack as usize);
            let group =
                Group { heading: heading.to_owned(), frame, has_head: stack.is_some(), nodes: Vec::new() };
            groups.entry((layer, Some(stack.unwrap_or(u32::MAX)), Kind::Stack)).or_insert(group)
        } else {
            let group = Group { heading: heading.to_owned(), ..Group::default() };
            groups.entry((layer, None, kind)).or_insert(group)
        };
        group.nodes.push(at);
        picture.nodes.push(boxed(node));
    }
    let mut layers: BTreeMap<usize, Layer> = BTreeMap::new();
    for ((layer, ..), group) in groups {
        layers.entry(layer).or_default().groups.push(group);
    }
    picture.layers = layers.into_values().collect();
    picture.links = links(report);
    picture
}

/// How many claims of one line a tooltip tells.
const MOST_TOLD: usize = 20;

/// One line for all claims of the same kind about the same two records, such as several products in
/// one tool.
fn links(report: &graph::Report<'_>) -> Vec<Link> {
    let mut same: BTreeMap<(usize, usize, String), usize> = BTreeMap::new();
    let mut links: Vec<Link> = Vec::new();
    for link in report.edges.iter().map(|edge| line(report, edge)) {
        let key = (link.from, link.to, link.class.clone());
        let Some(first) = same.get(&key).and_then(|at| links.get_mut(*at)) else {
            same.insert(key, links.len());
            links.push(link);
            continue;
        };
        first.claims += 1;
        if first.claims <= MOST_TOLD {
            first.title = format!("{}\n{}", first.title, link.title);
        }
        // As firm as the firmest.
        first.stroke.width = first.stroke.width.max(link.stroke.width);
    }
    for link in links.iter_mut().filter(|link| link.claims > MOST_TOLD) {
        link.title.push_str(&format!("\n+{} more", link.claims - MOST_TOLD));
    }
    links
}

fn boxed(node: &graph::Node<'_>) -> Node {
    let record = node.record;
    let stack = node.stack.map(|stack| stack as usize);
    let mut title = vec![format!("{} ({})", record.full_name(), record.kind)];
    title.extend(node.description.map(str::to_owned));
    title.extend(node.facts.iter().map(fact_text));
    title.extend(node.note.map(str::to_owned));
    if node.not_known_offered {
        title.push("Nobody is known to offer it.".to_owned());
    }
    Node {
        id: format!("{}:{}", record.kind, record.id),
        class: record.kind.singular(),
        label: record.full_name().into_owned(),
        note: String::new(),
        title: title.join("\n"),
        link: node.url.map(str::to_owned),
        look: look(record.kind, stack, node.not_known_offered),
    }
}

fn stroke(
    relation: Relation,
    support: Option<Support>,
    basis: Option<Basis>,
    stack: Option<usize>,
) -> Stroke {
    let strong = stack.map_or(Colour::Neutral, Colour::strong);
    let width = if is_graded(relation) && basis != Some(Basis::Stated) { THIN } else { 1.4 };
    match (relation, support) {
        (_, Some(Support::No)) => Stroke::solid(Colour::Empty, width),
        (Relation::Offers, Some(Support::Partial)) => Stroke::dashed(strong, width),
        (Relation::Offers, Some(Support::Planned)) => Stroke::dotted(strong, width),
        (Relation::Provides, Some(Support::Partial)) => Stroke::dashed(Colour::Unresearched, width),
        (Relation::Provides, Some(Support::Planned)) => Stroke::dotted(Colour::Unresearched, width),
        (Relation::Offers, _) => Stroke::solid(strong, width),
        (Relation::Provides, _) => Stroke::solid(Colour::Unresearched, width),
        (Relation::ActiveIn, _) => Stroke::dotted(strong, 2.4),
        (Relation::Has | Relation::InStack, _) => Stroke::solid(strong, 0.5),
        (Relation::Needs, _) => Stroke::dashed(Colour::Ink, 1.2),
        (Relation::About, _) => Stroke::dotted(Colour::FaintInk, 1.0),
        (Relation::Assesses, _) => Stroke::dashed(Colour::Unsettled, 1.2),
        (Relation::PartOf, _) => Stroke::solid(Colour::Ink, 1.6),
        (Relation::VariantOf, _) => Stroke::dashed(Colour::Ink, 1.6),
        (Relation::After, _) => Stroke::dotted(Colour::Ink, 1.8),
        (Relation::Enhances, _) => Stroke::dotted(Colour::Unsettled, 1.8),
        (Relation::ReportsTo, _) => Stroke::solid(Colour::FaintInk, 1.4),
        (Relation::Plays, _) => Stroke::dashed(Colour::FaintInk, 1.4),
        _ => Stroke::solid(Colour::FaintInk, 0.9),
    }
}

fn line(report: &graph::Report<'_>, edge: &graph::Edge<'_>) -> Link {
    let [from, to] = [edge.from, edge.to].map(|at| report.nodes.get(at as usize));
    let of_end =
        |node: Option<&graph::Node<'_>>| node.and_then(|node| node.stack).map(|stack| stack as usize);
    let stack = of_end(to).or_else(|| of_end(from));
    let from_kind = from.map_or("", |node| node.record.kind.singular());
    let support = edge.support.map_or_else(String::new, |support| format!(" {}", support.word()));
    let derived = if edge.derived { " derived" } else { "" };
    // A tool stands in the frame of its first stack.
    let framed = edge.relation == Relation::InStack && of_end(from).is_some() && of_end(from) == of_end(to);
    Link {
        from: edge.from as usize,
        to: edge.to as usize,
        class: format!("{from_kind} {}{support}{derived}", edge.relation),
        title: edge_text(report, edge),
        stroke: stroke(edge.relation, edge.support, edge.basis, stack),
        claims: 1,
        barred: edge.support == Some(Support::No),
        drawn: !framed,
    }
}
