//! The order of gaps: a replaceable part.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::{CompanyIx, Landscape, ToolIx};

/// What a ranker knows of a tool that a company lacks.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The tool.
    pub tool: ToolIx,
    /// How many other companies offer it.
    pub offerers: u32,
    /// How many of those are rivals of the company.
    pub rivals: u32,
}

/// Puts the tools that a company lacks in order.
pub trait Ranker {
    /// How the order is described in a report.
    fn describe(&self) -> &'static str;

    /// Scores a candidate: the higher, the earlier it stands. Equal scores are ordered by id.
    fn score(&self, landscape: &Landscape, company: CompanyIx, candidate: &Candidate) -> f64;
}

/// The rankers that come with the program.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// By how many companies offer the tool.
    #[default]
    Popularity,
    /// By how many rivals offer it, then by how many companies do.
    Rivals,
    /// By id alone.
    Name,
}

impl Ranker for Rank {
    fn describe(&self) -> &'static str {
        match self {
            Self::Popularity => "by the number of companies that offer the tool",
            Self::Rivals => "by the number of rivals that offer the tool, then by that of companies",
            Self::Name => "by id",
        }
    }

    fn score(&self, landscape: &Landscape, _company: CompanyIx, candidate: &Candidate) -> f64 {
        match self {
            Self::Popularity => f64::from(candidate.offerers),
            Self::Rivals => {
                let companies = f64::from(super::count(landscape.companies().len())) + 1.0;
                f64::from(candidate.rivals) + f64::from(candidate.offerers) / companies
            }
            Self::Name => 0.0,
        }
    }
}

/// Puts candidates in the order of a ranker, and keeps the first `top`.
pub(super) fn rank(
    landscape: &Landscape,
    company: CompanyIx,
    candidates: Vec<Candidate>,
    ranker: &dyn Ranker,
    top: Option<usize>,
) -> Vec<Candidate> {
    /// A score that can be compared: rankers give no NaN, and if one did it would stand last.
    #[derive(PartialEq)]
    struct Score(f64);
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
    let scored =
        candidates.into_iter().map(|candidate| (ranker.score(landscape, company, &candidate), candidate));
    let mut scored: Vec<(f64, Candidate)> = scored.collect();
    super::keep_top(&mut scored, top, |(score, candidate)| (Reverse(Score(*score)), candidate.tool));
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}
