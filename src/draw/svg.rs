//! Scenes as SVG 1.1, with what screen readers need.
//!
//! Colours stand in attributes, which every program reads; where the theme is the reader's, a style
//! sheet overrides them in the dark.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter, Write};

use super::palette::{Colour, Theme};
use super::scene::{Anchor, Fill, Group, LineStyle, Scene, Shape, Stroke, Text, web_link};
use super::text::{drawn_width, printable};

/// The fonts that are as wide as the one that text is measured with.
const FAMILIES: &str = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif";

impl Scene {
    /// Returns the picture as SVG: the same bytes each time, text as text, each as wide as its room
    /// whatever font the reader has.
    ///
    /// # Complexity
    ///
    /// O(n) time for n shapes and characters.
    #[must_use]
    pub fn svg(&self, theme: Theme) -> String {
        self.svg_with(theme, FAMILIES, Lengths::Written)
    }

    /// Returns the picture as SVG with the first of the fonts that there is.
    pub(super) fn svg_with(&self, theme: Theme, families: &str, lengths: Lengths) -> String {
        let mut body = Body { out: String::new(), theme, lengths, used: Used::default() };
        // Writing to a string does not fail.
        let _ = body.shape(&self.ground()).and_then(|()| body.shapes(&self.shapes));
        let mut head = Body { out: String::new(), theme, lengths, used: std::mem::take(&mut body.used) };
        let _ = head.head(self, families);
        format!("{}{}</svg>\n", head.out, body.out)
    }
}

/// Whether each text says how wide it is to be drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Lengths {
    /// For readers with any font: letters are drawn narrower or wider, so that all text keeps its
    /// room.
    Written,
    /// For the font that text was measured with.
    #[cfg(feature = "png")]
    LeftOut,
}

/// What the body needs to have defined before it.
#[derive(Default)]
struct Used {
    fills: BTreeSet<Colour>,
    strokes: BTreeSet<Colour>,
    hatches: BTreeSet<(Colour, Colour)>,
}

struct Body {
    out: String,
    theme: Theme,
    lengths: Lengths,
    used: Used,
}

impl Body {
    fn head(&mut self, scene: &Scene, families: &str) -> fmt::Result {
        let (width, height) = (Number(scene.width), Number(scene.height));
        write!(self.out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" ")?;
        write!(self.out, "viewBox=\"0 0 {width} {height}\" role=\"graphics-document document\" ")?;
        writeln!(self.out, "aria-labelledby=\"title description\" font-family=\"{families}\">")?;
        writeln!(self.out, "<title id=\"title\">{}</title>", Escaped(&scene.title))?;
        writeln!(self.out, "<desc id=\"description\">{}</desc>", Escaped(&scene.description))?;
        let hatches = std::mem::take(&mut self.used.hatches);
        if !hatches.is_empty() {
            self.out.push_str("<defs>\n");
            for (lines, back) in hatches {
                self.hatch(lines, back)?;
            }
            self.out.push_str("</defs>\n");
        }
        if self.theme == Theme::Auto {
            self.style_sheet()?;
        }
        Ok(())
    }

    fn hatch(&mut self, lines: Colour, back: Colour) -> fmt::Result {
        write!(self.out, "<pattern id=\"{}\" width=\"6\" height=\"6\" ", Hatch(lines, back))?;
        self.out.push_str(
            "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\"",
        );
        self.paint(Fill::Solid(back), None)?;
        self.out.push_str("/><path d=\"M1 0V6\"");
        self.paint(Fill::None, Some(Stroke::solid(lines, 1.5)))?;
        self.out.push_str("/></pattern>\n");
        Ok(())
    }

    fn style_sheet(&mut self) -> fmt::Result {
        self.out.push_str("<style>@media (prefers-color-scheme: dark) {\n");
        for (what, letter, colours) in [("fill", 'f', &self.used.fills), ("stroke", 's', &self.used.strokes)]
        {
            for colour in colours {
                let (name, hex) = (colour.name(), colour.hex(Theme::Dark));
                writeln!(self.out, ".{letter}-{name} {{ {what}: {hex} }}")?;
            }
        }
        self.out.push_str("}</style>\n");
        Ok(())
    }

    fn shapes(&mut self, shapes: &[Shape]) -> fmt::Result {
        shapes.iter().try_for_each(|shape| self.shape(shape))
    }

    fn shape(&mut self, shape: &Shape) -> fmt::Result {
        match shape {
            Shape::Rect { x, y, width, height, radius, fill, stroke } => {
                write!(self.out, "<rect x=\"{}\" y=\"{}\" ", Number(*x), Number(*y))?;
                write!(self.out, "width=\"{}\" height=\"{}\"", Number(*width), Number(*height))?;
                if *radius > 0.0 {
                    write!(self.out, " rx=\"{}\"", Number(*radius))?;
                }
                self.paint(*fill, *stroke)?;
            }
            Shape::Circle { x, y, radius, fill, stroke } => {
                write!(
                    self.out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"",
                    Number(*x),
                    Number(*y),
                    Number(*radius)
                )?;
                self.paint(*fill, *stroke)?;
            }
            Shape::Line { from, to, stroke } => {
                write!(self.out, "<path d=\"M{}L{}\"", Place(*from), Place(*to))?;
                self.paint(Fill::None, Some(*stroke))?;
            }
            Shape::Curve { points: [begin, first, second, end], stroke } => {
                let (first, second) = (Place(*first), Place(*second));
                write!(self.out, "<path d=\"M{}C{first} {second} {}\"", Place(*begin), Place(*end))?;
                self.paint(Fill::None, Some(*stroke))?;
            }
            Shape::Text(text) => return self.text(text),
            Shape::Group(group) => return self.group(group),
        }
        self.out.push_str("/>\n");
        Ok(())
    }

    fn text(&mut self, text: &Text) -> fmt::Result {
        write!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"",
            Number(text.x),
            Number(text.y),
            Number(text.size)
        )?;
        if text.face.is_bold() {
            self.out.push_str(" font-weight=\"bold\"");
        }
        if text.face.is_italic() {
            self.out.push_str(" font-style=\"italic\"");
        }
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.out.push_str(" text-anchor=\"end\""),
        }
        if text.turned != 0.0 {
            let (turned, x, y) = (Number(text.turned), Number(text.x), Number(text.y));
            write!(self.out, " transform=\"rotate({turned} {x} {y})\"")?;
        }
        let length = drawn_width(&text.shown, text.face, text.size);
        if let Some(length) = length.filter(|_| self.lengths == Lengths::Written) {
            write!(self.out, " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", Number(length))?;
        }
        self.paint(Fill::Solid(text.colour), None)?;
        writeln!(self.out, ">{}</text>", Escaped(&text.shown))
    }

    fn group(&mut self, group: &Group) -> fmt::Result {
        let link = web_link(group.link.as_deref());
        if let Some(link) = link {
            write!(self.out, "<a href=\"{}\" target=\"_blank\" rel=\"noopener\">", Escaped(link))?;
        }
        self.out.push_str("<g");
        if group.offset != (0.0, 0.0) {
            write!(self.out, " transform=\"translate({})\"", Place(group.offset))?;
        }
        if group.title.is_empty() {
            self.out.push_str(">\n");
        } else {
            writeln!(self.out, " role=\"group\"><title>{}</title>", Escaped(&group.title))?;
        }
        self.shapes(&group.shapes)?;
        self.out.push_str(if link.is_some() { "</g></a>\n" } else { "</g>\n" });
        Ok(())
    }

    fn paint(&mut self, fill: Fill, stroke: Option<Stroke>) -> fmt::Result {
        // A style sheet can name neither of two colours that stand in one attribute: hence the
        // letter.
        let mut classes = String::new();
        match fill {
            Fill::None => self.out.push_str(" fill=\"none\""),
            Fill::Solid(colour) => {
                write!(self.out, " fill=\"{}\"", colour.hex(self.theme))?;
                write!(classes, "f-{}", colour.name())?;
                self.used.fills.insert(colour);
            }
            Fill::Hatched(lines, back) => {
                write!(self.out, " fill=\"url(#{})\"", Hatch(lines, back))?;
                self.used.hatches.insert((lines, back));
                self.used.fills.insert(back);
                self.used.strokes.insert(lines);
            }
        }
        if let Some(Stroke { colour, width, style }) = stroke {
            write!(self.out, " stroke=\"{}\"", colour.hex(self.theme))?;
            if (width - 1.0).abs() > f64::EPSILON {
                write!(self.out, " stroke-width=\"{}\"", Number(width))?;
            }
            match style {
                LineStyle::Solid => {}
                LineStyle::Dashed => self.out.push_str(" stroke-dasharray=\"5 3\""),
                LineStyle::Dotted => self.out.push_str(" stroke-dasharray=\"1 3\" stroke-linecap=\"round\""),
            }
            let gap = if classes.is_empty() { "" } else { " " };
            write!(classes, "{gap}s-{}", colour.name())?;
            self.used.strokes.insert(colour);
        }
        if self.theme == Theme::Auto && !classes.is_empty() {
            write!(self.out, " class=\"{classes}\"")?;
        }
        Ok(())
    }
}

/// The id of a pattern.
struct Hatch(Colour, Colour);

impl Display for Hatch {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "hatch-{}-{}", self.0.name(), self.1.name())
    }
}

/// A number with two decimals at most.
struct Number(f64);

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 * 100.0).round() / 100.0;
        // Zero has one sign only.
        write!(f, "{}", if rounded == 0.0 { 0.0 } else { rounded })
    }
}

/// Two numbers.
struct Place((f64, f64));

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Number(self.0.0), Number(self.0.1))
    }
}

/// Text with its signs as entities, without what XML cannot hold.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in printable(self.0).chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}
