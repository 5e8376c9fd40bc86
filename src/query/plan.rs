//! What it takes to build many tools: engineer-months, and calendar months with a number of teams.

use crate::query::effort::BuildEffort;
use schemars::JsonSchema;
use serde::Serialize;

use super::{ToolRef, count};
use crate::landscape::{Landscape, ToolIx, algo};
use crate::model::Stage;

/// What it takes to build all of a selection of tools.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BuildPlan<'l> {
    /// How many tools are to be built.
    pub tools: u32,
    /// Of how many of them it is not known whether the company has them: they are in the sums as if
    /// it had not.
    pub unknown: u32,
    /// For how many of them the figures are the least that it takes, so that the sums are too.
    pub at_least: u32,
    /// How many of them have no figures at all: they are not in the sums.
    pub without_figures: u32,
    /// The sums up to each stage, in the order of stages.
    pub stages: Vec<StagePlan<'l>>,
    /// The tools that are built after one that is neither selected nor offered: that one is not in
    /// the sums.
    pub waits: Vec<Wait<'l>>,
}

/// What it takes to bring all of a selection of tools to a stage.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StagePlan<'l> {
    /// The stage.
    pub stage: Stage,
    /// The sum of engineer-months.
    pub engineer_months: u64,
    /// The sum of those for the tools that the company is known not to have: less, where some are
    /// unknown.
    pub engineer_months_known: u64,
    /// The sum of the months that one team takes for each: what one team takes for all.
    pub team_months: u64,
    /// The longest chain of tools that are built one after the other, in months: no number of teams
    /// is faster.
    pub critical_path: u64,
    /// The tools of that chain, the first to be built first; one tool where none waits for another.
    pub critical_tools: Vec<ToolRef<'l>>,
    /// When it is done, where a number of teams was given.
    pub schedule: Option<Schedule<'l>>,
}

/// Who builds what, and when.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Schedule<'l> {
    /// How many teams there are. Each builds one tool at a time, with as many engineers as the
    /// figures say.
    pub teams: u32,
    /// After how many months all is built, by this schedule.
    pub months: u64,
    /// No schedule takes fewer months than this; where it is the same as `months`, this one is the
    /// best there is.
    pub least_months: u64,
    /// The tools in the order in which they are begun.
    pub slots: Vec<Slot<'l>>,
}

/// When a tool is built.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Slot<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// The team, from 1.
    pub team: u32,
    /// After how many months it is begun.
    pub start: u64,
    /// After how many months it has reached the stage.
    pub end: u64,
}

/// A tool that is built after one that nobody has planned to build.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Wait<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What it is built after.
    pub built_after: ToolRef<'l>,
}

/// A tool to build.
pub(super) struct ToBuild {
    pub(super) tool: ToolIx,
    pub(super) effort: BuildEffort,
    /// Whether the company is known not to have it; else nothing is known.
    pub(super) is_known_lacking: bool,
}

/// Sums up what it takes to build `tools`, which are in id order, and plans it for a number of
/// teams.
///
/// A tool is begun when those that it is built after have reached the stage. Whenever a team is
/// free it takes, of the tools that can be begun, the one on which the longest chain of others
/// waits (list scheduling by critical path: Graham 1969, Bounds on multiprocessing timing
/// anomalies, *SIAM Journal on Applied Mathematics* 17(2), 416–429: at most 2 − 1/teams times the
/// best).
///
/// # Complexity
///
/// O(s · (t² + a)) time for s stages, t tools and a relations `after` among them.
pub(super) fn plan<'l>(
    landscape: &'l Landscape,
    tools: &[ToBuild],
    offers: impl Fn(ToolIx) -> bool,
    teams: Option<u32>,
) -> BuildPlan<'l> {
    let position = |tool: &ToolIx| tools.binary_search_by_key(tool, |build| build.tool).ok();
    let before: Vec<Vec<ToolIx>> = tools.iter().map(|build| landscape.built_before(build.tool)).collect();
    let waits_for: Vec<Vec<usize>> =
        before.iter().map(|before| before.iter().filter_map(&position).collect()).collect();
    let is_missing = |tool: &&ToolIx| position(tool).is_none() && !offers(**tool);
    let waits = tools.iter().zip(&before).flat_map(|(build, before)| {
        let wait =
            |on: &ToolIx| Wait { tool: landscape.named(build.tool), built_after: landscape.named(*on) };
        before.iter().filter(is_missing).map(wait).collect::<Vec<_>>()
    });
    let mut stages: Vec<Stage> =
        tools.iter().flat_map(|build| build.effort.stages.iter().map(|stage| stage.stage)).collect();
    stages.sort_unstable();
    stages.dedup();
    let edges =
        (0_u32..).zip(&waits_for).flat_map(|(at, before)| before.iter().map(move |one| (count(*one), at)));
    // The data has no circles.
    let order = algo::order(tools.len(), edges).unwrap_or_default();
    let order: Vec<usize> = order.into_iter().map(|at| at as usize).collect();
    let work = Work { landscape, tools, waits_for: &waits_for, order: &order };
    BuildPlan {
        tools: count(tools.len()),
        unknown: count(tools.iter().filter(|build| !build.is_known_lacking).count()),
        at_least: count(
            tools.iter().filter(|build| build.effort.at_least && !build.effort.stages.is_empty()).count(),
        ),
        without_figures: count(tools.iter().filter(|build| build.effort.stages.is_empty()).count()),
        stages: stages.into_iter().map(|stage| work.to_stage(stage, teams)).collect(),
        waits: waits.collect(),
    }
}

/// Tools to build, and which of them each waits for, by position.
struct Work<'w, 'l> {
    landscape: &'l Landscape,
    tools: &'w [ToBuild],
    waits_for: &'w [Vec<usize>],
    /// Each after all that it waits for.
    order: &'w [usize],
}

impl<'l> Work<'_, 'l> {
    fn to_stage(&self, stage: Stage, teams: Option<u32>) -> StagePlan<'l> {
        let of_stage = |effort: &BuildEffort| effort.stages.iter().find(|sum| sum.stage == stage).copied();
        let months: Vec<u64> = (self.tools.iter())
            .map(|build| of_stage(&build.effort).map_or(0, |sum| u64::from(sum.months)))
            .collect();
        let engineer_months = |is_counted: fn(&&ToBuild) -> bool| -> u64 {
            let counted = self.tools.iter().filter(is_counted).filter_map(|build| of_stage(&build.effort));
            counted.map(|sum| u64::from(sum.engineer_months)).sum()
        };
        let tails = self.tails(&months);
        let critical_path = tails.iter().map(|(tail, _)| *tail).max().unwrap_or_default();
        let first = tails.iter().position(|(tail, _)| *tail == critical_path && *tail > 0);
        let chain = std::iter::successors(first, |at| tails[*at].1);
        let team_months = months.iter().sum();
        StagePlan {
            stage,
            engineer_months: engineer_months(|_| true),
            engineer_months_known: engineer_months(|build| build.is_known_lacking),
            team_months,
            critical_path,
            critical_tools: chain.map(|at| self.landscape.named(self.tools[at].tool)).collect(),
            schedule: teams.map(|teams| {
                let teams = teams.max(1);
                let least_months = critical_path.max(team_months.div_ceil(u64::from(teams)));
                self.schedule(&months, &tails, teams, least_months)
            }),
        }
    }

    /// For each tool, the months of the longest chain that begins with it, and the next tool of
    /// that chain.
    fn tails(&self, months: &[u64]) -> Vec<(u64, Option<usize>)> {
        let mut tails: Vec<(u64, Option<usize>)> = months.iter().map(|months| (*months, None)).collect();
        // What waits comes first, so that a tool's own tail is known when those before it look at
        // it.
        for at in self.order.iter().copied().rev() {
            let (tail, _) = tails[at];
            for before in &self.waits_for[at] {
                let (longest, next) = tails[*before];
                let through = months[*before] + tail;
                // Of chains that are as long, the one whose next tool has the first id.
                let is_next = through > longest || through == longest && next.is_some_and(|next| at < next);
                if tail > 0 && is_next {
                    tails[*before] = (through, Some(at));
                }
            }
        }
        tails
    }

    fn schedule(
        &self,
        months: &[u64],
        tails: &[(u64, Option<usize>)],
        teams: u32,
        least_months: u64,
    ) -> Schedule<'l> {
        let mut free_at = vec![0_u64; (teams as usize).min(self.tools.len()).max(1)];
        let mut ends: Vec<Option<u64>> = vec![None; self.tools.len()];
        let mut open: Vec<usize> = (0..self.tools.len()).filter(|at| months[*at] > 0).collect();
        let mut slots = Vec::with_capacity(open.len());
        while !open.is_empty() {
            // When all that a tool waits for is built; none while that is not planned yet.
            let ready = |at: usize, ends: &[Option<u64>]| {
                let before = self.waits_for[at].iter();
                before.map(|before| ends[*before]).try_fold(0_u64, |ready, end| Some(ready.max(end?)))
            };
            // What takes no time needs no team.
            for at in self.order.iter().copied().filter(|at| months[*at] == 0) {
                ends[at] = ready(at, &ends);
            }
            let team = (0..free_at.len()).min_by_key(|team| free_at[*team]).unwrap_or_default();
            let choice = |(index, at): (usize, &usize)| {
                let start = ready(*at, &ends)?.max(free_at[team]);
                Some((start, std::cmp::Reverse(tails[*at].0), *at, index))
            };
            // Without circles there is always one that can be begun.
            let Some((start, _, at, index)) = open.iter().enumerate().filter_map(choice).min() else { break };
            open.remove(index);
            let end = start + months[at];
            free_at[team] = end;
            ends[at] = Some(end);
            slots.push(Slot {
                tool: self.landscape.named(self.tools[at].tool),
                team: count(team) + 1,
                start,
                end,
            });
        }
        slots.sort_by_key(|slot| (slot.start, slot.team));
        Schedule {
            teams,
            months: slots.iter().map(|slot| slot.end).max().unwrap_or_default(),
            least_months,
            slots,
        }
    }
}
