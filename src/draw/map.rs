//! The market map: panels for stacks, cards for tools, chips for companies.

use unicode_width::UnicodeWidthStr;

use super::dot::{Markup, left, page, table, text};
use super::frame::{self, Frame};
use super::palette::{Colour, Theme};
use super::scene::{Block, Scene};
use super::{Picture, Style};
use crate::model::{Basis, Support};
use crate::query::{GapState, MapChip, MapPanel, MapReport, MapTool, plural};

/// Sizes in points.
const CHIP_WIDTH: &str = "96";
const CHIP_HEIGHT: &str = "19";
const CARD_WIDTH: &str = "204";
const WIDE: &str = "195";
const PANEL_COLUMNS: usize = 3;
const CARD_COLUMNS: usize = 2;
const CHIP_COLUMNS: usize = 2;

/// How many companies a card shows; the rest is counted.
const MOST_CHIPS: usize = 24;

/// How many columns of text fit into a chip and into the head of a card.
const CHIP_TEXT: usize = 16;
const CARD_TEXT: usize = 25;

impl Picture for MapReport<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        dot(self, style.title)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        let frame = Frame {
            title: style.title.unwrap_or(self.name).to_owned(),
            subtitle: vec![subtitle(self)],
            legend: Vec::new(),
            footer: frame::footer(self.as_of, &self.sources),
        };
        frame.around(Block::default())
    }
}

/// Draws the market map as DOT.
fn dot(report: &MapReport<'_>, title: Option<&str>) -> String {
    let title = title.unwrap_or(report.name);
    let head = text(title, 22, Colour::Ink.hex(Theme::Light)).element("B", &[]);
    let mut panels: Vec<Piece> = (report.panels.iter().enumerate())
        .map(|(index, panel)| {
            let hue = if panel.stack.is_some() { Hue::of_group(index) } else { Hue::NEUTRAL };
            panel_piece(report, panel, hue)
        })
        .collect();
    // The highest first, so that the columns come out nearly equal.
    panels.sort_by_key(|panel| std::cmp::Reverse(panel.height));
    let rows = [
        left(head, &[]),
        left(text(&subtitle(report), 12, Colour::FaintInk.hex(Theme::Light)), &[]),
        columns(&panels, PANEL_COLUMNS, 6).markup.element("TD", &[]),
        legend(report),
        left(text(&frame::footer(report.as_of, &report.sources), 9, Colour::FaintInk.hex(Theme::Light)), &[]),
    ];
    let rows = rows.into_iter().map(|row| row.element("TR", &[]));
    let label = table(Markup::join(rows), &[("CELLPADDING", "3")]);
    page("market_map", &format!("Market map: {title}"), Theme::Light, label)
}

fn subtitle(report: &MapReport<'_>) -> String {
    let stacks = report.panels.iter().filter(|panel| panel.stack.is_some()).count();
    let in_none: usize =
        report.panels.iter().filter(|panel| panel.stack.is_none()).map(|panel| panel.tools.len()).sum();
    let elsewhere = if in_none > 0 { format!(" and {in_none} in none") } else { String::new() };
    let with = |state| {
        let mut ids: Vec<_> = (report.panels.iter().flat_map(|panel| &panel.tools))
            .filter(|tool| tool.state == state)
            .map(|tool| tool.tool.id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    };
    let nothing_known = match report.company {
        Some(us) if report.panels.iter().all(|panel| panel.ours.is_none()) => {
            format!(" No claim says what {} offers.", us.name)
        }
        _ => String::new(),
    };
    format!(
        "{} in {}{elsewhere}, offered by {}. {} known to be empty, {} unsettled, {} not researched.{nothing_known}",
        plural(report.tools as usize - in_none, "tool", "tools"),
        plural(stacks, "stack", "stacks"),
        plural(report.companies as usize, "company", "companies"),
        with(GapState::Empty),
        with(GapState::Unsettled),
        with(GapState::Unresearched),
    )
}

/// The colour of a panel and its ground.
#[derive(Clone, Copy)]
struct Hue {
    strong: &'static str,
    tint: &'static str,
}

impl Hue {
    const NEUTRAL: Self = Self { strong: "#5B6670", tint: "#F1F4F7" };

    fn of_group(index: usize) -> Self {
        Self { strong: Colour::strong(index).hex(Theme::Light), tint: Colour::tint(index).hex(Theme::Light) }
    }
}

/// A piece of the picture and its height in points, as Graphviz will make it.
struct Piece {
    markup: Markup,
    height: u32,
    /// Whether its column stands behind the others.
    last: bool,
}

fn panel_piece(report: &MapReport<'_>, panel: &MapPanel<'_>, hue: Hue) -> Piece {
    let name = panel.stack.map_or("In no stack", |stack| stack.name);
    let ours = match (report.company, panel.ours) {
        (Some(us), Some(ours)) => format!(", {} known to offer {ours}", us.name),
        _ => String::new(),
    };
    let companies = match panel.companies {
        0 => "no offer known".to_owned(),
        known => plural(known as usize, "company", "companies"),
    };
    let summary = format!("{}, {companies}{ours}", plural(panel.tools.len(), "tool", "tools"));
    let head = Markup::join([
        Markup::space(),
        text(&cut(name, CARD_TEXT), 16, hue.strong).element("B", &[]),
        Markup::space(),
        Markup::space(),
        text(&summary, 10, Colour::FaintInk.hex(Theme::Light)),
    ]);
    let mut rows = Rows::default();
    rows.push(left(head, &[("HEIGHT", "30"), ("TOOLTIP", name)]), 30);
    if !panel.active_in.is_empty() {
        let companies: Vec<&str> = panel.active_in.iter().map(|company| company.name).collect();
        let line = format!("active in the stack, tool not named: {}", companies.join(", "));
        let line = Markup::join([
            Markup::space(),
            text(&cut(&line, 68), 10, Colour::Ink.hex(Theme::Light)).element("I", &[]),
        ]);
        rows.push(left(line, &[("HEIGHT", "18"), ("TOOLTIP", &companies.join(", "))]), 18);
    }
    let cards: Vec<Piece> = panel.tools.iter().map(|tool| card(tool, hue)).collect();
    let cards = columns(&cards, CARD_COLUMNS, 2);
    rows.push(cards.markup.element("TD", &[]), cards.height + 2 * 3);
    let frame = [
        ("BORDER", "1"),
        ("STYLE", "ROUNDED"),
        ("COLOR", hue.strong),
        ("BGCOLOR", hue.tint),
        ("CELLPADDING", "3"),
    ];
    Piece { last: panel.stack.is_none(), ..rows.table(&frame, 1, 0) }
}

fn card(tool: &MapTool<'_>, hue: Hue) -> Piece {
    let name = text(&cut(tool.tool.name, CARD_TEXT), 11, Colour::Ink.hex(Theme::Light)).element("B", &[]);
    // A tool that nobody has looked at has no number: 0 would say that nobody offers it.
    let number =
        if tool.state == GapState::Unresearched { "?".to_owned() } else { tool.offerers.to_string() };
    let number = text(&number, 10, Colour::FaintInk.hex(Theme::Light));
    let head = Markup::join([name, Markup::space(), Markup::space(), number]);
    let tooltip = format!("{}: {}", tool.tool.name, state_text(tool));
    let span = CHIP_COLUMNS.to_string();
    let wide = |height| [("COLSPAN", span.as_str()), ("WIDTH", WIDE), ("HEIGHT", height)];
    let mut rows = Rows::default();
    rows.push(left(head, &wide("21").into_iter().chain([("TOOLTIP", &*tooltip)]).collect::<Vec<_>>()), 21);
    if tool.offerers == 0 {
        rows.push(state_cell(tool), 19);
    }
    rows.extend(chip_rows(&tool.companies, hue), 19);
    for part in &tool.parts {
        let label = match part.offerers {
            0 => format!("part: {}, {}", part.tool.name, state_text(part)),
            _ => format!("part: {}", part.tool.name),
        };
        let tooltip = format!("{}: {}", part.tool.name, state_text(part));
        let label = text(&cut(&label, 42), 9, Colour::FaintInk.hex(Theme::Light));
        rows.push(
            left(label, &wide("15").into_iter().chain([("TOOLTIP", &*tooltip)]).collect::<Vec<_>>()),
            15,
        );
        rows.extend(chip_rows(&part.companies, hue), 19);
    }
    let (border, style) = match tool.state {
        GapState::Contested => (Colour::Line.hex(Theme::Light), "ROUNDED"),
        GapState::Empty => (Colour::Empty.hex(Theme::Light), "ROUNDED,DASHED"),
        GapState::Unsettled => (Colour::Unsettled.hex(Theme::Light), "ROUNDED,DASHED"),
        GapState::Unresearched => (Colour::Unresearched.hex(Theme::Light), "ROUNDED,DOTTED"),
    };
    let frame = [
        ("BORDER", "1"),
        ("STYLE", style),
        ("COLOR", border),
        ("BGCOLOR", Colour::Card.hex(Theme::Light)),
        ("CELLSPACING", "3"),
        ("CELLPADDING", "1"),
        ("WIDTH", CARD_WIDTH),
    ];
    rows.table(&frame, 1, 3)
}

/// The rows of a table, and how high they are together.
#[derive(Default)]
struct Rows {
    markup: Vec<Markup>,
    height: u32,
    count: u32,
}

impl Rows {
    /// Adds a row of cells.
    fn push(&mut self, cells: Markup, height: u32) {
        self.markup.push(cells.element("TR", &[]));
        self.height += height;
        self.count += 1;
    }

    fn extend(&mut self, rows: Vec<Markup>, height: u32) {
        rows.into_iter().for_each(|cells| self.push(cells, height));
    }

    fn table(self, attributes: &[(&'static str, &str)], border: u32, spacing: u32) -> Piece {
        let height = self.height + 2 * border + spacing * (self.count + 1);
        Piece { markup: table(Markup::join(self.markup), attributes), height, last: false }
    }
}

fn state_text(tool: &MapTool<'_>) -> String {
    match tool.state {
        GapState::Contested => {
            format!("offered by {}", plural(tool.offerers as usize, "company", "companies"))
        }
        GapState::Empty => format!("empty: {} looked at, none offers it", tool.known_not),
        GapState::Unsettled => format!("unsettled: {} no, {} planned", tool.known_not, tool.planned_by),
        GapState::Unresearched => "not researched".to_owned(),
    }
}

fn state_cell(tool: &MapTool<'_>) -> Markup {
    let ink = match tool.state {
        GapState::Empty => Colour::Empty.hex(Theme::Light),
        GapState::Unsettled => Colour::Unsettled.hex(Theme::Light),
        GapState::Unresearched | GapState::Contested => Colour::FaintInk.hex(Theme::Light),
    };
    let span = CHIP_COLUMNS.to_string();
    text(&state_text(tool), 10, ink)
        .element("TD", &[("COLSPAN", &span), ("WIDTH", WIDE), ("HEIGHT", CHIP_HEIGHT)])
}

fn chip_rows(chips: &[MapChip<'_>], hue: Hue) -> Vec<Markup> {
    let blank = || Markup::default().element("TD", &[("WIDTH", CHIP_WIDTH), ("HEIGHT", CHIP_HEIGHT)]);
    let row = |chips: &[MapChip<'_>]| {
        let cells = chips.iter().map(|one| chip(one, hue));
        Markup::join(cells.chain((chips.len()..CHIP_COLUMNS).map(|_| blank())))
    };
    let shown = &chips[..chips.len().min(MOST_CHIPS)];
    let mut rows: Vec<Markup> = shown.chunks(CHIP_COLUMNS).map(row).collect();
    if chips.len() > shown.len() {
        let more = format!("+{} more", chips.len() - shown.len());
        let span = CHIP_COLUMNS.to_string();
        let more = text(&more, 10, Colour::FaintInk.hex(Theme::Light));
        rows.push(more.element("TD", &[("COLSPAN", &span), ("WIDTH", WIDE), ("HEIGHT", CHIP_HEIGHT)]));
    }
    rows
}

fn chip(chip: &MapChip<'_>, hue: Hue) -> Markup {
    let partly = if chip.support == Support::Partial { "½ " } else { "" };
    let label = cut(&format!("{partly}{}", chip.company.name), CHIP_TEXT);
    let (back, ink) = if chip.ours {
        (hue.strong, Colour::Card.hex(Theme::Light))
    } else {
        (Colour::Chip.hex(Theme::Light), Colour::Ink.hex(Theme::Light))
    };
    let mut label = text(&label, 10, ink);
    if chip.ours {
        label = label.element("B", &[]);
    }
    if chip.basis != Some(Basis::Stated) {
        label = label.element("I", &[]);
    }
    let basis = chip.basis.map_or("no evidence", Basis::word);
    let tooltip = format!("{}: {}, {basis}", chip.company.name, chip.support.word());
    let mut attributes = vec![
        ("WIDTH", CHIP_WIDTH),
        ("HEIGHT", CHIP_HEIGHT),
        ("BGCOLOR", back),
        ("TOOLTIP", tooltip.as_str()),
    ];
    // Other schemes than the web's could run a script where the picture is shown.
    let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    attributes.extend(chip.url.filter(is_web).map(|url| ("HREF", url)));
    label.element("TD", &attributes)
}

/// What the signs mean, drawn as they stand in the picture.
fn legend(report: &MapReport<'_>) -> Markup {
    let sample = |markup: Markup, attributes: &[(&'static str, &str)]| {
        let size = [("WIDTH", CHIP_WIDTH), ("HEIGHT", CHIP_HEIGHT)];
        markup.element("TD", &size.iter().chain(attributes).copied().collect::<Vec<_>>())
    };
    let word = |word: &str, ink| text(word, 10, ink);
    let mut cells = vec![sample(
        word("offers it", Colour::Ink.hex(Theme::Light)),
        &[("BGCOLOR", Colour::Chip.hex(Theme::Light))],
    )];
    if let Some(us) = report.company {
        let label =
            word(&cut(&format!("filled: {}", us.name), CHIP_TEXT + 4), Colour::Card.hex(Theme::Light))
                .element("B", &[]);
        cells.push(sample(label, &[("BGCOLOR", Colour::Neutral.hex(Theme::Light))]));
    }
    cells.push(sample(
        word("½ in part", Colour::Ink.hex(Theme::Light)),
        &[("BGCOLOR", Colour::Chip.hex(Theme::Light))],
    ));
    let inferred = word("inferred, ambiguous", Colour::Ink.hex(Theme::Light)).element("I", &[]);
    cells.push(sample(inferred, &[("BGCOLOR", Colour::Chip.hex(Theme::Light))]));
    let border = |style, colour| [("BORDER", "1"), ("STYLE", style), ("COLOR", colour)];
    cells.push(sample(
        word("not researched", Colour::FaintInk.hex(Theme::Light)),
        &border("DOTTED", Colour::Unresearched.hex(Theme::Light)),
    ));
    cells.push(sample(
        word("unsettled", Colour::Unsettled.hex(Theme::Light)),
        &border("DASHED", Colour::Unsettled.hex(Theme::Light)),
    ));
    cells.push(sample(
        word("empty", Colour::Empty.hex(Theme::Light)),
        &border("DASHED", Colour::Empty.hex(Theme::Light)),
    ));
    let row = Markup::join(cells).element("TR", &[]);
    left(table(row, &[("CELLSPACING", "4"), ("CELLPADDING", "1")]), &[])
}

/// Distributes items over columns, each to the shortest so far, in order. Returns their indexes.
fn pack(heights: &[u32], columns: usize) -> Vec<Vec<usize>> {
    let mut packed: Vec<(u32, Vec<usize>)> = vec![(0, Vec::new()); columns.max(1)];
    for (item, height) in heights.iter().enumerate() {
        if let Some(shortest) = packed.iter_mut().min_by_key(|(height, _)| *height) {
            shortest.0 += height;
            shortest.1.push(item);
        }
    }
    packed.into_iter().map(|(_, items)| items).filter(|items| !items.is_empty()).collect()
}

/// A table of columns, each a table of the items packed into it, filled up to the same height: else
/// Graphviz would stretch every row of the shorter ones.
fn columns(items: &[Piece], columns: usize, padding: u32) -> Piece {
    let heights: Vec<u32> = items.iter().map(|item| item.height).collect();
    let mut packed = pack(&heights, columns);
    packed.sort_by_key(|column| column.iter().any(|item| items[*item].last));
    if packed.is_empty() {
        return Piece {
            markup: text("no tools", 10, Colour::FaintInk.hex(Theme::Light)),
            height: 12,
            last: false,
        };
    }
    let made: Vec<Rows> = packed
        .iter()
        .map(|column| {
            let mut rows = Rows::default();
            for item in column.iter().map(|item| &items[*item]) {
                rows.push(item.markup.clone().element("TD", &[]), item.height + 2 * padding);
            }
            rows
        })
        .collect();
    let tallest = made.iter().map(|rows| rows.height).max().unwrap_or_default();
    let padding_text = padding.to_string();
    let column = |mut rows: Rows| {
        let missing = tallest - rows.height;
        if missing > 2 * padding {
            rows.push(Markup::default().element("TD", &[("HEIGHT", &missing.to_string())]), missing);
        }
        let column = rows.table(&[("CELLPADDING", &padding_text)], 0, 0);
        column.markup.element("TD", &[("VALIGN", "TOP")])
    };
    let row = Markup::join(made.into_iter().map(column)).element("TR", &[]);
    Piece { markup: table(row, &[("CELLPADDING", "0")]), height: tallest, last: false }
}

/// Cuts a text to a number of columns; the whole of it stands in the tooltip.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut width = 0;
    let fits = |character: &char| {
        width += unicode_width::UnicodeWidthChar::width(*character).unwrap_or(0);
        width < columns
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}
