//! The landscape as a whole: its name, whose view it is, and what it costs to build a tool.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::word::words;
use super::{CompanyId, Evidence};

words! {
    /// How much work a tool is to build.
    pub enum Complexity {
        /// The usual work.
        Simple = "simple",
        /// A heavier load on infrastructure, or a much bigger set of features.
        Complex = "complex",
    }
}

words! {
    /// A stage that a product goes through.
    pub enum Stage {
        /// It works.
        Mvp = "mvp",
        /// Product-market fit: customers pay and are happy.
        Pmf = "pmf",
        /// It earns more than it costs.
        Profitable = "profitable",
        /// The best product of its kind for the ICP.
        BestInClass = "best-in-class",
    }
}

/// What the owners mean by a stage. A source may define it more than once.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StageRecord<'t> {
    /// The stage.
    pub stage: Stage,
    /// The stages that come directly before it.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub after: Box<[Stage]>,
    /// What it means, once for each place that says so.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "<[_]>::is_empty"
    )]
    pub definitions: Box<[Definition<'t>]>,
}

/// One definition of a stage.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Definition<'t> {
    /// The definition.
    pub text: Box<str>,
    /// The place in the source.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "<[_]>::is_empty"
    )]
    pub evidence: Box<[Evidence<'t>]>,
}

/// What it takes to bring a tool to a stage, from the stage before it.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BuildCost<'t> {
    /// The complexity of the tool.
    pub complexity: Complexity,
    /// The stage that is reached.
    pub stage: Stage,
    /// How many engineers work on it.
    pub engineers: u32,
    /// For how many months.
    pub months: u32,
    /// What a reader should know about the figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
    /// Where they stand.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "<[_]>::is_empty"
    )]
    pub evidence: Box<[Evidence<'t>]>,
}

/// What holds for the landscape as a whole. It is in one file, whichever you like.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Overview<'t> {
    /// The version of this data format.
    pub schema: u32,
    /// The landscape's name.
    pub name: Box<str>,
    /// The company whose view this is ("us").
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub perspective: Option<CompanyId<'t>>,
    /// What the landscape is, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Box<str>>,
    /// The stages that a product goes through.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "<[_]>::is_empty"
    )]
    pub stages: Box<[StageRecord<'t>]>,
    /// What it takes to reach them.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "<[_]>::is_empty"
    )]
    pub build_costs: Box<[BuildCost<'t>]>,
}
