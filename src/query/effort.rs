//! What it takes to build a tool, from the owners' own figures.

use schemars::JsonSchema;
use serde::Serialize;

use super::show::evidence_text;
use crate::landscape::{Landscape, ToolIx};
use crate::model::{Complexity, Stage};

/// What it takes to build a tool from nothing.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BuildEffort {
    /// The complexity of the tool, where that is known.
    pub complexity: Option<Complexity>,
    /// Whether the figures are the least that it takes: those of a simple tool, where there are none
    /// for this one.
    pub at_least: bool,
    /// The sums up to each stage, in the order of stages; empty where the landscape gives no figures.
    pub stages: Vec<StageEffort>,
}

/// What it takes to bring a tool from nothing to a stage.
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

/// Returns what the owners say of the figures of effort and where they stand, each once, in order.
pub(super) fn effort_sources(landscape: &Landscape) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    for cost in landscape.build_costs() {
        let evidence: Vec<String> = cost.evidence.iter().map(evidence_text).collect();
        let said = cost.note.map(str::to_owned).into_iter().chain(evidence);
        for text in said {
            if !sources.contains(&text) {
                sources.push(text);
            }
        }
    }
    sources
}

/// Returns what it takes to build a tool from nothing to each stage.
#[must_use]
pub(super) fn effort(landscape: &Landscape, tool: ToolIx) -> BuildEffort {
    let complexity = landscape.node(tool).complexity();
    let costs = landscape.build_costs();
    let stages = landscape.stages();
    let figures = |of: Complexity| {
        let mut sums: Vec<StageEffort> = Vec::new();
        for cost in costs.iter().filter(|cost| cost.complexity == of) {
            // What comes before a stage is what the owners say, where it has figures, else the stage before it
            // in the list. Costs are in the order of stages, so what comes before has been summed.
            let after =
                stages.iter().find(|stage| stage.stage == cost.stage).map_or(&[][..], |stage| stage.after);
            let named =
                sums.iter().filter(|sum| after.contains(&sum.stage)).max_by_key(|sum| sum.engineer_months);
            let before = named.or(sums.last());
            let (engineer_months, months) = before.map_or((0, 0), |sum| (sum.engineer_months, sum.months));
            sums.push(StageEffort {
                stage: cost.stage,
                engineer_months: cost.engineers.saturating_mul(cost.months).saturating_add(engineer_months),
                months: cost.months.saturating_add(months),
            });
        }
        sums
    };
    let own = complexity.map(figures).unwrap_or_default();
    if own.is_empty() {
        BuildEffort { complexity, at_least: true, stages: figures(Complexity::Simple) }
    } else {
        BuildEffort { complexity, at_least: false, stages: own }
    }
}

impl BuildEffort {
    /// Returns the sums as a row shows them.
    pub(super) fn text(&self) -> String {
        let months: Vec<String> = self.stages.iter().map(|stage| stage.engineer_months.to_string()).collect();
        let sign = if self.at_least { "≥ " } else { "" };
        if months.is_empty() { "unknown".to_owned() } else { format!("{sign}{}", months.join(" / ")) }
    }
}
