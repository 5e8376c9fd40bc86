//! Exclusive intersections of the tools of companies.
//!
//! Lex, Gehlenborg, Strobelt, Vuillemot and Pfister: `UpSet`: Visualization of Intersecting Sets.
//! IEEE Transactions on Visualization and Computer Graphics 20(12), 2014, pp. 1983–1992. Turned by
//! a quarter: an intersection is a row, so that the names of its tools have room beside its bar.

#![expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^52 companies and tools")]

use super::clusters::Item;
use super::dot::{self, Edges, Statements, print};
use super::frame::{self, Frame, Sample};
use super::layered::{line_sample, sign_sample};
use super::palette::Colour;
use super::scene::{Anchor, Block, Fill, Group, Scene, Shape, Stroke, Text};
use super::text::{self, Face};
use super::{Picture, Style};
use crate::query::{CompanyRef, ToolRef, overlap::Intersection, upset};
use crate::words::phrases::plural;

/// How many intersections are drawn at most.
const MOST: usize = 30;

const ROW: f64 = 22.0;
const COLUMN: f64 = 30.0;
const DOT: f64 = 6.5;
const BAR: f64 = 150.0;
const NAMES: f64 = 430.0;
/// The longest that a turned name becomes, and how much of its length is height: the sine of 50
/// degrees.
const LONGEST: f64 = 120.0;
const RISE: f64 = 0.77;
const SIZES: f64 = 46.0;
/// The size of the names of tools.
const NAME: f64 = 10.0;

const LABEL: f64 = 11.0;

impl Picture for upset::Report<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        dot(self, style)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        let Some(page) = style.page else {
            return frame(self, style, MOST).around(block(self, NAMES, MOST));
        };
        page.lay_out(MOST, |canvas, step| {
            let most = MOST - step;
            let bars_at = self.overlap.companies.len() as f64 * COLUMN + 14.0;
            let names = (canvas.room() - bars_at - BAR - 40.0).max(LEAST_NAMES);
            frame(self, style, most).on(canvas, block(self, names, most))
        })
    }
}

/// The least room for the names of tools.
const LEAST_NAMES: f64 = 160.0;

fn frame(report: &upset::Report<'_>, style: &Style<'_>, most: usize) -> Frame {
    let overlap = &report.overlap;
    let tools: usize = overlap.intersections.iter().map(|group| group.tools.len()).sum();
    let among = match report.total as usize {
        total if total > overlap.companies.len() => format!("these {} of {total}", overlap.companies.len()),
        _ => "all".to_owned(),
    };
    let mut subtitle = vec![format!(
        "{} offered by at least one of {among} companies, grouped by exactly who offers each.",
        plural(tools, "tool is", "tools are"),
    )];
    if overlap.intersections.len() > most {
        let rest = &overlap.intersections[most..];
        let tools: usize = rest.iter().map(|group| group.tools.len()).sum();
        subtitle.push(format!(
            "The {most} largest groups are drawn; {} more have {}.",
            rest.len(),
            plural(tools, "tool", "tools")
        ));
    }
    if report.tied > 0 {
        let left_out = plural(report.tied as usize, "company ties", "companies tie");
        subtitle.push(format!(
            "{left_out} as the next closest; none of them is shown. Name some to compare them."
        ));
    }
    let mark = |fill, meaning| {
        let shape = Shape::Circle {
            x: DOT,
            y: DOT,
            radius: DOT - 0.5,
            fill,
            stroke: Some(Stroke::solid(Colour::Line, 1.0)),
        };
        Sample::new(Block { width: 2.0 * DOT, height: 2.0 * DOT, shapes: vec![shape] }, meaning)
    };
    let mut legend = vec![
        mark(Fill::Solid(Colour::strong(0)), "offers all tools of the row"),
        mark(Fill::Solid(Colour::Chip), "none of them known to be offered: no, planned or not known"),
    ];
    if overlap.intersections.iter().flat_map(|group| &group.others).any(|others| *others > 0) {
        legend.push(sign_sample("(+2)", "2 companies that are not shown offer it too"));
    }
    Frame {
        title: style.title_or(|| report.title()),
        subtitle,
        legend,
        footer: frame::footer(report.as_of, &report.sources),
    }
}

impl upset::Report<'_> {
    /// Returns the title that the picture has unless another is asked for.
    #[must_use]
    pub fn title(&self) -> String {
        let shown = &self.overlap.companies;
        let Some(first) = shown.first() else { return "No companies".to_owned() };
        if shown.len() == 1 {
            return format!("The tools of {}", first.name);
        }
        let tools_of = |is_meant: &dyn Fn(&Intersection<'_>) -> bool| {
            let groups = self.overlap.intersections.iter().filter(|group| is_meant(group));
            groups.map(|group| group.tools.len()).sum::<usize>()
        };
        let shared = tools_of(&|group| group.companies.len() == shown.len());
        let alone = tools_of(&|group| group.companies.len() == 1 && has(group, first));
        let among = match self.total as usize {
            total if total > shown.len() => format!("Among these {} of {total} companies", shown.len()),
            _ => format!("Among these {} companies", shown.len()),
        };
        let all = if shown.len() == 2 { "both" } else { "all" };
        format!(
            "{among}: {all} offer {}, only {} offers {alone}",
            plural(shared, "tool", "tools"),
            first.name
        )
    }
}

fn has(group: &Intersection<'_>, company: &CompanyRef<'_>) -> bool {
    group.companies.iter().any(|of| of.id == company.id)
}

/// What a row says, whole.
fn title(group: &Intersection<'_>) -> String {
    let companies: Vec<&str> = group.companies.iter().map(|company| company.name).collect();
    let tools: Vec<String> = (group.tools.iter().zip(&group.known_not).zip(&group.others))
        .map(|((tool, no), others)| {
            let no = (*no > 0).then(|| format!("{no} of those shown do not offer it"));
            let others = (*others > 0).then(|| {
                format!("also by {}", plural(*others as usize, "company not shown", "companies not shown"))
            });
            let more: Vec<String> = no.into_iter().chain(others).collect();
            if more.is_empty() {
                tool.name.to_owned()
            } else {
                format!("{} ({})", tool.name, more.join("; "))
            }
        })
        .collect();
    format!("Of those shown, offered only by {}: {}", companies.join(", "), tools.join(", "))
}

/// The names of the tools of a row, in at most so many lines.
fn names(group: &Intersection<'_>, room: f64, most: usize) -> Vec<String> {
    let name = |(tool, others): (&ToolRef<'_>, &u32)| match others {
        0 => tool.name.to_owned(),
        others => format!("{} (+{others})", tool.name),
    };
    let names: Vec<String> = group.tools.iter().zip(&group.others).map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    text::list(&names, Face::Regular, NAME, room, most)
}

/// Draws so many groups, with so much room for the names of their tools.
fn block(report: &upset::Report<'_>, names_room: f64, most_rows: usize) -> Block {
    let overlap = &report.overlap;
    let count = overlap.companies.len() as f64;
    let rows = overlap.intersections.len().min(most_rows);
    let names = overlap.companies.iter().map(|company| text::width(company.name, Face::Bold, LABEL));
    let head = names.fold(0.0, f64::max).min(LONGEST) * RISE + 14.0;
    let top = head + SIZES;
    let bars_at = count * COLUMN + 14.0;
    // Turned names lean over to the right of the last column.
    let width = bars_at + BAR + 40.0 + names_room;
    let height = top + rows as f64 * ROW;
    let mut shapes: Vec<Shape> = Vec::new();
    let most = overlap.tools.iter().copied().max().unwrap_or(0).max(1);
    for (at, (company, tools)) in overlap.companies.iter().zip(&overlap.tools).enumerate() {
        let x = at as f64 * COLUMN + COLUMN / 2.0;
        let name = Text::fitted(company.name, x + 3.0, head - 4.0, LABEL, Face::Bold, LONGEST).turned(-50.0);
        let size = f64::from(*tools) / f64::from(most) * (SIZES - 22.0);
        let bar = Shape::Rect {
            x: x - 8.0,
            y: head,
            width: 16.0,
            height: size.max(0.5),
            radius: 1.0,
            fill: Fill::Solid(Colour::Neutral),
            stroke: None,
        };
        let number = Text::new(tools.to_string(), x, head + size + 12.0, NAME)
            .anchor(Anchor::Middle)
            .colour(Colour::FaintInk);
        let title = format!("{} offers {}", company.name, plural(*tools as usize, "tool", "tools"));
        shapes
            .push(Group { title, shapes: vec![name.into(), bar, number.into()], ..Group::default() }.into());
    }
    let largest = overlap.intersections.first().map_or(1, |group| group.tools.len()).max(1) as f64;
    for (row, group) in overlap.intersections.iter().take(most_rows).enumerate() {
        let y = top + row as f64 * ROW;
        shapes.push(
            Group {
                title: title(group),
                shapes: row_shapes(report, group, row, largest, bars_at, width),
                offset: (0.0, y),
                ..Group::default()
            }
            .into(),
        );
    }
    if overlap.intersections.is_empty() {
        shapes.push(
            Text::new("Nobody has recorded what they offer.", 0.0, top + 16.0, LABEL)
                .colour(Colour::FaintInk)
                .into(),
        );
    }
    Block { width, height: height + if rows == 0 { 24.0 } else { 0.0 }, shapes }
}

fn row_shapes(
    report: &upset::Report<'_>,
    group: &Intersection<'_>,
    row: usize,
    largest: f64,
    bars_at: f64,
    width: f64,
) -> Vec<Shape> {
    let middle = ROW / 2.0;
    let mut shapes: Vec<Shape> = Vec::new();
    if row.is_multiple_of(2) {
        shapes.push(Shape::Rect {
            x: 0.0,
            y: 0.0,
            width,
            height: ROW,
            radius: 3.0,
            fill: Fill::Solid(Colour::NeutralTint),
            stroke: None,
        });
    }
    let x = |at: usize| at as f64 * COLUMN + COLUMN / 2.0;
    let held: Vec<bool> = report.overlap.companies.iter().map(|company| has(group, company)).collect();
    if let (Some(first), Some(last)) = (held.iter().position(|has| *has), held.iter().rposition(|has| *has)) {
        shapes.push(Shape::Line {
            from: (x(first), middle),
            to: (x(last), middle),
            stroke: Stroke::solid(Colour::strong(0), 2.5),
        });
    }
    for (at, has) in held.iter().enumerate() {
        let (radius, fill, stroke) = if *has {
            (DOT, Colour::strong(0), Colour::strong(0))
        } else {
            (DOT - 2.0, Colour::Chip, Colour::Line)
        };
        shapes.push(Shape::Circle {
            x: x(at),
            y: middle,
            radius,
            fill: Fill::Solid(fill),
            stroke: Some(Stroke::solid(stroke, 1.0)),
        });
    }
    let size = group.tools.len() as f64 / largest * BAR;
    let baseline = middle + LABEL * 0.36;
    shapes.push(Shape::Rect {
        x: bars_at,
        y: 4.0,
        width: size.max(1.0),
        height: ROW - 8.0,
        radius: 2.0,
        fill: Fill::Solid(Colour::strong(0)),
        stroke: None,
    });
    shapes.push(
        Text::new(group.tools.len().to_string(), bars_at + size + 5.0, baseline, LABEL)
            .face(Face::Bold)
            .into(),
    );
    let names_at = bars_at + BAR + 36.0;
    let names = names(group, width - names_at - 4.0, 1);
    shapes.extend(names.into_iter().map(|line| Text::new(line, names_at, baseline, NAME).into()));
    shapes
}

/// Writes the plot as a graph: from each company an edge to each group of tools that it offers.
fn dot(report: &upset::Report<'_>, style: &Style<'_>) -> String {
    let (overlap, theme) = (&report.overlap, style.theme);
    let line = Stroke::solid(Colour::strong(0), 1.6);
    let legend = vec![line_sample(line, false, "offers all tools of the group, and nobody else shown does")];
    let mut statements = Statements::default();
    let mut graph = dot::framed(&Frame { legend, ..frame(report, style, MOST) }, theme);
    graph.extend([("rankdir", "LR".into()), ("ranksep", "1.6".into()), ("nodesep", "0.12".into())]);
    statements.graph(graph);
    statements.nodes(dot::boxes(theme));
    statements.edges(vec![
        ("arrowhead", "none".into()),
        ("color", line.colour.hex(theme).into()),
        ("penwidth", line.width.to_string().into()),
    ]);
    let bold = |words: &str| dot::set(dot::text(words, 11, Colour::Ink.hex(theme)), Face::Bold);
    let faint = |words: &str| dot::text(words, 10, Colour::FaintInk.hex(theme));
    let id = |company: &CompanyRef<'_>| format!("company:{}", company.id);
    for (company, tools) in overlap.companies.iter().zip(&overlap.tools) {
        let name = text::fit(company.name, Face::Bold, LABEL, LONGEST * 2.0);
        let label = vec![bold(&name), faint(&plural(*tools as usize, "tool", "tools"))];
        let company = Item {
            fill: Fill::Solid(Colour::Chip),
            frame: Some(Stroke::solid(Colour::Line, 1.0)),
            is_round: true,
            tooltip: format!("{} offers {}", company.name, plural(*tools as usize, "tool", "tools")),
            ..Item::new(id(company), "company", label)
        };
        statements.node(&company.id, company.pairs(theme));
    }
    for (at, group) in overlap.intersections.iter().take(MOST).enumerate() {
        let names = names(group, NAMES, 2);
        let names = names.iter().map(|line| dot::text(line, 10, Colour::Ink.hex(theme)));
        let group_item = Item {
            fill: Fill::Solid(Colour::tint(0)),
            frame: Some(Stroke::solid(Colour::strong(0), 1.0)),
            is_round: true,
            tooltip: title(group),
            ..Item::new(
                format!("group {at}"),
                "group",
                std::iter::once(bold(&group.tools.len().to_string())).chain(names).collect(),
            )
        };
        statements.node(&group_item.id, group_item.pairs(theme));
        for company in overlap.companies.iter().filter(|company| has(group, company)) {
            statements.edge(&id(company), &group_item.id, vec![("class", "offers".into())]);
        }
    }
    print("upset", Edges::Directed, statements)
}
