//! The pictures, one row each: what each is called, what it takes and how it is drawn.

mod around;
mod diff;
mod gaps;
mod graph;
mod map;
mod overlap;
mod roles;
mod upset;
mod versus;

use std::borrow::Cow;

use super::{Argument, AskError, Call, Form, Reads};
use crate::draw::Picture;

/// A picture: all that the rest of the program needs to know of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct PictureRow {
    /// Its name, which is its command below `draw`.
    pub name: &'static str,
    /// What it shows, in one line that begins with a verb in the imperative.
    pub about: &'static str,
    /// More about it.
    pub details: &'static str,
    /// What it takes, in the order of its help.
    pub arguments: &'static [&'static Argument],
    /// What it reads.
    pub reads: Reads,
    /// A call on the shipped landscape, as it is typed after the name.
    pub example: &'static [&'static str],
    /// Makes it.
    pub draw: Draw,
}

/// How a picture is made.
pub type Draw = for<'l> fn(&Call<'_, 'l>) -> Result<Drawn<'l>, AskError>;

/// A picture, ready to be drawn.
pub struct Drawn<'l> {
    /// The report that is drawn.
    pub picture: Box<dyn Picture + 'l>,
    /// What it is called unless somebody calls it otherwise.
    pub title: Cow<'l, str>,
}

impl<'l> Drawn<'l> {
    fn new(picture: impl Picture + 'l, title: impl Into<Cow<'l, str>>) -> Self {
        Self { picture: Box::new(picture), title: title.into() }
    }

    /// The same for a picture that says itself what it is called.
    fn titled<P: Picture + 'l>(picture: P, title: impl FnOnce(&P) -> String) -> Self {
        let title = title(&picture);
        Self::new(picture, title)
    }
}

impl PictureRow {
    /// Returns what it is called and what it takes.
    #[must_use]
    pub const fn form(&self) -> Form {
        Form {
            name: self.name,
            about: self.about,
            details: self.details,
            arguments: self.arguments,
            reads: self.reads,
        }
    }
}

/// Every picture, in the order of the help.
static ALL: &[&PictureRow] = &[
    &map::MAP,
    &gaps::GAPS,
    &overlap::OVERLAP,
    &versus::VERSUS,
    &around::AROUND,
    &upset::UPSET,
    &roles::ROLES,
    &diff::DIFF,
    &graph::GRAPH,
];

/// Returns every picture, in the order of the help.
#[must_use]
pub fn pictures() -> &'static [&'static PictureRow] {
    ALL
}

/// Returns the picture of a name.
///
/// # Errors
///
/// [`AskError::Unknown`], with the nearest name.
pub fn picture(name: &str) -> Result<&'static PictureRow, AskError> {
    let found = pictures().iter().find(|picture| picture.name == name);
    found.copied().ok_or_else(|| AskError::unknown(name, pictures().iter().map(|picture| picture.name)))
}
