//! The table of all pairs of companies: how many tools they are known to share, and how alike they
//! are.

use super::dot::{Edges, FONT, Statements, boxes, framed, plate, print, text as words};
use super::frame::{self, Frame, Sample};
use super::network::{company_item, company_title, name_of, pair_title, position, scope};
use super::page::Canvas;
use super::palette::Colour;
use super::scene::{Anchor, Block, Fill, Group, Scene, Shape, Text};
use super::stack_marks::StackMarks;
use super::text::{self, Face};
use super::{Picture, Style};
use crate::query::network;

const TITLE: &str = "Overlap of companies";

/// How wide and high a cell is.
const CELL: f64 = 21.0;

/// How big names and numbers are.
const NAME: f64 = 11.0;
const NUMBER: f64 = 10.0;

/// The longest name.
const NAME_ROOM: f64 = 150.0;

/// How many companies that share nothing are named; the rest is counted.
const MOST_ALONE: usize = 12;

/// From how alike two companies are on, in hundredths, each step of colour is used.
const STEPS: [u32; 5] = [0, 10, 20, 35, 50];

impl network::TableReport<'_> {
    /// Returns the title that the picture has unless another is asked for: who is closest to the
    /// marked company.
    #[must_use]
    pub fn title(&self) -> String {
        self.network.message().unwrap_or_else(|| TITLE.to_owned())
    }
}

impl Picture for network::TableReport<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        draw_dot(self, style)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        let Some(page) = style.page else { return draw_scene(self, style, None) };
        let all = self.order.len().max(1);
        page.lay_out(all, |canvas, step| draw_scene(&first(self, all - step), style, Some(canvas)))
    }
}

fn draw_scene(report: &network::TableReport<'_>, style: &Style<'_>, canvas: Option<Canvas>) -> Scene {
    let marks = StackMarks::new(&report.network.stacks);
    let grid = Grid::new(report);
    frame(report, &grid, &marks, style).scene_of(body(report, &grid, &marks), canvas)
}

/// Returns the same table of at most so many companies, in the same order: the marked one, its
/// closest rivals, then those with the most tools. Of companies with equally many none is taken
/// where not all have room.
fn first<'l>(report: &network::TableReport<'l>, most: usize) -> network::TableReport<'l> {
    let network = report.network.first(most);
    let kept = &network.companies;
    let place = |of: &network::Company<'_>| kept.iter().position(|kept| kept.company.id == of.company.id);
    let order = report.order.iter().filter_map(|at| report.network.companies.get(*at as usize));
    let order = order.filter_map(|company| u32::try_from(place(company)?).ok()).collect();
    network::TableReport { network, order }
}

fn frame(report: &network::TableReport<'_>, grid: &Grid<'_>, marks: &StackMarks, style: &Style<'_>) -> Frame {
    Frame {
        title: style.title_or(|| report.title()),
        subtitle: subtitle(report),
        legend: legend(report, grid, marks),
        footer: frame::footer(report.network.as_of, &report.network.sources),
    }
}

/// The companies and pairs by their rows and columns.
struct Grid<'r> {
    rows: Vec<&'r network::Company<'r>>,
    /// By row and column, one after the other; none where nothing is known to be shared.
    pairs: Vec<Option<&'r network::Pair<'r>>>,
}

impl<'r> Grid<'r> {
    fn new(report: &'r network::TableReport<'r>) -> Self {
        let companies = &report.network.companies;
        let rows: Vec<&network::Company<'r>> =
            report.order.iter().filter_map(|place| companies.get(*place as usize)).collect();
        let mut row_of = vec![0; companies.len()];
        for (row, place) in report.order.iter().enumerate() {
            row_of[*place as usize] = row;
        }
        let mut pairs = vec![None; rows.len() * rows.len()];
        for pair in &report.network.pairs {
            let [a, b] = pair.companies.map(|place| row_of[place as usize]);
            pairs[a * rows.len() + b] = Some(pair);
            pairs[b * rows.len() + a] = Some(pair);
        }
        Self { rows, pairs }
    }

    fn row(&self, row: usize) -> impl Iterator<Item = Option<&'r network::Pair<'r>>> {
        self.pairs[row * self.rows.len()..].iter().take(self.rows.len()).copied()
    }
}

/// The colour of a cell.
fn colour(pair: &network::Pair<'_>) -> Colour {
    let alike = pair.similarity.weighted_jaccard * 100.0;
    let step = STEPS.iter().filter(|from| alike >= f64::from(**from)).count();
    Colour::Heat(u8::try_from(step).unwrap_or(u8::MAX))
}

fn name_text(company: &network::Company<'_>) -> (String, Face) {
    let face = if company.ours { Face::Bold } else { Face::Regular };
    (text::fit(&name_of(company), face, NAME, NAME_ROOM).into_owned(), face)
}

/// Returns how wide the longest name is, as it is shown.
fn longest_name(grid: &Grid<'_>) -> f64 {
    let names = grid.rows.iter().map(|company| name_text(company));
    names.map(|(name, face)| text::width(&name, face, NAME)).fold(0.0, f64::max)
}

fn body(report: &network::TableReport<'_>, grid: &Grid<'_>, marks: &StackMarks) -> Block {
    if grid.rows.is_empty() {
        return Block::default();
    }
    let longest = longest_name(grid);
    let mark_width = grid.rows.iter().map(|company| marks.of(company.main_stack).width()).fold(0.0, f64::max);
    // Heads are turned by 45 degrees: as high as they are wide.
    let slanted = (longest + NAME) * std::f64::consts::FRAC_1_SQRT_2;
    let (left, top) = (mark_width + 6.0 + longest + 8.0, slanted + 6.0);
    let side = |cells: usize| CELL * f64::from(u32::try_from(cells).unwrap_or(u32::MAX));
    let mut shapes = Vec::new();
    for (at, company) in grid.rows.iter().enumerate() {
        let (name, face) = name_text(company);
        let (x, y) = (left + side(at), top + side(at));
        let baseline = y + CELL / 2.0 + NAME * 0.36;
        let mark = marks.of(company.main_stack);
        let ink = if company.ours { mark.strong.text_on() } else { Colour::Ink };
        let mut row = Vec::new();
        if company.ours {
            row.push(ground([mark_width + 4.0, y + 1.5, longest + 8.0, CELL - 3.0], mark.strong));
        }
        row.push(mark.block().at(0.0, y + (CELL - 13.0) / 2.0));
        let row_name = Text::new(name.as_str(), left - 6.0, baseline, NAME).face(face).anchor(Anchor::End);
        row.push(row_name.colour(ink).into());
        shapes.push(company_group(company, row));
        let head = Text::new(name, x + CELL / 2.0 + 3.0, top - 5.0, NAME).face(face).turned(-45.0);
        shapes.push(company_group(company, vec![head.into()]));
        for (column, pair) in grid.row(at).enumerate() {
            let x = left + side(column);
            if column == at {
                let breadth = company.tools.len().to_string();
                let cell = cell([x, y], Colour::Neutral, breadth, Face::Bold);
                shapes.push(company_group(company, cell));
            } else if let Some(pair) = pair {
                let shared = pair.similarity.shared.to_string();
                let cell = cell([x, y], colour(pair), shared, Face::Regular);
                let title = pair_title(&report.network, pair);
                shapes.push(Group { title, shapes: cell, ..Group::default() }.into());
            } else {
                shapes.push(ground([x, y, CELL - 1.0, CELL - 1.0], Colour::Heat(0)));
            }
        }
    }
    let all = side(grid.rows.len());
    Block { width: left + all + slanted, height: top + all, shapes }
}

fn company_group(company: &network::Company<'_>, shapes: Vec<Shape>) -> Shape {
    let link = company.url.map(str::to_owned);
    Group { title: company_title(company), link, shapes, ..Group::default() }.into()
}

fn ground([x, y, width, height]: [f64; 4], colour: Colour) -> Shape {
    Shape::Rect { x, y, width, height, radius: 2.0, fill: Fill::Solid(colour), stroke: None }
}

fn cell([x, y]: [f64; 2], colour: Colour, number: String, face: Face) -> Vec<Shape> {
    let place = (x + (CELL - 1.0) / 2.0, y + CELL / 2.0 + NUMBER * 0.33);
    let number = Text::new(number, place.0, place.1, NUMBER).face(face).anchor(Anchor::Middle);
    vec![ground([x, y, CELL - 1.0, CELL - 1.0], colour), number.colour(colour.text_on()).into()]
}

/// What the steps of colour mean, in order.
fn steps() -> Vec<(Colour, String)> {
    let ends = STEPS.iter().skip(1).map(Some).chain([None]);
    let meaning = |from: &u32, end: Option<&u32>| match (from, end) {
        (0, Some(end)) => format!("under {end} % alike"),
        (from, Some(end)) => format!("{from} to {end} %"),
        (from, None) => format!("{from} % or more"),
    };
    let steps = (1..).zip(STEPS.iter().zip(ends));
    steps.map(|(step, (from, end))| (Colour::Heat(step), meaning(from, end))).collect()
}

const IN_A_CELL: &str = "tools in common";
const ON_THE_DIAGONAL: &str = "tools offered";
const EMPTY: &str = "no known tool in common";

fn legend(report: &network::TableReport<'_>, grid: &Grid<'_>, marks: &StackMarks) -> Vec<Sample> {
    let sign = |colour: Colour, number: &str, face| {
        let shapes = if number.is_empty() {
            vec![ground([0.0, 0.0, 16.0, 14.0], colour)]
        } else {
            let number = Text::new(number, 8.0, 10.4, NUMBER).face(face).colour(colour.text_on());
            vec![ground([0.0, 0.0, 16.0, 14.0], colour), number.anchor(Anchor::Middle).into()]
        };
        Block { width: 16.0, height: 14.0, shapes }
    };
    let mut legend = vec![
        Sample::new(sign(Colour::Neutral, "7", Face::Bold), ON_THE_DIAGONAL),
        Sample::new(sign(Colour::Heat(2), "3", Face::Regular), IN_A_CELL),
        Sample::new(sign(Colour::Heat(0), "", Face::Regular), EMPTY),
    ];
    legend.extend(
        steps().into_iter().map(|(step, meaning)| Sample::new(sign(step, "", Face::Regular), meaning)),
    );
    let main = grid.rows.iter().map(|company| company.main_stack);
    legend.extend(marks.legend(&report.network.stacks, main));
    if let Some(ours) = grid.rows.iter().find(|company| company.ours) {
        let strong = marks.of(ours.main_stack).strong;
        legend.push(Sample::new(sign(strong, "", Face::Regular), format!("filled: {}", ours.company.name)));
    }
    legend
}

fn subtitle(report: &network::TableReport<'_>) -> Vec<String> {
    let network = &report.network;
    let first = if network.companies.is_empty() {
        "No two companies here have a known tool in common.".to_owned()
    } else {
        "A number: how many tools both companies offer. A stronger colour means more alike; rare tools count more. Similar companies \
         are next to each other."
            .to_owned()
    };
    let mut paragraphs = vec![first];
    let mut second = scope(network);
    if !network.alone.is_empty() {
        let name = |company: &network::Company<'_>| name_text(company).0;
        let names: Vec<String> = network.alone.iter().take(MOST_ALONE).map(name).collect();
        let more = network.alone.len() - names.len();
        let more = if more > 0 { format!(", +{more} more") } else { String::new() };
        second = format!(
            "{second} No known tool in common with another company here: {}{more}.",
            names.join(", ")
        );
    }
    paragraphs.extend((!second.is_empty()).then(|| second.trim().to_owned()));
    paragraphs
}

/// Writes the table as a graph: the companies in a ring, in the order of the rows, and an edge for
/// each pair that shares tools.
///
/// Hundreds of lines would be a ball of wool: Graphviz draws those of the network, and the other
/// edges are there unseen.
fn draw_dot(report: &network::TableReport<'_>, style: &Style<'_>) -> String {
    let theme = style.theme;
    let marks = StackMarks::new(&report.network.stacks);
    let grid = Grid::new(report);
    let mut statements = Statements::default();
    let mut frame = frame(report, &grid, &marks, style);
    frame.legend.retain(|sample| sample.meaning != EMPTY);
    frame.subtitle.extend(left_out(&report.network.pairs));
    let mut graph = framed(&frame, theme);
    graph.extend([("layout", "neato".into()), ("splines", "line".into())]);
    statements.graph(graph);
    statements.nodes(boxes(theme));
    statements.edges(vec![("fontname", FONT.into())]);
    let id = |company: &network::Company<'_>| format!("company:{}", company.company.id);
    for (place, company) in ring(grid.rows.len(), longest_name(&grid)).zip(&grid.rows) {
        let (name, face) = name_text(company);
        let mark = marks.of(company.main_stack);
        let item = company_item(company, mark, (&[name], face, 11), theme);
        let mut pairs = item.pairs(theme);
        pairs.push(("pos", position(place).into()));
        statements.node(&item.id, pairs);
    }
    for (row, company) in grid.rows.iter().enumerate() {
        for (pair, other) in grid.row(row).zip(&grid.rows).skip(row + 1) {
            let Some(pair) = pair else { continue };
            let (ground, title) = (colour(pair), pair_title(&report.network, pair));
            let shared = pair.similarity.shared.to_string();
            let number = words(&shared, 9, ground.text_on().hex(theme));
            let mut pairs = vec![
                ("class", "overlap".into()),
                ("weight", shared.into()),
                ("label", plate(number, ground, theme).into()),
                ("color", ground.hex(theme).into()),
                ("penwidth", format!("{:.2}", 0.8 + 5.0 * pair.similarity.weighted_jaccard).into()),
                ("tooltip", title.clone().into()),
                ("labeltooltip", title.into()),
            ];
            if !pair.kept {
                pairs.push(("style", "invis".into()));
            }
            statements.edge(&id(company), &id(other), pairs);
        }
    }
    print("overlap_table", Edges::Undirected, statements)
}

/// Says which pairs have no line; nothing where all have one.
fn left_out(pairs: &[network::Pair<'_>]) -> Option<String> {
    let drawn = pairs.iter().filter(|pair| pair.kept).count();
    (drawn < pairs.len()).then(|| {
        format!(
            "{drawn} of {} pairs have a line: those most alike, and those that join the rest. The file holds the other {} \
             as invisible edges.",
            pairs.len(),
            pairs.len() - drawn
        )
    })
}

/// Returns so many places around an oval, in points, from the top and clockwise, with room for
/// names in any font.
fn ring(count: usize, longest: f64) -> impl Iterator<Item = [f64; 2]> {
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let across = (count * (longest + 70.0) / std::f64::consts::TAU).max(160.0);
    std::iter::successors(Some(0.0), |at| Some(at + 1.0)).map(move |at| {
        let (sine, cosine) = (at / count.max(1.0) * std::f64::consts::TAU).sin_cos();
        [across * sine, -0.6 * across * cosine]
    })
}
