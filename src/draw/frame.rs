//! What stands around every picture: title, what it says in a sentence, legend, day and sources.

use super::page::Canvas;
use super::palette::Colour;
use super::scene::{Block, Scene, Text};
use super::text::{self, Face};
use crate::model::Date;
use crate::query::SourceRef;

/// The room around a picture.
pub(super) const MARGIN: f64 = 24.0;

/// Below this, titles and legends would be broken into too many lines.
const LEAST_WIDTH: f64 = 480.0;

/// The room between the picture and what is above and below it.
const GAP: f64 = 16.0;

/// How many lines a page has for what the picture says.
const MOST_LINES: usize = 2;

const TITLE: f64 = 22.0;
const SUBTITLE: f64 = 12.5;
const LEGEND: f64 = 10.5;
const FOOTER: f64 = 10.0;

/// What stands around a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) title: String,
    /// What the picture says, in one or more paragraphs.
    pub(super) subtitle: Vec<String>,
    pub(super) legend: Vec<Sample>,
    pub(super) footer: Footer,
}

/// What is not counted, on which day the claims hold, and where they come from.
#[derive(Clone, Debug, Default)]
pub(super) struct Footer {
    /// What is not counted; empty where all is.
    note: String,
    day: String,
    sources: Vec<String>,
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

/// What is above and below a picture, laid out.
struct Around {
    head: Block,
    foot: Block,
}

impl Frame {
    /// Puts the frame around a picture: on a canvas where there is one.
    pub(super) fn scene_of(self, body: Block, canvas: Option<Canvas>) -> Scene {
        match canvas {
            Some(canvas) => self.on(canvas, body),
            None => self.around(body),
        }
    }

    /// Puts the frame around a picture.
    pub(super) fn around(self, body: Block) -> Scene {
        let room = body.width.max(LEAST_WIDTH);
        let title = text::wrap(&self.title, Face::Bold, TITLE, room).into_iter().take(3).collect();
        let subtitle =
            self.subtitle.iter().flat_map(|text| paragraph(text, SUBTITLE, room)).collect::<Vec<String>>();
        let footer = paragraph(&self.footer.text(), FOOTER, room);
        let Around { head, foot } = self.lines(title, subtitle, footer, room);
        let body_at = head.height + GAP;
        let foot_at = body_at + body.height + GAP;
        let height = foot_at + foot.height + MARGIN;
        self.scene(room + 2.0 * MARGIN, height, vec![(head, 0.0), (body, body_at), (foot, foot_at)])
    }

    /// Puts the frame around a picture on a canvas: title and what it says at the top, legend and
    /// sources at the bottom, all of it as short as the page needs it. A picture that is too large
    /// makes a scene that is.
    pub(super) fn on(self, canvas: Canvas, body: Block) -> Scene {
        let room = canvas.room();
        let title = short(&self.title, Face::Bold, TITLE, room, 2);
        // The beginning of each paragraph says what it is about.
        let paragraphs = self.subtitle.iter().filter(|text| !text.is_empty()).take(MOST_LINES);
        let subtitle = paragraphs
            .flat_map(|text| short(text, Face::Regular, SUBTITLE, room, 1))
            .collect::<Vec<String>>();
        let mut footer = match self.footer.note.as_str() {
            "" => Vec::new(),
            note => short(note, Face::Regular, FOOTER, room, 1),
        };
        footer.push(self.footer.line(room));
        let Around { head, foot } = self.lines(title, subtitle, footer, room);
        let body_at = head.height + GAP;
        let least = body_at + body.height + GAP + foot.height + MARGIN;
        let height = canvas.height.max(least);
        let foot_at = height - MARGIN - foot.height;
        // What is smaller than the page is in the middle.
        let left = ((room - body.width) / 2.0).max(0.0);
        let down = ((height - least) / 2.0).max(0.0);
        let width = canvas.width.max(body.width + 2.0 * MARGIN);
        let body = Block { width: body.width, height: body.height, shapes: vec![body.at(left, down)] };
        self.scene(width, height, vec![(head, 0.0), (body, body_at), (foot, foot_at)])
    }

    fn scene(self, width: f64, height: f64, blocks: Vec<(Block, f64)>) -> Scene {
        Scene {
            width,
            height,
            title: self.title,
            description: self.subtitle.join(" "),
            shapes: blocks.into_iter().map(|(block, y)| block.at(MARGIN, y)).collect(),
        }
    }

    fn lines(&self, title: Vec<String>, subtitle: Vec<String>, footer: Vec<String>, room: f64) -> Around {
        let mut head = Block { width: room, height: MARGIN, shapes: Vec::new() };
        for line in title {
            head.height += TITLE;
            head.shapes.push(Text::new(line, 0.0, head.height, TITLE).face(Face::Bold).into());
            head.height += TITLE * 0.25;
        }
        head.height += 4.0;
        for line in subtitle {
            head.height += SUBTITLE * 1.35;
            head.shapes.push(Text::new(line, 0.0, head.height, SUBTITLE).colour(Colour::FaintInk).into());
        }
        let mut foot = legend(&self.legend, room);
        for line in footer {
            foot.height += FOOTER * 1.4;
            foot.shapes.push(Text::new(line, 0.0, foot.height, FOOTER).colour(Colour::FaintInk).into());
        }
        Around { head, foot }
    }
}

/// Breaks a text into lines, at most so many; the last is cut if there is more.
fn short(text: &str, face: Face, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines = text::wrap(text, face, size, room);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = text::cut(last, "", face, size, room);
        }
    }
    lines
}

/// Breaks a text into lines, however long it is.
fn paragraph(text: &str, size: f64, room: f64) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { text::wrap(text, Face::Regular, size, room) }
}

/// Sets the entries of a legend side by side, in as many rows as they need.
fn legend(samples: &[Sample], room: f64) -> Block {
    const APART: f64 = 18.0;
    let mut block = Block::default();
    let (mut x, mut row_height) = (0.0, 0.0_f64);
    for Sample { sign, meaning } in samples {
        let label_at = sign.width + 6.0;
        let label = Text::fitted(meaning, label_at, 0.0, LEGEND, Face::Regular, (room - label_at).max(40.0));
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
            shapes: vec![
                sign.clone().at(0.0, sign_at),
                Text { y: middle, ..label }.colour(Colour::FaintInk).into(),
            ],
        };
        block.shapes.push(entry.at(x, block.height));
        row_height = row_height.max(height);
        x += width + APART;
        block.width = block.width.max(x - APART);
    }
    block.height += if row_height > 0.0 { row_height + 10.0 } else { 0.0 };
    block
}

/// Says on which day the claims hold, and where they come from.
pub(super) fn footer(as_of: Option<Date>, sources: &[SourceRef<'_>]) -> Footer {
    Footer {
        note: String::new(),
        day: as_of.map_or_else(String::new, |day| format!("As of {day}. ")),
        sources: sources.iter().map(|source| source.name.to_owned()).collect(),
    }
}

impl Footer {
    /// Says first what is not counted.
    pub(super) fn noting(self, note: Option<String>) -> Self {
        Self { note: note.unwrap_or_default(), ..self }
    }

    /// Returns all of it.
    pub(super) fn text(&self) -> String {
        let text = self.first(self.sources.len());
        if self.note.is_empty() { text } else { format!("{} {text}", self.note) }
    }

    /// Returns as many of the sources as fit into a line, and how many more there are.
    fn line(&self, room: f64) -> String {
        let fits = |text: &String| text::width(text, Face::Regular, FOOTER) <= room;
        let all = (1..=self.sources.len()).rev().map(|count| self.first(count)).find(fits);
        all.unwrap_or_else(|| match self.sources.len() {
            0 => self.first(0),
            count => format!("{}{count} sources", self.day),
        })
    }

    fn first(&self, count: usize) -> String {
        let names = self.sources.iter().take(count).map(String::as_str).collect::<Vec<_>>().join("; ");
        match self.sources.len() - count.min(self.sources.len()) {
            _ if self.sources.is_empty() => format!("{}No sources are named.", self.day),
            0 => format!("{}Sources: {names}", self.day),
            more => format!("{}Sources: {names}; +{more} more", self.day),
        }
    }
}
