//! Whether a tool is in scope, by the owners' own principles.

use schemars::JsonSchema;
use serde::Serialize;

use super::PrincipleRef;
use crate::landscape::{ClaimView, Landscape, NodeIx, PrincipleIx, ToolIx};
use crate::model::{Kind, PrincipleType, Verdict};

/// Whether a tool is in scope.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ScopeVerdict {
    /// It is listed as in scope, or every binding principle passes.
    In,
    /// Verdicts are missing.
    Open,
    /// A principle rules it out.
    Out,
}

/// Whether a tool is in scope, and why.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Scope<'l> {
    /// The verdict.
    pub verdict: ScopeVerdict,
    /// The principles that rule it out, in id order.
    pub ruled_out_by: Vec<Reason<'l>>,
    /// The claim that lists it as in scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed: Option<ClaimView<'l>>,
    /// The binding principles that have no verdict of pass or fail on it, in id order.
    pub missing: Vec<PrincipleRef<'l>>,
}

/// A principle that rules a tool out.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Reason<'l> {
    /// The principle.
    pub principle: PrincipleRef<'l>,
    /// The claim.
    pub claim: ClaimView<'l>,
}

/// Decides whether a tool is in scope: out when a binding principle fails, in when it is listed as
/// in or every binding principle passes, else open.
///
/// # Complexity
///
/// O(p + v) time for p principles and v verdicts on the tool.
#[must_use]
pub fn scope_of(landscape: &Landscape, tool: ToolIx) -> Scope<'_> {
    let verdicts = landscape.verdicts(tool);
    let ruled_out_by: Vec<_> = (verdicts.iter())
        .filter(|(principle, verdict, _)| rules_out(landscape, *principle, *verdict))
        .map(|(principle, _, claim)| Reason { principle: landscape.named(*principle), claim: claim.clone() })
        .collect();
    let binding = binding_principles(landscape);
    let missing: Vec<_> = binding.iter().filter(|principle| !is_judged(&verdicts, **principle)).collect();
    let listed = landscape.node(tool).in_scope();
    let verdict = verdict_of(landscape, tool, &binding);
    let missing = missing.into_iter().map(|principle| landscape.named(*principle)).collect();
    Scope { verdict, ruled_out_by, listed, missing }
}

fn is_binding(landscape: &Landscape, principle: PrincipleIx) -> bool {
    landscape.node(principle).principle_type().is_some_and(PrincipleType::is_binding)
}

fn rules_out(landscape: &Landscape, principle: PrincipleIx, verdict: Verdict) -> bool {
    verdict == Verdict::Fail && is_binding(landscape, principle)
}

/// Returns the binding principles, in id order.
pub(in crate::query) fn binding_principles(landscape: &Landscape) -> Vec<PrincipleIx> {
    let principles = landscape.nodes(Kind::Principle).filter_map(NodeIx::of_kind);
    principles.filter(|principle| is_binding(landscape, *principle)).collect()
}

type Verdicts<'l> = [(PrincipleIx, Verdict, ClaimView<'l>)];

fn is_judged(verdicts: &Verdicts<'_>, principle: PrincipleIx) -> bool {
    verdicts.iter().any(|(by, verdict, _)| *by == principle && *verdict != Verdict::Unknown)
}

/// Returns the verdict alone, given the binding principles.
pub(in crate::query) fn verdict_of(
    landscape: &Landscape,
    tool: ToolIx,
    binding: &[PrincipleIx],
) -> ScopeVerdict {
    let verdicts = if binding.is_empty() { Vec::new() } else { landscape.verdicts(tool) };
    let fails =
        |principle| verdicts.iter().any(|(by, verdict, _)| *by == principle && *verdict == Verdict::Fail);
    let all_pass = || !binding.is_empty() && binding.iter().all(|by| is_judged(&verdicts, *by));
    if binding.iter().any(|principle| fails(*principle)) {
        ScopeVerdict::Out
    } else if landscape.node(tool).in_scope().is_some() || all_pass() {
        ScopeVerdict::In
    } else {
        ScopeVerdict::Open
    }
}

/// Returns whether a principle rules a tool out, without the reasons.
#[must_use]
pub(in crate::query) fn is_ruled_out(landscape: &Landscape, tool: ToolIx) -> bool {
    let verdicts = landscape.verdicts(tool);
    verdicts.iter().any(|(principle, verdict, _)| rules_out(landscape, *principle, *verdict))
}

impl ScopeVerdict {
    /// Every verdict, in the order of reports.
    pub const ALL: [Self; 3] = [Self::In, Self::Open, Self::Out];

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Open => "open",
            Self::Out => "out",
        }
    }
}
