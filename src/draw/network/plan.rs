//! What stands where in the picture of a network, before it is DOT or shapes.

use super::layout::{self, Network, Point, Tie};
use super::tidy;
use crate::draw::palette::Colour;
use crate::draw::stack_marks::{StackMark, StackMarks};
use crate::draw::text::{self, Face};
use crate::query::network;

/// The sizes of names: of a company with the fewest tools, and how much bigger that of the most is.
const NAME: [f64; 2] = [11.0, 7.0];

/// How big the number of tools is.
pub(super) const NUMBER: f64 = 10.0;

/// The longest line of a name, and from one line to the next, in parts of its size.
const NAME_ROOM: f64 = 14.0;
pub(super) const NAME_LINE: f64 = 1.15;

/// The room around and between what stands in a box.
pub(super) const PAD: f64 = 6.0;

/// How big the numbers on lines are.
pub(super) const SHARED: f64 = 10.0;

/// How many companies that share nothing are shown; the rest is counted.
const MOST_ALONE: usize = 30;

/// How wide the rows of those are at least.
const ALONE_ROOM: f64 = 640.0;

/// How high the line above those is.
pub(super) const ALONE_HEAD: f64 = 26.0;

/// The picture of a network.
pub(super) struct Plan<'r> {
    pub(super) boxes: Vec<CompanyBox<'r>>,
    pub(super) lines: Vec<Line<'r>>,
    /// The boxes of companies that share nothing, below the others.
    pub(super) alone: Vec<CompanyBox<'r>>,
    /// Where the line above those stands.
    pub(super) alone_head: Point,
    /// How many of those are not shown.
    pub(super) more_alone: usize,
    /// How wide and high the whole is.
    pub(super) room: Point,
}

/// A company.
pub(super) struct CompanyBox<'r> {
    pub(super) company: &'r network::Company<'r>,
    /// Its name in one line or two, as much of it as has room.
    pub(super) name: Vec<String>,
    pub(super) face: Face,
    /// How big its name is.
    pub(super) size: f64,
    pub(super) mark: StackMark<'r>,
    pub(super) middle: Point,
    pub(super) room: Point,
}

/// A tie.
pub(super) struct Line<'r> {
    pub(super) pair: &'r network::Pair<'r>,
    /// The companies at its ends, by their places.
    pub(super) ends: [usize; 2],
    /// Where it leaves their boxes.
    pub(super) points: [Point; 2],
    pub(super) width: f64,
    /// Whether it is as strong as ties have to be that are all drawn.
    pub(super) is_strong: bool,
    /// Where its number stands; none where there is no room, or where it is weak.
    pub(super) number_at: Option<Point>,
}

impl<'r> Plan<'r> {
    pub(super) fn new(report: &'r network::Report<'r>, marks: &'r StackMarks) -> Self {
        let broadest = report.companies.iter().chain(&report.alone).map(|company| company.tools.len()).max();
        let make = |company| CompanyBox::new(company, broadest.unwrap_or_default(), marks);
        let mut boxes: Vec<CompanyBox<'r>> = report.companies.iter().map(make).collect();
        let kept: Vec<&network::Pair<'r>> = report.pairs.iter().filter(|pair| pair.kept).collect();
        let ends = |pair: &network::Pair<'_>| pair.companies.map(|company| company as usize);
        let tie =
            |pair: &&network::Pair<'_>| Tie { ends: ends(pair), strength: pair.similarity.weighted_jaccard };
        let network = Network {
            sizes: boxes.iter().map(|one| one.room).collect(),
            ties: kept.iter().map(tie).collect(),
        };
        let (middles, mut room) = layout::lay_out(&network);
        for (one, middle) in boxes.iter_mut().zip(middles) {
            one.middle = middle;
        }
        let mut lines: Vec<Line<'r>> =
            kept.iter().map(|pair| Line::new(pair, ends(pair), &boxes, report.least)).collect();
        number(&mut lines, &boxes);
        // The strong ones are drawn over the weak ones.
        lines.sort_by_key(|line| line.is_strong);

        let mut alone: Vec<CompanyBox<'r>> = report.alone.iter().take(MOST_ALONE).map(make).collect();
        let alone_head = [0.0, if boxes.is_empty() { 0.0 } else { room[1] + 18.0 }];
        if !alone.is_empty() {
            let rows = in_rows(&mut alone, room[0].max(ALONE_ROOM), alone_head[1] + ALONE_HEAD);
            room = [room[0].max(rows[0]), rows[1]];
        }
        Self { boxes, lines, more_alone: report.alone.len() - alone.len(), alone, alone_head, room }
    }
}

impl<'r> CompanyBox<'r> {
    fn new(company: &'r network::Company<'r>, broadest: usize, marks: &'r StackMarks) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "tools are far below 2^52")]
        let share = company.tools.len() as f64 / broadest.max(1) as f64;
        let size = NAME[0] + NAME[1] * share.sqrt();
        let face = if company.ours { Face::Bold } else { Face::Regular };
        let name = name_lines(&super::name_of(company), face, size);
        let mark = marks.of(company.main_stack);
        let number = text::width(&company.tools.len().to_string(), Face::Regular, NUMBER);
        let widest = name.iter().map(|line| text::width(line, face, size)).fold(0.0, f64::max);
        let width = widest + mark.width() + number + 4.0 * PAD;
        let more_lines = if name.len() > 1 { size * NAME_LINE } else { 0.0 };
        Self { company, name, face, size, mark, middle: [0.0; 2], room: [width, size + more_lines + 12.0] }
    }

    /// Returns the colours of the ground, the name and the number.
    pub(super) fn colours(&self) -> (Colour, Colour, Colour) {
        let StackMark { strong, tint, .. } = self.mark;
        if self.company.ours {
            (strong, strong.text_on(), strong.text_on())
        } else {
            (tint, Colour::Ink, Colour::FaintInk)
        }
    }

    /// Returns the upper left corner.
    pub(super) fn corner(&self) -> Point {
        [0, 1].map(|axis| self.middle[axis] - self.room[axis] / 2.0)
    }
}

/// Breaks a name into two lines where one has no room; what has none in two is cut.
fn name_lines(name: &str, face: Face, size: f64) -> Vec<String> {
    let room = size * NAME_ROOM;
    let mut lines = text::wrap(name, face, size, room);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(text::fit(&rest, face, size, room).into_owned());
    }
    lines
}

impl<'r> Line<'r> {
    fn new(pair: &'r network::Pair<'r>, ends: [usize; 2], boxes: &[CompanyBox<'_>], least: f64) -> Self {
        let [a, b] = ends.map(|end| &boxes[end]);
        let [from, to] = [a.middle, b.middle];
        let on = |begin: Point, end: Point, share: f64| {
            [0, 1].map(|axis| begin[axis] + (end[axis] - begin[axis]) * share)
        };
        let alike = pair.similarity.weighted_jaccard;
        Self {
            pair,
            ends,
            points: [
                on(from, to, tidy::leaves([from, to], a.room)),
                on(to, from, tidy::leaves([to, from], b.room)),
            ],
            width: 1.2 + 5.8 * alike,
            is_strong: alike >= least,
            number_at: None,
        }
    }

    pub(super) fn number(&self) -> String {
        self.pair.similarity.shared.to_string()
    }

    /// Returns how much room its number takes.
    pub(super) fn number_room(&self) -> Point {
        [text::width(&self.number(), Face::Regular, SHARED) + 5.0, SHARED + 3.0]
    }
}

/// Finds places for the numbers on strong lines: on no box and no other number, and on no other
/// line if that can be.
fn number(lines: &mut [Line<'_>], boxes: &[CompanyBox<'_>]) {
    let mut taken: Vec<(Point, Point)> = boxes.iter().map(|one| (one.middle, one.room)).collect();
    for at in 0..lines.len() {
        let line = &lines[at];
        if !line.is_strong {
            continue;
        }
        let room = line.number_room();
        let [from, to] = line.points;
        let places = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82]
            .map(|share| [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share));
        let is_free = |place: &&Point| {
            taken.iter().all(|(middle, size)| {
                (0..2).any(|axis| (place[axis] - middle[axis]).abs() >= f64::midpoint(size[axis], room[axis]))
            })
        };
        let is_clear = |place: &&Point| {
            let others = lines.iter().enumerate().filter(|(other, _)| *other != at);
            is_free(place) && others.into_iter().all(|(_, other)| !tidy::passes(other.points, **place, room))
        };
        let found = places.iter().find(is_clear).or_else(|| places.iter().find(is_free)).copied();
        taken.extend(found.map(|place| (place, room)));
        lines[at].number_at = found;
    }
}

/// Sets boxes side by side, in as many rows as they need, and returns where those end.
fn in_rows(boxes: &mut [CompanyBox<'_>], width: f64, top: f64) -> Point {
    const GAP: f64 = 8.0;
    let (mut x, mut y) = (0.0_f64, top);
    let mut end: Point = [0.0, top];
    for one in boxes {
        if x > 0.0 && x + one.room[0] > width {
            (x, y) = (0.0, end[1] + GAP);
        }
        one.middle = [x + one.room[0] / 2.0, y + one.room[1] / 2.0];
        x += one.room[0] + GAP;
        end = [end[0].max(x - GAP), end[1].max(y + one.room[1])];
    }
    end
}
