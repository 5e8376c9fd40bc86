//! Panels of cards of chips: what the market map looks like.
//!
//! A picture says what stands on which panel; here it is laid out as shapes, and written as
//! clusters of DOT.

mod dot;
mod scene;

use std::cell::OnceCell;
use std::cmp::Reverse;

use super::frame::{Footer, Frame, Sample};
use super::palette::Colour;
use super::scene::{Block, Stroke};
use super::text::{self, Face};
use super::{Picture, Scene, Style};
use crate::words::phrases::plural;

/// A picture of panels.
#[derive(Clone, Debug, Default)]
pub(super) struct Panels {
    pub(super) title: String,
    pub(super) subtitle: Vec<String>,
    pub(super) groups: Vec<Panel>,
    pub(super) legend: Vec<(Sign, String)>,
    pub(super) footer: Footer,
}

/// A group of cards.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    /// Unique on the picture.
    pub(super) id: String,
    pub(super) name: String,
    /// What it comes to, in a few words.
    pub(super) summary: String,
    /// What else is to be said of it, in italics.
    pub(super) notes: Vec<String>,
    pub(super) look: PanelLook,
    pub(super) cards: Vec<Card>,
    /// What there is besides the cards.
    pub(super) more: Rest,
    /// How much it matters beside other panels: the lightest are folded first.
    pub(super) weight: u32,
    pub(super) tooltip: String,
}

/// Returns the entries of a legend whose signs are in the picture.
pub(super) fn legend_of<const N: usize>(signs: [(bool, Sign, &str); N]) -> Vec<(Sign, String)> {
    let shown = signs.into_iter().filter(|(is_shown, ..)| *is_shown);
    shown.map(|(_, sign, meaning)| (sign, meaning.to_owned())).collect()
}

/// Returns names in at most so many lines of a width, behind what they are: "+2 more tools: A, B".
fn led(head: &str, names: &[&str], size: f64, room: f64, most: usize) -> Vec<String> {
    let first = names.first().map_or_else(|| head.to_owned(), |first| format!("{head}: {first}"));
    let mut all = vec![first.as_str()];
    all.extend(names.iter().skip(1));
    text::list(&all, Face::Regular, size, room, most)
}

/// Cards that are left out of a panel.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest {
    pub(super) count: usize,
    /// Their names, those that matter most first; empty if only the count is known.
    pub(super) names: Vec<String>,
    /// What is to be said of them besides.
    pub(super) words: &'static str,
}

impl Panel {
    /// Returns what there is besides the first cards, in at most so many lines of a width: the
    /// other cards, then what was left out before. No lines where nothing is left out.
    fn rest(&self, shown: usize, size: f64, room: f64, most: usize) -> Vec<String> {
        let folded = &self.cards[shown..];
        let count = self.more.count + folded.len();
        if count == 0 {
            return Vec::new();
        }
        let head = format!("+{}{}", plural(count, "more tool", "more tools"), self.more.words);
        let mut names: Vec<&str> = folded.iter().map(|card| card.name.as_str()).collect();
        names.extend(self.more.names.iter().map(String::as_str));
        if names.len() < count {
            return vec![head];
        }
        // Where there are no cards, the names are not more than anything.
        if self.cards.is_empty() {
            return text::list(&names, Face::Regular, size, room, most);
        }
        led(&head, &names, size, room, most)
    }

    fn strong(&self) -> Colour {
        match self.look {
            PanelLook::Group(group) => Colour::strong(group),
            PanelLook::Quiet | PanelLook::Last => Colour::Neutral,
            PanelLook::Marked(mark) => mark.colour(),
        }
    }

    fn tint(&self) -> Colour {
        match self.look {
            PanelLook::Group(group) => Colour::tint(group),
            PanelLook::Quiet | PanelLook::Last => Colour::NeutralTint,
            PanelLook::Marked(mark) => mark.tint(),
        }
    }

    fn stroke(&self) -> Stroke {
        match self.look {
            PanelLook::Marked(mark) => mark.stroke(),
            _ => Stroke::solid(self.strong(), 1.2),
        }
    }
}

/// Which colours a panel has, and where it stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum PanelLook {
    /// In the colours of a group.
    Group(usize),
    /// Without colours.
    Quiet,
    /// Without colours, and under all others.
    Last,
    Marked(Mark),
}

/// What became of something from one state to another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    Added,
    Removed,
    Changed,
}

impl Mark {
    /// Returns the sign that stands before a name.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "~",
        }
    }

    pub(super) fn colour(self) -> Colour {
        match self {
            Self::Added => Colour::strong(0),
            Self::Removed => Colour::Empty,
            Self::Changed => Colour::Unsettled,
        }
    }

    fn tint(self) -> Colour {
        match self {
            Self::Added => Colour::tint(0),
            Self::Removed => Colour::NeutralTint,
            Self::Changed => Colour::tint(1),
        }
    }

    fn stroke(self) -> Stroke {
        match self {
            Self::Added => Stroke::solid(self.colour(), 1.8),
            Self::Removed => Stroke::dashed(self.colour(), 1.2),
            Self::Changed => Stroke::dotted(self.colour(), 1.4),
        }
    }
}

/// A thing on a panel, and who has to do with it.
#[derive(Clone, Debug)]
pub(super) struct Card {
    /// Unique on its panel.
    pub(super) id: String,
    pub(super) name: String,
    /// Its count; stands on the right.
    pub(super) number: String,
    pub(super) look: CardLook,
    pub(super) tooltip: String,
    pub(super) link: Option<String>,
    pub(super) sections: Vec<Section>,
    /// How many parts have no section.
    pub(super) more_parts: usize,
}

/// Chips that belong together, under a line that says so.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// Unique on its card; it is seen where there is a head.
    pub(super) id: String,
    pub(super) head: Option<Head>,
    pub(super) chips: Vec<Chip>,
    /// How many chips are left out.
    pub(super) more: usize,
    /// What is behind the chips.
    pub(super) words: Vec<String>,
    /// Whether it is about a part of the card.
    pub(super) is_part: bool,
}

/// The chips of a section that are shown, and the words behind them.
struct Chips<'c> {
    chips: &'c [Chip],
    words: Vec<Chip>,
}

impl Chips<'_> {
    fn iter(&self) -> impl Iterator<Item = &Chip> {
        self.chips.iter().chain(&self.words)
    }
}

impl Section {
    /// Returns the first chips, the count of those that are left out and the words behind them.
    fn chips(&self, most: usize) -> Chips<'_> {
        let chips = &self.chips[..most.min(self.chips.len())];
        let more = self.more + self.chips.len() - chips.len();
        let count = (more > 0).then(|| Chip::words(format!("+{more} more")));
        Chips { chips, words: count.into_iter().chain(self.words.iter().cloned().map(Chip::words)).collect() }
    }

    /// Returns as many chips as fit into so many rows of a width; at least the count of them.
    fn chips_in(&self, most_rows: usize, room: f64) -> Chips<'_> {
        let fits = |chips: &Chips<'_>| rows(chips.iter(), room).len() <= most_rows;
        let all = self.chips(usize::MAX);
        if fits(&all) {
            return all;
        }
        // By halves: the more chips, the more rows.
        let (mut from, mut until) = (0, self.chips.len());
        while from < until {
            let middle = usize::midpoint(from, until) + (until - from) % 2;
            if fits(&self.chips(middle)) {
                from = middle;
            } else {
                until = middle - 1;
            }
        }
        match self.chips.first().filter(|_| from == 0) {
            // Somebody is named, if only by the beginning of the name.
            Some(first) => {
                let Chips { mut words, .. } = self.chips(1);
                let beside = words.iter().map(|chip| chip.width() + 2.0 * CHIP_PAD + CHIP_GAP).sum::<f64>();
                let left = (room - beside - 2.0 * CHIP_PAD).max(2.0 * CHIP_SIZE);
                let name = text::fit(&first.name, first.face(), CHIP_SIZE, left).into_owned();
                words.insert(0, Chip { name, width: OnceCell::new(), ..first.clone() });
                Chips { chips: &[], words }
            }
            None => self.chips(from),
        }
    }
}

/// What a picture shows of its panels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Fold {
    /// How many panels.
    panels: usize,
    /// How many cards of all of them together.
    cards: usize,
    /// How many rows of chips on each, and whether its parts have their own.
    rows: usize,
    parts: bool,
}

impl Fold {
    const NOTHING: Self = Self { panels: usize::MAX, cards: usize::MAX, rows: usize::MAX, parts: true };

    /// Returns what is shown step by step where there is less and less room: fewer companies first,
    /// then a tenth of the cards less in each step down to one a panel, then a sixth of the panels,
    /// and at last only the names of the first panel's cards.
    fn steps(panels: &[Panel]) -> Vec<Self> {
        let all: usize = panels.iter().map(|panel| panel.cards.len()).sum();
        let mut steps = vec![
            Self::NOTHING,
            Self { rows: 3, ..Self::NOTHING },
            Self { rows: 2, ..Self::NOTHING },
            Self { rows: 2, parts: false, ..Self::NOTHING },
            Self { rows: 1, parts: false, ..Self::NOTHING },
        ];
        let fewer = |count: &usize| (*count > panels.len()).then(|| (count * 9 / 10).max(panels.len()));
        let cards = std::iter::successors(Some(all), fewer).skip(1);
        steps.extend(cards.map(|cards| Self { cards, rows: 1, parts: false, ..Self::NOTHING }));
        let fewer = |count: &usize| (*count > 1).then(|| count * 5 / 6);
        let counts = std::iter::successors(Some(panels.len()), fewer).skip(1);
        steps.extend(counts.map(|panels| Self { panels, cards: panels, rows: 1, parts: false }));
        steps.push(Self { panels: 1, cards: 0, rows: 1, parts: false });
        steps
    }

    /// Returns how many cards each panel shows: the first of each, then the second of those that
    /// matter most, and on.
    fn cards_of(&self, panels: &[&Panel]) -> Vec<usize> {
        let mut order: Vec<(usize, Reverse<u32>, usize)> = Vec::new();
        for (at, panel) in panels.iter().enumerate() {
            order.extend((0..panel.cards.len()).map(|card| (card, Reverse(panel.weight), at)));
        }
        order.sort_unstable();
        let mut shown = vec![0; panels.len()];
        order.into_iter().take(self.cards).for_each(|(.., at)| shown[at] += 1);
        shown
    }
}

/// A line on a card.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) text: String,
    pub(super) colour: Colour,
    pub(super) tooltip: String,
}

/// Somebody on a card.
#[derive(Clone, Debug)]
pub(super) struct Chip {
    /// Unique in its section; none for words that stand among the chips.
    pub(super) id: Option<String>,
    pub(super) name: String,
    pub(super) look: ChipLook,
    pub(super) is_italic: bool,
    pub(super) tooltip: String,
    pub(super) link: Option<String>,
    /// How wide the name is, once it has been measured.
    pub(super) width: OnceCell<f64>,
}

impl Chip {
    /// Makes words that stand among the chips.
    pub(super) fn words(text: String) -> Self {
        let (look, tooltip) = (ChipLook::Words, String::new());
        Self { id: None, name: text, look, is_italic: false, tooltip, link: None, width: OnceCell::new() }
    }

    fn width(&self) -> f64 {
        *self.width.get_or_init(|| text::width(&self.name, self.face(), CHIP_SIZE))
    }

    fn face(&self) -> Face {
        match (self.look == ChipLook::Filled, self.is_italic) {
            (false, false) => Face::Regular,
            (false, true) => Face::Italic,
            (true, false) => Face::Bold,
            (true, true) => Face::BoldItalic,
        }
    }
}

/// What a sign in the legend shows.
#[derive(Clone, Debug)]
pub(super) enum Sign {
    Chip(Chip),
    Card(CardLook),
}

/// How a card is framed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum CardLook {
    Plain,
    Empty,
    Unsettled,
    Unresearched,
    Marked(Mark),
}

impl CardLook {
    fn stroke(self) -> Stroke {
        match self {
            Self::Plain => Stroke::solid(Colour::Line, 1.0),
            Self::Empty => Stroke::dashed(Colour::Empty, 1.2),
            Self::Unsettled => Stroke::dashed(Colour::Unsettled, 1.2),
            Self::Unresearched => Stroke::dotted(Colour::Unresearched, 1.4),
            Self::Marked(mark) => mark.stroke(),
        }
    }
}

/// How a chip looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ChipLook {
    Plain,
    /// In the strong colour of its panel.
    Filled,
    /// Without a frame: words among the chips.
    Words,
    Marked(Mark),
}

impl ChipLook {
    fn fill(self, panel: Colour) -> Option<Colour> {
        match self {
            Self::Plain => Some(Colour::Chip),
            Self::Filled => Some(panel),
            Self::Words => None,
            Self::Marked(mark) => Some(mark.tint()),
        }
    }

    fn stroke(self) -> Option<Stroke> {
        match self {
            Self::Plain => Some(Stroke::solid(Colour::Line, 0.8)),
            Self::Marked(mark) => Some(Stroke { width: 1.0, ..mark.stroke() }),
            Self::Filled | Self::Words => None,
        }
    }

    fn ink(self) -> Colour {
        match self {
            Self::Plain | Self::Marked(_) => Colour::Ink,
            Self::Filled => Colour::OnStrong,
            Self::Words => Colour::FaintInk,
        }
    }
}

impl Panels {
    fn frame(&self) -> Frame {
        let sample = |(sign, meaning): &(Sign, String)| Sample::new(scene::draw_sign(sign), meaning.as_str());
        Frame {
            title: self.title.clone(),
            subtitle: self.subtitle.clone(),
            legend: self.legend.iter().map(sample).collect(),
            footer: self.footer.clone(),
        }
    }
}

impl Picture for Panels {
    fn dot(&self, style: &Style<'_>) -> String {
        dot::dot(self, style.theme)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        match style.page {
            None => scene::scene(self),
            Some(page) => {
                let steps = Fold::steps(&self.groups);
                page.lay_out(steps.len(), |canvas, step| scene::on(self, canvas, steps[step]))
            }
        }
    }
}

/// Sizes in points.
const CARD_WIDTH: f64 = 208.0;

/// How narrow cards and panels may be on a page.
const LEAST_CARD: f64 = 186.0;
const LEAST_PANEL: f64 = LEAST_CARD + 2.0 * PANEL_PAD;
const CARD_PAD: f64 = 9.0;
const CARD_GAP: f64 = 8.0;
const PANEL_PAD: f64 = 12.0;
const PANEL_GAP: f64 = 16.0;
const NAME_SIZE: f64 = 12.0;
const HEAD_SIZE: f64 = 10.0;
const CHIP_SIZE: f64 = 10.5;
const CHIP_PAD: f64 = 7.0;
const CHIP_HEIGHT: f64 = 19.0;
const CHIP_GAP: f64 = 4.0;

/// A slide is about so many times as wide as high.
const RATIO: f64 = 1.6;

/// About how high title, legend and sources are together.
const FRAME_HEIGHT: f64 = 160.0;

/// The most columns, of panels or, in a single panel, of cards.
const MOST_COLUMNS: usize = 6;

/// How many columns of cards there are on a panel.
const CARD_COLUMNS: usize = 2;

/// Where the panels stand: in columns and, under all of them and as wide, the panel of what belongs
/// to no group.
struct Arrangement {
    columns: Vec<Vec<Block>>,
    column_width: f64,
    last: Option<Block>,
    width: f64,
}

/// Arranges panels so that the picture is most like a slide; `draw` makes one of a width with so
/// many columns of cards.
fn arrange(panels: &[Panel], draw: impl Fn(&Panel, f64, usize) -> Block) -> Arrangement {
    let (grouped, loose): (Vec<&Panel>, Vec<&Panel>) =
        panels.iter().partition(|panel| panel.look != PanelLook::Last || panels.len() == 1);
    if let ([single], []) = (grouped.as_slice(), loose.as_slice()) {
        let make = |columns| (panel_width(columns), draw(single, panel_width(columns), columns));
        let drawn = (1..=single.cards.len().clamp(1, MOST_COLUMNS)).map(make);
        let best =
            drawn.min_by(|a, b| unlike_slide(a.0, a.1.height).total_cmp(&unlike_slide(b.0, b.1.height)));
        let (width, only) = best.map_or((0.0, Vec::new()), |(width, made)| (width, vec![vec![made]]));
        return Arrangement { columns: only, column_width: width, last: None, width };
    }
    let column_width = panel_width(CARD_COLUMNS);
    let total_width = |columns| side_by_side(column_width, columns, PANEL_GAP);
    let drawn: Vec<Block> =
        grouped.into_iter().map(|panel| draw(panel, column_width, CARD_COLUMNS)).collect();
    let draw_last = |columns| {
        let width = total_width(columns);
        loose.first().map(|panel| draw(panel, width, fitting_cards(width - 2.0 * PANEL_PAD, CARD_WIDTH)))
    };
    // The highest first, so that the columns come out nearly equal.
    let mut order: Vec<(usize, f64)> = drawn.iter().map(|panel| panel.height).enumerate().collect();
    order.sort_by(|(a, a_height), (b, b_height)| b_height.total_cmp(a_height).then(a.cmp(b)));
    let heights: Vec<f64> = order.iter().map(|(_, height)| *height).collect();
    let make = |columns| {
        let packed = pack(&heights, columns, PANEL_GAP);
        let last = draw_last(columns);
        let height = tallest(&packed) + last.as_ref().map_or(0.0, |last| last.height + PANEL_GAP);
        (unlike_slide(total_width(columns), height) * emptiness(&packed).powi(2), packed, last)
    };
    let tried = (1..=drawn.len().clamp(1, MOST_COLUMNS)).map(make);
    let best = tried.min_by(|(a, ..), (b, ..)| a.total_cmp(b));
    let (packed, last) = best.map_or((Vec::new(), None), |(_, packed, last)| (packed, last));
    let width = total_width(packed.len().max(1));
    let mut drawn: Vec<Option<Block>> = drawn.into_iter().map(Some).collect();
    let mut column = |stacked: Stacked| -> Vec<Block> {
        let places = stacked.items.into_iter().filter_map(|item| order.get(item));
        places.filter_map(|(at, _)| drawn.get_mut(*at)?.take()).collect()
    };
    let columns = packed.into_iter().map(&mut column).collect();
    Arrangement { columns, column_width, last, width }
}

/// A panel, and how many of its cards are shown.
type Shown<'p> = (&'p Panel, usize);

/// Arranges panels in a width, each with so many of its cards, so that they are as low as can be.
fn arrange_in(panels: &[Shown<'_>], width: f64, draw: impl Fn(Shown<'_>, f64, usize) -> Block) -> Block {
    let (grouped, loose): (Vec<Shown<'_>>, Vec<Shown<'_>>) =
        panels.iter().copied().partition(|(panel, _)| panel.look != PanelLook::Last || panels.len() == 1);
    let make = |columns: usize| {
        #[expect(clippy::cast_precision_loss, reason = "there are few columns")]
        let column_width = (width - (columns - 1) as f64 * PANEL_GAP) / columns as f64;
        let cards = fitting_cards(column_width - 2.0 * PANEL_PAD, LEAST_CARD);
        let mut drawn: Vec<Block> = grouped.iter().map(|panel| draw(*panel, column_width, cards)).collect();
        let mut order: Vec<usize> = (0..drawn.len()).collect();
        order.sort_by(|a, b| drawn[*b].height.total_cmp(&drawn[*a].height).then(a.cmp(b)));
        let heights: Vec<f64> = order.iter().map(|at| drawn[*at].height).collect();
        let mut blocks = |stacked: Stacked| -> Vec<Block> {
            let places = stacked.items.into_iter().filter_map(|item| order.get(item));
            places.map(|at| std::mem::take(&mut drawn[*at])).collect()
        };
        let columns = pack(&heights, columns, PANEL_GAP).into_iter().map(&mut blocks).collect();
        Block { width, ..scene::side_by_side(columns, column_width, PANEL_GAP) }
    };
    let fits = |columns: &usize| side_by_side(LEAST_PANEL, *columns, PANEL_GAP) <= width;
    let tried =
        (1..=grouped.len().clamp(1, 2 * MOST_COLUMNS)).filter(|columns| *columns == 1 || fits(columns));
    let mut best = tried.map(make).min_by(|a, b| a.height.total_cmp(&b.height)).unwrap_or_default();
    for panel in loose {
        let last = draw(panel, width, fitting_cards(width - 2.0 * PANEL_PAD, LEAST_CARD));
        let y = if best.height > 0.0 { best.height + PANEL_GAP } else { 0.0 };
        best.height = y + last.height;
        best.shapes.push(last.at(0.0, y));
    }
    best
}

/// Returns how far a picture is from the form of a slide: 1 is not at all.
fn unlike_slide(width: f64, height: f64) -> f64 {
    let ratio = width / (height + FRAME_HEIGHT);
    (ratio / RATIO).max(RATIO / ratio)
}

/// Returns how much higher the highest column is than all are on average: 1 where none is empty
/// below.
#[expect(clippy::cast_precision_loss, reason = "there are few columns")]
fn emptiness(columns: &[Stacked]) -> f64 {
    let sum: f64 = columns.iter().map(|column| column.height).sum();
    if sum > 0.0 { tallest(columns) * columns.len() as f64 / sum } else { 1.0 }
}

/// Returns how wide so many things are side by side.
#[expect(clippy::cast_precision_loss, reason = "there are few columns")]
fn side_by_side(width: f64, count: usize, gap: f64) -> f64 {
    let count = count.max(1) as f64;
    count * width + (count - 1.0) * gap
}

fn panel_width(cards: usize) -> f64 {
    // A single card would leave no room for what the panel says.
    side_by_side(CARD_WIDTH, cards, CARD_GAP).max(1.5 * CARD_WIDTH) + 2.0 * PANEL_PAD
}

/// Returns how many cards of a width have room side by side.
fn fitting_cards(room: f64, width: f64) -> usize {
    let fits = |count: &usize| side_by_side(width, *count, CARD_GAP) <= room;
    (1..=3 * MOST_COLUMNS).take_while(fits).last().unwrap_or(1)
}

/// Returns how wide each of so many cards is that take all the room.
#[expect(clippy::cast_precision_loss, reason = "there are few columns")]
fn card_width(room: f64, count: usize) -> f64 {
    let count = count.max(1) as f64;
    (room - (count - 1.0) * CARD_GAP) / count
}

/// Items one under the other.
#[derive(Clone, Debug, Default)]
struct Stacked {
    items: Vec<usize>,
    height: f64,
}

/// Distributes items over columns, each to the shortest so far, in order.
fn pack(heights: &[f64], columns: usize, gap: f64) -> Vec<Stacked> {
    let mut packed = vec![Stacked::default(); columns.max(1)];
    for (item, height) in heights.iter().enumerate() {
        let shortest = packed.iter_mut().min_by(|a, b| a.height.total_cmp(&b.height));
        if let Some(column) = shortest {
            column.height += height + if column.items.is_empty() { 0.0 } else { gap };
            column.items.push(item);
        }
    }
    packed
}

fn tallest(columns: &[Stacked]) -> f64 {
    columns.iter().map(|column| column.height).fold(0.0, f64::max)
}

/// Distributes the cards of a panel over columns.
fn columns_of(cards: Vec<Block>, columns: usize) -> Vec<Vec<Block>> {
    let heights: Vec<f64> = cards.iter().map(|card| card.height).collect();
    let mut cards: Vec<Option<Block>> = cards.into_iter().map(Some).collect();
    let mut column = |stacked: Stacked| -> Vec<Block> {
        stacked.items.into_iter().filter_map(|item| cards.get_mut(item)?.take()).collect()
    };
    pack(&heights, columns, CARD_GAP).into_iter().map(&mut column).collect()
}

/// A chip whose text has been cut to its room.
struct Fitted<'c> {
    chip: &'c Chip,
    /// What is shown of its name; all of it where there is none.
    text: Option<String>,
    width: f64,
}

/// Sets chips side by side in rows of a width.
fn rows<'c>(chips: impl Iterator<Item = &'c Chip>, room: f64) -> Vec<Vec<Fitted<'c>>> {
    let mut rows: Vec<Vec<Fitted<'c>>> = Vec::new();
    let mut left = 0.0;
    for chip in chips {
        let pad = if chip.look == ChipLook::Words { 2.0 } else { CHIP_PAD };
        let text = (chip.width() > room - 2.0 * pad
            || chip.name.trim().is_empty()
            || chip.name.chars().any(char::is_control))
        .then(|| text::fit(&chip.name, chip.face(), CHIP_SIZE, room - 2.0 * pad).into_owned());
        let width = match &text {
            Some(text) => text::width(text, chip.face(), CHIP_SIZE),
            None => chip.width(),
        } + 2.0 * pad;
        let fitted = Fitted { chip, text, width };
        match rows.last_mut() {
            Some(row) if width + CHIP_GAP <= left => {
                left -= width + CHIP_GAP;
                row.push(fitted);
            }
            _ => {
                left = room - width;
                rows.push(vec![fitted]);
            }
        }
    }
    rows
}

/// Returns the lines of the name of a card.
fn card_lines(card: &Card, room: f64) -> Vec<String> {
    lines(&card.name, Face::Bold, NAME_SIZE, room, 2)
}

/// Breaks a text into lines, of which the last is cut where there would be more than `most`.
fn lines(text: &str, face: Face, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines = text::wrap(text, face, size, room);
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        lines.push(text::cut(&rest, "", face, size, room));
    }
    lines
}
