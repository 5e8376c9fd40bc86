//! Scenes as PDF: the only place that says `pdf_writer` and subsetter.
//!
//! Text stays text, with the letters that are used embedded; names lead to pages as in SVG.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pdf_writer::types::{
    ActionType, AnnotationType, CidFontType, FontFlags, LineCapStyle, SystemInfo, UnicodeCmap,
};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use subsetter::GlyphRemapper;

use super::palette::{Colour, Theme};
use super::png::SystemFonts;
use super::scene::{Anchor, Fill, LineStyle, Scene, Shape, Stroke, Text, web_link};
use super::text::{Face, Letters, printable};

/// A picture as PDF.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PdfFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font at hand has, in order: they are left blank.
    pub missing: Vec<char>,
}

/// The letters could not be embedded.
#[derive(Debug, thiserror::Error)]
#[error("the letters of a font cannot be embedded: {0}")]
pub struct PdfError(String);

/// How much of a circle's radius the handles of a quarter of it are long.
const QUARTER: f32 = 0.552_285;

/// How tightly streams are packed, of 10.
const PACKED: u8 = 6;

impl Scene {
    /// Returns the picture as a PDF of one page, `scale` points of paper for each point: the same
    /// bytes each time, as long as its letters are those of the embedded font.
    ///
    /// What that font lacks (it has Latin, Greek and Cyrillic) is set in the system's, letter after
    /// letter from left to right.
    ///
    /// # Errors
    ///
    /// Where a font of the system cannot be embedded.
    ///
    /// # Complexity
    ///
    /// O(n) time for n shapes and characters.
    pub fn pdf(&self, theme: Theme, scale: f64) -> Result<PdfFile, PdfError> {
        let scale = single(scale);
        let (width, height) = (single(self.width) * scale, single(self.height) * scale);
        let mut page = Page {
            theme,
            content: Content::new(),
            fonts: Face::ALL.iter().map(|face| Font::new(Arc::from(face.data()), 0)).collect(),
            of_system: BTreeMap::new(),
            system: SystemFonts::default(),
            links: Vec::new(),
            missing: BTreeSet::new(),
        };
        // From the upper left corner downwards, as the shapes are.
        page.content.transform([scale, 0.0, 0.0, -scale, 0.0, height]);
        page.shape(&self.ground(), (0.0, 0.0));
        page.shapes(&self.shapes, (0.0, 0.0));
        let missing = page.missing.iter().copied().collect();
        Ok(PdfFile { bytes: page.write(&self.title, [width, height], scale)?, missing })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a page needs no more precision")]
fn single(number: f64) -> f32 {
    number as f32
}

/// A font, and what is used of it.
struct Font {
    data: Arc<[u8]>,
    index: u32,
    glyphs: GlyphRemapper,
    /// By the number that a letter has in the file: the letter, and how wide it is in thousandths
    /// of its size.
    used: BTreeMap<u16, (char, f32)>,
}

impl Font {
    fn new(data: Arc<[u8]>, index: u32) -> Self {
        Self { data, index, glyphs: GlyphRemapper::new(), used: BTreeMap::new() }
    }

    /// Returns the number that a letter has in the file, and how wide it is in parts of its size;
    /// none where the font lacks it.
    fn take(&mut self, letter: char) -> Option<(u16, f32)> {
        let (glyph, width) = Letters::of(&self.data, self.index)?.glyph(letter)?;
        let number = self.glyphs.remap(glyph);
        self.used.insert(number, (letter, width * 1000.0));
        Some((number, width))
    }
}

struct Page {
    theme: Theme,
    content: Content,
    /// Those of the four faces, then those of the system.
    fonts: Vec<Font>,
    /// Which font of the system has a letter that the embedded one lacks.
    of_system: BTreeMap<char, Option<usize>>,
    system: SystemFonts,
    /// Places that lead somewhere: left, top, right and bottom.
    links: Vec<([f64; 4], String)>,
    missing: BTreeSet<char>,
}

impl Page {
    fn shapes(&mut self, shapes: &[Shape], offset: (f64, f64)) {
        shapes.iter().for_each(|shape| self.shape(shape, offset));
    }

    fn shape(&mut self, shape: &Shape, (dx, dy): (f64, f64)) {
        let at = |(x, y): (f64, f64)| (single(x + dx), single(y + dy));
        match shape {
            Shape::Rect { x, y, width, height, radius, fill, stroke } => {
                let (left, top) = at((*x, *y));
                let size = [single(*width), single(*height)];
                self.rounded([left, top], size, single(*radius));
                self.paint(*fill, *stroke, Some(([left, top], size, single(*radius))));
            }
            Shape::Circle { x, y, radius, fill, stroke } => {
                let (x, y) = at((*x, *y));
                let radius = single(*radius);
                self.rounded([x - radius, y - radius], [2.0 * radius; 2], radius);
                self.paint(*fill, *stroke, None);
            }
            Shape::Line { from, to, stroke } => {
                let ((x, y), (end, below)) = (at(*from), at(*to));
                self.content.move_to(x, y).line_to(end, below);
                self.paint(Fill::None, Some(*stroke), None);
            }
            Shape::Curve { points, stroke } => {
                let [begin, first, second, end] = points.map(at);
                self.content.move_to(begin.0, begin.1);
                self.content.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
                self.paint(Fill::None, Some(*stroke), None);
            }
            Shape::Text(text) => self.text(text, (dx, dy)),
            Shape::Group(group) => {
                let offset = (dx + group.offset.0, dy + group.offset.1);
                self.shapes(&group.shapes, offset);
                if let Some((link, room)) = web_link(group.link.as_deref()).zip(room_of(&group.shapes)) {
                    let [left, top, right, bottom] = room;
                    let room = [left + offset.0, top + offset.1, right + offset.0, bottom + offset.1];
                    self.links.push((room, link.to_owned()));
                }
            }
        }
    }

    /// Adds a rectangle with round corners to the path.
    fn rounded(&mut self, [x, y]: [f32; 2], [width, height]: [f32; 2], radius: f32) {
        let round = radius.min(width / 2.0).min(height / 2.0);
        if round <= 0.0 {
            self.content.rect(x, y, width, height);
            return;
        }
        let (right, bottom, handle) = (x + width, y + height, round * (1.0 - QUARTER));
        self.content
            .move_to(x + round, y)
            .line_to(right - round, y)
            .cubic_to(right - handle, y, right, y + handle, right, y + round)
            .line_to(right, bottom - round)
            .cubic_to(right, bottom - handle, right - handle, bottom, right - round, bottom)
            .line_to(x + round, bottom)
            .cubic_to(x + handle, bottom, x, bottom - handle, x, bottom - round)
            .line_to(x, y + round)
            .cubic_to(x, y + handle, x + handle, y, x + round, y)
            .close_path();
    }

    fn rgb(&self, colour: Colour) -> [f32; 3] {
        let hex = colour.hex(self.theme).trim_start_matches('#');
        [0, 2, 4].map(|at| {
            let part = hex.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok());
            f32::from(part.unwrap_or_default()) / 255.0
        })
    }

    fn stroke_in(&mut self, colour: Colour) -> &mut Content {
        let [red, green, blue] = self.rgb(colour);
        self.content.set_stroke_rgb(red, green, blue)
    }

    fn fill_in(&mut self, colour: Colour) -> &mut Content {
        let [red, green, blue] = self.rgb(colour);
        self.content.set_fill_rgb(red, green, blue)
    }

    /// Fills and strokes the path; `room` is the rectangle that it is, for what is hatched.
    fn paint(&mut self, fill: Fill, stroke: Option<Stroke>, room: Option<([f32; 2], [f32; 2], f32)>) {
        if let Some(stroke) = stroke {
            self.stroke_in(stroke.colour).set_line_width(single(stroke.width));
            let (dashes, cap): (&[f32], LineCapStyle) = match stroke.style {
                LineStyle::Solid => (&[], LineCapStyle::ButtCap),
                LineStyle::Dashed => (&[5.0, 3.0], LineCapStyle::ButtCap),
                LineStyle::Dotted => (&[1.0, 3.0], LineCapStyle::RoundCap),
            };
            self.content.set_dash_pattern(dashes.iter().copied(), 0.0).set_line_cap(cap);
        }
        let ground = match fill {
            Fill::None => None,
            Fill::Solid(colour) => Some(colour),
            Fill::Hatched(_, back) => Some(back),
        };
        if let Some(ground) = ground {
            self.fill_in(ground);
        }
        match (ground, stroke, fill, room) {
            (Some(_), _, Fill::Hatched(lines, _), Some((at, size, radius))) => {
                self.content.fill_nonzero();
                self.hatch(lines, at, size, radius);
                if stroke.is_some() {
                    self.rounded(at, size, radius);
                    self.content.stroke();
                }
            }
            (Some(_), Some(_), ..) => {
                self.content.fill_nonzero_and_stroke();
            }
            (Some(_), None, ..) => {
                self.content.fill_nonzero();
            }
            (None, Some(_), ..) => {
                self.content.stroke();
            }
            (None, None, ..) => {
                self.content.end_path();
            }
        }
    }

    /// Draws lines from the lower left to the upper right over a rectangle.
    fn hatch(&mut self, lines: Colour, [x, y]: [f32; 2], [width, height]: [f32; 2], radius: f32) {
        const APART: f32 = 8.5;
        self.content.save_state();
        self.rounded([x, y], [width, height], radius);
        self.content.clip_nonzero().end_path();
        self.stroke_in(lines).set_line_width(1.5).set_dash_pattern([], 0.0);
        let mut begin = APART / 2.0;
        while begin < width + height {
            self.content.move_to(x + begin, y).line_to(x + begin - height, y + height);
            begin += APART;
        }
        self.content.stroke().restore_state();
    }

    fn text(&mut self, text: &Text, (dx, dy): (f64, f64)) {
        let shown = printable(&text.shown).replace('\n', " ");
        let face = Face::ALL.iter().position(|face| *face == text.face).unwrap_or_default();
        // Runs of letters of one font, each with its letters' numbers and how wide it is.
        let mut runs: Vec<(usize, Vec<u8>, f32)> = Vec::new();
        for letter in shown.chars() {
            let Some((font, number, width)) = self.letter(face, letter) else { continue };
            match runs.last_mut().filter(|(last, ..)| *last == font) {
                Some((_, numbers, wide)) => {
                    numbers.extend(number.to_be_bytes());
                    *wide += width;
                }
                None => runs.push((font, number.to_be_bytes().to_vec(), width)),
            }
        }
        let size = single(text.size);
        let drawn: f32 = runs.iter().map(|(.., width)| width * size).sum();
        let measured = single(text.width());
        // A letter of another font may be wider than it was taken to be: then all are set closer.
        let closer = if drawn > measured && drawn > 0.0 { measured / drawn } else { 1.0 };
        let before = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => drawn * closer / 2.0,
            Anchor::End => drawn * closer,
        };
        let (rise, run) = single(text.turned).to_radians().sin_cos();
        let (x, y) = (single(text.x + dx), single(text.y + dy));
        self.fill_in(text.colour).begin_text().set_horizontal_scaling(closer * 100.0);
        let mut along = -before;
        for (font, numbers, width) in runs {
            let (x, y) = (x + run * along, y + rise * along);
            self.content
                .set_font(Name(name_of(font).as_bytes()), size)
                .set_text_matrix([run, rise, rise, -run, x, y])
                .show(Str(&numbers));
            along += width * size * closer;
        }
        self.content.end_text();
    }

    /// Returns the font that has a letter, the letter's number in it, and how wide it is; none
    /// where no font has it.
    fn letter(&mut self, face: usize, letter: char) -> Option<(usize, u16, f32)> {
        if let Some((number, width)) = self.fonts[face].take(letter) {
            return Some((face, number, width));
        }
        let font = if let Some(known) = self.of_system.get(&letter) {
            *known
        } else {
            let found =
                self.system.with(letter, |data| Letters::of(data.0, data.1)?.glyph(letter).map(|_| ()));
            let font = found.map(|(data, index)| {
                let is_it = |font: &Font| Arc::ptr_eq(&font.data, &data) && font.index == index;
                self.fonts.iter().position(is_it).unwrap_or_else(|| {
                    self.fonts.push(Font::new(data, index));
                    self.fonts.len() - 1
                })
            });
            self.of_system.insert(letter, font);
            font
        };
        let Some(font) = font else {
            self.missing.insert(letter);
            return None;
        };
        let (number, width) = self.fonts[font].take(letter)?;
        Some((font, number, width))
    }

    /// Writes the file: the page, what it leads to, and the fonts that are used.
    fn write(self, title: &str, [width, height]: [f32; 2], scale: f32) -> Result<Vec<u8>, PdfError> {
        let mut next = 1..;
        let mut id = || Ref::new(next.next().unwrap_or(i32::MAX));
        let [catalog, pages, page, content, info] = [(); 5].map(|()| id());
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(pages).lang(TextStr("en"));
        pdf.pages(pages).kids([page]).count(1);
        pdf.document_info(info).title(TextStr(title)).creator(TextStr("landscape"));
        let links: Vec<(Ref, &([f64; 4], String))> = self.links.iter().map(|link| (id(), link)).collect();
        let fonts: Vec<(usize, &Font, Ref)> = (self.fonts.iter().enumerate())
            .filter(|(_, font)| !font.used.is_empty())
            .map(|(at, font)| (at, font, id()))
            .collect();
        let mut written = pdf.page(page);
        written.parent(pages).media_box(Rect::new(0.0, 0.0, width, height)).contents(content);
        written.annotations(links.iter().map(|(link, _)| *link));
        let mut resources = written.resources();
        let mut names = resources.fonts();
        for (at, _, font) in &fonts {
            names.pair(Name(name_of(*at).as_bytes()), *font);
        }
        names.finish();
        resources.finish();
        written.finish();
        for (link, (room, address)) in links {
            let [left, top, right, bottom] = room.map(|place| single(place) * scale);
            let mut annotation = pdf.annotation(link);
            annotation.subtype(AnnotationType::Link).border(0.0, 0.0, 0.0, None);
            annotation.rect(Rect::new(left, height - bottom, right, height - top));
            annotation.action().action_type(ActionType::Uri).uri(Str(address.as_bytes()));
        }
        for (at, font, reference) in fonts {
            let parts = [(); 4].map(|()| id());
            write_font(&mut pdf, at, font, reference, parts)?;
        }
        let drawn = miniz_oxide::deflate::compress_to_vec_zlib(&self.content.finish(), PACKED);
        pdf.stream(content, &drawn).filter(Filter::FlateDecode);
        Ok(pdf.finish())
    }
}

fn name_of(font: usize) -> String {
    format!("F{font}")
}

/// Returns what the first box among shapes takes, else the first text.
fn room_of(shapes: &[Shape]) -> Option<[f64; 4]> {
    let of_box = shapes.iter().find_map(|shape| match shape {
        Shape::Rect { x, y, width, height, .. } => Some([*x, *y, x + width, y + height]),
        _ => None,
    });
    of_box.or_else(|| {
        shapes.iter().find_map(|shape| match shape {
            Shape::Text(text) => Some([text.x, text.y - text.size, text.x + text.width(), text.y]),
            _ => None,
        })
    })
}

fn write_font(
    pdf: &mut Pdf,
    at: usize,
    font: &Font,
    reference: Ref,
    [descendant, descriptor, file, unicode]: [Ref; 4],
) -> Result<(), PdfError> {
    const SYSTEM: SystemInfo<'_> =
        SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    let subset = subsetter::subset(&font.data, font.index, &font.glyphs)
        .map_err(|error| PdfError(error.to_string()))?;
    let letters = Letters::of(&font.data, font.index).ok_or_else(|| PdfError("it is no font".to_owned()))?;
    let outlines = Letters::of(&subset, 0).and_then(|letters| letters.postscript().map(<[u8]>::to_vec));
    let name = format!("LANDSC+Font{at}");
    let name = Name(name.as_bytes());
    pdf.type0_font(reference)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(unicode);
    let mut cid = pdf.cid_font(descendant);
    cid.subtype(if outlines.is_some() { CidFontType::Type0 } else { CidFontType::Type2 });
    cid.base_font(name).system_info(SYSTEM).font_descriptor(descriptor).default_width(0.0);
    if outlines.is_none() {
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    let mut widths = cid.widths();
    for (number, (_, width)) in &font.used {
        widths.consecutive(*number, [*width]);
    }
    widths.finish();
    cid.finish();
    let extent = letters.extent();
    let [left, bottom, right, top] = extent.bounds;
    let mut described = pdf.font_descriptor(descriptor);
    described
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(extent.italic_angle)
        .ascent(extent.ascent)
        .descent(extent.descent)
        .cap_height(extent.cap_height)
        .stem_v(80.0);
    if outlines.is_some() {
        described.font_file3(file)
    } else {
        described.font_file2(file)
    };
    described.finish();
    let data = outlines.as_deref().unwrap_or(&subset);
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(data, PACKED);
    let mut stream = pdf.stream(file, &packed);
    stream.filter(Filter::FlateDecode);
    if outlines.is_some() {
        stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    }
    stream.finish();
    let mut map = UnicodeCmap::new(Name(b"Letters"), SYSTEM);
    for (number, (letter, _)) in &font.used {
        map.pair(*number, *letter);
    }
    let map = map.finish();
    pdf.cmap(unicode, &map);
    Ok(())
}
