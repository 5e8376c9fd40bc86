//! Pages: pictures laid out for a slide or a sheet of paper, with text that can be read there.
//!
//! A picture is first laid out as it is, in large letters. Where it does not fit, the letters
//! become smaller, down to those that can still be read; then what matters least is folded, step by
//! step, and counted.

use super::scene::Scene;

/// A page: how wide and high a picture is to be, in pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Page {
    width: u32,
    height: u32,
}

/// The size is none that a page can have.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a page is from {} × {} to {} × {} pixels", Page::LEAST[0], Page::LEAST[1], Page::MOST, Page::MOST)]
pub struct InvalidPage;

/// How small text may be on a page, in pixels.
const LEAST_TEXT: f64 = 14.0;

/// How small text is in every picture, in points.
pub(super) const LEAST_POINTS: f64 = 10.0;

/// How many pixels a point may have, from the largest letters to those that can just be read.
const SCALES: [f64; 6] = [2.6, 2.2, 1.9, 1.7, 1.55, LEAST_TEXT / LEAST_POINTS];

impl Page {
    /// The smallest page on which something can be read, in pixels.
    pub const LEAST: [u32; 2] = [800, 450];

    /// How wide and high a page is at most, in pixels.
    pub const MOST: u32 = 10_000;

    /// Makes a page of a size in pixels.
    ///
    /// # Errors
    ///
    /// Where nothing could be read on it, or it is too large to be drawn.
    ///
    /// # Example
    ///
    /// ```
    /// use landscape_graph::draw::Page;
    ///
    /// assert!(Page::new(1920, 1080).is_ok());
    /// assert!(Page::new(64, 64).is_err());
    /// ```
    pub fn new(width: u32, height: u32) -> Result<Self, InvalidPage> {
        let [least_width, least_height] = Self::LEAST;
        let is_page =
            (least_width..=Self::MOST).contains(&width) && (least_height..=Self::MOST).contains(&height);
        if is_page { Ok(Self { width, height }) } else { Err(InvalidPage) }
    }

    /// Lays a picture out for the page: `make` draws it on a canvas, in steps from everything (0)
    /// to the least.
    pub(super) fn lay_out(self, steps: usize, make: impl Fn(Canvas, usize) -> Scene) -> Scene {
        let least = SCALES[SCALES.len() - 1];
        let tries: Vec<(f64, usize)> =
            SCALES.into_iter().map(|scale| (scale, 0)).chain((1..steps).map(|step| (least, step))).collect();
        let draw = |at: usize| {
            let (scale, step) = tries[at];
            let canvas =
                Canvas { width: f64::from(self.width) / scale, height: f64::from(self.height) / scale };
            (make(canvas, step), canvas, scale)
        };
        // Each try takes less room than the one before: the first that fits is found by halves.
        let (mut from, mut until) = (0, tries.len());
        let mut best = None;
        while from < until {
            let middle = usize::midpoint(from, until);
            let (scene, canvas, scale) = draw(middle);
            if canvas.holds(&scene) {
                best = Some((scene, canvas, scale));
                until = middle;
            } else {
                from = middle + 1;
            }
        }
        let (scene, canvas, scale) = best.unwrap_or_else(|| {
            let (scene, canvas, scale) = draw(tries.len() - 1);
            (scene.without_body(canvas), canvas, scale)
        });
        scene.on(canvas, scale)
    }
}

/// What a picture is laid out on: a page in points of one scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Canvas {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Canvas {
    /// Returns how much room there is between the margins.
    pub(super) fn room(self) -> f64 {
        self.width - 2.0 * super::frame::MARGIN
    }

    fn holds(self, scene: &Scene) -> bool {
        scene.width <= self.width + 0.01 && scene.height <= self.height + 0.01
    }
}
