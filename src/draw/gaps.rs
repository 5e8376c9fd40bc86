//! The board of gaps: for each stack, boxes for what is offered and what is not known to be.

use super::frame::footer;
use super::palette::{Colour, HEAT_STEPS};
use super::scene::{Fill, Scene, Stroke};
use super::sheet::{self, Cell, Grid, Sheet, parts_note};
use super::text::Face;
use super::{Picture, Style};
use crate::model::Support;
use crate::words::claims::evidence_of;
use crate::words::phrases::plural;

use crate::query::{gap_board, scope::ScopeVerdict, state::GapState};

/// Sizes in points.
const HEAD: f64 = 150.0;
const BOX: (f64, f64) = (192.0, 38.0);
const SAMPLE: (f64, f64) = (24.0, 16.0);
const GAP: f64 = 4.0;

/// How many boxes stand beside each other, how many a stack shows, and how many stacks are shown.
const COLUMNS: usize = 6;
const MOST_BOXES: usize = 24;
const MOST_ROWS: usize = 30;

impl Picture for gap_board::Report<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        sheet(self, style, Fold::NOTHING).dot(style.theme)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        let Some(page) = style.page else { return sheet(self, style, Fold::NOTHING).scene(None) };
        page.lay_out(STEPS.len(), |canvas, step| {
            let columns = sheet::fitting(canvas.room() - HEAD - GAP, BOX.0 + GAP).min(MOST_COLUMNS);
            let (lines, rows) = STEPS[step];
            sheet(self, style, Fold { columns, boxes: lines * columns, rows }).scene(Some(canvas))
        })
    }
}

/// What a board shows: how many boxes are side by side, how many a stack shows, and how many stacks
/// are shown.
#[derive(Clone, Copy)]
struct Fold {
    columns: usize,
    boxes: usize,
    rows: usize,
}

impl Fold {
    const NOTHING: Self = Self { columns: COLUMNS, boxes: MOST_BOXES, rows: MOST_ROWS };
}

/// How many lines of boxes a stack has on a page, and how many stacks there are, where there is
/// less and less room.
const STEPS: [(usize, usize); 13] = [
    (8, 30),
    (5, 30),
    (4, 30),
    (3, 30),
    (2, 30),
    (2, 16),
    (1, 30),
    (1, 16),
    (1, 12),
    (1, 9),
    (1, 6),
    (1, 3),
    (1, 1),
];

/// How many boxes a page has side by side at most.
const MOST_COLUMNS: usize = 9;

fn sheet(report: &gap_board::Report<'_>, style: &Style<'_>, fold: Fold) -> Sheet {
    let shown = report.rows.get(..fold.rows).unwrap_or(&report.rows);
    let widest = shown.iter().map(|row| row.tools.len()).max().unwrap_or_default();
    let most =
        report.rows.iter().flat_map(|row| &row.tools).map(|tool| tool.offerers).max().unwrap_or_default();
    let columns = widest.clamp(1, fold.columns);
    let board = Board { report, columns, boxes: fold.boxes, most, hues: hues(report) };
    let mut rows: Vec<Vec<Cell>> =
        shown.iter().zip(&board.hues).map(|(row, hue)| board.row(row, *hue)).collect();
    let more = report.rows.get(shown.len()..).unwrap_or_default();
    if !more.is_empty() {
        let names: Vec<&str> = more.iter().filter_map(|row| row.stack).map(|stack| stack.name).collect();
        let text = format!("+{}", plural(more.len(), "more stack", "more stacks"));
        let cell = Cell::new(HEAD, BOX.1).line(&text, 11, Face::Regular, Colour::FaintInk);
        #[expect(clippy::cast_precision_loss, reason = "there are few columns")]
        let width = columns as f64 * (BOX.0 + GAP) - GAP;
        let list = Cell::new(width, BOX.1).list(&names, 2, 10, Face::Regular, Colour::FaintInk);
        rows.push(vec![cell.told(names.join(", "), None), list]);
    }
    if report.rows.is_empty() {
        let none = Cell::new(HEAD, BOX.1).line("There are no tools.", 11, Face::Italic, Colour::FaintInk);
        rows.push(vec![none]);
    }
    Sheet {
        id: "gaps",
        title: style.title_or(|| report.title()),
        subtitle: board.subtitle(),
        grid: Grid::new(GAP, rows),
        legend: board.legend(),
        footer: footer(report.as_of, &report.sources),
    }
}

impl gap_board::Report<'_> {
    /// Returns the title that the picture has unless another is asked for.
    #[must_use]
    pub fn title(&self) -> String {
        let totals = &self.totals;
        let tools = plural(totals.tools as usize, "tool", "tools");
        let gap =
            self.strongest.first().map_or_else(String::new, |gap| format!("; strongest gap: {}", gap.name));
        format!("{} offers {} of {tools}{gap}", self.company.name, totals.offered)
    }
}

/// The place of each row's stack among the stacks by id: its hue. None for tools in no stack.
fn hues(report: &gap_board::Report<'_>) -> Vec<Option<usize>> {
    let mut ids: Vec<_> = report.rows.iter().filter_map(|row| row.stack).map(|stack| stack.id).collect();
    ids.sort_unstable();
    let hue = |row: &gap_board::Row<'_>| row.stack.and_then(|stack| ids.binary_search(&stack.id).ok());
    report.rows.iter().map(hue).collect()
}

struct Board<'b, 'l> {
    report: &'b gap_board::Report<'l>,
    columns: usize,
    boxes: usize,
    /// How many companies offer the tool that most do.
    most: u32,
    hues: Vec<Option<usize>>,
}

impl Board<'_, '_> {
    fn subtitle(&self) -> Vec<String> {
        let report = self.report;
        let us = report.company.name;
        let mut paragraphs = Vec::new();
        let strongest: Vec<&str> = report.strongest.iter().map(|tool| tool.name).collect();
        if !strongest.is_empty() {
            let word = match strongest.len() {
                1 => "Strongest gap",
                _ if report.totals.in_scope.sum() > 0 => "Strongest gaps, in scope first",
                _ => "Strongest gaps",
            };
            paragraphs.push(format!("{word}: {}.", strongest.join(", ")));
        }
        let rivals: Vec<&str> = report.rivals.iter().map(|rival| rival.name).collect();
        let rivals = match rivals.len() {
            0 if report.totals.offered == 0 => format!(
                "Nobody has recorded what {us} offers, so it has no rivals yet. A stronger colour: more companies offer the gap."
            ),
            0 => format!(
                "No other company offers what {us} offers. A stronger colour: more companies offer the gap."
            ),
            1 => format!("The closest rival is {}.", rivals.join("")),
            _ => format!("Closest rivals, closest first: {}.", rivals.join(", ")),
        };
        paragraphs.push(rivals);
        let gaps = report.totals.gaps;
        let unresearched = match gaps.unresearched {
            0 => None,
            none => Some(format!(
                "Nobody has researched other companies for {none} of the {}.",
                plural(gaps.sum() as usize, "gap", "gaps")
            )),
        };
        let repeated = match report.repeated {
            0 => None,
            1 => Some("1 tool is in several stacks; the title counts it once.".to_owned()),
            more => Some(format!("{more} tools are in several stacks; the title counts each once.")),
        };
        let parts = parts_note(report.parts);
        let notes: Vec<String> = unresearched.into_iter().chain(repeated).chain(parts).collect();
        if !notes.is_empty() {
            paragraphs.push(notes.join(" "));
        }
        paragraphs
    }

    fn row(&self, row: &gap_board::Row<'_>, hue: Option<usize>) -> Vec<Cell> {
        let (strong, tint) = hue
            .map_or((Colour::Neutral, Colour::NeutralTint), |hue| (Colour::strong(hue), Colour::tint(hue)));
        let name = row.stack.map_or("In no stack", |stack| stack.name);
        let count = format!("{} of {} offered", row.offered, row.tools.len());
        let count = if row.tools.is_empty() { "no tools".to_owned() } else { count };
        let told =
            format!("{name}: {} offers {} of {}", self.report.company.name, row.offered, row.tools.len());
        let head = Cell::new(HEAD, BOX.1 + 2.0 * GAP)
            .fill(Fill::Solid(tint))
            .bar(strong)
            .paragraph(name, "", 2, 13, Face::Bold, strong)
            .line(&count, 10, Face::Regular, Colour::FaintInk)
            .told(told, None)
            .named("stack", sheet::stack_id(row.stack));
        // The last box says how many more there are, where not all have room.
        let room = if row.tools.len() > self.boxes { self.boxes - 1 } else { self.boxes };
        let (shown, more) = row.tools.split_at(row.tools.len().min(room));
        let mut boxes: Vec<Cell> = shown.iter().map(|tool| self.tool(tool)).collect();
        if !more.is_empty() {
            let offered = more.iter().filter(|tool| tool.is_offered()).count();
            let names: Vec<&str> = more.iter().take(100).map(|tool| tool.tool.name).collect();
            boxes.push(
                Cell::new(BOX.0, BOX.1)
                    .line(&format!("+{} more", more.len()), 11, Face::Regular, Colour::Ink)
                    .line(
                        &format!("{offered} offered, {} missing or unknown", more.len() - offered),
                        10,
                        Face::Regular,
                        Colour::FaintInk,
                    )
                    .told(names.join(", "), None),
            );
        }
        let mut cells = vec![head];
        if !boxes.is_empty() {
            cells.push(Cell::of(Grid::wrapping(GAP, self.columns, BOX, boxes), 0.0));
        }
        cells
    }

    fn tool(&self, tool: &gap_board::Tool<'_>) -> Cell {
        let look = self.look(tool);
        let cell = Cell::new(BOX.0, BOX.1).fill(look.fill).frame(look.frame);
        let (face, partly) = match tool.own {
            Some(Support::Yes) => (Face::Bold, ""),
            Some(Support::Partial) => (Face::Bold, "½ "),
            _ => (Face::Regular, ""),
        };
        cell.paragraph(&format!("{partly}{}", tool.tool.name), "", 2, 11, face, look.ink)
            .line(&self.words(tool), 10, Face::Regular, look.faint)
            .told(self.told(tool), tool.url)
            .named("tool", format!("tool:{}", tool.tool.id))
    }

    /// What a box looks like.
    fn look(&self, tool: &gap_board::Tool<'_>) -> Look {
        if tool.is_offered() {
            return offered(tool.own);
        }
        if tool.scope == ScopeVerdict::Out {
            return ruled_out();
        }
        match tool.state {
            GapState::Contested => gap(self.heat(tool)),
            GapState::Empty => framed(Stroke::dashed(Colour::Empty, 1.0), Colour::Empty),
            GapState::Unsettled => framed(Stroke::dashed(Colour::Unsettled, 1.0), Colour::Unsettled),
            GapState::Unresearched => unresearched(),
        }
    }

    /// How dark a gap is: by the closest rivals that offer it; where there are none, by all who do.
    fn heat(&self, tool: &gap_board::Tool<'_>) -> u8 {
        match self.report.rivals.len() {
            0 => heat(tool.offerers as usize, self.most as usize),
            rivals => heat(tool.rivals as usize, rivals),
        }
    }

    /// What stands under a tool's name.
    fn words(&self, tool: &gap_board::Tool<'_>) -> String {
        let others = self.others(tool);
        match tool.own {
            Some(Support::Yes) if tool.offerers == 0 => "nobody else known".to_owned(),
            Some(Support::Partial) => format!("in part; {others}"),
            Some(Support::Planned) => format!("planned; {others}"),
            Some(Support::No) => format!("not offered; {others}"),
            Some(Support::Yes) | None => others,
        }
    }

    fn others(&self, tool: &gap_board::Tool<'_>) -> String {
        if !tool.is_offered() && tool.scope == ScopeVerdict::Out {
            let principle = tool.ruled_out_by.first().map_or("a principle", |principle| principle.name);
            return format!("× out of scope: {principle}");
        }
        match (tool.state, self.report.rivals.len()) {
            (GapState::Contested, 0) => format!("offered by {}", companies(tool.offerers)),
            (GapState::Contested, 1) if tool.rivals == 1 => {
                format!("the closest rival; {} in all", tool.offerers)
            }
            (GapState::Contested, rivals) => {
                format!("{} of {rivals} closest rivals; {} in all", tool.rivals, tool.offerers)
            }
            (GapState::Empty, _) => format!("empty: {} do not offer it", tool.known_not),
            (GapState::Unsettled, _) => {
                let counts = [(tool.known_not, "no"), (tool.planned_by, "planned")].into_iter();
                let counts =
                    counts.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
                format!("unsettled: {}", counts.collect::<Vec<_>>().join(", "))
            }
            (GapState::Unresearched, _) if tool.own.is_some() => "others not researched".to_owned(),
            (GapState::Unresearched, _) => "? not researched".to_owned(),
        }
    }

    /// Everything about a tool, for who points at it.
    fn told(&self, tool: &gap_board::Tool<'_>) -> String {
        let us = self.report.company.name;
        let own = match tool.own {
            None => format!("unknown for {us}"),
            Some(support) => {
                let evidence = if tool.claims.is_empty() {
                    "derived from sub-tools".to_owned()
                } else {
                    evidence_of(&tool.claims)
                };
                format!("{us}: {} ({evidence})", support.word())
            }
        };
        let rivals = match self.report.rivals.len() {
            0 => String::new(),
            all => format!(", among them {} of the {all} closest rivals", tool.rivals),
        };
        let mut told = format!(
            "{}: {own}. Other companies: {} offer it{rivals}, {} do not, {} plan it.",
            tool.tool.name, tool.offerers, tool.known_not, tool.planned_by
        );
        if tool.scope == ScopeVerdict::Out {
            let names: Vec<&str> = tool.ruled_out_by.iter().map(|principle| principle.name).collect();
            told.push_str(&format!(" Out of scope: {}.", names.join(", ")));
        }
        told
    }

    /// The signs that stand in the picture.
    fn legend(&self) -> Vec<(Cell, String)> {
        let us = self.report.company.name;
        let tools = || self.report.rows.iter().flat_map(|row| &row.tools);
        let is_gap = |tool: &&gap_board::Tool<'_>| !tool.is_offered() && tool.scope != ScopeVerdict::Out;
        let has_state = |state| tools().filter(is_gap).any(|tool| tool.state == state);
        let sample = |look: Look| Cell::new(SAMPLE.0, SAMPLE.1).fill(look.fill).frame(look.frame);
        let mut legend = Vec::new();
        if tools().any(|tool| tool.own == Some(Support::Yes)) {
            legend.push((sample(offered(Some(Support::Yes))), format!("{us} offers it")));
        }
        if tools().any(|tool| tool.own == Some(Support::Partial)) {
            legend.push((sample(offered(Some(Support::Partial))), format!("½ {us} offers it in part")));
        }
        // What the strongest and a weaker orange mean, and white, where there are gaps of these
        // colours.
        let heats: Vec<u8> = (tools().filter(is_gap))
            .filter(|tool| tool.state == GapState::Contested)
            .map(|tool| self.heat(tool))
            .collect();
        let rivals = self.report.rivals.len();
        let (all, one) = match rivals {
            0 => ("gap: many companies offer it", "gap: few companies offer it"),
            1 => ("gap: the closest rival offers it", ""),
            _ => (
                "gap: all closest rivals offer it",
                "gap: one closest rival offers it; the stronger, the more do",
            ),
        };
        if heats.contains(&(HEAT_STEPS - 1)) {
            legend.push((sample(gap(HEAT_STEPS - 1)), all.to_owned()));
        }
        if rivals != 1 && heats.iter().any(|heat| (1..HEAT_STEPS - 1).contains(heat)) {
            legend.push((sample(gap(if rivals == 0 { 1 } else { heat(1, rivals) })), one.to_owned()));
        }
        if heats.contains(&0) {
            legend.push((sample(gap(0)), "no closest rival offers it, but others do".to_owned()));
        }
        let states = [
            (GapState::Empty, Colour::Empty, "empty: known to be offered by nobody"),
            (GapState::Unsettled, Colour::Unsettled, "unsettled: too few claims to tell"),
        ];
        for (state, colour, meaning) in states {
            if has_state(state) {
                legend.push((sample(framed(Stroke::dashed(colour, 1.0), colour)), meaning.to_owned()));
            }
        }
        if has_state(GapState::Unresearched) {
            legend.push((
                sample(unresearched()),
                "? unresearched: nobody has researched other companies".to_owned(),
            ));
        }
        if tools().any(|tool| !tool.is_offered() && tool.scope == ScopeVerdict::Out) {
            legend.push((sample(ruled_out()), "× out of scope: a principle rules it out".to_owned()));
        }
        legend
    }
}

/// The step of a share: 0 for nothing, the strongest for all.
fn heat(part: usize, whole: usize) -> u8 {
    let steps = usize::from(HEAT_STEPS - 1);
    u8::try_from((part * steps).div_ceil(whole.max(1))).unwrap_or_default()
}

fn companies(count: u32) -> String {
    plural(count as usize, "company", "companies")
}

/// The ground, the frame and the ink of a box.
struct Look {
    fill: Fill,
    frame: Stroke,
    ink: Colour,
    faint: Colour,
}

fn offered(own: Option<Support>) -> Look {
    let step = if own == Some(Support::Partial) { 2 } else { HEAT_STEPS - 1 };
    let fill = Colour::Heat(step);
    Look {
        fill: Fill::Solid(fill),
        frame: Stroke::solid(Colour::Heat(HEAT_STEPS - 1), 1.0),
        ink: fill.text_on(),
        faint: fill.text_on(),
    }
}

fn gap(heat: u8) -> Look {
    let fill = Colour::Gap(heat);
    let frame = if heat == 0 { Colour::Line } else { Colour::Gap(HEAT_STEPS - 1) };
    let faint = if heat == 0 { Colour::FaintInk } else { fill.text_on() };
    Look { fill: Fill::Solid(fill), frame: Stroke::solid(frame, 1.0), ink: fill.text_on(), faint }
}

fn framed(frame: Stroke, faint: Colour) -> Look {
    Look { fill: Fill::Solid(Colour::Card), frame, ink: Colour::Ink, faint }
}

fn unresearched() -> Look {
    let fill = Fill::Hatched(Colour::Line, Colour::Card);
    Look { fill, frame: Stroke::dotted(Colour::Unresearched, 1.0), ink: Colour::Ink, faint: Colour::Ink }
}

fn ruled_out() -> Look {
    let fill = Fill::Solid(Colour::NeutralTint);
    Look { fill, frame: Stroke::solid(Colour::Line, 1.0), ink: Colour::FaintInk, faint: Colour::FaintInk }
}
