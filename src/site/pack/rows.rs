//! The rows of the pack: records, claims, gaps and rivals, as the page reads them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::Ground;
use crate::model::{Basis, Importance, RoleStatus, Support, When};
use crate::query::questions;
use crate::query::scope::ScopeVerdict;
use crate::query::state::GapState;

/// What a record says of itself.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RecordRow<'l> {
    /// The id.
    pub id: &'l str,
    /// The name.
    pub name: &'l str,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<&'l str>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<&'l str>,
    /// Its address, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'l str>,
    /// What a reader should know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'l str>,
    /// The file, line and column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// What to look up first.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct QueueRow {
    /// How many look-ups there are, those that are not in the pack included.
    pub total: u32,
    /// The first of them, in the order of the command `next`.
    pub lookups: Vec<LookupRow>,
}

/// Something to look up.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct LookupRow {
    /// What to find out: "Whether Mixpanel offers CRM".
    pub what: String,
    /// What an answer changes.
    pub why: String,
    /// The command that records a yes.
    pub command: String,
}

/// A stack.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct StackRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Its tools that count: no part beside its whole.
    pub tools: Vec<u32>,
}

/// A tool.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ToolRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Its stacks.
    pub stacks: Vec<u32>,
    /// Whether it is counted by itself: no part of another tool.
    pub counts: bool,
    /// Whether it is in scope.
    pub scope: ScopeVerdict,
    /// The principles that rule it out, or that have no verdict yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub principles: Vec<&'l str>,
    /// What is known of it among all companies.
    pub state: GapState,
    /// How many companies offer it.
    pub offered: u32,
    /// Of how many of those a source states it.
    pub stated: u32,
    /// How many plan it.
    pub planned: u32,
    /// How many are known not to offer it.
    pub no: u32,
    /// The roles that need it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<u32>,
    /// Its features.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<u32>,
}

/// A feature.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct FeatureRow<'l> {
    /// The id.
    pub id: &'l str,
    /// The name.
    pub name: &'l str,
}

/// A company.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct CompanyRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// The name of the company that owns it, by a completed deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it ceased to be, where that is past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceased: Option<When>,
    /// What is known of its offers, in the order of tools.
    pub offers: Vec<OfferRow<'l>>,
    /// The features that it is known to provide or to lack, in the order of features.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<OfferRow<'l>>,
    /// The tools that it is not known to offer, in the order of the command `gaps`, those that are
    /// ruled out last, if the pack holds them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<Vec<GapRow>>,
    /// Its closest rivals, the closest first, by their positions among `companies`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rivals: Option<Vec<RivalRow>>,
    /// How many companies offer something that it offers, those that `rivals` leaves out included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rivals_total: Option<u32>,
}

/// What is known of one company, and one tool or feature.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OfferRow<'l> {
    /// The tool or the feature.
    #[serde(rename = "t")]
    pub item: u32,
    /// The support that counts.
    #[serde(rename = "s")]
    pub support: Support,
    /// What it is concluded from, where nobody claims it of the very tool.
    #[serde(rename = "g", skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// The firmest basis of the claims.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The claims.
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimRow<'l>>,
}

/// A claim.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ClaimRow<'l> {
    /// What it says besides, such as the product: key and text.
    #[serde(rename = "d", skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<&'static str, &'l str>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<When>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// What a reader should know about it.
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub note: Option<&'l str>,
    /// Why we believe it: positions in the list of evidence.
    #[serde(rename = "e", skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<u32>,
    /// The file, line and column.
    #[serde(rename = "p", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A tool that a company is not known to offer. What all companies have in common of it is in its
/// [`ToolRow`].
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct GapRow {
    /// The tool.
    #[serde(rename = "t")]
    pub tool: u32,
    /// What is known of it among the other companies, where that is not what is known among all.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub state: Option<GapState>,
    /// What is claimed of the company itself.
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub own: Option<Support>,
    /// The score, in two digits; none without peers.
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why it has that score: only for the company that the pack is made for.
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyRow>,
    /// What it takes to build one, in words; likewise.
    #[serde(rename = "f", skip_serializing_if = "Option::is_none")]
    pub effort: Option<String>,
}

/// What the score of a gap is made of.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct WhyRow {
    /// The tools of the company that add the most: the tool, how many others offer it, how many of
    /// those offer the gap too, and the part of the score, from 0 to 1.
    pub held: Vec<(u32, u32, u32, f64)>,
    /// How many other tools of the company add something, and their part of the score.
    pub others: (u32, f64),
    /// The part that is general popularity.
    pub popularity: f64,
    /// By what it is raised for stacks that the company serves, and how many of its tools are in
    /// them.
    pub boost: (f64, u32, u32),
}

/// A company that offers what another one does: its position, how many tools both offer, and how
/// many more of those it may offer, since nothing is known of it.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum RivalRow {
    /// Of the company that the pack is made for: then the weighted share of its tools that the
    /// other offers, and of the other's that it offers.
    Ours(u32, u32, u32, f64, f64),
    /// Of another company.
    Theirs(u32, u32, u32),
}

/// A role.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RoleRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Whether it is in the ideal customer profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<RoleStatus>,
    /// The tools that it needs and that count.
    pub needs: Vec<NeedRow>,
    /// The roles that it reports to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reports_to: Vec<u32>,
}

/// A tool that a role needs.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct NeedRow {
    /// The tool.
    #[serde(rename = "t")]
    pub tool: u32,
    /// How much.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none")]
    pub importance: Option<Importance>,
}

/// A source.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SourceRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Whose interest it serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<&'l str>,
    /// The day on which it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<When>,
    /// How many claims name it.
    pub claims: u32,
}

/// A question of the owners.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct QuestionRow<'l> {
    /// The id.
    pub id: &'l str,
    /// The question.
    pub name: &'l str,
    /// How far it has come.
    pub state: questions::State,
    /// The answer that the owners gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<&'l str>,
    /// The commands that speak about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<String>,
    /// How many claims it waits for, at least.
    pub missing: u32,
}

/// A piece of evidence.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct EvidenceRow<'l> {
    /// The source.
    #[serde(rename = "s")]
    pub source: u32,
    /// The place in it.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    pub at: Option<&'l str>,
    /// The address of the very page.
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    pub url: Option<&'l str>,
    /// The words of the source.
    #[serde(rename = "q", skip_serializing_if = "Option::is_none")]
    pub quote: Option<&'l str>,
    /// How claims follow from it.
    #[serde(rename = "b")]
    pub basis: Basis,
    /// When it was read.
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub on: Option<When>,
    /// What a reader should know about the reading.
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub note: Option<&'l str>,
}
