//! The network as DOT: every box pinned where the native picture has it, so that Graphviz draws the same.

use super::layout::Point;
use super::plan::{self, CompanyBox, Line, Plan};
use super::{
    Key, STRONG, TITLE, alone_head, company_title, has_none_in_a_stack, keys, line_colour, pair_title,
    subtitle,
};
use crate::draw::Style;
use crate::draw::dot::{
    Edges, Entry, FONT, Markup, Pair, Statements, footing, heading, left, legend, print, table, text,
};
use crate::draw::frame;
use crate::draw::palette::{Colour, Theme};
use crate::draw::scene::web_link;
use crate::draw::stack_marks::StackMarks;
use crate::draw::text::{Face, wrap};
use crate::query::network;

/// The least room, so that titles are not broken into too many lines.
const LEAST_ROOM: f64 = 640.0;

/// How high the lines of the heading come out, and how far it stands above the boxes.
const TITLE_HEIGHT: f64 = 30.0;
const LINE_HEIGHT: f64 = 16.0;
const APART: f64 = 16.0;

pub(super) fn dot(report: &network::Report<'_>, style: &Style<'_>) -> String {
    let theme = style.theme;
    let marks = StackMarks::new(&report.stacks);
    let plan = Plan::new(report, &marks);
    let room = plan.room[0].max(LEAST_ROOM);
    let width = format!("{room:.0}");
    let title = style.title.unwrap_or(TITLE);

    let mut statements = Statements::default();
    let legend = legend(entries(report, &plan, &marks, theme), room, theme);
    let foot = Markup::join([legend, footing(&frame::footer(report.as_of, &report.sources), room, theme)]);
    statements.graph(vec![
        ("layout", "neato".into()),
        ("outputorder", "edgesfirst".into()),
        ("fontname", FONT.into()),
        ("bgcolor", Colour::Ground.hex(theme).into()),
        ("pad", "0.2".into()),
        ("margin", "0".into()),
        ("labelloc", "b".into()),
        ("labeljust", "l".into()),
        ("tooltip", title.into()),
        ("label", table(foot, &[("CELLPADDING", "2"), ("WIDTH", &width)]).into()),
    ]);
    statements.nodes(vec![
        ("shape", "box".into()),
        ("style", "rounded,filled".into()),
        ("fixedsize", "shape".into()),
        ("fontname", FONT.into()),
        ("penwidth", "1.3".into()),
    ]);
    statements.edges(vec![("fontname", FONT.into()), ("fontsize", "10".into())]);

    let paragraphs = subtitle(report);
    let lines = paragraphs.iter().map(|paragraph| wrap(paragraph, Face::Regular, 12.0, room).len());
    let lines = u32::try_from(lines.sum::<usize>()).unwrap_or(u32::MAX);
    let head = table(heading(title, &paragraphs, room, theme), &[("WIDTH", &width)]);
    let above = APART + f64::midpoint(TITLE_HEIGHT, LINE_HEIGHT * f64::from(lines));
    statements.node("heading", plain([room / 2.0, -above], head));
    if !plan.alone.is_empty() {
        let [x, y] = plan.alone_head;
        let words = left(text(&alone_head(&plan), 11, Colour::FaintInk.hex(theme)), &[]);
        let row = table(words.element("TR", &[]), &[("WIDTH", &width)]);
        statements.node("alone", plain([x + room / 2.0, y + plan::ALONE_HEAD / 2.0 - 4.0], row));
    }
    for one in plan.boxes.iter().chain(&plan.alone) {
        statements.node(&id(one), box_attributes(one, theme));
    }
    for line in &plan.lines {
        let [a, b] = line.ends.map(|end| id(&plan.boxes[end]));
        statements.edge(&a, &b, line_attributes(report, line, theme));
    }
    for (at, line) in plan.lines.iter().enumerate() {
        let Some(place) = line.number_at else { continue };
        let number = text(&line.number(), 9, Colour::Ink.hex(theme));
        let ground = [("BGCOLOR", Colour::Ground.hex(theme))];
        let number = table(number.element("TD", &ground).element("TR", &[]), &[("CELLPADDING", "1")]);
        statements.node(&format!("number {at}"), plain(place, number));
    }
    print("overlap", Edges::Undirected, statements)
}

fn id(one: &CompanyBox<'_>) -> String {
    format!("company:{}", one.company.company.id)
}

/// What only says something, and is no company.
fn plain(middle: Point, label: Markup) -> Vec<Pair<'static>> {
    vec![
        ("shape", "plain".into()),
        ("style", "solid".into()),
        ("fixedsize", "false".into()),
        ("pos", position(middle).into()),
        ("label", label.into()),
    ]
}

/// A place in inches, upwards, from which Graphviz moves nothing.
fn position([x, y]: Point) -> String {
    format!("{:.3},{:.3}!", x / 72.0, -y / 72.0)
}

fn box_attributes(one: &CompanyBox<'_>, theme: Theme) -> Vec<Pair<'static>> {
    let strong = one.mark.strong;
    let mark_width = format!("{:.0}", one.mark.width());
    let (fill, ink, faint) = one.colours();
    let mark = text(one.mark.shown(), 8, strong.text_on().hex(theme)).element("B", &[]);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "letters are a few points high"
    )]
    let size = one.size as u32;
    let mut name = text(&one.name, size, ink.hex(theme));
    if one.face.is_bold() {
        name = name.element("B", &[]);
    }
    let number = text(&one.company.tools.len().to_string(), 9, faint.hex(theme));
    let cells = [
        mark.element("TD", &[("BGCOLOR", strong.hex(theme)), ("STYLE", "ROUNDED"), ("WIDTH", &mark_width)]),
        name.element("TD", &[]),
        number.element("TD", &[]),
    ];
    let label = table(Markup::join(cells).element("TR", &[]), &[("CELLSPACING", "2"), ("CELLPADDING", "1")]);
    let title = company_title(one.company);
    let mut attributes = vec![
        ("pos", position(one.middle).into()),
        ("width", format!("{:.3}", one.room[0] / 72.0).into()),
        ("height", format!("{:.3}", one.room[1] / 72.0).into()),
        ("fillcolor", fill.hex(theme).into()),
        ("color", strong.hex(theme).into()),
        ("label", label.into()),
        ("tooltip", title.into()),
    ];
    attributes.extend(web_link(one.company.url).map(|url| ("URL", url.to_owned().into())));
    attributes
}

fn line_attributes(report: &network::Report<'_>, line: &Line<'_>, theme: Theme) -> Vec<Pair<'static>> {
    vec![
        ("color", line_colour(line).hex(theme).into()),
        ("penwidth", format!("{:.2}", line.width).into()),
        ("tooltip", pair_title(report, line.pair).into()),
    ]
}

/// Returns what the signs mean.
fn entries(report: &network::Report<'_>, plan: &Plan<'_>, marks: &StackMarks, theme: Theme) -> Vec<Entry> {
    let filled = |markup: Markup, colour: Colour| {
        markup.element("TD", &[("BGCOLOR", colour.hex(theme)), ("WIDTH", "18"), ("HEIGHT", "13")])
    };
    let stacks =
        (0..).zip(&report.stacks).map(|(at, stack)| (Some(at), format!("main stack: {}", stack.name)));
    let none = has_none_in_a_stack(report).then(|| (None, "in no stack".to_owned()));
    let stacks = stacks.chain(none).map(|(stack, meaning)| {
        let mark = marks.of(stack);
        let letters = text(mark.shown(), 8, mark.strong.text_on().hex(theme)).element("B", &[]);
        Entry { sign: filled(letters, mark.strong), width: 24.0, meaning }
    });
    let others = keys(report, plan).into_iter().map(|(key, meaning)| {
        let sign = match key {
            Key::Ours(colour) => filled(Markup::default(), colour),
            Key::Breadth => text("7", 9, Colour::FaintInk.hex(theme)).element("TD", &[("WIDTH", "18")]),
            // A cell as thin as a line would be stretched to the height of its row.
            Key::Line(colour, _) => {
                let line = if colour == STRONG { "▬▬" } else { "──" };
                text(line, 10, colour.hex(theme)).element("TD", &[])
            }
        };
        Entry { sign, width: 30.0, meaning }
    });
    stacks.chain(others).collect()
}
