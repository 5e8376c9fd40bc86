//! Whether tools are in scope: the verdict of every principle, with its evidence.

mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::show::located;
use super::{CompanyRef, PrincipleRef, ToolRef};
use crate::landscape::{ClaimView, Landscape, NodeIx, Places, PrincipleIx, ToolIx};
use crate::model::{Date, Kind, PrincipleType, Relation, Verdict};
pub use verdict::{Reason, Scope, ScopeVerdict, scope_of};
pub(super) use verdict::{binding_principles, is_ruled_out, verdict_of};

/// Whether tools are in scope, by each principle.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The tools, in the order asked.
    pub tools: Vec<ToolScope<'l>>,
    /// The company whose principles decide: the landscape's perspective.
    pub judged_by: Option<CompanyRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// Whether a tool is in scope, by each principle.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ToolScope<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// The verdict, with what makes it so.
    pub scope: Scope<'l>,
    /// Every principle: binding ones first, then by judgement, then by id.
    pub principles: Vec<JudgedPrinciple<'l>>,
    /// The wholes of the tool, and the tools that it is a variant of, that a principle rules out.
    pub ruled_out_above: Vec<RuledOutAbove<'l>>,
    /// Where the tool's record stands.
    pub place: Option<String>,
}

/// What is claimed of a tool by a principle.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct JudgedPrinciple<'l> {
    /// The principle.
    pub principle: PrincipleRef<'l>,
    /// What kind of rule it is.
    pub r#type: PrincipleType,
    /// Whether a tool must pass it to be in scope.
    pub binding: bool,
    /// What its verdicts come to.
    pub judgement: Judgement,
    /// The verdicts, each with its evidence, in the order of the data.
    pub claims: Vec<ClaimView<'l>>,
}

/// What the verdicts of one principle on one tool come to.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    /// The tool fails it.
    Fail,
    /// One verdict is fail and another pass. For the scope of the tool, the fail counts.
    Contradicted,
    /// The tool passes it.
    Pass,
    /// Somebody has looked and could not tell.
    Unknown,
    /// Nobody has judged the tool by it.
    Unjudged,
}

/// A tool that another belongs to, and that a principle rules out.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RuledOutAbove<'l> {
    /// The whole, or the tool that the other is a variant of; directly or not.
    pub tool: ToolRef<'l>,
    /// How the other belongs to it: `part_of` or `variant_of`.
    pub relation: Relation,
    /// The principles that rule it out, in id order.
    pub ruled_out_by: Vec<PrincipleRef<'l>>,
}

/// Tells whether tools are in scope, with the verdict of every principle.
///
/// # Complexity
///
/// O(p log p + v log v) time for each tool, of p principles and v relations of the tool with other
/// records than companies, besides what `places` takes.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, query::scope};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let report = scope::scope(&market, &[market.tool("recipe-book")?], &NoPlaces);
/// assert_eq!(report.tools[0].scope.verdict, scope::ScopeVerdict::Out);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn scope<'l>(landscape: &'l Landscape, tools: &[ToolIx], places: &dyn Places) -> Report<'l> {
    Report {
        tools: tools.iter().map(|tool| tool_scope(landscape, *tool, places)).collect(),
        judged_by: landscape.perspective().map(|owner| landscape.named(owner)),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}

fn tool_scope<'l>(landscape: &'l Landscape, tool: ToolIx, places: &dyn Places) -> ToolScope<'l> {
    let mut scope = scope_of(landscape, tool);
    for reason in &mut scope.ruled_out_by {
        reason.claim.place = reason.claim.at.and_then(|at| places.claim(&at));
    }
    ToolScope {
        tool: landscape.named(tool),
        scope,
        principles: judged(landscape, tool, places),
        ruled_out_above: ruled_out_above(landscape, tool),
        place: places.record(tool.into()),
    }
}

fn judged<'l>(landscape: &'l Landscape, tool: ToolIx, places: &dyn Places) -> Vec<JudgedPrinciple<'l>> {
    let mut claims: BTreeMap<PrincipleIx, Vec<ClaimView<'l>>> = BTreeMap::new();
    for (principle, _, claim) in landscape.verdicts(tool) {
        claims.entry(principle).or_default().push(claim);
    }
    let judge = |principle: PrincipleIx| {
        let r#type = landscape.node(principle).principle_type()?;
        let claims = located(claims.remove(&principle).unwrap_or_default(), places);
        Some(JudgedPrinciple {
            principle: landscape.named(principle),
            r#type,
            binding: r#type.is_binding(),
            judgement: Judgement::of(&claims),
            claims,
        })
    };
    let all = landscape.nodes(Kind::Principle).filter_map(NodeIx::of_kind);
    let mut judged: Vec<_> = all.filter_map(judge).collect();
    // The sort is stable, so that ties stay in id order.
    judged.sort_by_key(|judged| (!judged.binding, judged.judgement));
    judged
}

impl Judgement {
    fn of(claims: &[ClaimView<'_>]) -> Self {
        let says = |verdict| claims.iter().any(|claim| claim.verdict == Some(verdict));
        match (says(Verdict::Fail), says(Verdict::Pass), says(Verdict::Unknown)) {
            (true, true, _) => Self::Contradicted,
            (true, false, _) => Self::Fail,
            (false, true, _) => Self::Pass,
            (false, false, true) => Self::Unknown,
            (false, false, false) => Self::Unjudged,
        }
    }

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Contradicted => "contradicted",
            Self::Pass => "pass",
            Self::Unknown => "unknown",
            Self::Unjudged => "unjudged",
        }
    }
}

/// Returns the ruled out among the wholes of a tool and among the tools that it is a variant of.
fn ruled_out_above(landscape: &Landscape, tool: ToolIx) -> Vec<RuledOutAbove<'_>> {
    let wholes = landscape.wholes(tool).iter().map(|whole| (*whole, Relation::PartOf));
    let mut bases = BTreeSet::new();
    let mut frontier = landscape.variant_of(tool);
    while let Some(base) = frontier.pop() {
        if bases.insert(base) {
            frontier.extend(landscape.variant_of(base));
        }
    }
    let above = wholes.chain(bases.into_iter().map(|base| (base, Relation::VariantOf)));
    let ruled_out = above.filter(|(above, _)| is_ruled_out(landscape, *above));
    ruled_out
        .map(|(above, relation)| {
            let reasons = scope_of(landscape, above).ruled_out_by.into_iter();
            let mut ruled_out_by: Vec<_> = reasons.map(|reason| reason.principle).collect();
            ruled_out_by.dedup();
            RuledOutAbove { tool: landscape.named(above), relation, ruled_out_by }
        })
        .collect()
}
