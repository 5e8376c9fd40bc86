//! How wide text is, and what of it fits: the only place that says skrifa.
//!
//! Widths are those of the embedded font, which is as wide as Arial. What it has no letters for is
//! taken to be wider than most fonts have it, so that it fits too. SVG has each text drawn as wide
//! as it was measured, in whatever font.

use std::borrow::Cow;
use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_width::UnicodeWidthChar;

/// The family name of the embedded font.
#[cfg(feature = "png")]
pub(super) const FAMILY: &str = "Landscape Sans";

/// The longest text that is written into a picture, in characters: whole sentences, but not whole
/// books.
const LONGEST: usize = 2_000;

/// What stands for a text that is empty: an empty label would fall back to a node's id.
const NOTHING: &str = "–";

/// The weight and slope of text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Face {
    #[default]
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

impl Face {
    #[cfg(feature = "png")]
    pub(super) const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    pub(super) fn is_bold(self) -> bool {
        matches!(self, Self::Bold | Self::BoldItalic)
    }

    pub(super) fn is_italic(self) -> bool {
        matches!(self, Self::Italic | Self::BoldItalic)
    }

    /// Returns the file of the embedded font.
    pub(super) fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("fonts/LandscapeSans-Regular.ttf"),
            Self::Bold => include_bytes!("fonts/LandscapeSans-Bold.ttf"),
            Self::Italic => include_bytes!("fonts/LandscapeSans-Italic.ttf"),
            Self::BoldItalic => include_bytes!("fonts/LandscapeSans-BoldItalic.ttf"),
        }
    }

    fn metrics(self) -> &'static Metrics {
        static FACES: [OnceLock<Metrics>; 4] = [const { OnceLock::new() }; 4];
        FACES[self as usize].get_or_init(|| Metrics::of(self.data()))
    }
}

/// The letters of a font, as a file needs them that embeds it.
#[cfg(feature = "pdf")]
pub(super) struct Letters<'f> {
    font: FontRef<'f>,
}

/// What a font's letters take, in thousandths of their size.
#[cfg(feature = "pdf")]
pub(super) struct Extent {
    /// Left, bottom, right and top.
    pub(super) bounds: [f32; 4],
    pub(super) ascent: f32,
    pub(super) descent: f32,
    pub(super) cap_height: f32,
    pub(super) italic_angle: f32,
}

#[cfg(feature = "pdf")]
impl<'f> Letters<'f> {
    /// Reads a font of a file.
    pub(super) fn of(data: &'f [u8], index: u32) -> Option<Self> {
        FontRef::from_index(data, index).ok().map(|font| Self { font })
    }

    /// Returns the number of a letter, and how wide it is in parts of its size; none where the font
    /// lacks it.
    pub(super) fn glyph(&self, letter: char) -> Option<(u16, f32)> {
        let glyph = self.font.charmap().map(letter)?;
        let width = self.font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)?;
        Some((u16::try_from(glyph.to_u32()).ok()?, width))
    }

    /// Returns the letters' outlines where they are in the form of PostScript.
    pub(super) fn postscript(&self) -> Option<&'f [u8]> {
        self.font.table_data(skrifa::Tag::new(b"CFF ")).map(|table| table.as_bytes())
    }

    /// Returns what the letters take.
    pub(super) fn extent(&self) -> Extent {
        let metrics = self.font.metrics(Size::new(1000.0), LocationRef::default());
        let bounds = metrics.bounds.map(|of| [of.x_min, of.y_min, of.x_max, of.y_max]);
        Extent {
            bounds: bounds.unwrap_or([0.0, metrics.descent, 1000.0, metrics.ascent]),
            ascent: metrics.ascent,
            descent: metrics.descent,
            cap_height: metrics.cap_height.unwrap_or(metrics.ascent),
            italic_angle: metrics.italic_angle,
        }
    }
}

/// How many characters have their widths in a table: most text is Latin.
const TABLE: u32 = 0x250;

/// The widths of a face, in parts of its size.
struct Metrics {
    table: Box<[f32]>,
    font: Option<FontRef<'static>>,
}

impl Metrics {
    fn of(data: &'static [u8]) -> Self {
        let font = FontRef::new(data).ok();
        let mut metrics = Self { table: Box::default(), font };
        metrics.table =
            (0..TABLE).filter_map(char::from_u32).map(|character| metrics.look_up(character)).collect();
        metrics
    }

    fn width(&self, character: char) -> f32 {
        self.table.get(character as usize).copied().unwrap_or_else(|| self.look_up(character))
    }

    fn look_up(&self, character: char) -> f32 {
        self.known(character).unwrap_or_else(|| match character.width() {
            None | Some(0) => 0.0,
            Some(1) => 0.75,
            Some(_) => 1.3,
        })
    }

    /// Returns the width of a character that the font has.
    fn known(&self, character: char) -> Option<f32> {
        let font = self.font.as_ref()?;
        let glyph = font.charmap().map(character)?;
        font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)
    }
}

/// Returns how wide a text is in a face of a size.
pub(super) fn width(text: &str, face: Face, size: f64) -> f64 {
    let metrics = face.metrics();
    text.chars().map(|character| f64::from(metrics.width(character))).sum::<f64>() * size
}

/// Returns how wide a text is to be drawn in whatever font the reader has; none where more than
/// half of that is guessed.
///
/// A guess is wider than most fonts, so that such a text fits as it is: to stretch its letters
/// would only spoil them.
pub(super) fn drawn_width(text: &str, face: Face, size: f64) -> Option<f64> {
    let metrics = face.metrics();
    let guessed =
        text.chars().filter(|character| *character as u32 >= 0x80 && metrics.known(*character).is_none());
    let guessed: f64 = guessed.map(|character| f64::from(metrics.width(character))).sum();
    let width = width(text, face, size);
    (guessed * size * 2.0 <= width && width > 0.0).then_some(width)
}

/// Returns as much of the beginning of a text as fits into a width, with `…` where some of it does
/// not.
///
/// Control characters and line breaks are left out; a text of nothing else is `–`.
pub(super) fn fit(text: &str, face: Face, size: f64, room: f64) -> Cow<'_, str> {
    let text = one_line(text);
    if width(&text, face, size) <= room {
        return text;
    }
    let metrics = face.metrics();
    let mut left = room / size - f64::from(metrics.width('…'));
    let fits = text.chars().take_while(|character| {
        left -= f64::from(metrics.width(*character));
        left >= 0.0
    });
    let shown: String = fits.collect();
    Cow::Owned(format!("{}…", shown.trim_end()))
}

/// Returns as much of the beginning of a text as fits into a width with one `…` and `end` behind
/// it, after a whole word where there is one.
pub(super) fn cut(text: &str, end: &str, face: Face, size: f64, room: f64) -> String {
    let room = room - width(end, face, size) - width("…", face, size);
    let shown = one_line(text);
    let fits = |shown: &str| width(shown.trim_end_matches(ENDS), face, size) <= room;
    let mut shown = shown.as_ref();
    while !fits(shown) && !shown.is_empty() {
        let letter = shown.char_indices().next_back().map_or(0, |(at, _)| at);
        let word = shown.trim_end_matches(ENDS).rfind(' ').filter(|at| *at > 0);
        shown = &shown[..word.unwrap_or(letter)];
    }
    format!("{}…{end}", shown.trim_end_matches(ENDS))
}

/// What is left out before an ellipsis: what was cut already has one.
const ENDS: [char; 6] = ['…', ',', ';', ':', '.', ' '];

/// Breaks a text into lines that fit into a width, at spaces; what is wider by itself is cut.
pub(super) fn wrap(text: &str, face: Face, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in one_line(text).split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || width(&longer, face, size) <= room {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.push(line);
    lines.into_iter().map(|line| fit(&line, face, size, room).into_owned()).collect()
}

/// Lists names in at most so many lines of a width: whole names, and then how many more there are.
///
/// A name is cut only where it has no room even alone.
pub(super) fn list(names: &[&str], face: Face, size: f64, room: f64, most: usize) -> Vec<String> {
    let all = wrap(&names.join(", "), face, size, room);
    if all.len() <= most {
        return all;
    }
    let tail = |shown: usize| match names.len() - shown {
        0 => String::new(),
        more => format!(", +{more} more"),
    };
    let some = |shown: usize| wrap(&(names[..shown].join(", ") + &tail(shown)), face, size, room);
    let fitting = (1..names.len()).map(some).take_while(|lines| lines.len() <= most).last();
    fitting.unwrap_or_else(|| {
        let tail = tail(1);
        let first = fit(names[0], face, size, room - width(&tail, face, size));
        wrap(&format!("{first}{tail}"), face, size, room).into_iter().take(most).collect()
    })
}

/// Returns the characters of a text that can stand in a picture: no control characters but line
/// breaks, not too many, some at least.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    shown(text, |character| !is_control(character) || character == '\n')
}

/// Returns the characters of a text that can stand in one line of a picture.
fn one_line(text: &str) -> Cow<'_, str> {
    let text = if text.contains('\n') { Cow::Owned(text.replace('\n', " ")) } else { Cow::Borrowed(text) };
    match text {
        Cow::Borrowed(text) => shown(text, |character| !is_control(character)),
        Cow::Owned(text) => Cow::Owned(shown(&text, |character| !is_control(character)).into_owned()),
    }
}

/// Whether a character has no picture of its own, changes the order of what follows, or cannot
/// stand in XML.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

fn shown(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let plain = text.chars().all(&keep) && text.chars().nth(LONGEST).is_none();
    let text = if plain {
        Cow::Borrowed(text)
    } else {
        let mut kept: String = text.chars().filter(|character| keep(*character)).take(LONGEST + 1).collect();
        if let Some((end, _)) = kept.char_indices().nth(LONGEST) {
            kept.truncate(end);
            kept.push('…');
        }
        Cow::Owned(kept)
    };
    if text.trim().is_empty() { Cow::Borrowed(NOTHING) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_arial() {
        // From Arial's own table: A is 1366, i 455 and the space 569 of 2048 units wide.
        for (text, units) in [("A", 1366.0), ("i", 455.0), (" ", 569.0), ("Ai", 1821.0)] {
            assert!((width(text, Face::Regular, 2048.0) - units).abs() < 0.5, "{text}");
        }
        assert!(width("Warehouse", Face::Bold, 10.0) > width("Warehouse", Face::Regular, 10.0));
        assert!(width("倉庫", Face::Regular, 10.0) > 20.0);
    }

    #[test]
    fn what_fits_is_no_wider_than_its_room() {
        for text in
            ["Data warehouse", "שלום עולם", "倉庫 倉庫 倉庫", "", "\u{0}\u{1b}[31m", &"wide ".repeat(100)]
        {
            for room in [20.0, 60.0, 500.0] {
                let shown = fit(text, Face::Bold, 12.0, room);
                assert!(!shown.is_empty());
                assert!(width(&shown, Face::Bold, 12.0) <= room, "{shown} in {room}");
                let lines = wrap(text, Face::Regular, 12.0, room);
                assert!(lines.iter().all(|line| width(line, Face::Regular, 12.0) <= room), "{lines:?}");
            }
        }
        assert_eq!(fit("Warehouse", Face::Regular, 10.0, 100.0), "Warehouse");
        assert_eq!(wrap("one two three", Face::Regular, 10.0, 45.0), ["one two", "three"]);
    }

    #[test]
    fn a_list_ends_in_a_whole_name_and_says_how_many_more_there_are() {
        let names = ["Warehouse", "Reverse ETL", "Session recordings", "Logs"];
        let list = |names: &[&str], room, most| list(names, Face::Regular, 10.0, room, most);
        assert_eq!(list(&names, 1_000.0, 1), ["Warehouse, Reverse ETL, Session recordings, Logs"]);
        assert_eq!(list(&names, 170.0, 1), ["Warehouse, Reverse ETL, +2 more"]);
        assert_eq!(list(&names, 110.0, 2), ["Warehouse, Reverse", "ETL, +2 more"]);
        assert_eq!(list(&names[2..], 90.0, 1), ["Session…, +1 more"]);
        assert_eq!(list(&names[2..3], 60.0, 1), ["Session re…"]);
        for room in [0.0, 5.0, 40.0, 90.0, 200.0] {
            for most in 1..4 {
                let lines = list(&names, room, most);
                assert!((1..=most).contains(&lines.len()), "{lines:?} in {room}");
            }
        }
    }

    #[test]
    fn what_is_cut_ends_in_one_ellipsis() {
        for text in ["Energy and…", "Energy and,", "Energy and …", "Energyandsustainability…", "", "日本 語"]
        {
            for room in [0.0, 20.0, 45.0, 70.0, 200.0] {
                let shown = cut(text, " (?)", Face::Regular, 11.0, room + 40.0);
                assert_eq!(shown.matches('…').count(), 1, "{shown}");
                assert!(
                    shown.ends_with("… (?)") && width(&shown, Face::Regular, 11.0) <= room + 40.0,
                    "{shown}"
                );
            }
        }
        assert_eq!(cut("Energy and", "", Face::Regular, 10.0, 100.0), "Energy and…");
        assert_eq!(cut("Energy and", "", Face::Regular, 10.0, 52.0), "Energy…");
    }

    #[test]
    fn the_letters_of_an_unknown_script_are_not_stretched() {
        let drawn = |text| drawn_width(text, Face::Regular, 10.0);
        assert_eq!(drawn("Warehouse"), Some(width("Warehouse", Face::Regular, 10.0)));
        assert!(drawn("a long name of a warehouse 🦔").is_some());
        assert_eq!((drawn("倉庫"), drawn("")), (None, None));
    }

    #[test]
    fn text_is_never_empty_and_never_long() {
        assert_eq!(printable(" \u{7}"), "–");
        assert_eq!(printable(&"é".repeat(30_000)).chars().count(), LONGEST + 1);
    }
}
