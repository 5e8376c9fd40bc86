//! Panels as shapes.

use super::{
    Arrangement, CARD_GAP, CARD_PAD, CARD_WIDTH, CHIP_GAP, CHIP_HEIGHT, CHIP_SIZE, Card, CardLook, Chip,
    Fitted, Fold, HEAD_SIZE, NAME_SIZE, PANEL_GAP, PANEL_PAD, Panel, Panels, Section, Sign, arrange,
    arrange_in, card_lines, card_width, columns_of, led, lines, rows,
};
use crate::draw::page::Canvas;
use crate::draw::palette::Colour;
use crate::draw::scene::{Anchor, Block, Fill, Group, Scene, Shape, Stroke, Text};
use crate::draw::text::{self, Face};
use crate::words::phrases::plural;
use std::cmp::Reverse;

const PANEL_NAME: f64 = 17.0;
const SMALL: f64 = 10.5;
const NAME_LINE: f64 = 15.0;
const HEAD_LINE: f64 = 13.0;

/// The room under one part of a card or panel.
const GAP: f64 = 5.0;

pub(super) fn scene(picture: &Panels) -> Scene {
    let draw =
        |panel: &Panel, width, columns| draw_panel((panel, panel.cards.len()), width, columns, Fold::NOTHING);
    let Arrangement { columns, column_width, last, width } = arrange(&picture.groups, draw);
    let mut body = side_by_side(columns, column_width, PANEL_GAP);
    body.width = width;
    if let Some(last) = last {
        let y = if body.height > 0.0 { body.height + PANEL_GAP } else { 0.0 };
        body.height = y + last.height;
        body.shapes.push(last.at(0.0, y));
    }
    picture.frame().around(body)
}

/// Draws what a fold leaves of the panels on a canvas.
pub(super) fn on(picture: &Panels, canvas: Canvas, fold: Fold) -> Scene {
    let mut heaviest: Vec<usize> = (0..picture.groups.len()).collect();
    heaviest.sort_by_key(|at| (Reverse(picture.groups[*at].weight), *at));
    let (shown, folded) = heaviest.split_at(heaviest.len().min(fold.panels));
    let mut shown = shown.to_vec();
    shown.sort_unstable();
    let panels: Vec<&Panel> = shown.iter().map(|at| &picture.groups[*at]).collect();
    let panels: Vec<(&Panel, usize)> = panels.iter().copied().zip(fold.cards_of(&panels)).collect();
    let draw = |panel: (&Panel, usize), width: f64, columns: usize| draw_panel(panel, width, columns, fold);
    let room = canvas.room();
    let mut body = arrange_in(&panels, room, draw);
    if !folded.is_empty() {
        let names: Vec<&str> = folded.iter().map(|at| picture.groups[*at].name.as_str()).collect();
        let head = format!("+{}", plural(names.len(), "more stack", "more stacks"));
        body.height += 4.0;
        for line in led(&head, &names, SMALL, room, 1) {
            body.height += SMALL * 1.4;
            body.shapes.push(Text::new(line, 0.0, body.height, SMALL).colour(Colour::FaintInk).into());
        }
    }
    picture.frame().on(canvas, body)
}

/// Sets columns of blocks side by side.
pub(super) fn side_by_side(columns: Vec<Vec<Block>>, width: f64, gap: f64) -> Block {
    let mut all = Block::default();
    let mut x = 0.0;
    for column in columns {
        let mut y = 0.0;
        for block in column {
            let height = block.height;
            all.shapes.push(block.at(x, y));
            all.height = all.height.max(y + height);
            y += height + gap;
        }
        x += width + gap;
    }
    all
}

/// Draws a panel with so many of its cards.
fn draw_panel((panel, shown): (&Panel, usize), width: f64, columns: usize, fold: Fold) -> Block {
    let strong = panel.strong();
    let room = width - 2.0 * PANEL_PAD;
    let mut shapes: Vec<Shape> = Vec::new();
    let mut y = PANEL_PAD - PANEL_NAME * 0.3;
    let mut beside = PANEL_PAD;
    for line in lines(&panel.name, Face::Bold, PANEL_NAME, room, 2) {
        y += PANEL_NAME * 1.15;
        let line = Text::new(line, PANEL_PAD, y, PANEL_NAME).face(Face::Bold).colour(strong);
        beside = PANEL_PAD + line.width() + 10.0;
        shapes.push(line.into());
    }
    let summary = |x, y, room| Text::fitted(&panel.summary, x, y, SMALL, Face::Regular, room);
    let faint = |text: Text| text.colour(Colour::FaintInk);
    if beside + text::width(&panel.summary, Face::Regular, SMALL) <= width - PANEL_PAD {
        shapes.push(faint(summary(beside, y, width - PANEL_PAD - beside)).into());
    } else {
        y += SMALL * 1.5;
        shapes.push(faint(summary(PANEL_PAD, y, room)).into());
    }
    for note in &panel.notes {
        for line in lines(note, Face::Italic, SMALL, room, 2) {
            y += SMALL * 1.4;
            shapes.push(Text::new(line, PANEL_PAD, y, SMALL).face(Face::Italic).into());
        }
    }
    y += 12.0;
    // A few cards take all the room that there is.
    let cards = &panel.cards[..panel.cards.len().min(shown)];
    let shown = cards.len();
    let columns = columns.min(cards.len()).max(1);
    let card_width = card_width(room, columns);
    let cards = cards.iter().map(|card| draw_card(card, card_width, strong, fold)).collect();
    let cards = side_by_side(columns_of(cards, columns), card_width, CARD_GAP);
    let cards_at = y;
    y += cards.height;
    shapes.push(cards.at(PANEL_PAD, cards_at));
    let more = panel.rest(shown, SMALL, room, if shown == 0 { 4 } else { 2 });
    if !more.is_empty() {
        y += if shown == 0 { -8.0 } else { 4.0 };
        for line in more {
            y += SMALL * 1.4;
            shapes.push(faint(Text::new(line, PANEL_PAD, y, SMALL)).into());
        }
    }
    let height = y + PANEL_PAD;
    let ground = rect(width, height, 12.0, Fill::Solid(panel.tint()), Some(panel.stroke()));
    shapes.insert(0, ground);
    let group = Group { title: panel.tooltip.clone(), shapes, ..Group::default() };
    Block { width, height, shapes: vec![group.into()] }
}

fn draw_card(card: &Card, width: f64, strong: Colour, fold: Fold) -> Block {
    let room = width - 2.0 * CARD_PAD;
    let mut shapes: Vec<Shape> = Vec::new();
    let mut y = CARD_PAD - 3.0;
    let right = width - CARD_PAD;
    let number = Text::fitted(&card.number, right, y + NAME_LINE - 3.0, SMALL, Face::Regular, room / 2.0);
    let for_name = room - number.width() - 8.0;
    shapes.push(number.anchor(Anchor::End).colour(Colour::FaintInk).into());
    for line in card_lines(card, for_name) {
        y += NAME_LINE;
        let line = Text::new(line, CARD_PAD, y - 3.0, NAME_SIZE).face(Face::Bold);
        shapes.push(line.into());
    }
    y += GAP;
    let shown = |section: &&Section| fold.parts || !section.is_part;
    let parts = card.more_parts + card.sections.iter().filter(|section| !shown(section)).count();
    for section in card.sections.iter().filter(shown) {
        if let Some(head) = &section.head {
            let mut shapes_of_head = Vec::new();
            for line in lines(&head.text, Face::Regular, HEAD_SIZE, room, 2) {
                let line = Text::new(line, CARD_PAD, y + HEAD_LINE - 4.0, HEAD_SIZE).colour(head.colour);
                shapes_of_head.push(line.into());
                y += HEAD_LINE;
            }
            let group = Group { title: head.tooltip.clone(), shapes: shapes_of_head, ..Group::default() };
            shapes.push(group.into());
            y += GAP - 2.0;
        }
        y = draw_chips(section.chips_in(fold.rows, room).iter(), room, strong, y, &mut shapes);
    }
    if parts > 0 {
        y = draw_chips([more_parts(parts)].iter(), room, strong, y, &mut shapes);
    }
    let height = y + CARD_PAD - 4.0;
    shapes.insert(0, rect(width, height, 7.0, Fill::Solid(Colour::Card), Some(card.look.stroke())));
    let group = Group { title: card.tooltip.clone(), link: card.link.clone(), shapes, ..Group::default() };
    Block { width, height, shapes: vec![group.into()] }
}

/// Says how many parts have no chips of their own.
pub(super) fn more_parts(parts: usize) -> Chip {
    Chip::words(format!("+{}", plural(parts, "more sub-tool", "more sub-tools")))
}

/// Draws chips in rows, and returns where they end.
fn draw_chips<'c>(
    chips: impl Iterator<Item = &'c Chip>,
    room: f64,
    strong: Colour,
    mut y: f64,
    shapes: &mut Vec<Shape>,
) -> f64 {
    for row in rows(chips, room) {
        let mut x = CARD_PAD;
        for chip in row {
            let width = chip.width;
            shapes.push(draw_chip(chip, strong, x, y));
            x += width + CHIP_GAP;
        }
        y += CHIP_HEIGHT + CHIP_GAP;
    }
    y
}

fn draw_chip(fitted: Fitted<'_>, strong: Colour, x: f64, y: f64) -> Shape {
    let Fitted { chip, text, width } = fitted;
    let mut shapes: Vec<Shape> = Vec::new();
    if let Some(fill) = chip.look.fill(strong) {
        shapes.push(rect(width, CHIP_HEIGHT, CHIP_HEIGHT / 2.0, Fill::Solid(fill), chip.look.stroke()));
    }
    let middle = CHIP_HEIGHT / 2.0 + CHIP_SIZE * 0.36;
    let text = text.unwrap_or_else(|| chip.name.clone());
    let text = Text::new(text, width / 2.0, middle, CHIP_SIZE).face(chip.face()).colour(chip.look.ink());
    shapes.push(text.anchor(Anchor::Middle).into());
    Group { title: chip.tooltip.clone(), link: chip.link.clone(), offset: (x, y), shapes }.into()
}

pub(super) fn draw_sign(sign: &Sign) -> Block {
    match sign {
        Sign::Chip(chip) => {
            let row = rows(std::iter::once(chip), CARD_WIDTH).into_iter().flatten().next();
            let Some(fitted) = row else { return Block::default() };
            let width = fitted.width;
            let shape = draw_chip(fitted, Colour::Neutral, 0.0, 0.0);
            Block { width, height: CHIP_HEIGHT, shapes: vec![shape] }
        }
        Sign::Card(look) => {
            let (width, height) = (30.0, 16.0);
            Block { width, height, shapes: vec![draw_sample(*look, width, height)] }
        }
    }
}

fn draw_sample(look: CardLook, width: f64, height: f64) -> Shape {
    rect(width, height, 4.0, Fill::Solid(Colour::Card), Some(look.stroke()))
}

fn rect(width: f64, height: f64, radius: f64, fill: Fill, stroke: Option<Stroke>) -> Shape {
    Shape::Rect { x: 0.0, y: 0.0, width, height, radius, fill, stroke }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::panels::{ChipLook, Head, PanelLook, Rest};

    /// Asserts that in each frame the text has room.
    fn assert_fits(shapes: &[Shape], room: Option<f64>) {
        let framed = shapes.iter().find_map(|shape| match shape {
            Shape::Rect { width, .. } => Some(*width),
            _ => None,
        });
        for shape in shapes {
            match shape {
                Shape::Group(group) => assert_fits(&group.shapes, framed.or(room)),
                Shape::Text(text) => {
                    let before = match text.anchor {
                        Anchor::Start => 0.0,
                        Anchor::Middle => text.width() / 2.0,
                        Anchor::End => text.width(),
                    };
                    let (left, right) = (text.x - before, text.x - before + text.width());
                    let room = framed.or(room).unwrap_or(f64::MAX);
                    assert!(
                        left >= -0.1 && right <= room + 0.1,
                        "{left} to {right} in {room}: {}",
                        text.shown
                    );
                }
                _ => {}
            }
        }
    }

    #[test]
    fn no_text_is_wider_than_its_frame_whatever_the_names_are() {
        let long = "Wide and wider ".repeat(20);
        for name in ["", "A", "日本語の名前は幅が二倍".repeat(30).as_str(), "W".repeat(300).as_str(), &long]
        {
            let chip = |look| Chip { look, ..Chip::words(name.to_owned()) };
            let head = Head { text: name.to_owned(), colour: Colour::Empty, tooltip: name.to_owned() };
            let chips = [ChipLook::Plain, ChipLook::Filled, ChipLook::Words].map(chip).to_vec();
            let card = Card {
                id: "card".to_owned(),
                name: name.to_owned(),
                number: name.to_owned(),
                look: CardLook::Plain,
                tooltip: name.to_owned(),
                link: None,
                sections: vec![Section { head: Some(head), chips, ..Section::default() }],
                more_parts: 3,
            };
            let panel = Panel {
                id: "panel".to_owned(),
                name: name.to_owned(),
                summary: name.to_owned(),
                notes: vec![name.to_owned()],
                look: PanelLook::Group(0),
                cards: vec![card.clone(), card],
                more: Rest { count: 1, names: vec![name.to_owned()], words: "" },
                weight: 1,
                tooltip: name.to_owned(),
            };
            for groups in [vec![panel.clone()], vec![panel.clone(), Panel { look: PanelLook::Last, ..panel }]]
            {
                let picture = Panels { groups, ..Panels::default() };
                assert_fits(&scene(&picture).shapes, None);
            }
        }
    }
}
