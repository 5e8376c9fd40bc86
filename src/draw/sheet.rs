//! Pictures that are tables: cells of known sizes, laid out once, for Graphviz and as shapes.

use super::dot::{Markup, footing, heading, left, page, table, text as dot_text};
use super::frame::{Frame, Sample};
use super::palette::{Colour, Theme};
use super::scene::{Anchor, Block, Fill, Group, LineStyle, Scene, Shape, Stroke, Text, web_link};
use super::text::{self, Face};

/// The room between the edge of a cell and its text.
const PADDING: f64 = 5.0;

/// The room above and below the text of a cell.
const LEADING: f64 = 2.0;

/// How much higher a line is than its text.
const LINE: f64 = 1.2;

/// The width of the bar at the left of a cell that has one.
const BAR: f64 = 5.0;

/// Below this, titles and legends would be broken into too many lines.
const LEAST_WIDTH: f64 = 480.0;

/// The size of the text of a legend.
const LEGEND: u32 = 10;

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
    pub(super) footer: String,
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
    /// Lays the table out as shapes.
    pub(super) fn scene(self) -> Scene {
        let gap = self.grid.gap;
        let body = self.grid.block();
        // The gap around the table is no part of the picture: its edge is in line with the title.
        let body = Block {
            width: body.width - 2.0 * gap,
            height: body.height - 2.0 * gap,
            shapes: vec![Block { shapes: body.shapes, ..Block::default() }.at(-gap, -gap)],
        };
        let sample = |(cell, meaning): (Cell, String)| {
            let (width, height) = cell.size();
            Sample::new(Block { width, height, shapes: vec![cell.shape(0.0, 0.0, height)] }, meaning)
        };
        let legend = self.legend.into_iter().map(sample).collect();
        Frame { title: self.title, subtitle: self.subtitle, legend, footer: self.footer }.around(body)
    }

    /// Writes the table as DOT.
    pub(super) fn dot(self, theme: Theme) -> String {
        let room = self.grid.width().max(LEAST_WIDTH);
        let rows = [
            heading(&self.title, &self.subtitle, room, theme),
            left(self.grid.markup(theme), &[]).element("TR", &[]),
            legend(self.legend, room, theme),
            footing(&self.footer, room, theme),
        ];
        page(self.id, &self.title, theme, table(Markup::join(rows), &[("CELLPADDING", "2")]))
    }
}

/// Says that tools stand in the rows that are not counted beside their whole; nothing where there are none.
pub(super) fn parts_note(parts: u32) -> Option<String> {
    match parts {
        0 => None,
        1 => Some(
            "1 part of a tool stands in a stack without its whole; the totals count the whole alone."
                .to_owned(),
        ),
        more => Some(format!(
            "{more} parts of tools stand in stacks without their wholes; the totals count the wholes alone."
        )),
    }
}

/// Sets the entries of a legend side by side, in as many rows as they need.
fn legend(samples: Vec<(Cell, String)>, room: f64, theme: Theme) -> Markup {
    let mut rows: Vec<Grid> = Vec::new();
    let mut left_over = 0.0;
    for (sample, meaning) in samples {
        let text_width = (text::width(&meaning, Face::Regular, f64::from(LEGEND)) + 4.0 * PADDING).min(room);
        let meaning = Cell::new(text_width, 0.0).line(&meaning, LEGEND, Face::Regular, Colour::FaintInk);
        let width = sample.width + text_width + 12.0;
        if rows.is_empty() || width > left_over {
            rows.push(Grid { gap: 3.0, rows: vec![Vec::new()] });
            left_over = room;
        }
        left_over -= width;
        if let Some(row) = rows.last_mut().and_then(|grid| grid.rows.last_mut()) {
            row.extend([sample, meaning]);
        }
    }
    // Each row is filled up, or Graphviz would stretch its cells.
    for grid in &mut rows {
        let rest = room - grid.width();
        if let Some(row) = grid.rows.last_mut().filter(|_| rest > grid.gap) {
            row.push(Cell::new(rest - grid.gap, 0.0));
        }
    }
    Markup::join(rows.into_iter().map(|row| left(row.markup(theme), &[]).element("TR", &[])))
}

impl Grid {
    pub(super) fn new(gap: f64, rows: Vec<Vec<Cell>>) -> Self {
        Self { gap, rows }
    }

    /// Makes a table of cells of one size, so many beside each other. The first row is filled up: else Graphviz would
    /// stretch its cells.
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

    fn markup(self, theme: Theme) -> Markup {
        let row = |row: Vec<Cell>| {
            let height = row_height(&row);
            let cells = row.into_iter().map(|cell| cell.filled_up(height).markup(theme));
            Markup::join(cells).element("TR", &[])
        };
        let gap = whole(self.gap);
        if self.rows.iter().all(Vec::is_empty) {
            return Markup::space();
        }
        table(
            Markup::join(self.rows.into_iter().filter(|row| !row.is_empty()).map(row)),
            &[("CELLSPACING", &gap)],
        )
    }
}

fn row_height(row: &[Cell]) -> f64 {
    row.iter().map(|cell| cell.size().1).fold(0.0, f64::max)
}

/// A size as DOT has it.
fn whole(points: f64) -> String {
    format!("{points:.0}")
}

impl Cell {
    /// Makes an empty cell, at least so wide and so high.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
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

    /// Adds a line that ends in a sign: the sign is shown whole, and of the text as much as has room.
    pub(super) fn signed_line(self, text: &str, sign: &str, size: u32, face: Face, colour: Colour) -> Self {
        let sign_width = text::width(sign, face, f64::from(size));
        let text = text::fit(text, face, f64::from(size), self.room() - sign_width).into_owned();
        self.line(&format!("{text}{sign}"), size, face, colour)
    }

    /// Adds a text that is broken into lines, at most so many; `end` stands after a text that is cut.
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
                // Wider than there is room, so that it is cut.
                let longer = format!("{last} {}", "…".repeat(200));
                let room = self.room() - text::width(end, face, points);
                *last = format!(
                    "{}{end}",
                    text::fit(&longer, face, points, room).replace(" …", "…").replace(",…", "…")
                );
            }
        }
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

    /// Fills a table in the cell up to the height of its row: else Graphviz would stretch its cells.
    fn filled_up(mut self, height: f64) -> Self {
        if let Some(grid) = &mut self.inset {
            let rest = height - grid.height() - grid.gap;
            if rest > 0.0 {
                grid.rows.push(vec![Cell::new(0.0, rest)]);
            }
        }
        self
    }

    fn markup(self, theme: Theme) -> Markup {
        let (width, height) = self.size();
        let (width, height, padding) = (whole(width), whole(height), whole(PADDING));
        let align = match self.anchor {
            Anchor::Start => "LEFT",
            Anchor::Middle => "CENTER",
            Anchor::End => "RIGHT",
        };
        let mut attributes = vec![("WIDTH", width.as_str()), ("HEIGHT", height.as_str()), ("ALIGN", align)];
        let ground = match self.fill {
            Fill::None => None,
            Fill::Solid(colour) | Fill::Hatched(_, colour) => Some(colour.hex(theme)),
        };
        attributes.extend(ground.map(|ground| ("BGCOLOR", ground)));
        // Graphviz hatches no cells: those are framed dotted.
        let frame = match (self.frame, self.fill) {
            (None, Fill::Hatched(lines, _)) => Some(Stroke::dotted(lines, 1.0)),
            (frame, _) => frame,
        };
        let bar = whole(BAR);
        let style = frame.map(|frame| match (frame.style, self.is_round) {
            (LineStyle::Solid, false) => "SOLID",
            (LineStyle::Solid, true) => "ROUNDED",
            (LineStyle::Dashed, false) => "DASHED",
            (LineStyle::Dashed, true) => "ROUNDED,DASHED",
            (LineStyle::Dotted, false) => "DOTTED",
            (LineStyle::Dotted, true) => "ROUNDED,DOTTED",
        });
        match (self.bar, frame, style) {
            (Some(colour), ..) => {
                attributes.extend([("BORDER", bar.as_str()), ("SIDES", "L"), ("COLOR", colour.hex(theme))]);
            }
            (None, Some(frame), Some(style)) => {
                attributes.extend([("BORDER", "1"), ("COLOR", frame.colour.hex(theme)), ("STYLE", style)]);
            }
            _ => {}
        }
        if !self.title.is_empty() {
            attributes.push(("TOOLTIP", &self.title));
        }
        attributes.extend(web_link(self.link.as_deref()).map(|link| ("HREF", link)));
        if let Some(grid) = self.inset {
            attributes.extend([("VALIGN", "TOP"), ("CELLPADDING", "0")]);
            return grid.markup(theme).element("TD", &attributes);
        }
        attributes.extend([("BALIGN", align), ("CELLPADDING", padding.as_str())]);
        let mut content = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            if at > 0 {
                content.push(Markup::default().element("BR", &[]));
            }
            let mut piece = dot_text(&line.text, line.size, line.colour.hex(theme));
            for (is_so, name) in [(line.face.is_bold(), "B"), (line.face.is_italic(), "I")] {
                if is_so {
                    piece = piece.element(name, &[]);
                }
            }
            content.push(piece);
        }
        Markup::join(content).element("TD", &attributes)
    }
}
