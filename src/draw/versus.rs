//! Two companies against each other: for each stack, what one, both or neither are known to offer.

use super::frame::footer;
use super::palette::Colour;
use super::scene::{Anchor, Fill, Scene, Stroke};
use super::sheet::{self, Cell, Grid, Sheet, parts_note};
use super::text::Face;
use super::{Picture, Style};
use crate::model::Support;
use crate::words::claims::evidence_of;
use crate::words::phrases::plural;

use crate::query::versus;

/// Sizes in points.
const HEAD: f64 = 130.0;
const CHIP: (f64, f64) = (162.0, 24.0);
const SAMPLE: (f64, f64) = (26.0, 16.0);
const NEITHER: f64 = 300.0;
const GAP: f64 = 4.0;

/// How many chips stand beside each other, how many a panel shows, and how many stacks are shown.
const CHIP_COLUMNS: usize = 2;
const MOST_CHIPS: usize = 16;
const MOST_ROWS: usize = 30;

/// How many lines say what neither offers, and how many tools are named in them.
const LINES: usize = 4;
const MOST_NAMES: usize = 40;

impl Picture for versus::Report<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        sheet(self, style, &Fold::NOTHING).dot(style.theme)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        let Some(page) = style.page else { return sheet(self, style, &Fold::NOTHING).scene(None) };
        page.lay_out(STEPS.len(), |canvas, step| {
            sheet(self, style, &Fold::of(canvas.room(), STEPS[step])).scene(Some(canvas))
        })
    }
}

/// What is shown of two companies, and how wide it is.
struct Fold {
    /// How wide a chip is, and how many are side by side.
    chip: f64,
    columns: usize,
    /// How wide the column of what neither offers is, and how many lines each half of it has.
    neither: f64,
    lines: usize,
    /// How many chips a panel shows, and how many stacks are shown.
    chips: usize,
    rows: usize,
}

impl Fold {
    const NOTHING: Self = Self {
        chip: CHIP.0,
        columns: CHIP_COLUMNS,
        neither: NEITHER,
        lines: LINES,
        chips: MOST_CHIPS,
        rows: MOST_ROWS,
    };

    /// Returns what has room in a width, where a panel has so many lines of chips and there are so
    /// many stacks.
    fn of(room: f64, (chips, rows): (usize, usize)) -> Self {
        let panels = 3.0;
        let wide = |columns: f64, neither: f64| {
            let left = room - HEAD - neither - 4.0 * GAP - panels * GAP;
            left / (panels * columns) - GAP
        };
        // As wide as they need, and in one column where two would be too narrow.
        let (columns, chip) = match wide(2.0, NEITHER) {
            chip if chip >= LEAST_CHIP => (2, chip),
            _ => (1, wide(1.0, NEITHER * 0.5)),
        };
        let neither = if columns == 2 { NEITHER } else { NEITHER * 0.5 };
        Self { chip, columns, neither, lines: chips.clamp(1, LINES), chips: chips * columns, rows }
    }

    fn panel(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "there are one or two columns")]
        let columns = self.columns as f64;
        columns * (self.chip + GAP) + GAP
    }
}

/// The narrowest chip where two are side by side.
const LEAST_CHIP: f64 = 120.0;

/// How many lines of chips a panel has on a page, and how many stacks there are, where there is
/// less and less room.
const STEPS: [(usize, usize); 11] =
    [(8, 30), (6, 30), (4, 30), (3, 30), (2, 30), (1, 30), (1, 16), (1, 12), (1, 8), (1, 4), (1, 1)];

impl versus::Report<'_> {
    /// Returns the title that the picture has unless another is asked for.
    #[must_use]
    pub fn title(&self) -> String {
        let [a, b] = self.names();
        let [first, both, second] = Side::PANELS.map(|side| count(self, side));
        format!(
            "{a} and {b}: {} in common; {first} known of {a} alone, {second} of {b} alone",
            plural(both, "tool", "tools")
        )
    }

    fn names(&self) -> [&str; 2] {
        self.pair.companies.map(|company| company.name)
    }
}

/// Who offers a tool.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Side {
    First,
    Both,
    Second,
    Neither,
}

impl Side {
    /// Those that have panels, in the order of the columns.
    const PANELS: [Self; 3] = [Self::First, Self::Both, Self::Second];

    fn of(tool: &versus::Tool<'_>) -> Self {
        match tool.offered() {
            [true, true] => Self::Both,
            [true, false] => Self::First,
            [false, true] => Self::Second,
            [false, false] => Self::Neither,
        }
    }

    fn hue(self) -> usize {
        match self {
            Self::First => 0,
            Self::Both => 3,
            Self::Second | Self::Neither => 5,
        }
    }
}

fn sheet(report: &versus::Report<'_>, style: &Style<'_>, fold: &Fold) -> Sheet {
    let shown = report.rows.get(..fold.rows).unwrap_or(&report.rows);
    let mut rows = vec![heads(report, fold)];
    rows.extend(shown.iter().map(|row| row_of(report, row, fold)));
    let more = report.rows.get(shown.len()..).unwrap_or_default();
    if !more.is_empty() {
        let names: Vec<&str> = more.iter().filter_map(|row| row.stack).map(|stack| stack.name).collect();
        let text = format!("+{}", plural(more.len(), "more stack", "more stacks"));
        let cell = Cell::new(HEAD, CHIP.1).line(&text, 11, Face::Regular, Colour::FaintInk);
        rows.push(vec![cell.told(names.join(", "), None)]);
    }
    Sheet {
        id: "versus",
        title: style.title_or(|| report.title()),
        subtitle: subtitle(report),
        grid: Grid::new(GAP, rows),
        legend: legend(report),
        footer: footer(report.as_of, &report.sources),
    }
}

fn count(report: &versus::Report<'_>, side: Side) -> usize {
    report.tools.iter().filter(|tool| Side::of(tool) == side).count()
}

/// Whether anything is claimed of either company for a tool.
fn is_looked_up(tool: &versus::Tool<'_>) -> bool {
    tool.supports.iter().any(Option::is_some)
}

fn subtitle(report: &versus::Report<'_>) -> Vec<String> {
    let pair = &report.pair;
    let [a, b] = report.names();
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let [low, high] = pair.jaccard_range;
    let range = if high - low < 0.005 {
        String::new()
    } else {
        format!("; {} to {} once everything is known", percent(low), percent(high))
    };
    let both = if report.is_whole { "Both" } else { "Over all stacks, both" };
    let mut paragraphs = vec![format!(
        "{both} offer {} of what either offers (Jaccard{range}).",
        percent(pair.similarity.jaccard),
    )];
    let silent = |of: usize| pair.tools.get(of) == Some(&0);
    match (silent(0), silent(1)) {
        (true, true) => paragraphs.push(format!("Nobody has recorded what {a} or {b} offers.")),
        (true, false) => paragraphs.push(format!("Nobody has recorded what {a} offers.")),
        (false, true) => paragraphs.push(format!("Nobody has recorded what {b} offers.")),
        (false, false) => {}
    }
    paragraphs.extend(parts_note(report.parts));
    paragraphs
}

fn heads(report: &versus::Report<'_>, fold: &Fold) -> Vec<Cell> {
    let [a, b] = report.names();
    let head = |side: Side, name: &str| {
        let (width, count) = (fold.panel(), count(report, side));
        let ground = Colour::strong(side.hue());
        Cell::new(width, 26.0)
            .fill(Fill::Solid(ground))
            .anchor(Anchor::Middle)
            .signed_line(name, &format!(": {count}"), 13, Face::Bold, ground.text_on())
            .told(format!("{name}: {}", plural(count, "tool", "tools")), None)
    };
    let neither = || report.tools.iter().filter(|tool| Side::of(tool) == Side::Neither);
    let looked_up = neither().filter(|tool| is_looked_up(tool)).count();
    let unknown = neither().count() - looked_up;
    vec![
        Cell::new(HEAD, 26.0),
        head(Side::First, &format!("Known of {a} alone")),
        head(Side::Both, "Both"),
        head(Side::Second, &format!("Known of {b} alone")),
        Cell::new(fold.neither, 26.0)
            .line(&format!("Neither: {}", looked_up + unknown), 12, Face::Bold, Colour::FaintInk)
            .told(
                format!("Neither is known to offer it: {looked_up} researched, {unknown} unknown for both"),
                None,
            ),
    ]
}

fn row_of(report: &versus::Report<'_>, row: &versus::Row<'_>, fold: &Fold) -> Vec<Cell> {
    let name = row.stack.map_or("In no stack", |stack| stack.name);
    let tools = plural(row.tools.len(), "tool", "tools");
    let head = Cell::new(HEAD, CHIP.1 + 2.0 * GAP)
        .paragraph(name, "", 2, 13, Face::Bold, Colour::Ink)
        .line(&tools, 10, Face::Regular, Colour::FaintInk)
        .told(format!("{name}: {tools}"), None);
    let head = head.named("stack", sheet::stack_id(row.stack));
    let [a, b] = report.names();
    let panels = Side::PANELS.into_iter().map(|side| {
        let (id, heading) = match side {
            Side::First => ("first", format!("Known of {a} alone")),
            Side::Second => ("second", format!("Known of {b} alone")),
            Side::Both | Side::Neither => ("both", "Both".to_owned()),
        };
        panel(report, row, side, fold).named("side", id.to_owned()).headed(&heading)
    });
    let neither = neither(report, row, fold).named("side", "neither".to_owned());
    std::iter::once(head).chain(panels).chain([neither]).collect()
}

fn panel(report: &versus::Report<'_>, row: &versus::Row<'_>, side: Side, fold: &Fold) -> Cell {
    let tools: Vec<&versus::Tool<'_>> = row.tools.iter().filter(|tool| Side::of(tool) == side).collect();
    let ground = Fill::Solid(Colour::tint(side.hue()));
    if tools.is_empty() {
        return Cell::new(fold.panel(), CHIP.1 + 2.0 * GAP).fill(ground).anchor(Anchor::Middle).line(
            "–",
            10,
            Face::Regular,
            Colour::FaintInk,
        );
    }
    let room = if tools.len() > fold.chips { fold.chips - 1 } else { fold.chips };
    let (shown, more) = tools.split_at(tools.len().min(room));
    let mut chips: Vec<Cell> = shown.iter().map(|tool| chip(report, tool, side, fold)).collect();
    if !more.is_empty() {
        let names: Vec<&str> = more.iter().take(MOST_NAMES).map(|tool| tool.tool.name).collect();
        let text = format!("+{} more", more.len());
        let chip = Cell::new(fold.chip, CHIP.1).anchor(Anchor::Middle);
        chips.push(chip.line(&text, 10, Face::Regular, Colour::FaintInk).told(names.join(", "), None));
    }
    let each = (fold.chip, CHIP.1);
    Cell::of(Grid::wrapping(GAP, fold.columns, each, chips), fold.panel()).fill(ground)
}

fn chip(report: &versus::Report<'_>, tool: &versus::Tool<'_>, side: Side, fold: &Fold) -> Cell {
    let strong = Colour::strong(side.hue());
    let [first, second] = tool.supports;
    let (frame, sign) = match side {
        Side::First => other_side(second, strong),
        Side::Second => other_side(first, strong),
        Side::Both | Side::Neither => (Stroke::solid(strong, 1.0), ""),
    };
    let partly = if tool.supports.contains(&Some(Support::Partial)) { "½ " } else { "" };
    Cell::new(fold.chip, CHIP.1)
        .fill(Fill::Solid(Colour::Card))
        .frame(frame)
        .round()
        .anchor(Anchor::Middle)
        .paragraph(&format!("{partly}{}{sign}", tool.tool.name), sign, 2, 11, Face::Regular, Colour::Ink)
        .told(told(report, tool), tool.url)
        .named("tool", format!("tool:{}", tool.tool.id))
}

/// How a tool looks that one offers, by what is known of the other.
fn other_side(other: Option<Support>, colour: Colour) -> (Stroke, &'static str) {
    match other {
        Some(Support::No) => (Stroke::solid(colour, 1.0), " (no)"),
        Some(_) => (Stroke::dashed(colour, 1.0), " (planned)"),
        None => (Stroke::dotted(colour, 1.0), " (?)"),
    }
}

/// What neither is known to offer: first what was looked up, with what was found, then what is
/// unknown for both.
fn neither(report: &versus::Report<'_>, row: &versus::Row<'_>, fold: &Fold) -> Cell {
    let tools = || row.tools.iter().filter(|tool| Side::of(tool) == Side::Neither);
    let word = |support: Option<Support>| support.map_or("?", Support::word);
    let found = |tool: &versus::Tool<'_>| {
        let [of_a, of_b] = tool.supports.map(word);
        format!("{} ({of_a}, {of_b})", tool.tool.name)
    };
    let mut looked_up: Vec<String> = tools().filter(|tool| is_looked_up(tool)).map(found).collect();
    let mut unknown: Vec<String> =
        tools().filter(|tool| !is_looked_up(tool)).map(|tool| tool.tool.name.to_owned()).collect();
    let mut cell = Cell::new(fold.neither, CHIP.1);
    for (names, before, ink) in
        [(&mut looked_up, "Researched: ", Colour::Ink), (&mut unknown, "Unknown: ", Colour::FaintInk)]
    {
        if let Some(first) = names.first_mut() {
            first.insert_str(0, before);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            cell = cell.list(&names, fold.lines, 10, Face::Regular, ink);
        }
    }
    let [a, b] = report.names();
    let told: Vec<String> = tools().take(MOST_NAMES).map(found).collect();
    if told.is_empty() {
        return cell;
    }
    cell.headed("Neither").told(format!("({a}, {b}): {}", told.join(", ")), None)
}

/// Everything about a tool, for who points at it.
fn told(report: &versus::Report<'_>, tool: &versus::Tool<'_>) -> String {
    let of = |at: usize, name: &str| {
        let claims = tool.claims.get(at).map(Vec::as_slice).unwrap_or_default();
        match tool.supports.get(at).copied().flatten() {
            None => format!("{name}: unknown"),
            Some(support) if claims.is_empty() => {
                format!("{name}: {} (derived from sub-tools)", support.word())
            }
            Some(support) => format!("{name}: {} ({})", support.word(), evidence_of(claims)),
        }
    };
    let [a, b] = report.names();
    let all = plural(tool.offerers as usize, "company is", "companies are");
    format!("{}: {}. {}. {all} known to offer it.", tool.tool.name, of(0, a), of(1, b))
}

fn legend(report: &versus::Report<'_>) -> Vec<(Cell, String)> {
    let sample =
        |frame: Stroke| Cell::new(SAMPLE.0, SAMPLE.1).fill(Fill::Solid(Colour::Card)).frame(frame).round();
    let mut legend = Vec::new();
    let signs = [
        (Some(Support::No), "(no) the other does not offer it"),
        (Some(Support::Planned), "(planned) the other plans it"),
        (None, "(?) unknown for the other"),
    ];
    for (other, meaning) in signs {
        let is_so = |tool: &versus::Tool<'_>| match Side::of(tool) {
            Side::First => tool.supports[1] == other,
            Side::Second => tool.supports[0] == other,
            Side::Both | Side::Neither => false,
        };
        if report.tools.iter().any(is_so) {
            legend.push((sample(other_side(other, Colour::Neutral).0), meaning.to_owned()));
        }
    }
    let is_partial = |tool: &versus::Tool<'_>| tool.supports.contains(&Some(Support::Partial));
    if report.tools.iter().any(is_partial) {
        let half = Cell::new(SAMPLE.0, SAMPLE.1).anchor(Anchor::Middle);
        legend.push((
            half.line("½", 11, Face::Regular, Colour::Ink),
            "one or both offer it in part".to_owned(),
        ));
    }
    if report.tools.iter().any(|tool| Side::of(tool) == Side::Neither) {
        let [a, b] = report.names();
        let text = Cell::new(SAMPLE.0 + 14.0, SAMPLE.1).line("(no, ?)", 10, Face::Regular, Colour::Ink);
        legend.push((text, format!("first {a}, then {b}")));
    }
    legend
}
