//! The order of gaps: a replaceable part.

use crate::query::peers::{self, PeerSupport, Peers};
use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use crate::landscape::{CompanyIx, Landscape, ToolIx};

/// What a ranker knows of a tool that a company lacks.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The tool.
    pub tool: ToolIx,
    /// The tool and, where variants are folded, all its variants.
    pub family: Box<[ToolIx]>,
    /// How many other companies offer it.
    pub offerers: u32,
    /// How many of those are rivals of the company.
    pub rivals: u32,
}

/// Puts the tools that a company lacks in order.
pub trait Ranker<'l> {
    /// The order that it makes, where it is one that comes with the program: what a report says of
    /// it.
    fn rank(&self) -> Option<Rank> {
        None
    }

    /// Scores a candidate: the higher, the earlier it stands. Of equal scores the one that more
    /// companies offer comes first, then the smaller id.
    fn score(&self, candidate: &Candidate) -> f64;

    /// Takes the score of a candidate apart, where the ranker can.
    fn explain(&self, _candidate: &Candidate) -> Option<PeerSupport<'l>> {
        None
    }
}

/// The rankers that come with the program.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Rank {
    /// By peer support: see [`Peers`].
    Peers(peers::Options),
    /// By how many companies offer the tool.
    Popularity,
    /// By id alone.
    Name,
}

impl Default for Rank {
    fn default() -> Self {
        Self::Peers(peers::Options::default())
    }
}

impl Rank {
    /// Makes the ranker for a company.
    ///
    /// # Complexity
    ///
    /// As [`Peers::new`] for peers; O(1) for the others.
    #[must_use]
    pub fn ranker<'l>(self, landscape: &'l Landscape, company: CompanyIx) -> Box<dyn Ranker<'l> + 'l> {
        match self {
            Self::Peers(options) => Box::new(Peers::new(landscape, company, options)),
            Self::Popularity => Box::new(ByPopularity),
            Self::Name => Box::new(ByName),
        }
    }

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Peers(_) => "peers",
            Self::Popularity => "popularity",
            Self::Name => "name",
        }
    }

    /// Returns the parameters of peer support, where the order is by it.
    #[must_use]
    pub const fn peers(self) -> Option<peers::Options> {
        match self {
            Self::Peers(options) => Some(options),
            Self::Popularity | Self::Name => None,
        }
    }
}

struct ByPopularity;

impl Ranker<'_> for ByPopularity {
    fn rank(&self) -> Option<Rank> {
        Some(Rank::Popularity)
    }

    fn score(&self, candidate: &Candidate) -> f64 {
        f64::from(candidate.offerers)
    }
}

struct ByName;

impl Ranker<'_> for ByName {
    fn rank(&self) -> Option<Rank> {
        Some(Rank::Name)
    }

    fn score(&self, candidate: &Candidate) -> f64 {
        -f64::from(candidate.tool.ordinal())
    }
}

/// A score that can be compared: rankers give no NaN, and if one did it would stand in a fixed
/// place.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Score(pub(super) f64);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Puts candidates in the order of a ranker, each with its score, and keeps those of a page.
pub(super) fn scored<'l>(
    candidates: Vec<Candidate>,
    ranker: &dyn Ranker<'l>,
    page: Page,
) -> Vec<(Score, Candidate)> {
    let mut scored: Vec<(Score, Candidate)> =
        candidates.into_iter().map(|candidate| (Score(ranker.score(&candidate)), candidate)).collect();
    page.keep(&mut scored, |(score, candidate)| {
        (Reverse(*score), Reverse(candidate.offerers), candidate.tool)
    });
    scored
}
