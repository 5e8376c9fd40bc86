//! The network as DOT: every box pinned where the native picture has it, with room to grow in a
//! wider font.

use super::layout::Point;
use super::plan::{CompanyBox, Line, Plan};
use super::{alone_head, frame, line_colour, pair_title};
use crate::draw::Style;
use crate::draw::clusters::Item;
use crate::draw::dot::{
    Edges, FONT, Markup, Pair, Statements, boxes, framed, lines, plate, print, set, text,
};
use crate::draw::palette::{Colour, Theme};
use crate::draw::scene::{Fill, Stroke};
use crate::draw::stack_marks::{StackMark, StackMarks};
use crate::draw::text::Face;
use crate::query::network;

/// How much further apart than in the native picture all stands, across and down: most fonts are
/// less than a fifth wider than Arial.
const ROOM_TO_GROW: Point = [1.3, 1.15];

pub(super) fn dot(report: &network::Report<'_>, style: &Style<'_>) -> String {
    let theme = style.theme;
    let marks = StackMarks::new(&report.stacks);
    let plan = Plan::new(report, &marks);
    let mut statements = Statements::default();
    let mut graph = framed(&frame(report, &plan, &marks, style), theme);
    graph.push(("layout", "neato".into()));
    statements.graph(graph);
    statements.nodes(boxes(theme));
    statements.edges(vec![("fontname", FONT.into())]);
    for one in plan.boxes.iter().chain(&plan.alone) {
        let item = item(one, theme);
        statements.node(&item.id, pinned(&item, one.middle, theme));
    }
    if !plan.alone.is_empty() {
        let words = text(&alone_head(&plan), 11, Colour::FaintInk.hex(theme));
        let [x, y] = plan.alone_head;
        statements
            .node("alone", pinned(&Item::new("alone", "words", vec![words]), [x + 130.0, y + 8.0], theme));
    }
    for line in &plan.lines {
        let [a, b] = line.ends.map(|end| item(&plan.boxes[end], theme).id);
        statements.edge(&a, &b, line_attributes(report, line, theme));
    }
    print("overlap", Edges::Undirected, statements)
}

fn item(one: &CompanyBox<'_>, theme: Theme) -> Item {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "letters are a few points high"
    )]
    let size = one.size as u32;
    company_item(one.company, one.mark, (&one.name, one.face, size), theme)
}

/// Returns the box of a company: the sign of its main stack, its name, and how many tools it
/// offers.
pub(in crate::draw) fn company_item(
    company: &network::Company<'_>,
    mark: StackMark<'_>,
    (name, face, size): (&[String], Face, u32),
    theme: Theme,
) -> Item {
    let StackMark { strong, tint, .. } = mark;
    let (fill, sign, ink, faint) = if company.ours {
        (strong, strong.text_on(), strong.text_on(), strong.text_on())
    } else {
        (tint, strong, Colour::Ink, Colour::FaintInk)
    };
    let sign = set(text(mark.shown(), 8, sign.hex(theme)), Face::Bold);
    let name = lines(name.iter().map(|line| set(text(line, size, ink.hex(theme)), face)));
    let number = text(&company.tools.len().to_string(), 9, faint.hex(theme));
    let gap = || Markup::join([Markup::space(), Markup::space()]);
    Item {
        fill: Fill::Solid(fill),
        frame: Some(Stroke::solid(strong, 1.3)),
        is_round: true,
        tooltip: super::company_title(company),
        link: company.url.map(str::to_owned),
        ..Item::new(
            format!("company:{}", company.company.id),
            "company",
            vec![Markup::join([sign, gap(), name, gap(), number])],
        )
    }
}

/// A place in inches, upwards, from which Graphviz moves nothing.
pub(in crate::draw) fn position([x, y]: Point) -> String {
    format!("{:.3},{:.3}!", x / 72.0, -y / 72.0)
}

fn pinned(item: &Item, [x, y]: Point, theme: Theme) -> Vec<Pair<'static>> {
    let mut pairs = item.pairs(theme);
    pairs.push(("pos", position([x * ROOM_TO_GROW[0], y * ROOM_TO_GROW[1]]).into()));
    pairs
}

fn line_attributes(report: &network::Report<'_>, line: &Line<'_>, theme: Theme) -> Vec<Pair<'static>> {
    let title = pair_title(report, line.pair);
    let mut pairs = vec![
        ("class", "overlap".into()),
        ("weight", line.number().into()),
        ("color", line_colour(line).hex(theme).into()),
        ("penwidth", format!("{:.2}", line.width).into()),
        ("tooltip", title.clone().into()),
    ];
    if line.number_at.is_some() {
        let number = text(&line.number(), 9, Colour::Ink.hex(theme));
        pairs.push(("label", plate(number, Colour::Ground, theme).into()));
        pairs.push(("labeltooltip", title.into()));
    }
    pairs
}
