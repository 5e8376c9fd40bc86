//! Roles against stacks: how much of what each role needs there is known to be offered.

use super::clusters::Item;
use super::dot::{self, Edges, Statements, line_style, lines, plate, print};
use super::frame::footer;
use super::palette::{Colour, HEAT_STEPS};
use super::scene::{Anchor, Fill, Scene, Stroke};
use super::sheet::{self, Cell, Grid, Sheet};
use super::text::Face;
use super::{Picture, Style};
use crate::model::RoleStatus;
use crate::query::Interval;
use crate::query::{role_heat, roles};
use crate::words::phrases::plural;

/// Sizes in points.
const HEAD: f64 = 200.0;
const CELL: (f64, f64) = (86.0, 34.0);
const COLUMN_HEAD: f64 = 20.0;
const OTHERS: f64 = 150.0;
const SAMPLE: (f64, f64) = (24.0, 16.0);
const GAP: f64 = 3.0;

/// How many stacks, roles, and roles without known needs are shown.
const MOST_STACKS: usize = 11;
const MOST_ROWS: usize = 40;
const MOST_NAMES: usize = 12;

/// How many roles the subtitle names.
const BEST: usize = 3;

impl Picture for role_heat::Report<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        if self.rows.is_empty() {
            sheet(self, style, Fold::NOTHING).dot(style.theme)
        } else {
            dot(self, style)
        }
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        let Some(page) = style.page else { return sheet(self, style, Fold::NOTHING).scene(None) };
        page.lay_out(STEPS.len(), |canvas, step| {
            let wide = HEAD + CELL.0 + OTHERS + 3.0 * GAP + if self.has_none { CELL.0 + GAP } else { 0.0 };
            // Two at least: one, and the rest.
            let stacks = sheet::fitting(canvas.room() - wide, CELL.0 + GAP).clamp(2, MOST_STACKS);
            let fold = Fold { stacks, rows: STEPS[step] };
            sheet(self, style, fold).scene(Some(canvas))
        })
    }
}

/// What is shown: how many stacks have columns of their own or share one, and how many roles there
/// are.
#[derive(Clone, Copy)]
struct Fold {
    stacks: usize,
    rows: usize,
}

impl Fold {
    const NOTHING: Self = Self { stacks: MOST_STACKS, rows: MOST_ROWS };
}

/// How many roles a page shows, where there is less and less room.
const STEPS: [usize; 12] = [MOST_ROWS, 30, 24, 20, 16, 14, 12, 10, 8, 6, 4, 2];

/// Writes the table as a graph: from each role an edge to each stack in which it needs tools, with
/// what its cell says.
fn dot(report: &role_heat::Report<'_>, style: &Style<'_>) -> String {
    let theme = style.theme;
    let sheet = sheet(report, style, Fold::NOTHING);
    let mut statements = Statements::default();
    let mut frame = sheet.frame();
    // Where no need is known there is no edge, and nothing blank to explain.
    frame.legend.retain(|sample| sample.sign.width > 0.0);
    let mut graph = dot::framed(&frame, theme);
    graph.extend([("rankdir", "LR".into()), ("ranksep", "2.5".into()), ("nodesep", "0.15".into())]);
    statements.graph(graph);
    statements.nodes(dot::boxes(theme));
    statements.edges(vec![("fontname", dot::FONT.into()), ("arrowhead", "none".into())]);
    let Some((heads, rows)) = sheet.grid.rows.split_first() else { return String::new() };
    // Between what stands at both ends of a row are the stacks.
    let stacks = 2..heads.len().saturating_sub(1);
    for (at, row) in rows.iter().enumerate() {
        let node = |cell: Option<&Cell>| cell.map(|cell| cell.numbered(at, theme));
        let [role, all, others] = [row.first(), row.get(1), row.last()].map(node);
        let (Some(mut role), Some(all), Some(mut others)) = (role, all, others) else { continue };
        let head = |cell: Option<&Cell>| node(cell).map_or_else(Vec::new, |head| head.label);
        // All needs are of no stack: they stand in the box of the role.
        role.label.extend(head(heads.get(1)).into_iter().chain(all.label));
        role.tooltip = format!("{}\n{}", role.tooltip, all.tooltip);
        others.id = format!("companies for {}", role.id);
        others.class = "companies";
        others.label.splice(0..0, head(heads.last()));
        statements.node(&role.id, role.pairs(theme));
        statements.node(&others.id, others.pairs(theme));
        let quiet = vec![("class", "covers".into()), ("color", Colour::Line.hex(theme).into())];
        statements.edge(&others.id, &role.id, quiet);
        for (at, cell) in row.iter().enumerate().filter(|(at, cell)| stacks.contains(at) && !cell.is_blank())
        {
            let Some(stack) = heads.get(at).map(|head| head.numbered(at, theme)) else { continue };
            let Item { label, fill, frame, tooltip, .. } = cell.numbered(at, theme);
            let ground = match fill {
                Fill::Solid(ground) | Fill::Hatched(_, ground) => ground,
                Fill::None => Colour::Ground,
            };
            statements.edge(
                &role.id,
                &stack.id,
                vec![
                    ("class", "needs".into()),
                    ("label", plate(lines(label), ground, theme).into()),
                    ("color", Colour::Neutral.hex(theme).into()),
                    ("style", frame.map_or("solid", |frame| line_style(frame.style)).into()),
                    ("tooltip", tooltip.clone().into()),
                    ("labeltooltip", tooltip.into()),
                ],
            );
        }
    }
    for at in stacks {
        let Some(stack) = heads.get(at).map(|head| head.numbered(at, theme)) else { continue };
        let stack =
            Item { fill: Fill::Solid(Colour::Chip), frame: Some(Stroke::solid(Colour::Line, 1.0)), ..stack };
        statements.node(&stack.id, stack.pairs(theme));
    }
    print(sheet.id, Edges::Directed, statements)
}

impl<'l> role_heat::Report<'l> {
    /// Returns the title that the picture has unless another is asked for.
    #[must_use]
    pub fn title(&self) -> String {
        let is_served = |row: &&role_heat::Row| row.all.offered as usize == row.all.needs.len();
        let (served, all) = (self.rows.iter().filter(is_served).count(), self.rows.len());
        match (self.roles.company, served) {
            (Some(us), 0) => format!("What roles need, and how much of it {} covers", us.name),
            (None, 0) => "What roles need, and how much of it companies cover".to_owned(),
            (Some(us), _) if all == 1 => format!("{} covers all needs", us.name),
            (Some(us), _) => format!("{} covers all that {served} of {} need", us.name, roles(all)),
            (None, _) => format!("Companies cover all that {served} of {} need", roles(all)),
        }
    }

    /// The roles with known needs, each with its row.
    fn entries(&self) -> impl Iterator<Item = (&roles::Entry<'l>, &role_heat::Row)> {
        self.roles.roles.iter().filter(|entry| !entry.needs.is_empty()).zip(&self.rows)
    }
}

fn roles(count: usize) -> String {
    plural(count, "role", "roles")
}

fn sheet(report: &role_heat::Report<'_>, style: &Style<'_>, fold: Fold) -> Sheet {
    if report.rows.is_empty() {
        let none = Cell::new(HEAD * 2.0, CELL.1);
        let none = none.line("Nobody has recorded what the roles need.", 12, Face::Italic, Colour::Ink);
        return framed(report, style, vec![vec![none]], Vec::new(), fold);
    }
    let mut rows = vec![heads(report, fold)];
    rows.extend(report.entries().take(fold.rows).map(|(entry, row)| row_of(report, entry, row, fold)));
    framed(report, style, rows, legend(report), fold)
}

fn framed(
    report: &role_heat::Report<'_>,
    style: &Style<'_>,
    rows: Vec<Vec<Cell>>,
    legend: Vec<(Cell, String)>,
    fold: Fold,
) -> Sheet {
    Sheet {
        id: "roles",
        title: style.title_or(|| report.title()),
        subtitle: subtitle(report, fold),
        grid: Grid::new(GAP, rows),
        legend,
        footer: footer(report.roles.as_of, &report.sources),
    }
}

/// How many stacks have columns of their own; what is in the others stands in one column.
fn columns(report: &role_heat::Report<'_>, fold: Fold) -> usize {
    let all = report.stacks.len();
    if all > fold.stacks { fold.stacks - 1 } else { all }
}

fn subtitle(report: &role_heat::Report<'_>, fold: Fold) -> Vec<String> {
    let roles = &report.roles;
    let mut paragraphs = Vec::new();
    let best = report.entries().filter(|(_, row)| row.all.offered > 0).take(BEST);
    let best: Vec<String> = best
        .map(|(entry, row)| format!("{} ({} of {})", entry.role.name, row.all.offered, row.all.needs.len()))
        .collect();
    match (best.is_empty(), roles.company) {
        (false, Some(us)) => {
            paragraphs.push(format!("{} covers best: {}.", us.name, best.join(", ")));
        }
        (false, None) => {}
        (true, _) if report.rows.is_empty() => {}
        (true, Some(us)) => {
            paragraphs.push(format!("{} is not known to offer anything that these roles need.", us.name));
        }
        (true, None) => {
            paragraphs.push("Nobody is known to offer anything that these roles need.".to_owned());
        }
    }
    let shown = report.rows.len().min(fold.rows);
    let listed = roles.with_needs as usize;
    let cut = if listed > shown { format!(", the first {shown} shown") } else { String::new() };
    let without: Vec<&str> = (roles.roles.iter())
        .filter(|entry| entry.needs.is_empty())
        .map(|entry| entry.role.name)
        .take(MOST_NAMES)
        .collect();
    let unknown = match (roles.without_needs as usize, without.len()) {
        (0, _) => String::new(),
        (all, named) if all > named => {
            format!(" {all} have no recorded needs: {}, +{} more.", without.join(", "), all - named)
        }
        (1, _) => format!(" 1 has no recorded needs: {}.", without.join(", ")),
        (all, _) => format!(" {all} have no recorded needs: {}.", without.join(", ")),
    };
    let several = if shown > 0 {
        " A tool in several stacks counts in each of them, but once in “All needs”."
    } else {
        ""
    };
    let listed = plural(listed, "role", "roles");
    paragraphs.push(format!("{listed} with known needs{cut}.{unknown}{several}"));
    paragraphs
}

fn heads(report: &role_heat::Report<'_>, fold: Fold) -> Vec<Cell> {
    let head = |width: f64, name: &str, ink: Colour| {
        let anchor = if width > CELL.0 { Anchor::Start } else { Anchor::Middle };
        Cell::new(width, COLUMN_HEAD).anchor(anchor).paragraph(name, "", 3, 10, Face::Bold, ink)
    };
    let mut heads = vec![head(HEAD, "Role", Colour::FaintInk), head(CELL.0, "All needs", Colour::Ink)];
    let own = columns(report, fold);
    heads.extend(report.stacks.iter().take(own).map(|stack| {
        head(CELL.0, stack.name, Colour::Ink)
            .told(stack.name, None)
            .named("stack", sheet::stack_id(Some(*stack)))
    }));
    let more = report.stacks.get(own..).unwrap_or_default();
    if !more.is_empty() {
        let names: Vec<&str> = more.iter().map(|stack| stack.name).collect();
        let text = format!("{} more stacks", more.len());
        heads.push(head(CELL.0, &text, Colour::FaintInk).told(names.join(", "), None));
    }
    if report.has_none {
        heads.push(head(CELL.0, "In no stack", Colour::FaintInk).named("stack", sheet::stack_id(None)));
    }
    let others = if report.roles.company.is_some() { "Who else covers most" } else { "Who covers most" };
    heads.push(head(OTHERS, others, Colour::FaintInk));
    heads
}

fn row_of(
    report: &role_heat::Report<'_>,
    entry: &roles::Entry<'_>,
    row: &role_heat::Row,
    fold: Fold,
) -> Vec<Cell> {
    let status = match entry.status {
        Some(RoleStatus::Icp) => "ideal customer profile",
        Some(RoleStatus::ExpansionCandidate) => "expansion candidate",
        None => entry.r#type.word(),
    };
    let name = Cell::new(HEAD, CELL.1)
        .fill(Fill::Solid(Colour::NeutralTint))
        .line(entry.role.name, 12, Face::Bold, Colour::Ink)
        .line(status, 10, Face::Regular, Colour::FaintInk)
        .told(format!("{}: {status}", entry.role.name), None)
        .named("role", format!("role:{}", entry.role.id));
    let mut cells = vec![name, heat(report, entry, "all stacks", &row.all, Face::Bold)];
    let own = columns(report, fold);
    let by_stack = report.stacks.iter().zip(&row.cells).take(own);
    cells.extend(by_stack.map(|(stack, cell)| heat(report, entry, stack.name, cell, Face::Regular)));
    let rest = row.cells.get(own..report.stacks.len()).unwrap_or_default();
    if !rest.is_empty() {
        cells.push(heat(report, entry, "the other stacks", &together(report, entry, rest), Face::Regular));
    }
    if report.has_none {
        let none = row.cells.last().cloned().unwrap_or_default();
        cells.push(heat(report, entry, "no stack", &none, Face::Regular));
    }
    cells.push(others(entry));
    cells
}

/// The needs of several stacks as one cell, each counted once.
fn together(
    report: &role_heat::Report<'_>,
    entry: &roles::Entry<'_>,
    cells: &[role_heat::Cell],
) -> role_heat::Cell {
    let mut needs: Vec<usize> = cells.iter().flat_map(|cell| cell.needs.iter().copied()).collect();
    needs.sort_unstable();
    needs.dedup();
    role_heat::Cell::of(&entry.needs, needs, report.roles.company.is_some())
}

fn heat(
    report: &role_heat::Report<'_>,
    entry: &roles::Entry<'_>,
    place: &str,
    cell: &role_heat::Cell,
    face: Face,
) -> Cell {
    let of = cell.needs.len();
    let blank = Cell::new(CELL.0, CELL.1).anchor(Anchor::Middle);
    if of == 0 {
        return blank.told(format!("{}, {place}: no recorded needs", entry.role.name), None);
    }
    let told = told(report, entry, place, cell);
    if cell.unresearched as usize == of {
        return blank
            .fill(unresearched())
            .frame(Stroke::dotted(Colour::Unresearched, 1.0))
            .line(&format!("? of {of}"), 12, face, Colour::Ink)
            .told(told, None);
    }
    let ground = Colour::Heat(step(cell));
    let mut drawn = blank.fill(Fill::Solid(ground)).line(
        &format!("{} of {of}", cell.offered),
        12,
        face,
        ground.text_on(),
    );
    if cell.unresearched > 0 {
        drawn =
            drawn.line(&format!("{} not researched", cell.unresearched), 10, Face::Regular, ground.text_on());
    }
    drawn.told(told, None)
}

/// How dark a cell is: by the share of the needs that is known to be offered.
fn step(cell: &role_heat::Cell) -> u8 {
    let steps = usize::from(HEAT_STEPS - 1);
    u8::try_from((cell.offered as usize * steps).div_ceil(cell.needs.len().max(1))).unwrap_or_default()
}

fn unresearched() -> Fill {
    Fill::Hatched(Colour::Line, Colour::Card)
}

/// Everything about a cell, for who points at it.
fn told(
    report: &role_heat::Report<'_>,
    entry: &roles::Entry<'_>,
    place: &str,
    cell: &role_heat::Cell,
) -> String {
    let of = u32::try_from(cell.needs.len()).unwrap_or(u32::MAX);
    let known = Interval { low: cell.offered, high: of.saturating_sub(cell.lacking), of };
    let who = report.roles.company.map_or("anybody", |us| us.name);
    let need = |need: &roles::Need<'_>| {
        let own = match (report.roles.company, need.support) {
            (Some(us), Some(support)) => format!("{}: {}, ", us.name, support.word()),
            (Some(us), None) => format!("{}: unknown, ", us.name),
            (None, _) => String::new(),
        };
        let importance =
            need.importance.map_or_else(String::new, |importance| format!("{}, ", importance.word()));
        format!("{} ({importance}{own}offered by {})", need.tool.name, need.offered_by)
    };
    let needs: Vec<String> = cell.needs.iter().filter_map(|at| entry.needs.get(*at)).map(need).collect();
    format!("{}, {place}: {known} offered by {who}. {}", entry.role.name, needs.join("; "))
}

fn others(entry: &roles::Entry<'_>) -> Cell {
    let blank = Cell::new(OTHERS, CELL.1);
    let Some(best) = entry.served_by.first() else {
        return blank.line("unknown", 10, Face::Italic, Colour::FaintInk);
    };
    let all: Vec<String> =
        entry.served_by.iter().map(|server| format!("{}: {}", server.company.name, server.tools)).collect();
    // Of those that cover equally much none is the best.
    let equals: Vec<&str> = (entry.served_by.iter())
        .filter(|server| server.tools == best.tools)
        .map(|server| server.company.name)
        .collect();
    let is_cut = equals.len() == entry.served_by.len() && entry.served_by_total as usize > equals.len();
    let who = if equals.len() > 1 && is_cut { "several companies".to_owned() } else { equals.join(", ") };
    let some = match entry.served_by_total {
        1 => String::new(),
        total => format!("; {total} cover some"),
    };
    blank
        .line(&who, 10, Face::Regular, Colour::Ink)
        .line(&format!("{} of {}{some}", best.tools, entry.needs.len()), 10, Face::Regular, Colour::FaintInk)
        .told(format!("{}: {} cover some. {}", entry.role.name, entry.served_by_total, all.join(", ")), None)
}

fn legend(report: &role_heat::Report<'_>) -> Vec<(Cell, String)> {
    let who = report.roles.company.map_or("anybody", |us| us.name);
    let sample = |fill: Fill| Cell::new(SAMPLE.0, SAMPLE.1).fill(fill);
    let text = Cell::new(SAMPLE.0 + 14.0, SAMPLE.1).line("2 of 5", 10, Face::Regular, Colour::Ink);
    let mut legend = vec![
        (text, format!("5 tools needed; {who} is known to offer 2")),
        (sample(Fill::Solid(Colour::Heat(0))), "none known".to_owned()),
        (sample(Fill::Solid(Colour::Heat(HEAT_STEPS - 1))), "all; a stronger colour means more".to_owned()),
    ];
    let cells = || report.rows.iter().flat_map(|row| &row.cells);
    if cells().any(|cell| cell.unresearched > 0 && cell.unresearched as usize == cell.needs.len()) {
        let sample = sample(unresearched()).frame(Stroke::dotted(Colour::Unresearched, 1.0));
        legend.push((sample, "? nobody has researched these".to_owned()));
    }
    if cells().any(|cell| cell.needs.is_empty()) {
        legend.push((Cell::new(0.0, SAMPLE.1), "blank: no recorded needs".to_owned()));
    }
    legend
}
