//! What assumptions change about the gaps of a company.

use crate::query::{scope::ScopeVerdict, state::GapState};
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Gap, Options, Report, gaps};
use crate::landscape::{CompanyIx, Landscape, NodeIx, RoleIx, StackIx};
use crate::model::{Kind, Support};
use crate::query::{Page, ToolRef, Within};

/// How a tool stands among the gaps of a company without assumptions, and how with them.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// Without the assumptions.
    pub before: Standing,
    /// With them.
    pub after: Standing,
}

/// How a tool stands among the gaps of a company.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// It is none of the tools asked about.
    NotAsked,
    /// The company offers it.
    Offered,
    /// It is a gap.
    Gap(GapStanding),
}

/// How a gap stands.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GapStanding {
    /// Whether it is in scope.
    pub scope: ScopeVerdict,
    /// What is known of it among the other companies.
    pub state: GapState,
    /// Its place, from 1, in the list of gaps; of what is ruled out, in that list.
    pub place: u32,
    /// What is claimed of the company itself.
    pub own: Option<Support>,
    /// How many other companies offer it.
    pub offerers: u32,
}

impl GapStanding {
    /// Returns whether two differ in more than the place.
    fn is_like(&self, other: &Self) -> bool {
        Self { place: 0, ..*self } == Self { place: 0, ..*other }
    }
}

impl Change<'_> {
    /// Returns by how many places the tool moved up, where nothing else changed.
    #[must_use]
    pub fn moved(&self) -> Option<i64> {
        match (self.before, self.after) {
            (Standing::Gap(before), Standing::Gap(after)) if before.is_like(&after) => {
                Some(i64::from(before.place) - i64::from(after.place))
            }
            _ => None,
        }
    }
}

/// Answers [`gaps`] in a landscape over which assumptions are laid, and what they change: `company`
/// and the stacks of the options are those of `assumed`, and are found in `known`, the landscape
/// without the assumptions, by their ids.
///
/// # Complexity
///
/// As [`gaps`], and as [`changes`].
#[must_use]
pub fn assuming<'l>(
    known: &'l Landscape,
    assumed: &'l Landscape,
    company: CompanyIx,
    options: &Options,
) -> Report<'l> {
    let in_known = |kind: Kind, of: NodeIx| known.find(kind, assumed.node(of).id());
    let before =
        in_known(Kind::Company, company.into()).and_then(NodeIx::of_kind).map(|company: CompanyIx| {
            let Within { stacks: of_stacks, roles: of_roles } = &options.within;
            let stacks = of_stacks.iter().filter_map(|stack| in_known(Kind::Stack, (*stack).into()));
            let stacks: Vec<StackIx> = stacks.filter_map(NodeIx::of_kind).collect();
            let roles = of_roles.iter().filter_map(|role| in_known(Kind::Role, (*role).into()));
            let roles: Vec<RoleIx> = roles.filter_map(NodeIx::of_kind).collect();
            if stacks.is_empty() != of_stacks.is_empty() || roles.is_empty() != of_roles.is_empty() {
                // What is assumed holds no tool that is known, and no stack or role at all would
                // mean every tool.
                return Standings { gaps: BTreeMap::new(), offered: offered(known, company) };
            }
            Standings::of(Question {
                landscape: known,
                company,
                options: &Options { within: Within { stacks, roles }, ..options.clone() },
            })
        });
    let changes = before
        .map(|before| between(&before, &Standings::of(Question { landscape: assumed, company, options })));
    Report { changes, ..gaps(assumed, company, options) }
}

/// Compares the gaps of a company in a landscape with those in one with assumptions laid over it.
///
/// Changes of more than the place come first, then the moves, the longest first; ties by id.
///
/// # Complexity
///
/// As [`gaps`], twice, with all gaps listed.
#[must_use]
pub fn changes<'l>(before: Question<'l, '_>, after: Question<'l, '_>) -> Vec<Change<'l>> {
    between(&Standings::of(before), &Standings::of(after))
}

fn between<'l>(old: &Standings<'l>, new: &Standings<'l>) -> Vec<Change<'l>> {
    let mut tools: Vec<ToolRef<'l>> =
        old.gaps.values().chain(new.gaps.values()).map(|(tool, _)| *tool).collect();
    tools.sort_unstable_by_key(|tool| tool.id);
    tools.dedup();
    let change = |tool: ToolRef<'l>| Change { tool, before: old.get(tool), after: new.get(tool) };
    let mut changes: Vec<Change<'l>> =
        tools.into_iter().map(change).filter(|change| change.before != change.after).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.moved().map_or(u64::MAX, i64::unsigned_abs)));
    changes
}

/// Whose gaps to compare: the company, by its handle in the landscape, and how to list its gaps.
#[derive(Clone, Copy, Debug)]
pub struct Question<'l, 'o> {
    /// The landscape.
    pub landscape: &'l Landscape,
    /// The company.
    pub company: CompanyIx,
    /// How to list its gaps; all are looked at, whatever is said of how many.
    pub options: &'o Options,
}

/// Returns the ids of the tools that a company offers.
fn offered(landscape: &Landscape, company: CompanyIx) -> BTreeSet<&str> {
    let offers = landscape.offers_of(company).filter(|(_, cell)| cell.is_offered());
    offers.map(|(tool, _)| landscape.named(tool).id.as_str()).collect()
}

/// How every tool stands, by id.
struct Standings<'l> {
    gaps: BTreeMap<&'l str, (ToolRef<'l>, GapStanding)>,
    offered: BTreeSet<&'l str>,
}

impl<'l> Standings<'l> {
    fn of(question: Question<'l, '_>) -> Self {
        let Question { landscape, company, options } = question;
        let options = Options { page: Page::ALL, names: Some(0), plan: None, ..options.clone() };
        let report = gaps(landscape, company, &options);
        let standing = |gap: &Gap<'l>| {
            let standing = GapStanding {
                scope: gap.scope.verdict,
                state: gap.state,
                place: gap.place,
                own: gap.own,
                offerers: gap.offerers,
            };
            (gap.tool.id.as_str(), (gap.tool, standing))
        };
        let gaps = report.gaps.iter().chain(&report.out_of_scope).map(standing).collect();
        Self { gaps, offered: offered(landscape, company) }
    }

    fn get(&self, tool: ToolRef<'_>) -> Standing {
        match self.gaps.get(tool.id.as_str()) {
            Some((_, standing)) => Standing::Gap(*standing),
            None if self.offered.contains(tool.id.as_str()) => Standing::Offered,
            None => Standing::NotAsked,
        }
    }
}
