//! Pictures that are tables: cells of known sizes, laid out as shapes. In DOT each row is a cluster
//! and each cell a node.

use super::clusters::{self, Item};
use super::dot::{self, Markup};
use super::frame::{Footer, Frame, Sample};
use super::page::Canvas;
use super::palette::{Colour, Theme};
use super::scene::{Anchor, Block, Fill, Group, Scene, Shape, Stroke, Text};
use super::text::{self, Face};
use crate::query::StackRef;

/// The room between the edge of a cell and its text.
const PADDING: f64 = 5.0;

/// The room above and below the text of a cell.
const LEADING: f64 = 4.0;

/// How much higher a line is than its text.
const LINE: f64 = 1.2;

/// The width of the bar at the left of a cell that has one.
const BAR: f64 = 5.0;

/// A table with what stands around it.
pub(super) struct Sheet {
    /// What Graphviz calls it.
    pub(super) id: &'static str,
    pub(super) title: String,
    /// What the picture says, in one or more paragraphs.
    pub(super) subtitle: Vec<String>,
    pub(super) grid: Grid,
    /// Cells as they stand in the table, and what they mean.
    pub(super) legend: Vec<(Cell, String)>,
    pub(super) footer: Footer,
}

/// Rows of cells with a gap between them and around them.
#[derive(Clone, Default)]
pub(super) struct Grid {
    pub(super) gap: f64,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell of a table: a ground, lines of text or a table in it, and what it tells who asks.
#[derive(Clone)]
pub(super) struct Cell {
    /// What it is about, and its id, unique in its row; none where its place says enough.
    named: Option<(&'static str, String)>,
    /// What Graphviz writes above it: its row and its column say it in the table.
    heading: Option<String>,
    width: f64,
    height: f64,
    fill: Fill,
    frame: Option<Stroke>,
    is_round: bool,
    bar: Option<Colour>,
    anchor: Anchor,
    lines: Vec<Line>,
    inset: Option<Grid>,
    title: String,
    link: Option<String>,
}

#[derive(Clone)]
struct Line {
    text: String,
    size: u32,
    face: Face,
    colour: Colour,
}

impl Sheet {
    /// Returns the title, the legend and what else stands around the table.
    pub(super) fn frame(&self) -> Frame {
        let sample = |(cell, meaning): &(Cell, String)| {
            let (width, height) = cell.size();
            let shapes = vec![cell.clone().shape(0.0, 0.0, height)];
            Sample::new(Block { width, height, shapes }, meaning.as_str())
        };
        Frame {
            title: self.title.clone(),
            subtitle: self.subtitle.clone(),
            legend: self.legend.iter().map(sample).collect(),
            footer: self.footer.clone(),
        }
    }

    /// Lays the table out as shapes: on a canvas where there is one.
    pub(super) fn scene(self, canvas: Option<Canvas>) -> Scene {
        let frame = self.frame();
        frame.scene_of(self.body(), canvas)
    }

    fn body(self) -> Block {
        let gap = self.grid.gap;
        let body = self.grid.block();
        // The gap around the table is no part of the picture: its edge is in line with the title.
        Block {
            width: body.width - 2.0 * gap,
            height: body.height - 2.0 * gap,
            shapes: vec![Block { shapes: body.shapes, ..Block::default() }.at(-gap, -gap)],
        }
    }

    /// Writes the table as DOT: a cluster for each row, headed by its first cell, and in it a node
    /// for each other cell, or for each of the cells that stand in it.
    pub(super) fn dot(&self, theme: Theme) -> String {
        let rows: Vec<Item> =
            self.grid.rows.iter().enumerate().filter_map(|(at, row)| row_item(at, row, theme)).collect();
        clusters::dot(self.id, &self.frame(), 1, &rows, theme)
    }
}

/// Returns a row as a cluster; as a node where it is one cell.
fn row_item(at: usize, row: &[Cell], theme: Theme) -> Option<Item> {
    let (head, rest) = row.split_first()?;
    let (class, id) = head.named.clone().unwrap_or_else(|| ("row", format!("row {at}")));
    let item = head.item(id, class, theme);
    if rest.is_empty() {
        return (!head.is_blank()).then_some(item);
    }
    let columns = rest
        .iter()
        .filter_map(|cell| cell.inset.as_ref())
        .flat_map(|grid| grid.rows.iter().map(Vec::len))
        .max();
    let items = rest.iter().enumerate().filter(|(_, cell)| !cell.is_blank()).flat_map(|(at, cell)| {
        match &cell.inset {
            // What stands in the only cell of a row stands in the row itself.
            Some(grid) if rest.len() == 1 => grid.items(theme),
            _ => vec![cell.numbered(at, theme)],
        }
    });
    let items = items.collect();
    Some(item.around(if rest.len() == 1 { columns.unwrap_or(1) } else { rest.len() }, items))
}

/// Returns how many things of a width have room beside each other, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is at least one, and few have room"
)]
pub(super) fn fitting(room: f64, width: f64) -> usize {
    (room / width).floor().max(1.0) as usize
}

/// Returns the id of the row of a stack, or of what is in none.
pub(super) fn stack_id(stack: Option<StackRef<'_>>) -> String {
    stack.map_or_else(|| "stack".to_owned(), |stack| format!("stack:{}", stack.id))
}

/// Says that tools stand in the rows that are not counted beside their whole; nothing where there
/// are none.
pub(super) fn parts_note(parts: u32) -> Option<String> {
    match parts {
        0 => None,
        1 => Some("1 sub-tool is in a stack without its tool; the totals count only the tool.".to_owned()),
        more => Some(format!(
            "{more} sub-tools are in stacks without their tools; the totals count only the tools."
        )),
    }
}

impl Grid {
    pub(super) fn new(gap: f64, rows: Vec<Vec<Cell>>) -> Self {
        Self { gap, rows }
    }

    /// Makes a table of cells of one size, so many beside each other. The first row is filled up:
    /// else Graphviz would stretch its cells.
    pub(super) fn wrapping(
        gap: f64,
        columns: usize,
        (width, height): (f64, f64),
        mut cells: Vec<Cell>,
    ) -> Self {
        if cells.len() < columns {
            cells.resize_with(columns, || Cell::new(width, height));
        }
        Self::new(gap, cells.chunks(columns.max(1)).map(<[Cell]>::to_vec).collect())
    }

    fn width(&self) -> f64 {
        let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.size().0 + self.gap).sum::<f64>();
        self.gap + self.rows.iter().map(row).fold(0.0, f64::max)
    }

    fn height(&self) -> f64 {
        self.gap + self.rows.iter().map(|row| row_height(row) + self.gap).sum::<f64>()
    }

    fn block(self) -> Block {
        let (width, height) = (self.width(), self.height());
        let mut shapes = Vec::new();
        let mut y = self.gap;
        for row in self.rows {
            let row_height = row_height(&row);
            let mut x = self.gap;
            for cell in row {
                let width = cell.size().0;
                shapes.push(cell.shape(x, y, row_height));
                x += width + self.gap;
            }
            y += row_height + self.gap;
        }
        Block { width, height, shapes }
    }

    /// Returns the cells that say something as nodes and clusters.
    fn items(&self, theme: Theme) -> Vec<Item> {
        let cells = self.rows.iter().flatten().filter(|cell| !cell.is_blank()).enumerate();
        cells.map(|(at, cell)| cell.numbered(at, theme)).collect()
    }
}

fn row_height(row: &[Cell]) -> f64 {
    row.iter().map(|cell| cell.size().1).fold(0.0, f64::max)
}

impl Cell {
    /// Makes an empty cell, at least so wide and so high.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
            named: None,
            heading: None,
            width,
            height,
            fill: Fill::None,
            frame: None,
            is_round: false,
            bar: None,
            anchor: Anchor::Start,
            lines: Vec::new(),
            inset: None,
            title: String::new(),
            link: None,
        }
    }

    /// Makes a cell that holds a table, at least so wide.
    pub(super) fn of(grid: Grid, width: f64) -> Self {
        Self { inset: Some(grid), ..Self::new(width, 0.0) }
    }

    /// Says what the cell is about, and its id: class and id in DOT.
    pub(super) fn named(self, class: &'static str, id: String) -> Self {
        Self { named: Some((class, id)), ..self }
    }

    /// Says what stands above the cell in DOT, where nothing else does.
    pub(super) fn headed(self, heading: &str) -> Self {
        Self { heading: Some(heading.to_owned()), ..self }
    }

    pub(super) fn fill(self, fill: Fill) -> Self {
        Self { fill, ..self }
    }

    pub(super) fn frame(self, frame: Stroke) -> Self {
        Self { frame: Some(frame), ..self }
    }

    /// Rounds the corners.
    pub(super) fn round(self) -> Self {
        Self { is_round: true, ..self }
    }

    /// Puts a bar at the left.
    pub(super) fn bar(self, colour: Colour) -> Self {
        Self { bar: Some(colour), ..self }
    }

    pub(super) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Adds a line, of which only as much is shown as has room.
    pub(super) fn line(mut self, text: &str, size: u32, face: Face, colour: Colour) -> Self {
        let text = text::fit(text, face, f64::from(size), self.room()).into_owned();
        self.lines.push(Line { text, size, face, colour });
        self
    }

    /// Adds a line that ends in a sign: the sign is shown whole, and of the text as much as has
    /// room.
    pub(super) fn signed_line(self, text: &str, sign: &str, size: u32, face: Face, colour: Colour) -> Self {
        let sign_width = text::width(sign, face, f64::from(size));
        let text = text::fit(text, face, f64::from(size), self.room() - sign_width).into_owned();
        self.line(&format!("{text}{sign}"), size, face, colour)
    }

    /// Adds a text that is broken into lines, at most so many; `end` stands after a text that is
    /// cut.
    pub(super) fn paragraph(
        mut self,
        text: &str,
        end: &str,
        most: usize,
        size: u32,
        face: Face,
        colour: Colour,
    ) -> Self {
        let points = f64::from(size);
        let mut lines = text::wrap(text, face, points, self.room());
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = text::cut(last, end, face, points, self.room());
            }
        }
        self.lines.extend(lines.into_iter().map(|text| Line { text, size, face, colour }));
        self
    }

    /// Adds names, one after the other in at most so many lines, and how many more there are.
    pub(super) fn list(mut self, names: &[&str], most: usize, size: u32, face: Face, colour: Colour) -> Self {
        if names.is_empty() {
            return self;
        }
        let lines = text::list(names, face, f64::from(size), self.room(), most);
        self.lines.extend(lines.into_iter().map(|text| Line { text, size, face, colour }));
        self
    }

    /// Says what the cell is, whole, and where it leads.
    pub(super) fn told(self, title: impl Into<String>, link: Option<&str>) -> Self {
        Self { title: title.into(), link: link.map(str::to_owned), ..self }
    }

    /// How much room there is for text.
    fn room(&self) -> f64 {
        self.width - 2.0 * PADDING - if self.bar.is_some() { BAR } else { 0.0 }
    }

    fn text_height(&self) -> f64 {
        self.lines.iter().map(|line| f64::from(line.size) * LINE).sum()
    }

    fn size(&self) -> (f64, f64) {
        let inset = self.inset.as_ref().map_or((0.0, 0.0), |grid| (grid.width(), grid.height()));
        let text = if self.lines.is_empty() { 0.0 } else { self.text_height() + 2.0 * LEADING };
        (self.width.max(inset.0), self.height.max(inset.1).max(text))
    }

    /// Draws the cell at a place, as high as its row.
    fn shape(self, x: f64, y: f64, height: f64) -> Shape {
        let (width, _) = self.size();
        let mut shapes: Vec<Shape> = Vec::new();
        if self.fill != Fill::None || self.frame.is_some() {
            let radius = if self.is_round { 7.0 } else { 2.0 };
            shapes.push(Shape::Rect {
                x: 0.0,
                y: 0.0,
                width,
                height,
                radius,
                fill: self.fill,
                stroke: self.frame,
            });
        }
        let mut text_from = PADDING;
        if let Some(colour) = self.bar {
            let fill = Fill::Solid(colour);
            shapes.push(Shape::Rect { x: 0.0, y: 0.0, width: BAR, height, radius: 0.0, fill, stroke: None });
            text_from += BAR;
        }
        let mut baseline = (height - self.text_height()) / 2.0;
        let at = match self.anchor {
            Anchor::Start => text_from,
            Anchor::Middle => width / 2.0,
            Anchor::End => width - PADDING,
        };
        for Line { text, size, face, colour } in self.lines {
            let size = f64::from(size);
            shapes.push(
                Text::new(text, at, baseline + size * 0.95, size)
                    .face(face)
                    .colour(colour)
                    .anchor(self.anchor)
                    .into(),
            );
            baseline += size * LINE;
        }
        if let Some(grid) = self.inset {
            shapes.push(grid.block().at(0.0, 0.0));
        }
        Group { title: self.title, link: self.link, offset: (x, y), shapes }.into()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.lines.is_empty()
            && self.inset.as_ref().is_none_or(|grid| grid.rows.iter().flatten().all(Self::is_blank))
    }

    /// Returns the lines of text as a label.
    fn label(&self, theme: Theme) -> Vec<Markup> {
        let line =
            |line: &Line| dot::set(dot::text(&line.text, line.size, line.colour.hex(theme)), line.face);
        let heading = self
            .heading
            .iter()
            .map(|heading| dot::set(dot::text(heading, 10, Colour::FaintInk.hex(theme)), Face::Bold));
        heading.chain(self.lines.iter().map(line)).collect()
    }

    /// Returns the cell as a node, with the number of its place where it has no id.
    pub(super) fn numbered(&self, at: usize, theme: Theme) -> Item {
        let (class, id) = self.named.clone().unwrap_or_else(|| ("cell", format!("cell {at}")));
        self.item(id, class, theme)
    }

    /// Returns the cell as a node, or as a cluster of the cells in it.
    fn item(&self, id: String, class: &'static str, theme: Theme) -> Item {
        let item = Item {
            fill: self.fill,
            frame: self.frame.or_else(|| self.bar.map(|bar| Stroke::solid(bar, 1.2))),
            is_round: self.is_round,
            tooltip: self.title.clone(),
            link: self.link.clone(),
            ..Item::new(id, class, self.label(theme))
        };
        match &self.inset {
            Some(grid) => {
                let columns = grid.rows.iter().map(Vec::len).max().unwrap_or_default();
                item.around(columns, grid.items(theme))
            }
            None => item,
        }
    }
}
