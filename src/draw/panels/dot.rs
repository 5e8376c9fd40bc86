//! Panels as DOT: a cluster for each panel, in it a cluster for each card, and in that a node for
//! each chip.

use super::scene::more_parts;
use super::{CARD_WIDTH, Card, Chip, Head, Panel, Panels, Section};
use crate::draw::clusters::{self, Item};
use crate::draw::dot::{self, Markup};
use crate::draw::palette::{Colour, Theme};
use crate::draw::scene::{Fill, Stroke};
use crate::draw::text::{self, Face};

/// How many panels, cards and chips stand beside each other.
const PANELS: usize = 2;
const CARDS: usize = 4;
const CHIPS: usize = 2;

/// How wide the lines of a panel are.
const ROOM: f64 = 640.0;

pub(super) fn dot(picture: &Panels, theme: Theme) -> String {
    let panels: Vec<Item> = picture.groups.iter().map(|panel| panel_item(panel, theme)).collect();
    clusters::dot("panels", &picture.frame(), PANELS, &panels, theme)
}

fn panel_item(panel: &Panel, theme: Theme) -> Item {
    let faint = |words: &str, face| {
        let lines = text::wrap(words, face, 10.0, ROOM).into_iter().take(2);
        lines
            .map(|line| dot::set(dot::text(&line, 10, Colour::FaintInk.hex(theme)), face))
            .collect::<Vec<_>>()
    };
    let name = text::fit(&panel.name, Face::Bold, 16.0, ROOM);
    let name = dot::set(dot::text(&name, 16, panel.strong().hex(theme)), Face::Bold);
    let mut label = vec![name];
    label.extend(faint(&panel.summary, Face::Regular));
    label.extend(panel.notes.iter().flat_map(|note| faint(note, Face::Italic)));
    let mut items: Vec<Item> =
        panel.cards.iter().map(|card| card_item(card, panel.strong(), theme)).collect();
    let more = panel.rest(panel.cards.len(), 10.0, ROOM, 2);
    if !more.is_empty() {
        let lines = more.iter().map(|line| dot::text(line, 10, Colour::FaintInk.hex(theme))).collect();
        items.push(Item { tooltip: more.join(" "), ..Item::new("more", "more", lines) });
    }
    let item = Item {
        fill: Fill::Solid(panel.tint()),
        frame: Some(panel.stroke()),
        is_round: true,
        tooltip: panel.tooltip.clone(),
        ..Item::new(&panel.id, "stack", label)
    };
    item.around(CARDS, items)
}

fn card_item(card: &Card, strong: Colour, theme: Theme) -> Item {
    let name = text::fit(&card.name, Face::Bold, 11.0, 1.5 * CARD_WIDTH);
    let name = dot::set(dot::text(&name, 11, Colour::Ink.hex(theme)), Face::Bold);
    let number = dot::text(&card.number, 10, Colour::FaintInk.hex(theme));
    let items = card.sections.iter().flat_map(|section| section_items(card, section, strong, theme));
    let parts = (card.more_parts > 0).then(|| chip_item(&more_parts(card.more_parts), strong, theme));
    let items = numbered(items.chain(parts));
    Item {
        fill: Fill::Solid(Colour::Card),
        frame: Some(card.look.stroke()),
        is_round: true,
        tooltip: card.tooltip.clone(),
        link: card.link.clone(),
        ..Item::new(&card.id, "tool", vec![Markup::join([name, Markup::space(), Markup::space(), number])])
    }
    .around(CHIPS, items)
}

/// Gives words their place as an id.
fn numbered(items: impl Iterator<Item = Item>) -> Vec<Item> {
    let place = |(at, item): (usize, Item)| match item.class {
        "words" => Item { id: format!("words {at}"), ..item },
        _ => item,
    };
    items.enumerate().map(place).collect()
}

/// Returns the chips of a section; in a frame of their own where they are those of a part.
fn section_items(card: &Card, section: &Section, strong: Colour, theme: Theme) -> Vec<Item> {
    let all = section.chips(usize::MAX);
    let chips = all.iter().map(|chip| chip_item(chip, strong, theme));
    let Some(head) = &section.head else { return chips.collect() };
    let label = head_label(head, theme);
    let head_item =
        |class| Item { tooltip: head.tooltip.clone(), ..Item::new(&section.id, class, vec![label]) };
    if all.iter().next().is_none() {
        return vec![head_item("state")];
    }
    if section.id == card.id {
        return std::iter::once(head_item("state")).chain(chips).collect();
    }
    let frame = Some(Stroke::solid(Colour::Line, 0.8));
    let fill = Fill::Solid(Colour::Card);
    vec![Item { fill, frame, is_round: true, ..head_item("part") }.around(CHIPS, numbered(chips))]
}

fn head_label(head: &Head, theme: Theme) -> Markup {
    let shown = text::fit(&head.text, Face::Regular, 9.0, 1.5 * CARD_WIDTH);
    dot::text(&shown, 9, head.colour.hex(theme))
}

fn chip_item(chip: &Chip, strong: Colour, theme: Theme) -> Item {
    let shown = text::fit(&chip.name, chip.face(), 10.0, CARD_WIDTH);
    let label = dot::set(dot::text(&shown, 10, chip.look.ink().hex(theme)), chip.face());
    let (id, class) = match &chip.id {
        Some(id) => (id.as_str(), "company"),
        None => ("words", "words"),
    };
    Item {
        fill: chip.look.fill(strong).map_or(Fill::None, Fill::Solid),
        frame: chip.look.stroke(),
        is_round: true,
        tooltip: if chip.tooltip.is_empty() { chip.name.clone() } else { chip.tooltip.clone() },
        link: chip.link.clone(),
        ..Item::new(id, class, vec![label])
    }
}
