//! What it takes to build a tool, from the owners' own figures.

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::{Landscape, ToolIx};
use crate::model::{Complexity, Maturity, Stage};

/// What it takes to build a tool.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BuildEffort {
    /// The complexity of the tool, where that is known.
    pub complexity: Option<Complexity>,
    /// Whether the figures are the least that it takes: those of a simple tool, where there are
    /// none for this one.
    pub at_least: bool,
    /// How far the company's own tool has come; none where it begins from nothing, or nothing is
    /// said.
    pub from: Option<Maturity>,
    /// The sums from there up to each stage, in the order of stages, 0 for those that are reached;
    /// empty where the landscape gives no figures.
    pub stages: Vec<StageEffort>,
}

/// What it takes to bring a tool to a stage.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StageEffort {
    /// The stage.
    pub stage: Stage,
    /// Engineers times months, summed.
    pub engineer_months: u32,
    /// Months, summed.
    pub months: u32,
}

/// Returns whether a tool that has come so far has passed a stage.
const fn has_reached(maturity: Maturity, stage: Stage) -> bool {
    match stage {
        Stage::Mvp => true,
        Stage::Pmf => matches!(maturity, Maturity::Pmf | Maturity::BestInClass),
        // That it is the best of its kind does not say that it earns more than it costs.
        Stage::Profitable => false,
        Stage::BestInClass => matches!(maturity, Maturity::BestInClass),
    }
}

/// Returns what it takes to bring a tool to each stage, from where it stands: from nothing when no
/// maturity is given.
#[must_use]
pub(super) fn effort(landscape: &Landscape, tool: ToolIx, from: Option<Maturity>) -> BuildEffort {
    let complexity = landscape.node(tool).complexity();
    let costs = landscape.build_costs();
    let stages = landscape.stages();
    let figures = |of: Complexity| {
        let mut sums: Vec<StageEffort> = Vec::new();
        for cost in costs.iter().filter(|cost| cost.complexity == of) {
            // What comes before a stage is what the owners say, where it has figures, else the
            // stage before it in the list. Costs are in the order of stages, so what comes before
            // has been summed.
            let after =
                stages.iter().find(|stage| stage.stage == cost.stage).map_or(&[][..], |stage| stage.after);
            let named =
                sums.iter().filter(|sum| after.contains(&sum.stage)).max_by_key(|sum| sum.engineer_months);
            let before = named.or(sums.last());
            let (engineer_months, months) = before.map_or((0, 0), |sum| (sum.engineer_months, sum.months));
            let is_done = from.is_some_and(|maturity| has_reached(maturity, cost.stage));
            let add = |own: u32, before: u32| if is_done { 0 } else { own.saturating_add(before) };
            sums.push(StageEffort {
                stage: cost.stage,
                engineer_months: add(cost.engineers.saturating_mul(cost.months), engineer_months),
                months: add(cost.months, months),
            });
        }
        sums
    };
    let own = complexity.map(figures).unwrap_or_default();
    let (at_least, stages) = if own.is_empty() { (true, figures(Complexity::Simple)) } else { (false, own) };
    BuildEffort { complexity, at_least, from, stages }
}

impl BuildEffort {
    /// Returns whether any stage is still to be reached.
    pub(super) fn is_open(&self) -> bool {
        self.stages.iter().any(|stage| stage.engineer_months > 0)
    }
}
