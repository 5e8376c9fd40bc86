//! What stands around every picture: title, what it says in a sentence, legend, day and sources.

use super::palette::Colour;
use super::scene::{Block, Scene, Shape, Text};
use super::text::{self, Face};
use crate::model::Date;
use crate::query::SourceRef;

/// The room around a picture.
const MARGIN: f64 = 24.0;

/// Below this, titles and legends would be broken into too many lines.
const LEAST_WIDTH: f64 = 480.0;

const TITLE: f64 = 22.0;
const SUBTITLE: f64 = 12.5;
const LEGEND: f64 = 10.5;
const FOOTER: f64 = 9.0;

/// What stands around a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) title: String,
    /// What the picture says, in one or more paragraphs.
    pub(super) subtitle: Vec<String>,
    pub(super) legend: Vec<Sample>,
    pub(super) footer: String,
}

/// An entry of a legend: how something looks, and what it means.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) sign: Block,
    pub(super) meaning: String,
}

impl Sample {
    pub(super) fn new(sign: Block, meaning: impl Into<String>) -> Self {
        Self { sign, meaning: meaning.into() }
    }
}

impl Frame {
    /// Puts the frame around a picture.
    pub(super) fn around(self, body: Block) -> Scene {
        let room = body.width.max(LEAST_WIDTH);
        let mut shapes: Vec<Shape> = Vec::new();
        let mut y = MARGIN;
        for line in text::wrap(&self.title, Face::Bold, TITLE, room).into_iter().take(3) {
            y += TITLE;
            shapes.push(Text::new(line, MARGIN, y, TITLE).face(Face::Bold).into());
            y += TITLE * 0.25;
        }
        y += 4.0;
        for line in self.subtitle.iter().flat_map(|text| paragraph(text, SUBTITLE, room)) {
            y += SUBTITLE * 1.35;
            shapes.push(Text::new(line, MARGIN, y, SUBTITLE).colour(Colour::FaintInk).into());
        }
        y += 16.0;
        shapes.push(body_at(body.shapes, y));
        y += body.height + 16.0;
        let legend = legend(self.legend, room);
        let legend_height = legend.height;
        shapes.push(legend.at(MARGIN, y));
        y += legend_height;
        for line in paragraph(&self.footer, FOOTER, room) {
            y += FOOTER * 1.4;
            shapes.push(Text::new(line, MARGIN, y, FOOTER).colour(Colour::FaintInk).into());
        }
        Scene {
            width: room + 2.0 * MARGIN,
            height: y + MARGIN,
            title: self.title,
            description: self.subtitle.join(" "),
            shapes,
        }
    }
}

fn body_at(shapes: Vec<Shape>, y: f64) -> Shape {
    Block { shapes, ..Block::default() }.at(MARGIN, y)
}

/// Breaks a text into lines, however long it is.
fn paragraph(text: &str, size: f64, room: f64) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { text::wrap(text, Face::Regular, size, room) }
}

/// Sets the entries of a legend side by side, in as many rows as they need.
fn legend(samples: Vec<Sample>, room: f64) -> Block {
    const GAP: f64 = 18.0;
    let mut block = Block::default();
    let (mut x, mut row_height) = (0.0, 0.0_f64);
    for Sample { sign, meaning } in samples {
        let label_at = sign.width + 6.0;
        let label = Text::fitted(&meaning, label_at, 0.0, LEGEND, Face::Regular, (room - label_at).max(40.0));
        let width = label_at + label.width();
        if x > 0.0 && x + width > room {
            block.height += row_height + 6.0;
            (x, row_height) = (0.0, 0.0);
        }
        let height = sign.height.max(LEGEND * 1.3);
        let (sign_at, middle) = ((height - sign.height) / 2.0, height / 2.0 + LEGEND * 0.36);
        let entry = Block {
            width,
            height,
            shapes: vec![sign.at(0.0, sign_at), Text { y: middle, ..label }.colour(Colour::FaintInk).into()],
        };
        block.shapes.push(entry.at(x, block.height));
        row_height = row_height.max(height);
        x += width + GAP;
        block.width = block.width.max(x - GAP);
    }
    block.height += if row_height > 0.0 { row_height + 10.0 } else { 0.0 };
    block
}

/// Says on which day the claims hold, and where they come from.
pub(super) fn footer(as_of: Option<Date>, sources: &[SourceRef<'_>]) -> String {
    let day = as_of.map_or_else(String::new, |day| format!("As of {day}. "));
    let names: Vec<&str> = sources.iter().map(|source| source.name).collect();
    if names.is_empty() {
        format!("{day}No sources are named.")
    } else {
        format!("{day}Sources: {}", names.join("; "))
    }
}
