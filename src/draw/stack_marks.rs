//! Signs of stacks: a colour and a few letters each, so that no colour stands alone.

use std::collections::BTreeSet;

use super::frame::Sample;
use super::palette::Colour;
use super::scene::{Anchor, Block, Fill, Shape, Text};
use super::text::{self, Face};
use crate::query::StackRef;

/// How big the letters are.
pub(super) const LETTERS: f64 = 10.0;

/// How high a sign is.
const HEIGHT: f64 = 14.0;

/// The signs of some stacks, in their order.
pub(super) struct StackMarks {
    letters: Vec<String>,
}

/// The sign of a stack, or of none.
#[derive(Clone, Copy)]
pub(super) struct StackMark<'m> {
    /// None for what has no main stack.
    pub(super) letters: Option<&'m str>,
    /// For the sign itself, and for frames.
    pub(super) strong: Colour,
    /// For grounds.
    pub(super) tint: Colour,
}

impl StackMarks {
    /// Makes signs: as few of the first letters of each name as tell the names apart, else A, B, C.
    pub(super) fn new(stacks: &[StackRef<'_>]) -> Self {
        let first = |letters: usize| {
            let start = |stack: &StackRef<'_>| {
                stack.name.chars().filter(|letter| letter.is_alphanumeric()).take(letters).collect::<String>()
            };
            stacks.iter().map(start).collect::<Vec<String>>()
        };
        let differ = |found: &Vec<String>| {
            let mut sorted: Vec<String> = found.iter().map(|letters| letters.to_lowercase()).collect();
            sorted.sort_unstable();
            sorted.dedup();
            sorted.len() == found.len() && sorted.first().is_none_or(|letters| !letters.is_empty())
        };
        let letters =
            (1..=3).map(first).find(differ).unwrap_or_else(|| (0..stacks.len()).map(in_letters).collect());
        Self { letters }
    }

    /// Returns the sign of the stack with an index.
    pub(super) fn of(&self, stack: Option<u32>) -> StackMark<'_> {
        match stack.map(|stack| stack as usize) {
            Some(stack) => StackMark {
                letters: self.letters.get(stack).map(String::as_str),
                strong: Colour::strong(stack),
                tint: Colour::tint(stack),
            },
            None => StackMark { letters: None, strong: Colour::Neutral, tint: Colour::NeutralTint },
        }
    }

    /// Returns the entries of a legend: the sign and name of each stack that is the main one of
    /// something, and what has none: offers in no stack, or as much of several.
    pub(super) fn legend(
        &self,
        stacks: &[StackRef<'_>],
        main: impl Iterator<Item = Option<u32>>,
    ) -> Vec<Sample> {
        let main: BTreeSet<Option<u32>> = main.collect();
        let named = (0..).zip(stacks).filter(|(at, _)| main.contains(&Some(*at))).map(|(at, stack)| {
            let mark = self.of(Some(at));
            Sample::new(mark.block(), format!("main stack: {}", stack.name))
        });
        let none = main.contains(&None).then(|| Sample::new(self.of(None).block(), "no main stack"));
        named.chain(none).collect()
    }
}

impl StackMark<'_> {
    /// Returns how wide the sign is.
    pub(super) fn width(&self) -> f64 {
        (text::width(self.shown(), Face::Bold, LETTERS) + 6.0).max(HEIGHT)
    }

    /// Returns the letters; a dot for what has no main stack.
    pub(super) fn shown(&self) -> &str {
        self.letters.unwrap_or("·")
    }

    /// Returns the sign as shapes.
    pub(super) fn block(&self) -> Block {
        let ground = Shape::Rect {
            x: 0.0,
            y: 0.0,
            width: self.width(),
            height: HEIGHT,
            radius: 3.0,
            fill: Fill::Solid(self.strong),
            stroke: None,
        };
        let letters = Text::new(self.shown(), self.width() / 2.0, HEIGHT / 2.0 + LETTERS * 0.36, LETTERS)
            .face(Face::Bold)
            .colour(self.strong.text_on())
            .anchor(Anchor::Middle);
        Block { width: self.width(), height: HEIGHT, shapes: vec![ground, letters.into()] }
    }
}

/// Returns A to Z, then AA, AB and on.
fn in_letters(number: usize) -> String {
    let last = char::from(b'A' + u8::try_from(number % 26).unwrap_or_default());
    if number < 26 { last.to_string() } else { format!("{}{last}", in_letters(number / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52].map(in_letters), ["A", "Z", "AA", "AZ", "BA"]);
    }
}
