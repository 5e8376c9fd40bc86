//! Colours that people with any colour vision can tell apart: darkened Okabe-Ito, with tints.
//!
//! Okabe and Ito, Color Universal Design (2008). No picture relies on colour alone. A picture names
//! what a colour is for; what it looks like is the theme's.

/// How light a picture is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on black.
    Dark,
    /// As the reader's system has it; light where it cannot be asked.
    Auto,
}

/// What a colour is for.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Colour {
    /// Text, and what must be seen first.
    Ink,
    /// Text that may be passed over.
    FaintInk,
    /// Text on a [`Strong`](Self::Strong), [`Neutral`](Self::Neutral) or dark [`Heat`](Self::Heat)
    /// ground.
    OnStrong,
    /// The ground of the picture.
    Ground,
    /// The ground of a card.
    Card,
    /// The ground of a chip.
    Chip,
    /// A line that keeps things apart.
    Line,
    /// The frame, the name and the filled chips of a group.
    Strong(u8),
    /// The ground of a group.
    Tint(u8),
    /// What belongs to no group.
    Neutral,
    /// The ground of what belongs to no group.
    NeutralTint,
    /// A tool that is known to be offered by nobody.
    Empty,
    /// A tool about which the claims settle nothing.
    Unsettled,
    /// What nobody has looked at.
    Unresearched,
    /// Blue, for what there is: 0 is the lightest, [`HEAT_STEPS`] − 1 the strongest.
    Heat(u8),
    /// Orange, for what is missing: 0 is the lightest, [`HEAT_STEPS`] − 1 the strongest.
    Gap(u8),
}

/// How many steps there are of [`Colour::Heat`] and [`Colour::Gap`].
pub(super) const HEAT_STEPS: u8 = 6;

/// Strong and tint in the light, strong and tint in the dark.
const HUES: [[&str; 4]; 6] = [
    ["#0072B2", "#E3F0F8", "#6CB8E6", "#12293A"],
    ["#B87400", "#FCF1DC", "#E8B04B", "#33270F"],
    ["#00785A", "#DFF3EC", "#4FC3A1", "#0F2D25"],
    ["#A34E7F", "#F8E9F1", "#D98DB8", "#331E2B"],
    ["#2A7FA8", "#E4F3FB", "#7CC4E8", "#132C38"],
    ["#B54A00", "#FBE8DC", "#F0925A", "#351C0E"],
];

const HEAT: [[&str; 2]; HEAT_STEPS as usize] = [
    ["#F1F5F9", "#17212B"],
    ["#D6E4F0", "#1B3246"],
    ["#A6C8E0", "#23506F"],
    ["#5D9CC7", "#2F74A0"],
    ["#2470A8", "#55A3D3"],
    ["#0B4F7D", "#9CD0F0"],
];

const GAP: [[&str; 2]; HEAT_STEPS as usize] = [
    ["#FFFFFF", "#1B222A"],
    ["#FDEBDB", "#33231A"],
    ["#FBD3B0", "#553420"],
    ["#F7B17B", "#7E4A27"],
    ["#EA8A3E", "#B4672F"],
    ["#C96312", "#E8924F"],
];

impl Colour {
    /// Returns the colour of the group with an index; after six, they repeat.
    pub(super) fn strong(group: usize) -> Self {
        Self::Strong(Self::hue(group))
    }

    /// Returns the ground of the group with an index; after six, they repeat.
    pub(super) fn tint(group: usize) -> Self {
        Self::Tint(Self::hue(group))
    }

    fn hue(group: usize) -> u8 {
        u8::try_from(group % HUES.len()).unwrap_or_default()
    }

    /// Returns the colour of text on this one.
    pub(super) fn text_on(self) -> Self {
        match self {
            Self::Strong(_) | Self::Neutral | Self::Heat(4..) | Self::Gap(5..) => Self::OnStrong,
            _ => Self::Ink,
        }
    }

    /// Returns the colour in a theme, as `#RRGGBB`; [`Theme::Auto`] has those of the light one.
    pub(super) fn hex(self, theme: Theme) -> &'static str {
        let dark = theme == Theme::Dark;
        let pick = |light, black| if dark { black } else { light };
        let index = usize::from;
        match self {
            Self::Ink => pick("#1F2933", "#E6EAEE"),
            Self::FaintInk | Self::Neutral => pick("#5B6670", "#A3AEB8"),
            Self::OnStrong | Self::Ground => pick("#FFFFFF", "#10161C"),
            Self::Card => pick("#FFFFFF", "#1B222A"),
            Self::Chip => pick("#F1F4F7", "#2A333D"),
            Self::Line => pick("#D0D7DE", "#3A4550"),
            Self::Strong(hue) => HUES[index(hue) % HUES.len()][if dark { 2 } else { 0 }],
            Self::Tint(hue) => HUES[index(hue) % HUES.len()][if dark { 3 } else { 1 }],
            Self::NeutralTint => pick("#F1F4F7", "#262F38"),
            Self::Empty => pick("#B42318", "#F0857C"),
            Self::Unsettled => pick("#8A5A00", "#D9A441"),
            Self::Unresearched => pick("#8A949E", "#7A858F"),
            Self::Heat(step) => HEAT[index(step).min(HEAT.len() - 1)][usize::from(dark)],
            Self::Gap(step) => GAP[index(step).min(GAP.len() - 1)][usize::from(dark)],
        }
    }

    /// Returns a name that a style sheet can use, unique to the colour.
    pub(super) fn name(self) -> String {
        match self {
            Self::Strong(hue) => format!("strong-{hue}"),
            Self::Tint(hue) => format!("tint-{hue}"),
            Self::Heat(step) => format!("heat-{step}"),
            Self::Gap(step) => format!("gap-{step}"),
            _ => format!("{self:?}").to_lowercase(),
        }
    }
}

#[cfg(feature = "site")]
/// Returns every colour as variables of a style sheet, in the light and in the dark.
pub(crate) fn css_variables() -> [String; 2] {
    let plain = [
        Colour::Ink,
        Colour::FaintInk,
        Colour::OnStrong,
        Colour::Ground,
        Colour::Card,
        Colour::Chip,
        Colour::Line,
        Colour::Neutral,
        Colour::NeutralTint,
        Colour::Empty,
        Colour::Unsettled,
        Colour::Unresearched,
    ];
    let groups = (0..HUES.len()).flat_map(|group| [Colour::strong(group), Colour::tint(group)]);
    let steps = (0..HEAT_STEPS).flat_map(|step| [Colour::Heat(step), Colour::Gap(step)]);
    let all: Vec<Colour> = plain.into_iter().chain(groups).chain(steps).collect();
    [Theme::Light, Theme::Dark].map(|theme| {
        let written = all.iter().map(|colour| format!("--{}:{};", colour.name(), colour.hex(theme)));
        written.collect::<Vec<_>>().concat()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of a colour: WCAG 2.2, "relative luminance".
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value =
                f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour is six digits")) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn grounds_that_mean_different_things_differ_in_every_theme() {
        let grounds = [Colour::Card, Colour::Chip, Colour::NeutralTint];
        for theme in [Theme::Light, Theme::Dark] {
            let [card, chip, quiet] = grounds.map(|ground| ground.hex(theme));
            assert!(card != chip && card != quiet, "{card} {chip} {quiet} in {theme:?}");
        }
    }

    #[test]
    fn text_can_be_read_on_every_ground() {
        let steps = 0..HEAT_STEPS;
        let grounds = (0..6).flat_map(|hue| [Colour::Strong(hue), Colour::Tint(hue)]);
        let grounds = grounds.chain(steps.clone().map(Colour::Heat)).chain(steps.map(Colour::Gap)).chain([
            Colour::Ground,
            Colour::Card,
            Colour::Chip,
            Colour::Neutral,
            Colour::NeutralTint,
        ]);
        for ground in grounds {
            for theme in [Theme::Light, Theme::Dark] {
                let found = contrast(ground.hex(theme), ground.text_on().hex(theme));
                assert!(found >= 3.5, "{ground:?} in {theme:?}: {found:.2}");
            }
        }
    }
}
