//! Panels as tables of DOT, which Graphviz sets.

use super::{
    Arrangement, CARD_GAP, CARD_PAD, CHIP_GAP, CHIP_HEIGHT, Card, Fitted, HEAD_SIZE, Measured, PANEL_GAP,
    PANEL_PAD, Panel, Panels, Sign, arrange, card_lines, card_width, columns_of, dot_style, lines, rows,
};
use crate::draw::dot::{Markup, footing, heading, left, page, table, text};
use crate::draw::palette::{Colour, Theme};
use crate::draw::scene::{Stroke, web_link};
use crate::draw::text::{self as measure, Face};

/// How high a line of the name of a card is, one of small text, and the head of a panel.
const NAME_LINE: f64 = 17.0;
const SMALL_LINE: f64 = 15.0;
const PANEL_HEAD: f64 = 28.0;

/// The room above each row of chips, and at the foot of cards.
const ROW_GAP: f64 = 3.0;

/// Below this, titles and legends would be broken into too many lines.
const LEAST_WIDTH: f64 = 480.0;

pub(super) fn dot(picture: &Panels, theme: Theme) -> String {
    let draw = |panel: &Panel, width, columns| draw_panel(panel, width, columns, theme);
    let Arrangement { columns, column_width, last, width } = arrange(&picture.groups, draw);
    let room = width.max(LEAST_WIDTH);
    let mut rows = Rows::default();
    let body = side_by_side(columns, column_width, PANEL_GAP);
    rows.push(body.markup, body.height, "");
    if let Some(last) = last {
        rows.space(if body.height > 0.0 { PANEL_GAP } else { 0.0 });
        rows.push(last.markup, last.height, "");
    }
    rows.space(PANEL_GAP);
    let parts = [
        heading(&picture.title, &picture.subtitle, room, theme),
        bare(Markup::join(rows.markup)).element("TD", &[]).element("TR", &[]),
        legend(picture, room, theme),
        footing(&picture.footer, room, theme),
    ];
    let label = table(Markup::join(parts), &[("CELLPADDING", "3")]);
    page("panels", &picture.title, theme, label)
}

/// Returns a table of which nothing is seen.
fn bare(rows: Markup) -> Markup {
    table(rows, &[("CELLPADDING", "0")])
}

/// A piece of the picture and its height, as Graphviz will make it.
#[derive(Default)]
struct Piece {
    markup: Markup,
    height: f64,
}

impl Measured for Piece {
    fn height(&self) -> f64 {
        self.height
    }
}

/// The rows of a table, and how high they are together.
#[derive(Default)]
struct Rows {
    markup: Vec<Markup>,
    height: f64,
}

impl Rows {
    /// Adds a row of one cell, whose content stands on the left.
    fn push(&mut self, content: Markup, height: f64, tooltip: &str) {
        let size = size(height);
        let mut attributes = vec![("HEIGHT", size.as_str())];
        attributes.extend(Some(("TOOLTIP", tooltip)).filter(|_| !tooltip.is_empty()));
        self.markup.push(left(content, &attributes).element("TR", &[]));
        self.height += height;
    }

    /// Adds a row of nothing.
    fn space(&mut self, height: f64) {
        if height >= 1.0 {
            self.push(Markup::default(), height, "");
        }
    }
}

/// Returns a size as an attribute holds it.
fn size(points: f64) -> String {
    format!("{:.0}", points.floor())
}

fn faint(words: &str, points: u32, theme: Theme) -> Markup {
    text(words, points, Colour::FaintInk.hex(theme))
}

fn draw_panel(panel: &Panel, width: f64, columns: usize, theme: Theme) -> Piece {
    let room = width - 2.0 * PANEL_PAD;
    let strong = panel.strong().hex(theme);
    let name = measure::fit(&panel.name, Face::Bold, 16.0, room);
    let beside = measure::width(&name, Face::Bold, 16.0) + 12.0;
    let name = text(&name, 16, strong).element("B", &[]);
    let summary = measure::fit(&panel.summary, Face::Regular, 10.0, room);
    let mut rows = Rows::default();
    if beside + measure::width(&summary, Face::Regular, 10.0) <= room {
        let gap = Markup::join([Markup::space(), Markup::space()]);
        rows.push(Markup::join([name, gap, faint(&summary, 10, theme)]), PANEL_HEAD, &panel.tooltip);
    } else {
        rows.push(name, PANEL_HEAD, &panel.tooltip);
        rows.push(faint(&summary, 10, theme), SMALL_LINE, &panel.tooltip);
    }
    for note in &panel.notes {
        for line in lines(note, Face::Italic, 10.0, room, 2) {
            let line = text(&line, 10, Colour::Ink.hex(theme)).element("I", &[]);
            rows.push(line, SMALL_LINE, note);
        }
    }
    rows.space(6.0);
    let columns = columns.min(panel.cards.len()).max(1);
    let width = card_width(room, columns);
    let cards = panel.cards.iter().map(|card| draw_card(card, width, panel.strong(), theme)).collect();
    let cards = side_by_side(columns_of(cards, columns), width, CARD_GAP);
    if cards.height > 0.0 {
        rows.push(cards.markup, cards.height, "");
    }
    if let Some(more) = &panel.more {
        for line in lines(more, Face::Regular, 10.0, room, 2) {
            rows.push(faint(&line, 10, theme), SMALL_LINE, more);
        }
    }
    let pad = size(PANEL_PAD - 1.0);
    let inner = table(Markup::join(rows.markup), &[("CELLPADDING", "0"), ("WIDTH", &size(room))]);
    let frame = [
        ("BORDER", "1"),
        ("STYLE", dot_style(panel.stroke().style)),
        ("COLOR", strong),
        ("BGCOLOR", panel.tint().hex(theme)),
        ("CELLPADDING", pad.as_str()),
    ];
    let cell = inner.element("TD", &[]).element("TR", &[]);
    Piece { markup: table(cell, &frame), height: rows.height + 2.0 * PANEL_PAD }
}

fn draw_card(card: &Card, width: f64, strong: Colour, theme: Theme) -> Piece {
    let room = width - 2.0 * CARD_PAD;
    let mut rows = Rows::default();
    let number = measure::fit(&card.number, Face::Regular, 10.0, room / 2.0);
    let for_number = measure::width(&number, Face::Regular, 10.0) + 8.0;
    for (at, line) in card_lines(card, room - for_number).iter().enumerate() {
        let line = text(line, 11, Colour::Ink.hex(theme)).element("B", &[]);
        let line = left(line, &[("WIDTH", &size(room - for_number)), ("TOOLTIP", &card.tooltip)]);
        let number = if at == 0 { faint(&number, 10, theme) } else { Markup::default() };
        let number = number.element("TD", &[("ALIGN", "RIGHT"), ("WIDTH", &size(for_number))]);
        let line = bare(Markup::join([line, number]).element("TR", &[]));
        rows.push(line, NAME_LINE, &card.tooltip);
    }
    for section in &card.sections {
        if let Some(head) = &section.head {
            let line = measure::fit(&head.text, Face::Regular, HEAD_SIZE, room);
            rows.push(text(&line, 9, head.colour.hex(theme)), SMALL_LINE, &head.tooltip);
        }
        for row in super::rows(&section.chips, room) {
            rows.space(ROW_GAP);
            rows.push(chip_row(row, room, strong, theme), CHIP_HEIGHT, "");
        }
    }
    rows.space(ROW_GAP);
    let stroke = card.look.stroke();
    let pad = size(CARD_PAD - 1.0);
    let inner = table(Markup::join(rows.markup), &[("CELLPADDING", "0"), ("WIDTH", &size(room))]);
    let mut frame = vec![
        ("STYLE", dot_style(stroke.style)),
        ("BGCOLOR", Colour::Card.hex(theme)),
        ("COLOR", stroke.colour.hex(theme)),
        ("BORDER", if stroke.width > 1.5 { "2" } else { "1" }),
        ("CELLPADDING", pad.as_str()),
    ];
    frame.extend(web_link(card.link.as_deref()).map(|link| ("HREF", link)));
    let markup = table(inner.element("TD", &[]).element("TR", &[]), &frame);
    Piece { markup, height: rows.height + 2.0 * CARD_PAD }
}

/// A row of chips, filled up to a width: else Graphviz would stretch the chips.
fn chip_row(row: Vec<Fitted<'_>>, room: f64, strong: Colour, theme: Theme) -> Markup {
    let blank = |width: f64| Markup::default().element("TD", &[("WIDTH", &size(width))]);
    let mut rest = room;
    let mut cells = Vec::new();
    for fitted in row {
        rest -= fitted.width + CHIP_GAP;
        cells.push(chip_cell(&fitted, strong, theme));
        cells.push(blank(CHIP_GAP));
    }
    cells.extend((rest >= 1.0).then(|| blank(rest)));
    bare(Markup::join(cells).element("TR", &[]))
}

fn chip_cell(fitted: &Fitted<'_>, strong: Colour, theme: Theme) -> Markup {
    let Fitted { chip, text: label, width } = fitted;
    let mut label = text(label, 10, chip.look.ink().hex(theme));
    if chip.face().is_bold() {
        label = label.element("B", &[]);
    }
    if chip.face().is_italic() {
        label = label.element("I", &[]);
    }
    let (width, height) = (size(*width), size(CHIP_HEIGHT));
    let mut attributes = vec![("WIDTH", width.as_str()), ("HEIGHT", height.as_str())];
    if let Some(fill) = chip.look.fill(strong) {
        let Stroke { colour, style, .. } = chip.look.stroke().unwrap_or(Stroke::solid(fill, 1.0));
        attributes.extend([
            ("BGCOLOR", fill.hex(theme)),
            ("BORDER", "1"),
            ("COLOR", colour.hex(theme)),
            ("STYLE", dot_style(style)),
        ]);
    }
    attributes.extend(Some(("TOOLTIP", chip.tooltip.as_str())).filter(|(_, text)| !text.is_empty()));
    attributes.extend(web_link(chip.link.as_deref()).map(|link| ("HREF", link)));
    label.element("TD", &attributes)
}

/// What the signs mean, drawn as they stand in the picture, in as many rows as they need.
fn legend(picture: &Panels, room: f64, theme: Theme) -> Markup {
    let mut lines: Vec<(Vec<Markup>, f64)> = Vec::new();
    for (sign, meaning) in &picture.legend {
        let (sign, width) = match sign {
            Sign::Chip(chip) => {
                let row = rows(std::slice::from_ref(chip), room / 2.0).into_iter().flatten().next();
                let Some(fitted) = row else { continue };
                (chip_cell(&fitted, Colour::Neutral, theme), fitted.width)
            }
            Sign::Card(look) => {
                let (stroke, width) = (look.stroke(), 30.0);
                let cell = Markup::default().element(
                    "TD",
                    &[
                        ("WIDTH", &size(width)),
                        ("HEIGHT", "16"),
                        ("BORDER", "1"),
                        ("BGCOLOR", Colour::Card.hex(theme)),
                        ("COLOR", stroke.colour.hex(theme)),
                        ("STYLE", dot_style(stroke.style)),
                    ],
                );
                (cell, width)
            }
        };
        let meaning = measure::fit(meaning, Face::Regular, 10.0, room / 2.0);
        let for_words = measure::width(&meaning, Face::Regular, 10.0) + 22.0;
        let words =
            left(Markup::join([Markup::space(), faint(&meaning, 10, theme)]), &[("WIDTH", &size(for_words))]);
        match lines.last_mut() {
            Some((line, rest)) if width + for_words <= *rest => {
                *rest -= width + for_words;
                line.extend([sign, words]);
            }
            _ => lines.push((vec![sign, words], room - width - for_words)),
        }
    }
    // Filled up to the whole width: else Graphviz would stretch the signs.
    let row = |(mut cells, rest): (Vec<Markup>, f64)| {
        cells.push(Markup::default().element("TD", &[("WIDTH", &size(rest))]));
        left(bare(Markup::join(cells).element("TR", &[])), &[]).element("TR", &[])
    };
    Markup::join(lines.into_iter().map(row))
}

/// A table of columns of pieces, each filled up to the same height: else Graphviz would stretch the rows of the shorter.
fn side_by_side(columns: Vec<Vec<Piece>>, width: f64, gap: f64) -> Piece {
    let stack = |column: Vec<Piece>| {
        let mut rows = Rows::default();
        for piece in column {
            rows.space(if rows.markup.is_empty() { 0.0 } else { gap });
            rows.push(piece.markup, piece.height, "");
        }
        rows
    };
    let columns: Vec<Rows> = columns.into_iter().map(stack).collect();
    let height = columns.iter().map(|column| column.height).fold(0.0, f64::max);
    let mut cells = Vec::new();
    for mut column in columns {
        column.space(height - column.height);
        if !cells.is_empty() {
            cells.push(Markup::default().element("TD", &[("WIDTH", &size(gap))]));
        }
        let cell = [("VALIGN", "TOP"), ("WIDTH", &*size(width))];
        cells.push(bare(Markup::join(column.markup)).element("TD", &cell));
    }
    let has_rows = height > 0.0;
    if has_rows {
        Piece { markup: bare(Markup::join(cells).element("TR", &[])), height }
    } else {
        Piece::default()
    }
}
