//! Scenes as PNG: the only place that says resvg.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, FontResolver, fontdb};

use super::palette::Theme;
use super::scene::Scene;
use super::svg::Lengths;
use super::text::{FAMILY, Face};

/// The most pixels that a picture may have: 400 megabytes while it is drawn.
const MOST_PIXELS: f64 = 1e8;

/// A picture as PNG.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font at hand has, in order, at least one of each text that has any: they
    /// are left blank or boxes.
    pub missing: Vec<char>,
}

/// Why a picture could not be drawn as PNG.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PngError {
    /// It is too large.
    #[error("a picture of {width} × {height} pixels is too large for PNG")]
    TooLarge {
        /// How many pixels wide.
        width: u64,
        /// How many pixels high.
        height: u64,
    },
    /// The program that draws it does not take it.
    #[error("the picture cannot be drawn: {0}")]
    Refused(String),
}

impl Scene {
    /// Draws the picture as PNG, `scale` pixels for each point: the same bytes each time, as long
    /// as its letters are those of the embedded font.
    ///
    /// What that font lacks (it has Latin, Greek and Cyrillic) is drawn with the system's.
    ///
    /// # Errors
    ///
    /// Where the picture has too many pixels or cannot be drawn.
    ///
    /// # Complexity
    ///
    /// O(n + p) time for n shapes and p pixels; 4 bytes a pixel.
    pub fn png(&self, theme: Theme, scale: f64) -> Result<Png, PngError> {
        let (width, height) = ((self.width * scale).ceil(), (self.height * scale).ceil());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sizes are positive and bounded"
        )]
        let too_large = || PngError::TooLarge { width: width as u64, height: height as u64 };
        if !(width >= 1.0 && height >= 1.0 && width * height <= MOST_PIXELS) {
            return Err(too_large());
        }
        let refused = |error: &dyn std::fmt::Display| PngError::Refused(error.to_string());
        let missing: Mutex<BTreeSet<char>> = Mutex::default();
        let svg = self.svg_with(theme, FAMILY, Lengths::LeftOut);
        let tree = usvg::Tree::from_str(&svg, &options(&missing)).map_err(|error| refused(&error))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
        let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or_else(too_large)?;
        #[expect(clippy::cast_possible_truncation, reason = "a scale needs no more precision")]
        resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixmap.as_mut());
        let bytes = pixmap.encode_png().map_err(|error| refused(&error))?;
        let missing = missing.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Png { bytes, missing: missing.into_iter().collect() })
    }
}

/// How text becomes letters: those of the embedded font, and the system's for what it lacks.
fn options(missing: &Mutex<BTreeSet<char>>) -> usvg::Options<'_> {
    let mut fonts = fontdb::Database::new();
    for face in Face::ALL {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(face.data())));
    }
    let embedded = fonts.len();
    let in_database = FontResolver::default_fallback_selector();
    let fallback = move |character, used: &[fontdb::ID], fonts: &mut Arc<fontdb::Database>| {
        // To look for the system's fonts takes longer than to draw the picture: only where one is
        // needed.
        if fonts.len() == embedded {
            Arc::make_mut(fonts).load_system_fonts();
        }
        let found = in_database(character, used, fonts);
        if found.is_none() {
            missing.lock().unwrap_or_else(PoisonError::into_inner).insert(character);
        }
        found
    };
    usvg::Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::new(fonts),
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(fallback),
        },
        ..usvg::Options::default()
    }
}

/// The fonts of the system, for letters that the embedded one lacks; they are looked for when the
/// first is asked for.
#[cfg(feature = "pdf")]
#[derive(Default)]
pub(super) struct SystemFonts {
    found: Option<fontdb::Database>,
    /// The files that were read, by the font's number.
    read: std::collections::BTreeMap<usize, (Arc<[u8]>, u32)>,
}

#[cfg(feature = "pdf")]
impl SystemFonts {
    /// Returns the file and the index of the first font that `has` a letter.
    pub(super) fn with(
        &mut self,
        letter: char,
        has: impl Fn((&[u8], u32)) -> Option<()>,
    ) -> Option<(Arc<[u8]>, u32)> {
        // A line break or a mark has no outline in any font.
        if letter.is_control() {
            return None;
        }
        let fonts = self.found.get_or_insert_with(|| {
            let mut fonts = fontdb::Database::new();
            fonts.load_system_fonts();
            fonts
        });
        let read = &mut self.read;
        let is_it = |face: &fontdb::FaceInfo| {
            fonts.with_face_data(face.id, |data, index| has((data, index)).is_some()) == Some(true)
        };
        // The upright ones first: other letters of the picture have no slope that they could share.
        let (at, face) =
            (fonts.faces().enumerate()).filter(|(_, face)| is_it(face)).min_by_key(|(at, face)| {
                (face.style != fontdb::Style::Normal, face.weight.0.abs_diff(400), *at)
            })?;
        if let Some(known) = read.get(&at) {
            return Some(known.clone());
        }
        let file = fonts.with_face_data(face.id, |data, index| (Arc::<[u8]>::from(data), index))?;
        read.insert(at, file.clone());
        Some(file)
    }
}
