//! Colours that people with any colour vision can tell apart: darkened Okabe-Ito, with tints.
//!
//! Okabe and Ito, Color Universal Design (2008). No picture relies on colour alone.

/// A colour and its tint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hue {
    pub(super) strong: &'static str,
    pub(super) tint: &'static str,
}

const fn hue(strong: &'static str, tint: &'static str) -> Hue {
    Hue { strong, tint }
}

const HUES: [Hue; 6] = [
    hue("#0072B2", "#E3F0F8"),
    hue("#B87400", "#FCF1DC"),
    hue("#00785A", "#DFF3EC"),
    hue("#A34E7F", "#F8E9F1"),
    hue("#2A7FA8", "#E4F3FB"),
    hue("#B54A00", "#FBE8DC"),
];

/// What belongs to no group.
pub(super) const NEUTRAL: Hue = hue("#5B6670", "#F1F4F7");

pub(super) const INK: &str = "#1F2933";
pub(super) const FAINT_INK: &str = "#5B6670";
pub(super) const PAPER: &str = "#FFFFFF";
pub(super) const LINE: &str = "#D0D7DE";
pub(super) const CHIP: &str = "#F1F4F7";
pub(super) const EMPTY: &str = "#B42318";
pub(super) const UNSETTLED: &str = "#8A5A00";
pub(super) const UNRESEARCHED: &str = "#8A949E";

/// Returns the colour of the group with an index; after six, they repeat.
pub(super) fn of_group(index: usize) -> Hue {
    HUES[index % HUES.len()]
}
