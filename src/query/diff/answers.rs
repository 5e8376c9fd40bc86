//! What a change of the landscape does to the answers.

use crate::query::gaps::{self, Standing};
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::records::{Pairs, Watch};
use crate::landscape::{CompanyIx, Ix, KindMarker, Landscape, NodeIx, StackIx, ToolIx};
use crate::model::Kind;
use crate::query::{CompanyRef, StackRef, ToolRef};

/// A stack that companies entered or left.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct StackChange<'l> {
    /// The stack.
    pub stack: StackRef<'l>,
    /// The companies that are known to offer one of its tools and were not, in id order.
    pub entered: Vec<StackEntry<'l>>,
    /// The companies that were known to offer one of its tools and no longer are, in id order.
    pub left: Vec<StackEntry<'l>>,
}

/// A company in a stack.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct StackEntry<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// The tools of the stack that it offers, or offered, in id order.
    pub tools: Vec<ToolRef<'l>>,
}

/// A tool that somebody offers now and nobody did, or the other way about.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ToolChange<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// How many companies were known to offer it.
    pub before: u32,
    /// How many are.
    pub after: u32,
}

/// Returns what a record was, where both are of one kind.
fn before<K: KindMarker>(pairs: &Pairs<'_>, new: Ix<K>) -> Option<Ix<K>> {
    pairs.before(new.into())?.of_kind()
}

/// Returns which companies are known to offer tools of a stack, and which tools.
fn offerers(landscape: &Landscape, stack: StackIx) -> BTreeMap<CompanyIx, Vec<ToolIx>> {
    let mut offerers: BTreeMap<CompanyIx, Vec<ToolIx>> = BTreeMap::new();
    for tool in landscape.counted_tools_in(stack) {
        for (company, _) in landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered()) {
            offerers.entry(company).or_default().push(tool);
        }
    }
    offerers
}

/// Returns the stacks that companies entered or left; a stack that is in one state alone has none.
pub(super) fn stacks<'l>(
    old: &'l Landscape,
    new: &'l Landscape,
    pairs: &Pairs<'l>,
    watch: &Watch<'l>,
) -> Vec<StackChange<'l>> {
    let entry = |landscape: &'l Landscape, (company, tools): (CompanyIx, Vec<ToolIx>)| StackEntry {
        company: landscape.named(company),
        tools: tools.into_iter().map(|tool| landscape.named(tool)).collect(),
    };
    let mut changes = Vec::new();
    for stack in new.stacks() {
        let Some(was) = before(pairs, stack) else { continue };
        let (mut left, mut entered) = (offerers(old, was), offerers(new, stack));
        let both: Vec<(CompanyIx, CompanyIx)> =
            entered.keys().filter_map(|now| Some((before(pairs, *now)?, *now))).collect();
        for (was, now) in both {
            if left.contains_key(&was) {
                left.remove(&was);
                entered.remove(&now);
            }
        }
        if !watch.has(Kind::Stack, new.node(stack).id()) {
            entered.retain(|company, _| watch.has(Kind::Company, new.node(*company).id()));
            left.retain(|company, _| {
                watch.has(Kind::Company, pairs.canonical_id(Kind::Company, old.node(*company).id()))
            });
        }
        if !entered.is_empty() || !left.is_empty() {
            changes.push(StackChange {
                stack: new.named(stack),
                entered: entered.into_iter().map(|offers| entry(new, offers)).collect(),
                left: left.into_iter().map(|offers| entry(old, offers)).collect(),
            });
        }
    }
    changes
}

/// Returns the tools of both states that somebody offers in one alone.
pub(super) fn tools<'l>(
    old: &'l Landscape,
    new: &'l Landscape,
    pairs: &Pairs<'l>,
    watch: &Watch<'l>,
) -> Vec<ToolChange<'l>> {
    let change = |tool: ToolIx| {
        let (before, after) = (old.offerers(before(pairs, tool)?), new.offerers(tool));
        let is_watched = watch.has(Kind::Tool, new.node(tool).id());
        ((before == 0) != (after == 0) && is_watched).then(|| ToolChange {
            tool: new.named(tool),
            before,
            after,
        })
    };
    new.tools().filter_map(change).collect()
}

/// Compares the gaps of the company whose view both states take; moves within an order are left
/// out.
pub(super) fn gaps<'l>(
    old: &'l Landscape,
    new: &'l Landscape,
    pairs: &Pairs<'l>,
    watch: &Watch<'l>,
) -> (Option<CompanyRef<'l>>, Vec<gaps::Change<'l>>) {
    let ours = new.perspective().and_then(|now| Some((before(pairs, now)?, now)));
    let Some((was, now)) = ours.filter(|(was, _)| old.perspective() == Some(*was)) else {
        return (None, Vec::new());
    };
    let options = gaps::Options::default();
    let question = |landscape, company| gaps::Question { landscape, company, options: &options };
    let changes = gaps::changes(question(old, was), question(new, now));
    let mut changes = with_renamed(changes, (old, was), (new, now), pairs);
    let us = new.named(now);
    let sees_all = watch.has(Kind::Company, us.id.as_str());
    changes.retain(|change| {
        // What is left under an id of the old state alone was not renamed.
        change.moved().is_none() && (sees_all || watch.has(Kind::Tool, change.tool.id.as_str()))
    });
    changes.sort_by_key(|change| change.tool.id);
    (Some(us), changes)
}

/// Joins what is said of a tool under its old id with what is said of it under the new one.
fn with_renamed<'l>(
    changes: Vec<gaps::Change<'l>>,
    (old, was_us): (&'l Landscape, CompanyIx),
    (new, us): (&'l Landscape, CompanyIx),
    pairs: &Pairs<'l>,
) -> Vec<gaps::Change<'l>> {
    let tool = |landscape: &Landscape, id: &str| landscape.find(Kind::Tool, id).and_then(NodeIx::of_kind);
    // A tool that is offered is no gap, so that nothing is said of it under that id.
    let or_offered = |landscape: &Landscape, company, tool| match landscape.cell(company, tool) {
        Some(cell) if cell.is_offered() => Standing::Offered,
        _ => Standing::NotAsked,
    };
    let (gone, mut joined): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| tool(new, change.tool.id.as_str()).is_none());
    let mut gone: BTreeMap<ToolIx, gaps::Change<'l>> =
        gone.into_iter().filter_map(|change| Some((tool(old, change.tool.id.as_str())?, change))).collect();
    for change in &mut joined {
        let was = tool(new, change.tool.id.as_str()).and_then(|now| before(pairs, now));
        let is_renamed = |was: &ToolIx| old.node(*was).id() != change.tool.id.as_str();
        if let Some(was) = was.filter(is_renamed) {
            let said = gone.remove(&was).map(|gone| gone.before);
            change.before = said.unwrap_or_else(|| or_offered(old, was_us, was));
        }
    }
    for (was, change) in gone {
        let now: Option<ToolIx> = pairs.now(was.into()).and_then(NodeIx::of_kind);
        joined.push(match now {
            Some(now) => gaps::Change { tool: new.named(now), after: or_offered(new, us, now), ..change },
            None => change,
        });
    }
    joined.retain(|change| change.before != change.after);
    joined
}
