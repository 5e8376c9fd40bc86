//! What blocks most answers: whole sorts of claims that are missing.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::effect::{Market, Waiting};
use crate::landscape::{Landscape, NodeIx, QuestionIx, ToolIx};
use crate::query::questions::Lack;
use crate::query::scope::binding_principles;
use crate::query::{AnyRef, QuestionRef, count};

/// How many blocks are named.
const BLOCKS: usize = 3;

/// How many records of each block are named.
const RECORDS_NAMED: usize = 5;

/// A sort of claims that is missing, and what waits for it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Block<'l> {
    /// What is missing.
    pub missing: Blocking,
    /// The first of the records that lack it, in id order.
    pub records: Vec<AnyRef<'l>>,
    /// How many records lack it.
    pub total: u32,
    /// How many records there are of their kind.
    pub of: u32,
    /// The owners' questions that wait for it, in id order.
    pub questions: Vec<QuestionRef<'l>>,
}

/// What may be missing.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blocking {
    /// What companies offer: without it they have no gaps and no rivals.
    Offers,
    /// Any `no`, where there are tools that nobody is known to offer: without it none can be called
    /// empty.
    Negatives,
    /// What roles need.
    Needs,
    /// Verdicts of binding principles on gaps.
    Verdicts,
    /// A binding principle, or a list of what is in scope.
    Listing,
    /// Tools of a stack.
    Tools,
    /// Who offers any tool of a stack.
    StackClaims,
    /// Who offers a tool.
    Claims,
    /// What questions are about.
    About,
}

impl Blocking {
    const ALL: [Self; 9] = [
        Self::Offers,
        Self::Negatives,
        Self::Needs,
        Self::Verdicts,
        Self::Listing,
        Self::Tools,
        Self::StackClaims,
        Self::Claims,
        Self::About,
    ];

    const fn of(lack: Lack) -> Self {
        match lack {
            Lack::About => Self::About,
            Lack::Claims => Self::Claims,
            Lack::Verdicts => Self::Verdicts,
            Lack::Listing => Self::Listing,
            Lack::Tools => Self::Tools,
            Lack::StackClaims => Self::StackClaims,
            Lack::Offers => Self::Offers,
            Lack::Needs => Self::Needs,
        }
    }
}

/// Returns what blocks most: first that nothing is known of the company itself, then what most
/// questions wait for, then what most records lack.
pub(super) fn blocks<'l>(
    landscape: &'l Landscape,
    market: &Market<'l, '_>,
    waiting: &Waiting,
) -> Vec<Block<'l>> {
    let mut lacking: Vec<(BTreeSet<NodeIx>, BTreeSet<QuestionIx>)> =
        vec![Default::default(); Blocking::ALL.len()];
    for (lack, record, questions) in waiting.all() {
        let (records, waiting) = &mut lacking[Blocking::of(lack) as usize];
        records.insert(record);
        waiting.extend(questions);
    }
    let mut lacks = |what: Blocking, record: NodeIx| {
        lacking[what as usize].0.insert(record);
    };
    let company = market.company();
    if landscape.breadth(company) == 0 {
        lacks(Blocking::Offers, company.into());
    }
    let is_no = |tool: ToolIx| landscape.claims_about(tool).no > 0;
    if !landscape.tools().any(is_no) {
        let unoffered = market.tools().iter().filter(|tool| landscape.offerers(**tool) == 0);
        unoffered.for_each(|tool| lacks(Blocking::Negatives, (*tool).into()));
    }
    let needless = market.roles().iter().filter(|role| landscape.needs(**role).is_empty());
    needless.for_each(|role| lacks(Blocking::Needs, (*role).into()));
    let scope = if binding_principles(landscape).is_empty() { Blocking::Listing } else { Blocking::Verdicts };
    let is_asked = |tool: &ToolIx| market.tools().binary_search(tool).is_ok();
    market.gaps_not_reviewed().filter(is_asked).for_each(|tool| lacks(scope, tool.into()));
    let block = |(missing, (records, questions)): (Blocking, (BTreeSet<NodeIx>, BTreeSet<QuestionIx>))| {
        let kind = records.first()?.kind();
        Some(Block {
            missing,
            total: count(records.len()),
            of: count(landscape.count(kind)),
            records: records
                .into_iter()
                .take(RECORDS_NAMED)
                .map(|record| AnyRef::of(landscape, record))
                .collect(),
            questions: questions.into_iter().map(|question| landscape.named(question)).collect(),
        })
    };
    let mut blocks: Vec<Block<'l>> = Blocking::ALL.into_iter().zip(lacking).filter_map(block).collect();
    let is_blind = landscape.breadth(company) == 0;
    // The sort is stable: ties stay in the order of what is missing.
    blocks.sort_by_key(|block| {
        let is_first = is_blind && block.missing == Blocking::Offers;
        (!is_first, std::cmp::Reverse((block.questions.len(), block.total)))
    });
    blocks.truncate(BLOCKS);
    blocks
}
