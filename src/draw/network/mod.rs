//! The network of companies: boxes for companies, lines between those that are known to offer the
//! same tools.

mod dot;
mod layout;
mod mermaid;
mod plan;
mod tidy;

use std::borrow::Cow;
use std::cmp::Reverse;

use super::frame::{self, Frame, Sample};
use super::page::Canvas;
use super::palette::Colour;
use super::scene::{Anchor, Block, Fill, Group, Scene, Shape, Stroke, Text};
use super::stack_marks::StackMarks;
use super::{Picture, Style};
use crate::query::{CompanyRef, network};
use crate::words::phrases::plural;
pub(super) use dot::{company_item, position};
use plan::{CompanyBox, Line, Plan};

const TITLE: &str = "Who competes with whom";

/// The colours of lines.
const STRONG: Colour = Colour::Unresearched;
const WEAK: Colour = Colour::Line;

/// How many tools a tooltip names; the rest is counted.
const MOST_NAMED: usize = 40;

/// How many companies a title names.
const MOST_IN_TITLE: usize = 3;

impl network::Report<'_> {
    /// Returns the title that the picture has unless another is asked for: who is closest to the
    /// marked company.
    #[must_use]
    pub fn title(&self) -> String {
        self.message().unwrap_or_else(|| TITLE.to_owned())
    }

    /// Returns who is closest to the marked company, in a sentence, if a company is marked and
    /// somebody shares a tool with it.
    pub(super) fn message(&self) -> Option<String> {
        let us = self.company?.name;
        let closest = self.closest();
        // Those that are equally close are all named, or none of them.
        let ties = |at: usize| closest.get(at).is_some_and(|(next, _)| *next == closest[at - 1].0);
        let most = (1..=closest.len().min(MOST_IN_TITLE)).rev().find(|count| !ties(*count));
        let names: Vec<Cow<'_, str>> =
            closest.iter().take(most.unwrap_or_default()).map(|(_, company)| name_of(company)).collect();
        match names.as_slice() {
            [one] => Some(format!("{one} is closest to {us}")),
            [first @ .., last] => Some(format!("{} and {last} are closest to {us}", first.join(", "))),
            [] => {
                let (best, _) = *closest.first()?;
                let equals = closest.iter().take_while(|(close, _)| *close == best);
                let equals: usize = equals.map(|(_, company)| company.count()).sum();
                Some(format!("{equals} companies are equally close to {us}"))
            }
        }
    }

    /// Returns the closest rivals of the marked company and how close they are, closest first.
    fn closest(&self) -> Vec<((u64, u32), &network::Company<'_>)> {
        let of_ours = |pair: &network::Pair<'_>| {
            let [a, b] = pair.companies.map(|at| self.companies.get(at as usize));
            let (us, other, of) = match (a?, b?) {
                (us, other) if us.ours => (us, other, 0),
                (other, us) => (us, other, 1),
            };
            (us.ours && other.rival).then(|| (pair.similarity.closeness_to(of), other))
        };
        let mut closest: Vec<_> = self.pairs.iter().filter_map(of_ours).collect();
        closest.sort_by_key(|(close, _)| Reverse(*close));
        closest
    }
}

impl Picture for network::Report<'_> {
    fn dot(&self, style: &Style<'_>) -> String {
        dot::dot(self, style)
    }

    fn scene(&self, style: &Style<'_>) -> Scene {
        let Some(page) = style.page else { return draw_scene(self, style, None) };
        let all = self.companies.len();
        // To lay a network out takes a while: in each step a quarter of the companies is folded.
        let counts: Vec<usize> =
            std::iter::successors(Some(all), |count| (*count > 4).then(|| count * 3 / 4)).collect();
        page.lay_out(counts.len(), |canvas, step| {
            let most = counts.get(step).copied().unwrap_or(all);
            draw_scene(&self.first(most), style, Some(canvas))
        })
    }

    fn mermaid(&self, style: &Style<'_>) -> Option<String> {
        Some(mermaid::mermaid(self, style))
    }
}

fn draw_scene(report: &network::Report<'_>, style: &Style<'_>, canvas: Option<Canvas>) -> Scene {
    let marks = StackMarks::new(&report.stacks);
    let plan = Plan::new(report, &marks);
    frame(report, &plan, &marks, style).scene_of(body(report, &plan), canvas)
}

fn frame(report: &network::Report<'_>, plan: &Plan<'_>, marks: &StackMarks, style: &Style<'_>) -> Frame {
    Frame {
        title: style.title_or(|| report.title()),
        subtitle: subtitle(report),
        legend: legend(report, plan, marks),
        footer: frame::footer(report.as_of, &report.sources),
    }
}

fn body(report: &network::Report<'_>, plan: &Plan<'_>) -> Block {
    let lines = plan.lines.iter().map(|line| line_shape(report, line));
    let boxes = plan.boxes.iter().chain(&plan.alone).map(box_shape);
    let numbers = plan.lines.iter().filter_map(number_shape);
    let mut shapes: Vec<Shape> = lines.chain(numbers).chain(boxes).collect();
    if !plan.alone.is_empty() {
        let head = Text::new(alone_head(plan), plan.alone_head[0], plan.alone_head[1] + 12.0, 11.0);
        shapes.push(head.colour(Colour::FaintInk).into());
    }
    Block { width: plan.room[0], height: plan.room[1], shapes }
}

fn line_shape(report: &network::Report<'_>, line: &Line<'_>) -> Shape {
    let [from, to] = line.points.map(|[x, y]| (x, y));
    let stroke = Stroke::solid(line_colour(line), line.width);
    let shapes = vec![Shape::Line { from, to, stroke }];
    Group { title: pair_title(report, line.pair), shapes, ..Group::default() }.into()
}

fn line_colour(line: &Line<'_>) -> Colour {
    if line.is_strong { STRONG } else { WEAK }
}

fn number_shape(line: &Line<'_>) -> Option<Shape> {
    let [x, y] = line.number_at?;
    let [width, height] = line.number_room();
    let ground = Shape::Rect {
        x: x - width / 2.0,
        y: y - height / 2.0,
        width,
        height,
        radius: 3.0,
        fill: Fill::Solid(Colour::Ground),
        stroke: None,
    };
    let number = Text::new(line.number(), x, y + plan::SHARED * 0.36, plan::SHARED).anchor(Anchor::Middle);
    Some(Group { shapes: vec![ground, number.into()], ..Group::default() }.into())
}

fn box_shape(one: &CompanyBox<'_>) -> Shape {
    let [x, y] = one.corner();
    let [width, height] = one.room;
    let (fill, ink, faint) = one.colours();
    let ground = Shape::Rect {
        x: 0.0,
        y: 0.0,
        width,
        height,
        radius: 7.0,
        fill: Fill::Solid(fill),
        stroke: Some(Stroke::solid(one.mark.strong, 1.3)),
    };
    let mark = one.mark.block();
    let (mark_width, mark_height) = (mark.width, mark.height);
    let baseline = height / 2.0 + one.size * 0.36;
    #[expect(clippy::cast_precision_loss, reason = "a name has one line or two")]
    let first = baseline - (one.name.len() - 1) as f64 * one.size * plan::NAME_LINE / 2.0;
    let baselines = [first, first + one.size * plan::NAME_LINE];
    let name = one.name.iter().zip(baselines).map(|(line, y)| {
        let line = Text::new(line.as_str(), 2.0 * plan::PAD + mark_width, y, one.size);
        Shape::from(line.face(one.face).colour(ink))
    });
    let number = Text::new(one.company.tools.len().to_string(), width - plan::PAD, baseline, plan::NUMBER);
    let mut shapes = vec![ground, mark.at(plan::PAD, (height - mark_height) / 2.0)];
    shapes.extend(name);
    shapes.push(number.colour(faint).anchor(Anchor::End).into());
    Group {
        title: company_title(one.company),
        link: one.company.url.map(str::to_owned),
        offset: (x, y),
        shapes,
    }
    .into()
}

/// An entry of the legend that is no stack.
enum Key {
    /// The marked company.
    Ours(Colour),
    /// The number in a box.
    Breadth,
    /// A line, and how thick it is.
    Line(Colour, f64),
}

/// Returns what the signs mean that are no stacks'.
fn keys(report: &network::Report<'_>, plan: &Plan<'_>) -> Vec<(Key, String)> {
    let mut keys = Vec::new();
    if let Some(ours) = plan.boxes.iter().chain(&plan.alone).find(|one| one.company.ours) {
        keys.push((Key::Ours(ours.mark.strong), format!("filled: {}", ours.company.company.name)));
    }
    let breadth = "in a box: how many tools the company offers; a larger name has more";
    keys.push((Key::Breadth, breadth.to_owned()));
    if plan.lines.iter().any(|line| line.is_strong) {
        let meaning = format!("at least {} alike; the number: tools in common", percent(report.least));
        keys.push((Key::Line(STRONG, 5.0), meaning));
    }
    if plan.lines.iter().any(|line| !line.is_strong) {
        keys.push((Key::Line(WEAK, 2.0), "less alike".to_owned()));
    }
    keys
}

/// How many companies with the very same tools are named; more are counted.
const MOST_SAME: usize = 3;

/// Returns what companies with the very same tools are called together: their names, or how many
/// they are and what they offer.
pub(super) fn name_of<'r>(company: &network::Company<'r>) -> Cow<'r, str> {
    match (company.same.len(), company.tools.as_slice()) {
        (0, _) => company.company.full_name(),
        (more, _) if more < MOST_SAME => Cow::Owned(names_of(company).join(", ")),
        (more, [only]) => Cow::Owned(format!("{} companies with {}", more + 1, only.tool.name)),
        (more, tools) => Cow::Owned(format!("{} companies with the same {} tools", more + 1, tools.len())),
    }
}

/// Returns the names of companies with the very same tools, each with its owner.
fn names_of<'r>(company: &network::Company<'r>) -> Vec<Cow<'r, str>> {
    std::iter::once(&company.company).chain(&company.same).map(CompanyRef::full_name).collect()
}

fn legend(report: &network::Report<'_>, plan: &Plan<'_>, marks: &StackMarks) -> Vec<Sample> {
    let sign = |key: Key| match key {
        Key::Ours(colour) => {
            let (width, height, fill) = (22.0, 13.0, Fill::Solid(colour));
            let filled = Shape::Rect { x: 0.0, y: 0.0, width, height, radius: 4.0, fill, stroke: None };
            Block { width, height, shapes: vec![filled] }
        }
        Key::Breadth => {
            let number = Text::new("7", 0.0, 10.0, plan::NUMBER).colour(Colour::FaintInk);
            Block { width: number.width(), height: 13.0, shapes: vec![number.into()] }
        }
        Key::Line(colour, width) => line_sign(colour, width),
    };
    let others = keys(report, plan).into_iter().map(|(key, meaning)| Sample::new(sign(key), meaning));
    let main = report.companies.iter().chain(&report.alone).map(|company| company.main_stack);
    marks.legend(&report.stacks, main).into_iter().chain(others).collect()
}

fn line_sign(colour: Colour, width: f64) -> Block {
    let line = Shape::Line { from: (0.0, 6.5), to: (26.0, 6.5), stroke: Stroke::solid(colour, width) };
    Block { width: 26.0, height: 13.0, shapes: vec![line] }
}

fn alone_head(plan: &Plan<'_>) -> String {
    let more = if plan.more_alone > 0 { format!(" (+{} more)", plan.more_alone) } else { String::new() };
    format!("No known tool in common with the companies here{more}:")
}

/// What the picture says, in sentences.
fn subtitle(report: &network::Report<'_>) -> Vec<String> {
    let kept = report.pairs.iter().filter(|pair| pair.kept).count();
    let mut first = match report.companies.len() {
        0 => "No two companies here have a known tool in common.".to_owned(),
        _ if report.pairs.is_empty() => {
            "Companies here share tools only with those in their own box. ".to_owned()
        }
        _ => format!(
            "{} companies have tools in common; {}. ",
            report.companies.iter().map(network::Company::count).sum::<usize>(),
            if kept == report.pairs.len() {
                format!("all {} are drawn", plural(kept, "overlap", "overlaps"))
            } else {
                let strong = match report.thinned {
                    0 => format!(", all of at least {}", percent(report.least)),
                    left_out => format!(" (+{left_out} more of at least {})", percent(report.least)),
                };
                format!(
                    "{kept} of {} overlaps are drawn: the strongest of each company{strong}, and those that connect the rest",
                    report.pairs.len(),
                )
            }
        ),
    };
    if report.equals > 0 {
        let left_out = plural(report.equals as usize, "overlap is", "overlaps are");
        first.push_str(&format!("{left_out} left out because too many are equally strong. "));
    }
    if !report.pairs.is_empty() {
        first.push_str("A thicker line means more alike; rare tools count more.");
    }
    let mut paragraphs = vec![first];
    let second = scope(report);
    paragraphs.extend((!second.is_empty()).then_some(second));
    paragraphs
}

/// Which companies and tools the picture is about, and what it cannot know.
pub(super) fn scope(report: &network::Report<'_>) -> String {
    let mut sentences = Vec::new();
    if !report.asked.is_empty() {
        let names: Vec<&str> = report.asked.iter().map(|stack| stack.name).collect();
        sentences.push(format!("Only tools of {} count.", names.join(", ")));
    }
    let all = || report.companies.iter().chain(&report.alone);
    let shown: usize = all().map(network::Company::count).sum();
    let total = report.total as usize;
    if shown < total {
        let tied = match report.tied {
            0 => String::new(),
            tied => format!("; {tied} more tie for the next place and are left out"),
        };
        let rivals = if all().any(|company| company.rival) { "the closest rivals and " } else { "" };
        sentences
            .push(format!("Shown: {shown} of {total} companies, {rivals}those with the most tools{tied}."));
    }
    let same: Vec<usize> =
        all().filter(|company| !company.same.is_empty()).map(network::Company::count).collect();
    if !same.is_empty() {
        sentences.push(format!(
            "{} with the very same tools as others share {}.",
            plural(same.iter().sum(), "company", "companies"),
            plural(same.len(), "box", "boxes"),
        ));
    }
    let is_shown = report.companies.iter().chain(&report.alone).any(|company| company.ours);
    if let Some(us) = report.company.filter(|_| !is_shown) {
        let of = if report.asked.is_empty() { "a tool" } else { "one of these tools" };
        sentences.push(format!("{} is not known to offer {of}.", us.name));
    }
    if !report.companies.is_empty() {
        sentences.push("Unknown offers do not count.".to_owned());
    }
    sentences.join(" ")
}

/// A company whole: for the tooltip.
pub(super) fn company_title(company: &network::Company<'_>) -> String {
    let tool = |tool: &crate::query::network::Tool<'_>| {
        let basis = tool.basis.map_or("no evidence", crate::model::Basis::word);
        format!("{} ({}, {basis})", tool.tool.name, tool.support.word())
    };
    let mut tools: Vec<String> = company.tools.iter().take(MOST_NAMED).map(tool).collect();
    if company.tools.len() > tools.len() {
        tools.push(format!("+{} more", company.tools.len() - tools.len()));
    }
    format!(
        "{} offers {}: {}",
        super::map::list(&names_of(company), MOST_NAMED),
        plural(company.tools.len(), "tool", "tools"),
        tools.join(", ")
    )
}

/// A pair whole: for the tooltip.
pub(super) fn pair_title(report: &network::Report<'_>, pair: &network::Pair<'_>) -> String {
    let names = pair
        .companies
        .map(|company| report.companies.get(company as usize).map_or(Cow::Borrowed(""), name_of));
    let mut tools: Vec<&str> = pair.shared.iter().take(MOST_NAMED).map(|tool| tool.name).collect();
    let more = format!("+{} more", pair.shared.len() - tools.len());
    if pair.shared.len() > tools.len() {
        tools.push(&more);
    }
    format!(
        "{} and {}: {} in common: {}; {} alike, {} unweighted",
        names[0],
        names[1],
        plural(pair.shared.len(), "tool", "tools"),
        tools.join(", "),
        percent(pair.similarity.weighted_jaccard),
        percent(pair.similarity.jaccard),
    )
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
