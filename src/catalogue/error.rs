//! Why a question cannot be asked.

use crate::id::nearest;
use crate::landscape::NameError;
use crate::query::log::PastError;

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// There is no such question.
    #[error("there is no question called `{name}`")]
    Unknown {
        /// What was asked.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// The arguments are no object.
    #[error("the arguments of `{question}` are an object with a value for each name")]
    NoObject {
        /// The question.
        question: &'static str,
    },
    /// The question takes no such argument.
    #[error("`{question}` takes no `{argument}`")]
    UnknownArgument {
        /// The question.
        question: &'static str,
        /// What was given.
        argument: String,
        /// What may have been meant.
        nearest: Option<&'static str>,
    },
    /// A value does not fit.
    #[error("`{argument}` is {needed}, not `{given}`")]
    Wrong {
        /// The argument.
        argument: &'static str,
        /// What fits.
        needed: String,
        /// What was given.
        given: String,
    },
    /// Too few are named.
    #[error("`{argument}` needs at least {least}")]
    Few {
        /// The argument.
        argument: &'static str,
        /// How many there must be.
        least: usize,
    },
    /// Too many are named.
    #[error("`{argument}` takes at most {most}, and {given} are named")]
    Many {
        /// The argument.
        argument: &'static str,
        /// How many there may be.
        most: usize,
        /// How many there are.
        given: usize,
    },
    /// A record is named twice.
    #[error("`{id}` is named twice")]
    Twice {
        /// Its id.
        id: String,
    },
    /// Arguments that do not go together.
    #[error("`{argument}` {why}")]
    Together {
        /// The argument.
        argument: &'static str,
        /// Why it cannot be given here.
        why: &'static str,
    },
    /// A name leads to no one record.
    #[error("{}", .0.message())]
    Name(#[from] NameError),
    /// One of several names leads to no one record; they may be the words of one.
    #[error("{}", .0.message())]
    NameOfMany(NameError),
    /// A picture that nobody could read.
    #[error("the picture would have {offers} offers, and more than {most} can hardly be read")]
    Large {
        /// How many offers it would have.
        offers: u32,
        /// How many are drawn without being asked twice.
        most: u32,
        /// Whether it is a part of the landscape already.
        is_part: bool,
    },
    /// More pairs of companies than anybody reads.
    #[error("more than {most} pairs are that alike")]
    ManyPairs {
        /// How many are listed at most.
        most: usize,
    },
    /// Comparing all companies would take too long.
    #[error("there is too much to compare")]
    MuchToCompare,
    /// Nobody's view can be taken.
    #[error("no company is named, and the landscape has no perspective")]
    NoPerspective,
    /// What the question reads is not at hand.
    #[error("`{question}` reads two states of a landscape, and they are not given")]
    NoStates {
        /// The question.
        question: &'static str,
    },
    /// The older states of the landscape are not at hand.
    #[error("`{question}` reads the history of the landscape, and it is not given")]
    NoHistory {
        /// The question.
        question: &'static str,
    },
    /// The older states of the landscape cannot be read.
    #[error("the history of the landscape cannot be read: {0}")]
    Past(#[from] PastError),
}

impl AskError {
    /// Says that nothing has a name, with the nearest of those that there are.
    pub(super) fn unknown(name: &str, names: impl Iterator<Item = &'static str>) -> Self {
        Self::Unknown { name: name.to_owned(), nearest: nearest(name, names).map(str::to_owned) }
    }

    /// Returns the argument that it is about, where it is about one of the question's.
    #[must_use]
    pub const fn argument(&self) -> Option<&'static str> {
        match self {
            Self::Wrong { argument, .. }
            | Self::Few { argument, .. }
            | Self::Many { argument, .. }
            | Self::Together { argument, .. } => Some(argument),
            _ => None,
        }
    }

    /// Returns what to do about it, where that can be said without knowing where it was asked.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let meant = |name: &str| format!("did you mean `{name}`?");
        match self {
            Self::Unknown { nearest, .. } => nearest.as_deref().map(meant),
            Self::UnknownArgument { nearest, .. } => nearest.map(meant),
            Self::Name(error) => error.help(),
            Self::NameOfMany(error) => {
                let quotes = "put quotes around a name with spaces".to_owned();
                Some(error.help().map_or_else(|| quotes.clone(), |help| format!("{help} {quotes}")))
            }
            Self::Large { is_part: false, .. } => {
                Some("`--stack STACK` or `--around NAME` draws a part of it, `--force` draws all".to_owned())
            }
            Self::ManyPairs { .. } => Some("raise `min_jaccard` or `min_tools`".to_owned()),
            Self::MuchToCompare => Some("raise `min_tools`, or ask `overlap` of one company".to_owned()),
            Self::Large { is_part: true, .. } => Some("`--force` draws it all the same".to_owned()),
            _ => None,
        }
    }
}
